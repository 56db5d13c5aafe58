"""Made-up reports know where they print each number, and the score of places tells a wrong one."""

from __future__ import annotations

import pandas as pd
import pytest

from gikstudy.synthesis.corpus import truth_rows
from gikstudy.synthesis.evaluation import compare
from gikstudy.synthesis.report import make_report

TEXTS = (
    "CPL_BLANK",
    "CPL_DENSE",
    "ROW_PAD",
    "CELL_PIPE",
    "TAB",
    "MARKDOWN",
    "PDF_LINE",
    "ONE_LINE",
)


@pytest.mark.parametrize("family", TEXTS)
def test_each_printed_number_is_at_its_place_in_the_text(family):
    made = make_report(2, 4, family=family, clean=True)
    lines = made.data.decode("utf-8").split("\n")
    for cell in made.cells:
        if cell.state == "reported":
            assert cell.place is not None, cell
            number = lines[cell.place.line - 1][cell.place.before :]
            if cell.table != "proactive":
                assert number.startswith(str(cell.value)), (cell, number)


def scored(change):
    made = make_report(2, 4, family="TAB", clean=True)
    truth = pd.DataFrame(list(truth_rows(made)))
    given = truth[["report_id", "table", "row", "column", "state", "value"]].assign(
        lower=None, upper=None, locus=[f"L{line:.0f}:2" for line in truth["line"].fillna(0)]
    )
    change(given)
    return compare(truth, given, truth[["report_id"]].drop_duplicates())


def test_a_number_on_another_line_is_misplaced():
    def move(given):
        given.loc[3, "locus"] = "L1:2"
        given.loc[4, "locus"] = ""

    right, wrong = scored(lambda given: None), scored(move)
    assert right.places.known > 100
    assert right.places.share == 1
    assert wrong.places.known - wrong.places.right == 2
    assert sorted(wrong.misplaced["locus"]) == ["", "L1:2"]
    assert "share with the right place" in str(right)


def test_without_places_nothing_is_scored():
    assert scored(lambda given: given.pop("locus")).places.known == 0
