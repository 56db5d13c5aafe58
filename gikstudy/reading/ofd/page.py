"""One page of an OFD file: its characters and its lines, in the coordinates of a PDF page.

A file counts in millimetres from the upper left corner; each object has a frame of its own, and a
matrix within the frame.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from gikstudy.reading import limits
from gikstudy.reading.colours import PAPER, Colour, differ
from gikstudy.reading.content import UnreadableError
from gikstudy.reading.marks import IN_PICTURES, LEAST_WIDTH
from gikstudy.reading.ofd.looks import OfdLooks, is_transparent
from gikstudy.reading.pdf.drawing import PageDrawing
from gikstudy.reading.pdf.geometry import (
    PLAIN,
    Box,
    Coordinates,
    Matrix,
    Stroke,
    multiplied,
    transformed,
)
from gikstudy.reading.pdf.glyphs import UNREADABLE, Glyph
from gikstudy.reading.pdf.rulings import Ruling
from gikstudy.reading.xml_parts import local_name, numbers_of

POINTS: Final = 72 / 25.4
"""Points per millimetre."""
_THIN: Final = 3.0
"""A drawn shape thinner than this is a line, in points: borders are often drawn as thin boxes."""
_STRAIGHT: Final = 0.5
_GAP: Final = 0.3
"""Distance between two characters from which on there is a space, in text heights."""
_MIDDLE: Final = 0.35
"""Height of the middle of a character above the baseline, in character heights."""
_NARROW: Final = 0.5
"""Width of a Latin character, in heights."""
_DEPTH: Final = 16
_STEP: Final = re.compile(r"[MSLQBACZ]|-?\d*\.?\d+(?:[eE]-?\d+)?")
_ARGUMENTS: Final = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0, "Z": 0}
_UNKNOWN: Final = Box(0.0, 0.0, -1.0, -1.0)
"""Stands for an area of unknown outline."""


class _Character(NamedTuple):
    """A character and the left end of its baseline."""

    text: str
    x: float
    y: float
    size: float
    advance: float
    order: int


class OfdPicture(NamedTuple):
    """A picture on a page: the key of its file, and its place; `upright` if it is not turned."""

    resource: str
    box: Box
    upright: bool


class OfdPage:
    """Collects what the layers of a page and of its templates show."""

    def __init__(
        self,
        sheet: Box,
        corner: Coordinates,
        looks: OfdLooks,
        units: Mapping[str, Element],
    ) -> None:
        self.drawing = PageDrawing(sheet)
        self._looks = looks
        self._units = units
        self._clip: Box | None = None
        self._count = 0
        self.pictures: list[OfdPicture] = []
        self._corner = corner
        self._characters: list[_Character] = []
        self._colours: list[Colour | None] = []
        self._order = 0

    def read(self, content: Element) -> None:
        """Takes the objects of all layers of a page or a template."""
        for layer in content.iter():
            if local_name(layer) == "Layer":
                self._looks.layer = layer.get("DrawParam", "")
                self._block(layer, PLAIN, 0)

    def read_note(self, note: Element) -> None:
        """Takes what was added to a page later, as it appears."""
        for one in note:
            if local_name(one) == "Appearance" and note.get("Visible") != "false":
                self._block(one, _placed(one, PLAIN), 0)

    def _block(self, block: Element, outer: Matrix, depth: int) -> None:
        if depth > _DEPTH:
            raise UnreadableError("the OFD file nests its drawings beyond all measure")
        for one in block:
            kind = local_name(one)
            self._order += 1
            if one.get("Visible") == "false" or is_transparent(one):
                continue
            before = self._clip
            if kind == "PageBlock":
                self._cut(one, outer)
                self._block(one, outer, depth + 1)
            elif kind == "TextObject":
                self._cut(one, _placed(one, outer))
                self._text(one, _placed(one, outer), self._frame(one, outer))
            elif kind == "PathObject":
                self._cut(one, _placed(one, outer))
                self._path(one, _placed(one, outer))
            elif kind == "ImageObject":
                self._picture(one, outer)
            elif kind == "CompositeObject":
                self._cut(one, _placed(one, outer))
                self._unit(one, outer, depth)
            self._clip = before

    def _cut(self, element: Element, matrix: Matrix) -> None:
        """Leaves of what follows only the part that all clips of an object leave."""
        for clips in element:
            for clip in clips if local_name(clips) == "Clips" else ():
                areas = [self._area(area, matrix) for area in clip if local_name(area) == "Area"]
                if _UNKNOWN in areas:
                    self._clip = _UNKNOWN
                elif areas:
                    box = Box.around(*(b[:2] for b in areas), *(b[2:] for b in areas))
                    self._clip = box if self._clip is None else self._clip.common(box)

    def _area(self, area: Element, matrix: Matrix) -> Box:
        """The area of a clip, by its outline; that of characters is not known."""
        path = next((one for one in area if local_name(one) == "Path"), None)
        if path is None:
            return _UNKNOWN
        inner = _placed(path, _placed(area, matrix))
        data = next((one.text for one in path if local_name(one) == "AbbreviatedData"), "")
        points = [self._at(*point, inner) for line in _paths(data or "") for point in line]
        frame = self._frame(path, _placed(area, matrix))
        if not points:
            return frame or _UNKNOWN
        box = Box.around(*points)
        return box.common(frame) if frame else box

    def _frame(self, element: Element, outer: Matrix) -> Box | None:
        """The frame of an object on the page; a program shows nothing outside of it."""
        box = numbers_of(element.get("Boundary"))
        if len(box) != 4 or not (box[2] > 0 and box[3] > 0):
            return None
        left, top, width, height = box
        corners = [(left, top), (left + width, top), (left, top + height)]
        corners.append((left + width, top + height))
        return Box.around(*(self._at(*corner, outer) for corner in corners))

    def _unit(self, element: Element, outer: Matrix, depth: int) -> None:
        """A drawing that the file keeps apart; one that it does not hold is a picture."""
        unit = self._units.get(element.get("ResourceID", ""))
        if unit is None:
            self._picture(element, outer)
        else:
            self._block(unit, _placed(element, outer), depth + 1)

    def _at(self, x: float, y: float, matrix: Matrix) -> Coordinates:
        """A point of an object on the page, in points from the lower left corner."""
        x, y = transformed(x, y, matrix)
        left, top = self._corner
        return (x - left) * POINTS, self.drawing.sheet.top - (y - top) * POINTS

    def _picture(self, element: Element, outer: Matrix) -> None:
        box, told = numbers_of(element.get("Boundary")), numbers_of(element.get("CTM"))
        if len(box) != 4:
            return
        corners = (box[0], box[1]), (box[0] + box[2], box[1] + box[3])
        place = Box.around(*(self._at(*corner, outer) for corner in corners))
        a, b, c, d = (told or PLAIN)[:4]
        upright = a > 0 and d > 0 and not (b or c)
        self.drawing.pictures.append(place)
        self.pictures.append(OfdPicture(element.get("ResourceID", ""), place, upright))

    def _text(self, element: Element, matrix: Matrix, frame: Box | None) -> None:
        size = float(element.get("Size") or 0)
        stretch = float(element.get("HScale") or 1)
        colour = self._looks.ink(element)
        height = abs(matrix[3]) * size * POINTS or size * POINTS
        if element.get("Fill") == "false" and element.get("Stroke") != "true":
            return
        if stretch * 100 < LEAST_WIDTH:
            return
        pictured = self._looks.is_pictured(element)
        turned = {element.get("ReadDirection", "0"), element.get("CharDirection", "0")} != {"0"}
        x = y = 0.0
        for code in element:
            if local_name(code) != "TextCode" or not code.text:
                continue
            text = code.text
            x = float(code.get("X") or x)
            y = float(code.get("Y") or y)
            across, down = _steps(code.get("DeltaX")), _steps(code.get("DeltaY"))
            at_x, at_y = x, y
            for number, character in enumerate(text):
                width = size * stretch * (_NARROW if character.isascii() else 1.0)
                step = across[number] if number < len(across) else (0.0 if across else width)
                left, base = self._at(at_x, at_y, matrix)
                right, high = self._at(at_x + (step or width), at_y, matrix)
                # Lines are read from left to right: figures of a turned text are not.
                askew = turned or right - left < abs(high - base) or right < left
                middle = (left + right) / 2, base + _MIDDLE * height
                if (character.isdigit() and (askew or self._is_in_doubt(*middle, frame))) or (
                    pictured and IN_PICTURES.match(character)
                ):
                    character = UNREADABLE
                self._count += 1
                told = _Character(character, left, base, height, right - left, self._order)
                shown = self._cut_at_edge(told, *middle) if self._is_cut(*middle) else told
                if shown is not None and self.drawing.sheet.holds(*middle):
                    self._characters.append(shown)
                    self._colours.append(colour)
                if self._count > limits.PDF_CHARACTERS:
                    raise UnreadableError("a page of the OFD file has more text than a report")
                at_x += step
                at_y += down[number] if number < len(down) else 0.0

    def _is_cut(self, x: float, y: float) -> bool:
        """Whether the clips leave out a point; what a clip of unknown outline leaves is in doubt."""
        clip = self._clip
        return clip is not None and clip.right >= clip.left and not clip.holds(x, y)

    def _cut_at_edge(self, told: _Character, x: float, y: float) -> _Character | None:
        """A sign for the first figure that a clip cuts off a number."""
        if self._clip is None or not told.text.isdigit():
            return None
        near = min(max(x, self._clip.left), self._clip.right)
        if abs(x - near) > told.advance or not self._clip.holds(near, y):
            return None
        return told._replace(text=UNREADABLE, x=near - told.advance / 2)

    def _is_in_doubt(self, x: float, y: float, frame: Box | None) -> bool:
        """Whether a program that goes by the standard may leave out what is printed at a point."""
        if self._clip is not None and self._clip.right < self._clip.left:
            return True
        return frame is not None and not frame.holds(x, y)

    def _path(self, element: Element, matrix: Matrix) -> None:
        data = next((one.text for one in element if local_name(one) == "AbbreviatedData"), "")
        paths = [[self._at(*p, matrix) for p in path] for path in _paths(data or "")]
        filled = element.get("Fill") == "true"
        if filled:
            for path in paths:
                self._filled(
                    self._seen(Box.around(*path)), self._looks.colour(element, "FillColor")
                )
        if element.get("Stroke") != "false":
            for path in paths:
                for start, end in pairwise(path):
                    self._line(start, end)
        if len(self.drawing.across) + len(self.drawing.down) > limits.PDF_RULES:
            raise UnreadableError("a page of the OFD file draws more lines than a report")

    def _seen(self, box: Box) -> Box:
        return box if self._clip is None else box.common(self._clip)

    def _filled(self, box: Box, colour: Colour | None) -> None:
        width, height = box.right - box.left, box.top - box.bottom
        if height <= _THIN < width:
            self._line(
                (box.left, (box.top + box.bottom) / 2), (box.right, (box.top + box.bottom) / 2)
            )
        elif width <= _THIN < height:
            self._line(
                ((box.left + box.right) / 2, box.bottom), ((box.left + box.right) / 2, box.top)
            )
        else:
            self.drawing.fill(box, colour, self._order)

    def _line(self, start: Coordinates, end: Coordinates) -> None:
        (x1, y1), (x2, y2) = start, end
        if self._clip is not None:
            left, bottom, right, top = self._clip
            x1, x2 = (min(max(x, left), right) for x in (x1, x2))
            y1, y2 = (min(max(y, bottom), top) for y in (y1, y2))
        if abs(y1 - y2) <= _STRAIGHT < abs(x1 - x2):
            self.drawing.across.append(Ruling((y1 + y2) / 2, min(x1, x2), max(x1, x2)))
        elif abs(x1 - x2) <= _STRAIGHT < abs(y1 - y2):
            self.drawing.down.append(Ruling((x1 + x2) / 2, min(y1, y2), max(y1, y2)))
        elif abs(x1 - x2) > _STRAIGHT:
            self.drawing.slanted.append(Stroke(start, end))

    def glyphs(self) -> list[Glyph]:
        """The visible characters line by line, with a space at each gap."""
        seen = [
            character
            for character, colour in zip(self._characters, self._colours, strict=True)
            if self._is_seen(character, colour)
        ]
        glyphs: list[Glyph] = []
        for line in _lines(seen):
            end = None
            for one in sorted(line, key=lambda character: character.x):
                if end is not None and one.x - end > _GAP * one.size:
                    glyphs.append(Glyph(" ", one.x, one.y, one.size))
                middle = one.y + _MIDDLE * one.size
                glyphs.append(
                    Glyph(one.text, one.x + one.advance / 2, middle, one.size, one.advance)
                )
                end = one.x + one.advance
            glyphs.append(Glyph("\n", 0, 0, 0))
        return glyphs

    def _is_seen(self, character: _Character, colour: Colour | None) -> bool:
        x, y = character.x + character.advance / 2, character.y + _MIDDLE * character.size
        if not self.drawing.has_fills:
            return differ(colour, PAPER)
        if self.drawing.hides(x, y, character.order):
            return False
        return differ(colour, self.drawing.beneath(x, y, character.order))


def _placed(element: Element, outer: Matrix) -> Matrix:
    """From the coordinates of an object to those of the page: its matrix, then its frame."""
    box, told = numbers_of(element.get("Boundary")), numbers_of(element.get("CTM"))
    own: Matrix = tuple(told) if len(told) == 6 else PLAIN  # type: ignore[assignment]
    frame = (1.0, 0.0, 0.0, 1.0, *(box[:2] if len(box) == 4 else (0.0, 0.0)))
    return multiplied(multiplied(own, frame), outer)


def _steps(text: str | None) -> list[float]:
    """The distances between characters; `g 5 3.5` stands for five of the same."""
    found: list[float] = []
    words = iter((text or "").split())
    for word in words:
        if word == "g":
            count = min(int(next(words, "0")), limits.PDF_CHARACTERS)
            found += [float(next(words, "0"))] * count
        else:
            found.append(float(word))
    return found


def _paths(data: str) -> Iterator[list[Coordinates]]:
    """The corners of each path; a curve counts as the line between its ends."""
    words = _STEP.findall(data)
    path: list[Coordinates] = []
    at = 0
    while at < len(words):
        step = words[at]
        count = _ARGUMENTS.get(step)
        if count is None:
            at += 1
            continue
        values = [float(word) for word in words[at + 1 : at + 1 + count]]
        at += 1 + count
        if len(values) < count:
            break
        if step in "MS":
            if len(path) > 1:
                yield path
            path = [(values[0], values[1])]
        elif count:
            path.append((values[-2], values[-1]))
        elif path:
            path.append(path[0])
    if len(path) > 1:
        yield path


def _lines(characters: Sequence[_Character]) -> Iterator[list[_Character]]:
    """The characters of each line, from top to bottom."""
    line: list[_Character] = []
    for one in sorted(characters, key=lambda character: -character.y):
        if line and line[0].y - one.y > line[0].size / 2:
            yield line
            line = []
        line.append(one)
    if line:
        yield line
