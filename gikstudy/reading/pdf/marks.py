"""What is drawn on the text and in the cells of a PDF: strokes through figures, pictures."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from gikstudy.reading.pdf.drawing import PageDrawing
from gikstudy.reading.pdf.geometry import Box, Coordinates, Stroke
from gikstudy.reading.pdf.glyphs import UNREADABLE, Glyph
from gikstudy.reading.pdf.rulings import Lattice, Ruling

_MIDDLE: Final = 0.27
"""How far a stroke may be from the middle of the character it strikes out, in heights."""
_OVERHANG: Final = 1.2
"""How much longer a stroke may be than what it strikes out, in character heights."""
_STROKES: Final = 200
"""A page with more slanted lines than this shows a drawing."""
_SHARE: Final = 0.5
"""Share of an empty cell covered by a picture that may show its content."""
_SHEET: Final = 0.5
"""Share of a page covered by a picture that is its background, or a scan of it."""
_CUT: Final = 0.2
"""Share of an empty cell that must lie beyond the edge of the page, where its figure may stand."""
_SHOWN: Final = 0.08
"""Share of a page covered by a picture that may show a table."""


def struck_out(glyphs: list[Glyph], drawing: PageDrawing) -> set[int]:
    """The indices of the characters that a line strikes out from end to end.

    Lines of a table are longer, and underlines are lower.
    """
    rules = sorted(drawing.across)
    levels = [rule.at for rule in rules]
    crossed: dict[Ruling | Stroke, list[int]] = defaultdict(list)
    for number, glyph in enumerate(glyphs):
        reach = _MIDDLE * glyph.height
        first = bisect_left(levels, glyph.y - reach) if reach else len(rules)
        for rule in rules[first : bisect_right(levels, glyph.y + reach)]:
            if rule.start <= glyph.x <= rule.end:
                crossed[rule].append(number)
    for stroke in drawing.slanted if len(drawing.slanted) <= _STROKES else ():
        for number, glyph in enumerate(glyphs):
            if _crosses(stroke, glyph):
                crossed[stroke].append(number)
    return {
        number
        for line, numbers in crossed.items()
        if _is_as_long(line, [glyphs[n] for n in numbers])
        for number in numbers
    }


def _crosses(stroke: Stroke, glyph: Glyph) -> bool:
    (x1, y1), (x2, y2) = stroke
    if not min(x1, x2) <= glyph.x <= max(x1, x2):
        return False
    y = y1 + (y2 - y1) * (glyph.x - x1) / (x2 - x1)
    return abs(y - glyph.y) <= _MIDDLE * glyph.height


def _is_as_long(line: Ruling | Stroke, glyphs: list[Glyph]) -> bool:
    height = max(glyph.height for glyph in glyphs)
    start, end = (
        (line.start, line.end) if isinstance(line, Ruling) else sorted((line.start[0], line.end[0]))
    )
    left = min(glyph.x - glyph.width / 2 for glyph in glyphs)
    right = max(glyph.x + glyph.width / 2 for glyph in glyphs)
    if isinstance(line, Stroke) and abs(line.start[1] - line.end[1]) > 2 * height:
        return False
    return start > left - _OVERHANG * height and end < right + _OVERHANG * height


def pictured(glyphs: list[Glyph], lattices: list[Lattice], drawing: PageDrawing) -> list[Glyph]:
    """A mark for each cell that shows a picture, or a figure drawn as a shape, instead of text.

    A large picture outside the tables also gets a mark, on a line of its own: its content is
    printed but is not text.
    """
    found: list[Glyph] = []
    for box in drawing.pictures:
        if box.area > _SHEET * drawing.sheet.area:
            continue
        cells = list(_cells_under(box, lattices))
        inside = [glyph for glyph in glyphs if glyph.height and box.holds(glyph.x, glyph.y)]
        if not cells and not inside and box.area > _SHOWN * drawing.sheet.area:
            found += [Glyph("\n", 0, 0, 0), _mark(box), Glyph("\n", 0, 0, 0)]
        for cell in cells:
            if _fits(box, cell) or (
                box.common(cell).area > _SHARE * cell.area and not _has_text(cell, glyphs)
            ):
                found.append(_mark(box.common(cell)))
    for box in drawing.inked:
        for cell in _cells_under(box, lattices):
            if _fits(box, cell) and not _has_text(box, glyphs):
                found.append(_mark(box))
    return found


def cut_off(
    lattices: list[Lattice], glyphs: list[Glyph], outside: list[Coordinates], sheet: Box
) -> list[Glyph]:
    """A mark for each cell that the edge of the page cuts, with its text or with most of its room."""
    found: list[Glyph] = []
    for lattice in lattices:
        frame = Box(lattice.xs[0], lattice.ys[-1], lattice.xs[-1], lattice.ys[0])
        if frame.common(sheet).area > (1 - _CUT) * frame.area and not outside:
            continue
        for cell in _cells_under(frame, [lattice]):
            seen = cell.common(sheet).area
            lost = any(cell.holds(x, y) for x, y in outside)
            if lost or (seen < (1 - _CUT) * cell.area and not _has_text(cell, glyphs)):
                found.append(_mark(cell))
    return found


def covers_page(drawing: PageDrawing) -> bool:
    """Whether a picture fills most of the page, like a scan."""
    return any(box.area > _SHEET * drawing.sheet.area for box in drawing.pictures)


def _mark(box: Box) -> Glyph:
    x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
    return Glyph(UNREADABLE, x, y, box.top - box.bottom, box.right - box.left)


def _fits(box: Box, cell: Box) -> bool:
    """Whether something lies inside a cell; what lies on the border does not."""
    return box.common(cell).area > 0.8 * box.area


def _has_text(box: Box, glyphs: list[Glyph]) -> bool:
    return any(glyph.height and box.holds(glyph.x, glyph.y) for glyph in glyphs)


def _cells_under(box: Box, lattices: list[Lattice]) -> Iterator[Box]:
    for lattice in lattices:
        xs, ys = lattice.xs, lattice.ys
        if box.right < xs[0] or box.left > xs[-1] or box.top < ys[-1] or box.bottom > ys[0]:
            continue
        for span in lattice.cells:
            cell = Box(
                xs[span.column],
                ys[span.row + span.rowspan],
                xs[span.column + span.colspan],
                ys[span.row],
            )
            if box.common(cell).area:
                yield cell
