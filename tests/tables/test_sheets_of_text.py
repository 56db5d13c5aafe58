"""Sheets into which the text of a page was poured, so that their empty cells mean little."""

from __future__ import annotations

import io
from collections.abc import Sequence

import openpyxl
import pytest

from gikstudy import read_report
from tests.zoo.figures import KINDS, make_report
from tests.zoo.judge import counted, judge
from tests.zoo.pages import Box, parts

REPORTS = {name: make_report(kind) for name, kind in KINDS.items()}


def sheet(lines: Sequence[Sequence[str]]) -> bytes:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append([int(text) if text.isdecimal() else text for text in line])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def texts(row: Sequence[Box], *, blanks: bool = True) -> list[str]:
    return [box.text for box in row if box.text or blanks]


@pytest.mark.parametrize("name", REPORTS)
def test_blanks_behind_the_total_of_several_rows_have_slid(name):
    lines: list[list[str]] = []
    for part in parts(REPORTS[name]):
        rows = [texts(row, blanks=False) for row in part.table]
        lines += rows or [[part.text]]
    verdicts = [v for v in judge(read_report(sheet(lines)), name) if "requests" in v.key]
    assert counted(verdicts)["silent"] == 0
    assert counted(verdicts)["right"] > len(verdicts) * 4 // 5


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("rows_at_once", [3, 8, 25])
def test_empty_cells_beside_labels_above_bare_numbers_are_no_blanks(name, rows_at_once):
    lines: list[list[str]] = []
    for part in parts(REPORTS[name]):
        if part.name != "requests":
            lines += [texts(row) for row in part.table] or [[part.text]]
            continue
        lines += [
            [
                "项目",
                "自然人",
                "商业企业",
                "科研机构",
                "社会公益组织",
                "法律服务机构",
                "其他",
                "总计",
            ]
        ]
        rows = part.table[3:]
        for start in range(0, len(rows), rows_at_once):
            poured = rows[start : start + rows_at_once]
            lines += [["".join(box.text for box in row if not box.number)] for row in poured]
            numbers = [box.text for row in poured for box in row if box.number]
            lines[-1].append(numbers[0])
            lines += [[number] for number in numbers[1:]]
    verdicts = [v for v in judge(read_report(sheet(lines)), name) if "requests" in v.key]
    assert [v for v in verdicts if v.verdict == "silent"] == []
