"""Validation: a sound dataset has no problem, and each kind of damage is found and named."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from dataset_reports import (
    checked,
    make_cells,
    make_failed,
    make_report,
    write_dataset,
    write_small,
)

from gikstudy.dataset import load
from gikstudy.dataset.validate import SchemaProblem, validate


def damaged(out: Path, name: str, change: Callable[[pa.Table], pa.Table]) -> list[SchemaProblem]:
    path = out / f"{name}.parquet"
    pq.write_table(change(pq.read_table(path)), path)
    problems = validate(out)
    assert (
        SchemaProblem(path.name, "hash", "the hash differs from that in the data package")
        in problems
    )
    return [p for p in problems if p.reason != "hash"]


def with_column(table: pa.Table, name: str, change: Callable[[list], list]) -> pa.Table:
    at = table.schema.get_field_index(name)
    field = table.schema.field(at).with_nullable(nullable=True)
    return table.set_column(at, field, pa.array(change(table[name].to_pylist()), field.type))


def first(value: object) -> Callable[[list], list]:
    return lambda values: [value, *values[1:]]


def test_a_sound_dataset_has_no_problem(tmp_path: Path) -> None:
    assert validate(write_small(tmp_path)) == []


def test_an_undivided_group_on_the_form_of_2021_is_whole(tmp_path: Path) -> None:
    of_2021 = make_report("b.txt", "2021")
    rows = [cell for cell in make_cells("2019") if cell.table == "requests"]
    cells = (*rows, *(cell for cell in of_2021.cells if cell.table != "requests"))
    assert validate(write_dataset(tmp_path, [[checked(replace(of_2021, cells=cells))]])) == []


@pytest.mark.parametrize(
    ("name", "column", "value", "reason"),
    [
        ("requests", "state", "guessed", "value of state"),
        ("requests", "row", "granted_too", "value of row"),
        ("requests", "report_id", "0" * 16, "reference"),
        ("requests", "value", 7, "state"),
        ("requests", "lower", 8, "state"),
        ("reports", "region_code", "1506", "value of region_code"),
        ("reports", "source", "", "value of source"),
        ("reports", "duplicate_of", "0" * 16, "reference"),
        ("reports", "n_bytes", -1, "value of n_bytes"),
        ("sections", "order", 2, "key"),
        ("sources", "source", "b.txt", "key"),
        ("sources", "report_id", "0" * 16, "reference"),
        ("codes", "code", "P55", "value of code"),
        ("checks", "severity", None, "value of severity"),
    ],
)
def test_a_damaged_value_is_found(
    tmp_path: Path, name: str, column: str, value: object, reason: str
) -> None:
    change = first(value)
    problems = damaged(write_small(tmp_path), name, lambda t: with_column(t, column, change))
    assert (name, reason) in {(p.where, p.reason) for p in problems}


def test_a_missing_cell_is_found(tmp_path: Path) -> None:
    problems = damaged(write_small(tmp_path), "proactive", lambda table: table.slice(1))
    assert [p.reason for p in problems] == ["form"]
    assert "21 cells, which are not those of form 2019" in problems[0].detail


def test_a_report_without_any_cell_is_found(tmp_path: Path) -> None:
    problems = damaged(write_small(tmp_path), "disputes", lambda table: table.slice(15))
    assert [str(p) for p in problems] == ["disputes: form: 1 reports have no cells at all"]


def test_rows_out_of_order_are_found(tmp_path: Path) -> None:
    def turned(table: pa.Table) -> pa.Table:
        return pa.concat_tables([table.slice(15), table.slice(0, 15)])

    problems = damaged(write_small(tmp_path), "disputes", turned)
    assert {p.reason for p in problems} == {"order"}


def test_a_report_twice_is_found(tmp_path: Path) -> None:
    def twice(table: pa.Table) -> pa.Table:
        return pa.concat_tables([table, table.slice(2)])

    assert ("reports", "key") in {
        (p.where, p.reason) for p in damaged(write_small(tmp_path), "reports", twice)
    }


def test_another_type_or_column_is_found(tmp_path: Path) -> None:
    out = write_small(tmp_path)

    def as_floats(table: pa.Table) -> pa.Table:
        at = table.schema.get_field_index("value")
        return table.set_column(at, "value", pc.cast(table["value"], pa.float64(), safe=False))

    problems = damaged(out, "requests", as_floats)
    assert [str(p) for p in problems] == ["requests: type: value is double, declared int64"]
    problems = damaged(out, "disputes", lambda table: table.drop_columns("raw"))
    assert "disputes: columns: raw" in [str(p) for p in problems]


def test_a_lost_or_broken_file_is_found(tmp_path: Path) -> None:
    out = write_small(tmp_path)
    (out / "cues.parquet").unlink()
    (out / "codes.parquet").write_bytes(b"PAR1")
    found = {(p.where, p.reason) for p in validate(out)}
    assert {("cues.parquet", "file"), ("cues", "file"), ("codes.parquet", "file")} <= found


def test_problems_of_one_kind_are_cut_at_twenty(tmp_path: Path) -> None:
    def all_wrong(table: pa.Table) -> pa.Table:
        return with_column(table, "state", lambda values: ["guessed"] * len(values))

    problems = damaged(write_small(tmp_path), "requests", all_wrong)
    assert len([p for p in problems if p.reason == "value of state"]) == 20


def test_long_tables_are_validated_stretch_by_stretch(tmp_path: Path, monkeypatch) -> None:
    forms = enumerate(["2019", "2021"] * 3)
    reports = [checked(make_report(f"{n}.txt", form)) for n, form in forms]
    out = write_dataset(tmp_path, [[*reports, make_failed("z.txt")]])
    whole = load.iter_table

    def in_small_stretches(folder: Path, name: str):
        for table in whole(folder, name):
            yield from (table.slice(start, 100) for start in range(0, table.num_rows, 100))

    monkeypatch.setattr("gikstudy.dataset.validate.iter_table", in_small_stretches)
    assert validate(out) == []
    problems = damaged(out, "requests", lambda table: table.slice(3))
    assert [p.reason for p in problems] == ["form"]


def test_a_folder_without_a_data_package_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="holds no dataset"):
        validate(tmp_path)


# --- read again -----------------------------------------------------------------------------


def set_where(column: str, value: object, where: str, is_: object):
    """A change of one column in the first row in which another has a value."""

    def change(table: pa.Table) -> pa.Table:
        at = table[where].to_pylist().index(is_)
        return with_column(table, column, lambda v: [*v[:at], value, *v[at + 1 :]])

    return change


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        # a number that is not the printed one, though the schema is content with it
        ("requests", set_where("value", 8, "raw", "7"), "requests: raw: .* 8 does not follow"),
        ("requests", set_where("raw", "17", "raw", "7"), "7 does not follow from '17'"),
        ("proactive", set_where("value", -3.0, "raw", "减2"), "-3.0 does not follow from '减2'"),
        ("proactive", set_where("value", 1.83e7, "raw", "18300万元"), "does not follow"),
        ("requests", set_where("raw", "9", "state", "blank"), "blank, and '9' is printed"),
        # bounds and states against each other
        ("requests", set_where("lower", 9, "raw", "7"), "bounds: .* 7 is not within 9"),
        ("disputes", set_where("lower", 1, "state", "ambiguous"), "ambiguous, and only 1"),
        # checks that do not follow from the cells
        ("checks", set_where("result", "pass", "result", "fail"), "checks: recomputed"),
        ("checks", lambda table: table.slice(1), "follows and is not stored"),
        # ids of other bytes or other bodies
        ("reports", set_where("body_id", "0" * 16, "form", "2021"), "reports: body: "),
        ("reports", set_where("sha256", "0" * 64, "form", "2021"), "reports: id: "),
    ],
)
def test_what_does_not_follow_from_the_source_is_found(
    tmp_path: Path, name: str, change: Callable[[pa.Table], pa.Table], said: str
) -> None:
    problems = damaged(write_small(tmp_path), name, change)
    assert any(re.search(said, str(problem)) for problem in problems), problems


def test_a_damaged_shape_is_reported_once_and_not_read_again(tmp_path: Path) -> None:
    problems = damaged(write_small(tmp_path), "disputes", lambda table: table.slice(15))
    assert {problem.reason for problem in problems} == {"form"}
