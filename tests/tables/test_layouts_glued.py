"""Numbers that stand close to their label, or hold a comma, on a line of a PDF or of plain text."""

import pytest

from gikstudy.extraction import extract_report
from gikstudy.forms import get_form
from gikstudy.reading import read_document

PAGE = (
    "某某县2022年政府信息公开工作年度报告\n二、主动公开政府信息情况\n"
    "第二十条第(一)项\n信息内容 本年制发件数 本年废止件数 现行有效件数\n"
    "规章 0 0 0\n{normative}\n"
    "第二十条第(五)项\n信息内容 本年处理决定数量\n{licensing}\n"
    "第二十条第(六)项\n信息内容 本年处理决定数量\n行政处罚 6\n行政强制 0\n"
    "第二十条第(八)项\n信息内容 本年收费金额(单位:万元)\n{fees}\n"
    "三、收到和处理政府信息公开申请情况\n{requests}"
)
USUAL = {
    "normative": "行政规范性文件 2 1 7",
    "licensing": "行政许可 5",
    "fees": "行政事业性收费 1.5",
}


def read(requests="", **lines):
    text = PAGE.format(requests=requests, **(USUAL | lines))
    return extract_report(read_document(text.encode(), "page.txt"))


def row(report, table, name):
    return [(c.state, c.value) for c in report.cells if (c.table, c.row) == (table, name)]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("行政许可 3,512", 3512),
        ("行政许可 1,203,512", 1203512),
        ("行政许可 3，512件", 3512),
        ("行政许可3512", 3512),
        ("行政许可3,512", 3512),
        ("行政许可12件", 12),
        ("行政许可：12", 12),
        ("行政许可，12", 12),
        ("行政许可①\n12", 12),  # the mark of a note
    ],
)
def test_a_count_close_to_its_label_or_with_a_comma(line, number):
    assert row(read(licensing=line), "proactive", "licensing") == [("reported", number)]


@pytest.mark.parametrize(
    ("line", "yuan"),
    [
        ("行政事业性收费 1,234.5", 12_345_000),
        ("行政事业性收费1,234.5", 12_345_000),
        ("行政事业性收费：12.5万元。", 125_000),
    ],
)
def test_an_amount_close_to_its_label_or_with_a_comma(line, yuan):
    assert row(read(fees=line), "proactive", "admin_fees") == [("reported", yuan)]


def test_the_first_of_several_numbers_is_glued():
    report = read(normative="行政规范性文件2 1 1,007")
    assert row(report, "proactive", "normative_docs") == [
        ("reported", 2),
        ("reported", 1),
        ("reported", 1007),
    ]


def test_several_numbers_glued_into_one_cannot_be_read():
    report = read(normative="行政规范性文件217")
    assert row(report, "proactive", "normative_docs") == [("unreadable", None)] * 3


def test_the_mark_of_a_note_is_no_value():
    report = read(normative="行政规范性文件① 2 1 7")
    assert [value for _, value in row(report, "proactive", "normative_docs")] == [2, 1, 7]
    report = read(normative="行政规范性文件① 2 1")
    assert row(report, "proactive", "normative_docs")[0] != ("reported", 1)


def test_a_row_of_requests_with_commas():
    rows = {r.key: f"{r.label} 0 0 0 0 0 0 0" for r in get_form("2021").requests}
    rows["granted"] = "（一）予以公开 1,234 0 0 0 0 0 1,234"
    rows["carried_out"] = "四、结转下年度继续办理1 0 0 0 0 0 1"
    report = read("\n".join(rows.values()))
    assert row(report, "requests", "granted") == [
        ("reported", n) for n in (1234, 0, 0, 0, 0, 0, 1234)
    ]
    assert row(report, "requests", "carried_out") == [
        ("reported", n) for n in (1, 0, 0, 0, 0, 0, 1)
    ]


def test_labels_of_two_rows_on_one_line():
    text = "\n".join(
        "一、本年新收政府信息公开申请数量 2 0 0 0 0 0 2 二、上年结转政府信息公开申请数量 三、本年度办理结果"
        " （一）予以公开 1 0 0 0 0 0 1 （二）部分公开 0 0 0 0 0 0 0"
        if r.key == "received_new"
        else f"{r.label} 0 0 0 0 0 0 0"
        for r in get_form("2021").requests
        if r.key not in ("carried_in", "granted", "partial")
    )
    report = read(text)
    assert [state for state, _ in row(report, "requests", "carried_in")] == ["ambiguous"] * 7
    assert [n for _, n in row(report, "requests", "granted")] == [1, 0, 0, 0, 0, 0, 1]


def test_a_number_broken_over_two_lines_leaves_its_row_open():
    rows = {r.key: f"{r.label} 0 0 0 0 0 0 0" for r in get_form("2021").requests}
    rows["granted"] = "（一）予以公开 1\n64 0 0 0 0 0 164"
    cells = row(read("\n".join(rows.values())), "requests", "granted")
    assert {state for state, value in cells if value is None} == {"ambiguous"}
    assert all(value in (0, None) for _, value in cells)
    assert cells[0] == cells[-1] == ("ambiguous", None)


@pytest.mark.parametrize("printed", ["110.9", "12万元"])
def test_an_amount_is_no_count(printed):
    report = read(licensing=f"行政许可 {printed}")
    assert row(report, "proactive", "licensing") == [("unreadable", None)]


def test_a_label_with_the_numbers_of_other_rows_in_it_leaves_its_row_open():
    report = read(licensing="行政许可：27 第二十条第(六)项 信息内容\n110")
    assert row(report, "proactive", "licensing") == [("ambiguous", None)]


def test_a_unit_with_a_brand_inside_is_that_of_the_form():
    text = PAGE.replace("(单位:万元)", "(单位:万某某平台元)").format(requests="", **USUAL)
    report = extract_report(read_document(text.encode(), "page.txt"))
    assert row(report, "proactive", "admin_fees") == [("reported", 15_000)]
