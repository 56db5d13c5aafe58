"""Tables of PDF pages that a page break may have cut in two."""

import pytest

from gikstudy.model import Grid, GridCell
from gikstudy.reading.pdf.furniture import joined
from gikstudy.reading.pdf.glyphs import UNREADABLE
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


LONG = ("二、上年结转政府信息", "8915", "2599", "9297", "4847", "366", "6926", "3295")


def last_rows(above, below):
    (whole,) = joined([[table(above, columns=WIDE)], [table(below, columns=WIDE)]])
    return [[cell.text for cell in row] for row in whole.rows]


WIDE = tuple(float(x) for x in range(40, 480, 50))


def test_a_figure_whose_last_digits_are_on_the_next_page_is_open():
    first, _ = last_rows(LONG, ("公开申请数量", "", "", "", "", "", "", "0"))
    assert first == [*LONG[:-1], "3295" + UNREADABLE]


@pytest.mark.parametrize(
    "below",
    [
        ("（一）予以公开", "", "", "", "", "", "", "0"),
        ("办理结果", "1", "2", "3", "4", "5", "6", "21"),
    ],
)
def test_a_row_of_its_own_on_the_next_page_leaves_the_one_above(below):
    assert last_rows(LONG, below) == [[*LONG], [*below]]


def test_the_rest_of_a_label_on_the_next_page_is_no_row():
    above, below = ("（一", "次", "1981"), ("）召开会议数", "", "")
    (whole,) = joined([[table(above)], [table(below)]])
    assert [cell.text for cell in whole.rows[-1]] == ["（一）召开会议数", "次", "1981"]


@pytest.mark.parametrize(
    "pages",
    [
        (("行政处罚", "1106", "7"), ("行政强制", "", "")),  # a table without units
        (("（一）会议", "次", "1981"), ("（二）培训", "", "")),
        (("（一", "次", "1981"), ("培训", "次", "")),
    ],
)
def test_a_row_without_figures_on_the_next_page_is_one(pages):
    above, below = pages
    (whole,) = joined([[table(above)], [table(below)]])
    assert [[cell.text for cell in row] for row in whole.rows] == [[*above], [*below]]
