"""The text that one cell of a spreadsheet shows.

a number                        as its format prints it
218 struck out, 128             128
128, 1 raised                   128[1]
=SUM(D28:I28), never computed   the place of a picture: not empty, but not a number
#REF!                           #REF!
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

from gikstudy.reading.colours import colour_of, differ
from gikstudy.reading.marks import DOWN, PICTURE, STRUCK, UP, resolve, resolve_cell
from gikstudy.reading.sheet_format import BUILT_IN, is_zero, shown_number, shown_text

_OFF = ("0", "false")
_WHITE = "FFFFFF"
_WHITES = ("theme 0", "indexed 1", "indexed 9", "indexed 65")


class CellStyle(NamedTuple):
    """How cells of one style look: the format of their numbers, and whether they show at all."""

    code: str
    unseen: bool  # struck out, or in the colour of the cell


_PLAIN = CellStyle("General", unseen=False)


class Book(NamedTuple):
    """What the cells of all sheets share."""

    strings: list[str]
    styles: list[CellStyle]
    since_1904: bool
    computed: bool = True  # whether the file holds the results of its formulas
    looks: Sequence[bool] = ()  # of rules for cells: whether the look hides their text

    def text(self, cell: Element, *, zeros: bool = True) -> str:
        """What a cell shows; a zero only on a sheet that shows `zeros`."""
        number = cell.get("s", "0")
        style = self.styles[int(number)] if int(number) < len(self.styles) else _PLAIN
        text = self._content(cell, style, zeros)
        return PICTURE if style.unseen and text else text

    def _content(self, cell: Element, style: CellStyle, zeros: bool) -> str:  # noqa: FBT001
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = child(cell, "is")
            return shown_text(string_of(inline), style.code) if inline is not None else ""
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
            return shown_text(self.strings[int(value)], style.code) if value else ""
        if kind == "str":
            return shown_text(value, style.code)
        if kind == "b":
            return "FALSE" if value in _OFF else "TRUE"
        if kind == "d":
            return value[:10]
        if kind == "n" and value:
            return shown_number(value, style.code, since_1904=self.since_1904)
        return value


def name_of(element: Element) -> str:
    """The name of an element without its namespace, of which there are two."""
    return element.tag.rpartition("}")[2]


def child(element: Element, name: str) -> Element | None:
    """The first child of that name."""
    return next((one for one in element if name_of(one) == name), None)


def string_of(item: Element) -> str:
    """The text of a string with its runs as they look, without the phonetic guide."""
    pieces = []
    for part in item:
        kind = name_of(part)
        if kind == "t":
            pieces.append(part.text or "")
        elif kind == "r":
            pieces.append(_run(part))
    text = "".join(pieces)
    if STRUCK in text or UP in text:
        return "\n".join(resolve_cell([resolve(text)]))
    return text


def _run(run: Element) -> str:
    text = "".join(one.text or "" for one in run if name_of(one) == "t")
    properties = child(run, "rPr")
    if properties is None or not text:
        return text
    if is_set(child(properties, "strike")):
        return STRUCK
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
        unseen = font is not None and (
            is_set(child(font, "strike")) or is_as_cell(font, _nth(fills, style.get("fillId", "0")))
        )
        styles.append(
            CellStyle(codes.get(int(style.get("numFmtId", "0")), "General"), unseen=unseen)
        )
    return styles


def all_of(root: Element, name: str) -> Iterable[Element]:
    """The elements of a list that may be absent."""
    found = child(root, name)
    return found if found is not None else ()


def _nth(elements: list[Element], number: str) -> Element | None:
    return elements[int(number)] if int(number) < len(elements) else None


def is_set(element: Element | None) -> bool:
    """Whether a switch such as `<strike/>` is present and not turned off."""
    return element is not None and element.get("val", "1") not in _OFF


def is_as_cell(font: Element, fill: Element | None) -> bool:
    """Whether a font has the colour of the cell."""
    ink, paper = _name_of(child(font, "color")), _ground(fill)
    return bool(ink) and (ink == paper or not differ(colour_of(ink), colour_of(paper)))


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
    if color is None:
        return ""
    if "rgb" in color.attrib:
        return color.attrib["rgb"]
    key = ("theme", "indexed")["indexed" in color.attrib]
    name = f"{key} {color.get(key, '')}"
    if color.get("tint", "0") not in ("0", "0.0"):
        return f"{name} {color.get('tint')}"
    return _WHITE if name in _WHITES else name
