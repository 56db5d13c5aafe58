"""Rows of table 3 whose values may not all be their own, because they contradict themselves.

Text with one cell a line may lose blanks, or run down the columns of the page. Then anything that is
printed between two rows takes the place of a blank: a page number, the numbers of the columns, a
rule, a number of another row. The other numbers of the row move. Where no row lost a blank, such a
row has a value too many.

    3.补正后申请内容仍不明确 | 149 | 119 | 322 | 169 | 193 | 12 | 952

Seven values, and they do not add up. Without 12 they do: one cell was blank, and nobody knows which.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final

from gikstudy.tables.cells import number_of
from gikstudy.tables.placing import CUT, EXACT, LOOSE, SOFT, Placed
from gikstudy.tables.printed import PrintedRow
from gikstudy.tables.solving import TOTAL, Vector
from gikstudy.tables.tokens import VALUE, Token, is_of_text

_MANY: Final = 3  # rows that add up for one that does not
_PAIR: Final = 2  # a number and its total
_SEVERAL: Final = 2
_FOREIGN: Final = 2  # values that came into a row from elsewhere


def unconfirmed(rows: Sequence[PrintedRow], placed: Mapping[str, Placed]) -> dict[str, Placed]:
    """The rows of text that have values from elsewhere, or may have; they are open."""
    rows_of_text = [
        row for row in rows if row.key in placed and row.values and all(map(is_of_text, row.items))
    ]
    torn = _torn(rows_of_text, placed)
    of_text = [placed[row.key] for row in rows_of_text if not row.closed]
    if not of_text and not torn:
        return {}
    loose = [row for row in placed.values() if row.kind == LOOSE]
    filled = [row for row in placed.values() if any(vector_of(row) or ())]
    false = [row for row in filled if contradicts(row)]
    # A body that leaves out every total prints one value less in every row.
    omitted = 2 * len(false) > len(filled) and all(len(row.cells) == TOTAL for row in false)
    doubted = [
        row
        for row in of_text
        if (row.kind == LOOSE and not omitted and contradicts(row))
        or (row.kind in (EXACT, SOFT) and _has_no_total(row))
        or (row.kind in (EXACT, SOFT) and loose and _holds_foreign(row))
    ]
    return {row.key: replace(row, kind=CUT, cells=row.values) for row in (*doubted, *torn)}


def _torn(rows: Sequence[PrintedRow], placed: Mapping[str, Placed]) -> list[Placed]:
    """The rows whose numbers may go on in the lines beside them.

    Where one such row contradicts itself, the last digits of another may add up by chance, and the
    ends of its numbers may have come to the label below.
    """
    whole = [row for row in rows if placed[row.key].kind in (EXACT, SOFT)]
    beside = {row.key for row in whole if row.followed}
    false = {row.key for row in whole if contradicts(placed[row.key])}
    return [placed[key] for key in beside | false] if beside & false else []


def packed(placed: Mapping[str, Placed]) -> dict[str, Placed]:
    """The rows whose blanks have slid behind their total, in a sheet that shows no other blank.

    A page without its empty cells, in the cells of a sheet: 4 | 3 | 7 | | | | is three numbers of
    which the last one is the total. Where several rows end so, and none has a blank before a
    number, the blanks of all rows have slid.
    """
    filled = [row for row in placed.values() if row.kind in (EXACT, SOFT) and any(row.cells)]
    short = [row for row in filled if not _is_value(row.cells[TOTAL])]
    slid = [row for row in short if len(row.values) > _PAIR and _ends_in_sum(row)]
    gaps = any(not all(map(_is_value, row.cells[: len(row.values)])) for row in filled)
    if gaps or len(slid) < _SEVERAL:
        return {}
    return {row.key: replace(row, kind=LOOSE, cells=row.values) for row in short if row.values}


def _is_value(token: Token | None) -> bool:
    return token is not None and token.kind == VALUE


def _ends_in_sum(row: Placed) -> bool:
    """Whether the last number that a row prints is the sum of those before it."""
    numbers = [number_of(token) for token in row.values]
    *others, last = [number or 0 for number in numbers]
    return None not in numbers and 0 < last == sum(others)


def prints_totals(rows: Iterable[Placed]) -> bool:
    """Whether the rows with too few values that do not add up are few beside those that do.

    If they are many, the body may leave out totals, and 1 | 1 may be two parts.
    """
    short = whole = 0
    for row in rows:
        if row.kind in (CUT, LOOSE) and 0 < len(row.cells) <= TOTAL:
            short += contradicts(row)
        if row.kind in (EXACT, SOFT, LOOSE):
            whole += any(vector_of(row) or ()) and not contradicts(row)
    return _MANY * short <= whole


def vector_of(row: Placed) -> Vector | None:
    """The row's numbers with blanks as zero; None if something in it is not a number."""
    numbers = [0 if t is None or t.kind != VALUE else number_of(t) for t in row.cells]
    return tuple(n for n in numbers if n is not None) if None not in numbers else None


def contradicts(row: Placed) -> bool:
    """Whether the last value of a row is not the sum of the others, or one is not a number."""
    *others, last = vector_of(row) or (0, 1)
    return sum(others) != last


def _has_no_total(row: Placed) -> bool:
    """Whether the total is a mark for nothing, and one of its parts is a number."""
    total = row.cells[TOTAL]
    marked = total is not None and total.value is not None and total.value.kind == "nil"
    return marked and any(vector_of(row) or ())


def _holds_foreign(row: Placed) -> bool:
    """Whether a row adds up without one or two of its values, or only numbers the columns."""
    vector = vector_of(row)
    if vector is None:
        return True
    if not contradicts(row):
        return False
    if vector == tuple(range(vector[0], vector[0] + len(vector))):
        return True
    rests = (rest for n in range(1, _FOREIGN + 1) for rest in combinations(vector, len(vector) - n))
    return any(sum(rest[:-1]) == rest[-1] > 0 for rest in rests)
