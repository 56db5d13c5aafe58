"""Reports for the years before the first form: prose in an older outline, and a statistical table.

Nobody prescribed this outline. Its parts have names of their own, fees stand apart, and numbers are
in the sentences; from 2014 a national table follows them, before that a local one or none.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import cache
from string import Formatter
from typing import Final

from gikstudy.forms import form_names, get_form
from gikstudy.forms.statistics import StatisticsTable, statistics_table
from gikstudy.model import Number
from gikstudy.packaged import packaged_rows
from gikstudy.synthesis.history import members
from gikstudy.synthesis.labels import LabelPrinter, draw_damage
from gikstudy.synthesis.made import CellKey, Printed
from gikstudy.synthesis.markup import Part
from gikstudy.synthesis.narrative import NUMERALS, Story, draw_title, furniture, metadata
from gikstudy.synthesis.numbers import FIRST_YEAR, draw_numbers
from gikstudy.synthesis.pages import Draft, gone
from gikstudy.synthesis.plan import FAMILIES, KINDS, ReportPlan
from gikstudy.synthesis.printing import draw_habits
from gikstudy.synthesis.statistics import (
    STATISTICS,
    columns_of,
    draw_statistics,
    draw_statistics_habits,
    print_statistics,
    statistics_page,
    table_of,
)

_PARTS: Final = ("overview", "proactive", "requests", "fees", "disputes", "problems", "other")
_IN_PROSE: Final = "shanghai"  # the lines that a body without a table counts for its sentences
_NAMES: Final = {"not_held": "rejected_not_held", "not_this_body": "rejected_not_this_body"}


def draw_older_plan(
    seed: int, number: int, turn: int, year: int, family: str | None, *, clean: bool
) -> ReportPlan:
    """The plan of a report for a year before the first form."""
    rng = random.Random(f"{seed}/older/{number}")
    drawn = rng.choices(tuple(FAMILIES), tuple(FAMILIES.values()))[0]
    family = family or drawn
    if family in KINDS and family != "TABLE_GONE":
        family = "HTML"  # these families hold no table of their own
    member = members(seed, turn)[0]
    body = member.in_year(year)
    form = get_form(form_names()[0])
    numbers = draw_numbers(f"{seed}/{member.body}", body.level, FIRST_YEAR, form, form.requests)
    damage = frozenset({"full_width"}) if clean else draw_damage(rng)
    return ReportPlan(
        family,
        form,
        form.requests,
        draw_habits(rng),
        LabelPrinter(damage, random.Random(f"{seed}/older/{number}/labels")),
        Story(
            body,
            year,
            f"SYNTH{seed}-{number:07d}/{year}",
            numbers,
            random.Random(f"{seed}/older/{number}/story"),
        ),
        rng,
        clean=clean,
        member=member.body,
    )


def draft_older(seed: int, turn: int, plan: ReportPlan) -> tuple[Draft, str]:
    """The page of such a report, and the name of its table; `none` if it prints none."""
    rng, story = plan.rng, plan.story
    table = table_of(seed, turn, story.year)
    counted = table or statistics_table(_IN_PROSE)
    numbers = draw_statistics(f"{seed}/{plan.member}", story.body.level, story.year, counted)
    habits = draw_statistics_habits(rng, clean=plan.clean)
    cells = print_statistics(numbers, counted, habits, rng)
    shown = table is not None and plan.family != "TABLE_GONE"
    lost: set[CellKey] = set() if shown else {*cells}
    if shown and rng.random() < 0.06 and not plan.clean:
        row = rng.choice(counted.keys)
        lost = {(STATISTICS, row, column) for column in columns_of(counted, habits)}
    printed = {key: cell for key, cell in cells.items() if key not in lost}
    title = draw_title(story)
    parts = _prose(story, title, facts_of(numbers, counted))
    if shown:
        parts.append(f"{story.year}年政府信息公开情况统计表")
        parts.append(statistics_page(counted, printed, habits, plan.labels))
    top, bottom = furniture(rng, story, noisy=False)
    damage = {"rows_missing"} if shown and lost else set()
    damage |= {"local_columns"} if habits.local and shown else set()
    known: dict[CellKey, Printed] = {
        key: gone(cell) if key in lost else cell for key, cell in cells.items()
    }
    page = (*top, *metadata(story, title), *parts, *bottom)
    form = counted.form if shown else "none"
    return Draft(title, page, known, frozenset({"older"} | damage)), form


def facts_of(
    numbers: Mapping[tuple[str, str], Number], table: StatisticsTable
) -> dict[str, Number | str]:
    """The numbers that the sentences may state, by their usual names, and the unit of the fees."""
    facts: dict[str, Number | str] = {
        key: value for (key, column), value in numbers.items() if column == "year"
    }
    for name, other in _NAMES.items():
        if other in facts:
            facts[name] = facts[other]
    fees = next((row.unit for row in table.rows if row.key == "fees"), "")
    return facts | ({"fees_unit": fees} if fees else {})


def _prose(story: Story, title: str, facts: Mapping[str, Number | str]) -> list[Part]:
    rng = story.rng
    blanks: dict[str, object] = {
        **facts, "agency": story.body.name, "pronoun": story.body.pronoun, "year": story.year,
    }  # fmt: skip
    parts: list[Part] = [title, _say("opening", blanks, rng)]
    for numeral, part in zip(NUMERALS, _PARTS, strict=False):
        rows = packaged_rows("gikstudy.synthesis", "older_headings.csv")
        heading = rng.choice([row["heading"] for row in rows if row["section"] == part])
        parts += [f"{numeral}、{heading}", _say(part, blanks, rng)]
    return parts


def _say(part: str, facts: Mapping[str, object], rng: random.Random) -> str:
    """One of the sentences for a part of the report that state only what the body counts."""
    rows = packaged_rows("gikstudy.synthesis", "older_phrases.csv")
    texts = [row["text"] for row in rows if row["part"] == part]
    return rng.choice([text for text in texts if _fields(text) <= facts.keys()]).format_map(facts)


@cache
def _fields(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)
