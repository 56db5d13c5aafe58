"""Every engine writes the same bytes, and a worker that dies costs only what it was reading."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psutil
import pytest
from extract_runs import COMMAND, digest, wait_for_parts
from guards import PATIENCE, wait_until

import gikstudy as gik
from gikstudy.engine.dispatch import Run
from gikstudy.engine.folder import open_folder
from gikstudy.engine.pools import WorkerLostError, hand_out, open_pool
from gikstudy.reading import Record, list_sources


def test_processes_give_the_bytes_of_the_serial_run(corpus, undisturbed, tmp_path):
    gik.extract(corpus, out=tmp_path, engine="processes", workers=3)
    assert digest(tmp_path) == undisturbed


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


def test_a_worker_killed_midway_changes_no_byte(corpus, undisturbed, start, tmp_path):
    run = start([*COMMAND, str(corpus), "--out", str(tmp_path), "--workers", "2"])
    wait_for_parts(1, tmp_path, run)
    server = [c for c in psutil.Process(run.pid).children(recursive=True) if c.children()]
    os.kill(server[0].children()[0].pid, signal.SIGKILL)
    assert run.wait(PATIENCE) == 0
    assert digest(tmp_path) == undisturbed


def test_an_errand_that_costs_a_worker_its_life_is_done_by_the_caller(tmp_path):
    with open_pool("processes", 2, None) as pool:
        errands = [partial(_die_in_a_worker, os.getpid(), n) for n in range(3)]
        assert hand_out(errands, pool) == [0, 1, 2]


def _die_in_a_worker(caller: int, number: int) -> int:
    if number == 1 and os.getpid() != caller:
        os.kill(os.getpid(), signal.SIGKILL)
    return number
