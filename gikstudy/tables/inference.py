"""What the identities imply for cells that the report does not contain.

Reading and inferring are two steps: this one never changes a cell that was read. A missing cell
is `solved` if an identity leaves one number for it and every identity that this completes is
true; otherwise it gets the bounds that the identities give. If printed numbers contradict each
other, all cells of the failing identity are doubtful, and nothing is inferred from them.

Worked example: the total of 四、结转下年度 is missing in a table whose row reads 1 0 0 0 0 0.
T3-ROW leaves 1 for it, T3-FLOW on the total column asks for 8 + 0 = 7 + x, and x = 1 satisfies
both: `solved`, 1. Had the flow asked for 2, the cell would stay `missing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import inf
from typing import Final, NamedTuple

from gikstudy.forms import Identity
from gikstudy.model import Cell

RowAndColumn = tuple[str, str]
_POINTS: Final = frozenset(["reported", "solved", "proven", "corrected"])
_ZEROS: Final = frozenset(["blank", "nil_mark"])
_OPEN: Final = frozenset(["missing", "unreadable"])
_ROUNDS: Final = 4


class Ranges(NamedTuple):
    """The least and the greatest number that each cell may have; `inf` if unbounded."""

    low: dict[RowAndColumn, int]
    high: dict[RowAndColumn, float]

    def least(self, keys: Iterable[RowAndColumn]) -> int:
        """The least sum of some cells."""
        return sum(map(self.low.__getitem__, keys))

    def most(self, keys: Iterable[RowAndColumn]) -> float:
        """The greatest sum of some cells."""
        return sum(map(self.high.__getitem__, keys))

    def fail(self, rule: Identity) -> bool:
        """Whether no numbers in the ranges satisfy an identity."""
        left, right = self.least(rule.left), self.least(rule.right)
        if left == right:  # most rules are over printed numbers that add up
            return False
        return self.most(rule.left) < right or self.most(rule.right) < left

    def with_numbers(self, numbers: Mapping[RowAndColumn, int]) -> Ranges:
        """The same ranges, some of them narrowed to one number."""
        return Ranges({**self.low, **numbers}, {**self.high, **numbers})


def infer(cells: Sequence[Cell], identities: Iterable[Identity]) -> tuple[Cell, ...]:
    """Solve or bound the open cells of one table (table 3 or 4).

    Args:
        cells: all cells of the table as read.
        identities: the identities that apply, over (row, column) keys of these cells.

    Returns:
        The cells in their order; only `missing` and `unreadable` ones may differ.
    """
    unknown = {(cell.row, cell.column) for cell in cells if cell.state in _OPEN}
    if not unknown:
        return tuple(cells)
    ranges = _ranges(cells)
    rules = tuple(identities)
    tainted = {key for rule in rules if ranges.fail(rule) for key in rule.cells}
    printed = {(cell.row, cell.column) for cell in cells if cell.state in _POINTS}
    # The others say nothing about an unknown cell; nor do those over blanks alone, because blanks
    # count as zero only in rows and columns that print numbers.
    telling = [
        rule
        for rule in rules
        if not unknown.isdisjoint(rule.cells)
        and not printed.isdisjoint(rule.cells)
        and tainted.isdisjoint(rule.cells)
    ]
    found = _solve(telling, ranges, unknown)
    known = ranges.with_numbers(found)
    if any(n < 0 for n in found.values()) or any(
        known.fail(rule) for rule in rules if not found.keys().isdisjoint(rule.cells)
    ):
        # A number derived from one that fits nowhere is not better than that one.
        found, known = {}, ranges
    bounds = _bounds(telling, known, unknown)
    return tuple(_with(cell, found, bounds) if cell.state == "missing" else cell for cell in cells)


def _ranges(cells: Iterable[Cell]) -> Ranges:
    ranges = Ranges({}, {})
    for cell in cells:
        low: int = 0
        high: float = inf
        if cell.state in _POINTS and cell.value is not None:
            low = high = int(cell.value)
        elif cell.state in _ZEROS:
            high = 0
        else:
            low = int(cell.lower or 0)
            high = inf if cell.upper is None else int(cell.upper)
        ranges.low[cell.row, cell.column] = low
        ranges.high[cell.row, cell.column] = high
    return ranges


def _solve(
    rules: Sequence[Identity], ranges: Ranges, unknown: set[RowAndColumn]
) -> dict[RowAndColumn, int]:
    """Numbers for unknown cells, one identity with one open term at a time."""
    known = ranges.with_numbers({})
    found: dict[RowAndColumn, int] = {}
    progress = True
    while progress:
        progress = False
        for rule in rules:
            terms = (*rule.left, *rule.right)
            open_terms = [key for key in terms if known.low[key] != known.high[key]]
            if len(open_terms) != 1 or open_terms[0] not in unknown:
                continue
            key = open_terms[0]
            left = sum([known.low[k] for k in rule.left if k != key])
            right = sum([known.low[k] for k in rule.right if k != key])
            found[key] = right - left if key in rule.left else left - right
            known.low[key] = known.high[key] = found[key]
            progress = True
    return found


def _bounds(rules: Sequence[Identity], ranges: Ranges, unknown: set[RowAndColumn]) -> Ranges:
    """The ranges of the cells that stay open, by interval propagation over the identities."""
    known = ranges.with_numbers({})
    for _ in range(_ROUNDS):
        before = [(known.low[key], known.high[key]) for key in unknown]
        for rule in rules:
            _tighten(rule.left, rule.right, known, unknown)
            _tighten(rule.right, rule.left, known, unknown)
        if before == [(known.low[key], known.high[key]) for key in unknown]:
            break
    return known


def _tighten(
    side: Sequence[RowAndColumn],
    other: Sequence[RowAndColumn],
    known: Ranges,
    unknown: set[RowAndColumn],
) -> None:
    keys = [key for key in side if key in unknown]
    if not keys:
        return
    other_low, other_high = known.least(other), known.most(other)
    for key in keys:
        rest = [k for k in side if k != key]
        rest_low, rest_high = known.least(rest), known.most(rest)
        low = max(known.low[key], other_low - rest_high) if rest_high < inf else known.low[key]
        high = min(known.high[key], other_high - rest_low)
        if low <= high:
            known.low[key], known.high[key] = int(low), high


def _with(cell: Cell, found: Mapping[RowAndColumn, int], bounds: Ranges) -> Cell:
    """A missing cell, solved or bounded; an unreadable one need not add up, and stays."""
    key = (cell.row, cell.column)
    if key in found:
        return cell._replace(state="solved", value=found[key], lower=None, upper=None)
    high = bounds.high[key]
    return cell._replace(lower=bounds.low[key], upper=None if high == inf else int(high))
