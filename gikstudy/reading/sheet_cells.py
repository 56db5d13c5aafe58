"""The text that one cell of a spreadsheet shows.

a number                        as its format prints it
218 struck out, 128             128
218 in white, 128               128
128, 1 raised                   128[1]
=SUM(D28:I28), never computed   the place of a picture: not empty, but not a number
#REF!                           #REF!
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

from gikstudy.reading.colours import PALETTE, colour_of, differ
from gikstudy.reading.marks import (
    DOWN,
    IN_PICTURES,
    PICTURE,
    STRUCK,
    UP,
    is_picture_font,
    is_too_small,
    resolve,
    resolve_cell,
)
from gikstudy.reading.sheet_format import BUILT_IN, is_zero, shown_number, shown_text

_OFF = ("0", "false")
_WHITE, _BLACK = "FFFFFF", "000000"
_FIXED = {
    **dict.fromkeys(("theme 0", "indexed 65"), _WHITE),
    **dict.fromkeys(("theme 1", "indexed 64"), _BLACK),
    **{f"indexed {number}": colour for number, colour in enumerate(PALETTE[:8])},
    **{f"indexed {number}": colour for number, colour in enumerate(PALETTE, 8)},
}
"""Colours that are the same in nearly all files."""


class CellStyle(NamedTuple):
    """How cells of one style look: the format of their numbers, and whether they show at all."""

    code: str
    unseen: bool  # struck out, in the colour of the cell, too small, or repeated
    pictured: bool = False  # in a font of pictures
    ink: str = _BLACK
    ground: str = _WHITE  # empty for a pattern


_PLAIN = CellStyle("General", unseen=False)


class Book(NamedTuple):
    """What the cells of all sheets share."""

    strings: list[str]
    styles: list[CellStyle]
    since_1904: bool
    computed: bool = True  # whether the file holds the results of its formulas
    looks: Sequence[RuleLook] = ()  # that rules give to cells
    coloured: Mapping[int, Element] = {}  # strings with runs that have a colour, by their number

    def text(self, cell: Element, *, zeros: bool = True) -> str:
        """What a cell shows; a zero only on a sheet that shows `zeros`."""
        style = self.style(cell)
        text = self._content(cell, style, zeros)
        unseen = style.unseen or (style.pictured and IN_PICTURES.search(text))
        return PICTURE if text and unseen else text

    def style(self, cell: Element) -> CellStyle:
        """How a cell looks."""
        number = int(cell.get("s", "0"))
        return self.styles[number] if number < len(self.styles) else _PLAIN

    def _content(self, cell: Element, style: CellStyle, zeros: bool) -> str:  # noqa: FBT001
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = child(cell, "is")
            return (
                shown_text(string_of(inline, style.ground), style.code)
                if inline is not None
                else ""
            )
        formula, kept = child(cell, "f"), child(cell, "v")
        value = (kept.text or "") if kept is not None else ""
        zero = kind == "n" and is_zero(value)
        if formula is not None and (
            "DISPIMG" in (formula.text or "")
            or (not value and kind != "str")
            or (zero and not self.computed)  # what a program writes that computes nothing
        ):
            return PICTURE
        if zero and not zeros:
            return PICTURE
        if kind == "s":
            return shown_text(self._string(int(value), style), style.code) if value else ""
        if kind == "str":
            return shown_text(value, style.code)
        if kind == "b":
            return "FALSE" if value in _OFF else "TRUE"
        if kind == "d":
            return value[:10]
        if kind == "n" and value:
            return shown_number(value, style.code, since_1904=self.since_1904)
        return value

    def _string(self, number: int, style: CellStyle) -> str:
        if number in self.coloured:
            return string_of(self.coloured[number], style.ground)
        return self.strings[number]


def name_of(element: Element) -> str:
    """The name of an element without its namespace, of which there are two."""
    return element.tag.rpartition("}")[2]


def child(element: Element, name: str) -> Element | None:
    """The first child of that name."""
    return next((one for one in element if name_of(one) == name), None)


def has_colours(item: Element) -> bool:
    """Whether a string has runs of a colour that may be that of a cell."""
    return any(name_of(one) == "color" for run in item for part in run for one in part)


def string_of(item: Element, ground: str = _WHITE) -> str:
    """The text of a string with its runs as they look upon a colour, without the phonetic guide."""
    pieces = []
    for part in item:
        kind = name_of(part)
        if kind == "t":
            pieces.append(part.text or "")
        elif kind == "r":
            pieces.append(_run(part, ground))
    text = "".join(pieces)
    if STRUCK in text or UP in text:
        return "\n".join(resolve_cell([resolve(text)]))
    return text


def _run(run: Element, ground: str) -> str:
    text = "".join(one.text or "" for one in run if name_of(one) == "t")
    properties = child(run, "rPr")
    if properties is None or not text:
        return text
    ink = child(properties, "color")
    if is_set(child(properties, "strike")) or _is_tiny(properties):
        return STRUCK
    if ink is not None and are_alike(_name_of(ink), ground):
        return STRUCK
    font = child(properties, "rFont")
    if font is not None and is_picture_font(font.get("val")) and IN_PICTURES.search(text):
        return PICTURE
    raised = child(properties, "vertAlign")
    if raised is not None and raised.get("val") in ("superscript", "subscript"):
        return f"{UP}{text}{DOWN}"
    return text


def read_styles(root: Element) -> list[CellStyle]:
    """The styles of cells, in the order in which cells refer to them."""
    codes = dict(BUILT_IN)
    for code in all_of(root, "numFmts"):
        codes[int(code.get("numFmtId", "0"))] = code.get("formatCode", "General")
    fonts, fills = list(all_of(root, "fonts")), list(all_of(root, "fills"))
    styles = []
    for style in all_of(root, "cellXfs"):
        font = _nth(fonts, style.get("fontId", "0"))
        ground = _ground(_nth(fills, style.get("fillId", "0")))
        ink = _name_of(child(font, "color")) if font is not None else ""
        aligned = child(style, "alignment")
        name = child(font, "name") if font is not None else None
        unseen = font is not None and (is_set(child(font, "strike")) or _is_tiny(font))
        styles.append(
            CellStyle(
                codes.get(int(style.get("numFmtId", "0")), "General"),
                unseen=unseen
                or are_alike(ink or _BLACK, ground)
                or (aligned is not None and aligned.get("horizontal") == "fill"),
                pictured=name is not None and is_picture_font(name.get("val")),
                ink=ink or _BLACK,
                ground=ground,
            )
        )
    return styles


class RuleLook(NamedTuple):
    """How a rule makes cells look; empty where it leaves a colour as it is."""

    hides: bool
    ink: str = ""
    ground: str = ""

    def hides_in(self, style: CellStyle) -> bool:
        """Whether the text of a cell cannot be seen any more."""
        if not self.ink and not self.ground:
            return self.hides
        return self.hides or are_alike(self.ink or style.ink, self.ground or style.ground)


def rule_look(look: Element) -> RuleLook:
    """What a rule changes in cells."""
    font, fill, shown = child(look, "font"), child(look, "fill"), child(look, "numFmt")
    code = shown.get("formatCode", "General") if shown is not None else "General"
    pattern = child(fill, "patternFill") if fill is not None else None
    ground = ""
    if pattern is not None and pattern.get("patternType", "solid") == "solid":
        # In a rule the second colour is that of the cell.
        ground = _name_of(child(pattern, "bgColor")) or _name_of(child(pattern, "fgColor"))
    struck = font is not None and is_set(child(font, "strike"))
    ink = _name_of(child(font, "color")) if font is not None else ""
    return RuleLook(struck or shown_number("0", code) == PICTURE, ink, ground)


def all_of(root: Element, name: str) -> Iterable[Element]:
    """The elements of a list that may be absent."""
    found = child(root, name)
    return found if found is not None else ()


def _nth(elements: list[Element], number: str) -> Element | None:
    return elements[int(number)] if int(number) < len(elements) else None


def is_set(element: Element | None) -> bool:
    """Whether a switch such as `<strike/>` is present and not turned off."""
    return element is not None and element.get("val", "1") not in _OFF


def are_alike(ink: str, paper: str) -> bool:
    """Whether nobody can tell the colour of a text from that beneath it."""
    return ink == paper or not differ(colour_of(ink), colour_of(paper))


def _is_tiny(font: Element) -> bool:
    size = child(font, "sz")
    return size is not None and is_too_small(size.get("val"))


def _ground(fill: Element | None) -> str:
    """The colour of a cell; empty for a pattern."""
    pattern = child(fill, "patternFill") if fill is not None else None
    if pattern is None:
        return "" if fill is not None and child(fill, "gradientFill") is not None else _WHITE
    kind = pattern.get("patternType", "none")
    if kind == "none":
        return _WHITE
    return _name_of(child(pattern, "fgColor")) if kind == "solid" else ""


def _name_of(color: Element | None) -> str:
    """A colour in hexadecimal digits, or as the theme or the palette of the file numbers it."""
    if color is None or "auto" in color.attrib:
        return ""
    if "rgb" in color.attrib:
        return color.attrib["rgb"]
    key = ("theme", "indexed")["indexed" in color.attrib]
    name = f"{key} {color.get(key, '')}"
    return _tinted(_FIXED.get(name, name), float(color.get("tint", "0")))


def _tinted(name: str, tint: float) -> str:
    """Black made lighter, white made darker; of other colours only the name is known."""
    if not tint:
        return name
    if name == _WHITE and tint < 0:
        return f"{round(255 * (1 + tint)):02X}" * 3
    if name == _BLACK and tint > 0:
        return f"{round(255 * tint):02X}" * 3
    return name if name in (_WHITE, _BLACK) else f"{name} {tint}"
