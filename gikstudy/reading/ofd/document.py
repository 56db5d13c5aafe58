"""OFD: the pages of a fixed-layout document, arranged as those of a PDF are.

The standard is GB/T 33190-2016. A file is a zip of XML: text objects with the place of each
character, and paths that draw the lines of tables.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import ParseError

from gikstudy.model import Line, UnreadPages
from gikstudy.reading.content import Content, UnreadableError
from gikstudy.reading.ofd.package import OfdPackage
from gikstudy.reading.ofd.page import OfdPage
from gikstudy.reading.ofd.pictures import page_picture
from gikstudy.reading.pdf.glyphs import STRUCK_OUT
from gikstudy.reading.pdf.marks import pictured, struck_out
from gikstudy.reading.pdf.rulings import find_lattices
from gikstudy.reading.pdf.tables import RuledTable, arrange
from gikstudy.reading.scans.document import content_of, recogniser_in_time
from gikstudy.reading.scans.recogniser import INSTALL, is_installed

if TYPE_CHECKING:
    from gikstudy.reading.scans.page import ScannedSheet

_REMEDY: Final = "put it through OCR first"


def read_ofd(data: bytes) -> Content:
    """The lines and ruled tables of an OFD document, page after page, without page numbers.

    Returns:
        Blocks with loci `P3R7` for lines and `P4R7C2` for cells, as those of a PDF. `unread` names
        the pages that are pictures and could not be recognised.

    Raises:
        UnreadableError: The file is damaged, encrypted or scanned, or above the limit of a document.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            package = OfdPackage(archive)
            pages = list(package.pages())
            items = [_arranged(page, number) for number, page in enumerate(pages, 1)]
            pictured = [n for n, page in enumerate(pages) if page.pictures and not items[n]]
            sheets = _recognised(package, pages, pictured)
    except (zipfile.BadZipFile, KeyError, ParseError, EOFError, ValueError) as error:
        raise UnreadableError(f"the OFD file is damaged: {error}") from error
    for n, sheet in sheets.items():
        items[n] = sheet.items
    content = content_of(items, [sheet.readings for sheet in sheets.values()], package.title)
    unseen = tuple(n + 1 for n in pictured if n not in sheets)
    if not unseen:
        return content
    remedy = _REMEDY if is_installed() else INSTALL
    if not any(items):
        raise UnreadableError(f"a scanned OFD file without text; {remedy}")
    return content._replace(unread=UnreadPages(unseen, remedy))


def _recognised(
    package: OfdPackage, pages: Sequence[OfdPage], pictured: Sequence[int]
) -> dict[int, ScannedSheet]:
    """What the pictures of some pages show, by the place of the page; not those left unread."""
    if not pictured or not is_installed():
        return {}
    recognise = recogniser_in_time()
    pictures = ((n, page_picture(package, pages[n])) for n in pictured)
    return {n: recognise(picture, n + 1) for n, picture in pictures if picture is not None}


def _arranged(page: OfdPage, number: int) -> list[Line | RuledTable]:
    """The lines and tables of a page."""
    drawing = page.drawing
    glyphs = page.glyphs()
    lattices = find_lattices(drawing.across, drawing.down)
    for index in struck_out(glyphs, drawing):
        glyphs[index] = glyphs[index]._replace(text=STRUCK_OUT)
    glyphs += pictured(glyphs, lattices, drawing)
    return arrange(glyphs, lattices, f"P{number}R")
