"""No printing of the zoo may make the reader say, and say for sure, what is not so."""

from __future__ import annotations

import csv
import shutil

import pytest

from tests.zoo.figures import KINDS, applicants, bare, form_rows, make_report
from tests.zoo.judge import HERE, counted, judged, listing

PRINTINGS = listing()


@pytest.mark.parametrize("row", PRINTINGS, ids=[row["name"] for row in PRINTINGS])
def test_no_cell_of_a_printing_is_silently_wrong(row, record_property):
    if row["name"].endswith(".doc") and not shutil.which("soffice"):
        pytest.skip("needs LibreOffice to read Word 97 files")
    verdicts = judged(row["name"], row["report"])
    counts = counted(verdicts)
    record_property("right", counts["right"] / len(verdicts))
    wrong = [
        f"{v.key}: {v.expect} is due, read as {v.read}" for v in verdicts if v.verdict == "silent"
    ]
    assert not wrong, "\n".join([f"{len(wrong)} cells", *wrong[:20]])


def test_the_listing_and_the_folder_agree():
    assert [row["name"] for row in PRINTINGS] == sorted(
        path.name for path in (HERE / "printed").iterdir()
    )


@pytest.mark.parametrize("name", KINDS)
def test_the_truth_is_made_anew_and_its_figures_differ(name):
    report = make_report(KINDS[name])
    with (HERE / "truth" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        kept = {(r["table"], r["row"], r["column"]): r["expect"] for r in csv.DictReader(file)}
    assert kept == report.expect
    figures = [bare(text) for key, text in report.printed.items() if report.expect[key].isdigit()]
    assert len(figures) == len(set(figures)) > 120


@pytest.mark.parametrize("name", KINDS)
def test_the_identities_of_the_truth_hold(name):
    kind = KINDS[name]
    cells = {
        key: int(text) if text.lstrip("-").isdigit() else 0
        for key, text in make_report(kind).expect.items()
    }
    rows = [row["key"] for row in form_rows("requests", kind.form)]
    *people, total = applicants()
    for row in rows:
        assert cells["requests", row, total] == sum(cells["requests", row, p] for p in people)
    for person in (*people, total):
        column = [cells["requests", row, person] for row in rows]
        new, carried, *results, handled, left = column
        assert handled == sum(results)
        assert new + carried == handled + left
    for channel in ("review", "suit_direct", "suit_after_review"):
        *outcomes, due = [v for k, v in cells.items() if k[:2] == ("disputes", channel)]
        assert due == sum(outcomes)
