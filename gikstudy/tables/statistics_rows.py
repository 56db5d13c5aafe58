"""The rows of a statistical table: which printed things belong to which label.

In a layout with rows, what is on the line of a label is its own. In a layout with one cell a
line, what is between two labels belongs to the one that the headers say: to the label before,
or to the label behind. A row that prints another number of things than its columns is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from typing import Final

from gikstudy.tables.statistics_columns import (
    COUNT,
    PrintedColumns,
    header_kind,
    is_unit,
    numbers_columns,
)
from gikstudy.tables.statistics_filling import SOLID, LabelledRow, fill, spread
from gikstudy.tables.tokens import MAYBE, PAD, PROSE, SLOT, TEXT, VALUE, Token
from gikstudy.text import is_page_number

_SIDE_BY_SIDE: Final = 4  # labels on a line of a table that is printed in parts


def share_out(
    tokens: Sequence[Token], rows: Sequence[LabelledRow], columns: PrintedColumns, end: int
) -> list[Token]:
    """Gives each row what is printed for it, and returns what belongs to no row.

    Args:
        tokens: the page.
        rows: the labels in page order; they are filled.
        columns: the columns that the headers name.
        end: the token behind the table.
    """
    first = rows[0].named.first
    if columns.before and columns.said:  # its things may be on lines above the first label
        first = min(first, columns.end)
    entries = _entries(tokens, rows, first, end)
    own = [entry for entry in entries if not _is_aside(entry[1])]
    if _in_rows(own, rows):
        return _by_lines(own, rows, columns)
    return _by_order(own, rows, columns)


Entry = tuple[int, Token]  # the row whose label this is a piece of, or -1; the token


def _entries(
    tokens: Sequence[Token], rows: Sequence[LabelledRow], first: int, end: int
) -> list[Entry]:
    owner = {
        at: n
        for n, row in enumerate(rows)
        for at in range(row.named.first, row.named.end)
        if at not in row.named.inside
    }
    label = rows[0].named.first
    while first == label and first and tokens[first - 1].line == tokens[first].line:
        first = label = first - 1
    entries = [(owner.get(at, -1), tokens[at]) for at in range(first, end)]
    kept: list[Entry] = []
    for _, line in groupby(entries, lambda entry: entry[1].line):
        cells = list(line)
        if any(n >= 0 for n, _ in cells) or not numbers_columns([t for _, t in cells]):
            kept += cells
    return kept


def _is_aside(token: Token) -> bool:
    """Whether a text is a header that is printed again, or the number of a page."""
    return bool(header_kind(token)) or (token.kind != SLOT and is_page_number(token.text))


def _in_rows(entries: Sequence[Entry], rows: Sequence[LabelledRow]) -> bool:
    """Whether lines are rows: most labels have something else on their line."""
    if len({token.line for n, token in entries if n >= 0}) * _SIDE_BY_SIDE < len(rows):
        return False  # the whole table is on one line
    wanted = {n for n, row in enumerate(rows) if row.needs}
    filled: set[int] = set()
    for _, line in groupby(entries, lambda entry: entry[1].line):
        cells = list(line)
        if any(n < 0 and token.kind in SOLID for n, token in cells):
            filled |= {n for n, _ in cells if n >= 0}
    return len(filled & wanted) * 5 >= len(wanted) * 3


def _by_lines(
    entries: Sequence[Entry], rows: Sequence[LabelledRow], columns: PrintedColumns
) -> list[Token]:
    free: list[tuple[int, list[Token]]] = []  # the row above some lines without a label
    ends = {n: token.line for n, token in entries}  # the last line of each label
    last = -1
    for number, group in groupby(entries, lambda entry: entry[1].line):
        line = list(group)
        if all(n < 0 for n, _ in line):
            if last >= 0 and number < ends[last]:  # between two pieces of a label
                rows[last].right += [token for _, token in line]
            elif free and free[-1][0] == last:
                free[-1][1].extend(token for _, token in line)
            else:
                free.append((last, [token for _, token in line]))
            continue
        at = -1
        for n, token in line:
            if n >= 0:
                at = last = n
            elif at >= 0:
                rows[at].right.append(token)
            else:
                rows[next(m for m, _ in line if m >= 0)].left.append(token)
    _turn(rows, columns)
    strays = _number_rows(rows, columns)
    for row in rows:
        fill(row, columns)
    _blanks_seen(rows, columns)
    for above, tokens in free:
        strays += _settle_free(rows, above, tokens, columns)
    return strays


def _turn(rows: Sequence[LabelledRow], columns: PrintedColumns) -> None:
    """Numbers left of all labels of a line, and nothing right of the last: they come first.

    `12 | 收到申请数 | 5 | 当面申请数` was shared out to the right; here each goes to the label behind.
    """
    before = any(column.kind == COUNT for column in columns.before)
    firsts = all(row.left or not row.needs for row in rows)
    if not before and (columns.said or not firsts or any(_values(row.right) for row in rows)):
        return
    if columns.after:
        return
    for row, behind in pairwise(rows):
        if row.right and not behind.left:
            row.right, behind.left = [], row.right


def _values(tokens: Iterable[Token]) -> list[Token]:
    return [token for token in tokens if token.kind == VALUE]


def _number_rows(rows: Sequence[LabelledRow], columns: PrintedColumns) -> list[Token]:
    """Removes the numbers of the rows in front of the labels; other texts there are strays."""
    counted = any(column.kind == COUNT for column in columns.before)
    if counted:
        return []
    strays: list[Token] = []
    steps = {
        (found[0].value.number or 0) - n
        for n, row in enumerate(rows)
        if len(found := _values(row.left)) == 1 and found[0].value is not None
    }
    rising = len(steps) == 1  # 1, 2, 3, … from row to row
    said = any(column.kind == "number" for column in columns.before)
    some_right = any(_values(row.right) for row in rows if row.needs)
    for row in rows:
        values = _values(row.left)
        if not values:
            strays += [
                t for t in row.left if t.kind in (TEXT, PROSE) and any(map(str.isdigit, t.text))
            ]
            row.left = []
        elif (rising or said) and len(values) == 1 and some_right:
            row.left = []
    return strays


def _settle_free(
    rows: Sequence[LabelledRow], above: int, tokens: Sequence[Token], columns: PrintedColumns
) -> list[Token]:
    """Lines without a label between two rows: the rest of the row above, or of no row."""
    solid = [token for token in tokens if token.kind in SOLID]
    below = above + 1 if above + 1 < len(rows) else -1
    wants = above >= 0 and rows[above].needs and rows[above].empty
    other = below >= 0 and rows[below].needs and rows[below].empty
    if not any(token.kind == VALUE for token in solid):
        return []
    if wants and not other and not any(t.kind == TEXT and not is_unit(t) for t in solid):
        rows[above].right += tokens
        fill(rows[above], columns)
        return []
    for n, open_ in ((above, wants), (below, other)):
        if open_:
            rows[n].fit = "open"
    return solid


def _by_order(
    entries: Sequence[Entry], rows: Sequence[LabelledRow], columns: PrintedColumns
) -> list[Token]:
    gaps: list[list[Token]] = [[] for _ in range(len(rows) + 1)]  # gap n is before label n
    at = 0
    for n, token in entries:
        if n >= 0:
            at = n + 1
        else:
            gaps[at].append(token)
    strays: list[Token] = []
    counted = any(column.kind == COUNT for column in columns.before)
    for n, gap in enumerate(gaps):
        above = rows[n - 1] if n else None
        below = rows[n] if n < len(rows) else None
        if not columns.before:
            if above is None:
                strays += _values(gap)
                continue
            above.right, rest = _own_part(gap, columns)
            strays += rest
            continue
        strays += _split_gap(gap, above, below, columns)
    if not counted:
        strays += _number_rows(rows, columns)
    for row in rows:
        fill(row, columns)
    _blanks_seen(rows, columns)
    _open_shifted(rows)
    return strays


def _split_gap(
    gap: Sequence[Token],
    above: LabelledRow | None,
    below: LabelledRow | None,
    columns: PrintedColumns,
) -> list[Token]:
    """Shares the things between two labels, if some columns are left of the labels."""
    wide = len(columns.before) if below is not None else 0
    strange = next((at for at, token in enumerate(gap) if _is_strange(token)), len(gap))
    solid, rest = spread(gap[:strange]), spread(gap[strange:])
    strays: list[Token] = []
    if rest:  # behind a text that may be a label of its own
        if below is not None and len(rest) > wide:
            below.left, rest = rest[len(rest) - wide :], rest[: len(rest) - wide]
        strays, below, wide = rest, None, len(columns.before)
    split = len(solid) - wide
    if above is not None:
        above.right = solid[: max(0, split)]
    if below is not None and wide and split >= 0:
        below.left = solid[split:]
    return strays


def _is_strange(token: Token) -> bool:
    return token.kind == PROSE or (token.kind == TEXT and not is_unit(token))


def _own_part(gap: Sequence[Token], columns: PrintedColumns) -> tuple[list[Token], list[Token]]:
    """What of the things below a label is its own: an unknown text may be another label."""
    for at, token in enumerate(gap):
        if _is_strange(token):
            before = [t for t in gap[:at] if t.kind in SOLID]
            whole = [t for t in gap if t.kind in SOLID]
            torn = any(_is_strange(t) and len(t.text.strip()) == 1 for t in gap)
            if len(before) < len(columns.after) == len(whole) and not torn:
                return list(gap), []  # a word fills a cell; letters are a heading printed apart
            return list(gap[:at]), [t for t in gap[at:] if t.kind in (VALUE, TEXT, PROSE)]
    return list(gap), []


def _blanks_seen(rows: Sequence[LabelledRow], columns: PrintedColumns) -> None:
    """Empty lines, or bars of their own, in a row that lacks as many cells: they are its blanks.

    Only if complete rows have no such lines, or as many bars as they have cells. A bar at the end of
    a row may also stand for a blank inside it.
    """
    full = [row for row in rows if row.needs and row.fit == "full"]
    maybes = {_count(row, MAYBE) for row in full}
    pads = {_count(row, PAD) for row in full}
    cells = len(columns.before) + len(columns.after) + 1
    for row in rows:
        if row.fit != "short" or not row.needs or not full or row.left:
            continue
        lacking = len(columns.after) - len(spread(row.right))
        kind = MAYBE if maybes == {0} and _count(row, MAYBE) == lacking else PAD
        inside = bool(row.right) and row.right[-1].kind != PAD
        alone = _count(row, PAD) == _width(row) == lacking and (
            inside or lacking == _counted(columns)
        )
        if kind == MAYBE or (pads == {0} and alone):
            row.right = [_as_slot(t) if t.kind == kind else t for t in row.right]
            fill(row, columns)
        elif lacking == 1 == _counted(columns) and pads == {cells} == {_count(row, PAD)}:
            row.right = [t for t in row.right if t.kind != PAD] + [_as_slot(row.right[-1])]
            fill(row, columns)


def _counted(columns: PrintedColumns) -> int:
    return sum(column.kind == COUNT for column in columns.after)


def _as_slot(token: Token) -> Token:
    return token._replace(kind=SLOT, width=1)


def _count(row: LabelledRow, kind: str) -> int:
    return sum(token.kind == kind for token in row.right)


def _width(row: LabelledRow) -> int:
    return sum(token.width for token in row.right if token.kind == PAD)


def _open_shifted(rows: Sequence[LabelledRow]) -> None:
    """If one row has too few things and another too many, numbers may be in rows of others.

    A number may have moved by a row, or the number of a page or a row may fill the place of a blank.
    The same holds if many rows have too many things.
    """
    fits = [row.fit for row in rows if row.needs]
    mixed = "over" in fits and "short" in fits
    for row in rows if mixed or fits.count("over") * 4 > len(fits) else ():
        row.fit = "open"
