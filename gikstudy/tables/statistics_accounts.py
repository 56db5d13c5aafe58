"""What became of everything printed in a statistical table, judged by the result alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from gikstudy.forms.statistics import header_words, statistics_table
from gikstudy.model import Cell, Stray
from gikstudy.page import Page
from gikstudy.tables.cells import locus_of
from gikstudy.tables.statistics_columns import header_kind, is_unit, numbers_columns
from gikstudy.tables.statistics_words import find_labels, words_of
from gikstudy.tables.tokens import MAYBE, PAD, PROSE, SLOT, TEXT, Token
from gikstudy.tables.unheld import BETWEEN, NUMBERS
from gikstudy.text import is_page_number

RolePlayed = tuple[str, str, str, str]  # text, locus, role, key


def statistics_roles(
    page: Page,
    form: str,
    tokens: Sequence[Token],
    cells: Sequence[Cell],
    strays: Iterable[Stray],
) -> list[RolePlayed]:
    """Each word on the lines of a statistical table with the one role that it has.

    Args:
        page: the page.
        form: the name of the table.
        tokens: what is on the lines of the table.
        cells: the cells that were read.
        strays: the strays.
    """
    words = words_of(form, tokens)
    pieces = {
        at
        for label in find_labels(form, words)
        for at in range(label.first, label.end)
        if at not in label.inside
    }
    left = Counter((stray.text, stray.locus) for stray in strays)
    own = Counter((cell.raw.strip(), cell.locus) for cell in cells if BETWEEN not in cell.raw)
    parts = Counter(part for cell in cells for part in set(cell.raw.split(BETWEEN)))
    found: list[RolePlayed] = []
    for _, group in groupby(enumerate(words), lambda pair: pair[1].line):
        line = list(group)
        index = numbers_columns([word for _, word in line])
        for at, word in line:
            if word.kind in (SLOT, MAYBE, PAD):
                continue
            text, locus = word.raw.strip() or word.text, locus_of(page, word)
            role = "label" if at in pieces else _aside(word, index=index)
            if left[text, locus]:
                left[text, locus] -= 1
                role = "stray"
            elif not role and own[text, locus]:
                own[text, locus] -= 1
                role = "cell"
            elif not role and parts[text]:
                role = "cell"
            found.append((text, locus, role or _numbering(form, word, line), ""))
    return found


def _aside(word: Token, *, index: bool) -> str:
    """The role of a text that is neither a label nor the content of a cell."""
    if is_page_number(word.text):
        return "furniture"
    if index or is_unit(word) or header_kind(word) or word.text in header_words():
        return "header"
    words = word.kind in (TEXT, PROSE) and NUMBERS.isdisjoint(word.text)
    nil = word.value is not None and word.value.kind == "nil"
    return "note" if words or nil else ""


def _numbering(form: str, word: Token, line: Sequence[tuple[int, Token]]) -> str:
    """A code of the table, or the number of a row at the beginning of its line."""
    codes = {row.code.lstrip("0") for row in statistics_table(form).rows if row.code}
    if word.text.rstrip("* ").lstrip("0") in codes or word is line[0][1]:
        return "label"
    return "lost"
