"""What a parser of HTML would make of a broken page, reckoned before it makes it.

A parser opens every unclosed `<b>` or `<font>` again in each paragraph that follows: a page of
two thousand of them and twenty thousand paragraphs becomes a tree of forty million elements.
A page of 200,000 elements in one another stays small but takes minutes.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import Final

from gikstudy.reading import limits
from gikstudy.reading.content import UnreadableError

_FORMATTING: Final = "a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u"
_TAG: Final = re.compile(
    rf"<(/?)(?:({_FORMATTING})(?=[\s/>])([^>]*)|(table|tr|td|th|caption)\b)", re.IGNORECASE
)
_ALIKE: Final = 3
"""Of elements with one name and the same attributes, a parser opens so many again at the most."""


_ANY_TAG: Final = re.compile(r"<(/?)([a-z][^\s/>]*)", re.IGNORECASE)
# Elements without content, and those whose start ends the one before.
_FLAT: Final = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "dt",
        "dd",
        "option",
        "tr",
        "td",
        "th",
        "thead",
        "tbody",
        "tfoot",
    ]
)


def refuse_repairs(markup: str) -> None:
    """Refuses, before a parser sees it, a page that would take very long or become far larger.

    Raises:
        UnreadableError: where it might get more than `limits.MARKUP_REPAIRS` elements, or nests
            them more than `limits.MARKUP_DEPTH` deep.
    """
    _refuse_depth(markup)
    tags = markup.count("<")
    if tags * tags // 4 <= limits.MARKUP_REPAIRS:
        return
    if tags * _most_unclosed(markup) > limits.MARKUP_REPAIRS:
        raise UnreadableError(
            "the page leaves so much formatting unclosed that repair would make more than "
            f"{limits.MARKUP_REPAIRS:,} elements of it"
        )


def _refuse_depth(markup: str) -> None:
    """Repairs take time with the square of the depth: 200,000 open `<div>` take a minute."""
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


def _most_unclosed(markup: str) -> int:
    """How many elements of formatting are open at once at the most; each cell begins with none."""
    levels = [_Unclosed()]
    most = 0
    for closing, name, attributes, structure in _TAG.findall(markup):
        if structure:
            _enter_or_leave(levels, structure.lower(), closing=bool(closing))
        elif closing:
            levels[-1].close(name.lower())
        else:
            levels[-1].open(name.lower(), attributes)
            most = max(most, levels[-1].number)
    return most


class _Unclosed:
    """The elements of formatting that are open in a page or in a cell."""

    def __init__(self) -> None:
        self.number = 0
        self._alike: Counter[tuple[str, str]] = Counter()
        self._by_name: dict[str, list[str]] = defaultdict(list)

    def open(self, name: str, attributes: str) -> None:
        if self._alike[name, attributes] < _ALIKE:
            self._alike[name, attributes] += 1
            self._by_name[name].append(attributes)
            self.number += 1

    def close(self, name: str) -> None:
        if self._by_name[name]:
            self._alike[name, self._by_name[name].pop()] -= 1
            self.number -= 1


def _enter_or_leave(levels: list[_Unclosed], tag: str, *, closing: bool) -> None:
    if tag != "table":
        if len(levels) > 1:
            levels[-1] = _Unclosed()
    elif not closing:
        levels.append(_Unclosed())
    elif len(levels) > 1:
        levels.pop()
