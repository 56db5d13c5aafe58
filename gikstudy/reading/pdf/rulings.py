"""Ruled lines to table cells: which cells the lines on a page enclose, and how far each spans.

Coordinates are in points with y growing upwards, as in PDF.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import neg as _negative
from typing import Final, NamedTuple

from gikstudy.groups import linked_groups

_SNAP: Final = 2.5
"""Two lines closer than this are one, in points: the sides of a drawn border are 1 to 2 apart."""


class Ruling(NamedTuple):
    """A straight line: `at` on its own axis (y of a horizontal one), from `start` to `end`."""

    at: float
    start: float
    end: float


class CellSpan(NamedTuple):
    """A cell: the first row and column it covers, and how many of each."""

    row: int
    column: int
    rowspan: int
    colspan: int


@dataclass(frozen=True, slots=True)
class Lattice:
    """A ruled table: its boundaries, and the cell of each square between them.

    `ys` fall from top to bottom, `xs` rise; `owner[row][column]` is an index into `cells`, which
    come in reading order. `open_top` and `open_bottom`: its vertical lines continue beyond the
    outermost horizontal one.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    owner: tuple[tuple[int, ...], ...]
    cells: tuple[CellSpan, ...]
    open_top: bool = False
    open_bottom: bool = False

    def cell_at(self, x: float, y: float) -> int:
        """The index of the cell around a point, -1 outside the table."""
        if not (self.xs[0] <= x < self.xs[-1] and self.ys[-1] < y <= self.ys[0]):
            return -1
        row = bisect_right(self.ys, -y, key=_negative) - 1
        return self.owner[row][bisect_right(self.xs, x) - 1]


def find_lattices(horizontal: Iterable[Ruling], vertical: Iterable[Ruling]) -> list[Lattice]:
    """The tables that the lines of a page draw, from top to bottom.

    Lines that touch belong to one table. If the outermost vertical lines are not drawn, as is
    common in print, the table ends where its horizontal lines end.
    """
    across, down = _joined(horizontal), _joined(vertical)
    tables = [_lattice(*lines) for lines in _touching(across, down)]
    found = [table for table in tables if table is not None and len(table.cells) > 1]
    return sorted(found, key=lambda table: -table.ys[0])


def without_slivers(table: Lattice, width: float, height: float) -> Lattice:
    """The table without columns narrower and rows lower than so many points: no figure has room.

    An empty column of this kind may make up for one whose line is too pale to be found. The cells
    between the two are then one column off. A low row takes the label away from its numbers.
    """
    xs, columns = _apart(table.xs, width, [*zip(*table.owner, strict=True)])
    ys, rows = _apart(table.ys, height, table.owner)
    if (xs, ys) == (table.xs, table.ys):
        return table
    made = _numbered(xs, ys, [[table.owner[row][column] for column in columns] for row in rows])
    return replace(made, open_top=table.open_top, open_bottom=table.open_bottom)


def _apart(
    bounds: tuple[float, ...], least: float, owner: Sequence[Sequence[int]]
) -> tuple[tuple[float, ...], list[int]]:
    """Boundaries with room between them, and the square that each room is taken from.

    Of two that are too close the one stays that parts more cells; at the edge, the inner one.
    """
    dropped: set[int] = set()
    for n in range(len(bounds) - 1):
        near = abs(bounds[n + 1] - bounds[n]) < least
        if near and not dropped & {n, n + 1}:
            dropped.add(min((n, n + 1), key=lambda at: _parted(owner, at)))
    kept = [n for n in range(len(bounds)) if n not in dropped]
    widest = [
        max(range(*ends), key=lambda n: abs(bounds[n + 1] - bounds[n])) for ends in pairwise(kept)
    ]
    return (tuple(bounds[n] for n in kept), widest) if widest else (bounds, [0])


def _parted(owner: Sequence[Sequence[int]], at: int) -> float:
    """How many cells a boundary parts; one at the edge counts a little less than a whole line."""
    if at in (0, len(owner)):
        return len(owner[0]) - 0.5
    return sum(a != b for a, b in zip(owner[at - 1], owner[at], strict=True))


def _joined(rules: Iterable[Ruling]) -> list[Ruling]:
    """Lines at one height that overlap or nearly meet, as one line."""
    joined: list[Ruling] = []
    for level in _levels(sorted(rules)):
        at = sum(rule.at for rule in level) / len(level)
        for rule in sorted(level, key=lambda rule: rule.start):
            if joined and joined[-1].at == at and rule.start <= joined[-1].end + _SNAP:
                joined[-1] = Ruling(at, joined[-1].start, max(joined[-1].end, rule.end))
            else:
                joined.append(Ruling(at, rule.start, rule.end))
    return joined


def _levels(rules: Sequence[Ruling]) -> list[list[Ruling]]:
    levels: list[list[Ruling]] = []
    for rule in rules:
        if levels and rule.at - levels[-1][0].at <= _SNAP:
            levels[-1].append(rule)
        else:
            levels.append([rule])
    return levels


def _touching(across: list[Ruling], down: list[Ruling]) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Groups of connected lines."""
    links = [
        (i, j)
        for i, line in enumerate(across)
        for j, post in enumerate(down, len(across))
        if line.start - _SNAP <= post.at <= line.end + _SNAP
        and post.start - _SNAP <= line.at <= post.end + _SNAP
    ]
    groups = linked_groups(range(len(across) + len(down)), links)
    return [
        (
            [across[item] for item in group if item < len(across)],
            [down[item - len(across)] for item in group if item >= len(across)],
        )
        for group in groups
    ]


def _lattice(across: list[Ruling], down: list[Ruling]) -> Lattice | None:
    if len(across) < 2 or not down:
        return None
    left, right = min(line.start for line in across), max(line.end for line in across)
    bottom, top = min(post.start for post in down), max(post.end for post in down)
    xs = _bounds([*(post.at for post in down), left, right])
    ys = _bounds([*(line.at for line in across), bottom, top])[::-1]
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1:
        return None
    levels = [line.at for line in across]
    table = _numbered(xs, ys, _merged(xs, ys, across, down))
    return replace(table, open_top=not _near(ys[0], levels), open_bottom=not _near(ys[-1], levels))


def _bounds(values: Iterable[float]) -> tuple[float, ...]:
    bounds: list[float] = []
    for value in sorted(values):
        if not bounds or value - bounds[-1] > _SNAP:
            bounds.append(value)
    return tuple(bounds)


def _merged(
    xs: tuple[float, ...], ys: tuple[float, ...], across: list[Ruling], down: list[Ruling]
) -> list[list[int]]:
    """For each square the number of the first square of its cell; no line runs through a cell."""
    columns = len(xs) - 1
    owner = [[row * columns + column for column in range(columns)] for row in range(len(ys) - 1)]
    for row in range(len(ys) - 1):
        y = (ys[row] + ys[row + 1]) / 2
        walls = [post.at for post in down if post.start <= y <= post.end]
        open_at = [not _near(x, walls) for x in xs]
        floors = [line for line in across if abs(line.at - ys[row]) <= _SNAP]
        for column in range(columns):
            if column and open_at[column]:
                owner[row][column] = owner[row][column - 1]
            if row:
                x = (xs[column] + xs[column + 1]) / 2
                if not any(line.start <= x <= line.end for line in floors):
                    owner[row][column] = owner[row - 1][column]
    return owner


def _near(value: float, others: Iterable[float]) -> bool:
    return any(abs(value - other) <= _SNAP for other in others)


def _numbered(xs: tuple[float, ...], ys: tuple[float, ...], owner: list[list[int]]) -> Lattice:
    squares: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row, owners in enumerate(owner):
        for column, first in enumerate(owners):
            squares[first].append((row, column))
    cells: list[CellSpan] = []
    number: dict[int, int] = {}
    for first, covered in squares.items():
        row, column = covered[0]
        height = max(r for r, _ in covered) - row + 1
        width = max(c for _, c in covered) - column + 1
        number[first] = len(cells)
        cells.append(CellSpan(row, column, height, width))
    return Lattice(
        xs, ys, tuple(tuple(number[first] for first in row) for row in owner), tuple(cells)
    )
