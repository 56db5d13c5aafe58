"""Choose the report's own tables among several on a page.

A page may have last year's report above this year's, an attachment after the report, the same
tables twice, or two reports that somebody joined. All tables are found before one is chosen. A
title that names another report opens a part of the page with its own tables. The title of the
page decides between parts, an attachment is never chosen, and without a decision no number counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from gikstudy.model import Cell
from gikstudy.page import Page
from gikstudy.tables.labels import squash

_TITLE: Final = re.compile(
    r"(?:20\d\d|二[〇○零O0]..)年?.{0,30}信息公开.{0,10}(?:报告|年报)[^。,;]{0,6}$"
    r"|信息公开.{0,10}(?:报告|年报)[^。,;]{0,4}\(?(?:20\d\d)年?度?\)?$"
)
_OF_TITLE: Final = "信息公开"  # in every title, and in few other lines
_OF_ATTACHMENT: Final = "附"
_YEAR: Final = re.compile(r"20\d\d")
_ATTACHED: Final = re.compile(r"^附[件表录]\s*[一二三四五六七八九十\d]{0,2}\s*[:、. ]?")
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class PagePart:
    """The lines of a page under one title: from `start` to before `end`."""

    title: str
    start: int
    end: int
    attached: bool


def parts_of(page: Page, tables: Sequence[int]) -> list[PagePart]:
    """The page split at the titles of reports, keeping the parts that have a table.

    Args:
        page: the page.
        tables: the lines on which tables begin.
    """
    heads: list[tuple[int, str]] = [(0, "")]
    for at, line in enumerate(page.clean):
        if _OF_TITLE not in line and _OF_ATTACHMENT not in line:
            continue
        title = _title_in(line)
        if (title and not _same(title, heads[-1][1])) or _opens_attachment(line):
            heads.append((at, title or heads[-1][1]))
    parts: list[PagePart] = []
    start = 0  # a title without tables belongs to the same report as the next title
    for n, (at, title) in enumerate(heads):
        end = heads[n + 1][0] if n + 1 < len(heads) else len(page)
        if any(at <= table < end for table in tables):
            parts.append(PagePart(title, start, end, _behind_attachment(page, at)))
            start = end
    return parts


def _title_in(line: str) -> str:
    text = line.strip().strip("#* ")
    return text if 8 <= len(text) <= _LONGEST and _TITLE.search(text) else ""


def _opens_attachment(line: str) -> bool:
    text = line.strip().strip("#* ")
    return len(text) <= _LONGEST and _ATTACHED.match(text) is not None


def _same(one: str, other: str) -> bool:
    """Whether two titles belong to one report: the same body and year, in any order."""
    return bool(other) and sorted(squash(one)) == sorted(squash(other))


def _behind_attachment(page: Page, at: int) -> bool:
    above = [line.strip() for line in page.clean[max(0, at - 4) : at + 1]]
    return any(_ATTACHED.match(line) for line in above)


def own_part(parts: Sequence[PagePart], page_title: str) -> PagePart | None:
    """The part that is the report, or None if several may be."""
    main = [part for part in parts if not part.attached] or list(parts)
    if len(main) == 1:
        return main[0]
    wanted = _YEAR.findall(page_title)
    named = [part for part in main if wanted and wanted[0] in _YEAR.findall(part.title)]
    if len(named) == 1:
        return named[0]
    exact = [part for part in main if part.title and squash(part.title) in squash(page_title)]
    return exact[0] if len(exact) == 1 else None


def rivals(
    readings: Sequence[list[Cell]], complete: Callable[[list[Cell]], int]
) -> list[list[Cell]]:
    """The readings that count: those with at least half as much of the form as the fullest."""
    if len(readings) == 1:
        return list(readings)
    most = max(map(complete, readings))
    return [reading for reading in readings if 2 * complete(reading) >= most]


def agreed(readings: Sequence[list[Cell]], complete: Callable[[list[Cell]], int]) -> list[Cell]:
    """One table from several that print the same form; where they disagree, nothing is chosen.

    Args:
        readings: the cells of each, in the same order.
        complete: how much of the form a reading has; a reading with much less does not count.
    """
    best, *others = rivals(readings, complete)
    if not others:
        return best
    return [_of_both(cell, *same) for cell, *same in zip(best, *others, strict=True)]


def _of_both(cell: Cell, *others: Cell) -> Cell:
    found = [other for other in others if other.state != "missing"]
    if cell.state == "missing" and found:
        cell, *found = found
    if all((other.state, other.value) == (cell.state, cell.value) for other in found):
        return cell
    raw = " | ".join(dict.fromkeys(one.raw for one in (cell, *found) if one.raw))
    numbers = [one.value for one in (cell, *found)]
    known = [number for number in numbers if number is not None]
    sure = len(known) == len(numbers)
    return cell._replace(
        state="ambiguous",
        value=None,
        lower=min(known) if sure else None,
        upper=max(known) if sure else None,
        raw=raw,
    )
