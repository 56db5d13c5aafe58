"""The cells of table 3 in a real table, by the header above them.

A real table says of each cell which columns it covers. Where its header names each kind of
applicant once and a row is exactly as wide as the header, the cells below the names are the row,
whatever else is in it:

    项目           | 上年 | 自然人 | … | 总计 | 备注
    （一）予以公开 |  903 |        | … |  371 | 含撤回1件

Counting cells would take 903 for a cell of the form here, and the empty cell for the end of a label.
Spans are often wrong on the web. Then widths differ, and nothing is taken from columns. The spans of a
printed page end with the page, so a table that goes on to the next page has other columns there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final, NamedTuple

from gikstudy.forms import applicant_keys
from gikstudy.model import GridCell
from gikstudy.page import Page
from gikstudy.tables.cells import number_of
from gikstudy.tables.headers import applicant_of
from gikstudy.tables.label_pairs import names_two_rows
from gikstudy.tables.printed import PrintedRow, PrintedTable
from gikstudy.tables.tokens import CONTENT, SLOT, Token, as_word, count_solid

_FORM: Final = len(applicant_keys())


class _CoveringCell(NamedTuple):
    """A cell of a real table: its number in its row from 1, and the columns that it covers."""

    number: int
    cell: GridCell
    text: str
    columns: range


class _CoveredRow(NamedTuple):
    cells: tuple[_CoveringCell, ...]
    width: int


def by_columns(page: Page, tokens: Sequence[Token], table: PrintedTable) -> PrintedTable:
    """The table; rows of a real table have the cells below the names of the applicants.

    A table that is as wide as the form needs no columns and is returned as it is. Rows that do not
    fit a header with further columns are open: a cell of such a column may stand for one of theirs.
    """
    if _is_as_wide(page, table):
        return table
    found = {row.label.line: row for row in table.rows if _has_spans(row.label)}
    at = {(token.line, token.cell): token for token in tokens if token.line in found}
    surplus = any(len(row.values) > _FORM for row in table.rows)
    fitted: dict[int, PrintedRow] = {}
    for grid in {page.grids[line] for line in found}:
        here = {line: row for line, row in found.items() if page.grids[line] == grid}
        fitted |= _below_names(_lay_out(page, grid), here, at, surplus=surplus)
    if not fitted:
        return table
    return replace(table, rows=tuple(fitted.get(row.label.line, row) for row in table.rows))


def _below_names(
    lines: Mapping[int, _CoveredRow],
    rows: Mapping[int, PrintedRow],
    tokens: Mapping[tuple[int, int], Token],
    *,
    surplus: bool,
) -> dict[int, PrintedRow]:
    """The rows of one grid by their lines, with the cells below the names; none if it is unclear."""
    named = _named_columns(lines, min(rows))
    if named is None:
        return {}
    columns, width = named
    label_end = max(_label_end(lines[line], row) for line, row in rows.items())
    if label_end > columns[0].start:
        return {}  # a cell of the header lost its span, and the names are not where they were
    more = width - _FORM > label_end
    below = {line: _below(lines[line], columns, width) for line in rows}
    if not any(below.values()):  # a header that fits no row says nothing, unless the sums do
        more = more and _names_more(lines, min(rows), columns, label_end)
        more = more and not _mostly_add_up(row.items for row in rows.values())
    items = {
        line: tuple(_token(tokens.get((line, c.number)), line, c) for c in cells)
        for line, cells in below.items()
        if cells is not None
    }
    if not _mostly_add_up(items.values()):
        return {}  # the rows have lost a cell in front and are one column further on
    return {
        line: _fitted(row, items[line], surplus=surplus)
        if line in items
        else row.open_if(more and bool(row.values))
        for line, row in rows.items()
    }


def _fitted(row: PrintedRow, items: tuple[Token, ...], *, surplus: bool) -> PrintedRow:
    if _leaves_numbers_out(row, items) and not _mostly_add_up([items]):
        return row.open_if(doubtful=True)
    return replace(row, items=items, doubts=(), unsure=_is_unsure(row, surplus=surplus))


def _mostly_add_up(rows: Iterable[Sequence[Token]]) -> bool:
    """Whether the total is the sum of the others in most rows with a number above zero."""
    numbers = [[number_of(token) or 0 for token in row] for row in rows]
    filled = [row for row in numbers if any(row)]
    return 2 * sum(2 * max(row) == sum(row) for row in filled) >= len(filled)


def _leaves_numbers_out(row: PrintedRow, items: Sequence[Token]) -> bool:
    """Whether a row has a number elsewhere than below the names."""
    kept = {token.cell for token in items}
    return any(token.cell not in kept and number_of(token) for token in row.values)


def _has_spans(label: Token) -> bool:
    """Whether a label is in a table that states its spans, unlike one drawn on a page."""
    return label.locus != "" and not label.locus.startswith("P")


def _is_as_wide(page: Page, table: PrintedTable) -> bool:
    """Whether each row has the cells of the form, and the header is as wide as the first of them."""
    if any(count_solid(row.items) != _FORM for row in table.rows):
        return False
    line = table.rows[0].label.line
    top = page.grids.index(page.grids[line])
    return _width(page, line) == _width(page, top)


def _width(page: Page, line: int) -> int:
    return sum(cell.colspan for cell in page.rows[line] or ())


def _lay_out(page: Page, grid: int) -> dict[int, _CoveredRow]:
    """The rows of a real table, by page line, with the room of tall cells kept free."""
    lines: dict[int, _CoveredRow] = {}
    covered: dict[int, int] = {}  # column: rows that a cell from above still covers
    first = page.grids.index(grid)
    for at in range(first, first + page.grids.count(grid)):
        texts = page.clean[at].split(" | ")
        row = page.rows[at] or ()
        if len(texts) != len(row):
            texts = [cell.text for cell in row]
        laid: list[_CoveringCell] = []
        down = {column: left - 1 for column, left in covered.items() if left > 1}
        column = 0
        for number, (cell, text) in enumerate(zip(row, texts, strict=True), 1):
            while column in covered:
                column += 1
            columns = range(column, column + max(1, cell.colspan))
            laid.append(_CoveringCell(number, cell, text.strip(), columns))
            down |= dict.fromkeys(columns, cell.rowspan - 1) if cell.rowspan > 1 else {}
            column = columns.stop
        lines[at] = _CoveredRow(tuple(laid), max([column, *(c + 1 for c in covered)]))
        covered = down
    return lines


def _named_columns(
    lines: Mapping[int, _CoveredRow], first: int
) -> tuple[tuple[range, ...], int] | None:
    """The columns that the header names, from left to right, and the width of the header.

    None unless each kind of applicant is named, in one place, by lines that are equally wide.
    """
    places: dict[int, set[range]] = {}
    naming: list[int] = []
    for at in (line for line in lines if line < first):
        for laid in lines[at].cells:
            column = applicant_of(laid.text)
            if column is not None:
                places.setdefault(column, set()).add(laid.columns)
                naming.append(at)
    above = (at for at in lines if naming and at <= naming[-1])
    widths = {
        lines[at].width for at in above if at in naming or _reaches(lines[at], naming[0] - at)
    }
    if len(places) < _FORM or len(widths) > 1 or any(len(p) > 1 for p in places.values()):
        return None
    columns = sorted((place for (place,) in places.values()), key=lambda place: place.start)
    apart = all(a.stop <= b.start for a, b in pairwise(columns))
    return (tuple(columns), widths.pop()) if apart else None


def _names_more(
    lines: Mapping[int, _CoveredRow], first: int, columns: Sequence[range], label_end: int
) -> bool:
    """Whether the header names a column beside the form's; programs leave empty cells at its end."""
    form = {column for place in columns for column in place}
    return any(
        laid.text and laid.columns.start >= label_end and form.isdisjoint(laid.columns)
        for at in lines
        if at < first
        for laid in lines[at].cells
    )


def _reaches(line: _CoveredRow, down: int) -> bool:
    """Whether a cell of a row also covers a row further down."""
    return any(laid.cell.rowspan > down for laid in line.cells)


def _is_unsure(row: PrintedRow, *, surplus: bool) -> bool:
    """Whether a row stays open, for another reason than that a row beside it prints too much.

    With `surplus`, some row does: it has the cells of further columns, which are now told apart.
    """
    return names_two_rows(row.label.text) or (row.unsure and not (surplus and row.values))


def _label_end(line: _CoveredRow, row: PrintedRow) -> int:
    """The column behind the label of a row."""
    return next(
        (laid.columns.stop for laid in line.cells if laid.number == row.label.cell), line.width
    )


def _below(line: _CoveredRow, columns: Sequence[range], width: int) -> list[_CoveringCell] | None:
    """The cell of a row below each name; None if one is not in its column, or if two may be."""
    if line.width != width:
        return None
    found: list[_CoveringCell] = []
    for place in columns:
        cells = [
            c for c in line.cells if c.columns.start < place.stop and place.start < c.columns.stop
        ]
        filled = [cell for cell in cells if cell.text] or cells[:1]
        if len(filled) != 1 or any(
            c.columns.start < place.start or c.columns.stop > place.stop for c in cells
        ):
            return None
        found += filled
    return found


def _token(token: Token | None, line: int, laid: _CoveringCell) -> Token:
    if token is not None:
        return token if token.kind in CONTENT else as_word(token)
    cell = laid.cell
    return Token(SLOT, "", line, laid.number, None, cell.colspan, cell.text, cell.locus)
