"""What ends a test that would go on for ever, and waits for what other processes do.

This is the only module of the tests that asks a clock, and no claim rests on the answer: the limits
are far beyond what anything here takes on any machine, however busy.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE = 300.0
PROCESSOR_SECONDS = 60.0


def wait_until(true: Callable[[], object]) -> None:
    """Returns when something has become true, which another process sees to."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"did not happen within {PATIENCE:.0f} s"
        time.sleep(0.02)


@contextmanager
def processor_guard(seconds: float = PROCESSOR_SECONDS) -> Iterator[None]:
    """Ends a block that has used so much processor time that it will never end by itself.

    A pattern that tries every way to read a line needs hours; whatever is read here, milliseconds.
    """
    if not hasattr(signal, "SIGPROF"):
        yield  # no such timer on this system: the limit of pytest on each test remains
        return

    def too_long(*_: object) -> None:
        raise AssertionError(f"not done after {seconds:.0f} s of processor time")

    former = signal.signal(signal.SIGPROF, too_long)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, former)
