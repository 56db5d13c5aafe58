"""Rows that print a word, a fraction or marks where a number is due, and headers at two heights."""

from __future__ import annotations

import pytest
from printed_tables import COLUMNS, HEAD, cells, read, states

from gikstudy.extraction import extract_report
from gikstudy.forms import get_form
from gikstudy.reading import read_document

ROWS = [row.key for row in get_form("2021").requests]
LABELS = {row.key: row.label for row in get_form("2021").requests}


def page(row: str, values: list[str]):
    """Table 3 as HTML, with one row of some values among rows that print two each."""
    usual = ["", "", "40", "", "", "", "40"]
    lines = "".join(
        f"<tr><td>{LABELS[key]}</td>"
        + "".join(f"<td>{value}</td>" for value in (values if key == row else usual))
        + "</tr>"
        for key in ROWS
    )
    text = f"<html><body><h1>某某镇2022年政府信息公开工作年度报告</h1><p>三、收到和处理政府信息公开申请情况</p><table>{lines}</table></body></html>"
    return extract_report(read_document(text.encode(), "page.html"))


@pytest.mark.parametrize("word", ["(40)", "〇四〇", "四〇", "不详", "约40"])
def test_a_word_in_a_cell_keeps_its_place_behind_empty_cells(word: str) -> None:
    row = "unable_unclear"
    found = cells(page(row, ["", "", word, "", "", "", "40"]), row)
    assert found.pop(COLUMNS[-1]) == ("reported", 40)
    assert found.pop(COLUMNS[2])[1] in (None, 40)
    assert {state for state, _ in found.values()} <= {"blank", "solved"}


@pytest.mark.parametrize("printed", ["12½", "12 ¾", "½"])
def test_a_fraction_is_no_count(printed: str) -> None:
    found = cells(page("granted", [printed, "", "", "", "", "", "40"]), "granted")
    assert found[COLUMNS[0]][0] != "reported"


def test_marks_in_several_columns_and_not_in_all_say_nothing_of_the_others() -> None:
    rows = {key: ("4 5 6 15", "1 2 3 4 5")[n % 2] for n, key in enumerate(LABELS)}
    rows["granted"] = "/ / / / /"
    lines = "".join(f"{label}\n{rows[key]}\n" for key, label in LABELS.items())
    report = read(f"{HEAD}三、收到和处理政府信息公开申请情况\n{lines}")
    assert set(states(report, "granted")) == {"ambiguous"}


HEADERS = """二、主动公开政府信息情况
第二十条第（五）项
{}
行政许可 26 -44 862
其他对外管理服务事项 27 -45 863
第二十条第（六）项
{}
行政处罚 28 -46 864
行政强制 29 -47 865
"""


@pytest.mark.parametrize(
    "head",
    [
        "本年增/减\n信息内容 上一年项目数量 处理决定数量",
        "处理决定数量\n信息内容 上一年项目数量 本年增/减",
    ],
)
def test_headers_at_two_heights_give_no_order(head: str) -> None:
    report = read(HEAD.replace("2022", "2020") + HEADERS.format(head, head))
    true = {"items_prev": 26, "items_change": -44, "decisions": 862}
    found = cells(report, "licensing", "proactive")
    assert {key: value for key, (_, value) in found.items() if value not in (None, true[key])} == {}


def test_headers_on_one_line_give_the_order() -> None:
    head = "信息内容 本年增/减 上一年项目数量 处理决定数量"
    report = read(HEAD.replace("2022", "2020") + HEADERS.format(head, head))
    found = cells(report, "licensing", "proactive")
    assert found["items_change"] == ("reported", 26)
