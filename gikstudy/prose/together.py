"""Figures that only the whole sentence explains: sums, shared figures and zeros."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from gikstudy.model import Number
from gikstudy.prose.clauses import (
    ALL,
    BY_CHANNEL,
    LONGEST,
    MEDIA,
    ONLINE,
    REACH,
    RECEIVED,
    FoundFigure,
    earlier,
    metric_of,
)
from gikstudy.prose.cues import cues_for, denied_words, find_nouns, pattern, zero_rules
from gikstudy.prose.neighbours import answered
from gikstudy.prose.numerals import Figure
from gikstudy.prose.requests import counted_before, names_requests, outcomes

SPAN: Final = 160  # characters; an enumeration is not longer than this
_FAR: Final = 4 * SPAN  # characters within which parts are added up
_NEGATION: Final = re.compile(
    r"[无未没零为是:0存收](?:(?<=[无未没零])|(?<=不存)(?=在)|(?<=不收)|(?<=[为是:])\s?0|(?<=0)(?<![\d.,]0)[件起宗例次项条个份])"
)
_DENIES: Final = re.compile("[无未没零0]|不存在|不收")
_LOST: Final = re.compile(
    "败诉|纠错|纠正|撤销|胜诉|[未没]被(?!提起|申请|诉|起诉|复议)"
)  # nothing was lost, if anything was filed
_NOUNS: Final = {
    "reviews": re.compile("复议"),
    "suits": re.compile("(?<!民事)(?<!刑事)(?<!公益)诉讼|被[^,。;]{0,12}起诉"),
}
_STOPS: Final = ("。", ";")
_FEE: Final = "fee_collected"
_ASKED: Final = re.compile("公开(?:政府|信息|的)*(?:请求|要求)")
_FEE_OF: Final = re.compile("检索|复制|复印|邮寄|处理费|信息|公开|申请")
_AND: Final = ("和", "、", "及", ",")
_ENDED: Final = re.compile(r"[。!?]|[^;,、]\n")  # a list may go on after a semicolon
_LISTS: Final = re.compile(r",?(?:其中|分别为|包括)[,:]?|[(:]")
_PLATFORMS: Final = MEDIA - {"newmedia_items"}
_STOCK: Final = re.compile(
    r"(?:截[至止]|到|自)[^。;]{0,20}(?<!共)累计(?:主动)?(?:公开|发布)[^,。;\d]{0,10}$"
)
_THIS_YEAR: Final = re.compile(
    "(?:^|[,。;\\n])(?:其中,?)?(?:本年度?|今年|当年|当年度)(?:新增|[^,。;\\d]{0,6}公开)"
)
_YEAR: Final = re.compile(r"20\d\d(?=年)")
# Budgets of one year and accounts of another are both published in the year of the report.
_OF_A_YEAR: Final = frozenset(("fiscal_items", "normative_docs", "proposals_published")) | {
    "requests_carried_in",
    "requests_carried_out",
}


def start_of(found: FoundFigure) -> int:
    """Where a figure is printed, to sort by."""
    return found.figure.start


def join_sums(text: str, found: list[FoundFigure]) -> None:
    """Makes unnamed figures parts of the figure before them if they add up to it exactly."""
    for index, whole in enumerate(found):
        if whole.metric in ("", BY_CHANNEL) or whole.whole or not whole.figure.value:
            continue  # zeros add up to any zero
        rest = _parts(text, found, index)
        if len(rest) > 1 and sum(part.figure.value for part in rest) == whole.figure.value:
            for part in rest:
                part.metric = part.metric if part.metric == BY_CHANNEL else whole.metric
                part.whole = whole


def name_totals(text: str, found: list[FoundFigure]) -> None:
    """Names a figure that no noun names by the channels listed behind it that add up to it."""
    for index, whole in enumerate(found):
        if whole.metric or whole.blocked or not _LISTS.match(text, whole.figure.end):
            continue
        metrics: set[str] = set()
        total: Number = 0
        for part in found[index + 1 :]:
            same = part.sentence == whole.sentence and part.figure.unit == whole.figure.unit
            if not same or part.metric not in ONLINE or part.whole:
                break
            metrics.add(part.metric)
            total += part.figure.value
        if len(metrics) > 1 and total == whole.figure.value:
            whole.metric = "newmedia_items" if metrics <= MEDIA else ALL


def _parts(text: str, found: list[FoundFigure], index: int) -> list[FoundFigure]:
    """The figures that may be parts of one: unnamed or with its metric, or channels of requests."""
    whole = found[index]
    named = {"", whole.metric} | ({BY_CHANNEL} if whole.metric == RECEIVED else set())
    rest: list[FoundFigure] = []
    total: Number = 0
    for later in range(index + 1, len(found)):
        other = found[later]
        if other.metric not in named or _ENDED.search(text, whole.end, other.figure.start):
            break
        if other.whole and any(other.whole is part for part in rest):
            continue  # a part of a part
        if answered(whole, text[other.start : other.figure.start]):
            break
        if other.blocked or total > whole.figure.value or other.whole not in (None, whole):
            break
        if other.start - whole.end > _FAR:
            break
        if other.figure.unit == whole.figure.unit:
            rest.append(other)
            total += other.figure.value
    return rest


def sum_of(new: FoundFigure, found: list[FoundFigure]) -> str | None:
    """What a bare total counts if figures of several metrics right before add up to it.

    The website and new media together give the total. Others, as 新收 and 上年结转, have no sum.
    """
    metrics: set[str] = set()
    total: Number = 0
    for other in earlier(new, found):
        if other.blocked and other.figure.unit != new.figure.unit:
            continue  # 三个平台合计9条
        if not other.metric or other.whole or other.figure.unit != new.figure.unit:
            break
        metrics.add(other.metric)
        total += other.figure.value
        if total == new.figure.value and len(metrics) > 1:
            return "newmedia_items" if metrics <= MEDIA else ALL if metrics <= ONLINE else ""
    return None


def share_out(text: str, found: list[FoundFigure]) -> None:
    """Assigns figures in a row to the nouns before them, one to one (官网、微博分别发布9条和8条)."""
    for run, before in _rows(text, found):
        unit = run[0].figure.unit
        named = _named(before, unit)
        if len(named) < len(run) == len(several := _named(before, unit, every=True)):
            named = several  # 区长信箱、网上留言、热线分别受理9件、8件、7件
        if len(named) > len(run) > 1:  # 网站发布9条,微信、微博分别发布8条和7条
            near = _named(before[before.rfind(",") + 1 :], unit)
            named = near if len(near) == len(run) else named
        ended = outcomes(before, unit)
        if len(ended) == len(run):
            before_it = found[: bisect_left(found, run[0].figure.start, key=start_of)]
            whole = counted_before(text, run[0], before_it)
            for figure, metric in zip(run, ended, strict=True):
                figure.metric, figure.whole = metric, whole
        elif len(named) == len(run):
            for figure, metric in zip(run, named, strict=True):
                figure.metric, figure.whole = metric, None
        elif len(named) > 1:  # three channels and two figures: which is whose is unknown
            for figure in run:
                figure.metric, figure.blocked = "", True


def _named(text: str, unit: str, *, every: bool = False) -> list[str]:
    """The metrics that a text names for a unit, in its order, each once unless all are wanted."""
    named: list[str] = []
    end = -1
    for hit in find_nouns(text):
        metric = metric_of(hit, unit, text, ("noun", "channel"))
        # 12345热线 is one word of two.
        if metric and (metric not in named or (every and hit.start > end)):
            named.append(metric)
        end = hit.end
    return named


def _rows(text: str, found: list[FoundFigure]) -> Iterator[tuple[list[FoundFigure], str]]:
    """Figures joined to each other, with the text that names them; 分别 may announce them."""
    for mark in pattern("each").finditer(text):
        first = bisect_left(found, mark.end(), key=start_of)
        run = _joined(text, found, first, mark.end() + REACH)
        if len(run) > 1:
            yield run, text[max(run[0].sentence, mark.start() - LONGEST) : mark.start()]
    done = -1
    for first, (one, other) in enumerate(pairwise(found)):
        if first <= done or other.figure.start - one.figure.end != 1:
            continue
        run = _joined(text, found, first, len(text))
        done = first + len(run) - 1
        start = one.figure.start
        if len(run) > 1 and len({f.figure.unit for f in run}) == 1:
            before = text[max(one.sentence, start - REACH) : start]
            if "分别" not in before:
                yield run, before[max(before.rfind(mark) for mark in ",;:") + 1 :]


def _joined(text: str, found: list[FoundFigure], first: int, end: int) -> list[FoundFigure]:
    """The figures from the first on that only a comma or 和 separates (9条和8条)."""
    run = found[first : first + 1]
    for other in found[first + 1 :]:
        between = text[run[-1].figure.end : other.figure.start]
        if between not in _AND or other.figure.start > end:
            break
        run.append(other)
    return run


def one_each(text: str, found: list[FoundFigure]) -> Iterator[FoundFigure]:
    """Figures after 各, repeated for every other noun before them (推进会、培训会各2次)."""
    for figure in found:
        start = figure.figure.start
        floor = max(figure.sentence, start - REACH)
        floor = max(floor, text.rfind(",", floor, start) + 1)
        if not figure.metric or text.find("各", floor, start) < 0:
            continue
        each = pattern("each_did").search(text, floor, start)
        if each is None and text[start - 1] != "各":
            continue
        clause = text[floor : each.start() if each else start]
        named = _nouns_with(clause, figure.figure.unit)
        if len(named) > 1 and figure.metric not in (metric for metric, _ in named):
            figure.metric = named[-1][0]
        for metric, at in named:
            if metric != figure.metric:
                yield replace(figure, metric=metric, start=floor + at)
        if figure.metric == "accounts":
            yield from (replace(figure, start=floor + at) for at in _platforms(clause)[:-1])


def _nouns_with(clause: str, unit: str) -> list[tuple[str, int]]:
    """The metrics that the nouns of a clause have, or else its channels, and where each is named."""
    hits = find_nouns(clause)
    named: dict[str, int] = {}
    for kind in ("noun", "channel"):
        for hit in hits if not named else ():
            if metric := metric_of(hit, unit, clause, (kind,)):
                named[metric] = hit.start
    return list(named.items())


def _platforms(clause: str) -> list[int]:
    """Where the platforms are named that have an account each (微博、公众号各1个)."""
    hits = find_nouns(clause)
    return [hit.start for hit in hits if {c.metric for c in cues_for(hit.text)} & _PLATFORMS]


def drop_past_years(text: str, found: list[FoundFigure], year: int | None = None) -> None:
    """Leaves out the figure of an earlier year where its sentence gives a later one as well.

    A sentence that goes on with 今年比去年 may be about the year after the one that it printed.
    """
    _drop_stock(text, found)
    latest: dict[tuple[int, str], tuple[str, FoundFigure]] = {}
    now = pattern("compared_now")
    for figure in found:
        if not figure.metric or figure.metric in _OF_A_YEAR:
            continue
        floor = max(figure.sentence, figure.figure.start - REACH)
        start = max(text.rfind(mark, floor, figure.figure.start) + 1 for mark in ",(")
        printed = _YEAR.search(text, max(floor, start), figure.figure.start)
        if printed is None:
            continue
        if printed[0] != str(year) and now.match(text, text.find(",", figure.end) + 1):
            figure.metric, figure.blocked = "", True
            continue
        key = (figure.sentence, figure.metric)
        other = latest.get(key)
        if other and other[0] != printed[0]:
            past = min(other, (printed[0], figure), key=lambda pair: pair[0])[1]
            past.metric, past.blocked, past.final = "", True, True
        if other is None or other[0] < printed[0]:
            latest[key] = (printed[0], figure)
    for part in found:
        if part.whole and not part.whole.metric:  # as of 自2019年以来共9条,其中2021年8条
            dated = _YEAR.search(text, part.start, part.figure.start)
            part.whole, part.metric = None, part.metric if dated else ""


def _drop_stock(text: str, found: list[FoundFigure]) -> None:
    """Leaves out all that was ever disclosed (截至年底累计公开90条) where this year's number follows."""
    for stock, new in pairwise(found):
        if stock.metric not in ONLINE | {ALL} or new.metric != stock.metric:
            continue
        before = text[max(stock.sentence, stock.figure.start - REACH) : stock.figure.start]
        between = text[stock.figure.end : new.figure.start]
        near = len(between) <= REACH and len(_ENDED.findall(between)) < 2
        told = near and _STOCK.search(before) and _THIS_YEAR.search(between)
        if told and new.figure.value < stock.figure.value:
            stock.metric, stock.blocked, new.whole = "", True, None


def drop_topics(text: str, found: list[FoundFigure]) -> None:
    """Leaves out single topics within all items (其中重大项目9条), unless they add up to the whole.

    What one group of bodies disclosed (县级部门9条) stays a part, as does a part of the year.
    """
    lists: dict[int, list[FoundFigure]] = {}
    for part in found:
        if part.whole and part.whole.metric == ALL and part.metric in ONLINE | {ALL}:
            lists.setdefault(id(part.whole), []).append(part)
    for parts in lists.values():
        unnamed = [part for part in parts if part.metric == ALL]
        wanted = parts[0].whole.figure.value if parts[0].whole else 0
        if wanted in (sum(p.figure.value for p in kind) for kind in (parts, unnamed)):
            continue
        for part in unnamed:
            if not pattern("bodies", "span").search(text, part.start, part.figure.start):
                part.metric, part.blocked = "", True


def zeros(text: str, ends: Sequence[int], found: Iterable[FoundFigure]) -> Iterator[FoundFigure]:
    """Statements that there was nothing, unless the same sentence also gives a figure."""
    spans = [(span, present) for span in _denials(text) if (present := _topics(text, *span))]
    told = {(f.metric, f.sentence) for f in found} if spans else set()
    for metrics, words, rule in zero_rules() if spans else ():
        for (start, end), present in spans:
            for match in () if present.isdisjoint(words) else rule.finditer(text, start, end):
                sentence = ends[bisect_right(ends, match.start()) - 1]
                for metric in metrics:
                    key = (metric, sentence)
                    if key not in told and _says_none(text, match, metric, sentence):
                        told.add(key)
                        yield _zero(match, metric, sentence)


def _topics(text: str, start: int, end: int) -> set[str]:
    """The words for what reports deny that occur in a stretch of text."""
    return {word for word in denied_words() if text.find(word, start, end) >= 0}


def _zero(match: re.Match[str], metric: str, sentence: int) -> FoundFigure:
    unit = "元" if metric == _FEE else "件"
    denied = _DENIES.search(match[0])  # the place of the statement, and not of what it speaks of
    at = match.start() + (denied.start() if denied else 0)
    figure = Figure(at, match.end(), 0, unit, "")
    return FoundFigure(figure, metric, match.start(), match.end(), sentence)


def _denials(text: str) -> list[tuple[int, int]]:
    """The stretches between stops that deny something; no rule looks beyond a stop."""
    spans: list[tuple[int, int]] = []
    end = 0
    for match in _NEGATION.finditer(text):
        if match.start() >= end:
            start = max(end, *(text.rfind(stop, end, match.start()) + 1 for stop in _STOPS))
            stops = (text.find(stop, match.end()) for stop in _STOPS)
            end = min((at for at in stops if at >= 0), default=len(text))
            spans.append((start, end))
    return spans


def _opens_sentence(text: str, start: int) -> bool:
    return start > 0 and text[start - 1] in ";。\n"


def _on_requests_alone(text: str, end: int) -> bool:
    """Whether the words right before name requests, and nothing else that may cost a fee since."""
    start = max(0, end - REACH)
    if not names_requests(text, start, end) and not _ASKED.search(text, start, end):
        return False
    since = max(text.rfind("申请", start, end), start)
    return pattern("other_business").search(text, since, end) is None


def _says_none(text: str, match: re.Match[str], metric: str, sentence: int) -> bool:
    """Whether the statement is about this metric, and about its number, not about who won."""
    noun = _NOUNS.get(metric)
    if (noun and not noun.search(match[0])) or _LOST.search(match[0]):
        return False
    if metric == _FEE and _opens_sentence(text, match.start()) and not _FEE_OF.search(match[0]):
        return _on_requests_alone(text, match.start())
    if metric == RECEIVED and pattern("about_requests").match(text, match.end()):
        return False  # 未发生依申请公开方面的行政复议
    clause = max(sentence, *(text.rfind(mark, sentence, match.start()) for mark in ",。;"))
    # 上年结转的申请数量为零 says nothing about the requests of this year.
    return metric != RECEIVED or "结转" not in text[clause : match.start()]
