"""What a page shows in another order than its file: digits from right to left, cells put elsewhere.

    <bdo dir="rtl">731</bdo>                                    shows 137
    <i style="float:right">1</i><i style="float:right">2</i>    shows 21
    <table dir="rtl"><tr><td>3<td>规章</table>                  shows 规章 | 3

Text that runs backwards is turned round, and so are the rows of a table that does. Where digits are
placed one by one, nobody knows their order without a browser, and the number is not read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

REVERSED: Final = "reversed"
MIRRORED: Final = "mirrored"  # a table whose first column is on the right
JUMBLED: Final = "jumbled"
_NUMBER: Final = re.compile(r"[\s\d.,+/-]*\d[\s\d.,+/-]*")
_UNSEEN: Final = ("display", "away", "visibility", "opacity", "size", "ink")
_CELL: Final = 24  # characters: what holds more is not one cell
_ROW: Final = 240


def order_of(said: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """What declarations say about the order of what they style."""
    rightward = said.get("direction") == "rtl"
    if "unicode-bidi" in said:
        yield "reversed", rightward and "override" in said["unicode-bidi"]
    if "direction" in said:
        yield "mirrored", rightward
    if "float" in said or "order" in said or said.get("position") in ("absolute", "fixed"):
        moved = said.get("position") in ("absolute", "fixed") or said.get("float") == "right"
        yield "moved", moved or said.get("order", "0") != "0"
    flow = said.get("flex-direction", "") + said.get("flex-flow", "")
    if flow:
        yield "backwards", "reverse" in flow


def orders_of(
    tree: LexborHTMLParser, decided: Iterable[tuple[LexborNode, dict[str, bool]]]
) -> Iterator[tuple[int, str]]:
    """The elements that show their content in another order, by identity."""
    moved: dict[int, list[LexborNode]] = defaultdict(list)
    parents: dict[int, LexborNode] = {}
    for node, aspects in decided:
        if aspects.get("reversed"):
            yield node.mem_id, _turned(node)
        if aspects.get("mirrored"):
            yield from ((table.mem_id, MIRRORED) for table in node.css("table"))
        if aspects.get("backwards") and len(_numbers(node)) > 1 and len(node.text()) <= _ROW:
            yield node.mem_id, JUMBLED
        seen = not any(map(aspects.get, _UNSEEN))
        if aspects.get("moved") and seen and node.parent and _NUMBER.fullmatch(node.text()):
            parents[node.parent.mem_id] = node.parent
            moved[node.parent.mem_id].append(node)
    for key, parent in parents.items():
        rest = len(parent.text().strip()) - len(moved[key][0].text().strip())
        if rest and len(parent.text()) <= _CELL:
            yield key, JUMBLED
    for node in tree.css("bdo[dir=rtl], table[dir=rtl], [dir=rtl] table"):
        yield node.mem_id, MIRRORED if node.tag == "table" else _turned(node)


def _turned(node: LexborNode) -> str:
    """Text alone can be turned round; elements within it have an order of their own."""
    child = node.first_child
    alone = child is not None and child.next is None and child.tag == "-text"
    return REVERSED if alone and node.tag not in ("td", "th") else JUMBLED


def _numbers(node: LexborNode) -> list[LexborNode]:
    return [child for child in node.iter() if _NUMBER.fullmatch(child.text())]
