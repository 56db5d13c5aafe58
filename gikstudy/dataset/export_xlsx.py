"""The dataset as one Excel workbook: the codebook first, then one sheet per table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq

from gikstudy.dataset.declarations import tables
from gikstudy.dataset.labels import label_tables
from gikstudy.dataset.load import iter_table, parquet_of
from gikstudy.dataset.package import parquet_files
from gikstudy.errors import CallError

if TYPE_CHECKING:
    from openpyxl import Workbook

EXCEL_ROWS: Final = 1_048_576
EXCEL_CHARACTERS: Final = 32_767
_CUT: Final = "… [cut: a cell of Excel holds 32,767 characters]"


def write_xlsx(source: Path, out: Path) -> None:
    """Writes the tables of a dataset as sheets, after the sheets `codebook` and `keys`.

    Raises:
        CallError: for a table that is too long for a sheet.
    """
    from openpyxl import Workbook

    for table in tables():
        files = parquet_files(source / f"{table.name}.parquet")
        with parquet_of(source / f"{table.name}.parquet"):
            rows = sum(pq.read_metadata(path).num_rows for path in files)
        if rows >= EXCEL_ROWS:
            raise CallError(f"{table.name}: {rows} rows; a sheet of Excel holds {EXCEL_ROWS - 1}")
    book = Workbook(write_only=True)
    for name, labels in label_tables().items():
        _add_sheet(book, name, labels.column_names, [labels])
    for table in tables():
        _add_sheet(book, table.name, table.names, iter_table(source, table.name))
    with out.open("wb") as stream:
        book.save(stream)


def _add_sheet(
    book: Workbook, name: str, names: Sequence[str], batches: Iterable[pa.Table]
) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    head = [WriteOnlyCell(sheet, value=column) for column in names]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for row in _rows(names, batches):
        cells = [WriteOnlyCell(sheet, value=value) for value in row]
        for cell, value in zip(cells, row, strict=True):
            if isinstance(value, str):
                cell.data_type = "s"  # a text that begins with = must not become a formula
        sheet.append(cells)


def _rows(names: Sequence[str], batches: Iterable[pa.Table]) -> Iterator[list[object]]:
    for batch in batches:
        for row in zip(*(batch.column(name).to_pylist() for name in names), strict=True):
            yield [_fitting(value) if isinstance(value, str) else value for value in row]


def _fitting(text: str) -> str:
    """A text that a cell of Excel can hold: no control characters, and cut visibly if too long."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    legal: str = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", text)
    if len(legal) <= EXCEL_CHARACTERS:
        return legal
    return legal[: EXCEL_CHARACTERS - len(_CUT)] + _CUT
