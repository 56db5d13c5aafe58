"""ODT and ODS, also as one flat XML file: paragraphs as lines, tables and sheets as grids."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element, ParseError

from gikstudy.reading import limits
from gikstudy.reading.content import Content, UnreadableError
from gikstudy.reading.layout import LaidCell, LaidTable, unfold
from gikstudy.reading.marks import PICTURE, STRUCK, TWO_HAN, resolve_cell
from gikstudy.reading.opendocument_rules import may_hold, rules_of
from gikstudy.reading.opendocument_text import (
    DRAW,
    OFFICE,
    PLAIN,
    STYLE,
    TABLE,
    TEXT,
    PrintedLook,
    Texts,
    looks_of,
)
from gikstudy.reading.sheet_format import is_zero
from gikstudy.reading.sheet_grid import Place, SheetTexts, grid_of
from gikstudy.reading.xml_parts import parsed, part

_PARAGRAPHS: Final = (TEXT + "p", TEXT + "h")
_TABLE, _ROW, _COLUMN = TABLE + "table", TABLE + "table-row", TABLE + "table-column"
_CELL, _COVERED = TABLE + "table-cell", TABLE + "covered-table-cell"
_UNSEEN: Final = frozenset(
    [
        TEXT + "tracked-changes",
        TEXT + "sequence-decls",
        TEXT + "variable-decls",
        TEXT + "user-field-decls",
        OFFICE + "forms",
        OFFICE + "annotation",
        TABLE + "shapes",
    ]
)
_TITLE: Final = "{http://purl.org/dc/elements/1.1/}title"
_NUMBER: Final = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_CONFIG: Final = "{urn:oasis:names:tc:opendocument:xmlns:config:1.0}"
_STYLE_NAME: Final = TABLE + "style-name"
_USUAL_STYLE: Final = TABLE + "default-cell-style-name"
_FORMULA: Final = TABLE + "formula"
_BOX: Final = PrintedLook(ground="?")  # a text box has a colour that is not read
_COUNTED: Final = ("float", "currency")


def read_opendocument(data: bytes) -> Content:
    """The lines and tables of an OpenDocument text, or the visible sheets of a spreadsheet.

    Returns:
        Blocks with loci `L1` … for paragraphs, `T2R5C3` for cells: of a text, the third that row 5
        opens; of a spreadsheet, row and column of sheet 2.

    Raises:
        UnreadableError: The file is damaged, encrypted, or of another kind (a presentation, say).
    """
    try:
        roots = _roots(data)
    except (zipfile.BadZipFile, KeyError, ParseError, EOFError, RuntimeError) as error:
        raise UnreadableError(f"the OpenDocument file is damaged: {error}") from error
    body = next((found for root in roots for found in root.iter(OFFICE + "body")), None)
    text = body.find(OFFICE + "text") if body is not None else None
    sheets = body.find(OFFICE + "spreadsheet") if body is not None else None
    titles = (found.text for root in roots for found in root.iter(_TITLE))
    title = " ".join((next(titles, "") or "").split())
    numbered = frozenset(name for root in roots for name in _numbered_lists(root))
    zeros = not any(map(_hides_zeros, roots))
    reader = _BodyReader(Texts(looks_of(roots)), numbered, zeros=zeros)
    if text is not None:
        return Content(unfold(reader.flow(text)), page_title=title)
    if sheets is None:
        raise UnreadableError("the OpenDocument file is neither a text nor a spreadsheet")
    hidden = {name for root in roots for name in _hidden_tables(root)}
    grids = (
        grid_of(reader.sheet(table), number)
        for number, table in enumerate(sheets.iter(_TABLE), 1)
        if table.get(TABLE + "style-name") not in hidden
    )
    return Content(tuple(grid for grid in grids if grid.rows), page_title=title)


def _roots(data: bytes) -> list[Element]:
    """The parts that matter: content, styles and facts of the file."""
    if not data.startswith(b"PK"):
        return [parsed(data, "the file")]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        manifest = "META-INF/manifest.xml"
        names = set(archive.namelist())
        if manifest in names and b"encryption-data" in archive.read(manifest):
            raise UnreadableError("the OpenDocument file is encrypted; save it without a password")
        wanted = ("content.xml", "styles.xml", "meta.xml", "settings.xml")
        return [part(archive, name) for name in wanted if name in names or name == wanted[0]]


def _hidden_tables(root: Element) -> Iterator[str]:
    for style in root.iter(STYLE + "style"):
        properties = style.find(STYLE + "table-properties")
        if properties is not None and properties.get(TABLE + "display") == "false":
            yield style.get(STYLE + "name", "")


def _numbered_lists(root: Element) -> Iterator[str]:
    """The lists that print numbers on their first level."""
    for style in root.iter(TEXT + "list-style"):
        level = style.find(TEXT + "list-level-style-number")
        if level is not None and level.get(STYLE + "num-format"):
            yield style.get(STYLE + "name", "")


def _hides_zeros(root: Element) -> bool:
    return any(
        one.get(_CONFIG + "name") == "ShowZeroValues" and one.text == "false"
        for one in root.iter(_CONFIG + "config-item")
    )


class _BodyReader:
    """Reads the parts of a body in their order and counts its tables."""

    def __init__(self, texts: Texts, numbered: frozenset[str], *, zeros: bool) -> None:
        self.texts = texts
        self.numbered = numbered  # the styles of lists that print numbers
        self.zeros = zeros  # whether sheets show cells that hold zero
        self.tables = 0
        self.within = 0  # tables that are open; outside them a picture is an ornament

    def flow(self, element: Element) -> list[str | LaidTable]:
        """The lines and tables within an element, at any depth."""
        found: list[str | LaidTable] = []
        for child in element:
            if child.tag in _PARAGRAPHS:
                found += self._paragraph(child)
            elif child.tag == _TABLE:
                found.append(self.table(child))
            elif child.tag == DRAW + "frame":
                found += self._frame(child)
            elif child.tag in _UNSEEN:
                continue
            elif _is_hidden_section(child):
                found += [STRUCK] if self.within else []
            else:
                numbered = child.tag == TEXT + "list" and self._is_numbered(child)
                found += [PICTURE] if numbered else []  # its numbers are not in the file
                found += self.flow(child)
        return found

    def _is_numbered(self, listed: Element) -> bool:
        if not self.within or listed.get(TEXT + "style-name") not in self.numbered:
            return False
        return not TWO_HAN.search("".join(listed.itertext()))  # a label may lose its number

    def _paragraph(self, paragraph: Element) -> Iterator[str | LaidTable]:
        text = self.texts.text(paragraph, in_table=bool(self.within))
        for line in text.split("\n"):
            if line.strip(" \t") and (line != STRUCK or self.within):
                yield line
        for box in paragraph.iter(DRAW + "text-box"):
            with self._within(_BOX):
                yield from self.flow(box)

    def _frame(self, frame: Element) -> list[str | LaidTable]:
        box = frame.find(DRAW + "text-box")
        if box is not None:
            with self._within(_BOX):
                return self.flow(box)
        return [PICTURE] if self.within else []

    def table(self, element: Element) -> LaidTable:
        """A table of a text, with the cells that each row opens."""
        self.tables += 1
        number = self.tables
        self.within += 1
        ground = PrintedLook(ground=self._look("table", element.get(_STYLE_NAME)).ground)
        rows: list[list[str | LaidCell]] = []
        for row in _own(element, _ROW):
            cells: list[str | LaidCell] = []
            for cell in _own(row, _CELL):
                for _ in range(_repeated(cell, "columns", limits.SHEET_COLUMNS)):
                    with self._within(ground):
                        cells.append(self._cell(cell))
            rows.extend([cells] * _repeated(row, "rows", limits.SHEET_ROWS))
            if len(rows) > limits.SHEET_ROWS:
                raise UnreadableError("the OpenDocument file repeats rows beyond all measure")
        self.within -= 1
        return LaidTable(number, rows)

    def _cell(self, cell: Element) -> LaidCell:
        look = self._look("table-cell", cell.get(_STYLE_NAME))
        with self._within(PrintedLook(ground=look.ground)):
            flow = self.flow(cell)
        flow = resolve_cell(flow) if STRUCK in flow else flow
        if not flow and cell.get(_FORMULA):
            flow = [PICTURE]  # its result is not in the file
        return LaidCell(flow, _spanned(cell, "rows"), _spanned(cell, "columns"))

    def sheet(self, table: Element) -> SheetTexts:
        """A table of a spreadsheet, with the places that the spreadsheet counts."""
        self.within = 1
        texts: dict[Place, str] = {}
        looks: dict[Place, PrintedLook] = {}
        spans: list[tuple[Place, Place]] = []
        hidden_rows: set[int] = set()
        columns = list(_column_styles(table))
        at = 0
        for row in _own(table, _ROW):
            rows = _repeated(row, "rows", limits.SHEET_ROWS + 1)
            cells = list(self._sheet_cells(row, columns))
            for number in range(at + 1, min(at + rows, limits.SHEET_ROWS) + 1):
                if row.get(TABLE + "visibility", "visible") != "visible":
                    hidden_rows.add(number)
                for one in cells:
                    texts[number, one.column] = one.text
                    looks[number, one.column] = one.look
                    if one.rowspan > 1 or one.colspan > 1:
                        last = number + one.rowspan - 1, one.column + one.colspan - 1
                        spans.append(((number, one.column), last))
            at = min(at + rows, limits.SHEET_ROWS)
        self._hide_by_rules(table, looks, texts)
        return SheetTexts(
            texts=texts,
            spans=spans,
            hidden_rows=hidden_rows,
            hidden_columns=set(_hidden_columns(table)),
            last=(max((r for r, _ in texts), default=0), max((c for _, c in texts), default=0)),
        )

    def _sheet_cells(self, row: Element, styles: Sequence[str]) -> Iterator[_SheetCell]:
        """The cells of a row that hold something or span others."""
        column, usual = 0, row.get(_USUAL_STYLE)
        for cell in row:
            if cell.tag not in (_CELL, _COVERED):
                continue
            style = usual or (styles[column] if column < len(styles) else "")
            look = self._look("table-cell", cell.get(_STYLE_NAME, style))
            text = self._sheet_text(cell, look) if cell.tag == _CELL else ""
            rowspan, colspan = _spanned(cell, "rows"), _spanned(cell, "columns")
            repeated = _repeated(cell, "columns", limits.SHEET_COLUMNS)
            if text or rowspan > 1 or colspan > 1:
                last = min(column + repeated, limits.SHEET_COLUMNS)
                for number in range(column + 1, last + 1):
                    yield _SheetCell(number, text, rowspan, colspan, look)
            column += repeated

    def _sheet_text(self, cell: Element, look: PrintedLook) -> str:
        with self._within(look):
            flow = self.flow(cell)
        flow = resolve_cell(flow) if STRUCK in flow else flow
        inner = any(not isinstance(item, str) for item in flow)
        text = "\n".join(line for line in flow if isinstance(line, str))
        if inner or (text and look.sign == STRUCK) or (not text and cell.get(_FORMULA)):
            return PICTURE
        if text and self._is_hidden(look, look.rules or (), text):
            return PICTURE
        stored = cell.get(OFFICE + "value")
        if stored is None or cell.get(OFFICE + "value-type") not in _COUNTED:
            return text
        hidden = not self.zeros and is_zero(stored)
        return text if _prints(text, stored) and not hidden else PICTURE

    def _look(self, family: str, style: str | None) -> PrintedLook:
        return self.texts.looks.get((family, style or ""), PLAIN)

    def _is_hidden(self, look: PrintedLook, rules: Iterable[tuple[str, str]], text: str) -> bool:
        """Whether a rule may give a figure a look in which nobody sees it."""
        for condition, name in rules:
            given = self._look("table-cell", name)
            # What the style takes from the usual one may stay as it is in the cell.
            grounds = given.over(look), look._replace(ground=given.ground or look.ground)
            if may_hold(condition, text) and any(one.is_unseen for one in grounds):
                return True
        return False

    def _hide_by_rules(
        self, table: Element, looks: Mapping[Place, PrintedLook], texts: dict[Place, str]
    ) -> None:
        """Open the figures that the rules of a sheet hide, or may hide."""
        for rule in rules_of(table):
            for place, text in texts.items():
                if not rule.holds_at(place) or not any(map(str.isdigit, text)):
                    continue
                look = looks.get(place, PLAIN)
                if rule.replaces or self._is_hidden(look, [(rule.condition, rule.style)], text):
                    texts[place] = PICTURE

    @contextmanager
    def _within(self, look: PrintedLook) -> Iterator[None]:
        """What is read within has this look, unless it says otherwise."""
        before = self.texts.around
        self.texts.around = look.over(before)._replace(sign=None, rules=None)
        yield
        self.texts.around = before


class _SheetCell(NamedTuple):
    column: int
    text: str
    rowspan: int
    colspan: int
    look: PrintedLook


def _prints(text: str, stored: str) -> bool:
    """Whether a cell shows the number that it holds, and not a rounded or hidden one."""
    shown = _NUMBER.findall(text)
    try:
        return len(shown) == 1 and Decimal(shown[0].replace(",", "")) == Decimal(stored)
    except InvalidOperation:
        return False


def _is_hidden_section(element: Element) -> bool:
    told = element.get(TEXT + "display"), element.get(TEXT + "is-hidden")
    return told[0] == "none" or (told[0] == "condition" and told[1] == "true")


def _own(element: Element, tag: str) -> Iterator[Element]:
    """The nearest descendants of a kind, but not those of an inner table."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in (_TABLE, _CELL, _COVERED):
            yield from _own(child, tag)


def _column_styles(table: Element) -> Iterator[str]:
    """The style of the cells of each column that have none of their own."""
    room = limits.SHEET_COLUMNS
    for column in _own(table, _COLUMN):
        repeated = _repeated(column, "columns", room)
        room -= repeated
        yield from [column.get(_USUAL_STYLE, "")] * repeated
        if room <= 0:
            return


def _hidden_columns(table: Element) -> Iterator[int]:
    at = 0
    for column in _own(table, _COLUMN):
        repeated = _repeated(column, "columns", limits.SHEET_COLUMNS)
        if column.get(TABLE + "visibility", "visible") != "visible":
            yield from range(at + 1, at + repeated + 1)
        at += repeated


def _repeated(element: Element, what: str, limit: int) -> int:
    return _number(element.get(f"{TABLE}number-{what}-repeated"), limit)


def _spanned(element: Element, what: str) -> int:
    return _number(element.get(f"{TABLE}number-{what}-spanned"), limits.SHEET_ROWS)


def _number(value: str | None, limit: int) -> int:
    return min(max(int(value), 1), limit) if value and value.isdecimal() else 1
