"""The pages of a PDF as pictures, with the place of everything that was read on them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final, NamedTuple

from gikstudy.reading import limits
from gikstudy.reading.pdf.layers import may_have_layers
from gikstudy.reading.pdf.page import PdfSheet, read_sheet

_SCALE: Final = 1.6
"""Pixels for each point: the figures of a table are easy to read, and a page has about 50 kB."""
_COLOURS: Final = 32


class PictureFrame(NamedTuple):
    """The place of a line or cell on a picture, in points from its upper left corner."""

    locus: str
    x: float
    y: float
    width: float
    height: float


class PagePicture(NamedTuple):
    """A page as a PNG picture: its number from 1, its size in points, and the places on it."""

    number: int
    png: bytes
    width: float
    height: float
    frames: tuple[PictureFrame, ...]


def page_pictures(data: bytes) -> Iterator[PagePicture]:
    """The pages of a PDF that the reader has read, as pictures with upright text.

    Args:
        data: the bytes of a PDF that `read_pdf` reads.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        for index in range(min(len(document), limits.PDF_PAGES)):
            sheet = read_sheet(document, index, layers=may_have_layers(data))
            area = sheet.area
            yield PagePicture(
                index + 1,
                _png(document, index, sheet),
                round(area.right - area.left, 1),
                round(area.top - area.bottom, 1),
                tuple(_frames(sheet)),
            )
    finally:
        document.close()


def _frames(sheet: PdfSheet) -> Iterator[PictureFrame]:
    for locus, box in sheet.frames.items():
        x, y = box.left - sheet.area.left, sheet.area.top - box.top
        numbers = (x, y, box.right - box.left, box.top - box.bottom)
        yield PictureFrame(locus, *(round(number, 1) for number in numbers))


def _png(document: object, index: int, sheet: PdfSheet) -> bytes:
    page = document[index]  # type: ignore[index]
    page.set_rotation(-sheet.angle % 360)
    picture = page.render(scale=_SCALE, may_draw_forms=True).to_pil()
    page.close()
    written = io.BytesIO()
    picture.convert("RGB").quantize(_COLOURS).save(written, "PNG", optimize=True)
    return written.getvalue()
