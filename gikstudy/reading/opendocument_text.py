"""The text of an OpenDocument paragraph as printed: spans, spaces, notes, pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from gikstudy.reading.colours import PAPER, colour_of, differ
from gikstudy.reading.marks import DOWN, PICTURE, STRUCK, UP, resolve

_URN: Final = "{urn:oasis:names:tc:opendocument:xmlns:"
OFFICE: Final = _URN + "office:1.0}"
STYLE: Final = _URN + "style:1.0}"
TABLE: Final = _URN + "table:1.0}"
TEXT: Final = _URN + "text:1.0}"
DRAW: Final = _URN + "drawing:1.0}"
FO: Final = _URN + "xsl-fo-compatible:1.0}"
_UNSEEN: Final = frozenset(
    [OFFICE + "annotation", TEXT + "ruby-text", TEXT + "note-body", DRAW + "text-box"]
)
_SPACES: Final = {TEXT + "tab": "\t", TEXT + "line-break": "\n"}
_LOST: Final = frozenset([TEXT + "change", TEXT + "note"])
_HIDDEN: Final = frozenset([TEXT + "hidden-text", TEXT + "hidden-paragraph"])
_SHAPES: Final = frozenset(DRAW + name for name in ("frame", "g", "custom-shape", "control"))
_LINE: Final = (STYLE + "text-line-through-style", STYLE + "text-line-through-type")


class PrintedLook(NamedTuple):
    """How a style shows text; None where the style says nothing of it."""

    sign: str | None = None  # STRUCK, UP, or nothing
    colour: str | None = None
    ground: str | None = None


PLAIN: Final = PrintedLook()


def looks_of(roots: Sequence[Element]) -> dict[str, PrintedLook]:
    """The styles that strike out, hide, raise or colour text, by the name of the style."""
    own: dict[str, tuple[str, PrintedLook]] = {}
    for root in roots:
        for style in root.iter(STYLE + "style"):
            parent = style.get(STYLE + "parent-style-name", "")
            own[style.get(STYLE + "name", "")] = parent, _look(style)
    return {name: look for name in own if (look := _resolved(name, own)) != PLAIN}


def _resolved(name: str, own: Mapping[str, tuple[str, PrintedLook]]) -> PrintedLook:
    found = PLAIN
    seen: set[str] = set()
    while name in own and name not in seen:
        seen.add(name)
        name, look = own[name]
        found = PrintedLook(*(b if a is None else a for a, b in zip(found, look, strict=True)))
    return found


def _look(style: Element) -> PrintedLook:
    grounds = (one.get(FO + "background-color") for one in style)
    ground = next((one for one in grounds if one and one != "transparent"), None)
    properties = style.find(STYLE + "text-properties")
    if properties is None:
        return PrintedLook(ground=ground)
    own = properties.get(STYLE + "use-window-font-color") == "true"
    colour = "auto" if own else properties.get(FO + "color")
    return PrintedLook(_sign(properties), colour, ground)


def _sign(properties: Element) -> str | None:
    lines = [value for name in _LINE if (value := properties.get(name)) is not None]
    position = properties.get(STYLE + "text-position")
    if properties.get(TEXT + "display") == "none" or any(line != "none" for line in lines):
        return STRUCK
    if position is not None and position.split()[:1] not in (["0%"], []):
        return UP
    return "" if lines or position is not None else None


class Texts:
    """Reads paragraphs, with the styles of the document at hand."""

    def __init__(self, looks: Mapping[str, PrintedLook]) -> None:
        self.looks = looks
        self.around = PLAIN  # the look of the cells that are open

    def text(self, paragraph: Element, *, in_table: bool) -> str:
        """The text of a paragraph; a fully struck-out line is STRUCK."""
        look = self.look_of(paragraph, self.around)
        return resolve(_styled("".join(self._pieces(paragraph, look, in_table)), look))

    def look_of(self, element: Element, around: PrintedLook) -> PrintedLook:
        """The look of an element in another: it keeps the colours that it does not change."""
        own = self.looks.get(element.get(TEXT + "style-name", ""), PLAIN)
        return PrintedLook(own.sign, own.colour or around.colour, own.ground or around.ground)

    def _pieces(self, element: Element, look: PrintedLook, in_table: bool) -> Iterator[str]:  # noqa: FBT001
        lost = _is_as_paper(look)
        yield _plain(element.text, lost=lost)
        for child in element:
            yield self._piece(child, look, in_table)
            yield _plain(child.tail, lost=lost)

    def _piece(self, child: Element, look: PrintedLook, in_table: bool) -> str:  # noqa: FBT001
        tag = child.tag
        if tag in _SPACES:
            return _SPACES[tag]
        if tag == TEXT + "s":
            count = child.get(TEXT + "c", "1")
            return " " * min(int(count), 200) if count.isdecimal() else " "
        if tag in _SHAPES:
            box = child.find(DRAW + "text-box")
            return PICTURE if in_table and box is None else ""
        if tag in _LOST or tag in _HIDDEN or child.get(TEXT + "display") == "none":
            return STRUCK if in_table else ""
        if tag in _UNSEEN:
            return ""
        own = self.look_of(child, look)
        return _styled("".join(self._pieces(child, own, in_table)), own)


def _styled(text: str, look: PrintedLook) -> str:
    if look.sign and text.strip():
        return STRUCK if look.sign == STRUCK else f"{UP}{text}{DOWN}"
    return text


def _is_as_paper(look: PrintedLook) -> bool:
    """Whether text has the colour of what is beneath it."""
    return not differ(colour_of(look.colour), colour_of(look.ground) if look.ground else PAPER)


def _plain(text: str | None, *, lost: bool) -> str:
    """Text without the line ends of the file, which stand for one space."""
    if not text:
        return ""
    if lost and text.strip():
        return STRUCK
    return text.replace("\r", " ").replace("\n", " ") if "\n" in text or "\r" in text else text
