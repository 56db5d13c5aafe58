"""What the command prints while it works: the log of the package, on standard error."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, TextIO
from unicodedata import category

LEVELS: Final = (logging.WARNING, logging.INFO, logging.DEBUG)  # nothing, -v, -vv
_UNSAFE: Final = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))


def as_line(text: str) -> str:
    """A message as one line that is safe to print.

    The name of a file may contain characters that move the cursor or reverse the text.
    """
    return harmless(" ".join(text.split()))


def harmless(text: str) -> str:
    """A text in which nothing moves the cursor, hides or reverses what a terminal shows."""
    if text.isascii() and text.isprintable():
        return text
    return "".join("�" if category(c) in _UNSAFE else c for c in text)


@contextmanager
def messages_on(stream: TextIO, *, quiet: bool, louder: int) -> Iterator[None]:
    """Print the log of the package on a stream for as long as the block runs.

    Args:
        stream: Standard error.
        quiet: Print errors only.
        louder: How many `-v` were given: 0 prints warnings, 1 progress messages, 2 every detail.
    """
    logger = logging.getLogger("gikstudy")
    handler = _BesideTheBar(stream)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    before = logger.level
    logger.setLevel(logging.ERROR if quiet else LEVELS[min(louder, len(LEVELS) - 1)])
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)


class _BesideTheBar(logging.StreamHandler[TextIO]):
    """Prints each record as one line, above the progress bar if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        return as_line(super().format(record))

    def emit(self, record: logging.LogRecord) -> None:
        """Print one record."""
        tqdm = getattr(sys.modules.get("tqdm"), "tqdm", None)
        if tqdm is None:
            super().emit(record)
        else:
            tqdm.write(self.format(record), file=self.stream)


def bar_options(*, shown: bool) -> dict[str, Any]:
    """How tqdm shows a bar: on a terminal and in a notebook, and elsewhere not at all.

    In a notebook, the environment variable `TQDM_DISABLE` still switches it off.
    """
    if not shown:
        return {"disable": True}
    in_notebook = type(sys.stderr).__module__.startswith("ipykernel")
    return {} if in_notebook else {"disable": None}
