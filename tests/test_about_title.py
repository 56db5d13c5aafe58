"""Titles as they stand on crawled pages, and the bodies they name."""

import pytest
from about_pages import BODY, about

from gikstudy.extract.about_title import is_title, title_agency


@pytest.mark.parametrize(
    ("title", "agency"),
    [
        ("民意乡人民政府2020年政府信息公开工作年度报告", "民意乡人民政府"),
        ("2020年民意乡人民政府政府信息公开工作年度报告", "民意乡人民政府"),
        ("民意乡人民政府2021年度 政府信息公开年度报告", "民意乡人民政府"),
        ("民意乡人民政府关于2021年政府信息公开工作的年度报告", "民意乡人民政府"),
        ("民意乡人民政府信息公开年报", "民意乡人民政府"),
        ("民意乡2022年政务公开年报", "民意乡"),
        ("民意乡2021年政府信息公开年度工作报告", "民意乡"),
        ("民意乡二〇二〇年政府信息公开工作年度报告", "民意乡"),
        ("高新区(新市区)政府2020年信息公开工作年度报告", "高新区(新市区)政府"),
        ("2020年政府信息公开工作年度报告", ""),
    ],
)
def test_the_body_is_what_the_topic_and_the_year_leave(title, agency):
    assert title_agency(title.replace(" ", "")) == agency


@pytest.mark.parametrize(
    "line",
    [
        "中华人民共和国政府信息公开工作年度报告格式>",  # a broken tag left it behind
        "关于做好2020年政府信息公开工作年度报告编制的通知",
        "文字解读:民意乡2020年政府信息公开工作年度报告",
        "上一篇:民意乡2019年政府信息公开工作年度报告",
        "根据《条例》,编制本政府信息公开工作年度报告。",
        "民意乡2020年上半年政府信息公开工作报告",
        "政府信息公开指南",
    ],
)
def test_what_only_looks_like_a_title(line):
    assert not is_title(line)


def test_a_page_number_before_the_title():
    assert about(f"- 1 -\n1 \n- 1 -民乐县2020年政府信息公开工作年度报告\n{BODY}").agency == "民乐县"


def test_a_scrambled_title():
    found = about(f"民乐县人民政府2020年政府信息公开 工作告年度报\n{BODY}")
    assert (found.agency, found.year) == ("民乐县人民政府", 2020)


def test_a_title_on_two_lines():
    found = about(f"陆丰市河东镇2021年度政府信息公开工作\n\n年度报告\n{BODY}")
    assert found.title == "陆丰市河东镇2021年度政府信息公开工作年度报告"
    assert (found.agency, found.level) == ("陆丰市河东镇", "township")


def test_the_body_on_the_line_above():
    found = about(f"会同县林业局\n2020年政府信息公开工作年度报告\n{BODY}")
    assert found.title == "会同县林业局2020年政府信息公开工作年度报告"
    assert (found.agency, found.agency_name_source) == ("会同县林业局", "title")


def test_a_stray_tag_line_is_not_the_title():
    stray = "报告根据《通知》制作。 中华人民共和国政府信息公开工作年度报告格式>"
    found = about(f"会同县林业局2020年政府信息公开工作年度报告\n{stray}\n{BODY}")
    assert found.title == "会同县林业局2020年政府信息公开工作年度报告"


def test_no_title_then_the_html_title():
    page_title = "会同县林业局2020年政府信息公开工作年度报告_会同县人民政府门户网站"
    found = about(BODY, page_title=page_title)
    assert found.title == "会同县林业局2020年政府信息公开工作年度报告"
    assert (found.agency, found.agency_name_source) == ("会同县林业局", "page_title")


def test_no_title_then_the_metadata():
    found = about(f"标题:会同县林业局2020年政府信息公开年度报告 发布机构:会同县政府办\n{BODY}")
    assert found.title == "会同县林业局2020年政府信息公开年度报告"
    assert found.agency_name_source in ("title", "title_field")


def test_no_title_then_the_introduction():
    intro = "现将会同县林业局2020年政府信息公开工作年度报告公布如下,请予监督。"
    found = about(f"{intro}\n{BODY}")
    assert found.title == "会同县林业局2020年政府信息公开工作年度报告"
    assert (found.agency, found.agency_name_source) == ("会同县林业局", "sentence")


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("如有疑问,请与会同县林业局联系(电话:0745-8862222)。", "contact"),
        ("发布机构:会同县林业局", "issuer"),
        ("来源:会同县林业局", "issuer"),
    ],
)
def test_no_name_in_the_title_then_other_cues(line, source):
    found = about(f"{line}\n{BODY}\n2020年,我局加强管理。")
    assert (found.agency, found.agency_name_source) == ("会同县林业局", source)


def test_no_name_but_a_signature():
    found = about(f"{BODY}\n2020年,我局加强管理。\n会同县林业局\n2021年1月30日")
    assert (found.agency, found.agency_name_source) == ("会同县林业局", "signature")
    assert found.published_on == "2021-01-30"


def test_no_name_at_all_leaves_the_level_to_the_way_it_speaks_of_itself():
    found = about(f"{BODY}\n2020年,我镇公开信息12条。\n我镇将继续努力。")
    assert (found.agency, found.level) == ("", "township")


def test_no_name_but_the_writer_in_the_introduction():
    intro = "依照《条例》的规定,会同县林业局编写了这份报告,数据截至2020年12月31日。"
    found = about(f"{intro}\n{BODY}")
    assert (found.agency, found.agency_name_source) == ("会同县林业局", "sentence")
    assert found.year == 2020


def test_the_host_is_the_last_resort_and_only_where_the_report_speaks_at_its_level():
    county = f"{BODY}\n2020年,我县公开信息12条。\n主办:会同县人民政府 网站标识码:4312250008"
    found = about(county)
    assert (found.agency, found.agency_name_source) == ("会同县人民政府", "host")
    assert (found.region_code, found.region_confidence) == ("431225", "medium")
    bureau = about(county.replace("我县", "我局"))
    assert (bureau.agency, bureau.level, bureau.parent_level) == ("", "department", "county")
    assert bureau.region_code == "431225"


def test_the_html_title_tells_the_report_from_links_to_other_years():
    links = "会同县林业局2019年政府信息公开工作年度报告\n会同县林业局2021年政府信息公开工作年度报告"
    title = "会同县林业局2020年政府信息公开工作年度报告"
    found = about(f"{links}\n{title}\n{BODY}", page_title=f"{title}-会同县人民政府")
    assert found.title == title
