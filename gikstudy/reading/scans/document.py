"""Documents whose pages are pictures: files of pictures, and the scanned pages of a PDF."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from gikstudy.model import Line, PictureReading
from gikstudy.reading import limits
from gikstudy.reading.content import Content, UnreadableError
from gikstudy.reading.pdf.furniture import joined
from gikstudy.reading.pdf.tables import RuledTable
from gikstudy.reading.scans.recogniser import INSTALL, is_installed
from gikstudy.reading.signature import PICTURES, signature

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

    from gikstudy.reading.scans.page import ScannedSheet
    from gikstudy.reading.scans.picture import Pixels

DPI: Final = 200
"""Of the pictures that pages are turned into."""
_HEAD: Final = 1024
_OFD: Final = b"OFD.xml"
_PICTURE: Final = re.compile(rb"\.(?:jpe?g|png|bmp|tiff?|gif)\b", re.IGNORECASE)


def read_pictures(data: bytes) -> Content:
    """The lines and ruled tables of a file of pictures, each of which is a page.

    Returns:
        Blocks with loci as in a PDF, and their readings.

    Raises:
        UnreadableError: The extra `ocr` is missing, or the file is damaged or far too large.
    """
    if not is_installed():
        raise UnreadableError(f"the file is a {_kind(data)}; {INSTALL}")
    recognise = recogniser_in_time()
    pages = [recognise(colours, number) for number, colours in enumerate(pictures_in(data), 1)]
    return content_of([page.items for page in pages], [page.readings for page in pages])


def is_slow(data: bytes) -> bool:
    """Whether a file may have pages to recognise, which take seconds each.

    Examples:
        >>> is_slow(b"%PDF-1.7 text only")
        False
    """
    kind = "pdf" if b"%PDF-" in data[:1024] else signature(data[:_HEAD])
    pictured = (
        kind in PICTURES
        or (kind == "pdf" and b"/Image" in data)
        or (_OFD in data and _PICTURE.search(data) is not None)
    )
    return pictured and is_installed()


def _kind(data: bytes) -> str:
    return f"{signature(data).upper()} image"


def content_of(
    items: list[list[Line | RuledTable]], readings: list[list[PictureReading]], title: str = ""
) -> Content:
    """Pages as one document."""
    found = tuple(reading for page in readings for reading in page)
    return Content(tuple(joined(items)), page_title=title, readings=found)


def recogniser_in_time() -> Callable[[Pixels, int], ScannedSheet]:
    """A function that recognises the picture of a page until the time for one document is up."""
    from gikstudy.reading.scans.page import read_picture

    started = time.monotonic()

    def recognise(colours: Pixels, number: int) -> ScannedSheet:
        if time.monotonic() - started > limits.SCAN_SECONDS:
            raise UnreadableError(
                f"recognising its pages takes longer than {limits.SCAN_SECONDS:.0f} s"
            )
        if number > limits.SCAN_PAGES:
            raise UnreadableError(f"it has more than {limits.SCAN_PAGES} scanned pages")
        return read_picture(colours, number)

    return recognise


def pictures_in(data: bytes) -> Iterator[Pixels]:
    """The pictures of a file, in colour or grey, the right way up."""
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as file:
            for frame in ImageSequence.Iterator(file):
                if frame.width * frame.height > limits.SCAN_PIXELS:
                    raise UnreadableError(
                        f"a picture of {frame.width} × {frame.height} pixels is above the limit of "
                        f"{limits.SCAN_PIXELS / 1e6:.0f} million"
                    )
                if max(frame.size) < limits.SCAN_LEAST:
                    raise UnreadableError(
                        f"a picture of {frame.width} × {frame.height} pixels cannot be a page of a report"
                    )
                shown = ImageOps.exif_transpose(frame)
                if shown.mode in ("RGBA", "LA", "PA") or "transparency" in shown.info:
                    behind = Image.new("RGBA", shown.size, "white")
                    shown = Image.alpha_composite(behind, shown.convert("RGBA"))
                grey = shown.mode in ("1", "L", "I;16", "I", "F")
                yield np.asarray(shown.convert("L" if grey else "RGB"))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise UnreadableError(f"the {_kind(data)} is damaged: {error}") from error
    except Image.DecompressionBombError as error:
        raise UnreadableError(f"the {_kind(data)} is too large: {error}") from error


def picture_of(document: PdfDocument, index: int) -> Pixels:
    """A page of a PDF as a picture.

    Args:
        document: The open file.
        index: The number of the page, from 0.
    """
    page = document[index]
    scale = DPI / 72
    width, height = page.get_size()
    if width * height * scale * scale > limits.SCAN_PIXELS:
        scale = (limits.SCAN_PIXELS / (width * height)) ** 0.5
    picture = page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
    page.close()
    return np.asarray(picture)
