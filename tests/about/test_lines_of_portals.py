"""Lines around a report as portals print them: bylines, cut names, keys apart from their colons."""

import pytest

from gikstudy import read_report

BODY = "\n一、总体情况\n我局公开信息9条。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n"


def about(head):
    return read_report(f"{head}{BODY}".encode()).about


@pytest.mark.parametrize(
    "byline",
    [
        "来源:江城日报 2022年1月18日 第4版",
        "来源:团结报   编辑:小王   2022-01-18 11:05:44",
        "作者:办公室 审核:李某 来源:本站 2022-01-18",
        "2022-01-18 第A07版",
    ],
)
def test_the_day_may_follow_other_keys(byline):
    page = about(f"会同县林业局2021年政府信息公开工作年度报告\n{byline}")
    assert (page.published_on, page.agency) == ("2022-01-18", "会同县林业局")


@pytest.mark.parametrize(
    ("above", "below", "body"),
    [
        ("怀化市生态环境局会同", "分局", "怀化市生态环境局会同分局"),
        ("会同县自然", "资源局", "会同县自然资源局"),
        ("会同县人力资源和社会", "保障局", "会同县人力资源和社会保障局"),
    ],
)
def test_a_title_may_be_cut_inside_the_name(above, below, body):
    page = about(f"{above}\n{below}2021年政府信息公开\n工作年度报告")
    assert (page.agency, page.level, page.year) == (body, "department", 2021)


@pytest.mark.parametrize("menu", ["首页", "会同县政府门户网站", "信息公开专栏", "机构职能"])
def test_a_menu_above_a_title_is_no_part_of_the_name(menu):
    assert about(f"{menu}\n财政局2021年政府信息公开工作年度报告").agency == "财政局"


def test_a_row_may_have_its_colons_in_cells():
    page = about("|发布机构|:|会同县林业局|生成日期|:|2022-01-12|\n2021年政府信息公开工作年度报告")
    assert (page.agency, page.issuer, page.published_on) == ("会同县林业局",) * 2 + ("2022-01-12",)


def test_a_title_of_three_lines_may_cut_behind_its_topic():
    head = "会同县林业局\n关于2021年度政府信息公开工作情况的\n年度报告"
    assert (about(head).agency, about(head).year) == ("会同县林业局", 2021)


@pytest.mark.parametrize("whose", ["县政府", "本级", "会同县人民政府", ""])
def test_an_office_may_report_on_its_government(whose):
    head = f"会同县人民政府办公室关于{whose}2021年政府信息公开工作的年度报告"
    assert about(head).agency == "会同县人民政府办公室"


@pytest.mark.parametrize("label", ["单位:", "报告单位:", "填报单位:"])
def test_the_body_may_follow_its_key_below_the_title(label):
    assert about(f"2021年政府信息公开工作年度报告\n{label}会同县林业局").agency == "会同县林业局"


def test_a_street_in_a_named_zone_is_in_the_city():
    page = about("成都天府新区华阳街道办事处2021年政府信息公开工作年度报告")
    assert (page.level, page.region_code) == ("township", "510100")


def test_a_county_of_a_new_area_is_a_county():
    page = about("雄安新区容城县2021年政府信息公开工作年度报告")
    assert (page.level, page.region_code) == ("county", "130629")


@pytest.mark.parametrize("verb", ["主办", "版权所有"])
def test_the_host_may_have_no_colon(verb):
    head = "鼓楼区教育局2021年政府信息公开工作年度报告"
    tail = f"五、存在的主要问题及改进情况\n无。\n六、其他需要报告的事项\n无。\n开封市鼓楼区人民政府{verb}\n"
    assert read_report(f"{head}{BODY}{tail}".encode()).about.region_code == "410204"


def test_a_sentence_may_give_the_place_that_the_title_leaves_out():
    tail = "五、存在的主要问题及改进情况\n无。\n网站标识码:5326010001\n主办:文山市人民政府\n电话:0876-2120000\n"
    text = f"水务局2021年政府信息公开工作年度报告\n一、总体情况\n麻栗坡县水务局坚持公开,我局公开信息9条。\n{tail}"
    page = read_report(text.encode()).about
    assert (page.agency, page.region_code) == ("麻栗坡县水务局", "532624")


def test_a_notice_may_name_its_report_without_marks():
    head = "会同县人民政府办公室关于印发2021年县政府信息公开工作年度报告的通知"
    assert about(head).agency == "会同县人民政府办公室"


def test_an_outpost_of_the_civil_aviation_is_vertical():
    page = about("中国民用航空宁夏安全监督管理局2021年政府信息公开工作年度报告")
    assert (page.level, page.region_code) == ("vertical", "640000")
