"""What the figures and words beside a figure tell of it, where its own clause does not.

A topic may go on with the double publicity. Cases that were lost are part of the cases before
them. Questions in an interview are not letters, and attributes of documents are not requests.
"""

from __future__ import annotations

from typing import Final

from gikstudy.prose.clauses import (
    ALL,
    INBOXES,
    INTERVIEWS,
    MEDIA,
    ONLINE,
    REACH,
    SITE,
    Clause,
    FoundFigure,
    earlier,
)
from gikstudy.prose.cues import cues, cues_for, find_nouns, pattern

PUBLICITY: Final = "double_publicity"
_CASES: Final = frozenset(("reviews", "suits"))
_VIDEOS: Final = "video_items"
_MESSAGES: Final = "messages_answered"
_PLACES: Final = frozenset(("accounts", "service_points"))
_HELD: Final = frozenset(("training_sessions", "meetings", "monitoring_checks", "trainees"))


def goes_on_with_permits(text: str, new: FoundFigure, found: list[FoundFigure]) -> bool:
    """Whether a topic follows in a list of the double publicity (行政许可信息9条、行政处罚信息8条)."""
    last = found[-1] if found else None
    if last and last.metric == PUBLICITY:
        between = text[last.figure.end : new.start]
        listed = pattern("topic").search(text, last.start, last.figure.start)
        if not between or (
            between == "," and listed and "双公示" not in text[last.start : last.end]
        ):
            return True
    floor = max(new.sentence, new.figure.start - REACH, last.figure.end if last else 0)
    return pattern("publicity_list").search(text, floor, new.figure.start) is not None


def of_other_business(metric: str, text: str, new: FoundFigure, own: str) -> bool:
    """Whether the words before say that a noun of a metric is about something else."""
    if metric == "fee_collected":
        return other_fee(text, new)
    if metric == "consultations" and new.figure.unit in cues("suggested")[0].units:
        return pattern("suggested", "came_of_asking").search(own) is not None  # opinions came in
    if metric in ONLINE:
        return pattern("came_in").search(own) is not None
    return of_congress(metric, text, new) or of_other_training(metric, text, new, own)


def other_fee(text: str, new: FoundFigure) -> bool:
    """Whether the clauses before name fees that are not for information (事业性收费9项,收费总额9元).

    A waiver that did not happen says nothing of the fee (未产生费用减免,共收取复印费9元).
    """
    before = text[max(new.sentence, new.figure.start - REACH) : new.figure.start]
    unless = [cue.unless for cue in cues("noun") if cue.metric == "fee_collected" and cue.unless]
    if "处理费" in before:
        return False
    before = pattern("no_waiver").sub("", before)
    return any(words.search(before) for words in unless)


def marks_documents(text: str, new: FoundFigure, clause: Clause) -> bool:
    """Whether a figure counts documents of one attribute (审核公文属性9件,其中依申请公开8件).

    Of all items made, those disclosed are counted (制作信息9条,其中主动公开信息8条), and no others.
    """
    if not pattern("attribute").fullmatch(clause.own):
        return False
    floor = max(new.sentence, new.figure.start - REACH)
    kinds = ("attributes",) if "主动公开信息" in clause.own else ("attributes", "made_items")
    return pattern(*kinds).search(text, floor, new.figure.start) is not None


def as_beside(metric: str, own: str, new: FoundFigure, found: list[FoundFigure]) -> str:
    """The metric of a figure, mended by the figure before it; empty if it counts nothing.

    After works on one platform, another platform has works (抖音作品9个,快手平台8个), and not
    accounts. A question that an interview answers is part of the interview.
    """
    last = next(earlier(new, found), None)
    if last is None:
        return metric
    if metric == "accounts" and last.metric == _VIDEOS and last.figure.unit == new.figure.unit:
        return _VIDEOS
    if metric == _MESSAGES and last.metric == INTERVIEWS and pattern("asked").search(own):
        return ""
    return metric


def case_of(
    metric: str, own: str, new: FoundFigure, found: list[FoundFigure]
) -> FoundFigure | None:
    """The cases counted before, if a figure says how some of them ended (复议9件,复议纠错2件)."""
    if metric not in _CASES or not pattern("ruled").search(own):
        return None
    for other in earlier(new, found):
        if other.metric == metric and not other.whole:
            same = other.figure.unit == new.figure.unit
            return other if same and other.figure.value >= new.figure.value else None
    return None


def only_shown(own: str, new: FoundFigure, found: list[FoundFigure]) -> bool:
    """Whether a figure counts the letters just counted that were shown to all (公开选登9条)."""
    last = next(earlier(new, found), None)
    return bool(last and last.metric == _MESSAGES and pattern("shown").fullmatch(own))


def answered(whole: FoundFigure, own: str) -> bool:
    """Whether letters or tickets were answered: no part of those received, unless 其中 says so."""
    own = own.strip("、,;")
    if whole.metric not in INBOXES or own.startswith("其中"):
        return False
    return pattern("reply").fullmatch(own) is not None


def of_congress(metric: str, text: str, new: FoundFigure) -> bool:
    """Whether proposals are those that a congress received (人大三次会议收到议案9件)."""
    if metric != "proposals_published":
        return False
    floor = max(new.sentence, new.figure.start - REACH)
    met = pattern("congress").search(text, floor, new.figure.start)
    return (
        met is not None and pattern("tabled").search(text, met.end(), new.figure.start) is not None
    )


def of_other_training(metric: str, text: str, new: FoundFigure, own: str) -> bool:
    """Whether those trained were trained in something else (消防培训9次,参训人员8人次)."""
    if metric != "trainees" or "培训" in own:
        return False
    before = text[max(new.sentence, new.figure.start - REACH) : new.figure.start]
    others = (c.unless for c in cues("noun") if c.metric == metric and c.unless)
    return "公开" not in before and any(words.search(before) for words in others)


def of_every(metric: str, own: str) -> bool:
    """Whether something is done with every place there is, so that they are counted too (对全市9个专区)."""
    return metric in _PLACES and pattern("every").search(own) is not None


def of_a_post(metric: str, own: str, text: str, new: FoundFigure, found: list[FoundFigure]) -> bool:
    """Whether visits are views of a video, an interview or a post, and not visits to the website."""
    if metric != "visits" or _of_site(own):
        return False
    before = [*earlier(new, found)]
    if any(f.metric in MEDIA for f in before):
        return True
    if "访问" in own or not pattern("views").search(own):
        return False
    counted = (text[f.start : f.figure.start] for f in before)
    seen = next((words for words in (own, *counted) if not _only_views(words)), "")
    return pattern("of_a_post").search(seen) is not None and not _of_site(seen)


def _of_site(own: str) -> bool:
    return any(c.metric == SITE for hit in find_nouns(own) for c in cues_for(hit.text))


def _only_views(own: str) -> bool:
    """Whether words say that something was seen, and not what (网民点击量)."""
    return bool(pattern("views").search(own)) and not pattern("of_a_post").search(own)


def no_part(whole: FoundFigure, own: str) -> bool:
    """Whether a figure in a list is not a part of it, as accounts closed and followers gained."""
    if whole.metric == "followers" and pattern("gained_of").search(own):
        return True
    return pattern("no_part").search(own) is not None


def way_held(whole: FoundFigure | None, own: str, new: FoundFigure) -> bool:
    """Names a part of events by how they were held (培训4次,其中线上1次、线下3次)."""
    if whole is None or whole.metric not in _HELD or not pattern("way_held").fullmatch(own):
        return False
    if new.figure.unit != whole.figure.unit:
        return False
    new.metric, new.whole = whole.metric, whole
    return True


def attended(text: str, new: FoundFigure) -> str:
    """Who took part in the event named last: trainees for a training, nobody for a meeting."""
    for hit in reversed(find_nouns(text[max(new.sentence, new.start - REACH) : new.start])):
        metrics = {cue.metric for cue in cues_for(hit.text)}
        if metrics - {""}:
            return "trainees" if "trainees" in metrics else ""
    return ""


def restates(own: str, new: FoundFigure, found: list[FoundFigure]) -> bool:
    """Whether a clause gives all items after those of a channel (网站公开9条,主动公开信息总数9条)."""
    if pattern("label_total").search(own) is None:
        return False
    return any(other.metric in ONLINE for other in earlier(new, found))


def named_by_other(text: str, whole: FoundFigure, new: FoundFigure) -> bool:
    """Whether only words before a total of all items named the channel of its part."""
    if whole.metric != ALL:
        return False
    since = text[whole.figure.end : new.end]
    named = (cue for hit in find_nouns(since) for cue in cues_for(hit.text))
    return not any(c.metric in ONLINE for c in named) and not pattern("in_column").search(since)


def goes_on(own: str, unit: str, previous: FoundFigure) -> bool:
    """Whether a clause continues a list: 9条、8条, or 网站发布动态9条、公告8条."""
    if own in ("、", "和", "及"):
        return unit == previous.figure.unit or unit not in ("人", "名", "人次")
    same = previous.metric in ONLINE and previous.figure.unit == unit
    return same and pattern("kinds").fullmatch(own) is not None


def governs(before: str, channel: int) -> bool:
    """Whether a channel named before serves what follows (通过网站,公开信息), unlike work on it (优化网站)."""
    clause = max(before.rfind(mark, 0, channel) for mark in ",;:") + 1
    own = before[clause:channel]
    return pattern("by").search(own) is not None or not pattern("upkeep").search(own)
