"""PDFium's functions with addresses as mere numbers, in place of pointers that know their type.

A page has thousands of characters, and several functions are asked about each: without the types
a call takes two thirds of the time. Pointers are handed in as numbers or `byref(…)`, and out as
numbers, 0 or None for nothing. Worked example:

    pdfium = by_address()
    text = address_of(page.get_textpage().raw)
    pdfium.FPDFText_GetUnicode(text, 0)       19968, 一
    pdfium.FPDFText_GetTextObject(text, 0)    94110837, where the piece of text lies that prints it
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any


@cache
def by_address() -> Any:  # noqa: ANN401 (as `pypdfium2.raw`, which has no types)
    """The functions and constants of PDFium by their names."""
    return _ByAddress()


class _ByAddress:
    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        import pypdfium2.raw as raw

        found = getattr(raw, name)
        if hasattr(found, "argtypes"):
            kinds = [_untyped(kind) for kind in (found.restype, *found.argtypes)]
            found = ctypes.CFUNCTYPE(*kinds)(address_of(found))
        setattr(self, name, found)  # looked up once
        return found


def _untyped(kind: Any) -> Any:  # noqa: ANN401
    return ctypes.c_void_p if hasattr(kind, "contents") else kind


def address_of(pointer: Any) -> int:  # noqa: ANN401
    """Where something of PDFium lies; 0 for nothing."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def addresses_in(numbers: ctypes.Array[Any]) -> list[int]:
    """Where the numbers of a buffer lie, for a function that fills in several."""
    first, size = ctypes.addressof(numbers), ctypes.sizeof(numbers) // len(numbers)
    return [first + n * size for n in range(len(numbers))]
