"""The parts of a page in which a report says who made it: above the report and below it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from gikstudy.extract.page import Page

_BODY: Final = re.compile(
    r"^[ \t]*(?:[一1][、.,]|[(]一[)])[^\n]{0,40}(?:情况|概述|说明)|第二十条第|^[ \t]*(?:总体情况|概述)[ \t]*$",
    re.MULTILINE,
)
_HEAD_LINES: Final = 150
_TAIL_LINES: Final = 60


@dataclass(frozen=True, slots=True)
class Lines:
    """The cleaned text of a page as one string, with the way back to its lines.

    Attributes:
        text: the cleaned lines joined by newlines.
        starts: where each line begins in it.
        head: indexes of the lines above the first section that hold something.
        tail: indexes of the last lines that hold something, without those of the head.
    """

    page: Page
    text: str
    starts: tuple[int, ...]
    head: tuple[int, ...]
    tail: tuple[int, ...]

    def index(self, offset: int) -> int:
        """The line in which a position of `text` lies."""
        return bisect_right(self.starts, offset) - 1

    def printed(self, offset: int) -> tuple[str, str]:
        """The line at a position as printed, and its locus."""
        index = self.index(offset)
        return self.page.raw[index].strip(), self.page.loci[index]

    @property
    def head_end(self) -> int:
        """Where in `text` the head ends."""
        last = self.head[-1] if self.head else -1
        return self.starts[last + 1] if last + 1 < len(self.starts) else len(self.text)

    @property
    def tail_start(self) -> int:
        """Where in `text` the tail begins."""
        return self.starts[self.tail[0]] if self.tail else len(self.text)


def read_lines(page: Page) -> Lines:
    """Cut a page into what stands above the report, the report, and what stands below.

    A crawled page opens with navigation and a metadata box and closes with a signature, the
    host's imprint and links; between them the same words are part of the report.
    """
    text = "\n".join(page.clean)
    starts = tuple(accumulate((len(line) + 1 for line in page.clean), initial=0))[:-1]
    body = _BODY.search(text)
    first = bisect_right(starts, body.start()) - 1 if body else len(page.clean)
    head = tuple(i for i in range(first) if page.clean[i].strip())[:_HEAD_LINES]
    tail: list[int] = []
    for i in range(len(page.clean) - 1, head[-1] if head else -1, -1):
        if page.clean[i].strip():
            tail.append(i)
            if len(tail) == _TAIL_LINES:
                break
    return Lines(page, text, starts, head, tuple(reversed(tail)))
