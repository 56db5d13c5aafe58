"""What goes on for ever in C code, or ends its process, costs its document on every engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from endless import count_for_ever, count_until_due, die, take_memory

import gikstudy as gik
from gikstudy.engine import pools
from gikstudy.engine.apart import Apart
from gikstudy.engine.memory import MEMORY
from gikstudy.engine.pool import WorkerLostError
from gikstudy.engine.pools import open_pool


@pytest.fixture
def apart():
    apart = Apart()
    yield apart
    apart.close()


@pytest.mark.cluster
@pytest.mark.parametrize("engine", ["processes", "dask"])
def test_a_worker_that_c_code_holds_up_ends_and_the_next_task_is_done(engine, monkeypatch):
    import dask

    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        open_pool(engine, 1, None) as pool,
    ):
        with pytest.raises(WorkerLostError):
            pool.submit(count_until_due, 0.1).result()
        assert pool.submit(abs, -3).result() == 3


def test_a_process_apart_does_calls_and_survives_its_own_end(apart):
    assert apart.call(abs, -3, seconds=60) == 3
    with pytest.raises(TypeError, match="bad operand"):
        apart.call(abs, "x", seconds=60)
    for work in (die, count_for_ever):
        with pytest.raises(WorkerLostError):
            apart.call(work, seconds=0.1)
        assert apart.call(abs, -3, seconds=60) == 3


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="Linux limits memory")
def test_a_process_apart_takes_so_much_memory_and_no_more(apart):
    with pytest.raises(MemoryError):
        apart.call(take_memory, 2 * MEMORY, seconds=60)


def test_a_serial_run_names_the_document_that_ends_its_reader_and_goes_on(
    few, tmp_path, monkeypatch
):
    documents = Path(__file__).parents[1] / "support" / "documents"
    for name in ("writer.pdf", "browser.pdf"):
        (few / name).write_bytes((documents / name).read_bytes())
    hostile = (documents / "writer.pdf").read_bytes()
    real = Apart.call

    def call(self, function, data, *rest, seconds):
        work = die if data == hostile else function
        return real(self, work, data, *rest, seconds=seconds)

    monkeypatch.setattr(pools.Apart, "call", call)
    done = gik.extract(few, out=tmp_path / "out")
    assert done.outcomes == {"failed": 1, "report": 6}
    assert done.losses == {"the process that read it died: out of memory or time": 1}
    monkeypatch.undo()
    again = gik.extract(few, out=tmp_path / "out")
    assert again.outcomes == {"report": 7}
    assert again.kept == 6


def test_a_serial_run_leaves_no_process_behind(few, tmp_path):
    import psutil

    documents = Path(__file__).parents[1] / "support" / "documents"
    (few / "writer.pdf").write_bytes((documents / "writer.pdf").read_bytes())
    before = set(psutil.Process().children(recursive=True))
    gik.extract(few, out=tmp_path / "out")
    assert set(psutil.Process().children(recursive=True)) <= before
