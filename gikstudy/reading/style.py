"""What the styles of an HTML page hide, strike out, raise or add.

Only the rules on the page itself are known (`<style>` and `style=`); external style sheets are not
fetched. Few rules matter, so each aspect (displayed, struck out …) is decided separately, in the
order of the cascade: importance, specificity, position.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from gikstudy.reading.colours import is_pale
from gikstudy.reading.reordered import orders_of
from gikstudy.reading.style_declarations import aspects_of

HIDDEN: Final = "hidden"
EMPTIED: Final = "emptied"  # the place is kept but shows nothing
STRUCK_OUT: Final = "struck out"
RAISED: Final = "raised"
CLOSED: Final = "closed"  # <details> that shows its summary only
PRINTING: Final = "printing"  # content that the style sheet adds

Looks = dict[int, str]
"""How an element differs from its usual look, by the identity of its node."""

_WIDTH: Final = 1280  # of the window, for @media
_WHOLE: Final = 0.9  # of the text of a page: hidden until a script shows it
_SHEET_CHARACTERS: Final = 400_000
_RULES: Final = 400  # that may matter; each is searched for in the whole page
_SIZELESS: Final = 100  # elements of size 0 that are checked for text with a size

_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_BRACE: Final = re.compile(r"[{}]")
# What makes a style sheet worth reading: a word that is quick to find, and what follows it.
_TELLING: Final = {
    word: re.compile(word + rest)
    for word, rest in {
        "display": r"\s*:\s*none",
        "visibility": r"\s*:\s*[hc]",
        "font-size": r"\s*:\s*[01.]",
        "opacity": r"\s*:\s*(?:[0.]|\d%)",
        "vertical-align": r"\s*:\s*(?:su|te|[-+.\d])",
        "content": r"\s*:",
        "text-indent": r"\s*:\s*-",
        "overflow": r"\s*:\s*hidden",
        **dict.fromkeys(
            (
                *("line-through", "mso-hide", "text-raise", "absolute", "fixed", "relative"),
                *("clip", "transparent", "scale", "rotate", "translate", "-reverse", "-override"),
                *("content-visibility", "hsla", "rgba"),
            ),
            "",
        ),
        "color": r"\s*:\s*(?:#f|#\w{6}00|#\w{3}0\b|white|snow|ivory|ghost|floral|rgb\(2|hsl)",
        "filter": r"\s*:\s*opacity",
        "margin-left": r"\s*:\s*-",
        "direction": r"\s*:\s*rtl",
        "float": r"\s*:\s*right",
        "order": r"\s*:\s*[-1-9]",
    }.items()
}
_PALE_INK: Final = re.compile(r"color\s*[:=]\s*[\"']?\s*(?:#f|white|rgb\(2)", re.IGNORECASE)
_STYLE: Final = re.compile(r'style="([^"]*)"')
_WIDTHS: Final = re.compile(r"(min|max)-(?:device-)?width\s*:\s*(\d+)")
_PSEUDO: Final = re.compile(r"::?(before|after)\s*$", re.IGNORECASE)
_STATES: Final = re.compile(r":(?:hover|focus|active|visited|target|checked|-\w+|:)", re.IGNORECASE)
_SPECIFIC: Final = (re.compile(r"#"), re.compile(r"[.\[]|(?<!:):(?!:)"), re.compile(r"(?<![\w#.:\[-])[a-z]", re.IGNORECASE))  # fmt: skip
# Elements within a line; for the cells of a table, vertical-align means something else.
_INLINE: Final = frozenset(
    ["a", "b", "big", "em", "font", "i", "label", "mark", "o:p", "small", "span", "strong", "u"]
)
_FEW_CHARACTERS: Final = 20  # a number, and not the heading on a dark bar
_ASPECTS_OF_PLACE: Final = ("size", "visibility", "opacity", "ink")


class _StyleRule(NamedTuple):
    selector: str
    important: bool
    specificity: tuple[int, ...]
    aspects: dict[str, bool]


def looks_of(tree: LexborHTMLParser, markup: str) -> Looks:
    """The elements of a page that look different from what their tags say.

    An element is hidden by `hidden`, `display:none`, invisible ink, a position outside the window,
    a closed `<details>` or `<noscript>`. But a hidden part that holds nearly all the text of the
    page and its only tables is one that a script will show.
    """
    decided, printing = _by_rules(tree, markup)
    _by_attributes(tree, markup, decided)
    looks: Looks = dict.fromkeys(printing, PRINTING)
    looks.update(orders_of(tree, decided.values()))
    _add_pale_ink(tree, markup, decided)
    if not decided and not printing:
        return looks
    hidden: list[tuple[LexborNode, str]] = []
    sizeless = 0
    for node, aspects in decided.values():
        tag = node.tag or ""
        if aspects.get("raised") and tag in _INLINE:
            looks[node.mem_id] = RAISED
        if aspects.get("struck"):
            looks[node.mem_id] = EMPTIED if tag in ("td", "th") else STRUCK_OUT
        if tag in ("html", "body"):
            continue
        sizeless += aspects.get("size", False)
        if aspects.get("size") and sizeless < _SIZELESS and _has_sizes(node, decided):
            aspects = {**aspects, "size": False}
        if aspects.get("display") or aspects.get("away") or aspects.get("closed"):
            hidden.append((node, CLOSED if aspects.get("closed") else HIDDEN))
        elif any(map(aspects.get, _ASPECTS_OF_PLACE)):
            hidden.append((node, EMPTIED if tag in ("td", "th") else HIDDEN))
    kept = _shown_by_script(tree, [node for node, _ in hidden])
    looks.update((node.mem_id, look) for node, look in hidden if node.mem_id not in kept)
    return looks


_Decided = dict[int, tuple[LexborNode, dict[str, bool]]]


def _by_rules(tree: LexborHTMLParser, markup: str) -> tuple[_Decided, set[int]]:
    """What the rules of the page decide about its elements, and the elements that add content."""
    sheet = "\n".join([node.text() for node in tree.css("style")])[:_SHEET_CHARACTERS].lower()
    decided: _Decided = {}
    printing: set[int] = set()
    once = "}".join(set(sheet.split("}")))  # office programs repeat the same rules many times
    telling = any(word in once and pattern.search(once) for word, pattern in _TELLING.items())
    if not telling and not ("background" in once and _PALE_INK.search(markup)):
        return decided, printing
    by_aspect: dict[str, list[_StyleRule]] = defaultdict(list)
    for rule in _rules(_COMMENT.sub(" ", sheet)):
        for aspect in rule.aspects:
            by_aspect[aspect].append(rule)
    if sum(map(len, by_aspect.values())) > _RULES and "printing" in by_aspect:
        printing.update(node.mem_id for node in _select(tree, "td:empty, td [class]:empty"))
    adding = [rule for rule in by_aspect.pop("printing", ()) if rule.aspects["printing"]]
    printing.update(node.mem_id for rule in adding for node in _select(tree, rule.selector))
    if not any(rule.aspects["pale"] for rule in by_aspect["pale"]) and not _PALE_INK.search(markup):
        by_aspect.pop("dark", None)  # the ground matters only where ink may be as pale
    for aspect, rules in by_aspect.items():
        unusual = [rule for rule in rules if rule.aspects[aspect]]
        if any(_select(tree, rule.selector) for rule in unusual):
            _apply(tree, aspect, rules, decided)
    return decided, printing


def _apply(tree: LexborHTMLParser, aspect: str, rules: list[_StyleRule], decided: _Decided) -> None:
    """Decide an aspect of each element by the rules about it, the strongest last."""
    for rule in sorted(rules, key=lambda rule: (rule.important, rule.specificity)):
        for node in _select(tree, rule.selector):
            _, aspects = decided.setdefault(node.mem_id, (node, {}))
            aspects[aspect] = rule.aspects[aspect]
            aspects[f"{aspect}!"] = rule.important


def _by_attributes(tree: LexborHTMLParser, markup: str, decided: _Decided) -> None:
    """Add what `style=`, `hidden` and the tag of an element decide."""
    for node in tree.css("[hidden], noscript, details:not([open]), dialog:not([open])"):
        _, aspects = decided.setdefault(node.mem_id, (node, {}))
        aspects.setdefault("closed" if node.tag == "details" else "display", True)
    styled = tree.css("[style]")
    # A page has thousands of styles and a dozen distinct ones.
    styles = _STYLE.findall(markup) if styled else ()
    if len(styles) != len(styled) or any(map(_is_unusual, set(styles))):
        for node in styled:
            if _is_unusual(node.attributes.get("style") or ""):
                decided.setdefault(node.mem_id, (node, {}))
    for node, aspects in decided.values():
        style = node.attributes.get("style")
        for aspect, value in aspects_of(style).items() if style else ():
            if not aspects.get(f"{aspect}!"):
                aspects[aspect] = value


def _is_unusual(style: str) -> bool:
    """Whether declarations say more than the colour of the ground."""
    return any(value for aspect, value in aspects_of(style).items() if aspect != "dark")


def _add_pale_ink(tree: LexborHTMLParser, markup: str, decided: _Decided) -> None:
    """Numbers in the colour of paper are not seen, unless something dark is known to be behind them.

    If they are most numbers of the tables, a style sheet that is not here makes the tables dark.
    """
    pale = [node for node, aspects in decided.values() if aspects.get("pale") and _is_number(node)]
    if "<font" in markup or "<FONT" in markup:
        fonts = tree.css("font[color]")
        pale += [node for node in fonts if _has_pale_font(node) and _is_number(node)]
    unseen = [node for node in pale if not _is_on_colour(node, decided)]
    if unseen and 2 * len(unseen) < sum(map(_is_number, tree.css("td, th"))):
        for node in unseen:
            decided.setdefault(node.mem_id, (node, {}))[1]["ink"] = True


def _is_number(node: LexborNode) -> bool:
    text = node.text()
    return len(text) <= _FEW_CHARACTERS and any(map(str.isdigit, text))


def _has_pale_font(node: LexborNode) -> bool:
    return is_pale((node.attributes.get("color") or "").strip().lower())


def _is_on_colour(node: LexborNode | None, decided: _Decided) -> bool:
    while node is not None:
        aspects = decided.get(node.mem_id, (node, {}))[1]
        paper = (node.attributes.get("bgcolor") or "").strip().lower()
        style = aspects_of(node.attributes.get("style") or "")
        if "dark" in aspects or "dark" in style:
            return aspects.get("dark", False) or style.get("dark", False)
        if paper or node.attributes.get("background"):
            return not is_pale(paper)
        node = node.parent
    return False


def _has_sizes(node: LexborNode, decided: _Decided) -> bool:
    """Whether text within an element of size 0 has its own size."""
    sized = node.css('[style*="font-size" i], font[size]')
    if any(other.mem_id != node.mem_id for other in sized):
        return True
    return any(
        aspects.get("size") is False and other.mem_id != node.mem_id and _within(other, node)
        for other, aspects in decided.values()
    )


def _within(node: LexborNode | None, outer: LexborNode) -> bool:
    while node is not None:
        if node.mem_id == outer.mem_id:
            return True
        node = node.parent
    return False


def _shown_by_script(tree: LexborHTMLParser, hidden: list[LexborNode]) -> set[int]:
    """Hidden parts that hold the page itself: nearly all of its text, and all of its tables."""
    large = [node for node in hidden if node.css_first("table") is not None]
    if not large or tree.body is None:
        return set()
    ids = {node.mem_id for node in hidden}
    for table in tree.css("table"):
        parent: LexborNode | None = table
        while parent is not None and parent.mem_id not in ids:
            parent = parent.parent
        if parent is None:
            return set()
    whole = len(tree.body.text())
    return {
        node.mem_id for node in large if node.tag == "details" or len(node.text()) > _WHOLE * whole
    }


def _select(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    try:
        return tree.css(selector)
    except (SelectolaxError, ValueError, RuntimeError):
        return []  # a selector that this parser does not know


def _rules(sheet: str) -> Iterator[_StyleRule]:
    """The rules of a style sheet that apply to a window on a screen and may matter."""
    within: list[bool] = []
    start = count = 0
    prelude = ""
    for brace in _BRACE.finditer(sheet):
        between = sheet[start : brace.start()].strip()
        start = brace.end()
        if brace[0] == "{":
            prelude = between.rpartition(";")[2].strip()
            within.append(_holds(prelude) if prelude.startswith("@") else True)
            continue
        if between and prelude and not prelude.startswith("@") and all(within):
            for rule in _rule(prelude, between):
                count += 1
                yield rule
            if count > _RULES:
                return
        prelude = ""
        if within:
            within.pop()


def _holds(prelude: str) -> bool:
    condition = prelude.lower()
    if not condition.startswith(("@media", "@supports", "@layer")):
        return False
    if "print" in condition and "screen" not in condition and "not print" not in condition:
        return False
    return all(
        int(width) <= _WIDTH if side == "min" else int(width) >= _WIDTH
        for side, width in _WIDTHS.findall(condition)
    )


def _rule(selectors: str, declarations: str) -> Iterator[_StyleRule]:
    aspects = aspects_of(declarations)
    if not aspects:
        return
    important = "!important" in declarations.lower()
    for selector in re.split(r",(?![^(\[]*[)\]])", selectors):
        name = selector.strip()
        pseudo = _PSEUDO.search(name)
        if pseudo:
            if aspects.get("printing") and not aspects.get("display"):
                yield _StyleRule(name[: pseudo.start()] or "*", important, (), {"printing": True})
        elif name and not _STATES.search(name):
            specificity = tuple(len(pattern.findall(name)) for pattern in _SPECIFIC)
            kept = {key: value for key, value in aspects.items() if key != "printing"}
            if kept:
                yield _StyleRule(name, important, specificity, kept)
