"""SpreadsheetML, the XML of Excel 2003: each visible sheet as a grid, as `sheet` reads XLSX."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from gikstudy.reading import limits
from gikstudy.reading.colours import PAPER, Colour, colour_of, differ
from gikstudy.reading.content import Content, UnreadableError
from gikstudy.reading.marks import PICTURE
from gikstudy.reading.sheet_cells import CellStyle
from gikstudy.reading.sheet_format import is_zero, shown_number, shown_text
from gikstudy.reading.sheet_grid import Place, SheetTexts, grid_of
from gikstudy.reading.xml_parts import parsed

_SS: Final = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL: Final = "{urn:schemas-microsoft-com:office:excel}"
_PLAIN: Final = CellStyle("General", unseen=False)
_NAMED_FORMATS: Final = {
    "General Number": "General",
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Percent": "0.00%",
    "Short Date": "yyyy-mm-dd",
    "Long Date": "yyyy-mm-dd",
    "Medium Date": "yyyy-mm-dd",
}
"""The formats that Excel 2003 calls by a name."""


def read_spreadsheetml(data: bytes) -> Content:
    """The visible sheets of a workbook in their order, without hidden rows and columns.

    Returns:
        Blocks with loci `T1R5C3`: sheet 1, row 5, column 3, as Excel counts them.

    Raises:
        UnreadableError: The file is damaged.
    """
    try:
        root = parsed(data, "the file")
    except ParseError as error:
        raise UnreadableError(f"the Excel file is damaged: {error}") from error
    styles = _styles(root)
    grids = (
        grid_of(_sheet(sheet, styles), number)
        for number, sheet in enumerate(root.iter(_SS + "Worksheet"), 1)
        if sheet.findtext(f"{_EXCEL}WorksheetOptions/{_EXCEL}Visible") is None
    )
    return Content(tuple(grid for grid in grids if grid.rows))


def _styles(root: Element) -> dict[str, CellStyle]:
    own: dict[str, CellStyle] = {}
    for style in root.iter(_SS + "Style"):
        base = own.get(style.get(_SS + "Parent", "Default"), _PLAIN)
        shown, font = style.find(_SS + "NumberFormat"), style.find(_SS + "Font")
        code = shown.get(_SS + "Format", "General") if shown is not None else base.code
        struck = font.get(_SS + "StrikeThrough") == "1" if font is not None else base.unseen
        ink = colour_of(font.get(_SS + "Color")) if font is not None else None
        unseen = struck or not differ(ink, _ground(style.find(_SS + "Interior")))
        own[style.get(_SS + "ID", "")] = CellStyle(_NAMED_FORMATS.get(code, code), unseen=unseen)
    return own


def _ground(fill: Element | None) -> Colour | None:
    """The colour of a cell; None if it is not one colour."""
    pattern = fill.get(_SS + "Pattern", "None") if fill is not None else "None"
    if pattern == "None" or fill is None:
        return PAPER
    return colour_of(fill.get(_SS + "Color")) if pattern == "Solid" else None


def _sheet(sheet: Element, styles: Mapping[str, CellStyle]) -> SheetTexts:
    texts: dict[Place, str] = {}
    spans: list[tuple[Place, Place]] = []
    hidden_rows: set[int] = set()
    table = sheet.find(_SS + "Table")
    zeros = sheet.find(f"{_EXCEL}WorksheetOptions/{_EXCEL}DoNotDisplayZeros") is None
    at = 0
    for row in table.iter(_SS + "Row") if table is not None else ():
        at = _number(row.get(_SS + "Index"), at + 1)
        if at > limits.SHEET_ROWS:
            break
        if row.get(_SS + "Hidden") == "1" or row.get(_SS + "Height") == "0":
            hidden_rows.add(at)
        column = 0
        for cell in row.iter(_SS + "Cell"):
            column = _number(cell.get(_SS + "Index"), column + 1)
            across, down = (_number(cell.get(_SS + "Merge" + way), 0) for way in ("Across", "Down"))
            if across or down:
                spans.append(((at, column), (at + down, column + across)))
            if column <= limits.SHEET_COLUMNS and (text := _text(cell, styles, zeros=zeros)):
                texts[at, column] = text
            column += across
        at += _number(row.get(_SS + "Span"), 0)
    return SheetTexts(
        texts=texts,
        spans=spans,
        hidden_rows=hidden_rows,
        hidden_columns=set(_hidden_columns(table)) if table is not None else set(),
        last=(max((r for r, _ in texts), default=0), max((c for _, c in texts), default=0)),
    )


def _hidden_columns(table: Element) -> Iterator[int]:
    at = 0
    for column in table.iter(_SS + "Column"):
        first = _number(column.get(_SS + "Index"), at + 1)
        at = first + min(_number(column.get(_SS + "Span"), 0), limits.SHEET_COLUMNS)
        if column.get(_SS + "Hidden") == "1" or column.get(_SS + "Width") == "0":
            yield from range(first, at + 1)


def _text(cell: Element, styles: Mapping[str, CellStyle], *, zeros: bool) -> str:
    data = cell.find(_SS + "Data")
    text = "".join(data.itertext()) if data is not None else ""
    if not text:
        return PICTURE if cell.get(_SS + "Formula") else ""
    style = styles.get(cell.get(_SS + "StyleID", "Default"), _PLAIN)
    if style.unseen:
        return PICTURE
    kind = data.get(_SS + "Type") if data is not None else ""
    if kind == "Number" and not zeros and is_zero(text):
        return PICTURE
    if kind == "Number":
        return shown_number(text, style.code)
    if kind == "DateTime":
        return text[:10]
    if kind == "Boolean":
        return "TRUE" if text == "1" else "FALSE"
    return shown_text(text, style.code) if kind == "String" else text


def _number(value: str | None, other: int) -> int:
    return int(value) if value and value.isdecimal() else other
