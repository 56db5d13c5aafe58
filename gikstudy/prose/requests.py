"""Figures on requests: how many came, were answered, how they ended, how many were carried over.

Verb and place decide. 收到 and 办结 count requests, and 其中 lists how the requests just counted
ended. A figure in a closed bracket (办结9件(含上年结转2件),其中…) is not the whole of what follows.
"""

from __future__ import annotations

import re
from typing import Final

from gikstudy.prose.clauses import BY_CHANNEL, REACH, RECEIVED, Clause, FoundFigure, earlier
from gikstudy.prose.cues import cues, pattern

CLOSED: Final = "requests_closed"
OTHER: Final = "requests_other"
REFUSED: Final = "requests_refused"
UNITS: Final = frozenset("件宗条份起个") | {"件次"}
LISTS_ON: Final = re.compile(
    r"(?:其中|以上|上述|经[^,。;\d]{1,6},|截至|共?作出|[至到]年|出具|[^,。;\d]{0,6}(?:办结|答复|办理完[毕成结]|办毕|回复)\d|(?:予以|同意|部分|不予)*(?:公开|处理)\d|无法提供|在?已?办结|(?:按期|按时|如期|依法|当年|本年度?|全年|已|共)+(?:办结|答复|结转)|所有|均|全部|(?:答复|办理|处理)(?:情况|结果)|[从按][^,。;\d]{0,6}(?:结果|方式|类型|情况|渠道))"
)
_REQUEST: Final = re.compile(r"(?<!复议)(?<!诉讼)申请(?!行政|复议|人民法院|强制|救助)")
# Decisions that only requests receive, so that no word for requests need come before (不予公开2件).
_DECIDED: Final = re.compile(
    r"(?:(?:答复|告知|决定)为?(?:予以|同意)公开|不予公开|未予公开|部分公开|同意公开|不予处理|无法提供|信息不存在|现成信息[^,。;\d]{0,8}"
    r"|(?:逾期|未按[时期])[^,。;\d]{1,12}(?:不再处理|不再办理|不予处理|终止处理|终止办理|终止)|其他处理|非本机关[^,。;\d]{0,4}|补正后[^,。;\d]{0,6}不明确)(?:的|有|共|为|类|申请|决定|答复|情形|方式|告知|书)*$"
)
_OF_CLOSED: Final = re.compile(
    r"(?:办结|答复)的?(?:件|事项|案件)中|[从按](?:答复|办理|处理)(?:结果|情况|类型)"
    r"|(?<![议案言单件])(?:答复|办理|处理)(?:结果|情况|类型)(?:分别)?(?:如下|为|是)?:"
)
_ENDED_SO: Final = re.compile(
    r"中[,:]?[^。]{0,20}(?:公开|不予|不存在|不掌握|无法提供)"
    r"|,[^。,\d]{0,8}(?:部分公开|不予公开|不予处理|不存在|无法提供)"
)
_DECISION: Final = re.compile(r"(?:申请)?,(?!其中|另|其余)([^,。;:\d]{2,24})(?=[,。;)]|$)")
_TOWARD: Final = ("对", "就", "因", "将")
_GOES_ON: Final = 6  # characters after the word for an outcome in a list
_LONG: Final = (
    400  # of a sentence that lists answers; without a bound, work would grow as the square
)
_NEAR: Final = 14  # characters before 申请 that may say what is requested
_CLAUSE: Final = re.compile(r"[,。;:\n]")
_HEADLINE: Final = 24
_HEADING: Final = re.compile(r"[^,。;:\n]{0,12}申请[^,。;:\d\n]{0,8}。?\n?")
_STOP: Final = re.compile(r"。\n?|(?<![,;、])\n")
_RANGE: Final = 240  # for this many characters, requests are still the topic
_TAIL: Final = re.compile(
    r"(?:[的了为有共计达是:均已]|数量|总?数|件数|申请|答复|情[况形]|方式|决定|处理|类|告知|通知|书|总计|合计)*$"
)
_SENT: Final = ("送达", "寄达")
_ASKED: Final = re.compile("申请|提交|提出|递交|寄来|发来|送来")
_REQUESTS: Final = "requests_"
_OVER: Final = {"over_in": "requests_carried_in", "over_out": "requests_carried_out"}
OUTCOMES: Final = frozenset(
    ("requests_granted", "requests_partial", REFUSED, "requests_unable")
) | {"requests_not_processed", OTHER}
_MOVED: Final = ("结转", "转结", "延续")
_REST: Final = ("reviews", "suits", "hotline_tickets", "messages_answered")


def about_requests(text: str, new: FoundFigure, clause: Clause, found: list[FoundFigure]) -> bool:
    """Whether requests are the topic of the sentence, or of the one that it continues."""
    if _REQUEST.search(clause.behind) and (
        pattern("reply").fullmatch(clause.own)
        or (
            (_bare(clause.own) and pattern("answered").match(clause.behind))
            or (
                clause.own.startswith("对")
                and not pattern("other_business").search(clause.own + clause.behind)
            )
        )
        or (_over(clause) and names_requests(text, new.figure.end, new.figure.end + _NEAR))
    ):
        return True  # 已办结的52件申请中, 尚有3件申请在办
    if found and found[-1].metric.startswith(_REQUESTS):
        if found[-1].sentence == new.sentence:
            return True
        if text[found[-1].figure.end : new.start] == ";" and (
            found[-1].metric in OUTCOMES or pattern("answered").match(clause.behind)
        ):
            return True  # 新收的8件,结转1件;9件均已答复
    at = new.figure.start
    if text.find("申请", max(0, at - _RANGE), at) < 0:
        return _told(text, new, clause) and _first(new, found)
    floor = _floor(text, new)
    for other in reversed(found):
        if other.figure.start < floor:
            break
        if other.metric.startswith(_REQUESTS):
            return True
        if other.metric in _REST:
            return names_requests(text, other.figure.end, new.figure.start)
    return names_requests(text, floor, new.figure.start)


def _over(clause: Clause) -> bool:
    """Whether a clause says what is left over: 尚有3件申请在办, 转下年办理5件申请."""
    left = pattern("rest").fullmatch(clause.own) and pattern("over_out").search(clause.behind)
    moved = pattern("over_out", "over_in").search(clause.own)
    return left is not None or moved is not None


def names_requests(text: str, start: int, end: int) -> bool:
    """Whether a part of a text names requests for information, not only other requests (低保申请)."""
    for match in _REQUEST.finditer(text, start, end):
        before = _CLAUSE.split(text[max(start, match.start() - _NEAR) : match.start()])[-1]
        if before.endswith("公开") or not pattern("other_business").search(before):
            return True
    return False


def _told(text: str, new: FoundFigure, clause: Clause) -> bool:
    """Whether a figure counts requests although they are not named: 不予公开2件, 办结件中,予以公开9件."""
    end = new.figure.end
    floor = max(new.sentence, new.figure.start - _LONG)
    if new.figure.unit not in ("件", "宗", "份"):
        return _OF_CLOSED.search(text, floor, new.figure.start) is not None
    if pattern("reply").fullmatch(clause.own) and _ENDED_SO.match(
        clause.behind + text[end + len(clause.behind) : end + len(clause.behind) + 24]
    ):
        return not pattern("messages").search(text, floor, new.figure.start)
    if pattern("newly").fullmatch(clause.own) and "结转" in text[end : end + _NEAR]:
        return True  # 除新收的8件外,还有上年结转的1件
    decided = new.figure.unit in ("件", "宗") and _DECIDED.search(clause.own) is not None
    return decided or _OF_CLOSED.search(text, floor, new.figure.start) is not None


def _first(new: FoundFigure, found: list[FoundFigure]) -> bool:
    """Whether nothing but requests was counted in the sentence before."""
    return all(f.metric.startswith(_REQUESTS) for f in earlier(new, found))


def counted_before(text: str, new: FoundFigure, found: list[FoundFigure]) -> FoundFigure | None:
    """The requests whose outcomes a sentence lists next: those answered, else those received."""
    floor = _floor(text, new)
    for other in reversed(found):
        if other.figure.start < floor:
            return None
        if other.whole or other.metric not in (RECEIVED, CLOSED):
            continue
        between = text[other.figure.end : new.figure.start]
        if between.count(")") <= between.count("("):
            return other
    return None


def read_request(
    text: str,
    new: FoundFigure,
    clause: Clause,
    found: list[FoundFigure],
    whole: FoundFigure | None,
) -> bool:
    """Names a figure on requests; False if it is not one, or if its noun will name it."""
    if new.figure.unit == "封":
        return _letters(text, new, clause)
    if new.figure.unit not in UNITS or not about_requests(text, new, clause, found):
        return False
    own = clause.own.lstrip("、)")
    # 其余24件无法提供, 4件已答复: their outcome comes after the figure
    bare = _bare(own)
    if pattern("over_bare").fullmatch(own) and _ended_before(new, found):
        return _named(new, _OVER["over_out"], clause, bare=False)
    if _carried_over(own, new, clause, bare=bare):
        return True
    if bare and pattern("answered").match(clause.behind):
        return _named(new, CLOSED, clause, bare=True)
    if _other(text, own, new, found):
        return _named(new, OTHER, clause, bare=False)
    if _ended(text, new, clause, found, whole, bare=bare):
        return True
    if pattern("inbox").fullmatch(own) and (
        _ASKED.search(own)
        or (whole and whole.metric in (RECEIVED, CLOSED))
        or _in_list(text, new, found)
    ):
        new.whole = whole if whole and whole.metric == RECEIVED else _sibling(text, new, found)
        return _named(new, BY_CHANNEL, clause, bare=False)
    sent = _ASKED.search(clause.behind) or clause.behind.endswith(_SENT)
    if (bare or own == "有") and sent and pattern("inbox").fullmatch(clause.behind):
        new.whole = whole if whole and whole.metric == RECEIVED else _sibling(text, new, found)
        return _named(new, BY_CHANNEL, clause, bare=True)  # 4件当面递交
    return _by_verb(text, new, clause, whole)


def _by_verb(text: str, new: FoundFigure, clause: Clause, whole: FoundFigure | None) -> bool:
    """Names a figure by a verb alone (办结9件, 新收9件) or a heading (依申请公开方面,共9件)."""
    own = clause.own.lstrip("、)")
    if pattern("reply").fullmatch(own) and "热线" not in own:
        new.whole = whole if whole and whole.metric == CLOSED else None
        return _named(new, CLOSED, clause, bare=False)
    headed = _bare(own) and pattern("headed").fullmatch(text, new.sentence, clause.start)
    if headed or pattern("newly").fullmatch(own):
        return _named(new, RECEIVED, clause, bare=False)
    return False


def _letters(text: str, new: FoundFigure, clause: Clause) -> bool:
    """Names letters that are requests, as their sentence says (收到信函9封,均为公开申请)."""
    if not pattern("inbox").fullmatch(clause.own.lstrip("、)")):
        return False
    stop = _STOP.search(text, new.figure.end)
    end = min(stop.start() if stop else len(text), new.figure.end + _NEAR)
    if "申请" not in clause.own and not names_requests(text, new.figure.end, end):
        return False
    return _named(new, BY_CHANNEL, clause, bare=False)


def _ended(
    text: str,
    new: FoundFigure,
    clause: Clause,
    found: list[FoundFigure],
    whole: FoundFigure | None,
    *,
    bare: bool,
) -> bool:
    """Names a figure by the outcome of requests, as a part of the requests listed."""
    own = clause.own.lstrip("、)")
    base = whole if whole and whole.metric in (RECEIVED, CLOSED) else None
    outcome, start = _outcome(own, clause, new, bare=bare, listed=base is not None)
    if not outcome and own.startswith(_TOWARD):
        outcome, start = _decided_after(text, new, clause)
    if not outcome:
        return False
    if whole and whole.metric == outcome:
        new.whole = whole  # 其他处理5件,包括撤回3件
        return _named(new, outcome, clause, bare=bare)
    if not bare and _joined(own, outcome, start):
        new.blocked = new.final = True  # one number for two outcomes counts neither
        return True
    base = _beside(text, new, found, base, bare=bare) or counted_before(text, new, found) or base
    told = base or _told(text, new, clause) or _next_outcome(text, new, found)
    before = not bare and not own.startswith(_TOWARD)
    end = new.figure.start if before else new.figure.end + len(clause.behind)
    if not told and not names_requests(text, new.sentence, end):
        return False
    new.whole = base
    return _named(new, outcome, clause, bare=bare)


def _next_outcome(text: str, new: FoundFigure, found: list[FoundFigure]) -> bool:
    """Whether only a semicolon parts an outcome from the one before (不予公开2件;不掌握的有9件)."""
    last = found[-1] if found else None
    return bool(last and last.metric in OUTCOMES and text[last.figure.end : new.start] == ";")


def _beside(
    text: str, new: FoundFigure, found: list[FoundFigure], whole: FoundFigure | None, *, bare: bool
) -> FoundFigure | None:
    """The requests received, if their list has both those answered and this (其中8件已答复,1件撤回)."""
    last = next(earlier(new, found), None)
    if whole is None or last is None or last.metric != CLOSED:
        return None
    if not bare and last.figure.value + new.figure.value != whole.figure.value:
        return None
    between = text[last.figure.end : new.figure.start]
    return None if "其中" in between or "(" in between else whole


def _ended_before(new: FoundFigure, found: list[FoundFigure]) -> bool:
    """Whether the sentence has said how many requests ended, so that 结转 is what is left of them."""
    return any(f.metric == CLOSED or f.metric in OUTCOMES for f in earlier(new, found))


def _other(text: str, own: str, new: FoundFigure, found: list[FoundFigure]) -> bool:
    """Whether 其他2件 closes a list of outcomes; it then counts the rest of its whole."""
    last = _before(text, new, found)
    if last is None or last.metric not in OUTCOMES or not pattern("others").fullmatch(own):
        return False
    new.whole = last.whole
    return True


def _carried_over(own: str, new: FoundFigure, clause: Clause, *, bare: bool) -> bool:
    """Requests carried in (上年结转3件) and out (另有3件顺延)."""
    rest = bare or pattern("rest").fullmatch(own) is not None
    for kind, metric in _OVER.items():
        if pattern(kind).search(own):
            return _named(new, metric, clause, bare=False)
        if own.endswith(_MOVED) and pattern(kind).search(own + clause.behind):
            return _named(new, metric, clause, bare=True)  # 结转1件至2024年
        left = pattern(kind).search(clause.behind) if rest else None
        if left and left.start() <= _NEAR:
            return _named(new, metric, clause, bare=True)
    return False


def _named(new: FoundFigure, metric: str, clause: Clause, *, bare: bool) -> bool:
    new.metric = metric
    if bare:
        new.end += len(clause.behind)
    return True


def _outcome(
    own: str, clause: Clause, new: FoundFigure, *, bare: bool, listed: bool
) -> tuple[str, int]:
    """How requests ended, if the figure's clause ends with an outcome or the words after name one.

    Returns the outcome and where it begins in these words. In a list of outcomes, a short clause
    may continue after the word for the outcome (非本机关职责9件).
    """
    words = clause.behind if bare else own
    for cue in cues("outcome"):
        for match in cue.pattern.finditer(words) if new.figure.unit in cue.units else ():
            short = listed and len(words) - match.end() <= _GOES_ON
            if bare or short or _TAIL.match(words, match.end()):
                return cue.metric, match.start()
    return "", 0


def _decided_after(text: str, new: FoundFigure, clause: Clause) -> tuple[str, int]:
    """The outcome in the clause behind (对可以区分的3件申请,作出部分公开决定)."""
    words = _DECISION.match(text, new.figure.end)
    if words is None:
        return "", 0
    after = clause._replace(behind=words[1])
    return _outcome("", after, new, bare=True, listed=False)[0], 0


def outcomes(text: str, unit: str) -> list[str]:
    """The outcomes of requests that a text names, in its order."""
    ends = 0
    named: list[str] = []
    hits = [
        (m.start(), -m.end(), c.metric) for c in cues("outcome") for m in c.pattern.finditer(text)
    ]
    for start, end, metric in sorted(hits) if unit in UNITS else ():
        if start >= ends:
            ends = -end
            named.append(metric)
    return named


def _joined(own: str, outcome: str, start: int) -> bool:
    """Whether another outcome is joined to one, right before it (同意公开和部分公开38件)."""
    before = own[:start].rstrip("和及与或、")
    return len(before) < start and any(
        match.end() == len(before)
        for cue in cues("outcome")
        for match in cue.pattern.finditer(before)
        if cue.metric != outcome
    )


def _before(text: str, new: FoundFigure, found: list[FoundFigure]) -> FoundFigure | None:
    """The figure right before one, if no full stop parts them."""
    if not found or "。" in text[found[-1].figure.end : new.figure.start]:
        return None
    return found[-1] if new.start - found[-1].end <= REACH else None


def _in_list(text: str, new: FoundFigure, found: list[FoundFigure]) -> bool:
    last = _before(text, new, found)
    return last is not None and last.metric == BY_CHANNEL


def _sibling(text: str, new: FoundFigure, found: list[FoundFigure]) -> FoundFigure | None:
    return found[-1].whole if _in_list(text, new, found) else None


def _bare(own: str) -> bool:
    """Whether a clause has no words of its own before its figure (其中9件, 剩余9件)."""
    return any(pattern(kind).fullmatch(own) for kind in ("aggregate", "rest"))


def _is_heading(text: str, stops: list[int]) -> bool:
    """Whether the last sentence is only a heading that names requests (依申请公开。全年受理9件)."""
    start = stops[-2] if len(stops) > 1 else max(0, stops[-1] - _HEADLINE)
    return _HEADING.fullmatch(text, start, stops[-1]) is not None


def _floor(text: str, new: FoundFigure) -> int:
    """Where the topic of requests may begin: the last full stop, or the one before a running list."""
    least = max(0, new.figure.start - _RANGE)
    stops = [m.end() for m in _STOP.finditer(text, least, new.start)]
    while stops and (LISTS_ON.match(text, stops[-1]) or _is_heading(text, stops)):
        stops.pop()
    return stops[-1] if stops else least
