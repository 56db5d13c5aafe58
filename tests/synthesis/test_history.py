"""Made-up bodies over the years: what changes about them, and the truth of it."""

from collections import Counter
from dataclasses import fields

import pandas as pd
import pytest

from gikstudy.places.bodies import body_key
from gikstudy.synthesis import make_report, write_corpus
from gikstudy.synthesis.evaluation import share_of_bodies
from gikstudy.synthesis.history import member_of, members

YEARS = range(2019, 2026)


def test_bodies_are_renamed_merged_split_recoded_and_silent():
    found = [member for turn in range(714) for member in members(5, turn)]
    changes = Counter(member.change for member in found)
    assert min(changes[c] for c in ("renamed", "merged", "split", "recoded")) >= 4
    silent = [m for m in found if m.silent and "/" not in m.body]
    assert 60 < len(silent) < 160
    assert len({member.body for member in found}) == len(found)


def test_every_year_of_a_turn_has_one_body_that_exists_then():
    for turn in range(300):
        for year in YEARS:
            told = [m for m in members(3, turn) if year not in m.silent]
            assert member_of(3, turn, year) in told
            assert any(m.first_year <= year <= m.last_year for m in told), (turn, year)


def test_a_body_keeps_its_key_through_every_change():
    # The reader follows what the law and the statisticians call it, not what the corpus does.
    for turn in range(714):
        for member in members(5, turn):
            keys = set()
            for year in range(member.first_year, member.last_year + 1):
                body = member.in_year(year)
                keys.add(body_key(body.name, body.level, body.region_code, year))
            assert len(keys) == 1, (member, keys)


def test_different_bodies_of_a_corpus_have_different_keys():
    keys = []
    for turn in range(714):
        for member in members(5, turn):
            body = member.in_year(member.last_year)
            keys.append(body_key(body.name, body.level, body.region_code, member.last_year))
    assert len(set(keys)) == len(keys)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    return write_corpus(150, tmp_path_factory.mktemp("history") / "made", seed=5)


def test_the_truth_says_whose_report_each_is_and_which_is_missing(corpus):
    truth = pd.read_parquet(corpus.out / "truth_bodies.parquet")
    reports = pd.read_parquet(corpus.out / "truth.parquet").drop_duplicates("source")
    assert not truth.duplicated(["body", "year"]).any()
    real = reports.loc[reports["kind"] != "not_a_report"]
    there = truth.loc[~truth["missing"]].set_index("report_id")
    assert set(there.index) == set(real["report_id"])
    same = there.loc[real["report_id"]]
    for name in ("body", "year", "agency", "region_code", "source"):
        assert same[name].tolist() == real[name].tolist(), name
    assert truth["missing"].sum() >= 15
    late = truth.loc[(truth["year"] == 2025) & truth["body"].eq("21")]
    assert late["missing"].tolist() == [True]  # the corpus ends within turn 21


def test_a_body_is_told_by_its_id_and_by_nothing_it_shares():
    truth = pd.Series(["a", "a", "a", "b", "b", "c"])
    assert share_of_bodies(truth, pd.Series(["1", "1", "1", "2", "2", "3"])) == 1
    assert share_of_bodies(truth, pd.Series(["1", "1", "9", "2", "2", "3"])) == 5 / 6
    assert share_of_bodies(truth, pd.Series(["1", "1", "1", "2", "2", ""])) == 5 / 6
    assert share_of_bodies(truth, pd.Series(["1", "1", "1", "1", "1", "3"])) == 1 / 6


def test_a_report_on_the_old_form_has_the_name_of_its_year():
    for number in range(7 * 7, 7 * 8):  # turn 7 is of a division that got another code
        made = make_report(5, number, family="OLD_FORM")
        body = member_of(5, 7, 2019).in_year(made.year)
        if made.body == "7":
            assert (made.agency, made.region_code) == (body.name, body.region_code)
    assert {f.name for f in fields(made)} >= {"body", "agency"}
