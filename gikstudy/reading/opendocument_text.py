"""The text of an OpenDocument paragraph as printed: spans, spaces, notes, pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from xml.etree.ElementTree import Element

from gikstudy.reading.marks import DOWN, PICTURE, STRUCK, UP, resolve

_URN: Final = "{urn:oasis:names:tc:opendocument:xmlns:"
OFFICE: Final = _URN + "office:1.0}"
STYLE: Final = _URN + "style:1.0}"
TABLE: Final = _URN + "table:1.0}"
TEXT: Final = _URN + "text:1.0}"
DRAW: Final = _URN + "drawing:1.0}"
_UNSEEN: Final = frozenset(
    [OFFICE + "annotation", TEXT + "ruby-text", TEXT + "note-body", DRAW + "text-box"]
)
_SPACES: Final = {TEXT + "tab": "\t", TEXT + "line-break": "\n"}
_LOST: Final = frozenset([TEXT + "change", TEXT + "note"])
_HIDDEN: Final = frozenset([TEXT + "hidden-text", TEXT + "hidden-paragraph"])
_SHAPES: Final = frozenset(DRAW + name for name in ("frame", "g", "custom-shape", "control"))
_LINE: Final = (STYLE + "text-line-through-style", STYLE + "text-line-through-type")


def looks_of(roots: Sequence[Element]) -> dict[str, str]:
    """The styles that strike out, hide or raise text: STRUCK or UP by the name of the style."""
    own: dict[str, tuple[str, str | None]] = {}
    for root in roots:
        for style in root.iter(STYLE + "style"):
            parent = style.get(STYLE + "parent-style-name", "")
            own[style.get(STYLE + "name", "")] = parent, _look(style)
    return {name: look for name in own if (look := _resolved(name, own))}


def _resolved(name: str, own: Mapping[str, tuple[str, str | None]]) -> str:
    seen: set[str] = set()
    while name in own and name not in seen:
        seen.add(name)
        name, look = own[name]
        if look is not None:
            return look
    return ""


def _look(style: Element) -> str | None:
    """STRUCK, UP, "" for neither, or None if the style says nothing of it."""
    properties = style.find(STYLE + "text-properties")
    if properties is None:
        return None
    lines = [value for name in _LINE if (value := properties.get(name)) is not None]
    position = properties.get(STYLE + "text-position")
    if properties.get(TEXT + "display") == "none" or any(line != "none" for line in lines):
        return STRUCK
    if position is not None and position.split()[:1] not in (["0%"], []):
        return UP
    return "" if lines or position is not None else None


class Texts:
    """Reads paragraphs, with the styles of the document at hand."""

    def __init__(self, looks: Mapping[str, str]) -> None:
        self.looks = looks

    def text(self, paragraph: Element, *, in_table: bool) -> str:
        """The text of a paragraph; a fully struck-out line is STRUCK."""
        look = self._look_of(paragraph)
        return resolve(self._styled("".join(self._pieces(paragraph, in_table)), look))

    def _look_of(self, element: Element) -> str:
        return self.looks.get(element.get(TEXT + "style-name", ""), "")

    def _styled(self, text: str, look: str) -> str:
        if look and text.strip():
            return STRUCK if look == STRUCK else f"{UP}{text}{DOWN}"
        return text

    def _pieces(self, element: Element, in_table: bool) -> Iterator[str]:  # noqa: FBT001
        yield _plain(element.text)
        for child in element:
            yield self._piece(child, in_table)
            yield _plain(child.tail)

    def _piece(self, child: Element, in_table: bool) -> str:  # noqa: FBT001
        tag = child.tag
        if tag in _SPACES:
            return _SPACES[tag]
        if tag == TEXT + "s":
            count = child.get(TEXT + "c", "1")
            return " " * min(int(count), 200) if count.isdecimal() else " "
        if tag in _SHAPES:
            box = child.find(DRAW + "text-box")
            return PICTURE if in_table and box is None else ""
        if tag in _LOST or tag in _HIDDEN:
            return STRUCK if in_table else ""
        if tag in _UNSEEN:
            return ""
        return self._styled("".join(self._pieces(child, in_table)), self._look_of(child))


def _plain(text: str | None) -> str:
    """Text without the line ends of the file, which stand for one space."""
    if not text:
        return ""
    return text.replace("\r", " ").replace("\n", " ") if "\n" in text or "\r" in text else text
