"""The characters that a page of a PDF shows, each with its position; hidden ones are left out.

It drops characters that nobody sees (white on white, invisible, cut off, painted over, too small)
and those that are not part of the text (watermarks). A visible glyph without a meaning becomes
`UNREADABLE`.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter, defaultdict
from collections.abc import Callable
from statistics import median
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gikstudy.reading import limits
from gikstudy.reading.pdf.drawing import PAPER, Colour, Handle, PageDrawing, Within, differ
from gikstudy.reading.pdf.geometry import PLAIN, Coordinates, Matrix, Upright, transformed

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

STRUCK_OUT: Final = ""
"""Replaces a character that is struck out or painted over."""
UNREADABLE: Final = "\ufffc"
"""Stands for something printed that is not text: a picture, a glyph without a meaning."""
_HYPHEN: Final = 0xFFFE  # pdfium's mark of a hyphen at the end of a line
_INVISIBLE, _AS_CLIP = 3, 7  # modes of painting text
_SLANTED: Final = math.radians(6)
_TINY: Final = 1.2
_NO_INK: Final = 0.05
_SMALL: Final = 0.25
"""Height of hidden keywords, as a share of the height of the text around them."""
_GHOST: Final = 0.1
_TRANSPARENT: Final = 0.6
_PALE: Final = 150
"""Least value of the darkest channel of a pale colour."""
_LARGE: Final = 1.8
"""Height of a watermark, in text heights."""
_TILED: Final = 3
_FIGURE: Final = 7
"""Greatest number of digits of a count; a longer run is more than one number."""
_WAIST: Final = 0.35
"""Height of the middle of a character above the baseline, in character heights."""
_SAMPLE: Final = 64
_NARROW: Final = 0.75
"""Greatest width of a figure, in heights; Chinese characters are as wide as high."""
_NOWHERE: Final = Within(0, PLAIN, 1.0, None)


class Glyph(NamedTuple):
    """A character, the middle of its box, and its height and width, in points.

    It is the box of the font and not of the ink, so that 一 is as high as its neighbours.
    """

    text: str
    x: float
    y: float
    height: float
    width: float = 0.0


class Shown(NamedTuple):
    """What a page shows: its characters in the order of the file, with the line ends."""

    glyphs: list[Glyph]
    hidden: int
    """Invisible characters; the text layer of a scan consists of them."""
    unreadable: int
    """Visible characters that look like figures and that the file does not identify."""
    kinds: int
    """How many of these are different; the dots of a list are all alike."""


class _Style(NamedTuple):
    """What the characters of one piece of text have in common."""

    dropped: bool
    hidden: bool
    as_clip: bool
    around: Matrix | None
    """For a font without boxes, the matrix that moves its characters to their place on the page."""
    plain: bool
    """It is visible wherever nothing is painted."""
    colour: Colour | None
    alpha: float
    within: Within


def angle_of(text: PdfTextPage) -> int:
    """By how many degrees most of the text is turned clockwise: 0, 90, 180 or 270."""
    import pypdfium2.raw as raw

    count = text.count_chars()
    step = max(1, count // _SAMPLE)
    turns = Counter(
        round(math.degrees(raw.FPDFText_GetCharAngle(text, index)) / 90) * 90 % 360
        for index in range(0, count, step)
        if raw.FPDFText_GetUnicode(text, index) > 0x20
    )
    return turns.most_common(1)[0][0] if turns else 0


def read_glyphs(text: PdfTextPage, drawing: PageDrawing, upright: Upright) -> Shown:
    """The characters of a page that can be seen."""
    return _GlyphReader(text, drawing, upright).read()


class _GlyphReader:
    """Goes through the characters of a page; asks once for what a piece of text has in common."""

    def __init__(self, text: PdfTextPage, drawing: PageDrawing, upright: Upright) -> None:
        import pypdfium2.raw as raw

        self.raw: Any = raw
        self.text, self.drawing, self.upright = text.raw, drawing, upright
        self.count = min(text.count_chars(), limits.PDF_CHARACTERS)
        (x, y), (right, up) = upright(0.0, 0.0), upright(1.0, 0.0)
        self.sideways = abs(up - y) > abs(right - x)
        self.styles: dict[int, _Style] = {}
        self.boxed: set[bytes] = set()  # fonts that have boxes
        self.hidden = 0
        self.codes: Counter[tuple[int, int, int]] = Counter()
        self._colour = [ctypes.c_uint() for _ in range(4)]
        self._sides = [ctypes.c_double() for _ in range(4)]
        self._box = raw.FS_RECTF()

    def read(self) -> Shown:
        raw, text = self.raw, self.text
        box = raw.FS_RECTF()
        into = ctypes.byref(box)
        unicode_of, box_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
        piece_of, failed = _address_of(raw.FPDFText_GetTextObject), raw.FPDFText_HasUnicodeMapError
        styles = self.styles
        sheet, any_fills = self.drawing.sheet, self.drawing.has_fills
        found: list[Glyph] = []
        pieces: list[int] = []
        for index in range(self.count):
            code = unicode_of(text, index)
            character = "-" if code == _HYPHEN else chr(code)
            if character.isspace():
                found.append(Glyph(character, 0.0, 0.0, 0.0))
                pieces.append(0)
                continue
            piece = piece_of(text, index) or 0
            style = styles.get(piece) or self._style(piece, index)
            if style.dropped:
                self.hidden += style.hidden
                continue
            box_of(text, index, into)
            x, y, height, width = self._placed(index, style, box)
            if any_fills and self.drawing.hides(x, y, style.within.order):
                self.hidden += 1
                found.append(Glyph(STRUCK_OUT, x, y, height, width))
                pieces.append(piece)
                continue
            out = not (sheet[0] <= x <= sheet[2] and sheet[1] <= y <= sheet[3])
            at_risk = any_fills or not style.plain
            if out or height < _TINY or (at_risk and not self._is_seen(style, x, y)):
                self.hidden += 1
                continue
            if style.as_clip or (_means_nothing(code) or failed(text, index) == 1):
                shape = self._ink(index, height)
                if not all(shape):
                    continue
                if width < _NARROW * height and not _is_dot(code):
                    self.codes[code, *shape] += 1
                character = UNREADABLE
            found.append(Glyph(character, x, y, height, width))
            pieces.append(piece)
        kept = self._without_watermarks(found, pieces)
        return Shown(kept, self.hidden, sum(self.codes.values()), len(self.codes))

    def _placed(self, index: int, style: _Style, box: Handle) -> tuple[float, float, float, float]:
        """Middle, height and width of a character if PDFium gives the box of its font."""
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        around = style.around
        if style.within.matrix is not PLAIN:
            around = self._inner(index, style.within.matrix)
        if around is not None:
            return self._placed_by_origin(index, around, (left, bottom, right, top))
        x, y = self.upright((left + right) / 2, (bottom + top) / 2)
        if self.sideways:
            return x, y, right - left, top - bottom
        return x, y, top - bottom, right - left

    def _placed_by_origin(
        self, index: int, around: Matrix, box: tuple[float, float, float, float]
    ) -> tuple[float, float, float, float]:
        """The same for a character if PDFium gives the box of its ink."""
        raw = self.raw
        m, (x, y) = raw.FS_MATRIX(), (ctypes.c_double(), ctypes.c_double())
        raw.FPDFText_GetMatrix(self.text, index, m)
        raw.FPDFText_GetCharOrigin(self.text, index, x, y)
        size = raw.FPDFText_GetFontSize(self.text, index)
        along = math.hypot(m.a, m.b) or 1.0
        dx, dy = m.a / along, m.b / along
        left, right = transformed(*box[:2], around), transformed(*box[2:], around)
        start = transformed(x.value, y.value, around)
        one, two = ((end[0] - start[0]) * dx + (end[1] - start[1]) * dy for end in (left, right))
        middle, waist = (one + two) / 2, _WAIST * size
        return (
            *self.upright(
                start[0] + dx * middle + waist * m.c, start[1] + dy * middle + waist * m.d
            ),
            size * math.hypot(m.c, m.d),
            abs(two - one),
        )

    def _inner(self, index: int, around: Matrix) -> Matrix | None:
        """None for a character with a box of its font; else the matrix missing from its position.

        For characters of Type 3 fonts, and for radicals (⽆) that PDFium replaces by their
        look-alikes (无), it gives the box of the ink, and inside drawings it leaves out their
        matrix.
        """
        raw, box = self.raw, self._box
        raw.FPDFText_GetLooseCharBox(self.text, index, box)
        _, _, bottom, top = self._ink_box(index)
        if abs(box.bottom - bottom) + abs(box.top - top) > 0.01 * (top - bottom):
            return None
        m, (x, y) = raw.FS_MATRIX(), self._sides[:2]
        raw.FPDFText_GetMatrix(self.text, index, m)
        raw.FPDFText_GetCharOrigin(self.text, index, x, y)
        inner = (x.value, y.value)
        outer = transformed(*inner, around)
        return around if _off_line(outer, m) < _off_line(inner, m) else PLAIN

    def _ink_box(self, index: int) -> tuple[float, ...]:
        """Left, right, bottom and top of the ink of a character."""
        self.raw.FPDFText_GetCharBox(self.text, index, *self._sides)
        return tuple(side.value for side in self._sides)

    def _style(self, piece: int, index: int) -> _Style:
        raw = self.raw
        within = self.drawing.texts.get(piece, _NOWHERE)
        colour: Colour | None = None
        around: Matrix | None = None
        mode, ink, lean = 0, 255, 0.0
        if piece:
            item = ctypes.cast(piece, raw.FPDF_PAGEOBJECT)
            mode = raw.FPDFTextObj_GetTextRenderMode(item)
            paint = raw.FPDFPageObj_GetStrokeColor if mode == 1 else raw.FPDFPageObj_GetFillColor
            red, green, blue, opacity = self._colour
            if paint(item, red, green, blue, opacity):
                colour, ink = (red.value, green.value, blue.value), opacity.value
            lean = raw.FPDFText_GetCharAngle(self.text, index) % (math.pi / 2)
            font = bytes(raw.FPDFTextObj_GetFont(item))
            if within.matrix is PLAIN and font not in self.boxed:
                around = self._inner(index, PLAIN)
                if around is None:
                    self.boxed.add(font)
        alpha = within.alpha * ink / 255
        hidden = mode == _INVISIBLE or alpha < _GHOST
        slanted = min(lean, math.pi / 2 - lean) > _SLANTED
        plain = within.clip is None and differ(colour, PAPER)
        style = _Style(
            hidden or slanted,
            hidden,
            mode == _AS_CLIP,
            around,
            plain,
            colour,
            alpha,
            within,
        )
        self.styles[piece] = style
        return style

    def _is_seen(self, style: _Style, x: float, y: float) -> bool:
        order, _, _, clip = style.within
        drawing = self.drawing
        if clip is not None and not clip.holds(x, y):
            return False
        return differ(style.colour, drawing.beneath(x, y, order))

    def _ink(self, index: int, height: float) -> tuple[int, int]:
        """Width and height of the ink of a character, in twelfths of its size."""
        left, right, bottom, top = self._ink_box(index)
        wide, high = right - left, top - bottom
        if min(wide, high) < _NO_INK:
            return 0, 0
        return 1 + round(12 * wide / height), 1 + round(12 * high / height)

    def _without_watermarks(self, glyphs: list[Glyph], pieces: list[int]) -> list[Glyph]:
        """Remove pale large glyphs, transparent ones, pale repeated ones, and hidden words."""
        faint = {piece for piece in self.styles if self._is_faint(piece)}
        heights = [glyph.height for glyph in glyphs if glyph.height]
        usual = median(heights) if heights else 0.0
        texts: dict[int, str] = defaultdict(str)
        for glyph, piece in zip(glyphs, pieces, strict=True):
            if piece in faint:
                texts[piece] += glyph.text
        repeated = Counter(texts.values())
        solid = sum(piece and piece not in faint for piece in pieces)
        kept: list[Glyph] = []
        for glyph, piece in zip(glyphs, pieces, strict=True):
            if (
                piece in faint
                and solid
                and (
                    glyph.height > _LARGE * usual
                    or self.styles[piece].alpha < _TRANSPARENT
                    or (repeated[texts[piece]] >= _TILED and not _is_figure(texts[piece]))
                )
            ):
                continue
            if piece and glyph.height < _SMALL * usual:
                self.hidden += 1
                continue
            kept.append(glyph)
        return kept

    def _is_faint(self, piece: int) -> bool:
        style = self.styles[piece]
        return style.alpha < _TRANSPARENT or (
            style.colour is not None and min(style.colour) > _PALE
        )


def _address_of(function: Callable[..., Any]) -> Callable[..., int | None]:
    """A function of PDFium, made to return the address of an object as a number: faster."""
    prototype = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
    address = ctypes.cast(function, ctypes.c_void_p).value  # type: ignore[arg-type]
    return prototype(address or 0)


def _off_line(point: Coordinates, matrix: Handle) -> float:
    """How far a point is from the baseline of a text, and a little also from its start."""
    dx, dy = point[0] - matrix.e, point[1] - matrix.f
    across = abs(dx * matrix.b - dy * matrix.a) / (math.hypot(matrix.a, matrix.b) or 1.0)
    return float(across) + 0.01 * math.hypot(dx, dy)


def _is_dot(code: int) -> bool:
    """Whether it is a symbol of a symbol font, such as the dot of a list, and not a figure."""
    return 0xF000 <= code <= 0xF0FF and not 0xF030 <= code <= 0xF039


def _is_figure(text: str) -> bool:
    return text.isdigit() and len(text) <= _FIGURE


def _means_nothing(code: int) -> bool:
    """Whether a code point belongs to no printable character."""
    return (
        code < 0x20
        or 0x7F <= code < 0xA0
        or 0xE000 <= code < 0xF900
        or code >= 0xF0000
        or 0xFFF0 <= code <= 0xFFFF
    ) and code != _HYPHEN
