"""ZIP archives by their directory, or member by member if the directory is lost."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO, Final, NamedTuple, cast

from gikstudy.errors import RunError
from gikstudy.reading import limits
from gikstudy.reading.archives.names import decoded_name, is_hidden, told_apart
from gikstudy.reading.archives.record import Record, bounded_record, lost, too_long
from gikstudy.reading.archives.window import Window

_UTF8_NAME: Final = 0x800  # flag of a zip member whose name is UTF-8
_ENCRYPTED: Final = 0x1
_LOCAL: Final = re.compile(rb"PK\x03\x04[\x00-\x3f]\x00")
_LOCAL_BYTES: Final = 30
_CRAWL: Final = re.compile(r"archive/[^/]+\.warc(?:\.gz)?")
_BROKEN: Final = "damaged in the archive: the directory of the archive is lost from here on"


def zip_count(stream: BinaryIO) -> int:
    """How many inputs a zip archive holds; a lost part counts as one."""
    try:
        with zipfile.ZipFile(stream) as archive:
            return len(_inputs(archive))
    except _NO_DIRECTORY:
        return sum(1 for _ in _found(stream, ""))


def zip_records(stream: BinaryIO, name: str, start: int, count: int) -> Iterator[Record]:
    """Members `start` to `start + count` of a zip archive, in the order of its directory."""
    try:
        archive = zipfile.ZipFile(stream)
    except _NO_DIRECTORY:
        for number, record in enumerate(_found(stream, name)):
            if start <= number < start + count:
                yield record
        return
    with archive:
        inputs = _inputs(archive)
        shared = _overlapping(archive.infolist())
        names = told_apart([_name(info) for info in inputs])
        for info, inner in list(zip(inputs, names, strict=True))[start : start + count]:
            if info.header_offset in shared:
                yield lost(f"{name}#{inner}", "it shares its bytes with other members")
            else:
                yield _member(archive, info, f"{name}#{inner}")


def zip_member(stream: BinaryIO, name: str) -> bytes | None:
    """The bytes of one member; None if there is none, or no directory that names it.

    Raises:
        RunError: The member is there and cannot be read.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            found = next((info for info in _inputs(archive) if _name(info) == name), None)
            if found is None:
                return None
            record = _member(archive, found, name)
    except _NO_DIRECTORY:
        return None
    if record.problem:
        raise RunError(record.problem)
    return record.data


def crawls_in(stream: BinaryIO) -> bool:
    """Whether a ZIP archive is a WACZ file: crawls in a folder `archive`, and a data package."""
    try:
        with zipfile.ZipFile(stream) as archive:
            names = archive.namelist()
    except _NO_DIRECTORY:
        return False
    return "datapackage.json" in names and any(map(_CRAWL.fullmatch, names))


def opened_crawls(stream: BinaryIO, name: str) -> Iterator[tuple[str, BinaryIO | str]]:
    """The crawls of a WACZ file, each with its name and opened, or with what is wrong with it."""
    with zipfile.ZipFile(stream) as archive:
        shared = _overlapping(archive.infolist())
        for info in archive.infolist():
            place = f"{name}#{info.filename}"
            if not _CRAWL.fullmatch(info.filename):
                continue
            if info.header_offset in shared:
                yield place, "its bytes are those of other members too"
                continue
            try:
                opened = _opened(archive, info, stream)
            except _UNOPENED as error:
                yield place, f"damaged in the archive: {error}"
                continue
            yield place, opened


def _opened(archive: zipfile.ZipFile, info: zipfile.ZipInfo, stream: BinaryIO) -> BinaryIO:
    """A crawl in a WACZ file, which stores it as it is.

    It is read without regard to its checksum: that would give up all records for one.
    """
    if info.compress_type != zipfile.ZIP_STORED or info.flag_bits & _ENCRYPTED:
        return cast("BinaryIO", archive.open(info))
    stream.seek(info.header_offset)
    head = stream.read(_LOCAL_BYTES)
    if len(head) < _LOCAL_BYTES or not _LOCAL.match(head):
        raise zipfile.BadZipFile("no file of the archive starts here")
    n, m = struct.unpack("<HH", head[26:])
    start = info.header_offset + _LOCAL_BYTES + n + m
    return cast("BinaryIO", io.BufferedReader(_Slice(stream, start, info.compress_size)))


class _Slice(io.RawIOBase):
    """A stretch of a stream as a stream of its own."""

    def __init__(self, stream: BinaryIO, start: int, size: int) -> None:
        self._stream = stream
        self._start = start
        self._size = size
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(0, base + offset)
        return self._position

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        length = max(0, min(len(buffer), self._size - self._position))
        self._stream.seek(self._start + self._position)
        data = self._stream.read(length)
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)


def _overlapping(members: list[zipfile.ZipInfo]) -> set[int]:
    """The offsets of members that lie within others: a zip bomb, never an archive of documents."""
    shared: set[int] = set()
    before, end = -1, 0
    for info in sorted(members, key=lambda info: info.header_offset):
        if info.header_offset < end:
            shared |= {before, info.header_offset}
        if info.header_offset + info.compress_size > end:
            before, end = info.header_offset, info.header_offset + info.compress_size
    return shared


_NO_DIRECTORY: Final = (
    zipfile.BadZipFile,
    ValueError,
    NotImplementedError,
    EOFError,
    struct.error,
)


_UNOPENED: Final = (*_NO_DIRECTORY, RuntimeError, OSError)


def _inputs(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [i for i in archive.infolist() if not i.is_dir() and not is_hidden(_name(i))]


def _name(info: zipfile.ZipInfo) -> str:
    """Chinese Windows writes names in its own code page without declaring it."""
    raw = info.filename
    if info.flag_bits & _UTF8_NAME:
        return raw.replace("\\", "/") if "/" not in raw else raw
    with suppress(UnicodeError):
        raw = decoded_name(raw.encode("cp437"))
    return raw.replace("\\", "/") if "/" not in raw else raw


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> Record:
    if info.flag_bits & _ENCRYPTED:
        return lost(name, "encrypted; unpack the archive with its password")
    try:
        with archive.open(info) as stream:
            return bounded_record(cast("BinaryIO", stream), name)
    except Exception as error:  # zlib, lzma, CRC, an unknown method: only this member is lost
        return lost(name, f"damaged in the archive: {error}")


class _Local(NamedTuple):
    """The header before the bytes of a member."""

    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    length: int


def _found(stream: BinaryIO, name: str) -> Iterator[Record]:
    """The members of an archive without a directory, in byte order; the loss comes last."""
    stream.seek(0)
    window = Window(stream)
    seen: dict[str, int] = {}
    while window.go_to(_LOCAL, 6):
        position = window.position
        local = _local(window)
        if local is None:
            window.skip(4)
            continue
        if local.name.endswith("/") or is_hidden(local.name):
            window.skip(local.length)
            continue
        seen[local.name] = seen.get(local.name, 0) + 1
        inner = local.name if seen[local.name] == 1 else f"{local.name}~{seen[local.name]}"
        window.skip(local.length)
        yield _salvaged(window, local, f"{name}#{inner}")
        if window.position <= position:
            return
    yield lost(f"{name}#directory" if seen else name, _BROKEN)


def _local(window: Window) -> _Local | None:
    head = window.peek(_LOCAL_BYTES)
    if len(head) < _LOCAL_BYTES:
        return None
    _, _, flags, method, _, _, crc, packed, size, n, m = struct.unpack("<4sHHHHHIIIHH", head)
    raw = window.peek(n, _LOCAL_BYTES)
    if not n or len(raw) < n or n > 4096:
        return None
    text = raw.decode("utf-8", "replace") if flags & _UTF8_NAME else decoded_name(raw)
    text = text.replace("\\", "/") if "/" not in text else text
    return _Local(text, flags, method, crc, packed, size, _LOCAL_BYTES + n + m)


def _salvaged(window: Window, local: _Local, name: str) -> Record:
    """One member, verified by its checksum; if it is intact, the window moves past it."""
    if local.flags & _ENCRYPTED:
        return lost(name, "encrypted; unpack the archive with its password")
    if local.method not in (0, 8) or (local.method == 0 and local.flags & 0x8):
        return lost(name, "damaged in the archive: it cannot be read without the directory")
    try:
        data, used = _stored(window, local) if local.method == 0 else _inflated(window)
    except zlib.error as error:
        return lost(name, f"damaged in the archive: {error}")
    if data is None:
        window.skip(used)
        return too_long(name)
    crc = local.crc
    if local.flags & 0x8:
        after = window.peek(16, used)
        crc = int.from_bytes(after[4:8] if after[:4] == b"PK\x07\x08" else after[:4], "little")
    if zlib.crc32(data) != crc:
        return lost(name, "damaged in the archive: the file is cut off, or its checksum is wrong")
    window.skip(used)
    return Record(data, name)


def _stored(window: Window, local: _Local) -> tuple[bytes | None, int]:
    if local.size > limits.DOCUMENT_BYTES:
        return None, local.size
    return window.peek(local.size), local.size


def _inflated(window: Window) -> tuple[bytes | None, int]:
    unpacker = zlib.decompressobj(-15)
    parts: list[bytes] = []
    used = size = 0
    while not unpacker.eof:
        ahead = window.peek(65536, used)
        if not ahead:
            break
        parts.append(unpacker.decompress(ahead, limits.DOCUMENT_BYTES + 1 - size))
        size += len(parts[-1])
        used += len(ahead) - len(unpacker.unused_data) - len(unpacker.unconsumed_tail)
        if size > limits.DOCUMENT_BYTES:
            return None, used
    return b"".join(parts), used
