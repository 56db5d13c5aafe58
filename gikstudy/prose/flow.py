"""Sections as running text that still knows which line every character came from."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from gikstudy.model import Section

_CLOSED: Final = frozenset('。;:!?,、)》"”')
_OPENS: Final = re.compile(
    r"[一二三四五六七八九十]{1,3}[、是]|\([一二三四五六七八九十\d]{1,2}\)|\d{1,2}[、.]"
)
_WRAPPED: Final = 18  # a line shorter than this was ended on purpose (a sub-heading)


@dataclass(frozen=True, slots=True)
class Flow:
    """The text of one section; `starts` and `loci` say where each line begins in it."""

    section: str
    text: str
    starts: tuple[int, ...]
    loci: tuple[str, ...]

    def locus(self, position: int) -> str:
        """Where the character at `position` stands in the source."""
        return self.loci[bisect_right(self.starts, position) - 1]


def flow(section: Section) -> Flow:
    """A section with its wrapped lines joined, so that a sentence is in one piece.

    PDF pages and old web pages break lines anywhere, inside numbers too. A long line that ends
    without punctuation goes on in the next one, unless that one opens a point of a list.
    """
    parts: list[str] = []
    starts: list[int] = []
    position = 0
    previous = ""
    for line in section.lines:
        if previous:
            wrapped = (
                len(previous) >= _WRAPPED
                and previous[-1] not in _CLOSED
                and not _OPENS.match(line.text)
            )
            if not wrapped:
                parts.append("\n")
                position += 1
        starts.append(position)
        parts.append(line.text)
        position += len(line.text)
        previous = line.text
    return Flow(
        section.section, "".join(parts), tuple(starts), tuple(x.locus for x in section.lines)
    )


def flows(sections: Iterable[Section]) -> list[Flow]:
    """The flows of the sections that have text."""
    return [flow(section) for section in sections if section.lines]
