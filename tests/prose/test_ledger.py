"""Requests as a ledger: what each figure counts, and which whole each part belongs to."""

from __future__ import annotations

import re

import pytest
from mention_texts import mentions

from gikstudy.packaged import packaged_rows
from gikstudy.prose.roles import role_of, words
from gikstudy.text import clean

ROWS = packaged_rows("gikstudy.prose", "request_words.csv")
HAN = re.compile("[\u4e00-\u9fff]+")
R, C, W = "requests_received", "requests_closed", "requests_by_channel"
I, O = "requests_carried_in", "requests_carried_out"  # noqa: E741
G, P, X = "requests_granted", "requests_partial", "requests_refused"
U, N, T = "requests_unable", "requests_not_processed", "requests_other"
V, S = "reviews", "suits"


def figures(text: str) -> list[tuple[str, float, int | None]]:
    return [(m.metric, m.value, m.part_of) for m in mentions(clean(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # the clause before an open 中 or 里 is the whole
            "我局收到的9件申请里，自然人提出7件，企业提出2件。",
            [(R, 9, None), (R, 7, 0), (R, 2, 0)],
        ),
        (
            "答复申请人的9件中，5件准予公开，4件拒绝公开。",
            [(C, 9, None), (G, 5, 0), (X, 4, 0)],
        ),
        (  # grounds belong to their outcome, by a bracket, a colon, 中 or their sum
            "收到申请30件，不予公开的9件中，国家秘密2件，过程性信息7件。",
            [(R, 30, None), (X, 9, 0), (X, 2, 1), (X, 7, 1)],
        ),
        (
            "办结申请20件，无法提供9件（不掌握5件，另行制作4件），不予处理3件：重复申请2件，信访类1件。",
            [(C, 20, None), (U, 9, 0), (U, 5, 1), (U, 4, 1), (N, 3, 0), (N, 2, 4), (N, 1, 4)],
        ),
        (  # what was answered and what was not make up what was received
            "收到申请9件，已答复8件，1件撤回申请。",
            [(R, 9, None), (C, 8, None), (T, 1, 0)],
        ),
        (  # parts before their total
            "网络7件，信函2件，全年合计9件申请。",
            [(W, 7, 2), (W, 2, 2), (R, 9, None)],
        ),
        (
            "准予公开7件，不予公开2件，全年合计办结申请9件。",
            [(G, 7, 2), (X, 2, 2), (C, 9, None)],
        ),
        (  # several bodies, each with its own
            "市本级收到申请9件，其中网站7件，信函2件；直属单位收到申请5件，其中网站5件。",
            [(R, 9, None), (W, 7, 0), (W, 2, 0), (R, 5, None), (W, 5, 3)],
        ),
    ],
)
def test_a_part_belongs_to_what_it_is_part_of(
    text: str, expected: list[tuple[str, float, int | None]]
) -> None:
    assert figures(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收到申请9件，对涉及商业秘密的4件不予公开，对不掌握的5件告知无法提供。", [X, U]),
        ("收到申请9件，4件经审查决定部分公开、5件告知查询网址。", [P, G]),
        ("收到申请9件，属于部分公开的4件作了区分处理，逾期不补正的5件不再处理。", [P, T]),
        ("收到申请9件，“无法提供”占比最高，为5件；“予以公开”为4件。", [U, G]),
        ("收到申请9件，5件通过邮局寄来，4件当面递交。", [W, W]),
        ("收到申请9件，主要通过平台（5件）和信件（4件）提交。", [W, W]),
        ("收到申请9件，已办毕8件，另1件在法定期限内，转入下年办理。", [C, O]),
        ("收到申请9件，除4件结转外，均已答复。", [O]),
        ("收到申请9件，上期转来2件，期末在办4件转入下期。", [I, O]),
    ],
)
def test_the_words_before_or_after_a_number_say_what_it_counts(
    text: str, expected: list[str]
) -> None:
    assert [metric for metric, _, _ in figures(text)] == [R, *expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "因信息公开引发行政复议9件、行政诉讼5件，其中复议维持7件、尚未审结2件；诉讼驳回4件、撤诉1件。",
            [(V, 9, None), (S, 5, None), (V, 7, 0), (V, 2, 0), (S, 4, 1), (S, 1, 1)],
        ),
        (
            "行政诉讼9件，已审结5件，其中驳回3件、撤诉2件。",
            [(S, 9, None), (S, 5, 0), (S, 3, 1), (S, 2, 1)],
        ),
        ("维持7件、纠正2件，全年共发生行政复议9件。", [(V, 7, 2), (V, 2, 2), (V, 9, None)]),
        ("行政复议方面，全年发生9件，维持7件。", [(V, 9, None), (V, 7, 0)]),
        ("行政复议9件（含上年结转2件），维持7件。", [(V, 9, None), (V, 7, 0)]),
    ],
)
def test_results_belong_to_the_cases_that_the_words_name(
    text: str, expected: list[tuple[str, float, int | None]]
) -> None:
    assert figures(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("去年收到申请8件，今年收到申请9件；去年办结7件，今年办结6件。", [(R, 9), (C, 6)]),
        ("行政复议9件、行政诉讼5件，上年分别为4件、1件。", [(V, 9), (S, 5)]),
        ("本年度收到申请9件，2020年收到申请8件，2019年收到申请7件。", [(R, 9)]),
        ("收到申请9件，较2022年的8件次略有回落。", [(R, 9)]),
        ("2022年结转至2023年的申请2件，2023年结转至2024年的申请3件。", [(I, 2), (O, 3)]),
        ("收件由5件增至9件，办结由4件增至8件，均为公开申请。", [(R, 9), (C, 8)]),
    ],
)
def test_figures_of_another_year_are_left_out(text: str, expected: list[tuple[str, float]]) -> None:
    assert [(metric, value) for metric, value, _ in figures(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "收到申请9件，内容涉及征地4件、规划5件。",  # topics
        "收到申请9件，申请人满意7件，基本满意2件。",
        "收到申请9件，主动公开的文件被引用3件。",
        "收到申请9件，予以公开率较上年提高4个百分点。",
    ],
)
def test_topics_and_opinions_are_no_requests(text: str) -> None:
    assert figures(text) == [(R, 9, None)]


@pytest.mark.parametrize(
    "text",
    [
        "受理工商登记申请9件，办结8件。",
        "审核公文属性9件，其中主动公开5件、不予公开4件。",
        "全年受理许可申请9件，答复8件，结转1件。",
    ],
)
def test_other_business_is_no_request(text: str) -> None:
    assert figures(text) == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['kind']} {row['example']}")
def test_every_word_for_requests_reads_its_example(row: dict[str, str]) -> None:
    assert re.search(row["pattern"], row["example"].partition("2件")[0])
    if row["metric"]:
        role = role_of(row["example"].partition("2件")[0], "", "")
        assert role is not None
        assert role.metric == row["metric"]


def test_no_word_for_requests_doubles_its_work() -> None:
    kinds = {row["kind"] for row in ROWS}
    searches = 0
    for _, pattern in (pair for kind in sorted(kinds) for pair in words(kind)):
        for word in dict.fromkeys(HAN.findall(pattern.pattern)):
            for text in (f"{word * 40}Z", f"{word}{'天' * 80}Z"):
                pattern.search(text)
                role_of(text, text, text)
                searches += 1
    assert searches > 300
