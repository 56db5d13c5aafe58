"""The interface of all engines: a pool that takes calls and returns futures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any, Protocol

from gikstudy.errors import GikstudyError
from gikstudy.model import Document
from gikstudy.reading import Record, Source


class WorkerLostError(GikstudyError):
    """The worker died during a task; the cause is unknown."""


def taken_out(source: Source) -> Iterator[Record]:
    """The documents of a source, in whatever way its class takes them out."""
    return source.records()


class Pool(Protocol):
    """Accepts up to `size` calls at a time.

    `shares_disk` says that its workers see our files, `may_die` that the death of a worker loses
    only its task and not the run.
    """

    size: int
    shares_disk: bool
    may_die: bool

    @property
    def read(self) -> Callable[..., Document]:
        """What reads one document there, as `read_document` does."""

    @property
    def records(self) -> Callable[[Source], Iterator[Record]]:
        """What takes the documents out of a source there, as `Source.records` does."""

    def submit(self, work: Callable[[Any], Any], task: object) -> Future[Any]:
        """A future of `work(task)`; it raises WorkerLostError if the worker dies."""
