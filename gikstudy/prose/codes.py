"""The problems and promises of section five, by the codebook, with the deciding words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from operator import add
from typing import Final

from gikstudy.model import Code, Section
from gikstudy.prose.codebook import BLOT, CodeEntry, Phrase, codebook, lists_of, word_pattern
from gikstudy.prose.flow import Flow, flow
from gikstudy.prose.points import Point, PointKind, split_points

_NONE: Final = "P98"
_REST: Final[dict[PointKind, str]] = {"problem": "P99", "improvement": "I99"}
_DIGITS: Final = re.compile(r"\d")
_LONGEST_NONE: Final = 36
_CLAUSE_END: Final = re.compile(r"[,。;:!?\n]|$")
_OWNED: Final = re.compile(
    "((?:解读|图解|互动|回应|答复|参与|征集|培训|检查)[^,。;!?\n]{0,16},(?:而且|并且|且|也)?)"
    "(形式(?!主义)|内容(?!更)(?:陈旧)?|方式|渠道|质量|手段|载体|范围|数量|答复质量)"
)
_TOPIC: Final = re.compile(
    r"[^,。;:!?\n、]*(?:、(?!信息|公开|内容|网站|栏目|更新|发布|宣传|渠道|平台|目录)[^,。;:!?\n、]*)*"
)
# Codes of a lack that any topic may have. A topic with a code of its own (解读不及时) owns its lack.
_GENERAL: Final = frozenset(("P04", "P05", "P06", "P07", "P13"))
_CONTENT: Final = "P05"
_SUBJECT: Final = "方面,"  # a topic whose lack the next clause tells
_TAIL: Final = 14  # quote a phrase to the end of its clause if that is this near


def find_codes(sections: Iterable[Section]) -> tuple[Code, ...]:
    """The codes of section five, one row for each code of each point.

    A point may have several codes. A numbered point that fits no code is P99 (a problem) or I99
    (a promise); a section that says there is no problem is P98. The phrase is as printed, after
    cleaning, and the locus gives its line.

    Args:
        sections: the sections of one report; only `problems` is coded.
    """
    found: list[Code] = []
    for section in sections:
        if section.section != "problems" or not section.lines:
            continue
        text = flow(section)
        if says_none(text.text):
            entry = next(e for e in codebook() if e.code == _NONE)
            phrase = text.text.strip()
            found.append(Code(1, _NONE, entry.core, "problem", phrase, text.loci[0]))
            continue
        found += _code_section(text)
    return tuple(found)


def code_point(text: str, kind: PointKind) -> list[tuple[CodeEntry, int, int]]:
    """The codes of one point: (entry, start, end of the deciding phrase), in codebook order.

    Examples:
        >>> [e.code for e, _, _ in code_point("公开内容不全面、更新不及时", "problem")]
        ['P04', 'P05']
    """
    return _decide(text, kind, _anchors(text, _pairs(text), kind))


def says_none(text: str) -> bool:
    """Whether a section (or a point) only says that there is no problem."""
    plain = text.strip(" 。\n")
    return len(plain) <= _LONGEST_NONE and word_pattern("none").fullmatch(plain) is not None


def _code_section(text: Flow) -> list[Code]:
    points = split_points(text.text)
    pairs = _pairs(text.text)
    anchors: dict[PointKind, list[str]] = {
        k: _anchors(text.text, pairs, k) for k in ("problem", "improvement")
    }
    parts = Counter(p.number for p in points)
    found: list[Code] = []
    for point in points:
        hits = _decide(point.text, point.kind, anchors[point.kind])
        if not hits and point.marked and parts[point.number] == 1 and not _leads(point.text):
            rest = next(e for e in codebook() if e.code == _REST[point.kind])
            hits = [(rest, 0, 1)]
        if hits:
            found += _codes(text, point, hits)
    return found


def _leads(text: str) -> bool:
    """Whether a point only announces the list below it (采取以下措施:)."""
    return text.rstrip().endswith(":")


def _codes(text: Flow, point: Point, hits: Sequence[tuple[CodeEntry, int, int]]) -> Iterator[Code]:
    promise = point.kind == "improvement"
    done = promise and word_pattern("done").search(point.text) is not None
    hedges = "" if promise else _hedges(point.text)
    action = _action(point.text) if promise else ""
    for entry, start, end in hits:
        clause = _CLAUSE_END.search(point.text, end, end + _TAIL)
        phrase = point.text[start : clause.start() if clause else end]
        yield Code(
            item=point.number,
            code=entry.code,
            core=entry.core,
            kind=point.kind,
            phrase=phrase.strip().replace("\n", ""),
            locus=text.locus(point.start + start),
            hedges=hedges,
            action=action,
            tense=("done" if done else "planned") if promise else "",
        )


def _hedges(text: str) -> str:
    """Signs that play down a problem: only individual units, a matter of degree, no number."""
    names = [name for name in lists_of("hedge") if word_pattern(name).search(text)]
    return ";".join(names if _DIGITS.search(text) else [*names, "no_number"])


def _action(text: str) -> str:
    """The first kind of action that a promise names; `vague` if it names none."""
    starts = {
        name: match.start()
        for name in lists_of("action")
        if (match := word_pattern(name).search(text))
    }
    return min(starts, key=lambda name: starts[name]) if starts else "vague"


@cache
def _index(kind: PointKind) -> dict[str, tuple[tuple[int, int, Phrase], ...]]:
    """For each anchor, the phrases that need it: the position of the code, a rank and the phrase.

    The rank is that of a counter-phrase, in whose order they are removed, or -1 for other phrases.
    """
    index: dict[str, list[tuple[int, int, Phrase]]] = {}
    for position, entry in enumerate(codebook()):
        if entry.is_problem == (kind == "problem"):
            for phrase in entry.phrases:
                index.setdefault(phrase.anchor, []).append((position, -1, phrase))
            for rank, counter in enumerate(entry.counters):
                index.setdefault(counter.anchor, []).append((position, rank, counter))
    return {anchor: tuple(phrases) for anchor, phrases in index.items()}


@cache
def _by_pair(kind: PointKind) -> dict[str, tuple[str, ...]]:
    """The anchors by their first two characters."""
    pairs: dict[str, list[str]] = {}
    for anchor in _index(kind):
        pairs.setdefault(anchor[:2], []).append(anchor)
    return {pair: tuple(anchors) for pair, anchors in pairs.items()}


def _pairs(text: str) -> set[str]:
    """Every two neighbouring characters of a text."""
    return set(map(add, text, text[1:]))


def _anchors(text: str, pairs: set[str], kind: PointKind) -> list[str]:
    """The anchors that occur in a text: a section has a few dozen of the five hundred."""
    by_pair = _by_pair(kind)
    return [a for pair in by_pair.keys() & pairs for a in by_pair[pair] if a in text]


def _decide(text: str, kind: PointKind, anchors: Iterable[str]) -> list[tuple[CodeEntry, int, int]]:
    """For each code, the first position in the text where one of its phrases occurs."""
    index = _index(kind)
    text = _without_owned(text)
    wanted: dict[int, list[Phrase]] = {}
    against: dict[int, list[tuple[int, Phrase]]] = {}
    for anchor in anchors:
        if anchor in text:
            for position, rank, phrase in index[anchor]:
                if rank < 0:
                    wanted.setdefault(position, []).append(phrase)
                else:
                    against.setdefault(position, []).append((rank, phrase))
    told = _PointText(text) if kind == "problem" else None
    hits: list[tuple[CodeEntry, int, int]] = []
    for position in sorted(wanted):
        entry = codebook()[position]
        struck = told.of(entry.code) if told else text
        for _, counter in sorted(against.get(position, ()), key=_rank):
            struck = counter.strike(struck)
        spans = [span for p in wanted[position] if (span := p.find(struck))]
        if spans:
            start, end = min(spans)
            hits.append((entry, start, end))
    return hits


def _rank(counter: tuple[int, Phrase]) -> int:
    return counter[0]


class _PointText:
    """A point as each code sees it: without the topics that have codes of their own."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._general: str | None = None

    def of(self, code: str) -> str:
        """The text that decides about one code."""
        if code not in _GENERAL:
            return self._text
        if self._general is None:
            self._general = _without(self._text, "own_topic")
        return _without(self._general, "key_topic") if code == _CONTENT else self._general


def _without_owned(text: str) -> str:
    """The text with nouns masked that belong to the topic before them (解读不够,形式也单一)."""
    return _OWNED.sub(lambda m: m[1] + BLOT * len(m[2]), text)


def _without(text: str, topics: str) -> str:
    """The text without what it says of some topics with codes of their own (申请答复不规范)."""
    kept, done = [], 0
    for match in word_pattern(topics).finditer(text):
        if match.start() < done:
            continue
        rest = _TOPIC.match(text, match.end())
        end = rest.end() if rest else match.end()
        if text.startswith(_SUBJECT, end - len(_SUBJECT) + 1) and (
            more := _TOPIC.match(text, end + 1)
        ):
            end = more.end()  # 财政预决算等方面,公开的深度不够
        kept += [text[done : match.start()], BLOT * (end - match.start())]
        done = end
    return "".join((*kept, text[done:]))
