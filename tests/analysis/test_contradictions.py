"""Reports that contradict themselves: they leave the rate, counted, and the truth stays in bounds."""

from __future__ import annotations

import random

import numpy as np
import pytest
from example_counts import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from study_frames import as_dataset, draw_table3, make_reports, make_requests

from gikstudy.analysis import indicators
from gikstudy.analysis.estimates import clustered_wilson, wilson
from gikstudy.analysis.figures.outcomes import outcome_share
from gikstudy.analysis.indicators import contradictions
from gikstudy.analysis.selection import select
from gikstudy.forms import OUTCOME_GROUPS
from gikstudy.panels.count_bounds import outcome_rows

A, B, C = (f"{i:016x}" for i in range(3))
GOOD = {("received_new", "total"): 10, ("granted", "total"): 6, ("refused_third_party", "total"): 4, ("handled_total", "total"): 10}  # fmt: skip
# What each rate divides, in the printed rows of the column total.
RATES = {
    "full_disclosure_rate": (("granted",), ("handled_total",)),
    "disclosure_rate": (("granted", "partial"), ("handled_total",)),
    "refusal_rate": (outcome_rows("refused"), ("handled_total",)),
    "backlog_rate": (("carried_out",), ("received_new", "carried_in")),
    "completion_rate": (("handled_total",), ("received_new", "carried_in")),
}
ROWS = sorted({row for pair in RATES.values() for rows in pair for row in rows})


def of_requests(tables: dict):
    reports = [{"report_id": rid, "agency": f"{rid}县人民政府"} for rid in tables]
    return as_dataset({"reports": make_reports(*reports), "requests": make_requests(tables)})


def of_totals(tables: dict):
    """The same with nothing but the last column of table 3, which is all that these rates use."""
    data = of_requests(tables)
    vars(data)["requests"] = data.requests.loc[data.requests["applicant"].eq("total")]
    return data


def test_a_report_that_granted_more_than_it_handled_leaves_the_rate_and_is_counted():
    wrong = GOOD | {("granted", "total"): 12}
    row = indicators.full_disclosure_rate(of_requests({A: GOOD, B: wrong})).iloc[0]
    assert row["value"] == pytest.approx(0.6)
    assert (row["reports"], row["left_out"], row["contradictory"]) == (1, 1, 1)
    # Outcomes add up to 16 and the total is printed as 10: at most 16 requests more, 0 to 16 granted.
    assert (row["outer_low"], row["outer_high"]) == (pytest.approx(6 / 26), pytest.approx(22 / 26))


def test_a_study_of_nothing_but_contradictions_goes_on_without_a_rate():
    row = indicators.disclosure_rate(of_requests({A: GOOD | {("granted", "total"): 12}})).iloc[0]
    assert np.isnan(row["lower"])
    assert (row["n"], row["left_out"], row["contradictory"]) == (0, 1, 1)


@pytest.mark.parametrize(
    ("rate", "cell"),
    [
        ("refusal_rate", ("granted", "total")),
        ("backlog_rate", ("carried_out", "total")),
        ("completion_rate", ("carried_in", "total")),
        ("natural_person_share", ("received_new", "business")),
        ("refusal_share", ("partial", "total")),
        ("mandatory_exempt_share", ("partial", "total")),
        ("disclosure_rate_substantive", ("unable_not_held", "total")),
    ],
)
def test_each_rate_leaves_out_what_breaks_the_identity_that_it_is_about(rate, cell):
    table = GOOD | {("received_new", "natural_person"): 10}
    data = of_requests({A: table, B: table | {cell: 99}})
    made = getattr(indicators, rate)(data)
    assert (made["contradictory"] == 1).all()
    assert (made["reports"] == 1).all()


def test_cases_that_cannot_add_up_leave_the_rates_of_their_channel_alone():
    rows = []
    for rid, total in ((A, 3), (B, 7)):
        for channel in ("review", "suit_direct", "suit_after_review"):
            parts = {"upheld": 2, "corrected": 1, "other": 0, "pending": 0}
            parts["total"] = total if channel == "review" else 3
            rows += [
                {"report_id": rid, "channel": channel, "outcome": o, "value": v, "state": "reported",
                 "lower": None, "upper": None, "raw": "", "locus": ""}
                for o, v in parts.items()
            ]  # fmt: skip
    data = as_dataset({"reports": make_reports({}, {"agency": "乙县人民政府"}), "disputes": rows})
    review = indicators.review_correction_rate(data).iloc[0]
    assert (review["n"], review["contradictory"]) == (3, 1)
    suits = indicators.suit_loss_rate(data).iloc[0]
    assert (suits["n"], suits["contradictory"]) == (12, 0)
    assert indicators.review_first_share(data).iloc[0]["contradictory"] == 1


def test_a_blank_read_as_nought_is_no_contradiction_of_the_report():
    table = GOOD | {("granted", "total"): "blank", ("partial", "total"): "blank"}
    zero = select(of_requests({A: table}), blanks="zero")
    assert contradictions.of_outcomes(zero).reports == frozenset()
    assert indicators.full_disclosure_rate(zero).iloc[0]["value"] == 0


def test_a_total_read_as_nought_below_its_parts_leaves_the_whole_composition():
    zero = select(
        of_requests({A: GOOD | {("handled_total", "total"): "blank"}, B: GOOD}), blanks="zero"
    )
    for group in OUTCOME_GROUPS:
        assert outcome_share(zero, group).iloc[0]["reports"] == 1


def damaged(rng: random.Random, truth: dict, blanks: float) -> dict:
    """A true table with one misprint or with blanks, as a report might print it."""
    if rng.random() < 0.4:
        row = rng.choice(ROWS)
        return truth | {
            (row, "total"): max(0, truth[row, "total"] + rng.choice((-7, -1, 1, 5, 40)))
        }
    return {key: "blank" if rng.random() < blanks else value for key, value in truth.items()}


def true_rate(tables: dict, rate: str) -> tuple[int, int]:
    part, whole = RATES[rate]
    sums = (
        sum(t.get((row, "total"), 0) for t in tables.values() for row in rows)
        for rows in (part, whole)
    )
    return tuple(sums)


@settings(max_examples=examples(5))
@given(seed=st.integers(0, 10**6), blanks=st.sampled_from((0.0, 0.05, 0.5)))
def test_bounds_hold_the_truth_of_all_reports_whatever_is_wrong_with_some(seed, blanks):
    rng = random.Random(seed)
    ids = [f"{i:016x}" for i in range(6)]
    truth = {rid: draw_table3(rng, 12, "2021") for rid in ids}
    data = of_totals({rid: damaged(rng, table, blanks) for rid, table in truth.items()})
    for rate in RATES:
        row = getattr(indicators, rate)(data, interval="none").iloc[0]
        assert row["reports"] + row["left_out"] == len(ids)
        assert row["contradictory"] <= row["left_out"]
        if np.isnan(row["lower"]):
            continue
        assert 0 <= row["outer_low"] <= row["lower"] <= row["upper"] <= row["outer_high"] <= 1 + 1e-12  # fmt: skip
        part, whole = true_rate(truth, rate)
        if whole:
            assert row["outer_low"] - 1e-9 <= part / whole <= row["outer_high"] + 1e-9, rate


@settings(max_examples=examples(5))
@given(seed=st.integers(0, 10**6), blanks=st.sampled_from((0.0, 0.1, 0.6)))
def test_parts_add_up_to_the_whole_whatever_the_reports_print(seed, blanks):
    rng = random.Random(seed)
    tables = {f"{i:016x}": damaged(rng, draw_table3(rng, 12, "2021"), blanks) for i in range(5)}
    data = of_totals(tables)
    rows = [outcome_share(data, group, interval="none").iloc[0] for group in OUTCOME_GROUPS]
    assert len({(r["n"], r["reports"], r["left_out"]) for r in rows}) == 1
    if np.isnan(rows[0]["lower"]):
        return
    assert sum(r["lower"] for r in rows) <= 1 + 1e-9
    assert sum(r["upper"] for r in rows) >= 1 - 1e-9
    if all(r["lower"] == r["upper"] for r in rows):
        assert sum(r["value"] for r in rows) == pytest.approx(1)


def test_requests_of_one_body_count_less_than_as_many_of_many_bodies():
    alike = np.array([50.0, 0, 0, 50]), np.array([50.0, 50, 50, 50])
    mixed = np.array([25.0] * 4), np.array([50.0] * 4)
    assert clustered_wilson(*alike)[1] - clustered_wilson(*alike)[0] > 0.7
    narrow = clustered_wilson(*mixed)
    # Bodies that agree vary no less than independent requests would.
    assert narrow[1] - narrow[0] >= wilson(100, 200)[1] - wilson(100, 200)[0]
    assert np.isnan(clustered_wilson(np.array([3.0]), np.array([7.0]))).all()
    low, high = clustered_wilson(np.zeros(4), np.array([50.0] * 4))
    assert low == 0
    assert high > 0.4, "four bodies that never did it leave much open"


def test_the_interval_over_bodies_holds_the_truth_and_the_plain_one_does_not():
    rng = np.random.default_rng(3)
    hits = {"clustered": 0, "plain": 0}
    for _ in range(200):
        rates = rng.beta(2, 2, 30)  # the bodies differ widely; their mean is one half
        wholes = rng.integers(20, 80, 30)
        parts = rng.binomial(wholes, rates)
        low, high = clustered_wilson(parts.astype(float), wholes.astype(float))
        hits["clustered"] += low <= 0.5 <= high
        low, high = wilson(parts.sum(), wholes.sum())
        hits["plain"] += low <= 0.5 <= high
    assert hits["clustered"] >= 184, hits
    assert hits["plain"] <= 120, hits
