"""Layers of a PDF that are switched off: their contents are in the file but not shown.

PDFium does not say which layers are on, but it draws accordingly. So everything on a layer is drawn
alone; if it leaves no trace, it is not shown.
"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Final

from gikstudy.reading.pdf.drawing import Handle

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_NAME: Final = "OC"
_SCALE: Final = 2.0
_TRACE: Final = 24  # of 256 shades


def may_have_layers(data: bytes) -> bool:
    """Whether a file declares layers, or hides its declarations in compressed objects."""
    return b"/OCProperties" in data or b"/ObjStm" in data


def switched_off(page: PdfPage) -> set[int]:
    """The addresses of those texts of a page that lie on a layer and leave no trace when drawn."""
    import pypdfium2.raw as raw

    items = [raw.FPDFPage_GetObject(page, n) for n in range(raw.FPDFPage_CountObjects(page))]
    layered = [item for item in items if _is_layered(item)]
    texts = [item for item in layered if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_TEXT]
    if not texts:
        return set()
    others = [item for item in items if not _is_layered(item)]
    for item in others:
        raw.FPDFPageObj_SetIsActive(item, False)  # noqa: FBT003
    try:
        bitmap = page.render(scale=_SCALE, grayscale=True, rotation=-page.get_rotation() % 360)
    finally:
        for item in others:
            raw.FPDFPageObj_SetIsActive(item, True)  # noqa: FBT003
    left, _, _, top = page.get_bbox()
    shades = bytes(bitmap.buffer)
    found: set[int] = set()
    for item in texts:
        sides = [ctypes.c_float() for _ in range(4)]
        raw.FPDFPageObj_GetBounds(item, *sides)
        x1, y1, x2, y2 = (side.value for side in sides)
        columns = slice(max(0, int((x1 - left) * _SCALE)), max(0, int((x2 - left) * _SCALE) + 1))
        rows = range(max(0, int((top - y2) * _SCALE)), max(0, int((top - y1) * _SCALE) + 1))
        traces = (
            min(line, default=255) < 255 - _TRACE
            for row in rows
            if (line := shades[row * bitmap.stride :][: bitmap.width][columns])
        )
        if not any(traces):
            found.add(ctypes.addressof(item.contents))
    return found


def _is_layered(item: Handle) -> bool:
    import pypdfium2.raw as raw

    for number in range(raw.FPDFPageObj_CountMarks(item)):
        mark = raw.FPDFPageObj_GetMark(item, number)
        buffer = (raw.FPDF_WCHAR * 8)()
        length = ctypes.c_ulong()
        raw.FPDFPageObjMark_GetName(mark, buffer, ctypes.sizeof(buffer), length)
        name = bytes(buffer)[: max(0, length.value - 2)].decode("utf-16-le", "replace")
        if name == _NAME:
            return True
    return False
