"""Figures that only the whole sentence explains: sums, shared figures and zeros."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from gikstudy.model import Number
from gikstudy.prose.clauses import LONGEST, REACH, FoundFigure, metric_of
from gikstudy.prose.cues import denied_words, find_nouns, pattern, zero_rules
from gikstudy.prose.numerals import Figure
from gikstudy.prose.requests import RECEIVED

SPAN: Final = 160  # characters; an enumeration is not longer than this
_FAR: Final = 4 * SPAN  # characters within which parts are added up
_NEGATION: Final = re.compile(r"[无未没零]|[为是:]\s?0")
_LOST: Final = re.compile(
    "败诉|纠错|纠正|撤销|胜诉|[未没]被"
)  # nothing was lost, if anything was filed
_NOUNS: Final = {"reviews": "复议", "suits": "诉讼"}
_STOPS: Final = ("。", ";")


def start_of(found: FoundFigure) -> int:
    """Where a figure is printed, to sort by."""
    return found.figure.start


def join_sums(found: list[FoundFigure]) -> None:
    """Makes unnamed figures parts of the figure before them if they add up to it exactly."""
    for index, whole in enumerate(found):
        if not whole.metric or whole.whole:
            continue
        rest: list[FoundFigure] = []
        total: Number = 0
        for later in range(index + 1, len(found)):
            other = found[later]
            if other.sentence != whole.sentence or other.metric not in ("", whole.metric):
                break
            if other.blocked or other.whole or total > whole.figure.value:
                break
            if other.start - whole.end > _FAR:
                break
            if other.figure.unit == whole.figure.unit:
                rest.append(other)
                total += other.figure.value
        if len(rest) > 1 and total == whole.figure.value:
            for part in rest:
                part.metric, part.whole = whole.metric, whole


def share_out(text: str, found: list[FoundFigure]) -> None:
    """Assigns the figures after 分别 to the nouns before it, one to one."""
    for mark in pattern("each").finditer(text):
        first = bisect_left(found, mark.end(), key=start_of)
        row = found[first : bisect_right(found, mark.end() + REACH, key=start_of)]
        run = row[:1]
        for one, other in pairwise(row):
            if text[one.figure.end : other.figure.start] not in ("和", "、", "及", ","):
                break
            run.append(other)
        if len(run) < 2:
            continue
        before = text[max(run[0].sentence, mark.start() - LONGEST) : mark.start()]
        unit = run[0].figure.unit
        metrics = [metric_of(hit, unit, before, ("noun", "channel")) for hit in find_nouns(before)]
        named = list(dict.fromkeys(m for m in metrics if m))
        if len(named) == len(run):
            for figure, metric in zip(run, named, strict=True):
                figure.metric, figure.whole = metric, None
        elif len(named) > 1:  # three channels and two figures: which is whose is unknown
            for figure in run:
                figure.metric, figure.blocked = "", True


def one_each(text: str, found: list[FoundFigure]) -> Iterator[FoundFigure]:
    """Figures after 各, repeated for every other noun before them (推进会、培训会各2次)."""
    for figure in found:
        start = figure.figure.start
        if figure.metric and text[start - 1 : start] == "各":
            clause = text[max(figure.sentence, start - REACH) : start].rpartition(",")[2]
            for hit in find_nouns(clause):
                metric = metric_of(hit, figure.figure.unit, clause, ("noun",))
                if metric and metric != figure.metric:
                    yield replace(figure, metric=metric, start=start - len(clause) + hit.start)


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
    figure = Figure(match.start(), match.end(), 0, unit, "")
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
