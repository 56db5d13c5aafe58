"""A response of a web server as a crawler stored it: head, transfer encoding, compression."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Mapping
from typing import Final

from gikstudy.reading import limits
from gikstudy.reading.content import UnreadableError

_HEAD: Final = re.compile(rb"HTTP/\d(?:\.\d)? .*?(?:\r?\n){2}", re.DOTALL)
_CHUNK: Final = re.compile(rb"\s*([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r?\n")
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_PLAIN: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<[!?a-zA-Z]|%PDF-|PK\x03\x04|\xd0\xcf\x11\xe0)"
)


def headers_of(lines: bytes) -> dict[str, str]:
    """The fields of a head, names in lower case; if a name is repeated, the last one counts."""
    fields: dict[str, str] = {}
    name = ""
    for line in lines.decode("utf-8", "replace").splitlines():
        if line[:1] in (" ", "\t") and name:
            fields[name] += f" {line.strip()}"
        elif ":" in line:
            name, _, value = line.partition(":")
            name = name.strip().lower()
            fields[name] = value.strip()
    return fields


def split_head(block: bytes) -> tuple[Mapping[str, str], bytes]:
    """The fields of the head, and the body; a block without a head is only a body."""
    found = _HEAD.match(block)
    if not found:
        return {}, block
    return headers_of(found.group()), block[found.end() :]


def charset_of(media_type: str) -> str:
    """The charset that a `Content-Type` names, or ""."""
    found = _CHARSET.search(media_type)
    return found.group(1) if found else ""


def body_of(fields: Mapping[str, str], body: bytes) -> bytes:
    """The body as the server's page, with chunks joined and compression removed.

    Crawlers often keep the head and store the body already unpacked; such a body is used as it is.

    Raises:
        UnreadableError: The body is cut off or cannot be unpacked.
    """
    if "chunked" in fields.get("transfer-encoding", "").lower() and _CHUNK.match(body):
        body = _joined(body)
    for coding in reversed(fields.get("content-encoding", "").lower().split(",")):
        unpack = _CODINGS.get(coding.strip())
        if unpack is not None and body:
            body = _unpacked(unpack, body, coding.strip())
    return body


def _joined(body: bytes) -> bytes:
    parts: list[bytes] = []
    at = 0
    while found := _CHUNK.match(body, at):
        size = int(found.group(1), 16)
        if not size:
            return b"".join(parts)
        at = found.end() + size
        if at > len(body):
            break
        parts.append(body[found.end() : at])
    raise UnreadableError("the page is cut off in its last chunk")


def _unpacked(unpack: Callable[[bytes], bytes], body: bytes, coding: str) -> bytes:
    try:
        return unpack(body)
    except UnreadableError:
        raise
    except Exception as error:
        if _PLAIN.match(body):
            return body
        raise UnreadableError(f"the page cannot be unpacked as {coding}: {error}") from error


def _bounded(unpacker: zlib._Decompress, body: bytes) -> bytes:
    data = unpacker.decompress(body, limits.DOCUMENT_BYTES + 1)
    if not unpacker.eof and len(data) <= limits.DOCUMENT_BYTES:
        raise UnreadableError("the page is cut off in its compressed body")
    return data


def _gzip(body: bytes) -> bytes:
    return _bounded(zlib.decompressobj(31), body)


def _deflate(body: bytes) -> bytes:
    try:
        return _bounded(zlib.decompressobj(15), body)
    except zlib.error:
        return _bounded(zlib.decompressobj(-15), body)


def _brotli(body: bytes) -> bytes:
    if _PLAIN.match(body):
        return body
    try:
        import brotli
    except ImportError as error:
        raise UnreadableError(
            "the page is packed with Brotli; to read it: pip install 'gikstudy[warc]'"
        ) from error
    unpacker = brotli.Decompressor()
    parts: list[bytes] = []
    size = 0
    for start in range(0, len(body), 4096):
        parts.append(unpacker.process(body[start : start + 4096]))
        size += len(parts[-1])
        if size > limits.DOCUMENT_BYTES:
            break
    if not unpacker.is_finished() and size <= limits.DOCUMENT_BYTES:
        raise UnreadableError("the page is cut off in its compressed body")
    return b"".join(parts)


_CODINGS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
}
