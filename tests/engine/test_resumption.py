"""An interrupted run continues, and a later run reads only what has changed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import psutil
import pytest
from extract_runs import COMMAND, digest, table, wait_for_parts
from guards import PATIENCE
from project_paths import SAMPLE

import gikstudy as gik
from gikstudy.engine.batches import in_batches
from gikstudy.engine.folder import open_folder
from gikstudy.reading import Source, list_sources


def test_a_killed_run_is_refused_and_then_taken_up_to_the_same_bytes(
    corpus, undisturbed, start, tmp_path
):
    run = start([*COMMAND, str(corpus), "--out", str(tmp_path), "--workers", "1"])
    wait_for_parts(2, tmp_path, run)
    children = psutil.Process(run.pid).children(recursive=True)
    run.kill()
    run.wait()
    psutil.wait_procs(children, PATIENCE)
    assert not [c for c in children if c.is_running()], "workers outlive the run"
    assert digest(tmp_path) == {}, "a dataset appears whole or not at all"
    again = subprocess.run([*COMMAND, str(corpus), "--out", str(tmp_path)], capture_output=True)
    assert again.returncode == 2
    assert again.stderr.count(b"\n") == 1
    assert b"--resume" in again.stderr
    resume = [*COMMAND, str(corpus), "--out", str(tmp_path), "--resume"]
    assert b"not read again" in subprocess.run(resume, capture_output=True, check=True).stdout
    assert digest(tmp_path) == undisturbed


def test_a_second_run_in_the_same_folder_is_refused_while_one_is_on(few, tmp_path):
    out = tmp_path / "out"
    with open_folder(out, resume=False), pytest.raises(ValueError, match="another run"):
        gik.extract(few, out=out, resume=True)


def test_a_full_disk_stops_with_one_line_and_is_taken_up(
    corpus, undisturbed, tmp_path, monkeypatch
):
    from gikstudy.engine import folder

    def full(place, content):
        if place.name.startswith("part-000002"):
            raise OSError(28, "No space left on device", str(place))
        real(place, content)

    real = folder._write
    monkeypatch.setattr(folder, "_write", full)
    with pytest.raises(OSError, match="No space left"):
        gik.extract(corpus, out=tmp_path)
    monkeypatch.undo()
    assert digest(tmp_path) == {}
    gik.extract(corpus, out=tmp_path, resume=True)
    assert digest(tmp_path) == undisturbed


def read_in(monkeypatch) -> list[str]:
    """The names of what is opened from here on."""
    opened: list[str] = []
    real = Source.records

    def records(self):
        opened.append(self.name)
        return real(self)

    monkeypatch.setattr(Source, "records", records)
    return opened


def test_what_has_not_changed_is_not_read_again(corpus, undisturbed, tmp_path, monkeypatch):
    gik.extract(corpus, out=tmp_path)
    opened = read_in(monkeypatch)
    done = gik.extract(corpus, out=tmp_path)
    assert opened == []
    assert done.kept == sum(done.outcomes.values())
    assert digest(tmp_path) == undisturbed


def test_only_what_changed_is_read_and_its_rows_are_replaced(corpus, tmp_path, monkeypatch):
    raw, out = tmp_path / "raw", tmp_path / "out"
    shutil.copytree(corpus, raw)
    gik.extract(raw, out=out)
    files = sorted(path for path in raw.rglob("*") if path.is_file())
    changed, removed, added = files[40], files[90], files[150].with_name("zzz.txt")
    changed.write_text("这不是年度报告。\n", "utf-8")
    removed.unlink()
    added.write_bytes(sorted(SAMPLE.glob("*.txt"))[0].read_bytes())
    opened = read_in(monkeypatch)
    gik.extract(raw, out=out)
    new = {str(path.relative_to(raw)) for path in (changed, added)}
    assert set(opened) <= new | repeats(out)
    assert new <= set(opened)
    monkeypatch.undo()
    gik.extract(raw, out=tmp_path / "fresh")
    assert digest(out) == digest(tmp_path / "fresh")


def repeats(out: Path) -> set[str]:
    """Copies of bytes that another input has are read again when their batch changes."""
    return {str(r["source"]) for r in table(out, "sources") if r["outcome"] == "duplicate"}


def test_other_code_or_corrections_read_everything_again(few, tmp_path, monkeypatch):
    gik.extract(few, out=tmp_path / "out")
    monkeypatch.setattr(
        "gikstudy.engine.extract_dataset.reader_fingerprint", lambda corrections: "newer"
    )
    assert gik.extract(few, out=tmp_path / "out").kept == 0


def test_a_batch_is_not_shifted_by_a_neighbour(corpus):
    sources = list(list_sources([corpus]))
    before = set(in_batches(sources))
    after = set(in_batches(sources[:100] + sources[101:]))
    assert len(before - after) <= 2
