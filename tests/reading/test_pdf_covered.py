"""Figures of a PDF that something covers, cuts or turns, and figures that share a cell or a row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gikstudy.model import Grid
from gikstudy.reading.marks import PICTURE
from gikstudy.reading.pdf.document import read_pdf

pytest.importorskip("pypdfium2")
pytest.importorskip("reportlab")

from tests.support.pdf_pages import (
    Draw,
    box,
    cells,
    pdf,
    table,
    write,
)

X, Y = 160, 170  # where text of the empty cell begins, in the last row


def empty_cell(*drawn: Draw) -> str:
    """What is read in the empty cell of the table, with something drawn upon it."""
    ((*_, row),) = cells(pdf(table, *drawn))
    return row[1]


def rounded(x: float, y: float, width: float, height: float, colour: str = "#ffffff") -> Draw:
    def draw(canvas: Any) -> None:
        canvas.setFillColor(colour)
        canvas.roundRect(x, y, width, height, 2, fill=1, stroke=0)

    return draw


def stroke(x: float, y: float, end: float, colour: str = "#ffffff") -> Draw:
    def draw(canvas: Any) -> None:
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(14)
        canvas.line(x, y, end, y)

    return draw


def frame_of_areas(x: float, y: float, width: float, height: float) -> Draw:
    """A frame painted as one area with a hole."""

    def draw(canvas: Any) -> None:
        path = canvas.beginPath()
        path.rect(x, y, width, height)
        path.rect(x + 4, y + 4, width - 8, height - 8)
        canvas.setFillColor("#ffffff")
        canvas.drawPath(path, fill=1, stroke=0, fillMode=0)

    return draw


@pytest.mark.parametrize(
    "cover", [rounded(158, 166, 14, 14), stroke(158, 173, 180), stroke(158, 173, 180, "#1f3864")]
)
def test_a_figure_beneath_a_painted_shape_is_open(cover: Draw) -> None:
    assert empty_cell(write("27", X, Y)) == "27"
    assert empty_cell(write("27", X, Y), cover) == PICTURE
    assert empty_cell(cover) == ""


def test_what_lies_beside_a_shape_or_in_its_hole_is_read() -> None:
    assert empty_cell(write("27", X, Y), rounded(200, 166, 14, 14)) == "27"
    assert empty_cell(write("27", X, Y), frame_of_areas(152, 162, 60, 26)) == "27"


def test_white_figures_upon_a_shape_with_round_corners_are_read() -> None:
    assert (
        empty_cell(rounded(155, 163, 40, 24, "#1f3864"), write("27", X, Y, colour="#ffffff"))
        == "27"
    )


def test_a_blacked_out_figure_is_open_and_a_white_one_is_none() -> None:
    assert empty_cell(box(155, 163, 40, 24), write("27", X, Y)) == PICTURE
    assert empty_cell(write("27", X, Y, colour="#ffffff")) == ""


def mirrored(canvas: Any) -> None:
    canvas.translate(180, Y)
    canvas.scale(-1, 1)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(0, 0, "27")


def squeezed(canvas: Any) -> None:
    text = canvas.beginText(X + 12, Y)
    text.setFont("Helvetica", 10)
    text.setHorizScale(3)
    text.textOut("5")
    canvas.drawText(text)


def test_mirrored_and_squeezed_figures_are_no_figures() -> None:
    assert set(empty_cell(mirrored)) == {PICTURE}
    assert empty_cell(write("27", X, Y), squeezed) != "275"


@pytest.mark.parametrize(("edge", "seen"), [(40, "27"), (8, "2" + PICTURE)])
def test_a_number_that_the_edge_of_an_area_cuts_is_open(edge: float, seen: str) -> None:
    def draw(canvas: Any) -> None:
        path = canvas.beginPath()
        path.rect(X - 2, Y - 5, edge, 20)
        canvas.clipPath(path, stroke=0)
        write("27", X, Y)(canvas)

    assert empty_cell(draw) == seen


@pytest.mark.parametrize(("told", "seen"), [("28", PICTURE), ("", "27")])
def test_figures_for_which_the_file_tells_another_text_are_open(told: str, seen: str) -> None:
    def draw(canvas: Any) -> None:
        canvas._code.append(f"/Span <</ActualText ({told})>> BDC")
        write("27", X, Y)(canvas)
        canvas._code.append("EMC")

    assert set(empty_cell(draw)) == set(seen)


@pytest.mark.parametrize(
    ("drawn", "seen"),
    [
        ([write("27", X, Y), write("5", X + 11.1, Y + 3.5)], "27 5"),
        ([write("27", X, Y), write("5", X + 11.1, Y + 2.5)], PICTURE),
        ([write("27", X, Y + 6, size=7), write("5", X, Y - 4, size=7)], "27 5"),
        ([write("1234567890123456", 154, Y + 6), write("78", 154, Y - 5)], "123456789012345678"),
        ([write("27", X, 186)], PICTURE),
    ],
)
def test_figures_at_different_heights_of_a_cell_are_one_only_if_it_is_full(
    drawn: list[Draw], seen: str
) -> None:
    assert empty_cell(*drawn).endswith(seen)


@pytest.mark.parametrize(
    ("x", "seen"), [(330, "2 7"), (345, "2 7"), (347.5, PICTURE), (351, PICTURE)]
)
def test_a_figure_on_the_outer_edge_of_a_table_is_open(x: float, seen: str) -> None:
    """The figures of the number are drawn apart, with something else between them."""
    rows = [["a", "12", "34"], ["b", "56", ""]]
    drawn = (write("2", x - 5.6, 200), write("a", 20, 20), write("7", x, 200))
    ((_, row, _),) = cells(pdf(lambda canvas: table(canvas, rows), *drawn))
    assert row[2] == seen or (PICTURE in seen and PICTURE in row[2])


def cropped(right: float) -> Callable[[Any], None]:
    return lambda canvas: canvas.setCropBox((0, 0, right, 300))


@pytest.mark.parametrize(
    ("right", "row"),
    [(400, ["b", "56", "78"]), (355, ["b", "56", "78"]), (266, ["b", "56", "7 " + PICTURE])],
)
def test_cells_that_the_edge_of_the_page_cuts_are_open(right: float, row: list[str]) -> None:
    ((_, middle, last),) = cells(pdf(cropped(right), table))
    assert middle == row
    assert (PICTURE in last[2]) == (right < 355)


NOTE = {"Type": "/Annot", "F": 4, "Rect": [158, 166, 190, 184]}


def noted(**told: Any) -> bytes:
    """The table, 27 in its empty cell, and a note without a drawing upon it."""

    def draw(canvas: Any) -> None:
        from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName

        facts = {
            key: PDFArray(value) if isinstance(value, list) else PDFName(value[1:]) if isinstance(value, str) else value
            for key, value in {**NOTE, **told}.items()
        }  # fmt: skip
        canvas._addAnnotation(PDFDictionary(facts))

    return pdf(table, write("27", X, Y), draw)


@pytest.mark.parametrize(
    ("told", "seen"),
    [
        ({"Subtype": "/StrikeOut", "QuadPoints": [158, 184, 190, 184, 158, 166, 190, 166]}, False),
        ({"Subtype": "/Line", "L": [158, 174, 190, 174]}, False),
        ({"Subtype": "/Square", "IC": [1, 1, 1]}, False),
        ({"Subtype": "/Square", "C": [1, 0, 0]}, True),
        ({"Subtype": "/Line", "L": [0, 0, 400, 300], "Rect": [0, 0, 400, 300]}, True),
        ({"Subtype": "/Text"}, True),
    ],
)
def test_a_note_that_strikes_out_or_paints_opens_what_lies_beneath(
    told: dict[str, Any],
    seen: bool,  # noqa: FBT001
) -> None:
    ((*_, row),) = cells(noted(**told))
    assert (row[1] == "27") == seen
    assert seen or PICTURE in row[1]


def lines_of(*drawn: Draw) -> list[str]:
    blocks = read_pdf(pdf(*drawn)).blocks
    assert not any(isinstance(block, Grid) for block in blocks)
    return [block.text for block in blocks if not isinstance(block, Grid)]


def test_turned_figures_of_a_page_without_lines_are_open() -> None:
    row = write("Licences", 20, 100)
    assert lines_of(row, write("307", 90, 100)) == ["Licences 307"]
    turned = lines_of(row, write("307", 90, 100, angle=90), write("Sentences that run on", 20, 50))
    assert all(PICTURE in text for text in turned if any(map(str.isdigit, text)))


@pytest.mark.parametrize(("shift", "seen"), [(0, True), (6, False), (-6, False), (-14, True)])
def test_figures_beside_each_other_at_different_heights_are_open(shift: int, seen: bool) -> None:  # noqa: FBT001
    found = lines_of(write("203", 90, 100 + shift), write("114", 190, 100), write("386", 290, 100))
    assert (PICTURE not in "".join(found)) == seen


def test_lines_of_text_close_to_each_other_stay() -> None:
    first, second = "Of 12 letters", "13 were answered"
    assert lines_of(write(first, 20, 100), write(second, 20, 88)) == [first, second]
