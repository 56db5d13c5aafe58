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
from gikstudy.prose.cues import denied_words, find_nouns, pattern, zero_rules
from gikstudy.prose.numerals import Figure
from gikstudy.prose.requests import counted_before, outcomes

SPAN: Final = 160  # characters; an enumeration is not longer than this
_FAR: Final = 4 * SPAN  # characters within which parts are added up
_NEGATION: Final = re.compile(
    r"[无未没零为是:0存](?:(?<=[无未没零])|(?<=不存)(?=在)|(?<=[为是:])\s?0|(?<=0)(?<![\d.,]0)[件起宗例次项])"
)
_DENIES: Final = re.compile("[无未没零0]|不存在")
_LOST: Final = re.compile(
    "败诉|纠错|纠正|撤销|胜诉|[未没]被(?!提起|申请|诉|起诉|复议)"
)  # nothing was lost, if anything was filed
_NOUNS: Final = {"reviews": "复议", "suits": "诉讼"}
_STOPS: Final = ("。", ";")
_AND: Final = ("和", "、", "及", ",")
_ENDED: Final = re.compile(r"[。!?]|[^;,、]\n")  # a list may go on after a semicolon
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
        if whole.metric in ("", BY_CHANNEL) or whole.whole:
            continue
        rest = _parts(text, found, index)
        if len(rest) > 1 and sum(part.figure.value for part in rest) == whole.figure.value:
            for part in rest:
                part.metric = part.metric if part.metric == BY_CHANNEL else whole.metric
                part.whole = whole


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


def _named(text: str, unit: str) -> list[str]:
    """The metrics that a text names for a unit, in its order."""
    metrics = [metric_of(hit, unit, text, ("noun", "channel")) for hit in find_nouns(text)]
    return list(dict.fromkeys(m for m in metrics if m))


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
        if not figure.metric or text[start - 1 : start] != "各":
            continue
        clause = text[max(figure.sentence, start - REACH) : start].rpartition(",")[2]
        hits = find_nouns(clause)
        named: dict[str, int] = {}
        for kind in ("noun", "channel"):
            for hit in hits if not named else ():
                if metric := metric_of(hit, figure.figure.unit, clause, (kind,)):
                    named[metric] = start - len(clause) + hit.start
        if len(named) > 1 and figure.metric not in named:
            figure.metric = list(named)[-1]
        for metric, at in named.items():
            if metric != figure.metric:
                yield replace(figure, metric=metric, start=at)


def drop_past_years(text: str, found: list[FoundFigure]) -> None:
    """Leaves out the figure of an earlier year where its sentence gives a later one as well."""
    latest: dict[tuple[int, str], tuple[str, FoundFigure]] = {}
    for figure in found:
        if not figure.metric or figure.metric in _OF_A_YEAR:
            continue
        floor = max(figure.sentence, figure.figure.start - REACH)
        start = max(text.rfind(mark, floor, figure.figure.start) + 1 for mark in ",(")
        year = _YEAR.search(text, max(floor, start), figure.figure.start)
        if year is None:
            continue
        key = (figure.sentence, figure.metric)
        other = latest.get(key)
        if other and other[0] != year[0]:
            past = min(other, (year[0], figure), key=lambda pair: pair[0])[1]
            past.metric, past.blocked, past.final = "", True, True
        if other is None or other[0] < year[0]:
            latest[key] = (year[0], figure)


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
    unit = "元" if metric == "fee_collected" else "件"
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


def _says_none(text: str, match: re.Match[str], metric: str, sentence: int) -> bool:
    """Whether the statement is about this metric, and about its number, not about who won."""
    if _NOUNS.get(metric, "") not in match[0] or _LOST.search(match[0]):
        return False
    clause = max(sentence, *(text.rfind(mark, sentence, match.start()) for mark in ",。;"))
    # 上年结转的申请数量为零 says nothing about the requests of this year.
    return metric != RECEIVED or "结转" not in text[clause : match.start()]
