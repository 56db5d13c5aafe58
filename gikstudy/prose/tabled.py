"""Section five printed as a table: a column of problems beside a column of remedies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from gikstudy.model import Line
from gikstudy.page import Page

_PROBLEM: Final = re.compile("问题|不足|短板")
_REMEDY: Final = re.compile("改进|整改|措施|对策|打算")
_LONGEST: Final = 16  # characters of the head of a column
_ENDED: Final = "。;!?"


def tabled_lines(page: Page, rows: Iterable[int]) -> Iterator[Line]:
    """The cells below the head of a column of problems or remedies, each as a sentence.

    A sentence opens with what its column is, as lists of problems and remedies do. A table without
    such a head says nothing about problems.

    Args:
        page: the lines of the report.
        rows: the indexes of the lines of section five.
    """
    heads: list[str] = []
    for index in sorted(rows):
        cells = _cells(page, index)
        named = [_head(cell) for cell in cells]
        if "存在问题" in named:
            heads = named
            continue
        for head, cell in zip(heads, cells, strict=False):
            if head and cell:
                end = "" if cell[-1] in _ENDED else "。"
                yield Line(f"{head}:{cell}{end}", page.loci[index])


def _cells(page: Page, index: int) -> list[str]:
    """The cells of a row, of markup or between bars; none for a line of text."""
    row = page.rows[index]
    if row is not None:
        return [" ".join(cell.text.split()) for cell in row]
    line = page.clean[index].strip()
    return [cell.strip() for cell in line.strip("|").split("|")] if "|" in line else []


def _head(cell: str) -> str:
    """What the column below a cell lists: problems, remedies or neither."""
    if len(cell) > _LONGEST:
        return ""
    if _REMEDY.search(cell):
        return "改进措施"
    return "存在问题" if _PROBLEM.search(cell) else ""
