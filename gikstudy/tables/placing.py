"""From what a row prints to its cells: which number stands in which column.

A row with as many values as columns is placed in order. A row with fewer has blanks, and the
layout decides how much is known about them: an empty `<td>` is certain; a whitespace-only line
or a bare bar counts when the complete rows of the same table show that it is never mere spacing;
blanks that slid to the end of the row, or vanished, leave the row *loose*, for
`gikstudy.tables.solving` to place by the identities of the whole table or to leave open.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from gikstudy.tables.alignment import Segment, hides_number
from gikstudy.tables.labels import GLUED
from gikstudy.tables.tokens import MAYBE, PAD, SLOT, VALUE, Token
from gikstudy.tables.values import parse_value

EXACT: Final = "exact"  # cells holds one entry a column; None is a blank cell
SOFT: Final = "soft"  # the same, but the blanks rest on spacing: to be confirmed by the sums
LOOSE: Final = "loose"  # fewer values than columns, and nothing tells where the blanks are
OVER: Final = "over"  # more values than columns
DOUBTFUL: Final = "doubtful"  # the values may belong to a row whose label cannot be read
MISSING: Final = "missing"
CUT: Final = "cut"  # some values of the row are not told: where the page ends, or a text hides one
UNREAD: Final = "unread"  # no value could be read, and something with digits stands there

Cells = tuple[Token | None, ...]

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
    `solid`: some complete row has no empty cell between its values, so that in another one which
    has, a number from elsewhere makes up for the blank. `over`: some row has too many values, so
    that it may do so for any blank.
    """

    lines: bool
    bars: int | None
    tail: int | None
    in_place: bool
    padded: bool
    solid: bool = False
    over: bool = False


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
        solid=any(not _between(row) for row in full),
        over=any(len(row.values) > columns for row in printed),
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
    if row.hidden is row.label:
        return _in_part(row, row.label)
    row = _own_row(row, columns)
    values = row.values
    if len(values) == columns:
        extra = _soft(row, SLOT) if habits.over else habits.solid and _between(row)
        return Placed(row.key, CUT if extra else EXACT, values, row.label)
    if len(values) > columns:
        return Placed(row.key, OVER, values, row.label)
    if not row.items and (row.cut or row.divided):
        return Placed(row.key, MISSING, (), row.label)
    slots = tuple(token for token in row.items if token.kind == SLOT)
    if row.hidden is not None and len(slots) + len(values) < columns:
        return _in_part(row, row.hidden)
    if not values:
        return _empty(row, slots, columns)
    if row.cut:
        return Placed(row.key, CUT, values, row.label)
    return _merged(row, columns) or _by_habit(row, columns, habits)


def _merged(row: Segment, columns: int) -> Placed | None:
    """A row of a real table with cells merged into one, where the columns spanned are all of it.

    A zero counts for each of the cells that were merged; any other number is their sum, or
    stands in one of them.
    """
    cells = [token for token in row.items if token.kind in (VALUE, SLOT)]
    wide = [token for token in cells if token.width > 1]
    if not wide or sum(max(1, token.width) for token in cells) != columns:
        return None
    if any(token.value is not None and token.value.number for token in wide):
        return Placed(row.key, CUT, row.values, row.label)
    spread = [_cell(token) for token in cells for _ in range(max(1, token.width))]
    return Placed(row.key, EXACT, tuple(spread), row.label)


def labels_first(
    rows: Sequence[Segment], columns: Callable[[str], int]
) -> dict[str, tuple[Token, ...]]:
    """The rows of a table that prints labels first and their numbers behind, with all of those.

    Labels without anything behind them, and then one with more numbers than it has columns:
    nobody can tell whose they are, and the rows above are anything but blank.
    """
    found: dict[str, tuple[Token, ...]] = {}
    last: Segment | None = None
    for row in reversed(rows):
        if any(token.kind in (VALUE, SLOT) for token in row.items):
            last = row if len(row.values) > columns(row.key) else None
        elif last is not None:
            found[row.key] = found[last.key] = last.values
    return found


def _own_row(row: Segment, columns: int) -> Segment:
    """The row without numbers from elsewhere, where the row of its label prints all its cells.

    What stands below may be the number of the page, or what a script wrote between two rows.
    """
    if not row.label.locus or len(row.items) <= columns:
        return row
    own = tuple(t for t in row.items if t.line == row.label.line and t.kind in (VALUE, SLOT))
    whole = len(own) == columns and any(token.kind == VALUE for token in own)
    return replace(row, items=own) if whole else row


def _by_habit(row: Segment, columns: int, habits: Habits) -> Placed:
    for kind, cells in _readings(row, columns, habits):
        if len(cells) == columns:
            return Placed(row.key, kind, tuple(_cell(token) for token in cells), row.label)
    return Placed(row.key, LOOSE, row.values, row.label)


def _in_part(row: Segment, hidden: Token) -> Placed:
    """A row that prints a number which nobody could tell from the words around it."""
    if row.values:
        return Placed(row.key, CUT, row.values, row.label)
    return Placed(row.key, UNREAD, (hidden,), row.label)


def _empty(row: Segment, slots: Cells, columns: int) -> Placed:
    """A row that prints no value: blank, unless a text in it may hold what it prints."""
    if row.unread is not None:
        return Placed(row.key, UNREAD, (row.unread,), row.label)
    if len(slots) != columns:
        return Placed(row.key, EXACT, (None,) * columns, row.label)
    return Placed(row.key, EXACT, tuple(_cell(token) for token in slots), row.label)


def _with_glued(row: Segment, columns: int) -> Segment:
    """The row with the number that is glued to its label as its first value, where one is due.

    A raised ① is the mark of a note, and so is a number behind the label of a real table that
    prints all its cells. Otherwise the number may be several in one, or half of one: `hidden`.
    """
    label, found = row.label, GLUED.search(row.label.text)
    cells = [token for token in row.items if token.kind in (VALUE, SLOT)]
    whole = label.locus and len(cells) >= columns
    if found is None or whole or not label.raw.rstrip(_AROUND)[-1:].isdecimal():
        return replace(row, hidden=None)
    value = None if hides_number(label.text[: found.start(1)]) else parse_value(found[1])
    if len(cells) == columns - 1 and value is not None and value.kind == "number":
        number = label._replace(kind=VALUE, text=found[1], value=value, raw=found[1])
        return replace(row, items=(number, *row.items), hidden=None)
    return replace(row, hidden=label)


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


def _between(row: Segment) -> bool:
    """Whether an empty cell stands between two values."""
    kinds = [token.kind for token in row.items if token.kind in (VALUE, SLOT)]
    return SLOT in kinds[kinds.index(VALUE) : len(kinds) - kinds[::-1].index(VALUE)]


def _trailing(row: Segment) -> int:
    """Empty cells behind the last value (or behind the label)."""
    count = 0
    for token in reversed(row.items):
        if token.kind not in (PAD, SLOT):
            break
        count += token.width if token.kind == PAD else 1
    return count
