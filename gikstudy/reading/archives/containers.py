"""Archives as sequences of records: zip, tar, JSON lines, Parquet, WARC, compressed or not.

An archive is split into runs of records, and a worker can start at any run. A run starts at a byte
of a plain file, at a number in a zip or Parquet file, or after a number of records of a stream that
can only be unpacked from its beginning.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import BinaryIO, Final, NamedTuple

from gikstudy.reading import limits
from gikstudy.reading.archives.columnar import parquet_column, parquet_records, parquet_runs
from gikstudy.reading.archives.crawls import packed_singly, warc_steps
from gikstudy.reading.archives.objects import array_steps, json_steps, object_steps, objects_kind
from gikstudy.reading.archives.record import Record, RecordReader, bounded_record, lost, no_report
from gikstudy.reading.archives.row_files import OWN_TABLE
from gikstudy.reading.archives.salvage import PACKINGS, gaps_of, recoded, unpacked
from gikstudy.reading.archives.sheets import (
    csv_kind,
    csv_steps,
    names_texts,
    xlsx_kind,
    xlsx_steps,
)
from gikstudy.reading.archives.tar import tar_steps
from gikstudy.reading.archives.zips import crawls_in, opened_crawls, zip_count, zip_records
from gikstudy.reading.content import UnreadableError
from gikstudy.reading.encoding import decode
from gikstudy.reading.signature import signature, zip_kind

RUN: Final = 100
"""Records per run: enough to make opening the archive cheap, few enough to keep in memory."""
_HEAD: Final = 65536
_LONG_LINE: Final = 1000
_MARKS: Final = b"\xef\xbb\xbf\x1e \t\r\n"
_SEQUENCES: Final[dict[str, Callable[[BinaryIO, str, str], Iterator[RecordReader]]]] = {
    "tar": lambda stream, name, _: tar_steps(stream, name),
    "warc": lambda stream, name, _: warc_steps(stream, name),
    "jsonl": json_steps,
    "array": array_steps,
    "object": object_steps,
    "csv": csv_steps,
    "xlsx": xlsx_steps,
    "wacz": lambda stream, name, _: _wacz_steps(stream, name),
}
"""Archives that are read from front to back."""
_OWN_FILE: Final = re.compile(
    rb"# \S+ / Codebook\n"
    rb'|\{\s*(?:"name": "gikstudy",\s*"title"|"@context": "https://w3id\.org/ro/crate)'
)
"""How the codebook, the data package and the crate of a dataset begin."""
_BY_BYTE: Final = ("tar", "warc", "jsonl")
"""Archives that can be read from any record on, unless they are compressed as a whole."""


class Shape(NamedTuple):
    """How a file holds its records.

    `archive` is zip, wacz, tar, jsonl, array, object, csv, xlsx, parquet, warc, or "" for one
    document. `packing` is gz, bz2 or xz if the file is one compressed stream, "" otherwise.
    `column` holds the documents; `encoding` is set for text that cannot be split at bytes.
    """

    archive: str
    packing: str
    column: str = ""
    encoding: str = ""

    @property
    def counted(self) -> bool:
        """Whether records can only be found by counting from the beginning."""
        return bool(self.packing or self.encoding) or self.archive not in _BY_BYTE

    @property
    def in_sequence(self) -> bool:
        """Whether a record can only be reached by reading everything before it."""
        return self.counted and self.archive in _SEQUENCES


def shape_of(stream: BinaryIO, column: str = "") -> Shape:
    """What a file is, by its first bytes; the stream stays at its beginning.

    Args:
        stream: The file.
        column: The column of the documents, if the user named one.

    Raises:
        UnreadableError: The file is a table, and the column of the documents is unclear.
    """
    head = stream.read(_HEAD)
    packing = next((name for magic, name in PACKINGS if head.startswith(magic)), "")
    stream.seek(0)
    if packing:
        try:
            head = unpacked(stream, packing).read(_HEAD)
        except (OSError, EOFError, UnreadableError):
            head = b""
        stream.seek(0)
    archive, column, encoding = _archive_kind(stream, head, packing, column)
    stream.seek(0)
    if archive == "warc" and packing == "gz" and packed_singly(stream):
        packing = ""
    return Shape(archive, packing, column, encoding)


def _archive_kind(stream: BinaryIO, head: bytes, packing: str, column: str) -> tuple[str, str, str]:
    if head.startswith(b"PK\x03\x04") and not packing:
        kind = zip_kind(stream)
        stream.seek(0)
        if kind == "zip" and crawls_in(stream):
            return "wacz", "", ""
        stream.seek(0)
        if kind == "xlsx":
            return (*(xlsx_kind(stream, column) or ("", "")), "")
        return "zip" if kind == "zip" else "", "", ""
    if head[257:262] == b"ustar":
        return "tar", "", ""
    if head.startswith(b"PAR1") and not packing:
        return "parquet", parquet_column(stream, column), ""
    if head.startswith(b"WARC/"):
        return "warc", "", ""
    return _table_kind(stream, head, packing, column)


def _table_kind(stream: BinaryIO, head: bytes, packing: str, column: str) -> tuple[str, str, str]:
    """Recognise JSON and CSV by their text."""
    if signature(head) or _OWN_FILE.match(head):
        return "", "", ""
    whole = len(head) < _HEAD
    text, encoding = decode(head if whole else head[: len(head) - len(head) % 4])
    first = text.lstrip("\ufeff\x1e \t\r\n")[:1]
    if first and first in "[{" and not whole:  # the first object may be longer than the head
        stream.seek(0)
        data = unpacked(stream, packing).read(limits.DOCUMENT_BYTES)
        text, whole = decode(data)[0], len(data) < limits.DOCUMENT_BYTES
    found = objects_kind(text, column, whole=whole) if first and first in "[{" else None
    found = found or csv_kind(text, column, whole=whole)
    if found is None and not whole and names_texts(text):
        stream.seek(0)
        data = unpacked(stream, packing).read(limits.DOCUMENT_BYTES)
        found = csv_kind(decode(data)[0], column, whole=len(data) < limits.DOCUMENT_BYTES)
    if found is None:
        return "", "", ""
    cuttable = encoding == "utf-8" or (found[0] == "jsonl" and not encoding.startswith("utf-"))
    return *found, "" if cuttable or found[0] in ("csv", "object") else encoding


def runs(stream: BinaryIO, shape: Shape) -> Iterator[tuple[int, int]]:
    """Where each run of an archive starts and how many records it holds.

    This is cheap, except for compressed streams: they are unpacked once to count their records.
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
    steps = _steps(stream, shape, "")
    if shape.counted:
        return (number for number, _ in enumerate(steps))
    return (position for position, _ in steps)


def _steps(stream: BinaryIO, shape: Shape, name: str) -> Iterator[RecordReader]:
    """The records of a sequence, and a record with a problem for each gap in the bytes."""
    packed = inner = unpacked(stream, shape.packing)
    if shape.encoding:
        inner = recoded(packed, shape.encoding)
    told = 0

    def new_gaps() -> Iterator[RecordReader]:
        nonlocal told
        for gap in gaps_of(packed)[told:]:
            told += 1
            reason = f"damaged in the archive: {gap.reason}"
            yield gap.position, partial(lost, f"{name}#{gap.position}-gap", reason)

    for step in _SEQUENCES[shape.archive](inner, name, shape.column):
        yield from new_gaps()
        yield step
    yield from new_gaps()


def whole_or_refused(record: Record) -> Record:
    """A record of an archive; refused if it is a table of several reports itself.

    Such a table would be read as one text, and its first report would hide the others.
    """
    if record.data.lstrip(_MARKS)[:1] not in (b"{", b"[") and not _names_texts(record.data):
        return record
    stream = io.BytesIO(record.data)
    try:
        shape = shape_of(stream)
        several = shape.archive and len(list(islice(_steps(stream, shape, ""), 2))) > 1
    except UnreadableError as error:
        return lost(record.name, str(error), record.url)
    if not several:
        return record
    return lost(record.name, "a table of reports within an archive: unpack the archive", record.url)


def _names_texts(data: bytes) -> bool:
    first = data[:_HEAD].partition(b"\n")[0]
    return len(first) < _LONG_LINE and names_texts(decode(first)[0]) if first else False


def records(stream: BinaryIO, shape: Shape, name: str, start: int, count: int) -> Iterator[Record]:
    """The `count` records of an archive from `start` on, as `runs` gives them.

    Raises:
        UnreadableError: The stream grows out of all proportion when unpacked, or a package that
            reads it is not installed.
    """
    if shape.archive == "zip":
        yield from zip_records(stream, name, start, count)
    elif shape.archive == "parquet":
        yield from parquet_records(stream, name, start, count, RUN, shape.column)
    else:
        if not shape.counted:
            stream.seek(start)
        skipped = start if shape.counted else 0
        for _, unpack in islice(_steps(stream, shape, name), skipped, skipped + count):
            yield unpack()


def all_records(stream: BinaryIO, shape: Shape, name: str) -> Iterator[Record]:
    """All records of an archive, in one pass."""
    if shape.archive == "zip":
        yield from zip_records(stream, name, 0, limits.MEMBERS)
    elif shape.archive == "parquet":
        for start, count in list(runs(stream, shape)):
            yield from parquet_records(stream, name, start, count, RUN, shape.column)
    else:
        for _, unpack in _steps(stream, shape, name):
            yield unpack()


def _wacz_steps(stream: BinaryIO, name: str) -> Iterator[RecordReader]:
    """The records of all crawls in a WACZ file, one crawl after another.

    A key is that of the crawl in the file and of the record in it: `archive/data.warc.gz#512`. Its
    lists of pages and its index say nothing that the records do not.
    """
    number = 0
    for crawl, opened in opened_crawls(stream, name):
        for unpack in _records_of(opened, crawl):
            yield number, unpack
            number += 1


def _records_of(crawl: BinaryIO | str, name: str) -> Iterator[Callable[[], Record]]:
    if isinstance(crawl, str):
        yield partial(lost, name, crawl)
        return
    for _, unpack in _steps(crawl, shape_of(crawl), name):
        yield unpack


class RecordSequence:
    """An archive that can only be read from its beginning; `position` counts the records read."""

    def __init__(self, stream: BinaryIO, shape: Shape, name: str) -> None:
        self._steps = _steps(stream, shape, name)
        self.position = 0

    def take(self, start: int, count: int) -> Iterator[Record]:
        """The records from `start` on; `start` must not come before `position`."""
        for _, unpack in islice(self._steps, start - self.position, start - self.position + count):
            yield unpack()
        self.position = start + count


def record_at(stream: BinaryIO, shape: Shape, name: str, key: str) -> Record:
    """The one record of an archive that a key names.

    Raises:
        UnreadableError: The file is not an archive, or has no such record.
    """
    wanted = f"{name}#{key}"
    if not shape.archive:
        raise UnreadableError(f"not an archive, so it has no #{key} in it")
    if key.isdecimal() and shape.archive == "parquet":
        row = int(key)
        for start, count in list(runs(stream, shape)):
            if start <= row < start + count:
                some = parquet_records(stream, name, start, count, RUN, shape.column)
                return next(islice(some, row - start, None))
    elif key.isdecimal() and not shape.counted and shape.archive != "tar":
        found = next(records(stream, shape, name, int(key), 1), None)
        if found is not None and found.name == wanted:
            return found
    for record in all_records(stream, shape, name) if shape.archive != "parquet" else ():
        if record.name == wanted:
            return record
    raise UnreadableError(f"no record {key} in this archive")


def single(stream: BinaryIO, packing: str, name: str) -> Record:
    """A file that holds one document, compressed or not."""
    inner = unpacked(stream, packing)
    record = bounded_record(inner, name)
    for gap in gaps_of(inner):
        return lost(name, f"damaged: {gap.reason}")
    if _OWN_FILE.match(record.data):
        return no_report(name, OWN_TABLE)
    return record
