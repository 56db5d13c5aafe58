"""What became of everything printed in the tables of a page, judged by the result alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, Literal, NamedTuple

from gikstudy.model import Cell
from gikstudy.page import Page
from gikstudy.tables.cells import locus_of
from gikstudy.tables.dispute_layout import header_words
from gikstudy.tables.line_pieces import belongs, is_index
from gikstudy.tables.lines import tokenise
from gikstudy.tables.reading import Tables
from gikstudy.tables.statistics import STATISTICS
from gikstudy.tables.statistics_accounts import statistics_roles
from gikstudy.tables.tokens import MAYBE, PAD, PROSE, SLOT, TEXT, Token
from gikstudy.tables.unheld import BETWEEN, NUMBERS
from gikstudy.text import is_page_number

_COLUMN: Final = re.compile(r"(?:[C:]\d+)?$")
Role = Literal["label", "header", "note", "furniture", "cell", "stray", "lost"]


class Account(NamedTuple):
    """What became of one printed text; `key` is the cell, or the open row, that contains it."""

    text: str
    locus: str
    role: Role
    key: str = ""


def accounted(page: Page, tables: Tables) -> tuple[Account, ...]:
    """Everything printed on the lines of the tables, each text with one role, in page order.

    It looks at the results (cells and strays), not at how they were read. It is for tests and for
    people, not for the run over many reports. A role of `lost` would be a fault of the reader.

    Args:
        page: the page.
        tables: what was read from it.
    """
    if STATISTICS in tables.found:
        on_lines = [token for token in tokenise(page) if token.line in tables.lines]
        roles = statistics_roles(page, tables.form, on_lines, tables.cells, tables.strays)
        return tuple(Account(*role) for role in roles)  # type: ignore[arg-type]
    strays = Counter((stray.text, stray.locus) for stray in tables.strays)
    printed = _PrintedCells(tables.cells)
    found: list[Account] = []
    by_line: dict[int, list[Token]] = {at: [] for at in sorted(tables.lines)}
    for token in tokenise(page):
        if token.line in by_line:
            by_line[token.line].append(token)
    for at, on_line in by_line.items():
        found += _cut_away(page, at, on_line)
        index = is_index([token for token in on_line if token.kind != SLOT])
        for token in on_line:
            text, locus = token.raw.strip() or token.text, locus_of(page, token)
            role, key = _role_of_text(token), ""
            if token.kind in (SLOT, MAYBE, PAD):
                continue
            if strays[text, locus]:
                strays[text, locus] -= 1
                role = "stray"
            elif (key := printed.take(text, locus)) or (not role and at in tables.again):
                role = "cell"
            elif not role and index:
                role = "header"
            found.append(Account(text, locus, role or "lost", key))
    return tuple(found)


def _cut_away(page: Page, at: int, tokens: Sequence[Token]) -> Iterable[Account]:
    """Printed texts that are not tokens: page numbers, and row numbers in front of labels."""
    row = page.rows[at]
    if row is None:
        if not tokens and is_page_number(page.clean[at]):
            yield Account(page.raw[at].strip(), page.loci[at], "furniture")
        return
    loci = {token.locus for token in tokens}
    for cell in row:
        if cell.text.strip() and cell.locus not in loci:
            yield Account(cell.text.strip(), cell.locus, "label")


def _role_of_text(token: Token) -> Role | None:
    """The role of a text on its own; None if only a cell or a stray can account for it."""
    if token.kind not in (TEXT, PROSE):
        return None
    if is_page_number(token.text):
        return "furniture"
    if token.label.rows or token.label.items or "fragment" in token.label.tags:
        return "label"
    if token.label.tags or header_words(token.text):
        return "header"
    return "note" if belongs(token) or NUMBERS.isdisjoint(token.text) else None


class _PrintedCells:
    """The texts that the cells say were printed; each can be taken once."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self.own: dict[tuple[str, str], str] = {}  # text and locus: the key of the cell
        self.rows: dict[str, Counter[str]] = {}  # the values of an open row
        alone = Counter((cell.table, cell.row) for cell in cells if cell.raw)
        for cell in cells:
            raw = cell.raw.strip()
            self.own.setdefault((raw, cell.locus), cell.key)
            if alone[cell.table, cell.row] == 1:  # merged cells may be printed more than once
                self.own.setdefault((raw, _row_of(cell.locus)), cell.key)
            if BETWEEN in cell.raw:
                self.rows.setdefault(f"{cell.table}/{cell.row}", Counter()).__ior__(
                    Counter(cell.raw.split(BETWEEN))
                )

    def take(self, text: str, locus: str) -> str:
        """The cell, or the open row, that contains a text; empty if none is left."""
        key = self.own.get((text, locus), "")
        for row, parts in self.rows.items() if not key else ():
            if parts[text] > 0:
                parts[text] -= 1
                return row
        return key or self.own.get((text, _row_of(locus)), "")


def _row_of(locus: str) -> str:
    return _COLUMN.sub(" row", locus)
