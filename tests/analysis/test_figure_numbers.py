"""The numbers of figures and findings, worked out from the tables in another way.

`figures_again` and `findings_again` hold one recomputation for each figure and each finding; a figure
without one fails here.
"""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from figures_again import AGAIN
from findings_again import FINDINGS_AGAIN
from plates import changed, corpus, plate, printed_counts, texts

from gikstudy.analysis.figures import copying
from gikstudy.analysis.figures.album import FIGURES
from gikstudy.analysis.figures.axes import breaks_of, series
from gikstudy.analysis.figures.canvas import canvas
from gikstudy.analysis.findings import Fact, find, judge
from gikstudy.analysis.labels import say
from gikstudy.packaged import packaged_rows

TREND = {
    "requests_received": ("per_report",),
    "applicant_mix": ("natural_person",),
    "outcome_composition": ("granted",),
    "disclosure_rates": ("disclosure_rate", "disclosure_rate_substantive"),
    "procedural_outcomes": ("unable",),
    "backlog": ("backlog_rate",),
    "disputes": ("review_first_share",),
    "proactive": ("documents",),
}


# Intervals that are drawn at random are compared with other draws.
DRAWN = ("requests_received", "proactive")
FITTED = ("event_study", "specifications")
# What is written of a row, in figures that write their numbers and do not draw them.
WRITTEN = {
    "province_tiles": lambda row: [f"{row['value']:.0%}", f"{row['reports']}"],
    "prose_figures": lambda row: [f"{row['left']:g}", f"{row['right']:g}"],
    "cell_states": lambda row: [f"{row['reported']:,}"],
    "request_flow": lambda row: [f"{row['lower']:,.0f}"] if row["lower"] else [],
    "checks_by_report": lambda row: [f"{x}" for x in row if isinstance(x, int) and x > 1],
}


def test_no_figure_and_no_finding_is_without_a_recomputation():
    templates = {row["key"].partition(".")[0] for row in packaged_rows("gikstudy.analysis", "findings.csv")}  # fmt: skip
    known = set(FIGURES) | {"too_little", "verdict", "span", "points", "tail"}
    assert templates <= known, "a finding of no figure"
    assert set(AGAIN) == set(FIGURES)
    assert set(FINDINGS_AGAIN) == set(FIGURES)


def in_order(table: pd.DataFrame, keys: tuple[str, ...]) -> pd.DataFrame:
    """A table by its keys, where rows without a key of their own are told apart by their rank."""
    if "rank" in keys and "rank" not in table:
        firsts = [key for key in keys if key != "rank"]
        table = table.assign(rank=table.groupby(firsts).cumcount())
    if "year" in keys and table["year"].isna().any():  # rows over all years
        table = table.assign(year=table["year"].astype(float).fillna(0.0))
    return table.sort_values(list(keys)).set_index(list(keys))


@pytest.mark.parametrize("name", FIGURES)
def test_every_number_of_a_figure_is_that_of_the_tables(name):
    make, keys = AGAIN[name]
    drawn, again = (in_order(t, keys) for t in (plate(name).sheet.numbers, make()))
    assert len(drawn) > 0
    assert drawn.index.is_unique
    assert list(drawn.index) == list(again.index)
    assert set(drawn) <= set(again), "a column that nothing works out"
    for column in drawn:
        one, other = drawn[column], again[column]
        if not pd.api.types.is_numeric_dtype(one):
            assert list(one) == list(other), column
            continue
        slack = 1e-9
        if name in FITTED and column in ("value", "low", "high"):
            slack = 1e-4
        if name in DRAWN and column in ("ci_low", "ci_high"):
            # Of few requests, the share of one report is the smallest step.
            width = drawn["ci_high"] - drawn["ci_low"]
            slack = (0.15 * width + 1 / drawn["reports"]).to_numpy(float)
        apart = np.abs(one.to_numpy(float) - other.to_numpy(float))
        both = one.isna().to_numpy() & other.isna().to_numpy()
        assert (both | (apart <= slack)).all(), (column, one[~both & ~(apart <= slack)])


@pytest.mark.parametrize("name", FIGURES)
def test_the_sentence_of_a_figure_states_what_the_tables_hold(name):
    fact, finding = plate(name).sheet.fact, plate(name).finding
    value, n, ends = FINDINGS_AGAIN[name]()
    assert fact.n == n
    assert fact.lower == pytest.approx(value, rel=1e-4)
    assert f"n = {n:,}" in finding.text
    assert fact.census == (ends is None)
    if ends is None:
        return
    slack = 0.15 * (ends[1] - ends[0]) if name in DRAWN[:1] else 1e-4 * max(1.0, abs(ends[1]))
    assert (fact.ci_low, fact.ci_high) == pytest.approx(ends, abs=slack)
    assert finding.interval == (fact.ci_low, fact.ci_high)


@pytest.mark.parametrize("name", TREND)
def test_every_count_printed_under_a_year_is_the_number_of_reports_behind_the_mark(name):
    sheet = plate(name).sheet
    panels = list(dict.fromkeys(sheet.numbers["panel"]))
    axes = [ax for ax in sheet.figure.axes if ax.get_xticklabels()][: len(panels)]
    seen = 0
    for panel, ax in zip(panels, axes, strict=True):
        of_panel = sheet.reports.loc[sheet.reports["panel"].eq(panel)]
        printed = printed_counts(ax)
        for order, mark in enumerate(TREND[name]):
            drawn = sheet.numbers.loc[sheet.numbers["panel"].eq(panel) & sheet.numbers["mark"].eq(mark)]  # fmt: skip
            for year in drawn["year"]:
                rows = of_panel.loc[
                    of_panel["mark"].isin([mark, "whole"]) & of_panel["group"].eq(year)
                ]
                used = int(rows["used"].sum())
                assert printed[year, order] == (used, len(rows) - used), (panel, year)
                seen += 1
        # Nothing is counted where nothing is drawn.
        assert {y for y, _ in printed} <= set(sheet.numbers.loc[sheet.numbers["panel"].eq(panel), "year"])  # fmt: skip
    assert seen == sheet.numbers["mark"].isin(TREND[name]).sum()


@pytest.mark.parametrize("name", TREND)
def test_no_level_and_scope_and_no_year_vanishes_without_a_word(name):
    sheet = plate(name).sheet
    said = texts(sheet.figure).replace("\n", " ")
    reports = corpus().reports
    panels = set(sheet.numbers["panel"])
    for level, scope in set(zip(reports["level"], reports["scope"], strict=True)):
        if f"{level}/{scope}" not in panels:
            assert f"{level} · scope: {scope}" in said
    assert {"county/region", "department/own"} <= panels, "governments stand beside departments"


@pytest.mark.parametrize("name", ["outcome_composition", "applicant_mix"])
def test_the_parts_of_each_stack_are_shares_of_one_whole(name):
    table = plate(name).sheet.numbers
    for _, rows in table.groupby(["panel", "year"]):
        assert rows["value"].sum() == pytest.approx(1)
        assert len(set(rows["n"])) == 1


def on_the_axes(figure) -> np.ndarray:
    """Every coordinate, length and shade in a figure."""
    found = []
    for axes in figure.axes:
        found += [x for line in axes.get_lines() for x in (line.get_xdata(), line.get_ydata())]
        found += [[p.get_height(), p.get_width()] for p in axes.patches if hasattr(p, "get_height")]
        for many in axes.collections:
            found += [x.ravel() for x in getattr(many, "get_segments", list)()]
            shades = many.get_array()
            found += [] if shades is None else [np.ma.filled(shades, 0).ravel()]
            found += [path.vertices.ravel() for path in many.get_paths()]
    return np.sort(np.concatenate([np.asarray(x, float).ravel() for x in found]))


@pytest.mark.parametrize("name", [n for n in FIGURES if n not in WRITTEN])
def test_what_is_drawn_are_the_numbers_of_the_table(name):
    sheet = plate(name).sheet
    places = on_the_axes(sheet.figure)
    known = ("value", "share", "requests", "fail", "z", "ci_low", "ci_high", "low", "high")
    columns = [c for c in known if c in sheet.numbers] or ["n"]
    for column in columns:
        numbers = sheet.numbers[column].dropna().to_numpy(float)
        nearest = places[np.searchsorted(places, numbers - 2e-6).clip(max=len(places) - 1)]
        assert nearest == pytest.approx(numbers, abs=2e-6), column


@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_written_are_the_numbers_of_the_table(name):
    sheet = plate(name).sheet
    said = set(re.findall(r"[\d.,]*\d%?", texts(sheet.figure)))
    for row in sheet.numbers.to_dict("records"):
        told = WRITTEN[name](row if name != "checks_by_report" else row.values())
        assert set(told) <= said, row


def test_a_finding_opens_as_a_sentence_and_a_change_has_its_sign():
    said = {name: plate(name).finding.text for name in FIGURES}
    for name, text in said.items():
        assert text[0].isupper(), (name, text)
        assert text.count("(") == text.count(")")
        assert ") (" not in text, "two brackets in a row"
        assert "left out: 0" not in text
    assert said["backlog"].startswith("At the prefecture level (scope: region), of the requests")
    assert re.search(r"95% interval of the change −[\d.]+ to −", said["requests_received"])
    assert re.search(r"changed by \+[\d.]+% from 2024", said["event_study"])


def test_years_are_joined_neither_over_a_gap_nor_over_a_break_of_the_form():
    table = pd.DataFrame({"year": [2019, 2020, 2021, 2022, 2024], "value": [1.0, 2, 3, 4, 5]})
    table = table.assign(lower=table["value"], upper=table["value"], ci_low=np.nan, ci_high=np.nan)
    _, (ax,) = canvas()
    series(ax, table, breaks=breaks_of("documents"))
    joined = [tuple(np.round(x.get_xdata())) for x in ax.get_lines() if len(x.get_xdata()) == 2]
    assert joined == [(2019, 2020), (2021, 2022)]


def test_estimate_bounds_and_interval_are_three_marks():
    row = {"year": 2020, "value": np.nan, "lower": 0.2, "upper": 0.4, "ci_low": 0.1, "ci_high": 0.5}
    outer = {"outer_low": 0.05, "outer_high": 0.9}
    _, (ax,) = canvas()
    series(ax, pd.DataFrame([row | outer]))
    heights = sorted(
        tuple(np.round(segment[:, 1], 3)) for c in ax.collections for segment in c.get_segments()
    )
    assert heights == [(0.05, 0.9), (0.1, 0.5), (0.2, 0.4)]
    points = [y for x in ax.get_lines() if x.get_marker() == "o" for y in x.get_ydata()]
    assert np.isnan(points).all(), "an open estimate has no point"


def test_count_axes_start_at_nought_and_are_not_logarithmic():
    for name in ("requests_received", "proactive"):
        sheet = plate(name).sheet
        for ax in sheet.figure.axes[: sheet.numbers["panel"].nunique()]:
            assert ax.get_yscale() == "linear"
            assert ax.get_ylim()[0] == 0


def test_checks_that_only_inform_are_no_failures():
    checks = corpus().checks
    more = checks.loc[checks["check"].eq("T3-SUM")].assign(check="T4-2024", severity="info", result="fail")  # fmt: skip
    data = changed(corpus(), checks=pd.concat([checks, more], ignore_index=True))
    sheet = FIGURES["data_quality"](data, "en").sheet
    assert "T4-2024" not in set(sheet.numbers["check"])
    assert f"{len(more):,} checks that only inform" in texts(sheet.figure).replace("\n", " ")
    counts = Counter(checks.loc[checks["check"].eq("T3-ROW"), "result"])
    row = sheet.numbers.set_index("check").loc["T3-ROW"]
    assert row["fail"] == pytest.approx(counts["fail"] / counts.total())
    assert row["n"] == counts.total()


def test_words_of_pages_brands_and_single_reports_mark_no_year():
    common = Counter({"服务": 4000, "公开信息": 3000, "网站地图": 60})
    counts = {"2020": common + Counter({"疫情": 90, "防控工程": 50}), "2021": Counter(common)}
    counts["2021"]["网站地图"] = 0
    reports = Counter({"疫情": 40, "防控工程": 2, "服务": 50, "网站地图": 50, "公开信息": 50})
    found, tested = copying.telling_words(counts, {"2020": reports, "2021": reports})
    assert [row["word"] for row in found] == ["疫情"]
    assert tested == 4
    even = {"2020": Counter({"甲乙": 52, "丙丁": 48}), "2021": Counter({"甲乙": 48, "丙丁": 52})}
    assert copying.telling_words(even, dict.fromkeys(even, reports))[0] == []


def test_a_contradictory_report_is_left_out_of_the_figure_which_says_so():
    table = corpus().requests
    one = corpus().reports.loc[corpus().reports["level"].eq("prefecture"), "report_id"].iloc[3]
    hit = table["report_id"].eq(one) & table["row"].eq("granted") & table["applicant"].eq("total")
    data = changed(corpus(), requests=table.assign(value=table["value"].mask(hit, 99_999)))
    sheet = FIGURES["outcome_composition"](data, "en").sheet
    rows = sheet.reports.loc[sheet.reports["report_id"].eq(one)]
    assert set(rows["why"]) == {"contradictory"}
    year = int(rows["group"].iloc[0])
    panels = list(dict.fromkeys(sheet.numbers["panel"]))
    printed = printed_counts(sheet.figure.axes[panels.index("prefecture/region")])[year, 0]
    assert printed[1] == 1


def test_open_cells_are_drawn_as_open():
    table = corpus().requests
    open_ = table["applicant"].eq("total") & table["row"].isin(["granted", "unable_not_held"])
    data = changed(corpus(), requests=table.assign(value=table["value"].mask(open_), state=table["state"].mask(open_, "blank")))  # fmt: skip
    numbers = FIGURES["outcome_composition"](data, "en").sheet.numbers
    lower = numbers.groupby(["panel", "year"])["lower"].sum()
    assert (lower < 1).all()
    assert numbers["value"].isna().any()


@pytest.mark.parametrize(
    ("test", "limit", "agree", "disagree", "open_"),
    [
        ("above", 0.5, (0.6, 0.7), (0.2, 0.3), (0.4, 0.6)),
        ("below", 0.5, (0.2, 0.3), (0.6, 0.7), (0.4, 0.6)),
        ("rise", np.nan, (0.1, 0.2), (-0.2, -0.1), (-0.1, 0.1)),
        ("fall", np.nan, (-0.2, -0.1), (0.1, 0.2), (-0.1, 0.1)),
        ("near", 0.1, (-0.05, 0.05), (0.2, 0.3), (0.05, 0.2)),
    ],
)
def test_a_verdict_needs_the_whole_range(test, limit, agree, disagree, open_):
    for ends, verdict in ((agree, "agree"), (disagree, "disagree"), (open_, "cannot_tell")):
        assert judge(Fact(9, np.nan, sum(ends) / 2, sum(ends) / 2, *ends), test, limit) == verdict
        assert judge(Fact(9, np.nan, *ends, census=True), test, limit) == verdict
    nobody = Fact(9, 0.5, 0.5, 0.5)
    assert judge(nobody, test, limit) == "cannot_tell", "without an interval nothing is decided"


def test_less_coverage_than_expected_proves_nothing():
    assert judge(Fact(9, 0.1, 0.1, 0.1, 0.1, 0.1), "reach", 0.9) == "cannot_tell"
    assert judge(Fact(9, 1, 1, 1, 1, 1), "reach", 0.9) == "agree"


def with_codes(share: float, reports: int | None = None):
    """The corpus with so many of its problems called core ones, of some reports alone."""
    codes = corpus().codes
    core = np.arange(len(codes)) // 2 % 10 < share * 10
    ids = corpus().reports["report_id"][:reports]
    return changed(corpus(), codes=codes.assign(core=core).loc[codes["report_id"].isin(ids)])


def with_results(*results: str):
    checks = corpus().checks
    made = [results[i % len(results)] for i in range(len(checks))]
    return changed(corpus(), checks=checks.assign(result=made))


@pytest.mark.parametrize(
    ("name", "make", "verdict"),
    [
        ("core_share", lambda: with_codes(0.1), "agree"),
        ("core_share", lambda: with_codes(0.9), "disagree"),
        ("core_share", lambda: with_codes(0.5), "cannot_tell"),
        ("checks_by_report", lambda: with_results("pass"), "agree"),
        ("checks_by_report", lambda: with_results("pass", "fail"), "disagree"),
        ("checks_by_report", lambda: with_results("pass", "undecided"), "cannot_tell"),
        ("prose_figures", lambda: with_results("pass"), "agree"),
        ("prose_figures", lambda: with_results("pass", "fail", "pass"), "disagree"),
        ("prose_figures", lambda: with_results("pass", "undecided"), "cannot_tell"),
        # Forty bodies of which each is right leave room for one in twenty that is not.
        ("prose_checks", lambda: with_results("pass"), "cannot_tell"),
    ],
)
def test_each_verdict_comes_out_of_some_corpus(name, make, verdict):
    made = FIGURES[name](make(), "zh")
    assert made.finding.verdict == verdict, made.finding.text
    page = made._repr_html_()
    word = {"agree": "相符", "disagree": "不符", "cannot_tell": "不足以判断"}[verdict]
    assert word in page
    assert made.finding.expectation in page


def test_every_figure_has_a_template_and_an_expectation_with_a_source():
    templates = {row["key"].split(".")[0] for row in packaged_rows("gikstudy.analysis", "findings.csv")}  # fmt: skip
    expected = {row["figure"]: row for row in packaged_rows("gikstudy.analysis", "expectations.csv")}  # fmt: skip
    assert set(FIGURES) <= templates
    assert set(expected) == set(FIGURES)
    for name, row in expected.items():
        assert row["source"], name
        assert (row["threshold"] == "") == (row["test"] in ("rise", "fall"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_without_numbers_there_is_too_little_to_say(language):
    for name in FIGURES:
        found = find(name, None, language)
        assert found.verdict == "cannot_tell"
        assert (found.n, found.estimate, found.interval) == (0, None, None)
        assert found.text == next(r[language] for r in packaged_rows("gikstudy.analysis", "findings.csv") if r["key"] == "too_little")  # fmt: skip


def test_a_year_with_too_few_requests_is_named_and_has_no_count():
    table = corpus().requests
    year = corpus().reports.set_index("report_id")["year"]
    thin = table["report_id"].map(year).eq(2021) & table["report_id"].map(corpus().reports.set_index("report_id")["level"]).eq("county")  # fmt: skip
    data = changed(corpus(), requests=table.assign(value=table["value"].mask(thin, 0)))
    sheet = FIGURES["backlog"](data, "en").sheet
    assert not len(sheet.numbers.query("panel == 'county/region' and year == 2021"))
    why = sheet.reports.query("panel == 'county/region' and group == 2021")["why"]
    assert set(why) <= {"too_few", "not_printed"}
    ticks = [t.get_text() for t in sheet.figure.axes[0].get_xticklabels()] + [
        t.get_text() for ax in sheet.figure.axes for t in ax.get_xticklabels()
    ]
    assert f"2021\n{say('tick.few', 'en', minimum=30)}" in ticks
