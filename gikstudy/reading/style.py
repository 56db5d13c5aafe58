"""What the styles of an HTML page hide, strike out, raise or add.

Only the rules on the page itself are known (`<style>` and `style=`); external style sheets are not
fetched. Few rules matter, so each aspect (displayed, struck out …) is decided separately, in the
order of the cascade: importance, specificity, position.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

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
        "font-size": r"\s*:\s*(?:0|1px)",
        "opacity": r"\s*:\s*[0.]",
        "vertical-align": r"\s*:\s*(?:su|te|[-+.\d])",
        "content": r"\s*:",
        "text-indent": r"\s*:\s*-",
        "overflow": r"\s*:\s*hidden",
        **dict.fromkeys(
            (
                *("line-through", "mso-hide", "text-raise", "absolute", "fixed", "relative"),
                *("clip", "transparent", "scale"),
            ),
            "",
        ),
    }.items()
}
_STYLE: Final = re.compile(r'style="([^"]*)"')
_WIDTHS: Final = re.compile(r"(min|max)-(?:device-)?width\s*:\s*(\d+)")
_PSEUDO: Final = re.compile(r"::?(before|after)\s*$", re.IGNORECASE)
_STATES: Final = re.compile(r":(?:hover|focus|active|visited|target|checked|-\w+|:)", re.IGNORECASE)
_SPECIFIC: Final = (re.compile(r"#"), re.compile(r"[.\[]|(?<!:):(?!:)"), re.compile(r"(?<![\w#.:\[-])[a-z]", re.IGNORECASE))  # fmt: skip
_FAR: Final = re.compile(r"-\d{3,}(?:\.\d+)?(?:px|pt|em|rem|%)?$|-\d{2,}(?:em|rem)$")
_ZERO: Final = re.compile(r"[+-]?0*\.?0*(?:px|pt|em|rem|%|cm|mm|in)?")
_SCALED: Final = re.compile(r"scale[xy]?\(\s*0(?:\.0*)?\s*[,)]")  # to nothing
_LENGTH: Final = re.compile(r"[+-]?(\d*\.?\d+)(px|pt|em|rem|ex|%)")
_HIGH: Final = {"px": 2.0, "pt": 1.5, "em": 0.15, "rem": 0.15, "ex": 0.3, "%": 15.0}
_EMPTY_CONTENT: Final = re.compile(r"""none|normal|inherit|initial|(['"])(?:\s|\\200b|\\20|\\a0|\.)*\1""", re.IGNORECASE)  # fmt: skip
# Elements within a line; for the cells of a table, vertical-align means something else.
_INLINE: Final = frozenset(
    ["a", "b", "big", "em", "font", "i", "label", "mark", "o:p", "small", "span", "strong", "u"]
)
_ASPECTS_OF_PLACE: Final = ("size", "visibility", "opacity", "ink")
# Properties that matter, with their aspect; aspects of several properties follow below.
_PROPERTIES: Final = re.compile(
    r"(?:^|;)\s*(display|visibility|opacity|font-size|text-decoration(?:-line)?|vertical-align|content|position"
    r"|left|top|right|bottom|text-indent|clip(?:-path)?|mso-hide|mso-text-raise|color|(?:max-)?height|width|overflow|transform)"
    r"\s*:\s*([^;]*)",
    re.IGNORECASE,
)


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
    decided, printing = _by_rules(tree)
    _by_attributes(tree, markup, decided)
    if not decided and not printing:
        return {}
    looks: Looks = dict.fromkeys(printing, PRINTING)
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


def _by_rules(tree: LexborHTMLParser) -> tuple[_Decided, set[int]]:
    """What the rules of the page decide about its elements, and the elements that add content."""
    sheet = "\n".join([node.text() for node in tree.css("style")])[:_SHEET_CHARACTERS].lower()
    decided: _Decided = {}
    printing: set[int] = set()
    once = "}".join(set(sheet.split("}")))  # office programs repeat the same rules many times
    if not any(word in once and pattern.search(once) for word, pattern in _TELLING.items()):
        return decided, printing
    by_aspect: dict[str, list[_StyleRule]] = defaultdict(list)
    for rule in _rules(_COMMENT.sub(" ", sheet)):
        for aspect in rule.aspects:
            by_aspect[aspect].append(rule)
    for rule in by_aspect.pop("printing", ()):
        if rule.aspects["printing"]:
            printing.update(node.mem_id for node in _select(tree, rule.selector))
    for aspect, rules in by_aspect.items():
        telling = [rule for rule in rules if rule.aspects[aspect]]
        if not any(_select(tree, rule.selector) for rule in telling):
            continue
        for rule in sorted(rules, key=lambda rule: (rule.important, rule.specificity)):
            for node in _select(tree, rule.selector):
                _, aspects = decided.setdefault(node.mem_id, (node, {}))
                aspects[aspect] = rule.aspects[aspect]
                aspects[f"{aspect}!"] = rule.important
    return decided, printing


def _by_attributes(tree: LexborHTMLParser, markup: str, decided: _Decided) -> None:
    """Add what `style=`, `hidden` and the tag of an element decide."""
    for node in tree.css("[hidden], noscript, details:not([open]), dialog:not([open])"):
        _, aspects = decided.setdefault(node.mem_id, (node, {}))
        aspects.setdefault("closed" if node.tag == "details" else "display", True)
    styled = tree.css("[style]")
    # A page has thousands of styles and a dozen distinct ones.
    styles = _STYLE.findall(markup) if styled else ()
    if len(styles) != len(styled) or any(any(_aspects(style).values()) for style in set(styles)):
        for node in styled:
            if any(_aspects(node.attributes.get("style") or "").values()):
                decided.setdefault(node.mem_id, (node, {}))
    for node, aspects in decided.values():
        style = node.attributes.get("style")
        for aspect, value in _aspects(style).items() if style else ():
            if not aspects.get(f"{aspect}!"):
                aspects[aspect] = value


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
    aspects = _aspects(declarations)
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


def _is_zero(value: str) -> bool:
    return _ZERO.fullmatch(value) is not None


def _is_struck(value: str) -> bool:
    return "line-through" in value


# Each property that decides an aspect by itself, and the values that make it unusual.
_SETTLED: Final[dict[str, tuple[str, Callable[[str], bool]]]] = {
    "display": ("display", lambda value: value == "none"),
    "visibility": ("visibility", lambda value: value in ("hidden", "collapse")),
    "opacity": ("opacity", _is_zero),
    "font-size": ("size", lambda value: _is_zero(value) or value == "1px"),
    "color": ("ink", lambda value: value == "transparent"),
    "mso-hide": ("display", lambda value: value == "all"),
    "text-decoration": ("struck", _is_struck),
    "text-decoration-line": ("struck", _is_struck),
    "content": ("printing", lambda value: not _EMPTY_CONTENT.fullmatch(value)),
    "vertical-align": ("raised", lambda value: value in ("super", "sub", "text-top")),
}


@lru_cache(maxsize=2048)
def _aspects(declarations: str) -> dict[str, bool]:
    """What declarations say about each aspect; True means unusual: hidden, struck out, raised."""
    said = {
        name.lower(): value.lower().replace("!important", "").strip()
        for name, value in _PROPERTIES.findall(declarations)
    }
    aspects: dict[str, bool] = {}
    for name, value in said.items():
        if name in _SETTLED:
            aspect, unusual = _SETTLED[name]
            aspects[aspect] = aspects.get(aspect, False) or unusual(value)
    if _is_away(said):
        aspects["away"] = True
    if _is_raised(said):
        aspects["raised"] = True
    return aspects


def _is_away(said: dict[str, str]) -> bool:
    if said.get("position") in ("absolute", "fixed") and any(
        _FAR.match(said.get(side, "")) for side in ("left", "top", "right", "bottom")
    ):
        return True
    if _FAR.match(said.get("text-indent", "")) or _SCALED.match(said.get("transform", "")):
        return True
    clip = said.get("clip", "").replace(" ", "") + said.get("clip-path", "").replace(" ", "")
    if clip.startswith(("rect(0", "rect(1px,1px", "inset(50%", "inset(100%")):
        return True
    flat = any(
        said.get(side) and _ZERO.fullmatch(said[side]) for side in ("height", "max-height", "width")
    )
    return bool(flat and said.get("overflow") == "hidden")


def _is_raised(said: dict[str, str]) -> bool:
    """For a length: far enough above or below the line to be intended."""
    top = said.get("top", "") if said.get("position") == "relative" else ""
    for value in (said.get("vertical-align", ""), said.get("mso-text-raise", ""), top):
        length = _LENGTH.fullmatch(value)
        if length and float(length[1]) >= _HIGH[length[2]]:
            return True
    return False
