"""The text of an OpenDocument paragraph as printed: spans, spaces, notes, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from gikstudy.reading.colours import PAPER, colour_of, differ
from gikstudy.reading.marks import (
    DOWN,
    IN_PICTURES,
    LEAST_SIZE,
    LEAST_WIDTH,
    PICTURE,
    STRUCK,
    UP,
    is_picture_font,
    resolve,
)

_URN: Final = "{urn:oasis:names:tc:opendocument:xmlns:"
OFFICE: Final = _URN + "office:1.0}"
STYLE: Final = _URN + "style:1.0}"
TABLE: Final = _URN + "table:1.0}"
TEXT: Final = _URN + "text:1.0}"
DRAW: Final = _URN + "drawing:1.0}"
_NUMBER: Final = _URN + "datastyle:1.0}"
FO: Final = _URN + "xsl-fo-compatible:1.0}"
_MAP, _APPLIED = STYLE + "map", STYLE + "apply-style-name"
_UNSEEN: Final = frozenset(
    [OFFICE + "annotation", TEXT + "ruby-text", TEXT + "note-body", DRAW + "text-box"]
)
_SPACES: Final = {TEXT + "tab": "\t", TEXT + "line-break": "\n"}
_LOST: Final = frozenset([TEXT + "change", TEXT + "note"])
_HIDDEN_TEXT, _HIDDEN_PARAGRAPH = TEXT + "hidden-text", TEXT + "hidden-paragraph"
_SHAPES: Final = frozenset(DRAW + name for name in ("frame", "g", "custom-shape", "control"))
_MEASURE: Final = re.compile(r"(\d+(?:\.\d+)?)(?:pt|%)")
_PARAGRAPHS: Final = (TEXT + "p", TEXT + "h")
_LINE: Final = (STYLE + "text-line-through-style", STYLE + "text-line-through-type")


class PrintedLook(NamedTuple):
    """How a style shows text; None where the style says nothing of it."""

    sign: str | None = None  # STRUCK, UP, or nothing
    colour: str | None = None
    ground: str | None = None
    small: bool | None = None  # too low or too narrow to be seen
    pictured: bool | None = None  # in a font of pictures
    rules: tuple[tuple[str, str], ...] | None = None  # conditions, and the styles that they give

    def over(self, base: PrintedLook) -> PrintedLook:
        """This look, completed by another one."""
        return PrintedLook(*(b if a is None else a for a, b in zip(self, base, strict=True)))  # type: ignore[arg-type]

    @property
    def is_unseen(self) -> bool:
        """Whether nobody sees the text: struck out, too small, or in the colour of its ground."""
        return self.sign == STRUCK or bool(self.small) or _is_as_paper(self)


PLAIN: Final = PrintedLook()
StyleKey = tuple[str, str]
"""The family of a style and its name."""
_NAMES: Final = (STYLE + "name", STYLE + "display-name")
_FAMILIES: Final = ("paragraph", "text", "table-cell", "table")


def looks_of(roots: Sequence[Element]) -> dict[StyleKey, PrintedLook]:
    """The styles that change what is seen of text.

    Two parts of a file may give the same name to two styles: then the first part counts.
    """
    own: dict[StyleKey, tuple[StyleKey, PrintedLook]] = {}
    inks = {name: ink for root in roots for name, ink in _inks_of_formats(root)}
    for root in roots:
        for style in root.iter(STYLE + "style"):
            told = style.get(STYLE + "family")
            for family in [told] if told else _FAMILIES:
                parent = family, style.get(STYLE + "parent-style-name", "")
                look = _look(style)
                ink = inks.get(style.get(STYLE + "data-style-name", ""))
                found = parent, look._replace(colour=ink) if ink else look
                for name in filter(None, map(style.get, _NAMES)):
                    own.setdefault((family, name), found)
    return {key: look for key in own if (look := _resolved(key, own)) != PLAIN}


def _inks_of_formats(root: Element) -> Iterator[tuple[str, str]]:
    """The formats of numbers that give them a colour."""
    for ink in root.iterfind(f"*/*/{STYLE}text-properties[@{FO}color]/.."):
        properties = ink.find(STYLE + "text-properties")
        if ink.tag.startswith(_NUMBER) and properties is not None:
            yield ink.get(STYLE + "name", ""), properties.get(FO + "color", "")


def _resolved(key: StyleKey, own: Mapping[StyleKey, tuple[StyleKey, PrintedLook]]) -> PrintedLook:
    found = PLAIN
    seen: set[StyleKey] = set()
    while key in own and key not in seen:
        seen.add(key)
        key, look = own[key]
        found = found.over(look)
    return found


def _look(style: Element) -> PrintedLook:
    grounds = (one.get(FO + "background-color") for one in style)
    ground = next((one for one in grounds if one and one != "transparent"), None)
    properties = style.find(STYLE + "text-properties")
    told = [(one.get(STYLE + "condition", ""), one.get(_APPLIED, "")) for one in style.iter(_MAP)]
    rules = tuple(told) or None
    repeated = any(one.get(STYLE + "repeat-content") == "true" for one in style)
    if properties is None:
        return PrintedLook(STRUCK if repeated else None, None, ground, rules=rules)
    own = properties.get(STYLE + "use-window-font-color") == "true"
    colour = "auto" if own else properties.get(FO + "color")
    font = properties.get(STYLE + "font-name") or properties.get(FO + "font-family")
    return PrintedLook(
        STRUCK if repeated else _sign(properties),
        colour,
        ground,
        _is_small(properties),
        is_picture_font(font) if font else None,
        rules,
    )


def _is_small(properties: Element) -> bool | None:
    sizes = (
        (properties.get(FO + "font-size"), "pt", LEAST_SIZE),
        (properties.get(STYLE + "text-scale"), "%", LEAST_WIDTH),
    )
    told = [
        float(match[1]) < least
        for value, unit, least in sizes
        if value and value.endswith(unit) and (match := _MEASURE.fullmatch(value))
    ]
    return any(told) if told else None


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

    def __init__(self, looks: Mapping[StyleKey, PrintedLook]) -> None:
        self.looks = looks
        self.around = PLAIN  # the look of the cells that are open

    def text(self, paragraph: Element, *, in_table: bool) -> str:
        """The text of a paragraph; a fully struck-out line is STRUCK."""
        look = self.look_of(paragraph, self.around)
        hidden = (one.get(TEXT + "is-hidden") for one in paragraph.iter(_HIDDEN_PARAGRAPH))
        if "true" in hidden:
            return STRUCK
        for condition, name in look.rules or () if in_table else ():
            if condition.startswith("table"):
                look = self.looks.get(("paragraph", name), PLAIN).over(look)
        return resolve(_styled("".join(self._pieces(paragraph, look, in_table)), look))

    def look_of(self, element: Element, around: PrintedLook) -> PrintedLook:
        """The look of an element in another: it keeps the colours that it does not change."""
        family = "paragraph" if element.tag in _PARAGRAPHS else "text"
        own = self.looks.get((family, element.get(TEXT + "style-name", "")), PLAIN)
        return own.over(around._replace(sign=None, rules=None))

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
        hidden = tag == _HIDDEN_TEXT and child.get(TEXT + "is-hidden") != "false"
        if tag in _LOST or hidden or child.get(TEXT + "display") == "none":
            return STRUCK if in_table else ""
        if tag in _UNSEEN or tag == _HIDDEN_PARAGRAPH:
            return ""
        own = self.look_of(child, look)
        return _styled("".join(self._pieces(child, own, in_table)), own)


def _styled(text: str, look: PrintedLook) -> str:
    if not text.strip():
        return text
    if look.sign == STRUCK or look.small:
        return STRUCK
    if look.pictured and IN_PICTURES.search(text):
        return PICTURE
    return f"{UP}{text}{DOWN}" if look.sign else text


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
