"""Tables with more columns than the form, or with fewer.

Bodies number their rows, give each row its unit, add a subtotal, or leave out kinds of applicants.
Then a row that lacks one number looks complete, or a blank seems to have a place:

    项目                          | 行次 | 自然人 | … | 总计
    （一）予以公开                |    3 |    360 | … |  920     eight numbers: too many
    （二）部分公开                |    4 |     97 | … |  316     seven: one cell was blank
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from gikstudy.tables.cells import number_of
from gikstudy.tables.own_values import contradicts, vector_of
from gikstudy.tables.placing import CUT, EXACT, LOOSE, SOFT, UNSAID, Placed
from gikstudy.tables.printed import PrintedRow
from gikstudy.tables.solving import COLUMNS
from gikstudy.tables.tokens import MAYBE, PAD, VALUE, Token, count_solid
from gikstudy.tables.values import NIL

_MIN_ROWS: Final = 6  # rows of one width that show the columns of a table
_UNITS: Final = frozenset(["件", "个", "条", "项", "次", "宗", "万元", "元"])
_MANY_ROWS: Final = 10  # that count 1, 2, 3 … surely number the rows
_SOME_ROWS: Final = 5
_SKIPPED: Final = 8  # numbers of headers and of heads of groups
_MIN_OVER: Final = 3
_FEW: Final = 2  # values in a row: a kind of applicant and the total


def without_added_columns(rows: Sequence[PrintedRow]) -> tuple[PrintedRow, ...]:
    """The rows without a column of units, and without one that only numbers them."""
    units = {row.key: row.values[0] for row in rows if row.values and row.values[0].text in _UNITS}
    if len(units) >= _MIN_OVER and 2 * len(units) > len(rows):
        rows = [_without(row, units.get(row.key)) for row in rows]
    else:  # a number that was lost in front of its unit, or a column of units
        rows = [row.open_if(row.key in units) for row in rows]
    return _without_row_numbers(rows)


def _without(row: PrintedRow, cell: Token | None) -> PrintedRow:
    items = tuple(token for token in row.items if token is not cell)
    return replace(row, items=items, doubts=tuple(t for t in row.doubts if t is not cell))


def _without_row_numbers(rows: Sequence[PrintedRow]) -> tuple[PrintedRow, ...]:
    """The rows without the numbers of a column that counts them; open if they are few.

    In text with one cell a line, the number in front of a label follows the row above it.
    """
    filled = [row for row in rows if row.values]
    ends = {row.key: token for row in filled[:-1] if (token := _solid(row.items[::-1]))}
    for ahead, marks in (
        (True, {row.key: token for row in filled if (token := _solid(row.items))}),
        (False, ends),
    ):
        if len(marks) < len(filled) - (not ahead) or not _counts_up([*marks.values()]):
            continue
        if len(marks) < _MANY_ROWS:
            return tuple(replace(row, unsure=True) for row in rows)
        return tuple(_without(row, marks.get(row.key)) for row in rows)
    return tuple(rows)


def _solid(items: Sequence[Token]) -> Token | None:
    """The first cell among some tokens, if it is a number."""
    first = next((token for token in items if token.kind not in (MAYBE, PAD)), None)
    return first if first is not None and first.kind == VALUE and first.text.isdecimal() else None


def _counts_up(tokens: Sequence[Token]) -> bool:
    numbers = [number_of(token) or 0 for token in tokens]
    if len(numbers) < _SOME_ROWS or not 0 < numbers[0] <= _SKIPPED:
        return False
    steps = all(a < b for a, b in pairwise(numbers))
    return steps and numbers[-1] - numbers[0] < len(numbers) + _SKIPPED


def is_narrow(rows: Sequence[PrintedRow]) -> bool:
    """Whether every row of a real table has the same number of cells, which is too few."""
    widths = {count_solid(row.items) for row in rows if row.items and row.items[0].locus}
    return len(widths) == 1 and 1 < min(widths) < COLUMNS and len(rows) >= _MIN_ROWS


def is_as_wide(rows: Sequence[PrintedRow]) -> bool:
    """Whether every row prints as many cells as the form has columns, the empty ones too."""
    widths = {count_solid(row.items) for row in rows if row.items}
    return widths == {COLUMNS} and len(rows) >= _MIN_ROWS


def with_all_columns(
    placed: Mapping[str, Placed], *, narrow: bool, left_out: str
) -> dict[str, Placed]:
    """The rows of table 3, open where its columns are not those of the form.

    Args:
        placed: the rows as placed.
        narrow: whether the table has too few columns.
        left_out: whether the header lacks columns of the form: `none`, `some` or `unclear`.
    """
    if narrow or is_wide(placed):
        return {key: _opened(row) for key, row in placed.items()}
    if _has_torn_numbers(placed.values()):
        # 571 printed as 5 | 71 takes the place of a blank.
        return {key: row if _is_sum(row) else _opened(row) for key, row in placed.items()}
    placed = {key: _opened(row) if _lacks_marks(row) else row for key, row in placed.items()}
    whole = any(row.kind in (EXACT, SOFT) and any(row.cells) for row in placed.values())
    loose = [row for row in placed.values() if row.kind == LOOSE]
    if _ends_before_totals(placed.values()):
        return {
            key: _opened(row, EXACT) if row.values else _unsaid(row) for key, row in placed.items()
        }
    if left_out != "none" and not any(map(_is_full, placed.values())):
        # No row has a number in each column of the form: no blank has a sure place.
        kept = () if left_out == "some" else (LOOSE,)
        return {key: _opened(row, *kept) for key, row in placed.items()}
    counts = {len(row.cells) for row in loose}
    if whole or len(counts) != 1 or len(loose) < _MIN_ROWS or min(counts) <= _FEW:
        return dict(placed)
    # A table that is wider than its page continues elsewhere, and the visible part has no blanks.
    return {
        key: replace(row, kind=CUT) if row.kind == LOOSE else row for key, row in placed.items()
    }


def _ends_before_totals(rows: Collection[Placed]) -> bool:
    """Whether no row is whole, and most end in a number that is not the sum of the others.

    Blanks slide behind the total. Where rows do not end in it, the columns on the right are
    elsewhere: below, or on another page.
    """
    short = [row for row in rows if row.kind in (LOOSE, CUT)]
    filled = [row for row in rows if any(vector_of(row) or ())]
    false = [row for row in filled if contradicts(row)]
    whole = any(row.kind in (EXACT, SOFT) and not contradicts(row) for row in filled)
    return not whole and len(short) >= _MIN_ROWS and 2 * len(false) > len(filled)


def _is_full(row: Placed) -> bool:
    return row.kind in (EXACT, SOFT) and len(row.values) == len(row.cells)


def is_wide(placed: Mapping[str, Placed]) -> bool:
    """Whether rows with too many values are as many as those with the values of the form."""
    over = sum(len(row.values) > COLUMNS for row in placed.values())
    whole = sum(row.kind in (EXACT, SOFT) and bool(row.values) for row in placed.values())
    return over >= _MIN_OVER and over >= whole


def _has_torn_numbers(rows: Collection[Placed]) -> bool:
    """Whether rows of text print more values than the header has columns: pieces of numbers.

    Two rows are enough where none has a number in each column that adds up.
    """
    wide = [row for row in rows if len(row.values) > COLUMNS and not row.values[0].locus]
    return len(wide) >= _MIN_OVER or (len(wide) > 1 and not any(map(_is_sum, rows)))


def _is_sum(row: Placed) -> bool:
    """Whether a row prints a number in each column, the last of them the sum of the others."""
    vector = vector_of(row) if row.kind in (EXACT, SOFT) else None
    return vector is not None and _is_full(row) and sum(vector[:-1]) == vector[-1]


def _lacks_marks(row: Placed) -> bool:
    """Whether a row has marks for nothing in several columns, and not in all.

    Who marks empty cells marks each of them: the other columns are on another page.
    """
    marks = [token.value is NIL for token in row.values]
    return row.kind == LOOSE and len(marks) > _FEW and all(marks)


def _unsaid(row: Placed) -> Placed:
    """A row without values, some of whose columns are elsewhere."""
    return replace(row, kind=UNSAID, cells=()) if row.kind == EXACT else row


def _opened(row: Placed, *kept: str) -> Placed:
    if row.kind not in (EXACT, SOFT, LOOSE) or row.kind in kept or not row.values:
        return row
    return replace(row, kind=CUT, cells=row.values)


def unsure_if_wide(
    rows: Mapping[str, PrintedRow], columns: Mapping[str, Sequence[object]]
) -> dict[str, PrintedRow]:
    """The rows of table 2, open if many have more values than columns, or if a number follows."""
    over = sum(len(row.values) > len(columns[key]) for key, row in rows.items())
    whole = sum(len(row.values) == len(columns[key]) for key, row in rows.items())
    wide = over >= _MIN_OVER and over >= whole
    return {key: row.open_if(wide or row.followed) for key, row in rows.items()}
