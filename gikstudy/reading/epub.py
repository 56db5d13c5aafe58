"""EPUB: the pages of a book in their order, as one document."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from typing import Final
from urllib.parse import unquote
from xml.etree.ElementTree import ParseError

from gikstudy.model import Block
from gikstudy.reading import limits
from gikstudy.reading.content import Content, UnreadableError
from gikstudy.reading.encoding import decode
from gikstudy.reading.layout import flow_of, unfold
from gikstudy.reading.markup import read_markup
from gikstudy.reading.xml_parts import local_name, parsed, part_bytes

_CONTAINER: Final = "META-INF/container.xml"
_LINK: Final = re.compile(r"<link\b[^>]*>", re.IGNORECASE)
_TARGET: Final = re.compile(r"""\bhref\s*=\s*(['"])(.*?)\1""", re.IGNORECASE)
_PAGES: Final = ("application/xhtml+xml", "text/html", "text/x-oeb1-document")


def read_epub(data: bytes) -> Content:
    """The lines and tables of all pages that the book shows one after another.

    Returns:
        Blocks with loci `L1` … for lines, `T2R5C3` for cells, both counted through the book.

    Raises:
        UnreadableError: The file is damaged, or above the limit of a document.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > limits.DOCUMENT_BYTES:
                raise UnreadableError("the EPUB book unpacks to more than the limit of a document")
            title, names = _spine(archive)
            blocks = [block for name in names for block in _page(archive, name)]
    except (zipfile.BadZipFile, KeyError, ParseError, EOFError) as error:
        raise UnreadableError(f"the EPUB book is damaged: {error}") from error
    return Content(unfold(flow_of(blocks)), page_title=title)


def _spine(archive: zipfile.ZipFile) -> tuple[str, list[str]]:
    """The title of the book, and its pages in the order in which a reader turns them."""
    container = parsed(part_bytes(archive, _CONTAINER), _CONTAINER)
    listed = next(one.get("full-path", "") for one in container.iter() if one.get("full-path"))
    title, files, order = "", dict[str, str](), list[str]()
    for element in parsed(part_bytes(archive, listed), listed).iter():
        kind = local_name(element)
        if kind == "title":
            title = title or " ".join((element.text or "").split())
        elif kind == "item" and element.get("media-type") in _PAGES:
            target = unquote(element.get("href", "").partition("#")[0])
            files[element.get("id", "")] = normpath(join(dirname(listed), target))
        elif kind == "itemref" and element.get("linear") != "no":
            order.append(element.get("idref", ""))
    return title, [files[key] for key in order if key in files]


def _page(archive: zipfile.ZipFile, name: str) -> Iterator[Block]:
    text, encoding = decode(part_bytes(archive, name))
    yield from read_markup(_with_sheets(archive, name, text), encoding).blocks


def _with_sheets(archive: zipfile.ZipFile, name: str, text: str) -> str:
    """A page with the style sheets that the book keeps apart put in the place of their links."""

    def sheet_of(link: re.Match[str]) -> str:
        target = _TARGET.search(link[0])
        if target is None or "stylesheet" not in link[0]:
            return link[0]
        part = normpath(join(dirname(name), unquote(target[2])))
        if part not in archive.namelist():
            return link[0]
        return f"<style>{decode(part_bytes(archive, part))[0]}</style>"

    return _LINK.sub(sheet_of, text)
