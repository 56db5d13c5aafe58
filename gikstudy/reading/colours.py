"""Colours of text and of what is beneath it: text in the colour of its paper is not seen."""

from __future__ import annotations

import re
from typing import Final

Colour = tuple[int, int, int]

PAPER: Final[Colour] = (255, 255, 255)
CONTRAST: Final = 24
"""Difference of colours, in 256ths, below which one is invisible on the other."""
_HEX: Final = re.compile(
    r"#?(?:[0-9a-f]{2})?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", re.IGNORECASE
)


HIGHLIGHTS: Final = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF",
    "red": "FF0000", "yellow": "FFFF00", "white": "FFFFFF", "darkBlue": "000080",
    "darkCyan": "008080", "darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000",
    "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip
"""The colours of a text marker, as Word names them."""


PALETTE: Final = [
    "000000", "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF",
    "800000", "008000", "000080", "808000", "800080", "008080", "C0C0C0", "808080",
    "9999FF", "993366", "FFFFCC", "CCFFFF", "660066", "FF8080", "0066CC", "CCCCFF",
    "000080", "FF00FF", "FFFF00", "00FFFF", "800080", "800000", "008080", "0000FF",
    "00CCFF", "CCFFFF", "CCFFCC", "FFFF99", "99CCFF", "FF99CC", "CC99FF", "FFCC99",
    "3366FF", "33CCCC", "99CC00", "FFCC00", "FF9900", "FF6600", "666699", "969696",
    "003366", "339966", "003300", "333300", "993300", "993366", "333399", "333333",
]  # fmt: skip
"""The colours of a spreadsheet that it numbers from 8."""


def differ(one: Colour | None, other: Colour | None) -> bool:
    """Whether a person can tell two colours apart; a pattern or picture differs from everything.

    >>> differ((255, 255, 255), (250, 250, 250)), differ((0, 0, 0), (200, 0, 0))
    (False, True)
    """
    if one is None or other is None:
        return True
    (red, green, blue), (r, g, b) = one, other
    return max(abs(red - r), abs(green - g), abs(blue - b)) >= CONTRAST


def colour_of(text: str | None) -> Colour | None:
    """The colour that a file names in hexadecimal digits; None for a word such as `auto`.

    >>> colour_of("#FFFFFF"), colour_of("FFD9D9D9"), colour_of("auto")
    ((255, 255, 255), (217, 217, 217), None)
    """
    match = _HEX.fullmatch(text or "")
    return (int(match[1], 16), int(match[2], 16), int(match[3], 16)) if match else None


_FUNCTION: Final = re.compile(r"(rgb|hsl)a?\(([^)]*)\)")
_PALE: Final = frozenset(["white", "snow", "ivory", "ghostwhite", "whitesmoke", "floralwhite"])


def is_clear(text: str) -> bool:
    """Whether a colour of a style sheet lets all light through.

    >>> is_clear("rgba(0, 0, 0, 0)"), is_clear("#00000000"), is_clear("rgb(0, 0, 0)")
    (True, True, False)
    """
    if text == "transparent" or re.fullmatch("#(?:[0-9a-f]{3}0|[0-9a-f]{6}00)", text):
        return True
    parts = _parts(text)
    return len(parts) > 3 and not parts[3].strip("0.%")


def is_pale(text: str) -> bool:
    """Whether a colour of a style sheet is that of paper, or nearly so.

    >>> is_pale("#fff"), is_pale("#fefefe"), is_pale("rgb(255,255,255)"), is_pale("#ccc")
    (True, True, True, False)
    """
    if text in _PALE:
        return True
    digits = text.removeprefix("#")
    if len(digits) == 3:
        text = "#" + "".join(2 * digit for digit in digits)
    parts = _parts(text)
    if parts and text.startswith("rgb"):
        numbers = [int(part) for part in parts[:3] if part.isdecimal()]
        colour = (numbers[0], numbers[1], numbers[2]) if len(numbers) == 3 else None
    elif parts:
        return parts[2].rstrip("%").isdecimal() and int(parts[2].rstrip("%")) > 95
    else:
        colour = colour_of(text) if text.startswith("#") else None
    return colour is not None and not differ(colour, PAPER)


def _parts(text: str) -> list[str]:
    match = _FUNCTION.fullmatch(text)
    parts = re.split(r"[\s,/]+", match[2].strip()) if match else []
    return parts if len(parts) > 2 else []
