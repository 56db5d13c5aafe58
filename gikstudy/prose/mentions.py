"""Figures in the prose: which metric, how many, of what, and in which enumeration."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from gikstudy.model import Mention, Number, Section
from gikstudy.prose.cues import (
    NO_UNIT,
    CueHit,
    cues,
    cues_for,
    find_nouns,
    pattern,
    zero_rules,
)
from gikstudy.prose.flow import Flow, flows
from gikstudy.prose.numerals import Figure, find_figures

_SENTENCE: Final = re.compile(r"[。;!?\n]")
_NOTE: Final = re.compile(r"\([^()\d]*\)")  # beside a figure and no list of its parts
_FULL_STOP: Final = re.compile(r"[。\n]")  # outcomes follow their requests behind a semicolon too
_AFTER: Final = re.compile(r"[^,。;:!?、()\n\d]{0,20}")
_LISTED: Final = re.compile("其中|包括|(?<!不)含")
_NEGATION: Final = re.compile("[无未没零]")
_REACH: Final = 90  # characters in which a clause before a figure is read
_SPOKEN: Final = 30  # in which channels are named together
_SPAN: Final = 160  # an enumeration is not longer than this
_LONGEST: Final = (
    2000  # nor a sentence; without a bound, text without stops would be read over and over
)
_STOP: Final = "stop"
_CHANNELS: Final = frozenset(
    ("newmedia_items", "wechat_items", "weibo_items", "video_items", "website_items")
)
_ALL: Final = "proactive_items_total"
# Their parts are kinds of messages (咨询类, 投诉类), whatever noun these have of their own.
_INBOXES: Final = frozenset(("hotline_tickets", "messages_answered"))
_MEDIA: Final = _CHANNELS - {"website_items"}
_SITE: Final = frozenset(("website_items", "visits", "unique_visitors"))
_INNER: Final = ("requests_by_channel",)  # counted beside a whole, and part of it
_REQUESTS: Final = ("requests_received", "requests_closed")
# What 办结 or 答复 closes depends on what was counted before it in the sentence.
_CLOSED_BY: Final = {
    "requests_received": "requests_closed",
    "requests_carried_in": "requests_closed",
    "messages_answered": "messages_answered",
}
_REGION: Final = re.compile(r"全[省市州盟县区旗镇乡]|各[地部单乡镇旗县街]|辖区")


@dataclass(slots=True)
class _FoundFigure:
    """A figure on its way to a mention; `metric` is empty while nothing names it."""

    figure: Figure
    metric: str
    start: int
    end: int
    sentence: int
    whole: _FoundFigure | None = None
    blocked: bool = False


def find_mentions(sections: Iterable[Section]) -> tuple[Mention, ...]:
    """The figures that the prose gives for the metrics of the codebook, in the order of the text.

    The nearest noun before a figure, or right behind its unit, names it; a channel named earlier
    in the sentence holds for what is published on it. Figures in titles, dates, document numbers,
    laws and duties (每年至少一次) are not counted. Section five is left out: it states plans.

    An enumeration (其中 …, a list in brackets, or figures that add up to the one before them) is
    kept as parts of its whole: a part has the metric of its whole and, in `part_of`, the position
    of the whole in the returned tuple. A part that has a noun of its own is counted under that
    noun and is no part, save for the outcomes and the channels of requests, which are both.
    Statements that there was nothing (未收到申请) give 0.

    Args:
        sections: the sections of one report.

    Returns:
        Mentions; add up no metric without leaving out those with `part_of`.
    """
    sections = tuple(sections)
    skip = {"problems"}
    if any(section.section == "overview" for section in sections):
        skip.add("preamble")
    mentions: list[Mention] = []
    for text in flows(section for section in sections if section.section not in skip):
        found = _read(text.text)
        order = {id(f): len(mentions) + n for n, f in enumerate(found)}
        mentions += [_mention(text, f, order) for f in found]
    return tuple(mentions)


def _mention(text: Flow, found: _FoundFigure, order: dict[int, int]) -> Mention:
    return Mention(
        metric=found.metric,
        value=found.figure.value,
        unit=found.figure.unit,
        qualifier=found.figure.qualifier,
        raw=text.text[found.start : found.end].strip("、,( \n").replace("\n", ""),
        locus=text.locus(found.figure.start),
        scope=_scope(
            text.text[max(found.sentence, found.start - _LONGEST) : found.start], found.metric
        ),
        part_of=order[id(found.whole)] if found.whole else None,
    )


def _scope(before: str, metric: str) -> str:
    if _REGION.search(before):
        return "region"
    return "site" if metric in _SITE else "own"


def _read(text: str) -> list[_FoundFigure]:
    """Every mention of one flow, parts linked to their wholes."""
    ends = [0, *[m.end() for m in _SENTENCE.finditer(text)]]
    found: list[_FoundFigure] = []
    sentence = 0
    for figure in find_figures(text):
        while sentence + 1 < len(ends) and ends[sentence + 1] <= figure.start:
            sentence += 1
        new = _name(text, figure, ends[sentence], found)
        if new is not None:
            found.append(new)
    _join_sums(found)
    _share_out(text, found)
    if _NEGATION.search(text):
        found += _zeros(text, ends, found)
    return sorted((f for f in found if f.metric), key=_start)


def _start(found: _FoundFigure) -> int:
    return found.figure.start


def _name(
    text: str, figure: Figure, sentence: int, found: list[_FoundFigure]
) -> _FoundFigure | None:
    """The figure with its metric, or without one where it may still be a part; None if neither."""
    floor = max(sentence, figure.start - _REACH)
    last = found[-1].figure.end if found else 0
    start = max(
        floor,
        last,
        text.rfind(",", floor, figure.start) + 1,
        text.rfind(":", floor, figure.start) + 1,
        text.rfind("(", floor, figure.start) + 1,
    )
    own = text[start : figure.start].rstrip()
    title = text.rfind("《", floor, figure.start)
    if title > text.rfind("》", floor, figure.start) or pattern("duty").search(own):
        return None
    new = _FoundFigure(figure, "", start, figure.end, sentence)
    whole = _whole(text, figure, found)
    if whole and whole.whole:
        return _inside_part(text, new, own, found, whole.metric)
    asked = whole if whole and whole.metric in _REQUESTS else _asked(text, new, own, found)
    if asked and (outcome := _outcome(text, new, own)):
        new.metric, new.whole = outcome, asked
        return new
    _by_noun(text, new, own, found)
    if whole and (new.metric in ("", whole.metric) or whole.metric in _INBOXES):
        new.metric, new.whole = whole.metric, whole
    elif whole and new.metric in _INNER:
        new.whole = whole
    return new


def _inside_part(
    text: str, new: _FoundFigure, own: str, found: list[_FoundFigure], metric: str
) -> _FoundFigure:
    """A part of a part, which counts nothing a second time, unless it is something else."""
    _by_noun(text, new, own, found)
    new.blocked = new.metric in ("", metric)
    new.metric = "" if new.blocked else new.metric
    return new


def _by_noun(text: str, new: _FoundFigure, own: str, found: list[_FoundFigure]) -> None:
    """Names a figure by the noun behind it, before it, or by what its sentence is about."""
    figure = new.figure
    after = _AFTER.match(text, figure.end)
    behind = after[0] if after else ""
    if behind and behind[0] not in "并且均也":
        joined = own + behind
        for hit in find_nouns(joined):
            if hit.end > len(own) and (metric := _metric(hit, figure.unit, joined, ("noun",))):
                new.metric, new.end = metric, figure.end + hit.end - len(own)
                return
    for hit in reversed(find_nouns(own)):
        metric = _metric(hit, figure.unit, own, ("noun", "channel", "stop", "delta"))
        if metric:
            new.start += hit.start
            new.blocked = metric == _STOP or _of_a_channel(metric, own, new, found)
            new.metric = "" if new.blocked else _together(text, metric, new)
            return
    new.metric = _carried(text, new, own, behind, found)


def _of_a_channel(metric: str, own: str, new: _FoundFigure, found: list[_FoundFigure]) -> bool:
    """Views of a video or a post, which are not visits to the website."""
    site = any(c.metric == "website_items" for h in find_nouns(own) for c in cues_for(h.text))
    return metric == "visits" and not site and any(f.metric in _MEDIA for f in _earlier(new, found))


def _earlier(new: _FoundFigure, found: list[_FoundFigure]) -> Iterator[_FoundFigure]:
    """The figures of the same sentence before a new one, the nearest first."""
    for other in reversed(found):
        if other.sentence != new.sentence or new.start - other.end > _LONGEST:
            return
        yield other


def _metric(hit: CueHit, unit: str, text: str, kinds: tuple[str, ...]) -> str:
    """What a noun counts in this unit; `stop` where it owns the figure and is no metric."""
    for cue in cues_for(hit.text):
        if cue.kind not in kinds:
            continue
        if not cue.metric:
            return _STOP
        if (unit or NO_UNIT) in cue.units and not (cue.unless and cue.unless.search(text)):
            return cue.metric
    return ""


def _together(text: str, metric: str, new: _FoundFigure) -> str:
    """The common metric of channels named together (微信、微博; 网站和新媒体)."""
    if metric not in _CHANNELS:
        return metric
    before = pattern("joint").search(text, max(new.sentence, new.start - _SPOKEN), new.start)
    if before is None:
        return metric
    others = {c.metric for hit in find_nouns(before[0]) for c in cues_for(hit.text)} & _CHANNELS
    if others <= {metric}:
        return metric
    return _ALL if "website_items" in {*others, metric} else "newmedia_items"


def _carried(text: str, new: _FoundFigure, own: str, behind: str, found: list[_FoundFigure]) -> str:
    """What a clause without noun of its own counts: the thing its sentence counted before."""
    unit = new.figure.unit
    previous = next((f for f in _earlier(new, found) if f.metric), None)
    bare = pattern("aggregate").fullmatch(own) is not None
    if pattern("reply").fullmatch(own.strip("、")):
        return _CLOSED_BY.get(_topic(text, new, previous), "")
    if pattern("newly").fullmatch(own) and _topic(text, new, previous).startswith("requests_"):
        return _REQUESTS[0]
    if own == "、" and previous and previous.figure.end == new.start:
        return previous.metric
    if bare or pattern("attend").match(behind) or pattern("publish").search(own):
        before = text[max(new.sentence, new.start - _REACH) : new.start]
        for hit in reversed(find_nouns(before)):
            metric = _metric(hit, unit, before, ("noun", "channel", "stop"))
            if metric == _STOP:
                break
            if metric and (bare or metric in _CHANNELS or metric == "trainees"):
                return _together(
                    text, metric, replace(new, start=new.start - len(before) + hit.start)
                )
    total = cues("total")[0]
    return total.metric if unit in total.units and total.pattern.search(own) else ""


def _topic(text: str, new: _FoundFigure, previous: _FoundFigure | None) -> str:
    """The metric that a sentence is about before a figure, counted already or only named."""
    if previous:
        return previous.metric if previous.figure.unit == new.figure.unit else ""
    before = text[max(new.sentence, new.start - _REACH) : new.start]
    metrics = [_metric(hit, new.figure.unit, before, ("noun",)) for hit in find_nouns(before)]
    return metrics[-1] if metrics else ""


def _whole(text: str, figure: Figure, found: list[_FoundFigure]) -> _FoundFigure | None:
    """The figure that an open bracket or a 其中 before this one enumerates; it may be a part."""
    for other in reversed(found):
        between = text[other.figure.end : figure.start]
        if len(between) > _SPAN:
            return None
        if ")" in between:
            between = _NOTE.sub("", between)
        if other.whole and between.startswith("(") and ")" not in between:
            return other
        if other.whole or not other.metric or other.figure.unit != figure.unit:
            continue
        if between.startswith("("):
            return other if ")" not in between and "结转" not in between else None
        listed = _LISTED.search(between)
        if listed and "。" not in between[listed.end() :]:
            return other
    return None


def _asked(
    text: str, new: _FoundFigure, own: str, found: list[_FoundFigure]
) -> _FoundFigure | None:
    """The requests before a clause that tells an outcome and no more (收到4件,公开3件)."""
    if not pattern("ended").fullmatch(own):
        return None
    for other in reversed(found):
        if new.start - other.figure.end > _LONGEST:
            return None
        if other.metric in _REQUESTS and not other.whole:
            apart = _FULL_STOP.search(text, other.figure.end, new.start)
            return None if apart or other.figure.unit != new.figure.unit else other
    return None


def _outcome(text: str, new: _FoundFigure, own: str) -> str:
    """How requests ended, where the clause of a figure says so."""
    after = _AFTER.match(text, new.figure.end)
    bare = pattern("aggregate").fullmatch(own.strip("、")) is not None
    clause = (after[0] if after else "") if bare else own
    for cue in cues("outcome"):
        if new.figure.unit in cue.units and cue.pattern.search(clause):
            new.end += len(clause) if bare else 0
            return cue.metric
    return ""


def _join_sums(found: list[_FoundFigure]) -> None:
    """Makes unnamed figures parts of the figure before them where they add up to it exactly."""
    for index, whole in enumerate(found):
        if not whole.metric or whole.whole:
            continue
        rest: list[_FoundFigure] = []
        total: Number = 0
        for later in range(index + 1, len(found)):
            other = found[later]
            if other.sentence != whole.sentence or other.metric or other.blocked:
                break
            if other.figure.unit == whole.figure.unit:
                rest.append(other)
                total += other.figure.value
        if len(rest) > 1 and total == whole.figure.value:
            for part in rest:
                part.metric, part.whole = whole.metric, whole


def _share_out(text: str, found: list[_FoundFigure]) -> None:
    """Gives the figures behind 分别 to the nouns before it, each to each."""
    for mark in pattern("each").finditer(text):
        first = bisect_left(found, mark.end(), key=_start)
        row = found[first : bisect_right(found, mark.end() + _REACH, key=_start)]
        run = row[:1]
        for one, other in pairwise(row):
            if text[one.figure.end : other.figure.start] not in ("和", "、", "及", ","):
                break
            run.append(other)
        if len(run) < 2:
            continue
        before = text[max(run[0].sentence, mark.start() - _LONGEST) : mark.start()]
        unit = run[0].figure.unit
        metrics = [_metric(hit, unit, before, ("noun", "channel")) for hit in find_nouns(before)]
        named = list(dict.fromkeys(m for m in metrics if m))
        if len(named) == len(run):
            for figure, metric in zip(run, named, strict=True):
                figure.metric, figure.whole = metric, None


def _zeros(text: str, ends: Sequence[int], found: Iterable[_FoundFigure]) -> Iterator[_FoundFigure]:
    """Statements that there was nothing, unless the same sentence also gives a figure."""
    told = {(f.metric, f.sentence) for f in found}
    for metrics, words, rule in zero_rules():
        for match in rule.finditer(text) if any(word in text for word in words) else ():
            sentence = ends[bisect_right(ends, match.start()) - 1]
            for metric in metrics:
                noun = {"reviews": "复议", "suits": "诉讼"}.get(metric, "")
                if noun not in match[0] or (metric, sentence) in told:
                    continue
                told.add((metric, sentence))
                unit = "元" if metric == "fee_collected" else "件"
                figure = Figure(match.start(), match.end(), 0, unit, "")
                yield _FoundFigure(figure, metric, match.start(), match.end(), sentence)
