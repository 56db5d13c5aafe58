"""The choices behind a made-up report, made before it is written."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Final

from gikstudy.errors import CallError
from gikstudy.forms import (
    Form,
    Row,
    divided_rows,
    form_in_force,
    form_names,
    get_form,
    request_rows,
)
from gikstudy.forms.statistics import statistics_names, statistics_table
from gikstudy.synthesis.effects import Effects
from gikstudy.synthesis.effects_draw import bad_blanks, copier, prose, shifts
from gikstudy.synthesis.history import Member, member_of
from gikstudy.synthesis.labels import LabelPrinter, draw_damage
from gikstudy.synthesis.made import FileKind
from gikstudy.synthesis.narrative import Story
from gikstudy.synthesis.numbers import FIRST_YEAR, LAST_YEAR, draw_numbers
from gikstudy.synthesis.printing import PrintingHabits, draw_habits

YEARS: Final = LAST_YEAR - FIRST_YEAR + 1
EARLIEST: Final = min(statistics_table(name).first_year for name in statistics_names())
USUAL_YEARS: Final = (FIRST_YEAR, LAST_YEAR)
Years = tuple[int, int]
# Frequency of each layout, per thousand; about the counts of layouts A and G.
FAMILIES: Final = {
    "CPL_BLANK": 270, "CPL_DENSE": 40, "ROW_PAD": 150, "ROW_BARE": 80, "ROW_LEAD": 20,
    "CELL_PIPE": 130, "CELL_PIPE_LEAD": 40, "PIPE_OWN_LINE": 35, "TAB": 25, "PDF_LINE": 35,
    "ONE_LINE": 5, "MARKDOWN": 40, "HTML": 90, "HTML_JS": 10, "DEDUP": 15, "TABLE_GONE": 15,
    "OLD_FORM": 15, "LOOK_ALIKE": 25,
}  # fmt: skip
# What a family holds instead of the tables of a report.
KINDS: Final[dict[str, FileKind]] = {
    "LOOK_ALIKE": "not_a_report", "TABLE_GONE": "no_tables", "OLD_FORM": "old_form",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReportPlan:
    """The choices behind a report, made before it is written."""

    family: str
    form: Form
    rows: tuple[Row, ...]
    habits: PrintingHabits
    labels: LabelPrinter
    story: Story
    rng: random.Random
    clean: bool
    member: str

    @property
    def kind(self) -> FileKind:
        """The kind of file."""
        return KINDS.get(self.family, "report")


def refuse_unknown(family: str | None) -> None:
    """Refuses an unknown family before any work is done.

    Raises:
        CallError: naming the families that exist.
    """
    if family is not None and family not in FAMILIES:
        raise CallError(f"family {family!r}: legal are {', '.join(FAMILIES)}")


def turn_and_year(number: int, years: Years) -> tuple[int, int]:
    """The turn that a number of a corpus belongs to, and its year."""
    first, last = years
    turn, at = divmod(number, last - first + 1)
    return turn, first + at


def span_of_years(text: str) -> Years:
    """`2008-2025` as two years.

    Raises:
        CallError: for a text of another form.
    """
    first, dash, last = text.partition("-")
    if not (dash and first.isdecimal() and last.isdecimal()):
        raise CallError(f"years {text!r}: write the first and the last one, such as 2008-2025")
    return int(first), int(last)


def refuse_other_years(years: Years) -> None:
    """Refuses years that no body of a corpus has, before any work is done.

    Raises:
        CallError: naming the years that exist.
    """
    first, last = years
    if not EARLIEST <= first <= last <= LAST_YEAR:
        raise CallError(
            f"years {first}-{last}: legal are years from {EARLIEST} to {LAST_YEAR}, "
            "the first one not after the last"
        )


def _other_form(name: str) -> str:
    """The form before this one; for the first form, the second."""
    names = form_names()
    return names[names.index(name) - 1] if name != names[0] else names[1]


def _undivided(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows of table 3, with each divided row as one row."""
    divided = divided_rows()
    parts = {part for found in divided.values() for part in found}
    wholes = {w for w, found in divided.items() if {row.key for row in rows} & set(found)}
    return tuple(
        row for row in request_rows() if (row in rows and row.key not in parts) or row.key in wholes
    )


def draw_plan(
    seed: int,
    number: int,
    family: str | None,
    *,
    clean: bool,
    form_name: str = "",
    effects: Effects | None = None,
    years: Years = USUAL_YEARS,
) -> ReportPlan:
    """The plan of one report; arguments and errors are those of `make_report`."""
    refuse_unknown(family)
    rng = random.Random(f"{seed}/report/{number}")
    drawn = rng.choices(tuple(FAMILIES), tuple(FAMILIES.values()))[0]
    turn, year = turn_and_year(number, years)
    member = member_of(seed, turn, year, effects)
    # A report on the form of 2014 is seven years older, and so is the name in it.
    old = KINDS.get(family or drawn) == "old_form"
    body = member.in_year(year - YEARS if old else year)
    usual = form_in_force(year)
    drawn_form = _other_form(usual) if rng.random() < 0.05 else usual
    form = get_form(form_name or drawn_form)
    rows = _undivided(form.requests)
    if rows == form.requests or rng.random() >= 0.06:
        rows = form.requests  # else as 洪泽 2023: one row 其他处理 on a form that divides it
    shifted = shifts(seed, member.named, effects) if effects else None
    numbers = draw_numbers(f"{seed}/{member.body}", body.level, year, form, rows, shifted)
    habits = draw_habits(rng)
    damage = draw_damage(rng)
    if clean:
        habits = replace(habits, blanks="none", odd=0.0, notes=False, sign="plain", unit="万元")
        damage = frozenset({"full_width"})
    index_no = f"SYNTH{seed}-{number:07d}/{year}"
    story = Story(body, year, index_no, numbers, random.Random(f"{seed}/story/{number}"))
    if effects:
        habits = replace(habits, blanks=bad_blanks(seed, number, year, effects) or habits.blanks)
        story = _with_effects(story, seed, number, member, effects)
    labels = LabelPrinter(damage, random.Random(f"{seed}/labels/{number}"))
    return ReportPlan(
        family or drawn, form, rows, habits, labels, story, rng, clean=clean, member=member.body
    )


def voice_of(seed: int, number: int, member: Member, effects: Effects) -> tuple[str, int]:
    """Who writes the prose of a report, and for which year: the copying county always the same."""
    if copier(seed, number // YEARS, effects):
        return f"{seed}/copied", FIRST_YEAR
    return f"{seed}/{member.body}", FIRST_YEAR + number % YEARS


def _with_effects(story: Story, seed: int, number: int, member: Member, effects: Effects) -> Story:
    """The story of a report with the problems and the staff that the effects give it."""
    voice, year = voice_of(seed, number, member, effects)
    said = prose(voice, year, story.body, effects)
    copied = copier(seed, number // YEARS, effects)
    rng = random.Random(f"{voice}/story") if copied else story.rng
    return replace(story, rng=rng, problems=said.problems, staffing=said.staffing)


def noted(plan: ReportPlan) -> set[str]:
    """The kinds of damage that the plan itself decides."""
    habits, usual = plan.habits, form_in_force(plan.story.year)
    names = {
        f"blanks_{habits.blanks}": habits.blanks != "none",
        f"numbers_{habits.odd_format}": habits.odd > 0,
        "notes": habits.notes,
        "other_form": plan.form.name != usual,
        "hybrid": plan.rows != plan.form.requests,
    }
    return {name for name, holds in names.items() if holds}
