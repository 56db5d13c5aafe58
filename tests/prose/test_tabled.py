"""Section five as a table of problems and remedies, in a page and in plain text."""

import pytest

from gikstudy import read_report

TOP = (
    "会同县林业局2023年政府信息公开工作年度报告\n一、总体情况\n做好公开。\n二、主动公开政府信息情况\n"
    "三、收到和处理政府信息公开申请情况\n四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n"
)
END = "六、其他需要报告的事项\n无。\n"


def table(head, *rows):
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, *rows))


def codes(text):
    report = read_report(f"{TOP}{text}{END}".encode())
    return [(c.code, c.kind) for c in report.codes]


@pytest.mark.parametrize(
    "head",
    [
        ("序号", "存在问题", "改进情况"),
        ("序号", "不足", "整改措施"),
        ("", "主要问题", "下一步打算"),
    ],
)
def test_each_row_gives_its_problem_and_its_remedy(head):
    text = table(
        head, ("1", "信息更新不及时", "定期组织培训"), ("2", "缺少专业人员", "完善网站栏目")
    )
    assert codes(text) == [
        ("P04", "problem"),
        ("I03", "improvement"),
        ("P02", "problem"),
        ("I12", "improvement"),
    ]


def test_text_around_the_table_keeps_its_place():
    text = "主要问题如下:\n" + table(("存在问题", "改进情况"), ("信息更新不及时", "定期组织培训"))
    assert codes(f"{text}下一步,完善网站栏目。\n") == [
        ("P04", "problem"),
        ("I03", "improvement"),
        ("I12", "improvement"),
    ]


def test_remedies_may_stand_before_problems_and_in_a_page_of_markup():
    rows = "".join(
        f"<tr><td>{a}</td><td>{b}</td></tr>"
        for a, b in [("改进措施", "存在问题"), ("定期组织培训", "信息更新不及时")]
    )
    page = "".join(f"<p>{line}</p>" for line in TOP.split("\n"))
    report = read_report(
        f"<html><body>{page}<table>{rows}</table><p>{END}</p></body></html>".encode()
    )
    assert {(c.code, c.kind) for c in report.codes} == {("I03", "improvement"), ("P04", "problem")}


def test_a_table_without_such_a_head_gives_no_codes():
    assert codes(table(("单位", "件数"), ("更新不及时的单位", "2"))) == []
