"""What a line holds besides plain text: raised marks, struck-out figures, pictures.

The readers of HTML, Word and spreadsheets leave signs in the text while they walk through a file.
They resolve the signs when a line or a cell is complete, because only then is it clear whether a
raised number marks a note or is the whole content of the cell.

    128 UP 1 DOWN       128[1]      a note mark is not a digit of the number
    UP 128 DOWN         128         the whole cell is raised
    STRUCK 128          128         struck-out text does not count
    STRUCK              PICTURE     nothing else in the cell: something is printed, and no number
"""

from __future__ import annotations

import re
from typing import Any, Final

PICTURE: Final = "\ufffc"
"""Stands for something visible that is not text: a picture, an equation, an empty formula."""
STRUCK: Final = "\ufdd1"
"""Stands for struck-out text, or for a number that is not shown."""
UP: Final = "\ufdd2"
DOWN: Final = "\ufdd3"
"""These enclose raised or lowered text."""

LEAST_SIZE: Final = 2.0
"""Height of text in points below which nobody sees it: hidden keywords, and marks of programs."""
LEAST_WIDTH: Final = 10
"""Width of text in hundredths of the usual one below which it is a line and no text."""

TWO_HAN: Final = re.compile("[\u3400-\u9fff].*[\u3400-\u9fff]", re.DOTALL)
"""Text with two Chinese characters is a label, and may lose the number of its list."""
IN_PICTURES: Final = re.compile("[!-~]")
"""What a font of pictures prints as pictures."""
_PICTURE_FONTS: Final = ("wingdings", "webdings", "marlett", "zapfdingbats")
_SIGNS: Final = re.compile(f"[{STRUCK}{UP}{DOWN}]")
_RAISED: Final = re.compile(f"{UP}([^{UP}{DOWN}]*){DOWN}")
_BRACKETED: Final = re.compile(r"[\[(（〔【［].*[\])）〕】］]", re.DOTALL)
_NOTE_CHARACTERS: Final = 6  # 注①, [12], a; longer raised text without a digit is not a mark


def is_too_small(size: str | None, least: float = LEAST_SIZE) -> bool:
    """Whether a size that a file states is a number below what can be seen.

    >>> is_too_small("1.5"), is_too_small("9"), is_too_small(None)
    (True, False, False)
    """
    try:
        return size is not None and float(size) < least
    except ValueError:
        return False


def is_picture_font(name: str | None) -> bool:
    """Whether a font prints figures as pictures.

    >>> is_picture_font("Wingdings 2"), is_picture_font("SimSun")
    (True, False)
    """
    return (name or "").strip("'\" ").lower().startswith(_PICTURE_FONTS)


def resolve(line: str) -> str:
    """A line with raised marks in brackets and without signs; a fully struck-out line stays STRUCK.

    Examples:
        >>> resolve(f"128{UP}1{DOWN}"), resolve(f"{UP}12{DOWN}{UP}8{DOWN}")
        ('128[1]', '128')
    """
    if UP in line:
        rest = _SIGNS.sub("", _RAISED.sub("", line)).strip()
        line = _RAISED.sub(_note if rest else r"\1", line)
    if STRUCK in line:
        rest = _SIGNS.sub("", line).strip()
        return rest or STRUCK
    return _SIGNS.sub("", line)


def resolve_cell(flow: list[Any]) -> list[Any]:
    """The lines of a cell without the struck-out ones; if none are left, one PICTURE."""
    return [item for item in flow if item != STRUCK] or [PICTURE]


def without_pictures(line: str) -> str:
    """Running text as a person reads it: a picture in it is an ornament."""
    return line.replace(PICTURE, "").strip() if PICTURE in line else line


def _note(match: re.Match[str]) -> str:
    text = match[1].strip()
    if not text or _BRACKETED.fullmatch(text):
        return text
    if len(text) <= _NOTE_CHARACTERS or any(map(str.isdigit, text)):
        return f"[{text}]"
    return match[1]
