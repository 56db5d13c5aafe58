"""The parts of a Word document, in whichever package they come.

DOCX is a zip of XML, and its main part may have any name. `Flat OPC` holds the same parts in one
XML file. A document of Word 2003 is one XML file with older names. The strict form of the standard
has other namespaces. All of them become the parts that `word` reads.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import zipfile
from collections.abc import Callable, Mapping
from posixpath import dirname, join, normpath
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element, tostring

from gikstudy.reading.content import UnreadableError
from gikstudy.reading.xml_parts import parsed, part_bytes

_MAIN: Final = "word/document.xml"
_OFFICE: Final = b"http://schemas.openxmlformats.org/"
_STRICT: Final = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", _OFFICE + b"wordprocessingml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        _OFFICE + b"officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", _OFFICE + b"officeDocument/2006/math"),
    (b"http://purl.oclc.org/ooxml/drawingml/", _OFFICE + b"drawingml/2006/"),
)
_PACKAGE: Final = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_WORD_2003: Final = b"http://schemas.microsoft.com/office/word/2003/wordml"
_ANNOTATION: Final = "{http://schemas.microsoft.com/aml/2001/core}annotation"
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_USUAL: Final = re.compile(rb"<w:(?:document|styles|numbering)\b")
_OLDER_NAMES: Final = {
    "vmerge": "vMerge",
    "hmerge": "hMerge",
    "listPr": "numPr",
    "listDef": "abstractNum",
    "list": "num",
    "ilst": "abstractNumId",
    "nfc": "numFmt",
}
"""Elements of Word 2003 by the names that they have today."""
_OLDER_KEYS: Final = {"listDefId": "abstractNumId", "ilfo": "numId"}
_OLDER_LISTS: Final = {"23": "bullet", "255": "none"}


class WordParts(NamedTuple):
    """The parts of a document that are read; `styles` and `numbering` may be absent.

    `chunks` holds whole documents that the text takes in (`altChunk`), by the id of the reference.
    """

    document: bytes
    styles: bytes | None
    numbering: bytes | None
    facts: bytes | None
    chunks: Mapping[str, bytes]


def word_parts(data: bytes) -> WordParts:
    """The parts of a Word document in a zip, as Flat OPC or as XML of Word 2003.

    Raises:
        KeyError: The main part is missing.
        UnreadableError: A part is too large, or declares entities.
        xml.etree.ElementTree.ParseError: A part is not XML.
        zipfile.BadZipFile: The zip is damaged.
    """
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            return _parts(names, lambda name: part_bytes(archive, name))
    root = parsed(data, "the file")
    if root.tag == _PACKAGE + "package":
        parts = {one.get(_PACKAGE + "name", "").lstrip("/"): one for one in root}
        return _parts(set(parts), lambda name: _flat_part(parts[name]))
    return _parts_of_2003(data)


def _parts(names: set[str], read: Callable[[str], bytes]) -> WordParts:
    main = _main_part(names, read)
    kinds, chunks = {}, {}
    for relation in _relations(main, names, read):
        if relation.kind == "aFChunk" and relation.target in names:
            chunks[relation.key] = read(relation.target)
        else:
            kinds[relation.kind] = relation.target
    wanted = (kinds.get("styles", ""), kinds.get("numbering", ""), "docProps/core.xml")
    styles, numbering, facts = (read(name) if name in names else None for name in wanted)
    return WordParts(
        _transitional(read(main)),
        _transitional(styles) if styles else None,
        _transitional(numbering) if numbering else None,
        facts,
        chunks,
    )


def _main_part(names: set[str], read: Callable[[str], bytes]) -> str:
    for relation in _relations("", names, read):
        if relation.kind == "officeDocument" and relation.target in names:
            return relation.target
    return _MAIN


class _PartReference(NamedTuple):
    key: str
    kind: str
    target: str


def _relations(name: str, names: set[str], read: Callable[[str], bytes]) -> list[_PartReference]:
    folder, file = dirname(name), name.rpartition("/")[2]
    listed = join(folder, "_rels", f"{file}.rels")
    if listed not in names:
        return []
    return [
        _PartReference(
            relation.get("Id", ""),
            relation.get("Type", "").rpartition("/")[2],
            normpath(join(folder, relation.get("Target", ""))).lstrip("/"),
        )
        for relation in parsed(read(listed), listed)
        if relation.get("TargetMode") != "External"
    ]


def _transitional(xml: bytes) -> bytes:
    """XML of the strict form with the namespaces of the usual one, and the usual prefix."""
    if b"purl.oclc.org/ooxml" in xml:
        for strict, usual in _STRICT:
            xml = xml.replace(strict, usual)
    return xml if _USUAL.search(xml) else _written(parsed(xml, "a part of the file"))


def _flat_part(part: Element) -> bytes:
    xml, binary = part.find(_PACKAGE + "xmlData"), part.find(_PACKAGE + "binaryData")
    if xml is not None and len(xml):
        return _written(xml[0])
    try:
        return base64.b64decode((binary.text or "") if binary is not None else "")
    except binascii.Error as error:
        raise UnreadableError(f"the Word file is damaged: {error}") from error


def _parts_of_2003(data: bytes) -> WordParts:
    xml = data.replace(_WORD_2003, _OFFICE + b"wordprocessingml/2006/main")
    root = parsed(xml, "the file")
    for element in root.iter():
        _rename(element)
    body, styles, lists = (root.find(_W + name) for name in ("body", "styles", "lists"))
    if body is None:
        raise UnreadableError("the Word file is damaged: it has no body")
    return WordParts(
        _written(root),
        _written(styles) if styles is not None else None,
        _written(lists) if lists is not None else None,
        None,
        {},
    )


def _rename(element: Element) -> None:
    name = element.tag.removeprefix(_W)
    if name in _OLDER_NAMES:
        element.tag = _W + _OLDER_NAMES[name]
        if name == "nfc":
            value = element.get(_W + "val", "")
            element.set(_W + "val", _OLDER_LISTS.get(value, value))
        for old, new in _OLDER_KEYS.items():
            if (key := element.get(_W + old)) is not None:
                element.set(_W + new, key)
    elif name == "ilfo":  # of a paragraph: its list
        element.tag = _W + "numId"
    elif element.tag == _ANNOTATION and element.get(f"{_W}type") == "Word.Deletion":
        element.tag = _W + "del"


def _written(element: Element) -> bytes:
    """The XML of an element, with the prefix that `word_runs` searches for."""
    text = tostring(element, "unicode")
    prefix = re.search(rf'xmlns:(\w+)="{re.escape(_W[1:-1])}"', text)
    if prefix and prefix[1] != "w":
        text = re.sub(rf"(</?|\s){prefix[1]}:(?=[\w.-]+[\s/>=])", r"\1w:", text)
        text = text.replace(f"xmlns:{prefix[1]}=", "xmlns:w=")
    return text.encode()
