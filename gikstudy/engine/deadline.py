"""A time limit for a block of code, in any thread."""

from __future__ import annotations

import ctypes
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from gikstudy.errors import GikstudyError


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Stops the block with TimeoutError when its time is over.

    The limit acts between two steps of the interpreter: a long call to C code is not interrupted.
    """
    message = f"not read within {seconds:.0f} s"
    in_main = threading.current_thread() is threading.main_thread()
    alarm = _signal if in_main and hasattr(signal, "SIGALRM") else _exception
    try:
        with alarm(seconds):
            yield
    except _OverdueError:
        raise TimeoutError(message) from None


class _OverdueError(GikstudyError, TimeoutError):
    """The time is over."""


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
    raise _OverdueError


@contextmanager
def _exception(seconds: float) -> Iterator[None]:
    """For the threads of Dask, which get no signals: another thread raises the exception there.

    An exception that was raised so is never called back, as `PyThreadState_SetAsyncExc(thread, None)`
    would: the interpreter looks for one ever after, and that of Python 3.11 hangs as soon as it is
    traced, by a debugger, by coverage, or by Hypothesis that explains a failure.
    """
    thread = ctypes.c_ulong(threading.get_ident())
    lock, over = threading.Lock(), threading.Event()

    def ring() -> None:
        with lock:
            if not over.is_set():
                ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(_OverdueError))

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
