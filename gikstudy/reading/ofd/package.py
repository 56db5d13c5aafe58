"""The parts of an OFD file: its pages in order, and the files of their pictures."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from functools import cached_property
from posixpath import dirname, join, normpath
from typing import Final
from xml.etree.ElementTree import Element

from gikstudy.reading import limits
from gikstudy.reading.content import UnreadableError
from gikstudy.reading.marks import is_picture_font
from gikstudy.reading.ofd.looks import OfdLooks
from gikstudy.reading.ofd.page import POINTS, OfdPage
from gikstudy.reading.pdf.geometry import Box
from gikstudy.reading.xml_parts import local_name, numbers_of, parsed, part_bytes

_START: Final = "OFD.xml"
_A4: Final = (0.0, 0.0, 210.0, 297.0)
_RESOURCES: Final = ("PublicRes", "DocumentRes", "PageRes")


class OfdPackage:
    """The parts of a file and what they name."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        if sum(member.file_size for member in archive.infolist()) > limits.DOCUMENT_BYTES:
            raise UnreadableError("the OFD file unpacks to more than the limit of a document")
        self.archive = archive
        self._parsed: dict[str, Element] = {}
        start = self._part(_START)
        if any(local_name(one) == "Encryptions" for one in start.iter()):
            raise UnreadableError("the OFD file is encrypted; save it without a password")
        titles = (one.text for one in start.iter() if local_name(one) == "Title")
        self.title = " ".join((next(titles, "") or "").split())
        roots = (one.text for one in start.iter() if local_name(one) == "DocRoot")
        self.root = (next(roots, "") or "").strip().lstrip("/")
        self._document = self._part(self.root)

    def pages(self) -> Iterator[OfdPage]:
        """The pages in their order, each with what its templates print."""
        size = _size(self._document) or _A4
        templates = {
            one.get("ID", ""): self._part(_beside(self.root, one.get("BaseLoc", "")))
            for one in self._document.iter()
            if local_name(one) == "TemplatePage"
        }
        for key, name in self._page_names():
            page = self._page(self._part(name), templates, size)
            for note in self._notes(key):
                page.read_note(note)
            yield page

    def _notes(self, page: str) -> Iterator[Element]:
        """What was added to a page later."""
        for one in self._document.iter():
            if local_name(one) == "Annotations" and one.text:
                name = _beside(self.root, one.text.strip())
                if name not in self.archive.namelist():
                    continue
                for place in self._part(name):
                    for file in place if place.get("PageID") == page else ():
                        yield from self._part(_beside(name, (file.text or "").strip()))

    @cached_property
    def _units(self) -> dict[str, Element]:
        """The drawings that the file keeps apart, by their keys."""
        return {
            unit.get("ID", ""): content
            for name in self._lists
            for unit in self._part(name).iter()
            if local_name(unit) == "CompositeGraphicUnit"
            for content in unit
            if local_name(content) == "Content"
        }

    @cached_property
    def _looks(self) -> OfdLooks:
        """The looks and the fonts that the file lists."""
        listed = [one for name in self._lists for one in self._part(name).iter()]
        fonts = (one for one in listed if local_name(one) == "Font")
        return OfdLooks(
            {one.get("ID", ""): one for one in listed if local_name(one) == "DrawParam"},
            frozenset(
                one.get("ID", "")
                for one in fonts
                if is_picture_font(one.get("FontName")) or is_picture_font(one.get("FamilyName"))
            ),
        )

    def _page(
        self, content: Element, templates: Mapping[str, Element], usual: tuple[float, ...]
    ) -> OfdPage:
        left, top, width, height = _size(content) or usual
        sheet = Box(0.0, 0.0, width * POINTS, height * POINTS)
        page = OfdPage(sheet, (left, top), self._looks, self._units)
        for one in content:
            found = templates.get(one.get("TemplateID", ""))
            if local_name(one) == "Template" and found is not None:
                page.read(found)
        page.read(content)
        return page

    @cached_property
    def _lists(self) -> list[str]:
        """The parts that list resources."""
        return [
            _beside(owner, one.text.strip())
            for owner in (self.root, *(name for _, name in self._page_names()))
            for one in self._part(owner).iter()
            if local_name(one) in _RESOURCES and one.text
        ]

    def picture(self, resource: str) -> bytes | None:
        """The bytes of a picture; None if the file does not hold it."""
        name = self._pictures.get(resource)
        return part_bytes(self.archive, name) if name in self.archive.namelist() else None

    @cached_property
    def _pictures(self) -> dict[str, str]:
        """The name of the part with each picture, by the key of the picture."""
        return {key: file for name in self._lists for key, file in self._listed(name).items()}

    def _listed(self, name: str) -> dict[str, str]:
        """What one list of resources names."""
        listed = self._part(name)
        folder = _beside(name, listed.get("BaseLoc", "")) + "/"
        return {
            one.get("ID", ""): _beside(folder, (part.text or "").strip())
            for one in listed.iter()
            if local_name(one) == "MultiMedia"
            for part in one
            if local_name(part) == "MediaFile"
        }

    def _page_names(self) -> list[tuple[str, str]]:
        """The keys of the pages and the parts that hold them."""
        pages = (one for one in self._document.iter() if local_name(one) == "Page")
        told = [page for page in pages if page.get("BaseLoc")][: limits.PDF_PAGES]
        return [(one.get("ID", ""), _beside(self.root, one.get("BaseLoc", ""))) for one in told]

    def _part(self, name: str) -> Element:
        """A part, parsed once: pages are looked through for what they name, and then read."""
        if name not in self._parsed:
            self._parsed[name] = parsed(part_bytes(self.archive, name), name)
        return self._parsed[name]


def _beside(name: str, other: str) -> str:
    if other.startswith("/"):
        return other.lstrip("/")
    return normpath(join(dirname(name), other))


def _size(element: Element) -> tuple[float, ...] | None:
    for one in element.iter():
        if local_name(one) == "PhysicalBox":
            box = numbers_of(one.text)
            return tuple(box) if len(box) == 4 else None
    return None
