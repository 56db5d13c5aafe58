"""DOCX: paragraphs as lines, tables with their merged cells.

The file is a zip of XML, and the few elements that matter are read from it directly: building
every cell as an object of a library takes fifteen times as long.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element, ParseError, fromstring

from gikstudy.reading import limits
from gikstudy.reading.content import Content, UnreadableError
from gikstudy.reading.layout import LaidCell, LaidTable, unfold

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _TABLE, _ROW, _CELL, _RUN, _TEXT, _TEXT_BOX = (
    _W + name for name in ("p", "tbl", "tr", "tc", "r", "t", "txbxContent")
)
_PROPERTIES, _RAISED, _HIDDEN = (_W + name for name in ("rPr", "vertAlign", "vanish"))
_VALUE: Final = _W + "val"
_TITLE: Final = "{http://purl.org/dc/elements/1.1/}title"
# What a run of text is made of; anything else in it (pictures, fields) prints no text.
_PRINTED: Final = {_W + "tab": "\t", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-"}
# Text that is not shown: deleted under tracked changes, or a second form of the same drawing.
_UNSEEN: Final = frozenset(
    [
        _W + "del",
        _W + "moveFrom",
        _W + "pPr",
        _W + "rPr",
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    ]
)
_CLOSED: Final = _UNSEEN | {_TABLE}


def read_docx(data: bytes) -> Content:
    """The lines and tables of a Word document.

    Returns:
        Blocks with loci `L1` … for paragraphs, `T2R5C3` for cells (the third that row 5 opens).

    Raises:
        UnreadableError: The file is damaged, encrypted, or holds more than a document may.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            body = part(archive, "word/document.xml")
            names = set(archive.namelist())
            facts = part(archive, "docProps/core.xml") if "docProps/core.xml" in names else None
    except (zipfile.BadZipFile, KeyError, ParseError, EOFError) as error:
        raise UnreadableError(f"the Word file is damaged: {error}") from error
    title = facts.findtext(_TITLE) if facts is not None else None
    layer = _TableCounter()
    return Content(unfold(layer.flow(body)), page_title=" ".join((title or "").split()))


def part(archive: zipfile.ZipFile, name: str) -> Element:
    """One XML part of an Office file, read within limits and without entities."""
    if archive.getinfo(name).file_size > limits.DOCUMENT_BYTES:
        raise UnreadableError(f"{name} unpacks to more than a document may hold")
    xml = archive.read(name)
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise UnreadableError(f"{name} declares entities, which no Word file needs")
    return fromstring(xml)


class _WordCell(NamedTuple):
    """A cell of the file: where in the grid it stands, and whether it goes on from above."""

    element: Element
    column: int
    colspan: int
    continues: bool


class _TableCounter:
    """Counts the tables in the order in which they open."""

    def __init__(self) -> None:
        self.tables = 0

    def flow(self, element: Element) -> list[str | LaidTable]:
        """The lines and tables within an element, whatever wraps them."""
        found: list[str | LaidTable] = []
        for child in element:
            if child.tag == _PARAGRAPH:
                found.extend(
                    line for line in "".join(_pieces(child)).split("\n") if line.strip(" \t")
                )
                for box in _own(child, _TEXT_BOX):
                    found.extend(self.flow(box))
            elif child.tag == _TABLE:
                found.append(self.table(child))
            elif child.tag not in _UNSEEN:
                found.extend(self.flow(child))
        return found

    def table(self, element: Element) -> LaidTable:
        self.tables += 1
        number = self.tables
        rows = [list(_cells(row)) for row in _own(element, _ROW)]
        laid: list[list[str | LaidCell]] = [
            [
                LaidCell(self.flow(cell.element), _rowspan(rows, index, cell), cell.colspan)
                for cell in row
                if not cell.continues
            ]
            for index, row in enumerate(rows)
        ]
        return LaidTable(number, laid)


def _own(element: Element, tag: str) -> Iterator[Element]:
    """The nearest descendants of a kind, whatever wraps them, but none of an inner table."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in _CLOSED:
            yield from _own(child, tag)


def _pieces(element: Element) -> Iterator[str]:
    for child in element:
        tag = child.tag
        if tag == _TEXT:
            yield child.text or ""
        elif tag in _PRINTED:
            yield _PRINTED[tag]
        elif tag == _RUN and child.find(_PROPERTIES) is not None:
            yield _shown(child)
        elif tag not in _CLOSED and tag != _TEXT_BOX:
            yield from _pieces(child)


def _shown(run: Element) -> str:
    """The text of a run: none where it is hidden, a note in brackets where a number is raised."""
    styles = {style.tag: style.get(_VALUE, "") for style in run.find(_PROPERTIES) or ()}
    if styles.get(_HIDDEN, "0") not in ("0", "false", "off"):
        return ""
    text = "".join(_pieces(run))
    raised = styles.get(_RAISED) == "superscript" and text.strip().isdigit()
    return f"[{text}]" if raised else text


def _cells(row: Element) -> Iterator[_WordCell]:
    column = _number(row.find(f"{_W}trPr/{_W}gridBefore"))
    for cell in _own(row, _CELL):
        properties = cell.find(_W + "tcPr")
        span = merge = None
        if properties is not None:
            span = properties.find(_W + "gridSpan")
            merge = properties.find(_W + "vMerge")
        colspan = max(_number(span), 1)
        yield _WordCell(cell, column, colspan, merge is not None and merge.get(_VALUE) != "restart")
        column += colspan


def _rowspan(rows: list[list[_WordCell]], index: int, cell: _WordCell) -> int:
    span = 1
    for row in rows[index + 1 :]:
        if not any(below.column == cell.column and below.continues for below in row):
            break
        span += 1
    return span


def _number(element: Element | None) -> int:
    value = (element.get(_VALUE) or "") if element is not None else ""
    return min(int(value), 1000) if value.isdecimal() else 0
