"""Fields around a report: their shapes, the year and the day of publication."""

import pytest
from about_pages import BODY, about, about_grid

TITLE = "会同县林业局2020年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    "box",
    [
        "索引号:006646/2021-01 分类:其他\n发布机构:会同县政府办 发文日期:2021年01月22日\n文号:会林函〔2021〕3号",
        "索 引 号: | 006646/2021-01 | 发布机构: | 会同县政府办 |\n发文日期: | 2021-01-22 | 文号: | 会林函〔2021〕3号 |",
        "索引号 | 006646/2021-01 | 发布机构 | 会同县政府办 |\n成文日期 | 2021/1/22 | 文号 | 会林函〔2021〕3号 |",
        "索引号\n006646/2021-01\n发布机构\n会同县政府办\n发布日期\n2021.01.22\n文号\n会林函〔2021〕3号",
        "索引号:\n006646/2021-01\n发布机构:\n会同县政府办\n发布时间:\n2021-01-22 14:38:00\n文号:\n会林函〔2021〕3号",
        "索引号 006646/2021-01\n发布机构 会同县政府办\n发布日期 2021-01-22\n文号 会林函〔2021〕3号",
        "索引号\t006646/2021-01\t发布机构\t会同县政府办\n发布日期\t2021-01-22\t文号\t会林函〔2021〕3号",
        "[ 索引号 ] 006646/2021-01 [ 发布机构 ] 会同县政府办\n[ 发布日期 ] 2021-01-22 [ 文号 ] 会林函〔2021〕3号",
        "【索引号:006646/2021-01】 【发布机构:会同县政府办】\n【发布日期:2021-01-22】 【文号:会林函〔2021〕3号】",
        "索引號:006646/2021-01    發布單位:會同縣政府辦    生成日期:2021年1月22日    文號:會林函〔2021〕3號 辦",
    ],
)
def test_every_shape_of_a_metadata_box(box):
    found = about(f"{TITLE}\n{box}\n{BODY}")
    assert (found.index_no, found.issuer) == ("006646/2021-01", "会同县政府办")
    assert found.published_on == "2021-01-22"
    assert found.document_no.startswith("会林函〔2021〕3号")


def test_a_metadata_box_that_is_a_real_table():
    rows = [
        ["索引号", "006646/2021-01", "发布机构", "会同县政府办"],
        ["文号", "", "发布日期", "2021-01-22"],
    ]
    found = about_grid(rows, f"{TITLE}\n{BODY}")
    assert (found.index_no, found.issuer) == ("006646/2021-01", "会同县政府办")
    assert (found.document_no, found.published_on) == ("", "2021-01-22")


def test_an_empty_field_does_not_take_the_next_one():
    found = about(f"{TITLE}\n文号: 主题词:\n时效性:有效\n{BODY}")
    assert found.document_no == ""


@pytest.mark.parametrize("nil", ["/无文号", "无", "/", "—"])
def test_no_document_number_is_none(nil):
    assert about(f"{TITLE}\n文号:{nil}\n{BODY}").document_no == ""


def test_counts_of_visits_are_no_fields():
    found = about(f"{TITLE}\n发布时间:2021-01-22 浏览次数:20221212 来源:本站\n{BODY}")
    assert found.published_on == "2021-01-22"


def test_a_day_glued_to_the_source_before_it():
    found = about(f"{TITLE}\n信息来源:会同县政府办发布时间:2021-01-22 16:49被阅览数:\n{BODY}")
    assert (found.issuer, found.published_on) == ("会同县政府办", "2021-01-22")


@pytest.mark.parametrize("opening", ["2020 年,我局加强管理。", "2020年林业局加强管理。"])
def test_the_year_of_a_page_that_names_it_only_where_paragraphs_open(opening):
    assert about(f"一、总体情况\n{opening}\n二、主动公开政府信息情况").year == 2020


def test_the_own_contact_goes_before_the_imprint():
    text = "如有疑问,请与会同县林业局联系(电话:8862222电子邮箱:a12@qq.com )。"
    found = about(
        f"{TITLE}\n{text}\n{BODY}\n主办:会同县人民政府\n电话:0745--8860000\nEmail:host@163.com"
    )
    assert (found.phone, found.email) == ("8862222", "a12@qq.com")


def test_a_hotline_is_nobodys_telephone_but_its_area_code_is_a_cue():
    found = about(f"{TITLE}\n{BODY}\n违法和不良信息举报电话:0745-8862222")
    assert found.phone == ""
    assert [cue.points_to for cue in found.cues if cue.cue == "phone"] == ["431200"]


def test_a_double_hyphen_stays_as_printed():
    assert about(f"{TITLE}\n{BODY}\n电话:0745--8862222").phone == "0745--8862222"


@pytest.mark.parametrize("code", ["4312250008", "bm01000001", "310000000044"])
def test_site_codes_as_printed(code):
    assert about(f"{TITLE}\n{BODY}\n政府网站标识码:{code}").site_code == code


def test_a_government_address_goes_before_others():
    found = about(f"{TITLE}\n{BODY}\n见www.example.com或http://www.huitong.gov.cn/下载")
    assert found.website == "http://www.huitong.gov.cn/"


@pytest.mark.parametrize(
    ("intro", "year"),
    [
        ("统计期限从202111日起至20211230日止", 2021),
        ("数据统计期限为202111日到1231日", 2021),
        ("统计期限自2021年1月1日至2021年12月31日", 2021),
    ],
)
def test_data_windows_also_when_characters_are_lost(intro, year):
    assert about(f"政府信息公开工作年度报告\n{intro}\n{BODY}").year == year


def test_a_damaged_date_is_no_date():
    assert about(f"{TITLE}\n发布日期:202020年12月31日\n{BODY}").published_on == ""
    assert about(f"{TITLE}\n发布日期:2021年2月30日\n{BODY}").published_on == ""


def test_a_title_copied_from_last_year_loses_against_the_data():
    text = "统计期限自2021年1月1日至2021年12月31日。"
    prose = "2021年,我镇公开信息8条。2022年,我镇将继续努力。"
    found = about(f"邹城市田黄镇2020年政府信息公开工作年度报告\n{text}\n{BODY}\n{prose}")
    assert found.year == 2021
    assert {cue.value for cue in found.cues if cue.cue == "title_year"} == {"2020"}


def test_plans_for_the_next_year_do_not_count():
    prose = "2020年,我局公开信息8条。\n2021年我局将继续努力。2021年,我局将加强培训。"
    assert about(f"{TITLE}\n{BODY}\n{prose}").year == 2020


def test_without_a_year_in_the_text_the_year_before_publication():
    found = about(f"发布日期:2022-01-18\n{BODY}")
    assert (found.year, found.published_on) == (2021, "2022-01-18")


def test_a_date_in_chinese_numerals():
    assert (
        about(f"{TITLE}\n{BODY}\n会同县林业局\n二〇二一年一月三十日").published_on == "2021-01-30"
    )


def test_the_day_of_publication_goes_before_the_day_of_an_update():
    found = about(f"{TITLE}\n更新时间:2023-05-05 发布日期:2021-01-22\n{BODY}")
    assert found.published_on == "2021-01-22"


def test_a_key_without_a_colon_is_not_a_word_of_a_sentence():
    found = about(f"{TITLE}\n发布机构\n发布 公告的要求如下,来源 不明的不登\n{BODY}")
    assert found.published_on == ""
    assert found.agency == "会同县林业局"


def test_links_to_neighbours_are_no_title_but_a_title_printed_twice_is():
    other = "会同县民政局2020年政府信息公开工作年度报告"
    found = about(f"{other} 会同县水利局2020年政府信息公开工作年度报告\n{TITLE}\n{BODY}")
    assert found.agency == "会同县林业局"
    assert about(f"{TITLE} {TITLE}\n{BODY}").agency == "会同县林业局"
