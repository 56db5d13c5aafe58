"""Who and when on the openings of real pages, retold: customs areas, joint offices, desks, zones, days."""

import pytest

from gikstudy import read_report
from gikstudy.places.levels import read_body

BODY = (
    "\n一、总体情况\n公开信息9条。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n"
)


def about(head, body=BODY):
    return read_report(f"{head}{body}".encode()).about


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("广州海关关区2023年政府信息公开工作年度报告", "广州海关"),
        ("廣州海關關區2023年政府信息公開工作年度報告", "广州海关"),
        ("海关总署(本级机关)2020年政府信息公开工作年度报告", "海关总署"),
        ("商务部(部机关)2020年政府信息公开工作年度报告", "商务部"),
        ("会同县水利局(局本级)2020年政府信息公开工作年度报告", "会同县水利局"),
        ("高新区(新市区)政府2020年政府信息公开工作年度报告", "高新区(新市区)政府"),
    ],
)
def test_what_part_of_a_body_is_meant_is_no_part_of_its_name(title, body):
    assert about(title).agency == body


def test_an_area_of_another_kind_stays():
    assert about("会同县关区镇2023年政府信息公开工作年度报告").agency == "会同县关区镇"


@pytest.mark.parametrize(
    ("intro", "body"),
    [
        ("我局编制并向社会公布会同县林业局2021年度政府信息公开工作年度报告。", "会同县林业局"),
        ("现向社会公布会同县林业局2021年度政府信息公开工作年度报告。", "会同县林业局"),
        ("制定会同县林业局2021年政府信息公开工作年度报告。", "会同县林业局"),
    ],
)
def test_the_verb_before_a_body_is_no_part_of_its_name(intro, body):
    assert (about(intro).agency, about(intro).region_name) == (body, "会同县")


@pytest.mark.parametrize(
    ("desk", "body"),
    [
        ("怀化市卫生健康委办公室", "怀化市卫生健康委"),
        ("会同县林业局信息公开中心", "会同县林业局"),
        ("会同县林业局政府信息公开中心", "会同县林业局"),
    ],
)
def test_a_contact_names_the_body_behind_its_desk(desk, body):
    intro = f"2021年度报告如有疑问,请与{desk}联系(电话:0745-1234567)。"
    assert about(intro, BODY.replace("公开信息", "我单位公开信息")).agency == body


def test_a_title_without_its_place_takes_it_from_a_shorter_name():
    head = "2020年卫生健康委员会政府信息公开工作年度报告\n请与怀化市卫生健康委办公室联系(电话:0745-1234567)。"
    page = about(head, BODY.replace("公开信息", "我委公开信息"))
    assert (page.agency, page.region_name) == ("怀化市卫生健康委", "怀化市")


def test_the_desk_of_a_government_that_wrote_the_report_stands_for_it():
    intro = "本报告由会同县人民政府信息公开工作领导小组办公室编制。统计期限自2012年1月1日至2012年12月31日。"
    page = about(intro)
    assert (page.agency, page.level) == ("会同县人民政府", "county")


def test_a_body_that_says_what_it_is_for_is_the_subject():
    body = BODY.replace("公开信息", "怀化市卫生健康委是主管全市医疗卫生事业的部门。2020年公开信息")
    assert about("", body).agency == "怀化市卫生健康委"


@pytest.mark.parametrize(
    "head",
    [
        "中共会同县委办公室 会同县人民政府办公室\n2021年政府信息公开工作年度报告",
        "中共会同县委办公室  会同县人民政府办公室2021年政府信息公开工作年度报告",
    ],
)
def test_two_offices_on_one_line_stay_apart(head):
    assert about(head).agency == "中共会同县委办公室、会同县人民政府办公室"


@pytest.mark.parametrize("head", ["会同县 林业局", "会同县林业局", "会 同 县 林 业 局"])
def test_spaces_in_one_name_are_no_border(head):
    assert about(f"{head}2021年政府信息公开工作年度报告").agency == "会同县林业局"


def test_two_places_in_a_title_are_not_the_second_of_them():
    page = about("长春市、朝阳区2019年政府信息公开工作年度报告")
    assert (page.agency, page.region_confidence) == ("长春市、朝阳区", "low")


def test_the_office_on_the_cover_wrote_under_the_title_of_its_place():
    cover = "天津市统计局•国家统计局天津调查总队\n天津市政府信息公开工作年度报告\n"
    intro = (
        "本报告由天津市统计局、国家统计局天津调查总队编制。统计期限自2012年1月1日至2012年12月31日。"
    )
    page = about(cover + intro)
    assert (page.agency, page.level) == ("天津市统计局、国家统计局天津调查总队", "department")
    # Without the cover it is the place's report, whoever drafted it.
    drafted = about("会同县2021年政府信息公开工作年度报告\n本报告由会同县林业局汇总编制。")
    assert (drafted.agency, drafted.level) == ("会同县", "county")


def test_a_name_without_a_body_hides_no_subject():
    head = "特向社会公布2009年度本机关信息公开年度报告。"
    body = BODY.replace(
        "公开信息9条", "2009年,坪村镇人民政府信息公开工作严格开展。坪村镇人民政府公开信息9条"
    )
    assert about(head, body).agency == "坪村镇人民政府"


@pytest.mark.parametrize(
    ("name", "divisions"),
    [
        ("重庆大足工业园区管理委员会", ["大足区"]),
        ("上海金山工业区管委会", ["金山区"]),
        ("武汉东湖高新区管委会", ["武汉市"]),
        ("南京江北新区管委会", ["南京市"]),
        ("东湖高新区管委会", []),
    ],
)
def test_a_zone_behind_its_city_is_in_the_district_of_that_name(name, divisions):
    body = read_body(name, 2021)
    assert (body.level, [d.name for d in body.divisions]) == ("devzone", divisions)


@pytest.mark.parametrize("name", ["鄂州市气象部门", "会同县税务部门", "怀化市税务系统"])
def test_all_offices_of_a_vertical_system_are_of_it(name):
    assert read_body(name, 2021).level == "vertical"


def test_the_city_in_an_address_tells_districts_of_one_name_apart():
    head = (
        "海州区林业局2017年政府信息公开工作年度报告\n请与海州区林业局办公室联系(地址:{}幸福路8号)。"
    )
    told, open_ = about(head.format("连云港市")), about(head.format(""))
    assert (told.region_code, told.region_confidence == "high") == ("320706", False)
    assert (open_.region_code, open_.region_confidence) == ("", "low")


TITLE = "会同县林业局2019年政府信息公开工作年度报告\n"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("更新于 2020.1.15", "2020-01-15"),
        ("更新于2020-01-15", "2020-01-15"),
        ("最近更新于 2020.1.15 来源:本站", "2020-01-15"),
        ("发布于 2020.1.10 更新于 2020.1.15", "2020-01-10"),
        ("2020-01-10 更新于 2020-01-15", "2020-01-10"),
        ("更新于 2020.1.15\n发布日期:2020-01-10", "2020-01-10"),
        ("修改于 2020.1.15", ""),
        ("有效期至 2020.1.15", ""),
        ("中央政府门户网站 www.example.cn   2020年01月10日   来源:会同县政府网站", "2020-01-10"),
    ],
)
def test_a_change_of_the_page_is_the_day_only_if_no_other_is_told(line, day):
    assert about(TITLE + line).published_on == day
