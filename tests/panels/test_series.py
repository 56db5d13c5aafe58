"""The series from 2008: equal to the truth wherever it has a number, with its breaks marked."""

from __future__ import annotations

from collections import Counter
from types import ModuleType

import pytest
from benchmarks_by_name import benchmark

import gikstudy as gik
from gikstudy.forms import form_names, get_form
from gikstudy.forms.statistics import statistics_names, statistics_table
from gikstudy.packaged import packaged_rows
from gikstudy.panels.series import series_measures, series_rules
from gikstudy.prose.cues import metric_rows
from gikstudy.synthesis import make_report

SEED, YEARS, REPORTS = 5, (2008, 2025), 36


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    return benchmark("series")


@pytest.fixture(scope="module")
def series(tmp_path_factory):
    folder = tmp_path_factory.mktemp("series")
    gik.synth(REPORTS, folder / "made", seed=SEED, years="2008-2025")
    gik.extract(folder / "made" / "reports", out=folder / "dataset")
    assert gik.validate(folder / "dataset") == []
    result = gik.evaluate(folder / "dataset", folder / "made" / "truth.parquet")
    assert (result.overall.wrong, result.overall.outside) == (0, 0)
    return gik.series(folder / "dataset")


def test_every_number_is_the_true_one(series, bench):
    made = {m.report_id: m for m in (make_report(SEED, n, years=YEARS) for n in range(REPORTS))}
    numbers: Counter[str] = Counter()
    for (_, source), tally in bench.tallies(series, made).items():
        assert (tally.wrong, tally.outside) == (0, 0)
        numbers[source] += tally.numbers
    assert numbers["table"] > 100
    assert numbers["prose"] > 5


def test_bounds_and_sources_say_what_is_known(series):
    known, open_ = series["value"].notna(), series["value"].isna()
    assert (series.loc[known, "source"] != "").all()
    assert (series.loc[known, "lower"] == series.loc[known, "value"]).all()
    assert series.loc[open_ & series["source"].eq(""), ["lower", "upper"]].isna().all(axis=None)
    assert (series["cells"].eq("") == series["source"].eq("")).all()


def test_each_change_of_cells_is_a_break(series):
    used = series.loc[series["source"].ne("")]
    for _, rows in used.groupby(["body_id", "measure"]):
        changed = rows["cells"].ne(rows["cells"].shift()) & rows["cells"].shift().notna()
        marked = rows["breaks"].str.contains("form|source")
        assert changed.equals(marked)
        assert rows["breaks"].iloc[0] == ""


def test_the_law_of_2024_breaks_reviews_and_suits_only(series):
    law = series.loc[series["breaks"].str.contains("law")]
    assert set(law["measure"]) == {"reviews", "suits"}
    assert law["year"].ge(2024).all()


def test_the_rules_name_cells_that_exist():
    metrics = {f"mentions/{row['metric']}" for row in metric_rows()}
    for rule in series_rules():
        if rule.form == "prose":
            assert set(rule.cells) <= metrics
        elif rule.form in statistics_names():
            keys = {f"statistics/{key}/year" for key in statistics_table(rule.form).keys}
            assert set(rule.cells) <= keys
        else:
            rows = {row.key for row in get_form(rule.form).requests} | {"other_undivided"}
            rows |= {"other_not_supplemented", "other_fee_unpaid", "other_misc"}
            table3 = {f"requests/{row}/total" for row in rows}
            table4 = {f"disputes/{c.key}/total" for c in get_form(rule.form).channels}
            assert set(rule.cells) <= table3 | table4
    forms = {rule.form for rule in series_rules()}
    assert forms == {*statistics_names(), *form_names(), "prose"}
    assert len(packaged_rows("gikstudy.panels", "series.csv")) == len(series_rules())
    assert len(series_measures()) == 8


def test_what_has_no_target_on_later_forms_is_bridged_in_no_measure():
    bridged = {cell for rule in series_rules() if rule.form == "2014" for cell in rule.cells}
    alone = ("refused_not_information", "refused_other_law", "complaints", "closed")
    assert not bridged & {f"statistics/{key}/year" for key in alone}
