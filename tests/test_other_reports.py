"""Pages that share sections or words with a report, but are about something else, give no figures."""

import pytest

from gikstudy import read_report

OTHERS = [
    "会同县2022年法治政府建设年度报告\n一、总体情况\n公开信息90条,办理政府信息公开申请9件。\n二、存在的主要问题\n一是力量薄弱。",
    "2021年度行政复议工作年报\n一、基本情况\n收到行政复议申请80件,政府信息公开类9件。\n二、存在的问题\n一是人手少。",
    "某县林业局2022年度部门决算公开\n一、概况\n公开信息9条。\n三、收支情况说明\n受理申请3件。",
    "2022年度政务透明度第三方评估报告\n一、评估概况\n全市公开信息900条,收到申请80件。\n二、其他事项说明\n无。",
    "某县统计局2022年工作总结及2023年工作计划\n一、工作情况\n公开信息9条,收到申请2件。\n二、存在的问题\n更新慢。",
    "关于2022年政务公开考核结果的通报\n各乡镇:\n全县网站发布信息900条。\n存在的主要问题\n一是更新不及时。",
    "某县2022年行政执法年度报告\n一、总体情况\n公开处罚信息80条。\n二、行政复议、行政诉讼情况\n复议2件。\n三、存在的主要问题\n一是人少。",
    "某县2022年政务服务工作报告\n一、总体情况\n办件9万件。\n二、存在的主要问题\n一是人员不足。",
    "某局落实巡察反馈意见整改情况报告\n一、总体情况\n整改9项。\n二、存在的主要问题及改进情况\n一是公开不及时。",
    "某镇2022年基层政务公开标准化规范化工作情况报告\n一、总体情况\n公开信息9条。\n二、存在的问题\n更新慢。",
]
SECTIONS = (
    "\n一、总体情况\n网站发布信息9条。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况"
    "\n四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n一是更新不及时。"
)


@pytest.mark.parametrize("text", OTHERS, ids=lambda t: t.split("\n")[0])
def test_a_report_on_something_else_is_no_report(text):
    report = read_report(text.encode())
    assert (report.status, report.mentions, report.codes) == ("not_a_report", (), ())


@pytest.mark.parametrize("menu", ["法治政府建设年度报告", "部门决算公开", "年度工作总结"])
def test_a_menu_with_other_reports_changes_nothing(menu):
    report = read_report(f"{menu}{SECTIONS}".encode())
    assert report.status == "no_tables"
    assert [m.metric for m in report.mentions] == ["website_items"]
    titled = f"{menu}\n会同县林业局2021年政府信息公开工作年度报告\n一、总体情况\n网站发布信息9条。"
    assert read_report(titled.encode()).status == "no_tables"


@pytest.mark.parametrize("name", ["XX镇", "××县", "某某局"])
def test_a_title_whose_body_is_to_be_filled_in_is_a_model(name):
    status = read_report(f"{name}2021年政府信息公开工作年度报告{SECTIONS}".encode()).status
    assert status == ("no_tables" if name == "某某局" else "not_a_report")


def test_a_notice_with_a_report_of_headings_and_tables_below_is_the_report():
    text = f"关于印发《会同县2021年政府信息公开工作年度报告》的通知\n各镇:\n会同县2021年政府信息公开工作年度报告{SECTIONS}"
    assert read_report(text.encode()).status == "no_tables"
