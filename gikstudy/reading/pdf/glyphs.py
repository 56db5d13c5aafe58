"""The characters that a page of a PDF shows, each with its position; hidden ones are left out.

It drops characters that nobody sees (white on white, invisible, cut off, painted over, too small)
and those that are not part of the text (watermarks). A visible glyph without a meaning becomes
`UNREADABLE`.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter, defaultdict
from statistics import median
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gikstudy.reading import limits
from gikstudy.reading.colours import PAPER, Colour, differ
from gikstudy.reading.pdf.characters import (
    HYPHEN,
    is_dot,
    is_figure,
    means_nothing,
    tells_other_text,
)
from gikstudy.reading.pdf.drawing import Handle, PageDrawing, Within
from gikstudy.reading.pdf.geometry import (
    PLAIN,
    Box,
    Coordinates,
    Matrix,
    Upright,
    as_it_stands,
    off_line,
    transformed,
)
from gikstudy.reading.pdf.pdfium import address_of, addresses_in, by_address

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

STRUCK_OUT: Final = ""
"""Replaces a character that is struck out."""
COVERED: Final = "\0"
"""Replaces a character that is painted over. PDFium leaves out the same character printed upon it."""
UNREADABLE: Final = "\ufffc"
"""Stands for something printed that is not text: a picture, a glyph without a meaning."""
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
_YEAR: Final = 3
"""Least number of digits of a figure that a watermark repeats."""
_WAIST: Final = 0.35
"""Height of the middle of a character above the baseline, in character heights."""
_SAMPLE: Final = 64
_SQUEEZED: Final = 0.05
"""Width of a figure, in heights, from which on it can be seen."""
_NARROW: Final = 0.75
"""Width of a figure at the most, in heights; Chinese characters are as wide as high."""
_new: Final = tuple.__new__  # a NamedTuple of all its fields, in half the time of a call with them
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
    outside: list[Coordinates]
    """Where characters stand that lie beyond the edge of the page."""


class _Appearance(NamedTuple):
    """How a text is painted; nearly all of a page is painted alike."""

    dropped: bool
    hidden: bool
    as_clip: bool
    plain: bool
    """It is visible wherever nothing is painted."""
    uncertain: bool
    """It is mirrored, or the file tells another text: its figures may be others."""
    colour: Colour | None
    alpha: float


class _Style(NamedTuple):
    """What the characters of one piece of text have in common: their look, and where they stand."""

    look: _Appearance
    around: Matrix | None
    """For a font without boxes, what takes its characters to their place on the page."""
    within: Within
    boxed: bool
    """Their boxes give their position on the page."""


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
        self.raw = by_address()
        self.text, self.drawing, self.upright = address_of(text.raw), drawing, upright
        self.count = min(text.count_chars(), limits.PDF_CHARACTERS)
        (x, y), (right, up) = upright(0.0, 0.0), upright(1.0, 0.0)
        self.sideways = abs(up - y) > abs(right - x)
        self.unturned = upright is as_it_stands
        self.styles: dict[int, _Style] = {}
        self.looks: dict[tuple[Any, ...], _Appearance] = {}
        self.boxed: set[int] = set()  # fonts that have boxes
        self.hidden = 0
        self.outside: list[Coordinates] = []
        self.codes: Counter[tuple[int, int, int]] = Counter()
        self._colour = (ctypes.c_uint * 4)()
        self._into_colour = addresses_in(self._colour)
        self._sides = (ctypes.c_double * 4)()
        self._into_sides = addresses_in(self._sides)
        self._box = (ctypes.c_float * 4)()  # left, top, right and bottom
        self._into_box = ctypes.addressof(self._box)
        self._matrix = self.raw.FS_MATRIX()
        self._into_matrix = ctypes.addressof(self._matrix)

    def read(self) -> Shown:
        raw, text = self.raw, self.text
        unicode_of, box_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
        piece_of, failed = raw.FPDFText_GetTextObject, raw.FPDFText_HasUnicodeMapError
        box, into = self._box, self._into_box
        styles = self.styles
        (sheet_left, bottom, sheet_right, top) = self.drawing.sheet
        any_fills = self.drawing.has_fills
        found: list[Glyph] = []
        pieces: list[int] = []
        for index in range(self.count):
            code = unicode_of(text, index)
            character = "-" if code == HYPHEN else chr(code)
            if character.isspace():
                found.append(_new(Glyph, (character, 0.0, 0.0, 0.0, 0.0)))
                pieces.append(0)
                continue
            piece = piece_of(text, index) or 0
            style = styles.get(piece) or self._style(piece, index)
            look = style.look
            if look.dropped:
                self.hidden += look.hidden
                continue
            box_of(text, index, into)
            if style.boxed:
                left, high, right, low = box
                x, y, height, width = (left + right) / 2, (low + high) / 2, high - low, right - left
            else:
                x, y, height, width = self._placed(index, style, *box)
            if any_fills and self.drawing.hides(x, y, style.within.order):
                self.hidden += 1
                found.append(Glyph(COVERED, x, y, height, width))
                pieces.append(piece)
                continue
            out = not (sheet_left <= x <= sheet_right and bottom <= y <= top)
            at_risk = any_fills or not look.plain
            if out or height < _TINY or (at_risk and not self._is_seen(style, x, y)):
                self.hidden += 1
                self.outside += [(x, y)] * out
                trace = self._trace(style, Glyph(character, x, y, height, width))
                found += trace
                pieces += [piece] * len(trace)
                continue
            odd = (look.uncertain or width < _SQUEEZED * height) and character.isdigit()
            if look.as_clip or odd or means_nothing(code) or failed(text, index) == 1:
                shape = self._ink(index, height)
                if not all(shape):
                    continue
                if width < _NARROW * height and not (look.uncertain or is_dot(code)):
                    self.codes[code, *shape] += 1
                character = UNREADABLE
            found.append(_new(Glyph, (character, x, y, height, width)))
            pieces.append(piece)
        kept = self._without_watermarks(found, pieces)
        return Shown(kept, self.hidden, sum(self.codes.values()), len(self.codes), self.outside)

    def _placed(
        self, index: int, style: _Style, left: float, top: float, right: float, bottom: float
    ) -> tuple[float, float, float, float]:
        """Middle, height and width of a character, of whose font PDFium gives the box."""
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
        m, (x, y) = self._stance(index)
        size = raw.FPDFText_GetFontSize(self.text, index)
        along = math.hypot(m.a, m.b) or 1.0
        dx, dy = m.a / along, m.b / along
        left, right = transformed(*box[:2], around), transformed(*box[2:], around)
        start = transformed(x, y, around)
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
        self.raw.FPDFText_GetLooseCharBox(self.text, index, self._into_box)
        _, loose_top, _, loose_bottom = self._box
        _, _, bottom, top = self._ink_box(index)
        if abs(loose_bottom - bottom) + abs(loose_top - top) > 0.01 * (top - bottom):
            return None
        m, inner = self._stance(index)
        outer = transformed(*inner, around)
        return around if off_line(outer, m) < off_line(inner, m) else PLAIN

    def _stance(self, index: int) -> tuple[Handle, Coordinates]:
        """The matrix of a character, and where on its line it begins."""
        self.raw.FPDFText_GetMatrix(self.text, index, self._into_matrix)
        self.raw.FPDFText_GetCharOrigin(self.text, index, *self._into_sides[:2])
        return self._matrix, (self._sides[0], self._sides[1])

    def _ink_box(self, index: int) -> list[float]:
        """Left, right, bottom and top of what a character paints."""
        self.raw.FPDFText_GetCharBox(self.text, index, *self._into_sides)
        return self._sides[:]

    def _style(self, piece: int, index: int) -> _Style:
        raw = self.raw
        within = self.drawing.texts.get(piece, _NOWHERE)
        colour: Colour | None = None
        around: Matrix | None = None
        mode, ink, angle, uncertain = 0, 255, 0.0, False
        if piece:
            mode = raw.FPDFTextObj_GetTextRenderMode(piece)
            paint = raw.FPDFPageObj_GetStrokeColor if mode == 1 else raw.FPDFPageObj_GetFillColor
            if paint(piece, *self._into_colour):
                red, green, blue, ink = self._colour
                colour = (red, green, blue)
            angle = raw.FPDFText_GetCharAngle(self.text, index)
            if within.matrix is PLAIN:
                font = raw.FPDFTextObj_GetFont(piece) or 0
                if font not in self.boxed:
                    around = self._inner(index, PLAIN)
                    if around is None:
                        self.boxed.add(font)
                if around is None:
                    m, _ = self._stance(index)
                    uncertain = m.a * m.d < m.b * m.c
            uncertain = uncertain or tells_other_text(piece)
        painted = (mode, colour, ink, angle, within.alpha, within.clip, uncertain)
        look = self.looks.get(painted)
        if look is None:
            look = self.looks[painted] = _look(*painted)
        boxed = around is None and within.matrix is PLAIN and self.unturned
        style = self.styles[piece] = _new(_Style, (look, around, within, boxed))
        return style

    def _is_seen(self, style: _Style, x: float, y: float) -> bool:
        order, _, _, clip = style.within
        drawing = self.drawing
        if clip is not None and not clip.holds(x, y):
            return False
        return differ(style.look.colour, drawing.beneath(x, y, order))

    def _trace(self, style: _Style, glyph: Glyph) -> list[Glyph]:
        """What a hidden character leaves: a black box, or a number that the edge of its area cuts."""
        order, _, _, clip = style.within
        _, x, y, _, width = glyph
        if clip is not None and not clip.holds(x, y):
            near = min(max(x, clip.left), clip.right)
            cut = glyph.text.isdigit() and abs(x - near) <= width and clip.holds(near, y)
            return [glyph._replace(text=COVERED, x=near)] * cut
        ground = self.drawing.beneath(x, y, order)
        black = differ(ground, PAPER) and not differ(style.look.colour, ground)
        return [glyph._replace(text=COVERED)] * black

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
        solid = faint and sum(piece and piece not in faint for piece in pieces)
        kept: list[Glyph] = []
        for glyph, piece in zip(glyphs, pieces, strict=True):
            if (
                piece in faint
                and solid
                and (
                    glyph.height > _LARGE * usual
                    or self.styles[piece].look.alpha < _TRANSPARENT
                    or (repeated[texts[piece]] >= _TILED and not is_figure(texts[piece]))
                )
            ):
                continue
            if piece and glyph.height < _SMALL * usual:
                self.hidden += 1
                continue
            tile = texts.get(piece, "") if solid else ""
            if len(tile) >= _YEAR and repeated[tile] >= _TILED:
                glyph = glyph._replace(text=UNREADABLE)  # a watermark, or pale figures
            kept.append(glyph)
        return kept

    def _is_faint(self, piece: int) -> bool:
        look = self.styles[piece].look
        return look.alpha < _TRANSPARENT or (look.colour is not None and min(look.colour) > _PALE)


def _look(
    mode: int,
    colour: Colour | None,
    ink: int,
    angle: float,
    alpha: float,
    clip: Box | None,
    uncertain: bool,  # noqa: FBT001
) -> _Appearance:
    lean = angle % (math.pi / 2)
    alpha = alpha * ink / 255
    hidden = mode == _INVISIBLE or alpha < _GHOST
    slanted = min(lean, math.pi / 2 - lean) > _SLANTED
    plain = clip is None and differ(colour, PAPER)
    as_clip = mode == _AS_CLIP
    return _Appearance(hidden or slanted, hidden, as_clip, plain, uncertain, colour, alpha)
