"""The tokens of a Rich Text file, and the encodings of its fonts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from gikstudy.reading.encoding import decode
from gikstudy.reading.marks import is_picture_font

_TOKEN: Final = re.compile(
    rb"\\bin(\d{1,9}) ?"  # this many bytes of data follow
    rb"|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?"
    rb"|\\'([0-9a-fA-F]{2})"
    rb"|\\([^a-zA-Z'])"
    rb"|([{}])"
    rb"|[\r\n\0]+"
    rb"|([^\\{}\r\n\0]+)"
    rb"|\\",
    re.DOTALL,
)
_CODE_PAGES: Final = {
    0: 1252, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950, 161: 1253, 162: 1254, 177: 1255,
    178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250,
}  # fmt: skip
_PICTURES: Final = 2  # the character set of fonts of pictures
_CODECS: Final = {936: "gb18030", 950: "big5hkscs", 65001: "utf-8", 10000: "mac_roman"}


class RichToken(NamedTuple):
    """A piece of the file: `open` and `close` of a group, a control `word`, or `bytes` of text."""

    kind: str
    word: str = ""
    number: int | None = None
    data: bytes = b""


def is_rich_text(data: bytes) -> bool:
    """Whether the bytes begin as a Rich Text file does."""
    return data.lstrip().startswith(b"{\\rtf")


def tokens(data: bytes) -> Iterator[RichToken]:
    """All tokens of a file, one after another."""
    position = 0
    while match := _TOKEN.match(data, position):
        position = match.end()
        binary, word, number, code, symbol, brace, text = match.groups()
        if binary:
            position += int(binary)
        elif word:
            yield RichToken("word", word.decode("ascii"), int(number) if number else None)
        elif code:
            yield RichToken("bytes", data=bytes.fromhex(code.decode("ascii")))
        elif symbol:
            yield _symbol(symbol)
        elif brace:
            yield RichToken("open" if brace == b"{" else "close")
        elif text:
            yield RichToken("bytes", data=text)


def _symbol(symbol: bytes) -> RichToken:
    if symbol in b"\r\n":
        return RichToken("word", "par")
    if symbol == b"\t":
        return RichToken("word", "tab")
    if symbol in (b"-", b":", b"|"):  # a possible hyphen, and marks of an index
        return RichToken("word", "softhyphen")
    return RichToken("word", symbol.decode("latin-1"))


class FontEncodings:
    """Which encoding the bytes of a font have."""

    def __init__(self) -> None:
        self.default = 0
        self.default_font = -1
        self._code_pages: dict[int, int] = {}
        self._pictured: set[int] = set()

    def add(self, font: int, charset: int) -> None:
        """A font of the list of fonts."""
        if charset in _CODE_PAGES:
            self._code_pages[font] = _CODE_PAGES[charset]
        elif charset == _PICTURES:
            self._pictured.add(font)

    def call(self, font: int, name: str) -> None:
        """The name of a font of the list."""
        if is_picture_font(name):
            self._pictured.add(font)

    def is_pictured(self, font: int) -> bool:
        """Whether a font prints pictures instead of figures and letters."""
        return (self.default_font if font < 0 else font) in self._pictured

    def decode(self, data: bytes, font: int) -> str:
        """The text that bytes in a font stand for."""
        if data.isascii():
            return data.decode("ascii")
        font = self.default_font if font < 0 else font
        page = self._code_pages.get(font, self.default or 1252)
        if page == 1252 and self.default in _CODECS:  # a Latin font says nothing of Han characters
            page = self.default
        codec = _CODECS.get(page, f"cp{page}")
        try:
            return data.decode(codec)
        except (UnicodeDecodeError, LookupError):
            return decode(data)[0]
