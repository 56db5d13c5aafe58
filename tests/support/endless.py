"""Work that no signal stops, as in a library written in C; another process must be able to import it."""

from __future__ import annotations

import os
import signal

from gikstudy.engine.deadline import deadline
from gikstudy.model import Document


def count_for_ever(*_: object) -> Document:
    """Counts within one step of the interpreter."""
    raise AssertionError(f"counted to the end: {sum(range(10**18))}")


def count_until_due(seconds: float) -> None:
    """Counts for ever, in a process that may die."""
    with deadline(seconds, may_die=True):
        count_for_ever()


def die(*_: object) -> None:
    """Ends the process, as PDFium does where memory is short."""
    os.kill(os.getpid(), signal.SIGKILL)


def take_memory(number: int) -> int:
    """Asks for so many bytes."""
    return len(bytearray(number))
