"""A sheet of any spreadsheet as a grid, once its texts, merged cells and hidden parts are known."""

from __future__ import annotations

from typing import NamedTuple

from gikstudy.model import Grid, GridCell
from gikstudy.reading import limits
from gikstudy.reading.content import UnreadableError

Place = tuple[int, int]
"""Row and column, counted from 1."""


def column_number(letters: str) -> int:
    """The number of a column that has a name.

    >>> column_number("A"), column_number("AB")
    (1, 28)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


class SheetTexts(NamedTuple):
    """The texts of a sheet by position, the spans, and what is hidden."""

    texts: dict[Place, str]
    spans: list[tuple[Place, Place]]  # first and last cell
    hidden_rows: set[int]
    hidden_columns: set[int]
    last: Place


def grid_of(sheet: SheetTexts, number: int) -> Grid:
    """The visible rows from the first to the last that hold anything, without covered cells."""
    rows = _seen(1, sheet.last[0], sheet.hidden_rows)
    columns = _seen(1, sheet.last[1], sheet.hidden_columns)
    opened: dict[Place, tuple[str, int, int]] = {}
    covered: set[Place] = set()
    room = limits.SHEET_ROWS * limits.SHEET_COLUMNS
    for first, last in sheet.spans:
        across = _seen(first[0], min(last[0], limits.SHEET_ROWS), sheet.hidden_rows)
        along = _seen(first[1], min(last[1], limits.SHEET_COLUMNS), sheet.hidden_columns)
        room -= len(across) * len(along)
        if room < 0:
            raise UnreadableError("the spreadsheet merges the same cells again and again")
        if across and along:
            covered.update((row, column) for row in across for column in along)
            opened[across[0], along[0]] = (sheet.texts.get(first, ""), len(across), len(along))
    grid: list[tuple[GridCell, ...]] = []
    for row in rows:
        cells = []
        for column in columns:
            place = row, column
            if place in opened:
                text, rowspan, colspan = opened[place]
                cells.append(GridCell(text, f"T{number}R{row}C{column}", rowspan, colspan))
            elif place not in covered:
                text = sheet.texts.get(place, "")
                cells.append(GridCell(text, f"T{number}R{row}C{column}"))
        grid.append(tuple(cells))
    while grid and not any(cell.text for cell in grid[-1]):
        grid.pop()
    return Grid(tuple(grid))


def _seen(first: int, last: int, hidden: set[int]) -> list[int]:
    return [number for number in range(first, last + 1) if number not in hidden]
