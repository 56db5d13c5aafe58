"""Mirrors: their signs, what they cost a name, and the report they are a copy of."""

import pytest
from about_pages import BODY, about
from hypothesis import given
from hypothesis import strategies as st

from gikstudy.about.same_report import find_duplicates, prose_mark, same_report, tables_mark

TITLE = "会同县林业局2020年政府信息公开工作年度报告"
SITE = "网站标识码:4312250008"


def signs(text, **more):
    return about(text, **more).mirror_signs.split(";")


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("會同縣林業局2020年政府信息公開工作年度報告\n數據與審計、構築體系", "traditional"),
        (f"{TITLE}\n據(jù)規(guī)定,數(shù)據已公開", "pinyin"),
        (f"{TITLE}\n来源:老虎机游戏:太平乡政府", "brand"),
        (f"{TITLE}\n沙坪坝区| 望奎县| 会同县| 鄂托克旗|", "links"),
        (f"{TITLE}\n主动公然各类信息12条", "synonym"),
        (f"{TITLE}\n可从会同县政府门户网站(http://www.example.com)下载", "host"),
        (f"{TITLE}\n可从会同县政府门户网站(http://www.alszq.gov.cn)下载", "host"),
    ],
)
def test_each_sign(text, sign):
    assert sign in signs(f"{text}\n{BODY}")


def test_a_page_from_a_host_that_is_no_governments():
    assert signs(f"{TITLE}\n{BODY}", url="http://news.example.com/1.html") == ["host"]
    assert signs(f"{TITLE}\n{BODY}", url="http://www.notgov.cn/1.html") == ["host"]
    assert signs(f"{TITLE}\n{BODY}", url="http://www.huitong.gov.cn/1.html") == [""]
    assert signs(f"{TITLE}\n{BODY}", url="http://[huitong/1.html") == [""]


@pytest.mark.parametrize(
    "text",
    [
        "会同县体育局2020年政府信息公开工作年度报告\n彩票公益金100万元",
        f"{TITLE}\n政务客户端(app)和网站(www.huitong.gov.cn)、乡镇(街道)",
        f"{TITLE}\n规章 | 0 | 0 | 0 |\n行政许可 | 3 | 4 | 5 |",
    ],
)
def test_an_honest_page_has_no_sign(text):
    assert signs(f"{text}\n{BODY}") == [""]


def test_a_brand_in_place_of_the_place_needs_a_second_cue():
    branded = "某某投注_某某体育财政局2020年政府信息公开工作年度报告"
    alone = about(f"{branded}\n{BODY}")
    assert (alone.level, alone.region_code, alone.region_confidence) == ("department", "", "low")
    signed = about(f"{branded}\n{BODY}\n会同县财政局\n2021年1月20日\n{SITE}")
    assert (signed.agency, signed.agency_name_source) == ("会同县财政局", "signature")
    assert signed.region_code == "431225"


def test_a_name_on_a_suspect_page_needs_a_second_cue():
    traditional = (
        "會同縣林業局2020年政府信息公開工作年度報告\n數據與審計、構築體系\n湘ICP備05002814號"
    )
    assert about(f"{traditional}\n{BODY}").region_confidence == "low"
    assert about(f"{traditional}\n{BODY}\n{SITE}").region_confidence == "high"


def row(report_id, *, body="431225/department/林业草原", year=2020, signs="", mark="", **more):
    return {
        "report_id": report_id,
        "year": year,
        "body": body,
        "mirror_signs": signs,
        "mark": mark,
        "prose": "",
        "host": "",
        **more,
    }


TABLES = {f"requests/granted/{n}": float(n) for n in range(9)}


def test_a_mirror_is_a_copy_of_the_original_and_not_the_other_way_round():
    rows = [row("m", signs="traditional;pinyin"), row("o")]
    assert find_duplicates(rows, lambda _: TABLES) == {"m": "o"}


def test_of_several_alike_the_first_is_the_original():
    rows = [row("a"), row("b"), row("c")]
    assert find_duplicates(rows, lambda _: TABLES) == {"b": "a", "c": "a"}


def test_a_mirror_that_lost_the_name_is_found_by_its_figures():
    mark = tables_mark(TABLES)
    rows = [row("o", mark=mark), row("m", body="", signs="brand", mark=mark)]
    assert find_duplicates(rows, lambda _: TABLES) == {"m": "o"}


def test_other_years_bodies_and_figures_are_other_reports():
    rows = [row("a"), row("b", year=2021), row("c", body="431225/department/教育"), row("d")]
    tables = {"a": TABLES, "d": TABLES | {"requests/granted/3": 8.0}}
    assert find_duplicates(rows, lambda i: tables.get(i, TABLES)) == {}


def test_tables_of_zeros_have_no_mark_and_need_the_same_body():
    zeros = dict.fromkeys(TABLES, 0.0)
    assert tables_mark(zeros) == tables_mark({"requests/granted/total": 5}) == ""
    assert find_duplicates([row("a"), row("b")], lambda _: zeros) == {"b": "a"}
    assert find_duplicates([row("a"), row("b", body="x")], lambda _: zeros) == {}


def test_a_table_read_less_well_is_the_same_while_nothing_disagrees():
    part = dict(list(TABLES.items())[:6])
    assert same_report(TABLES, part)
    assert not same_report(TABLES, dict(list(TABLES.items())[:3]))
    assert not same_report(TABLES, part | {"requests/granted/1": 7.0})
    assert not same_report({}, {})


cells = st.dictionaries(st.sampled_from(sorted(TABLES)), st.integers(0, 9), max_size=9)


@given(cells, cells)
def test_sameness_is_mutual_and_a_mark_ignores_order(one, other):
    assert same_report(one, other) == same_report(other, one)
    assert tables_mark(one) == tables_mark(dict(reversed(one.items())))
    if tables_mark(one) and tables_mark(one) == tables_mark(other):
        assert {k: v for k, v in one.items() if v} == {k: v for k, v in other.items() if v}


def test_the_copy_on_the_host_of_the_body_is_the_original():
    rows = [row("a"), row("b", host="fail"), row("c", host="pass", signs="traditional")]
    assert find_duplicates(rows, lambda _: TABLES) == {"a": "c", "b": "c"}


def test_reports_without_numbers_are_copies_if_their_prose_is_the_same():
    said = prose_mark(["本机关全年主动公开信息四十二条。"] * 20)
    rows = [row("a", prose=said), row("b", prose=said), row("c", prose="other"), row("d")]
    assert find_duplicates(rows, lambda _: {}) == {"b": "a"}
    numbers = {"a": TABLES, "b": TABLES | {"requests/granted/3": 8.0}}
    assert find_duplicates(rows[:2], numbers.__getitem__) == {}, "a second version, not a copy"


def test_the_mark_of_prose_is_that_of_its_characters():
    lines = ["一、总体情况", "本机关全年主动公开信息42条。"] * 12
    spaced = [" ".join(line) for line in lines]
    assert prose_mark(lines) == prose_mark(spaced) != ""
    assert prose_mark(lines[:2]) == ""


@pytest.mark.parametrize("host", ["news.example.com", "www.hzly.gov.cn.example.com"])
def test_a_page_from_a_host_of_no_government_is_marked_as_a_repost(host):
    assert signs(f"{TITLE}\n{BODY}", url=f"https://{host}/a.html") == ["host"]
    assert signs(f"{TITLE}\n{BODY}", url="https://lyj.huitong.gov.cn/a.html") == [""]
