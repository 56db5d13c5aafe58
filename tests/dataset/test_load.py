"""A dataset read back: declared types, chosen columns and rows, clear refusals."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from gikstudy.dataset.declarations import get_table, table_names
from gikstudy.dataset.load import load_dataset
from gikstudy.dataset.schemas import PANDAS_TYPES, pandera_schema


@pytest.mark.parametrize("name", table_names())
def test_every_table_has_the_declared_types(folder: Path, name: str) -> None:
    frame = getattr(load_dataset(folder), name)
    for column in get_table(name).columns:
        assert str(frame[column.name].dtype) == PANDAS_TYPES[column.type], column.name
    pandera_schema(name).validate(frame)
    pd.testing.assert_frame_equal(pd.read_parquet(folder / f"{name}.parquet"), frame)


def test_a_blank_is_neither_zero_nor_a_float(folder: Path) -> None:
    cells = load_dataset(folder).requests.set_index(["report_id", "row", "applicant"])
    first = cells.index[0][0]
    assert cells.loc[(first, "received_new", "natural_person"), "value"] is pd.NA
    assert cells.loc[(first, "received_new", "natural_person"), "upper"] == 7
    assert cells.loc[(first, "granted", "total"), "value"] == 2**53 + 1


def test_days_are_dates_and_absent_texts_are_empty(folder: Path) -> None:
    reports = load_dataset(folder).reports
    assert reports["published_on"][0] == date(2021, 1, 22)
    assert reports["published_on"][2] is None
    assert reports["mirror_signs"].tolist() == ["", "", ""]
    assert pd.isna(reports["year"][2])


def test_columns_are_read_alone(folder: Path) -> None:
    data = load_dataset(folder, columns={"requests": ["row", "value"]})
    assert list(data.requests.columns) == ["row", "value"]
    assert "sha256" in data.reports.columns
    data = load_dataset(folder, columns=["report_id", "value"])
    assert list(data.disputes.columns) == ["report_id", "value"]
    assert list(data.reports.columns) == ["report_id"]


def test_a_filter_holds_for_the_tables_that_have_the_column(folder: Path) -> None:
    data = load_dataset(folder, filters=[("row", "==", "granted"), ("applicant", "in", ["total"])])
    assert len(data.requests) == 2
    assert len(data.reports) == 3


def test_a_filter_on_reports_selects_the_rows_of_those_reports(folder: Path) -> None:
    data = load_dataset(folder, filters={"reports": [("form", "==", "2021")]})
    assert list(data.reports["source"]) == ["b.txt"]
    for name in ("requests", "checks", "sections", "sources"):
        assert set(getattr(data, name)["report_id"]) == set(data.reports["report_id"])
    both = {"reports": [("form", "==", "2021")], "requests": [("row", "==", "partial")]}
    assert len(load_dataset(folder, filters=both).requests) == 7
    none = load_dataset(folder, filters={"reports": [("report_id", "in", [])]})
    assert (len(none.reports), len(none.requests), len(none.checks)) == (0, 0, 0)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"columns": ["years"]}, "columns: no table has a column 'years'"),
        ({"columns": {"cells": ["value"]}}, "no table 'cells'; legal are reports"),
        ({"filters": {"requests": [("year", "==", 2020)]}}, "requests has no column 'year'"),
    ],
)
def test_an_unknown_name_is_refused_with_the_legal_ones(
    folder: Path, options: dict[str, object], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        load_dataset(folder, **options)


def test_a_folder_without_a_data_package_is_no_dataset(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="holds no dataset"):
        load_dataset(tmp_path)


def test_nothing_heavy_is_imported_before_a_table_is_asked_for() -> None:
    code = (
        "import sys, gikstudy.dataset.load, gikstudy.dataset.rows; print('pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
