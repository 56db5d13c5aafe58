"""Section five: its points, their kind, their codes, and the sheets of human coders."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from project_paths import REPORTS

from gikstudy.model import Code, Document, Line, Section
from gikstudy.page import make_page
from gikstudy.prose.codebook import CodeEntry, codebook, read_phrase
from gikstudy.prose.codes import code_point, find_codes
from gikstudy.prose.coding import (
    SheetError,
    agreement,
    code_by_rule,
    read_sheet,
    rule_codes,
    sheet_rows,
    write_sheet,
)
from gikstudy.prose.points import split_points
from gikstudy.prose.sections import find_sections
from gikstudy.text import clean

CODED = [e for e in codebook() if e.phrases]


def codes(*lines: str) -> tuple[Code, ...]:
    texts = tuple(Line(text, f"L{n}") for n, text in enumerate(lines, 1))
    return find_codes((Section("problems", "", 0, texts),))


def brief(found: tuple[Code, ...]) -> list[tuple[int, str]]:
    return [(c.item, c.code) for c in found]


@pytest.mark.parametrize("entry", CODED, ids=lambda e: e.code)
def test_every_code_reads_its_own_examples(entry: CodeEntry) -> None:
    kind = "problem" if entry.is_problem else "improvement"
    assert entry.examples
    for example in entry.examples:
        assert entry.code in {e.code for e, _, _ in code_point(example, kind)}, example


@pytest.mark.parametrize("entry", CODED, ids=lambda e: e.code)
def test_every_phrase_can_be_found_quickly_and_none_is_given_twice(entry: CodeEntry) -> None:
    assert all(len(p.anchor) > 1 for p in entry.phrases)
    assert len(set(entry.phrases)) == len(entry.phrases)


def test_problems_and_improvements_share_their_axes() -> None:
    named = {e.code: (e.core, e.zh, e.en) for e in codebook()}
    assert len(named) == len(codebook())
    for number in range(1, 18):
        assert named[f"P{number:02d}"] == named[f"I{number:02d}"]
    assert all(e.definition_zh and e.definition_en for e in codebook())


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("栏目更新", "网站栏目更新慢", "栏目更新"),
        ("人员…(不足/短缺)", "人员还很短缺", "人员还很短缺"),
        ("沟通…{lack}", "部门沟通还不充分", "沟通还不"),
        ("沟通…{lack}", "部门间缺乏有效沟通", "缺乏有效沟通"),
        ("沟通…{lack}", "沟通顺畅,人手不足", None),
        ("人员…(不足/短缺)", "人员到位。经费不足", None),
    ],
)
def test_phrases_are_read_as_a_researcher_writes_them(
    phrase: str, text: str, found: str | None
) -> None:
    span = read_phrase(phrase).find(text)
    assert (text[slice(*span)] if span else None) == found


def test_points_that_name_a_problem_and_mend_it_give_both_kinds_under_one_number() -> None:
    found = codes(
        "(一)工作力量薄弱。网站维护人员偏少,下一步,将争取充实人员,加强业务培训。",
        "(二)监督机制不健全。持续完善检查办法,用以弥补人员短缺造成的漏洞。",
    )
    assert [(c.item, c.code, c.kind, c.locus) for c in found] == [
        (1, "P02", "problem", "L1"),
        (1, "I02", "improvement", "L1"),
        (1, "I03", "improvement", "L1"),
        (2, "P14", "problem", "L2"),
        (2, "P15", "problem", "L2"),
        (2, "I15", "improvement", "L2"),
    ]


def test_a_list_behind_a_lead_has_the_kind_of_the_lead() -> None:
    found = codes(
        "主要问题:一是更新不及时。二是解读形式单一。",
        "改进情况:一是提高更新频率。二是丰富解读形式。",
    )
    assert brief(found) == [(1, "P04"), (2, "P09"), (3, "I04"), (4, "I09")]


def test_a_promise_in_the_last_point_opens_a_list_of_promises() -> None:
    found = codes("一是更新不及时;二是培训不足。下一步,一是加快更新;二是加强培训。")
    assert brief(found) == [(1, "P04"), (2, "P03"), (3, "I04"), (4, "I03")]


def test_numbered_titles_name_the_kind_and_are_no_points() -> None:
    found = codes(
        "(一)存在的主要问题", "1.更新不及时。", "2.培训不足。", "(二)下一步改进措施", "1.加强培训。"
    )
    assert brief(found) == [(1, "P04"), (2, "P03"), (3, "I03")]


@pytest.mark.parametrize(
    "marks",
    [
        ("一是", "二是"),
        ("(一)", "(二)"),
        ("1.", "2."),
        ("第一、", "第二、"),
        ("首先,", "其次,"),
        ("一、", "二、"),
    ],
)
def test_points_are_told_by_any_numbering(marks: tuple[str, str]) -> None:
    found = codes(f"还存在以下问题:{marks[0]}更新不及时。{marks[1]}解读较少。")
    assert brief(found) == [(1, "P04"), (2, "P09")]


def test_points_without_numbers_are_told_by_sentences() -> None:
    assert brief(codes("更新不及时;培训不足。")) == [(1, "P04"), (2, "P03")]


def test_a_promise_without_lead_or_number_is_told_by_its_future() -> None:
    found = codes("更新不及时。我们在新一年的工作中,将进一步改进,抓好人员培训。")
    assert [(c.code, c.kind) for c in found] == [("P04", "problem"), ("I03", "improvement")]


ASPECTS = {
    "in brackets": "公开工作仍存在内容有待深化、格式有待规范的问题。(一)是抓好学习。(二)是健全制度。",
    "by words": "信息更新不及时,内容单一。一是完善制度。二是组织培训。三是强化考核。",
    "by digits": "工作中存在时效性不强的问题。1.建立台账。2.定期通报。",
    "one line each": "公开内容不够全面、更新较慢。\n一是梳理公开目录。\n二是明确专人负责。",
    "firstly": "公开渠道单一、群众知晓率低。首先,用好新媒体。其次,拓宽渠道。",
    "with what was done": "网站栏目建设不完善。一是优化网站栏目。二是完善检索功能。",
    "two sentences": "工作取得成效。解读形式单一的问题仍然突出。一是丰富解读形式。二是加强培训。",
    "no word of problem": "专职人员力量薄弱。一是配齐人员。二是组织培训。",
    "many aspects": "公开意识淡薄、机制不健全、培训不足。(一)提高认识。(二)健全机制。(三)抓好培训。",
    "an excuse": "公开数量较少,因专业性较强。一是拓展公开内容。二是抓好培训。",
}


@pytest.mark.parametrize("text", ASPECTS.values(), ids=ASPECTS.keys())
def test_a_list_of_remedies_behind_one_problem_is_no_list_of_problems(text: str) -> None:
    found = codes(*text.split("\n"))
    assert len({c.item for c in found if c.kind == "problem"}) == 1
    assert {c.code for c in found if c.kind == "problem"} - {"P99"}
    assert len({c.item for c in found if c.kind == "improvement"}) >= 2


@pytest.mark.parametrize(
    "text",
    [
        "主要表现在以下方面:一是更新不及时;二是内容单一。",
        "存在以下不足:一是更新不及时。二是内容单一。",
        "工作中还有不足。一是更新不及时。二是内容单一。",
    ],
)
def test_a_list_of_problems_behind_a_lead_stays_one(text: str) -> None:
    assert brief(codes(text)) == [(1, "P04"), (2, "P05")]


def test_a_lead_sentence_is_no_point_of_its_own() -> None:
    found = codes("今年成绩不少,但公开工作还存在一些不足之处。一是更新不及时。")
    assert brief(found) == [(1, "P04")]


@pytest.mark.parametrize("text", ["无。", "暂无", "本年度不存在突出问题。", "目前未发现问题。"])
def test_a_section_that_sees_no_problem_is_p98(text: str) -> None:
    assert [c.code for c in codes(text)] == ["P98"]


def test_a_numbered_point_outside_the_codebook_is_kept_as_other() -> None:
    found = codes("一是办公经费紧张。二是更新不及时。下一步,一是再接再厉。")
    assert [(c.item, c.code) for c in found] == [(1, "P99"), (2, "P04"), (3, "I99")]


def test_a_point_that_only_announces_a_list_is_none() -> None:
    found = codes("(一)改进情况。针对上述问题,我镇采取以下措施:一是加强学习;二是配备专职人员。")
    assert [c.code for c in found] == ["I03", "I02"]


def test_an_empty_section_and_other_sections_have_no_codes() -> None:
    line = (Line("一是更新不及时。", "L1"),)
    assert find_codes((Section("problems", "", 0, ()), Section("overview", "", 1, line))) == ()


def test_counter_phrases_keep_a_topic_with_its_own_code() -> None:
    assert {e.code for e, _, _ in code_point("对群众留言的回复不够及时", "problem")} == {"P10"}
    assert {e.code for e, _, _ in code_point("政策解读形式单一", "problem")} == {"P09"}
    assert {e.code for e, _, _ in code_point("平台数智化水平有待提升", "problem")} == {"P12"}
    assert not code_point("发挥统计在国家监督体系中的作用", "improvement")
    assert {e.code for e, _, _ in code_point("依申请公开答复不够规范", "problem")} == {"P08"}


def test_hedges_action_and_tense_are_told() -> None:
    problem, promise, done = codes(
        "一是个别单位更新有待加强,全年仅12条。", "下一步,将加强培训。", "已完成网站栏目改版。"
    )[-3:]
    assert problem.hedges == "individual_units;degree_hedge"
    assert (problem.action, problem.tense) == ("", "")
    assert (promise.action, promise.tense) == ("training", "planned")
    assert (done.action, done.tense) == ("site", "done")


def test_the_phrase_stands_on_the_line_of_its_locus() -> None:
    lines = ("存在以下问题:", "一是栏目更新不及时,群众有意见。", "二是政策解读不够丰富。")
    for code in codes(*lines):
        assert code.phrase in lines[int(code.locus[1:]) - 1]


@given(st.lists(st.text("一二是(),。;不及时更新解读将下一步加强培训问题", max_size=40), max_size=5))
def test_points_keep_their_place_and_their_order(lines: list[str]) -> None:
    text = "\n".join(lines)
    points = split_points(text)
    for point in points:
        assert text[point.start : point.start + len(point.text)] == point.text
    numbers = [p.number for p in points]
    assert numbers == sorted(numbers)
    assert sorted(set(numbers)) == list(range(1, len(set(numbers)) + 1))


SECTION = "一是更新不及时。二是政策解读较少。下一步,加强培训。"


def test_a_coding_sheet_shows_every_point_and_no_code_of_the_rules(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    assert write_sheet([("r1", SECTION)], path) == 3
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["item"], r["kind"]) for r in rows] == [
        ("1", "problem"),
        ("2", "problem"),
        ("2", "improvement"),
    ]
    assert rows[0]["text"].startswith("更新不及时")
    assert not any(r["codes"] for r in rows)


def test_a_filled_sheet_is_read_back_and_agrees_with_the_rules(tmp_path: Path) -> None:
    rows = sheet_rows([("r1", SECTION)])
    for row, code in zip(rows, ("P04", "P09; P05", "I03"), strict=True):
        row["codes"] = code
    path = tmp_path / "sheet.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    human = read_sheet(path)
    assert human["r1", 2, "problem"] == {"P09", "P05"}
    table = {row.code: row for row in agreement(human, code_by_rule([("r1", SECTION)]))}
    assert (table["P04"].both, table["P05"].only_first, table["P05"].both) == (1, 1, 0)
    assert table["P04"].kappa == 1.0
    assert 0 < (table["all"].kappa or 0) < 1
    assert table["I03"].kappa is None  # the only promise: nothing to disagree on


@pytest.mark.parametrize(
    ("codes_given", "kind", "message"),
    [
        ("P77", "problem", "row 2: code 'P77'"),
        ("I03", "problem", "row 2: code 'I03'"),
        ("P01", "plan", "kind 'plan'"),
    ],
)
def test_a_sheet_with_an_unknown_code_names_row_and_legal_values(
    tmp_path: Path, codes_given: str, kind: str, message: str
) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text(f"report_id,item,kind,text,codes\nr1,1,{kind},某,{codes_given}\n", "utf-8")
    with pytest.raises(SheetError, match=message) as error:
        read_sheet(path)
    assert "legal are" in str(error.value)


def test_a_sheet_without_a_column_says_which(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text("report_id,item,kind,text\n", "utf-8")
    with pytest.raises(SheetError, match="no column codes"):
        read_sheet(path)


def test_kappa_is_that_of_the_textbook() -> None:
    # 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: observed 0.7, expected 0.5, kappa 0.4
    cells = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    one, two = (
        {
            ("r", n, "problem"): frozenset(["P04" if pair[side] else "P05"])
            for n, pair in enumerate(cells)
        }
        for side in (0, 1)
    )
    row = next(r for r in agreement(one, two) if r.code == "P04")
    assert row.kappa == pytest.approx(0.4)


def test_rule_codes_always_give_a_code() -> None:
    assert rule_codes("无。", "problem") == {"P98"}
    assert rule_codes("经费紧张", "problem") == {"P99"}
    assert rule_codes("再接再厉", "improvement") == {"I99"}


# The coding of five reports by hand: one set of problem codes a point.
REAL: dict[str, list[set[str]]] = {
    "000": [{"P02"}, {"P15"}],
    "001": [{"P04", "P05", "P07", "P13"}, {"P06"}, {"P08"}, {"P11"}],
    "002": [{"P13"}, {"P10"}, {"P03"}],
    "003": [{"P01", "P07", "P05", "P17"}, {"P09"}, {"P05", "P04"}],
    "004": [{"P05", "P04", "P13"}, {"P15", "P14"}, {"P02", "P03"}, {"P12"}, {"P02", "P03"}],
}


@pytest.mark.skipif(not REPORTS.is_dir(), reason="GIKSTUDY_REPORTS names no folder")
@pytest.mark.parametrize("name", REAL)
def test_real_reports_are_coded_as_by_hand(name: str) -> None:
    text = REPORTS.joinpath(f"report_{name}.txt").read_text("utf-8")
    lines = tuple(Line(line, f"L{n}") for n, line in enumerate(text.split("\n"), 1))
    page = make_page(Document(name, "", 0, "txt", "utf-8", lines))
    found = [c for c in find_codes(find_sections(page, frozenset())) if c.kind == "problem"]
    points = [{c.code for c in found if c.item == n} for n in dict.fromkeys(c.item for c in found)]
    assert points == REAL[name]


def test_every_phrase_has_an_anchor_that_the_index_can_find() -> None:
    phrases = [p for entry in codebook() for p in (*entry.phrases, *entry.counters)]
    assert [p for p in phrases if len(p.anchor) < 2] == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("政策解读的数量少、形式也不够多样。", {"P09"}),
        ("依申请公开答复用语不规范，引用法条有误。", {"P08"}),
        ("解读不够及时，网站信息更新缓慢。", {"P09", "P04"}),
        ("民生领域信息公开不够细致。", {"P06"}),
        ("公开内容不全面，民生领域信息公开不够细致。", {"P05", "P06"}),
        ("科室报送材料滞后。", {"P14"}),
    ],
)
def test_a_topic_with_a_code_of_its_own_owns_its_lack(text: str, codes: set[str]) -> None:
    assert rule_codes(clean(text), "problem") == codes
