"""Models on made-up numbers with known coefficients, and against another routine."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from model_panels import draw_panel, opened
from study_frames import as_dataset, cell, make_reports, make_requests

from gikstudy.analysis.explaining.models import EFFECTS, FittedModel, TooLittle, fit
from gikstudy.analysis.explaining.observations import get_outcome, observe, sample

SEEDS = range(6)


def coefficient(panel, outcome, **how):
    of = get_outcome(outcome)
    made = fit(sample(panel, of), of, ["wealth"], **how)
    assert isinstance(made, FittedModel)
    return made.of("wealth")


@pytest.mark.parametrize(
    ("outcome", "planted"),
    [
        ("received", {"wealth_on_requests": 0.08}),
        ("disclosure", {"wealth_on_disclosure": 0.15}),
        ("received", {}),
        ("disclosure", {}),
    ],
    ids=["poisson", "fractional", "poisson of nothing", "fractional of nothing"],
)
def test_intervals_cover_the_planted_coefficient(outcome, planted):
    truth = next(iter(planted.values()), 0.0)
    found = [coefficient(draw_panel(seed, **planted), outcome) for seed in SEEDS]
    covered = sum(one.low <= truth <= one.high for one in found)
    assert covered >= len(SEEDS) - 2  # fewer happens once in 450 times if 95 % are covered
    # The mean of six has a standard error of 0.012.
    assert abs(np.mean([one.value for one in found]) - truth) < 0.03
    if truth:
        assert all(one.low > 0 for one in found)


def test_effects_of_bodies_take_out_what_bodies_have_of_their_own():
    # Wealthy bodies receive more requests for reasons of their own; wealth itself does nothing.
    panel = draw_panel(3)
    assert coefficient(panel, "received").low < 0 < coefficient(panel, "received").high
    assert coefficient(panel, "received", effects="place_year").low > 0.1


def logit_with_columns(rows):
    from statsmodels.api import GLM, families

    dummies = [pd.get_dummies(rows["unit"]), pd.get_dummies(rows["year"], drop_first=True)]
    design = np.column_stack([rows["wealth"], *(d.to_numpy(float) for d in dummies)])
    share = (rows["y"] / rows["whole"]).to_numpy()
    return GLM(share, design, family=families.Binomial()).fit().params[0]


def test_the_fractional_model_is_the_logit_with_a_column_for_each_body():
    panel = draw_panel(4, bodies=24, wealth_on_disclosure=0.1)
    of = get_outcome("disclosure")
    made = fit(sample(panel, of), of, ["wealth"])
    rows = sample(panel, of).rows
    rows = rows.loc[rows["report_id"].isin(made.used)]
    assert made.coefficients[0] == pytest.approx(logit_with_columns(rows), abs=1e-6)
    # The errors are those of leaving out one body after the other, with all else fitted again.
    left = [logit_with_columns(rows.loc[rows["body"].ne(b)]) for b in sorted(set(rows["body"]))]
    jackknife = (len(left) - 1) / len(left) * sum((v - made.coefficients[0]) ** 2 for v in left)
    assert made.covariance[0, 0] == pytest.approx(jackknife, rel=0.1)
    assert 2 < made.effective < made.bodies


def test_the_poisson_model_is_that_with_a_column_for_each_body():
    from statsmodels.api import GLM, families

    panel = draw_panel(5, bodies=30, wealth_on_requests=0.1)
    of = get_outcome("suit_direct")
    made = fit(sample(panel, of), of, ["wealth"], effects="body")
    rows = sample(panel, of).rows
    rows = rows.loc[rows["report_id"].isin(made.used)]
    design = np.column_stack([rows["wealth"], pd.get_dummies(rows["unit"]).to_numpy(float)])
    poisson = GLM(
        rows["y"].to_numpy(),
        design,
        family=families.Poisson(),
        offset=np.log(rows["whole"]).to_numpy(),
    ).fit()
    assert made.coefficients[0] == pytest.approx(poisson.params[0], abs=1e-6)


def test_clusters_widen_the_interval_if_the_years_of_a_body_are_alike():
    panel = draw_panel(6)
    wide = coefficient(panel, "received", effects="place_year")
    narrow = coefficient(panel, "received", effects="place_year", errors="report")
    assert wide.value == pytest.approx(narrow.value)
    assert wide.error > 1.3 * narrow.error


def test_the_unit_of_a_covariate_does_not_change_the_result():
    panel = draw_panel(7, wealth_on_requests=0.08)
    in_yuan = coefficient(panel.assign(wealth=panel["wealth"] * 1e8), "received")
    plain = coefficient(panel, "received")
    assert in_yuan.times(1e8).value == pytest.approx(plain.value, rel=1e-5)
    assert in_yuan.p == pytest.approx(plain.p, rel=1e-3)


def test_reports_whose_outcome_is_open_leave_the_model_and_are_counted():
    panel = opened(draw_panel(8, wealth_on_requests=0.1), "received", 0.3, 2.0)
    of = get_outcome("received")
    closed = sample(panel, of)
    assert closed.open == int(panel["received_lower"].ne(panel["received_upper"]).sum()) > 200
    assert len(closed.rows) + closed.left_out == len(panel)
    made = fit(closed, of, ["wealth"])
    assert made.n + made.left_out == len(panel)
    for cells in ("lower", "upper"):
        assert sample(panel, of, cells).open == 0
        assert len(sample(panel, of, cells).rows) == len(panel)
    assert sample(panel, of, "lower").rows["y"].le(sample(panel, of, "upper").rows["y"]).all()


def test_a_count_without_an_upper_bound_is_never_given_one():
    panel = draw_panel(9, bodies=30)
    panel.loc[:9, "received_upper"] = np.inf
    assert sample(panel, get_outcome("received"), "upper").open == 10
    assert sample(panel, get_outcome("received"), "lower").open == 0


def test_the_bounds_of_a_rate_hold_the_rate():
    panel = draw_panel(10, bodies=30)
    of = get_outcome("disclosure")
    truth = sample(panel, of).rows.set_index("report_id")
    open_ = opened(opened(panel, "disclosed", 0.4, 2.0, 1), "handled", 0.4, 2.0, 2)
    ends = {c: sample(open_, of, c).rows.set_index("report_id") for c in ("lower", "upper")}
    rates = {c: (rows["y"] / rows["whole"]).reindex(truth.index) for c, rows in ends.items()}
    true_rate = truth["y"] / truth["whole"]
    known = rates["upper"].notna()
    assert known.sum() > 100
    assert (rates["lower"] <= true_rate + 1e-12).all()
    assert (rates["upper"][known] >= true_rate[known] - 1e-12).all()


def test_bodies_that_teach_nothing_are_left_out_and_counted():
    panel = draw_panel(11, bodies=60)
    silent = panel["body"].isin(["b0", "b1"])
    panel.loc[silent, ["received_lower", "received_upper"]] = 0.0
    alone = panel["body"].eq("b2") & panel["year"].ne(2020)
    panel = panel.loc[~alone]
    of = get_outcome("received")
    made = fit(sample(panel, of), of, ["wealth"])
    assert made.idle == 2 * 7 + 1
    assert made.bodies == 57
    assert made.n + made.left_out == len(panel)


@pytest.mark.parametrize(
    ("panel", "why"),
    [
        (draw_panel(12, bodies=19), "few_bodies"),
        (draw_panel(12, bodies=30).assign(wealth=3.0), "no_variation"),
        (draw_panel(12, bodies=30).iloc[:0], "few_bodies"),
    ],
)
def test_too_little_is_said_and_nothing_is_estimated(panel, why):
    of = get_outcome("received")
    found = fit(sample(panel, of), of, ["wealth"])
    assert isinstance(found, TooLittle)
    assert found.why == why


def test_a_covariate_that_never_changes_within_a_body_says_so():
    panel = draw_panel(13, bodies=30)
    fixed = panel.groupby("body")["wealth"].transform("first")
    of = get_outcome("received")
    made = fit(sample(panel.assign(wealth=fixed), of), of, ["wealth"])
    found = made.of("wealth") if isinstance(made, FittedModel) else made
    assert isinstance(found, TooLittle)
    assert found.why in ("no_variation", "no_fit")


def test_calls_that_make_no_sense_name_what_is_legal():
    panel, of = draw_panel(14, bodies=30), get_outcome("received")
    with pytest.raises(ValueError, match="effects 'towns': legal are " + ", ".join(EFFECTS)):
        fit(sample(panel, of), of, ["wealth"], effects="towns")
    with pytest.raises(ValueError, match="errors 'none': legal are body, report"):
        fit(sample(panel, of), of, ["wealth"], errors="none")
    with pytest.raises(ValueError, match="cells 'zero': legal are closed, lower, upper"):
        sample(panel, of, "zero")
    with pytest.raises(ValueError, match="outcome 'wealth': legal are received, "):
        get_outcome("wealth")


# --- observations -----------------------------------------------------------------------------


def test_an_observation_is_a_body_in_a_year_with_its_bounds():
    reports = make_reports(
        {"year": 2021},
        {"year": 2021, "status": "partial"},
        {"year": 2022, "scope": "region"},
        {"year": 2022, "status": "failed"},
    )
    ids = [row["report_id"] for row in reports]
    requests = make_requests(
        {
            ids[0]: {("received_new", "total"): (3, 9), ("handled_total", "total"): 4},
            ids[1]: {("received_new", "total"): 99},
            ids[2]: {("received_new", "total"): "blank"},
        }
    )
    disputes = [
        {"report_id": ids[0], "channel": "review", "outcome": "total", **cell(2)},
        {"report_id": ids[0], "channel": "suit_direct", "outcome": "total", **cell(None, "blank")},
    ]
    data = as_dataset({"reports": reports, "requests": requests, "disputes": disputes})
    rows = observe(data).set_index("report_id")
    assert list(rows.index) == [ids[0], ids[2]]  # the better read of two, and no failed one
    assert rows.loc[ids[0], ["received_lower", "received_upper"]].tolist() == [3, 9]
    assert rows.loc[ids[0], ["suit_direct_lower", "suit_direct_upper"]].tolist() == [0, np.inf]
    assert rows.loc[ids[2], ["received_lower", "received_upper"]].tolist() == [0, np.inf]
    assert rows["unit"].nunique() == 2  # another scope is another unit
    assert len(set(rows["body"])) == 1
    zero = observe(data, "zero").set_index("report_id")
    assert zero.loc[ids[2], ["received_lower", "received_upper"]].tolist() == [0, 0]
