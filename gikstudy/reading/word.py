"""DOCX: paragraphs as lines, tables with their merged cells.

The file is a zip of XML, and the few elements that matter are read directly: a library that makes
an object of every cell takes fifteen times as long.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element, ParseError

from gikstudy.reading.colours import PAPER, Colour, colour_of
from gikstudy.reading.content import Content, UnreadableError
from gikstudy.reading.layout import LaidCell, LaidTable, flow_of, unfold
from gikstudy.reading.marks import PICTURE, STRUCK, resolve_cell
from gikstudy.reading.word_looks import (
    PLAIN,
    VALUE,
    TellingStyles,
    W,
    ground_of,
    is_on,
    numbered_lists,
    shaded_tables,
    telling_styles,
)
from gikstudy.reading.word_package import WordParts, word_parts
from gikstudy.reading.word_runs import TEXT_BOX, UNSEEN, Runs, children
from gikstudy.reading.xml_parts import parsed

_PARAGRAPH, _TABLE, _ROW, _CELL = (W + name for name in ("p", "tbl", "tr", "tc"))
_TITLE: Final = "{http://purl.org/dc/elements/1.1/}title"
_CHUNK: Final = W + "altChunk"
_REFERENCE: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BACKGROUND: Final = re.compile(rb'<w:background\b[^>]*?w:color="(\w*)"')
_CLOSED: Final = UNSEEN | {_TABLE}


ReadChunk = Callable[[bytes], Content]
"""Reads a whole document that the text of another takes in."""


def read_docx(data: bytes, read_chunk: ReadChunk | None = None) -> Content:
    """The lines and tables of a Word document.

    Args:
        data: DOCX in any form of the standard, as one XML file as well, or XML of Word 2003.
        read_chunk: Reads the documents that the text takes in (`altChunk`); they are left out
            without it.

    Returns:
        Blocks with loci `L1` … for paragraphs, `T2R5C3` for cells (the third that row 5 opens).

    Raises:
        UnreadableError: The file is damaged, encrypted, or above the limit of a document.
    """
    try:
        parts = word_parts(data)
        body = parsed(parts.document, "the document")
        facts = parsed(parts.facts, "docProps/core.xml") if parts.facts else None
        runs = _runs(parts)
    except (zipfile.BadZipFile, KeyError, ParseError, EOFError) as error:
        raise UnreadableError(f"the Word file is damaged: {error}") from error
    title = facts.findtext(_TITLE) if facts is not None else None
    chunks = {key: read_chunk(chunk) for key, chunk in parts.chunks.items()} if read_chunk else {}
    shaded = shaded_tables(parts.styles) if parts.styles else frozenset[str]()
    layer = _TableCounter(runs, chunks, shaded)
    return Content(unfold(layer.flow(body)), page_title=" ".join((title or "").split()))


def _runs(parts: WordParts) -> Runs:
    """A reader of runs that knows the styles and lists of the document."""
    styles = TellingStyles({}, {})
    lists: dict[str, set[str]] = {}
    if parts.styles:
        styles = telling_styles(parts.styles, parts.document)
    told = _BACKGROUND.search(parts.document)
    paper = colour_of(told[1].decode()) if told else PAPER
    if parts.numbering and (b"<w:numPr" in parts.document or styles.numbers):
        lists = numbered_lists(parsed(parts.numbering, "word/numbering.xml"))
    return Runs(styles, lists, paper)


class _WordCell(NamedTuple):
    """A cell of the file: its position in the grid, and whether it continues the cell above."""

    element: Element
    column: int
    colspan: int
    continues: bool
    begins: bool
    deleted: bool


class _TableCounter:
    """Counts the tables in the order in which they open."""

    def __init__(self, runs: Runs, chunks: Mapping[str, Content], shaded: frozenset[str]) -> None:
        self.tables = 0
        self.runs = runs
        self.chunks = chunks
        self.shaded = shaded

    def flow(self, element: Element) -> list[str | LaidTable]:
        """The lines and tables within an element, at any depth."""
        found: list[str | LaidTable] = []
        for child in children(element):
            if child.tag == _PARAGRAPH:
                lines = self.runs.text(child).split("\n")
                found.extend(line for line in lines if self._counts(line))
                for box in _own(child, TEXT_BOX):
                    with self._upon(None):
                        found.extend(self.flow(box))
            elif child.tag == _TABLE:
                table = self.table(child)
                if self.runs.tables and sum(map(len, table.rows)) == 1:
                    found += table.flow_of_the_only_cell()  # it only frames what is in the cell
                else:
                    found.append(table)
            elif child.tag == _CHUNK:
                found.extend(self._chunk(child.get(_REFERENCE, "")))
            elif child.tag not in UNSEEN:
                found.extend(self.flow(child))
        return found

    def _chunk(self, key: str) -> list[str | LaidTable]:
        """What another document says that this one takes in here."""
        flow = flow_of(self.chunks[key].blocks if key in self.chunks else (), self.tables)
        self.tables += sum(isinstance(item, LaidTable) for item in flow)
        return flow

    def _counts(self, line: str) -> bool:
        if line == STRUCK:
            return bool(self.runs.tables)
        return bool(line.strip(" \t"))

    def table(self, element: Element) -> LaidTable:
        """A table with the rows that were not deleted and are not hidden."""
        self.tables += 1
        number = self.tables
        rows = _joined([_cells(row) for row in _own(element, _ROW) if _is_there(row)])
        properties = element.find(W + "tblPr")
        style = properties.find(W + "tblStyle") if properties is not None else None
        around = self.runs.around
        if style is not None:
            self.runs.around = self.runs.looks.get(style.get(VALUE, ""), PLAIN)
        self.runs.tables += 1
        with self._upon(self._paper(properties)):
            laid: list[list[str | LaidCell]] = [
                [
                    LaidCell(self._cell(cell), _rowspan(rows, index, cell), cell.colspan)
                    for cell in row
                    if not cell.continues
                ]
                for index, row in enumerate(rows)
            ]
        self.runs.tables -= 1
        self.runs.around = around
        return LaidTable(number, laid)

    def _cell(self, cell: _WordCell) -> list[str | LaidTable]:
        if cell.deleted:
            return [PICTURE]
        with self._upon(self._paper(cell.element.find(W + "tcPr"))):
            flow = self.flow(cell.element)
        return resolve_cell(flow) if STRUCK in flow else flow

    def _paper(self, properties: Element | None) -> Colour | None:
        """The colour of a table or cell; None if it is unknown."""
        if properties is None:
            return self.runs.paper
        ground = ground_of(properties.find(W + "shd"))
        if ground:
            return colour_of(ground)
        style = properties.find(W + "tblStyle")
        shaded = style is not None and style.get(VALUE) in self.shaded
        return None if shaded else self.runs.paper

    @contextmanager
    def _upon(self, paper: Colour | None) -> Iterator[None]:
        """What is read within has paper of this colour beneath it."""
        before, self.runs.paper = self.runs.paper, paper
        yield
        self.runs.paper = before


def _is_there(row: Element) -> bool:
    properties = row.find(W + "trPr")
    if properties is None:
        return True
    return properties.find(W + "del") is None and not is_on(properties.find(W + "hidden"))


def _own(element: Element, tag: str) -> Iterator[Element]:
    """The nearest descendants of a kind inside any wrapper, but not those of an inner table."""
    for child in children(element):
        if child.tag == tag:
            yield child
        elif child.tag not in _CLOSED:
            yield from _own(child, tag)


def _cells(row: Element) -> list[_WordCell]:
    found: list[_WordCell] = []
    column = _number(row.find(f"{W}trPr/{W}gridBefore"))
    for cell in _own(row, _CELL):
        properties = cell.find(W + "tcPr")
        span = merge = beside = None
        deleted = False
        if properties is not None:
            deleted = properties.find(W + "cellDel") is not None
            span = properties.find(W + "gridSpan")
            merge = properties.find(W + "vMerge")
            beside = properties.find(W + "hMerge")
        colspan = max(_number(span), 1)
        if found and beside is not None and beside.get(VALUE) != "restart" and _is_empty(cell):
            found[-1] = found[-1]._replace(colspan=found[-1].colspan + colspan)
            column += colspan
            continue
        begins = merge is not None and merge.get(VALUE) == "restart"
        continues = merge is not None and not begins
        found.append(_WordCell(cell, column, colspan, continues, begins, deleted))
        column += colspan
    return found


def _joined(rows: list[list[_WordCell]]) -> list[list[_WordCell]]:
    """The cells of a table; one that continues no cell and holds text is a cell of its own."""
    open_columns: set[int] = set()
    for row in rows:
        for number, cell in enumerate(row):
            if cell.continues and cell.column not in open_columns and not _is_empty(cell.element):
                row[number] = cell._replace(continues=False)
        open_columns = {cell.column for cell in row if cell.begins or cell.continues}
    return rows


def _is_empty(cell: Element) -> bool:
    return not "".join(cell.itertext()).strip()


def _rowspan(rows: list[list[_WordCell]], index: int, cell: _WordCell) -> int:
    span = 1
    for row in rows[index + 1 :]:
        if not any(below.column == cell.column and below.continues for below in row):
            break
        span += 1
    return span


def _number(element: Element | None) -> int:
    value = (element.get(VALUE) or "") if element is not None else ""
    return min(int(value), 1000) if value.isdecimal() else 0
