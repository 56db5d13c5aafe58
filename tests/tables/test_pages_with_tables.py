"""Which tables of a page belong to its report, and pages whose tables must not be read."""

import pytest
from printed_tables import (
    DISPUTE_HEADS,
    FIVE,
    HEAD,
    TABLE_2,
    bar,
    cell_a_line,
    read,
    states,
    table_3,
    values,
)


def test_a_table_cut_short_keeps_the_rows_it_has():
    text = (
        "二、主动公开政府信息情况\n| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n|---|---|---|---|\n"
        "| 规章 | 3 | 0 | 15 |\n| 行政规范性文件 | 61 | 59 | 422 |\n"
        "三、收到和处理政府信息公开申请情况\n"
        "| 一、本年新收政府信息公开申请数量 | 46 | 3 | 0 | 0 | 9 | 2 | 60 |\n"
        "四、政府信息公开行政复议、行政诉讼情况\n行政复议行政诉讼\n"
        "| 11 | 5 | 1 | 4 | 21 | 7 | 0 | 5 | 6 | 18 | 2 | 1 | 7 | 9 | 19 |\n五、存在的主要问题\n无。\n"
    )
    report = read(HEAD + text)
    assert (report.form, report.status) == ("2021", "partial")
    assert values(report, "normative_docs", "proactive") == [61, 59, 422]
    assert values(report, "received_new") == [46, 3, 0, 0, 9, 2, 60]
    assert values(report, "suit_direct", "disputes") == [7, 0, 5, 6, 18]
    assert states(report, "licensing", "proactive") == ["missing"]


LOOK_ALIKES = {
    "interpretation": "某某县2021年政府信息公开工作年度报告解读",
    "notice": "关于做好2021年政府信息公开工作年度报告编制和发布工作的通知",
    "bulletin": "某某区2022年上半年政府信息公开工作统计表",
    "scheme": "政府信息公开统计制度",
}


@pytest.mark.parametrize("title", LOOK_ALIKES.values(), ids=LOOK_ALIKES)
def test_what_is_about_reports_is_no_report(title):
    report = read(f"{title}\n\n现将有关情况公布如下。\n" + table_3(bar, {"granted": FIVE}))
    assert report.status == "not_a_report"
    assert report.reason
    assert report.cells == ()


def test_text_without_its_repeated_lines_gives_no_number():
    lines = (HEAD + TABLE_2.replace(" | ", "\n").replace(" |", "") + table_3(cell_a_line)).split(
        "\n"
    )
    report = read("\n".join(dict.fromkeys(lines)))
    assert report.status == "no_tables"
    assert {c.state for c in report.cells} == {"missing"}


def test_the_statistical_table_of_2014_is_read():
    rows = ["主动公开政府信息数 | 条 | 52", "收到申请数 | 件 | 3", "申请办结数 | 件 | 3"]
    rows += ["申请答复数 | 件 | 3", "同意公开答复数 | 件 | 2"]
    report = read(HEAD.replace("2022", "2016") + "\n".join(rows))
    assert (report.form, report.status) == ("2014", "partial")
    numbers = {cell.row: cell.value for cell in report.cells if cell.value is not None}
    wanted = {"published": 52, "received": 3, "closed": 3, "answered": 3, "granted": 2}
    assert numbers == wanted


def test_headings_without_tables():
    text = HEAD + "二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n"
    report = read(
        text + "四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n不够及时。\n"
    )
    assert (report.status, report.cells) == ("no_tables", ())


def test_the_attachment_of_another_body_is_not_this_report():
    text = (
        HEAD
        + "附件1\n另一某局2022年政府信息公开工作年度报告\n"
        + TABLE_2
        + table_3(bar, {"granted": FIVE})
    )
    report = read(text)
    assert report.status == "no_tables"
    assert "另一某局" in report.reason
    assert {c.state for c in report.cells} == {"missing"}


def test_of_two_tables_on_a_page_neither_counts_where_they_disagree():
    first = table_3(bar, {"granted": FIVE})
    report = read(HEAD + first + "\n今年的工作就是这样，下面是另一份报告的内容。\n" + table_3(bar))
    assert values(report, "granted") == [None, None, 0, 0, 0, None, None]


def test_an_empty_table_4_is_not_that_of_an_attachment():
    own = "四、行政复议、行政诉讼情况\n" + DISPUTE_HEADS + "|\n" * 15 + "五、存在的问题\n无。\n"
    text = (
        HEAD
        + table_3(bar)
        + own
        + "附件：某局2022年政府信息公开工作年度报告\n"
        + DISPUTE_HEADS
        + "0\n" * 15
    )
    report = read(text)
    assert {c.state for c in report.cells if c.table == "disputes"} == {"blank"}
