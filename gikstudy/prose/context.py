"""What a clause without a noun of its own counts: the topic that the text before it has named.

A heading names one (政策解读方面, 公报编印情况。), and so does a clause before (双公示实现全覆盖,全年归集9条).
The clause itself may then hold only words that belong to the topic. The subject of the sentence
before tells who published the items of the next (官方微博由专人维护。全年发布9条).
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from gikstudy.prose.clauses import (
    EXPLAINED,
    ONLINE,
    REACH,
    SITE,
    WORKS,
    Clause,
    FoundFigure,
    channels,
    earlier,
    metric_of,
)
from gikstudy.prose.cues import cues, cues_for, find_nouns, pattern
from gikstudy.prose.together import sum_of

_TRAINEES: Final = "trainees"
_TRAININGS: Final = "training_sessions"
_VISITS: Final = "visits"
_ACCOUNTS: Final = "accounts"
_PORTAL: Final = re.compile("网站|官网|门户")
_TIMES: Final = ("次", "批", "批次", "轮", "轮次")
_PEOPLE: Final = ("人", "名", "人次")
_SENTENCE_END: Final = "。;!?\n"
_NEAR: Final = 4  # characters between two figures that one verb counts
_SUBJECT: Final = 80  # a sentence that only says who keeps a channel is no longer
_HEADING: Final = re.compile(r"[^,。;:\d\n]{2,22}?(?:方面|工作中|情况|类)[,:]|[^,。;:\d\n]{2,22}:")
_TITLE: Final = re.compile(r"[^,。;:\d\n]{2,18}[。\n]")
_OUTLINE: Final = re.compile(
    r"^(?:\([一二三四五六七八九十\d]{1,2}\)|[一二三四五六七八九十]{1,2}[、是]|\d{1,2}[.、])"
)
_AFTER_TITLE: Final = re.compile("站?(?:主页|公开|发布|更新|信息)*(?:方面|情况)?")
_JOINS: Final = re.compile(r"[、和及与]|以及")
_IS: Final = re.compile(
    r"[—,:]+[这此](?:便|就|也)?是([^,。;\d]{2,40}?(?:总[数量]|数量))(?=[,。;\n]|$)"
)
_ALL_BY: Final = re.compile(
    r",(?:以上)?(?:均|全部|都)(?:为|由|通过|经|在)([^,。;\d]{2,24}(?:发布|推送|公开|更新|编发))"
)


def told_before(text: str, new: FoundFigure, clause: Clause, found: list[FoundFigure]) -> str:
    """What the text around a figure tells of it, where its clause has no noun."""
    own = _own(clause)
    last = next(earlier(new, found), None)
    if not clause.own and (metric := _named_after(text, new)):
        return metric
    if not own:
        return _TRAINEES if last and _with_training(last, new) else ""
    if last is None and (metric := _of_title(text, new, own)):
        return metric
    if pattern("posted").fullmatch(own):
        if last is None and (metric := _of_subject(text, new, found)):
            return metric
        if last and last.metric == _ACCOUNTS and (metric := _of_accounts(last, new, found)):
            return metric
    return _by_topic(text, new, own, found)


def _trained_after(new: FoundFigure, clause: Clause) -> str:
    """Trainees that a verb behind them names (对9名工作人员进行培训)."""
    if new.figure.unit not in _PEOPLE or not pattern("trained").match(clause.behind):
        return ""
    others = (cue.unless for cue in cues("noun") if cue.metric == _TRAINEES and cue.unless)
    return "" if any(words.search(clause.behind) for words in others) else _TRAINEES


def by_topic(text: str, new: FoundFigure, clause: Clause, found: list[FoundFigure]) -> str:
    """The metric of the heading or of the clause before, if the figure's own words belong to it."""
    return _by_topic(text, new, _own(clause), found)


def _by_topic(text: str, new: FoundFigure, own: str, found: list[FoundFigure]) -> str:
    if not own or not pattern("under", "beside").fullmatch(own):
        return ""  # most clauses: no topic needs to be looked for
    unit = new.figure.unit
    heading = _heading(text, new)
    if heading and (metric := _belongs(own, unit, heading, ("under", "beside"))):
        return metric
    last = next(earlier(new, found), None)
    if last and not last.metric and not last.blocked and last.figure.unit == unit:
        return ""  # the figure before has these words too, and no metric
    before = text[max(_running(text, new.sentence), new.figure.start - REACH) : new.start]
    return _belongs(own, unit, before, ("beside",))


def _running(text: str, sentence: int) -> int:
    """Where a list begins that only semicolons part (制发规范性文件9件;废止2件;现行有效65件)."""
    while sentence and text[sentence - 1] == ";":
        sentence = _last_sentence(text, sentence)
    return sentence


def _own(clause: Clause) -> str:
    """The words of a clause, without those that only say when or how much."""
    own = clause.own.strip("、,和及 :")
    lead = pattern("lead").match(own)
    own = own[lead.end() :] if lead else own
    tail = pattern("tail").search(own)
    return own[: tail.start()] if tail else own


def _belongs(own: str, unit: str, topic: str, kinds: tuple[str, ...]) -> str:
    """The metric of the last noun of a text, if the words of a clause are words for that topic."""
    for hit in reversed(find_nouns(topic)):
        metrics = {cue.metric for cue in cues_for(hit.text) if cue.kind == "noun"}
        if _channel_of(hit.text) == SITE and _PORTAL.search(hit.text):
            metrics.add(_VISITS)
        for cue in cues(*kinds) if metrics else ():
            of_topic = cue.metric in metrics or (cue.metric == _TRAINEES and _TRAININGS in metrics)
            if of_topic and unit in cue.units and cue.pattern.fullmatch(own):
                return cue.metric
        if metrics:
            return ""
    return ""


def _heading(text: str, new: FoundFigure) -> str:
    """The words that head a sentence, or the line before it (公报编印情况。全年出刊9期)."""
    heading = _HEADING.match(text, new.sentence, new.figure.start)
    if heading:
        return heading[0]
    start = _last_sentence(text, new.sentence)
    title = _TITLE.fullmatch(text, start, new.sentence)
    return title[0] if title else ""


def _last_sentence(text: str, sentence: int) -> int:
    """Where the sentence before begins."""
    end = max(0, sentence - 1)
    return max(text.rfind(mark, 0, end) for mark in _SENTENCE_END) + 1


def _of_subject(text: str, new: FoundFigure, found: list[FoundFigure]) -> str:
    """The channel that the sentence before is about, if this one only says what was published."""
    start = max(_last_sentence(text, new.sentence), new.sentence - _SUBJECT)
    if found and found[-1].figure.end > start:
        return ""
    hits = [hit for hit in find_nouns(text[start : new.sentence]) if _channel_of(hit.text)]
    if not hits:
        return ""
    first = hits[0]
    several = len({_channel_of(hit.text) for hit in hits}) > 1
    if not pattern("whose").fullmatch(text, start, start + first.start):
        return ""
    if several and all(
        _JOINS.fullmatch(text, start + a.end, start + b.start) for a, b in pairwise(hits)
    ):
        return channels(text, start, start + hits[-1].end)
    if several or _JOINS.match(text, start + first.end):
        return ""
    return metric_of(first, new.figure.unit, first.text, ("channel",))


def _of_title(text: str, new: FoundFigure, own: str) -> str:
    """The channel that alone is the title of a sentence ((一)政府网站。全年主动公开信息9条)."""
    if not pattern("items_of").fullmatch(own.removeprefix("主动")):
        return ""
    title = _OUTLINE.sub("", _heading(text, new).rstrip("。\n"))
    hits = [hit for hit in find_nouns(title) if _channel_of(hit.text)]
    if not hits or not pattern("whose").fullmatch(title, 0, hits[0].start):
        return ""
    if (
        len({_channel_of(hit.text) for hit in hits}) > 1
        or _AFTER_TITLE.fullmatch(title, hits[-1].end) is None
    ):
        return ""
    return metric_of(hits[-1], "条", title, ("channel",))


def _channel_of(noun: str) -> str:
    return next((c.metric for c in cues_for(noun) if c.kind == "channel"), "")


def in_sum(new: FoundFigure, clause: Clause, found: list[FoundFigure]) -> str:
    """What a total of the channels just counted counts (三个平台合计9条)."""
    if not pattern("in_all").fullmatch(clause.own.strip("、,")):
        return ""
    return sum_of(new, found) or ""


def _of_accounts(last: FoundFigure, new: FoundFigure, found: list[FoundFigure]) -> str:
    """What all of several accounts published together (微博1个、微信2个,累计推送9条)."""
    several = sum(1 for other in earlier(new, found) if other.metric == _ACCOUNTS) > 1
    return "newmedia_items" if several or last.whole else ""


def _with_training(last: FoundFigure, new: FoundFigure) -> bool:
    """Whether a figure counts who was trained, right after the trainings (培训5场、200人次)."""
    near = new.figure.start - last.figure.end <= _NEAR
    return near and last.metric == _TRAININGS and new.figure.unit in _PEOPLE


def explains(metric: str, text: str, new: FoundFigure, own: str, found: list[FoundFigure]) -> bool:
    """Whether a video is one of the explanations that a list counts (解读…其中图解9个、短视频6个)."""
    last = next(earlier(new, found), None)
    if metric != "video_items" or last is None or last.metric != EXPLAINED:
        return False
    floor = max(new.sentence, new.figure.start - REACH)
    return own.strip("、和及与") in WORKS and text.find("解读", floor, last.figure.start) >= 0


def _named_after(text: str, new: FoundFigure) -> str:
    """What a figure counts that a clause after it explains (9条——这是…主动公开信息总数)."""
    said = _IS.match(text, new.figure.end)
    if said is None:
        return ""
    for cue in cues("total"):
        if new.figure.unit in cue.units and cue.pattern.search(said[1]):
            return cue.metric
    hits = find_nouns(said[1])
    return metric_of(hits[-1], new.figure.unit, said[1], ("noun",)) if hits else ""


def told_behind(text: str, new: FoundFigure, clause: Clause) -> str:
    """What the words behind a figure tell of it."""
    return _events_after(text, new, clause) or _trained_after(new, clause)


def _events_after(text: str, new: FoundFigure, clause: Clause) -> str:
    """The event that was held so many times (先后3次组织各部门开展培训)."""
    if new.figure.unit not in _TIMES or not pattern("times").fullmatch(clause.own):
        return ""
    held = pattern("held_after").match(text, new.figure.end)
    if held is None:
        return ""
    for hit in reversed(find_nouns(held[0])):
        if metric := metric_of(hit, new.figure.unit, held[0], ("noun",)):
            return metric
    return ""


def name_lists_by_channel(text: str, found: list[FoundFigure]) -> None:
    """Names unnamed figures in a row by the channel that published them all (…,均由微信公众号推送)."""
    for index, last in enumerate(found):
        said = _ALL_BY.match(text, last.figure.end) if not last.metric else None
        if said is None or last.blocked:
            continue
        metric = channels(text, said.start(1), said.end(1))
        run = [f for f in found[: index + 1] if f.sentence == last.sentence]
        if metric in ONLINE and not any(f.metric or f.blocked for f in run):
            for figure in run:
                figure.metric = metric


def same_kind(text: str, new: FoundFigure, metrics: frozenset[str]) -> str:
    """What a verb alone counts, as named before (召开发布会的单位有9家,共举行14场)."""
    before = text[max(new.sentence, new.start - REACH) : new.start]
    for hit in reversed(find_nouns(before)):
        if metric := metric_of(hit, new.figure.unit, hit.text, ("noun",)):
            return metric if metric in metrics else ""
    return ""
