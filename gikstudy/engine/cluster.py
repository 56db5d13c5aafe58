"""The workers of a Dask cluster as a pool; needs the extra `dask`."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from gikstudy.engine.pool import Pool, WorkerLostError
from gikstudy.errors import MissingPackageError, RunError

if TYPE_CHECKING:
    from distributed import Client

_log = logging.getLogger(__name__)

PATIENCE = "10s"


@contextmanager
def open_cluster(workers: int | None, scheduler: str | None) -> Iterator[Pool]:
    """The cluster at an address, or one of processes on this machine.

    Raises:
        MissingPackageError: if Dask is not installed.
        RunError: if no scheduler answers at the address.
    """
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise MissingPackageError(
            "engine dask: the package distributed is missing; pip install 'gikstudy[dask]'"
        ) from None
    if scheduler is None:
        local = LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            dashboard_address=None,
            silence_logs=logging.ERROR,
        )
        with local, Client(local) as client:
            yield _Cluster(client, shares_disk=True)
        return
    try:
        client = Client(scheduler, timeout=PATIENCE)
    except (OSError, ValueError) as problem:
        raise RunError(f"scheduler {scheduler}: no Dask scheduler answers there") from problem
    with client:
        yield _Cluster(client, shares_disk=False)


class _Cluster:
    """Keeps two tasks per thread in progress; Dask moves the tasks of a lost worker."""

    may_die = True

    def __init__(self, client: Client, *, shares_disk: bool) -> None:
        self.shares_disk = shares_disk
        client.wait_for_workers(1, timeout=60)
        self.size = 2 * max(1, sum(client.nthreads().values()))
        _log.info("connected to a Dask cluster that takes %d batches at a time", self.size)
        self._executor = client.get_executor(pure=False)

    def submit(self, work: Callable[[Any], Any], task: object) -> Future[Any]:
        promise: Future[Any] = Future()
        self._executor.submit(work, task).add_done_callback(lambda done: _pass_on(done, promise))
        return promise


def _pass_on(done: Future[Any], promise: Future[Any]) -> None:
    from distributed import KilledWorker

    if done.cancelled():
        promise.set_exception(
            RunError("the Dask scheduler is gone; continue the run with --resume")
        )
    elif isinstance(problem := done.exception(), KilledWorker):
        promise.set_exception(WorkerLostError())
    elif problem is not None:
        promise.set_exception(problem)
    else:
        promise.set_result(done.result())
