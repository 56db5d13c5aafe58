"""Many inputs, any engine, whatever happens: the dataset is the same, byte for byte."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psutil
import pyarrow.parquet as pq
import pytest
from guards import PATIENCE, wait_until
from project_paths import SAMPLE

import gikstudy as gik
from gikstudy.corrections import CorrectionError
from gikstudy.engine import work
from gikstudy.engine.batches import in_batches
from gikstudy.engine.deadline import deadline
from gikstudy.engine.dispatch import Run
from gikstudy.engine.folder import open_folder
from gikstudy.engine.pools import WorkerLostError, hand_out, open_pool
from gikstudy.engine.remote_output import open_output
from gikstudy.reading import Record, Source, list_sources
from gikstudy.synthesis import write_corpus

COMMAND = (sys.executable, "-m", "gikstudy", "extract")


def digest(folder: Path) -> dict[str, str]:
    """What anyone can see of a dataset, file by file."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.relative_to(folder).parts[0].startswith(".")
    }


def table(folder: Path, name: str) -> list[dict[str, object]]:
    return pq.read_table(folder / f"{name}.parquet").to_pylist()


@pytest.fixture(scope="session")
def corpus(tmp_path_factory) -> Path:
    """Reports enough for several batches, with every kind of damage."""
    folder = tmp_path_factory.mktemp("corpus")
    write_corpus(200, folder, seed=7)
    for truth in folder.glob("truth*.parquet"):
        truth.unlink()
    assert len(list(in_batches(list_sources([folder])))) >= 3
    return folder


@pytest.fixture(scope="session")
def undisturbed(corpus, tmp_path_factory) -> dict[str, str]:
    out = tmp_path_factory.mktemp("undisturbed")
    gik.extract(corpus, out=out)
    return digest(out)


# --- what becomes of an input ---------------------------------------------------------------


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


def go_on_for_ever() -> None:
    with deadline(0.01):
        while True:
            pass


def test_a_deadline_ends_what_would_go_on_for_ever():
    with pytest.raises(TimeoutError, match="not read within 0 s"):
        go_on_for_ever()


def test_a_deadline_holds_in_threads_too():
    # As in the workers of Dask.
    with (
        ThreadPoolExecutor(1) as thread,
        pytest.raises(TimeoutError, match="not read within 0 s"),
    ):
        thread.submit(go_on_for_ever).result()


def test_a_deadline_that_was_kept_is_not_heard_of_again(monkeypatch):
    timers = []

    class Timer(threading.Timer):
        def start(self) -> None:
            timers.append(self)

    def work_on() -> str:
        with deadline(60):
            pass
        with ThreadPoolExecutor(1) as other:  # the timer rings after all, from a thread of its own
            other.submit(timers[0].function).result()
        return "done"

    monkeypatch.setattr(threading, "Timer", Timer)
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(work_on).result() == "done"


TRACED = """
import resource, sys, threading
from gikstudy.engine.deadline import deadline

resource.setrlimit(resource.RLIMIT_CPU, (30, 30))  # a loop inside of the interpreter hears no signal

def keep():
    with deadline(60):
        pass

def miss():
    try:
        with deadline(0.01):
            while True:
                pass
    except TimeoutError:
        pass

for work in (keep, miss, keep):
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
def go_on():
    for _ in range(100_000):
        int()
sys.settrace(lambda *event: None)
go_on()
sys.settrace(None)
print("done")
"""


def test_a_deadline_in_a_thread_leaves_an_interpreter_that_can_be_traced():
    pytest.importorskip("resource")
    done = subprocess.run([sys.executable, "-c", TRACED], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr


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


# --- engines --------------------------------------------------------------------------------


def test_processes_give_the_bytes_of_the_serial_run(corpus, undisturbed, tmp_path):
    gik.extract(corpus, out=tmp_path, engine="processes", workers=3)
    assert digest(tmp_path) == undisturbed


def test_copies_in_different_batches_are_one_report(corpus, undisturbed, tmp_path):
    both = tmp_path / "both"
    for name in ("a", "b"):
        shutil.copytree(corpus, both / name)
    done = gik.extract(both, out=tmp_path / "out", engine="processes", workers=2)
    inputs = sum(done.outcomes.values())
    assert done.outcomes["duplicate"] >= inputs // 2
    ids = [row["report_id"] for row in table(tmp_path / "out", "reports")]
    assert len(ids) == len(set(ids))


@dataclass(frozen=True)
class Poison:
    """A source whose reading ends the process, as a broken PDF can."""

    name: str
    fingerprint: str = "1"
    count: int = 1

    def records(self) -> Iterator[Record]:
        os.kill(os.getpid(), signal.SIGKILL)
        yield Record(b"", self.name)


def test_an_input_that_kills_its_reader_costs_itself_and_nothing_else(few, tmp_path):
    sources = [*list_sources([few])]
    sources.insert(2, Poison("poison.pdf"))
    with (
        open_folder(tmp_path / "out", resume=False) as folder,
        open_pool("processes", 2, None) as pool,
    ):
        assert sum(Run(folder, pool, (), "reader").over(sources)) == 6
        (part,) = folder.parts.glob("*.zip")
        rows = work_rows(part)
    assert [row["outcome"] for row in rows] == ["report", "report", "failed", *["report"] * 3]
    assert rows[2]["source"] == "poison.pdf"
    assert "died" in rows[2]["reason"]


def work_rows(part: Path) -> list[dict[str, object]]:
    from gikstudy.dataset.parts import read_part

    return read_part(part, "sources").to_pylist()


def suicide(task: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def wait_for(file: Path) -> bool:
    wait_until(file.exists)
    return True


def test_a_dead_worker_loses_its_own_task_only(tmp_path):
    go_on = tmp_path / "go_on"
    with open_pool("processes", 2, None) as pool:
        slow = pool.submit(wait_for, go_on)
        with pytest.raises(WorkerLostError):
            pool.submit(suicide, None).result()
        assert pool.submit(abs, -3).result() == 3
        assert not slow.done()
        go_on.touch()
        assert slow.result()


def test_a_worker_that_cannot_be_replaced_ends_the_wait_for_its_task(monkeypatch):
    def fails():
        raise OSError(24, "Too many open files")

    with open_pool("processes", 1, None) as pool:
        monkeypatch.setattr("gikstudy.engine.pools._start", fails)
        with pytest.raises(OSError, match="Too many open files"):
            pool.submit(suicide, None).result(PATIENCE)


# --- dask -----------------------------------------------------------------------------------


@pytest.fixture
def start() -> Iterator[Callable[[list[str]], subprocess.Popen[bytes]]]:
    """Starts a program beside the test; none that was started outlives it."""
    started = []

    def start_one(command: list[str]) -> subprocess.Popen[bytes]:
        quiet = subprocess.DEVNULL
        started.append(subprocess.Popen(command, stdout=quiet, stderr=quiet))
        return started[-1]

    yield start_one
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def scheduler(start, tmp_path) -> str:
    """A scheduler and two workers, each a process, over TCP on the loopback interface."""
    file = tmp_path / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    listen = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    start([*dask, "scheduler", *listen, "--scheduler-file", str(file)])
    wait_until(file.exists)
    join = ["--scheduler-file", str(file), "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    for name in ("one", "two"):
        place = ["--local-directory", str(tmp_path / name)]
        start([*dask, "worker", *join, *place, "--name", name])
    return json.loads(file.read_text())["address"]


def wait_for_parts(number: int, out: Path, run: subprocess.Popen[bytes]) -> None:
    """Returns when a run has written that many parts; fails where it ends before."""

    def are_there() -> bool:
        assert run.poll() is None, "the run was over too soon"
        return len(list(out.glob(".partial/run-*/part-*.json"))) >= number

    wait_until(are_there)


@pytest.mark.cluster
def test_dask_gives_the_same_bytes_though_a_worker_is_killed(
    corpus, undisturbed, scheduler, start, tmp_path
):
    from distributed import Client

    out = tmp_path / "out"
    with Client(scheduler) as client:
        client.wait_for_workers(2, timeout=PATIENCE)
        pids = list(client.run(os.getpid).values())
    run = start(
        [*COMMAND, str(corpus), "--out", str(out), "--engine", "dask", "--scheduler", scheduler]
    )
    wait_for_parts(1, out, run)
    os.kill(pids[0], signal.SIGKILL)
    assert run.wait(PATIENCE) == 0
    assert digest(out) == undisturbed


def test_an_address_where_no_scheduler_answers_is_one_line(few, tmp_path, monkeypatch):
    monkeypatch.setattr("gikstudy.engine.cluster.PATIENCE", "1s")
    with pytest.raises(OSError, match=r"tcp://127\.0\.0\.1:9: no Dask scheduler"):
        gik.extract(few, out=tmp_path / "out", engine="dask", scheduler="tcp://127.0.0.1:9")
    assert not (tmp_path / "out" / ".partial").exists()


# --- stopped and taken up -------------------------------------------------------------------


def test_a_worker_killed_midway_changes_no_byte(corpus, undisturbed, start, tmp_path):
    run = start([*COMMAND, str(corpus), "--out", str(tmp_path), "--workers", "2"])
    wait_for_parts(1, tmp_path, run)
    server = [c for c in psutil.Process(run.pid).children(recursive=True) if c.children()]
    os.kill(server[0].children()[0].pid, signal.SIGKILL)
    assert run.wait(PATIENCE) == 0
    assert digest(tmp_path) == undisturbed


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


# --- later runs -----------------------------------------------------------------------------


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


# --- calls that cannot be meant -------------------------------------------------------------


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


# --- output elsewhere -----------------------------------------------------------------------


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


def test_an_errand_that_costs_a_worker_its_life_is_done_by_the_caller(tmp_path):
    with open_pool("processes", 2, None) as pool:
        errands = [partial(_die_in_a_worker, os.getpid(), n) for n in range(3)]
        assert hand_out(errands, pool) == [0, 1, 2]


def _die_in_a_worker(caller: int, number: int) -> int:
    if number == 1 and os.getpid() != caller:
        os.kill(os.getpid(), signal.SIGKILL)
    return number
