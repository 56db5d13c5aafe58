"""One document on its way out of an archive."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO, NamedTuple

from gikstudy.reading import limits


class Record(NamedTuple):
    """One document as received; `problem` says why there are no data.

    `name` is that of the file, or `archive#key`; `declared` is the encoding named by a header
    outside the data, `url` the address they were fetched from.
    """

    data: bytes
    name: str
    declared: str = ""
    url: str = ""
    problem: str = ""


RecordReader = tuple[int, Callable[[], Record]]
"""Where a record starts in its stream, and what unpacks it, so that skipping one costs little."""


def bounded_record(stream: BinaryIO, name: str, declared: str = "", url: str = "") -> Record:
    """The rest of a stream as one record, unless it is longer than a document may be."""
    data = stream.read(limits.DOCUMENT_BYTES + 1)
    if len(data) <= limits.DOCUMENT_BYTES:
        return Record(data, name, declared, url)
    limit = f"{limits.DOCUMENT_BYTES / limits.MB:.0f} MB"
    return Record(b"", name, url=url, problem=f"longer than {limit}, the limit of a document")
