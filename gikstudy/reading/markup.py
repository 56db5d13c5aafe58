"""HTML to lines and tables, as a browser would show them.

The pages are broken in every way a page can be (unclosed cells, Word's own tags, a table inside
the last cell of the table before it), so a browser-grade parser repairs them first. The repaired
tree is walked without recursion, which 300 nested `<font>` would exhaust.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gikstudy.reading import limits
from gikstudy.reading.content import Content, UnreadableError
from gikstudy.reading.layout import PROSE_CHARACTERS, LaidCell, LaidTable, unfold

_Spans = dict[int, tuple[int, int]]
"""Rows and columns that a cell spans, by the identity of its node."""
_ONE: Final = (1, 1)


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


_SPACE: Final = re.compile(r"[ \t\n\r\f]+")
_ASCII_SPACE: Final = " \t\n\r\f"
_DIGITS: Final = re.compile(r"\s*\+?(\d{1,5})")
_TEXT: Final = "-text"
# Never shown to a reader, or (select) a list of choices of which none is the text.
_UNSEEN: Final = _names("-comment !doctype head script style template iframe object svg select del")
_INLINE: Final = _names(
    "a abbr acronym b bdi bdo big cite code data dfn em font i img ins kbd label mark nobr o:p "
    "q rp rt ruby s samp small span st1:chsdate strike strong sub time tt u var wbr"
)
# Everything up to the closing tag, which is mostly lacking, would be raw text to the parser.
# Mirrors strew <noframes id="…"> over pages whose text must not vanish with it. Within <math> the
# parser repairs nothing: there a cell may stand in no table.
_SWALLOWERS: Final = _names("noframes noembed plaintext xmp math")
_SWALLOWING: Final = re.compile(r"<(/?)(?:noframes|noembed|plaintext|xmp|math)\b", re.IGNORECASE)
# Few cells span; asking each for its attributes would cost as much as the walk itself.
_MARKED: Final = f"[rowspan], [colspan], {', '.join(sorted(_SWALLOWERS))}"
# What spreadsheets and scripts hide in a table: rows and columns, a note or a number in a cell.
_HIDEABLE: Final = ", ".join(
    f'{element}[style*="none"]'
    for element in ("tr", "td", "th", "td span", "td font", "td p", "td div")
)
_NOT_SHOWN: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_TYPED: Final = _names("text number tel")  # kinds of <input> that show their value
_ESCAPED_CLOSER: Final = re.compile(r"<\\/(?:td|tr|p|table|div|span)\s*>", re.IGNORECASE)
_JS_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_JS_CHARACTERS: Final = {"n": "\n", "t": "\t", "r": "", "b": "", "f": ""}
_SCRIPT_TAG: Final = re.compile(r"</?script\b[^>]*>", re.IGNORECASE)
_ANY_TAG: Final = re.compile(r"<(/?)([a-z][^\s/>]*)", re.IGNORECASE)
# Elements without content, and those whose start ends the one before.
_FLAT: Final = _names(
    "area base br col embed hr img input link meta param source track wbr p li dt dd option "
    "tr td th thead tbody tfoot"
)
_SAVED_FROM: Final = re.compile(r"<!-- saved from url=\(\d+\)(\S+) -->")


def read_markup(
    markup: str, encoding: str = "", url: str = "", utf8: bytes | None = None
) -> Content:
    r"""The lines and tables of an HTML page or of a fragment of one.

    A block element or `<br>` ends a line, inline elements never do, and white space counts as in
    a browser (a no-break space stays what it is). Menus are kept: the trail of links above a
    report names its agency. See `layout.unfold` for what is a table and what is mere layout.

    Args:
        markup: Decoded HTML; fragments quoted in JavaScript or JSON (`<\/td>`, `\"`) as well.
        encoding: What it was decoded from; handed through.
        url: Its address where that is known; by default the one that the page declares.
        utf8: `markup` in UTF-8 where that is at hand, to spare the parser encoding it again.

    Returns:
        Blocks with loci `L1` … for lines, `T2R5C3` for cells.

    Raises:
        UnreadableError: Elements are nested so deep that the page cannot be meant for reading.
    """
    plain = _unquote_script(markup[: limits.MARKUP_CHARACTERS])
    if plain is not markup:
        markup, utf8 = plain, None
    _refuse_depth(markup)
    tree = LexborHTMLParser(utf8 or markup)
    marked = tree.css(_MARKED)
    if any(node.tag in _SWALLOWERS for node in marked):
        tree = LexborHTMLParser(_SWALLOWING.sub(r"<\1span", markup))
        marked = tree.css(_MARKED)
    if "none" in markup:
        _remove_hidden(tree)
    title = tree.css_first("head > title")
    page_title = _SPACE.sub(" ", title.text()).strip() if title is not None else ""
    flow = _lay(tree, {node.mem_id: _spans(node) for node in marked})
    return Content(unfold(flow), encoding, page_title, url or _own_address(tree, markup))


def _unquote_script(markup: str) -> str:
    """The markup itself where all of it, or a script in it, holds it as a quoted string."""
    if "\\" not in markup or "<\\/" not in markup:  # one character is much quicker to look for
        return markup
    if len(_ESCAPED_CLOSER.findall(markup)) <= markup.count("</td") + markup.count("</p"):
        return markup
    return _JS_ESCAPE.sub(_plain_character, _SCRIPT_TAG.sub("", markup))


def _refuse_depth(markup: str) -> None:
    """Repair takes time with the square of the depth: 200,000 open `<div>` would take a minute."""
    if markup.count("<") <= limits.MARKUP_DEPTH:
        return
    depth = deepest = 0
    for closing, name in _ANY_TAG.findall(markup):
        if name.lower() in _FLAT:
            continue
        if closing:
            depth -= 1
        else:
            depth += 1
            deepest = max(deepest, depth)
    if deepest > limits.MARKUP_DEPTH:
        raise UnreadableError(f"the page nests elements more than {limits.MARKUP_DEPTH:,} deep")


def _plain_character(match: re.Match[str]) -> str:
    code, byte, character = match.groups()
    if character is None:
        return chr(int(code or byte, 16))
    return _JS_CHARACTERS.get(character, character)


def _remove_hidden(tree: LexborHTMLParser) -> None:
    """Take out of the tables what they do not show.

    A part of the page that is hidden as a whole, with tables or prose in it, is another matter:
    a script may show it.
    """
    for node in tree.css(_HIDEABLE):
        hidden = _NOT_SHOWN.search(node.attributes.get("style") or "")
        if hidden and node.css_first("table") is None and len(node.text()) <= PROSE_CHARACTERS:
            node.decompose()


def _own_address(tree: LexborHTMLParser, markup: str) -> str:
    saved = _SAVED_FROM.search(markup, 0, 2000)
    if saved:
        return saved.group(1)
    for selector, name in (
        ('link[rel="canonical"]', "href"),
        ('meta[property="og:url"]', "content"),
    ):
        node = tree.css_first(selector)
        if node is not None and node.attributes.get(name):
            return str(node.attributes[name]).strip()
    return ""


def _lay(tree: LexborHTMLParser, spans: _Spans) -> list[str | LaidTable]:
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
        elif tag not in _UNSEEN:
            child = node.first_child
            # Most elements hold a text and nothing else.
            text = child.text_content if child is not None and child.next is None else None
            if tag in _CELLS and text is not None:
                layer.cell(node, text)
            else:
                enter, leave = _EVENTS.get(tag, _LINE)
                enter(layer, node)
                if text is not None:
                    layer.text(text)
                elif child is not None:
                    within.append((node, leave))
                    node = child
                    continue
                leave(layer, node)
        node = node.next
    layer.end_line()
    return layer.root


class _Walk:
    """Where the walk stands: the open cells' flows, the open tables, the unfinished line."""

    def __init__(self, spans: _Spans) -> None:
        self.spans = spans
        self.root: list[str | LaidTable] = []
        self.flows = [self.root]
        self.tables: list[LaidTable] = []
        self.pieces: list[str] = []
        self.count = 0
        self.too_deep = 0
        self.preformatted = 0

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

    def open_raised(self, node: LexborNode) -> None:
        """A number raised behind a number or a label is the mark of a note, and no digit of it."""
        if self.tables and self.pieces and node.text().strip().isdigit():
            self.pieces.append("[")

    def close_raised(self, _node: LexborNode) -> None:
        if "[" in self.pieces:
            self.pieces.append("]")

    def field(self, node: LexborNode) -> None:
        """A field of a form that was saved filled in; outside of tables it asks for a search."""
        attributes = node.attributes
        if self.tables and (attributes.get("type") or "text").lower() in _TYPED:
            self.text(attributes.get("value") or "")

    def end_line(self, _node: LexborNode | None = None) -> None:
        pieces = self.pieces
        if not pieces:
            return
        line = _line(pieces[0] if len(pieces) == 1 else "".join(pieces))
        pieces.clear()
        if line:
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
        else:
            self.flows[-1].append(self.tables.pop())  # below its caption

    def open_row(self, _node: LexborNode) -> None:
        self.end_line()
        if not self.too_deep:
            self.tables[-1].rows.append([])

    def cell(self, node: LexborNode, text: str) -> None:
        """A cell that holds a text and nothing else, as most do."""
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
            self.flows.pop()

    def open_preformatted(self, _node: LexborNode) -> None:
        self.end_line()
        self.preformatted += 1

    def close_preformatted(self, _node: LexborNode) -> None:
        self.end_line()
        self.preformatted -= 1


_Event = Callable[[_Walk, LexborNode], None]


def _line(text: str) -> str:
    """White space as a browser shows it: none at the ends, one space for any run of it."""
    if text.isalnum():
        return text  # most cells: a number, a name
    line = text.strip(_ASCII_SPACE)
    return _SPACE.sub(" ", line) if "\n" in line or "  " in line or "\t" in line else line


def _spans(node: LexborNode) -> tuple[int, int]:
    attributes = node.attributes
    return _span(attributes.get("rowspan")), _span(attributes.get("colspan"))


def _span(value: str | None) -> int:
    """`rowspan="2;"` and worse is read as browsers do: leading digits, at least 1."""
    if not value:
        return 1
    if len(value) == 1 and "1" <= value <= "9":
        return int(value)
    digits = _DIGITS.match(value)
    return min(max(int(digits.group(1)), 1), 1000) if digits else 1


_CELLS: Final = _names("td th")
_LINE: Final[tuple[_Event, _Event]] = (_Walk.end_line, _Walk.end_line)
_EVENTS: Final[dict[str, tuple[_Event, _Event]]] = {
    **dict.fromkeys(_INLINE, (_Walk.stay, _Walk.stay)),
    **dict.fromkeys(_CELLS, (_Walk.open_cell, _Walk.close_cell)),
    "table": (_Walk.open_table, _Walk.close_table),
    "tr": (_Walk.open_row, _Walk.end_line),
    "sup": (_Walk.open_raised, _Walk.close_raised),
    "input": (_Walk.field, _Walk.stay),
    "pre": (_Walk.open_preformatted, _Walk.close_preformatted),
}
