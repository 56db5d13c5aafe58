"""Inputs in batches that stay the same when another input is added, removed or changed."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final
from zlib import crc32

from gikstudy.corrections import Correction
from gikstudy.reading import Source

_USUAL: Final = 64  # inputs per batch, on average
_MOST: Final = 256
# Code that no row depends on. If a room is missing here, inputs are read again unnecessarily, but
# no stale row is kept; a test checks that the worker imports none of these rooms.
DOWNSTREAM: Final = frozenset(
    [
        "__init__.py",
        "__main__.py",
        "analysis",
        "arguments.py",
        "cli.py",
        "messages.py",
        "notebooks",
        "show",
        "synthesis",
        "verbs",
    ]
)
_HELPERS: Final = ("antiword", "soffice", "libreoffice")


def in_batches(sources: Iterable[Source]) -> Iterator[tuple[Source, ...]]:
    """The sources in their order, about a hundred at a time.

    A hash of the name of a source decides where a batch ends, not a fixed number: an added file
    changes only its own batch, and the other batches need not be read again.
    """
    batch: list[Source] = []
    held = 0
    for source in sources:
        batch.append(source)
        held += source.count
        if held >= _MOST or crc32(source.name.encode("utf-8", "surrogatepass")) % _USUAL == 0:
            yield tuple(batch)
            batch.clear()
            held = 0
    if batch:
        yield tuple(batch)


def reader_fingerprint(corrections: Sequence[Correction]) -> str:
    """A hash of everything that affects the rows, except the inputs themselves.

    Rows of an earlier run are kept only if the same code made them, with the same packages and the
    same corrections. So a PDF that failed because a package was missing is read again later.
    """
    return hashlib.sha256(f"{_code_and_packages()} {corrections!r}".encode()).hexdigest()[:16]


@cache
def _code_and_packages() -> str:
    digest = hashlib.sha256()
    package = files("gikstudy")
    for room in sorted(package.iterdir(), key=lambda room: room.name):
        if room.name not in DOWNSTREAM:
            for path, content in _contents(room):
                digest.update(path.encode() + b"\0" + content + b"\0")
    for name in _requirements():
        digest.update(f"{name} {_version(name)}\n".encode())
    for helper in _HELPERS:
        digest.update(str(shutil.which(helper)).encode())
    return digest.hexdigest()


def _contents(entry: Traversable) -> Iterator[tuple[str, bytes]]:
    if entry.is_file():
        if entry.name.endswith((".py", ".csv", ".json", ".txt")):
            yield entry.name, entry.read_bytes()
        return
    for child in sorted(entry.iterdir(), key=lambda child: child.name):
        for path, content in _contents(child):
            yield f"{entry.name}/{path}", content


def _requirements() -> list[str]:
    lines = requires("gikstudy") or ()
    return sorted({found[0] for line in lines if (found := re.match(r"[\w.-]+", line))})


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
