"""Mentions of divisions in running text that do not show where the body is.

A name may be the tail of other words (信息县级公开 is not 息县, 市和县委 is not 和县), the head of a
longer one (江北区域), or a neighbour's (北靠陆河县).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from gikstudy.packaged import packaged_rows
from gikstudy.places.divisions import by_name, related

_REACH: Final = 40  # characters of a clause searched on each side of a name
_CLAUSE_END: Final = re.compile(r"[,。;:!?\n|]")
_GOES_ON: Final = {"区": "域划位块间分", "市": "场民面容", "旗": "下帜袍舰", "州": "际"}
# 会同县位于…, 地处息县, 我们在息县
_BEFORE_A_PLACE: Final = ("在", "于", "处", "属", "由", "是", "为", "系")
_HAN: Final = re.compile("[\u4e00-\u9fff]")


@cache
def _elsewhere() -> re.Pattern[str]:
    rows = packaged_rows("gikstudy.about", "elsewhere.csv")
    return re.compile("|".join(row["pattern"] for row in rows))


@cache
def _common() -> frozenset[str]:
    return frozenset(row["name"] for row in packaged_rows("gikstudy.places", "common_names.csv"))


def says_where(text: str, name: str, offset: int) -> bool:
    """Whether a division found in running text can be the one that the page is about.

    Args:
        text: the cleaned page.
        name: the full name of a division that occurs in it.
        offset: where the name begins.
    """
    end = offset + len(name)
    if text[end : end + 1] in _GOES_ON.get(name[-1], "") and end < len(text):
        return False
    if (len(name) == 2 or name in _common()) and not _stands_alone(text, name, offset):
        return False
    if not _elsewhere().search(text, max(0, offset - _REACH), end + _REACH):
        return True
    before = _CLAUSE_END.split(text[max(0, offset - _REACH) : offset])[-1]
    after = _CLAUSE_END.split(text[end : end + _REACH], maxsplit=1)[0]
    return _elsewhere().search(f"{before}{name}{after}") is None


def _stands_alone(text: str, name: str, offset: int) -> bool:
    """Whether a name that may be part of other words is one here, judged by the text before it."""
    before = text[max(0, offset - 12) : offset]
    if name not in _common() and (not before or not _HAN.match(before[-1])):
        return not text.startswith(("委", "级", "直"), offset + len(name))
    if name not in _common() and before.endswith(_BEFORE_A_PLACE):
        return True
    codes = [division.code for division in by_name()[name]]
    for length in range(3, len(before) + 1):
        above = by_name().get(before[-length:], ())
        if any(related(a.code, code) for a in above for code in codes):
            return True
    return False
