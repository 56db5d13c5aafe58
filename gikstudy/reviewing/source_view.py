"""The source of a report as a page shows it: lines and tables, cut where something was read.

Each part of the source carries its locus, so that a page can mark the place of a cell. Worked
example: a line whose third cell was read as a number:

    L41   三、本年度办理结果 | (一)予以公开 | 3 | 3
          pieces at L41:1, L41:2, L41:3, L41:4, and the bars between them
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from gikstudy.model import Document, GridCell, Report
from gikstudy.page import Page, make_page
from gikstudy.tables.cells import locus_of
from gikstudy.tables.lines import tokenise

CELL: Final = "cell"
STRAY: Final = "stray"
MENTION: Final = "mention"
CODE: Final = "code"
_CELL_PART: Final = re.compile(r"(?::\d+|(?<=\d)C\d+)$")


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that was read in a text: from where to where, what it is, and its locus or name."""

    start: int
    end: int
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class MarkedPiece:
    """A part of a line under the same marks: the locus of a cell, and the kinds of the others."""

    text: str
    at: str = ""
    kinds: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of text with its locus; `heading` is the section that it opens."""

    at: str
    number: str
    pieces: tuple[MarkedPiece, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A real table of the source; each cell has its locus and spans."""

    rows: tuple[tuple[GridCell, ...], ...]
    strays: frozenset[str] = field(default=frozenset())


def source_view(document: Document, report: Report) -> tuple[SourceLine | SourceTable, ...]:
    """The blocks of a document in reading order, with everything marked that was read in them.

    Args:
        document: the source.
        report: what was read from it.
    """
    page = make_page(document)
    marks = _marks_by_line(page, report)
    headings = {s.heading.strip(): s.section for s in report.sections if s.heading.strip()}
    strays = frozenset(stray.locus for stray in report.strays)
    found: list[SourceLine | SourceTable] = []
    grid = 0
    for at, (raw, locus, row) in enumerate(zip(page.raw, page.loci, page.rows, strict=True)):
        if row is None:
            pieces = tuple(_pieces(raw, marks.get(at, ())))
            heading = headings.get(raw.strip(), "")
            found.append(SourceLine(locus, locus.lstrip("L"), pieces, heading))
        elif page.grids[at] != grid:
            rows = [r for r, n in zip(page.rows, page.grids, strict=True) if n == page.grids[at]]
            found.append(SourceTable(tuple(r for r in rows if r), strays))
        grid = page.grids[at]
    return tuple(found)


def line_locus(locus: str) -> str:
    """The line or row of a locus.

    Examples:
        >>> [line_locus(one) for one in ("L12:3", "P4R7C2", "T2R5C3", "L12")]
        ['L12', 'P4R7', 'T2R5', 'L12']
    """
    return _CELL_PART.sub("", locus)


def _marks_by_line(page: Page, report: Report) -> dict[int, list[Mark]]:
    marks: dict[int, list[Mark]] = {}
    for line, mark in (*_cell_marks(page), *_prose_marks(page, report)):
        marks.setdefault(line, []).append(mark)
    stray = {one.locus for one in report.strays}
    for line, on_line in marks.items():
        marks[line] = [
            Mark(m.start, m.end, STRAY, m.name) if m.kind == CELL and m.name in stray else m
            for m in on_line
        ]
    return marks


def _cell_marks(page: Page) -> Iterator[tuple[int, Mark]]:
    """Where each piece of a line lies that the reader of tables told apart."""
    line, cursor = -1, 0
    for token in tokenise(page):
        text = token.raw.strip()
        if token.cell and text == page.raw[token.line].strip():
            text = token.text  # the whole line stands for a part that cleaning has changed
        if page.rows[token.line] is not None or not text:
            continue
        if token.line != line:
            line, cursor = token.line, 0
        start = page.raw[line].find(text, cursor)
        if start >= 0:
            cursor = start + len(text)
            yield line, Mark(start, cursor, CELL, locus_of(page, token))


def _prose_marks(page: Page, report: Report) -> Iterator[tuple[int, Mark]]:
    """Where the figures and codes of the prose lie; their words are in Simplified characters."""
    lines = {locus: at for at, locus in enumerate(page.loci) if page.rows[at] is None}
    found = [(m.locus, m.raw, MENTION, m.metric) for m in report.mentions]
    found += [(c.locus, c.phrase, CODE, c.code) for c in report.codes]
    for locus, text, kind, name in found:
        at = lines.get(locus)
        if at is None or not text:
            continue
        start = page.raw[at].find(text)
        if start < 0 and len(page.clean[at]) == len(page.raw[at]):
            start = page.clean[at].find(text)
        if start >= 0:
            yield at, Mark(start, start + len(text), kind, name)


def _pieces(text: str, marks: Iterable[Mark]) -> Iterator[MarkedPiece]:
    """A line cut at the ends of its marks."""
    marks = list(marks)
    ends = sorted({0, len(text), *(m.start for m in marks), *(m.end for m in marks)})
    for start, end in pairwise(ends):
        over = [m for m in marks if m.start <= start and end <= m.end]
        yield MarkedPiece(
            text[start:end],
            next((m.name for m in over if m.kind in (CELL, STRAY)), ""),
            tuple(dict.fromkeys(m.kind for m in over)),
            tuple(m.name for m in over if m.kind in (MENTION, CODE)),
        )
