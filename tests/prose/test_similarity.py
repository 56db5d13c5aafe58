"""Near-identical prose: what counts as a copy, who is compared with whom, and side by side."""

from __future__ import annotations

import random
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gikstudy.errors import MissingPackageError
from gikstudy.packaged import packaged_rows
from gikstudy.prose import nlp_libraries as extra
from gikstudy.prose import similarity
from gikstudy.prose.masking import is_template, mask, own_sentences, sentences
from gikstudy.prose.nlp_libraries import load
from gikstudy.prose.side_by_side import side_by_side
from gikstudy.prose.similarity import (
    SectionProse,
    Similar,
    as_rows,
    containment,
    find_similar,
    section_and_year,
    shingles,
)

CHARACTERS = "信息公开工作群众需求政策发布网站建设管理监督保障落实推进完善提升服务质量水平机制培训"


def text_of(seed: int, length: int = 200) -> str:
    chance = random.Random(seed)
    return "".join(chance.choices(CHARACTERS, k=length)) + f",全年{chance.randint(10, 99)}条。"


def prose(
    report_id: str, text: str, body: str = "", year: int = 2020, **more: object
) -> SectionProse:
    return SectionProse(
        report_id, body or report_id, year, str(more.get("section", "overview")), text
    )


def pairs(*items: SectionProse, **how: float) -> list[tuple[str, str, str, float]]:
    return [
        (r.report_id, r.other_id, r.relation, r.score)
        for r in find_similar(sorted(items, key=section_and_year), **how)
    ]


def test_a_report_that_only_changed_its_numbers_is_last_years() -> None:
    old = text_of(1)
    new = old.replace("全年", "2021年").replace("条", "0条")
    rows = pairs(prose("a", old, "body", 2020), prose("b", new, "body", 2021))
    assert [row[:3] for row in rows] == [("b", "a", "previous_year")]
    assert rows[0][3] > 0.95


def test_last_year_is_compared_whatever_the_score_and_only_the_year_before() -> None:
    rows = pairs(
        prose("a", text_of(1), "body", 2018),
        prose("b", text_of(2), "body", 2020),
        prose("c", text_of(3), "body", 2021),
    )
    assert [row[:3] for row in rows] == [("c", "b", "previous_year")]
    assert rows[0][3] < 0.3


def test_peers_are_other_bodies_of_the_same_year_and_section() -> None:
    text = text_of(5)
    items = (
        prose("a", text, "one"),
        prose("b", text, "two"),
        prose("c", text, "two", 2021),
        prose("d", text, "one"),
        prose("e", text, "three", section="other"),
    )
    rows = [r for r in pairs(*items) if r[2] == "peer"]
    assert {r[:2] for r in rows} == {("a", "b"), ("b", "a"), ("b", "d"), ("d", "b")}


def test_the_share_is_of_the_reports_own_text() -> None:
    most, rest = text_of(1), text_of(2, 60)
    rows = pairs(prose("short", most), prose("long", most + rest), threshold=0.5)
    scores = {r[0]: r[3] for r in rows}
    assert scores["short"] == 1.0
    assert 0.7 < scores["long"] < 0.85


def test_no_more_peers_than_asked_for_are_kept_the_nearest_first() -> None:
    same = text_of(1)
    near = same[:150] + text_of(9, 50)
    items = (prose("a", same), prose("n", near), prose("b", same), prose("c", same))
    rows = [r for r in pairs(*items, peers=2, threshold=0.5) if r[0] == "a"]
    assert [r[1] for r in rows] == ["b", "c"]


def test_formulas_are_not_compared() -> None:
    assert pairs(prose("a", "无其他需要报告的事项。"), prose("b", "无其他需要报告的事项。")) == []


def test_sentences_of_the_form_do_not_make_reports_alike() -> None:
    head = (
        "".join(row["example"] for row in packaged_rows("gikstudy.prose", "template_sentences.csv"))
        * 3
    )
    rows = pairs(prose("a", head + text_of(1)), prose("b", head + text_of(2)))
    assert rows == []


def test_a_template_that_every_body_of_a_large_corpus_shares_is_left_out() -> None:
    shared = text_of(0)
    items = [prose(f"r{n}", shared + text_of(n + 1, 90)) for n in range(320)]
    assert pairs(*items) == []
    assert len(pairs(*items[:20], threshold=0.5)) > 20


def test_the_same_input_gives_the_same_rows() -> None:
    items = [prose(f"r{n}", text_of(n % 7), f"b{n % 9}", 2020 + n % 3) for n in range(60)]
    assert pairs(*items) == pairs(*items)
    first = next(iter(as_rows(find_similar(sorted(items, key=section_and_year)))))
    assert list(first) == ["report_id", "other_id", "section", "relation", "score"]


@given(st.text("信息公开工作0123456789,。;", max_size=60), st.text("信息公开群众,。", max_size=60))
def test_scores_are_shares(one: str, other: str) -> None:
    a, b = own_sentences(one), own_sentences(other)
    assert 0 <= containment(a, b) <= 1
    assert containment(a, a) == (1.0 if a else 0.0)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("2021年,我镇公开信息312条", "#年〇公开信息#条"),
        ("二〇二一年公开信息三百条", "#年公开信息#条"),
        ("扎赉特旗公开1.2万条", "〇公开#条"),
    ],
)
def test_figures_and_names_are_masked(text: str, masked: str) -> None:
    assert mask(text, ["扎赉特旗"]) == masked


@pytest.mark.parametrize(
    "row", packaged_rows("gikstudy.prose", "template_sentences.csv"), ids=lambda r: r["example"]
)
def test_every_template_rule_reads_its_example(row: dict[str, str]) -> None:
    assert all(is_template(s) for s in sentences(row["example"]))


def test_side_by_side_tells_same_changed_dropped_and_added() -> None:
    before = "一是加强领导。全年公开信息312条。组织培训一次,效果很好。"
    after = "一是加强领导。全年公开信息455条。开设抖音账号,拓宽群众知情渠道。"
    found = side_by_side(before, after)
    assert [p.fate for p in found] == ["same", "changed", "added", "dropped"]
    changed = [(c.before, c.after) for c in found[1].changes if c.changed]
    assert changed == [("312", "455")] or "".join(b for b, _ in changed) in "312"


@given(st.text("甲乙丙丁1234,。", max_size=40), st.text("甲乙丙丁1234,。", max_size=40))
def test_side_by_side_loses_no_sentence(before: str, after: str) -> None:
    found = side_by_side(before, after)
    assert [p.before for p in found if p.before] == sentences(before)
    assert [p.after for p in found if p.after] == sentences(after)
    for passage in found:
        if passage.changes:
            assert "".join(c.before for c in passage.changes) == passage.before
            assert "".join(c.after for c in passage.changes) == passage.after


def test_a_missing_library_is_one_line_that_names_the_command() -> None:
    with pytest.raises(
        MissingPackageError, match=r"^Counting stars needs astrolabe.*pip install"
    ) as error:
        load("astrolabe", "Counting stars")
    assert "\n" not in str(error.value)


def test_without_rensa_last_year_is_still_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> object:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(extra, "import_module", absent)
    old, new = prose("a", text_of(1), "body", 2020), prose("b", text_of(1), "body", 2021)
    assert pairs(old, new, peers=0) == [("b", "a", "previous_year", 1.0)]
    with pytest.raises(MissingPackageError, match="rensa"):
        pairs(old, new)


def test_reading_prose_loads_no_optional_library() -> None:
    code = (
        "import sys, gikstudy.prose.codes, gikstudy.prose.mentions, gikstudy.prose.similarity,"
        " gikstudy.prose.words, gikstudy.prose.coding;"
        "sys.exit(any(m in sys.modules for m in ('rensa','rjieba','sklearn','pandas','statsmodels')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_similar_rows_are_values() -> None:
    assert Similar("a", "b", "other", "peer", 1.0) == Similar("a", "b", "other", "peer", 1.0)


def test_prose_out_of_order_is_refused_rather_than_missed() -> None:
    items = [prose("a", text_of(1), year=2021), prose("b", text_of(1), year=2020)]
    with pytest.raises(ValueError, match="sort it by section_and_year"):
        list(find_similar(items))


def test_candidates_are_those_that_an_index_of_all_bands_finds() -> None:
    rensa = load("rensa", "the test")
    chance = random.Random(4)
    index = rensa.RMinHashLSH(0.5, similarity._PERMUTATIONS, similarity._BANDS)
    hashes = []
    for at in range(120):  # each text is a neighbour's text with some characters changed
        characters = list(text_of(at // 6))
        for place in chance.sample(range(len(characters)), chance.choice((0, 3, 12, 40))):
            characters[place] = chance.choice(CHARACTERS)
        hashes.append(rensa.RMinHash(similarity._PERMUTATIONS, similarity._SEED))
        hashes[-1].update(sorted(shingles(["".join(characters)])))
        index.insert(at, hashes[-1])
    digests = np.array([minhash.digest() for minhash in hashes], np.uint32)
    wanted = [sorted(set(index.query(one)) - {at}) for at, one in enumerate(hashes)]
    assert similarity._equal_in_a_band(digests) == wanted
    assert 0 < sum(map(len, wanted)) < 120 * 119


def test_of_many_equal_texts_the_first_are_candidates() -> None:
    many = np.zeros((200, similarity._PERMUTATIONS), np.uint32)
    found = similarity._equal_in_a_band(many)
    assert found[0] == list(range(1, 65))
    assert found[-1] == list(range(64))
