"""What the clause of a figure says about requests: received, closed, carried over, a way, an outcome.

The words of a clause come before its figure (予以公开2件, 通过邮局收到2件) or after it (2件予以公开,
2件通过邮局寄来). A decision (无法提供) decides; a reason (不掌握) only where no decision is named.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

from gikstudy.packaged import packaged_rows
from gikstudy.prose.clauses import BY_CHANNEL, RECEIVED
from gikstudy.prose.cues import pattern
from gikstudy.prose.requests import CLOSED

IN: Final = "requests_carried_in"
OUT: Final = "requests_carried_out"
CASES: Final = ("reviews", "suits")
_BARE: Final = re.compile(
    r"(?:其中|当中|以上|上述|其[他它](?!组织|机构|单位|企业|社会|处理)|[两二三四五六七八九十][项类者种]|全年|年内|当年|本年度?|今年|另外|另|还|尚|仍|余下|其余|剩余|剩下|余|共|合计|总计|有|为|的|是|计|、|和|及|以及|对|将|除|现|目前|分别|包括|含|内|则|者|[一二三四五]是|第[一二三四五六]类)*"
)
_OF: Final = r"(?:了|的|之|公民|社会|公众|群众|各类|各种|书面|年度|本年|关于|对|政府|信息|公开|依申请公开|申请人?|事项|案件|来件|件|表|函|总|数|量|凡|共|合计|累计|计|有|为|是|达到?|仅|约|近|超过?|逾|:|“|”)*"
_GOT: Final = re.compile(
    rf"(?:收到|(?<!不予)受理|接收|接到|收悉|(?<![产权姻商业口车地册籍房证])登记|录入|新收|新增|收件|收文|又收|接(?=申请)|收(?=申请)|受理量|收到并登记|登记受理|接办|登记在册|公开申请(?=[共总合为有计])){_OF}$"
)
_CLOSED: Final = re.compile(
    r"(?:办[结毕复]|审结|已办|结案|答复|回复|办理完[毕成结]|处理完[毕成]|(?:办理|处理)[^,。;]{0,10}答复|(?:办理|办结|答复)量|审结答复|出具)"
    rf"(?:总数|决定|意见|告知书|书)*{_OF}$"
)
_ANSWERED: Final = re.compile(
    r"(?:申请|均|都|全部|现|已|业已|在[^,。;于在内前]{1,10}[内前]|按[时期]|如期|及时|依法|延期后|延长期限后|于[^,。;于在前]{1,8}前)*(?:经|作出|予以|得到)?(?:书面)?(?:办结|答复|回复|办理完[毕成结]|办毕|结案)(?:完毕|完成|了)*(?:,|。|;|\)|、|$)"
)
_BOTH: Final = re.compile(
    r"(?:收到|受理|接收|接到|新收)了?[并且和及、]?(?:依法|妥善|及时|全部|按[时期]|如期|均|已)*(?:办[理结毕]|处理|答复|回复)"
)
_NOT_YET: Final = re.compile("未|待|尚|拟|将|正在")
_TOOK: Final = re.compile("收到|接到|(?:受理|接收)(?!窗口|平台|点|渠道|系统)|登记(?!簿)")
_TO_BE: Final = re.compile(
    "[为即是]?(?:本年度?|全年|当年)*(?:(办结|答复)|收到|受理)(?:的)?申请(?:总|的总|件)数"
)
_TAKEN: Final = re.compile(
    r"(?:收到|接到|受理|接收)了?(?:网上|网络|书面|信函|当面|线上|线下|邮寄|现场)(?:[^,。;的]{0,4}申请|依申请公开)[^,。;的]*$"
)
_SUM: Final = re.compile("共计|合计|总计")
_MOVES: Final = re.compile(r"^(?:申请|则|因[^,。;]{1,10})?(?:结转|转结|顺延|延续办理)")
_UNDONE: Final = ("未完成", "未办结", "未答复", "未到期", "尚未", "在办")
_REGISTERS: Final = re.compile("(?<![产权姻商业口车地册籍房证])登记")
_GOES_ON: Final = re.compile("(?:申请)?(?:正在|尚在|仍在|将(?=[在于按])|待(?=[次下明]|20))")
_MOVED: Final = re.compile(r"(?:结转|转结)(?:的?申请|件|数|量|:|有|共|为)*$")
_END: Final = 8  # characters that may follow the word for an outcome before its figure
_MOST: Final = re.compile("(?:最多|最高|最大|居首|居多|次之|其次|占)[^,。;]{0,6}$")
_NO_TAIL: Final = re.compile("收到|受理|接到|文件|被|率|规范|引发|导致|信息(?!的|共|有|为|$)")
_OPEN: Final = re.compile(
    "(?:(?:答复|办结|办理|处理)(?:件|的件|的)?中|其中|全部|依法|均|分别|、)*公开(?:的|类|为|有|共)*"
)
_SHARED: Final = re.compile("分别(?:[为是有计达]|答复|办结)*$")
_JOINED: Final = re.compile(r"[和及与、或]|以及")
_APPLIED: Final = re.compile(
    r"(?:提出|提交|递交|申请|的|者|类|方面|占|为|有|共|计|由|来自|系|等|:|信息公开|政府信息公开|或|及|和|与|、|其他|商业|各类|社会|科研|公益)*"
)


class Meaning(NamedTuple):
    """What a clause says that its figure counts; `sure` if by a decision and not by a reason."""

    metric: str
    kind: str
    sure: bool = True


@cache
def words(kind: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The metrics and patterns of one kind of words on requests."""
    return tuple(
        (row["metric"], re.compile(row["pattern"]))
        for row in packaged_rows("gikstudy.prose", "request_words.csv")
        if row["kind"] == kind
    )


def any_word(kind: str) -> re.Pattern[str]:
    """The pattern of a kind that has no metrics."""
    return words(kind)[0][1]


def bare(own: str) -> bool:
    """Whether a clause says nothing of its own before its figure (其余9件, 其中9件)."""
    return _BARE.fullmatch(own) is not None


def role_of(own: str, behind: str, after: str) -> Meaning | None:
    """What the words before and after a figure say that it counts, if they say so clearly.

    Args:
        own: the words of the clause before the figure.
        behind: the words right after its unit, up to the next mark or figure.
        after: the clause after that, if a figure does not come first.
    """
    nothing = bare(own)
    if nothing and (total := _total(own, behind, after)):
        return total
    over = _over(own, behind, after, nothing=nothing)
    if over:
        return Meaning(over, "over")
    if _MOVED.fullmatch(own.lstrip("、")):
        return Meaning(OUT, "over", sure=False)
    if nothing and _ANSWERED.match(behind) and not _NOT_YET.search(behind[:6]):
        return Meaning(CLOSED, "closed")
    outcome = _outcome(own, behind, after, nothing=nothing)
    if outcome and outcome.sure:
        return outcome
    if _by_channel(own) or (nothing and _sent(behind)):
        return Meaning(BY_CHANNEL, "channel")
    if _applicant(own) or (nothing and _applied(behind)):
        return Meaning(RECEIVED, "applicant")
    return outcome or _counted(own, behind)


def took_and_answered(own: str) -> bool:
    """Whether one verb follows another, so that all that came was answered (受理并答复申请9件)."""
    return _BOTH.search(own) is not None


def _total(own: str, behind: str, after: str) -> Meaning | None:
    """A sum that the words behind it name (合计9件申请; 合计9件,为本年度办结申请总数)."""
    named = None if behind else _TO_BE.match(after)
    if named:
        return Meaning(CLOSED, "closed") if named[1] else Meaning(RECEIVED, "received")
    if behind.startswith("申请") and _SUM.search(own) and len(behind) < _END:
        return Meaning(RECEIVED, "received")
    return None


def _counted(own: str, behind: str) -> Meaning | None:
    """Requests received or closed, by the verb of a clause."""
    if pattern("other_business").search(_REGISTERS.sub("", own)):
        return None
    if _CLOSED.search(own) and not _SHARED.search(own):
        return Meaning(CLOSED, "closed")
    if any_word("channel").search(any_word("body").sub("", own)):
        return None  # 收到书面申请9件
    if _GOT.search(own) or (own.endswith(("提出的", "收到")) and behind.startswith("申请")):
        return Meaning(RECEIVED, "received")
    return None


def _over(own: str, behind: str, after: str, *, nothing: bool) -> str:
    for metric, words_ in words("over"):
        if words_.search(own) or (nothing and words_.search(behind)):
            return metric
        known = pattern("over_in" if metric == IN else "over_out")
        left = known.search(behind) if nothing else None
        if known.search(own) or (left and left.start() <= _END):
            return metric
    if own.startswith(_UNDONE) and pattern("over_out").search(behind):
        return OUT
    if nothing and (_MOVES.match(behind) or _GOES_ON.match(behind)):
        return OUT
    if nothing and own.startswith(("另", "余", "其余", "尚", "还", "剩")):
        left = words("over")[1][1].search(after) or pattern("over_out").search(after)
        return OUT if left else ""
    return ""


def _outcome(own: str, behind: str, after: str, *, nothing: bool) -> Meaning | None:
    """The outcome that a clause names: a decision before its figure or after it, else a reason."""
    if any(word in own for word in ("复议", "诉讼")):
        return None
    if _SHARED.search(own):
        return None
    if nothing_but_open(own):
        return Meaning("requests_granted", "outcome")
    last = _last(own, "decision")
    if last and _is_tail(own[last[1] :]):
        return Meaning(last[0], "outcome")
    if last and _MOST.search(own[last[1] :]):
        return Meaning(last[0], "outcome")
    first = _last(behind, "decision")
    toward = own.endswith("的") or own.startswith(("对", "因"))
    if first and (nothing or toward):
        return Meaning(first[0], "outcome")
    last = _last(own, "reason")
    if last and _is_tail(own[last[1] :]):
        return Meaning(last[0], "outcome", sure=False)
    left = nothing and own.startswith(("另", "余", "其余", "剩", "其中"))
    if (toward or left) and not behind and (first := _last(after, "decision")):
        return Meaning(first[0], "outcome")
    if nothing and (first := _last(behind, "reason")):
        return Meaning(first[0], "outcome", sure=False)
    return None


def nothing_but_open(own: str) -> bool:
    """Whether a clause says only that requests were met (公开9件)."""
    return _OPEN.fullmatch(own) is not None


def _is_tail(text: str) -> bool:
    """Whether words may stand between an outcome and its figure."""
    return len(text) <= _END and not _NO_TAIL.search(text)


def decisions(text: str) -> set[str]:
    """The decisions on requests that a text names."""
    return {metric for metric, words_ in words("decision") if words_.search(text)}


def _last(text: str, kind: str) -> tuple[str, int] | None:
    """The metric of the last word of a kind, and where it ends; of two at one place, the first."""
    best: tuple[str, int] | None = None
    for metric, words_ in words(kind):
        for match in words_.finditer(text):
            if best is None or match.end() > best[1]:
                best = (metric, match.end())
    return best


def _by_channel(own: str) -> bool:
    """Whether a clause names one way in which requests came (通过邮局收到申请)."""
    own = any_word("body").sub("", own)
    ways = list(any_word("channel").finditer(own))
    if not ways or any_word("no_channel").search(own):
        return False
    for one, other in pairwise(ways):
        if _JOINED.fullmatch(own[one.end() : other.start()]):
            return False
    got = _TOOK.search(own)
    if "撤" in own or (got and got.start() < ways[0].start() and not _TAKEN.search(own)):
        return False  # 收到以信函方式提交的申请9件
    rest = own[ways[-1].end() :]
    return "等" not in rest and (any_word("sent").search(own) is not None or len(rest) <= 2)


def _sent(behind: str) -> bool:
    if any_word("no_channel").search(behind) or not any_word("channel").search(behind):
        return False
    return any_word("sent").search(behind) is not None or behind[:1] in "通以经由"


def _applicant(own: str) -> bool:
    """Whether a clause names who applied, and nothing else (来自企业的)."""
    rest = own
    while (head := _BARE.match(rest)) and head.end():
        rest = rest[head.end() :]
    if not any_word("applicant").search(rest):
        return False
    return _APPLIED.fullmatch(any_word("applicant").sub("", rest)) is not None


def _applied(behind: str) -> bool:
    return behind.startswith(("为", "由", "来自", "系", "是")) and _applicant(
        behind[1:].removeprefix("自")
    )
