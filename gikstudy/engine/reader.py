"""What affects the rows besides the inputs: the code, its packages and its helper programs.

Rows of an earlier run are kept, and workers get tasks, only if all of these are the same.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from gikstudy.corrections import Correction

# Code that no row depends on. If a room is missing here, inputs are read again unnecessarily, but no
# stale row is kept; a test checks that the worker imports none of these.
DOWNSTREAM: Final = frozenset(
    [
        "__init__.py",
        "__main__.py",
        "analysis",
        "arguments.py",
        "cli.py",
        "evidence.py",
        "messages.py",
        "notebooks",
        "parameters.csv",
        "reviewing",
        "show",
        "synthesis",
        "verbs",
    ]
)
PACKAGES: Final = (
    "brotli",
    "fsspec",
    "numpy",
    "onnxruntime",
    "opencv-python-headless",
    "openpyxl",
    "pandas",
    "pandera",
    "pillow",
    "pyarrow",
    "pypdfium2",
    "rapidfuzz",
    "rapidocr",
    "selectolax",
    "xlrd",
)
"""The packages that a worker imports; a test compares them with its imports."""
_HELPERS: Final = ("antiword", "soffice", "libreoffice")
_ABSENT: Final = "absent"


def reader_fingerprint(corrections: Sequence[Correction]) -> str:
    """A hash of everything that affects the rows, except the inputs themselves.

    Rows of an earlier run are only kept if the same code made them, with the same packages and
    the same corrections: a PDF that failed because a package was missing is read again later.
    """
    told = f"{sorted(reader_parts().items())} {corrections!r}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]


@cache
def reader_parts() -> Mapping[str, str]:
    """The version of each part that affects the rows, and a hash of the code."""
    parts = {"Python": f"{sys.version_info.major}.{sys.version_info.minor}"}
    parts |= {name: _version(name) for name in ("gikstudy", *PACKAGES)}
    parts |= {name: "present" if shutil.which(name) else _ABSENT for name in _HELPERS}
    return parts | {"code": _code()}


def reader_differences(theirs: Mapping[str, str]) -> tuple[str, ...]:
    """The differences between another reader and this one, in words; versions before code."""
    ours = reader_parts()
    names = [name for name, part in ours.items() if name in theirs and theirs[name] != part]
    told = [f"{name} {theirs[name]} (here {ours[name]})" for name in names if name != "code"]
    return tuple(told) or (("other code of gikstudy",) if theirs != ours else ())


def _code() -> str:
    digest = hashlib.sha256()
    package = files("gikstudy")
    for room in sorted(package.iterdir(), key=lambda room: room.name):
        if room.name not in DOWNSTREAM:
            for path, content in _contents(room):
                digest.update(path.encode() + b"\0" + content + b"\0")
    return digest.hexdigest()[:16]


def _contents(entry: Traversable) -> Iterator[tuple[str, bytes]]:
    if entry.is_file():
        if entry.name.endswith((".py", ".csv", ".json", ".txt")):
            yield entry.name, entry.read_bytes()
        return
    for child in sorted(entry.iterdir(), key=lambda child: child.name):
        for path, content in _contents(child):
            yield f"{entry.name}/{path}", content


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return _ABSENT
