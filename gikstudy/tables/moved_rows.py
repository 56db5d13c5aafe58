"""Rows of a scanned table in which a line was missed, or made up, so that its numbers have moved.

Rulings are found in the picture. Where one is missed, two cells are one; where a fold or a stroke is
taken for one, a cell is two, and areas beside the table look like cells. The numbers of such a row
may stand one column further on, and noughts add up in any column. So it proves nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import median
from typing import Final

from gikstudy.model import Cell, PictureReading

_ASIDE: Final = 0.25
"""By how much of its width a cell may be beside the other cells of its column."""
_TALL: Final = 1.5
"""How many heights of its row a cell may have."""
_WIDE: Final = 1.7
"""How many usual widths of its row a cell of table 4 may have; two cells have two."""
_LABEL: Final = re.compile("[\u3400-\u9fff].*[\u3400-\u9fff]", re.DOTALL)


def moved_rows(cells: Sequence[Cell], readings: Mapping[str, PictureReading]) -> set[str]:
    """The rows of pages whose numbers may be in other columns, such as `P3R7`.

    Args:
        cells: the cells of one table of the form.
        readings: what all places of the pages show, by locus.
    """
    read = [cell for cell in cells if cell.locus in readings]
    here = [readings[cell.locus] for cell in read]
    places = (*_shared(here), *_of_two(here), *_tall(here), *_apart(read))
    rows = {row_of(locus) for locus in places}
    forms: dict[str, set[str]] = {}
    for cell in read:
        forms.setdefault(row_of(cell.locus), set()).add(cell.row)
    if all(len(of_form) == 1 for of_form in forms.values()):
        return rows | {row_of(locus) for locus in _aside(read, readings)}
    return rows | _with_other_cells(read, readings) | {row_of(locus) for locus in _wide(here)}


def page_of(locus: str) -> str:
    """The page of a place: `P3` of `P3R7C2`."""
    return locus.partition("R")[0]


def row_of(locus: str) -> str:
    """The row of a place: `P3R7` of `P3R7C2`."""
    return locus.partition("C")[0]


def _shared(here: Sequence[PictureReading]) -> list[str]:
    """The places that two cells of the form share."""
    return [place for place, n in Counter(each.locus for each in here).items() if n > 1]


def _of_two(here: Sequence[PictureReading]) -> list[str]:
    """The places that have the figures of two cells: 00."""
    return [each.locus for each in here if not each.clear and _begins_with_zero(each)]


def _begins_with_zero(reading: PictureReading) -> bool:
    text = reading.texts[0][0] if reading.texts else ""
    return len(text) > 1 and text[0] == "0"


def _tall(here: Sequence[PictureReading]) -> Iterator[str]:
    """The places that are far taller than the others of their row."""
    for row in _by_row(here):
        usual = median(each.box[3] - each.box[1] for each in row)
        yield from (each.locus for each in row if each.box[3] - each.box[1] > usual * _TALL)


def _wide(here: Sequence[PictureReading]) -> Iterator[str]:
    """The places that have the width of two of their row, if an empty one makes up for it."""
    for row in _by_row(here):
        if all(each.texts and each.texts[0][0] for each in row):
            continue
        usual = median(each.box[2] - each.box[0] for each in row)
        yield from (each.locus for each in row if each.box[2] - each.box[0] > usual * _WIDE)


def _by_row(here: Sequence[PictureReading]) -> Iterable[list[PictureReading]]:
    rows: dict[str, list[PictureReading]] = {}
    for each in here:
        rows.setdefault(row_of(each.locus), []).append(each)
    return rows.values()


def _apart(read: Sequence[Cell]) -> Iterator[str]:
    """All places of a row of the form that is in one row of a page but for some cells."""
    rows: dict[str, list[str]] = {}
    for cell in read:
        rows.setdefault(cell.row, []).append(cell.locus)
    for places in rows.values():
        (_, most), *others = Counter(map(row_of, places)).most_common()
        if others and 2 * most > len(places):
            yield from places


def _aside(read: Sequence[Cell], readings: Mapping[str, PictureReading]) -> Iterator[str]:
    """The places that are not below those of the other rows of their page."""
    columns: dict[tuple[str, str], list[PictureReading]] = {}
    for cell in read:
        place = page_of(cell.locus), cell.column
        columns.setdefault(place, []).append(readings[cell.locus])
    for column in columns.values():
        usual = median(_middle(each) for each in column)
        width = median(each.box[2] - each.box[0] for each in column)
        yield from (each.locus for each in column if abs(_middle(each) - usual) > width * _ASIDE)


def _middle(reading: PictureReading) -> float:
    return (reading.box[0] + reading.box[2]) / 2


def _with_other_cells(read: Sequence[Cell], readings: Mapping[str, PictureReading]) -> set[str]:
    """The rows that have a place too many.

    All of table 4 is in one row. Nothing else is there, except perhaps a label.
    """
    places = {cell.locus for cell in read}
    rows = {row_of(locus) for locus in places}
    others = (
        each
        for locus, each in readings.items()
        if "C" in locus and row_of(locus) in rows and locus not in places
    )
    return {row_of(each.locus) for each in others if not _is_label(each)}


def _is_label(reading: PictureReading) -> bool:
    return bool(reading.texts) and bool(_LABEL.search(reading.texts[0][0]))
