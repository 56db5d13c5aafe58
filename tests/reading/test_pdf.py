"""The geometry of PDF pages: lines that enclose cells, characters that make lines of text."""

from __future__ import annotations

import pytest
from example_counts import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from gikstudy.model import Line
from gikstudy.reading.pdf.glyphs import Glyph
from gikstudy.reading.pdf.rulings import CellSpan, Ruling, find_lattices, without_slivers
from gikstudy.reading.pdf.tables import RuledTable, arrange


def write(text: str, x: float, y: float) -> list[Glyph]:
    """Characters of ten points, and the end of the line as PDFium gives it."""
    glyphs = [Glyph(c, x + 10 * i + 5, y, 10.0) for i, c in enumerate(text)]
    return [*glyphs, Glyph("\n", 0, 0, 0)]


def frame(
    left: float, bottom: float, right: float, top: float
) -> tuple[list[Ruling], list[Ruling]]:
    across = [Ruling(bottom, left, right), Ruling(top, left, right)]
    return across, [Ruling(left, bottom, top), Ruling(right, bottom, top)]


def test_cells_end_where_lines_are_drawn() -> None:
    #  a | b        the first row has one line more than the second
    #  c
    across, down = frame(0, 0, 100, 40)
    across.append(Ruling(20, 0, 100))
    down.append(Ruling(50, 20, 40))
    (table,) = find_lattices(across, down)
    assert table.cells == (CellSpan(0, 0, 1, 1), CellSpan(0, 1, 1, 1), CellSpan(1, 0, 1, 2))
    assert [table.cell_at(x, y) for x, y in [(10, 30), (60, 30), (60, 10), (101, 10)]] == [
        0,
        1,
        2,
        -1,
    ]


def test_borders_drawn_twice_are_one() -> None:
    across, down = frame(0, 0, 100, 40)
    (table,) = find_lattices(
        [*across, Ruling(20, 0, 100), Ruling(21.5, 0, 49), Ruling(21.5, 51, 100)], down
    )
    assert len(table.cells) == 2


def test_a_table_without_outer_verticals_ends_with_its_lines() -> None:
    across = [Ruling(y, 0, 100) for y in (0, 20, 40)]
    (table,) = find_lattices(across, [Ruling(30, 0, 40), Ruling(60, 0, 40)])
    assert len(table.cells) == 6
    assert table.xs == (0, 30, 60, 100)


@pytest.mark.parametrize(
    ("drawn", "kept"),
    [
        ((0, 5, 30, 60, 100), (5, 30, 60, 100)),
        ((0, 30, 45, 50, 100), (0, 30, 50, 100)),
        ((0, 4, 8, 50, 100), (8, 50, 100)),
        ((0, 30, 60, 95, 100), (0, 30, 60, 95)),
        ((0, 30, 60, 100), (0, 30, 60, 100)),
    ],
)
def test_a_column_without_room_for_a_figure_is_none(
    drawn: tuple[int, ...], kept: tuple[int, ...]
) -> None:
    across = [Ruling(y, 0, 100) for y in (0, 20, 40)]
    (table,) = find_lattices(across, [Ruling(x, 0, 40) for x in drawn])
    bare = without_slivers(table, 8.0, 6.0)
    assert bare.xs == kept
    assert [cell.column for cell in bare.cells] == [*range(len(kept) - 1)] * 2


def test_a_line_that_is_none_makes_no_row() -> None:
    """It crosses the last column only; the other cells of the row keep their place beside it."""
    across, down = frame(0, 0, 100, 40)
    across += [Ruling(20, 0, 100), Ruling(16, 50, 100)]
    down.append(Ruling(50, 0, 40))
    (table,) = find_lattices(across, down)
    assert len(table.cells) == 5
    bare = without_slivers(table, 8.0, 6.0)
    assert [(cell.row, cell.column) for cell in bare.cells] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert bare.ys == (40, 20, 0)


def test_a_heading_above_a_sliver_keeps_its_columns() -> None:
    across, down = frame(0, 0, 100, 40)
    across.append(Ruling(20, 0, 100))
    down += [Ruling(50, 0, 20), Ruling(95, 0, 20)]
    (table,) = find_lattices(across, down)
    assert without_slivers(table, 8.0, 6.0).cells == (
        CellSpan(0, 0, 1, 2),
        CellSpan(1, 0, 1, 1),
        CellSpan(1, 1, 1, 1),
    )


def test_lines_that_do_not_touch_are_tables_apart_and_a_lone_box_is_none() -> None:
    upper, lower, box = frame(0, 60, 100, 100), frame(0, 0, 100, 40), frame(0, 120, 9, 130)
    across = [*upper[0], *lower[0], *box[0], Ruling(20, 0, 100), Ruling(80, 0, 100)]
    tables = find_lattices(across, [*upper[1], *lower[1], *box[1]])
    assert [table.ys[0] for table in tables] == [100, 40]


@given(st.integers(1, 6), st.integers(1, 6), st.data())
@settings(max_examples=examples(60))
def test_any_drawn_table_is_found_again(rows: int, columns: int, data: st.DataObject) -> None:
    """Merge a random block of a grid, draw what is left, and find the same cells."""
    top, left = data.draw(st.integers(0, rows - 1)), data.draw(st.integers(0, columns - 1))
    height, width = data.draw(st.integers(1, rows - top)), data.draw(st.integers(1, columns - left))
    places = {
        CellSpan(r, c, 1, 1)
        for r in range(rows)
        for c in range(columns)
        if not (top <= r < top + height and left <= c < left + width)
    } | {CellSpan(top, left, height, width)}
    across, down = [], []
    for cell in places:
        x, y = 20.0 * cell.column, -20.0 * cell.row
        sides = frame(x, y - 20 * cell.rowspan, x + 20 * cell.colspan, y)
        across += sides[0]
        down += sides[1]
    tables = find_lattices(across, down)
    if len(places) == 1:
        assert tables == []
    else:
        (table,) = tables
        covered = {(p.row, p.column): p for p in places}
        for index, cell in enumerate(table.cells):
            x, y = (table.xs[cell.column] + 5), (table.ys[cell.row] - 5)
            assert table.cell_at(x, y) == index
        assert len(table.cells) == len(covered)


def test_a_wrapped_sentence_is_one_line_and_a_wrapped_cell_one_text() -> None:
    glyphs = [*write("本县全年公开信息,并", 0, 200), *write("按时,年报。", 0, 180)]
    across, down = frame(0, 100, 100, 160)
    glyphs += [*write("禁止公", 5, 150), *write("开", 5, 140), *write("7", 65, 145)]
    lattices = find_lattices([*across, Ruling(130, 0, 100)], [*down, Ruling(60, 100, 160)])
    sentence, table = arrange(
        [g._replace(text="，") if g.text == "," else g for g in glyphs], lattices, "P1R"
    )
    assert sentence == Line("本县全年公开信息，并按时，年报。", "P1R1")
    assert isinstance(table, RuledTable)
    assert [(c.text, c.locus) for c in table.grid.rows[0]] == [
        ("禁止公开", "P1R3C1"),
        ("7", "P1R3C2"),
    ]


def test_rows_of_a_table_without_lines_are_not_run_together() -> None:
    head, values = "维持 纠正 其他 未结 总计", "2 0 1 0 3"
    long = "一、本年新收政府信息公开申请数量，其中 1 2 3"
    glyphs = [
        *write(head, 0, 200),
        *write(values, 0, 180),
        *write(long, 0, 160),
        *write("二、上年结转", 0, 140),
    ]
    lines = arrange(glyphs, [], "P2R")
    assert lines == [
        Line(t, f"P2R{n}") for n, t in enumerate([head, values, long, "二、上年结转"], 1)
    ]


def test_a_row_cut_by_the_page_break_is_one_row() -> None:
    def table(labels: list[str], top: float) -> RuledTable:
        bottom = top - 20 * len(labels)
        across = [Ruling(top - 20 * n, 0, 800) for n in range(len(labels) + 1)]
        down = [Ruling(100.0 * n, bottom, top) for n in range(9)]
        glyphs = []
        for n, label in enumerate(labels):
            glyphs += write(label, 2, top - 20 * n - 10)
            if label[0].isdigit():
                glyphs += [
                    g for c in range(1, 8) for g in write("0", 100 * c + 5, top - 20 * n - 10)
                ]
        (found,) = arrange(glyphs, find_lattices(across, down), "P1R")
        assert isinstance(found, RuledTable)
        return found

    first, second = table(["1.重复申请", "5.要求行政"], 100), table(["机关确认", "6.其他"], 700)
    assert first.continues_in(second)
    labels = [row[0].text for row in first.with_rows_of(second).grid.rows]
    assert labels == ["1.重复申请", "5.要求行政机关确认", "6.其他"]
