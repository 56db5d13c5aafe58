"""XLSX: each sheet a grid, located by the sheet's own rows and columns."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Final

from gikstudy.model import Grid, GridCell
from gikstudy.reading import limits
from gikstudy.reading.content import Content, UnreadableError

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_INSTALL: Final = "an Excel file; to read it: pip install 'gikstudy[word]'"


def read_xlsx(data: bytes) -> Content:
    """The sheets of a spreadsheet, in their order.

    Returns:
        Blocks with loci `T1R5C3`: sheet 1, row 5, column 3, as the spreadsheet counts them.

    Raises:
        UnreadableError: The package is missing, the file damaged, or larger than a document is.
    """
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise UnreadableError(_INSTALL) from error
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > limits.DOCUMENT_BYTES:
                raise UnreadableError("the Excel file unpacks to more than a document may hold")
        book = load_workbook(io.BytesIO(data), data_only=True)
    except (zipfile.BadZipFile, KeyError) as error:
        raise UnreadableError(f"the Excel file is damaged: {error}") from error
    grids = (_grid(sheet, number) for number, sheet in enumerate(book.worksheets, 1))
    return Content(tuple(grid for grid in grids if grid.rows))


def _grid(sheet: Worksheet, number: int) -> Grid:
    """The rows from the first to the last that hold anything; covered cells left out."""
    spans = {merged.bounds[:2]: merged for merged in sheet.merged_cells.ranges}
    covered = {
        (row, column)
        for merged in spans.values()
        if merged.size["rows"] * merged.size["columns"] <= limits.SHEET_CELLS
        for row, column in merged.cells
        if (column, row) != merged.bounds[:2]
    }
    last_row, last_column = (
        min(sheet.max_row, limits.SHEET_ROWS),
        min(sheet.max_column, limits.SHEET_COLUMNS),
    )
    rows: list[tuple[GridCell, ...]] = []
    for row in sheet.iter_rows(max_row=last_row, max_col=last_column):
        cells = []
        for cell in row:
            if (cell.row, cell.column) not in covered:
                merged = spans.get((cell.column, cell.row))
                size = merged.size if merged is not None else {"rows": 1, "columns": 1}
                locus = f"T{number}R{cell.row}C{cell.column}"
                cells.append(GridCell(_text(cell.value), locus, size["rows"], size["columns"]))
        rows.append(tuple(cells))
    while rows and not any(cell.text for cell in rows[-1]):
        rows.pop()
    return Grid(tuple(rows))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        return value.isoformat()[:10]
    return str(value)
