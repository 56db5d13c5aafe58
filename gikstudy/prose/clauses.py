"""The clause of a figure: its verb and object, its channels, and whether it counts anything.

A clause begins after the figure before it, or at a comma. It ends at the next mark after the
figure's unit. The figure belongs to the object of the clause. Members of a list
(预决算、人事等信息), names of columns (政策解读栏目) and last year's figures own no figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from gikstudy.prose.cues import NO_UNIT, CueHit, cues_for, find_nouns, pattern
from gikstudy.prose.numerals import Figure

REACH: Final = 90  # a clause is read this many characters back from its figure
LONGEST: Final = 2000  # of a sentence; unbounded, text without stops would be read again and again
STOP: Final = "stop"
TOPIC: Final = "topic"  # no metric of its own, though it may be a part of one (其中行政处罚9条)
ALL: Final = "proactive_items_total"
RECEIVED: Final = "requests_received"
BY_CHANNEL: Final = "requests_by_channel"
SITE: Final = "website_items"
INTERVIEWS: Final = "online_interviews"
EXPLAINED: Final = "interpretations"
MEDIA: Final = frozenset(("newmedia_items", "wechat_items", "weibo_items", "video_items"))
ONLINE: Final = MEDIA | {SITE}
# Their parts are kinds of messages (咨询类, 投诉类), whatever nouns they have themselves.
INBOXES: Final = frozenset(("hotline_tickets", "messages_answered"))
_FEEDS: Final = frozenset(("wechat_items", "weibo_items"))
_ELSEWHERE: Final = ("gained", "of_others", "past")
_MORE_BY: Final = ("多", "少", "多出", "多了", "少了")
_SPANS: Final = (("上半年", "下半年"), ("前三季度", "第四季度"), ("第一季度", "第四季度"))
_SESSIONS: Final = ("会议", "全会", "全体")
_OFFLINE: Final = "offline"
_ANY: Final = ("noun", "channel", "stop", "topic", "offline", "delta")
_COUNTED: Final = re.compile(r"\d[余多]?\w{1,2}$")
_AFTER: Final = re.compile(r"[^,。;:!?、()\n\d]{0,20}(?:20\d\d年[^,。;:!?、()\n\d]{0,20})?")
# Between two channels named together: no verb, and no number except one of accounts (及39个新媒体).
# The second may have the name of its body before it (政务网以及某开发区管委会公众号).
_OF_BODY: Final = (
    r"(?:(?!发布|推送|更新|转发|公开|推出|刊[登发]|设[立置])[^,。;、()\d和及与]){2,22}"
    r"(?:[局委办镇乡厅院站处]|委员会|中心|街道|政府|开发区)"
)
_JOINED: Final = re.compile(
    rf"(?:[^,。;()\d发推更转刊载布传设建]{{0,12}}?(?:[、和及与/]|以及)(?:\d{{1,4}}个)?(?:{_OF_BODY})?)?"
    r"[^,。;()\d发推更转刊载布传设建]{0,12}"
)

_AND: Final = re.compile(
    r"(?:案件|事项|材料|信息)?(?:(?:[、和及与/]|以及)[^,。;、和及以与/\d]{0,8})*"
    r"(?:[、和及与/]|以及)[^,。;、\d]{0,4}"
)
_LAST: Final = re.compile(r"[、和及与][^,。;、和及与\d]{0,4}$")
_ITEMS: Final = re.compile("信息|结果|决定书?|公示")
_ITEM_UNITS: Final = ("项", "则")
_CASE_UNITS: Final = ("件", "宗", "份", "起")
WORKS: Final = ("短视频", "微视频")
_MORE: Final = re.compile(r"[、和及与/渠途载线等]|微[信博]\w{0,3}微")  # may name another channel


@dataclass(slots=True)
class FoundFigure:
    """A figure that may become a mention; `metric` is empty until something names it."""

    figure: Figure
    metric: str
    start: int
    end: int
    sentence: int
    whole: FoundFigure | None = None
    blocked: bool = False
    final: bool = False  # what blocks it is sure: another year, another thing, two outcomes at once


class Clause(NamedTuple):
    """The text before a figure and after its unit; `start` is where `own` begins."""

    start: int
    own: str
    behind: str


def read_clause(text: str, figure: Figure, sentence: int, last: int) -> Clause:
    """The clause of a figure.

    Args:
        text: plain text.
        figure: the figure, with its place in the text.
        sentence: where the sentence begins.
        last: the end of the figure before.
    """
    floor = max(sentence, figure.start - REACH)
    bracket = text.rfind("(", floor, figure.start)
    if bracket >= 0 and text.find(")", bracket, figure.start) >= 0:
        bracket = -1
    start = max(
        floor,
        last,
        text.rfind(",", floor, figure.start) + 1,
        _behind_colon(text, floor, figure.start),
        bracket + 1,
    )
    own = text[start : figure.start].rstrip()
    own = own if own.endswith("年:") else own.rstrip(" :")
    if own.startswith(")") and (opened := text.rfind("(", floor, start)) > 0:
        # The clause was only interrupted (公众号(粉丝9人)发布信息8条); a count before is not part of it.
        if not text[opened - 1].isdigit() and not _COUNTED.search(text, max(0, opened - 4), opened):
            start = max(text.rfind(c, floor, opened) + 1 for c in ",:;。、")
            own = text[max(start, floor) : opened] + own[1:]
        start = max(start, floor)
    after = _AFTER.match(text, figure.end)
    return Clause(start, own, after[0] if after else "")


def _behind_colon(text: str, floor: int, end: int) -> int:
    """Where the clause begins after a colon; one after a label or a year is part of it (留言:8条)."""
    colon = text.rfind(":", floor, end)
    if colon < 0 or text.endswith("年", floor, colon):
        return 0
    if pattern("aggregate").fullmatch(text, colon + 1, end):
        return _behind_colon(text, floor, colon)
    return colon + 1


def counts_nothing(clause: Clause, figure: Figure) -> bool:
    """Whether it is a duty (每年至少2次), a counting rule (每条计为1条), an aim (9条的目标) or a denied one (未发生一起).

    Cases that are joined (9件合并为4件) and one copy of each document (年报、指南各一份) count nothing either.
    """
    own, behind = clause.own, clause.behind
    if pattern("duty").search(own) or pattern("aim").match(behind):
        return True
    joined = pattern("merging").search(own) or pattern("merged").match(behind)
    if joined and figure.unit in _CASE_UNITS:
        return True
    if figure.value != 1:
        return False
    absent = own.endswith("不存在") and not behind  # an outcome: 信息不存在1件
    denied = not absent and pattern("denied").search(own)
    return bool(denied or pattern("single_copies").search(own))


def unit_of(own: str, figure: Figure) -> str:
    """The unit by which words name a figure: items of information in 项 count as those in 条."""
    if figure.unit in _ITEM_UNITS and pattern("items_of").search(own):
        return "条"
    return figure.unit


def belongs_elsewhere(
    text: str, clause: Clause, new: FoundFigure, found: list[FoundFigure]
) -> bool:
    """Whether the figure counts places or columns (23个专栏), or is from another year."""
    unit = new.figure.unit
    own, behind = clause.own, clause.behind
    if behind:
        if unit == "个" and (pattern("head").match(behind) or _apposed(own, behind)):
            return True
        if behind.startswith(_SESSIONS) and pattern("session").search(own):
            return True
        if pattern("grown").match(behind) and pattern("grown_from").search(own):
            return True
    if pattern("other_span", "more", *_ELSEWHERE).search(own) is None:
        return False
    if pattern("other_span").search(own) and not _span_of_year(text, own, new, found):
        return True
    if pattern("more").search(own):
        last = next(earlier(new, found), None)
        return own not in _MORE_BY or (last is not None and last.blocked)
    return pattern(*_ELSEWHERE).search(own) is not None


def _apposed(own: str, behind: str) -> bool:
    """Whether a number only repeats how many channels were named (微博、微信两个自媒体共发布9条)."""
    hits = find_nouns(own) if pattern("apposed").match(behind) else []
    return bool(hits) and hits[-1].end == len(own.rstrip("等这"))


def _span_of_year(text: str, own: str, new: FoundFigure, found: list[FoundFigure]) -> bool:
    """Whether a figure of a quarter is one of those that the sentence gives for the whole year."""
    if not pattern("span").match(own):
        return False
    if pattern("span").fullmatch(own) and any(f.metric for f in earlier(new, found)):
        return True
    end = re.search(r"[。!?\n]|$", text[new.figure.start :])
    sentence = text[
        max(new.sentence, new.start - LONGEST) : new.figure.start + (end.start() if end else 0)
    ]
    return any(all(span in sentence for span in spans) for spans in _SPANS)


def metric_of(hit: CueHit, unit: str, text: str, kinds: tuple[str, ...] = _ANY) -> str:
    """What a noun counts in this unit; `stop` or `topic` if it is not a metric but owns the figure."""
    for cue in cues_for(hit.text):
        if cue.kind not in kinds:
            continue
        if not cue.metric:
            return TOPIC if cue.kind == "topic" else STOP
        if (unit or NO_UNIT) in cue.units and not (cue.unless and cue.unless.search(text)):
            return cue.metric
    return ""


def owner(text: str, clause: Clause, unit: str, floor: int) -> tuple[str, int]:
    """The metric that the clause itself gives its figure, and where in `own` its noun begins.

    Args:
        text: plain text.
        clause: the clause of the figure.
        unit: the unit of the figure.
        floor: how far back channels named together may begin.
    """
    own = clause.own
    for hit in reversed(find_nouns(own)):
        metric = metric_of(hit, unit, own) or metric_of(hit, unit, own + clause.behind)
        if not metric or (metric == TOPIC and _published_on(own, hit)):
            continue  # 网站公示行政处罚信息9条
        if _channel(hit.text):
            return _by_channel(
                text, clause, hit, (metric, unit), min(floor, clause.start)
            ), hit.start
        if metric := _by_noun(own, hit, metric, unit):
            return metric, hit.start
    return "", 0


def _by_channel(text: str, clause: Clause, hit: CueHit, found: tuple[str, str], floor: int) -> str:
    """What a figure behind a channel counts: its accounts, or what it and others published."""
    metric, unit = found
    if metric in MEDIA and unit == "个" and pattern("aggregate").fullmatch(clause.own, hit.end):
        # 抖音号8个, and not 抖音号发布作品8个 or 短视频8个
        return metric if hit.text in WORKS else "accounts"
    end = clause.start + len(clause.own)
    if (metric == STOP or metric in ONLINE) and _MORE.search(text, floor, end):
        return channels(text, floor, clause.start + hit.end)
    return metric


def _by_noun(own: str, hit: CueHit, metric: str, unit: str) -> str:
    """What a figure behind a noun counts; empty if the noun is one member of a list."""
    rest = own[hit.end :]
    if metric == BY_CHANNEL and pattern("inboxes").search(own, 0, hit.start):
        metric = RECEIVED  # 网站和信函受理申请9件
    if pattern("column").match(rest) and metric != INTERVIEWS:
        # But “在线访谈”栏目举办9期 counts the interviews, and 咨询栏目收到问题9个 the questions.
        return metric if metric in INBOXES and pattern("gets").search(rest) else SITE
    if metric in INBOXES and pattern("items_of").fullmatch(rest):
        return STOP  # 领导信箱公开信息9条: what was published, and no letters
    if pattern("summed").fullmatch(rest) and _ends_list(own, hit, metric, unit):
        return STOP
    if pattern("listed").search(rest):
        return ""
    if _joined(own, hit, metric, unit):
        return STOP
    if metric == EXPLAINED and pattern("beside_category").search(own, 0, hit.start):
        return metric if own.endswith(("各", "分别")) else ""  # 政策法规及解读类9条
    return metric


def _published_on(own: str, topic: CueHit) -> bool:
    """Whether a topic is only what a website or new media named before it published."""
    if not _ITEMS.match(own, topic.end):
        return False
    return any(_channel(hit.text) in ONLINE for hit in find_nouns(own[: topic.start]))


def _ends_list(own: str, hit: CueHit, metric: str, unit: str) -> bool:
    """Whether a noun is the last member of a list of other things (预算、解读等9条)."""
    before = own[: hit.start]
    comma = _LAST.search(before)
    if comma is None:
        return False
    others = [other for other in find_nouns(before) if other.end == comma.start()]
    return not any(metric_of(other, unit, own) == metric for other in others)


def _joined(own: str, hit: CueHit, metric: str, unit: str) -> bool:
    """Whether a noun shares its figure with another metric (复议和诉讼9件); 各 would give it to both."""
    if metric in (STOP, TOPIC) or own.endswith(("各", "分别")):
        return False
    for other in find_nouns(own[: hit.start]):
        shared = metric_of(other, unit, own, ("noun",))
        if shared not in ("", STOP, metric) and _AND.fullmatch(own, other.end, hit.start):
            return True
    return False


def channels(text: str, floor: int, end: int) -> str:
    """What the channels before `end` count when they are named together.

    A website with new media, or either with an offline place, gives the total. Several new media
    give `newmedia_items`. An offline place alone is not a metric.
    """
    before = text[floor:end]
    hits = [hit for hit in find_nouns(before) if _channel(hit.text)]
    if not hits:
        return ""
    named = [hits[-1]]
    for hit in reversed(hits[:-1]):
        gap = before[hit.end : named[-1].start]
        if not _JOINED.fullmatch(gap):
            break
        named.append(hit)
    found = {_channel(hit.text) for hit in named}
    first = max(0, floor + named[-1].start - len("线上"))
    if pattern("anywhere").search(text, first, end + REACH):
        anywhere = pattern("anywhere").search(text, first)
        if anywhere and not re.search(r"[\d,。;]", text[end : anywhere.start()]):
            return ALL
    if more := _and_more(text, floor + hits[-1].end, found):
        return more
    if found == {_OFFLINE}:
        return STOP
    if len(found) == 1:
        return found.pop()
    return "newmedia_items" if found <= MEDIA else ALL


def _and_more(text: str, end: int, found: set[str]) -> str:
    """What channels count that 等 leaves open (政府网站等平台); empty if it does not."""
    if not pattern("and_more").match(text, end):
        return ""
    if SITE in found:
        return ALL
    # 微信公众号等平台: new media alone, or the website too
    return STOP if len(found) == 1 and found <= _FEEDS else ""


def published_where(text: str, new: FoundFigure, clause: Clause) -> bool:
    """Names a figure by the channel on which its items appeared (工作动态9条在公众号发布)."""
    if not (
        pattern("appeared").match(clause.behind) and pattern("made_public").search(clause.behind)
    ):
        return False
    end = new.figure.end + len(clause.behind)
    metric = channels(text, new.figure.end, end)
    if metric not in ONLINE:
        return False
    new.metric, new.end = metric, end
    return True


@lru_cache(maxsize=4096)
def _channel(noun: str) -> str:
    """The metric of a channel, `offline` for an offline place; empty for other nouns."""
    kinds = {cue.kind for cue in cues_for(noun)}
    if noun != "公报" and not kinds & {"channel", _OFFLINE}:
        return ""
    metrics = (cue.metric for cue in cues_for(noun) if cue.kind == "channel")
    return next((metric for metric in metrics if metric in ONLINE), _OFFLINE)


def earlier(new: FoundFigure, found: list[FoundFigure]) -> Iterator[FoundFigure]:
    """The figures of the same sentence before a new one, the nearest first."""
    for other in reversed(found):
        if other.sentence != new.sentence or new.start - other.end > LONGEST:
            return
        yield other
