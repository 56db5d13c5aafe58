"""Sections as running text, with the line that each character came from."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from gikstudy.model import Section

_COMMAS: Final = (",", ";", "、")
_CLOSED: Final = frozenset('。;:!?)》"”')
_OPENS: Final = re.compile(
    r"[一二三四五六七八九十]{1,3}[、是]|\([一二三四五六七八九十\d]{1,2}\)|\d{1,2}[、.](?!\d)"
)
_GOES_ON: Final = re.compile(r"[、,和与及]|以及")  # a paragraph does not begin like this
_WRAPPED: Final = 18  # a shorter line ends there on purpose (a sub-heading)
# Bold marks of Markdown, and spaces except those between numbers or foreign words. Converters put
# them anywhere between Chinese characters and around numbers; they mean nothing.
_LOOSE: Final = re.compile(r"\*\*|__|(?<![0-9A-Za-z.])[ \t]+|[ \t]+(?![0-9A-Za-z])")
_MARKED: Final = re.compile(r"[ \t*_]")  # one search is quicker than to try each alternative
_BRACKETS: Final = (("[", "("), ("]", ")"), ("【", "("), ("】", ")"))


@dataclass(frozen=True, slots=True)
class Flow:
    """The text of one section below its heading; `starts` and `loci` give where each line begins."""

    section: str
    text: str
    starts: tuple[int, ...]
    loci: tuple[str, ...]
    heading: str = ""

    def locus(self, position: int) -> str:
        """The locus in the source of the character at `position`."""
        return self.loci[bisect_right(self.starts, position) - 1]


def flow(section: Section) -> Flow:
    """A section with its wrapped lines joined, so that each sentence is in one piece.

    PDF pages and old web pages break lines anywhere, even inside numbers. A long line that ends
    without punctuation, or with a comma, continues on the next line, unless that line opens a
    point of a list. A short line continues only if the next begins as no paragraph does, with a comma
    for example.
    """
    parts: list[str] = []
    starts: list[int] = []
    position = 0
    previous = ""
    for line in section.lines:
        text = line.text
        if _MARKED.search(text):
            text = _LOOSE.sub("", text)
        if previous:
            long = len(previous) >= _WRAPPED and not _OPENS.match(text)
            goes_on = previous[-1] not in _CLOSED and (long or _GOES_ON.match(text))
            wrapped = text[:1] in _COMMAS or goes_on
            if not wrapped:
                parts.append("\n")
                position += 1
        starts.append(position)
        parts.append(text)
        position += len(text)
        previous = text
    joined = "".join(parts)
    for square, round_ in _BRACKETS:  # translating the whole text takes many times as long
        joined = joined.replace(square, round_)
    return Flow(
        section.section,
        joined,
        tuple(starts),
        tuple(x.locus for x in section.lines),
        section.heading,
    )


def flows(sections: Iterable[Section]) -> list[Flow]:
    """The flows of the sections that have text."""
    return [flow(section) for section in sections if section.lines]
