"""Titles as they stand on crawled pages, and the bodies they name."""

import pytest
from about_pages import BODY, about

from gikstudy.about.title import is_title, title_agency


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


def test_the_head_of_a_page_of_an_electronic_book():
    found = about(f"Page 3 - 会同县林业局2022年政府信息公开工作年度报告\nP. 3\n{BODY}")
    assert found.title == "会同县林业局2022年政府信息公开工作年度报告"
    assert (found.agency, found.region_code) == ("会同县林业局", "431225")


def test_a_key_glued_to_the_title_is_no_part_of_it():
    box = "索引号006646123/2023-00012\n文号是否有效\n标题会同县坪村镇2022年政府信息公开工作年度报告"
    found = about(f"{box}\n{BODY}")
    assert found.title == "会同县坪村镇2022年政府信息公开工作年度报告"
    assert (found.agency, found.index_no) == ("会同县坪村镇", "006646123/2023-00012")


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


def test_the_body_and_the_year_on_the_line_above():
    found = about(f"会同县人民政府2016年\n政府信息公开工作年度报告\n会同县人民政府办公室\n{BODY}")
    assert found.title == "会同县人民政府2016年政府信息公开工作年度报告"
    assert (found.agency, found.level, found.year) == ("会同县人民政府", "county", 2016)


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


@pytest.mark.parametrize(
    ("contact", "agency", "level"),
    [
        ("请与坪村镇人民政府党政办公室联系", "坪村镇人民政府", "township"),
        (
            "请联系:会同县林城街道办事处党政综合办公室,地址:和平路1号",
            "会同县林城街道办事处",
            "township",
        ),
        ("请与会同县坪村镇人民政府政务公开领导小组办公室联系", "会同县坪村镇人民政府", "township"),
        ("请与会同县林业局办公室联系", "会同县林业局", "department"),
        ("请与会同县人民政府办公室联系", "会同县人民政府办公室", "county"),  # it reports for itself
    ],
)
def test_the_desk_that_answers_is_not_the_body(contact, agency, level):
    found = about(f"如对报告有疑问,{contact}。\n{BODY}")
    assert (found.agency, found.level) == (agency, level)


@pytest.mark.parametrize(
    "line",
    [
        "2022年,坪村镇认真落实条例。坪村镇共有村务公开栏12个。",
        "2022年坪村镇在县委、县政府的正确领导下,公开信息9条。坪村镇将继续努力。",
    ],
)
def test_no_name_but_the_subject_of_its_own_sentences(line):
    found = about(f"一、总体情况\n{line}\n二、主动公开政府信息情况")
    assert (found.agency, found.agency_name_source) == ("坪村镇", "sentence")
    assert (found.level, found.year) == ("township", 2022)


def test_who_else_acts_in_a_report_is_not_its_body():
    line = "2022年,县政府高度重视,县政府按照要求部署,各乡镇认真落实,各乡镇严格审查。"
    assert about(f"一、总体情况\n{line}\n二、主动公开政府信息情况").agency == ""


def test_the_body_speaking_of_itself_is_no_title():
    intro = "报告由会同县林业局编制。现公布本机关2021年度政府信息公开工作年度报告。"
    found = about(f"{intro}\n{BODY}")
    assert (found.title, found.agency) == ("", "会同县林业局")


def test_a_street_without_its_office_is_a_township():
    assert about(f"林城街2021年政府信息公开工作年度报告\n{BODY}\n我市要求。").level == "township"


def test_the_address_tells_the_county_of_a_town():
    contact = "请与坪村镇人民政府联系(地址:会同县坪村镇和平路1号,电话:0745-8862222)。"
    found = about(f"{contact}\n{BODY}")
    assert (found.agency, found.region_code) == ("坪村镇人民政府", "431225")


def test_the_office_in_brackets_behind_the_desk_is_no_part_of_the_name():
    found = about(f"如有疑问,请与会同县林业局办公室(政策法规股)联系。\n{BODY}\n我局公开。")
    assert found.agency == "会同县林业局"


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("2022年,怀化市高度重视公开,会同县积极落实。我县公开信息。", "会同县"),
        ("2022年,会同县委高度重视公开,我局落实。", ""),
        ("2022年,我局坚持公开,市财政局积极支持。", ""),
        ("2022年,会同县林业局等部门积极公开,我县落实。", ""),
        ("2022年,会同县人民政府办公室认真指导,我镇公开。", ""),
    ],
)
def test_who_acts_beside_the_body_is_not_the_body(line, agency):
    assert about(f"一、总体情况\n{line}\n二、主动公开政府信息情况").agency == agency


def test_a_city_before_a_county_of_the_same_short_name():
    found = about(f"长沙海关2021年政府信息公开工作年度报告\n{BODY}")
    assert (found.level, found.region_code) == ("vertical", "430100")


def test_a_printed_government_gives_a_title_with_a_place_its_name():
    text = "会同县2021年政府信息公开工作年度报告\n时间:2022-01-18 来源:{}\n一、总体情况\n公开。\n二、主动公开政府信息情况"
    assert about(text.format("会同县人民政府")).agency == "会同县人民政府"
    assert about(text.format("会同县林业局")).agency == "会同县"
