"""Years that ran into the number behind them: 202337 in a column of the year and of 37 cases.

    一、本年新收政府信息公开申请数量 | 202337 | 5 | … | 42

As printed the row does not add up, but with 37 it does. So the cell holds two numbers, and is not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final

from gikstudy.tables.cells import number_of
from gikstudy.tables.placing import EXACT, SOFT, Placed
from gikstudy.tables.tokens import Token
from gikstudy.tables.values import ODD

_YEARS: Final = range(2007, 2100)
_DIGITS: Final = 4
_MOST: Final = 2  # of one row: its first number and its total


def without_glued_years(row: Placed, sums: Sequence[Sequence[int]]) -> Placed:
    """The row. A sum shows that a number has a year in front of it or behind it; it is not read.

    Args:
        row: a row in the order of its columns.
        sums: the columns that add up, the last of them to the total.
    """
    if row.kind not in (EXACT, SOFT):
        return row
    found = {at for columns in sums for at in _glued([row.cells[n] for n in columns], columns)}
    if not found:
        return row
    cells = (
        token._replace(value=ODD) if token is not None and at in found else token
        for at, token in enumerate(row.cells)
    )
    return replace(row, cells=tuple(cells))


def _glued(cells: Sequence[Token | None], columns: Sequence[int]) -> set[int]:
    numbers = [(number_of(token) or 0) if token is not None else 0 for token in cells]
    *parts, total = numbers
    if sum(parts) == total:
        return set()
    apart = [(n, rest) for n, number in enumerate(numbers) for rest in _without_year(number)]
    for count in range(1, _MOST + 1):
        for some in combinations(apart, count):
            *others, last = [dict(some).get(n, number) for n, number in enumerate(numbers)]
            if sum(others) == last and last:
                return {columns[n] for n, _ in some}
    return set()


def _without_year(number: float) -> list[int]:
    """What is left of a number without the year before it or behind it."""
    digits = str(number)
    if not digits.isdecimal() or len(digits) <= _DIGITS:
        return []
    rests = ((digits[:_DIGITS], digits[_DIGITS:]), (digits[-_DIGITS:], digits[:-_DIGITS]))
    return [int(rest) for year, rest in rests if int(year) in _YEARS]
