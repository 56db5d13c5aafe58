"""The workers of a Dask cluster as a pool; needs the extra `dask`."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gikstudy.engine.pool import Pool, WorkerLostError, taken_out
from gikstudy.engine.same_reader import (
    Answer,
    question,
    refuse_other_pythons,
    refuse_others,
    result_of,
)
from gikstudy.errors import CallError, MissingPackageError, RunError
from gikstudy.reading import read_document

if TYPE_CHECKING:
    from distributed import Client

_log = logging.getLogger(__name__)

PATIENCE = "10s"
"""How long a scheduler may take to answer."""
LONELY = 60.0
"""Seconds that a scheduler may be without any worker."""
_GLANCE: Final = 1.0
_TLS: Final = "; Dask's configuration names the certificates for tls://"


@contextmanager
def open_cluster(workers: int | None, scheduler: str | Path | Client | None) -> Iterator[Pool]:
    """The cluster of a scheduler, or one of processes on this machine.

    Args:
        workers: How many processes to start on this machine.
        scheduler: The address of a running scheduler, the file in which it wrote its address, or
            a client that is connected to one; None starts a cluster on this machine.

    Raises:
        MissingPackageError: if Dask is not installed.
        CallError: if `scheduler` is neither an address nor such a file.
        RunError: if no scheduler answers, or it has no workers, or some that read otherwise.
    """
    try:
        from distributed import Client
    except ImportError:
        raise MissingPackageError(
            "engine dask: the package distributed is missing; pip install 'gikstudy[dask]'"
        ) from None
    if scheduler is None:
        with _on_this_machine(workers) as client, _pool(client, shares_disk=True) as pool:
            yield pool
    elif isinstance(scheduler, Client):
        with _pool(scheduler, shares_disk=False) as pool:
            yield pool
    else:
        with _connected(_address(scheduler)) as client, _pool(client, shares_disk=False) as pool:
            yield pool


@contextmanager
def _on_this_machine(workers: int | None) -> Iterator[Client]:
    """A cluster that only this process can give tasks to.

    Without certificates, anyone who can open a connection to this machine could run code as its user.
    """
    from distributed import Client, LocalCluster

    try:
        cluster = LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            protocol="tls://",
            security=True,
            dashboard_address=None,
            silence_logs=logging.ERROR,
        )
    except ImportError as problem:
        raise MissingPackageError(
            "engine dask: the package cryptography is missing; pip install 'gikstudy[dask]'"
        ) from problem
    with cluster, Client(cluster) as client:
        yield client


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    from distributed import Client

    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError, RuntimeError) as problem:
        hint = _TLS if address.startswith("tls://") else ""
        raise RunError(f"scheduler {address}: no Dask scheduler answers there{hint}") from problem
    with client:
        yield client


def _address(scheduler: str | Path) -> str:
    """An address as it is, or the one in a scheduler file."""
    text = str(scheduler)
    if "://" in text:
        return text
    if not Path(text).exists():
        if ":" in text:
            return text
        raise CallError(
            f"scheduler {text}: no such file, and no address such as tcp://10.0.0.1:8786"
        )
    try:
        return str(json.loads(Path(text).read_bytes())["address"])
    except (OSError, ValueError, TypeError, KeyError) as problem:
        raise CallError(f"scheduler {text}: is not a file written by a Dask scheduler") from problem


@contextmanager
def _pool(client: Client, *, shares_disk: bool) -> Iterator[Pool]:
    rpc: Any = client.scheduler
    name = f"scheduler {rpc.address}"
    try:
        client.wait_for_workers(1, timeout=LONELY)
    except TimeoutError as problem:
        raise RunError(f"{name}: has no workers; start some with `dask worker`") from problem
    versions: Any = client.get_versions()
    refuse_other_pythons(versions["workers"])
    refuse_others(client.run(question(), on_error="return"))
    cluster = _Cluster(client, name, shares_disk=shares_disk)
    try:
        yield cluster
    finally:
        cluster.close()


class _Cluster:
    """Keeps two tasks per thread in progress; Dask moves the tasks of a lost worker.

    Dask waits for ever where no worker is left, so a thread looks for them now and then.
    """

    may_die = True
    read = staticmethod(read_document)
    records = staticmethod(taken_out)

    def __init__(self, client: Client, name: str, *, shares_disk: bool) -> None:
        self.shares_disk = shares_disk
        self._client = client
        self._name = name
        self.size = 2 * max(1, self._threads())
        _log.info("connected to a Dask cluster that takes %d batches at a time", self.size)
        self._executor = client.get_executor(pure=False)
        self._open: set[Future[Any]] = set()
        self._lock = threading.Lock()
        self._closed = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def submit(self, work: Callable[[Any], Any], task: object) -> Future[Any]:
        promise: Future[Any] = Future()
        with self._lock:
            self._open.add(promise)
        done = self._executor.submit(question(work, task))
        done.add_done_callback(lambda done: self._settle(promise, done))
        return promise

    def _settle(self, promise: Future[Any], done: Future[Any]) -> None:
        try:
            result, problem = _outcome(done), None
        except Exception as error:
            result, problem = None, error
        self._keep(promise, result, problem)

    def _keep(self, promise: Future[Any], result: object, problem: Exception | None) -> None:
        """Ends the wait for a promise, once."""
        with self._lock:
            if promise not in self._open:
                return
            self._open.remove(promise)
        if problem is None:
            promise.set_result(result)
        else:
            promise.set_exception(problem)

    def _threads(self) -> int:
        return sum(self._client.nthreads().values())

    def _watch(self) -> None:
        alone = 0.0
        while not self._closed.wait(_GLANCE):
            try:
                threads = self._threads()
            except Exception as problem:  # the scheduler is gone: its tasks are cancelled
                _log.debug("%s: does not say which workers it has: %s", self._name, problem)
                continue
            if threads:
                self.size, alone = 2 * threads, 0.0
                continue
            alone += _GLANCE
            if alone >= LONELY:
                lost = RunError(
                    f"{self._name}: all its workers are gone; start some and continue with --resume"
                )
                for promise in tuple(self._open):
                    self._keep(promise, None, lost)

    def close(self) -> None:
        self._closed.set()
        self._executor.shutdown(wait=False)


def _outcome(done: Future[Any]) -> object:
    from distributed import KilledWorker

    if done.cancelled():
        raise RunError("the Dask scheduler is gone; continue the run with --resume")
    try:
        return result_of(Answer(*done.result()))
    except KilledWorker:
        raise WorkerLostError from None
