"""The parts of a page in which a report says who made it: above the report and below it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Final

from gikstudy.page import Page

# The heading of the first section, or the first table if the headings are lost.
_BODY: Final = re.compile(
    r"^[ \t]*(?:(?:[一1][、.,]|[(]一[)])[^\n]{0,40}(?:情况|概述|说明)|(?:总体情况|概述)[ \t]*$)"
    r"|第二十条第",
    re.MULTILINE,
)
_HEAD_LINES: Final = 150
_TAIL_LINES: Final = 60


@dataclass(frozen=True, slots=True)
class PageMargins:
    """The cleaned text of a page as one string, with the means to find its lines again.

    Attributes:
        page: the page itself.
        text: the cleaned lines joined by newlines.
        head: indexes of the lines above the first section that are not empty.
        tail: indexes of the last lines that are not empty, without those of the head.
        head_end: the position in `text` at which the first section begins.
        tail_start: the position at which the first line of the tail begins.
    """

    page: Page
    text: str
    head: tuple[int, ...]
    tail: tuple[int, ...]
    head_end: int
    tail_start: int

    def index(self, offset: int) -> int:
        """The line that contains a position of `text`."""
        return self.text.count("\n", 0, offset)

    def offset(self, locus: str) -> int:
        """The position at which the line with a locus begins; 0 if no line has it."""
        if locus not in self.page.loci:
            return 0
        index = self.page.loci.index(locus)
        return sum(len(line) + 1 for line in self.page.clean[:index])

    def printed(self, offset: int) -> tuple[str, str]:
        """The line at a position as printed, and its locus."""
        index = self.index(offset)
        return self.page.raw[index].strip(), self.page.loci[index]


def read_lines(page: Page) -> PageMargins:
    """Split a page into the text above the report, the report, and the text below.

    A crawled page opens with navigation and a metadata box. It closes with a signature, the
    host's imprint and links. Between the two, the same words are part of the report.
    """
    text = "\n".join(page.clean)
    body = _BODY.search(text)
    head_end = text.rfind("\n", 0, body.start() + 1) + 1 if body else len(text)
    first = text.count("\n", 0, head_end) if body else len(page.clean)
    filled = (i for i in range(first) if page.clean[i].strip())
    head = tuple(islice(filled, _HEAD_LINES))
    below = range(len(page.clean) - 1, head[-1] if head else -1, -1)
    tail = tuple(islice((i for i in below if page.clean[i].strip()), _TAIL_LINES))[::-1]
    # Unless it is cut off, the tail reaches up to the head, with the empty lines between them.
    top = tail[0] if len(tail) == _TAIL_LINES else below.stop + 1
    rest = page.clean[top:]
    tail_start = max(len(text) + 1 - sum(map(len, rest)) - len(rest), 0)
    return PageMargins(page, text, head, tail, head_end, min(tail_start, len(text)))
