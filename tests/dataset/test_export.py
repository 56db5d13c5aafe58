"""Exports read back with the library of each format: same values, labels along with them."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pyreadstat
import pytest
from dataset_reports import make_report, write_dataset

from gikstudy.dataset import export_xlsx
from gikstudy.dataset.declarations import get_table, table_names, tables
from gikstudy.dataset.export import export
from gikstudy.dataset.export_stata import stata_name
from gikstudy.dataset.keys import keys_of, legal_values
from gikstudy.dataset.text_files import unguard
from gikstudy.model import Line, Section


def stored(folder: Path, name: str) -> list[dict[str, object]]:
    return pq.read_table(folder / f"{name}.parquet").to_pylist()


def test_duckdb_holds_every_table_with_comments_and_keys(folder: Path, tmp_path: Path) -> None:
    with duckdb.connect(str(export(folder, "duckdb", tmp_path / "gik.duckdb"))) as database:
        for name in table_names():
            found = database.execute(f'SELECT * FROM "{name}"')
            names = [column[0] for column in found.description]
            rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
            assert rows == stored(folder, name)
        comments = dict(
            database.execute(
                "SELECT table_name || '.' || column_name, comment FROM duckdb_columns() "
                "WHERE NOT internal AND comment IS NOT NULL"
            ).fetchall()
        )
        assert set(comments) == {f"{t.name}.{c.name}" for t in tables() for c in t.columns}
        assert "Null is not zero" in comments["requests.value"]
        label = "SELECT en FROM keys WHERE list = 'row' AND value = 'partial'"
        assert database.execute(label).fetchall() == [("Partially disclosed",)]


def test_excel_holds_every_table_as_values_and_texts(folder: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(export(folder, "xlsx", tmp_path / "gik.xlsx"))
    assert book.sheetnames == ["codebook", "keys", *table_names()]
    for name in table_names():
        head, *rows = book[name].iter_rows(values_only=True)
        assert head == get_table(name).names
        wanted = [tuple(map(as_excel_has_it, row.values())) for row in stored(folder, name)]
        assert [tuple(map(day, row)) for row in rows] == wanted
    types = {cell.data_type for row in book["requests"].iter_rows() for cell in row}
    assert "f" not in types
    assert "=HYPERLINK(1)" in {cell.value for cell in book["requests"]["I"]}
    columns = {(row[0], row[1]) for row in book["codebook"].iter_rows(values_only=True)}
    assert ("requests", "value") in columns


def as_excel_has_it(value: object) -> object:
    """An empty cell for an empty text; numbers are doubles, exact up to 2**53."""
    if isinstance(value, int) and not isinstance(value, bool):
        return int(float(value))
    return None if value == "" else value


def day(value: object) -> object:
    return value.date() if isinstance(value, datetime) else value


def test_excel_cuts_what_a_cell_cannot_hold_where_all_can_see_it(tmp_path: Path) -> None:
    lines = (Line("公开" * 20_000, "L1"), Line("\x07", "L2"))
    report = replace(make_report("a.txt"), sections=(Section("other", "六", 1, lines),))
    out = export(write_dataset(tmp_path, [[report]]), "xlsx", tmp_path / "long.xlsx")
    head, row = openpyxl.load_workbook(out)["sections"].iter_rows(max_row=2, values_only=True)
    text = dict(zip(head, row, strict=True))["text"]
    assert len(text) == 32_767
    assert text.endswith("[cut: a cell of Excel holds 32,767 characters]")


def test_a_table_too_long_for_excel_is_named(folder: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(export_xlsx, "EXCEL_ROWS", 300)
    with pytest.raises(ValueError, match="requests: 336 rows; a sheet of Excel holds 299"):
        export(folder, "xlsx", tmp_path / "gik.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_stata_holds_every_table_with_labels(folder: Path, tmp_path: Path) -> None:
    out = export(folder, "stata", tmp_path / "dta")
    for table in tables():
        frame, meta = pyreadstat.read_dta(str(out / f"{table.name}.dta"))
        labels = {stata_name(c): f"{c.zh} / {c.en}" for c in table.columns}
        assert meta.column_names_to_labels == labels
        for column in table.columns:
            values = [row[column.name] for row in stored(folder, table.name)]
            found = [None if v != v else v for v in frame[stata_name(column)]]
            if column.keys:
                numbers = meta.variable_value_labels[column.name]
                keys = [f"{key.value}: {key.en}" for key in keys_of(column.keys)]
                assert list(numbers.values()) == keys
                codes = {value: n for n, value in enumerate(legal_values(column.keys), start=1)}
                assert found == [codes.get(value) for value in values]
            elif column.type == "date":
                assert [
                    v if v is None else date.fromisoformat(str(v)[:10]) for v in found
                ] == values
            elif column.type == "integer":
                assert found == [None if v is None else float(v) for v in values]
            else:
                assert found == values, column.name


def test_stata_holds_long_texts(tmp_path: Path) -> None:
    text = "政务公开" * 1000
    report = replace(
        make_report("a.txt"), sections=(Section("other", "六", 1, (Line(text, "L1"),)),)
    )
    out = export(write_dataset(tmp_path, [[report]]), "stata", tmp_path / "dta")
    frame, _ = pyreadstat.read_dta(str(out / "sections.dta"))
    assert frame["text"].tolist() == [text]


def test_csv_holds_every_table_and_the_labels(folder: Path, tmp_path: Path) -> None:
    out = export(folder, "csv", tmp_path / "csv")
    for name in table_names():
        assert (out / f"{name}.csv").read_bytes() == (folder / f"{name}.csv").read_bytes()
    with (out / "keys.csv").open(encoding="utf-8", newline="") as stream:
        labels = {(r["list"], r["value"]): unguard(r["label"]) for r in csv.DictReader(stream)}
    assert labels["row", "handled_total"] == "（七）总计"
    assert (out / "CODEBOOK.md").read_text("utf-8") == (folder / "CODEBOOK.md").read_text("utf-8")


def test_a_call_that_means_nothing_is_refused(folder: Path, tmp_path: Path, monkeypatch) -> None:
    with pytest.raises(ValueError, match="'sas': legal are duckdb, xlsx, stata, csv"):
        export(folder, "sas", tmp_path / "x")
    with pytest.raises(ValueError, match="exists already"):
        export(folder, "csv", tmp_path)
    with pytest.raises(FileNotFoundError, match="holds no dataset"):
        export(tmp_path, "csv", tmp_path / "x")
    monkeypatch.setattr("gikstudy.dataset.export.find_spec", lambda _: None)
    with pytest.raises(
        ModuleNotFoundError, match=r"needs duckdb; pip install 'gikstudy\[export\]'"
    ):
        export(folder, "duckdb", tmp_path / "x")
