"""The figures of a sentence on requests, each with the words before and after it.

A figure owns the words back to the mark or figure before it, and on to the next. Figures of earlier
years, and those that this year's are compared with, own none of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from gikstudy.prose.clauses import RECEIVED, FoundFigure
from gikstudy.prose.cues import pattern
from gikstudy.prose.requests import CLOSED
from gikstudy.prose.roles import CASES, Meaning, decisions

_STOP: Final = re.compile(r"[。!?]\n?|(?<![,;、])\n")
_MARK: Final = re.compile(r"[,;。()!?\n:]")
_QUOTES: Final = str.maketrans("", "", "“”\"'‘’「」『』")
_JOINS: Final = ("、", "和", "及", "以及")
_SHARE: Final = re.compile("(?:比例)?(?:约?占|占比)[^,。;]{0,10}(?:%|成|数)")
# 公开率为50%(9件): how many were decided so
_RATE: Final = re.compile(r"((?:部分|予以|不予)?公开)率(?:分别)?(?:为|是|达到?|占)?\d[\d.]*%$")
_DECIDED: Final = {"公开": "予以公开"}
_RAISED: Final = re.compile(
    "(?:20\\d\\d年度?)?(?:增|减|升|降|上升|下降|增加|减少|增长|提高)(?:至|到|为)"
)
_PARTED: Final = re.compile("[,;。)]")
_LONGEST: Final = 120
_DATED: Final = re.compile(r"(?<![至到入于转\d])(20\d\d)年(?!度?(?:结转|转|底|末|遗留)|\d{1,2}月)")
_COMPARED: Final = re.compile(
    r"(?:较|比|与|同|对照|相比|高于|低于|多于|少于)[^,。;]{0,4}(?:20\d\d年?度?|上一?年度?|去年|前年|同期)[^,。;持]{0,8}$"
)
_PAST: Final = re.compile(
    r"^[、(]?(?:上年度?|上一年度?|去年|前年|上年同期|去年同期)(?!度?(?:末|底)?(?:的)?(?:结转|遗留|转|末|底|延续|未))"
)


@dataclass(slots=True)
class Spoken:
    """A figure of a sentence with its words."""

    found: FoundFigure
    own: str
    behind: str
    after: str
    before: str  # everything since the figure before
    opened: bool = False  # the figure before opens a list (收到的9件中,…)
    past: bool = False
    role: Meaning | None = None


def sentences(
    text: str, found: list[FoundFigure], reach: tuple[int, int]
) -> Iterator[tuple[int, int, list[FoundFigure]]]:
    """The stretches between full stops in a part of a text, with the figures in each."""
    begin = max(text.rfind("。", 0, reach[0]), 0)
    end = text.find("。", reach[1]) + 1 or len(text)
    stops = [begin, *(m.end() for m in _STOP.finditer(text, begin, end)), end]
    place = bisect_left(found, begin, key=_start)
    for start, stop in pairwise(stops):
        figures: list[FoundFigure] = []
        while place < len(found) and found[place].figure.start < stop:
            figures.append(found[place])
            place += 1
        if figures:
            yield start, stop, figures


def _start(found: FoundFigure) -> int:
    return found.figure.start


def entries(text: str, start: int, end: int, figures: list[FoundFigure]) -> list[Spoken]:
    """The figures of a sentence with the words before and after each."""
    entries: list[Spoken] = []
    last, opened = start, False
    for place, found in enumerate(figures):
        at, done = found.figure.start, found.figure.end
        follows = figures[place + 1].figure.start if place + 1 < len(figures) else end
        before = text[max(last, at - _LONGEST) : at].translate(_QUOTES)
        rest = text[done : min(follows, done + _LONGEST)]
        behind = _MARK.split(rest, maxsplit=1)[0]
        after = ""
        if len(behind) < len(rest):
            last = done + len(behind)
            if rest[len(behind)] == ",":
                clauses = _MARK.split(rest[len(behind) + 1 :], maxsplit=1)
                after = clauses[0] if len(clauses) > 1 or follows == end else ""
        else:
            behind = _before_join(behind)
            last = done + len(behind)
        own = _own(before)
        if entries and _RAISED.fullmatch(own) and not pattern("delta").search(entries[-1].own):
            own = entries[-1].own.rstrip("由从")  # 收件由52件增至70件
        behind, after = (words.translate(_QUOTES) for words in (behind, after))
        entries.append(Spoken(found, own, behind, after, before, opened))
        opened = behind.endswith(("中", "里", "内"))
    return entries


def _before_join(between: str) -> str:
    """The words between two figures that belong to the first (9件准予公开、8件不予公开)."""
    if between.startswith(_JOINS) or not any(join in between for join in _JOINS):
        return ""
    return between[: max(between.rfind(join) for join in _JOINS)]


def _own(before: str) -> str:
    """The words of a figure's own clause; a label (予以公开:9件) or subject (…居首,为9件) is part of it."""
    clauses = _MARK.split(before)
    own = clauses[-1].strip("、 ")
    if not own and before.endswith((":", "(")) and len(clauses) > 1:
        rate = _RATE.search(clauses[-2])
        return _DECIDED.get(rate[1], rate[1]) if rate else clauses[-2].strip("、和及与 ")
    if len(clauses) > 1 and own in ("为", "有", "共", "计", "是", "达", "达到"):
        named = _SHARE.sub("", clauses[-2]).strip("、 ")
        if own in ("为", "达", "达到") or named != clauses[-2].strip("、 ") or decisions(named):
            return named + own
    return own


def drop_other_years(figures: list[Spoken]) -> None:
    """Leaves out the figures of earlier years, and those that this year's are compared with."""
    years = _years(figures)
    latest = max(years, default="")
    past = False
    for place, (entry, year) in enumerate(zip(figures, years, strict=True)):
        joined = _PARTED.search(entry.before) is None
        named = entry.found.metric in (RECEIVED, CLOSED, *CASES, "")
        since = named and bool(year) and place > 0 and not years[0] and year < "9"
        again = since and "其中" not in entry.before
        past = (
            (past and joined)
            or _COMPARED.search(entry.own) is not None
            or _PAST.search(entry.own) is not None
            or pattern("other_span", "more").search(entry.own) is not None
            or (named and "" < year < latest)
            or (again and any(e.found.metric in (RECEIVED, *CASES) for e in figures[:place]))
        )
        past = past and (named or entry.found.metric.startswith("requests_"))
        if past or (entry.found.final and not entry.found.metric):
            entry.past = True
            entry.found.metric, entry.found.blocked, entry.found.whole = "", True, None


def _years(figures: list[Spoken]) -> list[str]:
    """The year that the words of each figure name, if they do."""
    years: list[str] = []
    for place, entry in enumerate(figures):
        joined = place and _PARTED.search(entry.before) is None
        words = entry.before if not place else _PARTED.split(entry.before)[-1]
        dated = _DATED.findall(words)
        years.append(dated[-1] if dated else years[-1] if joined else "")
    return years
