"""Table 4 (reconsideration and litigation): three channels of five outcomes, by their headers.

The table is one row of fifteen numbers under two tiers of headers. Bodies also print the channels
as rows of five, the outcomes as rows of three, or each number after its own header. The order of
headers and numbers shows which layout it is; any other order leaves the cells open.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Final

from gikstudy.forms import CHANNELS, OUTCOMES
from gikstudy.model import Cell
from gikstudy.page import Page
from gikstudy.tables.cells import (
    CellPosition,
    cut_cells,
    locus_of,
    loose_cells,
    missing_cell,
    number_of,
    open_cells,
    row_cells,
    with_open_end,
)
from gikstudy.tables.dispute_layout import (
    COLUMNS,
    form_order,
    header_keys,
    header_words,
    is_total,
    told_cells,
    with_contents,
)
from gikstudy.tables.dispute_sums import (
    adds_up,
    channel_places,
    confirmed_keys,
    holds_foreign,
    is_of_text,
    is_poured_out,
)
from gikstudy.tables.glued_years import without_glued_years
from gikstudy.tables.labels import hides_number
from gikstudy.tables.line_pieces import is_index
from gikstudy.tables.placing import (
    CUT,
    EXACT,
    LOOSE,
    SOFT,
    UNREAD,
    Habits,
    Placed,
    place,
)
from gikstudy.tables.printed import PrintedRow
from gikstudy.tables.solving import Options, by_order, solve_disputes
from gikstudy.tables.tokens import (
    CONTENT,
    PAD,
    PROSE,
    SLOT,
    SOLID,
    TEXT,
    VALUE,
    Token,
    as_word,
    count_solid,
)
from gikstudy.tables.values import ODD

_MIN_HEADERS: Final = 5  # of eighteen printed; headers are often cut
_ALL_HEADERS: Final = COLUMNS  # as `header_words` counts: each channel, and its outcomes but one
_FRAGMENT: Final = frozenset(["fragment"])
_WINDOW: Final = 60
_NEAR: Final = 7
_MANY: Final = 9  # of fifteen numbers; with fewer, the others may be elsewhere
_SCRAP: Final = 24  # longer text under the heading is a sentence
_DISPUTE_HEADING: Final = re.compile(r"复议.{0,14}诉讼.{0,8}情况")
_HEADER_TAGS: Final = frozenset(["dispute", "header", "fragment", "group"])
# Spacing between cells means the same as in the tables above; without them, nothing is known.
_LAYOUT: Final = Habits(lines=True, bars=0, tail=None, in_place=False, padded=True)


@dataclass(frozen=True, slots=True)
class DisputeTable:
    """Table 4 as printed: the row of its numbers and the cell of each number.

    `keys` names the fifteen cells in printed order; it is empty if headers and numbers are mixed
    in a way that does not show it. `poured` says that there are headers between the numbers,
    `headed` that the header names all three channels.
    `first` and `last` are page lines, `end` a token number.
    """

    row: PrintedRow
    keys: tuple[CellPosition, ...]
    first: int
    last: int
    end: int
    hidden: Token | None = None
    strays: tuple[Token, ...] = ()
    poured: bool = False
    headed: bool = True


def find_disputes(tokens: Sequence[Token]) -> list[DisputeTable]:
    """All tables 4 of a stretch of a page: their headers and the values that follow.

    The header repeats four outcomes three times. If every repeated line was removed from a text,
    its header cannot be complete, and no table is found.
    """
    headers = [
        at
        for at, token in enumerate(tokens)
        if token.kind == TEXT and header_words(token.text) and not _heading(token)
    ]
    found: list[DisputeTable] = []
    start = 0
    while (table := _next(tokens, headers[bisect_left(headers, start) :], start)) is not None:
        found.append(table)
        start = max(table.end, start + 1)
    filled = [table for table in found if table.row.items]
    return filled or found[:1]


def _next(tokens: Sequence[Token], headers: Sequence[int], start: int) -> DisputeTable | None:
    empty: DisputeTable | None = None
    for number, first in enumerate(headers):
        cluster = [at for at in headers[number:] if at < first + _WINDOW]
        if sum(header_words(tokens[at].text) for at in cluster) >= _MIN_HEADERS:
            # An attachment further down may print its header better than the report prints its own.
            table = _collect(tokens, first)
            torn = _under_heading(tokens, start, first)
            if torn is not None and (not table.row.values or _is_apart(tokens[torn.end : first])):
                table = torn
            if table.row.items or "。" not in tokens[first].text:
                return table
            empty = empty or table  # a sentence has the words of the header
    return empty or _under_heading(tokens, start, len(tokens))


def _is_apart(between: Sequence[Token]) -> bool:
    """Whether a section begins between some numbers and a header, which then is another table's."""
    return any(t.kind == PROSE or (t.kind == TEXT and _heading(t)) for t in between)


def _under_heading(tokens: Sequence[Token], start: int, end: int) -> DisputeTable | None:
    """The values between the heading of section four and the next, for a header torn to letters.

    PDF text spreads the header over lines of single characters. Only the numbers of the table are
    left, and they count only if there are nothing but such scraps around them.
    """
    for at in range(start, end):
        if tokens[at].kind != TEXT or not _DISPUTE_HEADING.search(tokens[at].text):
            continue
        items: list[Token] = []
        behind = at
        for token in tokens[at + 1 : end]:
            if token.kind == PROSE or (token.kind == TEXT and _heading(token)):
                break
            if token.kind == TEXT and len(token.text) > _SCRAP:
                if items:
                    break
                continue
            behind += 1
            if token.kind != TEXT:
                items.append(token)
        values = tuple(token for token in items if token.kind == VALUE)
        if is_index(values):
            continue
        if 1 < len(values) <= COLUMNS:
            row = PrintedRow("disputes", 0, tokens[at], values)
            last = values[-1].line
            return DisputeTable(row, form_order(), tokens[at].line, last, behind, headed=False)
    return None


def _heading(token: Token) -> bool:
    return "heading" in token.label.tags


def _collect(tokens: Sequence[Token], first: int) -> DisputeTable:
    """Everything from the first header on: headers and the runs of contents between them."""
    parts: list[list[Token]] = [[]]  # headers and contents alternate
    doubts: list[Token] = []
    hidden: Token | None = None
    end = len(tokens)
    for at in range(first, len(tokens)):
        token = tokens[at]
        if token.kind in CONTENT:
            if not _is_spacing(token, parts, tokens[at - 1]):
                _add(parts, token, 1)
        elif _is_header(tokens, at, _headed(parts)):
            hidden = hidden or (token if hides_number(token.text) else None)
            _add(parts, token, 0)
        elif _ends(tokens, at, parts):
            end = at
            break
        else:
            doubts.append(as_word(token))
            _add(parts, doubts[-1], 1)
    parts = _without_index(parts)
    items, keys = told_cells(parts)
    if not keys or len(parts) > 3:
        items, keys = max(
            ((items, keys), told_cells(with_contents(parts))), key=lambda told: bool(told[1])
        )
    row = PrintedRow("disputes", 0, tokens[first], items, tuple(doubts), cut=end == len(tokens))
    strays = () if keys else tuple(token for token in items if token.kind == VALUE)
    printed = (t.line for part in parts for t in part if t.kind in (VALUE, TEXT))
    poured = sum(any(t.kind == VALUE for t in run) for run in parts[1::2]) > 1
    named = {key for part in parts[::2] for token in part for key in header_keys(token.text)}
    return DisputeTable(
        row,
        keys,
        tokens[first].line,
        max(printed),
        end,
        hidden,
        strays,
        poured,
        headed=named.issuperset(CHANNELS),
    )


def _headed(parts: Sequence[Sequence[Token]]) -> int:
    """How many headers are printed before the first contents."""
    return _ALL_HEADERS if len(parts) > 1 else sum(header_words(t.text) for t in parts[0])


def _add(parts: list[list[Token]], token: Token, turn: int) -> None:
    """Adds a token to the last part of its kind: 0 for headers, 1 for contents."""
    if len(parts) % 2 == turn:
        parts.append([])
    parts[-1].append(token)


def _is_header(tokens: Sequence[Token], at: int, headed: int) -> bool:
    """Whether a text is a header; until all headers are printed, any text may be a torn header.

    Args:
        headed: how many headers are printed so far; all of them once a value is printed.
    """
    token = tokens[at]
    if token.kind != TEXT or _heading(token):
        return False
    beside = _is_beside(tokens, at)
    if header_words(token.text) or (token.label.tags & _HEADER_TAGS):
        piece = token.label.tags == _FRAGMENT and not header_words(token.text)
        return not (piece and beside and headed >= _ALL_HEADERS)
    return (headed < _ALL_HEADERS or is_total(token.text)) and not beside


def _is_beside(tokens: Sequence[Token], at: int) -> bool:
    """Whether there are values on the line of a text."""
    near = tokens[max(0, at - 2) : at + 3]
    return any(token.kind == VALUE and token.line == tokens[at].line for token in near)


def _ends(tokens: Sequence[Token], at: int, parts: Sequence[Sequence[Token]]) -> bool:
    """Whether a text that is not a header is after the table and not in one of its cells."""
    token = tokens[at]
    if token.kind == TEXT and _heading(token):
        return True
    solid = sum(t.kind in SOLID for run in parts[1::2] for t in run)
    later = any(t.kind == VALUE for t in tokens[at + 1 : at + _NEAR])
    note = token.kind == PROSE or len(token.text) > _SCRAP
    return solid >= COLUMNS or (not solid and not _is_beside(tokens, at)) or (note and not later)


def _is_spacing(token: Token, parts: Sequence[Sequence[Token]], before: Token) -> bool:
    """Whether an empty token only fills up the line of a header."""
    return len(parts) % 2 == 1 and token.kind != VALUE and token.line == before.line


def _without_index(parts: list[list[Token]]) -> list[list[Token]]:
    """The parts without any line that only numbers the columns."""
    if len(parts) > 3 and is_index([t for t in parts[1] if t.kind in SOLID]):
        return [[*parts[0], *parts[2]], *parts[3:]]
    return parts


def read_disputes(page: Page, table: DisputeTable, above: Habits | None) -> list[Cell]:
    """The fifteen cells of table 4 as read and placed.

    Args:
        above: what table 3 shows about the layout; table 4 has no second row to show it.
    """
    row = table.row
    if not table.keys:
        if row.values:
            return cut_cells(page, form_order(), row.values)
        return open_cells(page, form_order(), row.label)
    table = replace(table, keys=confirmed_keys(row, table.keys))
    if not table.keys:
        return cut_cells(page, form_order(), row.values)
    placed = without_glued_years(place(row, COLUMNS, above or _LAYOUT), channel_places(table.keys))
    if table.hidden is not None and (placed.kind != EXACT or not row.values):
        placed = Placed(
            row.key, CUT if row.values else UNREAD, row.values or (table.hidden,), row.label
        )
    if placed.kind == LOOSE:
        # Headers that are between the numbers, or not there, show that the text runs by columns:
        # the other numbers are elsewhere.
        whole = not table.poured and (table.headed or len(row.values) > _MANY)
        placed = (
            _with_last_bars(row, placed) if whole else Placed(row.key, CUT, row.values, row.label)
        )
    inside = above is not None and above.lost and is_poured_out(row)
    if placed.kind == EXACT and (
        _is_doubtful(table, placed)
        or (is_of_text(row) and holds_foreign(placed, table.keys, inside=inside))
    ):
        placed = Placed(row.key, CUT, placed.values, row.label)
    if placed.kind in (EXACT, SOFT) and _is_spaced(placed) and not adds_up(placed, table.keys):
        placed = Placed(row.key, LOOSE, placed.values, row.label)
    loose = partial(_loose, page, table.keys, seen=placed.seen)
    cells = row_cells(page, table.keys, placed, loose)
    if row.cut and row.items and row.items[-1].kind == VALUE:
        sums = placed.kind == EXACT and adds_up(placed, table.keys)
        cells = with_open_end(cells, locus_of(page, row.items[-1]), adds_up=sums)
    order = {key: n for n, key in enumerate(form_order())}
    return sorted(cells, key=lambda cell: order["disputes", cell.row, cell.column])


def _is_doubtful(table: DisputeTable, row: Placed) -> bool:
    """Whether sums contradict an order left open by headers between numbers or a surplus cell."""
    if table.poured:
        return not adds_up(row, table.keys)
    items, printed = table.row.items, len(table.row.values)
    if printed < COLUMNS < count_solid(items[: _behind_last_value(items)]):
        return True  # one empty cell is not the form's, and zeros add up in any place
    if count_solid(items) > COLUMNS:
        return not adds_up(row, table.keys)
    known = dict(zip(table.keys, (t and number_of(t) for t in row.cells), strict=True))
    filled = [ch for ch in CHANNELS if any(known.get(("disputes", ch, o)) for o in OUTCOMES)]
    *parts, total = OUTCOMES
    failing = [
        ch
        for ch in filled
        if sum(known.get(("disputes", ch, o)) or 0 for o in parts)
        != (known.get(("disputes", ch, total)) or 0)
    ]
    unread = {key[1] for key, t in zip(table.keys, row.cells, strict=True) if t and t.value is ODD}
    ran_together = bool(unread) and not unread.issuperset(failing)
    return ran_together or (len(filled) > 1 and failing == filled)


def _behind_last_value(items: Sequence[Token]) -> int:
    return max((n for n, token in enumerate(items, 1) if token.kind == VALUE), default=0)


def _loose(
    page: Page, keys: Sequence[CellPosition], values: Sequence[Token], *, seen: bool
) -> list[Cell]:
    """The cells, if there are fewer numbers: the sums place them, in the order of the form only."""
    options = _options(values) if tuple(keys) == form_order() else ()
    if not options:
        return cut_cells(page, keys, values)
    return loose_cells(page, keys, values, options, frozenset(), seen=seen)


@cache
def missing_disputes() -> tuple[Cell, ...]:
    """The cells of a table 4 that is not on the page."""
    return tuple(map(missing_cell, form_order()))


def _with_last_bars(printed: PrintedRow, row: Placed) -> Placed:
    """The row with lone bars read as blanks up to its end, if there are some between its values."""
    cells: list[Token | None] = []
    for token in printed.items:
        if token.kind == PAD and token.cell == 0:
            cells += [None] * token.width
        elif token.kind in (VALUE, SLOT):
            cells.append(token)
    inner = None in cells[: len(cells) - cells[::-1].index(row.cells[-1])]
    return (
        Placed(row.key, SOFT, tuple(cells), row.label) if inner and len(cells) == COLUMNS else row
    )


def _is_spaced(row: Placed) -> bool:
    """Whether blanks of the row are based on spacing or bars, not on cells of a real table."""
    blanks = [token for token in row.cells if token is None or token.kind != VALUE]
    return any(token is None or not token.locus for token in blanks)


def _options(values: Sequence[Token]) -> Options:
    numbers = [number_of(token) for token in values]
    if len(values) > COLUMNS:
        return by_order(len(values), COLUMNS)
    if None in numbers:
        return ()
    return solve_disputes(tuple(n or 0 for n in numbers))
