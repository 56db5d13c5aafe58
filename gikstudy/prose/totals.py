"""Parts and totals of requests: what adds up belongs together."""

from __future__ import annotations

import re
from typing import Final

from gikstudy.model import Number
from gikstudy.prose.clauses import BY_CHANNEL, RECEIVED, FoundFigure
from gikstudy.prose.entries import Spoken
from gikstudy.prose.requests import CLOSED, OUTCOMES
from gikstudy.prose.roles import IN, Meaning, any_word, bare

_TOTAL: Final = re.compile("共|合计|总计|总数|全年|累计")
_MOVED_TO: Final = re.compile(r"(?:结转|转结|转入|延续|顺延|转)(?:至|到|入)?(20\d\d)年")
_CAME: Final = re.compile(r"(20\d\d)年度?[^,。;\d]{0,6}(?:新收|收到|受理|接收|接到)")
_OPENED: Final = re.compile("其中|包括|含|[(:]")
_PARTS: Final = {
    RECEIVED: {RECEIVED, BY_CHANNEL},
    CLOSED: {CLOSED} | OUTCOMES,
}


def name(entry: Spoken, metric: str, whole: FoundFigure | None) -> None:
    """Gives a figure a metric and a whole."""
    entry.found.metric, entry.found.whole, entry.found.blocked = metric, whole, False


def within(whole: FoundFigure | None, part: Spoken) -> FoundFigure | None:
    """A whole, unless its part is larger."""
    fits = whole is not None and 0 < whole.figure.value >= part.found.figure.value
    return whole if fits else None


def sort_carried(figures: list[Spoken]) -> None:
    """Of two years that requests were carried to, the earlier is this year (2022年结转至2023年).

    So is the only one if the sentence says what came in that year (2023年新收9件).
    """
    moved = [(m[1], e) for e in figures if (m := _MOVED_TO.search(e.own or e.behind))]
    years = {year for year, _ in moved}
    came = {m[1] for e in figures for m in _CAME.finditer(e.before)}
    latest = max(years | came, default="")
    for year, entry in moved:
        if year < latest or year in came:
            name(entry, IN, None)


def share_ways(figures: list[Spoken]) -> None:
    """Gives ways named together their numbers one by one (当面、邮寄提交的分别为2件、7件)."""
    for place, entry in enumerate(figures):
        ways = any_word("channel").findall(entry.own) if "分别" in entry.own[-4:] else []
        run = figures[place : place + len(ways)]
        joined = len(run) > 1 and all(e.own == "" and e.before == "、" for e in run[1:])
        for other in run if joined and any_word("sent").search(entry.own) else ():
            other.role = Meaning(BY_CHANNEL, "channel")


def sum_of_grounds(top: Spoken, later: list[Spoken]) -> bool:
    """Whether grounds right behind an outcome add up to it."""
    total: Number = 0
    for entry in later:
        if not entry.role or entry.role.metric != top.found.metric or entry.role.sure:
            return False
        total += entry.found.figure.value
        if total >= top.found.figure.value:
            return total == top.found.figure.value and entry is not later[0]
    return False


def add_up(figures: list[Spoken]) -> None:
    """Links parts to a total that comes after them (网络9件、信函8件,共收到17件)."""
    for place, entry in enumerate(figures):
        found = entry.found
        if found.whole or not _TOTAL.search(entry.own):
            continue
        last = figures[place - 1].role if place else None
        if (
            found.metric in ("", BY_CHANNEL)
            and bare(entry.own)
            and last
            and last.kind in ("applicant", "channel")
        ):
            metric = RECEIVED
        else:
            metric = found.metric
        parts = _summands(figures[:place], found, metric) if metric else []
        if parts:
            found.metric, found.blocked = metric, False
        for part in parts:
            part.whole = found


def _summands(figures: list[Spoken], total: FoundFigure, metric: str) -> list[FoundFigure]:
    """The figures right before a total that add up to it."""
    parts: list[FoundFigure] = []
    rest = total.figure.value
    for entry in reversed(figures):
        part = entry.found
        # 公民申请7件,法人申请1件,合计8件: the first of a list is not the whole of the others
        listed = part.whole is figures[0].found and not _OPENED.search(entry.before)
        other = part.whole and not (listed or (metric == CLOSED and part.whole.metric == RECEIVED))
        if rest <= 0 or other or part.metric not in _PARTS.get(metric, {metric}):
            break
        parts.append(part)
        rest -= part.figure.value
    return parts if rest == 0 and len(parts) > 1 else []
