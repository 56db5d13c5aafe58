"""WARC and WET, the files of web crawlers; damage in one place affects only that place."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator, Mapping
from functools import partial
from typing import BinaryIO, Final, NamedTuple

from gikstudy.reading import limits
from gikstudy.reading.archives.http import body_of, charset_of, headers_of, split_head
from gikstudy.reading.archives.record import Record, RecordReader, day_of, lost, too_long
from gikstudy.reading.archives.salvage import gaps_between
from gikstudy.reading.archives.window import Window
from gikstudy.reading.content import UnreadableError

# Records that cannot be a document: pictures, styles, scripts.
_NO_DOCUMENT: Final = re.compile(r"(?:image|video|audio|font)/|text/css|.*(?:java|ecma)script")
_WANTED: Final = frozenset(["response", "resource", "conversion"])
_HEAD: Final = 64 * 1024
_HEAD_END: Final = re.compile(rb"\r?\n\r?\n")
_START: Final = re.compile(rb"WARC/\d\.\d\r?\n(?=[A-Za-z-]+:)")
_START_BYTES: Final = 64
_MEMBER: Final = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]")
_MOST: Final = limits.DOCUMENT_BYTES + _HEAD


class _Found(NamedTuple):
    """A record from its head to the next head; `problem` says what is wrong with it."""

    position: int
    fields: dict[str, str]
    block: bytes
    problem: str = ""


def warc_steps(stream: BinaryIO, name: str) -> Iterator[RecordReader]:
    """Responses, resources and conversions of a crawl; keys are offsets in the stored file.

    Requests, metadata and revisits describe documents but are not documents; pictures, styles and
    scripts are not inputs either. Bytes between two records that belong to neither give a record
    with a problem.
    """
    packed = stream.read(2) == b"\x1f\x8b"
    stream.seek(-2, io.SEEK_CUR)
    for found in _members(stream) if packed else _records(Window(stream), stream):
        if found.problem:
            yield found.position, partial(_lost, found, name)
        elif found.fields.get("warc-type", "").lower() in _WANTED:
            head, body = split_head(found.block)
            media_type = head.get("content-type") or found.fields.get("content-type") or ""
            if not _NO_DOCUMENT.match(media_type.lower()):
                charset = charset_of(media_type)
                yield found.position, partial(_record, found, head, body, charset, name)


def _lost(found: _Found, name: str) -> Record:
    url = found.fields.get("warc-target-uri", "").strip("<>")
    return lost(f"{name}#{found.position}", found.problem, url)


def _record(found: _Found, head: Mapping[str, str], body: bytes, charset: str, name: str) -> Record:
    url = found.fields.get("warc-target-uri", "").strip("<>")
    key = f"{name}#{found.position}"
    try:
        data = body_of(head, body)
    except UnreadableError as error:
        return lost(key, f"damaged in the archive: {error}", url)
    if len(data) > limits.DOCUMENT_BYTES:
        return too_long(key)
    return Record(data, key, charset, url, "", day_of(found.fields.get("warc-date", "")))


def _records(window: Window, stream: BinaryIO) -> Iterator[_Found]:
    """The records of uncompressed bytes, and the stretches between them that are in no record."""
    while window.peek(1):
        if window.peek(2)[:1] in (b"\r", b"\n"):
            window.skip(1)
            continue
        yield _next(window, stream)


def _next(window: Window, stream: BinaryIO) -> _Found:
    position = window.position
    head = window.peek(_HEAD)
    end = _HEAD_END.search(head) if _START.match(head) else None
    if end is None:
        window.skip(1)
        window.go_to(_START, _START_BYTES)
        return _Found(position, {}, b"", "damaged in the archive: no record of a crawl starts here")
    fields = headers_of(head[: end.start()])
    length = fields.get("content-length", "")
    window.skip(end.end())
    if not length.isdecimal():
        window.go_to(_START, _START_BYTES)
        return _Found(position, fields, b"", "damaged in the archive: a record without its length")
    return _block(window, stream, position, fields, int(length))


def _block(
    window: Window, stream: BinaryIO, position: int, fields: dict[str, str], length: int
) -> _Found:
    if length > _MOST:
        read = window.skip(length)
        limit = f"{limits.DOCUMENT_BYTES / limits.MB:.0f} MB"
        cut = "damaged in the archive: the record is cut off"
        reason = cut if read < length else f"longer than {limit}, the limit of a document"
        return _Found(position, fields, b"", reason)
    ahead = window.peek(length + _START_BYTES)
    rest = ahead[length:].lstrip(b"\r\n")
    ends = ahead[length : length + 4] == b"\r\n\r\n"
    if len(ahead) < length or (rest and not ends and not rest.startswith(b"WARC/")):
        found = _START.search(ahead)
        window.skip(found.start()) if found else window.go_to(_START, _START_BYTES)
        broken = "is cut off" if len(ahead) < length else "is longer or shorter than it says"
        return _Found(position, fields, b"", f"damaged in the archive: the record {broken}")
    window.skip(length)
    if gaps_between(stream, position, window.position):
        return _Found(position, fields, b"", "damaged in the archive: a part of it is lost")
    return _Found(position, fields, ahead[:length])


def _members(stream: BinaryIO) -> Iterator[_Found]:
    """The records of a file whose records are compressed one by one."""
    window = Window(stream)
    while window.peek(1):
        position = window.position
        data, reason = _inflated(window)
        if reason:
            if window.position == position or window.peek(2) != b"\x1f\x8b":
                _to_next_member(window)
            fields = headers_of(data[:_HEAD].partition(b"\r\n\r\n")[0])
            yield _Found(position, fields, b"", f"damaged in the archive: {reason}")
        else:
            inner = io.BytesIO(data)
            for found in _records(Window(inner), inner):
                yield found._replace(position=position)


def _inflated(window: Window) -> tuple[bytes, str]:
    """One member and ""; for a damaged one its beginning and the reason, and nothing is skipped."""
    unpacker = zlib.decompressobj(31)
    parts: list[bytes] = []
    used = kept = 0
    try:
        while not unpacker.eof:
            ahead = window.peek(65536, used)
            if not ahead:
                return b"".join(parts), "the record is cut off"
            pending = ahead
            while pending and not unpacker.eof:
                data = unpacker.decompress(pending, limits.MB)
                kept += len(data)
                if kept <= _MOST + _HEAD:
                    parts.append(data)
                pending = unpacker.unconsumed_tail
            used += len(ahead) - len(unpacker.unused_data)
            if used > _MOST:
                used -= window.skip(used)
    except zlib.error as error:
        return b"".join(parts), str(error)
    window.skip(used)
    if kept > _MOST + _HEAD:
        limit = f"{limits.DOCUMENT_BYTES / limits.MB:.0f} MB"
        return b"".join(parts)[:_HEAD], f"longer than {limit}, the limit of a document"
    return b"".join(parts), ""


def _to_next_member(window: Window) -> None:
    """Moves to the next place where compressed bytes unpack to the beginning of a record."""
    window.skip(1)
    while window.go_to(_MEMBER, 4):
        with_start = zlib.decompressobj(31)
        try:
            if with_start.decompress(window.peek(4096), 16).startswith(b"WARC/"):
                return
        except zlib.error:
            pass
        window.skip(1)


def packed_singly(stream: BinaryIO) -> bool:
    """Whether each record is compressed by itself, so that reading can start in the middle."""
    stream.seek(0)
    data, reason = _inflated(Window(stream))
    stream.seek(0)
    if reason:
        return len(_START.findall(data)) < 2
    inner = io.BytesIO(data)
    return sum(1 for _ in _records(Window(inner), inner)) < 2
