"""Requests as a ledger: each figure gets its place, and each part the whole that it belongs to.

A sentence on requests is read from left to right. The ledger keeps the requests received and closed
last, the outcome whose grounds may follow, and the cases (复议, 诉讼) whose results may follow. A part
belongs to what it can be a part of. Where there are two such wholes, the sum of the parts decides.
"""

from __future__ import annotations

import re
from typing import Final

from gikstudy.model import Number
from gikstudy.prose.clauses import BY_CHANNEL, ONLINE, RECEIVED, FoundFigure
from gikstudy.prose.cues import pattern
from gikstudy.prose.entries import Spoken, drop_other_years, entries, sentences
from gikstudy.prose.requests import CLOSED, LISTS_ON, OTHER, OUTCOMES, REFUSED, UNITS
from gikstudy.prose.roles import (
    CASES,
    IN,
    OUT,
    Meaning,
    any_word,
    bare,
    decisions,
    role_of,
    took_and_answered,
)
from gikstudy.prose.topics import FAMILY, REQUESTS, case_named, may_be_case, may_count, on_requests
from gikstudy.prose.totals import add_up, name, share_ways, sort_carried, sum_of_grounds, within

_LISTS_ON: Final = re.compile(
    r"按[^,。;]{1,8}[分看统划]|从[^,。;]{1,8}[看分]|其中|上述|以上|在?(?:已|经)?(?:办结|答复)(?:件|的)|申请人"
)
_OPENS: Final = re.compile(
    r"其中|包括|内有|内含|(?<!不)含|[(:]|分属|分别|按[^,。;]{1,8}[分看]|从[^,。;]{1,8}[看分]|^[^,。;]{0,4}[中里],"
)
_OTHERS: Final = re.compile(r"(?:其中|以及|及|和|另有?|、)*其[他它](?:结果|情形|情况|的|有|为)*")
_HAPPENED: Final = re.compile(
    r"(?:全年|年内|本年度?|共)*(?:发生|提起|引发|受理|收到|新增|办理|立案)?(?:的|案件|了|共|计|有|为)*"
)
_IS_CASE: Final = re.compile("(?:收到|发生|受理|引发|有|共|新增)了?$")
_OPENING: Final = ("年初", "期初")
_TOPICS: Final = re.compile("内容|主题|事由|涉及|关于|满意|评价|转送|移送")
_WITHOUT: Final = re.compile(
    "直接起诉|后起诉|后提起|直接提起|(?:复议|诉讼)(?:结果)?(?:被)?(?:维持|纠正|纠错|撤销|驳回|撤诉)的?$"
)
_SENT: Final = re.compile("转[办来交]|投递|递交|提交|寄|申请")
_NEXT: Final = re.compile("[,、](?!另|此外|还有|其余)")
_STATE_ALONE: Final = re.compile(
    r"(?:经|未经|直接|复议后|尚|被|结果|已|均)*(?:起诉|维持|纠|撤|驳回|审结|未审结)"
)


def keep_ledger(text: str, found: list[FoundFigure]) -> None:
    """Names figures on requests by their clauses, and links the parts of a sentence to their wholes."""
    counts = [figure.figure for figure in found if may_count(figure)]
    if not counts:
        return
    reach = (counts[0].start, counts[-1].end)
    ledger = Ledger()
    for start, end, figures in sentences(text, found, reach):
        goes_on = _LISTS_ON.match(text, start) or LISTS_ON.match(text, start)
        if not goes_on:
            ledger = Ledger()
        known = bool(ledger.received or ledger.closed)
        if on_requests(text, start, end, figures, known=known or not goes_on or not start):
            listed = entries(text, start, end, figures)
            drop_other_years(listed)
            ledger.read(listed)


class Ledger:
    """What has been counted so far, and which lists of parts are open."""

    def __init__(self) -> None:
        self.received: FoundFigure | None = None
        self.closed: FoundFigure | None = None
        self.cases: dict[str, FoundFigure] = {}
        self.topic = ""  # reviews or suits, while the sentence is about them
        self.run: list[Spoken] = []  # outcomes whose whole is not decided yet
        self.list: FoundFigure | None = None  # the whole whose parts of one metric are listed
        self.listed: Number = 0  # what these parts add up to
        self.previous: Spoken | None = None
        self.topics: FoundFigure | None = None  # the requests whose topics are listed
        self.ways: FoundFigure | None = None  # the requests closed whose ways are listed
        self.asked = False  # whether others were asked what they think
        self.decided = False  # whether the sentence names a decision

    def read(self, figures: list[Spoken]) -> None:
        """Names each figure of a sentence that is clear, and links it to its whole."""
        counted = [e for e in figures if e.found.figure.unit in UNITS and not e.past]
        sort_carried(counted)
        for entry in counted:
            known = entry.found.metric in (IN, OUT) and not entry.found.whole
            if not known or entry.own.startswith(_OPENING):
                entry.role = role_of(entry.own, entry.behind, entry.after)
        self.decided = any(e.role and e.role.sure and e.role.kind == "outcome" for e in counted)
        share_ways(counted)
        self._look_ahead(counted)
        for place, entry in enumerate(counted):
            self._see(entry)
            if not self._elsewhere(entry):
                self._place(entry, counted[place + 1 :])
            self.previous = entry
        self._settle()
        add_up(counted)

    def _elsewhere(self, entry: Spoken) -> bool:
        """Whether a figure counts something else, or is from another time."""
        found, unit = entry.found, entry.found.figure.unit
        if unit in ("条", "个") and found.metric not in FAMILY:
            return self.received is None or self.received.figure.unit != unit
        if found.metric and found.metric not in FAMILY:
            kind = entry.role.kind if entry.role else ""
            told = self.received or _by_way(self.previous)
            if found.metric == "messages_answered" and told and found.figure.unit != "封":
                sent = _SENT.search(entry.own) or _by_way(self.previous)
                return not (kind == "channel" and sent) and not (
                    kind == "closed" and bare(entry.own)
                )
            if kind == "channel":
                return found.metric not in ONLINE
            return kind != "outcome" or not bare(entry.own) or not decisions(entry.behind)
        if pattern("more", "gained", "other_span", "delta").search(entry.own):
            return True
        return "比例" in entry.own or "率" in entry.own[-2:]

    def _look_ahead(self, counted: list[Spoken]) -> None:
        """The topic of results that come before what they belong to (维持9件,共发生复议9件)."""
        if counted and not self.topic and _STATE_ALONE.match(counted[0].own):
            named = [e for e in counted if case_named(e.own)]
            self.topic = case_named(named[0].own) if named else ""

    def _see(self, entry: Spoken) -> None:
        """The topic, as the words before a figure name it."""
        if named := case_named(entry.before):
            self.topic = named
        elif "申请" in entry.own:
            self.topic = ""
        elif self.previous and self.previous.found.metric in CASES:
            self.topic = self.previous.found.metric
        self.asked = self.asked or "征求" in entry.before

    def _place(self, entry: Spoken, later: list[Spoken]) -> None:
        role = entry.role
        if self.asked and role and role.kind == "outcome" and self._is_opinion(entry):
            name(entry, "", None)  # what others said who were asked
        elif not self.topic and (case := case_named(entry.behind)) and _IS_CASE.search(entry.own):
            name(entry, case, None)
            self.topic, self.cases[case] = case, entry.found
        elif self.topic and may_be_case(entry):
            self._case(entry)
        elif role is None or (not role.sure and not self._may_end(entry, role)):
            self._unclear(entry)
        elif role.kind == "outcome":
            self._outcome(entry, role, later)
        elif role.kind == "over":
            name(entry, role.metric, None)
        elif role.kind == "channel":
            whole = self.received or self._closed_listed(entry)
            name(entry, BY_CHANNEL, within(whole, entry))
        elif role.kind == "applicant":
            self._applicant(entry, later)
        else:
            self._counted(entry, role.metric)

    def _closed_listed(self, entry: Spoken) -> FoundFigure | None:
        """The requests closed whose ways a list gives (办理9件。其中,网络8件,书面1件)."""
        listed = self.ways is not None and self.ways is self.closed
        if entry.opened or _OPENS.search(entry.before) or listed:
            self.ways = self.closed
        return self.ways

    def _is_opinion(self, entry: Spoken) -> bool:
        last = self.previous
        joined = (
            last and not last.found.metric and "第三方" in last.own and entry.before[:1] == "、"
        )
        return "第三方" in entry.own or bool(joined)

    def _may_end(self, entry: Spoken, role: Meaning) -> bool:
        """Whether a reason alone tells an outcome: requests were counted before, or it is known."""
        if role.kind == "over":
            return bool(self.closed or self.run)  # 收到9件,结转1件: from last year or to the next
        last = self.previous
        counted = self.received or self.closed or (last and last.found.metric in REQUESTS)
        told = "申请" in entry.own or "告知" in entry.after or self.decided
        return bool(counted) or told or entry.found.metric == role.metric

    def _counted(self, entry: Spoken, metric: str) -> None:
        """Requests received or closed: a whole of its own, or the share of one of several bodies."""
        if metric == CLOSED and self.received is None and took_and_answered(entry.own):
            metric = RECEIVED
        whole = self._whole_of_list(entry, self.received if metric == RECEIVED else self.closed)
        if metric == CLOSED and whole is None and self.closed and self._is_rest(entry):
            whole = self.closed
        name(entry, metric, whole)
        if whole is None:
            self._begin(entry.found)

    def _is_rest(self, entry: Spoken) -> bool:
        """Whether the others were answered (办理9件,撤回1件,其余8件已答复)."""
        listed = [e.found.figure.value for e in self.run]
        total = sum(listed) + entry.found.figure.value
        return bool(listed and self.closed and total == self.closed.figure.value)

    def _begin(self, found: FoundFigure) -> None:
        self._settle()
        self.list = None
        if found.metric == RECEIVED:
            self.received, self.closed = found, None
        else:
            self.closed = found

    def _whole_of_list(self, entry: Spoken, whole: FoundFigure | None) -> FoundFigure | None:
        """The whole of a figure with the same metric, if a list of its parts is open."""
        if whole is None:
            return None
        clauses = entry.before.rpartition(";")
        if _OPENS.search(clauses[2]) or entry.opened:
            self.list, self.listed = whole, 0
        elif clauses[1]:
            self.list = None
        if self.list is not whole or self.listed + entry.found.figure.value > whole.figure.value:
            return None
        self.listed += entry.found.figure.value
        return whole

    def _applicant(self, entry: Spoken, later: list[Spoken]) -> None:
        """Who applied; a bracket behind organisations lists them one by one."""
        last = self.previous
        if last and last.role and last.role.kind == "applicant" and entry.before.startswith("("):
            self.list, self.listed = last.found, 0
        nested = self.list is not None and self.list is not self.received
        if nested and ")" not in entry.before and (part := self._fits(entry)):
            name(entry, RECEIVED, part)
        else:
            self.list = None
            whole = within(self.received, entry)
            nothing = self.received is not None and not whole and not entry.found.figure.value
            name(entry, "" if nothing else RECEIVED, whole)  # 0 of 0 would count the zero twice
            more = later and later[0].role and later[0].role.kind == "applicant"
            if self.received is None and "申请" in entry.own and not more:
                self._begin(entry.found)

    def _fits(self, entry: Spoken) -> FoundFigure | None:
        """The whole of the open list, if it has room for another part."""
        if self.list is None or self.listed + entry.found.figure.value > self.list.figure.value:
            return None
        self.listed += entry.found.figure.value
        return self.list

    def _outcome(self, entry: Spoken, role: Meaning, later: list[Spoken]) -> None:
        """An outcome, or a ground in the list of the grounds of one (不予公开9件:国家秘密2件)."""
        if not entry.found.figure.value and entry.found.metric == role.metric:
            return  # none of none: nothing adds up
        top = self.run[-1] if self.run else None
        last = self.previous
        whole = None
        if top and last and top.found.metric == role.metric and not entry.before.startswith(")"):
            opened = entry.opened or _OPENS.search(entry.before)
            ground = self._is_ground(top, entry, role, later)
            if top is last and (opened or ground or sum_of_grounds(top, [entry, *later])):
                self.list, self.listed = top.found, 0
            if self.list is top.found and (last is top or last.found.whole is self.list):
                whole = self._fits(entry)
        name(entry, role.metric, whole)
        if whole is None:
            self.run.append(entry)

    def _is_ground(self, top: Spoken, entry: Spoken, role: Meaning, later: list[Spoken]) -> bool:
        """Whether a ground behind refusals belongs to them, because the outcomes do not add up with it."""
        decided = top.role is not None and top.role.sure
        if role.metric != REFUSED or role.sure or not decided or not _NEXT.match(entry.before):
            return False
        rest = [e.found.figure.value for e in later if e.role and e.role.kind == "outcome"]
        total = sum(e.found.figure.value for e in (*self.run, entry)) + sum(rest)
        wholes = (self.closed, self.received)
        return all(whole is None or whole.figure.value > total for whole in wholes)

    def _unclear(self, entry: Spoken) -> None:
        """A figure that its own words do not explain: its list does, or what named it before."""
        found, top = entry.found, self.run[-1] if self.run else None
        if _OTHERS.fullmatch(entry.own) and top:
            entry.role = Meaning(top.found.metric if self.list is top.found else OTHER, "outcome")
            self._outcome(entry, entry.role, [])
            return
        latest = self.closed or self.received
        level = any_word("level").search(entry.own) and latest
        if level and latest and found.metric in ("", latest.metric):
            whole = self._whole_of_list(entry, latest)
            if whole:
                name(entry, latest.metric, whole)
                return
        if found.whole and found.metric in (IN, OUT):
            found.metric, found.whole = "", None
        if self._is_topic(entry):
            found.metric, found.whole, found.blocked = "", None, True
        elif found.metric in (RECEIVED, CLOSED) and found.whole is None:
            self._begin(found)
        elif found.metric == BY_CHANNEL:
            found.whole = within(self.received, entry)
        elif found.metric in OUTCOMES and (
            found.whole is None or found.whole.metric not in OUTCOMES
        ):
            self.run.append(entry)

    def _is_topic(self, entry: Spoken) -> bool:
        """Whether a part says only what requests were about, or what their applicants thought."""
        whole = entry.found.whole
        if whole is None or whole.metric not in (RECEIVED, CLOSED, BY_CHANNEL):
            return False
        if whole.metric == BY_CHANNEL:
            return entry.found.metric == BY_CHANNEL and not any_word("channel").search(entry.own)
        if entry.found.metric != whole.metric or any_word("level").search(entry.own):
            return False
        topics = _TOPICS.search(entry.before)
        self.topics = whole if topics else self.topics if ";" not in entry.before else None
        return self.topics is whole

    def _case(self, entry: Spoken) -> None:
        """Reconsiderations and suits, and how they ended."""
        found, top, last = entry.found, self.cases.get(self.topic), self.previous
        words = entry.own if not bare(entry.own) else entry.own + entry.behind
        if found.metric in (IN, OUT):
            name(entry, "", None)  # cases that were carried over are not requests
            return
        ended = any_word("state").search(words) or _OTHERS.fullmatch(entry.own)
        if ended and top and found.figure.value <= top.figure.value:
            part = last and last.found.metric == self.topic and last.found.whole is top
            tried = last and "审结" in last.own and "未审结" not in last.own
            opened = entry.before[:1] == "(" or (tried and _OPENS.search(entry.before))
            if last and part and opened:
                self.list, self.listed = last.found, 0
            nested = self.list is not None and self.list.whole is top and ";" not in entry.before
            whole = self._fits(entry) if nested else None
            name(entry, self.topic, whole or top)
        elif (
            ended
            and found.metric in ("", self.topic)
            and (_STATE_ALONE.match(entry.own) or "法院" in entry.own)
        ):
            name(entry, self.topic, None)
        elif found.metric == self.topic:
            if found.whole is None and not _WITHOUT.search(entry.own):
                self.cases[self.topic] = found
        elif not found.metric and _HAPPENED.fullmatch(entry.own) and "方面" in entry.before:
            name(entry, self.topic, None)
            self.cases[self.topic] = found

    def _settle(self) -> None:
        """Gives the outcomes since the last whole to what they add up to, else to what was closed."""
        run = [e for e in self.run if e.found.metric in OUTCOMES]
        closed, received = self.closed, self.received
        first = len(run)
        if closed and received and run:
            first = _until(run, closed.figure.value)
            rest = sum(e.found.figure.value for e in run[first:])
            beside = first > 0 or not (_OPENS.search(run[0].before) or run[0].opened)
            sums = (rest, closed.figure.value + rest) if beside else (rest,)
            if received.figure.value not in (sums if first == 0 else sums[1:]):
                first = len(run)
        for place, entry in enumerate(run):
            whole = received if place >= first else closed or received
            entry.found.whole = within(whole, entry)
        self.run = []


def _until(run: list[Spoken], whole: Number) -> int:
    """How many outcomes from the first on add up to a whole; 0 if none do."""
    total: Number = 0
    for place, entry in enumerate(run):
        total += entry.found.figure.value
        if total == whole:
            return place + 1
    return 0


def _by_way(last: Spoken | None) -> bool:
    return last is not None and last.found.metric == BY_CHANNEL
