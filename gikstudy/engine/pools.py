"""Where the work is done: in this process, in other processes, or on a Dask cluster.

A pool gives each worker one task and loses only that task if the worker dies. A PDF that crashes
its reader, or a machine that runs out of memory, must not destroy the work of others.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from gikstudy.engine.apart import Apart
from gikstudy.engine.pool import Pool, WorkerLostError, taken_out
from gikstudy.engine.work import DEADLINE, seconds_for
from gikstudy.errors import CallError
from gikstudy.model import Document
from gikstudy.reading import Record, Source, read_document
from gikstudy.reading.addresses import is_remote, open_address
from gikstudy.reading.signature import PICTURES, signature

if TYPE_CHECKING:
    from distributed import Client

ENGINES: Final = ("serial", "processes", "dask")
_APART: Final = ("pdf", "docx", "xlsx", "xls", "odt", "ods", "epub", "ofd",
    *PICTURES)  # fmt: skip
"""Formats whose reader runs outside of Python, where nothing can stop it."""
_SHORT: Final = 512 * 1024
"""Bytes of the longest page that is read here: the parser of HTML needs no more than seconds for
them, but time with the square of the length where one tag has a hundred thousand attributes."""
_COLUMNS: Final = b"PAR1"
T = TypeVar("T")
_log = logging.getLogger(__name__)


class Workforce(NamedTuple):
    """Which engine does the work, with how many workers; the arguments of `open_pool`."""

    engine: str = "serial"
    workers: int | None = None
    scheduler: str | Path | Client | None = None


SERIAL: Final = Workforce()


def hand_out(errands: Iterable[Callable[[], T]], pool: Pool) -> list[T]:
    """Runs functions that read and write local files, in parallel if the pool can.

    If a worker dies, this process runs its function.

    Returns:
        The results, in the order of the functions.
    """
    if not pool.shares_disk:
        return [errand() for errand in errands]
    waiting = enumerate(errands)
    on_the_way: dict[Future[T], tuple[int, Callable[[], T]]] = {}
    given: dict[int, T] = {}
    try:
        while True:
            for number, errand in islice(waiting, pool.size - len(on_the_way)):
                on_the_way[pool.submit(_call, errand)] = number, errand
            if not on_the_way:
                return [given[number] for number in sorted(given)]
            for future in wait(on_the_way, return_when=FIRST_COMPLETED).done:
                number, errand = on_the_way.pop(future)
                try:
                    given[number] = future.result()
                except WorkerLostError:
                    _log.warning("a worker died at the end of the run; this process does its part")
                    given[number] = errand()
    finally:
        wait(on_the_way)  # nothing may still be writing when the caller cleans up


def _call(errand: Callable[[], T]) -> T:
    return errand()


@contextmanager
def open_pool(
    engine: str, workers: int | None, scheduler: str | Path | Client | None
) -> Iterator[Pool]:
    """A pool of the given engine; closed at the end of the block.

    Args:
        engine: One of `ENGINES`.
        workers: Number of workers; None starts one for each processor.
        scheduler: A running Dask scheduler: its address, its file, or a client; None starts a
            cluster on this machine.

    Raises:
        CallError: for an unknown engine, fewer than one worker, or a scheduler with another engine
            or with a number of workers.
        MissingPackageError: if the engine is dask and Dask is not installed.
        RunError: if no scheduler answers, or it has no workers, or some that read otherwise.
    """
    if engine not in ENGINES:
        raise CallError(f"engine {engine!r}: legal are {', '.join(ENGINES)}")
    if workers is not None and workers < 1:
        raise CallError(f"workers {workers}: must be at least 1")
    if scheduler is not None and engine != "dask":
        raise CallError(f"scheduler {scheduler}: only the engine dask has one, not {engine}")
    if scheduler is not None and workers is not None:
        raise CallError(f"workers {workers}: a scheduler has its own; leave the number out")
    if engine == "dask":
        from gikstudy.engine.cluster import open_cluster

        with open_cluster(workers, scheduler) as cluster:
            yield cluster
    elif engine == "serial":
        here = _ThisProcess()
        try:
            yield here
        finally:
            here.close()
    else:
        processes = _Processes(workers or _processors())
        try:
            yield processes
        finally:
            processes.close()


def _processors() -> int:
    # A container or a batch system may allow fewer processors than the machine has.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _ThisProcess:
    size = 1
    shares_disk = True
    may_die = False

    def __init__(self) -> None:
        self._apart = Apart()

    def submit(self, work: Callable[[Any], Any], task: object) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(work(task))
        return future

    def read(self, data: bytes, *origin: str) -> Document:
        """Reads a document here, or apart where that could end or hold up this process."""
        if len(data) > _SHORT or signature(data) in _APART:
            found: Document = self._apart.call(
                read_document, data, *origin, seconds=seconds_for(data)
            )
            return found
        return read_document(data, *origin)

    def records(self, source: Source) -> Iterator[Record]:
        """The documents of a source; those of a Parquet file are taken out apart."""
        if not _in_columns(source):
            return source.records()
        found: list[Record] = self._apart.call(_all_records, source, seconds=DEADLINE)
        return iter(found)

    def close(self) -> None:
        self._apart.close()


def _in_columns(source: Source) -> bool:
    """Whether a source is a run of a Parquet file, or such a file that nobody has opened yet."""
    if source.shape is not None or source.problem:
        return source.shape is not None and source.shape.archive == "parquet"
    if is_remote(source.address):
        return source.name.endswith(".parquet")
    try:
        with open_address(source.address) as stream:
            return stream.read(len(_COLUMNS)) == _COLUMNS
    except OSError:
        return False


def _all_records(source: Source) -> list[Record]:
    return list(source.records())


class _Processes:
    """One pool of one process for each worker, so that a lost worker can be tied to its task."""

    shares_disk = True
    may_die = True
    read = staticmethod(read_document)
    records = staticmethod(taken_out)

    def __init__(self, size: int) -> None:
        self.size = size
        self._idle = [_start() for _ in range(size)]
        self._busy: dict[Future[Any], ProcessPoolExecutor] = {}
        self._lock = threading.Lock()
        try:
            for pool in self._idle:
                pool.submit(os.getpid).result()
        except BrokenProcessPool:
            raise CallError(
                "no worker process starts; a script calls extract() below "
                "`if __name__ == '__main__':`, or with engine='serial'"
            ) from None
        _log.info("worker processes started: %d", size)

    def submit(self, work: Callable[[Any], Any], task: object) -> Future[Any]:
        with self._lock:
            pool = self._idle.pop()
        _log.debug("%d of %d worker processes are busy", len(self._busy) + 1, self.size)
        promise: Future[Any] = Future()
        future = pool.submit(work, task)
        with self._lock:
            self._busy[future] = pool
        future.add_done_callback(lambda done: self._settle(done, promise))
        return promise

    def _settle(self, done: Future[Any], promise: Future[Any]) -> None:
        with self._lock:
            pool = self._busy.pop(done)
        problem = done.exception()
        if isinstance(problem, BrokenProcessPool):
            _log.info("a worker process died; starting another")
            pool.shutdown(wait=False)
            try:
                pool = _start()
            except OSError as shortage:  # of memory, files or semaphores
                promise.set_exception(shortage)  # or the caller would wait forever
                return
            problem = WorkerLostError()
        with self._lock:
            self._idle.append(pool)
        if problem is not None:
            promise.set_exception(problem)
        else:
            promise.set_result(done.result())

    def close(self) -> None:
        for pool in (*self._idle, *self._busy.values()):
            pool.shutdown(wait=False, cancel_futures=True)


def _start() -> ProcessPoolExecutor:
    # Forking a process that has threads can deadlock; a fork server has none, and has imported
    # the readers once for all workers.
    served = "forkserver" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if served else "spawn")
    if served:
        context.set_forkserver_preload(["gikstudy.engine.work", "pandas"])
    return ProcessPoolExecutor(1, context, initializer=_settle_in)


def _settle_in() -> None:
    """Leaves Ctrl-C to the parent process, and ends when the parent has ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
