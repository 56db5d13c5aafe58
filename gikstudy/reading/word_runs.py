"""The text of a Word paragraph as printed: runs, fields, pictures, list numbers.

218 struck out, 128             128
218 in white, 128               128
128, 1 raised                   128[1]
a picture, an equation          the place of a picture
{ =SUM(LEFT) } with a result    the result; without one, the place of a picture
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final
from xml.etree.ElementTree import Element

from gikstudy.reading.colours import PAPER, Colour, colour_of, differ
from gikstudy.reading.marks import DOWN, IN_PICTURES, PICTURE, STRUCK, TWO_HAN, UP, resolve
from gikstudy.reading.word_looks import (
    PLAIN,
    PROPERTIES,
    VALUE,
    Look,
    TellingStyles,
    W,
    ground_of,
    look_of,
)

TEXT_BOX: Final = W + "txbxContent"
_MARKUP: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TEXT, _RUN, _FIELD, _SIMPLE_FIELD, _INSTRUCTION = (
    W + name for name in ("t", "r", "fldChar", "fldSimple", "instrText")
)
_PRINTED: Final = {
    W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"
}  # fmt: skip
_PICTURES: Final = frozenset(
    [
        *(W + name for name in ("drawing", "pict", "object", "sym", "contentPart")),
        *(W + name for name in ("pgNum", "dayShort", "monthShort", "yearShort")),
        *(W + name for name in ("dayLong", "monthLong", "yearLong")),
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
_BACKWARDS: Final = W + "bdo"
_FROM_RIGHT, _ENDS_THERE = "\u202e", "\u202c"
_KNOWN_FORMS: Final = re.compile(
    r"(?:(?:w(?:ps|pg|pc|pi|p14|1[4-9]\w*)|[ac]1[46]\w*|cx\d?|aink|am3d|[vom])\s*)*"
)
"""What programs of today can show, by the usual prefixes of its names."""


def children(element: Element) -> Iterable[Element]:
    """The children of an element; of what is stored in several forms, the one that is shown."""
    if element.tag != _MARKUP + "AlternateContent":
        return element
    forms = (one for one in element if _KNOWN_FORMS.fullmatch(one.get("Requires", "")))
    return next(forms, ())


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
        self.around = PLAIN  # what the style of the table says
        self.noted = False  # whether the run ends with the mark of a note

    def text(self, paragraph: Element) -> str:
        """The text of a paragraph; a fully struck-out line is STRUCK."""
        properties = paragraph.find(W + "pPr")
        name = ""
        if properties is not None and (self.looks or self.numbers):
            style = properties.find(W + "pStyle")
            name = style.get(VALUE, "") if style is not None else ""
        base = self.looks.get(name, PLAIN)
        base = base if self.around is PLAIN else base.over(self.around)
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
            elif tag == _BACKWARDS and child.get(VALUE) == "rtl":
                yield from (_FROM_RIGHT, *self._pieces(child, base), _ENDS_THERE)
            elif tag == _SIMPLE_FIELD:
                result = "".join(self._pieces(child, base))
                yield result if result.strip() else self._seen()
            elif tag not in UNSEEN and tag != TEXT_BOX:
                yield from self._pieces(child, base)

    def _run(self, run: Element, base: Look) -> Iterator[str]:
        yield from self._dressed(run, base)
        if self.noted:
            self.noted = False
            yield DOWN

    def _dressed(self, run: Element, base: Look) -> Iterator[str]:
        properties = run.find(PROPERTIES)
        look = base
        if properties is not None:
            if self.looks:
                style = properties.find(W + "rStyle")
                if style is not None:
                    look = self.looks.get(style.get(VALUE, ""), PLAIN).over(base)
            direct = look_of(properties)
            look = look if direct is PLAIN else direct.over(look)
        if look is PLAIN or not any(look):
            yield from self._pieces(run, base)
            return
        text = "".join(self._pieces(run, base))
        if look.hidden or look.struck or look.small or self._is_as_paper(look):
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

    def _note(self, element: Element) -> str:
        if element.get(W + "customMarkFollows", "0") in ("1", "true", "on"):
            self.noted = True
            return UP  # the rest of the run is the mark
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
