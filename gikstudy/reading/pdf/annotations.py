"""What was added to the pages of a PDF later: form fields, notes, stamps, strokes.

They are drawn into the page as a viewer shows them, so that they are read like everything else.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from gikstudy.reading.pdf.drawing import Handle
from gikstudy.reading.pdf.geometry import Box

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

_UNSEEN: Final = 1 | 2 | 32
"""Flags of notes that are not shown: unknown kind, hidden, for print only."""
_MOST: Final = 2_000
_STROKE: Final = 30.0
"""Height of a note in points from which on its line may pass figures without crossing them out."""


class Annotation(NamedTuple):
    """A field or note that has no drawing in the file: viewers draw it themselves.

    One without a text is a stroke or a painted area.
    """

    text: str
    box: Box


def with_annotations(document: PdfDocument, index: int) -> tuple[PdfPage, list[Annotation]]:
    """A page with everything added to it drawn in, and the additions that could not be drawn."""
    import pypdfium2.raw as raw

    page = document[index]
    count = raw.FPDFPage_GetAnnotCount(page)
    if count <= 0:
        return page, []
    notes: list[Annotation] = []
    drawn = False
    for annotation, kind in _annotations(page, min(count, _MOST)):
        if raw.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
            continue
        if raw.FPDFAnnot_GetAP(annotation, raw.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0) > 2:
            drawn = drawn or kind not in (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP)
        elif kind in (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT):
            text = _string(annotation, b"V" if kind == raw.FPDF_ANNOT_WIDGET else b"Contents")
            if text.strip():
                notes.append(Annotation(text, _rectangle(annotation)))
        elif _strikes(annotation, kind):
            notes.append(Annotation("", _rectangle(annotation)))
    if drawn and raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
        page.close()
        page = document[index]
    return page, notes


def _annotations(page: PdfPage, count: int) -> Iterator[tuple[Handle, int]]:
    import pypdfium2.raw as raw

    for number in range(count):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        if not annotation:
            continue
        try:
            yield annotation, raw.FPDFAnnot_GetSubtype(annotation)
        finally:
            raw.FPDFPage_CloseAnnot(annotation)


def _strikes(annotation: Handle, kind: int) -> bool:
    """Whether a viewer strikes out or paints over what lies beneath a note."""
    import pypdfium2.raw as raw

    if kind in (raw.FPDF_ANNOT_LINE, raw.FPDF_ANNOT_INK):
        _, bottom, _, top = _rectangle(annotation)
        return top - bottom < _STROKE
    if kind == raw.FPDF_ANNOT_STRIKEOUT:
        return True
    areas = (raw.FPDF_ANNOT_SQUARE, raw.FPDF_ANNOT_CIRCLE)
    return kind in areas and bool(raw.FPDFAnnot_HasKey(annotation, b"IC"))


def _string(annotation: Handle, key: bytes) -> str:
    """A text of a note; a field that shares its value with others takes it from them."""
    import pypdfium2.raw as raw

    length = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pointer = ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR))
    raw.FPDFAnnot_GetStringValue(annotation, key, pointer, length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")


def _rectangle(annotation: Handle) -> Box:
    import pypdfium2.raw as raw

    box = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(annotation, box)
    return Box(box.left, min(box.bottom, box.top), box.right, max(box.bottom, box.top))
