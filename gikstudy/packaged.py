"""Data files that ship inside the package: the one reader of packaged CSV files."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def packaged_rows(room: str, name: str) -> tuple[dict[str, str], ...]:
    """The rows of a CSV file in a room of the package, one dictionary per row.

    Args:
        room: the dotted name of the package that holds the file, such as `gikstudy.forms`.
        name: the file name.

    Returns:
        The same rows at every call; callers must not change them.
    """
    text = files(room).joinpath(name).read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))
