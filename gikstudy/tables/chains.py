"""The labels of a table on a page: the best chain of all texts that may be labels.

Labels are the anchors, order helps, and numbers never decide. The best chain in form order finds
the table. Inside it, every other text that is surely one label is an anchor too, in any order:
two rows exchanged together with their labels keep their numbers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from gikstudy.forms import form_names, get_form, request_rows
from gikstudy.tables.labels import SURE
from gikstudy.tables.tokens import PROSE, TEXT, Token

_PROSE_COST: Final = 4.0  # more than any one label is worth: a chain does not jump over prose
_FAR_COST: Final = 0.02  # per token of distance, because a table is compact
_AGAIN: Final = 0.4  # the second half of a wrapped label
_SAME: Final = 1e-9  # sums this near to each other are equal


class Anchor(NamedTuple):
    """Token number `at` is, or may be, the label `key`, the `order`-th of the form."""

    at: int
    order: int
    key: str
    score: float


def texts_in(tokens: Sequence[Token]) -> list[int]:
    """The tokens that are not contents of cells: labels, headers, headings and prose."""
    return [at for at, token in enumerate(tokens) if token.kind in (TEXT, PROSE)]


def request_anchors(tokens: Sequence[Token], texts: Sequence[int]) -> list[Anchor]:
    """An anchor for each text that may be the label of a row of table 3."""
    rows = request_rows()
    return [
        Anchor(at, order, rows[order].key, score)
        for at in texts
        if (label := tokens[at].label).rows and not (label.tags and _among_headers(tokens, at))
        for order, score in label.rows
    ]


def _among_headers(tokens: Sequence[Token], at: int) -> bool:
    """Whether 其他 or 总计 is part of the header, which some pages repeat inside the table."""
    labels = [tokens[n].label for n in (at - 1, at + 1) if 0 <= n < len(tokens)]
    return any("header" in label.tags and not label.rows for label in labels)


@cache
def _item_order() -> dict[str, int]:
    items = [item for name in form_names() for item in get_form(name).items]
    return {item: order for order, item in enumerate(dict.fromkeys(items))}


def proactive_anchors(tokens: Sequence[Token], texts: Sequence[int]) -> list[Anchor]:
    """An anchor for each text that may be the label of an item of table 2."""
    order = _item_order()
    return [
        Anchor(at, order[key], key, score)
        for at in texts
        if tokens[at].label.items
        for key, score in tokens[at].label.items
        if key in order
    ]


def breaks_in(tokens: Sequence[Token], texts: Sequence[int]) -> list[int]:
    """The texts that no table extends across: prose, and the headings of sections."""
    return [at for at in texts if tokens[at].kind == PROSE or "heading" in tokens[at].label.tags]


def find_chains(anchors: Sequence[Anchor], breaks: Sequence[int]) -> list[list[Anchor]]:
    """All tables of a kind on the page, in page order, each as its chain of labels.

    The best chain is found first; then the search repeats before and after it.

    Args:
        anchors: every token that may be a label of the table.
        breaks: the tokens that no table extends across.
    """
    walls = {anchor.at: bisect_left(breaks, anchor.at) for anchor in anchors}
    return _chains(anchors, walls, 0.0)


def _chains(anchors: Sequence[Anchor], walls: dict[int, int], least: float) -> list[list[Anchor]]:
    chain, score = _best(anchors, walls)
    if not chain or score < least:
        return []
    enough = max(least, 0.4 * score)
    before = [anchor for anchor in anchors if anchor.at < chain[0].at]
    behind = [anchor for anchor in anchors if anchor.at > chain[-1].at]
    return [
        *_chains(before, walls, enough),
        with_sure_labels(chain, anchors),
        *_chains(behind, walls, enough),
    ]


def with_sure_labels(chain: list[Anchor], anchors: Sequence[Anchor]) -> list[Anchor]:
    """The chain with every text inside it that is surely a label, in any order."""
    first, last = chain[0].at, chain[-1].at
    taken = {anchor.at for anchor in chain}
    keys: dict[int, list[Anchor]] = {}
    for anchor in anchors:
        if first < anchor.at < last and anchor.at not in taken:
            keys.setdefault(anchor.at, []).append(anchor)
    found = [only[0] for only in keys.values() if len(only) == 1 and only[0].score >= SURE]
    return sorted([*chain, *found], key=lambda anchor: anchor.at) if found else chain


def _best(anchors: Sequence[Anchor], walls: dict[int, int]) -> tuple[list[Anchor], float]:
    """The best chain and its score; `walls` counts the breaks in front of each anchor."""
    best: list[float] = []
    bound: list[float] = []  # the maximum of `best` so far
    back: list[int] = []
    for index, this in enumerate(anchors):
        score, previous = this.score, -1
        # Goes back only until no earlier chain can be good enough: a few steps instead of all.
        for other in range(index - 1, -1, -1):
            if bound[other] + this.score + _AGAIN < score - _SAME:
                break
            that = anchors[other]
            if that.at >= this.at or that.order > this.order:
                continue
            again = that.order == this.order
            gain = max(0.0, this.score - that.score) + _AGAIN if again else this.score
            gap = this.at - that.at
            total = best[other] + gain - _FAR_COST * max(0, gap - 24)
            total -= _PROSE_COST * (walls[this.at] - walls[that.at])
            if total > score + (_SAME if previous < 0 else -_SAME):  # of equal chains, the earliest
                score, previous = total, other
        best.append(score)
        bound.append(max(score, bound[-1]) if bound else score)
        back.append(previous)
    if not best:
        return [], 0.0
    at = max(range(len(best)), key=lambda index: (best[index], -index))
    score = best[at]
    chain: list[Anchor] = []
    while at >= 0:
        chain.append(anchors[at])
        at = back[at]
    return chain[::-1], score
