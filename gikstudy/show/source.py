"""The lines of a source around a locus, to show a person what was read there."""

from __future__ import annotations

import re
from typing import Final

from gikstudy.errors import CallError
from gikstudy.model import Document, GridCell, Line

_CELL: Final = re.compile(r"(?::\d+|C\d+)$")
_AROUND: Final = 3


def source_around(document: Document, locus: str, around: int = _AROUND) -> list[tuple[str, str]]:
    """(locus, text) of the lines around a locus, as printed.

    Args:
        document: the source as read.
        locus: `L123`, `L123:2`, `T2R5C3`, `P4R7C2`.
        around: how many non-empty lines to show before and after.

    Raises:
        CallError: if the document has no such locus.
    """
    lines = [(printed, text) for printed, text in _lines(document) if text.strip()]
    wanted = _CELL.sub("", locus)
    at = next((n for n, (printed, _) in enumerate(lines) if _CELL.sub("", printed) == wanted), None)
    if at is None:
        # A blank line has a locus too: show the lines around it.
        every = [printed for printed, _ in _lines(document)]
        if wanted not in every:
            raise CallError(f"{locus}: no such locus in {document.source}")
        before = set(every[: every.index(wanted)])
        at = sum(printed in before for printed, _ in lines)
    return lines[max(0, at - around) : at + around + 1]


def is_at(locus: str, line: str) -> bool:
    """Whether a locus lies on a line.

    Examples:
        >>> is_at("L12:3", "L12"), is_at("L123", "L12"), is_at("T2R5C3", "T2R5C1")
        (True, False, True)
    """
    return _CELL.sub("", locus) == _CELL.sub("", line)


def _lines(document: Document) -> list[tuple[str, str]]:
    lines: list[tuple[str, str]] = []
    for block in document.blocks:
        if isinstance(block, Line):
            lines.append((block.locus, block.text))
        else:
            lines += [(_row_locus(row), _row_text(row)) for row in block.rows if row]
    return lines


def _row_locus(row: tuple[GridCell, ...]) -> str:
    return row[0].locus


def _row_text(row: tuple[GridCell, ...]) -> str:
    return " | ".join(" ".join(cell.text.split()) for cell in row)
