"""`make_report`: one made-up report with known truth, from a seed and a number."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from gikstudy.forms import applicant_keys, request_rows, statistics_form
from gikstudy.synthesis.effects import Effects
from gikstudy.synthesis.made import CellKey, Made, Printed, PrintedPlace, TruthCell
from gikstudy.synthesis.numbers import FIRST_YEAR
from gikstudy.synthesis.older import draft_older, draw_older_plan
from gikstudy.synthesis.pages import draft, gone
from gikstudy.synthesis.plan import (
    FAMILIES,
    USUAL_YEARS,
    YEARS,
    Years,
    draw_plan,
    refuse_unknown,
    turn_and_year,
)
from gikstudy.synthesis.render import render

__all__ = ["FAMILIES", "make_report"]


def make_report(
    seed: int,
    number: int,
    *,
    family: str | None = None,
    clean: bool = False,
    script: str = "",
    form: str = "",
    effects: Effects | None = None,
    years: Years = USUAL_YEARS,
) -> Made:
    """One report of a corpus; it depends only on the seed and the number.

    Seven consecutive numbers are the seven years of one body, so that one report carries in what
    the report before it carried over. In a year in which the body publishes nothing, another body
    gets the number.

    Args:
        seed: identifies the corpus.
        number: the number of the report in the corpus, from 0.
        family: a key of `FAMILIES`; if None, drawn by frequency.
        clean: leave out damage, blanks, contradictions and page noise: the same numbers in any two
            families then give the same report.
        script: `simplified` or `traditional`; if empty, drawn.
        form: the name of a form; if empty, usually that of the year.
        effects: what is planted in the corpus, if anything.
        years: the first and the last year of each body. Reports for years before the first form
            have an older outline, and a statistical table or none.

    Raises:
        ValueError: for a family that does not exist.
    """
    turn, year = turn_and_year(number, years)
    if year < FIRST_YEAR:
        refuse_unknown(family)
        return _make_older(seed, number, turn, year, family, clean=clean, script=script)
    plan = draw_plan(
        seed, number, family, clean=clean, form_name=form, effects=effects, years=years
    )
    page = draft(plan)
    file = render(plan, page, script)
    cells, lost = page.cells, file.lost
    if plan.family == "DEDUP":  # it is unknown which number belongs to which cell
        cells = {key: gone(cell) for key, cell in cells.items()}
        lost = frozenset(cells)
    body, kind = plan.story.body, plan.kind
    return Made(
        number=number,
        data=file.data,
        extension=file.extension,
        family=plan.family,
        form={"report": plan.form.name, "old_form": statistics_form()}.get(kind, "none"),
        script=file.script,
        kind=kind,
        damage=tuple(sorted(page.damage | plan.labels.done | file.damage)),
        cells=_truth(cells, lost, file.places) if kind in ("report", "old_form") else (),
        agency=body.name,
        level=body.level,
        region_code=body.region_code,
        year=plan.story.year - (YEARS if kind == "old_form" else 0),
        index_no=plan.story.index_no,
        body=plan.member,
    )


def _make_older(
    seed: int, number: int, turn: int, year: int, family: str | None, *, clean: bool, script: str
) -> Made:
    plan = draw_older_plan(seed, number, turn, year, family, clean=clean)
    page, form = draft_older(seed, turn, plan)
    file = render(plan, page, script)
    cells, lost = page.cells, file.lost
    if plan.family == "DEDUP":
        cells = {key: gone(cell) for key, cell in cells.items()}
        lost = frozenset(cells)
    body = plan.story.body
    return Made(
        number=number,
        data=file.data,
        extension=file.extension,
        family=plan.family,
        form=form,
        script=file.script,
        kind="no_tables" if form == "none" else "old_form",
        damage=tuple(sorted(page.damage | plan.labels.done | file.damage)),
        cells=_truth(cells, lost, file.places),
        agency=body.name,
        level=body.level,
        region_code=body.region_code,
        year=year,
        index_no=plan.story.index_no,
        body=plan.member,
    )


def _truth(
    cells: Mapping[CellKey, Printed],
    lost: Collection[CellKey],
    places: Mapping[CellKey, PrintedPlace],
) -> tuple[TruthCell, ...]:
    """The cells in form order, table 3 first."""
    rows = [row.key for row in request_rows()]
    columns = applicant_keys()
    keys = [("requests", row, column) for row in rows for column in columns]
    keys = [key for key in keys if key in cells] + [key for key in cells if key[0] != "requests"]
    return tuple(
        TruthCell(
            *key, c.state, c.value, c.actual, c.determined and key not in lost, places.get(key)
        )
        for key, c in ((key, cells[key]) for key in keys)
    )
