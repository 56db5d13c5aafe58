"""How text and areas of an OFD file are painted: by themselves, or as the file lists it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from xml.etree.ElementTree import Element

from gikstudy.reading.colours import PAPER, Colour
from gikstudy.reading.xml_parts import local_name, numbers_of

_GHOST: Final = 26
"""The least opacity, in 256ths, of something that is seen."""
_BLACK: Final[Colour] = (0, 0, 0)
_LISTED: Final = 16  # looks that rest on each other


def is_transparent(element: Element) -> bool:
    """Whether an object lets through nearly all of what is beneath it."""
    alpha = element.get("Alpha", "255")
    return alpha.isdecimal() and int(alpha) < _GHOST


class OfdLooks:
    """Finds the colours of objects.

    Args:
        listed: The looks that objects refer to, by their keys.
        pictured: The keys of fonts that print pictures.
    """

    def __init__(self, listed: Mapping[str, Element], pictured: frozenset[str]) -> None:
        self.listed = listed
        self.pictured = pictured
        self.layer = ""  # the look of the layer at hand

    def is_pictured(self, element: Element) -> bool:
        """Whether a text is set in a font of pictures."""
        return element.get("Font", "") in self.pictured

    def ink(self, element: Element) -> Colour | None:
        """The colour of a text; that of paper if it is transparent."""
        name = "StrokeColor" if element.get("Fill") == "false" else "FillColor"
        told = self._told(element, name)
        return PAPER if told is not None and is_transparent(told) else _colour(told)

    def colour(self, element: Element, name: str) -> Colour | None:
        """A colour of an object; None for a pattern."""
        return _colour(self._told(element, name))

    def _told(self, element: Element, name: str) -> Element | None:
        own = _named(element, name)
        key = element.get("DrawParam") or self.layer
        for _ in range(_LISTED):
            listed = self.listed.get(key)
            if own is not None or listed is None:
                break
            own, key = _named(listed, name), listed.get("Relative", "")
        return own


def _named(element: Element, name: str) -> Element | None:
    return next((one for one in element if local_name(one) == name), None)


def _colour(told: Element | None) -> Colour | None:
    if told is None:
        return _BLACK
    values = [int(number) for number in numbers_of(told.get("Value"))]
    if len(values) == 1:
        values *= 3
    if len(values) == 4:  # four inks of a press
        *inks, black = (1 - value / 255 for value in values)
        values = [round(255 * ink * black) for ink in inks]
    return (values[0], values[1], values[2]) if len(values) == 3 else None
