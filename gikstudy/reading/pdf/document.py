"""PDF with a text layer: lines of text, and the tables that are ruled.

A blank cell leaves no trace in the text of a PDF, so the lines between the cells decide what
stands where; a table without lines is left as lines of text.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from gikstudy.model import Block, Line
from gikstudy.reading import limits
from gikstudy.reading.content import Content, UnreadableError
from gikstudy.reading.pdf.glyphs import glyphs, has_pictures, rules
from gikstudy.reading.pdf.rulings import find_lattices
from gikstudy.reading.pdf.tables import Table, arrange

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_INSTALL: Final = "a PDF file; to read it: pip install 'gikstudy[pdf]'"
_SCANNED: Final = "a scanned PDF without a text layer; put it through OCR first"
_PAGE_NUMBER: Final = re.compile(
    r"\s*(?:[-—–－]?\s*\d{1,3}\s*[-—–－]?|第\s*\d{1,3}\s*页.*|P(?:age)?\.?\s*\d{1,3})\s*"
)


def read_pdf(data: bytes) -> Content:
    """The lines and ruled tables of a PDF, page after page, without page numbers.

    A table that goes on at the top of the next page is one grid.

    Returns:
        Blocks with loci `P3R7` for lines and `P4R7C2` for cells: page 4, the seventh line or
        table row on it, the second cell that the row opens.

    Raises:
        UnreadableError: The package is missing, the file is damaged, protected or scanned.
    """
    try:
        import pypdfium2
    except ImportError as error:
        raise UnreadableError(_INSTALL) from error
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        protected = "password" in str(error).lower()
        reason = "protected by a password" if protected else f"damaged: {error}"
        raise UnreadableError(f"the PDF is {reason}") from error
    try:
        sheets = list(_sheets(document))
        title = (document.get_metadata_dict().get("Title") or "").strip()
    finally:
        document.close()
    blocks = _joined(sheets)
    if not blocks:
        raise UnreadableError(
            _SCANNED if any(sheet.pictures for sheet in sheets) else "an empty PDF"
        )
    return Content(tuple(blocks), page_title=title)


class _Sheet(NamedTuple):
    """A page: lines and tables from top to bottom, or whether it shows pictures instead."""

    items: list[Line | Table]
    pictures: bool


def _sheets(document: PdfDocument) -> Iterator[_Sheet]:
    started = time.monotonic()
    for index in range(min(len(document), limits.PDF_PAGES)):
        if time.monotonic() - started > limits.DOCUMENT_SECONDS:
            raise UnreadableError(f"it takes longer than {limits.DOCUMENT_SECONDS:.0f} s")
        page = document[index]
        items = arrange(glyphs(page), find_lattices(*rules(page)), f"P{index + 1}R")
        yield _Sheet(_without_page_number(items), pictures=not items and has_pictures(page))
        page.close()


def _without_page_number(items: list[Line | Table]) -> list[Line | Table]:
    for end in (0, -1):
        item = items[end] if items else None
        if isinstance(item, Line) and _PAGE_NUMBER.fullmatch(item.text):
            del items[end]
    return items


def _joined(sheets: list[_Sheet]) -> list[Block]:
    """All pages as one run of blocks; a table whose columns go on goes on."""
    items: list[Line | Table] = []
    for item in (item for sheet in sheets for item in sheet.items):
        last = items[-1] if items else None
        if isinstance(item, Table) and isinstance(last, Table) and last.continues_in(item):
            items[-1] = last.with_rows_of(item)
        else:
            items.append(item)
    return [item.grid if isinstance(item, Table) else item for item in items]
