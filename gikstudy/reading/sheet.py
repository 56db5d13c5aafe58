"""XLSX: each visible sheet as a grid, with the row and column numbers of the sheet as loci.

The file is a zip of XML, and the parts that matter are read directly. Libraries give either the
values or the formulas, but not how a number is printed or what a run of text looks like.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from posixpath import dirname, join, normpath
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from gikstudy.model import Grid
from gikstudy.reading import limits
from gikstudy.reading.content import Content, UnreadableError
from gikstudy.reading.marks import LEAST_SIZE, PICTURE, is_too_small
from gikstudy.reading.sheet_cells import (
    Book,
    CellStyle,
    child,
    has_colours,
    name_of,
    read_styles,
    string_of,
)
from gikstudy.reading.sheet_conditions import hidden_by_rules, hiding_rules, read_conditional
from gikstudy.reading.sheet_grid import Place, SheetTexts, column_number, grid_of
from gikstudy.reading.xml_parts import part

_PLACE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_THIN: Final = {"ht": LEAST_SIZE, "width": 0.3}
"""Height of a row in points, and width of a column in figures, in which nothing can be seen."""
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION: Final = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


def read_xlsx(data: bytes) -> Content:
    """The visible sheets of a spreadsheet in their order, without hidden rows and columns.

    Returns:
        Blocks with loci `T1R5C3`: sheet 1, row 5, column 3, as the spreadsheet counts them.

    Raises:
        UnreadableError: The file is damaged, or above the limit of a document.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > limits.DOCUMENT_BYTES:
                raise UnreadableError("the Excel file unpacks to more than the limit of a document")
            grids = list(_grids(_Archive(archive)))
    except (zipfile.BadZipFile, KeyError, ParseError, EOFError) as error:
        raise UnreadableError(f"the Excel file is damaged: {error}") from error
    return Content(tuple(grid for grid in grids if grid.rows))


class _Archive:
    """The parts of the file and what each refers to."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = set(archive.namelist())

    def part(self, name: str) -> Element | None:
        return part(self.archive, name) if name in self.names else None

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """The parts that a part refers to: their kind and name, by the id of the reference."""
        folder, _, file = name.rpartition("/")
        root = self.part(f"{folder}/_rels/{file}.rels")
        return {
            relation.get("Id", ""): (
                relation.get("Type", "").rpartition("/")[2],
                normpath(join(dirname(name), relation.get("Target", ""))).lstrip("/"),
            )
            for relation in (root if root is not None else ())
            if relation.get("TargetMode") != "External"
        }


def _grids(archive: _Archive) -> Iterator[Grid]:
    name = "xl/workbook.xml"
    workbook, relations = archive.part(name), archive.relations(name)
    if workbook is None:
        raise UnreadableError(f"the Excel file is damaged: {name!r}")
    parts = dict(relations.values())
    styles = archive.part(parts.get("styles", ""))
    strings = archive.part(parts.get("sharedStrings", ""))
    properties, computing = child(workbook, "workbookPr"), child(workbook, "calcPr")
    book = Book(
        strings=[string_of(item) for item in (strings if strings is not None else ())],
        styles=read_styles(styles) if styles is not None else [],
        since_1904=properties is not None and properties.get("date1904") in ("1", "true"),
        computed=computing is None or computing.get("fullCalcOnLoad") not in ("1", "true"),
        looks=read_conditional(styles) if styles is not None else [],
        coloured={
            number: item
            for number, item in enumerate(strings if strings is not None else ())
            if has_colours(item)
        },
    )
    sheets = child(workbook, "sheets")
    for number, sheet in enumerate(sheets if sheets is not None else (), 1):
        key = sheet.get(_RELATION) or sheet.get(_STRICT_RELATION) or ""
        kind, target = relations.get(key, ("", ""))
        root = archive.part(target)
        if sheet.get("state", "visible") == "visible" and kind == "worksheet" and root is not None:
            yield grid_of(_sheet(root, book, _drawings(archive, target)), number)


def _sheet(root: Element, book: Book, pictures: set[tuple[Place, Place | None]]) -> SheetTexts:
    texts: dict[Place, str] = {}
    styles: dict[Place, CellStyle] = {}
    rules = hiding_rules(root, book.looks, _span)
    hidden_rows: set[int] = set()
    last_row = last_column = characters = 0
    default, columns = child(root, "sheetFormatPr"), child(root, "cols")
    zeros = all(view.get("showZeros") not in ("0", "false") for view in _views(root))
    flat = default is not None and default.get("zeroHeight") in ("1", "true")
    for at, row, cells in _rows(child(root, "sheetData")):
        if _is_hidden(row, "ht") or (flat and row.get("ht") is None):
            hidden_rows.add(at)
        last_row = max(last_row, at)
        for column, cell in cells:
            last_column = max(last_column, column)
            text = texts[at, column] = book.text(cell, zeros=zeros)
            if rules:
                styles[at, column] = book.style(cell)
            characters += len(text)
            if characters > limits.MARKUP_CHARACTERS:
                raise UnreadableError("the Excel file repeats its texts beyond all measure")
    for place in list(hidden_by_rules(rules, texts, styles)):
        texts[place] = PICTURE
    for first, last in pictures:
        if not texts.get(first):
            texts[first] = PICTURE
            last_row, last_column = max(last_row, first[0]), max(last_column, first[1])
        for place in _under(first, last, texts) if last else ():
            texts[place] = PICTURE
    merged = child(root, "mergeCells")
    return SheetTexts(
        texts=texts,
        spans=[_span(one.get("ref", "")) for one in merged] if merged is not None else [],
        hidden_rows=hidden_rows,
        hidden_columns=set(_hidden_columns(columns)) if columns is not None else set(),
        last=(min(last_row, limits.SHEET_ROWS), min(last_column, limits.SHEET_COLUMNS)),
    )


def _views(root: Element) -> Iterable[Element]:
    views = child(root, "sheetViews")
    return views if views is not None else ()


def _rows(data: Element | None) -> Iterator[tuple[int, Element, list[tuple[int, Element]]]]:
    """Rows and cells with their numbers, which the file may omit."""
    at = 0
    for row in data if data is not None else ():
        at = int(row.get("r") or at + 1)
        if at > limits.SHEET_ROWS:
            return
        cells, column = [], 0
        for cell in row:
            place = cell.get("r")
            column = _place(place)[1] if place else column + 1
            if column <= limits.SHEET_COLUMNS:
                cells.append((column, cell))
        yield at, row, cells


def _hidden_columns(columns: Element) -> Iterator[int]:
    for column in columns:
        if _is_hidden(column, "width"):
            first, last = int(column.get("min", "1")), int(column.get("max", "1"))
            yield from range(first, min(last, limits.SHEET_COLUMNS) + 1)


def _is_hidden(element: Element, size: str) -> bool:
    return element.get("hidden") in ("1", "true") or is_too_small(element.get(size), _THIN[size])


def _place(name: str) -> Place:
    match = _PLACE.fullmatch(name)
    if not match:
        raise UnreadableError(f"the Excel file is damaged: {name!r}")
    return int(match[2]), column_number(match[1])


def _span(reference: str) -> tuple[Place, Place]:
    first, _, last = reference.partition(":")
    return _place(first), _place(last or first)


def _under(first: Place, last: Place, texts: Mapping[Place, str]) -> list[Place]:
    """The cells with figures that lie under a text box."""
    return [
        (row, column)
        for row, column in texts
        if first[0] <= row <= last[0] and first[1] <= column <= last[1]
        if any(map(str.isdigit, texts[row, column]))
    ]


def _drawings(archive: _Archive, sheet: str) -> set[tuple[Place, Place | None]]:
    """The cells in which a picture or a text box begins, and in which a text box ends, if it is one."""
    places: set[tuple[Place, Place | None]] = set()
    for kind, target in archive.relations(sheet).values():
        root = archive.part(target) if kind == "drawing" else None
        for anchor in root if root is not None else ():
            first = _corner(child(anchor, "from"))
            if first is None or not any(map(_is_seen, anchor)):
                continue
            last = _corner(child(anchor, "to")) if child(anchor, "sp") is not None else None
            places.add((first, last))
    return places


def _corner(corner: Element | None) -> Place | None:
    numbers = {name_of(one): one.text or "" for one in corner} if corner is not None else {}
    row, column = numbers.get("row", ""), numbers.get("col", "")
    return (int(row) + 1, int(column) + 1) if row.isdecimal() and column.isdecimal() else None


def _is_seen(drawn: Element) -> bool:
    names = {name_of(element) for element in drawn.iter()}
    return "blip" in names or any(
        name_of(element) == "t" and (element.text or "").strip() for element in drawn.iter()
    )
