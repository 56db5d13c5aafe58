"""One page of a PDF: its text, its lines and what is drawn on them, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from gikstudy.model import Line
from gikstudy.reading.pdf.annotations import Annotation, with_annotations
from gikstudy.reading.pdf.drawing import PageDrawing, draw
from gikstudy.reading.pdf.geometry import Box, Upright, upright_of
from gikstudy.reading.pdf.glyphs import (
    COVERED,
    STRUCK_OUT,
    UNREADABLE,
    Glyph,
    Shown,
    angle_of,
    read_glyphs,
)
from gikstudy.reading.pdf.layers import switched_off
from gikstudy.reading.pdf.marks import covers_page, cut_off, pictured, struck_out
from gikstudy.reading.pdf.rulings import find_lattices
from gikstudy.reading.pdf.tables import RuledTable, arrange

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_UPSIDE_DOWN: Final = 180
_MANY: Final = 10
_KINDS: Final = 2
_SHAPES: Final = 30
_STAMPED: Final = 40
"""The most characters that a scanner adds to a page by itself."""
_NOTE_HEIGHT: Final = 10.0


class PdfSheet(NamedTuple):
    """A page: lines and tables from top to bottom, and what is known about the rest of it."""

    items: list[Line | RuledTable]
    scanned: bool
    """It shows a picture and almost no text."""
    outlined: bool
    """Its text is drawn as shapes."""
    recognised: bool
    """Its text is invisible: an OCR program put it under the picture."""
    unreadable: bool
    """The file does not identify its characters, possibly figures."""
    frames: dict[str, Box]
    """The place of each line and cell, by locus, in points; y grows upwards."""
    area: Box
    """The part of the page that is shown, in the same coordinates."""
    angle: int
    """By how many degrees the text is turned clockwise in the file."""


def read_sheet(document: PdfDocument, index: int, *, layers: bool = False) -> PdfSheet:
    """What a page shows, each line and cell with its locus on the page.

    Args:
        document: The open file.
        index: The number of the page, from 0.
        layers: Whether the file may have layers, some of which are switched off.
    """
    page, notes = with_annotations(document, index)
    text = page.get_textpage()
    angle = angle_of(text)
    if (angle + page.get_rotation()) % 360 == _UPSIDE_DOWN:
        text.close()  # PDFium puts the lines of such a page in the order in which they are shown
        page.set_rotation(-angle % 360)
        text = page.get_textpage()
    upright = upright_of(page, angle)
    drawing = draw(page, upright)
    for unseen in switched_off(page) if layers else ():
        if unseen in drawing.texts:
            drawing.texts[unseen] = drawing.texts[unseen]._replace(alpha=0.0)
    shown = read_glyphs(text, drawing, upright)
    lattices = find_lattices(drawing.across, drawing.down)
    glyphs = shown.glyphs
    for number in struck_out(glyphs, drawing):
        glyphs[number] = glyphs[number]._replace(text=STRUCK_OUT)
    _strike(glyphs, notes, upright)
    glyphs += _written(notes, upright)
    glyphs += pictured(glyphs, lattices, drawing)
    glyphs += cut_off(lattices, glyphs, shown.outside, drawing.sheet)
    frames: dict[str, Box] = {}
    items = arrange(glyphs, lattices, f"P{index + 1}R", frames)
    left, bottom, right, top = page.get_bbox()
    area = Box.around(upright(left, bottom), upright(right, top))
    text.close()
    page.close()
    return _judged(items, shown, drawing)._replace(frames=frames, area=area, angle=angle)


def _written(notes: list[Annotation], upright: Upright) -> list[Glyph]:
    """The values of fields that the file does not draw, each as one character."""
    found: list[Glyph] = []
    for note in notes:
        if not note.text:
            continue
        box = Box.around(upright(*note.box[:2]), upright(*note.box[2:]))
        x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        found.append(Glyph("\n", 0, 0, 0))
        found.append(Glyph(" ".join(note.text.split()), x, y, _NOTE_HEIGHT))
    return found


def _strike(glyphs: list[Glyph], notes: list[Annotation], upright: Upright) -> None:
    """Open the figures on which a note draws a stroke or an area."""
    boxes = [
        Box.around(upright(*note.box[:2]), upright(*note.box[2:]))
        for note in notes
        if not note.text
    ]
    for number, glyph in enumerate(glyphs) if boxes else ():
        if glyph.text.isdigit() and any(box.holds(glyph.x, glyph.y) for box in boxes):
            glyphs[number] = glyph._replace(text=UNREADABLE)


def _judged(items: list[Line | RuledTable], shown: Shown, drawing: PageDrawing) -> PdfSheet:
    seen = sum(
        glyph.text not in (STRUCK_OUT, COVERED, UNREADABLE) and not glyph.text.isspace()
        for glyph in shown.glyphs
    )
    tabled = any(isinstance(item, RuledTable) for item in items)
    scan = covers_page(drawing)
    recognised = scan and shown.hidden > max(seen, _STAMPED)
    return PdfSheet(
        items,
        scanned=not tabled and seen <= _STAMPED and bool(drawing.pictures) and (scan or not seen),
        outlined=len(drawing.inked) >= _SHAPES and seen < len(drawing.inked),
        recognised=recognised,
        unreadable=shown.unreadable >= _MANY and shown.kinds >= _KINDS,
        frames={},
        area=Box(0, 0, 0, 0),
        angle=0,
    )
