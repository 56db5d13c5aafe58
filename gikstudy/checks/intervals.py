"""Sums of cells as intervals, so that a check is `undecided` only if the cells leave it open.

A blank is not a zero, but agencies often leave out zeros. So a cell has three readings: a printed
(or solved, or corrected) number is a point; a blank may be any number, most likely 0; an open cell
has only its bounds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from operator import eq, ge, le
from typing import Literal, NamedTuple

from gikstudy.checks.rules import Rule
from gikstudy.model import Cell, Check, Number, Result

RowColumn = tuple[str, str]
Relation = Literal["=", "<=", ">="]


class Side(NamedTuple):
    """One side of a check.

    `reading` is the sum with every blank read as zero, None if a cell is open. `printed` says
    whether any term is a number, `blanks` whether any term is blank.
    """

    low: Number
    high: Number
    reading: Number | None
    printed: bool = True
    blanks: bool = False


@dataclass(frozen=True, slots=True)
class TableValues:
    """The cells of one table of a report: rows in order, numbers, and sides of the other cells."""

    rows: dict[str, None] = field(default_factory=dict)
    numbers: dict[RowColumn, Number] = field(default_factory=dict)
    others: dict[RowColumn, Side] = field(default_factory=dict)

    def cell(self, row: str, column: str) -> Side:
        """One cell; a cell that the report lacks counts as missing."""
        value = self.numbers.get((row, column))
        return point(value) if value is not None else self.others.get((row, column), MISSING)

    def total(self, keys: Sequence[RowColumn]) -> Side:
        """The sum of the cells at `keys`."""
        numbers = self.numbers
        try:
            known = sum(map(numbers.__getitem__, keys))
        except KeyError:
            return add([self.cell(*key) for key in keys])
        return Side(known, known, known)

    def largest(self, keys: Sequence[RowColumn]) -> Side:
        """The greatest of the cells at `keys`."""
        numbers = self.numbers
        try:
            value = max([numbers[key] for key in keys])
        except KeyError:
            return greatest([self.cell(*key) for key in keys])
        return Side(value, value, value)


BLANK = Side(0, inf, 0, printed=False, blanks=True)
MISSING = Side(0, inf, None, printed=False)
SIGNED = frozenset({"items_change"})  # the only figures of the forms that may be negative


def point(value: Number) -> Side:
    """A side that is one known number."""
    return Side(value, value, value)


def side_of(
    column: str, state: str, value: Number | None, lower: Number | None, upper: Number | None
) -> Side:
    """How one cell of the dataset enters a sum, by its column, state, value and bounds."""
    if value is not None:
        return point(value)
    blank = state in ("blank", "nil_mark")
    low = lower
    if low is None or blank:
        low = -inf if column in SIGNED else 0
    if blank:
        return BLANK if low == 0 else Side(low, inf, 0, printed=False, blanks=True)
    high = inf if upper is None else upper
    return point(low) if low == high else Side(low, high, None, printed=False)


def read_tables(cells: Iterable[Cell]) -> dict[str, TableValues]:
    """The cells of a report by table (`requests`, `proactive`, `disputes`, `statistics`)."""
    tables = {name: TableValues() for name in ("requests", "proactive", "disputes", "statistics")}
    for name, row, column, state, value, lower, upper, _raw, _locus, _unit in cells:
        table = tables[name]
        table.rows[row] = None
        if value is not None:
            table.numbers[row, column] = value
        else:
            table.others[row, column] = side_of(column, state, None, lower, upper)
    return tables


def add(sides: Sequence[Side]) -> Side:
    """The sum of one or more sides."""
    low: Number = 0
    high: Number = 0
    reading: Number | None = 0
    printed = blanks = False
    for side in sides:
        low += side.low
        high += side.high
        reading = None if reading is None or side.reading is None else reading + side.reading
        printed |= side.printed
        blanks |= side.blanks
    return Side(low, high, reading, printed, blanks)


def less(left: Side, right: Side) -> Side:
    """The difference of two sides."""
    low, high = left.low - right.high, left.high - right.low
    reading: Number | None = None
    if left.reading is not None and right.reading is not None:
        reading = left.reading - right.reading
    return Side(low, high, reading, left.printed or right.printed, left.blanks or right.blanks)


def greatest(sides: Sequence[Side]) -> Side:
    """The greatest of several sides."""
    readings = [side.reading for side in sides]
    return Side(
        max(side.low for side in sides),
        max(side.high for side in sides),
        None if None in readings else max(r for r in readings if r is not None),
        any(side.printed for side in sides),
        any(side.blanks for side in sides),
    )


def compare(left: Side, relation: Relation, right: Side) -> Result:
    """`fail` if no reading of the open cells can be true, `pass` if the most likely one is."""
    if relation == ">=":
        left, right = right, left
    if left.low > right.high or (relation == "=" and left.high < right.low):
        return "fail"
    if not (left.printed or right.printed):
        return "undecided"
    if left.reading is not None and right.reading is not None:
        holds = left.reading == right.reading if relation == "=" else left.reading <= right.reading
    else:
        holds = relation != "=" and left.high <= right.low
    return "pass" if holds else "undecided"


HOLDS: Mapping[Relation, Callable[[Number, Number], bool]] = {"=": eq, "<=": le, ">=": ge}
BROKEN: Mapping[Relation, str] = {"=": "≠", "<=": ">", ">=": "<"}


def judge(rule: Rule, scope: str, left: Side, relation: Relation, right: Side) -> Check:
    """The result of `left relation right`, with both sums and the assumptions behind them."""
    one, other = left.low, right.low
    if one == left.high and other == right.high:  # everything printed: the usual case
        settled: Result = "pass" if HOLDS[relation](one, other) else "fail"
        return settle(rule, scope, one, other, settled, relation)
    result = compare(left, relation, right)
    if result == "undecided":
        # A blank may be what the sum lacks, so only a side without blanks is stated.
        a, b = (s.low if s.low == s.high else None for s in (left, right))
        return settle(rule, scope, a, b, result, relation, f"{show(left)} against {show(right)}")
    if left.reading is None or right.reading is None:
        sign = relation if result == "pass" else BROKEN[relation]
        note = f"{show(left)} {sign} {show(right)} by its bounds"
    else:
        note = "; blanks read as zero"
    return settle(rule, scope, left.reading, right.reading, result, relation, note)


def settle(
    rule: Rule,
    scope: str,
    left: Number | None,
    right: Number | None,
    result: Result,
    relation: Relation = "=",
    note: str = "",
) -> Check:
    """A finished check row; the message begins with both sums if both are known."""
    if left is None or right is None:
        return Check(rule.check, scope, left, right, None, result, rule.severity, note)
    sign = relation if result == "pass" else BROKEN[relation]
    message = f"{left} {sign} {right}{note}"
    return Check(rule.check, scope, left, right, left - right, result, rule.severity, message)


def show(side: Side) -> str:
    """`7`, `0..3`, `2..` or `nothing printed`, as messages write a side."""
    if side.low == side.high:
        return str(side.low)
    if not side.printed and side.high == inf and side.low in (0, -inf):
        return "nothing printed"
    return f"{side.low}..{side.high}".removesuffix("inf")
