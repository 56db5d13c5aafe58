"""Apply corrected numbers to the tables of a page, before anything is inferred from them.

Nothing is read twice. The rows of table 3 are kept as printed, and rows whose blanks have slid are
placed around the numbers that people saw. Worked example: two rows in which a number may belong to
any of six columns:

    一、本年新收  | 7 | 7 |||||||
    (一)予以公开  | 7 | 7 |||||||

A correction says that the 7 of the first row belongs to the companies
(`requests/received_new/business`). It pins the first row, the identities pin the second row with
it, and all other cells are blank.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gikstudy.forms import applicant_keys
from gikstudy.model import Cell
from gikstudy.page import Page
from gikstudy.tables.reading import REQUESTS, Tables, read_agreed_requests
from gikstudy.tables.solving import Pins


def with_corrections(page: Page, tables: Tables, cells: tuple[Cell, ...]) -> Tables:
    """The tables with corrected cells; rows with slid blanks fit the corrected numbers.

    Args:
        page: the page.
        tables: the tables as read from it.
        cells: all cells of the tables, with people's corrections in state `corrected`.
    """
    pins = _pins(cells)
    if pins and tables.requests:
        anew = {cell.key: cell for cell in read_agreed_requests(page, tables.requests, pins)}
        cells = tuple(
            cell if cell.state == "corrected" else anew.get(cell.key, cell) for cell in cells
        )
    return replace(tables, cells=cells)


def _pins(cells: Iterable[Cell]) -> Pins:
    """The corrected numbers of table 3, by row and column."""
    pins: dict[str, dict[int, int]] = {}
    for cell in cells:
        if cell.state == "corrected" and cell.table == REQUESTS and cell.value is not None:
            column = applicant_keys().index(cell.column)
            pins.setdefault(cell.row, {})[column] = int(cell.value)
    return pins
