"""Words: the field's terms in one piece, and the words that mark a group."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gikstudy.packaged import packaged_rows
from gikstudy.prose.words import count_words, keyness, words_of


@pytest.mark.parametrize(
    "word", [row["word"] for row in packaged_rows("gikstudy.prose", "user_words.csv")]
)
def test_the_fields_terms_stay_whole(word: str) -> None:
    assert word in words_of(f"我县{word}。")


def test_figures_and_single_characters_are_no_words() -> None:
    assert words_of("2021年,已公开12条。") == ["公开"]


def test_the_words_that_mark_a_group_come_first_and_shared_words_last() -> None:
    groups = {
        "2020": Counter({"疫情防控": 40, "政务公开": 100, "栏目": 20}),
        "2023": Counter({"乡村振兴": 40, "政务公开": 100, "栏目": 20}),
    }
    rows = keyness(groups)
    first = {row.group: row.word for row in reversed(rows)}
    assert first == {"2020": "疫情防控", "2023": "乡村振兴"}
    shared = [row for row in rows if row.word == "政务公开"]
    assert all(row.log_odds == pytest.approx(0) and row.g2 == pytest.approx(0) for row in shared)


def test_log_likelihood_is_that_of_the_textbook() -> None:
    # 10 of 100 words against 5 of 200: G2 = 2(10 ln(10/5) + 5 ln(5/10))
    groups = {"a": Counter({"甲": 10, "乙": 90}), "b": Counter({"甲": 5, "乙": 195})}
    row = next(r for r in keyness(groups) if (r.group, r.word) == ("a", "甲"))
    assert row.g2 == pytest.approx(2 * (10 * 0.693147 + 5 * -0.693147), rel=1e-4)
    assert (row.count, row.share, row.share_elsewhere) == (10, 0.1, 0.025)


def test_rare_words_and_single_groups_say_nothing() -> None:
    assert keyness({"a": Counter({"甲": 3}), "b": Counter({"乙": 3})}) == []
    assert keyness({"a": Counter({"甲": 30})}) == []


def test_counts_add_up_over_texts() -> None:
    assert count_words(["政务公开。", "政务公开,政策解读。"]) == {"政务公开": 2, "政策解读": 1}


@given(st.dictionaries(st.sampled_from("甲乙丙丁"), st.integers(0, 50)), st.integers(1, 5))
def test_no_group_gives_more_than_asked_for(counts: dict[str, int], top: int) -> None:
    rows = keyness({"a": Counter(counts), "b": Counter({"甲": 20, "戊": 9})}, top=top, least=1)
    assert all(sum(r.group == g for r in rows) <= top for g in "ab")
    assert all(0 <= r.share <= 1 and r.g2 > -1e-9 for r in rows)
