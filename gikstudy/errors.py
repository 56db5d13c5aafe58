"""The errors of the package: one base class, and the kinds that several rooms raise.

Each message is one line that names the thing, its file or option, and the legal values. Each class is
also the built-in exception that fits, so `except ValueError` catches a wrong call as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class GikstudyError(Exception):
    """The base of all errors that gikstudy raises on purpose."""


class CallError(GikstudyError, ValueError):
    """An argument makes no sense; nothing was read or written."""


class OutputExistsError(CallError, FileExistsError):
    """The output exists already, and gikstudy never overwrites it."""


class UnknownNameError(GikstudyError, KeyError):
    """A name (of a cell, a table, a form …) that does not exist."""

    def __str__(self) -> str:
        """The message as given; a `KeyError` would put it in quotes."""
        return str(self.args[0]) if self.args else ""


class NotFoundError(GikstudyError, FileNotFoundError):
    """A file or folder that the call needs does not exist, such as a dataset."""


class DamagedFileError(GikstudyError, ValueError):
    """A file exists but does not hold what the call needs, such as a damaged Parquet file."""


class MissingPackageError(GikstudyError, ModuleNotFoundError):
    """An optional package is not installed; the message says how to get it."""


class RunError(GikstudyError, OSError):
    """A run cannot continue: its folder changed, or its cluster is gone."""


@contextmanager
def naming(place: str | Path) -> Iterator[None]:
    """Adds a place to a system error that names no file, such as that of a full disk.

    >>> with naming("out"):
    ...     raise OSError(28, "No space left on device")
    Traceback (most recent call last):
    OSError: [Errno 28] No space left on device: 'out'
    """
    try:
        yield
    except OSError as error:
        if error.errno is not None and error.filename is None:
            error.filename = str(place)
        raise
