"""Planted effects: the file, what it plants, the truth beside it, and bytes without it as before."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from importlib.resources import as_file, files

import numpy as np
import pandas as pd
import pytest
from project_paths import ROOT

import gikstudy as gik
from gikstudy.analysis.explaining.event_study import event_study
from gikstudy.analysis.explaining.explanation import explain_differences
from gikstudy.analysis.explaining.models import fit
from gikstudy.analysis.explaining.observations import get_outcome, observe, sample
from gikstudy.cli import main
from gikstudy.forms import form_in_force, get_form
from gikstudy.prose.coding import rule_codes
from gikstudy.synthesis import make_report, write_corpus
from gikstudy.synthesis.bodies import MadeBody, division_rows
from gikstudy.synthesis.effects import effect_keys, make_effects, read_effects
from gikstudy.synthesis.effects_draw import (
    COPYING,
    bad_blanks,
    copying_bodies,
    prose,
    shifts,
    silent_since,
    wealth,
)
from gikstudy.synthesis.history import members
from gikstudy.synthesis.numbers import FIRST_YEAR, LAST_YEAR, draw_numbers

PLANTED = {
    "trend.requests": 0.05, "wealth.requests": 0.08, "wealth.disclosure": 0.15,
    "break.suit_direct": -0.9, "break.review": 0.4,
}  # fmt: skip


# --- the file ---------------------------------------------------------------------------------


def written(tmp_path, text):
    path = tmp_path / "effects.toml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[break]\nreviews = 1", "'break.reviews' is not a key; legal are trend.requests, "),
        ("[break]\nyear = 2030", "break.year = 2030; legal is a whole number from 2020 to 2025"),
        ("[break]\nyear = 2024.0", r"break.year = 2024.0; legal is a whole number"),
        ("[break]\nreview = true", "break.review = True; legal is a number from -3 to 2"),
        ("[break]\nreview = 'much'", "break.review = 'much'; legal is a number"),
        ("[break]\nreview = nan", "break.review = nan; legal is a number"),
        ("[break", "not a TOML file in UTF-8"),
        ("break = 3", "'break' is not a key"),
        ("[break.year]\nfirst = 1", "'break.year.first' is not a key"),
    ],
)
def test_a_file_that_is_not_legal_stops_before_any_work(tmp_path, text, message):
    path, out = written(tmp_path, text), tmp_path / "out"
    with pytest.raises(ValueError, match=message) as stop:
        write_corpus(3, out, effects=path)
    assert str(path) in str(stop.value)
    assert not out.exists()


def test_a_file_that_is_not_there_is_named_by_the_command(tmp_path, capsys):
    gone = str(tmp_path / "gone.toml")
    assert main(["synth", "1", "--out", str(tmp_path / "out"), "--effects", gone]) == 2
    assert f"{gone}: no such file of effects" in capsys.readouterr().err


def test_every_key_is_on_the_page_with_its_legal_values_and_in_the_example():
    page = (ROOT / "docs" / "effects.md").read_text("utf-8")
    for key in effect_keys().values():
        assert f"| `{key.key}` | {key.legal} | {key.default:g} |" in page
    assert len(re.findall(r"^\| `\w+\.\w+` \| a ", page, re.M)) == len(effect_keys())
    with as_file(files("gikstudy.synthesis") / "effects_example.toml") as example:
        planted = read_effects(example)
    assert planted["break.suit_direct"] < 0 < planted["copying.bodies"]


def test_keys_that_are_left_out_have_their_default(tmp_path):
    found = read_effects(written(tmp_path, "\ufeff[break]\nreview = 1\n")).as_dict()
    assert found.pop("break.review") == 1
    assert found == {k.key: k.default for k in effect_keys().values() if k.key != "break.review"}


# --- without effects --------------------------------------------------------------------------


def test_without_effects_the_bytes_are_what_they_were():
    digest = hashlib.sha256()
    for family in ("ROW_PAD", "HTML", "CPL_BLANK"):
        for number in (0, 12, 53):
            digest.update(make_report(5, number, family=family).data)
    assert digest.hexdigest()[:16] == "72ad6eca3c9ce971"


# --- numbers ----------------------------------------------------------------------------------


def drawn_panel(seed: int, planted: dict[str, float], bodies: int = 110) -> pd.DataFrame:
    """The numbers of counties with these effects, as observations; nothing is printed or read."""
    effects = make_effects(planted)
    codes = [code for code, row in division_rows().items() if row["level"] == "county"][::3]
    rows = []
    for number, code in enumerate(codes[:bodies]):
        body = MadeBody("县", "county", "", code, "县", "我县")
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            form = get_form(form_in_force(year))
            made = draw_numbers(
                f"{seed}/{number}", "county", year, form, form.requests, shifts(seed, body, effects)
            )
            requests, disputes = made.requests, made.disputes
            rows.append(
                {
                    "report_id": f"{code}{year}", "body": code, "unit": code, "year": year,
                    "level": "county", "province": code[:2], "region_code": code, "scope": "own",
                    "wealth": wealth(seed, code, year),
                    "received": requests["received_new", "total"],
                    "handled": requests["handled_total", "total"],
                    "disclosed": requests["granted", "total"] + requests["partial", "total"],
                    "review": disputes["review", "total"],
                    "suit_direct": disputes["suit_direct", "total"],
                }
            )  # fmt: skip
    frame = pd.DataFrame(rows)
    for name in ("received", "handled", "disclosed", "review", "suit_direct"):
        frame[f"{name}_lower"] = frame[f"{name}_upper"] = frame[name].astype(float)
    return frame


@pytest.fixture(scope="module")
def planted_panel():
    return drawn_panel(3, PLANTED)


@pytest.mark.parametrize(
    ("outcome", "key"),
    [("received", "wealth.requests"), ("disclosure", "wealth.disclosure")],
)
def test_the_gradient_with_wealth_is_found_by_the_models(planted_panel, outcome, key):
    of = get_outcome(outcome)
    found = fit(sample(planted_panel, of), of, ["wealth"]).of("wealth")
    assert 0 < found.low < PLANTED[key] < found.high


@pytest.mark.parametrize("outcome", ["review", "suit_direct"])
def test_the_break_is_found_by_the_event_study(planted_panel, outcome):
    effect = event_study(planted_panel, outcome).effect
    assert effect.low < PLANTED[f"break.{outcome}"] < effect.high
    assert effect.low > 0 or effect.high < 0


def test_the_trend_is_what_the_file_says(planted_panel):
    of = get_outcome("received")
    rows = planted_panel.assign(time=planted_panel["year"].astype(float))
    found = fit(sample(rows, of), of, ["time", "wealth"], effects="body").of("time")
    assert found.low < PLANTED["trend.requests"] < found.high


def test_without_a_gradient_none_is_found():
    panel = drawn_panel(4, {"trend.requests": 0.0})
    for outcome in ("received", "disclosure"):
        of = get_outcome(outcome)
        found = fit(sample(panel, of), of, ["wealth"]).of("wealth")
        assert found.low < 0 < found.high


def test_wealth_differs_between_places_and_years_and_is_the_same_again():
    found = np.array([[wealth(1, f"{c}", y) for y in range(2019, 2026)] for c in range(300)])
    assert found.min() > 0.5
    assert found.mean(axis=1).std() > found.std(axis=1).mean() > 0.2
    wealth.cache_clear()
    assert found[7, 3] == wealth(1, "7", 2022)


# --- bodies and prose -------------------------------------------------------------------------


def test_the_share_of_bodies_that_stop_is_planted_and_the_poor_stop_sooner():
    effects = make_effects({"silence.share": 0.4, "wealth.silence": -0.4})
    bodies = [MadeBody("", "county", "", f"{code}", "", "") for code in range(1500)]
    since = np.array([silent_since(2, turn, body, effects) for turn, body in enumerate(bodies)])
    assert set(since) == {0, *range(2022, LAST_YEAR + 1)}
    rich = np.array([wealth(2, body.region_code, 2021) > 5.5 for body in bodies])
    assert (since[rich] > 0).mean() < 0.3 < 0.4 < (since[~rich] > 0).mean()
    assert not any(silent_since(2, t, bodies[t], make_effects({})) for t in range(50))


def test_a_body_that_stops_has_no_report_from_then_on():
    effects = make_effects({"silence.share": 0.8})
    stopped = 0
    for turn in range(60):
        first = members(4, turn, effects)[0]
        since = silent_since(4, turn, first.named, effects)
        if since and not first.change:
            stopped += 1
            assert {*range(since, LAST_YEAR + 1)} <= first.silent
        told = [year for one in members(4, turn, effects)
                for year in range(FIRST_YEAR, LAST_YEAR + 1) if year not in one.silent]  # fmt: skip
        assert set(told) == set(range(FIRST_YEAR, LAST_YEAR + 1))
    assert stopped > 20


def test_the_bodies_of_one_county_copy_and_no_other_turn_is_theirs():
    effects = make_effects({"copying.bodies": 6})
    copying = copying_bodies(9, effects)
    assert len({body.region_code for body in copying}) == 1
    turns = {t: members(9, t, effects)[0].named for t in range(COPYING * 7)}
    assert [t for t, body in turns.items() if body in copying] == [COPYING * n for n in range(6)]


def test_copies_say_the_same_every_year_and_others_do_not():
    effects = make_effects({"problems.most": 4, "problems.persistence": 0.3})
    body = copying_bodies(9, make_effects({"copying.bodies": 1}))[0]
    assert prose("9/copied", FIRST_YEAR, body, effects) == prose(
        "9/copied", FIRST_YEAR, body, effects
    )
    said = {prose("9/5", year, body, effects).problems for year in range(2019, 2026)}
    assert len(said) > 4


def test_bad_blanks_come_in_their_year_only():
    effects = make_effects({"blanks.year": 2021, "blanks.share": 0.5})
    hit = [bool(bad_blanks(1, n, 2021, effects)) for n in range(400)]
    assert 0.4 < np.mean(hit) < 0.6
    assert not any(bad_blanks(1, n, 2022, effects) for n in range(400))


def test_each_phrase_carries_its_code():
    rows = csv.DictReader(
        (files("gikstudy.synthesis") / "effects_phrases.csv").read_text("utf-8").splitlines()
    )
    for row in rows:
        if row["kind"] == "problem":
            assert row["code"] in rule_codes(row["text"], "problem"), row["text"]
        elif row["kind"] == "improvement":
            assert row["code"].replace("P", "I") in rule_codes(row["text"], "improvement"), row[
                "text"
            ]


# --- from the file to the finding -------------------------------------------------------------


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    out = tmp_path_factory.mktemp("effects")
    with as_file(files("gikstudy.synthesis") / "effects_example.toml") as example:
        call = [
            "synth",
            "28",
            "--out",
            str(out / "made"),
            "--seed",
            "11",
            "--effects",
            str(example),
        ]
        assert main([*call, "-q"]) == 0
    gik.extract(out / "made" / "reports", out=out / "set", engine="serial")
    return out


def test_the_truth_beside_the_reports_names_what_was_planted(corpus):
    planted = json.loads((corpus / "made" / "truth_effects.json").read_text("utf-8"))
    assert set(planted["effects"]) == set(effect_keys())
    truth = pd.read_csv(corpus / "made" / "truth_effects.csv", keep_default_na=False)
    assert len(truth) == 28
    copied = truth.loc[truth["copied"].eq(1)]
    assert len(copied) == 7
    assert set(copied["agency"]) == set(planted["copying"]["agencies"])
    assert len(set(copied["problems"])) == 1
    assert truth.loc[truth["year"].lt(2024), "review"].eq(0).all()
    assert truth.loc[truth["year"].ge(2024), "suit_direct"].eq(-0.9).all()


def test_what_was_planted_is_read_from_the_reports(corpus):
    data = gik.load_dataset(corpus / "set")
    truth = pd.read_csv(corpus / "made" / "truth_effects.csv", dtype={"region_code": str})
    rows = observe(data).merge(truth, on="report_id", suffixes=("", "_true"))
    assert len(rows) >= 20
    assert rows["year"].eq(rows["year_true"]).all()
    codes = data.codes.loc[data.codes["kind"].eq("problem")].groupby("report_id")["code"].agg(set)
    told = truth.set_index("report_id")["problems"].dropna().str.split(";")
    for report_id in codes.index.intersection(told.index):
        assert set(told[report_id]) <= codes[report_id], report_id
    assert len(codes.index.intersection(told.index)) >= 18


def test_the_covariates_meet_the_reports_and_the_findings_say_too_little(corpus):
    data = gik.load_dataset(corpus / "set")
    path = str(corpus / "made" / "covariates.csv")
    explained = explain_differences(data, path, "en")
    truth = pd.read_csv(corpus / "made" / "truth_effects.csv").set_index("report_id")["wealth"]
    rows = explained.material.observations.set_index("report_id")["wealth"].dropna()
    assert len(rows) >= 20
    assert rows.to_dict() == truth.reindex(rows.index).to_dict()
    findings = [*explained.law_findings(), *explained.covariate_findings()]
    assert all("too little to say" in one.text for one in findings)


def test_the_same_file_gives_the_same_bytes(corpus, tmp_path):
    with as_file(files("gikstudy.synthesis") / "effects_example.toml") as example:
        write_corpus(7, tmp_path / "again", seed=11, effects=example)
    for name in ("covariates.csv",):
        assert (tmp_path / "again" / name).read_bytes() == (corpus / "made" / name).read_bytes()
    for path in (tmp_path / "again" / "reports").rglob("*.*"):
        twin = corpus / "made" / "reports" / path.relative_to(tmp_path / "again" / "reports")
        assert path.read_bytes() == twin.read_bytes()
