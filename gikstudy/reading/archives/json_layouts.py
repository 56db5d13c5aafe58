"""Layouts of JSON that hold several reports in an unusual way: found, or refused with a reason.

Without this, such a file would be read as one text, and one report would hide all others.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from gikstudy.reading.archives.row_files import TEXTS, is_document, text_column
from gikstudy.reading.content import UnreadableError

_DEEPEST: Final = 6
_NEXT_OBJECT: Final = re.compile(r"[\s,\x1e\ufeff]*\{")
_WAY_OUT: Final = "write one object for each report, with its text under one key"


def n_texts(value: Any) -> int:  # noqa: ANN401 (whatever JSON holds)
    """How many texts of reports a JSON value holds, at any depth that people write."""
    return sum(map(is_document, _leaves(value, 0)))


def _leaves(value: Any, depth: int) -> Iterator[Any]:  # noqa: ANN401
    if depth > _DEEPEST or not isinstance(value, dict | list):
        yield value
        return
    for child in value.values() if isinstance(value, dict) else value:
        yield from _leaves(child, depth + 1)


def nested_rows(value: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The first list of objects with texts in an object that has no text itself."""
    try:
        if text_column([value]) is not None:
            return []
    except UnreadableError:
        return []
    waiting: list[tuple[Any, int]] = [(value, 0)]
    for inner, depth in waiting:
        if isinstance(inner, list):
            rows = [row for row in inner if isinstance(row, dict)]
            if any(name.lower() in TEXTS or is_document(row[name]) for row in rows for name in row):
                return rows
        elif isinstance(inner, dict) and depth < _DEEPEST:
            waiting.extend((child, depth + 1) for child in inner.values())
    return []


def refuse_several(text: str) -> None:
    """Refuses objects that follow each other without being one on each line.

    Raises:
        UnreadableError: if there are several.
    """
    try:
        _, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return
    if _NEXT_OBJECT.match(text, end):
        raise UnreadableError("several JSON objects, not one on each line: write one on each line")


def refuse_unknown(value: Any) -> None:  # noqa: ANN401
    """Refuses JSON in a layout without known rows if it holds several reports.

    Raises:
        UnreadableError: if it does.
    """
    if (found := n_texts(value)) > 1:
        raise UnreadableError(f"JSON with {found} texts in an unknown layout: {_WAY_OUT}")
