"""XLS, the Excel format before 2007: each visible sheet as a grid, as `sheet` reads XLSX."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from gikstudy.reading import limits
from gikstudy.reading.colours import PAPER, Colour, differ
from gikstudy.reading.content import Content, UnreadableError
from gikstudy.reading.marks import (
    DOWN,
    IN_PICTURES,
    LEAST_SIZE,
    PICTURE,
    STRUCK,
    UP,
    is_picture_font,
    resolve,
    resolve_cell,
)
from gikstudy.reading.sheet_97_rules import Rule97, rules_of_sheets
from gikstudy.reading.sheet_format import shown_number, shown_text
from gikstudy.reading.sheet_grid import SheetTexts, grid_of

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.formatting import Font
    from xlrd.sheet import Cell, Sheet

_INSTALL: Final = "an Excel 97 file; to read it run: pip install 'gikstudy[xls]'"
_NUMBER: Final = 2  # the kind of a cell, as the format counts them
_SOLID: Final = 1
_REPEATED: Final = 4  # an alignment that fills the cell with copies of the text
_BLACK: Final[Colour] = (0, 0, 0)
_THIN: Final = 0.3 * 256
"""Width of a column, in 256ths of a figure, in which nothing can be seen."""
_TWIPS: Final = 20  # of a point


def read_xls(data: bytes) -> Content:
    """The visible sheets of a workbook in their order, without hidden rows and columns.

    Returns:
        Blocks with loci `T1R5C3`: sheet 1, row 5, column 3, as Excel counts them.

    Raises:
        UnreadableError: The file is damaged or encrypted, or the package `xlrd` is missing.
    """
    try:
        import xlrd
    except ImportError as error:
        raise UnreadableError(_INSTALL) from error
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=_Silence())
    except xlrd.XLRDError as error:
        raise UnreadableError(f"the Excel file is damaged: {error}") from error
    rules = rules_of_sheets(data)
    grids = (
        grid_of(_sheet(sheet, book, rules.get(number - 1, ())), number)
        for number, sheet in enumerate(book.sheets(), 1)
        if sheet.visibility == 0
    )
    return Content(tuple(grid for grid in grids if grid.rows))


class _Silence:
    """Takes what the library prints about odd files."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None: ...


def _sheet(sheet: Sheet, book: Book, rules: Sequence[Rule97]) -> SheetTexts:
    rows, columns = min(sheet.nrows, limits.SHEET_ROWS), min(sheet.ncols, limits.SHEET_COLUMNS)
    texts = {
        (row + 1, column + 1): text
        for row in range(rows)
        for column in range(min(columns, sheet.row_len(row)))
        if (text := _text(sheet, row, column, book))
    }
    for row, column in texts if rules else ():
        cell, text = sheet.cell(row - 1, column - 1), texts[row, column]
        value = cell.value if cell.ctype == _NUMBER else None
        if any(map(str.isdigit, text)) and any(
            rule.may_hold((row, column), value) and _is_hidden_by(rule, cell, book)
            for rule in rules
        ):
            texts[row, column] = PICTURE
    return SheetTexts(
        texts=texts,
        spans=[
            ((first + 1, left + 1), (last, right))
            for first, last, left, right in sheet.merged_cells
        ],
        hidden_rows={row + 1 for row, facts in sheet.rowinfo_map.items() if _is_hidden_row(facts)},
        hidden_columns={
            column + 1
            for column, facts in sheet.colinfo_map.items()
            if facts.hidden or facts.width < _THIN
        },
        last=(rows, columns),
    )


def _is_hidden_row(facts: object) -> bool:
    return bool(getattr(facts, "hidden", 0)) or getattr(facts, "height", 255) < LEAST_SIZE * _TWIPS


def _text(sheet: Sheet, row: int, column: int, book: Book) -> str:
    cell = sheet.cell(row, column)
    runs = sheet.rich_text_runlist_map.get((row, column))
    text = _content(cell, book, _with_runs(cell, runs, book) if runs else str(cell.value))
    if cell.ctype == _NUMBER and not cell.value and not sheet.show_zero_values:
        return PICTURE
    return PICTURE if text and _is_unseen(cell, text, book) else text


def _with_runs(cell: Cell, runs: list[tuple[int, int]], book: Book) -> str:
    """A text whose pieces look different: each run says where it begins, and its font."""
    text = str(cell.value)
    ends = [start for start, _ in runs[1:]] + [len(text)]
    pieces = [text[: runs[0][0]]]
    for (start, font), end in zip(runs, ends, strict=True):
        pieces.append(_piece(text[start:end], book.font_list[font], _paper(cell, book), book))
    return "\n".join(resolve_cell([resolve("".join(pieces))]))


def _piece(text: str, font: Font, paper: Colour | None, book: Book) -> str:
    if text and _is_lost(font, paper, book):
        return STRUCK
    if is_picture_font(font.name) and IN_PICTURES.search(text):
        return PICTURE
    return f"{UP}{text}{DOWN}" if font.escapement else text


def _content(cell: Cell, book: Book, text: str) -> str:
    import xlrd

    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return ""
    code = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
    if cell.ctype == xlrd.XL_CELL_TEXT:
        # An empty text is a formula, perhaps one that no program has computed.
        return shown_text(text, code) if cell.value else PICTURE
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#ERROR!"))
    return shown_number(repr(cell.value), code, since_1904=bool(book.datemode))


def _is_unseen(cell: Cell, text: str, book: Book) -> bool:
    """Struck out, in the colour of the cell, too small, repeated, or in a font of pictures."""
    style = book.xf_list[cell.xf_index]
    font = book.font_list[style.font_index]
    if style.alignment.hor_align == _REPEATED:
        return True
    if is_picture_font(font.name) and IN_PICTURES.search(text):
        return True
    return _is_lost(font, _paper(cell, book), book)


def _is_hidden_by(rule: Rule97, cell: Cell, book: Book) -> bool:
    """Whether the look that a rule gives leaves nothing to be seen of a cell."""
    ink: Colour | None = _ink(book.font_list[book.xf_list[cell.xf_index].font_index], book)
    paper = _paper(cell, book)
    ink = ink if rule.ink is None else book.colour_map.get(rule.ink)
    paper = paper if rule.ground is None else book.colour_map.get(rule.ground)
    changed = rule.ink is not None or rule.ground is not None
    return rule.struck or (changed and not differ(ink, paper))


def _ink(font: Font, book: Book) -> Colour:
    return book.colour_map.get(font.colour_index) or _BLACK


def _is_lost(font: Font, paper: Colour | None, book: Book) -> bool:
    ink = _ink(font, book)
    return bool(font.struck_out) or font.height < LEAST_SIZE * _TWIPS or not differ(ink, paper)


def _paper(cell: Cell, book: Book) -> Colour | None:
    """The colour of a cell; None for a pattern."""
    ground = book.xf_list[cell.xf_index].background
    if not ground.fill_pattern:
        return PAPER
    return (
        book.colour_map.get(ground.pattern_colour_index) if ground.fill_pattern == _SOLID else None
    )
