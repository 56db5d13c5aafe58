"""Text to lines: kept as decoded, because blanks and spaces are evidence.

In the commonest layout of a flattened table a cell is a line, and a line that holds two spaces
is an empty cell where a line that holds nothing is only a separator. Tables that are drawn with
several lines a row are put together (`gikstudy.reading.drawn`).
"""

from __future__ import annotations

from functools import cache

from gikstudy.model import Block, Line
from gikstudy.reading.drawn import drawn_tables
from gikstudy.reading.markdown import plain_cells


def read_plain(text: str) -> tuple[Block, ...]:
    r"""One `Line` a line of the text, located as `L12`, and a `Grid` for each table drawn in it.

    Lines end at `\n` alone (`\r\n` too; `\r` only in a text without `\n`): form feeds and the
    Unicode line separators occur within lines of crawled pages and would shift the numbering.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n")
        text = text.replace("\r", "" if "\n" in text else "\n")
    lines = text.removesuffix("\n").split("\n")
    loci = line_loci(len(lines))
    tables = drawn_tables(text, lines)
    lines = plain_cells(text, lines)
    if not tables:
        return tuple(map(Line, lines, loci))
    blocks: list[Block] = []
    end = 0
    for table in tables:
        blocks += map(Line, lines[end : table.first], loci[end : table.first])
        if len(table.rows) == 1 and len(table.rows[0][1]) == 1:
            blocks.append(Line(table.rows[0][1][0][0], loci[table.first]))
        else:
            blocks.append(table.grid())
        end = table.end
    blocks += map(Line, lines[end:], loci[end:])
    return tuple(blocks)


def line_loci(count: int) -> tuple[str, ...]:
    """`L1` … `L<count>`; a batch of reports shares one tuple, made to the next power of two."""
    return _loci(1 << max(count - 1, 1023).bit_length())[:count]


@cache
def _loci(size: int) -> tuple[str, ...]:
    return tuple(f"L{number}" for number in range(1, size + 1))
