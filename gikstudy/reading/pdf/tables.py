"""The characters of a page sorted into the cells of its tables and the lines around them."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from gikstudy.model import Grid, GridCell, Line
from gikstudy.reading.pdf.continuing import common_columns, continued, fits, spanning
from gikstudy.reading.pdf.geometry import Box
from gikstudy.reading.pdf.glyphs import COVERED, STRUCK_OUT, UNREADABLE, Glyph
from gikstudy.reading.pdf.rulings import Lattice

_PROSE: Final = 300
"""With more characters than this in one cell, the lines frame a text and are not a table."""
_STOP: Final = re.compile("[，。；、]")
_LABEL: Final = re.compile("(?:[\u3400-\u9fff].*){4}")
_ROW: Final = 5
"""Least number of cells of an empty table that may be a row of another one."""
_FIGURES: Final = re.compile(r"\d\s+\d+\s+\d")
_LONE: Final = re.compile(r"(?:^|\s)[+-]?\d[\d.,]*(?:\s|$)")
"""A figure with space around it."""
_HAN: Final = re.compile("[\u3400-\u9fff]")
_IN_NUMBER: Final = re.compile(r"[\d.,]")
_SOLID: Final = re.compile(r"[\d.,+\u2e80-\u9fff\uf900-\ufaff\ufe30-\uffef]")
"""Between these characters a line end is not a space: Chinese characters and figures."""

_RAISED: Final = 0.87
"""Greatest height of a note mark, in heights of the text that it follows."""
_SHIFTED: Final = 0.1
"""Least distance of a note mark from the middle of the line, in text heights."""
_NEAR: Final = 0.6
_UPON: Final = 0.45
"""Least share of its size by which a character stands beside its own copy, which makes it bold."""
_COPIED: Final = 200
"""Figures of a line that may be printed once more before the line goes on."""
_TIGHT: Final = 0.7
"""Least share of its width by which a figure stands beside the figure before it."""
_OUTSIDE: Final = 0.2
"""Greatest share of its width by which a figure may stand out of its cell."""
_BESIDE: Final = 0.8
"""How near a figure outside of a table is to a cell that its number begins in, in widths."""
_JOINED: Final = 1.15
_LINE: Final = 1.2
"""The height of a line, in heights of its text."""
_LIFTED: Final = 0.2
"""Least distance of a figure from the middle of its line, in heights, from which on it is in doubt."""
_BELOW: Final = 0.85
"""Least distance of two lines, in text heights; figures of turned text are closer."""
_ROOM: Final = 14.0
"""Points at both sides of a figure that fills its cell, so that it goes on in the next line."""
_INK: Final = 0.15
"""How far the ink of a figure reaches above and below its middle at least, in heights."""

CellNumber = tuple[int, int]
"""A table of the page and a cell in it, each by its number."""


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table of one page and where its columns stand.

    `open_top` and `open_bottom`: no line closes it there, as when a page break cuts a row.
    """

    grid: Grid
    xs: tuple[float, ...]
    open_top: bool = False
    open_bottom: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether no cell has any text."""
        return not any(cell.text for row in self.grid.rows for cell in row)

    def continues_in(self, other: RuledTable) -> bool:
        """Whether the columns of a table at the top of the next page are those of this one."""
        alike = common_columns(self.xs, other.xs) is not None
        return alike and fits(self.grid, self.xs) and fits(other.grid, other.xs)

    def with_rows_of(self, other: RuledTable) -> RuledTable:
        """Both as one table; a row that the page break cut in two is one row again."""
        xs = common_columns(self.xs, other.xs) or self.xs
        grid = continued(
            spanning(self.grid, self.xs, xs),
            spanning(other.grid, other.xs, xs),
            cut=self.open_bottom or other.open_top,
        )
        return RuledTable(grid, xs, self.open_top, other.open_bottom)


class _TextRun:
    """Characters of one cell or one line, with the line ends between them removed.

    A small raised figure behind others is the mark of a note: `128` and a raised 1 are `128[1]`.
    """

    def __init__(self) -> None:
        self.text = ""
        self.y = self.left = self.right = self.end = self.height = 0.0
        self.gap = self.struck = self.cut = self.noted = self.torn = False
        self.figures: list[Glyph] = []
        self.covered: list[Glyph] = []
        self.width = 0.0  # of the cell
        self.start = 0.0  # of the line

    def add(self, glyph: Glyph) -> None:
        """A character other than a space; `gap` is set after a space."""
        if glyph.text == COVERED:
            self.covered.append(glyph)
        if glyph.text in (STRUCK_OUT, COVERED):
            self.cut = self.text[-1:].isdigit() and self._is_next(glyph)
            self.struck, self.end = True, glyph.x + glyph.width / 2
            return
        if glyph.text.isdigit() and self._is_printed_twice(glyph):
            return
        if self.text and glyph.text.isdigit() and self._is_note(glyph):
            self.text = f"{self.text[:-1] if self.noted else self.text + '['}{glyph.text}]"
            self.noted, self.gap = True, False
            self.end = glyph.x + glyph.width / 2
            return
        if not self.text:
            self.y, self.left = glyph.y, glyph.x - glyph.width / 2
            self.start = self.left
        elif abs(glyph.y - self.y) > glyph.height / 2:
            solid = _SOLID.match(self.text[-1]) and _SOLID.match(glyph.text)
            self.text += "" if solid and not self._ends_before(glyph) else " "
            self.y, self.start = glyph.y, glyph.x - glyph.width / 2
        elif self.cut and glyph.text.isdigit() and self._is_next(glyph):
            self.text += UNREADABLE  # a digit within a number is struck out
        elif self.gap:
            self.text += " "
        elif glyph.text.isdigit() and abs(glyph.y - self.y) > _LIFTED * glyph.height:
            self.torn = True  # one of the other figures, or a mark beside them
        self.right, self.height = glyph.x, glyph.height
        self.end = glyph.x + glyph.width / 2
        self.gap = self.cut = self.noted = False
        self.text += glyph.text

    def _ends_before(self, glyph: Glyph) -> bool:
        """Whether a figure had room in the line above, so that it begins another number."""
        if not (self.width and self.text[-1:].isdigit() and glyph.text.isdigit()):
            return False
        room = self.width - (self.end - self.start)
        return abs(glyph.y - self.y) > _BELOW * glyph.height and room > _ROOM + 1.5 * glyph.width

    def _is_printed_twice(self, glyph: Glyph) -> bool:
        """Whether a figure repeats one beneath it, as bold print does; another one tears the text."""
        near = self.figures[-_COPIED:]
        if any(one.text == glyph.text and _is_upon(glyph, one) for one in near):
            return True
        self.torn = self.torn or any(_is_upon(glyph, one, _TIGHT) for one in near)
        self.figures.append(glyph)
        return False

    def _hides_figure(self) -> bool:
        """Whether something painted over stood in a number, where nothing is printed now."""
        bare = (one for one in self.covered if not any(_is_upon(f, one) for f in self.figures))
        return any(_is_joined(one, figure) for one in bare for figure in self.figures)

    def _is_note(self, glyph: Glyph) -> bool:
        """Whether a digit is small and raised or lowered."""
        return (
            0 < glyph.height <= _RAISED * self.height
            and abs(glyph.y - self.y) >= _SHIFTED * self.height
            and abs(glyph.y - self.y) <= self.height
            and self._is_next(glyph)
        )

    def _is_next(self, glyph: Glyph) -> bool:
        return abs(glyph.x - glyph.width / 2 - self.end) <= _NEAR * self.height

    @property
    def box(self) -> Box:
        """The place of a line on the page, from its first to its last character."""
        half = self.height * _LINE / 2
        return Box.around((self.left, self.y - half), (self.end, self.y + half))

    def shown(self) -> str:
        """The text; with a mark if all of it is struck out, or if its figures are not certain."""
        label = self.width and _LABEL.search(self.text)  # the number of a list in it may be torn
        if not label and (self.torn or (self.text and self._hides_figure())):
            return self.text + UNREADABLE
        return self.text or (UNREADABLE if self.struck else "")


def _is_upon(glyph: Glyph, other: Glyph, share: float = _UPON) -> bool:
    """Whether a character is printed on another one."""
    near = abs(glyph.x - other.x) < share * min(glyph.width, other.width)
    return near and abs(glyph.y - other.y) < _UPON * min(glyph.height, other.height)


def _is_joined(glyph: Glyph, other: Glyph) -> bool:
    """Whether two characters stand side by side without a space, in whichever direction."""
    size = min(glyph.width, glyph.height, other.width, other.height)
    return math.hypot(glyph.x - other.x, glyph.y - other.y) <= _JOINED * size


def arrange(
    glyphs: list[Glyph],
    lattices: list[Lattice],
    page: str,
    frames: dict[str, Box] | None = None,
) -> list[Line | RuledTable]:
    """Lines and tables of a page from top to bottom.

    Args:
        glyphs: The characters in the order of the file.
        lattices: The ruled tables; a table within a cell of another is a table of its own.
        page: What each locus begins with, such as `P3R`; the number of the row follows.
        frames: Is filled with the place of each line and cell on the page, by locus.
    """
    tables, owners = _tables_with_text(glyphs, lattices)
    cells: dict[CellNumber, _TextRun] = defaultdict(_TextRun)
    lines: list[_TextRun] = [_TextRun()]
    current = lines[-1]
    last: Glyph | None = None
    printed: tuple[Glyph, _TextRun] | None = None
    for glyph, where in zip(glyphs, owners, strict=True):
        before = current
        if glyph.text.isspace():
            current.gap, last = True, None
            if glyph.text in ("\r", "\n", "\r\n") and current is lines[-1]:
                lines.append(_TextRun())
                current = lines[-1]
        else:
            if where is not None:
                current = cells[where]
                current.width = current.width or _width_of(tables[where[0]], where[1])
            elif current is not lines[-1] or _is_below(glyph, current):
                lines.append(_TextRun())
                current = lines[-1]
            if before is not current and last is not None and _is_one_number(last, glyph):
                before.torn = current.torn = True  # it runs over the edge of its cell
            if printed and printed[1] is not current and _is_turned(printed[0], glyph):
                printed[1].torn = current.torn = True
            for other in _also_in(glyph, tables, where) if glyph.text.isdigit() else ():
                cells[other].torn = current.torn = True
            current.add(glyph)
            last, printed = glyph, (glyph, current)
    return list(_numbered(lines, tables, cells, page, {} if frames is None else frames))


def _is_one_number(glyph: Glyph, following: Glyph) -> bool:
    figures = _IN_NUMBER.match(glyph.text) and _IN_NUMBER.match(following.text)
    return bool(figures) and _is_joined(glyph, following)


def _is_turned(glyph: Glyph, following: Glyph) -> bool:
    """Whether two figures stand one above the other, closer than lines do."""
    if not (glyph.text.isdigit() and following.text.isdigit()):
        return False
    across, up = abs(glyph.x - following.x), abs(glyph.y - following.y)
    size = max(glyph.height, glyph.width)
    return across < 0.1 * size and 0.3 * size < up < _BELOW * size


def _width_of(table: Lattice, number: int) -> float:
    cell = table.cells[number]
    return table.xs[cell.column + cell.colspan] - table.xs[cell.column]


def _also_in(glyph: Glyph, tables: list[Lattice], where: CellNumber | None) -> Iterator[CellNumber]:
    """The cells into which a figure reaches that the line between two cells cuts."""
    reach, ink = (0.5 - _OUTSIDE) * glyph.width, _INK * glyph.height
    reach = reach if where else _BESIDE * glyph.width
    ends = ((-reach, 0.0), (reach, 0.0), (0.0, -ink), (0.0, ink))
    for number in range(len(tables)) if where is None else where[:1]:
        for across, up in ends:
            cell = tables[number].cell_at(glyph.x + across, glyph.y + up)
            if cell >= 0 and (number, cell) != where:
                yield number, cell


def _is_below(glyph: Glyph, line: _TextRun) -> bool:
    return bool(line.text) and abs(glyph.y - line.y) > glyph.height / 2


def _cell_of(glyph: Glyph, tables: list[Lattice]) -> CellNumber | None:
    if glyph.text.isspace():
        return None
    for number, table in enumerate(tables):
        cell = table.cell_at(glyph.x, glyph.y)
        if cell >= 0:
            return number, cell
    return None


def _tables_with_text(
    glyphs: list[Glyph], lattices: list[Lattice]
) -> tuple[list[Lattice], list[CellNumber | None]]:
    """Tables by size, the innermost first, and the cell of each character.

    A frame around a whole text is not a table.
    """
    tables = sorted(lattices, key=lambda t: (t.xs[-1] - t.xs[0]) * (t.ys[0] - t.ys[-1]))
    while True:
        owners = [_cell_of(glyph, tables) for glyph in glyphs]
        counts = Counter(owner for owner in owners if owner is not None)
        frames = {number for (number, _), count in counts.items() if count > _PROSE}
        kept = {number for number, _ in counts} - frames
        kept |= {n for n, table in enumerate(tables) if len(table.cells) >= _ROW} - frames
        if len(kept) == len(tables):
            return tables, owners
        tables = [table for number, table in enumerate(tables) if number in kept]


def _numbered(
    lines: Iterable[_TextRun],
    tables: list[Lattice],
    cells: dict[CellNumber, _TextRun],
    page: str,
    frames: dict[str, Box],
) -> Iterator[Line | RuledTable]:
    items: list[tuple[float, int]] = [(-table.ys[0], number) for number, table in enumerate(tables)]
    written = [line for line in lines if line.text]
    items += [(-line.y, len(tables) + number) for number, line in enumerate(written)]
    _part_rows(written)
    row = 1
    pieces: list[_TextRun] = []
    margin = max((line.right for line in written), default=0.0)
    for _, number in sorted(items):
        line = written[number - len(tables)] if number >= len(tables) else None
        if pieces and (line is None or not _goes_on(pieces[-1], line, margin)):
            yield _paragraph(pieces, f"{page}{row}", frames)
            row += len(pieces)
            pieces = []
        if line is not None:
            pieces.append(line)
        else:
            texts = [cells[number, cell].shown() for cell in range(len(tables[number].cells))]
            yield _table(tables[number], texts, page, row, frames)
            row += len(tables[number].ys) - 1
    if pieces:
        yield _paragraph(pieces, f"{page}{row}", frames)


def _part_rows(lines: list[_TextRun]) -> None:
    """Open figures that stand a little above or below others of their row, without a drawn line.

    Read line by line, they would come before or after figures at whose side they stand.
    """
    ordered = sorted((line for line in lines if _LONE.search(line.text)), key=lambda line: -line.y)
    for upper, lower in pairwise(ordered):
        near = upper.y - lower.y
        size = min(upper.height, lower.height)
        bare = not (_HAN.search(upper.text) and _HAN.search(lower.text))
        if bare and 0.3 * size < near < _BELOW * size:
            upper.torn = lower.torn = True


def _goes_on(line: _TextRun, following: _TextRun, margin: float) -> bool:
    """Whether a line fills the width of the page and its sentence continues in the next one.

    The rows of a table without ruled lines fill the width too. Their figures give them away, and
    the head of the table has no full stop.
    """
    return (
        line.right > margin - 2 * line.height
        and _STOP.search(line.text) is not None
        and not _FIGURES.search(line.text)
        and (_STOP.search(following.text) is not None or " " not in following.text)
        and not _FIGURES.search(following.text)
    )


def _paragraph(pieces: list[_TextRun], locus: str, frames: dict[str, Box]) -> Line:
    boxes = [piece.box for piece in pieces]
    frames[locus] = Box.around(*(b[:2] for b in boxes), *(b[2:] for b in boxes))
    text = pieces[0].shown()
    for piece in pieces[1:]:
        solid = _SOLID.match(text[-1]) and _SOLID.match(piece.text)
        text += piece.text if solid else f" {piece.text}"
    return Line(text, locus)


def _table(
    lattice: Lattice, texts: list[str], page: str, first: int, frames: dict[str, Box]
) -> RuledTable:
    rows: list[list[GridCell]] = [[] for _ in lattice.ys[1:]]
    for cell, text in zip(lattice.cells, texts, strict=True):
        row = rows[cell.row]
        locus = f"{page}{first + cell.row}C{len(row) + 1}"
        row.append(GridCell(text, locus, cell.rowspan, cell.colspan))
        frames[locus] = Box(
            lattice.xs[cell.column],
            lattice.ys[cell.row + cell.rowspan],
            lattice.xs[cell.column + cell.colspan],
            lattice.ys[cell.row],
        )
    grid = Grid(tuple(map(tuple, rows)))
    return RuledTable(grid, lattice.xs, lattice.open_top, lattice.open_bottom)
