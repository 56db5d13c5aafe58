"""Section five split into points, with problems and improvements kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from gikstudy.prose.codebook import word_pattern

PointKind = Literal["problem", "improvement"]
_MARK: Final = re.compile(
    r"(?:^|(?<=[\n。;:!,]))[^\S\n]*(?P<mark>(?P<is>[一二三四五六七八九十]{1,2})是(?![否的])"
    r"|\((?P<bracket>[一二三四五六七八九十\d]{1,2})\)|(?P<comma>[一二三四五六七八九十]{1,2})、"
    r"|(?P<digit>\d{1,2})[.、](?!\d)|第(?P<nth>[一二三四五六七八九])[、,]"
    r"|(?:问题|不足)(?P<named>[一二三四五六七八九十\d]{1,2})[:、,.](?!\d)|(?P<word>首先|其次|再次|最后),)"
)
_FIRST: Final = frozenset(("一", "1", "首先"))
_SENTENCE: Final = re.compile(r"[^。;!?\n]+[。;!?]?")
_WORD: Final = re.compile(r"\w")
_PARAGRAPH: Final = re.compile(r"[^\n]+")
# 认识不到位,改进措施:组织学习
_TURN: Final = re.compile(
    r"(?<=,)(?=下一步|今后|下步|(?:改进|整改|解决|应对)(?:措施|情况|办法|方法|方向|意见|结果)?:)"
)
_OPENING: Final = 16  # the first characters of a sentence show whether it promises
_HEADLINE: Final = 30  # a marked line this short is a headline for the lines below it


@dataclass(frozen=True, slots=True)
class Point:
    """Part of a point: its kind, its text and where the text begins in the section.

    `number` counts the points of the section from 1. A point that names a problem and promises to
    solve it gives two parts with one number. `marked` is False for text outside any list.
    """

    number: int
    kind: PointKind
    text: str
    start: int
    marked: bool


@dataclass(slots=True)
class _Mode:
    """The kind of the text (`base`) and of the list that is being read (`here`)."""

    base: PointKind = "problem"
    here: PointKind = "problem"
    promised: bool = False  # the current point has said 下一步
    style: str = ""
    improving: frozenset[str] = frozenset()  # styles of lists that a promise introduced

    def open_point(self, style: str, *, first: bool) -> None:
        """Reads a marker: a list that starts after a promise is a list of promises."""
        if first and self.promised:
            self.improving |= {style}
        self.here = "improvement" if style in self.improving else self.base
        self.promised = False
        self.style = style

    def read(self, sentence: str, *, marked: bool) -> PointKind:
        """Reads one sentence and returns its kind."""
        opening = sentence[:_OPENING]
        if word_pattern("resolved").search(sentence):
            return "improvement"
        if word_pattern("improve_lead").search(opening):
            self.here, self.promised = "improvement", True
        elif word_pattern("problem_lead").search(sentence):
            self.here, self.promised = "problem", False
        elif word_pattern("improve_verb").match(opening):
            lacking = word_pattern("strong_lack").search(sentence)
            if not lacking or self.here == "improvement":
                return "improvement"
            return self.here
        if not marked:
            self.base, self.improving = self.here, frozenset()
        return self.here


def split_points(text: str) -> list[Point]:
    """The points of section five in order.

    Offices number their points in six ways (一是, (一), 1., 首先 …), or not at all. Some give the
    problems first and the promises in a separate paragraph; some answer each problem at once.
    Lead words (下一步, 存在的问题) switch the kind. A promise inside a numbered point holds until
    the point ends; a promise before a list holds for the whole list.

    Args:
        text: the text of the section, one paragraph a line.

    Returns:
        Points, numbered from 1; sentences that only lead into a list of problems are left out.
    """
    points = _remedies(_split(text))
    listed = any(p.marked and p.kind == "problem" for p in points)
    kept = [
        p
        for p in points
        if _WORD.search(p.text) and (p.marked or p.kind == "improvement" or not listed)
    ]
    order = {number: n for n, number in enumerate(dict.fromkeys(p.number for p in kept), 1)}
    return [replace(p, number=order[p.number]) for p in kept]


def _remedies(points: list[Point]) -> list[Point]:
    """Turns a list that names no fault, after a sentence that does, into promises.

    Offices state one problem with its aspects, then list what they did (一是健全制度 …).
    """
    listed = [p for p in points if p.marked and p.kind == "problem"]
    if not listed or sum(p.marked for p in points) < 2 or any(_amiss(p.text) for p in listed):
        return points
    before = [p for p in points if not p.marked and p.start < listed[0].start]
    if not any(p.kind == "problem" and _amiss(p.text) and not _opens(p.text) for p in before):
        return points
    return [replace(p, kind="improvement") if p.marked else p for p in points]


def _amiss(text: str) -> bool:
    return any(word_pattern(name).search(text) for name in ("strong_lack", "aspect"))


def _opens(text: str) -> bool:
    """Whether a sentence only announces the list of problems below it."""
    return text.rstrip().endswith(":") or word_pattern("list_lead").search(text) is not None


def _split(text: str) -> list[Point]:
    points: list[Point] = []
    mode = _Mode()
    number = 0
    for start, segment, mark in _segments(text):
        if mark:
            mode.open_point(mark.lastgroup or "", first=_ordinal(mark) in _FIRST)
        head = len(segment) <= _HEADLINE and mark is not None and _is_title(segment)
        if mark and not head:
            number += 1
        for kind, at, part in _runs(segment, mode, marked=mark is not None and not head):
            loose = mark is None
            number += loose and not head
            points.append(Point(number, kind, part, start + at, mark is not None and not head))
    return points


def _ordinal(mark: re.Match[str]) -> str:
    groups = mark.groupdict()
    return next((v for k, v in groups.items() if v and k != "mark"), "")


def _is_title(segment: str) -> bool:
    """A numbered line such as (一)存在的主要问题 that only names the kind of what follows."""
    named = word_pattern("problem_lead").search(segment) or word_pattern("improve_lead").search(
        segment
    )
    return bool(named) and not re.search("[,。;]", segment.rstrip("。:\n"))


def _segments(text: str) -> Iterator[tuple[int, str, re.Match[str] | None]]:
    """(start, text, marker): each marked point, and each paragraph or stretch outside a list."""
    marks = list(_MARK.finditer(text))
    bounds = [m.start("mark") for m in marks] + [len(text)]
    if bounds[0]:
        yield from _paragraphs(text, 0, bounds[0])
    for mark, end in zip(marks, bounds[1:], strict=True):
        start = mark.end("mark")
        line = text.find("\n", start, end)
        if line >= 0 and line - start <= _HEADLINE:
            line = text.find("\n", line + 1, end)
        if line < 0:
            yield start, text[start:end], mark
            continue
        yield start, text[start:line], mark
        yield from _paragraphs(text, line + 1, end)


def _paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, str, None]]:
    for match in _PARAGRAPH.finditer(text, start, end):
        yield match.start(), match[0], None


def _runs(segment: str, mode: _Mode, *, marked: bool) -> list[tuple[PointKind, int, str]]:
    """Adjacent sentences of one kind, joined; outside a list, each sentence on its own."""
    runs: list[tuple[PointKind, int, str]] = []
    for match in _SENTENCE.finditer(segment):
        at = match.start()
        for part in _TURN.split(match[0]):
            kind = mode.read(part.lstrip(), marked=marked)
            if marked and runs and runs[-1][0] == kind:
                first = runs[-1][1]
                runs[-1] = (kind, first, segment[first : at + len(part)])
            else:
                runs.append((kind, at, part))
            at += len(part)
    return runs
