"""The three tables as grids: every cell of the report in one of them, marked by its state."""

from __future__ import annotations

import pytest
from project_paths import SAMPLE

from gikstudy import read_report
from gikstudy.model import STATES, Cell
from gikstudy.show.grids import cell_text, grids_of, marks, number_text


@pytest.mark.parametrize("path", sorted(SAMPLE.glob("*.txt")), ids=lambda path: path.stem)
def test_every_cell_of_a_report_stands_in_one_grid(path):
    report = read_report(path)
    shown = [c for grid in grids_of(report) for _, cells in grid.rows for c in cells if c]
    assert sorted(cell.key for cell in shown) == sorted(cell.key for cell in report.cells)
    for grid in grids_of(report):
        assert all(len(cells) == len(grid.columns) for _, cells in grid.rows), grid.title


def test_a_report_without_cells_has_no_grid():
    assert grids_of(read_report("各位同事:\n明天放假。\n".encode())) == ()


def test_every_state_has_a_mark_of_its_own():
    assert set(marks()) == set(STATES)
    signs = [mark.sign for mark in marks().values()]
    assert len(set(signs)) == len(signs)


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0"), (1200000.0, "1,200,000"), (-3, "-3"), (0.5, "0.5")]
)
def test_a_number_has_separators_and_no_idle_decimals(number, text):
    assert number_text(number) == text


def test_an_open_cell_shows_its_bounds():
    sign = marks()["ambiguous"].sign
    cell = Cell("requests", "granted", "total", "ambiguous", lower=0, upper=1200)
    assert cell_text(cell) == f"{sign}0…1,200"
    assert cell_text(cell._replace(lower=3, upper=None)) == f"{sign}3…∞"
    assert cell_text(cell._replace(lower=None, upper=None)) == sign
    assert cell_text(None) == ""
