"""Whether a sentence is on requests for information, and which cases its words name."""

from __future__ import annotations

import re
from typing import Final

from gikstudy.prose.clauses import BY_CHANNEL, RECEIVED, FoundFigure
from gikstudy.prose.entries import Spoken
from gikstudy.prose.requests import CLOSED, OUTCOMES, UNITS, names_requests
from gikstudy.prose.roles import CASES, IN, OUT, any_word, decisions

REQUESTS: Final = frozenset((RECEIVED, CLOSED, BY_CHANNEL, IN, OUT)) | OUTCOMES
FAMILY: Final = REQUESTS | frozenset(CASES)
_COUNTED: Final = UNITS - {"条", "个"}
_ANSWERED: Final = re.compile("答复|办结|条例|告知|申请|理由|秘密|隐私|第三方|过程性|内部事务")
_CLOSED: Final = re.compile("办结|答复")
_RUNNING: Final = re.compile("结转|转结")
_GOT: Final = re.compile("新收|受理|收到")
_REGISTERED: Final = re.compile("(?<![产权姻商业口车地册籍房证])登记(?:的|在册的?)?申请(?!人)")
_TOPIC: Final = re.compile(
    r"(?<!未经)(?<!经)(行政复议|复议|(?<!民事)(?<!刑事)(?<!公益)诉讼|应诉|法院)(?!机关|机构|后)"
)


def may_count(found: FoundFigure) -> bool:
    """Whether a figure may count requests; 条 and 个 count them only beside words that say so."""
    return found.figure.unit in _COUNTED or found.metric in FAMILY


def on_requests(
    text: str, start: int, end: int, figures: list[FoundFigure], *, known: bool
) -> bool:
    """Whether a sentence is on requests; `known` unless it goes on with something else."""
    if not any(may_count(figure) for figure in figures):
        return False
    if any(f.metric in FAMILY for f in figures) or names_requests(text, start, end):
        return True
    if _REGISTERED.search(text, start, end):
        return True
    if case_named(text[start:end]):
        return True
    if _GOT.search(text, start, end) and text.find("申请", start, end) < 0:
        if _RUNNING.search(text, start, end):
            return True
        if _CLOSED.search(text, start, end) and any_word("applicant").search(text, start, end):
            return True
    named = len(decisions(text[start:end]))
    return (named > 1 and known) or (named > 0 and _ANSWERED.search(text, start, end) is not None)


def case_named(text: str) -> str:
    """Which cases a text names last."""
    if not any(word in text for word in ("复议", "诉", "法院")):
        return ""
    named = _TOPIC.findall(text)
    return ("reviews" if named[-1].endswith("复议") else "suits") if named else ""


def may_be_case(entry: Spoken) -> bool:
    """Whether a figure may be about cases, when the sentence is."""
    role = entry.role
    if role is None or not role.sure or role.kind in ("closed", "received"):
        return True
    words = entry.own + entry.behind
    return role.kind == "over" and (entry.before[:1] == "(" or "审" in words)
