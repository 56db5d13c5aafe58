"""Collections of model texts, which use every word of a report, and reports that mention one."""

import re

import pytest

from gikstudy import read_report
from gikstudy.packaged import packaged_rows

COLLECTIONS = [
    "乡镇政府信息公开总结多篇\n【第1篇】工作总结\n我镇公开45条。\n【第2篇】工作小结\n二、存在的问题\n不及时。",
    "政务公开工作报告精选\n第一篇 镇工作报告\n我镇公开45条。\n第二篇 局工作报告\n我局公开9条。",
    "最新政府信息公开年度报告3篇\n一、总体情况\n我镇公开45条。\n五、存在的主要问题及改进情况\n不及时。",
    "政府信息公开工作小结集锦\n篇一:我镇公开45条。\n篇二:我局公开9条。",
    "政府信息公开年度报告大全\n一、总体情况\n我局公开9条。",
    "政务公开年度报告模版\n一、总体情况\n我局公开9条。",
]


@pytest.mark.parametrize("text", COLLECTIONS)
def test_a_collection_of_model_texts_is_no_report(text):
    report = read_report(text.encode())
    assert (report.status, report.mentions, report.codes) == ("not_a_report", (), ())


@pytest.mark.parametrize(
    "text",
    [
        "会同县林业局2021年政府信息公开工作年度报告\n一、总体情况\n我局编印典型材料多篇,发布稿件3篇。",
        "会同县林业局2021年政府信息公开工作年度报告\n一、总体情况\n第1篇解读获奖。\n二、主动公开政府信息情况\n公开9条。",
    ],
)
def test_a_report_that_counts_articles_is_one(text):
    body = "\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n四、政府信息公开行政复议、行政诉讼情况"
    assert read_report((text + body).encode()).status == "no_tables"


@pytest.mark.parametrize("row", packaged_rows("gikstudy", "screening.csv"), ids=lambda r: r["kind"])
def test_a_comma_in_a_pattern_cuts_no_row(row):
    assert set(row) == {"kind", "reason", "title_pattern"}
    assert re.compile(row["title_pattern"])


@pytest.mark.parametrize(
    "title",
    [
        "关于做好2021年政府信息公开工作年度报告编制工作的函",
        "会同县林业局政府信息公开工作报告(2021年3月份)",
    ],
)
def test_a_notice_and_a_bulletin_of_a_month_are_no_reports(title):
    assert read_report(f"{title}\n各单位:\n请按时报送。".encode()).status == "not_a_report"


NOTICE = "会同县人民政府办公室关于{verb}《会同县2021年政府信息公开工作年度{what}》的通知\n各乡镇人民政府:\n现{verb}给你们,请认真执行。\n"
BELOW = "会同县2021年政府信息公开工作年度报告\n一、总体情况\n全县网站公开45条。\n二、主动公开政府信息情况\n公开9条。\n三、收到和处理政府信息公开申请情况\n收到申请8件。\n四、政府信息公开行政复议、行政诉讼情况\n无。\n五、存在的主要问题及改进情况\n更新不及时。"


@pytest.mark.parametrize("verb", ["印发", "转发"])
def test_a_notice_with_the_report_whole_below_it_is_the_report(verb):
    report = read_report((NOTICE.format(verb=verb, what="报告") + BELOW).encode())
    assert (report.status, report.about.agency, report.about.year) == ("no_tables", "会同县", 2021)
    assert report.mentions[0].value == 45


def test_a_notice_alone_or_with_a_form_is_no_report():
    alone = NOTICE.format(verb="印发", what="报告")
    form = NOTICE.format(verb="印发", what="报告格式") + BELOW
    for text in (alone, form):
        assert read_report(text.encode()).status == "not_a_report"


TITLED = "临江县财政局2023年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    "page",
    [
        f"{TITLED}\n发布日期:2024-01-20\n附件:\n2023年政府信息公开年报.pdf\n",
        f"<title>{TITLED}</title><p>来源:财政局</p><a href='/1.pdf'>附件1:2023年政府信息公开年报.pdf</a>",
        f"<h1>{TITLED}</h1><p>请点击下载。</p><p>2023年政府信息公开年报.pdf(12KB)</p>",
    ],
)
def test_a_page_that_only_offers_a_file_names_it(page):
    report = read_report(page.encode())
    reason = "the report is an attachment: 2023年政府信息公开年报.pdf"
    assert (report.status, report.reason) == ("not_a_report", reason)


def test_headings_without_tables_name_the_file_that_has_them():
    body = "\n".join(BELOW.splitlines()) + "\n附件:临江县政府信息公开工作年度报告.docx"
    reason = read_report(body.encode()).reason
    assert reason.endswith("an attachment: 临江县政府信息公开工作年度报告.docx")


@pytest.mark.parametrize("line", ["年度报告见附件", "公开年报pdf版", "2023年年度报告." + "x" * 900])
def test_what_names_no_file_is_no_attachment(line):
    assert "attachment:" not in read_report(f"{TITLED}\n{line}\n".encode()).reason


@pytest.mark.parametrize(
    "parts",
    [("主动公开", "依申请公开"), ("依申请公开情况", "政府信息管理"), ("平台建设", "监督保障")],
)
@pytest.mark.parametrize("style", ["({}){}。", "{}、{}。", "（{}）{}。"])
def test_a_page_cut_off_in_its_first_section_is_a_report(parts, style):
    """It has no title and no other heading; the parts of the first section are those of the form."""
    first = [style.format(n, part) for n, part in zip("一二", parts, strict=True)]
    text = "\n".join(["一、总体情况", "2022年,我局坚持公开。", *first, "公开信息98条。"])
    assert read_report(text.encode()).status == "no_tables"


@pytest.mark.parametrize("head", ["一、公开的分类", "一、工作情况", "一、基本信息"])
def test_a_guide_with_parts_of_the_same_names_is_none(head):
    text = "\n".join(
        [head, "本指南自2022年起施行。", "(一)主动公开", "(二)依申请公开", "网站9个。"]
    )
    assert read_report(text.encode()).status == "not_a_report"


@pytest.mark.parametrize(
    "title",
    [
        "会同县人民政府信息公开工作年度报告制度",
        "会同县人民政府办公室政府信息公开年度报告制度(试行)",
        "會同縣政府信息公開年度報告制度(暫行)",
    ],
)
def test_a_rule_on_reports_is_none(title):
    text = f"{title}\n一、主动公开政府信息情况\n二、依申请公开政府信息情况\n三、行政复议、行政诉讼情况\n"
    assert read_report(text.encode()).status == "not_a_report"


def test_a_notice_whose_title_takes_two_lines_gives_the_report_below_it():
    head = "会同县人民政府办公室关于公布\n会同县2021年政府信息公开工作年度报告的通知\n各乡镇人民政府:\n"
    report = read_report((head + BELOW).encode())
    assert (report.status, report.about.year, report.mentions[0].value) == ("no_tables", 2021, 45)
    assert read_report(head.encode()).status == "not_a_report"


@pytest.mark.parametrize("verb", ["特向社会公布", "现公布"])
def test_an_introduction_that_gives_the_report_is_no_news(verb):
    text = (
        f"{verb}会同县林业局2020年度政府信息公开工作年度报告。\n一、总体情况\n网站公开信息26条。\n"
    )
    assert read_report(text.encode()).mentions[0].value == 26


@pytest.mark.parametrize(
    "title", ["会同县发布2020年政府信息公开年度报告", "我县公布2020年政府信息公开年报"]
)
def test_news_of_a_report_is_none(title):
    text = f"{title}\n记者昨日获悉,全县公开信息26条。\n"
    assert read_report(text.encode()).status == "not_a_report"


def test_the_parts_of_the_first_section_may_have_verbs():
    text = "一、总体情况\n2022年,我局坚持公开。\n(二)规范依申请公开\n收到申请3件。\n(三)加强政府信息管理\n做好审核。"
    report = read_report(text.encode())
    assert (report.status, report.mentions[0].value) == ("no_tables", 3)
