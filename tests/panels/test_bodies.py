"""Bodies over the years: one id whatever the name, a panel, and what is missing from it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from dataset_reports import make_report

import gikstudy as gik
from gikstudy.dataset.rows import rows_of
from gikstudy.panels.bodies import Study, body_tables
from gikstudy.panels.frame import governments, read_departments, usual_departments
from gikstudy.panels.totals import MEASURES, Cells
from gikstudy.places.bodies import body_key, functions, id_of
from gikstudy.places.divisions import by_lineage, division_in, units_above
from gikstudy.synthesis import write_corpus

YEARS = (2019, 2020, 2021)
EVERYWHERE = ("", "~")


def report(agency: str, level: str, region: str, year: int, **changes: object):
    about = replace(
        make_report("x").about,
        agency=agency,
        level=level,
        region_code=region,
        year=year,
        **{k: changes.pop(k) for k in list(changes) if k in ("scope", "parent_level")},
    )
    return make_report(f"{agency}{year}{changes}", about=about, **changes)


def tables_of(*reports, departments=(), span=EVERYWHERE, years=YEARS) -> dict[str, pd.DataFrame]:
    rows: dict[str, list[dict]] = {}
    for one in reports:
        for name, of_table in rows_of(one, "1").items():
            rows.setdefault(name, []).extend(of_table)
    cells = Cells(*(pd.DataFrame(rows[n]) for n in ("requests", "proactive", "disputes")))
    found: dict[str, list[dict]] = {"bodies": [], "panel": [], "missing": []}
    study = Study(years, tuple(departments))
    for name, row in body_tables(pd.DataFrame(rows["reports"]), cells, span, study):
        found[name].append(row)
    return {name: pd.DataFrame(of_table) for name, of_table in found.items()}


def ids(*told: tuple[str, str, str, int]) -> set[str]:
    return {id_of(body_key(*one)) for one in told}


# --- the id ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "told",
    [
        # a county becomes a district and changes its code; its departments are renamed
        [
            ("任县人民政府", "county", "130526", 2019),
            ("邢台市任泽区人民政府", "county", "130505", 2021),
        ],
        [
            ("任县环境保护局", "department", "130526", 2018),
            ("任泽区生态环境局", "department", "130505", 2021),
        ],
        # a zone by its long and its short name
        [
            ("合肥高新技术产业开发区管委会", "devzone", "340100", 2020),
            ("合肥市高新区管理委员会", "devzone", "340100", 2021),
        ],
        # a division of the Corps before and after its city was founded
        [
            ("第七师财政局", "department", "650000", 2018),
            ("兵团第七师胡杨河市财政局", "department", "659010", 2021),
        ],
    ],
)
def test_a_body_keeps_its_id(told) -> None:
    assert len(ids(*told)) == 1
    assert "" not in ids(*told)


def test_merged_divisions_do_not_become_one_body() -> None:
    assert len(ids(("白下区人民政府", "county", "320103", 2011), ("秦淮区人民政府", "county", "320104", 2011))) == 2  # fmt: skip
    # Xinjiang and the Corps share a code, and so do ministries, which have none
    assert len(ids(("新疆维吾尔自治区人民政府", "province", "650000", 2020), ("新疆生产建设兵团", "province", "650000", 2020))) == 2  # fmt: skip
    assert len(ids(("财政部", "central", "", 2020), ("教育部", "central", "", 2020))) == 2


@pytest.mark.parametrize("year", range(2008, 2026))
def test_no_two_divisions_of_a_year_have_one_lineage(year) -> None:
    told = Counter(
        lineage for lineage, found in by_lineage().items() for d in found if not d.gap(year)
    )
    assert max(told.values()) == 1
    bodies = [one.body_id for one in governments(year)]
    assert len(set(bodies)) == len(bodies) > 3100


def test_the_id_is_the_same_in_every_dataset() -> None:
    # Papers cite it: a change of what goes into it is a breaking change.
    assert ids(("鄂托克旗人民政府", "county", "150624", 2020)) == {"163bd225e9e3bbec"}


def test_units_above_are_those_of_the_year() -> None:
    assert units_above("371202", 2018).prefecture_name == "莱芜市"
    assert units_above("370116", 2019).prefecture_name == "济南市"
    assert units_above("150600", 2020).prefecture_code == "150600"
    assert units_above("150000", 2020).prefecture_code == ""
    assert units_above("", None).province_name == ""
    assert division_in("130505", 2019).name == "任县"


# --- bodies and panel -----------------------------------------------------------------------


def test_a_body_has_its_names_by_year_and_the_newest_in_front() -> None:
    made = tables_of(
        report("会同县国土资源局", "department", "431225", 2019),
        report("会同县自然资源局", "department", "431225", 2021),
    )
    (body,) = made["bodies"].to_dict("records")
    assert body["body_name"] == "会同县自然资源局"
    assert body["names"] == "2019:会同县国土资源局;2021:会同县自然资源局"
    assert (body["first_year"], body["last_year"], body["n_reports"]) == (2019, 2021, 2)
    assert (body["missing_years"], body["function"]) == ("2020", "自然资源")


def test_the_panel_has_one_row_for_each_body_and_year_with_neighbours() -> None:
    made = [report("会同县人民政府", "county", "431225", year) for year in YEARS]
    worse = report("会同县", "county", "431225", 2020, status="partial")
    panel = tables_of(worse, *made)["panel"]
    assert panel["year"].tolist() == list(YEARS)
    assert panel["report_id"].tolist() == [one.report_id for one in made]
    assert panel["n_reports"].tolist() == [1, 2, 1]
    assert panel["previous_id"].tolist() == ["", *(one.report_id for one in made[:2])]
    assert panel["next_id"].tolist() == [*(one.report_id for one in made[1:]), ""]
    assert panel["balanced"].all()
    assert panel["in_frame"].all()
    assert panel["due_on"].tolist() == [date(year + 1, 3, 31) for year in YEARS]


def test_open_cells_are_bounds_and_never_zero() -> None:
    (row,) = tables_of(report("会同县人民政府", "county", "431225", 2020))["panel"].to_dict("records")  # fmt: skip
    assert row["received_new"] == row["received_new_lower"] == row["received_new_upper"] == 7
    assert pd.isna(row["refused"])
    assert row["refused_lower"] == 0
    assert row["procurement_amount"] == 183_000_000
    assert (row["review_total"], row["n_open"]) == (1, 198 - 6)
    assert pd.isna(row["review_correction_rate"])
    for name in MEASURES:
        low, high = row[f"{name}_lower"], row[f"{name}_upper"]
        assert pd.isna(low) or pd.isna(high) or low <= high, name
        assert pd.isna(row[name]) or row[name] == low == high


def test_copies_and_what_is_no_report_stand_for_nobody() -> None:
    one = report("会同县人民政府", "county", "431225", 2020)
    for other in (
        replace(one, status="not_a_report", report_id="f" * 16),
        replace(one, about=replace(one.about, year=None), report_id="f" * 16),
        replace(one, about=replace(one.about, region_code=""), report_id="f" * 16),
    ):
        assert len(tables_of(one, other)["panel"]) == 1


# --- the frame ------------------------------------------------------------------------------


def test_every_government_without_a_report_is_missing_and_no_other() -> None:
    made = tables_of(report("任县人民政府", "county", "130526", 2019))
    missing = made["missing"]
    assert set(missing["basis"]) == {"government"}
    for year in YEARS:
        of_year = missing.loc[missing["year"] == year]
        assert len(of_year) == len(governments(year)) - (year == 2019)
    (ren,) = made["bodies"]["body_id"]
    late = missing.loc[missing["body_id"] == ren]
    # Named as its last report named it, with the code of the year.
    assert late["year"].tolist() == [2020, 2021]
    assert late["region_code"].tolist() == ["130505", "130505"]


def test_an_office_that_reports_stands_for_its_government() -> None:
    made = tables_of(
        report("会同县人民政府", "county", "431225", 2019),
        report("会同县人民政府办公室", "county", "431225", 2020),
        years=(2019, 2020),
    )
    assert "431225" not in set(made["missing"]["region_code"])
    assert made["panel"]["in_frame"].all()


def test_departments_are_expected_where_the_dataset_has_any() -> None:
    made = tables_of(
        report("会同县财政局", "department", "431225", 2020, parent_level="county"),
        departments=usual_departments(),
        years=(2020,),
    )
    missing = made["missing"].loc[made["missing"]["basis"] == "department"]
    assert set(missing["region_code"]) == {"431225"}
    assert "会同县审计局" in set(missing["body_name"])
    assert "财政" not in set(missing["function"])
    assert made["panel"]["in_frame"].tolist() == [True]
    wanted = sum(department.level == "county" for department in usual_departments())
    assert len(missing) == wanted - 1


def test_a_body_outside_the_frame_misses_its_years() -> None:
    town = [report("会同县坪村镇人民政府", "township", "431225", year) for year in (2020, 2022)]
    missing = tables_of(*town, years=(2019, 2020, 2021, 2022, 2023))["missing"]
    missing = missing.loc[missing["level"] == "township"]
    assert missing["year"].tolist() == [2019, 2021, 2023]
    assert missing["basis"].tolist() == ["begun", "gap", "ended"]


def test_every_department_of_the_frame_is_met_by_its_usual_name() -> None:
    for department in usual_departments():
        assert department.function in functions()
        key = body_key(f"会同县{department.name}", "department", "431225", 2020)
        assert key.split("/")[2] == department.function


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("level,name\n", "no column function"),
        ("level,function,name,first_year,last_year\ntown,财政,财政局,,\n", "level 'town'"),
        ("level,function,name,first_year,last_year\ncounty,,财政局,,\n", "function is empty"),
        ("level,function,name,first_year,last_year\ncounty,财政,财政局,20,\n", "first_year '20'"),
    ],
)
def test_a_frame_that_cannot_be_meant_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "frame_departments.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(gik.GikstudyError, match=reason):
        read_departments(path.read_bytes(), str(path))


# --- a run ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("panels")
    write_corpus(60, folder / "made", seed=11)
    return folder


def test_the_file_of_the_user_takes_the_place_of_the_frame(made: Path, monkeypatch) -> None:
    frame = made / "made" / "reports" / "frame_departments.csv"
    frame.write_text(
        "level,function,name,first_year,last_year\ncounty,税务,税务局,2020,2021\n", "utf-8"
    )
    gik.extract(made / "made" / "reports", out=made / "own")
    frame.unlink()
    data = gik.load_dataset(made / "own")
    assert len(data.sources) == 60
    departments = data.missing.loc[data.missing["basis"] == "department"]
    assert set(departments["function"]) <= {"税务"}
    assert set(departments["year"]) <= {2020, 2021}


def test_stretches_leave_no_trace_in_the_tables(made: Path, monkeypatch) -> None:
    from gikstudy.engine import panel

    gik.extract(made / "made" / "reports", out=made / "one")
    monkeypatch.setattr(panel, "_REPORTS", 7)
    monkeypatch.setattr(panel, "_STRETCHES", 5)
    gik.extract(made / "made" / "reports", out=made / "many")
    for name in ("reports", "checks", "bodies", "panel", "missing"):
        files = [(made / out / f"{name}.parquet").read_bytes() for out in ("one", "many")]
        assert files[0] == files[1], name


def test_gik_panel_gives_the_table_and_the_balanced_part(made: Path) -> None:
    gik.extract(made / "made" / "reports", out=made / "set")
    panel = gik.panel(made / "set")
    assert panel.equals(gik.load_dataset(made / "set").panel)
    assert not panel.duplicated(["body_id", "year"]).any()
    assert gik.panel(made / "set", balanced=True)["balanced"].all()
    some = gik.load_dataset(made / "set", filters=[("year", "==", 2021)])
    assert set(gik.panel(some)["year"]) == {2021}
    reports = gik.load_dataset(made / "set").reports
    names = reports.loc[reports["body_id"] != ""].groupby("body_id")["body_name"].nunique()
    assert names.max() == 1
