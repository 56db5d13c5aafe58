"""The running text of a Rich Text file, put together as lines and tables.

A row is a row of cells, then the word `row`. Where the cells end on the page is told before or
after them; a cell may continue the one to its left or the one above.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Final, NamedTuple

from gikstudy.reading import limits
from gikstudy.reading.layout import LaidCell, LaidTable
from gikstudy.reading.marks import STRUCK, resolve, resolve_cell

_SAME_EDGE: Final = 40
"""Edges nearer than this (in twentieths of a point) are one edge, drawn unevenly."""

Contents = list[str | LaidTable]


class CellEdge(NamedTuple):
    """Where a cell of a row ends, whether it continues another cell, and its colour in the file."""

    right: int = 0
    continues_left: bool = False
    continues_above: bool = False
    ground: int = 0


class _RichRow(NamedTuple):
    cells: list[Contents]
    edges: list[CellEdge]


class _OpenTable:
    """A table that is being read: its rows, and the cells of the row that is not ended."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.rows: list[_RichRow] = []
        self.cells: list[Contents] = []
        self.flow: Contents = []

    def end_cell(self) -> None:
        self.cells.append(resolve_cell(self.flow) if STRUCK in self.flow else self.flow)
        self.flow = []

    def end_row(self, edges: list[CellEdge]) -> None:
        if self.flow:
            self.end_cell()
        self.rows.append(_RichRow(self.cells, edges if len(edges) >= len(self.cells) else []))
        self.cells = []

    def laid(self) -> LaidTable:
        if self.cells or self.flow:
            self.end_row([])
        grid = _edges_of(self.rows)
        placed = [_placed(row, grid) for row in self.rows]
        return LaidTable(
            self.number,
            [
                [
                    LaidCell(cell.flow, _rowspan(placed, number, cell), cell.colspan)
                    for cell in row
                    if not cell.continues
                ]
                for number, row in enumerate(placed)
            ],
        )


class TextFlow:
    """Lines and tables of the file, taken word by word."""

    def __init__(self) -> None:
        self.body: Contents = []
        self.tables: list[_OpenTable] = []
        self.depth = 0  # of the tables in which the current paragraph stands
        self.line = ""
        self.opened = 0
        self._edges: list[CellEdge] = []
        self._edge = CellEdge()
        self._ground = 0  # of the paragraph

    @property
    def ground(self) -> int:
        """The colour of the current cell, as far as its row has been told; 0 for none."""
        at = len(self.tables[-1].cells) if self.depth and len(self.tables) == self.depth else 0
        own = self._edges[at].ground if self.depth and at < len(self._edges) else 0
        return self._ground or own

    @property
    def in_table(self) -> bool:
        """Whether the current paragraph is in a table."""
        return self.depth > 0

    def text(self, text: str) -> None:
        """Text of the current paragraph."""
        self.line += text

    def word(self, word: str, number: int | None) -> None:
        """A control word about paragraphs, cells and rows; others have no meaning here."""
        if word in ("par", "sect", "page"):
            self._end_line()
        elif word == "pard":
            self.depth = self._ground = 0
        elif word == "cbpat":
            self._ground = number or 0
        elif word == "intbl":
            self.depth = max(self.depth, 1)
        elif word == "itap":
            self.depth = min(number or 0, limits.TABLE_DEPTH)
        elif word in ("cell", "nestcell"):
            self.depth = 1 if word == "cell" else max(self.depth, 2)
            self._end_line()
            self._table().end_cell()
        elif word in ("row", "nestrow"):
            self.depth = 1 if word == "row" else max(self.depth, 2)
            self._end_line()
            self._table().end_row(self._edges)
        else:
            self._define(word, number)

    def _define(self, word: str, number: int | None) -> None:
        """A word about the row that is being defined."""
        if word == "trowd":
            self._edges, self._edge = [], CellEdge()
        elif word == "clmrg":
            self._edge = self._edge._replace(continues_left=True)
        elif word == "clvmrg":
            self._edge = self._edge._replace(continues_above=True)
        elif word == "clcbpat":
            self._edge = self._edge._replace(ground=number or 0)
        elif word == "cellx":
            self._edges = [*self._edges, self._edge._replace(right=number or 0)]
            self._edge = CellEdge()

    def close(self) -> Contents:
        """All lines and tables, once the file has ended."""
        self._end_line()
        self._leave(0)
        return self.body

    def _end_line(self) -> None:
        line, self.line = resolve(self.line), ""
        flow = self._flow()
        flow += [one for one in line.split("\n") if one.strip(" \t")]

    def _flow(self) -> Contents:
        if not self.depth:
            self._leave(0)
            return self.body
        return self._table().flow

    def _table(self) -> _OpenTable:
        self._leave(self.depth)
        while len(self.tables) < self.depth:
            self.opened += 1
            self.tables.append(_OpenTable(self.opened))
        return self.tables[-1]

    def _leave(self, depth: int) -> None:
        """Closes the tables that are deeper, each within the cell that holds it."""
        while len(self.tables) > depth:
            table = self.tables.pop().laid()
            (self.tables[-1].flow if self.tables else self.body).append(table)


class _PlacedCell(NamedTuple):
    flow: Contents
    column: int
    colspan: int
    continues: bool


def _edges_of(rows: list[_RichRow]) -> list[int]:
    """The right edges of the columns, from all rows of a table."""
    edges: list[int] = []
    for right in sorted({edge.right for row in rows for edge in row.edges}):
        if not edges or right - edges[-1] > _SAME_EDGE:
            edges.append(right)
    return edges


def _placed(row: _RichRow, grid: list[int]) -> list[_PlacedCell]:
    cells: list[_PlacedCell] = []
    column = 0
    for number, flow in enumerate(row.cells):
        edge = row.edges[number] if row.edges else None
        end = column + 1 if edge is None else bisect_left(grid, edge.right - _SAME_EDGE) + 1
        colspan = max(end - column, 1)
        if edge is not None and edge.continues_left and cells:
            left = cells[-1]
            cells[-1] = left._replace(flow=[*left.flow, *flow], colspan=left.colspan + colspan)
        else:
            above = edge is not None and edge.continues_above
            cells.append(_PlacedCell(flow, column, colspan, above))
        column += colspan
    return cells


def _rowspan(rows: list[list[_PlacedCell]], number: int, cell: _PlacedCell) -> int:
    span = 1
    for row in rows[number + 1 :]:
        if not any(below.column == cell.column and below.continues for below in row):
            break
        span += 1
    return span
