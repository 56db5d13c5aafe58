"""Indicators against figures worked out by hand, and bounds that must hold whatever is blank."""

from __future__ import annotations

import datetime
import inspect
import random

import numpy as np
import pandas as pd
import pytest
from example_counts import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from study_frames import as_dataset, draw_table3, make_dataset, make_reports, make_requests

from gikstudy.analysis import indicators
from gikstudy.analysis.estimates import clustered, wilson
from gikstudy.analysis.indicators.reporting import delays
from gikstudy.analysis.selection import counted, select
from gikstudy.forms import CHANNELS, OUTCOMES

A, B, C = (f"{i:016x}" for i in range(3))
# A district's report of 2020: 7 requests, 3 granted, 3 refused for third parties, 1 repeated.
SEVEN = {
    ("received_new", "total"): 7,
    ("granted", "total"): 3,
    ("refused_third_party", "total"): 3,
    ("not_processed_repeat", "total"): 1,
    ("handled_total", "total"): 7,
}
NEEDS_MORE = {"applicant_share": ("natural_person",), "requests_per_100k": None}


def one(frame: pd.DataFrame) -> pd.Series:
    assert len(frame) == 1
    return frame.iloc[0]


def of_requests(tables: dict, *reports: dict):
    return as_dataset(
        {"reports": make_reports(*(reports or ({},))), "requests": make_requests(tables)}
    )


def test_disclosure_is_granted_and_partial_over_handled():
    row = one(indicators.disclosure_rate(of_requests({A: SEVEN})))
    assert row["value"] == pytest.approx(3 / 7)
    assert (row["n"], row["reports"], row["open"], row["left_out"]) == (7, 1, 0, 0)


def test_the_merits_denominator_leaves_procedure_out():
    row = one(indicators.disclosure_rate_substantive(of_requests({A: SEVEN})))
    assert row["value"] == pytest.approx(3 / 6)
    assert row["n"] == 6


def test_requests_are_added_up_before_dividing_and_bodies_are_averaged_after():
    big = {
        ("granted", "total"): 90,
        ("refused_third_party", "total"): 10,
        ("handled_total", "total"): 100,
    }
    data = of_requests(
        {A: SEVEN, B: big},
        {},
        {"agency": "乙县人民政府", "region_code": "150622", "region_name": "乙县"},
    )
    assert one(indicators.full_disclosure_rate(data))["value"] == pytest.approx(93 / 107)
    mean = one(indicators.full_disclosure_rate(data, each="body"))
    assert mean["value"] == pytest.approx((3 / 7 + 0.9) / 2)
    assert mean["n"] == 2


def test_one_blank_outcome_follows_from_the_total():
    row = one(
        indicators.full_disclosure_rate(of_requests({A: SEVEN | {("granted", "total"): "blank"}}))
    )
    assert row["value"] == pytest.approx(3 / 7)


def test_two_blank_outcomes_leave_an_interval_and_no_value():
    table = SEVEN | {("granted", "total"): "blank", ("unable_not_held", "total"): "blank"}
    row = one(indicators.full_disclosure_rate(of_requests({A: table})))
    assert np.isnan(row["value"])
    assert (row["lower"], row["upper"]) == (0, pytest.approx(3 / 7))
    assert row["open"] == 1


def test_blanks_count_as_nought_only_where_the_caller_says_so():
    table = SEVEN | {("granted", "total"): "blank", ("unable_not_held", "total"): "blank"}
    row = one(indicators.full_disclosure_rate(of_requests({A: table}), blanks="zero"))
    assert row["value"] == 0


def test_a_missing_cell_is_no_zero_even_where_blanks_are():
    table = {("received_new", "total"): "missing"}
    row = one(indicators.zero_request_share(of_requests({A: table}), blanks="zero"))
    assert (row["lower"], row["upper"]) == (0, 1)


def test_a_contradiction_gives_no_inference():
    table = SEVEN | {("granted", "total"): "blank", ("handled_total", "total"): 2}
    row = one(indicators.full_disclosure_rate(of_requests({A: table})))
    assert np.isnan(row["lower"])
    assert (row["reports"], row["contradictory"]) == (0, 1)


def test_a_report_without_the_table_is_left_out_and_counted():
    gone = {
        (r, "total"): "missing" for r in ("granted", "handled_total", "received_new", "other_misc")
    }
    data = of_requests(
        {A: SEVEN, B: gone}, {}, {"agency": "乙县人民政府"}, {"agency": "丙县人民政府"}
    )
    row = one(indicators.full_disclosure_rate(data))
    assert row["value"] == pytest.approx(3 / 7)
    assert (row["reports"], row["left_out"]) == (1, 2)


def test_scopes_are_not_mixed_and_the_error_names_them():
    data = of_requests({A: SEVEN, B: SEVEN}, {}, {"scope": "region"})
    with pytest.raises(ValueError, match=r"own \(1\), region \(1\)"):
        indicators.disclosure_rate(data)
    assert one(indicators.disclosure_rate(data, scope="region"))["n"] == 7
    apart = indicators.disclosure_rate(data, by=("scope",))
    assert apart[["scope", "n"]].to_numpy().tolist() == [["own", 7], ["region", 7]]
    assert one(indicators.disclosure_rate(data, scope=["own", "region"]))["n"] == 14
    with pytest.raises(ValueError, match="scope 'mixed': legal are own, level, region, unknown"):
        indicators.disclosure_rate(data, scope="mixed")


def test_a_mirror_counts_once():
    data = of_requests({A: SEVEN, B: SEVEN}, {}, {"duplicate_of": A, "script": "traditional"})
    assert one(indicators.disclosure_rate(data))["n"] == 7


def test_a_small_group_keeps_its_n_and_loses_its_rate():
    row = one(indicators.disclosure_rate(of_requests({A: SEVEN}), minimum=30))
    assert np.isnan(row["value"])
    assert np.isnan(row["ci_low"])
    assert row["n"] == 7


def test_an_open_applicant_is_bounded_by_the_others():
    table = SEVEN | {("received_new", "natural_person"): (0, 7), ("received_new", "business"): 5}
    row = one(indicators.natural_person_share(of_requests({A: table})))
    assert row["value"] == pytest.approx(2 / 7)


def test_requests_per_resident_need_a_whole_territory():
    people = pd.DataFrame({"region_code": ["150624"], "year": [2021], "population": [95_000]})
    data = of_requests({A: SEVEN}, {"scope": "region"})
    assert one(indicators.requests_per_100k(data, people))["value"] == pytest.approx(7 / 0.95)
    with pytest.raises(ValueError, match="region alone"):
        indicators.requests_per_100k(data, people, scope="own")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"by": ("agency",)}, "by 'agency': legal are year"),
        ({"blanks": "none"}, "blanks 'none': legal are open, zero"),
        ({"interval": "normal"}, "interval 'normal': legal are clustered, wilson"),
        ({"each": "report"}, "each 'report': legal are request, body"),
    ],
)
def test_a_wrong_option_is_named_with_the_legal_ones(wrong, said):
    with pytest.raises(ValueError, match=said):
        indicators.disclosure_rate(of_requests({A: SEVEN}), **wrong)


def test_a_quotient_that_is_no_share_takes_no_wilson_interval():
    with pytest.raises(ValueError, match="legal are bootstrap, none"):
        indicators.clearance_rate(of_requests({A: SEVEN}), interval="wilson")


def dispute_rows(report_id: str, cells: dict[tuple[str, str], int]) -> list[dict]:
    return [
        {"report_id": report_id, "channel": c, "outcome": o, "value": cells.get((c, o), 0),
         "state": "reported", "lower": None, "upper": None, "raw": "", "locus": ""}
        for c in CHANNELS
        for o in OUTCOMES
    ]  # fmt: skip


def test_both_denominators_of_the_correction_rate():
    # The figures of a large real table: 97 corrected, 121 of 790 still pending.
    review = {"upheld": 376, "corrected": 97, "other": 196, "pending": 121, "total": 790}
    rows = dispute_rows(A, {("review", o): n for o, n in review.items()})
    data = as_dataset({"reports": make_reports({}), "disputes": rows})
    assert one(indicators.review_correction_rate(data))["value"] == pytest.approx(97 / 669)
    assert one(indicators.review_correction_rate_all(data))["value"] == pytest.approx(97 / 790)


def test_the_deadline_depends_on_the_body():
    said = [
        ("county", "2022-03-31", 0.0),
        ("department", "2022-02-01", 1.0),
        ("prefecture", "2022-01-22", -68.0),
        ("township", "2022-06-30", np.nan),
        ("county", None, np.nan),
    ]
    day = datetime.date.fromisoformat
    reports = pd.DataFrame(
        make_reports(*({"level": x, "published_on": d and day(d)} for x, d, _ in said))
    )
    np.testing.assert_array_equal(delays(reports).to_numpy(), [late for *_, late in said])


def test_only_dated_bodies_count_as_timely():
    data = of_requests(
        {},
        {"published_on": datetime.date(2022, 3, 31)},
        {"published_on": datetime.date(2022, 4, 1)},
        {"level": "township", "published_on": datetime.date(2022, 6, 1)},
    )
    row = one(indicators.timely(data))
    assert (row["value"], row["n"], row["left_out"]) == (0.5, 2, 1)


def test_an_undecided_identity_widens_the_bounds():
    results = ["pass"] * 6 + ["fail"] + ["undecided"]
    checks = [
        {"report_id": A, "check": "T3-ROW", "scope": str(i), "result": r, "severity": "error"}
        for i, r in enumerate(results)
    ]
    checks.append(
        {"report_id": A, "check": "TX-NEW", "scope": "", "result": "fail", "severity": "warning"}
    )
    row = one(
        indicators.identity_pass_rate(as_dataset({"reports": make_reports({}), "checks": checks}))
    )
    assert (row["lower"], row["upper"], row["n"]) == (6 / 8, 7 / 8, 8)


def test_the_form_is_judged_by_the_form_in_force_that_year():
    sections = [
        {"report_id": f"{i:016x}", "section": s}
        for i in range(3)
        for s in ("overview", "proactive", "requests", "disputes", "problems", "other")
    ]
    reports = make_reports(
        {"year": 2020, "form": "2019"},
        {"year": 2020, "form": "2021"},
        {"year": 2022, "form": "2021"},
    )
    data = as_dataset({"reports": reports, "sections": sections})
    assert indicators.form_compliance(data)["value"].tolist() == [0.5, 1.0]


def test_wilson_agrees_with_the_published_formula():
    low, high = wilson(81, 263)
    z, n, p = 1.959964, 263, 81 / 263
    centre, half = p + z * z / (2 * n), z * ((p * (1 - p) + z * z / (4 * n)) / n) ** 0.5
    assert (low, high) == pytest.approx(
        ((centre - half) / (1 + z * z / n), (centre + half) / (1 + z * z / n)), abs=1e-6
    )


def test_drawing_bodies_gives_the_same_interval_each_time_and_needs_two():
    tops, bottoms = np.array([3.0, 90, 10]), np.array([7.0, 100, 40])
    assert clustered(tops, bottoms) == clustered(tops, bottoms)
    low, high = clustered(tops, bottoms)
    assert 0.25 <= low < 103 / 147 < high <= 0.9
    assert np.isnan(clustered(tops[:1], bottoms[:1])).all()


@settings(max_examples=examples(12))
@given(seed=st.integers(0, 10**6), share=st.floats(0, 0.6), more=st.floats(0, 0.4))
def test_bounds_hold_the_truth_and_more_blanks_never_narrow_them(seed, share, more):
    rng = random.Random(seed)
    truth = draw_table3(rng, 25, "2021")
    dice = {key: rng.random() for key in truth}
    blanked, wider = (
        {key: "blank" if dice[key] < level else value for key, value in truth.items()}
        for level in (share, share + more)
    )
    sets = [of_requests({A: table}) for table in (truth, blanked, wider)]
    for name in ("full_disclosure_rate", "other_rate", "natural_person_share", "backlog_rate"):
        indicator = getattr(indicators, name)
        exact, some, many = (indicator(data, interval="none") for data in sets)
        if exact["n"].iloc[0] == 0 or some["n"].iloc[0] == 0 or many["n"].iloc[0] == 0:
            continue
        value = exact["value"].iloc[0]
        assert some["lower"].iloc[0] - 1e-12 <= value <= some["upper"].iloc[0] + 1e-12
        assert many["lower"].iloc[0] <= some["lower"].iloc[0] + 1e-12
        assert many["upper"].iloc[0] >= some["upper"].iloc[0] - 1e-12


def test_every_indicator_is_declared_documented_and_computable():
    data = make_dataset(12, range(2020, 2023))
    declared = indicators.catalogue().set_index("key")
    assert set(declared.index) == set(indicators.__all__) - {"EstimateOptions", "catalogue"}
    for key in declared.index:
        function = getattr(indicators, key)
        assert "Formula:" in inspect.getdoc(function), key
        if key == "requests_per_100k":
            continue
        made = function(data, *NEEDS_MORE.get(key, ()), by=("year",), interval="none")
        assert {"value", "n", "left_out"} <= set(made.columns), key
        assert made["year"].is_monotonic_increasing or made["year"].nunique() < len(made), key


def test_selecting_a_province_takes_what_lies_in_it():
    data = of_requests(
        {A: SEVEN, B: SEVEN, C: SEVEN},
        {},
        {"region_code": "150600", "level": "prefecture"},
        {"region_code": "650104"},
    )
    assert len(select(data, regions="150000").reports) == 2
    assert len(select(data, regions=["150600"], levels="county").reports) == 1
    assert set(select(data, regions="650104").requests["report_id"]) == {C}


def test_a_body_keeps_its_key_when_it_is_renamed():
    bureau = {"level": "department", "region_code": "150600"}
    data = of_requests(
        {},
        {**bureau, "year": 2018, "agency": "鄂尔多斯市国土资源局"},
        {**bureau, "year": 2020, "agency": "鄂尔多斯市自然资源局"},
        {**bureau, "year": 2020, "agency": "鄂尔多斯市水利局"},
    )
    keys = counted(data.reports)["body"].tolist()
    assert keys[0] == keys[1] != keys[2]


def test_blanks_become_nought_for_the_whole_study_only_on_request():
    table = SEVEN | {("received_new", "total"): "blank", ("carried_in", "total"): "missing"}
    data = of_requests({A: table})
    assert one(indicators.zero_request_share(data))["upper"] == 1
    zero = select(data, blanks="zero")
    assert one(indicators.zero_request_share(zero))["value"] == 1
    cells = zero.requests.set_index(["row", "applicant"])["value"]
    assert cells[("received_new", "total")] == 0
    assert pd.isna(cells[("carried_in", "total")])
    assert data.requests["value"].isna().sum() == 2, "the dataset itself stays as it was"
    with pytest.raises(ValueError, match="blanks 'none': legal are open, zero"):
        select(data, blanks="none")
