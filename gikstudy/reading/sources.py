"""Inputs as small references: listed lazily where the run begins, opened where the work is done.

A hundred thousand documents are never in memory at once and never travel between processes; a
worker gets the name of a file, or of an archive and a position in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from gikstudy.errors import CallError, DamagedFileError, MissingPackageError
from gikstudy.reading import limits
from gikstudy.reading.archives.containers import Shape, records, runs, shape_of, single
from gikstudy.reading.archives.members import is_hidden
from gikstudy.reading.archives.record import Record

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_WHOLE: Final = 256 * 1024
"""Files up to this size are not looked into when listed: an archive so small is one task."""
_OF_THE_USER: Final = ("corrections.csv", "frame_departments.csv")
"""Files of the run at the top of a folder; no inputs."""


@dataclass(frozen=True, slots=True)
class Source:
    """A reference to one file, or to a run of records in an archive; small, and can be pickled.

    `name` is the path below the folder that was asked for, with `#position` for a run of records.
    `fingerprint` changes when the file does (size and time of change; the content is not read).
    `count` is the number of documents, where it is known before opening: 1 for a file.
    """

    name: str
    address: str
    fingerprint: str
    shape: Shape | None = None
    start: int = 0
    count: int = 1
    problem: str = ""

    def records(self) -> Iterator[Record]:
        """The documents, one after another.

        What cannot be opened or unpacked gives one record with a `problem`, so that every input
        has its row; what was unpacked before stays.
        """
        found = 0
        problem = self.problem
        try:
            if not problem:
                with _open(self.address) as stream:
                    for record in self._records(stream):
                        found += 1
                        yield record
        except Exception as error:  # damage has as many exceptions as there are formats
            problem = _reason(error)
        if problem or not found:
            name = f"{self.name} and after" if found else self.name
            yield Record(b"", name, problem=problem or "an archive without any document")

    def _records(self, stream: BinaryIO) -> Iterator[Record]:
        if self.shape is not None:
            name = self.name.rpartition("#")[0]
            yield from records(stream, self.shape, name, self.start, self.count)
            return
        shape = shape_of(stream)
        if not shape.archive:
            yield single(stream, shape.packing, self.name)
            return
        for start, count in list(runs(stream, shape)):
            stream.seek(0)
            yield from records(stream, shape, self.name, start, count)

    def read(self) -> bytes:
        """The bytes of the first document.

        Raises:
            DamagedFileError: It cannot be opened or unpacked; the message says why.
        """
        record = next(self.records())
        if record.problem:
            raise DamagedFileError(f"{record.name}: {record.problem}")
        return record.data


def list_sources(paths: Iterable[str | Path]) -> Iterator[Source]:
    """Everything to be read under the given files, folders, archives and addresses.

    The paths come in the order given, files below a folder sorted by path, records of an archive
    in its own order. Not listed are hidden files, what systems leave behind (`Thumbs.db`,
    `__MACOSX`, `~$…`), `README.md`, and `corrections.csv` and `frame_departments.csv` directly in a
    given folder; everything else is an input and gets a row in `sources`.

    Args:
        paths: Local paths, or addresses with a scheme that fsspec knows (`s3://bucket/folder`).

    Returns:
        References, made while they are consumed; only archives above 256 kB are opened.

    Raises:
        CallError: A path does not exist; at once, before anything is listed.
    """
    found = [_files_at(path) for path in paths]
    return (source for files in found for file in files for source in _sources(*file))


_File = tuple[str, str, int, str]
"""Name below the folder, address, size in bytes, fingerprint."""


def _files_at(path: str | Path) -> Iterator[_File]:
    text = str(path)
    if "://" in text:
        return _remote(text)
    local = Path(path)
    if local.is_dir():
        return _local_files(local)
    if local.exists():
        return iter([_local_file(local, local.name)])
    raise CallError(f"{text}: no such file or folder")


def _local_file(path: Path, name: str) -> _File:
    facts = path.stat()
    return name, str(path), facts.st_size, f"{facts.st_size}-{facts.st_mtime_ns}"


def _local_files(top: Path) -> Iterator[_File]:
    """Files below a folder in the order of their whole paths; a linked folder is entered once."""
    waiting: list[tuple[str, Path]] = [("", top)]
    entered: set[Path] = set()
    while waiting:
        name, path = waiting.pop()
        if name and not name.endswith("/"):
            yield _local_file(path, name) if path.exists() else (name, str(path), 0, "")
        elif (real := path.resolve()) not in entered:
            entered.add(real)
            below = [f"{child.name}/" if child.is_dir() else child.name for child in path.iterdir()]
            waiting.extend(
                (name + child, path / child)
                for child in sorted(below, reverse=True)
                if not is_hidden(child) and (name + child) not in _OF_THE_USER
            )


def _remote(address: str) -> Iterator[_File]:
    scheme = address.partition("://")[0]
    try:
        import fsspec

        system, root = fsspec.core.url_to_fs(address)
    except ImportError as error:
        raise MissingPackageError(f"{address}: {scheme}:// needs a package: {error}") from error
    except ValueError as error:
        raise CallError(f"{address}: {error}") from error
    try:
        exists = system.exists(root)
    except Exception as error:  # each kind of store raises its own exceptions
        raise CallError(f"{address}: {_reason(error)}") from error
    if not exists:
        raise CallError(f"{address}: no such file or folder")
    return _remote_files(system, root)


def _remote_files(system: AbstractFileSystem, root: str) -> Iterator[_File]:
    for path, facts in sorted(system.find(root, detail=True).items()):
        name = path.removeprefix(root).strip("/") or path.rpartition("/")[2]
        if not is_hidden(name) and name not in _OF_THE_USER:
            size = int(facts.get("size") or 0)
            yield name, system.unstrip_protocol(path), size, f"{size}-{system.ukey(path)}"


def _sources(name: str, address: str, size: int, fingerprint: str) -> Iterator[Source]:
    if size <= _WHOLE:
        yield Source(name, address, fingerprint)
        return
    listed = start = 0
    try:
        with _open(address) as stream:
            shape = shape_of(stream)
            if not shape.archive:
                yield Source(name, address, fingerprint)
                return
            for start, count in runs(stream, shape):
                yield Source(f"{name}#{start}", address, fingerprint, shape, start, count)
                listed += count
                if listed > limits.MEMBERS:
                    raise DamagedFileError(
                        f"more than {limits.MEMBERS:,} members; the rest is not read"
                    )
        if not listed:
            yield Source(name, address, fingerprint)
    except Exception as error:  # a damaged archive is a row, and its sound beginning is read
        rest = f"{name}#{start} and after" if listed else name
        yield Source(rest, address, fingerprint, problem=_reason(error))


def _open(address: str) -> BinaryIO:
    if "://" not in address:
        return Path(address).open("rb")
    import fsspec

    return cast("BinaryIO", fsspec.open(address, "rb").open())


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return " ".join((str(error) or type(error).__name__).split())[:300]
