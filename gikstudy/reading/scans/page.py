"""One picture of a page: its tables by their ruled lines, its text, and every reading of a cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from gikstudy.model import Line, PictureReading
from gikstudy.reading.pdf.geometry import Box
from gikstudy.reading.pdf.glyphs import UNREADABLE, Glyph
from gikstudy.reading.pdf.rulings import Lattice, find_lattices, without_slivers
from gikstudy.reading.pdf.tables import RuledTable, arrange
from gikstudy.reading.scans.alternatives import (
    DoubtfulTexts,
    may_be_number,
    plain_text,
    texts_of,
)
from gikstudy.reading.scans.lines import PixelBox, find_lines, has_ink, text_lines, without_specks
from gikstudy.reading.scans.picture import PIXELS, ScanLayers, prepared
from gikstudy.reading.scans.recogniser import line_picture, recogniser
from gikstudy.reading.scans.standing import quarters_to_stand, turned_by

if TYPE_CHECKING:
    from gikstudy.reading.scans.picture import Pixels

_INSET: Final = round(0.8 * PIXELS)
_PAINT: Final = 5
_LEAST_WIDTH: Final = 150.0
_NARROW, _LOW = 8.0, 6.0
"""Points: no column of figures is so narrow, and no row so low."""
_SHORTER: Final = 0.65
"""Height of a figure at the least, in heights of the other figures of the page."""
_FIGURES: Final = frozenset("0123456789")


class ScannedSheet(NamedTuple):
    """A page read from its picture: its lines and tables, and the readings of both."""

    items: list[Line | RuledTable]
    readings: list[PictureReading]


class _PlacedText(NamedTuple):
    """One line of text of a page: where it stands, and in which cell of which table."""

    region: PixelBox
    owner: tuple[int, int] | None


class _LocatedText(NamedTuple):
    """A page with its tables, the inside of each cell, two layers, and its lines of text."""

    picture: ScanLayers
    lattices: list[Lattice]
    cells: list[list[PixelBox]]
    text: Pixels
    ink: Pixels
    found: list[_PlacedText]
    crops: list[Pixels]


def read_picture(colours: Pixels, number: int) -> ScannedSheet:
    """The lines and tables that a picture shows, with loci such as `P3R7C2`.

    A page that lies on its side, or upside down, is turned first.

    Args:
        colours: The picture: height × width, or height × width × 3.
        number: The number of the page, from 1.

    Raises:
        UnreadableError: if the extra `ocr` is not installed.
    """
    reader = recogniser()
    page = _located(colours)
    answers = reader.frames(page.crops)
    turn = quarters_to_stand(lambda n: _located(turned_by(colours, n)).crops, answers, reader)
    if turn:
        page = _located(turned_by(colours, turn))
        answers = reader.frames(page.crops)
    picture, lattices, cells, text, ink, found, _ = page
    glyphs: list[Glyph] = []
    read: dict[tuple[int, int], list[tuple[PixelBox, DoubtfulTexts]]] = {}
    for line, frames in zip(found, answers, strict=True):
        if line.owner is None:
            shown = plain_text(frames, reader.characters)
        else:
            texts = texts_of(frames, reader.characters)
            read.setdefault(line.owner, []).append((line.region, texts))
            shown = texts[0][0].strip() or UNREADABLE
        glyphs.append(Glyph("\n", 0, 0, 0))
        glyphs += _glyphs(shown, line.region, picture.height)
    for table, regions in enumerate(cells):
        for cell, region in enumerate(regions):
            if (table, cell) not in read and has_ink(ink, region):
                read[table, cell] = []
                glyphs += _glyphs(UNREADABLE, region, picture.height)
    frames_by_locus: dict[str, Box] = {}
    items = arrange(glyphs, lattices, f"P{number}R", frames_by_locus)
    places = _places(lattices, frames_by_locus)
    usual = _usual_height(read)
    readings = [
        _reading(locus, read.get(owner), cells[owner[0]][owner[1]], text, ink, usual)
        for locus, owner in places.items()
    ]
    readings += [PictureReading(i.locus, ((i.text, 0.0),)) for i in items if isinstance(i, Line)]
    return ScannedSheet(
        items, [r._replace(box=_rounded(frames_by_locus[r.locus]), turn=turn) for r in readings]
    )


def _located(colours: Pixels) -> _LocatedText:
    """The tables and lines of text of a picture, before anything is recognised."""
    picture = prepared(colours)
    drawn = find_lines(picture.text)
    lattices = [
        without_slivers(lattice, _NARROW, _LOW)
        for lattice in find_lattices(drawn.across, drawn.down)
        if len(lattice.cells) > 1 and lattice.xs[-1] - lattice.xs[0] > _LEAST_WIDTH
    ]
    cells = [_regions(lattice, picture) for lattice in lattices]
    text, ink = (_without(layer, drawn.mask, cells) for layer in (picture.text, picture.ink))
    text = without_specks(text)
    found = [*_in_cells(text, cells), *_outside(text, lattices, picture)]
    crops = [line_picture(text, *_sides(line.region)) for line in found]
    return _LocatedText(picture, lattices, cells, text, ink, found, crops)


def _regions(lattice: Lattice, picture: ScanLayers) -> list[PixelBox]:
    """The inside of each cell, in pixels."""
    xs = [round(x * PIXELS) for x in lattice.xs]
    ys = [picture.height - round(y * PIXELS) for y in lattice.ys]
    return [
        PixelBox(
            max(0, xs[cell.column] + _INSET),
            max(0, ys[cell.row] + _INSET),
            min(picture.width, xs[cell.column + cell.colspan] - _INSET + 1),
            min(picture.height, ys[cell.row + cell.rowspan] - _INSET + 1),
        )
        for cell in lattice.cells
    ]


def _without(layer: Pixels, mask: Pixels, cells: list[list[PixelBox]]) -> Pixels:
    """A layer without the ruled lines of its tables."""
    import cv2

    inside = np.zeros_like(mask)
    for regions in cells:
        for region in regions:
            inside[region.top - 9 : region.bottom + 9, region.left - 9 : region.right + 9] = 255
    lines = cv2.dilate(mask & inside, np.ones((_PAINT, _PAINT), np.uint8))
    return np.where(lines > 0, np.uint8(255), layer)


def _in_cells(layer: Pixels, cells: list[list[PixelBox]]) -> Iterator[_PlacedText]:
    for table, regions in enumerate(cells):
        for cell, region in enumerate(regions):
            for line in text_lines(layer, region):
                yield _PlacedText(line, (table, cell))


def _outside(layer: Pixels, lattices: list[Lattice], picture: ScanLayers) -> Iterator[_PlacedText]:
    rest = layer.copy()
    for table in lattices:
        top, bottom = (picture.height - round(table.ys[n] * PIXELS) for n in (0, -1))
        left, right = (round(table.xs[n] * PIXELS) for n in (0, -1))
        rest[max(0, top - 6) : bottom + 6, max(0, left - 6) : right + 6] = 255
    for line in text_lines(rest, PixelBox(0, 0, picture.width, picture.height)):
        yield _PlacedText(line, None)


def _sides(region: PixelBox) -> tuple[int, int, int, int]:
    return region.top, region.bottom, region.left, region.right


def _glyphs(text: str, region: PixelBox, height: int) -> list[Glyph]:
    """A text as characters that share the width of its line, in points."""
    left, width = region.left / PIXELS, (region.right - region.left) / PIXELS
    y = (height - (region.top + region.bottom) / 2) / PIXELS
    tall = (region.bottom - region.top) / PIXELS
    each = width / max(1, len(text))
    return [Glyph(c, left + each * (n + 0.5), y, tall, each) for n, c in enumerate(text)]


def _rounded(box: Box) -> tuple[float, float, float, float]:
    left, bottom, right, top = (round(side, 1) for side in box)
    return left, bottom, right, top


def _places(lattices: list[Lattice], frames: dict[str, Box]) -> dict[str, tuple[int, int]]:
    """The cell of each locus, by its place on the page."""
    places: dict[str, tuple[int, int]] = {}
    for locus, box in frames.items():
        x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        for table, lattice in enumerate(lattices):
            cell = lattice.cell_at(x, y)
            if "C" in locus and cell >= 0:
                places[locus] = (table, cell)
                break
    return places


def _usual_height(read: dict[tuple[int, int], list[tuple[PixelBox, DoubtfulTexts]]]) -> float:
    heights = [
        region.bottom - region.top
        for lines in read.values()
        for region, texts in lines
        if len(lines) == 1 and set(texts[0][0]) & _FIGURES
    ]
    return median(heights) if heights else 0.0


def _reading(
    locus: str,
    lines: Sequence[tuple[PixelBox, DoubtfulTexts]] | None,
    region: PixelBox,
    text: Pixels,
    ink: Pixels,
    usual: float,
) -> PictureReading:
    if lines is None:
        return PictureReading(locus, (("", 0.0),))
    one = _one_number(lines)
    if one is None:
        return PictureReading(locus, ())
    line, texts = one
    small = bool(set(texts[0][0]) & _FIGURES) and line.bottom - line.top < _SHORTER * usual
    unsure = small or _is_of_two(texts[0][0]) or _covered(text, ink, region)
    return PictureReading(locus, texts, clear=not unsure)


def _is_of_two(text: str) -> bool:
    """Whether a text may be the figures of two cells, the line between which was not found: 00."""
    return len(text) > 1 and text[0] == "0" and text.isdecimal()


def _one_number(
    lines: Sequence[tuple[PixelBox, DoubtfulTexts]],
) -> tuple[PixelBox, DoubtfulTexts] | None:
    """The line of a cell with a number, and the texts of the cell; None if several may have one.

    In a narrow cell the unit has a line of its own below: 9 over 件.
    """
    numbers = [n for n, (_, texts) in enumerate(lines) if may_be_number(texts[0][0])]
    if len(lines) != 1 and len(numbers) != 1:
        return None
    at = numbers[0] if numbers else 0
    before, after = ("".join(t[0][0] for _, t in part) for part in (lines[:at], lines[at + 1 :]))
    region, texts = lines[at]
    return region, tuple((f"{before}{text}{after}", doubt) for text, doubt in texts)


def _covered(text: Pixels, ink: Pixels, region: PixelBox) -> bool:
    """Whether something in colour lies over a cell."""
    part = np.s_[region.top : region.bottom, region.left : region.right]
    return int(((text[part] > 170) & (ink[part] < 130)).sum()) > 12
