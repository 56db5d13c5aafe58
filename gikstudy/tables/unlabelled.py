"""Repairs to the rows of a table: rows without labels, labels printed twice, surplus numbers.

A row without a readable label becomes a row of the form only if order leaves no choice.
Everything else printed there is stray, and the rows to which it may belong are open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile
from typing import Final

from gikstudy.tables.labels import glued_number, is_rest_of
from gikstudy.tables.line_pieces import LinePiece, items_of, missing_behind
from gikstudy.tables.printed import PrintedRow
from gikstudy.tables.tokens import SLOT, SOLID, VALUE, Token, count_solid, is_of_text
from gikstudy.tables.values import ODD

_WIDE: Final = 7
_FRAGMENT: Final = frozenset(["fragment"])  # a piece of some label
_APART: Final = 2  # rows of numbers without labels, below labels without numbers
_SHEET_ROWS: Final = 4  # this many rows that end in one column make a sheet


def with_unlabelled(
    rows: Sequence[PrintedRow],
    orphans: Sequence[tuple[int, LinePiece]],
    columns: Callable[[str], int],
    form: Sequence[str],
) -> tuple[list[PrintedRow], set[str], list[Token]]:
    """Assigns rows without readable labels to the rows of the form that are missing there.

    Order places them only if there are exactly as many complete rows between two labels as the
    form has there. Otherwise the missing rows are open, and the texts printed there are strays.
    """
    rows = list(rows)
    present = {row.key for row in rows}
    unsure: set[str] = set()  # rows that print nothing, beside numbers without a readable label
    full: list[PrintedRow] = []
    open_keys: set[str] = set()
    lost: list[Token] = []
    for above in range(len(rows) + 1):
        if above:
            full.append(rows[above - 1])
        here = [orphan for count, orphan in orphans if count == above]
        if not here:
            continue
        if all(any("extra" in items_of(text) for text in orphan.texts) for orphan in here) and full:
            full[-1] = replace(full[-1], divided=True)
            values = [t for orphan in here for t in orphan.tokens if t.kind == VALUE]
            lost += values or [text for orphan in here for text in orphan.texts]
            continue
        last = full[-1].key if full else ""
        missing = missing_behind(last, form, present) if last else _missing_before(rows, form)
        parts = [part for orphan in here for part in _in_rows(orphan, columns)]
        fits = len(parts) == len(missing) and all(
            _cut_label(part, key) if part.texts else count_solid(part.tokens) == columns(key)
            for part, key in zip(parts, missing, strict=True)
        )
        if fits:
            full += [
                PrintedRow(
                    key,
                    form.index(key),
                    (*part.texts, *part.tokens)[0],
                    part.tokens,
                    closed=True,
                )
                for part, key in zip(parts, missing, strict=True)
            ]
            continue
        open_keys |= set(missing)
        unsure |= _empty_above(full, here, columns)
        beside = rows[above] if above < len(rows) else None
        more = len(here) > len(missing)  # more than the rows of the form that they could be
        if beside is not None and more and _may_lack(beside, columns):
            unsure.add(beside.key)
        if full and not full[-1].values:
            unsure.add(full[-1].key)
        lost += [token for orphan in here for token in orphan.tokens if token.kind == VALUE]
        lost += [text for orphan in here for text in orphan.texts]
        begins_bare = bool(here[0].tokens) and not here[0].texts
        if full and (more or begins_bare):
            full[-1] = _followed(full[-1], here[0], columns)
        if beside is not None and _is_right_above(here[-1], beside):
            rows[above] = replace(beside, followed=True)
    full = [row.open_if(row.key in unsure) for row in full]
    return full, open_keys, lost


def _may_lack(row: PrintedRow, columns: Callable[[str], int]) -> bool:
    """Whether numbers beside a row may belong to it, or to a similar row.

    Its count differs from the form's, or it contains a word (one of several projects).
    """
    odd = any(token.value is ODD for token in row.values)
    return odd or len(row.values) != columns(row.key)


def _empty_above(
    rows: Sequence[PrintedRow], here: Sequence[LinePiece], columns: Callable[[str], int]
) -> set[str]:
    """The rows that print nothing above several rows of numbers without labels.

    The labels came first and then the numbers, the first of them beside the last label.
    """
    bare = sum(t.kind == VALUE for part in here if not part.texts for t in part.tokens)
    if not rows or bare < _APART * columns(rows[-1].key):
        return set()
    return {row.key for row in takewhile(lambda row: not row.values, reversed(rows[:-1]))}


def _followed(row: PrintedRow, below: LinePiece, columns: Callable[[str], int]) -> PrintedRow:
    """The row above a row without a readable label."""
    lacks = row.unsure or _may_lack(row, columns)
    return replace(row, unsure=lacks, followed=row.followed or _may_go_on(row, below, columns))


def _may_go_on(row: PrintedRow, piece: LinePiece, columns: Callable[[str], int]) -> bool:
    """Whether a line of text below a row may hold the ends of its numbers.

    Words beside them are the rest of its label. In a table with sums they may be anything, because
    the sums show whether the numbers are whole.
    """
    rest = columns(row.key) >= _WIDE or all(
        is_rest_of(text.text, row.key) or text.label.tags == _FRAGMENT for text in piece.texts
    )
    return bool(piece.tokens) and is_of_text(piece.tokens[0]) and rest


def _is_right_above(piece: LinePiece, row: PrintedRow) -> bool:
    """Whether a line of text with nothing but contents is right above a row."""
    if not piece.tokens or piece.texts or not is_of_text(piece.tokens[-1]):
        return False
    first = min(token.line for token in (row.label, *row.items))
    return piece.tokens[-1].line == first - 1


def _missing_before(rows: Sequence[PrintedRow], form: Sequence[str]) -> tuple[str, ...]:
    """The rows of the form before the first row that a label names."""
    first = rows[0].key if rows else ""
    return tuple(form[: form.index(first)]) if first in form else ()


def _in_rows(orphan: LinePiece, columns: Callable[[str], int]) -> list[LinePiece]:
    """Consecutive rows of values without labels, each on lines of its own."""
    solid = [token for token in orphan.tokens if token.kind in SOLID]
    width = columns("")
    if len(solid) <= width or len(solid) % width:
        return [orphan]
    groups = [tuple(solid[n : n + width]) for n in range(0, len(solid), width)]
    lines = [{token.line for token in group} for group in groups]
    if any(a & b for a, b in pairwise(lines)):
        return [orphan]
    return [orphan._replace(tokens=group, texts=()) for group in groups]


def _cut_label(part: LinePiece, key: str) -> bool:
    """Whether the texts in front of an unlabelled row may be the rest of a label."""
    return any(is_rest_of(text.text, key) for text in part.texts)


def once_each(rows: Sequence[PrintedRow]) -> list[PrintedRow]:
    """Each row once: of two rows with the same label, the one that prints something.

    If both print something, but not the same, it is unknown which one is meant.
    """
    found: dict[str, PrintedRow] = {}
    for row in rows:
        other = found.get(row.key)
        if other is None or not other.values:
            doubtful = other is not None and (_glues_another(other, row) or _is_blank(other, row))
            found[row.key] = row.open_if(doubtful)
        elif row.values and [t.text for t in row.items] != [t.text for t in other.items]:
            found[row.key] = replace(other, alike=(*other.alike, *row.values))
        elif not row.values and _is_blank(row, other):
            found[row.key] = replace(other, unsure=True)
    return list(found.values())


def _glues_another(one: PrintedRow, other: PrintedRow) -> bool:
    """Whether the label of a row holds a number that the row below the same label does not."""
    number = glued_number(one.label.text)
    return number is not None and one.label.text != other.label.text


def _is_blank(one: PrintedRow, other: PrintedRow) -> bool:
    """Whether a row has only empty cells, and another table prints numbers beside the same label."""
    seen = any(token.kind == SLOT and token.locus for token in one.items)
    tables = {row.label.locus.partition("R")[0] for row in (one, other)}
    return seen and bool(other.values) and len(tables) > 1


def beside_surplus(
    rows: Sequence[PrintedRow], columns: Callable[[str], int], form: Sequence[str]
) -> tuple[list[PrintedRow], set[str]]:
    """The rows, marking the neighbours of a row with too many numbers: some may be theirs.

    An incomplete neighbour is open. After a row with the numbers of two rows or more, all rows are
    open until one prints nothing or is missing: there the surplus above is made up.
    """
    found = list(rows)
    open_keys: set[str] = set()
    present = {row.key for row in rows}
    for at, row in enumerate(rows):
        width = columns(row.key)
        if row.closed or _counted(row) <= width:
            continue
        for n in {at - 1, at + 1, *_next_on_form(rows, at)}:
            if 0 <= n < len(rows) and not rows[n].closed and _counted(rows[n]) != width:
                found[n] = replace(found[n], unsure=True)
        for n in range(at + 1, len(rows) if _counted(row) >= 2 * width else 0):
            if rows[n].closed:
                break
            found[n] = replace(found[n], unsure=True)
            behind = missing_behind(rows[n].key, form, present)
            open_keys |= set(behind)
            if not rows[n].values or behind:
                break
    return found, open_keys


def _next_on_form(rows: Sequence[PrintedRow], at: int) -> Iterator[int]:
    """The rows right before and after one in the order of the form, anywhere on the page."""
    order = sorted(range(len(rows)), key=lambda n: rows[n].order)
    here = order.index(at)
    yield from order[max(0, here - 1) : here + 2]


def without_label_slots(
    rows: Sequence[PrintedRow], columns: Callable[[str], int]
) -> list[PrintedRow]:
    """The rows without the empty cells of label columns, if all rows end at one edge.

    In a sheet, a label that spans three columns is followed by two empty cells. If all rows end in
    one column, the rightmost label shows where the values begin. Otherwise, the rows that print
    every value show how far the values are from the edge.
    """
    if not any(row.closed and row.items and row.items[0].kind == SLOT for row in rows):
        return list(rows)  # no row begins with an empty cell
    rows = _from_first_column(rows, columns)
    tails: dict[int, set[int]] = {}
    for row in rows:
        if row.closed and len(row.values) == columns(row.key):
            tails.setdefault(columns(row.key), set()).add(_tail_width(row))
    edges = {width: edge for width, (edge, *more) in tails.items() if not more}
    if not edges and any(row.label.width > 1 for row in rows):
        return list(rows)  # labels are merged, and leave no empty cells after them
    return [
        _from_edge(row, edges.get(columns(row.key)), columns(row.key)) if row.closed else row
        for row in rows
    ]


def _from_first_column(
    rows: Sequence[PrintedRow], columns: Callable[[str], int]
) -> list[PrintedRow]:
    """The rows of a sheet from their first column of values on, if the columns show it.

    Nearly all rows end in one column. If there are as many columns between that column and the
    rightmost label as on the form, they are the values. The page may end in the last row.
    """
    found = list(rows)
    for width in {columns(row.key) for row in rows}:
        alike = [
            at for at, row in enumerate(rows) if columns(row.key) == width and _is_in_cells(row)
        ]
        ends = Counter(_last_column(rows[at]) for at in alike)
        end, count = max(ends.items(), key=lambda item: item[1], default=(0, 0))
        if count < _SHEET_ROWS or count * 5 < len(alike) * 4:
            continue
        inside = [at for at in alike if _last_column(rows[at]) == end]
        if alike[-1] == len(rows) - 1 and _last_column(rows[-1]) < end:
            inside.append(alike[-1])
        start = max(rows[at].label.cell for at in inside) + 1
        if start + width - 1 == end:
            # Where some labels that span columns lost their span, values are further left.
            left = {rows[at].label.cell for at in inside if _prints_before(rows[at], start)}
            for at in inside:
                cut = _from_column(rows[at], start)
                moved = cut is not rows[at] and rows[at].label.cell in left and bool(cut.values)
                found[at] = replace(rows[at], unsure=True) if moved else cut
    return found


def _prints_before(row: PrintedRow, column: int) -> bool:
    return any(token.kind == VALUE and token.cell < column for token in row.items)


def _is_in_cells(row: PrintedRow) -> bool:
    """Whether a row is on one line with numbered cells."""
    return (
        bool(row.items)
        and row.closed
        and row.label.cell > 0
        and all(token.line == row.label.line and token.cell > 0 for token in row.items)
    )


def _last_column(row: PrintedRow) -> int:
    return row.items[-1].cell + max(1, row.items[-1].width) - 1


def _from_column(row: PrintedRow, start: int) -> PrintedRow:
    """A row without the empty cells before a column; unchanged if there is a value among them."""
    ahead = [token for token in row.items if token.cell < start]
    empty = all(token.kind == SLOT for token in ahead)
    return replace(row, items=row.items[len(ahead) :]) if ahead and empty else row


def _tail_width(row: PrintedRow) -> int:
    """The columns from the first value of a row to the end of its line."""
    first = next(n for n, token in enumerate(row.items) if token.kind == VALUE)
    return sum(max(1, token.width) for token in row.items[first:])


def _from_edge(row: PrintedRow, edge: int | None, columns: int) -> PrintedRow:
    items = list(row.items)
    if not row.values and all(token.kind == SLOT for token in items):
        return replace(row, items=row.items[: max(columns, 1)])
    leading = next((n for n, token in enumerate(items) if token.kind != SLOT), len(items))
    if row.label.locus and count_solid(items) <= columns:
        return row
    if edge is None and columns < _WIDE:
        return row  # only the labels of a wide table span several columns
    if edge is None:
        # Complete rows show no edge, or several: empty cells in front are removed only if this
        # completes the row. As many at its end may be the needless ones instead.
        solid = count_solid(items)
        spare = solid - columns if solid - leading <= columns else 0
        ending = next((n for n, token in enumerate(items[::-1]) if token.kind != SLOT), 0)
        cut = leading if solid - leading == columns and ending < leading else 0
        return replace(row, items=tuple(items[cut:]), unsure=row.unsure or (spare > 0 and not cut))
    while leading and sum(max(1, token.width) for token in items) > edge:
        del items[0]
        leading -= 1
    return replace(row, items=tuple(items)) if len(items) < len(row.items) else row


def _counted(row: PrintedRow) -> int:
    """The number of values of a row, without the texts that may not be values."""
    return len(row.values) - len(row.doubts)


def unsure_below_empty(
    rows: Sequence[PrintedRow], columns: Callable[[str], int]
) -> tuple[PrintedRow, ...]:
    """The rows; one of text with too few values below a label with none may have the other's.

    Text that runs down the columns of a page prints labels first and numbers behind them.
    """
    found = list(rows[:1])
    for above, row in pairwise(rows):
        short = 0 < len(row.values) < columns(row.key) and not row.closed
        text = short and not row.values[0].locus
        found.append(row.open_if(bool(text) and not above.items))
    return tuple(found)
