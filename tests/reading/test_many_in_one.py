"""Many reports in one file: each is one record, whatever the table is kept in."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from gikstudy.reading import Record, list_sources

ROWS = [
    {
        "id": n,
        "url": f"http://a.gov.cn/{n}.html",
        "date": "2024-03-0" + str(n + 1),
        "text": f"某县第{n}局2023年政府信息公开工作年度报告\n“{n}”,一、总体情况\n" * 20,
    }
    for n in range(5)
]
TEXTS = [str(row["text"]).encode() for row in ROWS]


def listed(path: Path, column: str = "") -> list[Record]:
    return [r for source in list_sources([path], column) for r in source.records()]


def assert_all(records: list[Record]) -> None:
    assert [record.problem for record in records] == [""] * 5
    assert [record.data for record in records] == TEXTS
    assert [record.url for record in records] == [row["url"] for row in ROWS]
    assert [record.retrieved_on for record in records] == [row["date"] for row in ROWS]
    assert len({record.name for record in records}) == 5


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk"])
@pytest.mark.parametrize("kind", ["array", "indented", "lines", "split", "columns", "csv", "tsv"])
def test_tables_of_text(tmp_path, monkeypatch, kind, encoding, whole):
    if not whole:
        monkeypatch.setattr("gikstudy.reading.sources._WHOLE", 0)
        monkeypatch.setattr("gikstudy.reading.archives.containers.RUN", 2)
    frame = pd.DataFrame(ROWS)
    text = {
        "array": lambda: frame.to_json(orient="records", force_ascii=False),
        "indented": lambda: json.dumps(ROWS, indent=2, ensure_ascii=False),
        "lines": lambda: frame.to_json(orient="records", lines=True, force_ascii=False),
        "split": lambda: frame.to_json(orient="split", force_ascii=False),
        "columns": lambda: frame.to_json(force_ascii=False),
        "csv": lambda: frame.to_csv(index=False),
        "tsv": lambda: frame.to_csv(sep="\t"),
    }[kind]()
    (tmp_path / "x").write_bytes(text.encode(encoding))
    assert_all(listed(tmp_path))


def test_excel(tmp_path):
    pd.DataFrame(ROWS).to_excel(tmp_path / "x.xlsx", index=False)
    assert_all(listed(tmp_path))


def test_a_column_without_a_known_name_is_told_by_its_texts(tmp_path):
    frame = pd.DataFrame(ROWS).rename(columns={"text": "bericht"})
    frame.to_csv(tmp_path / "1.csv", index=False)
    frame.to_json(tmp_path / "2.json", orient="records")
    frame.to_parquet(tmp_path / "3.parquet")
    assert [record.data for record in listed(tmp_path)] == TEXTS * 3


def test_two_columns_of_texts_must_be_named(tmp_path):
    frame = pd.DataFrame(ROWS).rename(columns={"text": "first"})
    frame["second"] = frame["first"].str.replace("某县", "另县")
    for save in (
        lambda: frame.to_json(tmp_path / "x", orient="records", lines=True),
        lambda: frame.to_parquet(tmp_path / "x"),
        lambda: frame.to_csv(tmp_path / "x", index=False),
    ):
        save()
        (record,) = listed(tmp_path)
        assert "--text-column" in record.problem
        assert [r.data for r in listed(tmp_path, "first")] == TEXTS


def test_a_text_behind_64_kb_is_found(tmp_path):
    rows = [{"notes": "x" * 100_000, "text": text.decode()} for text in TEXTS]
    (tmp_path / "1").write_text("\n".join(map(json.dumps, rows)))
    (tmp_path / "2").write_text(json.dumps(rows))
    assert [record.data for record in listed(tmp_path)] == TEXTS * 2


def test_an_array_that_is_damaged_loses_that_place(tmp_path):
    text = json.dumps(ROWS, ensure_ascii=False).replace('"id": 2', '"id": ?')
    (tmp_path / "x").write_text(text, "utf-8")
    records = listed(tmp_path)
    assert [r.data for r in records if not r.problem] == TEXTS[:2] + TEXTS[3:]
    assert sum(bool(r.problem) for r in records) == 1


def test_a_report_whose_tables_are_csv_stays_one_document(tmp_path):
    text = "某县2023年政府信息公开工作年度报告\n信息内容,本年制发件数,本年废止件数\n规章,1,2\n"
    (tmp_path / "x.csv").write_text(text * 10, "utf-8")
    assert [record.name for record in listed(tmp_path)] == ["x.csv"]


def test_the_tables_of_a_dataset_are_no_reports(tmp_path, few):
    import gikstudy as gik

    gik.extract(few, out=tmp_path / "out")
    records = listed(tmp_path / "out")
    ours = [r for r in records if Path(r.name).suffix in (".csv", ".parquet")]
    assert len(ours) >= 20
    assert {r.outcome for r in ours} == {"not_a_report"}
    done = gik.extract(tmp_path / "out", out=tmp_path / "again")
    assert set(done.outcomes) == {"not_a_report"}


def test_sources_csv_says_where_files_come_from(tmp_path):
    (tmp_path / "a.txt").write_text("年报", "utf-8")
    (tmp_path / "b.jsonl").write_text(json.dumps({"text": "年报"}) + "\n", "utf-8")
    (tmp_path / "sources.csv").write_text(
        "source,url,retrieved_on,note\na.txt,http://a.gov.cn/1,2024-02-01,\n"
        "b.jsonl#0,http://a.gov.cn/2,2024/2/3,by hand\n",
        "utf-8",
    )
    told = [(r.name, r.url, r.retrieved_on) for r in listed(tmp_path)]
    assert told == [
        ("a.txt", "http://a.gov.cn/1", "2024-02-01"),
        ("b.jsonl#0", "http://a.gov.cn/2", "2024-02-03"),
    ]
    (tmp_path / "sources.csv").write_text("source,url,retrieved_on\na,b,yesterday\n", "utf-8")
    with pytest.raises(ValueError, match="line 2"):
        list_sources([tmp_path])
