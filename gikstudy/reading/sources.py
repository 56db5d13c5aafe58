"""Inputs as small references: listed lazily by the main process, opened by the workers.

A hundred thousand documents are never in memory at once and never move between processes. A worker
gets the name of a file, or the name of an archive and a position in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final

from gikstudy.errors import CallError, DamagedFileError
from gikstudy.reading import limits
from gikstudy.reading.addresses import open_address, reason_of, split_address
from gikstudy.reading.archives.containers import (
    RecordSequence,
    Shape,
    all_records,
    record_at,
    records,
    runs,
    shape_of,
    single,
    whole_or_refused,
)
from gikstudy.reading.archives.record import Record, lost, no_report
from gikstudy.reading.archives.row_files import OWN_TABLE
from gikstudy.reading.archives.salvage import PACKINGS
from gikstudy.reading.listing import ListedFile, files_at
from gikstudy.reading.origins import ORIGINS_FILE, Origin, read_origins
from gikstudy.reading.user_files import archive_of, read_user_file, set_apart

_WHOLE: Final = 256 * 1024
"""Files up to this size are not opened when listed: such a small archive is one task."""
_OPEN: dict[tuple[str, str], RecordSequence] = {}
"""The archive of which this process has read a run; the next run continues there."""


@dataclass(frozen=True, slots=True)
class Source:
    """A reference to one file, or to a run of records in an archive; small, and can be pickled.

    `name` is the path below the folder that was asked for, with `#position` for a run of records.
    `fingerprint` changes when the file does, or when it is another file (the content is not read).
    `count` is the number of documents, where it is known before opening: 1 for a file. `root` is
    the path or address that was asked for, `key` the one record asked for, `column` the column of
    the documents in tables, `origins` what `sources.csv` says about the file; `served` says that
    the files of the user at the top of this archive were applied.
    """

    name: str
    address: str
    fingerprint: str
    shape: Shape | None = None
    start: int = 0
    count: int = 1
    problem: str = ""
    root: str = ""
    key: str = ""
    column: str = ""
    origins: tuple[Origin, ...] = ()
    served: bool = False

    def records(self) -> Iterator[Record]:
        """The documents, one after another.

        An input that cannot be opened or unpacked gives one record with a `problem`, so that every
        input has its row; records unpacked before that are kept.
        """
        found = 0
        problem = self.problem
        outside = bool(problem)
        try:
            if not problem:
                with open_address(self.address) as stream:
                    for record in self._records(stream):
                        found += 1
                        yield self._as_input(record)
        except (TimeoutError, MemoryError):
            raise
        except Exception as error:  # each format raises its own exceptions for damage
            problem = reason_of(error)
            outside = isinstance(error, OSError)
        if problem == OWN_TABLE:
            yield no_report(self.name, problem)
        elif problem or not found:
            name = f"{self.name} and after" if found else self.name
            rest = lost(name, problem or "an archive without any document")
            yield rest._replace(passing=outside)

    def _as_input(self, record: Record) -> Record:
        own = set_apart(self._with_origin(record), served=self.served)
        return whole_or_refused(own) if own.data and "#" in own.name else own

    def _records(self, stream: BinaryIO) -> Iterator[Record]:
        if self.shape is not None:
            name = self.name.rpartition("#")[0]
            if self.shape.in_sequence:
                yield from self._next_run(stream, self.shape, name)
            else:
                yield from records(stream, self.shape, name, self.start, self.count)
            return
        shape = shape_of(stream, self.column)
        if self.key:
            yield record_at(stream, shape, self.name.removesuffix(f"#{self.key}"), self.key)
        elif not shape.archive:
            yield single(stream, shape.packing, self.name)
        else:
            yield from all_records(stream, shape, self.name)

    def _next_run(self, stream: BinaryIO, shape: Shape, name: str) -> Iterator[Record]:
        """A run of an archive that can only be read from its beginning, once per process."""
        place = (self.address, f"{self.fingerprint}-{name}")
        sequence = _OPEN.pop(place, None)
        if sequence is None or sequence.position > self.start:
            sequence = RecordSequence(open_address(self.address), shape, name)
        yield from sequence.take(self.start, self.count)
        _OPEN.clear()
        _OPEN[place] = sequence

    def _with_origin(self, record: Record) -> Record:
        for origin in self.origins:
            if origin.source in (record.name, self.name):
                return record._replace(
                    url=origin.url or record.url,
                    retrieved_on=origin.retrieved_on or record.retrieved_on,
                )
        return record

    def read(self) -> bytes:
        """The bytes of the first document.

        Raises:
            DamagedFileError: The file cannot be opened or unpacked; the message says why.
        """
        record = next(self.records())
        if record.problem:
            raise DamagedFileError(f"{record.name}: {record.problem}")
        return record.data


def list_sources(paths: Iterable[str | Path], text_column: str = "") -> Iterator[Source]:
    """Everything to be read under the given files, folders, archives and addresses.

    The paths come in the order given, files below a folder sorted by path, records of an archive in
    its own order. It leaves out hidden files, system files (`Thumbs.db`, `__MACOSX`, `~$…`),
    `README.md`, and `corrections.csv`, `dataset.json`, `sources.csv` and `frame_departments.csv`
    directly in a given folder; everything else is an input and gets a row in `sources`.

    Args:
        paths: Local paths, or addresses with a scheme that fsspec knows (`s3://bucket/folder`),
            with `#key` for one record of an archive.
        text_column: The column of the documents, for tables in which it is unclear.

    Returns:
        References, created as they are consumed; only archives above 256 kB are opened.

    Raises:
        CallError: A path does not exist; raised at once, before anything is listed.
        DamagedFileError: A `sources.csv` cannot be read.
    """
    found = [(str(path), *split_address(path)) for path in paths]
    origins = [_origins(file) for _, file, _ in found]
    served = [not key and archive_of(file) != "" for _, file, key in found]
    return (
        source
        for (root, file, key), known, own in zip(found, origins, served, strict=True)
        for listed in files_at(file)
        for source in _sources(listed, root, key, text_column, known, served=own)
    )


def _origins(file: str) -> Mapping[str, tuple[Origin, ...]]:
    try:
        data = read_user_file(file, ORIGINS_FILE)
    except OSError as error:
        raise CallError(f"{file}: {ORIGINS_FILE} cannot be read: {reason_of(error)}") from error
    if data is None:
        return {}
    return read_origins(data, ORIGINS_FILE, archive_of(file))


def _sources(
    file: ListedFile,
    root: str,
    key: str,
    column: str,
    known: Mapping[str, tuple[Origin, ...]],
    *,
    served: bool,
) -> Iterator[Source]:
    origins = known.get(file.name, ())
    fingerprint = file.fingerprint
    if column or origins:
        told = sha256(repr((column, origins)).encode("utf-8", "surrogatepass")).hexdigest()
        fingerprint = f"{fingerprint}-{told[:12]}"
    name = f"{file.name}#{key}" if key else file.name
    rest = {"root": root, "key": key, "column": column, "origins": origins, "served": served}
    whole = Source(name, file.address, fingerprint, problem=file.problem, **rest)  # type: ignore[arg-type]
    if file.problem or key or (file.size <= _WHOLE and not _is_packed(file)):
        yield whole
        return
    listed = start = 0
    try:
        with open_address(file.address) as stream:
            shape = shape_of(stream, column)
            if not shape.archive:
                yield whole
                return
            for start, count in runs(stream, shape):
                place = f"{name}#{start}"
                yield Source(place, file.address, fingerprint, shape, start, count, **rest)  # type: ignore[arg-type]
                listed += count
                if listed > limits.MEMBERS:
                    raise DamagedFileError(
                        f"more than {limits.MEMBERS:,} members; the rest is not read"
                    )
        if not listed:
            yield whole
    except Exception as error:  # a damaged archive gets a row, and its intact beginning is read
        after = f"{name}#{start} and after" if listed else name
        yield Source(after, file.address, fingerprint, problem=reason_of(error), **rest)  # type: ignore[arg-type]


def _is_packed(file: ListedFile) -> bool:
    """Whether a small file is compressed and may hold more than one task should."""
    if "://" in file.address:
        return file.name.endswith((".gz", ".bz2", ".xz"))
    try:
        with open_address(file.address) as stream:
            return stream.read(6).startswith(tuple(magic for magic, _ in PACKINGS))
    except OSError:
        return False
