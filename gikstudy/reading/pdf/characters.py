"""What a PDF tells of its characters besides how they look."""

from __future__ import annotations

import ctypes
from typing import Final

from gikstudy.reading.pdf.pdfium import by_address

HYPHEN: Final = 0xFFFE
"""PDFium's mark of a hyphen at the end of a line."""
_FIGURE: Final = 7
"""Greatest number of digits of a count; a longer run is more than one number."""
_NO_TEXT: Final = 2  # the bytes that end a text


def tells_other_text(piece: int) -> bool:
    """Whether the file tells a text (`ActualText`) in place of the glyphs that a piece prints.

    PDFium reads that text, and the figures that are printed may be others.
    """
    raw, length = by_address(), ctypes.c_ulong()
    for number in range(raw.FPDFPageObj_CountMarks(piece)):
        mark = raw.FPDFPageObj_GetMark(piece, number)
        found = raw.FPDFPageObjMark_GetParamStringValue(
            mark, b"ActualText", None, 0, ctypes.addressof(length)
        )
        if found and length.value > _NO_TEXT:
            return True
    return False


def is_dot(code: int) -> bool:
    """Whether it is a symbol of a symbol font, such as the dot of a list, and not a figure."""
    return 0xF000 <= code <= 0xF0FF and not 0xF030 <= code <= 0xF039


def is_figure(text: str) -> bool:
    """Whether a text is a count."""
    return text.isdigit() and len(text) <= _FIGURE


def means_nothing(code: int) -> bool:
    """Whether a number of a character is that of no character that could be printed."""
    if 0xA0 <= code < 0xE000:
        return False
    return (
        code < 0x20
        or 0x7F <= code < 0xA0
        or 0xE000 <= code < 0xF900
        or code >= 0xF0000
        or 0xFFF0 <= code <= 0xFFFF
    ) and code != HYPHEN
