"""The choices behind a made-up report, made before it is written."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Final

from gikstudy.errors import CallError
from gikstudy.forms import Form, Row, get_form
from gikstudy.synthesis.history import member_of
from gikstudy.synthesis.labels import LabelPrinter, draw_damage
from gikstudy.synthesis.made import FileKind
from gikstudy.synthesis.narrative import Story
from gikstudy.synthesis.numbers import FIRST_YEAR, LAST_YEAR, draw_numbers
from gikstudy.synthesis.printing import PrintingHabits, draw_habits

YEARS: Final = LAST_YEAR - FIRST_YEAR + 1
# How often each layout is met, per thousand; about the counts of layouts A and G.
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
        """What the file will be."""
        return KINDS.get(self.family, "report")


def refuse_unknown(family: str | None) -> None:
    """Stops before any work if no family has this name.

    Raises:
        CallError: naming the families that there are.
    """
    if family is not None and family not in FAMILIES:
        raise CallError(f"family {family!r}: legal are {', '.join(FAMILIES)}")


def draw_plan(seed: int, number: int, family: str | None, *, clean: bool) -> ReportPlan:
    """The plan of one report; arguments and errors as of `make_report`."""
    refuse_unknown(family)
    rng = random.Random(f"{seed}/report/{number}")
    drawn = rng.choices(tuple(FAMILIES), tuple(FAMILIES.values()))[0]
    turn, year = divmod(number, YEARS)
    year += FIRST_YEAR
    member = member_of(seed, turn, year)
    # A report on the form of 2014 is of seven years before, and so is the name in it.
    old = KINDS.get(family or drawn) == "old_form"
    body = member.in_year(year - YEARS if old else year)
    usual = "2019" if year <= 2020 else "2021"
    other = "2021" if usual == "2019" else "2019"
    form = get_form(other if rng.random() < 0.05 else usual)
    rows = form.requests
    if form.name == "2021" and rng.random() < 0.06:
        rows = get_form("2019").requests  # 洪泽 2023: one row 其他处理 on the form of 2021
    numbers = draw_numbers(f"{seed}/{member.body}", body.level, year, form, rows)
    habits = draw_habits(rng)
    damage = draw_damage(rng)
    if clean:
        habits = replace(habits, blanks="none", odd=0.0, notes=False, sign="plain", unit="万元")
        damage = frozenset({"full_width"})
    index_no = f"SYNTH{seed}-{number:07d}/{year}"
    story = Story(body, year, index_no, numbers, random.Random(f"{seed}/story/{number}"))
    labels = LabelPrinter(damage, random.Random(f"{seed}/labels/{number}"))
    return ReportPlan(
        family or drawn, form, rows, habits, labels, story, rng, clean=clean, member=member.body
    )


def noted(plan: ReportPlan) -> set[str]:
    """The names of the damage that the plan itself holds."""
    habits, usual = plan.habits, "2019" if plan.story.year <= 2020 else "2021"
    names = {
        f"blanks_{habits.blanks}": habits.blanks != "none",
        f"numbers_{habits.odd_format}": habits.odd > 0,
        "notes": habits.notes,
        "other_form": plan.form.name != usual,
        "hybrid": plan.rows != plan.form.requests,
    }
    return {name for name, holds in names.items() if holds}
