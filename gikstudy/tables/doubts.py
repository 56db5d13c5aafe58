"""Unknown texts among the values of a row: words in cells, or notes outside the cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from gikstudy.tables.printed import PrintedRow
from gikstudy.tables.tokens import MAYBE, SOLID, VALUE, Token, count_solid

_WORD: Final = 20  # a longer text is a note, not a word in a cell


def without_doubts(row: PrintedRow, columns: int) -> tuple[PrintedRow, Token | None]:
    """The row with its unknown texts as words in cells, or without them, as its count shows.

    Returns:
        The row, and one of the texts if the count shows neither.
    """
    if not row.doubts:
        return row, None
    doubts = {id(token) for token in row.doubts}
    words = [token for token in row.items if id(token) in doubts]
    if words and all(_is_in_cell(row, word) for word in words) and _stands_among(row, words):
        return replace(row, doubts=()), None
    kept = tuple(token for token in row.items if id(token) not in doubts)
    solid = count_solid(kept)
    if solid == columns and any(token.kind == VALUE for token in kept):
        return replace(row, items=kept, doubts=()), None
    spaced = any(token.kind == MAYBE for token in kept)  # an empty cell next to a word
    whole = solid + len(words) == columns and not spaced
    if words and whole and _stands_among(row, words):
        return replace(row, doubts=()), None
    values = tuple(token for token in kept if token.kind == VALUE)
    return replace(row, items=values or kept, doubts=()), row.doubts[0]


def _is_in_cell(row: PrintedRow, word: Token) -> bool:
    """Whether a text is a cell of its own, in a real table or next to values on a line."""
    beside = (t.line == word.line and t.cell not in (0, word.cell) for t in row.values)
    return bool(word.locus) or (word.cell > 0 and any(beside))


def _stands_among(row: PrintedRow, words: Sequence[Token]) -> bool:
    """Whether short words are between values, a place where notes and group heads do not occur."""
    first = next(n for n, token in enumerate(row.items) if token.kind in SOLID)
    last = len(row.items) - next(n for n, t in enumerate(row.items[::-1]) if t.kind in SOLID)
    inside = {id(token) for token in row.items[first:last]}
    ends = (row.items[first], row.items[last - 1])
    return all(
        len(word.text) <= _WORD and id(word) in inside and all(word is not end for end in ends)
        for word in words
    )
