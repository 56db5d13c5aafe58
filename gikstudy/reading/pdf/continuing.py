"""Tables that continue on the next page: which ones do, and how their rows become one table.

A table cut by a page break may repeat its head. The break may also cut a row in two: the first line
of a label above it and the rest below, or the label above and the figures below.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from gikstudy.model import Grid, GridCell
from gikstudy.reading.pdf.glyphs import UNREADABLE

_SAME_COLUMN: Final = 4.0
"""Points by which a table may be shifted on the next page."""
_COLUMNS: Final = 8
"""The least number of cells in a row of table 3: a label and seven figures."""
_ENUMERATED: Final = re.compile(r"[（(]?(?:[一二三四五六七八九]|\d{1,2})[）)、.．]")
_WORD: Final = re.compile(r"[\u4e00-\u9fff]")
_FIGURE: Final = re.compile(r"\d")

GridRow = tuple[GridCell, ...]
NumberedCells = list[tuple[int, GridCell]]
"""The cells that a row opens, each with its first column."""


def common_columns(above: Sequence[float], below: Sequence[float]) -> tuple[float, ...] | None:
    """The positions of the columns of two tables if these are parts of one; None if not.

    A part in which every row spans several columns draws fewer columns.

    >>> common_columns((0, 50, 100), (0, 100)), common_columns((0, 50, 100), (0, 30, 100))
    ((0, 50, 100), None)
    """
    more, fewer = (above, below) if len(above) >= len(below) else (below, above)
    near = [min(abs(x - other) for other in more) <= _SAME_COLUMN for x in fewer]
    ends = abs(more[0] - fewer[0]) <= _SAME_COLUMN and abs(more[-1] - fewer[-1]) <= _SAME_COLUMN
    return tuple(more) if all(near) and ends else None


def fits(grid: Grid, columns: Sequence[float]) -> bool:
    """Whether no row reaches beyond the columns, as rows do beside a cell that is drawn too high."""
    return all(c + cell.colspan < len(columns) for row in _placed(grid.rows) for c, cell in row)


def spanning(grid: Grid, columns: Sequence[float], common: Sequence[float]) -> Grid:
    """A grid with its cells spanning the columns of a larger table."""
    if len(columns) == len(common):
        return grid
    at = [min(range(len(common)), key=lambda i, x=x: abs(common[i] - x)) for x in columns]  # type: ignore[misc]
    rows = (
        tuple(cell._replace(colspan=at[c + cell.colspan] - at[c]) for c, cell in row)
        for row in _placed(grid.rows)
    )
    return Grid(tuple(rows))


def continued(above: Grid, below: Grid, *, cut: bool) -> Grid:
    """Both parts as one table.

    Args:
        above: The part before the page break.
        below: The part after it, with the same columns.
        cut: No line is drawn at the end or the beginning of the page, so the break cuts a row.
    """
    rows = _without_head(above.rows, below.rows)
    upper, lower = _placed(above.rows), _placed(rows)
    if not upper or not lower:
        return Grid((*above.rows, *rows))
    if _is_one_row(upper[-1], lower[0], cut=cut):
        last, others = _one_row(upper[-1], lower)
        return Grid((*above.rows[:-1], last, *others))
    torn = _torn_figures(upper[-1], lower[0])
    last = tuple(
        cell._replace(text=cell.text + UNREADABLE) if column in torn else cell
        for column, cell in upper[-1]
    )
    return Grid((*above.rows[:-1], last, *rows))


def _placed(rows: Iterable[GridRow]) -> list[NumberedCells]:
    taken: dict[int, int] = {}  # column: rows that a cell from above still covers
    placed: list[NumberedCells] = []
    for row in rows:
        column = 0
        found: NumberedCells = []
        opened: dict[int, int] = {}
        for cell in row:
            while taken.get(column, 0):
                column += 1
            found.append((column, cell))
            opened |= dict.fromkeys(range(column, column + cell.colspan), cell.rowspan)
            column += cell.colspan
        taken = {c: n - 1 for c, n in (taken | opened).items() if n > 1}
        placed.append(found)
    return placed


def _without_head(above: Sequence[GridRow], below: Sequence[GridRow]) -> tuple[GridRow, ...]:
    """The rows after a page break, without a repeated head of the table."""
    same = 0
    for one, two in zip(above, below, strict=False):
        texts = [cell.text for cell in two]
        if [cell.text for cell in one] != texts or any(map(_FIGURE.search, texts)):
            break
        same += 1
    filled = any(cell.text for row in below[:same] for cell in row)
    return tuple(below[same:] if filled else below)


def _is_one_row(above: NumberedCells, below: NumberedCells, *, cut: bool) -> bool:
    """Whether two rows are the halves of one: each has what the other lacks."""
    figures = {column for column, cell in below if _FIGURE.match(cell.text)}
    labels = [cell.text for column, cell in below if cell.text and column not in figures]
    known = any(_WORD.search(cell.text) for _, cell in above)
    above_figures = {column for column, cell in above if _FIGURE.match(cell.text)}
    if not known or figures & above_figures or any(map(_ENUMERATED.match, labels)):
        return False
    if not labels:
        rest = any(cell.text for column, cell in above if figures and column >= min(figures))
        return len(figures) > 1 and not rest
    texts = [cell.text for _, cell in below]
    alone = not figures and len(texts) >= _COLUMNS and not any(texts[1 - _COLUMNS :])
    alone = alone or (len(texts) < _COLUMNS and _lacks_its_unit(above, below))
    return alone or (cut and bool(above_figures or figures))


def _lacks_its_unit(above: NumberedCells, below: NumberedCells) -> bool:
    """Whether a row holds only the rest of a label: the row above prints a word beside its own."""
    words = [column for column, cell in above if _WORD.search(cell.text)]
    printed = [column for column, cell in below if cell.text]
    return len(words) > 1 and printed == words[:1]


def _torn_figures(above: NumberedCells, below: NumberedCells) -> set[int]:
    """The columns of figures whose last digits are on the next page, beside the rest of a label."""
    figures = {column for column, cell in above if _FIGURE.match(cell.text)}
    rest = {column for column, cell in below if _FIGURE.match(cell.text)}
    labels = [cell.text for column, cell in below if cell.text and column not in rest]
    known = len(above) >= _COLUMNS and len(labels) == 1 and not _ENUMERATED.match(labels[0])
    return rest if known and rest and rest < figures else set()


def _one_row(above: NumberedCells, lower: list[NumberedCells]) -> tuple[GridRow, list[GridRow]]:
    """The row before a page break joined with the row after it, and the rows that follow.

    A cell that continues further down begins in the next row instead.
    """
    row = dict(above)
    follow: NumberedCells = [] if len(lower) < 2 else list(lower[1])
    for column, cell in lower[0]:
        if cell.rowspan > 1 and len(lower) > 1:
            follow.append((column, cell._replace(rowspan=cell.rowspan - 1)))
        elif cell.text:
            own = column if column in row else _label(row)
            row[own] = row[own]._replace(text=row[own].text + cell.text)
    rows = [follow, *lower[2:]] if len(lower) > 1 else []
    return tuple(row.values()), [
        tuple(cell for _, cell in sorted(placed, key=lambda item: item[0])) for placed in rows
    ]


def _label(row: dict[int, GridCell]) -> int:
    """The column of the last cell that contains a word."""
    return max((c for c, cell in row.items() if _WORD.search(cell.text)), default=min(row))
