"""Sections: every variant of a heading, and every trap."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from project_paths import REPORTS
from section_pages import HEADINGS, PROSE, page_of, read, rows_of

from gikstudy.model import Line
from gikstudy.prose.sections import SECTIONS, find_sections


def test_the_six_sections_hold_their_own_prose_and_its_place() -> None:
    lines = [line for pair in zip(HEADINGS, PROSE, strict=True) for line in pair]
    found = read(*lines)
    assert tuple(found) == SECTIONS
    for number, section in enumerate(SECTIONS):
        assert found[section].heading == HEADINGS[number]
        assert found[section].lines == (Line(PROSE[number], f"L{2 * number + 2}"),)
        assert found[section].order == number


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("一、总体概述", "overview"),
        ("一、总体开展情况", "overview"),
        ("一、概述", "overview"),
        ("一、工作基本情况", "overview"),
        ("一、编制说明", "overview"),
        ("第一部分 总体情况", "overview"),
        ("总体情况:", "overview"),
        ("一、2020年度某局政府信息公开工作总体情况", "overview"),
        ("二、行政机关主动公开政府信息情况", "proactive"),
        ("二、主动公开情况", "proactive"),
        ("三、主动公开信息情况", "proactive"),
        ("二、主动公开政府政府情况", "proactive"),
        ("二、主动公开政府信息的情况", "proactive"),
        ("三、2020年度政府公开政府信息工作情况", "proactive"),
        ("二、行政机关收到和处理政府信息公开申请情况", "requests"),
        ("四、收到和处理政府信息公开申请的情况", "requests"),
        ("三是收到和处理政府信息公开申请情况", "requests"),
        ("三、依申请公开政府信息情况", "requests"),
        ("三、依申请公开和不予公开政府信息情况", "requests"),
        ("二、依申请公开信息的情况和不予公开信息的情况", "requests"),
        ("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", "disputes"),
        ("四、因政府信息公开工作被申请行政复议提起行政诉讼情况", "disputes"),
        ("五、政府信息公开行政复议、行政诉讼情况", "disputes"),
        ("五、申请行政复议、提起行政诉讼和申诉情况", "disputes"),
        ("五、政府信息公开工作存在的主要问题及改进情况", "problems"),
        ("六、2020年度政府信息公开存在问题及改进解决措施", "problems"),
        ("五、存在问题及改进措施", "problems"),
        ("六、主要问题和下一步打算", "problems"),
        ("五、其他需要报告的事项", "other"),
        ("七、需要说明的事项与附表", "other"),
        ("六、需要报告的其他事项", "other"),
    ],
)
def test_a_heading_is_known_by_its_words_whatever_its_number(heading: str, section: str) -> None:
    found = read(heading, "本段属于这一部分。")
    assert found[section].heading == heading
    assert found[section].text == "本段属于这一部分。"


@pytest.mark.parametrize("row", rows_of("headings.csv"), ids=lambda r: r["example"])
def test_every_heading_rule_reads_its_example(row: dict[str, str]) -> None:
    before = () if row["kind"] != "extra" else tuple(HEADINGS[: SECTIONS.index(row["section"])])
    sections = find_sections(page_of(*before, row["example"], "正文在此。"), frozenset())
    assert (sections[-1].section, sections[-1].text) == (row["section"], "正文在此。")


def test_traditional_headings_are_found_and_kept_as_printed() -> None:
    found = read("五、存在的主要問題及改進情況", "一是公開內容單一。")
    assert found["problems"].heading == "五、存在的主要問題及改進情況"
    assert found["problems"].text == "一是公开内容单一。"


def test_an_introduction_that_lists_all_names_opens_nothing() -> None:
    intro = (
        "本报告由总体情况,主动公开政府信息情况,申请的收到和处理情况,政府信息公开行政复议、"
        "行政诉讼情况,存在的主要问题及改进情况,其他需要报告的事项六部分组成。"
    )
    lines = [intro, *(x for pair in zip(HEADINGS, PROSE, strict=True) for x in pair)]
    found = read(*lines)
    assert found["preamble"].text == intro
    assert found["other"].text == PROSE[5]


def test_a_numbered_list_in_the_introduction_opens_nothing() -> None:
    intro = "本报告包括一、总体情况;二、主动公开政府信息情况;五、存在的主要问题及改进情况;等部分。请查阅。"
    found = read(intro, HEADINGS[0], PROSE[0], HEADINGS[4], PROSE[4])
    assert found["overview"].text == PROSE[0]
    assert found["problems"].text == PROSE[4]


def test_of_a_contents_list_and_the_headings_below_it_the_last_count() -> None:
    lines = ["目录", *HEADINGS, *(x for pair in zip(HEADINGS, PROSE, strict=True) for x in pair)]
    found = read(*lines)
    assert [found[s].text for s in SECTIONS] == list(PROSE)
    assert "preamble" not in found


def test_an_entry_of_the_contents_list_whose_section_is_absent_opens_nothing() -> None:
    body = [x for pair in zip(HEADINGS[:5], PROSE[:5], strict=True) for x in pair]
    found = read("目录", *HEADINGS, *body)
    assert "other" not in found
    assert found["overview"].text == PROSE[0]


def test_sub_headings_stay_inside_their_section() -> None:
    subs = ["(一)主动公开情况", "做了甲事。", "(二)依申请公开情况", "做了乙事。"]
    found = read(HEADINGS[0], *subs, HEADINGS[1], HEADINGS[2])
    assert found["overview"].text == "\n".join(subs)
    assert found["proactive"].lines == found["requests"].lines == ()


def test_bare_sub_headings_of_the_overview_open_nothing() -> None:
    subs = ["主动公开情况", "做了甲事。", "依申请公开情况", "做了乙事。"]
    found = read(HEADINGS[0], *subs, HEADINGS[1], HEADINGS[2])
    assert found["overview"].text == "\n".join(subs)


@pytest.mark.parametrize("after", [(), HEADINGS[1:]])
def test_a_point_of_section_one_named_like_a_section_opens_none(after: tuple[str, ...]) -> None:
    # Pages are cut, so the sections after the first may be missing.
    points = (
        "（一）主动公开政府信息情况。",
        "公开了12条。",
        "2.收到和处理政府信息公开申请情况",
        "收到1件。",
        "(五)政府信息公开行政复议、行政诉讼情况",
        "均无。",
    )
    found = read(HEADINGS[0], *points, *after)
    assert tuple(found) == SECTIONS[: 1 + len(after)]
    assert [line.locus for line in found["overview"].lines] == [f"L{n}" for n in range(2, 8)]


@pytest.mark.parametrize("number", ["({})", "（{}）", ""])
def test_sections_may_be_numbered_in_brackets_or_not_at_all(number: str) -> None:
    headings = [number.format(h[0]) + h[2:] for h in HEADINGS]
    found = read(*(x for pair in zip(headings, PROSE, strict=True) for x in pair))
    assert [found[s].text for s in SECTIONS] == list(PROSE)


def test_two_opening_headings_make_one_overview() -> None:
    found = read(
        "一、2020年度政府信息公开工作情况概述",
        "概述的正文。",
        "二、2020年度组织推进政府信息公开工作基本情况",
        "(一)加强领导。",
        "三、2020年度政府公开政府信息工作情况",
    )
    assert found["overview"].heading == "一、2020年度政府信息公开工作情况概述"
    assert [line.locus for line in found["overview"].lines] == ["L2", "L3", "L4"]


def test_numbers_that_start_over_are_no_obstacle() -> None:
    found = read(
        "一、总体情况",
        "二、工作机制保障",
        "每月检查一次。",
        "一、主动公开政府信息情况",
        "二、收到和处理政府信息公开申请情况",
        "五、存在的主要问题及改进情况",
        "一是人手不足。",
    )
    assert found["overview"].text == "二、工作机制保障\n每月检查一次。"
    assert found["problems"].text == "一是人手不足。"


def test_an_older_outline_keeps_each_part_with_its_nearest_section() -> None:
    sections = find_sections(
        page_of(
            "一、概述",
            "甲。",
            "二、主动公开政府信息情况",
            "乙。",
            "三、回应解读情况",
            "丙。",
            "四、依申请公开政府信息情况",
            "丁。",
            "五、收费及减免情况",
            "戊。",
            "六、申请行政复议、提起行政诉讼情况",
            "己。",
            "七、存在的主要问题和改进措施",
            "庚。",
        ),
        frozenset(),
    )
    assert [(s.section, s.text) for s in sections] == [
        ("overview", "甲。"),
        ("proactive", "乙。\n三、回应解读情况\n丙。"),
        ("requests", "丁。\n五、收费及减免情况\n戊。"),
        ("disputes", "己。"),
        ("problems", "庚。"),
    ]


def test_a_page_in_one_paragraph_is_cut_at_its_numbered_headings() -> None:
    page = " ".join(f"{h} {p}" for h, p in zip(HEADINGS, PROSE, strict=True))
    found = read(page)
    assert [found[s].text for s in SECTIONS] == list(PROSE)
    assert {line.locus for s in SECTIONS for line in found[s].lines} == {"L1"}


def test_a_heading_that_runs_into_its_text_is_parted_from_it() -> None:
    found = read("五、存在的主要问题及改进情况 主要问题:一是更新慢,内容也不够丰富,群众还看不懂。")
    assert found["problems"].heading == "五、存在的主要问题及改进情况"
    assert found["problems"].text == "主要问题:一是更新慢,内容也不够丰富,群众还看不懂。"


def test_section_five_is_found_where_its_heading_is_lost() -> None:
    found = read(
        HEADINGS[3],
        "行政复议",
        "0",
        "今年工作中还存在以下问题:一是公开内容偏少。",
        "六、其他需要报告的事项",
        "无。",
        tables=(1, 2),
    )
    assert found["problems"].heading == ""
    assert found["problems"].lines[0].locus == "L4"
    assert found["other"].text == "无。"


def test_a_page_without_headings_is_one_preamble() -> None:
    sections = find_sections(page_of("今年我镇主动公开各类信息二十条,群众反映良好。"), frozenset())
    assert [s.section for s in sections] == ["preamble"]
    assert find_sections(page_of("", "打印"), frozenset()) == ()


@given(st.lists(st.sampled_from([*HEADINGS, *PROSE, "打印", "0", "(二)依申请公开情况", ""])))
def test_lines_come_from_the_page_once_and_in_order(lines: list[str]) -> None:
    sections = find_sections(page_of(*lines), frozenset())
    numbers = [int(line.locus[1:]) for s in sections for line in s.lines]
    assert numbers == sorted(set(numbers))
    assert [s.order for s in sections] == list(range(len(sections)))
    assert all(line.text in lines[int(line.locus[1:]) - 1] for s in sections for line in s.lines)


@pytest.mark.skipif(not REPORTS.is_dir(), reason="GIKSTUDY_REPORTS names no folder")
@pytest.mark.parametrize(
    ("name", "headings", "first", "last"),
    [
        ("000", 5, "L12", "L612"),
        ("001", 5, "L3", "L69"),
        ("002", 6, "L2", "L345"),
        ("003", 6, "L3", "L71"),
        ("004", 5, "L12", "L618"),
    ],
)
def test_real_reports_give_their_prose_alone(
    name: str, headings: int, first: str, last: str
) -> None:
    text = REPORTS.joinpath(f"report_{name}.txt").read_text("utf-8")
    sections = find_sections(page_of(*text.split("\n")), frozenset())
    body = [s for s in sections if s.section != "preamble"]
    assert [s.section for s in body] == list(SECTIONS[:headings])
    lines = [line for s in sections for line in s.lines]
    assert (lines[0].locus, lines[-1].locus) == (first, last)
    assert not any(s.lines for s in body if s.section in ("proactive", "requests"))
