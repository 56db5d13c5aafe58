"""What a page of a PDF draws: characters with their places, and straight lines."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from gikstudy.reading import limits
from gikstudy.reading.pdf.rulings import Rule

if TYPE_CHECKING:
    from pypdfium2 import PdfObject, PdfPage

_THIN: Final = 3.0
"""Points below which a drawn shape is a line: borders are often drawn as thin boxes."""
_DEPTH: Final = 3  # of drawings within drawings
_LINE_TO: Final = 0
_HYPHEN: Final = 0xFFFE  # pdfium's mark of a hyphen at the end of a line

Point = tuple[float, float]


class Glyph(NamedTuple):
    """A character, the middle of its box, and its height, in points.

    The box is that of the font and not of the ink, so that 一 stands as high as its neighbours.
    """

    text: str
    x: float
    y: float
    height: float


def glyphs(page: PdfPage) -> list[Glyph]:
    """The characters of a page in the order of the file, with the spaces and line ends between."""
    import pypdfium2.raw as raw

    text = page.get_textpage()
    upright = _upright(page)
    sideways = page.get_rotation() in (90, 270)
    box = raw.FS_RECTF()
    into = ctypes.byref(box)
    found: list[Glyph] = []
    for index in range(min(text.count_chars(), limits.PDF_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(text, index)
        raw.FPDFText_GetLooseCharBox(text, index, into)
        x, y = upright((box.left + box.right) / 2, (box.bottom + box.top) / 2)
        height = box.right - box.left if sideways else box.top - box.bottom
        found.append(Glyph("-" if code == _HYPHEN else chr(code), x, y, height))
    return found


def has_pictures(page: PdfPage) -> bool:
    """Whether a page shows any picture, as every page of a scan does."""
    import pypdfium2.raw as raw

    pictures = page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=_DEPTH)
    return next(iter(pictures), None) is not None


def rules(page: PdfPage) -> tuple[list[Rule], list[Rule]]:
    """The horizontal and the vertical lines that a page draws; none of a mere drawing."""
    import pypdfium2.raw as raw

    upright = _upright(page)
    across: list[Rule] = []
    down: list[Rule] = []
    for shape in page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH,), max_depth=_DEPTH):
        left, bottom, right, top = shape.get_bounds()
        if right - left <= _THIN or top - bottom <= _THIN:
            strokes: Iterator[tuple[Point, Point]] = iter([((left, bottom), (right, top))])
        else:
            strokes = _strokes(shape)
        for one, other in strokes:
            (x1, y1), (x2, y2) = upright(*one), upright(*other)
            width, height = abs(x2 - x1), abs(y2 - y1)
            if height <= _THIN < width:
                across.append(Rule((y1 + y2) / 2, min(x1, x2), max(x1, x2)))
            elif width <= _THIN < height:
                down.append(Rule((x1 + x2) / 2, min(y1, y2), max(y1, y2)))
        if len(across) + len(down) > limits.PDF_RULES:
            return [], []
    return across, down


def _upright(page: PdfPage) -> Callable[[float, float], Point]:
    """From the coordinates of the file to those of the page as it is shown.

    Wide tables stand on pages that are turned, whose text runs upwards in the file.
    """
    width, height = page.get_size()  # as shown
    return {
        90: lambda x, y: (y, height - x),
        180: lambda x, y: (width - x, height - y),
        270: lambda x, y: (width - y, x),
    }.get(page.get_rotation(), lambda x, y: (x, y))


def _strokes(shape: PdfObject) -> Iterator[tuple[Point, Point]]:
    """The straight pieces of a path, in the coordinates of its page."""
    import pypdfium2.raw as raw

    matrix = shape.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    first = last = (0.0, 0.0)
    for index in range(min(raw.FPDFPath_CountSegments(shape), limits.PDF_RULES)):
        segment = raw.FPDFPath_GetPathSegment(shape, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        if raw.FPDFPathSegment_GetType(segment) == _LINE_TO:
            yield last, point
        else:
            first = point
        if raw.FPDFPathSegment_GetClose(segment):
            yield point, first
        last = point
