"""Pages of a PDF as one run of blocks: page numbers removed, continued tables joined."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from gikstudy.model import Block, Line
from gikstudy.reading.pdf.tables import RuledTable

Items = list[Line | RuledTable]

_PAGE_NUMBER: Final = re.compile(
    r"\s*(?:[-—–－]?\s*\d{1,3}\s*[-—–－]?|第\s*\d{1,3}\s*页.*|P(?:age)?\.?\s*\d{1,3}"
    r"|\d{1,3}\s*/\s*\d{1,3})\s*"
)
_ADDRESS: Final = re.compile(r"\s*(?:https?://|file://)\S+(?:\s+\d{1,3}\s*/\s*\d{1,3})?\s*")
_FIGURES: Final = re.compile(r"\d+")
_EDGE: Final = 3
"""Number of lines at the top and at the foot of a page that may be its running head and foot."""


def joined(pages: list[Items]) -> list[Block]:
    """All pages as one run of blocks; a table continues if its columns do.

    Running heads and feet between two parts of a table (an address, a date, `3/6`, what every page
    prints in the same place) are not rows of it. An empty table is a row of blanks if it continues
    another table, and nothing otherwise.
    """
    running = _running(pages)
    items: Items = []
    for page in pages:
        page = _without_page_number(page)
        start = next((i for i, item in enumerate(page) if isinstance(item, RuledTable)), None)
        end = len(items)
        while end and isinstance(items[end - 1], Line) and _runs(items[end - 1], running):
            end -= 1
        last = items[end - 1] if end else None
        first = page[start] if start is not None else None
        if (
            isinstance(last, RuledTable)
            and isinstance(first, RuledTable)
            and all(_runs(item, running) for item in page[:start])
            and last.continues_in(first)
        ):
            items[end - 1 :] = [last.with_rows_of(first), *page[start + 1 :]]  # type: ignore[operator]
        else:
            items += page
    return [
        item.grid if isinstance(item, RuledTable) else item
        for item in items
        if isinstance(item, Line) or not item.is_empty
    ]


def _without_page_number(items: Items) -> Items:
    for end in (0, -1):
        item = items[end] if items else None
        if isinstance(item, Line) and _PAGE_NUMBER.fullmatch(item.text):
            del items[end]
    return items


def _running(pages: list[Items]) -> set[str]:
    """What is printed at the edge of more than one page, apart from the numbers in it."""
    found: Counter[str] = Counter()
    for page in pages:
        edges = page[:_EDGE] + page[_EDGE:][-_EDGE:]
        found.update({_shape(item) for item in edges if isinstance(item, Line)})
    return {shape for shape, count in found.items() if count > 1}


def _shape(line: Line) -> str:
    return _FIGURES.sub("#", line.text)


def _runs(item: Line | RuledTable, running: set[str]) -> bool:
    return isinstance(item, Line) and bool(
        _shape(item) in running
        or _ADDRESS.fullmatch(item.text)
        or _PAGE_NUMBER.fullmatch(item.text)
    )
