"""What a page of a PDF draws besides its text, in the coordinates of the page as shown.

Drawings contain drawings (a page that is scaled, turned or laid on another is one), each with its
own matrix; the matrices are multiplied out here. The order of painting is kept, because it decides
what hides what.
"""

from __future__ import annotations

import ctypes
import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gikstudy.reading import limits
from gikstudy.reading.colours import CONTRAST, PAPER, Colour, differ
from gikstudy.reading.pdf.geometry import (
    PLAIN,
    Box,
    Coordinates,
    Matrix,
    Outline,
    Stroke,
    Upright,
    multiplied,
    transformed,
)
from gikstudy.reading.pdf.pdfium import address_of, addresses_in, by_address
from gikstudy.reading.pdf.rulings import Ruling

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

Handle = Any
"""What PDFium hands out for a thing of its own: its address."""

_THIN: Final = 3.0
"""A drawn shape thinner than this is a line, in points: borders are often drawn as thin boxes."""
_DEPTH: Final = 8  # of drawings within drawings
_LINE_TO, _BEZIER_TO, _MOVE_TO = 0, 1, 2
_OPAQUE: Final = 250
_FAINT: Final = 0.6
"""Share of ink below which a drawing is a watermark and not a figure."""
_BAND: Final = 24.0
_LARGE: Final = 0.5
"""Least share of a page that a scan covers."""
_SIDES: Final = 4  # of a frame, whether or not its corners are round
_FIGURE: Final = 60.0
"""Greatest height of a figure that is drawn as a shape."""
_CORNERS: Final = 6
"""Greatest number of segments of a path that draws a box."""
_SHAPED: Final = 80
"""Greatest number of segments of a path whose outline is followed: a box with round corners."""
_EVEN_ODD: Final = 1


class Fill(NamedTuple):
    """A painted area that hides what was painted before it; `order` is the order of painting."""

    box: Box
    colour: Colour | None
    order: int
    outline: Outline | None = None  # of a shape other than a box

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is painted."""
        return self.box.holds(x, y) and (self.outline is None or self.outline.holds(x, y))


class Within(NamedTuple):
    """How a text relates to the drawings: its order, the matrix around it, and its visible part."""

    order: int
    matrix: Matrix
    alpha: float
    clip: Box | None


class PageDrawing:
    """Everything on a page that is not text, and for each text what surrounds it."""

    def __init__(self, sheet: Box) -> None:
        self.sheet = sheet
        self.across: list[Ruling] = []
        self.down: list[Ruling] = []
        self.slanted: list[Stroke] = []
        self.pictures: list[Box] = []
        self.inked: list[Box] = []  # figures drawn as shapes
        self.texts: dict[int, Within] = {}
        self._fills: dict[int, list[Fill]] = defaultdict(list)

    @property
    def has_fills(self) -> bool:
        """Whether any area is painted."""
        return bool(self._fills)

    def fill(
        self, box: Box, colour: Colour | None, order: int, outline: Outline | None = None
    ) -> None:
        """Note an area that is completely painted, or within its outline."""
        painted = Fill(box, colour, order, outline)
        for band in range(int(box.bottom // _BAND), int(box.top // _BAND) + 1):
            self._fills[band].append(painted)

    def beneath(self, x: float, y: float, order: int) -> Colour | None:
        """The background colour at a point; None if the background is a picture."""
        for painted in reversed(self._fills.get(int(y // _BAND), ())):
            if painted.order < order and painted.holds(x, y):
                return painted.colour
        return PAPER

    def hides(self, x: float, y: float, order: int) -> bool:
        """Whether an area painted later covers a point."""
        painted = self._fills.get(int(y // _BAND), ())
        return any(fill.order > order and fill.holds(x, y) for fill in painted)


def draw(page: PdfPage, upright: Upright) -> PageDrawing:
    """The drawing of a page; without lines if these only draw a picture."""
    reader = _ShapeReader(page, upright)
    reader.read_page()
    drawing = reader.drawing
    if len(drawing.across) + len(drawing.down) > limits.PDF_RULES:
        drawing.across, drawing.down = [], []
    return drawing


class _ShapeReader:
    """Walks through the objects of a page; buffers and functions of PDFium are created once."""

    def __init__(self, page: PdfPage, upright: Upright) -> None:
        self.page = page
        self.raw = by_address()
        self.upright = upright
        left, bottom, right, top = page.get_bbox()
        self.drawing = PageDrawing(Box.around(upright(left, bottom), upright(right, top)))
        self.sheet = self.drawing.sheet
        self.order = 0
        self._matrix = self.raw.FS_MATRIX()
        self._into_matrix = ctypes.addressof(self._matrix)
        self._floats = (ctypes.c_float * 4)()
        self._into_floats = addresses_in(self._floats)
        self._colour = (ctypes.c_uint * 4)()
        self._into_colour = addresses_in(self._colour)
        self._modes = (ctypes.c_int * 2)()  # how a path is filled, and whether it is stroked
        self._into_modes = addresses_in(self._modes)

    def read_page(self) -> None:
        raw, page = self.raw, address_of(self.page.raw)
        objects = (
            raw.FPDFPage_GetObject(page, index) for index in range(raw.FPDFPage_CountObjects(page))
        )
        self._read(objects, PLAIN, 1.0, None, _DEPTH)

    def _read(
        self, objects: Iterator[Any], matrix: Matrix, alpha: float, clip: Box | None, depth: int
    ) -> None:
        raw = self.raw
        kind_of, form = raw.FPDFPageObj_GetType, raw.FPDF_PAGEOBJ_FORM
        clip_of, clips = raw.FPDFPageObj_GetClipPath, raw.FPDFClipPath_CountPaths
        text, path = raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH
        for item in objects:
            self.order += 1
            kind = kind_of(item)
            own = clip_of(item)
            seen = self._clipped(own, matrix, clip) if own and clips(own) > 0 else clip
            if kind == text:
                self.drawing.texts[item] = Within(self.order, matrix, alpha, seen)
            elif kind == path:
                self._read_path(item, matrix, alpha, seen)
            elif kind == form:
                if depth:
                    raw.FPDFPageObj_GetMatrix(item, self._into_matrix)
                    around = multiplied(self._own(), matrix)
                    count = raw.FPDFFormObj_CountObjects(item)
                    inner = (raw.FPDFFormObj_GetObject(item, index) for index in range(count))
                    _, ink = self._paint(item, raw.FPDFPageObj_GetFillColor)
                    self._read(inner, around, alpha * ink / 255, seen, depth - 1)
            else:
                self._read_picture(item, matrix, alpha, seen)

    def _own(self) -> Matrix:
        m = self._matrix
        return m.a, m.b, m.c, m.d, m.e, m.f

    def _point(self, x: float, y: float, matrix: Matrix) -> Coordinates:
        if matrix is not PLAIN:
            x, y = transformed(x, y, matrix)
        return self.upright(x, y)

    def _box(self, left: float, bottom: float, right: float, top: float, matrix: Matrix) -> Box:
        corners = [self._point(left, bottom, matrix), self._point(right, top, matrix)]
        if matrix is not PLAIN:
            corners += [self._point(left, top, matrix), self._point(right, bottom, matrix)]
        return Box.around(*corners)

    def _bounds(self, item: Handle, matrix: Matrix) -> Box:
        self.raw.FPDFPageObj_GetBounds(item, *self._into_floats)
        left, bottom, right, top = self._floats
        return self._box(left, bottom, right, top, matrix)

    def _clipped(self, clip: Handle, matrix: Matrix, outer: Box | None) -> Box | None:
        """The area that the clips of an object leave visible, each by its own outline."""
        raw = self.raw
        floats, (x, y) = self._floats, self._into_floats[:2]
        for path in range(raw.FPDFClipPath_CountPaths(clip)):
            points = []
            for index in range(min(raw.FPDFClipPath_CountPathSegments(clip, path), 64)):
                segment = raw.FPDFClipPath_GetPathSegment(clip, path, index)
                raw.FPDFPathSegment_GetPoint(segment, x, y)
                points.append(self._point(floats[0], floats[1], matrix))
            if points:
                box = Box.around(*points)
                outer = box if outer is None else outer.common(box)
        return outer

    def _paint(self, item: Handle, paint_of: Callable[..., bool]) -> tuple[Colour | None, int]:
        """A colour, None where it is a pattern, and how much of what lies beneath it hides."""
        if not paint_of(item, *self._into_colour):
            return None, 255
        red, green, blue, ink = self._colour
        return (red, green, blue), ink

    def _read_picture(self, item: Handle, matrix: Matrix, alpha: float, clip: Box | None) -> None:
        box = self._bounds(item, matrix)
        box = box if clip is None else box.common(clip)
        if alpha < _FAINT or box.right - box.left <= _THIN or box.top - box.bottom <= _THIN:
            return
        self.drawing.pictures.append(box)
        large = box.area > _LARGE * self.sheet.area
        if large and self.drawing.texts and self._is_opaque(item):
            self.drawing.fill(box, None, self.order)

    def _is_opaque(self, item: Handle) -> bool:
        """Whether a picture is opaque, like a scan that lies on its text layer."""
        raw = self.raw
        if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_IMAGE:
            return False
        document, page = address_of(self.page.pdf.raw), address_of(self.page.raw)
        bitmap = raw.FPDFImageObj_GetRenderedBitmap(document, page, item)
        if not bitmap:
            return False
        try:
            if raw.FPDFBitmap_GetFormat(bitmap) != raw.FPDFBitmap_BGRA:
                return True
            size = raw.FPDFBitmap_GetStride(bitmap) * raw.FPDFBitmap_GetHeight(bitmap)
            return min(ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), size)[3::4]) >= _OPAQUE
        finally:
            raw.FPDFBitmap_Destroy(bitmap)

    def _read_path(self, item: Handle, matrix: Matrix, alpha: float, clip: Box | None) -> None:
        raw = self.raw
        raw.FPDFPath_GetDrawMode(item, *self._into_modes)
        filled, stroked = self._modes
        if not (filled or stroked):
            return
        box = self._bounds(item, matrix)
        if clip is not None:
            box = box.common(clip)
            if box.right < box.left or box.top < box.bottom:
                return
        paint = raw.FPDFPageObj_GetFillColor if filled else raw.FPDFPageObj_GetStrokeColor
        colour, ink = self._paint(item, paint)
        ink = round(ink * alpha)
        thin = box.right - box.left <= _THIN or box.top - box.bottom <= _THIN
        visible = self._stands_out(box, colour, ink)
        if filled and not thin:
            self._read_area(item, box, colour, ink, matrix)
            if stroked:
                line, ink = self._paint(item, raw.FPDFPageObj_GetStrokeColor)
                visible = visible or self._stands_out(box, line, round(ink * alpha))
        if stroked and not filled and not thin:
            self._read_stroke(item, colour, ink, matrix, clip)
        if not visible:
            return
        if thin:
            self._line((box.left, box.bottom), (box.right, box.top))
            return
        self._read_outline(item, box, matrix, ink, clip)

    def _read_outline(
        self, item: Handle, box: Box, matrix: Matrix, ink: int, clip: Box | None
    ) -> None:
        """The lines of a path, or that the path is a figure: a letter or sign drawn as a shape."""
        curved, lines = self._outline(item, matrix)
        level = sum(x1 == x2 or y1 == y2 for (x1, y1), (x2, y2) in lines)
        figure = (curved or len(lines) > level + 1) and not level == len(lines) == _SIDES
        if figure and min(box.right - box.left, box.top - box.bottom) < _FIGURE:
            if ink >= _FAINT * 255:
                self.drawing.inked.append(box)
            return
        for one, other in lines:
            self._line(one, other, clip)

    def _stands_out(self, box: Box, colour: Colour | None, ink: int) -> bool:
        """Whether a shape differs from what it is painted on."""
        if ink < CONTRAST:
            return False
        x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        return differ(colour, self.drawing.beneath(x, y, self.order))

    def _read_area(
        self, item: Handle, box: Box, colour: Colour | None, ink: int, matrix: Matrix
    ) -> None:
        if colour is None or ink < _OPAQUE or self.raw.FPDFPageObj_HasTransparency(item):
            return
        segments = self.raw.FPDFPath_CountSegments(item)
        if segments <= _CORNERS:
            self.drawing.fill(box, colour, self.order)
        elif segments <= _SHAPED:
            outline = Outline(self._parts(item, matrix), holes=self._modes[0] == _EVEN_ODD)
            self.drawing.fill(box, colour, self.order, outline)

    def _read_stroke(
        self,
        item: Handle,
        colour: Colour | None,
        ink: int,
        matrix: Matrix,
        clip: Box | None,
    ) -> None:
        """A stroke as wide as text paints an area."""
        if ink < _OPAQUE or not self.raw.FPDFPageObj_GetStrokeWidth(item, self._into_floats[0]):
            return
        width = self._floats[0]
        self.raw.FPDFPageObj_GetMatrix(item, self._into_matrix)
        a, b, *_ = multiplied(self._own(), matrix)
        half = width * math.hypot(a, b) / 2
        if 2 * half <= _THIN or self.raw.FPDFPath_CountSegments(item) > _CORNERS:
            return
        for (x1, y1), (x2, y2) in self._outline(item, matrix)[1]:
            if abs(x1 - x2) < half or abs(y1 - y2) < half:
                box = Box.around((x1, y1), (x2, y2))
                box = Box(box.left - half, box.bottom - half, box.right + half, box.top + half)
                self.drawing.fill(box if clip is None else box.common(clip), colour, self.order)

    def _parts(self, item: Handle, matrix: Matrix) -> list[list[Coordinates]]:
        """The corners of each part of a path; of a curve, also the points that bend it."""
        raw = self.raw
        raw.FPDFPageObj_GetMatrix(item, self._into_matrix)
        matrix = multiplied(self._own(), matrix)
        parts: list[list[Coordinates]] = []
        for index in range(raw.FPDFPath_CountSegments(item)):
            segment = raw.FPDFPath_GetPathSegment(item, index)
            raw.FPDFPathSegment_GetPoint(segment, *self._into_floats[:2])
            point = self._point(self._floats[0], self._floats[1], matrix)
            if not parts or raw.FPDFPathSegment_GetType(segment) == _MOVE_TO:
                parts.append([])
            parts[-1].append(point)
        return parts

    def _line(self, one: Coordinates, other: Coordinates, clip: Box | None = None) -> None:
        (x1, y1), (x2, y2) = one, other
        if clip is not None:
            x1, x2 = (min(max(x, clip.left), clip.right) for x in (x1, x2))
            y1, y2 = (min(max(y, clip.bottom), clip.top) for y in (y1, y2))
        width, height = abs(x2 - x1), abs(y2 - y1)
        if height <= _THIN < width:
            self.drawing.across.append(Ruling((y1 + y2) / 2, min(x1, x2), max(x1, x2)))
        elif width <= _THIN < height:
            self.drawing.down.append(Ruling((x1 + x2) / 2, min(y1, y2), max(y1, y2)))
        elif width > _THIN and height > _THIN:
            self.drawing.slanted.append(Stroke(one, other))

    def _outline(
        self, item: Handle, matrix: Matrix
    ) -> tuple[bool, list[tuple[Coordinates, Coordinates]]]:
        """Whether a path has curves, and its straight segments."""
        raw = self.raw
        raw.FPDFPageObj_GetMatrix(item, self._into_matrix)
        matrix = multiplied(self._own(), matrix)
        floats, (x, y) = self._floats, self._into_floats[:2]
        first = last = (0.0, 0.0)
        lines: list[tuple[Coordinates, Coordinates]] = []
        curved = False
        for index in range(min(raw.FPDFPath_CountSegments(item), limits.PDF_RULES)):
            segment = raw.FPDFPath_GetPathSegment(item, index)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            point = self._point(floats[0], floats[1], matrix)
            kind = raw.FPDFPathSegment_GetType(segment)
            if kind == _LINE_TO:
                lines.append((last, point))
            elif kind == _BEZIER_TO:
                curved = True
            else:
                first = point
            if raw.FPDFPathSegment_GetClose(segment):
                lines.append((point, first))
            last = point
        return curved, lines
