"""Many inputs: each gets a row that says what became of it, and a call that makes no sense is refused."""

from __future__ import annotations

import hashlib
import shutil
import signal
from pathlib import Path

import pytest
from extract_runs import digest, table
from project_paths import SAMPLE

import gikstudy as gik
from gikstudy.corrections import CorrectionError
from gikstudy.engine import work
from gikstudy.engine.remote_output import open_output


def test_the_sample_becomes_five_reports_in_the_order_of_their_paths(few, tmp_path):
    done = gik.extract(few, out=tmp_path / "out")
    assert done.outcomes == {"report": 5}
    names = [row["source"] for row in table(tmp_path / "out", "sources")]
    assert names == sorted(path.name for path in SAMPLE.glob("*.txt"))


def test_every_input_has_a_row_that_says_what_became_of_it(few, tmp_path):
    first = sorted(few.glob("*.txt"))[0]
    (few / "again.txt").write_bytes(first.read_bytes())
    (few / "empty.txt").write_bytes(b"")
    (few / "photo.txt").write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20)
    (few / "letter.txt").write_text("各位同事：\n明天放假。\n", "utf-8")
    (few / "torn.zip").write_bytes(b"PK\x03\x04torn")
    done = gik.extract(few, out=tmp_path / "out")
    rows = {row["source"]: row for row in table(tmp_path / "out", "sources")}
    assert len(rows) == sum(done.outcomes.values()) == 10
    assert rows[first.name]["outcome"] == "duplicate"  # "again" comes first
    assert rows[first.name]["report_id"] == rows["again.txt"]["report_id"]
    assert rows["letter.txt"]["outcome"] == "not_a_report"
    for name in ("empty.txt", "photo.txt", "torn.zip"):
        assert rows[name]["outcome"] == "failed", name
        assert rows[name]["reason"], name
        assert "\n" not in rows[name]["reason"]
    assert "JPEG" in rows["photo.txt"]["reason"]
    ids = [row["report_id"] for row in table(tmp_path / "out", "reports")]
    assert len(ids) == len(set(ids))


def test_a_fault_of_the_reader_costs_one_report(few, tmp_path, monkeypatch):
    def fails(document, corrections=()):
        if document.source.startswith("report_002"):
            raise RecursionError("maximum depth")
        return real(document, corrections)

    real = work.report_of
    monkeypatch.setattr(work, "report_of", fails)
    done = gik.extract(few, out=tmp_path / "out")
    assert done.outcomes == {"failed": 1, "report": 4}
    (row,) = [r for r in table(tmp_path / "out", "reports") if r["status"] == "failed"]
    assert row["reason"] == "the reader failed: RecursionError: maximum depth"


def test_a_document_that_takes_for_ever_is_given_up(few, tmp_path, monkeypatch):
    def hangs(document, corrections=()):
        if document.source.startswith("report_001"):
            signal.raise_signal(signal.SIGALRM)  # as when its time is over
        return real(document, corrections)

    real = work.report_of
    monkeypatch.setattr(work, "report_of", hangs)
    done = gik.extract(few, out=tmp_path / "out")
    assert done.outcomes == {"failed": 1, "report": 4}
    (row,) = [r for r in table(tmp_path / "out", "reports") if r["status"] == "failed"]
    assert "not read within 60 s" in row["reason"]


def test_corrections_beside_the_reports_are_applied_and_must_be_used(few, tmp_path):
    head = "report,cell,action,value,expect,reason,who,date\n"
    name = sorted(few.glob("*.txt"))[0].name
    cell = "requests/received_new/total"
    printed = gik.read_report(few / name).cell(cell)
    line = f"{name},{cell},set,41,{printed.raw.strip()},seen on paper,A Reader,2024-05-01\n"
    (few / "corrections.csv").write_text(head + line, "utf-8")
    gik.extract(few, out=tmp_path / "out")
    states = [row["state"] for row in table(tmp_path / "out", "requests")]
    assert states.count("corrected") == 1
    (few / "corrections.csv").write_text(head + line.replace(name, "report_999.txt"), "utf-8")
    with pytest.raises(CorrectionError, match="report_999"):
        gik.extract(few, out=tmp_path / "out", resume=True)
    (few / "corrections.csv").write_text(head + line, "utf-8")
    gik.extract(few, out=tmp_path / "out")  # mended; nothing was left to be taken up


def test_copies_in_different_batches_are_one_report(corpus, undisturbed, tmp_path):
    both = tmp_path / "both"
    for name in ("a", "b"):
        shutil.copytree(corpus, both / name)
    done = gik.extract(both, out=tmp_path / "out", engine="processes", workers=2)
    inputs = sum(done.outcomes.values())
    assert done.outcomes["duplicate"] >= inputs // 2
    ids = [row["report_id"] for row in table(tmp_path / "out", "reports")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sources": "no/such/folder"}, "no/such/folder"),
        ({"engine": "threads"}, "serial, processes, dask"),
        ({"workers": 0}, "at least 1"),
        ({"scheduler": "tcp://127.0.0.1:1"}, "dask"),
        ({"out": "raw/report.txt/out"}, "report.txt"),
    ],
)
def test_a_call_that_cannot_be_meant_stops_at_once(few, monkeypatch, changes, said):
    monkeypatch.chdir(few.parent)
    (few / "report.txt").write_text("", "utf-8")
    call = {"sources": "raw", "out": "out", **changes}
    with pytest.raises((ValueError, OSError), match=said) as raised:
        gik.extract(call.pop("sources"), **call)
    assert "\n" not in str(raised.value)
    assert not Path("out/.partial").exists()


def test_the_output_may_not_lie_among_the_inputs(few):
    with pytest.raises(ValueError, match="lies in"):
        gik.extract(few, out=few / "out")


def test_an_address_gets_the_whole_dataset(few, tmp_path, monkeypatch):
    import fsspec

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    gik.extract(few, out="memory://bucket/dataset")
    gik.extract(few, out=tmp_path / "out")
    memory = fsspec.filesystem("memory")
    stored = {
        path.removeprefix("/bucket/dataset/"): hashlib.sha256(memory.cat(path)).hexdigest()
        for path in memory.find("/bucket/dataset")
    }
    assert stored == digest(tmp_path / "out")


def test_an_address_that_nothing_knows_is_one_line(tmp_path):
    with pytest.raises(ValueError, match="nowhere://x"), open_output("nowhere://x"):
        pass


def test_workers_find_an_output_folder_named_from_where_the_caller_stands_now(few, monkeypatch):
    monkeypatch.chdir(few.parent)
    gik.extract("raw", out="out", engine="processes", workers=1)
    assert len(table(few.parent / "out", "reports")) == 5
