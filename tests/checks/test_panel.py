"""Checks across years, and who counts as the same body."""

import pandas as pd
import pytest
from hand_made import report

from gikstudy.checks.panel import CHECKERS, check_panel

KEYS = {
    "requests": ("row", "applicant"),
    "proactive": ("item", "measure"),
    "disputes": ("channel", "outcome"),
}


def frames(*reports, **columns):
    """The tables of the dataset for hand-made reports."""
    who = [
        {
            "report_id": r.report_id,
            "form": r.form,
            **{k: getattr(r.about, k) for k in ("agency", "level", "region_code", "scope", "year")},
        }
        for r in reports
    ]
    tables = [pd.DataFrame(who).assign(**columns).astype({"year": "Int64"})]
    for name, keys in KEYS.items():
        cells = [
            (r.report_id, c.row, c.column, c.value, c.state, c.lower, c.upper)
            for r in reports
            for c in r.cells
            if c.table == name
        ]
        names = ["report_id", *keys, "value", "state", "lower", "upper"]
        number = "float64" if name == "proactive" else "Int64"
        kinds = dict.fromkeys(("value", "lower", "upper"), number)
        tables.append(pd.DataFrame(cells, columns=names).astype(kinds))
    return tables


def year(y, form="2021", changes=None, **about):
    return report(form, changes, about={"year": y, **about}, name=f"{about.get('agency', '')}{y}")


def across(*reports, **columns):
    return check_panel(*frames(*reports, **columns))


def found(table, check, scope=None):
    rows = table[table["check"] == check]
    return rows if scope is None else rows[rows["scope"] == scope].iloc[0]


IN_FORCE = {"proactive/normative_docs/in_force": 48}  # 44 + 5 issued - 1 repealed
LISTED = {"proactive/licensing/items_prev": 98, "proactive/penalty/items_prev": 310}
OTHER = {"requests/partial/business": 1}  # keeps two years from being copies

# check, scope, form, cells of the second year that hold, cells that do not, left, right
ACROSS = [
    ("X-CARRY", "total", "2021", {}, {"requests/carried_in/total": 3}, 1, 3),
    ("X-CARRY", "business", "2019", {}, {"requests/carried_in/business": 1}, 0, 1),
    ("X-ITEMS", "licensing", "2019", LISTED, {"proactive/licensing/items_prev": 100}, 100, 98),
    ("X-STOCK", "normative_docs", "2021", IN_FORCE, {}, 44, 48),
    (
        "X-PUBSTOCK",
        "normative_docs",
        "2019",
        {"proactive/normative_docs/disclosed_total": 45},
        {"proactive/normative_docs/disclosed_total": 46},
        46,
        45,
    ),
    ("X-DUP", "tables", "2021", OTHER, {}, 29, 29),
    (
        "X-JUMP",
        "proactive/penalty/decisions",
        "2019",
        {"proactive/penalty/decisions": 400},
        {"proactive/penalty/decisions": 401},
        401,
        80,
    ),
    (
        "X-JUMP",
        "proactive/licensing/decisions",
        "2021",
        {"proactive/licensing/decisions": 180},
        {"proactive/licensing/decisions": 179},
        179,
        900,
    ),
]


@pytest.mark.parametrize(("check", "scope", "form", "holds", "breaks", "left", "right"), ACROSS)
def test_check_across_years(check, scope, form, holds, breaks, left, right):
    kept = across(year(2021, form), year(2022, form, holds))
    assert found(kept, check, scope)["result"] == "pass"
    broken = found(across(year(2021, form), year(2022, form, breaks)), check, scope)
    assert (broken["result"], broken["left"], broken["right"]) == ("fail", left, right)
    assert broken["difference"] == left - right
    assert broken["report_id"] == "2022"


def test_every_panel_check_is_tested():
    assert {a[0] for a in ACROSS} == set(CHECKERS)


def test_copy_of_zeros_is_no_copy():
    zeros = {c.key: 0 for c in report("2021").cells}
    copied = across(year(2021, changes=zeros), year(2022, changes=zeros))
    assert found(copied, "X-DUP", "tables")["result"] == "pass"


def test_open_cell_leaves_the_carry_over_undecided():
    table = across(year(2021), year(2022, changes={"requests/carried_in/total": (0, 3)}))
    row = found(table, "X-CARRY", "total")
    assert row["result"] == "undecided"
    assert row["left"] == 1
    assert pd.isna(row["right"])
    too_many = {"requests/carried_in/total": (2, 3)}
    assert (
        found(across(year(2021), year(2022, changes=too_many)), "X-CARRY", "total")["result"]
        == "fail"
    )


def test_small_base_makes_no_jump():
    assert "requests/received_new/total" not in set(
        found(across(year(2021), year(2022)), "X-JUMP")["scope"]
    )


def test_stock_is_not_compared_across_the_change_of_form():
    table = across(year(2020, "2019"), year(2021, "2021"))
    assert set(table["check"]) == {"X-CARRY", "X-DUP", "X-JUMP"}


DEPARTMENT = {"level": "department", "region_code": "150600"}


def test_renamed_department_is_the_same_body():
    old = year(2021, agency="鄂尔多斯市国土资源局", **DEPARTMENT)
    new = year(2022, agency="鄂尔多斯市自然资源局", **DEPARTMENT)
    other = year(2022, agency="鄂尔多斯市财政局", **DEPARTMENT)
    assert set(across(old, new, other)["report_id"]) == {new.report_id}


def test_two_bodies_in_one_have_no_common_predecessor():
    old = year(2021, agency="鄂尔多斯市国土资源局", **DEPARTMENT)
    land = year(2022, agency="鄂尔多斯市自然资源局", **DEPARTMENT)
    planning = year(2022, agency="鄂尔多斯市自然资源和规划局", **DEPARTMENT)
    assert across(old, land, planning).empty


@pytest.mark.parametrize(
    "about",
    [
        {"region_code": ""},
        {"region_code": "152223"},
        {"scope": "region"},
        {"level": "prefecture"},
    ],
)
def test_reports_of_other_places_levels_and_scopes_are_not_compared(about):
    assert across(year(2021), year(2022, **about)).empty


def test_unknown_scope_does_not_part_a_body():
    assert not across(year(2021), year(2022, scope="unknown")).empty


def test_gap_of_a_year_is_not_bridged():
    assert across(year(2021), year(2023)).empty


def test_duplicates_are_left_out():
    reports = (year(2021), year(2022), year(2022, agency="某县人民政府 "))
    assert not across(*reports, duplicate_of=["", "", "2022"]).empty
    assert across(*reports, duplicate_of=["", "2022", "2022"]).empty
