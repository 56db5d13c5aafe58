"""Compressed streams, unpacked as far as they are intact: damage leaves a gap, not an end."""

from __future__ import annotations

import bz2
import codecs
import io
import lzma
import re
import zlib
from typing import Any, BinaryIO, Final, NamedTuple, cast

from gikstudy.reading import limits
from gikstudy.reading.content import UnreadableError

PACKINGS: Final = ((b"\x1f\x8b", "gz"), (b"BZh", "bz2"), (b"\xfd7zXZ\0", "xz"))
"""First bytes and name of each kind of compressed stream."""
SEPARATOR: Final = b"\n\0\n"
"""Marks the place in the unpacked bytes where some are lost."""
_CHUNK: Final = 64 * 1024
_PIECE: Final = 256 * 1024
_STARTS: Final = {
    "gz": re.compile(rb"\x1f\x8b\x08[\x00-\x1f]"),
    "bz2": re.compile(rb"BZh[1-9]1AY&SY"),
    "xz": re.compile(rb"\xfd7zXZ\x00"),
}
_START_BYTES: Final = 10
_DAMAGE: Final = (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError)


def recoded(stream: BinaryIO, encoding: str) -> BinaryIO:
    """A stream of text in a wide encoding as UTF-8."""
    return cast("BinaryIO", io.BufferedReader(_Recoded(stream, encoding), limits.MB))


class _Recoded(io.RawIOBase):
    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._output = b""
        self._position = 0

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        while not self._output:
            piece = self._stream.read(_CHUNK)
            self._output = self._decoder.decode(piece, not piece).encode("utf-8", "replace")
            if not piece:
                break
        data, self._output = self._output[: len(buffer)], self._output[len(buffer) :]
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)


class Gap(NamedTuple):
    """A place in the unpacked bytes where some are lost, and why."""

    position: int
    reason: str


def unpacked(stream: BinaryIO, packing: str) -> BinaryIO:
    """The decompressed stream; it refuses to grow beyond `limits.RATIO`."""
    if not packing:
        return stream
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    limit = limits.DOCUMENT_BYTES + limits.RATIO * size
    return cast("BinaryIO", io.BufferedReader(_Unpacked(stream, packing, limit), limits.MB))


def is_unpacked(stream: BinaryIO) -> bool:
    """Whether a stream comes from `unpacked` and therefore cannot be rewound."""
    return isinstance(getattr(stream, "raw", None), _Unpacked)


def gaps_of(stream: BinaryIO) -> list[Gap]:
    """The gaps found so far; reading on may find more."""
    raw = getattr(stream, "raw", None)
    return raw.gaps if isinstance(raw, _Unpacked) else []


def gaps_between(stream: BinaryIO, first: int, last: int) -> bool:
    """Whether bytes are lost between two positions of the unpacked stream."""
    return any(first < gap.position < last for gap in gaps_of(stream))


class _Unpacked(io.RawIOBase):
    """Members of a compressed stream one after another; forward only."""

    def __init__(self, stream: BinaryIO, packing: str, limit: int) -> None:
        self._stream = stream
        self._packing = packing
        self._limit = limit
        self._input = b""
        self._output = bytearray()
        self._position = 0
        self._made = 0
        self._unpacker: Any = None
        self.gaps: list[Gap] = []

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        target = offset if whence == io.SEEK_SET else self._position + offset
        if whence == io.SEEK_END or target < self._position:
            raise io.UnsupportedOperation("a compressed stream is read forward only")
        while self._position < target and (data := self.read(min(_CHUNK, target - self._position))):
            del data
        return self._position

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        while not self._output and self._more():
            pass
        data = self._output[: len(buffer)]
        del self._output[: len(data)]
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)

    def _more(self) -> bool:
        """Unpacks a little more; False at the end."""
        if self._unpacker is not None and not getattr(self._unpacker, "needs_input", True):
            self._feed()  # bz2 and xz hold back what exceeds a piece
            return True
        if not self._input:
            self._input = self._stream.read(_CHUNK)
        if not self._input:
            if self._unpacker is not None:
                self._unpacker = None
                self._gap("it is cut off")
                return True
            return False
        if self._unpacker is None:
            return self._begin()
        self._feed()
        return True

    def _begin(self) -> bool:
        self._input = self._input.lstrip(b"\0") if self._made else self._input
        if len(self._input) < _START_BYTES:
            self._input += self._stream.read(_CHUNK)
        if not self._input:
            return True  # only padding; what follows it is checked next
        if not _STARTS[self._packing].match(self._input):
            self._gap("the compressed bytes do not continue here")
            self._find_start()
            return True
        self._unpacker = _unpacker(self._packing)
        return True

    def _feed(self) -> None:
        waiting = not getattr(self._unpacker, "needs_input", True)
        length = 0 if waiting else 4096
        piece, self._input = self._input[:length], self._input[length:]
        former = self._unpacker.copy() if self._packing == "gz" else None
        try:
            self._put(self._unpacker.decompress(piece, _PIECE))
        except UnreadableError:
            raise
        except _DAMAGE as error:
            if former is not None:
                self._one_by_one(former, piece)
            self._unpacker = None
            self._input = piece[1:] + self._input
            self._gap(str(error) or "it cannot be unpacked")
            self._find_start()
            return
        self._input = getattr(self._unpacker, "unconsumed_tail", b"") + self._input
        if self._unpacker.eof:
            self._input = self._unpacker.unused_data + self._input
            self._unpacker = None

    def _one_by_one(self, unpacker: Any, piece: bytes) -> None:  # noqa: ANN401 (zlib names no type)
        """The bytes that unpack before the damaged one."""
        for at in range(len(piece)):
            try:
                self._put(unpacker.decompress(piece[at : at + 1]))
            except zlib.error:
                return

    def _put(self, data: bytes) -> None:
        self._output += data
        self._made += len(data)
        if self._made > self._limit:
            raise UnreadableError(f"it unpacks to more than {limits.RATIO} times its size")

    def _gap(self, reason: str) -> None:
        self.gaps.append(Gap(self._made, reason))
        self._put(SEPARATOR)

    def _find_start(self) -> None:
        """Drops everything before the next member that unpacks for a while."""
        while True:
            found = _STARTS[self._packing].search(self._input)
            if found:
                self._input = self._input[found.start() :]
                if len(self._input) < _CHUNK:
                    self._input += self._stream.read(_CHUNK)
                if self._unpacks():
                    return
                self._input = self._input[1:]
                continue
            rest = self._stream.read(_CHUNK)
            if not rest:
                self._input = b""
                return
            self._input = self._input[-_START_BYTES:] + rest

    def _unpacks(self) -> bool:
        try:
            data = _unpacker(self._packing).decompress(self._input[:_CHUNK])
        except _DAMAGE:
            return len(self._input) > _CHUNK // 2 and self._packing != "gz"
        return bool(data)


def _unpacker(packing: str) -> Any:  # noqa: ANN401 (three libraries, one interface)
    if packing == "gz":
        return zlib.decompressobj(31)
    return bz2.BZ2Decompressor() if packing == "bz2" else lzma.LZMADecompressor()
