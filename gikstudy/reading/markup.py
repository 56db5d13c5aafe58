"""HTML to lines and tables, as a browser would show them.

The pages are broken in every way a page can be (unclosed cells, Word's own tags, a table inside the
last cell of the table before it), so a parser as tolerant as a browser repairs them first. Then
`gikstudy.reading.style` finds elements that do not look as their tags say, and
`gikstudy.reading.walk` folds the tree.
"""

from __future__ import annotations

import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from gikstudy.reading import limits
from gikstudy.reading.content import Content
from gikstudy.reading.layout import unfold
from gikstudy.reading.repairs import refuse_repairs
from gikstudy.reading.script_escapes import unescaped
from gikstudy.reading.style import looks_of
from gikstudy.reading.walk import FORMULA, SPACE, lay, spans_of

# The parser would treat everything up to the closing tag, which is usually missing, as raw text.
# Mirrors scatter <noframes id="…"> over pages whose text must not vanish with it. Within <math> the
# parser repairs nothing: a cell may be there without a table.
_SWALLOWERS: Final = frozenset(["noframes", "noembed", "plaintext", "xmp", "math"])
_SWALLOWING: Final = re.compile(r"<(/?)(noframes|noembed|plaintext|xmp|math)\b", re.IGNORECASE)
# Few cells span; asking every cell for its attributes would cost as much as the walk itself.
_MARKED: Final = f"[rowspan], [colspan], {', '.join(sorted(_SWALLOWERS))}"
_ESCAPED_CLOSER: Final = re.compile(r"<\\/(?:td|tr|p|table|div|span)\s*>", re.IGNORECASE)
_SCRIPT_TAG: Final = re.compile(r"</?script\b[^>]*>", re.IGNORECASE)
_SAVED_FROM: Final = re.compile(r"<!-- saved from url=\(\d+\)(\S+) -->")


def read_markup(
    markup: str, encoding: str = "", url: str = "", utf8: bytes | None = None
) -> Content:
    r"""The lines and tables of an HTML page or of a fragment of one.

    A block element or `<br>` ends a line, inline elements never do, and white space collapses as in
    a browser (a no-break space stays). Menus are kept: the trail of links above a report names its
    agency. `layout.unfold` tells tables from mere layout.

    Args:
        markup: Decoded HTML; fragments quoted in JavaScript or JSON (`<\/td>`, `\"`) as well.
        encoding: The encoding it was decoded from; passed on unchanged.
        url: The address if known; by default the one that the page declares.
        utf8: `markup` in UTF-8 if available, so that the parser need not encode it again.

    Returns:
        Blocks with loci `L1` … for lines, `T2R5C3` for cells.

    Raises:
        UnreadableError: Elements are nested so deeply, or left unclosed so often, that the page
            cannot be meant for people.
    """
    plain = _unquote_script(markup[: limits.MARKUP_CHARACTERS])
    if plain is not markup:
        markup, utf8 = plain, None
    refuse_repairs(markup)
    tree = LexborHTMLParser(utf8 or markup)
    marked = tree.css(_MARKED)
    if any(node.tag in _SWALLOWERS for node in marked):
        tree = LexborHTMLParser(_SWALLOWING.sub(_harmless, markup))
        marked = tree.css(_MARKED)
    title = tree.css_first("head > title")
    page_title = SPACE.sub(" ", title.text()).strip() if title is not None else ""
    flow = lay(tree, {node.mem_id: spans_of(node) for node in marked}, looks_of(tree, markup))
    return Content(unfold(flow), encoding, page_title, url or _own_address(tree, markup))


def _unquote_script(markup: str) -> str:
    """The markup itself, if the page or a script in it holds it as a quoted string."""
    if "\\" not in markup or "<\\/" not in markup:  # searching for one character is much faster
        return markup
    if len(_ESCAPED_CLOSER.findall(markup)) <= markup.count("</td") + markup.count("</p"):
        return markup
    return unescaped(_SCRIPT_TAG.sub("", markup))


def _harmless(match: re.Match[str]) -> str:
    return f"<{match[1]}{FORMULA if match[2].lower() == 'math' else 'span'}"


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
