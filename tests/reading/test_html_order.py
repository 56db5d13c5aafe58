"""What a page shows in another order than its file, or in ink that nobody sees."""

from __future__ import annotations

import pytest

from gikstudy.model import Grid
from gikstudy.reading import read_document
from gikstudy.reading.marks import PICTURE


def rows(markup: str) -> list[list[str]]:
    blocks = read_document(f"<html><body>{markup}</body></html>".encode()).blocks
    grids = (block for block in blocks if isinstance(block, Grid))
    return [[cell.text for cell in row] for grid in grids for row in grid.rows]


def cell(markup: str, style: str = "") -> str:
    """What is read in a cell of a table whose other numbers are plain."""
    table = f"<table><tr><td>规章<td>{markup}<td>41<tr><td>许可<td>52<td>63</table>"
    return rows(f"<style>{style}</style>{table}")[0][1]


BACKWARDS = "unicode-bidi:bidi-override;direction:rtl"


@pytest.mark.parametrize(
    "markup",
    [
        '<bdo dir="rtl">731</bdo>',
        "<BDO DIR=rtl>731</BDO>",
        f'<span style="{BACKWARDS}">731</span>',
        '<span class="back">731</span>',
        "<span dir=rtl>137</span>",  # digits run from left to right in a text that does not
        '<span style="direction:rtl">137</span>',
        '<span style="float:right">137</span>',  # a number as a whole
        '<span style="position:absolute;top:2px">137</span>',
        '<div style="display:flex;flex-direction:row-reverse"><i>137</i></div>',
    ],
)
def test_digits_are_read_as_they_run(markup: str) -> None:
    assert cell(markup, f".back{{{BACKWARDS}}}") == "137"


@pytest.mark.parametrize(
    "markup",
    [
        f'<span style="{BACKWARDS}">7<b>31</b></span>',
        "".join(f'<i style="float:right">{digit}</i>' for digit in "731"),
        "".join(f'<i class="r">{digit}</i>' for digit in "731"),
        '<i style="position:absolute;left:9px">7</i><i style="position:absolute;left:0">3</i>',
        '<i style="position:absolute">7</i>31',
        '<b style="order:2">7</b><b style="order:1">31</b>',
        '<p style="display:flex;flex-direction:row-reverse"><i>7</i><i>31</i></p>',
        '<p style="display:flex;flex-flow:row-reverse"><i>7</i><i>31</i></p>',
    ],
)
def test_digits_placed_one_by_one_are_no_number(markup: str) -> None:
    assert PICTURE in cell(markup, ".r{float:right}")


@pytest.mark.parametrize("attribute", ["dir=rtl", "style='direction:rtl'", "class=rtl", ""])
def test_a_table_from_right_to_left_is_turned_round(attribute: str) -> None:
    inner = "<tr><td>总计<td colspan=2>本年<td>内容<tr><td>9<td>5<td>4<td>规章"
    table = (
        f"<table {attribute}>{inner}</table>"
        if attribute
        else f"<div dir=rtl><table>{inner}</table></div>"
    )
    assert rows(f"<style>.rtl{{direction:rtl}}</style>{table}") == [
        ["内容", "本年", "总计"], ["规章", "4", "5", "9"],
    ]  # fmt: skip


UNSEEN = [
    *("color:rgba(0,0,0,0)", "color:#00000000", "color:#0000", "color:hsla(0, 0%, 0%, 0)"),
    *("-webkit-text-fill-color:transparent", "opacity:0.01", "filter:opacity(0)", "opacity:2%"),
    *("content-visibility:hidden", "font-size:.1px", "margin-left:-9999px", "clip-path:circle(0)"),
    *("transform:rotateY(90deg)", "transform:translateX(-9999px)"),
    *(
        "color:#fff",
        "color:white",
        "color:#fefefe",
        "color:rgb(255 255 255)",
        "color:hsl(0,0%,100%)",
    ),
    *("color:#fff;background:#fff", "color:white;background-color:transparent"),
]


@pytest.mark.parametrize("style", UNSEEN)
def test_a_number_in_ink_that_nobody_sees_gives_none(style: str) -> None:
    assert cell(f'137<span style="{style}">9</span>') == "137"
    assert cell('137<span class="x">9</span>', f".x{{{style}}}") == "137"
    assert cell(f'<span style="{style}">9</span>') == PICTURE


@pytest.mark.parametrize(
    "style",
    [
        *("color:#ccc", "color:#0000ff", "color:rgba(0,0,0,.5)", "opacity:0.5", "font-size:9px"),
        *(
            "color:#fff;background:#c00",
            "color:white;background-image:url(bar.png)",
            "filter:blur(0)",
        ),
        *("transform:rotate(5deg)", "margin-left:-4px"),
    ],
)
def test_a_number_that_can_be_seen_counts(style: str) -> None:
    assert cell(f'<span style="{style}">137</span>') == "137"


def test_white_numbers_on_a_dark_ground_count() -> None:
    number = '<font color="#FFFFFF">137</font>'
    assert cell(number) == PICTURE
    for ground in ('<td bgcolor="#003366">', '<td style="background:#036">', "<td class=bar>"):
        table = f"<table><tr><td>规章{ground}{number}<td>41<tr><td>许可<td>52<td>63</table>"
        assert rows(f"<style>.bar{{background:navy}}</style>{table}")[0][1] == "137"


def test_a_table_that_is_white_as_a_whole_lies_on_a_ground_that_is_not_in_the_file() -> None:
    number = '<span style="color:#fff">{}</span>'
    table = f"<table><tr><td>规章<td>{number.format(137)}<td>{number.format(41)}</table>"
    assert rows(table) == [["规章", "137", "41"]]


def test_what_a_script_writes_into_a_cell_is_not_nothing() -> None:
    assert cell("<script>document.write(137)</script>") == PICTURE
    assert cell("137<script>var a = 9;</script>") == "137"


def test_an_item_of_a_list_shows_the_number_that_it_is_given() -> None:
    assert cell('<ol><li value="137"><li></ol>') == "137. 138."


def test_more_rules_than_are_followed_may_fill_an_empty_cell() -> None:
    sheet = "".join(f'.n{n}:before{{content:"{n}"}}' for n in range(900))
    assert cell('<i class="n871"></i>', sheet) == PICTURE
    assert cell("", sheet) == PICTURE or cell("", sheet) == ""
