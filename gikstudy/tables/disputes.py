"""Table 4 (reconsideration and litigation): three channels of five cells under one header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from gikstudy.forms import CHANNELS, OUTCOMES, get_form
from gikstudy.model import Cell
from gikstudy.page import Page
from gikstudy.tables.alignment import Segment, hides_number
from gikstudy.tables.cells import (
    Key,
    cut_cells,
    loose_cells,
    missing_cell,
    number_of,
    read_cell,
    unread_cells,
)
from gikstudy.tables.labels import squash
from gikstudy.tables.placing import CUT, EXACT, LOOSE, SOFT, UNREAD, Habits, Placed, place
from gikstudy.tables.solving import Options, by_order, solve_disputes
from gikstudy.tables.tokens import PAD, PROSE, SLOT, TEXT, VALUE, Token

COLUMNS: Final = len(CHANNELS) * len(OUTCOMES)
_MIN_HEADERS: Final = 5  # of eighteen printed; headers are often cut
_WINDOW: Final = 60
_SCRAP: Final = 24  # longer text under the heading is a sentence
_DISPUTE_HEADING: Final = re.compile(r"复议.{0,14}诉讼.{0,8}情况")
_HEADER_TAGS: Final = frozenset(["dispute", "header", "fragment", "group"])
# Spacing between cells means what it means in the tables above it; on its own nothing is known.
_LAYOUT: Final = Habits(lines=True, bars=0, tail=None, in_place=False, padded=True)


@dataclass(frozen=True, slots=True)
class DisputeTable:
    """The values under the header of table 4, in the order printed.

    `label` is its first header, `groups` counts the values between headers, `last` is the page
    line that the table ends on, `cut` that the page ends there too. `hidden` is a header that holds
    a number which nobody could tell from its words.
    """

    label: Token
    items: tuple[Token, ...]
    groups: tuple[int, ...]
    last: int
    cut: bool = False
    hidden: Token | None = None

    @property
    def transposed(self) -> bool:
        """Whether the outcomes are rows: five groups of three values, each behind its header."""
        return self.groups == (len(CHANNELS),) * len(OUTCOMES)


def find_disputes(tokens: Sequence[Token], start: int) -> DisputeTable | None:
    """The header of table 4 at or after token `start`, and the values that follow it.

    The header repeats four outcomes three times; in text where every repeated line was removed
    it cannot be complete, and no table is found.
    """
    headers = [
        at
        for at in range(start, len(tokens))
        if tokens[at].kind == TEXT and header_words(tokens[at].text) and not _heading(tokens[at])
    ]
    empty: DisputeTable | None = None
    for number, first in enumerate(headers):
        cluster = [at for at in headers[number:] if at < first + _WINDOW]
        if sum(header_words(tokens[at].text) for at in cluster) >= _MIN_HEADERS:
            # An attachment further down may print its header better than the report does.
            table = _under_heading(tokens, start, first) or _collect(tokens, first)
            if table.items or "。" not in tokens[first].text:
                return table
            empty = empty or table  # a sentence holds the words of the header
    return empty or _under_heading(tokens, start, len(tokens))


def _under_heading(tokens: Sequence[Token], start: int, end: int) -> DisputeTable | None:
    """The values between the heading of section four and the next one, headers torn to letters.

    PDF text spreads the header over lines of single characters; what is left of the table is
    its numbers, and they count only if nothing but such scraps stands around them.
    """
    for at in range(start, end):
        if tokens[at].kind != TEXT or not _DISPUTE_HEADING.search(tokens[at].text):
            continue
        items: list[Token] = []
        for token in tokens[at + 1 : end]:
            if token.kind == PROSE or (token.kind == TEXT and _heading(token)):
                break
            if token.kind == TEXT and len(token.text) > _SCRAP:
                if items:
                    break
                continue
            if token.kind != TEXT:
                items.append(token)
        values = [token for token in items if token.kind == VALUE]
        if 1 < len(values) <= COLUMNS:
            return DisputeTable(tokens[at], tuple(values), (len(values),), values[-1].line)
    return None


@lru_cache(maxsize=4096)
def header_words(text: str) -> int:
    """How many header cells of table 4 a text holds (a PDF line may hold several)."""
    word = squash(text)
    labels = (*get_form("2021").channels, *get_form("2021").outcomes[:-1])
    return sum(word.count(column.label) for column in labels) if len(word) < 80 else 0


def _tags(token: Token) -> frozenset[str]:
    return token.label.tags


def _heading(token: Token) -> bool:
    return "heading" in _tags(token)


def _collect(tokens: Sequence[Token], first: int) -> DisputeTable:
    items: list[Token] = []
    groups: list[int] = []
    header_line = -1
    cut = False
    hidden: Token | None = None
    last = tokens[first].line
    for at in range(first, len(tokens)):
        token = tokens[at]
        if token.kind == PROSE or (token.kind == TEXT and _heading(token)):
            break
        if token.kind == TEXT:
            if hidden is None and hides_number(token.text):
                hidden = token
            if _ends(token, groups):
                break
            if groups and groups[-1]:
                groups.append(0)
            elif not groups:
                items.clear()  # spacing between headers is no cell
            header_line = last = token.line
            continue
        if token.kind == VALUE:
            groups = groups or [0]
            groups[-1] += 1
            last = token.line
        elif token.line == header_line:
            continue
        items.append(token)
    else:
        cut = True
    counts = tuple(count for count in groups if count)
    found = tuple(_without_leading_pads(items))
    return DisputeTable(tokens[first], found, counts, last, cut, hidden)


def _ends(token: Token, groups: list[int]) -> bool:
    """A text behind the values that is no header ends the table; before them it is a torn header."""
    return bool(groups) and not (_tags(token) & _HEADER_TAGS or header_words(token.text))


def _without_leading_pads(items: list[Token]) -> list[Token]:
    start = 0
    while start < len(items) and items[start].kind == PAD:
        start += 1
    return items[start:]


def read_disputes(page: Page, table: DisputeTable, above: Habits | None) -> list[Cell]:
    """The fifteen cells of table 4 as read and placed.

    Args:
        above: what table 3 shows of the layout; table 4 has no second row to show it.
    """
    keys = _keys(transposed=table.transposed)
    segment = Segment("disputes", 0, table.label, table.items, hidden=table.hidden, cut=table.cut)
    habits = replace(_LAYOUT, lines=above is not None and above.lines)
    row = place(segment, COLUMNS, habits)
    if table.cut and not segment.items:
        return [missing_cell(key) for key in keys]
    if row.kind == CUT:
        return cut_cells(page, keys, segment.values)
    if row.kind == UNREAD and row.cells[0] is not None:
        return unread_cells(page, keys, row.cells[0])
    if row.kind == LOOSE:
        row = _with_last_bars(segment, row)
    if row.kind in (EXACT, SOFT) and _is_spaced(row) and not _adds_up(row):
        row = Placed(row.key, LOOSE, segment.values, row.label)
    if row.kind in (EXACT, SOFT):
        cells = [
            read_cell(page, key, token, row.label)
            for key, token in zip(keys, row.cells, strict=True)
        ]
    else:
        values = [token for token in row.cells if token is not None]
        cells = loose_cells(page, keys, values, _options(values), frozenset())
    order = {(ch, o): n for n, (ch, o) in enumerate((c, o) for c in CHANNELS for o in OUTCOMES)}
    return sorted(cells, key=lambda cell: order[(cell.row, cell.column)])


def _keys(*, transposed: bool) -> list[Key]:
    if transposed:
        return [("disputes", channel, outcome) for outcome in OUTCOMES for channel in CHANNELS]
    return [("disputes", channel, outcome) for channel in CHANNELS for outcome in OUTCOMES]


def _with_last_bars(segment: Segment, row: Placed) -> Placed:
    """The row with lone bars as blanks to its very end, where some stand between its values."""
    cells: list[Token | None] = []
    for token in segment.items:
        if token.kind == PAD and token.cell == 0:
            cells += [None] * token.width
        elif token.kind in (VALUE, SLOT):
            cells.append(token)
    inner = None in cells[: len(cells) - cells[::-1].index(row.cells[-1])]
    return (
        Placed(row.key, SOFT, tuple(cells), row.label) if inner and len(cells) == COLUMNS else row
    )


def _is_spaced(row: Placed) -> bool:
    """Whether blanks of the row rest on spacing or bars, and not on cells of a real table."""
    blanks = [token for token in row.cells if token is None or token.kind != VALUE]
    return any(token is None or not token.locus for token in blanks)


def _adds_up(row: Placed) -> bool:
    numbers = [0 if t is None or t.kind != VALUE else number_of(t) for t in row.cells]
    if None in numbers:
        return False
    whole = [n or 0 for n in numbers]
    size = len(OUTCOMES)
    return all(sum(whole[n : n + size - 1]) == whole[n + size - 1] for n in range(0, COLUMNS, size))


def _options(values: Sequence[Token]) -> Options:
    numbers = [number_of(token) for token in values]
    if len(values) > COLUMNS or None in numbers:
        return by_order(len(values), COLUMNS)
    return solve_disputes(tuple(n or 0 for n in numbers))
