"""The pieces of pictures that were recognised, for people: pages with frames, and single cells."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from gikstudy.model import Document, PictureReading
from gikstudy.reading.ofd.pictures import picture_in
from gikstudy.reading.pdf.pictures import PagePicture, PictureFrame, page_pictures
from gikstudy.reading.scans.document import picture_of, pictures_in
from gikstudy.reading.scans.picture import PIXELS, upright
from gikstudy.reading.scans.standing import turned_by

if TYPE_CHECKING:
    from gikstudy.reading.scans.picture import Pixels

_PAGE: Final = re.compile(r"P(\d+)R")
_SHOWN: Final = 1.6
"""Pixels of a picture for people for each point of the page."""
_COLOURS: Final = 32
_WIDEST: Final = 72
"""Characters of a line on which a terminal shows a cell."""
_AROUND: Final = 3.0
"""Points of the page that are shown around a cell."""
_BLOCKS: Final = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def recognised_pages(data: bytes, document: Document) -> Iterator[PagePicture]:
    """The pages of a document as pictures; those that were recognised are upright and framed.

    Args:
        data: the bytes of the document, a PDF or a file of pictures.
        document: what was read from them, with readings.
    """
    pages = page_numbers(document)
    if document.source_format == "pdf":
        for page in page_pictures(data):
            yield _page(data, document, page.number) if page.number in pages else page
    else:
        for number in sorted(pages):
            yield _page(data, document, number)


def page_numbers(document: Document) -> set[int]:
    """The pages that were recognised, counted from 1."""
    return {_number(reading) for reading in document.readings}


def cell_picture(data: bytes, document: Document, locus: str) -> list[str]:
    """The piece of a page that a reading was recognised in, as lines of block characters.

    Args:
        data: the bytes of the document.
        document: what was read from them.
        locus: where the reading is.

    Returns:
        Nothing if the place was printed as text.
    """
    reading = next((one for one in document.readings if one.locus == locus), None)
    if reading is None or reading.box[2] <= reading.box[0]:
        return []
    page = _upright_page(data, document, _number(reading))
    grey = page if page.ndim == 2 else page.min(axis=2)
    left, bottom, right, top = reading.box
    rows = grey.shape[0] / PIXELS - np.array([top + _AROUND, bottom - _AROUND])
    first, last = (max(0, round(row * PIXELS)) for row in rows.tolist())
    start, end = (max(0, round(x * PIXELS)) for x in (left - _AROUND, right + _AROUND))
    return _in_blocks(grey[first:last, start:end])


def _in_blocks(part: Pixels) -> list[str]:
    """A picture in characters, each of which shows two points, one above the other."""
    import cv2

    height, width = part.shape
    columns = min(_WIDEST, width)
    rows = max(2, round(height * columns / width))
    rows += rows % 2
    small = cv2.resize(part, (columns, rows), interpolation=cv2.INTER_AREA)
    dark = small < (int(small.min()) + int(small.max())) / 2
    above_below = [(dark[n], dark[n + 1]) for n in range(0, rows, 2)]
    lines = [
        "".join(_BLOCKS[bool(a), bool(b)] for a, b in zip(above, below, strict=True)).rstrip()
        for above, below in above_below
    ]
    inked = [n for n, line in enumerate(lines) if line]
    return lines[inked[0] : inked[-1] + 1] if inked else []


def _number(reading: PictureReading) -> int:
    found = _PAGE.match(reading.locus)
    return int(found[1]) if found else 0


def _upright_page(data: bytes, document: Document, number: int) -> Pixels:
    """The picture of a page, turned as it was recognised."""
    turn = next(reading.turn for reading in document.readings if _number(reading) == number)
    return upright(turned_by(_colours(data, document, number), turn))


def _colours(data: bytes, document: Document, number: int) -> Pixels:
    """The picture of a page as it is in the file."""
    if document.source_format == "ofd":
        return picture_in(data, number)
    if document.source_format != "pdf":
        return next(p for n, p in enumerate(pictures_in(data), 1) if n == number)
    import pypdfium2

    file = pypdfium2.PdfDocument(data)
    try:
        return picture_of(file, number - 1)
    finally:
        file.close()


def _page(data: bytes, document: Document, number: int) -> PagePicture:
    from PIL import Image

    page = _upright_page(data, document, number)
    height, width = page.shape[0] / PIXELS, page.shape[1] / PIXELS
    picture = Image.fromarray(page).convert("RGB")
    picture = picture.resize((round(width * _SHOWN), round(height * _SHOWN)))
    written = io.BytesIO()
    picture.quantize(_COLOURS).save(written, "PNG", optimize=True)
    frames = tuple(
        PictureFrame(
            reading.locus,
            reading.box[0],
            round(height - reading.box[3], 1),
            round(reading.box[2] - reading.box[0], 1),
            round(reading.box[3] - reading.box[1], 1),
        )
        for reading in document.readings
        if _number(reading) == number
    )
    return PagePicture(number, written.getvalue(), round(width, 1), round(height, 1), frames)
