"""Table 3 (requests): rows anchored by their labels, blanks placed by the whole table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Final

from gikstudy.forms import applicant_keys, get_form
from gikstudy.model import Cell
from gikstudy.page import Page
from gikstudy.tables.alignment import (
    Segment,
    best_chain,
    request_candidates,
    segments,
)
from gikstudy.tables.cells import (
    Key,
    cut_cells,
    doubtful_cells,
    loose_cells,
    missing_cell,
    number_of,
    read_cell,
    unread_cells,
)
from gikstudy.tables.placing import (
    CUT,
    DOUBTFUL,
    EXACT,
    LOOSE,
    MISSING,
    SOFT,
    UNREAD,
    Habits,
    Placed,
    habits_of,
    labels_first,
    place,
)
from gikstudy.tables.solving import COLUMNS, TOTAL, Pins, Vector, by_order, solve_requests
from gikstudy.tables.tokens import Token

_MIN_ROWS: Final = 6  # fewer labels without a complete row are a list in the prose
_TAIL: Final = 1.0  # the score of a label known by its second half alone
_SPLIT_OTHER: Final = ("other_not_supplemented", "other_fee_unpaid", "other_misc")


@dataclass(frozen=True, slots=True)
class RequestTable:
    """The rows of table 3 as printed; `rows` names the rows that the report uses.

    `habits` are those of its layout, which the tables around it share.
    """

    segments: tuple[Segment, ...]
    rows: tuple[str, ...]
    habits: Habits


def find_requests(tokens: Sequence[Token]) -> RequestTable | None:
    """The best chain of row labels in the stream, or None where there is no table 3."""
    chain = best_chain(tokens, request_candidates(tokens))
    found = segments(tokens, chain)
    whole = any(len(row.values) == COLUMNS for row in found)
    if len({row.key for row in found}) < _MIN_ROWS and not whole:
        return None
    found = _with_late_labels(_without_group_heads(found))
    rows = _rows_used({row.key for row in found})
    return RequestTable(tuple(found), rows, habits_of(found, COLUMNS))


def _without_group_heads(rows: list[Segment]) -> list[Segment]:
    """（六）其他处理 is a row where it stands alone and a heading where its parts follow.

    Numbers between the heading and its second part are those of the first, whose label was
    damaged beyond recognition.
    """
    present = {row.key for row in rows}
    if not present & set(_SPLIT_OTHER):
        return rows
    kept = [row for row in rows if row.key != "other_undivided" or row.values]
    if _SPLIT_OTHER[0] in present:
        return [row for row in kept if row.key != "other_undivided"]
    return [
        replace(row, key=_SPLIT_OTHER[0], strangers=()) if row.key == "other_undivided" else row
        for row in kept
    ]


def _with_late_labels(rows: list[Segment]) -> list[Segment]:
    """Rows whose label can be read only behind their values, in the second half of a torn one.

    In `5.属于三类内… | 0 0 0 0 0 0 0 | 事务信息` with the first half beyond recognition, the seven
    values stand in the row above behind a text that is no label; they are the torn label's.
    """
    moved = list(rows)
    for at in range(1, len(moved)):
        above, row = moved[at - 1], moved[at]
        if row.items or not above.strangers or row.label.label.rows[0][1] > _TAIL:
            continue
        cut = above.strangers[-1]
        late = above.items[cut:]
        if len(late) == COLUMNS and all(token.kind == "value" for token in late):
            moved[at - 1] = replace(above, items=above.items[:cut], strangers=above.strangers[:-1])
            moved[at] = replace(row, items=late)
    return moved


def _rows_used(present: set[str]) -> tuple[str, ...]:
    """The rows of the form that applies: one 其他处理 or its three parts, as printed."""
    divided = bool(present & set(_SPLIT_OTHER)) and "other_undivided" not in present
    form = get_form("2021" if divided else "2019")
    return tuple(row.key for row in form.requests)


def read_requests(page: Page, table: RequestTable, pins: Pins | None = None) -> list[Cell]:
    """All cells of table 3 as read and placed; nothing inferred yet beyond the placing.

    Args:
        pins: the numbers that corrections give, by row and column; the slid rows are placed
            around them.
    """
    placed = _place_rows(table)
    solution = _solve(placed, pins or {})
    cells: list[Cell] = []
    for key in table.rows:
        row = placed[key]
        keys = _keys(key)
        if row.kind in (EXACT, SOFT):
            cells += [
                read_cell(page, k, token, row.label)
                for k, token in zip(keys, row.cells, strict=True)
            ]
        elif row.kind == MISSING:
            cells += [missing_cell(k) for k in keys]
        elif row.kind == CUT:
            cells += cut_cells(page, keys, [t for t in row.cells if t is not None])
        elif row.kind == UNREAD and row.cells[0] is not None:
            cells += unread_cells(page, keys, row.cells[0])
        else:
            values = [token for token in row.cells if token is not None]
            if row.kind == DOUBTFUL:
                cells += doubtful_cells(page, keys, values)
                continue
            options, totals = solution.get(key, (by_order(len(values), COLUMNS), False))
            # A last value of zero may as well be the cell before a blank total.
            certain = totals and bool(number_of(values[-1]))
            fixed = frozenset([TOTAL]) if certain else frozenset[int]()
            cells += loose_cells(page, keys, values, options, fixed)
            if not totals and len(values) <= COLUMNS:
                cells[-1] = _open_total(cells[-1], values)
    return cells


@cache
def _keys(row: str) -> tuple[Key, ...]:
    return tuple(("requests", row, column) for column in applicant_keys())


def _open_total(cell: Cell, values: Sequence[Token]) -> Cell:
    """A total that may not be printed: a blank there is no zero but a number left out."""
    if cell.state not in ("solved", "ambiguous"):
        return cell
    read = [number_of(token) for token in values]
    if None in read:
        return cell._replace(state="ambiguous", value=None, lower=None, upper=None)
    numbers = [number or 0 for number in read]
    if cell.state == "solved" and not any(numbers):
        return cell
    return cell._replace(state="ambiguous", value=None, lower=0, upper=sum(numbers))


def _place_rows(table: RequestTable) -> dict[str, Placed]:
    placed = {key: Placed(key, MISSING) for key in table.rows}
    missing = _missing_after(table.rows, {row.key for row in table.segments})
    unclaimed: tuple[Token, ...] = ()
    for row in table.segments:
        if unclaimed and not row.items and row.key in placed:
            # Values above went to no row, and this one has none: they may be its own.
            placed[row.key] = Placed(row.key, DOUBTFUL, unclaimed, row.label)
            unclaimed = ()
            continue
        after = missing.get(row.key, ())
        parts = _unlabelled(row, len(after))
        unclaimed = row.values[sum(len(part.values) for part in parts) :]
        for number, part in enumerate(parts):
            key = row.key if number == 0 else after[number - 1]
            if key in placed:
                own = part if part.key == key else replace(part, key=key)
                placed[key] = _place(own, table.habits, gap_follows=bool(after) and number == 0)
    for key, values in labels_first(table.segments, lambda _: COLUMNS).items():
        if key in placed:
            placed[key] = Placed(key, CUT, values)
    return _confirmed(placed)


def _place(row: Segment, habits: Habits, *, gap_follows: bool) -> Placed:
    if gap_follows and row.values and row.strangers:
        first = next(n for n, token in enumerate(row.items) if token.kind == "value")
        if row.strangers[0] <= first:
            # label, unreadable text, numbers; and the next row of the form is nowhere: the numbers
            # may be its own.
            return Placed(row.key, DOUBTFUL, row.values, row.label)
    return place(row, COLUMNS, habits)


def _missing_after(rows: Sequence[str], present: Set[str]) -> dict[str, tuple[str, ...]]:
    """For each row of the form, those directly behind it that no label was found for."""
    after: dict[str, tuple[str, ...]] = {}
    gap: tuple[str, ...] = ()
    for row in reversed(rows):
        after[row] = gap
        gap = () if row in present else (row, *gap)
    return after


def _unlabelled(row: Segment, missing: int) -> list[Segment]:
    """A row and the rows without readable labels that follow it, where their count is right.

    Order places a row without a label only when exactly as many whole rows of values stand here
    as the form has rows to fill; otherwise what follows a text that is no label is left out.
    """
    if not row.strangers and not missing:
        return [row]
    parts = _cut_at_strangers(row) if row.strangers else [row]
    if len(parts) == 1 and missing and len(row.values) == COLUMNS * (missing + 1):
        parts = _by_sevens(row)
    whole = [part for part in parts[1:] if len(part.values) == COLUMNS]
    if len(whole) == missing and len(whole) == len(parts) - 1:
        return parts
    return parts[:1]


def _cut_at_strangers(row: Segment) -> list[Segment]:
    cuts = [at for at in row.strangers if any(t.kind == "value" for t in row.items[:at])]
    bounds = sorted({0, *cuts, len(row.items)})
    return [
        replace(row, items=row.items[a:b], strangers=tuple(s for s in row.strangers if s <= a))
        for a, b in pairwise(bounds)
    ] or [row]


def _by_sevens(row: Segment) -> list[Segment]:
    """Rows of seven values that follow each other without labels, each on lines of its own."""
    values = row.values
    groups = [values[n : n + COLUMNS] for n in range(0, len(values), COLUMNS)]
    lines = [{token.line for token in group} for group in groups]
    if any(a & b for a, b in pairwise(lines)):
        return [row]
    return [replace(row, items=group) for group in groups]


def _vector(row: Placed) -> Vector | None:
    """The row's numbers with blanks as zero; None where something in it is no number."""
    numbers = [0 if t is None or t.kind != "value" else number_of(t) for t in row.cells]
    return tuple(n for n in numbers if n is not None) if None not in numbers else None


def _prints(row: Placed, column: int) -> bool:
    token = row.cells[column]
    return token is not None and token.kind == "value"


def _adds_up(row: Vector, *, printed: bool) -> bool:
    if sum(row[:TOTAL]) == row[TOTAL]:
        return True
    *others, last = [number for number in row if number] or [0]
    return not printed and sum(others) != last


def _confirmed(placed: dict[str, Placed]) -> dict[str, Placed]:
    """Rows whose blanks rest on spacing alone stay so only where the row then adds up.

    A row without its total adds up whatever it holds; it stays where its last value is not the
    sum of the others, so that it cannot be the total.
    """
    for key, row in placed.items():
        if row.kind != SOFT:
            continue
        vector = _vector(row)
        if vector is None or not _adds_up(vector, printed=_prints(row, TOTAL)):
            values = tuple(t for t in row.cells if t is not None and t.kind == "value")
            placed[key] = replace(row, kind=LOOSE, cells=values)
    return placed


def _solve(
    placed: Mapping[str, Placed], pins: Pins
) -> dict[str, tuple[tuple[frozenset[int | None], ...], bool]]:
    """The options of every loose row, and whether the row certainly prints its total."""
    if all(row.kind != LOOSE for row in placed.values()):
        return {}
    loose: dict[str, tuple[int, ...]] = {}
    known: dict[str, Vector] = {}
    unknown: set[str] = set()
    blank_totals: set[str] = set()
    for key, row in placed.items():
        vector = _vector(row) if row.kind in (EXACT, SOFT, LOOSE) else None
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
    solution = solve_requests(known, frozenset(blank_totals), loose, frozenset(unknown), pins)
    return {key: (options, solution.totals) for key, options in solution.options.items()}
