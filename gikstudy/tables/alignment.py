"""The token stream read against the labels of the form, in the form's order.

Labels anchor: of all tokens that may be labels, the best chain in form order is the table.
Worked example, the third table of a report with one row a line:

    二、上年结转… | 0 | …      ->  anchor carried_in,  seven values
    三、本年度办理结果 | (一)予以公开 | 2 | …   ->  anchor granted (the group cell is passed over)
    5.要求行政机关确认或重新出 | 1 0 0 0 0 0 1 | 具已获取信息
                               ->  both halves anchor not_processed_reconfirm, the values lie between

A `Segment` is one row of the chain with everything printed from its label to the next label.
Nothing here looks at what the numbers are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final, NamedTuple

from gikstudy.forms import get_form, request_rows
from gikstudy.tables.tokens import PROSE, TEXT, VALUE, Token

_PROSE_COST: Final = 4.0  # more than any one label is worth: a chain does not jump over prose
_FAR_COST: Final = 0.02  # a token's distance; a table is compact
_NEARLY: Final = 0.7  # of the best score: as good a table, and earlier on the page
_AGAIN: Final = 0.4  # the second half of a wrapped label
_SHORT: Final = 12
_DIGIT: Final = re.compile(r"\d")
# A number at the end of a text or in front of a space or a stop, and not the 2 of 2.其他 or of 第2页;
# or a number in brackets.
_HIDDEN: Final = re.compile(
    r"(?<![\d.])(?<!第)\d[\d,]*(?:\.\d+)?(?:[件项个条次宗]|万?元)?(?=[\s\"”;,。|]|$)(?!\s*[.、)])"
    r"|^[(\[]\d[\d,.]*[)\]]$"
)
_SAME: Final = 1e-9  # sums this near to each other are equal
_IGNORED: Final = frozenset(["group", "header", "fragment", "dispute", "block"])
_VALUE_FIRST: Final = re.compile(r"\d[\d,]*(?:\.\d+)?(?:[件项个条次宗]|万?元)?\s")


class Candidate(NamedTuple):
    """Token number `at` may be the label `key`, the `order`-th of the form."""

    at: int
    order: int
    key: str
    score: float


@dataclass(frozen=True, slots=True)
class Segment:
    """One row as printed: its key, its label token, and the tokens up to the next label.

    `strangers` counts, for each text that is no label, how many of `items` stand before it;
    `unread` is the first of them that holds digits. `hidden` is the first text in the row, its label
    included, that holds a number which nobody could tell from its words. `divided` says that rows of its own making
    follow (行政检查, 行政确认), and `cut` that the page ends before anything ends the row.
    """

    key: str
    order: int
    label: Token
    items: tuple[Token, ...]
    strangers: tuple[int, ...] = ()
    unread: Token | None = None
    hidden: Token | None = None
    divided: bool = False
    cut: bool = False
    values: tuple[Token, ...] = field(init=False, repr=False, compare=False)
    """The printed values, in order; made once, because every step of the placing asks for them."""

    def __post_init__(self) -> None:
        values = tuple([token for token in self.items if token.kind == VALUE])
        object.__setattr__(self, "values", values)


def request_candidates(tokens: Sequence[Token]) -> list[Candidate]:
    """Every token that may be the label of a row of table 3."""
    rows = request_rows()
    return [
        Candidate(at, order, rows[order].key, score)
        for at, token in enumerate(tokens)
        if token.label.rows and not (token.label.tags and _among_headers(tokens, at))
        for order, score in token.label.rows
    ]


def _among_headers(tokens: Sequence[Token], at: int) -> bool:
    """Whether 其他 or 总计 stands in the header, which some pages repeat in mid-table."""
    labels = [tokens[n].label for n in (at - 1, at + 1) if 0 <= n < len(tokens)]
    return any("header" in label.tags and not label.rows for label in labels)


@cache
def _item_order() -> dict[str, int]:
    items = (*get_form("2019").items, *get_form("2021").items)
    return {item: order for order, item in enumerate(dict.fromkeys(items))}


def proactive_candidates(tokens: Sequence[Token]) -> list[Candidate]:
    """Every token that may be the label of an item of table 2."""
    order = _item_order()
    return [
        Candidate(at, order[key], key, score)
        for at, token in enumerate(tokens)
        if token.label.items
        for key, score in token.label.items
        if key in order
    ]


def best_chain(tokens: Sequence[Token], candidates: Sequence[Candidate]) -> list[Candidate]:
    """The chain of candidates in form order that names most labels most surely.

    A label may come twice in a row (the halves of a wrapped one). Where a page holds several
    tables of a kind, the first that is nearly as complete as the best counts, so that an attached
    second report never displaces the report itself.
    """
    breaks = [
        at
        for at, token in enumerate(tokens)
        if token.kind == PROSE or "heading" in token.label.tags
    ]
    walls = [bisect_left(breaks, candidate.at) for candidate in candidates]
    chain, score = _best(candidates, walls)
    while chain:
        earlier = [c for c in candidates if c.at < chain[0].at]
        other, other_score = _best(earlier, walls)
        if other_score < _NEARLY * score:
            break
        chain, score = other, other_score
    return chain


def _best(candidates: Sequence[Candidate], walls: Sequence[int]) -> tuple[list[Candidate], float]:
    """The best chain and its score; `walls` counts the breaks in front of each candidate."""
    best: list[float] = []
    bound: list[float] = []  # the greatest of `best` so far
    back: list[int] = []
    for index, this in enumerate(candidates):
        score, previous = this.score, -1
        # From the nearest back to where no chain is good enough: a few steps instead of all.
        for other in range(index - 1, -1, -1):
            if bound[other] + this.score + _AGAIN < score - _SAME:
                break
            that = candidates[other]
            if that.at >= this.at or that.order > this.order:
                continue
            again = that.order == this.order
            gain = max(0.0, this.score - that.score) + _AGAIN if again else this.score
            gap = this.at - that.at
            total = best[other] + gain - _FAR_COST * max(0, gap - 24)
            total -= _PROSE_COST * (walls[index] - walls[other])
            if total > score + (_SAME if previous < 0 else -_SAME):  # of equals the earliest
                score, previous = total, other
        best.append(score)
        bound.append(max(score, bound[-1]) if bound else score)
        back.append(previous)
    if not best:
        return [], 0.0
    at = max(range(len(best)), key=lambda index: (best[index], -index))
    score = best[at]
    chain: list[Candidate] = []
    while at >= 0:
        chain.append(candidates[at])
        at = back[at]
    return chain[::-1], score


def segments(
    tokens: Sequence[Token], chain: Sequence[Candidate], *, to_page_end: bool = True
) -> list[Segment]:
    """The chain as rows: one segment a label, halves of a wrapped label joined.

    Args:
        tokens: the stream, or the part of it that holds the table.
        chain: as `best_chain` gives it.
        to_page_end: whether the page ends where the tokens do.
    """
    if not chain:
        return []
    firsts = [c for n, c in enumerate(chain) if n == 0 or chain[n - 1].order != c.order]
    ends = [c.at for c in firsts[1:]]
    labels = {c.at for c in chain}
    return [
        _segment(tokens, first, end, labels, to_page_end=to_page_end)
        for first, end in zip(firsts, [*ends, len(tokens)], strict=True)
    ]


def _segment(
    tokens: Sequence[Token], first: Candidate, end: int, labels: set[int], *, to_page_end: bool
) -> Segment:
    items: list[Token] = []
    strangers: list[int] = []
    unread: Token | None = None
    label = tokens[first.at]
    hidden = label if hides_number(label.text) else None
    closing: Token | None = None
    divided = False
    last = end == len(tokens)
    for at in range(first.at + 1, end):
        token = tokens[at]
        if token.kind == PROSE or (last and at not in labels and _closes(token, items)):
            closing = token
            break
        if token.kind != TEXT:
            items.append(token)
            continue
        if hidden is None and hides_number(token.text):
            hidden = token
        if at not in labels:
            tags = token.label.tags
            divided = ("extra", 3.0) in token.label.items
            if (
                divided
                or "heading" in tags
                or ("block" in tags and (items or hidden not in (None, label)))
            ):
                closing = token
                break
            if not _belongs(token, label, tags):
                strangers.append(len(items))
                unread = unread or (token if _DIGIT.search(token.text) else None)
    if closing is not None and hidden is None and _opens_with_number(closing, label):
        hidden = closing
    return Segment(
        first.key,
        first.order,
        label,
        tuple(items),
        tuple(strangers),
        unread,
        hidden,
        divided,
        cut=closing is None and last and to_page_end,
    )


def _opens_with_number(closing: Token, label: Token) -> bool:
    """Whether the text that ends a row may hold a value of it."""
    if _VALUE_FIRST.match(closing.text):
        return True
    beside = closing.line == label.line and closing.locus
    return bool(beside and closing.text[0].isdigit())


def hides_number(text: str) -> bool:
    """Whether a text of a table holds a number that may be the value of a cell."""
    return "。" not in text and _HIDDEN.search(text) is not None


def _closes(token: Token, items: Sequence[Token]) -> bool:
    """Whether a text ends the last row of a table: headers of the next one, or anything else.

    A short text that is nothing of the forms may be the rest of a damaged label, as long as no
    value has come.
    """
    if token.kind != TEXT or "fragment" in token.label.tags:
        return False
    return bool(items or token.label.tags or len(token.text) > _SHORT)


def _belongs(token: Token, label: Token, tags: frozenset[str]) -> bool:
    """Whether a text inside a row is a piece of a label or a note, and not another row."""
    if tags & _IGNORED or any(tag.startswith("form_") for tag in tags):
        return True
    return token.text.startswith(("(", "[", "注")) or token.label.squashed in label.label.squashed


def span(parts: Iterable[Segment]) -> tuple[int, int]:
    """First and last page line of a table; (-1, -1) where there is none."""
    lines = [t.line for part in parts for t in (part.label, *part.items) if t.kind != "maybe"]
    return (min(lines), max(lines)) if lines else (-1, -1)
