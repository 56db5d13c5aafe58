"""The five reports, cell by cell and field by field, against truth read by eye.

The samples always run. The reports they were made from run where GIKSTUDY_REPORTS names their
folder; both must read alike, since the tables and the page furniture are the same.
"""

import csv
from functools import cache

import pytest
from project_paths import REPORTS, SAMPLE, TRUTH

import gikstudy as gik

NAMES = ("000", "001", "002", "003", "004")
KEYS = {"requests": "row", "proactive": "item", "disputes": "channel"}


def folder(kind):
    if kind == "sample":
        return SAMPLE
    if not REPORTS.is_dir():
        pytest.skip("set GIKSTUDY_REPORTS to the folder of the five real reports to test them too")
    return REPORTS


@cache
def read(path):
    return gik.read_report(path)


@pytest.fixture(params=["sample", "real"])
def reports(request):
    return folder(request.param)


def rows(name):
    with (TRUTH / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def expected_cells(report):
    """{cell key: expected notation} of one report."""
    cells = {
        f"proactive/{r['item']}/{r['measure']}": r["expected"]
        for r in rows("proactive")
        if r["report"] == report
    }
    for table in ("requests", "disputes"):
        for r in rows(table):
            if r.pop("report") == report:
                key = r.pop(KEYS[table])
                cells |= {f"{table}/{key}/{column}": value for column, value in r.items()}
    return cells


def notation(cell):
    """A read cell in the notation of the truth files."""
    if cell.state == "blank":
        return "_"
    if cell.state == "ambiguous":
        return f"{cell.lower}..{cell.upper}"
    number = f"{cell.value:.10g}" if cell.value is not None else "-"
    return number if cell.state == "reported" else f"{cell.state} {number}"


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_of_the_three_tables(reports, name):
    report = read(reports / f"report_{name}.txt")
    assert {c.key: notation(c) for c in report.cells} == expected_cells(name)


@pytest.mark.parametrize("name", NAMES)
def test_open_cells_hold_no_number_and_printed_cells_hold_theirs(reports, name):
    for cell in read(reports / f"report_{name}.txt").cells:
        assert (cell.value is not None) == (cell.state == "reported"), cell.key


@pytest.mark.parametrize("name", NAMES)
def test_table_two_keeps_what_was_printed_and_where(reports, name):
    report = read(reports / f"report_{name}.txt")
    read_off = {
        (c.row, c.column): (c.raw.strip(), c.locus.removesuffix(":1"))
        for c in report.cells
        if c.table == "proactive"
    }
    assert read_off == {
        (r["item"], r["measure"]): (r["raw"], r["locus"])
        for r in rows("proactive")
        if r["report"] == name
    }


@pytest.mark.parametrize("name", NAMES)
def test_who_where_and_when(reports, name):
    report = read(reports / f"report_{name}.txt")
    wrong = []
    for r in rows("about"):
        if r["report"] != name:
            continue
        holder = report if hasattr(report, r["field"]) else report.about
        found = getattr(holder, r["field"])
        found = "" if found is None else str(found)
        if found not in r["expected"].split("|"):
            wrong.append(f"{r['field']}: {found!r}, expected {r['expected']!r}")
    assert wrong == []


def test_samples_and_real_reports_share_every_line_of_their_tables():
    real = folder("real")
    for name in NAMES:
        ours = (SAMPLE / f"report_{name}.txt").read_bytes().decode().split("\n")
        theirs = (real / f"report_{name}.txt").read_bytes().decode().split("\n")
        assert len(ours) == len(theirs)
        changed = [old for old, new in zip(theirs, ours, strict=True) if old != new]
        # Only running prose (and two long headings) may differ, never a row with bars or a number.
        assert not [line for line in changed if line.strip().isdigit() or " | " in line]


# What the checks must find on them, by eye: check, scope, left, right, result.
FINDINGS = {
    "000": [
        ("T3-FLOW", "total", 2, 2, "pass"),
        ("T3-ROW", "unable_not_held", None, None, "undecided"),  # printed blank throughout
        ("T3-ROW", "not_processed_excessive", 0, 0, "pass"),  # its total is blank
        ("TX-YEAR", "deadline", 22, 90, "pass"),
    ],
    "001": [("T2a-ITEMS", "penalty", 4637, 0, "pass"), ("TX-YEAR", "title", 2019, 2019, "pass")],
    "002": [("TX-NONE", "received_new", 0, 0, "pass"), ("TX-FORM", "form", 2021, 2021, "pass")],
    "003": [
        ("T3-SUM", "total", 7, 7, "pass"),
        ("T3-FLOW", "total", 7, 7, "pass"),
        ("T3-SUM", "natural_person", None, None, "undecided"),
        ("T3-ROW", "granted", None, 3, "undecided"),
        ("T4-SUM", "review", None, None, "undecided"),
        ("TX-NEW", "received_new", 7, 7, "pass"),
        ("TX-OUT", "granted", 3, 3, "pass"),
        ("TX-OUT", "refused", 3, 3, "pass"),
        ("TX-OUT", "not_processed", 1, 1, "pass"),
    ],
    "004": [
        ("T2a-CONFUSED", "licensing", 14, 14, "fail"),
        ("T2a-CONFUSED", "penalty", 171, 171, "fail"),
        ("T2a-STOCK", "normative_docs", 1, 0, "fail"),
        ("T4-SUM", "suit_after_review", 0, 0, "pass"),  # two of its cells are blank
        ("TX-YEAR", "deadline", 14, 31, "pass"),
    ],
}


@pytest.mark.parametrize("name", NAMES)
def test_what_the_checks_find(reports, name):
    checks = read(reports / f"report_{name}.txt").checks
    found = {(c.check, c.scope): (c.left, c.right, c.result) for c in checks}
    expected = {(check, scope): rest for check, scope, *rest in FINDINGS[name]}
    assert {key: list(found[key]) for key in expected} == expected
    failed = {key for key, (*_, result) in found.items() if result == "fail"}
    assert failed == {key for key, (*_, result) in expected.items() if result == "fail"}
    assert len(found) == len(checks)
