"""Tables as the page lays them out, told apart from tables that hold figures.

Half of the pages use a table only to position their text, or the whole report. So a row that holds
prose or another table is unfolded into the contents of its cells, while rows of short cells stay
together as a grid.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from typing import Final, NamedTuple

from gikstudy.model import Block, Grid, GridCell, Line
from gikstudy.reading.marks import PICTURE, without_pictures
from gikstudy.reading.plain import line_loci

PROSE_CHARACTERS: Final = 240
"""The longest cell of the forms, a row label with its explanation, has about 80 characters."""
_PROSE_LINES: Final = 6
"""Lines of more than four characters in one cell; a cell with more is not part of a form. (Labels
set vertically have many lines, but of one or two characters.)"""

_EMPTY: Final = f"{PICTURE} \t\n\r\f\v\u00a0\u3000"
_FEW_ROWS: Final = 8
_FEW_NUMBERS: Final = 4
_WORDLESS: Final = re.compile(r"[\d\s.,+/—-]+")
# As GridCell(…), in half the time: a page has hundreds of cells.
_make_cell: Final[Callable[[tuple[object, ...]], GridCell]] = partial(tuple.__new__, GridCell)


class LaidCell(NamedTuple):
    """A cell as its row opens it; `flow` holds its lines and the tables within it."""

    flow: list[str | LaidTable]
    rowspan: int
    colspan: int


class LaidTable(NamedTuple):
    """A table as it is in its file: the `number`-th to open, and its own rows.

    A cell without spans that holds at most one line of at most `PROSE_CHARACTERS` may be stored in
    its row as that line alone.
    """

    number: int
    rows: list[list[str | LaidCell]]

    def flow_of_the_only_cell(self) -> list[str | LaidTable]:
        """What a table of one cell frames."""
        (cell,) = (cell for row in self.rows for cell in row)
        return _flow(cell)

    def line_of_numbers(self) -> str:
        """The numbers of a table of a few cells that has no words, as a line of the cell around it."""
        flows = [_flow(cell) for row in self.rows for cell in row]
        texts = [text for flow in flows for text in flow if isinstance(text, str)]
        held = sum(map(len, flows))
        few = len(flows) <= _FEW_NUMBERS and len(texts) == held > 0
        return " ".join(texts) if few and all(map(_WORDLESS.fullmatch, texts)) else ""


def flow_of(blocks: Iterable[Block], tables: int = 0) -> list[str | LaidTable]:
    """What has been read of a document, as part of another one that counts anew.

    Args:
        blocks: The lines and grids of the document.
        tables: The tables that the other document has counted before.
    """
    flow: list[str | LaidTable] = []
    for block in blocks:
        if isinstance(block, Line):
            flow.append(block.text)
        else:
            tables += 1
            flow.append(
                LaidTable(tables, [[_laid_again(cell) for cell in row] for row in block.rows])
            )
    return flow


def _laid_again(cell: GridCell) -> LaidCell:
    return LaidCell([cell.text] if cell.text else [], cell.rowspan, cell.colspan)


def unfold(flow: list[str | LaidTable]) -> tuple[Block, ...]:
    """Blocks in reading order, lines located as `L12` and cells as `T2R5C3`.

    A cell's number is its position among the cells that its own row opens. The lines of a cell are
    joined by one space. If the end of a table is lost, its last cell holds the rest of the page:
    the first line is the cell, and the rest comes after the grid.
    """
    items: list[str | Grid] = []
    _unfold(flow, items)
    loci = iter(line_loci(len(items)))
    return tuple(Line(item, next(loci)) if isinstance(item, str) else item for item in items)


def _unfold(flow: list[str | LaidTable], items: list[str | Grid]) -> None:
    for item in flow:
        if isinstance(item, str):
            if line := without_pictures(item):
                items.append(line)
        else:
            _unfold_table(item, items)


def _unfold_table(table: LaidTable, items: list[str | Grid]) -> None:
    rest = _cut_overflow(table.rows)
    run: list[tuple[GridCell, ...]] = []
    for number, row in enumerate(table.rows, 1):
        loci = _cell_loci(table.number, number, len(row))
        laid = [cell for cell in row if not isinstance(cell, str)]
        if not laid:
            run.append(tuple([_make_cell((c, at, 1, 1)) for c, at in zip(row, loci, strict=True)]))
        elif any(map(_is_prose, laid)):
            _close_run(run, items)
            run = []
            for cell in row:
                _unfold(_flow(cell), items)
        else:
            run.append(
                tuple(
                    [
                        _make_cell((cell, at, 1, 1))
                        if isinstance(cell, str)
                        else GridCell(_text(cell.flow), at, cell.rowspan, cell.colspan)
                        for cell, at in zip(row, loci, strict=True)
                    ]
                )
            )
    _close_run(run, items)
    _unfold(rest, items)


def _flow(cell: str | LaidCell) -> list[str | LaidTable]:
    if isinstance(cell, str):
        return [cell] if cell else []
    return cell.flow


def _text(flow: list[str | LaidTable]) -> str:
    if len(flow) == 1:
        return str(flow[0])
    return " ".join(item for item in flow if isinstance(item, str))


@lru_cache(maxsize=4096)
def _cell_loci(table: int, row: int, cells: int) -> tuple[str, ...]:
    """`T2R5C1` …; the rows of one form come in every report."""
    return tuple(f"T{table}R{row}C{column}" for column in range(1, cells + 1))


def _is_prose(cell: LaidCell) -> bool:
    flow = cell.flow
    if len(flow) < 2:
        if not flow:
            return False
        return not isinstance(flow[0], str) or len(flow[0]) > PROSE_CHARACTERS
    if any(not isinstance(item, str) for item in flow):
        return True
    lengths = [len(item) for item in flow if isinstance(item, str)]
    return sum(lengths) > PROSE_CHARACTERS or sum(n > 4 for n in lengths) > _PROSE_LINES


def _cut_overflow(rows: list[list[str | LaidCell]]) -> list[str | LaidTable]:
    """Remove from the last cell of a table of figures what belongs below the table."""
    if len(rows) < 3 or len(rows[-1]) < 2:
        return []
    *others, last = rows[-1]
    if isinstance(last, str) or not _is_prose(last):
        return []
    if any(_is_prose(cell) for cell in others if not isinstance(cell, str)):
        return []
    if isinstance(last.flow[0], str) and len(last.flow[0]) <= PROSE_CHARACTERS:
        rest = last.flow[1:]
        del last.flow[1:]
    else:
        rest = last.flow[:]
        last.flow.clear()
    return rest


def _close_run(run: list[tuple[GridCell, ...]], items: list[str | Grid]) -> None:
    """Add rows as a grid; where no row has two cells, each is a line; without text, nothing."""
    if not any(cell.text.strip(_EMPTY) for row in run for cell in row):
        return
    if all(len(row) < 2 for row in run):
        # In a table of many rows a picture is a cell of its own, in a table of a few rows an
        # ornament.
        shown = str if len(run) > _FEW_ROWS else without_pictures
        items.extend(filter(None, (shown(cell.text) for row in run for cell in row)))
    else:
        items.append(Grid(tuple(run)))
