"""Where a page could mislead: a site, a pasted brand, a longer name, a line below the title."""

import pytest
from about_pages import about

TITLE = "2021年政府信息公开工作年度报告"
BODY = "一、总体情况\n{}公开。\n二、主动公开政府信息情况"


@pytest.mark.parametrize(
    ("head", "word", "agency"),
    [
        (f"某某电子_会同县审计局{TITLE}", "我局", "会同县审计局"),
        (f"老虎机官网区教育局{TITLE}", "我局", ""),
        (f"龙亭湖区{TITLE}", "我区", "龙亭湖区"),
        (f"1.会同县审计局{TITLE}", "我局", "会同县审计局"),
        (f"{TITLE}\n会同县坪村镇人民政府", "我镇", "会同县坪村镇人民政府"),
        (f"{TITLE}\n会同县人民政府", "我镇", ""),
        ("政府信息公开年报\n〔2021〕\n会同县商务局", "我局", "会同县商务局"),
    ],
)
def test_the_body_of_a_head(head, word, agency):
    assert about(f"{head}\n{BODY.format(word)}").agency == agency


@pytest.mark.parametrize("publisher", ["会同县政府网站", "会同县融媒体中心", "会同县政府门户"])
def test_what_publishes_is_not_the_body(publisher):
    assert about(f"一、总体情况\n2021年,{publisher}发布信息9条,我局公开。").agency == ""


@pytest.mark.parametrize("word", ["我局", "我镇", "本局", "本镇", "我单位", "我街道"])
@pytest.mark.parametrize("said", ["现从六个方面汇报{}", "现将{}", "下面报告{}", "主要反映{}"])
def test_a_word_for_the_body_is_no_name(said, word):
    page = f"一、总体情况\n{said.format(word)}2023年政府信息公开工作情况。"
    assert about(page).agency == ""


@pytest.mark.parametrize(
    "clause",
    ["赴会同县参观", "与会同县结对共建", "援助会同县", "会同县直单位公开", "以会同县为样板"],
)
def test_a_mention_of_another_place_places_nobody(clause):
    assert about(f"{TITLE}\n一、总体情况\n我局{clause}。").region_code == ""


@pytest.mark.parametrize("day", ["二〇二二年一月九日", "(二〇二二年一月九日)", "2022-01-09"])
def test_a_day_below_the_title_is_that_of_publication(day):
    head = f"会同县审计局{TITLE}\n{day}\n{BODY.format('我局')}"
    assert about(head).published_on == "2022-01-09"
