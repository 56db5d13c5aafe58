"""From the printed values of a row to its cells: which number belongs to which column.

A row with as many values as columns is placed in order. A row with fewer values has blanks, and
the layout decides how much is known about them. An empty `<td>` is certain. A whitespace-only line
or a bare bar counts if the complete rows of the same table show that it is never only spacing.
If blanks slid to the end of the row, or vanished, the row is *loose*: `gikstudy.tables.solving`
places it by the identities of the whole table or leaves it open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from gikstudy.tables.doubts import without_doubts
from gikstudy.tables.labels import glued_number, hides_number, is_interleaved
from gikstudy.tables.printed import PrintedRow
from gikstudy.tables.tokens import MAYBE, PAD, SLOT, VALUE, Token, TokenKind, count_solid
from gikstudy.tables.values import ODD, parse_value

RowPlacing = Literal["exact", "soft", "loose", "over", "missing", "cut", "unsaid", "unread"]
# One entry in `cells` for each column; None is a blank cell.
EXACT: Final[RowPlacing] = "exact"
# The same, but the blanks are based on spacing: the sums must confirm them.
SOFT: Final[RowPlacing] = "soft"
# Fewer values than columns, and the places of the blanks are unknown.
LOOSE: Final[RowPlacing] = "loose"
# More values than columns.
OVER: Final[RowPlacing] = "over"
MISSING: Final[RowPlacing] = "missing"
# Some values of the row are unknown: the page ends, or a text hides one.
CUT: Final[RowPlacing] = "cut"
# The label is printed, and neither a value nor an empty cell was seen.
UNSAID: Final[RowPlacing] = "unsaid"
# No value could be read, but there is a text with digits.
UNREAD: Final[RowPlacing] = "unread"

PlacedTokens = tuple[Token | None, ...]

_AROUND: Final = ' 件项个条次宗万亿元"”。;|\u3000\xa0'  # what may follow a number
_TWO: Final = re.compile(r"\d\s+[\d/-]")
_FEW_COLUMNS: Final = 3
_SOME: Final = 3  # this many rows must agree if no row prints every value


@dataclass(frozen=True, slots=True)
class Placed:
    """A row of a table: how sure its placement is, and its cells or loose values.

    For EXACT and SOFT, `cells` has one entry for each column (None: blank); otherwise it has the
    printed values in order. `label` gives the place of the row if there is no cell to point to;
    `seen` tells whether the row shows that it has empty cells.
    """

    key: str
    kind: RowPlacing
    cells: tuple[Token | None, ...] = ()
    label: Token | None = None
    seen: bool = True

    @property
    def values(self) -> tuple[Token, ...]:
        """The printed values and words, in order."""
        return tuple(token for token in self.cells if token is not None and token.kind == VALUE)


@dataclass(frozen=True, slots=True)
class Habits:
    """The layout of a table, as its rows show it.

    `lines`: whitespace-only lines between values are blank cells and never only spacing: no
    complete row has one or, if no row is complete, they complete every row. `bars` and `tail`: how
    many bare bars follow a value and close a row (None: no rule). `in_place`: some row has a blank
    before its last value, so blanks do not slide. Only then are empty cells after the last value
    blanks too, unless complete rows have such cells as well (`padded`). `solid`: some complete row
    has no empty cell between its values; so if another complete row has one, a number from
    elsewhere makes up for the blank. `over`: some row has too many values, so such a number may
    make up for any blank. `spaced`: complete rows have whitespace-only lines between values;
    `trailing`: after them. `lost`: a row of text has too few values and no trace of an empty cell.
    """

    lines: bool
    bars: int | None
    tail: int | None
    in_place: bool
    padded: bool
    solid: bool = False
    over: bool = False
    spaced: bool = False
    trailing: bool = False
    lost: bool = False


def habits_of(rows: Sequence[PrintedRow], columns: int) -> Habits:
    """Derive the layout of a table from the rows that print every value."""
    full = [row for row in rows if len(row.values) == columns]
    odd = [row for row in full if len(row.items) > columns and _soft(row, MAYBE)]
    if odd and len(full) >= _SOME and len(odd) * 4 < len(full):
        full = [row for row in full if not _soft(row, MAYBE)]  # those have a stray text inside
        odd = []
    printed = [row for row in rows if row.values]
    gaps = [_gaps(row) for row in full]
    between = {gap for of_row in gaps for gap in of_row[1:-1]}
    tails = {of_row[-1] for of_row in gaps}
    if full:
        lines = not odd
        bars = between.pop() if len(between) == 1 else None
    else:
        some = len(printed) >= _SOME
        several = printed and len(rows) > 1
        cells = [sum(token.kind != PAD for token in row.items) for row in rows]
        lines = bool(several) and all(count == columns for count in cells)
        fits = (
            (usual, tail)
            for usual, tail in ((0, None), (1, 1))
            if some and all(len(_with_bars(row, usual, tail)) == columns for row in printed)
        )
        bars, tail = next(fits, (None, None))
        tails = {tail} if tail else tails
    return Habits(
        lines=lines,
        bars=bars,
        tail=tails.pop() if len(tails) == 1 else None,
        in_place=any(_soft(row, SLOT) for row in printed),
        padded=not full or any(_trailing(row) for row in full),
        solid=any(not _between(row) for row in full),
        over=any(len(row.values) > columns for row in printed),
        spaced=bool(odd),
        trailing=any(row.items[-1].kind == MAYBE for row in full),
        lost=any(
            len(row.items) == len(row.values) < columns and not row.values[0].locus
            for row in printed
        ),
    )


def place(row: PrintedRow, columns: int, habits: Habits) -> Placed:
    """Place the values of one row in its columns, as far as the layout shows them.

    Args:
        row: everything printed between this label and the next.
        columns: how many cells the form gives the row (1, 2, 3, 7 or 15).
        habits: the layout of the whole table.
    """
    if row.alike or row.unsure:
        if not row.values:
            return Placed(row.key, UNSAID, (), row.label)
        return Placed(row.key, CUT, (*row.values, *row.alike), row.label)
    row, hidden = _with_glued(row, columns)
    if hidden is row.label:
        return _in_part(row, row.label)
    row, doubt = without_doubts(row, columns)
    if doubt is not None:
        return _in_part(row, doubt)
    if _holds_two(row):
        return Placed(row.key, CUT, row.values, row.label)
    if len(row.values) >= columns:
        return _filled(row, columns, habits)
    return _with_room(row, columns, habits, hidden)


def _holds_two(row: PrintedRow) -> bool:
    """Whether one value of a row contains the numbers of several cells."""
    words = [token.text for token in row.values if not token.text.isdecimal()]
    return any(map(_TWO.search, words))


def _filled(row: PrintedRow, columns: int, habits: Habits) -> Placed:
    """A row that prints as many values as it has columns, or more."""
    values = row.values
    if len(values) > columns:
        return Placed(row.key, OVER, values, row.label)
    extra = _soft(row, SLOT) if habits.over else habits.solid and _between(row)
    extra = extra or (habits.lines and not row.closed and _soft(row, MAYBE))
    if extra:
        return Placed(row.key, CUT, values, row.label)
    # A number that slipped onto its neighbour's line counts only if the row adds up.
    unsure = not row.closed and columns > _FEW_COLUMNS
    if unsure:
        white = habits.lines and any(token.kind == MAYBE for token in row.items)
        unsure = white or _is_uneven(values)
    return Placed(row.key, SOFT if unsure else EXACT, values, row.label)


def _is_uneven(values: Sequence[Token]) -> bool:
    """Whether one line has two of a row's values, and all other lines have one each."""
    lines = len({token.line for token in values})
    return lines == len(values) - 1 and lines > _SOME


def _with_room(row: PrintedRow, columns: int, habits: Habits, hidden: Token | None) -> Placed:
    """A row that prints fewer values than it has columns."""
    values = row.values
    slots = tuple(token for token in row.items if token.kind == SLOT)
    short = len(slots) + len(values) < columns
    if values and short and all(token.value is ODD for token in values):
        return Placed(row.key, UNREAD, values[:1], row.label)
    if (row.divided or row.cut) and short and (values or not row.items):
        return Placed(row.key, CUT if values else UNSAID, values, row.label)
    if hidden is not None and short:
        return _in_part(row, hidden)
    if not values:
        return _empty(row, slots, columns, habits)
    return _merged(row, columns) or _by_habit(row, columns, habits)


def _merged(row: PrintedRow, columns: int) -> Placed | None:
    """A row of a real table with merged cells, if the columns that they span complete the row.

    A zero counts for each of the merged cells; any other number is their sum, or belongs to one of
    them.
    """
    cells = [token for token in row.items if token.kind in (VALUE, SLOT)]
    wide = [token for token in cells if token.width > 1]
    if not wide or sum(max(1, token.width) for token in cells) != columns:
        return None
    if any(token.value is not None and token.value.number for token in wide):
        return Placed(row.key, CUT, row.values, row.label)
    spread = [_cell(token) for token in cells for _ in range(max(1, token.width))]
    return Placed(row.key, EXACT, tuple(spread), row.label)


def _by_habit(row: PrintedRow, columns: int, habits: Habits) -> Placed:
    for kind, cells in _readings(row, columns, habits):
        if len(cells) == columns:
            return Placed(row.key, kind, tuple(_cell(token) for token in cells), row.label)
    seen = any(token.kind != VALUE for token in row.items)
    return Placed(row.key, LOOSE, row.values, row.label, seen)


def _in_part(row: PrintedRow, hidden: Token) -> Placed:
    """A row with a printed number that cannot be separated from the words around it."""
    if row.values:
        return Placed(row.key, CUT, row.values, row.label)
    return Placed(row.key, UNREAD, (hidden,), row.label)


def _empty(row: PrintedRow, slots: PlacedTokens, columns: int, habits: Habits) -> Placed:
    """A row that prints no value: blank if an empty cell was seen, otherwise unknown."""
    white = [token for token in row.items if token.kind == MAYBE]
    bars = [t.width for t in row.items if t.kind == PAD and t.cell == 0 and t.width == 1]
    if len(bars) == len(row.items):
        # A bar after the label closes the label; if cells have no bars, each bar is a cell.
        unseen = len(bars) < columns or columns == 1 == len(bars)
    elif all(token.kind == PAD and token.cell == 0 for token in row.items) and habits.tail:
        # Complete rows end with this many bars: only additional bars show blanks.
        unseen = sum(token.width for token in row.items) - habits.tail < columns
    else:
        unseen = len(white) == len(row.items) and (habits.spaced or len(white) < columns)
    # A bar that closes the row may be left out, and with it the last empty cell.
    wide = sum(max(1, token.width) for token in row.items) + (columns > _FEW_COLUMNS)
    if unseen or wide < columns:
        return Placed(row.key, UNSAID, (), row.label)
    if len(slots) != columns:
        return Placed(row.key, EXACT, (None,) * columns, row.label)
    return Placed(row.key, EXACT, tuple(_cell(token) for token in slots), row.label)


def _with_glued(row: PrintedRow, columns: int) -> tuple[PrintedRow, Token | None]:
    """The row with the number glued to its label as its first value, if one value is missing.

    A raised ① is a footnote mark; so is a number after the label in a real table that prints all
    its cells. Otherwise the number may be several numbers in one, or half of one.

    Returns:
        The row, and the label if it hides a number that cannot be separated from its words.
    """
    label, found = row.label, glued_number(row.label.text)
    if not label.locus and is_interleaved(label.text, row.key):
        return row, label
    solid = count_solid(row.items)
    if found is None or not label.raw.rstrip(_AROUND)[-1:].isdecimal():
        whole = label.locus and solid >= columns
        hides = found is None and hides_number(label.text) and not whole
        return row, label if hides else None
    if solid >= columns and (label.locus or not hides_number(label.text[: found.start(1)])):
        return row, None
    value = None if hides_number(label.text[: found.start(1)]) else parse_value(found[1])
    if solid == columns - 1 and value is not None and value.kind == "number":
        number = label._replace(kind=VALUE, text=found[1], value=value, raw=found[1])
        return replace(row, items=(number, *row.items)), None
    return row, label


def _cell(token: Token | None) -> Token | None:
    """The cell, or None for a blank without a locus; a blank with a locus keeps it."""
    return token if token is not None and (token.kind == VALUE or token.locus) else None


def _readings(
    row: PrintedRow, columns: int, habits: Habits
) -> list[tuple[RowPlacing, tuple[Token | None, ...]]]:
    """The ways to read empty tokens as blank cells, the surest first."""
    certain = [token for token in row.items if token.kind in (VALUE, SLOT)]
    while len(certain) > columns and certain[-1].kind == SLOT:
        certain.pop()
    found: list[tuple[RowPlacing, tuple[Token | None, ...]]] = []
    if any(token.kind == SLOT for token in certain):
        found.append((EXACT, tuple(certain)))
    if habits.lines and not (habits.trailing and row.items and row.items[-1].kind == MAYBE):
        found.append((SOFT, _with_lines(row)))
    if habits.bars is not None:
        found.append((SOFT, _with_bars(row, habits.bars, habits.tail)))
    if habits.in_place and not habits.padded:
        found.append((SOFT, (*certain, *(None,) * _trailing(row))))
    if _soft(row, SLOT):
        # A blank before the last value keeps its place, and so do the blanks after it.
        found.append((SOFT, (*certain, *(None,) * (columns - len(certain)))))
    return found


def _gaps(row: PrintedRow) -> list[int]:
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


def _with_lines(row: PrintedRow) -> tuple[Token | None, ...]:
    """The row with every whitespace-only line read as a blank cell."""
    return tuple(token for token in row.items if token.kind in (VALUE, SLOT, MAYBE))


def _with_bars(row: PrintedRow, usual: int, tail: int | None) -> tuple[Token | None, ...]:
    """The row with every bar beyond the usual number after a value read as a blank cell.

    After the last value, bars count only if a bar follows each cell and complete rows always end
    with the same number of bars.
    """
    *before, after = _gaps(row)
    cells: list[Token | None] = []
    for value, bars in zip(row.values, before, strict=True):
        cells += [None] * max(0, bars - usual)
        cells.append(value)
    if usual and tail is not None:
        cells += [None] * max(0, after - tail)
    return tuple(cells)


def _soft(row: PrintedRow, kind: TokenKind) -> bool:
    """Whether a token of this kind comes before the last value."""
    if len(row.items) == len(row.values):
        return False
    kinds = [token.kind for token in row.items]
    return kind in kinds[: len(kinds) - kinds[::-1].index(VALUE)]


def _between(row: PrintedRow) -> bool:
    """Whether there is an empty cell between two values."""
    if len(row.items) == len(row.values):
        return False
    kinds = [token.kind for token in row.items if token.kind in (VALUE, SLOT)]
    return SLOT in kinds[kinds.index(VALUE) : len(kinds) - kinds[::-1].index(VALUE)]


def _trailing(row: PrintedRow) -> int:
    """The number of empty cells after the last value (or after the label)."""
    count = 0
    for token in reversed(row.items):
        if token.kind not in (PAD, SLOT):
            break
        count += token.width if token.kind == PAD else 1
    return count
