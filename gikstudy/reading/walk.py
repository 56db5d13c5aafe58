"""A repaired HTML tree folded into lines, tables, cells, and lines in cells.

The tree is walked without recursion, because 300 nested `<font>` would exhaust it. What a cell
shows besides text leaves a sign in its place (`gikstudy.reading.marks`):

    <td>128<sup>1</sup></td>        128[1]
    <td><s>218</s>128</td>          128
    <td><img src="a.png"></td>      the place of a picture: not empty, but not a number
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gikstudy.reading import limits
from gikstudy.reading.layout import PROSE_CHARACTERS, LaidCell, LaidTable
from gikstudy.reading.marks import DOWN, PICTURE, STRUCK, UP, resolve, resolve_cell
from gikstudy.reading.reordered import JUMBLED, MIRRORED, REVERSED
from gikstudy.reading.style import CLOSED, EMPTIED, PRINTING, RAISED, STRUCK_OUT, Looks

_Spans = dict[int, tuple[int, int]]
"""Rows and columns that a cell spans, by the identity of its node."""
_ONE: Final = (1, 1)


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


SPACE: Final = re.compile(r"[ \t\n\r\f]+")
_ASCII_SPACE: Final = " \t\n\r\f"
_DIGITS: Final = re.compile(r"\s*\+?(\d{1,5})")
_TEXT: Final = "-text"
# Never shown to a reader.
_UNSEEN: Final = _names(
    "-comment !doctype head script style template datalist param source track rp rt"
)
_STRUCK: Final = _names("s strike del")
# A script or a style sheet fills in an empty element from these: it is not empty on the screen.
_FILLED_LATER: Final = _names(
    "v-text v-html v-model :value ng-bind ng-model data-bind x-text "
    "data-v data-val data-value data-num data-number data-count data-text data-content"
)
# What a cell shows besides text. (A formula is renamed, because within <math> the parser repairs
# nothing: a cell may be there without a table.)
FORMULA: Final = "x-formula"
_PICTURES: Final = _names(
    "img svg canvas object embed iframe picture video audio meter progress applet"
)
_NO_PICTURE: Final = re.compile(
    r"(?:spacer|blank|transparent|pixel|space)\w*\.(?:gif|png)", re.IGNORECASE
)
_INLINE: Final = _names(
    "a abbr acronym b bdi big cite code data dfn em font i ins kbd label mark nobr o:p "
    "output q ruby samp span st1:chsdate strong time tt u var wbr"
)
# Kinds of <input> that show their value, and kinds that show nothing; others show a picture.
_TYPED: Final = _names("text number tel email url search date month week time button submit reset")
_UNTYPED: Final = _names("hidden file")


def lay(tree: LexborHTMLParser, spans: _Spans, looks: Looks) -> list[str | LaidTable]:
    """The tree folded into lines, tables, cells, and lines in cells."""
    layer = _Walk(spans)
    body = tree.body or tree.root
    node = body.first_child if body is not None else None
    within: list[tuple[LexborNode, _Event]] = []
    while node is not None or within:
        if node is None:
            node, leave = within.pop()
            leave(layer, node)
        elif (tag := node.tag or _TEXT) == _TEXT:
            layer.text(node.text_content or "")
        else:
            look = looks.get(node.mem_id) if looks else None
            child = node.first_child
            # Most elements hold text and nothing else.
            text = child.text_content if child is not None and child.next is None else None
            if text is not None and look is None and tag in _CELLS:
                layer.cell(node, text)
            elif (
                event := _EVENTS.get(tag, _LINE) if look is None else _looking(tag, look)
            ) is None:
                layer.leaf(node, tag, look)
            else:
                enter, leave = event
                enter(layer, node)
                if text is not None:
                    layer.text(text)
                elif child is not None:
                    within.append((node, leave))
                    node = child
                    continue
                elif layer.tables:
                    layer.empty(node)
                leave(layer, node)
        node = node.next
    layer.end_line()
    return layer.root


def _looking(tag: str, look: str) -> tuple[_Event, _Event] | None:
    """Handle an element that looks different from what its tag says."""
    event = _EVENTS.get(tag, _LINE)
    if event is None or look not in _WALKED:
        return None
    if look == RAISED:
        return _RAISED
    enter, leave = event
    if look == MIRRORED:
        return enter, _Walk.close_mirrored

    def enter_printing(layer: _Walk, node: LexborNode) -> None:
        enter(layer, node)
        layer.picture()

    return enter_printing, leave


class _Walk:
    """The state of the walk: the flows of the open cells, the open tables, the unfinished line."""

    def __init__(self, spans: _Spans) -> None:
        self.spans = spans
        self.root: list[str | LaidTable] = []
        self.flows = [self.root]
        self.tables: list[LaidTable] = []
        self.pieces: list[str] = []
        self.count = 0
        self.too_deep = 0
        self.preformatted = 0
        self.items: dict[int, int] = {}  # of numbered lists

    def text(self, text: str) -> None:
        if not self.pieces and text.isspace() and not text.strip(_ASCII_SPACE):
            return  # between elements
        if self.preformatted and "\n" in text:
            *ended, text = text.split("\n")
            for part in ended:
                self.pieces.append(part)
                self.end_line()
        self.pieces.append(text)

    def stay(self, _node: LexborNode) -> None:
        """An inline element neither ends a line nor begins one."""

    def raise_(self, _node: LexborNode) -> None:
        """Raised text after a number or a label is a note mark, not one of its digits."""
        self.pieces.append(UP)

    def lower(self, _node: LexborNode) -> None:
        self.pieces.append(DOWN)

    def shrink(self, node: LexborNode) -> None:
        """Small print is a note mark: one or two characters after anything, or digits after a digit."""
        text = node.text().strip()
        if self.pieces and (
            len(text) <= 2 or (text.isdecimal() and self.pieces[-1][-1:].isdecimal())
        ):
            self.pieces.append(UP)

    def grow(self, _node: LexborNode) -> None:
        if self.pieces.count(UP) > self.pieces.count(DOWN):
            self.pieces.append(DOWN)

    def number(self, node: LexborNode) -> None:
        """An item of a numbered list shows its number."""
        self.end_line()
        parent = node.parent
        if self.tables and parent is not None and parent.tag == "ol":
            kind = parent.attributes.get("type") or "1"
            if kind != "1" or "list-style" in (parent.attributes.get("style") or ""):
                return
            start = _DIGITS.match(parent.attributes.get("start") or "")
            before = self.items.get(parent.mem_id, int(start[1]) - 1 if start else 0)
            own = _DIGITS.match(node.attributes.get("value") or "")
            before = int(own[1]) - 1 if own else before
            self.items[parent.mem_id] = before + 1
            self.pieces.append(f"{before + 1}. ")

    def formula(self, _node: LexborNode) -> None:
        """The signs of a formula are stacked; read in a row they would give a wrong number."""
        self.picture()

    def picture(self) -> None:
        """In a table it is something visible that is not text; elsewhere it is an ornament."""
        if self.tables:
            self.pieces.append(PICTURE)

    def empty(self, node: LexborNode) -> None:
        """An element of a table that is empty in the file, and perhaps not on the screen."""
        attributes = node.attributes
        if attributes and any(attributes.get(name) for name in _FILLED_LATER & attributes.keys()):
            self.pieces.append(PICTURE)

    def leaf(self, node: LexborNode, tag: str, look: str | None) -> None:
        """An element that shows something other than its text, or nothing."""
        if tag in _UNSEEN:
            self.unseen(node, tag)
        elif look in (REVERSED, JUMBLED):
            self.reordered(node, tag, look)
        elif look == STRUCK_OUT or (tag in _STRUCK and (look is None or look in _WALKED)):
            self.pieces += () if tag in _PARTS else (STRUCK,)
        elif look == EMPTIED:
            self.empty_cell(node)
        elif look == CLOSED:
            summary = node.css_first("summary")
            self.end_line()
            self.text(summary.text() if summary is not None else "")
            self.end_line()
        elif look and look not in _WALKED:
            if self.tables and tag in _INLINE and any(map(str.isdigit, node.text())):
                self.pieces.append(STRUCK)
        elif tag in ("input", "select"):
            self.field(node, tag)
        elif tag != "img" or _is_seen(node):
            self.picture()

    def unseen(self, node: LexborNode, tag: str) -> None:
        """A script in a cell may write its content; nothing else that is not shown leaves a sign."""
        if tag == "script" and self.tables and "document.write" in (node.html or ""):
            self.picture()

    def reordered(self, node: LexborNode, tag: str, look: str) -> None:
        """Text that runs backwards, or digits whose order only a browser knows."""
        if look == REVERSED:
            self.pieces.append(node.text()[::-1])
        elif tag in _CELLS:
            self.empty_cell(node)
        else:
            self.picture()

    def empty_cell(self, node: LexborNode) -> None:
        self.open_cell(node)
        self.pieces.append(STRUCK)
        self.close_cell(node)

    def field(self, node: LexborNode, tag: str) -> None:
        """A form field that was saved filled in; outside tables it is a search box."""
        if not self.tables:
            return
        attributes = node.attributes
        if tag == "select":
            chosen = node.css_first("option[selected]") or node.css_first("option")
            if "multiple" in attributes or (attributes.get("size") or "1") != "1":
                self.picture()
            elif chosen is not None:
                self.text(chosen.text())
            return
        kind = (attributes.get("type") or "text").lower()
        if kind in _UNTYPED:
            return
        if kind in _TYPED and not (attributes.get("placeholder") and not attributes.get("value")):
            self.text(attributes.get("value") or "")
        else:
            self.picture()

    def end_line(self, _node: LexborNode | None = None) -> None:
        pieces = self.pieces
        if not pieces:
            return
        line = _line(pieces[0] if len(pieces) == 1 else "".join(pieces))
        pieces.clear()
        if line and (line != STRUCK or len(self.flows) > 1):
            self.flows[-1].append(line)

    def open_table(self, _node: LexborNode) -> None:
        self.end_line()
        if self.too_deep or len(self.tables) >= limits.TABLE_DEPTH:
            self.too_deep += 1
            return
        self.count += 1
        self.tables.append(LaidTable(self.count, []))

    def close_table(self, _node: LexborNode) -> None:
        self.end_line()
        if self.too_deep:
            self.too_deep -= 1
            return
        table = self.tables.pop()
        if self.tables and sum(map(len, table.rows)) == 1:  # it only frames what is in the cell
            self.flows[-1] += table.flow_of_the_only_cell()
        elif self.tables and (numbers := table.line_of_numbers()):
            self.flows[-1].append(numbers)
        else:
            self.flows[-1].append(table)  # below its caption

    def close_mirrored(self, node: LexborNode) -> None:
        self.end_line()
        if not self.too_deep:
            for row in self.tables[-1].rows:
                row.reverse()
        self.close_table(node)

    def open_row(self, _node: LexborNode) -> None:
        self.end_line()
        if not self.too_deep:
            self.tables[-1].rows.append([])

    def cell(self, node: LexborNode, text: str) -> None:
        """A cell that holds text and nothing else, as most do."""
        if self.too_deep or self.preformatted:
            self.open_cell(node)
            self.text(text)
            self.close_cell(node)
            return
        if self.pieces:
            self.end_line()
        line = _line(text)
        spans = self.spans.get(node.mem_id)
        row = self.tables[-1].rows[-1]
        if spans is None and len(line) <= PROSE_CHARACTERS:
            row.append(line)
        else:
            row.append(LaidCell([line] if line else [], *(spans or _ONE)))

    def open_cell(self, node: LexborNode) -> None:
        self.end_line()
        if self.too_deep:
            return
        cell = LaidCell([], *self.spans.get(node.mem_id, _ONE))
        self.tables[-1].rows[-1].append(cell)
        self.flows.append(cell.flow)

    def close_cell(self, _node: LexborNode) -> None:
        self.end_line()
        if not self.too_deep:
            flow = self.flows.pop()
            if STRUCK in flow:
                flow[:] = resolve_cell(flow)

    def open_preformatted(self, _node: LexborNode) -> None:
        self.end_line()
        self.preformatted += 1

    def close_preformatted(self, _node: LexborNode) -> None:
        self.end_line()
        self.preformatted -= 1


_Event = Callable[[_Walk, LexborNode], None]


def _line(text: str) -> str:
    """White space as a browser shows it: none at the ends, one space for each run."""
    if text.isalnum():
        return text  # most cells: a number, a name
    if UP in text or STRUCK in text:
        text = resolve(text)
    line = text.strip(_ASCII_SPACE)
    return SPACE.sub(" ", line) if "\n" in line or "  " in line or "\t" in line else line


def _is_seen(node: LexborNode) -> bool:
    """Whether a picture is more than a spacer dot."""
    attributes = node.attributes
    if {"0", "1"} & {attributes.get("width"), attributes.get("height")}:
        return False
    return not _NO_PICTURE.search(attributes.get("src") or "")


def spans_of(node: LexborNode) -> tuple[int, int]:
    """Rows and columns that a cell spans."""
    attributes = node.attributes
    return _span(attributes.get("rowspan")), _span(attributes.get("colspan"))


def _span(value: str | None) -> int:
    """`rowspan="2;"` and worse is read as browsers read it: the leading digits, at least 1."""
    if not value:
        return 1
    if len(value) == 1 and "1" <= value <= "9":
        return int(value)
    digits = _DIGITS.match(value)
    return min(max(int(digits.group(1)), 1), 1000) if digits else 1


_CELLS: Final = _names("td th")
_PARTS: Final = _names("tr tbody table thead")
_WALKED: Final = frozenset([RAISED, PRINTING, MIRRORED])
_LINE: Final[tuple[_Event, _Event]] = (_Walk.end_line, _Walk.end_line)
_RAISED: Final[tuple[_Event, _Event]] = (_Walk.raise_, _Walk.lower)
# How to handle an element before and after its content; None if its content is skipped.
_EVENTS: Final[dict[str, tuple[_Event, _Event] | None]] = {
    **dict.fromkeys((*_UNSEEN, *_PICTURES, *_STRUCK, "input", "select")),
    **dict.fromkeys(_INLINE, (_Walk.stay, _Walk.stay)),
    **dict.fromkeys(_CELLS, (_Walk.open_cell, _Walk.close_cell)),
    "table": (_Walk.open_table, _Walk.close_table),
    "tr": (_Walk.open_row, _Walk.end_line),
    "sup": _RAISED,
    "sub": _RAISED,
    FORMULA: (_Walk.formula, _Walk.stay),
    "small": (_Walk.shrink, _Walk.grow),
    "li": (_Walk.number, _Walk.end_line),
    "pre": (_Walk.open_preformatted, _Walk.close_preformatted),
}
