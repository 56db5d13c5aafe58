"""Table 3 (requests): rows by their labels, columns by their headers, blanks by the whole table."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import pairwise
from typing import Final

from gikstudy.forms import applicant_keys, common_rows, divided_rows, request_rows
from gikstudy.model import Cell
from gikstudy.page import Page
from gikstudy.tables.cells import (
    CellPosition,
    cut_cells,
    locus_of,
    loose_cells,
    number_of,
    row_cells,
    with_open_end,
)
from gikstudy.tables.chains import Anchor
from gikstudy.tables.glued_years import without_glued_years
from gikstudy.tables.grid_columns import by_columns
from gikstudy.tables.headers import applicant_order, grid_order, left_out
from gikstudy.tables.labels import opens_label
from gikstudy.tables.line_pieces import missing_behind
from gikstudy.tables.own_values import packed, prints_totals, unconfirmed, vector_of
from gikstudy.tables.placing import (
    CUT,
    EXACT,
    LOOSE,
    MISSING,
    SOFT,
    UNSAID,
    Habits,
    Placed,
    habits_of,
    place,
)
from gikstudy.tables.printed import PrintedRow, PrintedTable
from gikstudy.tables.rows import print_rows
from gikstudy.tables.solving import COLUMNS, TOTAL, Pins, Vector, by_order, solve_requests
from gikstudy.tables.tokens import PROSE, SOLID, TEXT, VALUE, Token
from gikstudy.tables.turned import turned_rows
from gikstudy.tables.widths import is_as_wide, is_narrow, with_all_columns, without_added_columns

_FRAGMENT: Final = frozenset(["fragment"])
_MIN_ROWS: Final = 6  # fewer, without a complete row or all headers, are a list in the prose
_SELDOM: Final = 4  # rows with their totals for one without
_HEAD: Final = 24  # tokens of headers before the first row


@dataclass(frozen=True, slots=True)
class RequestTable:
    """The rows of table 3 as printed; `keys` names the rows that the report uses.

    `habits` describe its layout, which the tables around it share. `order` gives the column of the
    form for each printed column: None for the form's own order, () if the header has another order
    that is not clear. `left_out` tells whether it lacks columns of the form: `none`, `some` or `unclear`.
    """

    printed: PrintedTable
    keys: tuple[str, ...]
    habits: Habits
    order: tuple[int, ...] | None = None
    left_out: str = "none"

    def beside(self, lines: Collection[int]) -> set[str]:
        """The rows of the form missing right above or below some lines of the page."""
        printed = sorted((row.label.line, row.key) for row in self.printed.rows)
        present = {key for _, key in printed}
        found: set[str] = set()
        for line in lines:
            for _, key in [row for row in printed if row[0] <= line][-1:]:
                found |= {*missing_behind(key, self.keys, present)}
            for _, key in [row for row in printed if row[0] > line][:1]:
                found |= {*missing_behind(key, self.keys[::-1], present)}
        return found


def print_requests(
    page: Page, tokens: Sequence[Token], chain: Sequence[Anchor]
) -> RequestTable | None:
    """The table that a chain of row labels names, or None if it is a list in the prose."""
    chain = _with_openings(tokens, _without_group_heads(tokens, chain))
    keys = common_rows(frozenset(anchor.key for anchor in chain))
    printed = turned_rows(tokens, chain) or print_rows(
        tokens, chain, lambda _: COLUMNS, keys, to_page_end=True
    )
    rows = without_added_columns(printed.rows)
    habits = habits_of(rows, COLUMNS)
    below = by_columns(page, tokens, printed)
    rows = rows if below is printed else without_added_columns(below.rows)
    printed = replace(below, rows=rows)
    named = [row for row in rows if "header" not in row.label.label.tags]  # 总计 is a header, too
    whole = any(len(row.values) == COLUMNS for row in named)
    head = _head(tokens, printed)
    missing = left_out(head)
    if len({row.key for row in rows}) < _MIN_ROWS and not whole and missing != "none":
        return None
    order = _order(page, tokens, printed, head)
    return RequestTable(printed, keys, habits, order, missing)


def _head(tokens: Sequence[Token], printed: PrintedTable) -> list[Token]:
    """The tokens of the header above the first row, in page order."""
    head: list[Token] = []
    for token in reversed(tokens[max(0, printed.first - _HEAD) : printed.first]):
        if token.kind == PROSE or (token.kind == TEXT and "heading" in token.label.tags):
            break
        head.append(token)
    return head[::-1]


def _order(
    page: Page, tokens: Sequence[Token], printed: PrintedTable, head: Sequence[Token]
) -> tuple[int, ...] | None:
    order = _confirmed_order(applicant_order(head), printed.rows)
    if order is None:
        return None
    whole = next((row for row in printed.rows if len(row.values) == COLUMNS), None)
    if whole is not None and whole.values[0].locus:
        line = whole.values[0].line
        grid = page.grids[line]
        start = next(n for n, number in enumerate(page.grids) if number == grid)
        seen = grid_order(page, range(start, tokens[printed.first].line), whole.values)
        return _confirmed_order(seen, printed.rows) if seen else order
    return order


def _confirmed_order(
    order: tuple[int, ...] | None, rows: Sequence[PrintedRow]
) -> tuple[int, ...] | None:
    """The order of the header, unless only the total differs and the sums contradict it.

    Pages with a header in tiers often print 总计 in a different place from its numbers.
    """
    if not order or [c for c in order if c != TOTAL] != [*range(TOTAL)]:
        return order
    at = order.index(TOTAL)
    numbers = [
        [number_of(token) for token in row.values] for row in rows if len(row.values) == COLUMNS
    ]
    known = [[n or 0 for n in row] for row in numbers if None not in row and any(row)]
    headed = sum(2 * row[at] == sum(row) for row in known)
    usual = sum(2 * row[TOTAL] == sum(row) for row in known)
    if headed == usual:
        return () if known else None
    return order if headed > usual else None


def _with_openings(tokens: Sequence[Token], chain: Sequence[Anchor]) -> list[Anchor]:
    """The chain with the first pieces of wrapped labels, which alone are too short to be labels.

    8.属于行政 may open two rows. Its number and the labels around it tell which, and what is printed
    behind it belongs to that row.
    """
    rows = request_rows()
    opened: list[Anchor] = []
    for above, below in pairwise(chain):
        between = range(above.order + 1, below.order + 1)
        for at in range(above.at + 1, below.at):
            label = tokens[at].label
            if label.tags != _FRAGMENT or not label.squashed[:1].isdigit():
                continue
            found = [n for n in between if opens_label(label.squashed, rows[n].key)]
            opened += [Anchor(at, n, rows[n].key, 0.0) for n in found if len(found) == 1]
    return sorted([*chain, *opened]) if opened else list(chain)


def _without_group_heads(tokens: Sequence[Token], chain: Sequence[Anchor]) -> list[Anchor]:
    """（六）其他处理 is a row if it is alone and a heading if its parts follow.

    Numbers between the heading and its second part belong to the first part, whose label was
    damaged beyond recognition. Numbers right beside the heading are its own: of the row that is
    alone, or the sums of the group.
    """
    present = {anchor.key for anchor in chain}
    for whole, parts in divided_rows().items():
        if parts[0] in present:
            chain = [anchor for anchor in chain if anchor.key != whole]
        elif whole in present and present & set(parts):
            if any(anchor.key == whole and _has_cells(tokens, anchor.at) for anchor in chain):
                # Sums of the group above its parts; a lone part may be a row that the body added.
                if _are_parts(tokens, [anchor for anchor in chain if anchor.key in parts], parts):
                    chain = [anchor for anchor in chain if anchor.key != whole]
                continue
            first = next(n for n, row in enumerate(request_rows()) if row.key == parts[0])
            chain = [
                anchor._replace(key=parts[0], order=first) if anchor.key == whole else anchor
                for anchor in chain
            ]
    return list(chain)


def _are_parts(tokens: Sequence[Token], named: Sequence[Anchor], parts: Sequence[str]) -> bool:
    """Whether labels are surely parts of a group: several, or one with its number in the group."""
    numbered = (
        tokens[anchor.at].label.squashed.startswith(str(parts.index(anchor.key) + 1))
        for anchor in named
    )
    return len({anchor.key for anchor in named}) > 1 or any(numbered)


def _has_cells(tokens: Sequence[Token], at: int) -> bool:
    """Whether cells follow a label on its line."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return after is not None and after.line == tokens[at].line and after.kind in SOLID


def read_requests(page: Page, table: RequestTable, pins: Pins | None = None) -> list[Cell]:
    """All cells of table 3 as read and placed; nothing inferred yet beyond the placing.

    Args:
        pins: the numbers that corrections give, by row and column; the slid rows are placed
            around them.
    """
    placed = _place_rows(table)
    solution = _solve(placed, pins or {})
    cells: list[Cell] = []
    for key in table.keys:
        row, keys = placed[key], _keys(key)
        loose = partial(_loose, page, keys, solved=solution.get(key), seen=row.seen)
        cells += row_cells(page, keys, row, loose)
    return _with_open_end(page, table, placed, cells)


def _with_open_end(
    page: Page, table: RequestTable, placed: Mapping[str, Placed], cells: list[Cell]
) -> list[Cell]:
    """The cells; the last one is open if the page ends right after a number."""
    last = next((row for row in table.printed.rows if row.cut), None)
    if last is None or not last.items or last.items[-1].kind != VALUE:
        return cells
    vector = vector_of(placed[last.key]) if placed[last.key].kind == EXACT else None
    sums = vector is not None and _adds_up(vector, printed=True) and any(vector)
    return with_open_end(cells, locus_of(page, last.items[-1]), adds_up=sums)


def _loose(
    page: Page,
    keys: Sequence[CellPosition],
    values: Sequence[Token],
    *,
    solved: tuple[tuple[frozenset[int | None], ...], bool] | None,
    seen: bool,
) -> list[Cell]:
    if solved is None and len(values) <= COLUMNS:
        return cut_cells(page, keys, values)  # its numbers contradict each other
    options, totals = solved or (by_order(len(values), COLUMNS), False)
    # A last value of zero may also be the cell before a blank total.
    certain = totals and bool(number_of(values[-1]))
    fixed = frozenset([TOTAL]) if certain else frozenset[int]()
    cells = loose_cells(page, keys, values, options, fixed, seen=seen)
    if totals or len(values) > COLUMNS:
        return cells
    if len(values) == 1:
        # One number in the row: a kind of applicant or the total, and no identity shows which.
        cells = [_unsolved(cell) for cell in cells]
    cells[-1] = _open_total(cells[-1], values, seen=seen)
    return cells


def _unsolved(cell: Cell) -> Cell:
    if cell.state not in ("solved", "blank"):
        return cell
    number = cell.value or 0
    return cell._replace(state="ambiguous", value=None, lower=min(0, number), upper=number)


@cache
def _keys(row: str) -> tuple[CellPosition, ...]:
    return tuple(("requests", row, column) for column in applicant_keys())


def _open_total(cell: Cell, values: Sequence[Token], *, seen: bool) -> Cell:
    """A total that may not be printed: a blank there is not a zero but an omitted number."""
    if cell.state not in ("solved", "ambiguous", "blank"):
        return cell
    read = [number_of(token) for token in values]
    if None in read or not seen:
        return cell._replace(state="ambiguous", value=None, lower=None, upper=None)
    numbers = [number or 0 for number in read]
    if cell.state in ("solved", "blank") and not any(numbers):
        return cell
    return cell._replace(state="ambiguous", value=None, lower=0, upper=sum(numbers))


def _place_rows(table: RequestTable) -> dict[str, Placed]:
    placed = {key: Placed(key, MISSING) for key in table.keys}
    for key in table.printed.open_keys:
        if key in placed:
            placed[key] = Placed(key, UNSAID)
    for row in table.printed.rows:
        if row.key in placed:
            in_order = _in_order(place(row, COLUMNS, table.habits), table.order)
            placed[row.key] = without_glued_years(in_order, [range(COLUMNS)])
    placed |= unconfirmed(table.printed.rows, placed)
    placed |= packed(placed)
    rows, left_out = table.printed.rows, table.left_out
    if left_out == "unclear" and is_as_wide(rows):
        left_out = "none"  # its columns have other names
    return with_all_columns(_confirmed(placed), narrow=is_narrow(rows), left_out=left_out)


def _in_order(row: Placed, order: tuple[int, ...] | None) -> Placed:
    """The row with its cells in the order of the form, by the columns that the header names."""
    if order is None or row.kind not in (EXACT, SOFT, LOOSE):
        return row
    if row.kind != LOOSE and len({token and token.value for token in row.cells}) == 1:
        return row  # the same in every column, so order does not matter
    if row.kind == LOOSE or not order:
        return replace(row, kind=CUT, cells=row.values)
    cells = dict(zip(order, row.cells, strict=True))
    return replace(row, cells=tuple(cells[column] for column in sorted(cells)))


def _prints(row: Placed, column: int) -> bool:
    token = row.cells[column]
    return token is not None and token.kind == VALUE


def _adds_up(row: Vector, *, printed: bool) -> bool:
    if sum(row[:TOTAL]) == row[TOTAL]:
        return True
    *others, last = [number for number in row if number] or [0]
    return not printed and sum(others) != last


def _confirmed(placed: dict[str, Placed]) -> dict[str, Placed]:
    """Rows whose blanks are based only on spacing stay so only if the row then adds up.

    A row without its total always adds up; it stays if its last value is not the sum of the
    others, so that it cannot be the total. Where other rows print theirs, two of its numbers must not
    have run together either: none of them is two numbers with which the row would add up.
    """
    filled = [row for row in placed.values() if row.kind in (EXACT, SOFT) and row.values]
    without = [row for row in filled if not _prints(row, TOTAL)]
    usual = len(without) * _SELDOM > len(filled)
    for key, row in placed.items():
        if row.kind != SOFT:
            continue
        vector = vector_of(row)
        printed = _prints(row, TOTAL) or (not usual and _ran_together(row))
        if vector is None or not _adds_up(vector, printed=printed):
            placed[key] = replace(row, kind=LOOSE, cells=row.values)
    return placed


def _ran_together(row: Placed) -> bool:
    """Whether a number of a row is perhaps two, with which its last number is the sum of the others."""
    digits = [str(number_of(token) or 0) for token in row.values]
    parted = (
        [*digits[:n], number[:at], number[at:], *digits[n + 1 :]]
        for n, number in enumerate(digits)
        for at in range(1, len(number))
        if number.isdecimal()
    )
    return any(sum(map(int, before)) == int(last) for *before, last in parted)


def _solve(
    placed: Mapping[str, Placed], pins: Pins
) -> dict[str, tuple[tuple[frozenset[int | None], ...], bool]]:
    """The options of every loose row, and whether the row surely prints its total."""
    if all(row.kind != LOOSE for row in placed.values()):
        return {}
    loose: dict[str, tuple[int, ...]] = {}
    known: dict[str, Vector] = {}
    unknown: set[str] = set()
    blank_totals: set[str] = set()
    for key, row in placed.items():
        vector = vector_of(row) if row.kind in (EXACT, SOFT, LOOSE) else None
        if vector is None:
            unknown.add(key)
        elif row.kind == LOOSE:
            loose[key] = vector
        else:
            known[key] = tuple(pins.get(key, {}).get(n, v) for n, v in enumerate(vector))
            if any(vector) and not _prints(row, TOTAL):
                blank_totals.add(key)
    if not loose:
        return {}
    solution = solve_requests(
        known,
        frozenset(blank_totals),
        loose,
        frozenset(unknown),
        pins,
        totals_printed=prints_totals(placed.values()),
    )
    return {key: (options, solution.totals) for key, options in solution.options.items()}
