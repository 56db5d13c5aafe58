"""Lists that go on: kinds of items after a comma or a semicolon, and members no rule knows.

A member of a list is named like the members beside it: kinds of items on a website (网站公开政策法规
9条；环境保护8条), and ways in which requests came (其中网络9件，某某平台8件).
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from gikstudy.prose.clauses import (
    BY_CHANNEL,
    ONLINE,
    REACH,
    RECEIVED,
    SITE,
    TOPIC,
    FoundFigure,
    metric_of,
)
from gikstudy.prose.cues import find_nouns, pattern
from gikstudy.prose.requests import CLOSED, OUTCOMES, UNITS

_KIND: Final = re.compile(r"[,;、]\n?([^,。;:、()\d]{2,12})")
_LISTED: Final = re.compile(r",?(?:其中|包括|含)|[(:]")
_SUM: Final = re.compile("信息总[数量]|总信息量")
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
    total: FoundFigure | None = None
    for last, new in pairwise(found):
        total = _total_of_site(text, total, last)
        if total and new.metric == SITE and not new.whole and _updated(text, total, new):
            new.whole = total
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


def name_by_ways(text: str, found: list[FoundFigure]) -> None:
    """Names requests that only their ways or their desk tell: a sum of ways, and a desk for requests."""
    ways = [f for f in found if f.metric == BY_CHANNEL]
    for place, whole in enumerate(found if ways else ()):
        parts = _ways_behind(text, found, place) if _of_any_way(text, whole) else []
        if len(parts) > 1 and sum(p.figure.value for p in parts) == whole.figure.value:
            whole.metric = RECEIVED
            for part in parts:
                part.whole = whole
    if len(ways) == 1 and not any(f.metric == RECEIVED for f in found):
        start = max(ways[0].sentence, ways[0].figure.start - REACH)
        clause = text[start : ways[0].figure.start].rpartition(",")[2]
        if pattern("desk").fullmatch(clause):
            ways[0].metric = RECEIVED


def _of_any_way(text: str, whole: FoundFigure) -> bool:
    """Whether a figure may count what came in every way: 信函或数据电文 was the word of the law."""
    if whole.metric == BY_CHANNEL and not whole.whole:
        return text.find("数据电文", whole.start, whole.figure.start) >= 0
    return not whole.metric and not whole.blocked


def _ways_behind(text: str, found: list[FoundFigure], place: int) -> list[FoundFigure]:
    """The ways listed right behind a figure (全年收到9件,其中邮件4件、信函5件)."""
    whole, parts = found[place], []
    if whole.figure.unit not in UNITS or not _LISTED.match(text, whole.figure.end):
        return []
    for part in found[place + 1 :]:
        same = part.sentence == whole.sentence and part.figure.unit == whole.figure.unit
        if not same or part.metric != BY_CHANNEL or part.whole:
            break
        parts.append(part)
    return parts


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


def _total_of_site(text: str, total: FoundFigure | None, last: FoundFigure) -> FoundFigure | None:
    """The number of all items that a website published, if a figure is that (发布信息总数9条)."""
    if last.metric == SITE and not last.whole and _SUM.search(text, last.start, last.figure.start):
        return last
    return total


def _updated(text: str, total: FoundFigure, new: FoundFigure) -> bool:
    """Whether a figure is how many items of one kind were updated (政务动态信息更新量9条)."""
    fits = new.sentence == total.sentence and new.figure.value <= total.figure.value
    return fits and text.endswith("更新量", new.start, new.figure.start)


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
