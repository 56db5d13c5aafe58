"""Selections: what is kept, what is refused, and that every input is accounted for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from project_paths import SAMPLE
from study_frames import make_dataset

import gikstudy as gik
from gikstudy.analysis.accounting import KEPT, account_for
from gikstudy.analysis.boxes import STAMP
from gikstudy.analysis.criteria import criteria_of, find_place, parse_list, parse_years
from gikstudy.analysis.open_study import located, open_study, study_on
from gikstudy.analysis.open_study import make_dataset as made_dataset
from gikstudy.analysis.selection import apply, counted, select
from gikstudy.errors import CallError
from gikstudy.places.divisions import (
    by_code,
    by_lineage,
    by_name,
    by_short_name,
    depth_of,
    identity_of,
    name_of,
)
from gikstudy.synthesis import write_corpus


@pytest.fixture(scope="module")
def made_up_reports(tmp_path_factory):
    """A dataset of made-up reports, among them pages that are no reports and copies."""
    folder = tmp_path_factory.mktemp("made_up")
    write_corpus(28, folder / "made", seed=4)
    gik.extract(folder / "made" / "reports", out=folder / "out")
    return gik.load_dataset(folder / "out")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("海南", "460000"),
        ("海南省", "460000"),
        ("海南区", "150303"),
        ("内蒙古", "150000"),
        ("吉林", "220000"),
        ("吉林市", "220200"),
        ("长春朝阳区", "220104"),
        ("吉林省长春市朝阳区", "220104"),
        ("北京朝阳", "110105"),
        ("密云县", "110118"),
        ("15", "150000"),
        ("1506", "150600"),
        ("150624", "150624"),
    ],
)
def test_a_name_or_code_means_one_division(asked, code):
    assert find_place(asked).code == code


def test_the_name_of_every_province_means_the_province():
    provinces = {d.code: d for found in by_code().values() for d in found if depth_of(d.code) == 2}
    assert len(provinces) == 34
    for division in provinces.values():
        for name in (division.name, division.short_name):
            assert find_place(name).code == division.code, name


def test_a_name_that_several_divisions_have_is_refused_or_means_the_province():
    several = {
        name: found
        for index in (by_name(), by_short_name())
        for name, found in index.items()
        if len({d.identity for d in found}) > 1
    }
    assert len(several) > 100
    for name, found in list(several.items())[::10]:
        if any(d.depth == 2 for d in found):
            assert find_place(name).code.endswith("0000")
            continue
        full = {d.identity for d in found if d.name == name} or {d.identity for d in found}
        if len({identity_of(d.code) for d in found if d.identity in full}) > 1:
            with pytest.raises(CallError, match=r"may be .*; give the code"):
                find_place(name)
        else:  # one became the other
            assert find_place(name).code in {c for d in found for c in by_identity(d)}


def by_identity(division):
    return {one.code for one in by_lineage()[identity_of(division.code)]}


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("朝阳", r"may be 朝阳区 110105 \(北京市\), 朝阳市 211300 \(辽宁省\), 朝阳县 211321"),
        ("火星", "no division of China has this name"),
        ("鄂尔多思市", "similar are 鄂尔多斯市"),
        ("999999", "no division of China has this code; legal are codes of GB/T 2260"),
        ("1", "no division of China has this code"),
    ],
)
def test_other_names_are_refused_with_what_would_be_legal(asked, message):
    with pytest.raises(CallError, match=message):
        find_place(asked)


def test_a_division_that_changed_its_code_is_found_under_both():
    assert set(find_place("密云").stems) == {"110118", "110228"}
    assert name_of("110228", 2010) == "密云县"


@given(st.integers(2008, 2099), st.integers(2008, 2099))
def test_a_range_holds_its_years_or_is_refused_if_it_runs_backwards(first, last):
    if first <= last:
        assert parse_years(f"{first}-{last}") == list(range(first, last + 1))
    else:
        with pytest.raises(CallError, match=f"write {last}-{first}"):
            parse_years(f"{first}-{last}")


@pytest.mark.parametrize(
    "years", ["last", "2019-", "-2019", "2019-20", "20190", "１9", "2019--2020"]
)
def test_years_that_cannot_be_read_are_refused(years):
    with pytest.raises(CallError, match="years"):
        parse_years(years)


def test_lists_are_read_in_every_usual_form():
    assert parse_list("a, b，c、d") == ["a", "b", "c", "d"]
    assert parse_list([2019, "2020,2021", None]) == ["2019", "2020", "2021"]


def test_a_selection_that_no_report_fits_is_refused_with_what_there_is():
    data = make_dataset(8, range(2019, 2022))
    for wrong, message in (
        ({"years": "2030"}, "years '2030': no report; the dataset has 2019, 2020, 2021"),
        ({"years": "2020,2030"}, "years '2030': no report"),
        (
            {"levels": "central"},
            r"levels 'central': no report; the dataset has county \(\d+\), dep",
        ),
        ({"scope": "region"}, r"scope 'region': no report; the dataset has own"),
        ({"scope": "own,region"}, "scope 'region': no report"),
    ):
        with pytest.raises(CallError, match=message):
            select(data, **wrong)
    # A range may go beyond the years that there are.
    assert set(select(data, years="2020-2030").reports["year"]) == {2020, 2021}


CHOICES = {
    "years": ("", "2020", "2019-2021", "2021-2024"),
    "levels": ("", "county", "department,township"),
    "scope": ("", "own", "level,unknown"),
}


@pytest.mark.parametrize("years", CHOICES["years"])
@pytest.mark.parametrize("levels", CHOICES["levels"])
@pytest.mark.parametrize("scope", CHOICES["scope"])
def test_every_input_is_kept_or_left_out_for_one_reason(made_up_reports, years, levels, scope):
    chosen = criteria_of(years=years, levels=levels, scope=scope)
    try:
        part = apply(chosen, made_up_reports)
    except CallError:
        return  # nothing fits; the other tests look at the refusal
    counts = account_for(made_up_reports, chosen)
    assert sum(counts.values()) == len(made_up_reports.sources)
    assert counts[KEPT] == len(counted(part.reports))
    assert all(n > 0 for reason, n in counts.items() if reason != KEPT)
    assert {"duplicate", "not_a_report"} & set(counts)


def test_a_body_is_chosen_by_its_id_or_full_name(made_up_reports):
    bodies = made_up_reports.bodies
    row = bodies.loc[~bodies["body_name"].duplicated(keep=False)].iloc[0]
    by_id = select(made_up_reports, bodies=row["body_id"]).reports
    assert set(by_id["body_id"]) == {row["body_id"]}
    assert len(select(made_up_reports, bodies=row["body_name"]).reports) == len(by_id)
    with pytest.raises(CallError, match="no body with this id or full name"):
        select(made_up_reports, bodies=row["body_name"][:-1])


def test_a_body_whose_name_others_share_is_refused_with_all_of_them(made_up_reports):
    first, second = made_up_reports.bodies["body_id"].iloc[:2]
    reports = made_up_reports.reports.copy()
    reports.loc[reports["body_id"].isin([first, second]), "agency"] = "同名人民政府"
    twins = select(made_up_reports)
    vars(twins)["reports"] = reports
    with pytest.raises(CallError, match=r"body '同名人民政府': may be .*; give the id") as refusal:
        select(twins, bodies="同名人民政府")
    assert first in str(refusal.value)
    assert second in str(refusal.value)


def test_what_was_chosen_stands_in_the_banner_in_both_languages(tmp_path):
    chosen = {"years": "2019-2020", "levels": "county"}
    zh, en = (
        open_study(SAMPLE, tmp_path, language=language, **chosen).banner()
        for language in ("zh", "en")
    )
    for box in (zh, en):
        assert "years = 2019-2020; levels = county" in repr(box)
        assert "<table" in box._repr_html_()
    assert "真实报告" in repr(zh)
    assert "纳入: 3份报告，3个机关" in repr(zh)
    assert "Left out: of other years 1, of other levels 1" in repr(en)
    assert "Kept: 3 reports of 3 bodies, 2019–2020" in repr(en)


def test_tables_of_made_up_reports_say_so(made_up_reports, tmp_path):
    for study, unreal in (
        (study_on(made_up_reports, "en", {}), True),
        (open_study(SAMPLE, tmp_path, language="en"), False),
    ):
        assert (STAMP in study.table("overview").as_raw_html()) is unreal
        assert (STAMP in study.banner()._repr_html_()) is unreal


def test_the_methods_name_formula_denominator_versions_and_hashes(tmp_path):
    study = open_study(SAMPLE, tmp_path, language="en")
    assert "sha256" not in repr(study.methods()), "nothing has been used yet"
    box = repr((study.banner(), study.methods("disclosure_rate")))
    for said in (
        "(granted + partial) / handled_total; denominator: requests handled",
        "pandas 3.",
        "sha256:",
    ):
        assert said in box
    with pytest.raises(CallError, match="indicator 'luck': legal are "):
        study.methods("luck")


def test_a_dataset_is_made_again_only_if_its_raw_files_or_the_reader_changed(few, tmp_path):
    out = tmp_path / "out"
    assert len(made_dataset(few, out, progress=False).reports) == 5
    before = (out / "datapackage.json").stat().st_mtime_ns
    made_dataset(few, out, progress=False)
    assert (out / "datapackage.json").stat().st_mtime_ns == before
    (few / "report_000.txt").unlink()
    assert len(made_dataset(few, out, progress=False).reports) == 4
    gik.extract(SAMPLE, out=out)  # by another hand, of other files
    assert len(made_dataset(few, out, progress=False).reports) == 4


def test_a_dataset_of_quite_other_files_is_never_replaced_by_a_notebook(few, tmp_path):
    gik.extract(few, out=tmp_path / "out")
    (tmp_path / "other").mkdir()
    (few / "report_001.txt").rename(tmp_path / "other" / "mine.txt")
    with pytest.raises(CallError, match="holds a dataset of other files than"):
        made_dataset(tmp_path / "other", tmp_path / "out", progress=False)
    assert len(made_dataset(tmp_path / "gone", tmp_path / "out", progress=False).reports) == 5
    with pytest.raises(FileNotFoundError, match="no such file or folder of reports"):
        made_dataset(tmp_path / "gone", tmp_path / "nowhere", progress=False)


def test_a_relative_path_is_the_same_in_jupyter_and_by_papermill(tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    assert located("data/raw") == tmp_path / "data" / "raw"
    monkeypatch.chdir(tmp_path)
    assert located("data/raw").absolute() == tmp_path / "data" / "raw"
