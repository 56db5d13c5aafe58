"""Figures of a PDF that are printed on others, that run over the edge of their cell, or that tile it."""

from __future__ import annotations

import pytest
from pdf_pages import Draw, box, cells, pdf, table, write

MARK = "\ufffc"
EMPTY = [["a", "12", "34"], ["b", "56", "78"], ["c", "", "90"]]


def with_cell(row: int, column: int, text: str) -> list[list[list[str]]]:
    rows = [[*texts] for texts in EMPTY]
    rows[row][column] = text
    return [rows]


@pytest.mark.parametrize("shift", [(0.3, 0.0), (1.2, -1.2), (2.0, -1.8)])
@pytest.mark.parametrize("figure", ["44", "4040", "1123"])
def test_a_figure_printed_twice_to_make_it_bold_is_one(
    figure: str, shift: tuple[float, float]
) -> None:
    twice = (write(figure, 160, 170), write(figure, 160 + shift[0], 170 + shift[1]))
    assert cells(pdf(table, *twice)) == with_cell(2, 1, figure)


@pytest.mark.parametrize(
    "drawn",
    [
        (write("5516", 160, 170), write("7777", 160, 170)),
        (write("77", 160, 170), write("5516", 163.4, 171)),
        (write("77", 160, 170), write("705", 163.4, 171)),
    ],
)
def test_figures_printed_upon_others_are_open(drawn: tuple[Draw, Draw]) -> None:
    (rows,) = cells(pdf(table, *drawn))
    assert rows[2][1].endswith(MARK)


def test_a_digit_that_repeats_one_painted_over_is_not_lost() -> None:
    """PDFium gives a character printed twice at one place once, here the one that is painted over."""
    over = box(155, 166, 40, 16, "#ffffff")
    (rows,) = cells(pdf(table, write("77", 160, 170), over, write("705", 160, 170)))
    assert rows[2][1].endswith(MARK)
    apart = (write("77", 180, 170), over, write("25", 158, 170))
    assert cells(pdf(table, *apart)) == with_cell(2, 1, "25")


@pytest.mark.parametrize("x", [236.0, 240.0, 244.0])
def test_a_figure_that_runs_over_the_edge_of_its_cell_opens_both(x: float) -> None:
    (rows,) = cells(pdf(table, write("5516", x, 170)))
    assert rows[2][1].endswith(MARK)
    assert rows[2][2].endswith(MARK)


def test_a_turned_figure_that_runs_over_the_edge_of_its_cell_opens_both() -> None:
    (rows,) = cells(pdf(table, write("5516", 170, 178, angle=90)))
    assert rows[1][1].endswith(MARK)
    assert rows[2][1].endswith(MARK)


def test_figures_close_to_the_edge_of_their_cells_are_read() -> None:
    close = (write("55", 238, 170),)
    assert cells(pdf(table, *close)) == with_cell(2, 1, "55")


def test_pale_years_that_tile_a_page_open_the_cells_they_touch() -> None:
    tiles = [write("2023", x, y, colour="#d8d8d8") for x in (60, 190, 290) for y in (166, 196, 226)]
    dark = [write("text of the page", 60, 100 - 12 * n) for n in range(3)]
    (rows,) = cells(pdf(*tiles, table, *dark))
    assert all(MARK in text for row in rows for text in row)


def test_pale_figures_of_a_table_are_read() -> None:
    zeros = [write("0", 180, y, colour="#b8b8b8") for y in (170,)]
    assert cells(pdf(table, *zeros)) == with_cell(2, 1, "0")
