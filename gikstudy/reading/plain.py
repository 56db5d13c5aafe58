"""Text to lines, kept exactly as decoded, because blanks and spaces are evidence.

In the most common layout of a flattened table each cell is a line. A line of two spaces is then an
empty cell, and an empty line is only a separator. `gikstudy.reading.drawn` puts together tables
whose rows take several lines.
"""

from __future__ import annotations

from functools import cache

from gikstudy.model import Block, Line
from gikstudy.reading.drawn import drawn_tables
from gikstudy.reading.markdown import plain_cells
from gikstudy.reading.wiki import wiki_tables


def read_plain(text: str) -> tuple[Block, ...]:
    r"""One `Line` for each line of the text (locus `L12`), and a `Grid` for each drawn table.

    Lines end only at `\n` or `\r\n` (at `\r` in a text without `\n`). Form feeds and Unicode line
    separators occur within lines of crawled pages and would shift the numbering.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n")
        text = text.replace("\r", "" if "\n" in text else "\n")
    lines = text.removesuffix("\n").split("\n")
    loci = line_loci(len(lines))
    tables = wiki_tables(text, lines) or drawn_tables(text, lines)
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
