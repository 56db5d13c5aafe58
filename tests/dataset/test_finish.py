"""Parts become a dataset: whole or not at all, in source order, the same bytes every time."""

from __future__ import annotations

import csv
import hashlib
from datetime import date
from pathlib import Path

import frictionless
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from dataset_reports import make_failed, make_report, rows_of_all, write_dataset, write_small
from hypothesis import given
from hypothesis import strategies as st

from gikstudy.dataset import finish as finishing
from gikstudy.dataset.declarations import get_table, table_names
from gikstudy.dataset.finish import finish
from gikstudy.dataset.load import load_dataset
from gikstudy.dataset.parts import list_parts, part_is_whole, read_part, to_arrow, write_part
from gikstudy.dataset.rows import rows_of
from gikstudy.dataset.text_files import guard, unguard, write_csv

REPORTS = [
    make_report("a.txt"),
    make_report("b.txt", "2021"),
    make_failed("c.txt"),
    make_report("d.txt", content="a.txt"),
    make_report("e.txt"),
]


def hashes(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def extra_check(report_id: str, check: str) -> dict[str, object]:
    numbers = dict.fromkeys(("left", "right", "difference"), 1.0)
    texts = {"result": "pass", "severity": "warning", "message": ""}
    return {"report_id": report_id, "check": check, "scope": "total", **numbers, **texts}


def test_the_data_package_passes_frictionless_as_it_stands(tmp_path: Path) -> None:
    report = frictionless.validate(str(write_small(tmp_path) / "datapackage.json"))
    assert report.flatten(["name", "type", "note"]) == []
    assert report.valid


def test_frictionless_finds_what_is_wrong(tmp_path: Path) -> None:
    out = write_small(tmp_path)
    path = out / "requests.csv"
    path.write_text(path.read_text("utf-8").replace(",reported,", ",seen,", 1), encoding="utf-8")
    kinds = {
        k for _, k in frictionless.validate(str(out / "datapackage.json")).flatten(["name", "type"])
    }
    assert {"hash-count", "constraint-error"} <= kinds


@pytest.mark.parametrize("cut", [[5], [1, 4], [2, 1, 2], [1] * 5])
def test_the_bytes_do_not_depend_on_the_batches(tmp_path: Path, cut: list[int]) -> None:
    whole = write_dataset(tmp_path / "whole", [REPORTS])
    rest = iter(REPORTS)
    batches = [[next(rest) for _ in range(size)] for size in cut]
    assert hashes(write_dataset(tmp_path / "cut", batches)) == hashes(whole)


@pytest.mark.parametrize("batches", [[REPORTS], [REPORTS[:3], REPORTS[3:]]])
def test_the_same_bytes_twice_are_one_report_and_two_inputs(
    tmp_path: Path, batches: list[list[object]]
) -> None:
    data = load_dataset(write_dataset(tmp_path, batches))
    assert list(data.reports["source"]) == ["a.txt", "b.txt", "c.txt", "e.txt"]
    assert list(data.sources["outcome"]) == ["report", "report", "failed", "duplicate", "report"]
    assert data.sources["report_id"][3] == data.reports["report_id"][0]
    assert len(data.requests) == 161 + 175 + 161


def test_rows_that_need_several_reports_stand_with_their_report(tmp_path: Path) -> None:
    ids = [report.report_id for report in REPORTS]
    extras = tmp_path / "extras"
    write_part({"checks": [extra_check(ids[4], "X-DUP"), extra_check(ids[0], "X-JUMP")]}, extras, 0)
    write_part({"checks": [extra_check(ids[0], "X-CARRY")]}, extras, 1)
    batches = [REPORTS[:2], REPORTS[2:]]
    out = write_dataset(tmp_path, batches, extras=extras, duplicate_of={ids[4]: ids[0]})
    data = load_dataset(out)
    named = list(zip(data.checks["report_id"], data.checks["check"], strict=True))
    own = ["T3-FLOW", "T3-SUM"]
    assert named == [
        *((ids[0], check) for check in [*own, "X-CARRY", "X-JUMP"]),
        *((ids[1], check) for check in own),
        *((ids[4], check) for check in [*own, "X-DUP"]),
    ]
    assert list(data.reports["duplicate_of"]) == ["", "", "", ids[0]]


def test_the_order_of_extra_parts_leaves_no_trace(tmp_path: Path) -> None:
    rows = [extra_check(report.report_id, "X-DUP") for report in REPORTS[:2]]
    outs = []
    for name, order in (("one", [[*rows]]), ("two", [rows[1:], rows[:1]])):
        for number, some in enumerate(order):
            write_part({"checks": some}, tmp_path / name / "extras", number)
        outs.append(write_dataset(tmp_path / name, [REPORTS], extras=tmp_path / name / "extras"))
    assert hashes(outs[0]) == hashes(outs[1])


def test_extra_rows_of_no_report_are_refused(tmp_path: Path) -> None:
    write_part({"checks": [extra_check("f" * 16, "X-DUP")]}, tmp_path / "extras", 0)
    with pytest.raises(ValueError, match="report_id ffffffffffffffff: has rows but no report"):
        write_dataset(tmp_path, [REPORTS], extras=tmp_path / "extras")


def test_a_run_that_fails_leaves_the_old_dataset(tmp_path: Path, monkeypatch) -> None:
    out = write_small(tmp_path)
    before = hashes(out)

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(finishing, "package_text", full_disk)
    with pytest.raises(OSError, match="No space left"):
        write_dataset(tmp_path, [REPORTS])
    assert hashes(out) == before


def test_other_files_in_the_folder_stay_and_old_tables_go(tmp_path: Path, monkeypatch) -> None:
    out = write_small(tmp_path)
    (out / "study").mkdir()
    monkeypatch.setattr(finishing, "CSV_ROWS", 100)
    write_dataset(tmp_path, [REPORTS])
    assert (out / "study").is_dir()
    assert not list(out.glob("*.csv"))


def test_a_long_table_is_a_folder_of_part_files_that_pandas_reads_as_one(
    tmp_path: Path, monkeypatch
) -> None:
    short = load_dataset(write_small(tmp_path / "short"))
    monkeypatch.setattr(finishing, "CSV_ROWS", 100)
    monkeypatch.setattr(finishing, "_GROUP_ROWS", 32)
    monkeypatch.setattr(finishing, "_FILE_GROUPS", 2)
    out = write_small(tmp_path / "long")
    files = sorted((out / "requests.parquet").iterdir())
    assert [pq.read_metadata(path).num_rows for path in files] == [64, 64, 64, 64, 64, 16]
    pd.testing.assert_frame_equal(pd.read_parquet(out / "requests.parquet"), short.requests)
    pd.testing.assert_frame_equal(load_dataset(out).requests, short.requests)
    assert (out / "disputes.parquet").is_file()
    report = frictionless.validate(str(out / "datapackage.json"))
    assert report.flatten(["name", "type", "note"]) == []


def test_no_input_gives_empty_tables_with_their_columns(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    counts = finish(tmp_path / "parts", tmp_path / "out")
    assert set(counts.values()) == {0}
    data = load_dataset(tmp_path / "out")
    for name in table_names():
        assert tuple(getattr(data, name).columns) == get_table(name).names


def test_csv_holds_what_parquet_holds(tmp_path: Path) -> None:
    out = write_small(tmp_path)
    for table in (get_table(name) for name in table_names()):
        with (out / f"{table.name}.csv").open(encoding="utf-8", newline="") as stream:
            head, *rows = csv.reader(stream)
        stored = pq.read_table(out / f"{table.name}.parquet").to_pylist()
        assert tuple(head) == table.names
        assert len(rows) == len(stored)
        for texts, values in zip(rows, stored, strict=True):
            for column, text in zip(table.columns, texts, strict=True):
                value = values[column.name]
                if column.type == "string":
                    assert unguard(text) == value
                elif column.type in ("integer", "number"):
                    number = int if column.type == "integer" else float
                    assert (None if text == "" else number(text)) == value
                else:
                    assert text == ("" if value is None else str(value).lower())


def test_a_text_that_a_spreadsheet_would_run_is_defused_and_a_number_left_alone(
    tmp_path: Path,
) -> None:
    out = write_small(tmp_path)
    cells = {
        (r["item"], r["measure"]): r
        for r in csv.DictReader((out / "proactive.csv").read_text("utf-8").splitlines())
    }
    assert cells["penalty", "items_change"]["raw"] == "'+40"
    assert cells["licensing", "items_change"]["value"] == "-2"
    assert cells["procurement", "amount"]["value"] == "183000000"
    assert "'=HYPERLINK(1)" in (out / "requests.csv").read_text("utf-8")


def test_csv_ends_its_lines_with_a_line_feed_and_quotes_what_holds_one(tmp_path: Path) -> None:
    content = (write_small(tmp_path) / "sections.csv").read_bytes()
    assert b"\r" not in content
    assert '"“全年”公开,信息\n66 条"'.encode() in content


@given(st.text())
def test_a_guarded_text_reads_back_and_never_starts_a_formula(text: str) -> None:
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=5))
def test_any_text_survives_csv(tmp_path_factory, pairs: list[tuple[str, str]]) -> None:
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    columns = {"a": [a for a, _ in pairs], "b": [b for _, b in pairs]}
    write_csv(path, ["a", "b"], [pa.table(columns, pa.schema([("a", "str"), ("b", "str")]))])
    with path.open(encoding="utf-8", newline="") as stream:
        _, *rows = csv.reader(stream)
    assert [(unguard(a), unguard(b)) for a, b in rows] == pairs


def test_a_part_is_there_whole_or_does_not_count(tmp_path: Path) -> None:
    path = write_part(rows_of_all(REPORTS, "1"), tmp_path, 7)
    assert list_parts(tmp_path) == [path]
    assert part_is_whole(path)
    content = path.read_bytes()
    for broken in (content[:-40], content[:2000] + b"\0" + content[2001:], b""):
        path.write_bytes(broken)
        assert not part_is_whole(path)
    (tmp_path / "part-000008.zip.writing").write_bytes(content)
    assert list_parts(tmp_path) == [path]


def test_a_part_reads_back_as_the_rows_it_was_written_from(tmp_path: Path) -> None:
    rows = rows_of(REPORTS[0], "1")
    path = write_part(rows, tmp_path, 0)
    for name in table_names():
        assert read_part(path, name).to_pylist() == rows[name]
    assert read_part(path, "requests", ["value"]).column_names == ["value"]


def test_half_a_surrogate_pair_costs_a_character_and_not_the_batch() -> None:
    rows = rows_of(make_report("a\udce4.txt", content="a"), "1")
    assert to_arrow("reports", rows["reports"])["source"].to_pylist() == ["a?.txt"]


def test_a_number_that_no_column_holds_is_unreadable_and_stays_in_raw() -> None:
    digits = "9" * 30
    cell = REPORTS[0].cell("requests/granted/total")
    for value in (int(digits), 7.5):
        changed = type(cell)(*(cell.table, cell.row, cell.column), "reported", value, raw=digits)
        rows = rows_of(make_report("x", cells=(changed,)), "1")["requests"]
        assert (rows[0]["value"], rows[0]["state"], rows[0]["raw"]) == (None, "unreadable", digits)


def test_repeated_values_and_blanks_of_every_type_are_written_alike(tmp_path: Path) -> None:
    columns = {
        "text": ["-1", "", "-1", None],
        "count": [-2, None, -2, 0],
        "amount": [1.5, 183000000.0, None, 1.5],
        "flag": [True, None, False, True],
        "day": [date(2024, 1, 9), date(2024, 1, 9), None, None],
    }
    whole = pa.table(columns)
    pieces = pa.concat_tables([whole.slice(0, 1), whole.slice(1)])  # several chunks a column
    write_csv(tmp_path / "t.csv", whole.column_names, [pieces, whole.slice(0, 0)])
    assert (tmp_path / "t.csv").read_text("utf-8").splitlines() == [
        "text,count,amount,flag,day",
        "'-1,-2,1.5,true,2024-01-09",
        ",,183000000,,2024-01-09",
        "'-1,-2,,false,",
        ",0,1.5,true,",
    ]
