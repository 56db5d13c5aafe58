"""Validation across years: the checks against the year before are made again."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copytree

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

import gikstudy as gik
from gikstudy.dataset import reread_years
from gikstudy.synthesis import write_corpus


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("years")
    write_corpus(40, folder / "made", seed=9)
    gik.extract(folder / "made" / "reports", out=folder / "out")
    return folder / "out"


def across(out: Path) -> pa.Table:
    checks = pq.read_table(out / "checks.parquet")
    return checks.filter(pc.starts_with(checks["check"], "X-"))


def with_column(table: pa.Table, name: str, change) -> pa.Table:
    at = table.schema.get_field_index(name)
    values = change(table[name].to_pylist())
    return table.set_column(
        at, table.schema.field(at), pa.array(values, table.schema.field(at).type)
    )


def problems(sound: Path, out: Path, name: str, change) -> list[str]:
    """What is found wrong across years where a table was changed."""
    copytree(sound, out)
    path = out / f"{name}.parquet"
    pq.write_table(change(pq.read_table(path)), path)
    assert all(found.reason in ("hash", "recomputed") for found in gik.validate(out))
    return [said for _, _, said, *_ in reread_years.reread_years(out)]


def first_across(checks: pa.Table) -> int:
    return pc.index(pc.starts_with(checks["check"], "X-"), value=True).as_py()


def test_a_sound_dataset_of_several_years_has_no_problem(sound: Path) -> None:
    assert across(sound).num_rows > 20
    assert gik.validate(sound) == []


@pytest.mark.parametrize("together", [1, 7])
def test_groups_of_any_size_find_the_same(sound: Path, together: int, monkeypatch) -> None:
    monkeypatch.setattr(reread_years, "_REPORTS", together)
    assert list(reread_years.reread_years(sound)) == []


def test_a_check_that_is_not_stored_is_found(sound: Path, tmp_path: Path) -> None:
    def without_one(checks: pa.Table) -> pa.Table:
        at = first_across(checks)
        return pa.concat_tables([checks.slice(0, at), checks.slice(at + 1)])

    (found,) = problems(sound, tmp_path / "out", "checks", without_one)
    assert re.search("/X-.* follows and is not stored", found)


def test_a_check_that_does_not_follow_is_found(sound: Path, tmp_path: Path) -> None:
    def turned(checks: pa.Table) -> pa.Table:
        at, other = first_across(checks), {"fail": "pass", "pass": "fail", "undecided": "fail"}
        return with_column(
            checks, "result", lambda was: [*was[:at], other[was[at]], *was[at + 1 :]]
        )

    found = problems(sound, tmp_path / "out", "checks", turned)
    assert sorted(said.rpartition("; ")[2] for said in found) == [
        "follows and is not stored",
        "stored and does not follow",
    ]


def test_checks_across_years_of_a_report_without_a_body_are_found(
    sound: Path, tmp_path: Path
) -> None:
    lost = across(sound)["report_id"].to_pylist()[0]

    def homeless(reports: pa.Table) -> pa.Table:
        place = reports["report_id"].to_pylist().index(lost)
        for name in ("body_id", "region_code"):
            reports = with_column(reports, name, lambda was: [*was[:place], "", *was[place + 1 :]])
        return reports

    copytree(sound, tmp_path / "out")
    path = tmp_path / "out" / "reports.parquet"
    pq.write_table(homeless(pq.read_table(path)), path)
    told = [said for _, _, said, *_ in reread_years.reread_years(tmp_path / "out")]
    wanted = across(sound)["report_id"].to_pylist().count(lost)
    assert sum(lost in said and "stored and does" in said for said in told) == wanted > 0
