"""What goes on for ever in C code, or ends its process, costs its document on every engine."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
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


DOCUMENTS = Path(__file__).parents[1] / "support" / "documents"


def put_hostile_files(folder: Path) -> None:
    """A file in each format that C code reads: here they stand for those that hold it up."""
    for kind in ("pdf", "docx"):
        (folder / f"hostile.{kind}").write_bytes((DOCUMENTS / f"writer.{kind}").read_bytes())
    page = f"<html><body>{'<p>报告报告报告报告报告' * 20_000}"
    (folder / "hostile.html").write_text(page, "utf-8")
    assert (folder / "hostile.html").stat().st_size > pools._SHORT, "short pages are read here"
    few_texts = [{"text": path.read_text("utf-8")} for path in sorted(folder.glob("*.txt"))]
    pd.DataFrame(few_texts).to_parquet(folder / "hostile_short.parquet")
    long = pd.DataFrame([{"text": "".join(map(chr, range(20_000, 50_000)))} for _ in range(9)])
    long.to_parquet(folder / "hostile_long.parquet", compression=None, use_dictionary=False)
    assert (folder / "hostile_long.parquet").stat().st_size > 300_000, "opened when it is listed"


def test_a_serial_run_names_the_documents_that_end_their_reader_and_goes_on(
    few, tmp_path, monkeypatch
):
    put_hostile_files(few)
    (few / "browser.pdf").write_bytes((DOCUMENTS / "browser.pdf").read_bytes())
    hostile = {path.read_bytes() for path in few.glob("hostile*")}
    real = Apart.call

    def call(self, function, what, *rest, seconds):
        bad = what in hostile or "hostile" in getattr(what, "address", "")
        return real(self, die if bad else function, what, *rest, seconds=seconds)

    monkeypatch.setattr(pools.Apart, "call", call)
    done = gik.extract(few, out=tmp_path / "out")
    assert done.outcomes == {"failed": 5, "report": 6}
    assert done.losses == {"the process that read it died: out of memory or time": 5}
    monkeypatch.undo()
    again = gik.extract(few, out=tmp_path / "out")
    assert "failed" not in again.outcomes
    assert again.kept == 6


def test_a_serial_run_leaves_no_process_behind(few, tmp_path):
    import psutil

    (few / "writer.pdf").write_bytes((DOCUMENTS / "writer.pdf").read_bytes())
    before = set(psutil.Process().children(recursive=True))
    gik.extract(few, out=tmp_path / "out")
    assert set(psutil.Process().children(recursive=True)) <= before
