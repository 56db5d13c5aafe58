"""The last check for texts that no row of a table has taken: they are strays, never dropped.

Worked example:

    规章 | 3 | 2 | 1 | 14          three measures read; a fourth number without a cell is a stray
    0 | 1 | 2 | 3                  numbers the columns: a header
    2020年 87                      no row has these: strays
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from typing import Final

from gikstudy.model import Cell
from gikstudy.tables.dispute_layout import header_words
from gikstudy.tables.line_pieces import belongs, is_index
from gikstudy.tables.printed import PrintedRow
from gikstudy.tables.tokens import PROSE, TEXT, VALUE, Token
from gikstudy.text import is_page_number

BETWEEN: Final = " | "  # separates the values of a whole row in `raw`
NUMBERS: Final = frozenset("0123456789")
_PRINTED: Final = frozenset([VALUE, TEXT, PROSE])


def unheld(
    tokens: Sequence[Token],
    lines: Collection[int],
    rows: Iterable[tuple[PrintedRow, Sequence[Cell]]],
    strays: Iterable[Token],
) -> list[Token]:
    """The values, and the unknown texts with a number, that are in no cell and no stray.

    Args:
        tokens: the stream.
        lines: the page lines of the tables.
        rows: each row with the cells made from it.
        strays: the known strays.
    """
    held = [*strays]
    for row, cells in rows:
        values = (*row.values, *row.alike)
        if values:
            held += _held(values, [cell.raw for cell in cells if cell.raw])
    same = {id(token) for token in held}  # a word that fills a cell is another token
    over = [
        token
        for token in tokens
        if token.kind in _PRINTED
        and id(token) not in same
        and token.line in lines
        and counts(token)
    ]
    places = {place_of(token) for token in held} if over else set()
    over = [token for token in over if place_of(token) not in places]
    return [token for _, line in groupby(over, lambda t: t.line) for token in _no_index([*line])]


TokenPosition = tuple[int, int, str]


def place_of(token: Token) -> TokenPosition:
    """The place of a token and its text: line, cell, text."""
    return token.line, token.cell, token.text


def counts(token: Token) -> bool:
    """Whether a token may be the content of a cell: a value, or a text without another role."""
    if token.kind == VALUE:
        return True
    if token.kind not in (TEXT, PROSE) or NUMBERS.isdisjoint(token.text) or belongs(token):
        return False
    return not header_words(token.text) and not is_page_number(token.text)


def _held(values: Sequence[Token], raws: list[str]) -> Sequence[Token]:
    """The values of a row that its cells print: each in its own cell, or all in every cell.

    A merged cell that a program printed once for each column is one cell.
    """
    printed = [token.raw.strip() for token in values]
    alone = [raw for raw in raws if BETWEEN not in raw]
    if printed == alone == raws or (len(raws) == 1 and {*printed} == {*raws}):
        return values
    parts = Counter(alone)
    for raw in raws:
        if BETWEEN in raw:
            parts |= Counter(raw.split(BETWEEN))
    held: list[Token] = []
    for token, raw in zip(values, printed, strict=True):
        if parts[raw] > 0:
            parts[raw] -= 1
            held.append(token)
    return held


def _no_index(line: list[Token]) -> list[Token]:
    return [] if is_index(line) else line
