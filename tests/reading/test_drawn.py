"""Tables drawn with characters, as pandoc, docutils, tabulate and spreadsheets write them."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess

import pytest
from drawn_boxes import TABLES, lines, padded, read, wide

from gikstudy.model import Grid, Line
from gikstudy.reading import read_document
from gikstudy.reading.marks import PICTURE


def simple(table: list[list[str]], dash: str = "-", width: object = wide) -> str:
    widths = [max(map(width, column)) + 2 for column in zip(*table, strict=True)]  # type: ignore[call-overload]
    ruler = "  " + " ".join(dash * w for w in widths)
    rows = ["  " + " ".join(padded(row, widths, width)) for row in table]
    above = [ruler] if dash == "=" else []
    return "\n".join([*above, rows[0], ruler, *rows[1:], *([ruler] if dash == "=" else [])])


def grid(table: list[list[str]], width: object = wide) -> str:
    widths = [max(map(width, column)) for column in zip(*table, strict=True)]  # type: ignore[call-overload]
    rule = "+" + "+".join("-" * (w + 2) for w in widths) + "+"
    rows = [f"| {' | '.join(padded(row, widths, width))} |" for row in table]
    return "\n".join([rule, *(line for row in rows for line in (row, rule))])


@pytest.mark.parametrize("width", [wide, len])
@pytest.mark.parametrize("draw", [simple, grid, lambda t, width: simple(t, "=", width)])
def test_rules_and_boxes_are_tables(draw: object, width: object) -> None:
    text = "\n\n四、情况\n\n".join(draw(table, width=width) for table in TABLES)  # type: ignore[operator]
    assert read(f"二、公开\n\n{text}\n\n五、问题") == list(map(list, TABLES))
    assert lines(f"二、公开\n\n{text}\n\n五、问题")[0] == "二、公开"
    assert lines(f"二、公开\n\n{text}\n\n五、问题")[-1] == "五、问题"


@pytest.mark.skipif(not shutil.which("pandoc"), reason="needs pandoc")
@pytest.mark.parametrize(
    "format_", ["plain", "rst", "markdown", "markdown-simple_tables-multiline_tables-pipe_tables"]
)
def test_what_pandoc_draws_is_read(format_: str) -> None:
    rows = [
        "".join(f"<tr>{''.join(f'<td>{t}</td>' for t in row)}</tr>" for row in t) for t in TABLES
    ]
    markup = "<p>二</p>".join(f"<table>{table}</table>" for table in rows)
    command = ["pandoc", "-f", "html", "-t", format_]
    made = subprocess.run(command, input=markup.encode(), capture_output=True, check=True)
    assert read(made.stdout.decode()) == list(map(list, TABLES))


def test_a_table_of_several_lines_a_row() -> None:
    text = (
        "  ------------------------------\n"
        "  信息      本年      总计\n"
        "  内容      制发                \n"
        "  --------- --------- ----------\n"
        "  规章      1         3\n\n"
        "  行政规范  2         \n"
        "  性文件              \n"
        "  ------------------------------\n"
        "五、问题"
    )
    (made, line) = read_document(text.encode()).blocks
    assert isinstance(made, Grid)
    assert [[cell.text for cell in row] for row in made.rows] == [
        ["信息内容", "本年制发", "总计"], ["规章", "1", "3"], ["行政规范性文件", "2", ""],
    ]  # fmt: skip
    assert made.rows[1][2].locus == "L5:3"
    assert line == Line("五、问题", "L10")


def test_cells_of_a_box_span_rows_and_columns() -> None:
    text = (
        "+----------+-------------+------+\n"
        "| 三、结果 | 予以公开    | 41   |\n"
        "|          +------+------+------+\n"
        "|          | 其他 | 甲乙 | 7    |\n"
        "|          | 处理 |      |      |\n"
        "+----------+------+------+------+\n"
    )
    (made,) = (block for block in read_document(text.encode()).blocks if isinstance(block, Grid))
    assert [[(c.text, c.rowspan, c.colspan) for c in row] for row in made.rows] == [
        [("三、结果", 2, 1), ("予以公开", 1, 2), ("41", 1, 1)],
        [("其他处理", 1, 1), ("甲乙", 1, 1), ("7", 1, 1)],
    ]


def test_rules_below_some_cells_of_a_row_are_rules() -> None:
    text = (
        "+--------------------------+\n"
        "|        |申请人情况       |\n"
        "|        |-----------------|\n"
        "|        |自然人|其他|总计 |\n"
        "|--------+------+----+-----|\n"
        "|        |公开  |4   |5    |\n"
        "|三、结果|------+----+-----|\n"
        "|        |总计  |    |7    |\n"
        "|---------------+----+-----|\n"
        "|四、结转       |8   |9    |\n"
        "+--------------------------+\n"
    )
    (made,) = (block for block in read_document(text.encode()).blocks if isinstance(block, Grid))
    assert [[(c.text, c.rowspan, c.colspan) for c in row] for row in made.rows] == [
        [("", 2, 1), ("申请人情况", 1, 3)],
        [("自然人", 1, 1), ("其他", 1, 1), ("总计", 1, 1)],
        [("三、结果", 2, 1), ("公开", 1, 1), ("4", 1, 1), ("5", 1, 1)],
        [("总计", 1, 1), ("", 1, 1), ("7", 1, 1)],
        [("四、结转", 1, 2), ("8", 1, 1), ("9", 1, 1)],
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_quoted_values_over_several_lines(delimiter: str, quoting: int) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, quoting=quoting)  # type: ignore[arg-type]
    rows = [row + [""] * (4 - len(row)) for table in TABLES for row in table]
    prose = "一是公开不够及时。二是其他。"
    for row in [*rows[:4], [prose, "", "", ""], *rows[4:]]:
        writer.writerow([text.replace("本年", "本年\n").replace("情况", "\n情况") for text in row])
    assert read(buffer.getvalue()) == [rows[:4], rows[4:]]
    assert lines(buffer.getvalue()) == [prose]
    (first, *_) = read_document(buffer.getvalue().encode()).blocks
    assert isinstance(first, Grid)
    assert first.rows[1][1].locus == "L4:2"


@pytest.mark.parametrize(
    "text",
    [
        '他说"公开\n第二行\n第三行', "-- -- -- --\n规章 1", "二、公开\n---\n规章", "----\n====",
        "规章 | 1\n-----|---", "----------- -----------", '"规章","1","0"\n"许可","2","3"',
    ],
)  # fmt: skip
def test_what_is_no_drawn_table_stays_as_it_is(text: str) -> None:
    assert lines(text) == text.split("\n")


MARKDOWN = "# 年报\n\n|信息内容|本年制发|总计|\n|---|---|---|\n|规章|{}|3|\n|行政许可|7|{}|\n"


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        *(
            ("1<br>2", "1 2"),
            ("~~218~~128", " 128 "),
            ("<s>218</s>128", " 128 "),
            ("**5**", "**5**"),
        ),
        *(("128<sup>1</sup>", " 128[1] "), ("128^①^", " 128[①] "), ("128[^1]", "128[^1]")),
        *(("![数](a.png)", PICTURE), ("~~218~~", f" {PICTURE} "), ("甲\\|乙", "甲ǀ乙")),
    ],
)
def test_cells_of_markdown_are_as_they_are_shown(cell: str, shown: str) -> None:
    text = MARKDOWN.format(cell, cell)
    document = read_document(text.encode())
    assert document.source_format == "txt"
    assert lines(text)[4:] == [f"|规章|{shown}|3|", f"|行政许可|7|{shown}|"]


def test_markdown_with_breaks_in_its_cells_is_no_html() -> None:
    text = (
        MARKDOWN.replace("本年制发", "本年<br>制发<br>件数")
        .replace("总计", "总<br/>计")
        .format(1, 2)
    )
    document = read_document(text.encode())
    assert document.source_format == "txt"
    assert lines(text)[2] == "|信息内容|本年 制发 件数|总 计|"


def test_markdown_with_tables_of_html_keeps_its_lines() -> None:
    text = "# 年报\n正文一\n正文二\n## 二、公开\n<table>\n<tr><td>规章\n</td><td>1</td></tr>\n</table>\n尾"
    assert lines(text) == ["# 年报", "正文一", "正文二", "## 二、公开", "尾"]
    assert read(text) == [[["规章", "1"]]]
