"""A time limit for a block of code, in any thread."""

from __future__ import annotations

import ctypes
import faulthandler
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import cache
from pathlib import Path
from typing import IO, Final, NoReturn

_GRACE: Final = 0.5
"""Extra time for C code, as a share of the limit, before its process is ended."""
_due: dict[int, float] = {}
_due_lock: Final = threading.Lock()


@contextmanager
def deadline(seconds: float, *, may_die: bool = False) -> Iterator[None]:
    """Stops the block with TimeoutError when its time is up.

    The limit acts between two steps of the interpreter. A long call to C code is not interrupted;
    if the process may die, it is ended when such a call takes half as long again.
    """
    with _last_resort(seconds * (1 + _GRACE) + 1) if may_die else nullcontext(), _soft(seconds):
        yield


@contextmanager
def _last_resort(seconds: float) -> Iterator[None]:
    """Ends the process after some time, without help from the interpreter."""
    thread = threading.get_ident()
    with _due_lock:
        _due[thread] = time.monotonic() + seconds
        _watch()
    try:
        yield
    finally:
        with _due_lock:
            del _due[thread]
            _watch()


def _watch() -> None:
    """Sets the single timer of the process to the earliest deadline of its threads."""
    if not _due:
        faulthandler.cancel_dump_traceback_later()
        return
    left = max(0.01, min(_due.values()) - time.monotonic())
    faulthandler.dump_traceback_later(left, exit=True, file=_nowhere())


@cache
def _nowhere() -> IO[str]:
    return Path(os.devnull).open("w", encoding="utf-8")


@contextmanager
def _soft(seconds: float) -> Iterator[None]:
    message = f"not read within {seconds:.0f} s"
    in_main = threading.current_thread() is threading.main_thread()
    alarm = _signal if in_main and hasattr(signal, "SIGALRM") else _exception
    try:
        with alarm(seconds):
            yield
    except _Overdue:
        raise TimeoutError(message) from None


class _Overdue(BaseException):
    """The time is over; no Exception, because readers may catch all of those."""


@contextmanager
def _signal(seconds: float) -> Iterator[None]:
    former = signal.signal(signal.SIGALRM, _ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)


def _ring(*_: object) -> NoReturn:
    raise _Overdue


@contextmanager
def _exception(seconds: float) -> Iterator[None]:
    """For the threads of Dask, which get no signals: another thread raises the exception in them.

    Such an exception is never withdrawn with `PyThreadState_SetAsyncExc(thread, None)`. After that
    call the interpreter keeps looking for one, and Python 3.11 hangs as soon as it is traced by a
    debugger, by coverage, or by Hypothesis when it explains a failure.
    """
    thread = ctypes.c_ulong(threading.get_ident())
    lock, over = threading.Lock(), threading.Event()

    def ring() -> None:
        with lock:
            if not over.is_set():
                ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(_Overdue))

    timer = threading.Timer(seconds, ring)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        # An alarm that comes later must not stop the code after the block. One that came just before
        # is raised by this call, so it ends the block.
        with lock:
            over.set()
        timer.cancel()
