"""Tables of wiki text, with and without their braces."""

from __future__ import annotations

import pytest

from gikstudy.model import Grid
from gikstudy.reading import read_document

TABLE = """\
二、公开
{| class="wikitable" style="width:90%"
|+ 第二十条
! 信息内容 !! colspan="2" | 本年
|-
| 规章 || 101
| rowspan=2 | '''102'''
|- style="color:red"
| 行政规范
性文件
|
|-
|许可||-||—
|}
五、问题"""
ROWS = [
    [("第二十条", 1, 1)],
    [("信息内容", 1, 1), ("本年", 1, 2)],
    [("规章", 1, 1), ("101", 1, 1), ("102", 2, 1)],
    [("行政规范性文件", 1, 1), ("", 1, 1)],
    [("许可", 1, 1), ("-", 1, 1), ("—", 1, 1)],
]


def read(text: str) -> list[list[tuple[str, int, int]]]:
    grids = [block for block in read_document(text.encode()).blocks if isinstance(block, Grid)]
    return [[(c.text, c.rowspan, c.colspan) for c in row] for grid in grids for row in grid.rows]


def test_a_table_with_spans_attributes_and_several_cells_a_line():
    assert read(TABLE) == ROWS
    first, *_, last = read_document(TABLE.encode()).blocks
    assert (first.text, last.text) == ("二、公开", "五、问题")


def test_a_cell_has_the_line_of_its_row():
    (grid,) = (b for b in read_document(TABLE.encode()).blocks if isinstance(b, Grid))
    assert [row[0].locus for row in grid.rows] == ["L3:1", "L4:1", "L6:1", "L9:1", "L13:1"]


BARE = "\n|-\n".join(f"| {label}\n| 1\n|\n| 3" for label in ("规章", "许可", "处罚", "强制"))


def test_a_table_that_lost_its_braces_has_rows_that_begin_with_labels():
    assert [row[0][0] for row in read(f"二、公开\n\n{BARE}\n\n五、问题")] == [
        *("规章", "许可", "处罚", "强制")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "|1\n|-\n|2\n|-\n|-\n|3\n|-\n|4",  # marks for nothing among numbers
        "| 规章\n| 1\n|-\n| 许可\n| 2",  # too few rows to tell
        "| 规章 | 1 |\n|---|---|\n| 许可 | 2 |",  # Markdown
        "{|\n| 规章\n|-\n| 1",  # does not close, and too few rows
    ],
)
def test_what_is_no_wiki_table_stays_text(text):
    assert read(text) == []
