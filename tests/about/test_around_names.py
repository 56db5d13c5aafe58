"""Words around the name of a body, and sentences that name it only in passing."""

import pytest
from about_pages import about

BODY = "\n一、总体情况\n{}公开信息9条。\n二、主动公开政府信息情况"


@pytest.mark.parametrize(
    ("sentence", "agency"),
    [
        ("形成2020年度坪村镇政府信息公开年度报告。", "坪村镇"),
        ("现公开坪村镇2020年度政府信息公开年度报告。", "坪村镇"),
        ("特编制会同县林业局2020年政府信息公开工作年度报告。", "会同县林业局"),
        ("本年度报告由会同县林业局组织编制。", "会同县林业局"),
        ("本年度报告由会同县林业局牵头编写。", "会同县林业局"),
        ("本报告汇总2020年度会同县林业局的政府信息公开年度报告编制而成。", "会同县林业局"),
        ("全文包括会同县林业局政府信息公开总体情况等。", "会同县林业局"),
        ("全文包括会同县坪村镇人民政府信息公开情况等。", "会同县坪村镇人民政府"),
        ("如有疑问,请联系:会同县林业局。", "会同县林业局"),
        ("成立以局长为组长的会同县林业局政府信息公开工作领导小组。", "会同县林业局"),
    ],
)
def test_the_body_in_a_sentence(sentence, agency):
    word = "我镇" if "镇" in sentence else "我局"
    assert about(sentence + BODY.format(word)).agency == agency


@pytest.mark.parametrize("kind", ["通知", "意见", "工作方案", "办法"])
def test_who_asks_for_the_report_is_not_its_body(kind):
    asked = f"根据《会同县人民政府办公室关于2021年度政府信息公开工作年度报告编制工作的{kind}》要求,"
    found = about(asked + "现将情况报告如下:" + BODY.format("县林业局坚持公开,县林业局"))
    assert found.agency == "县林业局"


@pytest.mark.parametrize("short", ["县发改局", "县发展改革局", "县发展和改革局"])
def test_the_name_with_its_place_is_taken_where_the_page_has_both(short):
    contact = "如有疑问,请与会同县发展和改革局联系(电话:0745-1234567)。"
    found = about(contact + BODY.format(f"2022年,{short}坚持公开,{short}"))
    assert found.agency == "会同县发展和改革局"


@pytest.mark.parametrize(
    ("title", "agency"),
    [
        ("长沙海关2015年海关政府信息公开工作年度报告", "长沙海关"),
        ("海关总署2010年海关信息公开工作年度报告", "海关总署"),
        ("会同县教育局2019年全县教育系统政府信息公开年度报告", "会同县教育局"),
        ("会同县2019年林业局政府信息公开年度报告", "会同县林业局"),
        ("第一篇:2009年会同县林业局政府信息公开年度报告", "会同县林业局"),
    ],
)
def test_what_a_title_is_about_is_no_part_of_the_name(title, agency):
    assert about(title + BODY.format("全年")).agency == agency


def test_all_of_a_kind_are_not_one_body():
    assert about("2020年,全国海关深入推进公开。" + BODY.format("全年")).agency == ""


@pytest.mark.parametrize("desk", ["信息公开办公室", "政府信息公开办公室", "政务公开办公室"])
def test_the_office_that_answers_for_a_government_is_not_the_body(desk):
    contact = f"如有疑问,请与湖南省人民政府{desk}联系(电话:0731-1234567)。"
    found = about(contact + BODY.format("我省"))
    assert (found.agency, found.level) == ("湖南省人民政府", "province")


@pytest.mark.parametrize(
    "day", ["2015-1-1起至2015-12-31", "2015.1.1至2015.12.31", "2015/01/01-2015/12/31"]
)
def test_a_period_in_figures_gives_the_year(day):
    assert about(f"本报告统计期限自{day}止。" + BODY.format("我局")).year == 2015
