"""The numbers of figures and findings, worked out from the tables in another way."""

from __future__ import annotations

from collections import Counter
from functools import cache

import numpy as np
import pandas as pd
import pytest
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


def cells() -> pd.DataFrame:
    """Table 3 of the corpus as a plain frame: a row a report, a column a row of the form."""
    table = corpus().requests
    table = table.loc[table["applicant"].eq("total")]
    wide = table.pivot_table(index="report_id", columns="row", values="value").astype(float)
    keys = corpus().reports.set_index("report_id")[["level", "scope", "year"]]
    return wide.join(keys).assign(panel=lambda t: t["level"] + "/" + t["scope"])


def sums(rows: pd.DataFrame, prefix: tuple[str, ...]) -> float:
    return float(rows[[c for c in rows if str(c).startswith(prefix)]].sum().sum())


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


def test_the_parts_of_each_stack_are_shares_of_one_whole():
    table = plate("outcome_composition").sheet.numbers
    wide = cells()
    groups = {"granted": ("granted",), "partial": ("partial",), "refused": ("refused_",),
              "unable": ("unable_",), "not_processed": ("not_processed_",), "other": ("other_",)}  # fmt: skip
    assert set(table["mark"]) == set(groups)
    for (panel, year), rows in table.groupby(["panel", "year"]):
        reports = wide.loc[wide["panel"].eq(panel) & wide["year"].eq(year)]
        for _, row in rows.iterrows():
            expected = sums(reports, groups[row["mark"]]) / reports["handled_total"].sum()
            assert row["lower"] == pytest.approx(expected)
        assert rows["value"].sum() == pytest.approx(1)


def test_figure_nine_divides_all_three_by_the_requests_handled():
    table = plate("procedural_outcomes").sheet.numbers
    wide = cells()
    for _, row in table.iterrows():
        reports = wide.loc[wide["panel"].eq(row["panel"]) & wide["year"].eq(row["year"])]
        expected = sums(reports, (row["mark"] + "_",)) / reports["handled_total"].sum()
        assert row["value"] == pytest.approx(expected)
        assert row["n"] == reports["handled_total"].sum()


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


# --- findings -------------------------------------------------------------------------------


def share_of(part: pd.Series, whole: pd.Series) -> tuple[float, int]:
    return float(part.sum() / whole.sum()), int(whole.sum())


def busiest(of: str) -> pd.DataFrame:
    wide = cells()
    return wide.loc[wide["panel"].eq(wide.groupby("panel")[of].sum().idxmax())]


@cache
def by_hand() -> dict[str, tuple[float, int]]:
    """The estimate and n of findings, from the tables with nothing of the package."""
    data = corpus()
    reports = data.reports
    handled = busiest("handled_total")
    refused = [c for c in handled if c.startswith("refused_")]
    unable = [c for c in handled if c.startswith("unable_")]
    wide = cells()
    by_panel = wide.groupby("panel")
    most_refused = wide.loc[wide["panel"].eq(by_panel[refused].sum().sum(axis=1).idxmax())]
    most_failed = wide.loc[wide["panel"].eq(by_panel[refused + unable].sum().sum(axis=1).idxmax())]
    arrived = wide["received_new"] + wide["carried_in"]
    most_arrived = wide.loc[wide["panel"].eq(arrived.groupby(wide["panel"]).sum().idxmax())]
    forbidden = [c for c in refused if c.split("_", 1)[1] in ("state_secret", "law_prohibited", "security_stability", "third_party")]  # fmt: skip
    new = busiest("received_new")
    kinds = data.requests.loc[data.requests["row"].eq("received_new") & data.requests["report_id"].isin(new.index)]  # fmt: skip
    kinds = kinds.groupby("applicant")["value"].sum()
    problems = data.codes.loc[data.codes["kind"].eq("problem")].drop_duplicates(["report_id", "code"])  # fmt: skip
    promised = set(zip(data.codes["report_id"], data.codes["code"].str.replace("I", "P"), data.codes["kind"], strict=True))  # fmt: skip
    met = [(r, c, "improvement") in promised for r, c in zip(problems["report_id"], problems["code"], strict=True)]  # fmt: skip
    errors = data.checks.loc[data.checks["severity"].eq("error"), "result"]
    prose = data.checks.loc[data.checks["check"].str.startswith("TX-"), "result"]
    body = reports.set_index("report_id", drop=False)["report_id"].str[:8]
    admitted = {
        (body[r], int(y), c)
        for r, c, y in problems.merge(reports[["report_id", "year"]])[["report_id", "code", "year"]].itertuples(index=False)
    }  # fmt: skip
    years = set(zip(body[reports["report_id"]], reports["year"].astype(int), strict=True))
    followed = [x for x in admitted if (x[0], x[1] + 1) in years]
    again = sum((b, y + 1, c) in admitted for b, y, c in followed)
    last = data.similarity.loc[data.similarity["relation"].eq("previous_year")]
    base = [r for r, b, y in zip(reports["report_id"], body[reports["report_id"]], reports["year"], strict=True) if (b, int(y) - 1) in years]  # fmt: skip
    copied = last.loc[last["report_id"].isin(base) & last["score"].ge(0.8), "report_id"].nunique()
    flow = wide["received_new"] + wide["carried_in"] == wide["handled_total"] + wide["carried_out"]
    states = pd.concat([data.requests, data.proactive, data.disputes])["state"]
    return {
        "outcome_composition": share_of(handled["granted"] + handled["partial"], handled["handled_total"]),
        "disclosure_rates": share_of(handled["granted"] + handled["partial"], handled["handled_total"]),
        "refusal_reasons": share_of(most_refused[forbidden].sum(axis=1), most_refused[refused].sum(axis=1)),
        "procedural_outcomes": share_of(most_failed[unable].sum(axis=1), most_failed[refused + unable].sum(axis=1)),
        "backlog": share_of(most_arrived["carried_out"], arrived.loc[most_arrived.index]),
        "applicant_mix": (kinds["business"] / kinds["total"], int(kinds["total"])),
        "promises": (float(np.mean(met)), len(met)),
        "problems": (again / len(followed), len(followed)),
        "similarity": (copied / len(base), len(base)),
        "request_flow": (float(flow.mean()), len(flow)),
        "cell_states": (float(states.eq("reported").mean()), len(states)),
        "checks_by_report": (float(errors.eq("pass").mean()), len(errors)),
        "prose_figures": (float(prose.eq("pass").mean()), len(prose)),
        "prose_checks": (float(prose.eq("pass").mean()), len(prose)),
        "data_quality": (float(errors.eq("pass").mean()), len(errors)),
    }  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        *("outcome_composition", "disclosure_rates", "refusal_reasons", "procedural_outcomes"),
        *("backlog", "applicant_mix", "promises", "problems", "similarity", "request_flow"),
        *("cell_states", "checks_by_report", "prose_figures", "prose_checks", "data_quality"),
    ],
)
def test_the_finding_states_what_the_tables_hold(name):
    fact = plate(name).sheet.fact
    value, n = by_hand()[name]
    assert fact.n == n
    assert fact.lower == pytest.approx(value)
    said = plate(name).finding.text
    assert f"{value:.1%}".replace(".0%", "%") in said
    assert f"n = {n:,}" in said
    if not fact.census:
        assert f"{fact.ci_low:.1%}".replace(".0%", "%") in said


def test_the_finding_of_the_law_of_2024_is_the_change_between_the_years():
    data = corpus()
    keys = data.reports.set_index("report_id")
    total = data.disputes.loc[data.disputes["outcome"].eq("total")]
    wide = total.pivot_table(index="report_id", columns="channel", values="value").astype(float)
    wide = wide.join(keys[["level", "scope", "year"]])
    wide = wide.assign(new=wide["review"] + wide["suit_direct"])
    both = wide.loc[wide["year"].isin([2023, 2024])]
    level, scope = both.groupby(["level", "scope"])["new"].sum().idxmax()
    of = both.loc[both["level"].eq(level) & both["scope"].eq(scope)].groupby("year")[["review", "new"]].sum()  # fmt: skip
    before, after = of["review"] / of["new"]
    fact = plate("disputes").sheet.fact
    assert fact.estimate == pytest.approx(after - before)
    assert fact.n == int(of["new"].sum())


def test_the_busiest_tenth_is_found_by_counting():
    data = corpus()
    year = data.reports["year"].max()
    wide = cells()
    of_year = wide.loc[wide["year"].eq(year)]
    scope = of_year["scope"].value_counts().index[0]
    counts = sorted(of_year.loc[of_year["scope"].eq(scope), "received_new"], reverse=True)
    whole, part = divmod(len(counts), 10)
    held = sum(counts[:whole]) + part / 10 * counts[whole]
    fact = plate("concentration").sheet.fact
    assert fact.estimate == pytest.approx(held / sum(counts))
    assert fact.n == len(counts)


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
        ("prose_checks", lambda: with_results("pass"), "agree"),
        ("prose_checks", lambda: with_results("pass", "fail", "pass"), "disagree"),
        ("prose_checks", lambda: with_results("pass", "undecided"), "cannot_tell"),
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
