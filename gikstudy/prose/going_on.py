"""Lists that go on: kinds of items after a comma or a semicolon, and members no rule knows.

A member of a list is named like the members beside it: kinds of items on a website (网站公开政策法规
9条；环境保护8条), and ways in which requests came (其中网络9件，某某平台8件).
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from gikstudy.prose.clauses import BY_CHANNEL, ONLINE, RECEIVED, TOPIC, FoundFigure, metric_of
from gikstudy.prose.cues import find_nouns, pattern
from gikstudy.prose.requests import CLOSED, OUTCOMES

_KIND: Final = re.compile(r"[,;、]\n?([^,。;:、()\d]{2,12})")
_MESSAGES: Final = "messages_answered"
_VERB: Final = re.compile(
    r"(?:.*(?:发布|公开|更新|推送|公布|公示|刊登|刊发|登载|上传|上公?布|编发|发出|推出|发文|[:]))?"
)
_ALL_KINDS: Final = re.compile(
    r"(?:各类|各种|各项|有关|相关|政府|政务|工作|原创|图文|宣传|的|了)*(?:信息|稿件|文章|内容|图文|推文|消息|资讯|作品|博文)?"
    r"(?:共计?|总计|累计|合计|约|近|超|达到?|为)*"
)


def go_on(text: str, found: list[FoundFigure]) -> None:
    """Names the members of a list that no noun names, by the members before or beside them."""
    for last, new in pairwise(found):
        if not new.metric and not new.blocked and _next_kind(text, last, new):
            new.metric, new.whole = last.metric, last.whole
        if new.metric == BY_CHANNEL and not new.whole and _other_way(text, last, new):
            last.metric = BY_CHANNEL
    lists: dict[int, list[FoundFigure]] = {}
    for part in found:
        if part.whole and part.whole.metric in (RECEIVED, CLOSED):
            lists.setdefault(id(part.whole), []).append(part)
    for parts in lists.values():
        _like_others(text, parts)


def _next_kind(text: str, last: FoundFigure, new: FoundFigure) -> bool:
    """Whether a figure counts the next kind of items of a website, or of inquiries (现场咨询8人次)."""
    kind = _KIND.fullmatch(text, last.figure.end, new.figure.start)
    if kind and last.metric == _MESSAGES:
        return pattern("inquiry").fullmatch(kind[1]) is not None
    if last.metric not in ONLINE or last.figure.unit != new.figure.unit:
        return False
    if kind is None or pattern("not_a_kind").search(kind[1]):
        return False
    if any(
        metric_of(hit, new.figure.unit, kind[1]) not in ("", TOPIC) for hit in find_nouns(kind[1])
    ):
        return False
    return _ALL_KINDS.fullmatch(_VERB.sub("", text[last.start : last.figure.start], 1)) is None


def _other_way(text: str, last: FoundFigure, new: FoundFigure) -> bool:
    """Whether a figure was only one of two ways (收到通过平台递交的申请9件,另有信函8件)."""
    if last.metric != RECEIVED or last.sentence != new.sentence:
        return False
    named = pattern("way").search(text, last.start, last.figure.start)
    besides = pattern("besides").search(text, last.figure.end, new.figure.start)
    return named is not None and besides is not None


def _like_others(text: str, parts: list[FoundFigure]) -> None:
    """Names the unknown parts of requests as ways in which they came, if all other parts are.

    Beside outcomes, a part that names no applicant counts neither requests nor answers.
    """
    metrics = {part.metric for part in parts} - {RECEIVED, CLOSED}
    for part in parts:
        own = text[part.start : part.figure.start]
        if not part.whole or part.metric != part.whole.metric or pattern("applicant").search(own):
            continue
        if metrics == {BY_CHANNEL}:
            part.metric = BY_CHANNEL
        elif metrics & OUTCOMES:
            part.metric, part.blocked = "", True
