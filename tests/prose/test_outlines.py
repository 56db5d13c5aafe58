"""The outlines of 2008 to 2018 are cut into their own parts, bridged to the six sections."""

from __future__ import annotations

import pytest

from gikstudy.model import Document, Line
from gikstudy.packaged import packaged_rows
from gikstudy.page import make_page
from gikstudy.prose.outlines import cut_outline, outline_parts, part_of
from gikstudy.prose.sections import find_sections

PROSE = "本年度各单位按照要求开展工作，逐项落实并接受监督，完成了全年的任务。"
OUTLINES = {
    "2008": (
        ("一、概述", "overview", "overview"),
        ("二、主动公开政府信息情况", "proactive", "proactive"),
        ("三、依申请公开政府信息情况", "requests", "requests"),
        ("四、政府信息公开的收费及减免情况", "requests", "fees"),
        ("五、因政府信息公开申请行政复议、提起行政诉讼情况", "disputes", "disputes"),
        ("六、存在的主要问题和改进措施", "problems", "problems"),
        ("七、其他需要说明的事项与附表", "other", "other"),
    ),
    "a city": (
        ("一、概述", "overview", "overview"),
        ("二、主动公开情况", "proactive", "proactive"),
        ("三、依申请公开情况", "requests", "requests"),
        ("四、咨询处理情况", "requests", "consultations"),
        ("五、复议、诉讼和申诉情况", "disputes", "disputes"),
        ("六、政府支出情况", "requests", "spending"),
        ("七、主要问题和改进措施", "problems", "problems"),
        ("八、附表", "other", "appendix"),
    ),
    "2016": (
        ("一、概述", "overview", "overview"),
        ("二、主动公开情况", "proactive", "proactive"),
        ("三、回应解读情况", "proactive", "responses"),
        ("四、依申请公开情况", "requests", "requests"),
        ("五、复议、诉讼和投诉情况", "disputes", "disputes"),
        ("六、机构建设和保障经费情况", "other", "organisation"),
        ("七、政府信息公开会议和培训情况", "other", "training"),
        ("八、建议提案办理结果公开情况", "other", "proposals"),
        ("九、存在的问题和改进措施", "problems", "problems"),
        ("十、其他需要报告的事项", "other", "other"),
    ),
}


@pytest.mark.parametrize("outline", OUTLINES)
def test_an_outline_is_cut_into_its_parts(outline):
    lines = ["某某市年度报告", *(text for head, *_ in OUTLINES[outline] for text in (head, PROSE))]
    document = Document(
        "x", "0" * 64, 1, "txt", "utf-8", tuple(Line(t, f"L{n}") for n, t in enumerate(lines, 1))
    )
    sections = cut_outline(find_sections(make_page(document), frozenset()))
    found = [(s.heading, s.section, part_of(s.section, s.heading)) for s in sections]
    assert found == list(OUTLINES[outline])
    assert {s.text for s in sections} == {PROSE.replace("，", ",")}
    assert [s.order for s in sections] == [*range(len(sections))]


@pytest.mark.parametrize(
    "row", packaged_rows("gikstudy.prose", "outlines.csv"), ids=lambda r: r["part"]
)
def test_each_part_is_known_by_its_example(row):
    assert part_of(row["section"], row["example"]) == row["part"]
    assert None not in row


def test_parts_are_named_once_and_a_sentence_opens_none():
    assert len({part.part for part in outline_parts()}) == len(outline_parts())
    assert part_of("requests", "三、依申请公开政府信息情况") == "requests"
