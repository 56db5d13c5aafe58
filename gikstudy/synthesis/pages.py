"""What a made-up report holds, part by part, and what is printed in each cell of it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from gikstudy.forms import divided_rows, statistics_form
from gikstudy.forms.statistics import statistics_table
from gikstudy.synthesis.layout import (
    FormTable,
    disputes_table,
    old_numbers,
    old_table,
    proactive_table,
    requests_table,
)
from gikstudy.synthesis.made import CellKey, Printed
from gikstudy.synthesis.markup import Part
from gikstudy.synthesis.narrative import (
    compose,
    draw_title,
    furniture,
    look_alike,
    look_alikes,
    metadata,
)
from gikstudy.synthesis.numbers import draw_numbers
from gikstudy.synthesis.plan import YEARS, ReportPlan, noted
from gikstudy.synthesis.printing import contradict, leave_blank, print_numbers

LACKING: Final = Printed("", "missing", None, None)
"""A cell that the page does not have."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A page before it is flattened: its parts from top to bottom, and the truth about it."""

    title: str
    parts: tuple[Part, ...]
    cells: dict[CellKey, Printed]
    damage: frozenset[str]


def draft(plan: ReportPlan) -> Draft:
    """The page that a plan describes."""
    if plan.kind == "old_form":
        return _old_report(plan)
    return _look_alike(plan) if plan.kind == "not_a_report" else _report(plan)


def gone(cell: Printed) -> Printed:
    """A cell that the file does not contain; the body still has the number."""
    return replace(cell, text="", state="missing", value=None)


def _report(plan: ReportPlan) -> Draft:
    story, rng, damage = plan.story, plan.rng, noted(plan)
    cells = print_numbers(story.numbers, plan.form, plan.rows, plan.habits, rng)
    cells = leave_blank(cells, plan.habits, rng)
    dropped: frozenset[tuple[str, str]] = frozenset()
    if rng.random() < 0.03 and not plan.clean:
        dropped = _drop_rows(cells, plan)
    if rng.random() < 0.06 and not plan.clean:
        cells, found = _contradicted(cells, dropped, rng)
        damage |= found
    printed = {key: cell for key, cell in cells.items() if key[:2] not in dropped}
    damage |= {"rows_missing"} if dropped else set()
    tables = {} if plan.family == "TABLE_GONE" else _tables(plan, printed, damage)
    title = draw_title(story)
    shown = "" if rng.random() < 0.2 and not plan.clean else title
    damage |= set() if shown else {"no_title"}
    parts = compose(story, tables, shown, first_number=int(rng.random() < 0.06))
    if tables and rng.random() < 0.01 and not plan.clean:
        parts += _attachment(plan)
        damage |= {"attachment"}
    noisy = rng.random() < 0.05 and not plan.clean
    damage |= {"hijacked"} if noisy else set()
    top, bottom = furniture(rng, story, noisy=noisy)
    lost = {key: gone(cell) if key[:2] in dropped else cell for key, cell in cells.items()}
    return Draft(title, (*top, *metadata(story, title), *parts, *bottom), lost, frozenset(damage))


def _contradicted(
    cells: dict[CellKey, Printed], dropped: frozenset[tuple[str, str]], rng: random.Random
) -> tuple[dict[CellKey, Printed], set[str]]:
    """One wrong number in a row that is printed in full, so that the row itself reveals it."""
    rows = {key[:2] for key in cells if key[0] != "proactive"} - dropped
    rows -= {key[:2] for key, cell in cells.items() if cell.state != "reported"}
    whole = {key: cell for key, cell in cells.items() if key[:2] in rows}
    changed = contradict(whole, rng)
    return {**cells, **changed}, {"contradiction"} if changed != whole else set()


def _drop_rows(cells: Iterable[CellKey], plan: ReportPlan) -> frozenset[tuple[str, str]]:
    """One row that the report lacks; never a row of the flow identity."""
    keep = {"received_new", "handled_total", "granted"}
    keep |= {row for whole, parts in divided_rows().items() for row in (whole, parts[-1])}
    names = sorted({key[:2] for key in cells if key[0] != "disputes" and key[1] not in keep})
    return frozenset({plan.rng.choice(names)})


def _tables(
    plan: ReportPlan, cells: dict[CellKey, Printed], damage: set[str]
) -> dict[str, FormTable]:
    rng, form = plan.rng, plan.form
    extra = str(rng.randint(0, 40)) if rng.random() < 0.04 and not plan.clean else ""
    header = "（万元）" if plan.habits.unit == "header" else ""
    damage |= {"extra_row"} if extra else set()
    return {
        "proactive": proactive_table(form, cells, plan.labels, extra, header),
        "requests": requests_table(form, plan.rows, cells, plan.labels),
        "disputes": disputes_table(form, cells, plan.labels),
    }


def _old_report(plan: ReportPlan) -> Draft:
    """A report in the outline of 2014 to 2018, its 统计表 at the end."""
    rng, story = plan.rng, replace(plan.story, year=plan.story.year - YEARS)
    title = draw_title(story)
    parts = compose(story, {}, title)
    numbers = [rng.choice((0, 0, 1, 3, 12, 265)) for _ in range(29)]
    table = old_table(numbers, plan.labels)
    top, bottom = furniture(rng, story, noisy=False)
    head = [*top, *metadata(story, title), *parts, "政府信息公开情况统计表"]
    return Draft(title, (*head, table, *bottom), _old_cells(numbers), frozenset({"old_form"}))


def _old_cells(numbers: Sequence[int]) -> dict[CellKey, Printed]:
    """What the old table prints of each line of the national statistical table."""
    printed = [row for row in old_numbers(numbers) if row[1] is not None]
    cells: dict[CellKey, Printed] = {}
    for row in statistics_table(statistics_form()).rows:
        same = [number for label, number in printed if label == row.label]
        if row.unit:
            key = ("statistics", row.key, "year")
            cells[key] = Printed(str(same[0]), "reported", same[0], same[0]) if same else LACKING
        if same:
            printed.remove((row.label, same[0]))
    return cells


def _attachment(plan: ReportPlan) -> list[Part]:
    """The tables of another body's report, attached to this one; no number is of this report."""
    name = plan.story.index_no + "/attached"
    numbers = draw_numbers(name, "department", plan.story.year, plan.form, plan.rows)
    cells = print_numbers(numbers, plan.form, plan.rows, plan.habits, plan.rng)
    title = f"附件：信访局{plan.story.year}年政府信息公开工作年度报告"
    return [title, *_tables(plan, cells, set()).values()]


def _look_alike(plan: ReportPlan) -> Draft:
    """A page that is not a report, with a blank form or half a year's table for some kinds."""
    kind = plan.rng.choice(look_alikes())
    title, parts = look_alike(kind, plan.story)
    if kind in ("template", "half_year"):
        cells = print_numbers(plan.story.numbers, plan.form, plan.rows, plan.habits, plan.rng)
        if kind == "template":
            cells = {k: replace(c, text="", state="blank", value=None) for k, c in cells.items()}
        tables = _tables(plan, cells, set())
        wanted = list(tables.values()) if kind == "template" else [tables["requests"]]
        parts = [*parts, *wanted]
    top, bottom = furniture(plan.rng, plan.story, noisy=False)
    return Draft(title, (*top, *parts, *bottom), {}, frozenset({"look_alike"}))
