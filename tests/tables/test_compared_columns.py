"""Table 2 with a column of another year beside those of the form."""

from __future__ import annotations

import pytest

from gikstudy import read_report
from tests.zoo.figures import KINDS, make_report
from tests.zoo.judge import counted, judge
from tests.zoo.pages import parts

REPORTS = {name: make_report(KINDS[name]) for name in ("form_2019", "form_2021")}
WORDS = ["2019年", "上年数", "同比"]
LAYOUTS = {
    "bars": lambda row: " | ".join(cell or " " for cell in row) + " |",
    "lost blanks": lambda row: " | ".join(filter(None, row)) + " |",
    "lines": lambda row: "\n".join(filter(None, row)),
    "tabs": "\t".join,
    "cells": lambda row: f"<tr><td>{'</td><td>'.join(row)}</td></tr>",
}


def page(name: str, word: str, layout: str, *, front: bool, blank: int = 0) -> bytes:
    """The page; `blank` is the cell, from 1, that the row of documents leaves empty."""
    lines: list[str] = []
    for part in parts(REPORTS[name]):
        texts = [[box.text for box in row] for row in part.table] or [[part.text]]
        for at, row in enumerate(texts):
            if part.name == "proactive" and len(row) > 1:
                more = word if row[0] == "信息内容" else str(88000 + at)
                row = [row[0], more, *row[1:]] if front else [*row, more]
                if row[0] in ("规范性文件", "行政规范性文件") and blank:
                    row[blank] = ""
            lines.append(LAYOUTS[layout](row) if part.table or layout != "cells" else row[0])
        if part.table and layout == "cells":
            lines[-len(texts) :] = [f"<table>{''.join(lines[-len(texts) :])}</table>"]
    text = "\n".join(lines)
    return (f"<html><body>{text}</body></html>" if layout == "cells" else text).encode()


@pytest.mark.parametrize("front", [True, False])
@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", REPORTS)
def test_a_column_of_another_year_gives_no_number_to_table_2(name, word, layout, front):
    text = page(name, word, layout, front=front)
    verdicts = [v for v in judge(read_report(text), name) if v.key.startswith("proactive")]
    assert counted(verdicts)["silent"] == 0


@pytest.mark.parametrize("layout", ["bars", "cells"])
@pytest.mark.parametrize("front", [True, False])
def test_a_column_of_another_year_is_left_out(layout, front):
    for word in ("上年数", "去年同期"):
        text = page("form_2019", word, layout, front=front)
        verdicts = [v for v in judge(read_report(text), "form_2019") if "normative" in v.key]
        assert counted(verdicts)["right"] == 3


@pytest.mark.parametrize("blank", [1, 2, 3, 4])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("word", ["2019年", "去年同期"])
@pytest.mark.parametrize("front", [True, False])
def test_beside_a_column_of_another_year_no_number_fills_a_blank(word, layout, front, blank):
    text = page("form_2019", word, layout, front=front, blank=blank)
    shift = blank - 2 if front else blank - 1
    gone = ["made", "disclosed", "disclosed_total"][shift] if 0 <= shift < 3 else ""
    for verdict in judge(read_report(text), "form_2019"):
        if "normative_docs" not in verdict.key:
            continue
        if gone and verdict.key.endswith(f"/{gone}"):
            assert verdict.read.startswith(("blank", "ambiguous", "unreadable"))
        else:
            assert verdict.verdict != "silent"


def test_a_number_glued_to_its_label_is_not_replaced_by_that_of_another_table():
    blocks = "第二十条第（五）项\n信息内容本年处理决定数量\n行政许可{}\n第二十条第（六）项\n信息内容本年处理决定数量\n行政处罚{}\n行政强制{}\n"
    text = f"某县2023年政府信息公开工作年度报告\n二、主动公开政府信息情况\n{blocks.format(2597, 30546, 3540)}\n{blocks.format(64959, 43765, 26917)}"
    cells = [c for c in read_report(text.encode()).cells if c.column == "decisions"]
    assert [cell.value for cell in cells] == [None, None, None]
