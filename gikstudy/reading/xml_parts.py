"""XML of Office files, read within limits and without entities."""

from __future__ import annotations

import zipfile
from typing import Final
from xml.etree.ElementTree import Element, fromstring

from gikstudy.reading import limits
from gikstudy.reading.content import UnreadableError

_FORBIDDEN: Final = ("<!DOCTYPE", "<!ENTITY")


def part(archive: zipfile.ZipFile, name: str) -> Element:
    """One XML part of an Office file.

    Raises:
        KeyError: The file has no such part.
        UnreadableError: The part is too large, or declares entities.
        xml.etree.ElementTree.ParseError: The part is not XML.
    """
    return parsed(part_bytes(archive, name), name)


def part_bytes(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of one part, within the limit of a document."""
    if archive.getinfo(name).file_size > limits.DOCUMENT_BYTES:
        raise UnreadableError(f"{name} unpacks to more than the limit of a document")
    return archive.read(name)


def parsed(xml: bytes, name: str) -> Element:
    """XML without entities, which an Office file never needs and a hostile one does."""
    plain = xml.replace(b"\0", b"") if b"\0" in xml[:64] else xml  # UTF-16
    if any(word.encode() in plain for word in _FORBIDDEN):
        raise UnreadableError(f"{name} declares entities, which an Office file never needs")
    return fromstring(xml)


def local_name(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def numbers_of(text: str | None) -> list[float]:
    """The numbers of an attribute such as `0 0 210 297`."""
    return [float(number) for number in (text or "").split()]
