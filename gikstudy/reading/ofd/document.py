"""OFD: the pages of a fixed-layout document, arranged as those of a PDF are.

The standard is GB/T 33190-2016. A file is a zip of XML: text objects with the place of each
character, and paths that draw the lines of tables.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from posixpath import dirname, join, normpath
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from gikstudy.model import Line, UnreadPages
from gikstudy.reading import limits
from gikstudy.reading.content import Content, UnreadableError
from gikstudy.reading.ofd.page import POINTS, OfdPage, numbers_of
from gikstudy.reading.pdf.furniture import joined
from gikstudy.reading.pdf.geometry import Box
from gikstudy.reading.pdf.glyphs import STRUCK_OUT
from gikstudy.reading.pdf.marks import pictured, struck_out
from gikstudy.reading.pdf.rulings import find_lattices
from gikstudy.reading.pdf.tables import RuledTable, arrange
from gikstudy.reading.xml_parts import local_name, parsed, part_bytes

_START: Final = "OFD.xml"
_A4: Final = (0.0, 0.0, 210.0, 297.0)
_REMEDY: Final = "put it through OCR first"
_SCANNED: Final = f"a scanned OFD file without text; {_REMEDY}"


def read_ofd(data: bytes) -> Content:
    """The lines and ruled tables of an OFD document, page after page, without page numbers.

    Returns:
        Blocks with loci `P3R7` for lines and `P4R7C2` for cells, as those of a PDF.

    Raises:
        UnreadableError: The file is damaged, encrypted or scanned, or above the limit of a document.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > limits.DOCUMENT_BYTES:
                raise UnreadableError("the OFD file unpacks to more than the limit of a document")
            package = _Package(archive)
            title = package.title
            pages = [_arranged(page, number) for number, page in enumerate(package.pages(), 1)]
    except (zipfile.BadZipFile, KeyError, ParseError, EOFError, ValueError) as error:
        raise UnreadableError(f"the OFD file is damaged: {error}") from error
    if not any(items for items, _ in pages) and any(pictures for _, pictures in pages):
        raise UnreadableError(_SCANNED)
    unseen = tuple(n for n, (items, pictures) in enumerate(pages, 1) if pictures and not items)
    unread = UnreadPages(unseen, _REMEDY) if unseen else None
    return Content(tuple(joined([items for items, _ in pages])), page_title=title, unread=unread)


def _arranged(page: OfdPage, number: int) -> tuple[list[Line | RuledTable], bool]:
    """The lines and tables of a page, and whether it shows pictures."""
    drawing = page.drawing
    glyphs = page.glyphs()
    lattices = find_lattices(drawing.across, drawing.down)
    for index in struck_out(glyphs, drawing):
        glyphs[index] = glyphs[index]._replace(text=STRUCK_OUT)
    glyphs += pictured(glyphs, lattices, drawing)
    return arrange(glyphs, lattices, f"P{number}R"), bool(drawing.pictures)


class _Package:
    """The parts of a file and what they name."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        start = self._part(_START)
        if any(local_name(one) == "Encryptions" for one in start.iter()):
            raise UnreadableError("the OFD file is encrypted; save it without a password")
        titles = (one.text for one in start.iter() if local_name(one) == "Title")
        self.title = " ".join((next(titles, "") or "").split())
        roots = (one.text for one in start.iter() if local_name(one) == "DocRoot")
        self.root = (next(roots, "") or "").strip().lstrip("/")

    def pages(self) -> Iterator[OfdPage]:
        """The pages in their order, each with what its templates print."""
        document = self._part(self.root)
        size = _size(document) or _A4
        templates = {
            one.get("ID", ""): self._part(self._beside(self.root, one.get("BaseLoc", "")))
            for one in document.iter()
            if local_name(one) == "TemplatePage"
        }
        listed = (
            one for one in document.iter() if local_name(one) == "Page" and one.get("BaseLoc")
        )
        for number, one in enumerate(listed):
            if number == limits.PDF_PAGES:
                return
            content = self._part(self._beside(self.root, one.get("BaseLoc", "")))
            yield _page(content, templates, size)

    def _part(self, name: str) -> Element:
        return parsed(part_bytes(self.archive, name), name)

    def _beside(self, name: str, other: str) -> str:
        if other.startswith("/"):
            return other.lstrip("/")
        return normpath(join(dirname(name), other))


def _page(content: Element, templates: Mapping[str, Element], usual: tuple[float, ...]) -> OfdPage:
    left, top, width, height = _size(content) or usual
    page = OfdPage(Box(0.0, 0.0, width * POINTS, height * POINTS), (left, top))
    for one in content:
        found = templates.get(one.get("TemplateID", ""))
        if local_name(one) == "Template" and found is not None:
            page.read(found)
    page.read(content)
    return page


def _size(element: Element) -> tuple[float, ...] | None:
    for one in element.iter():
        if local_name(one) == "PhysicalBox":
            box = numbers_of(one.text)
            return tuple(box) if len(box) == 4 else None
    return None
