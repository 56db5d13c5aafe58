"""Pieces repeated over and over: the work of reading grows as the length of a page, never faster.

A pattern that can read one text in two ways tries every combination of them before it gives up.
Each of these once took hours; most were found by `benchmarks/fuzz.py`.
"""

import pytest

from gikstudy import read_report

pytestmark = pytest.mark.usefixtures("ends")


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("总计" * 58 + "人", id="a header cell in two ways: 总计, or 总 and 计"),
        pytest.param(
            "自然人" + "|" * 100 + "。", id="a bar between headers, or a header of its own"
        ),
        pytest.param("返回首页" * 29 + "审看", id="one button 返回首页, or 返回 and 首页"),
        pytest.param("微信扫一扫" * 23 + "审看", id="one button 微信扫一扫, or 微信 and 扫一扫"),
        pytest.param(
            "在微博" + "和微博" * 2000 + "发布信息12条。", id="names joined, or one long name"
        ),
        pytest.param(
            "(三)不予公开 " * 20000 + "1 2 3 总计", id="heads of groups behind each other"
        ),
        pytest.param("12" + " " * 3000 + "x", id="spaces behind a number"),
        pytest.param("网" + " " * 3000 + "x", id="spaces before an address"),
        pytest.param("2020年1月1日" + " " * 3000 + "x", id="spaces in a span of dates"),
    ],
)
def test_a_line_of_repeats_is_read_to_its_end(line):
    report = read_report(f"某县2021年政府信息公开工作年度报告\n一、总体情况\n{line}\n".encode())
    assert report.about.year == 2021
    assert [section.section for section in report.sections][-1] == "overview"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param(b"a: b\r\n" * 40 + b"x\n", "txt", id="forty keys as in the head of a mail"),
        pytest.param(b"<!---->" * 200 + b"<x", "txt", id="comments, or one comment of comments"),
        pytest.param(b"<!---->" * 200 + b"<p>x</p>" * 4, "html", id="comments before tags"),
    ],
)
def test_the_kind_of_a_page_of_repeats_is_told(data, kind):
    assert read_report(data).source_format == kind
