"""Cells of Markdown: how they write line breaks, raised marks, pictures and bars.

|本年<br>制发件数|~~218~~128|128^1^|![](2.png)|      本年 制发件数 | 128 | 128[1] | a picture
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gikstudy.reading.marks import DOWN, PICTURE, STRUCK, UP, resolve, resolve_cell

_RULE: Final = re.compile(
    r"^[ \t]*\|?[ \t]*:?-{3,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*$", re.MULTILINE
)
_HEADING: Final = re.compile(r"^#{1,6} ", re.MULTILINE)
_TABLE: Final = re.compile(r"<(/?)table\b[^<>]*>", re.IGNORECASE)
_PAGE: Final = re.compile(r"\s*<(?!table\b)", re.IGNORECASE)
_BLOCKS: Final = re.compile(r"<(?:p|div|tr|td|li|h[1-6]|body)\b", re.IGNORECASE)
_SIGNS: Final = ("<", "~~", "\\|", "![", "^")
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_STRUCK: Final = re.compile(r"~~.+?~~|<(s|del|strike)>.*?</\1>", re.IGNORECASE)
_RAISED: Final = re.compile(r"<(su[pb])>(.*?)</\1>|(?<=[^\s|^\[])\^([^\s^|]{1,3})\^", re.IGNORECASE)
_PICTURE: Final = re.compile(r"!\[[^\]]*\]\([^)]*\)|<img\b[^>]*>", re.IGNORECASE)
_BAR: Final = "\u01c0"  # looks like a bar but does not separate cells


def has_bars(text: str) -> bool:
    """Whether a text holds a table of Markdown and no block of HTML."""
    return "|" in text and bool(_RULE.search(text)) and not _BLOCKS.search(text)


def plain_cells(text: str, lines: list[str]) -> list[str]:
    """The lines of a text, with the rows of Markdown tables as a reader sees them."""
    if "|" not in text or not any(sign in text for sign in _SIGNS) or not _RULE.search(text):
        return lines
    return [
        _row(line) if "|" in line and any(sign in line for sign in _SIGNS) else line
        for line in lines
    ]


def _row(line: str) -> str:
    line = _BREAK.sub(" ", line.replace("\\|", _BAR))
    line = _PICTURE.sub(PICTURE, _STRUCK.sub(STRUCK, line))
    line = _RAISED.sub(lambda m: f"{UP}{m[2] or m[3]}{DOWN}", line)
    if STRUCK not in line and UP not in line:
        return line
    return "|".join(map(_cell, line.split("|")))


def _cell(text: str) -> str:
    if STRUCK not in text and UP not in text:
        return text
    return f" {resolve_cell([resolve(text).strip()])[0]} "


def with_line_ends(text: str) -> str:
    r"""Markdown that contains HTML tables, with its own line ends as `<br>`.

    Examples:
        >>> with_line_ends("# 年报\n# 二、公开\n<table><tr>\n<td>1</table>")
        '# 年报<br>\n# 二、公开<br>\n<table><tr>\n<td>1</table>'
    """
    if _PAGE.match(text):
        return text
    bars = "|" in text and _RULE.search(text)
    if not bars and ("# " not in text or len(_HEADING.findall(text)) < 2):
        return text
    pieces = list(_around_tables(text))
    if any(_BLOCKS.search(piece) for piece, in_table in pieces if not in_table):
        return text
    return "".join(p if in_table else p.replace("\n", "<br>\n") for p, in_table in pieces)


def _around_tables(text: str) -> Iterator[tuple[str, bool]]:
    """A text cut into the pieces outside and inside its tables."""
    depth = start = 0
    for tag in _TABLE.finditer(text):
        if tag[1]:
            depth = max(depth - 1, 0)
            if not depth:
                yield text[start : tag.end()], True
                start = tag.end()
        else:
            if not depth:
                yield text[start : tag.start()], False
                start = tag.start()
            depth += 1
    yield text[start:], depth > 0
