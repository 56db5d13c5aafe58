"""SpreadsheetML, the XML of Excel 2003: each visible sheet as a grid, as `sheet` reads XLSX."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from gikstudy.reading import limits
from gikstudy.reading.content import Content, UnreadableError
from gikstudy.reading.marks import (
    DOWN,
    IN_PICTURES,
    PICTURE,
    STRUCK,
    UP,
    is_picture_font,
    is_too_small,
    resolve,
    resolve_cell,
)
from gikstudy.reading.sheet_cells import CellStyle, RuleLook, are_alike
from gikstudy.reading.sheet_format import is_zero, shown_number, shown_text
from gikstudy.reading.sheet_grid import Place, SheetTexts, grid_of
from gikstudy.reading.xml_parts import parsed

_SS: Final = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL: Final = "{urn:schemas-microsoft-com:office:excel}"
_PAGE: Final = "{http://www.w3.org/TR/REC-html40}"
_AREA: Final = re.compile(r"R(\d+)C(\d+)(?::R(\d+)C(\d+))?")
_NAMED_COLOURS: Final = {"white": "FFFFFF", "black": "000000", "windowtext": "000000"}
_PLAIN: Final = CellStyle("General", unseen=False)
_NOTHING: Final = Element("Font")
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
        font = font if font is not None else _NOTHING
        ink = font.get(_SS + "Color", base.ink).lstrip("#")
        ground = _ground(style.find(_SS + "Interior"), base)
        name = font.get(_SS + "FontName")
        own[style.get(_SS + "ID", "")] = CellStyle(
            _NAMED_FORMATS.get(code, code),
            unseen=_is_lost(style, font, base) or are_alike(ink, ground),
            pictured=is_picture_font(name) if name else base.pictured,
            ink=ink,
            ground=ground,
        )
    return own


def _is_lost(style: Element, font: Element, base: CellStyle) -> bool:
    """Whether figures are struck out, too small to be seen, or repeated."""
    aligned = style.find(_SS + "Alignment")
    if font.get(_SS + "StrikeThrough") == "1" or is_too_small(font.get(_SS + "Size")):
        return True
    if aligned is not None and aligned.get(_SS + "Horizontal") == "Fill":
        return True
    return base.unseen and font is _NOTHING


def _ground(fill: Element | None, base: CellStyle) -> str:
    """The colour of a cell; empty if it is not one colour."""
    if fill is None:
        return base.ground
    pattern = fill.get(_SS + "Pattern", "None")
    if pattern == "None":
        return _PLAIN.ground
    return fill.get(_SS + "Color", "").lstrip("#") if pattern == "Solid" else ""


def _sheet(sheet: Element, styles: Mapping[str, CellStyle]) -> SheetTexts:
    texts: dict[Place, str] = {}
    looks: dict[Place, CellStyle] = {}
    spans: list[tuple[Place, Place]] = []
    hidden_rows: set[int] = set()
    table = sheet.find(_SS + "Table")
    zeros = sheet.find(f"{_EXCEL}WorksheetOptions/{_EXCEL}DoNotDisplayZeros") is None
    at = 0
    for row in table.iter(_SS + "Row") if table is not None else ():
        at = _number(row.get(_SS + "Index"), at + 1)
        if at > limits.SHEET_ROWS:
            break
        if row.get(_SS + "Hidden") == "1" or is_too_small(row.get(_SS + "Height")):
            hidden_rows.add(at)
        column = 0
        for cell in row.iter(_SS + "Cell"):
            column = _number(cell.get(_SS + "Index"), column + 1)
            across, down = (_number(cell.get(_SS + "Merge" + way), 0) for way in ("Across", "Down"))
            if across or down:
                spans.append(((at, column), (at + down, column + across)))
            if column <= limits.SHEET_COLUMNS and (text := _text(cell, styles, zeros=zeros)):
                texts[at, column] = text
                looks[at, column] = _style_of(cell, styles)
            column += across
        at += _number(row.get(_SS + "Span"), 0)
    for place in list(_hidden_by_rules(sheet, texts, looks)):
        texts[place] = PICTURE
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
        if column.get(_SS + "Hidden") == "1" or is_too_small(column.get(_SS + "Width")):
            yield from range(first, at + 1)


def _hidden_by_rules(
    sheet: Element, texts: Mapping[Place, str], looks: Mapping[Place, CellStyle]
) -> Iterator[Place]:
    """The figures that a rule of the sheet hides, or may hide."""
    for rules in sheet.iter(_EXCEL + "ConditionalFormatting"):
        areas = [list(map(int, filter(None, one))) for one in _AREA.findall(_range_of(rules))]
        hiding = [_rule_look(one.get("Style", "")) for one in rules.iter(_EXCEL + "Format")]
        for (row, column), text in texts.items():
            inside = any(a[0] <= row <= a[-2] and a[1] <= column <= a[-1] for a in areas)
            figures = inside and any(map(str.isdigit, text))
            if figures and any(look.hides_in(looks[row, column]) for look in hiding):
                yield row, column


def _range_of(rules: Element) -> str:
    return rules.findtext(_EXCEL + "Range") or ""


def _rule_look(style: str) -> RuleLook:
    told = dict(one.strip().lower().partition(":")[::2] for one in style.split(";"))
    ink, ground = (_colour(told.get(name, "")) for name in ("color", "background"))
    return RuleLook("line-through" in told.get("text-decoration", ""), ink, ground)


def _colour(value: str) -> str:
    return _NAMED_COLOURS.get(value.strip(), value.strip().lstrip("#"))


def _style_of(cell: Element, styles: Mapping[str, CellStyle]) -> CellStyle:
    return styles.get(cell.get(_SS + "StyleID", "Default"), _PLAIN)


def _text(cell: Element, styles: Mapping[str, CellStyle], *, zeros: bool) -> str:
    data, style = cell.find(_SS + "Data"), _style_of(cell, styles)
    if data is None or not "".join(data.itertext()):
        return PICTURE if cell.get(_SS + "Formula") else ""
    text = "".join(_pieces(data, style.ground))
    if STRUCK in text or UP in text:
        text = "\n".join(resolve_cell([resolve(text)]))
    if style.unseen or (style.pictured and IN_PICTURES.search(text)):
        return PICTURE
    kind = data.get(_SS + "Type")
    if kind == "Number" and not zeros and is_zero(text):
        return PICTURE
    if kind == "Number":
        return shown_number(text, style.code)
    if kind == "DateTime":
        return text[:10]
    if kind == "Boolean":
        return "TRUE" if text == "1" else "FALSE"
    return shown_text(text, style.code) if kind == "String" else text


def _pieces(data: Element, ground: str) -> Iterator[str]:
    """The runs of a text as they look."""
    yield data.text or ""
    for run in data:
        text = "".join(_pieces(run, ground))
        kind = run.tag.removeprefix(_PAGE)
        ink = run.get(_PAGE + "Color", "").lstrip("#")
        lost = kind == "S" or is_too_small(run.get(_PAGE + "Size"))
        if text and (lost or (ink and are_alike(ink, ground))):
            yield STRUCK
        elif is_picture_font(run.get(_PAGE + "Face")) and IN_PICTURES.search(text):
            yield PICTURE
        else:
            yield f"{UP}{text}{DOWN}" if kind in ("Sup", "Sub") else text
        yield run.tail or ""


def _number(value: str | None, other: int) -> int:
    return int(value) if value and value.isdecimal() else other
