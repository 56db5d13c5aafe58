"""What follows from the identities for cells that the report does not contain.

Reading and inferring are two steps: this one never touches a cell that was read. A missing cell
is `solved` when an identity leaves one number for it and every identity that this completes
holds; otherwise it gets the bounds that the identities give. Printed numbers that contradict
each other taint all cells of the identity that fails, and nothing is inferred from those.

Worked example: the total of 四、结转下年度 was lost from a table whose row reads 1 0 0 0 0 0.
T3-ROW leaves 1 for it, T3-FLOW on the total column asks for 8 + 0 = 7 + x, and x = 1 satisfies
both: `solved`, 1. Had the flow asked for 2, the cell would stay `missing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from gikstudy.forms import Identity
from gikstudy.model import Cell

RowAndColumn = tuple[str, str]
Interval = tuple[int, int | None]  # upper None: unbounded
_POINTS: Final = frozenset(["reported", "solved", "corrected"])
_ZEROS: Final = frozenset(["blank", "nil_mark"])
_OPEN: Final = frozenset(["missing", "unreadable"])
_ROUNDS: Final = 4


def infer(cells: Sequence[Cell], identities: Iterable[Identity]) -> tuple[Cell, ...]:
    """Solve or bound the open cells of one table (table 3 or 4).

    Args:
        cells: all cells of the table as read.
        identities: those that apply, over (row, column) keys of these cells.

    Returns:
        The cells in their order; only `missing` and `unreadable` ones may differ.
    """
    if not any(cell.state in _OPEN for cell in cells):
        return tuple(cells)
    table = {(cell.row, cell.column): cell for cell in cells}
    rules = tuple(identities)
    ranges = {key: _range(cell) for key, cell in table.items()}
    tainted = {key for rule in rules if _fails(rule, ranges) for key in (*rule.left, *rule.right)}
    sound = [rule for rule in rules if tainted.isdisjoint((*rule.left, *rule.right))]
    unknown = {key for key, cell in table.items() if cell.state in _OPEN}
    printed = {key for key, cell in table.items() if cell.state in _POINTS}
    # The others say nothing of an unknown cell, nor do those over blanks alone: that a blank
    # counts as zero is a habit of rows and columns that print numbers.
    rules_of_unknown = [
        r
        for r in sound
        if not unknown.isdisjoint((*r.left, *r.right))
        and not printed.isdisjoint((*r.left, *r.right))
    ]
    found = _solve(rules_of_unknown, ranges, unknown)
    known = {**ranges, **{key: (number, number) for key, number in found.items()}}
    if any(n < 0 for n in found.values()) or any(
        _fails(rule, known)
        for rule in rules
        if not found.keys().isdisjoint((*rule.left, *rule.right))
    ):
        found = {}  # what was derived through a number that fits nowhere is no better than it
    bounds = _bounds(rules_of_unknown, known if found else ranges, unknown)
    return tuple(_with(cell, found.get((cell.row, cell.column)), bounds) for cell in cells)


def _range(cell: Cell) -> Interval:
    if cell.state in _POINTS and cell.value is not None:
        return int(cell.value), int(cell.value)
    if cell.state in _ZEROS:
        return 0, 0
    lower = int(cell.lower) if cell.lower is not None else 0
    return lower, None if cell.upper is None else int(cell.upper)


def _sides(rule: Identity, ranges: Mapping[RowAndColumn, Interval]) -> tuple[Interval, Interval]:
    return _sum(rule.left, ranges), _sum(rule.right, ranges)


def _sum(keys: Iterable[RowAndColumn], ranges: Mapping[RowAndColumn, Interval]) -> Interval:
    low, high = 0, 0
    unbounded = False
    for key in keys:
        lower, upper = ranges[key]
        low += lower
        if upper is None:
            unbounded = True
        else:
            high += upper
    return low, None if unbounded else high


def _fails(rule: Identity, ranges: Mapping[RowAndColumn, Interval]) -> bool:
    (left_low, left_high), (right_low, right_high) = _sides(rule, ranges)
    return (left_high is not None and left_high < right_low) or (
        right_high is not None and right_high < left_low
    )


def _solve(
    rules: Sequence[Identity], ranges: Mapping[RowAndColumn, Interval], unknown: set[RowAndColumn]
) -> dict[RowAndColumn, int]:
    """Numbers for unknown cells, one identity with one open term at a time."""
    known = dict(ranges)
    found: dict[RowAndColumn, int] = {}
    progress = True
    while progress:
        progress = False
        for rule in rules:
            open_terms = [k for k in (*rule.left, *rule.right) if known[k][0] != known[k][1]]
            if len(open_terms) != 1 or open_terms[0] not in unknown:
                continue
            key = open_terms[0]
            left = sum([known[k][0] for k in rule.left if k != key])
            right = sum([known[k][0] for k in rule.right if k != key])
            number = right - left if key in rule.left else left - right
            found[key] = number
            known[key] = (number, number)
            progress = True
    return found


def _bounds(
    rules: Sequence[Identity], ranges: Mapping[RowAndColumn, Interval], unknown: set[RowAndColumn]
) -> dict[RowAndColumn, Interval]:
    """Interval propagation over the identities for the cells that stay open."""
    known = dict(ranges)
    for _ in range(_ROUNDS):
        before = {key: known[key] for key in unknown}
        for rule in rules:
            _tighten(rule.left, _sum(rule.right, known), known, unknown)
            _tighten(rule.right, _sum(rule.left, known), known, unknown)
        if all(known[key] == before[key] for key in unknown):
            break
    return {key: known[key] for key in unknown}


def _tighten(
    side: Sequence[RowAndColumn],
    other: Interval,
    known: dict[RowAndColumn, Interval],
    unknown: set[RowAndColumn],
) -> None:
    for key in side:
        if key not in unknown:
            continue
        rest_low, rest_high = _sum([k for k in side if k != key], known)
        lower, upper = known[key]
        if other[1] is not None:
            upper = other[1] - rest_low if upper is None else min(upper, other[1] - rest_low)
        if rest_high is not None:
            lower = max(lower, other[0] - rest_high)
        if upper is None or lower <= upper:
            known[key] = (lower, upper)


def _with(cell: Cell, number: int | None, bounds: Mapping[RowAndColumn, Interval]) -> Cell:
    key = (cell.row, cell.column)
    if key not in bounds:
        return cell
    if number is not None and cell.state == "missing":
        return cell._replace(state="solved", value=number, lower=None, upper=None)
    if cell.state != "missing":
        return cell  # what is printed there and cannot be read need not add up
    lower, upper = bounds[key]
    return cell._replace(lower=lower, upper=upper)
