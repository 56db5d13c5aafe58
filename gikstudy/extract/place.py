"""From what a row prints to its cells: which number stands in which column.

A row with as many values as columns is placed in order. A row with fewer has blanks, and the
layout decides how much is known about them: an empty `<td>` is certain; a whitespace-only line
or a bare bar counts when the complete rows of the same table show that it is never mere spacing;
blanks that slid to the end of the row, or vanished, leave the row *loose*, for
`gikstudy.extract.solve` to place by the identities of the whole table or to leave open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from gikstudy.extract.align import Segment
from gikstudy.extract.labels import GLUED
from gikstudy.extract.tokens import MAYBE, PAD, SLOT, VALUE, Token
from gikstudy.extract.values import parse_value

EXACT: Final = "exact"  # cells holds one entry a column; None is a blank cell
SOFT: Final = "soft"  # the same, but the blanks rest on spacing: to be confirmed by the sums
LOOSE: Final = "loose"  # fewer values than columns, and nothing tells where the blanks are
OVER: Final = "over"  # more values than columns
DOUBTFUL: Final = "doubtful"  # the values may belong to a row whose label cannot be read
MISSING: Final = "missing"
CUT: Final = "cut"  # the page ends inside the row: what it prints opens the row, no more is known
UNREAD: Final = "unread"  # no value could be read, and something with digits stands there

_AROUND: Final = ' 件项个条次宗万亿元"”。;|\u3000\xa0'  # what may stand behind a number
_SOME: Final = 3  # rows that have to agree where no row prints every value


@dataclass(frozen=True, slots=True)
class Placed:
    """A row of a table: how sure its placement is, and its cells or loose values.

    For EXACT and SOFT `cells` has one entry a column (None: blank); otherwise it holds the
    printed values in order. `label` stands for the row where there is no cell to point to.
    """

    key: str
    kind: str
    cells: tuple[Token | None, ...] = ()
    label: Token | None = None


@dataclass(frozen=True, slots=True)
class Habits:
    """What the rows of a table show about its layout.

    `lines`: whitespace-only lines between values are blank cells and never mere spacing: none
    stands in a complete row or, where no row is complete, they complete every row. `bars` and
    `tail`: how many bare bars follow a value and close a row (None: no rule). `in_place`: some
    row has a blank before its last value, so blanks do not slide; only then are empty cells
    behind the last value blanks too, unless complete rows have such cells as well (`padded`).
    """

    lines: bool
    bars: int | None
    tail: int | None
    in_place: bool
    padded: bool


def habits_of(rows: Sequence[Segment], columns: int) -> Habits:
    """Read the layout's habits off the rows that print every value."""
    full = [row for row in rows if len(row.values) == columns]
    printed = [row for row in rows if row.values]
    gaps = [_gaps(row) for row in full]
    between = {gap for of_row in gaps for gap in of_row[1:-1]}
    tails = {of_row[-1] for of_row in gaps}
    if full:
        lines = not any(_soft(row, MAYBE) for row in full)
        bars = between.pop() if len(between) == 1 else None
    else:
        some = len(printed) >= _SOME
        lines = some and all(len(_with_lines(row, columns)) == columns for row in printed)
        exact = some and all(len(_with_bars(row, 0, None)) == columns for row in printed)
        bars = 0 if exact else None
    return Habits(
        lines=lines,
        bars=bars,
        tail=tails.pop() if len(tails) == 1 else None,
        in_place=any(_soft(row, SLOT) for row in printed),
        padded=not full or any(_trailing(row) for row in full),
    )


def place(row: Segment, columns: int, habits: Habits) -> Placed:
    """Place the values of one row in its columns, as far as the layout tells.

    Args:
        row: everything printed between this label and the next.
        columns: how many cells the form gives the row (1, 2, 3, 7 or 15).
        habits: of the whole table.
    """
    if GLUED.search(row.label.text):
        row = _with_glued(row, columns)
    values = row.values
    if len(values) == columns:
        return Placed(row.key, EXACT, values, row.label)
    if len(values) > columns:
        return Placed(row.key, OVER, values, row.label)
    if not row.items and (row.cut or row.divided):
        return Placed(row.key, MISSING, (), row.label)
    if not values and row.unread is not None:
        return Placed(row.key, UNREAD, (row.unread,), row.label)
    if not values:
        slots = tuple(t for t in row.items if t.kind == SLOT)
        known = len(slots) == columns
        cells = tuple(_cell(t) for t in slots) if known else (None,) * columns
        return Placed(row.key, EXACT, cells, row.label)
    if row.cut:
        return Placed(row.key, CUT, values, row.label)
    for kind, cells in _readings(row, columns, habits):
        if len(cells) == columns:
            return Placed(row.key, kind, tuple(_cell(token) for token in cells), row.label)
    return Placed(row.key, LOOSE, values, row.label)


def _with_glued(row: Segment, columns: int) -> Segment:
    """The row with the number that is glued to its label as its first value, where one is due.

    Otherwise the number is a mark of a note, or several numbers in one: then a row that prints
    nothing else cannot be read.
    """
    label, found = row.label, GLUED.search(row.label.text)
    cells = [token for token in row.items if token.kind in (VALUE, SLOT)]
    if found is None or len(cells) >= columns or not label.raw.rstrip(_AROUND)[-1:].isdecimal():
        return row
    value = parse_value(found[1])
    if len(cells) == columns - 1 and value is not None and value.kind == "number":
        number = label._replace(kind=VALUE, text=found[1], value=value, raw=found[1])
        return replace(row, items=(number, *row.items))
    return replace(row, items=(), unread=label, divided=False, cut=False)


def _cell(token: Token | None) -> Token | None:
    """A blank cell that can be pointed to is kept, so that its locus is not lost."""
    return token if token is not None and (token.kind == VALUE or token.locus) else None


def _readings(
    row: Segment, columns: int, habits: Habits
) -> list[tuple[str, tuple[Token | None, ...]]]:
    """The ways to take empty tokens for blank cells, the surest first."""
    certain = [token for token in row.items if token.kind in (VALUE, SLOT)]
    while len(certain) > columns and certain[-1].kind == SLOT:
        certain.pop()
    found: list[tuple[str, tuple[Token | None, ...]]] = []
    if any(token.kind == SLOT for token in certain):
        found.append((EXACT, tuple(certain)))
    if habits.lines:
        found.append((SOFT, _with_lines(row, columns)))
    if habits.bars is not None:
        found.append((SOFT, _with_bars(row, habits.bars, habits.tail)))
    if habits.in_place and not habits.padded:
        found.append((SOFT, (*certain, *(None,) * _trailing(row))))
    if _soft(row, SLOT):
        # A blank before the last value keeps its place, and so do those behind it.
        found.append((SOFT, (*certain, *(None,) * (columns - len(certain)))))
    return found


def _gaps(row: Segment) -> list[int]:
    """Bare bars before the first value, between values, and after the last."""
    if len(row.items) == len(row.values):
        return [0] * (len(row.values) + 1)
    gaps = [0]
    for token in row.items:
        if token.kind == VALUE:
            gaps.append(0)
        elif token.kind == PAD and token.cell == 0:
            gaps[-1] += token.width
    return gaps


def _with_lines(row: Segment, columns: int) -> tuple[Token | None, ...]:
    """The row with every whitespace-only line read as a blank cell, spare ones at its end off."""
    lines = [token for token in row.items if token.kind in (VALUE, SLOT, MAYBE)]
    while len(lines) > columns and lines[-1].kind == MAYBE:
        lines.pop()
    return tuple(lines)


def _with_bars(row: Segment, usual: int, tail: int | None) -> tuple[Token | None, ...]:
    """The row with every bar beyond the usual number behind a value read as a blank cell.

    Behind the last value the bars count only where a bar follows each cell and complete rows
    always close with the same number of them.
    """
    *before, after = _gaps(row)
    cells: list[Token | None] = []
    for value, bars in zip(row.values, before, strict=True):
        cells += [None] * max(0, bars - usual)
        cells.append(value)
    if usual and tail is not None:
        cells += [None] * max(0, after - tail)
    return tuple(cells)


def _soft(row: Segment, kind: str) -> bool:
    """Whether a token of this kind stands before the last value."""
    if len(row.items) == len(row.values):
        return False
    kinds = [token.kind for token in row.items]
    return kind in kinds[: len(kinds) - kinds[::-1].index(VALUE)]


def _trailing(row: Segment) -> int:
    """Empty cells behind the last value (or behind the label)."""
    count = 0
    for token in reversed(row.items):
        if token.kind not in (PAD, SLOT):
            break
        count += token.width if token.kind == PAD else 1
    return count
