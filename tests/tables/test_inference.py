"""What the identities say about cells that are not in the report."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gikstudy.forms import applicant_keys as columns
from gikstudy.forms import dispute_identities, get_form, request_identities
from gikstudy.model import Cell
from gikstudy.tables.inference import infer

ROWS = tuple(row.key for row in get_form("2021").requests)


def table(**rows):
    """Table 3 with the given rows of seven numbers, all others zero."""
    numbers = dict.fromkeys(ROWS, (0,) * 7) | rows
    return [
        Cell("requests", row, column, "reported", number)
        for row in ROWS
        for column, number in zip(columns(), numbers[row], strict=True)
    ]


def lose(cells, *keys, state="missing"):
    return [
        c._replace(state=state, value=None) if f"{c.row}/{c.column}" in keys else c for c in cells
    ]


def at(cells, key):
    return next(c for c in cells if f"{c.row}/{c.column}" == key)


COHERENT = {
    "received_new": (5, 2, 0, 0, 0, 0, 7),
    "carried_in": (1, 0, 0, 0, 0, 0, 1),
    "granted": (4, 0, 0, 0, 0, 0, 4),
    "unable_not_held": (1, 2, 0, 0, 0, 0, 3),
    "handled_total": (5, 2, 0, 0, 0, 0, 7),
    "carried_out": (1, 0, 0, 0, 0, 0, 1),
}


def run(cells):
    return infer(cells, request_identities(ROWS))


def test_a_lost_total_is_solved_by_row_and_flow():
    cell = at(run(lose(table(**COHERENT), "carried_out/total")), "carried_out/total")
    assert (cell.state, cell.value) == ("solved", 1)


def test_a_lost_row_is_solved_column_by_column():
    keys = [f"granted/{c}" for c in columns()]
    cells = run(lose(table(**COHERENT), *keys))
    assert [at(cells, key).value for key in keys] == [4, 0, 0, 0, 0, 0, 4]
    assert {at(cells, key).state for key in keys} == {"solved"}


def test_blanks_alone_solve_nothing():
    keys = [f"granted/{c}" for c in columns()]
    cells = [cell._replace(state="blank", value=None) for cell in table()]
    for cell in (at(run(lose(cells, *keys)), key) for key in keys):
        assert (cell.state, cell.value, cell.upper) == ("missing", None, None)


def test_two_lost_rows_are_bounded_and_not_solved():
    keys = [f"{row}/natural_person" for row in ("granted", "partial")]
    totals = [f"{row}/total" for row in ("granted", "partial")]
    cells = run(lose(table(**COHERENT), *keys, *totals))
    for key in keys:
        cell = at(cells, key)
        assert (cell.state, cell.value, cell.lower, cell.upper) == ("missing", None, 0, 4)


def test_witnesses_that_disagree_solve_nothing():
    """The row asks for 1, the flow for 2: one printed number is wrong, and nobody knows which."""
    rows = COHERENT | {"received_new": (5, 2, 0, 0, 0, 0, 8)}
    cell = at(run(lose(table(**rows), "carried_out/total")), "carried_out/total")
    assert (cell.state, cell.value) == ("missing", None)


def test_an_unreadable_cell_gets_no_bounds_since_its_row_may_hold_a_misprint():
    cells = run(lose(table(**COHERENT), "granted/total", state="unreadable"))
    cell = at(cells, "granted/total")
    assert (cell.state, cell.value, cell.lower, cell.upper) == ("unreadable", None, None, None)


@given(
    st.lists(st.integers(0, 9), min_size=7, max_size=7),
    st.sampled_from(ROWS),
    st.integers(0, 6),
)
def test_what_was_read_never_changes(row, key, column):
    """Whatever is printed, coherent or not: inference touches missing cells alone."""
    cells = lose(table(**{key: tuple(row)}), f"{key}/{columns()[column]}")
    for before, after in zip(cells, run(cells), strict=True):
        if before.state == "reported":
            assert before == after


@pytest.mark.parametrize("lost", ["upheld", "total"])
def test_table_4_by_channel(lost):
    values = {"upheld": 2, "corrected": 1, "other": 0, "pending": 0, "total": 3}
    cells = [
        Cell("disputes", channel, outcome, "reported", number if channel == "review" else 0)
        for channel in ("review", "suit_direct", "suit_after_review")
        for outcome, number in values.items()
    ]
    solved = infer(lose(cells, f"review/{lost}"), dispute_identities())
    assert at(solved, f"review/{lost}").value == values[lost]
