"""Figures in the prose: the metric, the number, the unit and the enumeration."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from gikstudy.model import Mention, MentionScope, Section
from gikstudy.prose.clauses import (
    ALL,
    INBOXES,
    LONGEST,
    MEDIA,
    ONLINE,
    REACH,
    SITE,
    STOP,
    TOPIC,
    Clause,
    FoundFigure,
    belongs_elsewhere,
    channels,
    counts_nothing,
    earlier,
    metric_of,
    owner,
    published_where,
    read_clause,
    unit_of,
)
from gikstudy.prose.context import (
    by_topic,
    explains,
    in_sum,
    name_lists_by_channel,
    same_kind,
    told_before,
    told_behind,
)
from gikstudy.prose.cues import cues, find_nouns, pattern
from gikstudy.prose.fee_part import none_charged
from gikstudy.prose.flow import Flow, flows
from gikstudy.prose.going_on import go_on, name_by_ways
from gikstudy.prose.ledger import keep_ledger
from gikstudy.prose.lists import list_whole
from gikstudy.prose.neighbours import (
    PUBLICITY,
    answered,
    as_beside,
    attended,
    case_of,
    goes_on,
    goes_on_with_permits,
    governs,
    marks_documents,
    named_by_other,
    no_part,
    of_a_post,
    of_every,
    of_other_business,
    only_shown,
    restates,
    way_held,
)
from gikstudy.prose.numerals import Figure, find_figures
from gikstudy.prose.older import of_its_time
from gikstudy.prose.plain import Plain, plain
from gikstudy.prose.requests import CLOSED, REFUSED, outcomes, read_request
from gikstudy.prose.sums import link_sums
from gikstudy.prose.together import (
    drop_past_years,
    drop_topics,
    join_sums,
    name_totals,
    one_each,
    share_out,
    start_of,
    sum_of,
    zeros,
)
from gikstudy.prose.told_parts import link_told_parts

_SENTENCE: Final = re.compile(r"[。;!?\n]")
_DATED: Final = re.compile(r"^20\d\d年度?|(?:20\d\d年|本年|今年|当年)度?的$")
_CUT: Final = re.compile(r"[)”\"》]\n")
_SITE: Final = frozenset(("website_items", "visits", "unique_visitors"))
_NAMING: Final = ("noun", "channel", "stop", "topic", "offline")
_EVENTS: Final = frozenset(
    ("press_conferences", "training_sessions", "online_interviews", "meetings", "consultations")
)
_INNER: Final = ("requests_by_channel",)  # a metric of its own, and also part of a whole
_REGION: Final = re.compile(r"全[省市州盟县区旗镇乡]|各[地部单乡镇旗县街]|辖区")


def find_mentions(sections: Iterable[Section], year: int | None = None) -> tuple[Mention, ...]:
    """The figures in the prose for the metrics of the codebook, in the order of the text.

    The object of its clause names a figure, or the noun right after its unit does. A member of a
    list (预决算、人事等信息), the name of a column or the figure of another year does not. Channels
    named together give what they count together. Requests have their own grammar
    (`gikstudy.prose.requests`). Figures in titles, dates, document numbers, laws and duties
    (每年至少一次) are not counted. Section five is left out because it states plans.

    An enumeration (其中 …, a list in brackets, or figures that add up to the one before them)
    becomes the parts of a whole. A part has the metric of its whole; its `part_of` is the
    position of the whole in the returned tuple. A part with its own noun is counted under that
    noun and is not a part, except for the outcomes and the channels of requests, which are both.
    Statements that there was nothing (未收到申请) give 0.

    Args:
        sections: the sections of one report.
        year: the year of the report; before 2019, some words counted other things.

    Returns:
        Mentions; before you add up a metric, leave out those with `part_of`.
    """
    sections = tuple(sections)
    opened = any(section.section == "overview" for section in sections)
    skip = {"problems", "preamble"} if opened else {"problems"}
    mentions: list[Mention] = []
    for text in flows(section for section in sections if section.section not in skip):
        bare = plain(text.text)
        found = of_its_time(bare.text, _read(bare.text, text, year), year)
        order = {id(f): len(mentions) + n for n, f in enumerate(found)}
        mentions += [_mention(text, bare, f, order) for f in found]
    return tuple(mentions)


def _mention(text: Flow, bare: Plain, found: FoundFigure, order: dict[int, int]) -> Mention:
    start, end = bare.printed(found.start), bare.printed(found.end - 1) + 1
    return Mention(
        metric=found.metric,
        value=found.figure.value,
        unit=found.figure.unit,
        qualifier=found.figure.qualifier,
        raw=text.text[start:end].strip("、,( \n").replace("\n", ""),
        locus=text.locus(bare.printed(found.figure.start)),
        scope=_scope(
            bare.text, max(found.sentence, found.start - LONGEST), found.start, found.metric
        ),
        part_of=order[id(found.whole)] if found.whole else None,
    )


def _scope(text: str, start: int, end: int, metric: str) -> MentionScope:
    if _REGION.search(text, start, end):
        return "region"
    return "site" if metric in _SITE else "own"


def _read(text: str, flow: Flow, year: int | None) -> list[FoundFigure]:
    """Every mention of one flow, parts linked to their wholes; `text` is its plain text."""
    ends = [0, *[m.end() for m in _SENTENCE.finditer(text)]]
    found: list[FoundFigure] = []
    sentence = 0
    for figure in find_figures(text):
        while sentence + 1 < len(ends) and ends[sentence + 1] <= figure.start:
            sentence += 1
        new = _name(text, figure, ends[sentence], found)
        if new is not None:
            found.append(new)
    name_lists_by_channel(text, found)
    join_sums(text, found)
    go_on(text, found)
    name_totals(text, found)
    share_out(text, found)
    drop_past_years(text, found, year)
    drop_topics(text, found)
    link_sums(text, found)
    keep_ledger(text, found)
    link_told_parts(text, found)
    name_by_ways(text, found)
    found += list(one_each(text, found)) if "各" in text else []
    found += list(zeros(text, ends, found))
    found += none_charged(text, flow, found)
    return sorted((f for f in found if f.metric), key=start_of)


def _name(text: str, figure: Figure, sentence: int, found: list[FoundFigure]) -> FoundFigure | None:
    """The figure with its metric, or without one if it may still be a part; None if neither."""
    clause = read_clause(text, figure, sentence, found[-1].end if found else 0)
    floor = max(sentence, figure.start - REACH)
    title = text.rfind("《", floor, figure.start)
    if title > text.rfind("》", floor, figure.start) or counts_nothing(clause, figure):
        return None
    new = FoundFigure(figure, "", clause.start, figure.end, sentence)
    if belongs_elsewhere(text, clause, new, found) or marks_documents(text, new, clause):
        new.blocked = new.final = True
        return new
    whole = list_whole(text, figure, found)
    if whole and answered(whole, clause.own):
        whole = None  # letters received are one figure, and those answered another
    if whole and whole.whole:
        return _inside_part(text, new, clause, found, whole)
    if read_request(text, new, clause, found, whole) or way_held(whole, clause.own, new):
        return new
    _by_noun(text, new, clause, found)
    if whole and not new.blocked:
        _into_list(text, new, clause, whole)
    return new


def _into_list(text: str, new: FoundFigure, clause: Clause, whole: FoundFigure) -> None:
    """Makes a figure a part of the whole that its list belongs to, if it counts the same."""
    if new.metric in ONLINE and named_by_other(text, whole, new):
        new.metric = whole.metric
    if not new.metric and no_part(whole, clause.own):
        new.blocked = True
    elif new.metric in ("", whole.metric) or _kind_of(whole.metric, new.metric):
        new.metric, new.whole = whole.metric, whole
    elif new.metric in _INNER:
        new.whole = whole


def _kind_of(whole: str, part: str) -> bool:
    """Whether the noun of a part only says which kind it is (留言中投诉9条; 账号中抖音短视频3个)."""
    return whole in INBOXES or (whole == "accounts" and part in MEDIA)


def _inside_part(
    text: str, new: FoundFigure, clause: Clause, found: list[FoundFigure], whole: FoundFigure
) -> FoundFigure:
    """A part of a part; it is not counted a second time, unless it counts something else."""
    metric = whole.metric
    _by_noun(text, new, clause, found)
    if new.metric == "" and metric == REFUSED and outcomes(clause.own, new.figure.unit) == [metric]:
        new.metric, new.whole = metric, whole  # 不予公开9件,含国家秘密1件
        return new
    new.blocked = new.metric in ("", metric)
    new.metric = "" if new.blocked else new.metric
    return new


def _by_noun(text: str, new: FoundFigure, clause: Clause, found: list[FoundFigure]) -> None:
    """Names a figure by the noun after it or before it, or by the topic of its sentence."""
    own, unit = clause.own, unit_of(clause.own, new.figure)
    if metric := told_behind(text, new, clause) or in_sum(new, clause, found):
        new.metric = metric
        return
    if _by_noun_behind(text, new, clause):
        return
    if pattern("raised").fullmatch(_DATED.sub("", own)):  # 由8条增至9条, 2023年增至9条
        new.metric = _raised(text, new, found)
        return
    metric, at = owner(text, clause, unit, _named_from(new, found))
    if metric == TOPIC and goes_on_with_permits(text, new, found):
        metric = PUBLICITY
    if explains(metric, text, new, own, found):
        metric = "interpretations"
    if metric in (TOPIC, STOP):
        metric = by_topic(text, new, clause, found) or metric
    if of_other_business(metric, text, new, own):
        metric = STOP
    if metric:
        new.start += at
        metric = as_beside(metric, own, new, found) or STOP
        new.blocked = metric == STOP or of_a_post(metric, own, text, new, found)
        new.metric = "" if new.blocked or metric == TOPIC else metric
        new.whole = case_of(new.metric, own, new, found)
        return
    if not published_where(text, new, clause):
        new.metric = told_before(text, new, clause, found) or _carried(text, new, clause, found)


def _by_noun_behind(text: str, new: FoundFigure, clause: Clause) -> bool:
    """Names a figure by the noun right after it, or by the channel of what it counts."""
    figure, own, behind = new.figure, clause.own, clause.behind
    if not behind or behind[0] in "并且均也":
        return False
    joined = own + behind
    for hit in find_nouns(joined):
        if hit.end <= len(own):
            continue
        metric = metric_of(hit, figure.unit, joined, ("noun",))
        between = joined[len(own) : hit.start]
        if _is_object(text, new, between) and not of_every(metric, own):
            break
        if metric:
            new.metric, new.end = metric, figure.end + hit.end - len(own)
            return True
    items = pattern("items").match(behind)  # 有8条信息在网站公开
    if items and pattern("made_public").search(behind):
        end = figure.end + len(behind)
        if metric := channels(text, figure.end + items.end(), end):
            new.metric, new.end = _unless_stopped(metric), end
            new.blocked = metric == STOP
            return True
    return False


def _is_object(text: str, new: FoundFigure, between: str) -> bool:
    """Whether a figure is what an activity is about (就5项决策征求意见; 信息9条的网站收到留言)."""
    floor = max(new.sentence, new.figure.start - REACH)
    start = text.rfind(",", floor, new.figure.start) + 1
    if pattern("toward").search(text[max(start, floor) : new.figure.start]):
        return True
    return between.startswith("的") and pattern("gets").search(between) is not None


def _raised(text: str, new: FoundFigure, found: list[FoundFigure]) -> str:
    """The metric that grew to this figure: named before the earlier figure or in its clause."""
    last = found[-1] if found and found[-1].sentence == new.sentence else None
    start = max(new.sentence, new.start - REACH)
    before = re.sub("[由从][^由从]*$", "", text[start : last.figure.start if last else new.start])
    for hit in reversed(find_nouns(before)):
        if metric := metric_of(hit, new.figure.unit, before, _NAMING):
            return _unless_stopped(metric)
    if last and last.metric and last.figure.unit == new.figure.unit:
        return last.metric
    return _all_items(before, "", new.figure.unit)


def _named_from(new: FoundFigure, found: list[FoundFigure]) -> int:
    """How far back a list of channels may begin: not before an earlier figure."""
    for other in earlier(new, found):
        if other.metric != "accounts":
            return max(other.figure.end, new.figure.start - REACH)
    return max(new.sentence, new.figure.start - REACH)


def _carried(text: str, new: FoundFigure, clause: Clause, found: list[FoundFigure]) -> str:
    """What a clause without its own noun counts: the same as its sentence counted before."""
    own, behind, unit = clause.own, clause.behind, unit_of(clause.own, new.figure)
    previous = next((f for f in earlier(new, found) if f.metric), None)
    bare = pattern("aggregate").fullmatch(own) is not None
    if only_shown(own, new, found) or pattern("in_hand").match(behind):
        return ""
    if pattern("held").fullmatch(own):
        return same_kind(text, new, _EVENTS)
    if pattern("enacted").fullmatch(own):
        return same_kind(text, new, frozenset(("normative_docs",)))
    if bare and (mixed := sum_of(new, found)) is not None:
        return mixed
    if pattern("reply").fullmatch(own.strip("、")):
        return _closed_by(_topic(text, new, previous))
    if previous and previous.figure.end == new.start and goes_on(own, unit, previous):
        return previous.metric
    published = pattern("publish").search(own) or pattern("items").match(behind)
    if unit in ("人", "名", "人次") and pattern("attended").search(own):
        return attended(text, new)
    cut = _CUT.search(text, max(0, clause.start - 2), clause.start)  # its channel may come before
    whole = "" if cut else _all_items(own, behind, unit)
    if bare or pattern("attend").match(behind) or published:
        if whole and restates(own, new, found):
            return whole
        named = _named_before(text, new, whole, unit, bare=bare)
        return "" if named in ONLINE and pattern("by_bodies").search(own) else named
    return whole


def _named_before(text: str, new: FoundFigure, whole: str, unit: str, *, bare: bool) -> str:
    """The channel or noun that the sentence named before this clause, else the total."""
    start = max(new.sentence, new.start - REACH)
    before = text[start : new.start].rstrip(",")
    for hit in reversed(find_nouns(before)):
        metric = metric_of(hit, unit, before, _NAMING)
        if hit.text[-1].isdigit():
            continue  # 设置栏目9个, and not what a column published
        if metric in (STOP, TOPIC):
            break
        if not metric or (whole and not governs(before, hit.start)):
            continue
        if metric in ONLINE:
            return _unless_stopped(channels(text, start, start + hit.end))
        if bare or metric == "trainees":
            return metric
    return whole


def _closed_by(topic: str) -> str:
    """What 办结 or 答复 closes, judged by what its sentence counted before."""
    return topic if topic in INBOXES else CLOSED if topic.startswith("requests_") else ""


def _unless_stopped(metric: str) -> str:
    return "" if metric in (STOP, TOPIC) else metric


def _all_items(own: str, behind: str, unit: str) -> str:
    """The total, if a clause counts all published information and not a single topic."""
    if pattern("other_platform").search(own):
        return ""
    if pattern("in_column").search(own) and unit in cues("total")[0].units:
        return SITE
    for cue in cues("total"):
        if unit in cue.units and cue.pattern.search(own):
            return cue.metric
    if unit in cues("total")[0].units and pattern("items").match(behind):
        return ALL if pattern("made_public").search(own) else ""
    return ""


def _topic(text: str, new: FoundFigure, previous: FoundFigure | None) -> str:
    """The metric that a sentence is about before a figure, whether counted or only named."""
    if previous:
        return previous.metric if previous.figure.unit == new.figure.unit else ""
    before = text[max(new.sentence, new.start - REACH) : new.start]
    metrics = [metric_of(hit, new.figure.unit, before, ("noun",)) for hit in find_nouns(before)]
    return metrics[-1] if metrics else ""
