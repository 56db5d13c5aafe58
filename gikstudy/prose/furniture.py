"""Lines that a web page prints around a report, and lines that only a table prints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from gikstudy.model import Line
from gikstudy.packaged import packaged_rows
from gikstudy.text import is_page_number

_LONGEST: Final = 120  # lines of furniture are not longer; running text mostly is
_PROSE: Final = 40  # a sentence this long after a "footer" means it was not a footer
_DATE: Final = re.compile(r"(?:20\d\d|二[〇○零0Oo]\S{2})\s*年\s*\S{1,3}\s*月\s*\S{1,3}\s*日")
_SENTENCE: Final = re.compile(r"[。;!?,:]")
_CLOSED: Final = re.compile("[。;:!?)》”]$")
_WRAPPED: Final = 18  # a shorter line ends there on purpose
_GOES_ON: Final = re.compile(r"[、,和与及等]|以及|并")


@cache
def _pattern(*kinds: str) -> re.Pattern[str]:
    rows = packaged_rows("gikstudy.prose", "furniture.csv")
    return re.compile("|".join(f"(?:{row['pattern']})" for row in rows if row["kind"] in kinds))


def is_furniture(line: str) -> bool:
    """Whether a cleaned line belongs to the page: navigation, buttons, metadata, footers.

    Print buttons and site codes appear between and after the sentences of a crawled report.
    Counts of words or figures must not include them.
    """
    if len(line) > _LONGEST:
        return False
    return is_page_number(line) or _fits(line, "line", "end", "site")


def without_furniture(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of a section that are not furniture, in order.

    The name of a site or an account, such as 官方微博, occurs both in the footer and in sentences.
    It stays if it is part of a sentence.
    """
    kept: list[Line] = []
    for at, line in enumerate(lines):
        if not is_furniture(line.text):
            kept.append(line)
        elif _fits(line.text, "site"):
            behind = lines[at + 1].text if at + 1 < len(lines) else ""
            before = kept[-1].text if kept and kept[-1] is lines[at - 1] else ""
            opened = len(before) >= _WRAPPED and not _CLOSED.search(before)
            if opened or _GOES_ON.match(behind):
                kept.append(line)
    return tuple(kept)


def is_table_text(line: str) -> bool:
    """Whether a cleaned line can only come from a table: bars, bare numbers, printed labels.

    `gikstudy.tables` marks the lines it has read. Tables of older forms, and headers that a page
    repeats, are not marked.
    """
    if line.count("|") > 1 and "。" not in line:
        return True
    return len(line) <= _LONGEST and _fits("".join(line.split()).strip("|"), "table")


def opens_appendix(line: str) -> bool:
    """Whether a line is the title of the statistical table in the reports for 2014 to 2018."""
    return len(line) <= _LONGEST and "统计表" in line and _fits(line, "appendix")


def is_prose(line: str) -> bool:
    """Whether a line is a sentence too long for a label or a button."""
    return len(line) >= _PROSE and "。" in line


def drop_footer(lines: list[Line]) -> list[Line]:
    """The lines of the last section up to its signature or to the first line of the footer.

    Args:
        lines: every line of the section with its furniture, in order.

    Returns:
        The lines before the footer; all lines if prose follows an apparent footer.
    """
    for index, line in enumerate(lines):
        signed = _DATE.fullmatch(line.text) is not None
        if not signed and not _fits(line.text, "end"):
            continue
        if any(is_prose(later.text) for later in lines[index + 1 :]):
            continue
        while signed and index and _is_signature(lines[index - 1].text):
            index -= 1
        return lines[:index]
    return lines


def _fits(line: str, *kinds: str) -> bool:
    return _pattern(*kinds).fullmatch(line) is not None


def _is_signature(line: str) -> bool:
    return len(line) <= 30 and _SENTENCE.search(line) is None
