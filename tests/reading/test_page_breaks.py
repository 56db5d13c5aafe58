"""Tables of PDF pages that a page break may have cut in two."""

import pytest

from gikstudy.model import Grid, GridCell
from gikstudy.reading.pdf.furniture import joined
from gikstudy.reading.pdf.tables import RuledTable

COLUMNS = (57.0, 102.0, 136.0, 238.0)


def table(*rows, columns=COLUMNS):
    """A table of cells given as text, or as text, rowspan and colspan."""
    cells = ([cell if isinstance(cell, tuple) else (cell, 1, 1) for cell in row] for row in rows)
    grid = (tuple(GridCell(t, "", r, c) for t, r, c in row) for row in cells)
    return RuledTable(Grid(tuple(grid)), columns)


WHOLE = table(("行政许可", "1368", "4"), ("行政处罚", "1106", "7"))
# The tall cell stands beside both rows, and the second row has a cell for each column all the same.
BEYOND = table(("行政许可", "1368", ("", 2, 1)), ("行政处罚", "1106", "7", "9"))


def test_a_table_goes_on_below_a_page_break():
    (whole,) = joined([[WHOLE], [table(("行政强制", "17", "3"))]])
    assert [cell.text for cell in whole.rows[-1]] == ["行政强制", "17", "3"]


@pytest.mark.parametrize("pages", [(BEYOND, WHOLE), (WHOLE, BEYOND)])
@pytest.mark.parametrize("columns", [COLUMNS, (*COLUMNS[:2], 120.0, *COLUMNS[2:])])
def test_a_table_whose_rows_reach_beyond_its_columns_is_joined_with_none(pages, columns):
    above, below = pages
    below = RuledTable(below.grid, below.xs if below is BEYOND else columns)
    grids = joined([[above], [below]])
    assert grids == [above.grid, below.grid]
