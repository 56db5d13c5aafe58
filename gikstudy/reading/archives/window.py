"""A view of a stream that only moves forward and can look ahead, to find a way through damage."""

from __future__ import annotations

import io
import re
from typing import BinaryIO, Final

from gikstudy.reading.archives.salvage import is_unpacked

_CHUNK: Final = 256 * 1024
_SEEK: Final = 4 * 1024 * 1024


class Window:
    """Reads a stream from its position on; bytes looked at stay in memory until they are skipped.

    `position` is the position of the next byte in the stream.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._held = bytearray()
        self._start = 0
        self.position = stream.tell()
        self._size = -1 if is_unpacked(stream) else stream.seek(0, io.SEEK_END)
        if self._size >= 0:
            stream.seek(self.position)

    def peek(self, length: int, offset: int = 0) -> bytes:
        """Up to `length` bytes, starting `offset` bytes ahead; fewer if the stream ends."""
        wanted = offset + length
        while len(self._held) - self._start < wanted:
            missing = wanted - (len(self._held) - self._start)
            chunk = self._stream.read(max(missing, _CHUNK))
            if not chunk:
                break
            if self._start:
                del self._held[: self._start]
                self._start = 0
            self._held += chunk
        return bytes(self._held[self._start + offset : self._start + wanted])

    def skip(self, length: int) -> int:
        """Moves on by `length` bytes or to the end; returns how many bytes it passed."""
        held = len(self._held) - self._start
        if self._size >= 0 and length - held > _SEEK:
            target = min(self.position + length, self._size)
            moved, self.position = target - self.position, target
            self._stream.seek(target)
            self._held.clear()
            self._start = 0
            return moved
        left = length
        while left:
            held = len(self._held) - self._start
            if not held and not self.peek(min(left, _SEEK)):
                break
            step = min(left, len(self._held) - self._start)
            self._start += step
            self.position += step
            left -= step
        return length - left

    def take(self, length: int) -> bytes:
        """The next `length` bytes, fewer at the end; moves past them."""
        data = self.peek(length)
        self.skip(len(data))
        return data

    def go_to(self, pattern: re.Pattern[bytes], longest: int) -> bool:
        """Moves to the next match of a pattern of at most `longest` bytes, or to the end."""
        size = _CHUNK
        while True:
            ahead = self.peek(size)
            found = pattern.search(ahead)
            if found and (found.end() < len(ahead) or len(ahead) < size):
                self.skip(found.start())
                return True
            if len(ahead) < size:
                self.skip(len(ahead))
                return False
            self.skip(len(ahead) - longest)
