"""How a run of Word text looks: struck out, hidden, too small to see, raised, in which colours.

Word says it at the run, in its style, in the style of its paragraph and in that of its table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element, fromstring

from gikstudy.reading.colours import HIGHLIGHTS
from gikstudy.reading.marks import LEAST_SIZE, LEAST_WIDTH, is_picture_font

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VALUE: Final = W + "val"
PROPERTIES: Final = W + "rPr"
_WORD_2010: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_FILL: Final = _WORD_2010 + "textFill"
_OFF: Final = ("0", "false", "off", "none")
_RAISED_BY: Final = 4  # half points
_USED: Final = re.compile(rb'<w:(?:[rp]|tbl)Style w:val="([^"]+)"')
_TELLING: Final = re.compile(
    rb"<w:(?:d?strike|vanish|vertAlign|position|numPr|color)\b|dings"
    rb'|<w:sz w:val="[0-3]"|<w:w w:val="\d"|textFill'
)


class Look(NamedTuple):
    """How a run looks, or what its style says about that; None if nothing is said."""

    struck: bool | None = None
    hidden: bool | None = None
    raised: bool | None = None
    small: bool | None = None  # too low or too narrow to be seen
    pictured: bool | None = None  # in a font of pictures
    colour: str | None = None  # in hexadecimal digits, or `auto`
    ground: str | None = None  # the colour beneath the run itself

    def over(self, base: Look) -> Look:
        """This look, completed by that of the style it is based on."""
        return Look(*(b if a is None else a for a, b in zip(self, base, strict=True)))  # type: ignore[arg-type]


PLAIN: Final = Look()


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
    if not used or not _TELLING.search(styles):
        return found
    own: dict[str, tuple[str, Look, Element | None]] = {}
    for style in fromstring(styles).iter(W + "style"):
        base, properties = style.find(W + "basedOn"), style.find(PROPERTIES)
        look = look_of(properties) if properties is not None else PLAIN
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


def look_of(properties: Element) -> Look:
    """What the properties of a run or of a style say."""
    look = PLAIN
    for element in properties:
        change = _CHANGES.get(element.tag)
        look = change(look, element) if change else look
    return look


def _struck(look: Look, element: Element) -> Look:
    return look._replace(struck=look.struck or is_on(element))


def _in_font(look: Look, element: Element) -> Look:
    font = element.get(W + "ascii", "")
    return look._replace(pictured=is_picture_font(font)) if font else look


def _above(look: Look, element: Element) -> Look:
    value = element.get(VALUE, "0").lstrip("-")
    above = value.isdecimal() and int(value) >= _RAISED_BY
    return look._replace(raised=look.raised or above)


def _sized(look: Look, element: Element) -> Look:
    value = element.get(VALUE, "")
    least = 2 * LEAST_SIZE if element.tag == W + "sz" else LEAST_WIDTH
    return look._replace(small=look.small or (value.isdecimal() and int(value) < least))


def _filled(look: Look, fill: Element) -> Look:
    """What Word 2010 and later programs paint text with, in place of its colour."""
    names = {one.tag.removeprefix(_WORD_2010): one for one in fill.iter()}
    if "noFill" in names:
        return look._replace(hidden=True)
    if "srgbClr" in names:
        return look._replace(colour=names["srgbClr"].get(_WORD_2010 + "val", "auto"))
    if "schemeClr" in names and names["schemeClr"].get(_WORD_2010 + "val") == "bg1":
        return look._replace(colour="FFFFFF")
    return look._replace(colour="auto")


def ground_of(shading: Element | None) -> str | None:
    """The colour of an area in hexadecimal digits, `?` for a pattern, None for none."""
    if shading is None or shading.get(VALUE) == "nil":
        return None
    pattern = shading.get(VALUE, "clear")
    key = {"clear": "fill", "solid": "color"}.get(pattern)
    colour = shading.get(W + key, "auto") if key else "?"
    return None if colour == "auto" else colour


_CHANGES: Final[dict[str, Callable[[Look, Element], Look]]] = {
    W + "strike": _struck,
    W + "dstrike": _struck,
    W + "vanish": lambda look, one: look._replace(hidden=is_on(one)),
    W + "color": lambda look, one: look._replace(colour=one.get(VALUE, "auto")),
    W + "rFonts": _in_font,
    W + "shd": lambda look, one: look._replace(ground=ground_of(one)),
    W + "highlight": lambda look, one: look._replace(
        ground=HIGHLIGHTS.get(one.get(VALUE, ""), "none")
    ),
    W + "vertAlign": lambda look, one: look._replace(
        raised=one.get(VALUE) in ("superscript", "subscript")
    ),
    W + "position": _above,
    W + "sz": _sized,
    W + "w": _sized,
    _FILL: _filled,
}
