"""What surrounds the prose stays outside its sections: tables, navigation, signatures, footers."""

from __future__ import annotations

import pytest
from section_pages import HEADINGS, PROSE, read, rows_of

from gikstudy.model import Document, Grid, GridCell, Line
from gikstudy.page import make_page
from gikstudy.prose.furniture import is_furniture, is_table_text, opens_appendix, without_furniture
from gikstudy.prose.sections import find_sections


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (["工作扎实推进。官方微博", "和微信公众号共推送信息906条。"], 2),
        (["工作扎实推进。", "官方微博", "、微信公众号共推送信息906条。"], 3),
        (["2020年,全镇各站所主动公开的信息登载在", "某县人民政府网站", "的专栏。"], 3),
        (["工作扎实推进。", "某某市人民政府官方微信", "主办:某县人民政府"], 1),
    ],
)
def test_the_name_of_a_site_stays_where_a_sentence_runs_through_it(lines, kept):
    found = without_furniture([Line(text, f"L{n}") for n, text in enumerate(lines)])
    assert len(found) == kept


@pytest.mark.parametrize("row", rows_of("furniture.csv"), ids=lambda r: r["example"])
def test_every_furniture_rule_reads_its_example(row: dict[str, str]) -> None:
    rules = {"table": is_table_text, "appendix": opens_appendix}
    assert rules.get(row["kind"], is_furniture)(row["example"])


def test_neither_marked_nor_unmarked_table_text_gets_in() -> None:
    found = read(
        HEADINGS[1],
        "第二十条第(一)项",
        "信息内容",
        "本年新 制作数量",
        "规章 | 0 | 0 | 0 |",
        "行政许可",
        "14894",
        "减2",
        "说明:表中数据含下属单位。",
        HEADINGS[3],
        "被表格房间标出的一行",
        "表后的一段话仍属于这一部分。",
        tables=(10,),
    )
    assert found["proactive"].text == "说明:表中数据含下属单位。"
    assert found["disputes"].text == "表后的一段话仍属于这一部分。"


def test_the_statistical_table_behind_an_older_report_opens_no_section() -> None:
    found = read(
        "一、概述",
        "甲。",
        "二、主动公开政府信息情况",
        "乙。",
        "七、需要说明的事项与附表",
        "无。",
        "政府信息公开情况统计表",
        "一、主动公开情况",
        "(一)主动公开政府信息数",
        "条",
        "120",
        "三、依申请公开情况",
        "1.政府公报公开政府信息数",
    )
    assert {k: s.text for k, s in found.items()} == {
        "overview": "甲。",
        "proactive": "乙。",
        "other": "无。",
    }


@pytest.mark.parametrize(
    "line",
    [
        "总 计",
        "商 业 企 业",
        "商业",
        "自然人\t法人或其他组织\t总计",
        "次",
        "本年发件",
        "尚未 总计",
        "规章(设区的市以上填写)",
    ],
)
def test_spaced_and_split_heads_of_a_table_are_table_text(line: str) -> None:
    assert is_table_text(line)


def test_rows_of_a_real_table_are_no_prose_but_a_layout_cell_is() -> None:
    row = (GridCell("服务类信息", "T1R1C1"), GridCell("12", "T1R1C2"))
    layout = (GridCell("五、存在的主要问题及改进情况", "T2R1C1"),)
    text = (GridCell("一是更新慢。", "T2R2C1"),)
    blocks = (Line(HEADINGS[1], "L1"), Grid((row,)), Grid((layout, text)))
    page = make_page(Document("made-up", "", 0, "html", "utf-8", blocks))
    sections = find_sections(page, frozenset())
    assert [(s.section, s.text) for s in sections] == [
        ("proactive", ""),
        ("problems", "一是更新慢。"),
    ]


def test_navigation_signature_and_footer_stay_outside() -> None:
    found = read(
        "您好,欢迎来到某某人民政府!",
        "首页 > 信息公开年报",
        "某某人民政府2020年政府信息公开工作年度报告",
        "索引号:000011111/2021-00001 分类:其他",
        "根据条例规定,编制本报告。现将有关情况予以公布,欢迎监督。",
        HEADINGS[0],
        PROSE[0],
        "- 4 -",
        "打印 关闭",
        PROSE[1],
        HEADINGS[5],
        "本年度未收取信息处理费。",
        "某某人民政府办公室",
        "2021年1月30日",
        "用户登录",
        "主办:某某人民政府",
        "某ICP备00000000号",
        "电话:0000--1234567",
        "相邻网站",
    )
    assert found["preamble"].lines[0].locus == "L5"
    assert len(found["preamble"].lines) == 1
    assert found["overview"].text == f"{PROSE[0]}\n{PROSE[1]}"
    assert found["other"].text == "本年度未收取信息处理费。"


@pytest.mark.parametrize("mark", ['"', '";', "'", "”"])
def test_the_quote_that_closes_a_script_is_no_prose(mark: str) -> None:
    assert read(HEADINGS[5], "本年度没有收费。", mark)["other"].text == "本年度没有收费。"


def test_a_telephone_line_in_mid_report_does_not_end_it() -> None:
    last = "今后我们将继续努力,把各项公开工作落到实处,让群众看得懂、找得到,并接受社会各界的监督,切实改进。"
    found = read(HEADINGS[4], "一是人少。", "联系电话:0000-1234567", last)
    assert found["problems"].text == f"一是人少。\n{last}"
