"""The event study, the weights, the specifications and the findings, on numbers with known truth."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from model_panels import draw_panel, opened
from study_frames import as_dataset, make_dataset

from gikstudy.analysis.explaining.covariates import Covariates
from gikstudy.analysis.explaining.event_study import (
    EventStudy,
    event_study,
    expectations,
    law_effect,
)
from gikstudy.analysis.explaining.explanation import explain_differences
from gikstudy.analysis.explaining.findings import (
    ShownFinding,
    covariate_finding,
    law_finding,
    verdict_on,
)
from gikstudy.analysis.explaining.models import Estimate, FittedModel, TooLittle, fit
from gikstudy.analysis.explaining.observations import get_outcome, sample
from gikstudy.analysis.explaining.specifications import (
    LAW,
    Choice,
    Material,
    choices,
    specifications,
    specify,
)
from gikstudy.analysis.explaining.weights import LEAST_CHANCE, expected, missing_weights
from gikstudy.analysis.findings import verdict_of

SEEDS = range(3)


@cache
def study(seed: int, **planted: float) -> EventStudy:
    found = event_study(draw_panel(seed, **planted), "suit_direct")
    assert isinstance(found, EventStudy)
    return found


# --- event study -------------------------------------------------------------------------------


def test_the_effect_of_the_law_is_found_where_it_was_planted():
    found = [study(seed, law=-0.8) for seed in SEEDS]
    assert sum(s.effect.low <= -0.8 <= s.effect.high for s in found) >= len(SEEDS) - 1
    assert all(s.effect.high < 0 for s in found)
    late = [row for s in found for row in s.years.itertuples() if row.year >= 2024]
    assert all(row.high < 0 for row in late)
    assert not any(s.moved_before or s.false_alarms for s in found)


def test_no_law_no_effect_no_pre_trend_no_false_alarm():
    found = [study(seed) for seed in SEEDS]
    assert sum(s.effect.low <= 0 <= s.effect.high for s in found) >= len(SEEDS) - 1
    assert not any(s.false_alarms for s in found)
    assert sum(s.moved_before for s in found) <= 1


def test_the_test_of_the_years_before_rejects_a_planted_trend():
    found = [study(seed, before=0.2) for seed in SEEDS]
    assert all(s.moved_before for s in found)
    assert all(s.false_alarms for s in found)


def test_a_trend_that_is_taken_out_leaves_the_break():
    panels = [draw_panel(seed, before=0.1, law=-0.8) for seed in SEEDS]
    found = [law_effect(panel, "suit_direct", 2024, trend=True) for panel in panels]
    assert sum(one.low <= -0.8 <= one.high for one in found) >= len(SEEDS) - 1


def test_the_placebo_outcome_does_not_move_with_the_law():
    found = event_study(draw_panel(1, law=-0.8), "licensing")
    assert found.effect.low < 0 < found.effect.high


def test_the_numbers_below_each_year_add_up():
    panel = opened(draw_panel(2, bodies=60), "suit_direct", 0.2, 2.0)
    panel.loc[panel.index[:30], ["suit_direct_lower", "suit_direct_upper"]] = np.nan
    found = event_study(panel, "suit_direct")
    told = found.years.set_index("year")[["n", "open", "absent", "idle"]].sum(axis=1)
    assert told.to_dict() == panel["year"].value_counts().sort_index().to_dict()
    assert found.years["absent"].sum() == 30
    assert found.years["n"].sum() == found.effect.n
    base = found.years.set_index("year").loc[2023]
    assert base[["value", "low", "high"]].tolist() == [0, 0, 0]
    # With open cells at their bounds the estimates move, and the closed one is among them.
    later = found.years.loc[found.years["year"].ne(2023)]
    assert (later["bound_low"] <= later["value"]).all()
    assert (later["bound_high"] > later["bound_low"]).all()


def test_the_estimate_of_a_year_is_the_ratio_of_rates_if_all_bodies_are_alike():
    # Recomputed another way: with the same whole in all years, effects of bodies drop out.
    panel = draw_panel(3, bodies=40, law=-0.5)
    panel["handled_lower"] = panel["handled_upper"] = 50.0
    found = event_study(panel, "suit_direct").years.set_index("year")["value"]
    sums = panel.groupby("year")["suit_direct_lower"].sum()
    for year in (2019, 2022, 2024, 2025):
        assert found[year] == pytest.approx(math.log(sums[year] / sums[2023]), abs=1e-6)


@pytest.mark.parametrize("years", [range(2019, 2024), range(2024, 2026)])
def test_years_on_one_side_of_the_law_are_too_little(years):
    found = event_study(draw_panel(4, years=years), "suit_direct")
    assert isinstance(found, TooLittle)


def test_an_event_study_is_asked_about_a_count_and_a_year():
    panel = draw_panel(5, bodies=30)
    with pytest.raises(ValueError, match="outcome 'disclosure': an event study takes a count"):
        event_study(panel, "disclosure")
    with pytest.raises(ValueError, match="outcome 'received': no law is declared for it"):
        event_study(panel, "received")
    assert isinstance(event_study(panel, "received", law=2023), EventStudy)
    assert isinstance(law_effect(panel, "received", 2020), Estimate)


# --- weights -----------------------------------------------------------------------------------


def frame_dataset(seed: int = 0, bodies: int = 400) -> tuple[object, pd.DataFrame]:
    """Governments of two levels, of which the counties report half as often."""
    rng = np.random.default_rng(seed)
    panel = draw_panel(seed, bodies=bodies, years=range(2021, 2024))
    number = panel["body"].str[1:].astype(int)
    panel["level"] = np.where(number % 2 == 0, "county", "prefecture")
    chance = np.where(panel["level"].eq("county"), 0.4, 0.8)
    there = rng.random(len(panel)) < chance
    about = pd.DataFrame(
        {
            "body_id": panel["body"], "report_id": panel["report_id"], "year": panel["year"],
            "level": panel["level"], "region_code": panel["region_code"], "in_frame": True,
        }
    )  # fmt: skip
    data = as_dataset({})
    vars(data)["panel"] = about.loc[there]
    vars(data)["missing"] = about.loc[~there].assign(basis="government")
    return data, panel.loc[there].reset_index(drop=True)


def test_weights_give_each_level_the_share_that_it_ought_to_have():
    data, rows = frame_dataset()
    found = missing_weights(data, rows)
    assert (found.expected, found.reported, found.outside) == (1200, len(rows), 0)
    of_level = found.of_report.groupby(rows.set_index("report_id")["level"]).sum()
    assert of_level["county"] / of_level.sum() == pytest.approx(0.5, abs=0.01)
    assert rows["level"].eq("county").mean() < 0.4
    assert found.of_report.mean() == pytest.approx(1)
    assert len(rows) / 1.5 < found.effective < len(rows)


def test_a_report_that_nobody_expects_has_no_weight_and_is_counted():
    data, rows = frame_dataset(bodies=60)
    vars(data)["panel"] = data.panel.iloc[5:]
    found = missing_weights(data, rows)
    assert found.outside == 5
    assert found.on(rows)["weight"].isna().sum() == 5
    of = get_outcome("received")
    made = fit(sample(found.on(rows), of), of, ["wealth"], weighted=True)
    assert made.unmatched == 5


def test_no_report_counts_for_more_than_the_cap():
    data, rows = frame_dataset(bodies=60)
    rare = data.missing.assign(region_code="650101")
    vars(data)["missing"] = pd.concat([data.missing, *[rare] * 30])
    few = data.panel["region_code"].eq("110101")
    panel = data.panel.assign(region_code=data.panel["region_code"].where(~few, "650101"))
    vars(data)["panel"] = panel
    found = missing_weights(data, rows)
    assert found.capped == int(few.sum())
    assert found.of_report.max() / found.of_report.min() <= 1 / LEAST_CHANCE


def test_where_nothing_is_missing_or_expected_there_are_no_weights():
    data, rows = frame_dataset(bodies=40)
    vars(data)["missing"] = data.missing.iloc[:0]
    assert isinstance(missing_weights(data, rows), TooLittle)
    vars(data)["panel"] = data.panel.iloc[:0]
    assert isinstance(missing_weights(data, rows), TooLittle)


def test_what_is_missing_outside_the_selection_does_not_count():
    data, rows = frame_dataset(bodies=40)
    other = data.missing.assign(year=2019)
    vars(data)["missing"] = pd.concat([data.missing, other])
    assert set(expected(data, rows)["year"]) == {2021, 2022, 2023}


# --- specifications ----------------------------------------------------------------------------


def material(panel: pd.DataFrame, **known: object) -> Material:
    made = Material(as_dataset({}))
    vars(made).update({"observations": panel, "blanks_as_zero": panel, **known})
    return made


def test_all_choices_are_shown_and_each_changes_one_thing():
    panel = draw_panel(6, bodies=80, law=-0.8)
    panel.loc[panel["body"].lt("b3"), "level"] = "township"
    found = {one.key: one for one in specifications(material(panel), "suit_direct", LAW)}
    assert list(found) == list(choices("suit_direct", LAW))
    assert found["main"].answer.high < 0
    assert found["governments"].answer.n < found["main"].answer.n
    assert found["not_clustered"].answer.value == found["main"].answer.value
    for one in found.values():
        used = one.answer.n if isinstance(one.answer, Estimate) else 0
        assert used + one.left_out == len(panel)
    assert isinstance(found["weighted"].answer, TooLittle), "nobody knows here what is missing"


def test_blanks_that_are_read_as_zero_enter_the_model():
    panel = draw_panel(7, bodies=60, law=-0.5)
    blank = panel.index[::10]
    open_ = panel.copy()
    open_.loc[blank, "suit_direct_lower"], open_.loc[blank, "suit_direct_upper"] = 0.0, np.inf
    zero = panel.copy()
    zero.loc[blank, ["suit_direct_lower", "suit_direct_upper"]] = 0.0
    held = material(open_, blanks_as_zero=zero)
    main = specify(held, "suit_direct", LAW)
    as_zero = specify(held, "suit_direct", LAW, Choice(blanks="zero"))
    assert main.sample.open == len(blank)
    assert as_zero.sample.open == 0
    assert as_zero.n > main.n


def test_weighted_and_unweighted_rest_on_the_same_reports():
    data, rows = frame_dataset(bodies=300)
    held = Material(data)
    wealth = Covariates("", ("wealth",), ())
    held = replace(held, covariates=wealth)
    vars(held).update({"observations": rows, "blanks_as_zero": rows})
    shown = {
        key: specify(
            held,
            "received",
            "wealth",
            replace(choices("received", "wealth")[key], effects="place_year"),
        )
        for key in ("framed", "weighted")
    }
    assert set(shown["framed"].used) == set(shown["weighted"].used)
    assert shown["framed"].coefficients[0] != shown["weighted"].coefficients[0]


def test_a_question_that_was_not_declared_names_the_legal_ones():
    held = material(draw_panel(8, bodies=30))
    with pytest.raises(ValueError, match=r"term 'gdp': legal are law$"):
        specify(held, "received", "gdp")
    with pytest.raises(ValueError, match="outcome 'received': no law is declared for it"):
        specify(held, "received", LAW)


# --- findings ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_finding_says_the_numbers_of_the_study(language):
    found = study(0, law=-0.8)
    said = law_finding(found, "suit_direct", language)
    assert (said.n, said.estimate) == (found.effect.n, found.effect.value)
    assert said.interval == (found.effect.low, found.effect.high)
    for number in (f"{100 * math.expm1(found.effect.low):+.1f} %", f"{found.effect.n:,}"):
        assert number in said.text
    assert f"{-100 * math.expm1(found.effect.value):.1f} %" in said.text
    assert said.verdict == "agree"
    page = ShownFinding(said, language)._repr_html_()
    assert all(
        words in page for words in (said.expectation, said.source, verdict_of(said, language))
    )


@pytest.mark.parametrize(
    ("planted", "verdict"),
    [
        ({"law": -0.8}, "agree"),
        ({"law": 0.8}, "disagree"),
        ({}, "cannot_tell"),
        ({"law": -0.8, "before": 0.3}, "cannot_tell"),
    ],
)
def test_the_verdict_follows_from_the_numbers(planted, verdict):
    assert verdict_on(study(0, **planted), expectations()["suit_direct"]) == verdict


def test_too_little_is_said_in_both_languages_with_the_reason():
    for language, words in (("en", "too little to say"), ("zh", "数据太少")):
        said = law_finding(TooLittle("few_bodies", 12, 3), "review", language)
        assert words in said.text
        assert "3" in said.text
        assert (said.estimate, said.interval, said.verdict) == (None, None, "cannot_tell")


def test_a_finding_on_a_covariate_is_about_one_standard_deviation():
    answer = Estimate("gdp", 0.01, 0.005, 0.015, 0.001, 500, 60)
    said = covariate_finding(answer, "received", "gdp", spread=20.0, odds=False, language="en")
    assert "higher by 22.1 %" in said.text
    assert said.estimate == pytest.approx(0.2)
    assert (said.expectation, ShownFinding(said, "en").below) == ("", "")
    unclear = Estimate("gdp", 0.01, -0.005, 0.025, 0.2, 500, 60)
    for language, words in (("en", "direction cannot be told"), ("zh", "方向不能确定")):
        said = covariate_finding(
            unclear, "disclosure", "gdp", spread=20.0, odds=True, language=language
        )
        assert words in said.text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_calls_of_the_notebook_work_on_nearly_nothing(language):
    explained = explain_differences(as_dataset({}), "", language)
    pages = [
        explained.audit(), explained.weights(), explained.gradients(), explained.show_law_findings(),
        explained.show_covariate_findings(), explained.show_specifications(),
    ]  # fmt: skip
    assert all(page._repr_html_() for page in pages)
    assert [one.verdict for one in explained.law_findings()] == ["cannot_tell"] * 3


def test_the_calls_of_the_notebook_take_covariates(tmp_path):
    data = make_dataset(40, range(2021, 2025))
    codes = sorted(set(data.reports["region_code"]))
    lines = [
        f"{code},{year},{i * 3 + year % 7}"
        for i, code in enumerate(codes)
        for year in range(2021, 2025)
    ]
    path = tmp_path / "covariates.csv"
    path.write_text("region_code,year,<b>rich</b>\n" + "\n".join(lines) + "\n", "utf-8")
    explained = explain_differences(data, str(path), "en")
    assert len(explained.covariate_findings()) == 3
    page = explained.gradients()._repr_html_() + explained.audit()._repr_html_()
    page += explained.show_covariate_findings()._repr_html_()
    assert "<b>rich" not in page
    assert "&lt;b&gt;rich" in page
    fitted = specify(explained.material, "received", "<b>rich</b>", Choice(effects="place_year"))
    assert isinstance(fitted, FittedModel)
    assert Path(explained.covariates.path) == path
