"""The numbers of a statistical table, and the table as printed in a made-up report before 2019."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from gikstudy.forms.statistics import (
    YEAR,
    StatisticsTable,
    statistics_in_force,
    statistics_table,
    units,
)
from gikstudy.model import Number
from gikstudy.synthesis.labels import LabelPrinter
from gikstudy.synthesis.layout import FormTable, Slot
from gikstudy.synthesis.made import CellKey, Printed
from gikstudy.synthesis.printing import NIL_MARKS, ODD_FORMATS

STATISTICS: Final = "statistics"
HEAD_MARKS: Final = ("——", "——", "----", "")
LOCAL_COLUMNS: Final = ("区政府", "区直单位", "乡镇街道")
_SIZES: Final = {"township": 3, "county": 60, "prefecture": 200, "province": 600}
_LOCAL: Final = {"shanghai": 30, "dingxi": 20, "luan": 10, "": 40}  # a body has one table, or none
_NATIONAL: Final = 0.85  # of the reports for 2014 to 2018 print the national table


@dataclass(frozen=True, slots=True)
class StatisticsHabits:
    """How one report prints its table.

    `blanks` is the share of cells left empty, `zeros` what stands for a zero. `numbered` adds a
    column of row numbers, `united` the column of units, `local` the columns of parts of the body.
    """

    blanks: float
    zeros: str
    odd: float
    odd_format: str
    numbered: bool
    united: bool
    local: bool
    mark: str
    headers: tuple[str, ...]


def table_of(seed: int, turn: int, year: int) -> StatisticsTable | None:
    """The statistical table that a body prints for a year; None if it has only prose."""
    rng = random.Random(f"{seed}/{turn}/statistics")
    local = rng.choices(tuple(_LOCAL), tuple(_LOCAL.values()))[0]
    national = rng.random() < _NATIONAL
    for name in statistics_in_force(year):
        if name == local or (national and name not in _LOCAL):
            return statistics_table(name)
    return None


def draw_statistics(
    name: str, level: str, year: int, table: StatisticsTable
) -> dict[tuple[str, str], Number]:
    """The numbers of a body in a year by line and column; all sums of the table hold."""
    size = _SIZES.get(level, 20)
    found: dict[tuple[str, str], Number] = {}
    whole = _draw_column(random.Random(f"{name}/{year}/statistics"), size, table, {})
    for column in table.numbers:
        rng = random.Random(f"{name}/{year}/{column}")
        own = whole if column == YEAR else _draw_column(rng, size, table, whole)
        found |= {(key, column): value for key, value in own.items()}
    return found


def _draw_column(
    rng: random.Random, size: int, table: StatisticsTable, limits: Mapping[str, Number]
) -> dict[str, Number]:
    numbers: dict[str, Number] = {}
    for row in table.rows:
        if not row.unit:
            continue
        top = limits.get(row.key, size * rng.choice((0, 1, 3, 12)))
        numbers[row.key] = rng.randint(0, int(top))
        if row.unit == "万元":
            numbers[row.key] = round(rng.randint(0, int(top) * 10_000) / 10_000, 4)
    for rule in reversed(table.sums):  # the parts of a part come before it
        if rule.relation == "=":
            numbers[rule.left[0]] = sum(numbers[key] for key in rule.right)
    for rule in table.sums:
        if rule.relation == "<=":
            most = sum(numbers[key] for key in rule.right)
            numbers |= {key: min(numbers[key], most) for key in rule.left}
    return numbers


def draw_statistics_habits(rng: random.Random, *, clean: bool) -> StatisticsHabits:
    """The habits of one report; most print plain numbers under the usual headers."""
    habits = StatisticsHabits(
        blanks=rng.choice((0.0,) * 5 + (0.1, 0.3)),
        zeros=rng.choice(("0",) * 5 + ("", rng.choice(NIL_MARKS))),
        odd=rng.choice((0.0,) * 5 + (0.3, 1.0)),
        odd_format=rng.choice(tuple(ODD_FORMATS)),
        numbered=rng.random() < 0.12,
        united=rng.random() >= 0.06,
        local=rng.random() < 0.06,
        mark=rng.choice(HEAD_MARKS),
        headers=rng.choice((("指标", "单位", "代码", "本期", "本年累计"), ("指标名称", "计量单位", "代码", "本期实际", "本年累计"))),
    )  # fmt: skip
    if clean:
        return StatisticsHabits(
            0.0, "0", 0.0, "piece", numbered=False, united=True, local=False, mark="——",
            headers=habits.headers,
        )  # fmt: skip
    return habits


def print_statistics(
    numbers: Mapping[tuple[str, str], Number],
    table: StatisticsTable,
    habits: StatisticsHabits,
    rng: random.Random,
) -> dict[CellKey, Printed]:
    """What each cell of the table prints."""
    cells: dict[CellKey, Printed] = {}
    for row in table.rows:
        if not row.unit:
            continue
        for column in columns_of(table, habits):
            value = numbers.get((row.key, column))
            if value is None:  # a part of the body
                value = rng.randint(0, int(numbers[row.key, YEAR]))
            money = units()[row.unit] == "money"
            sure = habits.united or not money or value == 0
            cells[STATISTICS, row.key, column] = _printed(
                value, habits, rng, money=money, sure=sure
            )
    return cells


def _printed(
    value: Number, habits: StatisticsHabits, rng: random.Random, *, money: bool, sure: bool
) -> Printed:
    if rng.random() < habits.blanks or (value == 0 and not habits.zeros):
        return Printed("", "blank", None, value)
    if value == 0 and habits.zeros != "0":
        return Printed(habits.zeros, "nil_mark", None, value)
    if money or not isinstance(value, int) or rng.random() >= habits.odd:
        return Printed(f"{value:.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value), "reported", value, value, sure)  # fmt: skip
    return Printed(ODD_FORMATS[habits.odd_format](value), "reported", value, value, sure)


def columns_of(table: StatisticsTable, habits: StatisticsHabits) -> tuple[str, ...]:
    """The columns of numbers that a report prints."""
    return LOCAL_COLUMNS if habits.local and len(table.numbers) == 1 else table.numbers


def statistics_page(
    table: StatisticsTable,
    cells: Mapping[CellKey, Printed],
    habits: StatisticsHabits,
    label: LabelPrinter,
) -> FormTable:
    """The table with its headers; lines without a printed cell are left out."""
    columns = columns_of(table, habits)
    lines = [_head(table, columns, habits)]
    for number, row in enumerate(table.rows, 1):
        keys = [(STATISTICS, row.key, column) for column in columns]
        if row.unit and keys[0] not in cells:
            continue
        values = [Slot(cells[key].text, key=key) for key in keys] if row.unit else []
        marks = [Slot(habits.mark)] * len(columns) if habits.mark and not row.unit else []
        unit = row.unit or habits.mark or "——"
        front = [Slot(str(number))] if habits.numbered else []
        code = [Slot(_code(table, row.code))] if table.coded else []
        own = [Slot(label(row.label)), *([Slot(unit)] if habits.united else [])]
        lines.append((*front, *own, *code, *values, *marks))
    return FormTable(len(lines[0]), tuple(lines))


def _head(
    table: StatisticsTable, columns: Sequence[str], habits: StatisticsHabits
) -> tuple[Slot, ...]:
    first, unit, code, period, year = habits.headers
    if not table.coded:
        first, unit, year = "统计指标", "单位", "统计数"
    names = {"period": period, YEAR: year}
    texts = [*(["序号"] if habits.numbered else []), first, *([unit] if habits.united else [])]
    texts += [code] if table.coded else []
    return tuple(map(Slot, (*texts, *(names.get(column, column) for column in columns))))


def _code(table: StatisticsTable, code: str) -> str:
    """The code as printed; the table of Shanghai marks those that count half a year."""
    return f"{code}**" if table.form == "shanghai" and int(code) >= 49 else code
