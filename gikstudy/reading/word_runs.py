"""The text of a Word paragraph as printed: runs, fields, pictures, list numbers.

218 struck out, 128             128
218 in white, 128               128
128, 1 raised                   128[1]
a picture, an equation          the place of a picture
{ =SUM(LEFT) } with a result    the result; without one, the place of a picture
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element, fromstring

from gikstudy.reading.colours import PAPER, Colour, colour_of, differ
from gikstudy.reading.marks import DOWN, IN_PICTURES, PICTURE, STRUCK, TWO_HAN, UP, resolve

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VALUE: Final = W + "val"
TEXT_BOX: Final = W + "txbxContent"
_MARKUP: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TEXT, _RUN, _PROPERTIES, _FIELD, _SIMPLE_FIELD, _INSTRUCTION = (
    W + name for name in ("t", "r", "rPr", "fldChar", "fldSimple", "instrText")
)
_PRINTED: Final = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_PICTURES: Final = frozenset(
    [
        *(W + name for name in ("drawing", "pict", "object", "sym", "contentPart")),
        *(_MATH + name for name in ("oMath", "oMathPara")),
    ]
)
_LOST: Final = (_TEXT, W + "delText")
_NOTES: Final = frozenset([W + "footnoteReference", W + "endnoteReference"])
_DELETED: Final = frozenset([W + "del", W + "moveFrom"])
# What is not part of the text: properties, and phonetic guides above it.
UNSEEN: Final = _DELETED | {
    W + name
    for name in (
        *("pPr", "rPr", "sdtPr", "sdtEndPr", "rt"),
        *("tblPr", "tblGrid", "trPr", "tcPr", "sectPr"),
    )
}
# Within a drawing: elements that show a picture, and elements that are a line or a frame.
_SHOWING: Final = frozenset(
    ["blip", "imagedata", "chart", "relIds", "OLEObject", "textpath", "control", "sym"]
)
_SHAPES: Final = frozenset(
    ["wsp", "wgp", "wpc", "line", "shape", "rect", "oval", "group", "roundrect", "polyline"]
)
_SILENT_FIELDS: Final = frozenset(["XE", "TC", "TA", "RD", "SET", "ASK", "HYPERLINK", "BOOKMARK"])
_LOOKING: Final = frozenset(
    W + name
    for name in (
        *("strike", "dstrike", "vanish", "vertAlign", "position"),
        *("color", "shd", "highlight", "rFonts"),
    )
)
# Fonts of pictures: a figure set in one of them prints as a picture.
_PICTURE_FONTS: Final = ("wingdings", "webdings", "marlett", "zapfdingbats")
_OFF: Final = ("0", "false", "off", "none")
_RAISED_BY: Final = 4  # half points
_USED: Final = re.compile(rb'<w:[rp]Style w:val="([^"]+)"')
_TELLING: Final = (
    b"<w:strike",
    b"<w:dstrike",
    b"<w:vanish",
    b"<w:vertAlign",
    b"<w:position",
    b"<w:numPr",
    b"<w:color",
    b"dings",
)


class Look(NamedTuple):
    """How a run looks, or what its style says about that; None if nothing is said."""

    struck: bool | None = None
    hidden: bool | None = None
    raised: bool | None = None
    pictured: bool | None = None  # in a font of pictures
    colour: str | None = None  # in hexadecimal digits, or `auto`
    ground: str | None = None  # the colour beneath the run itself

    def over(self, base: Look) -> Look:
        """This look, completed by that of the style it is based on."""
        return Look(*(b if a is None else a for a, b in zip(self, base, strict=True)))  # type: ignore[arg-type]


PLAIN: Final = Look()


def children(element: Element) -> Iterable[Element]:
    """The children of an element; if a drawing is stored in two forms, only the first."""
    if element.tag != _MARKUP + "AlternateContent":
        return element
    return next(iter(element), element)


def is_on(element: Element | None) -> bool:
    """Whether a switch such as `<w:vanish/>` is present and not turned off."""
    return element is not None and element.get(VALUE, "1") not in _OFF


class TellingStyles(NamedTuple):
    """The styles of a document that do more than choose a font."""

    looks: dict[str, Look]
    numbers: dict[str, Element]  # `<w:numPr>`: paragraphs of this style are items of a list


def telling_styles(styles: bytes, document: bytes) -> TellingStyles:
    """The styles in use that hide, strike out, raise or number text; usually there are none."""
    found = TellingStyles({}, {})
    used = {name.decode("utf-8", "replace") for name in _USED.findall(document)}
    if not used or not any(word in styles for word in _TELLING):
        return found
    own: dict[str, tuple[str, Look, Element | None]] = {}
    for style in fromstring(styles).iter(W + "style"):
        base, properties = style.find(W + "basedOn"), style.find(_PROPERTIES)
        look = _look(properties) if properties is not None else PLAIN
        number = style.find(f"{W}pPr/{W}numPr")
        based = base.get(VALUE, "") if base is not None else ""
        own[style.get(W + "styleId", "")] = (based, look, number)
    for name in used & own.keys():
        look, at, seen = PLAIN, name, set[str]()
        while at in own and at not in seen:
            seen.add(at)
            at, below, number = own[at]
            look = look.over(below)
            if number is not None:
                found.numbers.setdefault(name, number)
        if look != PLAIN:
            found.looks[name] = look
    return found


def shaded_tables(styles: bytes) -> frozenset[str]:
    """The styles of tables that give cells a colour, themselves or by the style they rest on."""
    if b"<w:shd" not in styles:
        return frozenset()
    own = {
        style.get(W + "styleId", ""): style
        for style in fromstring(styles).iter(W + "style")
        if style.get(W + "type") == "table"
    }
    return frozenset(name for name in own if _is_shaded(name, own))


def _is_shaded(name: str, own: Mapping[str, Element]) -> bool:
    seen: set[str] = set()
    while name in own and name not in seen:
        seen.add(name)
        if any(map(ground_of, own[name].iter(W + "shd"))):
            return True
        base = own[name].find(W + "basedOn")
        name = base.get(VALUE, "") if base is not None else ""
    return False


def numbered_lists(root: Element) -> dict[str, set[str]]:
    """The lists that print numbers, each with the levels that do."""
    levels: dict[str, set[str]] = {}
    for abstract in root.iter(W + "abstractNum"):
        levels[abstract.get(W + "abstractNumId", "")] = {
            level.get(W + "ilvl", "0") for level in abstract.iter(W + "lvl") if _counts(level)
        }
    lists: dict[str, set[str]] = {}
    for number in root.iter(W + "num"):
        abstract_id = number.find(W + "abstractNumId")
        if abstract_id is not None:
            lists[number.get(W + "numId", "")] = levels.get(abstract_id.get(VALUE, ""), set())
    return lists


def _counts(level: Element) -> bool:
    kind, text = level.find(W + "numFmt"), level.find(W + "lvlText")
    if kind is not None and kind.get(VALUE) in ("bullet", "none"):
        return False
    return text is None or bool(text.get(VALUE, ""))


def _look(properties: Element) -> Look:
    look = PLAIN
    for element in properties:
        if element.tag not in _LOOKING:
            continue
        tag = element.tag.removeprefix(W)
        if tag in ("strike", "dstrike"):
            look = look._replace(struck=look.struck or is_on(element))
        elif tag == "vanish":
            look = look._replace(hidden=is_on(element))
        elif tag == "color":
            look = look._replace(colour=element.get(VALUE, "auto"))
        elif tag == "rFonts":
            font = element.get(W + "ascii", "").lower()
            look = look._replace(pictured=font.startswith(_PICTURE_FONTS)) if font else look
        elif tag == "shd":
            look = look._replace(ground=ground_of(element))
        elif tag == "highlight":
            look = look._replace(ground=element.get(VALUE, "none"))
        elif tag == "vertAlign":
            look = look._replace(raised=element.get(VALUE) in ("superscript", "subscript"))
        else:
            value = element.get(VALUE, "0").lstrip("-")
            above = value.isdecimal() and int(value) >= _RAISED_BY
            look = look._replace(raised=look.raised or above)
    return look


def ground_of(shading: Element | None) -> str | None:
    """The colour of an area in hexadecimal digits, `?` for a pattern, None for none."""
    if shading is None or shading.get(VALUE) == "nil":
        return None
    pattern = shading.get(VALUE, "clear")
    key = {"clear": "fill", "solid": "color"}.get(pattern)
    colour = shading.get(W + key, "auto") if key else "?"
    return None if colour == "auto" else colour


class _WordField:
    """An open field: its instruction, and whether its result has begun and shows text."""

    def __init__(self) -> None:
        self.instruction = ""
        self.in_result = False
        self.shows = False


class Runs:
    """Reads paragraphs one after the other: a field may begin in one and end in another."""

    def __init__(
        self, styles: TellingStyles, lists: dict[str, set[str]], paper: Colour | None = PAPER
    ) -> None:
        self.looks = styles.looks
        self.numbers = styles.numbers
        self.lists = lists
        self.fields: list[_WordField] = []
        self.tables = 0  # that are open; outside them a picture is an ornament
        self.paper = paper  # beneath the text; None if that is unknown

    def text(self, paragraph: Element) -> str:
        """The text of a paragraph; a fully struck-out line is STRUCK."""
        properties = paragraph.find(W + "pPr")
        name = ""
        if properties is not None and (self.looks or self.numbers):
            style = properties.find(W + "pStyle")
            name = style.get(VALUE, "") if style is not None else ""
        base = self.looks.get(name, PLAIN)
        ground = ground_of(properties.find(W + "shd")) if properties is not None else None
        base = base._replace(ground=ground) if ground else base
        text = resolve("".join(self._pieces(paragraph, base)))
        if self.lists and self.tables and properties is not None and not TWO_HAN.search(text):
            number = properties.find(W + "numPr")
            number = self.numbers.get(name) if number is None else number
            if number is not None and self._is_counted(number):
                return PICTURE + text  # the number of a list, which the file does not hold
        return text

    def _is_counted(self, number: Element) -> bool:
        name, level = number.find(W + "numId"), number.find(W + "ilvl")
        at = level.get(VALUE, "0") if level is not None else "0"
        return name is not None and at in self.lists.get(name.get(VALUE, ""), ())

    def _pieces(self, element: Element, base: Look) -> Iterator[str]:
        for child in children(element):
            tag = child.tag
            if tag == _RUN:
                yield from self._run(child, base)
            elif tag == _TEXT or tag in _PRINTED:
                if not self.fields or self._is_shown():
                    yield _PRINTED.get(tag) or child.text or ""
            elif tag in _SIGNS:
                yield _SIGNS[tag](self, child)
            elif tag == _SIMPLE_FIELD:
                result = "".join(self._pieces(child, base))
                yield result if result.strip() else self._seen()
            elif tag not in UNSEEN and tag != TEXT_BOX:
                yield from self._pieces(child, base)

    def _run(self, run: Element, base: Look) -> Iterator[str]:
        properties = run.find(_PROPERTIES)
        look = base
        if properties is not None:
            if self.looks:
                style = properties.find(W + "rStyle")
                if style is not None:
                    look = self.looks.get(style.get(VALUE, ""), PLAIN).over(base)
            direct = _look(properties)
            look = look if direct is PLAIN else direct.over(look)
        if look is PLAIN or not any(look):
            yield from self._pieces(run, base)
            return
        text = "".join(self._pieces(run, base))
        if look.hidden or look.struck or self._is_as_paper(look):
            if text:
                yield self._seen(STRUCK)
        elif look.pictured and IN_PICTURES.search(text):
            yield self._seen()
        elif look.raised:
            yield f"{UP}{text}{DOWN}"
        else:
            yield text

    def _is_as_paper(self, look: Look) -> bool:
        """Whether text has the colour of what is beneath it."""
        if look.colour is None or look.colour == "auto":
            return False
        beneath = look.ground if look.ground != "none" else None
        return not differ(colour_of(look.colour), colour_of(beneath) if beneath else self.paper)

    def _is_shown(self) -> bool:
        if not self.fields:
            return True
        if not all(field.in_result for field in self.fields):
            return False  # within an instruction
        for field in self.fields:
            field.shows = True
        return True

    def _field(self, element: Element) -> str:
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            self.fields.append(_WordField())
        elif kind == "separate" and self.fields:
            self.fields[-1].in_result = True
        elif kind == "end" and self.fields:
            field = self.fields.pop()
            name = (field.instruction.split() or [""])[0].upper()
            if not field.shows and name not in _SILENT_FIELDS:
                return self._seen()
        return ""

    def _instruct(self, element: Element) -> str:
        if self.fields:
            self.fields[-1].instruction += element.text or ""
        return ""

    def _seen(self, sign: str = PICTURE) -> str:
        """The sign of something visible that is not text; STRUCK if nothing else is visible."""
        return sign if self.tables and self._is_shown() else ""

    def _drawing(self, element: Element) -> str:
        return self._seen(PICTURE if _is_picture(element) else STRUCK)

    def _note(self, _element: Element) -> str:
        return self._seen(STRUCK)  # its number is not in the text

    def _lost(self, element: Element) -> str:
        """Deleted text: a cell that holds only this does not look empty."""
        text = "".join(t.text or "" for t in element.iter() if t.tag in _LOST)
        return self._seen(STRUCK) if text.strip() else ""


_SIGNS: Final[dict[str, Callable[[Runs, Element], str]]] = {
    **dict.fromkeys(_PICTURES, Runs._drawing),
    **dict.fromkeys(_NOTES, Runs._note),
    **dict.fromkeys(_DELETED, Runs._lost),
    _FIELD: Runs._field,
    _INSTRUCTION: Runs._instruct,
}


def _is_picture(element: Element) -> bool:
    """Whether a drawing shows a picture, and not a line, a frame or a text box."""
    names = {child.tag.rpartition("}")[2] for child in element.iter()}
    if names & _SHOWING or element.tag.startswith(_MATH):
        return True
    return not names & _SHAPES and "txbxContent" not in names
