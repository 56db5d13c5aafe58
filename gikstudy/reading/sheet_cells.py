"""The text that one cell of a spreadsheet shows.

a number                        as its format prints it
218 struck out, 128             128
128, 1 raised                   128[1]
=SUM(D28:I28), never computed   the place of a picture: not empty, but not a number
#REF!                           #REF!
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from xml.etree.ElementTree import Element

from gikstudy.reading.marks import DOWN, PICTURE, STRUCK, UP, resolve, resolve_cell
from gikstudy.reading.sheet_format import BUILT_IN, shown_number

_OFF = ("0", "false")


class CellStyle(NamedTuple):
    """How cells of one style look: the format of their numbers, and whether they show at all."""

    code: str
    unseen: bool  # struck out, or white on white


_PLAIN = CellStyle("General", unseen=False)


class Book(NamedTuple):
    """What the cells of all sheets share."""

    strings: list[str]
    styles: list[CellStyle]
    since_1904: bool

    def text(self, cell: Element) -> str:
        """What a cell shows."""
        number = cell.get("s", "0")
        style = self.styles[int(number)] if int(number) < len(self.styles) else _PLAIN
        text = self._content(cell, style)
        return PICTURE if style.unseen and text else text

    def _content(self, cell: Element, style: CellStyle) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = child(cell, "is")
            return string_of(inline) if inline is not None else ""
        formula, kept = child(cell, "f"), child(cell, "v")
        value = (kept.text or "") if kept is not None else ""
        if formula is not None and (
            "DISPIMG" in (formula.text or "") or (not value and kind != "str")
        ):
            return PICTURE
        if kind == "s":
            return self.strings[int(value)] if value else ""
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
    if _is_on(child(properties, "strike")):
        return STRUCK
    raised = child(properties, "vertAlign")
    if raised is not None and raised.get("val") in ("superscript", "subscript"):
        return f"{UP}{text}{DOWN}"
    return text


def read_styles(root: Element) -> list[CellStyle]:
    """The styles of cells, in the order in which cells refer to them."""
    codes = dict(BUILT_IN)
    for code in _all(root, "numFmts"):
        codes[int(code.get("numFmtId", "0"))] = code.get("formatCode", "General")
    fonts, fills = list(_all(root, "fonts")), list(_all(root, "fills"))
    styles = []
    for style in _all(root, "cellXfs"):
        font = _nth(fonts, style.get("fontId", "0"))
        unseen = font is not None and (
            _is_on(child(font, "strike"))
            or (_is_white(font) and not _is_filled(_nth(fills, style.get("fillId", "0"))))
        )
        styles.append(
            CellStyle(codes.get(int(style.get("numFmtId", "0")), "General"), unseen=unseen)
        )
    return styles


def _all(root: Element, name: str) -> Iterable[Element]:
    found = child(root, name)
    return found if found is not None else ()


def _nth(elements: list[Element], number: str) -> Element | None:
    return elements[int(number)] if int(number) < len(elements) else None


def _is_on(element: Element | None) -> bool:
    return element is not None and element.get("val", "1") not in _OFF


def _is_white(font: Element) -> bool:
    color = child(font, "color")
    return color is not None and (
        color.get("rgb", "").upper() in ("FFFFFFFF", "00FFFFFF", "FFFFFF")
        or (color.get("theme") == "0" and not color.get("tint"))
    )


def _is_filled(fill: Element | None) -> bool:
    pattern = child(fill, "patternFill") if fill is not None else None
    if pattern is None:
        return fill is not None and child(fill, "gradientFill") is not None
    return pattern.get("patternType", "none") != "none"
