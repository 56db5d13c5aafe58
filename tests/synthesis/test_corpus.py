"""A corpus on disk and the evaluation of a dataset against its truth."""

import hashlib

import pandas as pd
import pytest

from gikstudy.synthesis import evaluate, make_report, write_corpus
from gikstudy.synthesis.evaluation import compare


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    return write_corpus(40, tmp_path_factory.mktemp("corpus") / "made", seed=7)


@pytest.fixture(scope="module")
def truth(corpus):
    return pd.read_parquet(corpus.out / "truth.parquet")


def faultless(truth):
    """The dataset that a reader without fault would write."""
    cells = truth[truth["table"].notna()]
    given = cells[["report_id", "table", "row", "column", "state", "value"]]
    return given.assign(lower=float("nan"), upper=float("nan")).reset_index(drop=True)


def reports_of(truth):
    facts = ["report_id", "form", "year", "level", "region_code", "script"]
    reports = truth.drop_duplicates("report_id")
    kinds = {
        "report": "ok",
        "old_form": "ok",
        "no_tables": "no_tables",
        "not_a_report": "not_a_report",
    }
    return reports[facts].assign(status=reports["kind"].map(kinds))


def test_the_files_are_the_reports_of_the_seed(corpus, truth):
    paths = sorted(p for p in (corpus.out / "reports").rglob("*") if p.is_file())
    assert len(paths) == 40
    for number in (0, 17, 39):
        made = make_report(7, number)
        data = (corpus.out / "reports" / made.path).read_bytes()
        assert data == made.data
        known = truth[truth["source"] == made.path]
        assert set(known["report_id"]) == {hashlib.sha256(data).hexdigest()[:16]}
        assert len(known) == max(1, len(made.cells))


def test_a_smaller_corpus_of_the_same_seed_is_the_beginning_of_a_larger_one(corpus, tmp_path):
    small = write_corpus(5, tmp_path / "small", seed=7)
    for path in (small.out / "reports").rglob("*.*"):
        twin = corpus.out / "reports" / path.relative_to(small.out / "reports")
        assert path.read_bytes() == twin.read_bytes()


def test_a_folder_that_holds_files_is_left_alone(corpus):
    with pytest.raises(FileExistsError):
        write_corpus(1, corpus.out)


def test_a_faultless_dataset_has_every_cell_right(truth):
    result = compare(truth, faultless(truth), reports_of(truth))
    assert result.overall.right == result.overall.cells > 5000
    assert result.overall.share == 1.0
    assert result.meets(share=1.0, wrong=0)
    assert set(result.about.values()) == {1.0}
    assert result.errors.empty


def changed(truth, pick, **columns):
    given = faultless(truth)
    at = given.index[pick(given)][0]
    for name, value in columns.items():
        given.loc[at, name] = value
    return compare(truth, given, reports_of(truth)).overall


@pytest.mark.parametrize(
    ("was", "columns", "outcome"),
    [
        # a number moved, invented or changed is the error that counts
        ("reported", {"value": 991.0}, "wrong"),
        ("blank", {"state": "reported", "value": 0.0}, "wrong"),
        ("blank", {"state": "solved", "value": 3.0}, "wrong"),
        ("reported", {"state": "blank", "value": float("nan")}, "wrong"),
        # to say that one does not know is no error
        ("reported", {"state": "ambiguous", "value": float("nan"), "lower": 0}, "flagged"),
        ("reported", {"state": "missing", "value": float("nan")}, "missed"),
        # a blank that the sums show to be zero
        ("blank", {"state": "solved", "value": 0.0}, "inferred"),
    ],
)
def test_each_deviation_from_the_truth_has_its_name(truth, was, columns, outcome):
    sure = truth[truth["table"].notna()]["determined"].eq(other=True).to_numpy()

    def pick(given):
        return (given["state"] == was) & sure

    assert getattr(changed(truth, pick, **columns), outcome) == 1


def test_bounds_that_miss_the_truth_are_counted(truth):
    open_cell = {"state": "ambiguous", "value": float("nan")}

    def pick(given):
        return given["value"] == 0

    assert changed(truth, pick, **open_cell, lower=0.0, upper=2.0).outside == 0
    assert changed(truth, pick, **open_cell, lower=1.0, upper=2.0).outside == 1


def test_a_number_taken_from_a_page_that_is_no_report_is_wrong(truth):
    pages = truth[truth["kind"] != "report"]
    assert len(pages), "the corpus needs a page without tables"
    taken = faultless(truth).iloc[:1].assign(report_id=pages["report_id"].iloc[0], value=5.0)
    given = pd.concat([faultless(truth), taken], ignore_index=True)
    result = compare(truth, given, reports_of(truth))
    assert result.overall.wrong == 1
    assert result.groups["family"][pages["family"].iloc[0]].wrong == 1


def test_groups_add_up_to_the_whole(truth):
    result = compare(truth, faultless(truth), reports_of(truth))
    for name in ("table", "printed", "family", "form", "script"):
        assert sum(s.cells for s in result.groups[name].values()) == result.overall.cells


def test_a_dataset_that_is_not_there_is_named(tmp_path, corpus):
    with pytest.raises(FileNotFoundError, match="requests"):
        evaluate(tmp_path, corpus.out / "truth.parquet")


def test_truth_that_is_not_there_is_named_and_called_so(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"truth\.parquet: no such file of truth"):
        evaluate(tmp_path, tmp_path / "truth.parquet")
