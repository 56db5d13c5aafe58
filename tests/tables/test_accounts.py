"""Digits in, digits out: whatever a table prints is a label, a header, a note, page furniture, the
content of a cell, or a stray; made up, printed by other programs, damaged or real.
"""

import pytest
from lost_digits import NOTHING, lost, read_page
from project_paths import REPORTS, ROOT, SAMPLE

from gikstudy.synthesis import FAMILIES, make_report
from gikstudy.tables.accounts import accounted

ZOO = sorted((ROOT / "tests" / "zoo" / "printed").iterdir())
CASES = sorted((REPORTS.parent / "cases" / "tables").glob("*/input.*"))
EACH = 4


@pytest.mark.parametrize("name", [f"report_{n:03}.txt" for n in range(5)])
def test_nothing_of_the_five_reports_is_lost(name):
    for folder in (SAMPLE, REPORTS):
        if folder.is_dir():
            assert lost((folder / name).read_bytes(), name) == NOTHING


@pytest.mark.parametrize("family", FAMILIES)
def test_nothing_of_made_up_reports_is_lost(family):
    for number in range(EACH):
        assert lost(make_report(11, number, family=family).data) == NOTHING


@pytest.mark.parametrize("path", [p for p in ZOO if p.suffix != ".doc"], ids=lambda p: p.name)
def test_nothing_that_other_programs_printed_is_lost(path):
    assert lost(path.read_bytes(), path.name) == NOTHING


@pytest.mark.skipif(not CASES, reason="the cases lie beside the five real reports")
def test_nothing_of_the_cases_is_lost():
    for path in CASES:
        assert lost(path.read_bytes(), path.name) == NOTHING, path.parent.name


def test_each_thing_has_one_role_and_says_where_it_is():
    text = (SAMPLE / "report_000.txt").read_text("utf-8")
    text = text.replace("1.属于国家秘密", "人防工程 | 4711\n  1.属于国家秘密", 1)
    page, tables = read_page(text.encode())
    roles = {account.text: account for account in accounted(page, tables)}
    assert roles["4711"].role == "stray"
    assert roles["人防工程"].role == "stray"
    assert roles["(三)不予公开"].role == "header"
    assert roles["1.属于国家秘密"].role == "label"
    cell = next(cell for cell in tables.cells if cell.key == "requests/received_new/total")
    here = [account for account in accounted(page, tables) if account.key == cell.key]
    assert [(a.text, a.locus, a.role) for a in here] == [(cell.raw, cell.locus, "cell")]


def test_the_example_of_the_architecture_page():
    doc = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rows = [line[5:] for line in doc.split("```text\nL6")[1].split("```")[0].split("\n")]
    head = "信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量"
    first = "行政许可" + doc.split("L6   行政许可")[1].splitlines()[0]
    before = ["某县2020年政府信息公开工作年度报告", "", "二、主动公开政府信息情况", "", head]
    behind = ["行政强制 | 7 | 0 | 1", "", "三、收到和处理政府信息公开申请情况"]
    text = "\n".join([*before, first, *rows[1:3], "", head, rows[3], *behind])
    page, tables = read_page(text.encode())
    roles = {(a.text, a.locus): a.role for a in accounted(page, tables)}
    strays = [stray.locus for stray in tables.strays]
    assert strays == ["L7:1", "L7:2", "L7:3", "L7:4"]
    assert roles["4711", "L7:2"] == "stray"
    assert roles["57件", "L6:4"] == roles["见附表", "L8:4"] == "cell"
    states = {c.key: (c.state, c.raw) for c in tables.cells if c.row in ("licensing", "penalty")}
    assert states["proactive/licensing/decisions"] == ("reported", "57件")
    assert states["proactive/penalty/decisions"] == ("ambiguous", "40 | 0")
