"""Tables of wiki text: a line with a bar begins a cell, and `|-` begins a row.

    {| class="wikitable"
    ! 信息内容 !! 本年制发件数
    |-
    | 规章
    | colspan="2" | 3
    |}

`|-` begins a row here. It is not a mark for nothing. So the reader looks for the table first, and for
its cells afterwards. A copy may lose the braces. Its rows still begin with labels, which show it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gikstudy.reading.drawn import Drawn, DrawnCell

_OPEN: Final = re.compile(r"[ \t:]*\{\|")
_CLOSE: Final = re.compile(r"[ \t]*\|\}")
_ROW: Final = re.compile(r"[ \t]*\|-+[ \t]*(?:\w+[ \t]*=.*)?")
_CELL: Final = re.compile(r"[ \t]*([|!])(?![-}+])(.*)", re.DOTALL)
_CAPTION: Final = re.compile(r"[ \t]*\|\+(.*)", re.DOTALL)
_NEXT: Final = {"|": re.compile(r"\|\|"), "!": re.compile(r"!!|\|\|")}
_ATTRIBUTES: Final = re.compile(
    r"""[ \t]*(?:[\w-]+[ \t]*=[ \t]*(?:"[^"|]*"|'[^'|]*'|[\w%.-]+)[ \t]*)+\|(?!\|)"""
)
_SPAN: Final = re.compile(r"""\b(row|col)span[ \t]*=[ \t]*["']?(\d{1,3})""")
_EMPHASIS: Final = re.compile(r"'{2,5}")
_NUMBER: Final = re.compile(r"[\d.,/—–-]*")
_ROWS: Final = 3  # rows that a table without braces needs


def wiki_tables(text: str, lines: list[str]) -> list[Drawn]:
    """The tables of wiki text, in their order."""
    if "\n|-" not in text:
        return []
    tables: list[Drawn] = []
    at = 0
    while at < len(lines):
        table, end = None, at + 1
        if _OPEN.match(lines[at]):
            table = _closed(lines, at)
        elif _is_row_or_cell(lines[at]):
            end = next(
                (n for n in range(at, len(lines)) if not _is_row_or_cell(lines[n])), len(lines)
            )
            table = _bare(lines, at, end)
        if table is not None:
            tables.append(table)
        at = max(end, table.end if table is not None else 0)
    return tables


def _is_row_or_cell(line: str) -> bool:
    return bool(_CELL.match(line) or _ROW.fullmatch(line))


def _closed(lines: list[str], at: int) -> Drawn | None:
    """The table between its braces; none if they do not close or hold another table."""
    for end in range(at + 1, len(lines)):
        if _CLOSE.match(lines[end]):
            rows = list(_rows(lines, at + 1, end))
            return Drawn(at, end + 1, rows) if rows else None
        if _OPEN.match(lines[end]):
            return None
    return None


def _bare(lines: list[str], at: int, end: int) -> Drawn | None:
    """A run of lines with bars in which each row begins with a label."""
    starts = sum(1 for line in lines[at:end] if _ROW.fullmatch(line))
    if starts < _ROWS:
        return None
    rows = list(_rows(lines, at, end))
    firsts = [next((text for text, _, _ in cells if text), "") for _, cells in rows]
    if sum(1 for text in firsts if _NUMBER.fullmatch(text)) * 10 > len(firsts):
        return None
    return Drawn(at, end, rows)


def _rows(lines: list[str], first: int, end: int) -> Iterator[tuple[int, list[DrawnCell]]]:
    start, cells = first, list[str]()
    for n in range(first, end):
        line = lines[n]
        if _ROW.fullmatch(line):
            if cells:
                yield start, [_cell(text) for text in cells]
            start, cells = n + 1, []
        elif caption := _CAPTION.fullmatch(line):
            yield n, [_cell(caption[1])]
        elif cell := _CELL.fullmatch(line):
            if not cells:
                start = n
            cells += _NEXT[cell[1]].split(cell[2])
        elif cells and line.strip():
            cells[-1] += line
    if cells:
        yield start, [_cell(text) for text in cells]


def _cell(text: str) -> DrawnCell:
    """The text of a cell and its spans, which stand before a bar of their own."""
    spans = {"row": 1, "col": 1}
    if attributes := _ATTRIBUTES.match(text):
        spans |= {name: max(int(size), 1) for name, size in _SPAN.findall(attributes[0])}
        text = text[attributes.end() :]
    return _EMPHASIS.sub("", text).strip(), spans["row"], spans["col"]
