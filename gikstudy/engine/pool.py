"""What every engine offers: a pool that takes calls and gives promises."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol

from gikstudy.errors import GikstudyError


class WorkerLostError(GikstudyError):
    """The worker died over a task; nothing is known of it but that."""


class Pool(Protocol):
    """Takes up to `size` calls at a time; `shares_disk` if its workers see our files."""

    size: int
    shares_disk: bool

    def submit(self, work: Callable[[Any], Any], task: object) -> Future[Any]:
        """The promise of `work(task)`, or of WorkerLostError."""
