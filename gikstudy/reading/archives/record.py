"""One document on its way out of an archive."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import BinaryIO, Final, NamedTuple

from gikstudy.reading import limits

_DAY: Final = re.compile(r"\s*((?:19|20)\d\d)[-/.]?(\d\d?)[-/.]?(\d\d?)(?!\d[-/.])")


class Record(NamedTuple):
    """One document as received; `problem` says why there are no data.

    `name` is that of the file, or `archive#key`; `declared` is the encoding named by a header
    outside the data, `url` the address the data were fetched from, `retrieved_on` the day (ISO).
    `outcome` is set for a record without data; `passing` says that its problem lies outside the
    file, so that the next run tries again.
    """

    data: bytes
    name: str
    declared: str = ""
    url: str = ""
    problem: str = ""
    retrieved_on: str = ""
    outcome: str = "failed"
    passing: bool = False


RecordReader = tuple[int, Callable[[], Record]]
"""Where a record starts in its stream, and what unpacks it, so that skipping it is cheap."""


def lost(name: str, problem: str, url: str = "") -> Record:
    """The record of a document that cannot be taken out of its archive."""
    return Record(b"", name, url=url, problem=" ".join(problem.split())[:300])


def bounded_record(stream: BinaryIO, name: str) -> Record:
    """The rest of a stream as one record, unless it is longer than a document may be."""
    data = stream.read(limits.DOCUMENT_BYTES + 1)
    if len(data) <= limits.DOCUMENT_BYTES:
        return Record(data, name)
    return too_long(name)


def too_long(name: str) -> Record:
    """The record of a document above the limit."""
    limit = f"{limits.DOCUMENT_BYTES / limits.MB:.0f} MB"
    return lost(name, f"longer than {limit}, the limit of a document")


def day_of(text: str) -> str:
    """The day in `2024-03-31T12:00:00Z`, `2024/3/31` or `20240331120000`, as ISO; "" if none."""
    found = _DAY.match(text)
    if not found:
        return ""
    try:
        return date(*map(int, found.groups())).isoformat()
    except ValueError:
        return ""


def no_report(name: str, reason: str) -> Record:
    """The record of something that is clearly not a report, such as a table of this project."""
    return Record(b"", name, problem=reason, outcome="not_a_report")
