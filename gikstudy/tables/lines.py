r"""One stream of tokens for every layout of tables.

A table may come as a real grid, as rows of cells between bars or tabs, as one cell on each line,
or as a label and numbers on one line of a PDF. Each becomes the same stream, in reading order:

    規範性文件 | 6 | 6 | 6 |        TEXT 规范性文件, VALUE 6, VALUE 6, VALUE 6
    一、… | 7 | 7 | |||||||         TEXT 一、…, VALUE 7, VALUE 7, PAD ×7
    0\n                              VALUE 0
    "  \n"  (one cell a line)        MAYBE: a blank cell, or only spacing
    <td></td>                       SLOT: certainly a blank cell

Each text is judged here once: its value, or the labels of the forms that it may be.
`gikstudy.tables.rows` finds which label it is, and what belongs to it.
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from typing import Final

from gikstudy.page import Page
from gikstudy.tables.cell_lines import bar_line, delimited, grid_row, without_first_bar
from gikstudy.tables.labels import LONG
from gikstudy.tables.rules_between import without_rules
from gikstudy.tables.text_lines import as_printed, plain_line
from gikstudy.tables.tokens import MAYBE, Token, new

_MANY: Final = 8  # lines of cells that begin alike
_QUOTED: Final = re.compile(r'(?:^|,)"[^"]*"(?:,|$)')


def tokenise(page: Page) -> list[Token]:
    """The whole page as tokens, in reading order."""
    tokens: list[Token] = []
    opened, closed = _begins_and_ends_with_bars(page)
    for index, (clean, printed, row) in enumerate(
        zip(page.clean, page.raw, page.rows, strict=True)
    ):
        if opened and row is None and "|" in clean and clean.replace("|", "").strip():
            clean, printed = without_first_bar(clean), without_first_bar(printed)
            if not closed and clean.rstrip().endswith("|"):
                clean, printed = f"{clean.rstrip()}  |", f"{printed.rstrip()}  |"
        if row is not None:
            tokens += grid_row(index, row, clean)
        elif clean:
            read = _short_line if len(clean) <= LONG else _line
            for kind, text, _, cell, value, width, raw, locus, label in read(clean, printed):
                fields = (kind, text, index, cell, value, width, raw, locus, label)
                tokens.append(new(Token, fields))
    return without_rules(tokens)


def _begins_and_ends_with_bars(page: Page) -> tuple[bool, bool]:
    """Whether nearly every line of cells, whatever it holds, begins with a bar, and whether many end so.

    If they begin with one, the bar is before the first cell. Elsewhere it follows an empty one. If
    they do not end with one, a bar at the end of a line is before an empty cell.
    """
    filled = [
        line.strip()
        for line, row in zip(page.clean, page.rows, strict=True)
        if row is None and "|" in line and line.replace("|", "").strip()
    ]
    begun = sum(line.startswith("|") for line in filled)
    ended = sum(line.endswith("|") for line in filled)
    return begun >= _MANY and begun * 20 >= len(filled) * 19, ended * 2 >= len(filled)


def _line(clean: str, raw: str) -> list[Token]:
    """The tokens of a line of text, as if the page had no other line."""
    if "**" in clean:
        clean = clean.replace("**", "")  # the marks of bold print in Markdown
    if '"' in clean and ("," in clean) and _QUOTED.search(clean):
        return delimited(0, quoted(clean), quoted(raw))
    if "|" in clean:
        return bar_line(0, clean, raw)
    text = clean.strip()
    if "\t" in clean.strip(" "):
        return delimited(0, clean.split("\t"), raw.split("\t"))
    if not text:
        return [Token(MAYBE, "", 0)]
    tokens = plain_line(0, text, raw)
    whole = len(tokens) == 1 and not tokens[0].cell
    return tokens if whole else as_printed(tokens, raw)


def quoted(text: str) -> list[str]:
    """The cells of a CSV line with quoted cells."""
    return next(csv.reader([text]))


# Cells and labels repeat within and between reports: most lines have been read before.
_short_line = lru_cache(maxsize=16384)(_line)
