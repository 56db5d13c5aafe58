"""A slice of the accuracy benchmark: no number of a made-up report may come out silently wrong."""

from functools import partial

import pandas as pd
import pytest

from gikstudy.engine.pools import hand_out, open_pool
from gikstudy.extraction import extract_report
from gikstudy.reading import read_document
from gikstudy.synthesis import make_report
from gikstudy.synthesis.corpus import truth_rows
from gikstudy.synthesis.evaluation import compare

REPORTS = 400


def read(number):
    """The truth rows, the cells read and the facts read of one made-up report."""
    made = make_report(20, number)
    report = extract_report(read_document(made.data, made.path))
    truth = list(truth_rows(made))
    key = {"report_id": truth[0]["report_id"]}
    cells = [
        key
        | {
            "table": c.table,
            "row": c.row,
            "column": c.column,
            "state": c.state,
            "value": c.value,
            "lower": c.lower,
            "upper": c.upper,
        }
        for c in report.cells
    ]
    about = {name: getattr(report.about, name) for name in ("year", "level", "region_code")}
    facts = {"form": report.form, "script": report.script, "status": report.status}
    return truth, cells, key | about | facts


def read_all(numbers):
    return [read(number) for number in numbers]


@pytest.fixture(scope="module")
def evaluation():
    # Not by a forked pool: the libraries of other tests have started threads in this process, and a
    # fork of a process with threads may wait for ever for a lock that one of them held.
    with open_pool("processes", 2, None) as pool:
        batches = [partial(read_all, range(n, n + 25)) for n in range(0, REPORTS, 25)]
        read_reports = [one for batch in hand_out(batches, pool) for one in batch]
    truth = pd.DataFrame([row for rows, _, _ in read_reports for row in rows])
    cells = pd.DataFrame([row for _, rows, _ in read_reports for row in rows])
    facts = pd.DataFrame([row for _, _, row in read_reports])
    return compare(truth, cells, facts)


def test_no_number_is_silently_wrong(evaluation):
    assert evaluation.overall.wrong == 0, evaluation.errors.to_string()


def test_the_bounds_of_every_open_cell_contain_the_truth(evaluation):
    assert evaluation.overall.outside == 0


def test_nearly_every_cell_that_the_text_determines_is_given(evaluation):
    assert evaluation.overall.share >= 0.998


def test_every_layout_family_is_read(evaluation):
    for family, score in evaluation.groups["family"].items():
        assert score.share >= 0.95, family


def test_the_form_is_told_by_its_labels(evaluation):
    assert evaluation.about["form"] >= 0.95  # DEDUP pages have no form that could be told
