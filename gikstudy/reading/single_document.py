"""One document at an address, and what an archive at an address holds."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from gikstudy.errors import CallError, NotFoundError
from gikstudy.reading.addresses import address_exists, is_remote, split_address
from gikstudy.reading.archives.record import Record
from gikstudy.reading.sources import Source, list_sources

_NAMED: Final = 3


def record_at_address(address: str | Path) -> Record:
    """The document at an address: a file, or a record of an archive (`a.zip#member`).

    Raises:
        NotFoundError: Nothing exists there, or the archive has no such record.
        CallError: The address is a folder, or an archive of several records without the name of
            one.
        OSError: The file cannot be opened.
    """
    sources = _sources(address)
    records = [r for source in islice(sources, 2) for r in islice(source.records(), _NAMED)]
    first = records[0]
    if len(records) > 1:
        keys = ", ".join(_address_of(address, record) for record in records[:_NAMED])
        raise CallError(f"{address}: an archive; name one of its records, such as {keys}")
    if first.passing:
        raise NotFoundError(f"{address}: {first.problem}")
    if first.problem.startswith(("no record ", "not an archive, ")):
        raise NotFoundError(f"{address}: {first.problem}")
    return first


def records_at_address(address: str | Path) -> Iterator[tuple[str, Record]] | None:
    """Each record of an archive with its address; None if the file is a single document.

    Raises:
        NotFoundError: Nothing exists there.
        CallError: The address is a folder.
    """
    _, key = _parts(address)
    if key:
        return None
    records = (r for source in _sources(address) for r in source.records())
    first = list(islice(records, 2))
    if len(first) == 1 and "#" not in first[0].name.removeprefix(Path(str(address)).name):
        return None
    return _with_addresses(address, first, records)


def _with_addresses(
    address: str | Path, first: list[Record], rest: Iterator[Record]
) -> Iterator[tuple[str, Record]]:
    for some in (first, rest):
        for record in some:
            yield _address_of(address, record), record


def _address_of(address: str | Path, record: Record) -> str:
    name = str(address).rstrip("/").rpartition("/")[2]
    return f"{address}{record.name.removeprefix(name)}"


def _parts(address: str | Path) -> tuple[str, str]:
    try:
        return split_address(address)
    except CallError as error:
        if is_remote(address) and not str(error).endswith("no such file or folder"):
            raise
        raise NotFoundError(f"{address}: no such file") from None


def _sources(address: str | Path) -> Iterator[Source]:
    file, _ = _parts(address)
    if not is_remote(file) and Path(file).is_dir():
        raise CallError(f"{file}: a folder; name one file in it")
    if is_remote(file) and not address_exists(file):
        raise NotFoundError(f"{file}: no such file")
    return list_sources([address])
