"""The lists that give the parts of a figure: 其中 …, a bracket, or a colon."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import Final

from gikstudy.prose.clauses import ONLINE, RECEIVED, FoundFigure
from gikstudy.prose.numerals import Figure
from gikstudy.prose.requests import CLOSED, UNITS
from gikstudy.prose.together import SPAN

_LISTED: Final = re.compile(
    "其中|[请件][中里](?=[,:])|分别[为是]|包括|内有|(?<!不)含|按[^,。;]{1,6}分"
)
_ANEW: Final = re.compile(r"[;。,]\n?按[^,。;]{1,6}分")
_OPENER: Final = re.compile(
    "[(:其包含内按中里别](?:(?<=[(:含])|(?<=[请件][中里])(?=[,:])|(?<=分别)[为是]|(?<=按)(?=[^,。;]{1,6}分)|(?<=其)中|(?<=包)括|(?<=内)有)"
)  # of every list
_OWN_PARTS: Final = re.compile(r"[,、]?(?:其中|内有|包括|含)")
_PIECES: Final = ("条", "篇", "则")
_CLAUSE: Final = re.compile(r"[,;。]")  # every list opens with one
_ENDED: Final = re.compile(r"。|;\n?(?:共计?|总计|累计|合计)")
_NOTE: Final = re.compile(r"\([^()\d]*\)")  # next to a figure, and not a list of its parts


def list_whole(text: str, figure: Figure, found: list[FoundFigure]) -> FoundFigure | None:
    """The figure whose parts an open bracket or 其中 before this one lists; it may be a part too."""
    floor = max(0, figure.start - SPAN)
    openers = _openers(text)
    place = bisect_left(openers, figure.start) - 1
    mark = openers[place] if place >= 0 else -1
    for other in reversed(found) if mark >= floor else ():
        if other.figure.end < floor:
            return None
        if other.figure.end > mark:
            continue  # no list opens between the two
        between = text[other.figure.end : figure.start]
        if ")" in between:
            between = _NOTE.sub("", between)
        if other.whole and (_in_bracket(between) or _nested(between)):
            return other
        if between.count(")") > between.count("("):
            continue  # it is in a closed bracket
        if other.whole or not other.metric or not _alike(other, figure):
            continue
        if _no_list(other, figure, between):
            return None
        if _in_bracket(between) or _lists(between):
            return other
    return None


def _no_list(other: FoundFigure, figure: Figure, between: str) -> bool:
    """Whether a figure cannot be a part of the one whose list it seems to be in."""
    if figure.value > other.figure.value and not other.figure.qualifier:
        return True  # no part is more than its whole
    if _in_bracket(between):
        return "结转" in between
    # 按渠道分,微博9条;按内容分,其他类8条: of the total, and by another rule
    return other.metric in ONLINE and _ANEW.search(between) is not None


def _lists(between: str) -> bool:
    """Whether the text between two figures opens a list of parts that has not ended."""
    if between.startswith("("):
        between = between.partition(")")[2]
    opened = re.match(":", between) or _LISTED.search(between)
    return opened is not None and not _ENDED.search(between, opened.end())


@lru_cache(maxsize=2)  # asked for every figure of one text after the other
def _openers(text: str) -> list[int]:
    return [match.start() for match in _OPENER.finditer(text)]


def _in_bracket(between: str) -> bool:
    return between.startswith("(") and ")" not in between


def _nested(between: str) -> bool:
    """Whether a part has parts of its own (其中机构类9条,内有职能5条、概况4条)."""
    opener = _OWN_PARTS.match(between)
    return opener is not None and not _CLAUSE.search(between, opener.end())


def _alike(other: FoundFigure, figure: Figure) -> bool:
    """Whether two figures have the same unit; one sentence may count requests in 件, 宗 and 条."""
    if other.metric in (RECEIVED, CLOSED) and figure.unit in UNITS and other.figure.unit in UNITS:
        return True
    if other.metric in ONLINE and figure.unit in _PIECES and other.figure.unit in _PIECES:
        return True  # 新媒体发布300条,其中某平台80篇
    return other.figure.unit == figure.unit
