"""The characters of a page sorted into the cells of its tables and the lines around them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from gikstudy.model import Grid, GridCell, Line
from gikstudy.reading.pdf.glyphs import Glyph
from gikstudy.reading.pdf.rulings import Lattice

_PROSE: Final = 300
"""Characters in one cell above which its lines are the frame of a text and no table."""
_SAME_COLUMN: Final = 4.0
"""Points by which a table may be shifted where it goes on on the next page."""
_COLUMNS: Final = 8
"""Cells of a row of table 3 at the least: a label and seven figures."""
_ENUMERATED: Final = re.compile(r"[（(]?(?:[一二三四五六七八九]|\d{1,2})[）)、.．]")
_STOP: Final = re.compile("[，。；、]")
_FIGURES: Final = re.compile(r"\d\s+\d+\s+\d")
_WORD: Final = re.compile(r"[\u4e00-\u9fff]")
_SOLID: Final = re.compile(r"[\d.,+\u2e80-\u9fff\uf900-\ufaff\ufe30-\uffef]")
"""Characters between which the end of a line is no space: Chinese writing, and figures."""

Cell = tuple[int, int]
"""A table of the page and a cell in it, each by its number."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of one page and where its columns stand."""

    grid: Grid
    xs: tuple[float, ...]

    def continues_in(self, other: Table) -> bool:
        """Whether the columns of a table at the top of the next page are those of this one."""
        return len(self.xs) == len(other.xs) and all(
            abs(one - two) <= _SAME_COLUMN for one, two in zip(self.xs, other.xs, strict=True)
        )

    def with_rows_of(self, other: Table) -> Table:
        """Both as one table; a row that the page break cut in two is one row again."""
        above, below = self.grid.rows, other.grid.rows
        label = _cut_label(below[0])
        if label:
            above, below = (*above[:-1], _lengthened(above[-1], label)), below[1:]
        return Table(Grid((*above, *below)), self.xs)


def _cut_label(row: tuple[GridCell, ...]) -> str:
    """The end of a label alone, at the top of a page: no number before it and no figure behind.

    Only in table 3, where every whole label has a number in front.
    """
    texts = [cell.text for cell in row]
    filled = [text for text in texts if text]
    if len(texts) < _COLUMNS or any(texts[1 - _COLUMNS :]) or not filled:
        return ""
    return "" if _ENUMERATED.match(filled[-1]) else filled[-1]


def _lengthened(row: tuple[GridCell, ...], label: str) -> tuple[GridCell, ...]:
    """A row with more text in its label, the last cell with a word in it."""
    at = max((i for i, cell in enumerate(row) if _WORD.search(cell.text)), default=0)
    return (*row[:at], row[at]._replace(text=row[at].text + label), *row[at + 1 :])


class _Text:
    """Characters that stand together, in one cell or one line; line ends within are closed up."""

    def __init__(self) -> None:
        self.text = ""
        self.y = self.right = self.height = 0.0
        self.gap = False

    def add(self, glyph: Glyph) -> None:
        if glyph.text.isspace():
            self.gap = True
            return
        self.right, self.height = glyph.x, glyph.height
        if not self.text:
            self.y = glyph.y
        elif abs(glyph.y - self.y) > glyph.height / 2:
            solid = _SOLID.match(self.text[-1]) and _SOLID.match(glyph.text)
            self.text += "" if solid else " "
            self.y = glyph.y
        elif self.gap:
            self.text += " "
        self.gap = False
        self.text += glyph.text


def arrange(glyphs: list[Glyph], lattices: list[Lattice], place: str) -> list[Line | Table]:
    """Lines and tables of a page from top to bottom.

    Args:
        glyphs: The characters in the order of the file.
        lattices: The ruled tables; a table within a cell of another stands for itself.
        place: What the number of a line or table row is put behind, `P3R`.
    """
    tables, places = _tables_with_text(glyphs, lattices)
    cells: dict[Cell, _Text] = defaultdict(_Text)
    lines: list[_Text] = [_Text()]
    current = lines[-1]
    for glyph, where in zip(glyphs, places, strict=True):
        if glyph.text in "\r\n":
            current.gap = True
            if current is lines[-1]:
                lines.append(_Text())
                current = lines[-1]
        elif glyph.text.isspace():
            current.add(glyph)
        else:
            if where is not None:
                current = cells[where]
            elif current is not lines[-1] or _is_below(glyph, current):
                lines.append(_Text())
                current = lines[-1]
            current.add(glyph)
    return list(_numbered(lines, tables, cells, place))


def _is_below(glyph: Glyph, line: _Text) -> bool:
    return bool(line.text) and abs(glyph.y - line.y) > glyph.height / 2


def _cell_of(glyph: Glyph, tables: list[Lattice]) -> Cell | None:
    if glyph.text.isspace():
        return None
    for number, table in enumerate(tables):
        cell = table.cell_at(glyph.x, glyph.y)
        if cell >= 0:
            return number, cell
    return None


def _tables_with_text(
    glyphs: list[Glyph], lattices: list[Lattice]
) -> tuple[list[Lattice], list[Cell | None]]:
    """Tables by size, the innermost first, and the cell of each character.

    The frame around a whole text is no table.
    """
    tables = sorted(lattices, key=lambda t: (t.xs[-1] - t.xs[0]) * (t.ys[0] - t.ys[-1]))
    while True:
        places = [_cell_of(glyph, tables) for glyph in glyphs]
        counts = Counter(place for place in places if place is not None)
        frames = {number for (number, _), count in counts.items() if count > _PROSE}
        kept = {number for number, _ in counts} - frames
        if len(kept) == len(tables):
            return tables, places
        tables = [table for number, table in enumerate(tables) if number in kept]


def _numbered(
    lines: Iterable[_Text],
    tables: list[Lattice],
    cells: dict[Cell, _Text],
    place: str,
) -> Iterator[Line | Table]:
    items: list[tuple[float, int]] = [(-table.ys[0], number) for number, table in enumerate(tables)]
    written = [line for line in lines if line.text]
    items += [(-line.y, len(tables) + number) for number, line in enumerate(written)]
    row = 1
    pieces: list[_Text] = []
    margin = max((line.right for line in written), default=0.0)
    for _, number in sorted(items):
        line = written[number - len(tables)] if number >= len(tables) else None
        if pieces and (line is None or not _goes_on(pieces[-1], line, margin)):
            yield _paragraph(pieces, f"{place}{row}")
            row += len(pieces)
            pieces = []
        if line is not None:
            pieces.append(line)
        else:
            texts = [cells[number, cell].text for cell in range(len(tables[number].cells))]
            yield Table(_grid(tables[number], texts, place, row), tables[number].xs)
            row += len(tables[number].ys) - 1
    if pieces:
        yield _paragraph(pieces, f"{place}{row}")


def _goes_on(line: _Text, following: _Text, margin: float) -> bool:
    """Whether a line fills the page's width and its sentence goes on in the following one.

    The rows of a table without ruled lines fill it too; they are told by their figures, and its
    head by lacking the stops of a sentence.
    """
    return (
        line.right > margin - 2 * line.height
        and _STOP.search(line.text) is not None
        and not _FIGURES.search(line.text)
        and (_STOP.search(following.text) is not None or " " not in following.text)
        and not _FIGURES.search(following.text)
    )


def _paragraph(pieces: list[_Text], locus: str) -> Line:
    text = pieces[0].text
    for piece in pieces[1:]:
        solid = _SOLID.match(text[-1]) and _SOLID.match(piece.text)
        text += piece.text if solid else f" {piece.text}"
    return Line(text, locus)


def _grid(table: Lattice, texts: list[str], place: str, first: int) -> Grid:
    rows: list[list[GridCell]] = [[] for _ in table.ys[1:]]
    for cell, text in zip(table.cells, texts, strict=True):
        row = rows[cell.row]
        locus = f"{place}{first + cell.row}C{len(row) + 1}"
        row.append(GridCell(text, locus, cell.rowspan, cell.colspan))
    return Grid(tuple(map(tuple, rows)))
