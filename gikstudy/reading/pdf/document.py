"""PDF with a text layer: lines of text, and the tables that are ruled.

A blank cell leaves no trace in the text of a PDF, so the lines between the cells decide which cell
holds what; a table without ruled lines stays lines of text.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from gikstudy.model import PictureReading, UnreadPages
from gikstudy.reading import limits
from gikstudy.reading.content import Content, UnreadableError
from gikstudy.reading.pdf.furniture import joined
from gikstudy.reading.pdf.layers import may_have_layers
from gikstudy.reading.pdf.nesting import refuse_nesting
from gikstudy.reading.pdf.page import PdfSheet, read_sheet
from gikstudy.reading.scans.document import content_of, picture_of, recogniser_in_time
from gikstudy.reading.scans.recogniser import INSTALL, is_installed

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_INSTALL: Final = "a PDF file; to read it: pip install 'gikstudy[pdf]'"
_SCANNED: Final = f"a scanned PDF without a text layer; {INSTALL}"
_OUTLINED: Final = f"a PDF whose text is drawn as shapes, without characters; {INSTALL}"
_RECOGNISED: Final = (
    "page {} of the PDF is a scan, and the text behind it was guessed from the picture (OCR); "
    f"to read the picture instead: {INSTALL.partition(': ')[2]}"
)
_UNREADABLE: Final = (
    "page {} of the PDF shows characters that the file does not identify (a font without a "
    "ToUnicode map), possibly figures; print it again, or put it through OCR"
)


def read_pdf(data: bytes) -> Content:
    """The lines and ruled tables of a PDF, page after page, without page numbers.

    A table that continues at the top of the next page is one grid.

    Returns:
        Blocks with loci `P3R7` for lines and `P4R7C2` for cells: page 4, the seventh line or
        table row on it, the second cell that the row opens. Without the extra `ocr`, `unread`
        names the pages that are pictures.

    Raises:
        UnreadableError: The package is missing, the file is damaged, protected or scanned, or
            draws far more than a report does.
    """
    try:
        import pypdfium2
    except ImportError as error:
        raise UnreadableError(_INSTALL) from error
    refuse_nesting(data)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        protected = "password" in str(error).lower()
        reason = "protected by a password" if protected else f"damaged: {error}"
        raise UnreadableError(f"the PDF is {reason}") from error
    try:
        sheets = list(_sheets(document, layers=may_have_layers(data)))
        title = (document.get_metadata_dict().get("Title") or "").strip()
        pictures = [n for n, sheet in enumerate(sheets) if _is_picture(sheet)]
        told = not any(sheet.unreadable for sheet in sheets)
        if pictures and told and is_installed():
            return _with_pictures(document, sheets, pictures, title)
    finally:
        document.close()
    _refuse(sheets)
    blocks = tuple(joined([sheet.items for sheet in sheets]))
    unread = UnreadPages(tuple(n + 1 for n in pictures), INSTALL) if pictures else None
    return Content(blocks, page_title=title, unread=unread)


def _is_picture(sheet: PdfSheet) -> bool:
    """Whether the text of a page can only be seen: it is a scan, or drawn.

    A page whose characters are there and not identified is refused: printed again, it has them.
    """
    return sheet.scanned or sheet.recognised or sheet.outlined


def _with_pictures(
    document: PdfDocument, sheets: list[PdfSheet], pictures: list[int], title: str
) -> Content:
    """A document some pages of which are recognised in their pictures."""
    recognise = recogniser_in_time()
    items = [sheet.items for sheet in sheets]
    readings: list[list[PictureReading]] = []
    for index in pictures:
        page = recognise(picture_of(document, index), index + 1)
        items[index] = page.items
        readings.append(page.readings)
    return content_of(items, readings, title)


def _sheets(document: PdfDocument, *, layers: bool) -> Iterator[PdfSheet]:
    started = time.monotonic()
    for index in range(min(len(document), limits.PDF_PAGES)):
        if time.monotonic() - started > limits.DOCUMENT_SECONDS:
            raise UnreadableError(f"reading it takes longer than {limits.DOCUMENT_SECONDS:.0f} s")
        yield read_sheet(document, index, layers=layers)


def _refuse(sheets: list[PdfSheet]) -> None:
    """Refuse a page that cannot be read, or could only be guessed."""
    for number, sheet in enumerate(sheets, 1):
        if sheet.unreadable:
            raise UnreadableError(_UNREADABLE.format(number))
    for number, sheet in enumerate(sheets, 1):
        if sheet.recognised:
            raise UnreadableError(_RECOGNISED.format(number))
    if sheets and all(sheet.outlined or sheet.scanned or not sheet.items for sheet in sheets):
        scanned = any(sheet.scanned for sheet in sheets)
        if any(sheet.outlined for sheet in sheets):
            raise UnreadableError(_OUTLINED)
        raise UnreadableError(_SCANNED if scanned else "an empty PDF")
