"""Boxes of box-drawing characters, as w3m, elinks, prettytable and Chinese programs draw them."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from drawn_boxes import TABLES, lines, padded, read, wide

from gikstudy.tables.values import ODD, parse_value
from gikstudy.text import normalise

STROKES = {
    "thin": ("┌┬┐", "├┼┤", "└┴┘", "─", "│"),
    "heavy": ("┏┳┓", "┣╋┫", "┗┻┛", "━", "┃"),
    "double": ("╔╦╗", "╠╬╣", "╚╩╝", "═", "║"),
    "mixed": ("╒╤╕", "├┼┤", "╘╧╛", "─", "│"),
    "ascii": ("+++", "+++", "+++", "-", "|"),
}


def box(table: list[list[str]], strokes: str, *, between: bool = True, broad: bool = False) -> str:
    """A box; `between` rules each row off, `broad` has strokes two columns wide."""
    top, middle, bottom, dash, bar = STROKES[strokes]
    widths = [max(map(wide, column)) for column in zip(*table, strict=True)]
    widths = [width + (width % 2 if broad else 0) for width in widths]

    def rule(corners: str) -> str:
        runs = (dash * (width // 2 if broad else width) for width in widths)
        return corners[0] + corners[1].join(runs) + corners[2]

    rows = [f"{bar}{bar.join(padded(row, widths))}{bar}" for row in table]
    if between:
        return "\n".join([rule(top), f"\n{rule(middle)}\n".join(rows), rule(bottom)])
    return "\n".join([rule(top), rows[0], rule(middle), *rows[1:], rule(bottom)])


@pytest.mark.parametrize("broad", [False, True])
@pytest.mark.parametrize("strokes", ["thin", "heavy", "double", "mixed"])
def test_boxes_of_strokes_are_tables(strokes: str, broad: bool) -> None:  # noqa: FBT001
    text = "\n\n四、情况\n\n".join(box(list(table), strokes, broad=broad) for table in TABLES)
    assert read(f"二、公开\n\n{text}\n\n五、问题") == list(map(list, TABLES))
    assert lines(f"二、公开\n\n{text}\n\n五、问题")[-1] == "五、问题"


@pytest.mark.parametrize("strokes", list(STROKES))
def test_a_box_without_rules_between_its_rows_keeps_a_line_for_each(strokes: str) -> None:
    table = [["信息内容", "本年", "总计"], ["规章", "1", "2"], ["规范性文件", "3", "4"]]
    text = box(table, strokes, between=False)
    assert not read(text)
    assert [line.count("规") for line in lines(text)].count(1) == 2


def test_rules_below_some_cells_of_a_box_of_strokes_are_rules() -> None:
    text = (
        "┌────────────────────────┐\n"
        "│第三项                  │\n"
        "├──────┬─────────────────┤\n"
        "│      │予以公开    │7   │\n"
        "│结果  ├────────────┼────┤\n"
        "│      │部分公开    │８９│\n"
        "│      │（区分处理）│０  │\n"
        "└──────┴────────────┴────┘\n"
    )
    assert read(text) == [
        [["第三项"], ["结果", "予以公开", "7"], ["部分公开（区分处理）", "８９０"]]
    ]


@pytest.mark.parametrize(
    ("cell", "printed"),
    [
        (["２３", "７"], "２３７"),  # no room for the next digit
        (["２", "３", "７"], "２ ３ ７"),  # room for it: three numbers
        (["23", "7"], "23 7"),  # a program that cuts a word cuts it nowhere else
    ],
)
def test_a_number_goes_on_below_where_its_cell_was_full(cell: list[str], printed: str) -> None:
    rows = "".join(
        f"│{'规章' if not n else '    '}│{p}{' ' * (5 - wide(p))}│\n" for n, p in enumerate(cell)
    )
    text = f"┌────┬─────┐\n│内容│件数 │\n├────┼─────┤\n{rows}├────┼─────┤\n│许可│８９ │\n└────┴─────┘\n"
    (table,) = read(text)
    assert table[1] == ["规章", printed]
    one_number = parse_value(normalise(printed)) is not ODD
    assert one_number == (" " not in printed)


@pytest.mark.skipif(not shutil.which("w3m"), reason="needs w3m")
@pytest.mark.parametrize("columns", [40, 70, 120])
def test_what_w3m_draws_is_read(columns: int) -> None:
    rows = "".join(
        f"<tr><td>{label}</td>" + "".join(f'<td width="1">{n}</td>' for n in numbers) + "</tr>"
        for label, *numbers in (("规章", "１２３４", "５６"), ("行政规范性文件", "７", "８９０"))
    )
    page = f"<meta charset=utf-8><table border=1>{rows}</table>"
    command = [
        "w3m",
        "-dump",
        "-I",
        "UTF-8",
        "-O",
        "UTF-8",
        "-T",
        "text/html",
        "-cols",
        f"{columns}",
    ]
    made = subprocess.run(command, input=page.encode(), capture_output=True, check=True)
    assert read(made.stdout.decode()) == [
        [["规章", "１２３４", "５６"], ["行政规范性文件", "７", "８９０"]]
    ]
