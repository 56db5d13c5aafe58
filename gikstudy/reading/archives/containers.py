"""Archives as sequences of records: zip, tar, JSON lines, Parquet, WARC, compressed or not.

An archive is split into runs of records that a worker can enter where they start: at a byte of a
plain file, at a number in a zip or Parquet file, and after so many records of a stream that can
only be unpacked from its beginning.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import BinaryIO, Final, NamedTuple, cast

from gikstudy.reading import limits
from gikstudy.reading.archives.columnar import json_steps, parquet_records, parquet_runs
from gikstudy.reading.archives.crawls import packed_singly, warc_steps
from gikstudy.reading.archives.members import tar_steps, zip_count, zip_records
from gikstudy.reading.archives.record import Record, RecordReader, bounded_record
from gikstudy.reading.content import UnreadableError
from gikstudy.reading.signature import zip_kind

RUN: Final = 100
"""Records a run: enough that opening the archive costs little, few enough to hold in memory."""
_HEAD: Final = 65536
_JSON_HEAD: Final = re.compile(rb'\s*\{.*?"(?:html|text|content)"\s*:', re.IGNORECASE | re.DOTALL)
_PACKINGS: Final = ((b"\x1f\x8b", "gz"), (b"BZh", "bz2"), (b"\xfd7zXZ\0", "xz"))
_SEQUENCES: Final[dict[str, Callable[[BinaryIO, str], Iterable[RecordReader]]]] = {
    "tar": tar_steps,
    "jsonl": json_steps,
    "warc": warc_steps,
}
"""Archives that are read from front to back."""


class Shape(NamedTuple):
    """How a file holds its records.

    `archive` is zip, tar, jsonl, parquet, warc, or "" for one document. `packing` is gz, bz2 or
    xz where the whole is one compressed stream, "" otherwise.
    """

    archive: str
    packing: str


def shape_of(stream: BinaryIO) -> Shape:
    """What a file is, told by its first bytes; the stream is left at its beginning."""
    head = stream.read(_HEAD)
    packing = next((name for magic, name in _PACKINGS if head.startswith(magic)), "")
    stream.seek(0)
    if packing:
        try:
            head = _unpacked(stream, packing).read(_HEAD)
        except (OSError, EOFError, lzma.LZMAError, UnreadableError):
            head = b""
        stream.seek(0)
    archive = _archive_kind(stream, head, packing)
    if archive == "warc" and packing == "gz" and packed_singly(stream):
        packing = ""
    return Shape(archive, packing)


def _archive_kind(stream: BinaryIO, head: bytes, packing: str) -> str:
    if head.startswith(b"PK\x03\x04") and not packing:
        kind = zip_kind(stream)
        stream.seek(0)
        return "zip" if kind == "zip" else ""
    if head[257:262] == b"ustar":
        return "tar"
    if head.startswith(b"PAR1") and not packing:
        return "parquet"
    if head.startswith(b"WARC/"):
        return "warc"
    return "jsonl" if _JSON_HEAD.match(head) else ""


def runs(stream: BinaryIO, shape: Shape) -> Iterator[tuple[int, int]]:
    """Where each run of an archive starts and how many records it holds.

    Cheap for all but compressed streams, which are unpacked once to count their records.
    """
    if shape.archive == "parquet":
        yield from parquet_runs(stream, RUN)
    else:
        positions = _positions(stream, shape)
        while run := list(islice(positions, RUN)):
            yield run[0], len(run)


def _positions(stream: BinaryIO, shape: Shape) -> Iterator[int]:
    if shape.archive == "zip":
        return iter(range(zip_count(stream)))
    steps = _SEQUENCES[shape.archive](_unpacked(stream, shape.packing), "")
    if shape.packing:
        return (number for number, _ in enumerate(steps))
    return (position for position, _ in steps)


def records(stream: BinaryIO, shape: Shape, name: str, start: int, count: int) -> Iterator[Record]:
    """The `count` records of an archive from `start` on, as `runs` gives them.

    Raises:
        UnreadableError: The stream swells beyond all proportion when unpacked, or a package that
            reads it is not installed.
    """
    if shape.archive == "zip":
        yield from zip_records(stream, name, start, count)
    elif shape.archive == "parquet":
        yield from parquet_records(stream, name, start, count, RUN)
    else:
        if not shape.packing:
            stream.seek(start)
        steps = iter(_SEQUENCES[shape.archive](_unpacked(stream, shape.packing), name))
        skipped = start if shape.packing else 0
        for _, unpack in islice(steps, skipped, skipped + count):
            yield unpack()


def single(stream: BinaryIO, packing: str, name: str) -> Record:
    """A file that holds one document, compressed or not."""
    return bounded_record(_unpacked(stream, packing), name)


def _unpacked(stream: BinaryIO, packing: str) -> BinaryIO:
    """The decompressed stream, which refuses to swell beyond `limits.RATIO`."""
    if not packing:
        return stream
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    inner = cast("BinaryIO", _OPENERS[packing](stream))
    bounded = _Bounded(inner, limits.DOCUMENT_BYTES + limits.RATIO * size)
    return cast("BinaryIO", io.BufferedReader(bounded, limits.MB))


_OPENERS: Final[dict[str, Callable[[BinaryIO], object]]] = {
    "gz": lambda stream: gzip.GzipFile(fileobj=stream),
    "bz2": bz2.BZ2File,
    "xz": lzma.LZMAFile,
}


class _Bounded(io.RawIOBase):
    """A stream that ends with an error where a decompression bomb would go on."""

    def __init__(self, inner: BinaryIO, limit: int) -> None:
        self._inner = inner
        self._limit = limit

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._inner.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._checked(self._inner.seek(offset, whence))

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data = self._inner.read(len(buffer))
        self._checked(self._inner.tell())
        buffer[: len(data)] = data
        return len(data)

    def _checked(self, position: int) -> int:
        if position > self._limit:
            raise UnreadableError(f"it unpacks to more than {limits.RATIO} times its size")
        return position
