"""Text to lines: kept exactly as decoded, because blanks and spaces are evidence.

In the commonest layout of a flattened table a cell is a line, and a line that holds two spaces
is an empty cell where a line that holds nothing is only a separator.
"""

from __future__ import annotations

from functools import cache

from gikstudy.model import Line


def read_plain(text: str) -> tuple[Line, ...]:
    r"""One `Line` a line of the text, located as `L12`.

    Lines end at `\n` alone (`\r\n` too; `\r` only in a text without `\n`): form feeds and the
    Unicode line separators occur within lines of crawled pages and would shift the numbering.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n")
        text = text.replace("\r", "" if "\n" in text else "\n")
    lines = text.removesuffix("\n").split("\n")
    return tuple(map(Line, lines, line_loci(len(lines))))


def line_loci(count: int) -> tuple[str, ...]:
    """`L1` … `L<count>`; a batch of reports shares one tuple, made to the next power of two."""
    return _loci(1 << max(count - 1, 1023).bit_length())[:count]


@cache
def _loci(size: int) -> tuple[str, ...]:
    return tuple(f"L{number}" for number in range(1, size + 1))
