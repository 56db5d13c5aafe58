"""The pages of an OFD file that are pictures, put together as they are seen."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import numpy as np

from gikstudy.reading import limits
from gikstudy.reading.content import UnreadableError
from gikstudy.reading.ofd.package import OfdPackage
from gikstudy.reading.ofd.page import OfdPage
from gikstudy.reading.scans.document import DPI

if TYPE_CHECKING:
    from PIL.Image import Image

    from gikstudy.reading.scans.picture import Pixels


def page_picture(package: OfdPackage, page: OfdPage) -> Pixels | None:
    """A page as a picture: white, with its pictures where they stand, seals among them.

    Returns:
        None if the page would not be whole: it draws lines as well, or one of the pictures is not
        in the file, is turned, or is in a format that cannot be read.
    """
    from PIL import Image

    drawing, scale = page.drawing, DPI / 72
    size = round(drawing.sheet.right * scale), round(drawing.sheet.top * scale)
    drawn = drawing.across or drawing.down or drawing.slanted or drawing.has_fills
    if drawn or size[0] * size[1] > limits.SCAN_PIXELS:
        return None
    shown = Image.new("RGB", size, "white")
    for one in page.pictures:
        picture = _opened(package.picture(one.resource)) if one.upright else None
        left, top = round(one.box.left * scale), round((drawing.sheet.top - one.box.top) * scale)
        width = max(1, round((one.box.right - one.box.left) * scale))
        height = max(1, round((one.box.top - one.box.bottom) * scale))
        if picture is None or width * height > limits.SCAN_PIXELS:
            return None
        placed = picture.resize((width, height))
        shown.paste(placed, (left, top), placed)
    return np.asarray(shown)


def _opened(data: bytes | None) -> Image | None:
    """A picture with what is transparent in it; None for one that cannot be read."""
    from PIL import Image, ImageOps

    if data is None:
        return None
    try:
        with Image.open(io.BytesIO(data)) as file:
            if file.width * file.height > limits.SCAN_PIXELS:
                return None
            return ImageOps.exif_transpose(file).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def picture_in(data: bytes, number: int) -> Pixels:
    """One page of a file, which was recognised, as a picture.

    Args:
        data: The file.
        number: The number of the page, from 1.

    Raises:
        UnreadableError: The page was not recognised.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        package = OfdPackage(archive)
        page = list(package.pages())[number - 1]
        picture = page_picture(package, page)
    if picture is None:
        raise UnreadableError(f"page {number} of the OFD file cannot be shown whole")
    return picture
