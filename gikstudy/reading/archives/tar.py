"""TAR archives, header by header: a damaged header loses its own file and no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, Final, NamedTuple

from gikstudy.reading import limits
from gikstudy.reading.archives.names import decoded_name, is_hidden
from gikstudy.reading.archives.record import Record, RecordReader, lost, too_long
from gikstudy.reading.archives.salvage import gaps_between
from gikstudy.reading.archives.window import Window

_BLOCK: Final = 512
_EMPTY: Final = bytes(_BLOCK)
_MAGIC: Final = re.compile(rb"ustar[\x00 ]")
_NAME_BYTES: Final = 64 * 1024
_PAX: Final = re.compile(rb"(\d{1,9}) ([^=\n]{1,200})=")


class _Header(NamedTuple):
    name: bytes
    size: int
    kind: bytes


def tar_steps(stream: BinaryIO, name: str) -> Iterator[RecordReader]:
    """The files of a tar archive from the current position on, in their order.

    If a header cannot be read, the next intact one is searched for; the bytes between give a record
    with a problem.
    """
    window = Window(stream)
    extra: dict[str, bytes] = {}
    first = -1
    while block := window.peek(_BLOCK):
        if block == _EMPTY[: len(block)]:
            window.skip(len(block))
            continue
        position = window.position
        header = _header(block)
        if header is None:
            extra, first = {}, -1
            _to_next_header(window)
            reason = "damaged in the archive: no header of a file can be read here"
            yield position, partial(lost, f"{name}#{position}", reason)
            continue
        window.skip(_BLOCK)
        first = position if first < 0 else first
        if header.kind in (b"L", b"x", b"X"):
            extra |= _extra(header, window)
            continue
        inner = decoded_name(extra.get("path", header.name))
        size = _number(extra.get("size", b""), header.size)
        if header.kind in (b"0", b"\0", b"7") and not is_hidden(inner):
            record = _content(window, stream, size, f"{name}#{inner}")
            yield first, partial(_itself, record)
        elif header.kind not in b"123456gK":
            _skip_content(window, size)
        else:
            _skip_content(window, size if header.kind in b"gK" else 0)
        extra, first = {}, -1


def _itself(record: Record) -> Record:
    return record


def _content(window: Window, stream: BinaryIO, size: int, name: str) -> Record:
    start = window.position
    if size > limits.DOCUMENT_BYTES:
        _skip_content(window, size)
        return too_long(name)
    data = window.take(size)
    window.skip(-size % _BLOCK)
    if len(data) < size:
        return lost(name, "damaged in the archive: the file is cut off")
    if gaps_between(stream, start, start + size):
        return lost(name, "damaged in the archive: a part of the file is lost")
    return Record(data, name)


def _skip_content(window: Window, size: int) -> None:
    window.skip(size + -size % _BLOCK)


def _header(block: bytes) -> _Header | None:
    """What a header says, if its checksum is right."""
    if len(block) < _BLOCK:
        return None
    told = _octal(block[148:156])
    if told is None or told != sum(block[:148]) + 32 * 8 + sum(block[156:]):
        return None
    size = _octal(block[124:136])
    if size is None:
        return None
    name = block[:100].split(b"\0")[0]
    prefix = block[345:500].split(b"\0")[0] if block[257:263] == b"ustar\0" else b""
    return _Header(prefix + b"/" + name if prefix else name, size, block[156:157])


def _octal(field: bytes) -> int | None:
    if field[0] in (0x80, 0xFF):  # GNU: a large number as bytes
        return int.from_bytes(field[1:], "big")
    try:
        return int(field.split(b"\0")[0].strip() or b"0", 8)
    except ValueError:
        return None


def _extra(header: _Header, window: Window) -> dict[str, bytes]:
    """Path and size from a header that extends the next one."""
    data = window.take(min(header.size, _NAME_BYTES))
    window.skip(header.size - len(data) + -header.size % _BLOCK)
    if header.kind == b"L":
        return {"path": data.split(b"\0")[0]}
    fields: dict[str, bytes] = {}
    at = 0
    while found := _PAX.match(data, at):
        length = int(found.group(1))
        key = found.group(2).decode("ascii", "replace")
        if key in ("path", "size"):
            fields[key] = data[found.end() : at + length - 1]
        at += max(length, 1)
    return fields


def _number(text: bytes, otherwise: int) -> int:
    return int(text) if text.isdigit() else otherwise


def _to_next_header(window: Window) -> None:
    """Moves to the next header whose checksum is right; it may start at any byte."""
    window.skip(1)
    while True:
        ahead = window.peek(_BLOCK)
        if len(ahead) < _BLOCK:
            window.skip(len(ahead))
            return
        if _MAGIC.match(ahead, 257) and _header(ahead) is not None:
            return
        window.skip(1)
        ahead = window.peek(limits.MB)
        found = _MAGIC.search(ahead, 257)
        window.skip(found.start() - 257 if found else max(1, len(ahead) - 300))
