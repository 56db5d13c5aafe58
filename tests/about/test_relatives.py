"""Ways in which pages name their body, each with made-up bodies of all kinds and in both scripts."""

import random

import pytest
from about_pages import about

from gikstudy.places.divisions import by_name, divisions, valid_in
from gikstudy.synthesis.script import mirror_traditional, taiwan_traditional

YEAR = 2021
UNIQUE = [
    d
    for d in divisions()
    if not d.gap(YEAR)
    and d.code[:2] not in ("71", "81", "82")
    and len(valid_in(by_name()[d.name], YEAR)) == 1
]
VERBS = ("坚持公开", "认真贯彻条例", "高度重视公开", "在上级领导下推进公开", "依法公开信息")
WAYS = {
    "title": "{body}2021年政府信息公开工作年度报告\n一、总体情况\n{self}公开。",
    "title in a row": "| {body}2021年政府信息公开年报 | | |\n| | | |\n一、总体情况\n{self}公开。",
    "title behind a key": "• 标  题:{body}2021年度政府信息公开工作年度报告\n• 文号:\n一、总体情况\n{self}公开。",
    "body above the title": "{body}\n2021年政府信息公开工作年度报告\n一、总体情况\n{self}公开。",
    "year below the title": "{body}政府信息公开工作年度报告\n(2021年度)\n一、总体情况\n{self}公开。",
    "title cut in a word": "{body}2021年政府信息公\n开工作年度报告\n一、总体情况\n{self}公开。",
    "file": "附件1:{body}2021年政府信息公开工作年度报告(1).docx\n一、总体情况\n{self}公开。",
    "short for": "{body}(以下简称本机关)2021年政府信息公开工作年度报告\n一、总体情况\n{self}公开。",
    "of": "{body}的2021年政府信息公开工作年度报告\n一、总体情况\n{self}公开。",
    "has published": "{body}发布了2021年政府信息公开工作年度报告\n一、总体情况\n{self}公开。",
    "subject": "一、总体情况\n2021年,{body}{verb},{self}公开9条。",
    "later subject": "一、总体情况\n2021年,在各方支持下,{body}{verb},{self}公开9条。",
    "reported": "发布机构:某县人民政府\n按照通知要求,现将{body}2021年政府信息公开工作情况报告如下:\n一、总体情况\n{self}公开。",
    "writer": "本报告由{body}负责编制,统计期限为2021年1月1日至2021年12月31日。\n一、总体情况\n{self}公开。",
    "contact": "2021年政府信息公开工作年度报告\n如有疑问,请与{body}联系(电话:2030000)。\n一、总体情况\n{self}公开。",
    "paper": "来源:江城日报 2022-01-20\n2021年{body}政府信息公开工作年度报告\n一、总体情况\n{self}公开。",
}
BODIES = {
    "government": ("", "", ""),
    "bureau": ("农业农村局", "department", "我局"),
    "committee of a party": ("委宣传部", "department", "我部"),
    "zone": ("经济技术开发区管委会", "devzone", "我委"),
    "street": ("柳林街道办事处", "township", "我街道"),
    "street of a zone": ("高新技术产业开发区柳林街道办事处", "township", "我街道"),
    "town": ("三河口镇", "township", "我镇"),
}
SCRIPTS = (str, str, mirror_traditional, taiwan_traditional)


@pytest.mark.parametrize("number", range(10))
@pytest.mark.parametrize("kind", BODIES)
@pytest.mark.parametrize("way", WAYS)
def test_who_and_where_however_it_is_said(way, kind, number):
    chance = random.Random(f"{way} {kind} {number}")
    division = chance.choice(UNIQUE)
    what, level, word = BODIES[kind]
    body = division.name + what
    word = word or "我" + ("区" if division.name.endswith("自治区") else division.name[-1])
    text = WAYS[way].format(body=body, self=word, verb=chance.choice(VERBS))
    found = about(chance.choice(SCRIPTS)(f"{text}\n二、主动公开政府信息情况"))
    depth = {2: "province", 4: "prefecture", 6: "county"}[division.depth]
    assert (found.agency, found.level, found.year) == (body, level or depth, YEAR)
    assert found.region_code == division.code
    assert found.region_confidence != "high"  # nothing but the name says where it is


@pytest.mark.parametrize("number", range(10))
@pytest.mark.parametrize("self", ["我镇", "我局", "全乡"])
def test_the_owner_of_the_portal_is_not_the_body(self, number):
    county = random.Random(number).choice([d for d in UNIQUE if d.depth == 6])
    box = f"发布机构:{county.name}人民政府 发布日期:2022-01-20"
    found = about(f"{box}\n一、总体情况\n2021年,{self}公开信息。\n二、主动公开政府信息情况")
    assert (found.agency, found.issuer) == ("", f"{county.name}人民政府")


@pytest.mark.parametrize("number", range(10))
@pytest.mark.parametrize(
    "said", ["东邻{}", "与{}交界", "对口支援{}", "赴{}考察", "与{}隔江相望", "距{}20公里"]
)
def test_a_neighbour_is_not_where_a_town_is(said, number):
    county = random.Random(number).choice([d for d in UNIQUE if d.depth == 6])
    said = said.format(county.name)
    found = about(
        f"三河口镇2021年政府信息公开工作年度报告\n一、总体情况\n我镇{said},公开9条。\n二、主动公开政府信息情况"
    )
    assert (found.agency, found.region_code) == ("三河口镇", "")


@pytest.mark.parametrize(
    "words",
    [
        *("条例和县委要求", "信息县级公开", "形成县直联动", "发文县级备案", "收费县级公示"),
        *("召开县委会议", "提高县乡水平", "振兴县域", "面临县情", "交易县级平台"),
    ],
)
def test_two_characters_that_meet_are_no_county(words):
    found = about(f"一、总体情况\n2021年,我局{words}。\n二、主动公开政府信息情况")
    assert (found.region_code, found.agency) == ("", "")


@pytest.mark.parametrize(
    "line",
    [
        "2022年01月18日来源:1",
        "2022-01-18 10:20:33",
        "[2022/1/18]",
        "(2022.01.18)",
        "会同县林业局 2022-01-18",
        "来源:会同县林业局 2022-01-18 阅读:17",
        "2022年1月18日 浏览次数:33",
        "时间:2022-01-18 来源:本站",
        "2022-01-18 | 字体:大 中 小",
        "2022年01月18日 打印",
        "2022年1月18日17时30分",
        "2022-01-18 14:27 会同县林业局 阅读(18)",
        "【来源:会同县林业局】 【2022-01-18】",
        "发布日期:20220118",
        "二〇二二年一月十八日 来源:局办公室",
        "(2022年1月18日发布)",
        "发文日期:2022年01月12日 发布日期:2022-01-18",
    ],
)
def test_the_day_under_a_title(line):
    found = about(
        f"会同县林业局2021年政府信息公开工作年度报告\n{line}\n一、总体情况\n我局公开。\n二、主动公开政府信息情况"
    )
    assert found.published_on == "2022-01-18"


@pytest.mark.parametrize(
    "line",
    [
        "所列数据截至2021年12月31日",
        "统计期限自2021年1月1日至2021年12月31日",
        "2021年12月31日前完成整改,公开信息9条。",
        "有效期至2025-12-31",
        "发布日期:20221318",
        "索引号:20220118",
        "二〇二二年一月十八日来信9封",
    ],
)
def test_a_day_that_is_no_day_of_publication(line):
    found = about(
        f"会同县林业局2021年政府信息公开工作年度报告\n{line}\n一、总体情况\n我局公开。\n二、主动公开政府信息情况"
    )
    assert found.published_on == ""


@pytest.mark.parametrize(
    ("prose", "year"),
    [
        ("二〇二二年,我局公开信息。", 2022),
        ("我局在2022年度内公开,比2021年增加。2022年未收到申请。", 2022),
        ("全年公开9条,2022年公开3条,2023年将继续努力。", 2022),
        ("按照国办发〔2019〕22号文件,我局2022年公开9条。", 2022),
    ],
)
def test_a_year_that_only_the_prose_gives(prose, year):
    found = about(
        f"会同县林业局政府信息公开工作年度报告\n一、总体情况\n{prose}\n二、主动公开政府信息情况"
    )
    assert found.year == year


def test_the_body_reached_in_the_contact_sentence_and_not_the_host():
    found = about(
        "公司地址:苏州市吴江区1号\n电话:0512-60000001\n邮箱:host@example.com\n"
        "全国海关2021年政府信息公开工作年度报告\n"
        "如有疑问,请联系海关总署办公厅政务公开处,地址:北京市东城区6号,电话:(010)65000001,邮箱:gk@example.cn。\n"
        "一、总体情况\n公开。\n二、主动公开政府信息情况"
    )
    assert (found.phone, found.email) == ("(010)65000001", "gk@example.cn")
    assert (found.level, found.region_code) == ("central", "")


def test_what_contradicts_itself_says_so_and_lowers_the_confidence():
    text = (
        "会同县人民政府2021年政府信息公开工作年度报告\n一、总体情况\n{}公开。{}整改。\n"
        "二、主动公开政府信息情况\n网站标识码:4312250008"
    )
    plain = about(text.format("我县", "我县"))
    assert plain.region_confidence == "high"
    assert "contradiction" not in {cue.cue for cue in plain.cues}
    odd = about(text.format("我镇", "我镇"))
    assert odd.region_confidence == "low"
    assert "会同县人民政府" in next(c.value for c in odd.cues if c.cue == "contradiction")
