"""Many reports in one file, in layouts that people write now and then: read, or refused in a row.

None may be read as one text: its first report would hide the others.
"""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from gikstudy.reading import Record, list_sources

TEXTS = [
    f"某县第{n}局2023年政府信息公开工作年度报告\n一、总体情况\n公开信息。\n" * 40 for n in range(5)
]
ROWS = [{"id": n, "text": text} for n, text in enumerate(TEXTS)]
FRAME = pd.DataFrame(ROWS)


def compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def listed(path: Path) -> list[Record]:
    return [record for source in list_sources([path]) for record in source.records()]


READ = {
    "escaped": json.dumps(ROWS),
    "texts": compact(TEXTS),
    "texts after nothing": compact([None, *ROWS]),
    "rows": compact({"code": 200, "rows": ROWS}),
    "result": compact({"result": {"code": 0, "data": {"list": ROWS}}}),
    "sequence": "".join(f"\x1e{compact(row)}\n" for row in ROWS),
    "sign named": "sep=;\n" + FRAME.to_csv(index=False, sep=";"),
    "long first row": pd.DataFrame([{"notes": "注" * 50_000} | row for row in ROWS]).to_csv(),
}


@pytest.mark.parametrize("name", READ)
def test_each_report_is_a_record(tmp_path: Path, name: str) -> None:
    (tmp_path / "x").write_text(READ[name], "utf-8")
    found = [record for record in listed(tmp_path) if not record.problem]
    assert [record.data.decode() for record in found] == TEXTS


REFUSED = {
    "one after another": ("".join(map(compact, ROWS)), "several JSON objects"),
    "indented": ("\n".join(json.dumps(row, indent=2) for row in ROWS), "several JSON objects"),
    "old line ends": ("\r".join(map(compact, ROWS)), "several JSON objects"),
    "no names": (compact([[n, text] for n, text in enumerate(TEXTS)]), "unknown layout"),
    "by file": (compact({f"{n}.txt": text for n, text in enumerate(TEXTS)}), "several columns"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_has_no_rows_is_refused(tmp_path: Path, name: str) -> None:
    text, reason = REFUSED[name]
    (tmp_path / "x").write_text(text, "utf-8")
    (record,) = listed(tmp_path)
    assert reason in record.problem


@pytest.mark.parametrize("where", [{"sheet_name": "数据"}, {"startrow": 2}])
def test_reports_in_cells_away_from_the_first_row_are_refused(tmp_path: Path, where: dict) -> None:
    book = io.BytesIO()
    with pd.ExcelWriter(book) as writer:
        if "sheet_name" in where:
            pd.DataFrame({"说明": ["见下表"]}).to_excel(writer, sheet_name="说明", index=False)
        FRAME.to_excel(writer, index=False, **where)
    (tmp_path / "x.xlsx").write_bytes(book.getvalue())
    (record,) = listed(tmp_path)
    assert "cells hold the text of a report" in record.problem


@pytest.mark.parametrize(
    "table", [compact(ROWS), "\n".join(map(compact, ROWS)), FRAME.to_csv(index=False)]
)
def test_a_table_within_an_archive_is_refused(tmp_path: Path, table: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("table", table)
        archive.writestr("one.json", compact(ROWS[0]))
        archive.writestr("one.txt", TEXTS[0])
    problems = {record.name: record.problem for record in listed(tmp_path)}
    assert "unpack the archive" in problems.pop("a.zip#table")
    assert set(problems.values()) == {""}


def test_one_object_with_parts_stays_one_document(tmp_path: Path) -> None:
    parts = [{"name": "附件", "text": "某县公开情况" * 40}]
    (tmp_path / "x.json").write_text(compact(ROWS[0] | {"attachments": parts}), "utf-8")
    (record,) = listed(tmp_path)
    assert (record.data.decode(), record.problem) == (TEXTS[0], "")
