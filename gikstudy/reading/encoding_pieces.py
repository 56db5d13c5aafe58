"""A page in two encodings: a menu in GBK around a report in UTF-8, or the other way round.

A piece is a run of bytes between tags or line ends. Chinese text in GBK or Big5 is hardly ever valid
UTF-8, so each piece shows by itself in which of the two it was written.
"""

from __future__ import annotations

import re
from typing import Final

_PIECE: Final = re.compile(rb"[^<>\r\n]+")
_NOT_ASCII: Final = re.compile(rb"[\x80-\xff]")
_HAN: Final = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
_REPLACEMENT: Final = "\ufffd"
_LEGACY: Final = ("gb18030", "big5hkscs")
_SURE: Final = 3
"""Han characters that a piece in another encoding does not show as UTF-8 by chance."""
_RUN: Final = re.compile(f"[\u4e00-\u9fff]{{{_SURE}}}")
_GOOD: Final = 3
"""Characters that a broken piece in UTF-8 has for each undecodable byte."""


def decode_pieces(data: bytes, loose: str) -> tuple[str, str] | None:
    """The text and the encodings of a page whose pieces are in UTF-8 and in another encoding.

    Args:
        data: Bytes that are not valid UTF-8 as a whole.
        loose: The same decoded as UTF-8, with U+FFFD for what cannot be.

    Returns:
        The text and the two encodings, joined by `+`, that of most of the page first; None if the
        page is not in two encodings.
    """
    if not _RUN.search(loose):
        return None
    pieces = [piece for piece in _PIECE.findall(data) if _NOT_ASCII.search(piece)]
    signs = {piece: _sign_of_utf8(piece) for piece in set(pieces)}
    ours = [piece for piece in pieces if signs[piece] > 0]
    others = [piece for piece in pieces if signs[piece] < 0]
    if not ours or not others:
        return None
    legacy = next((name for name in _LEGACY if _all_in(others, name)), "")
    if not legacy:
        return None
    mostly_ours = _length(ours) > _length(others)
    usual = 1 if mostly_ours else -1

    def as_utf8(match: re.Match[bytes]) -> bytes:
        piece = match[0]
        stays = (signs.get(piece, 1) or usual) > 0  # one in ASCII is the same in both
        return piece if stays else piece.decode(legacy, "replace").encode("utf-8")

    text = _PIECE.sub(as_utf8, data)
    names = ("utf-8", legacy) if mostly_ours else (legacy, "utf-8")
    return text.decode("utf-8", "replace"), "+".join(names)


def _sign_of_utf8(piece: bytes) -> int:
    """1 for a piece in UTF-8, perhaps with a few stray bytes; -1 for one that is not; 0 if unclear.

    A piece of one or two Han characters is unclear, and so is one without any: 联通 in GBK is valid
    UTF-8, a few odd letters.
    """
    text = piece.decode("utf-8", "replace")
    han, bad = len(_HAN.findall(text)), text.count(_REPLACEMENT)
    if bad:
        return 1 if han >= _GOOD * bad else -1
    return 1 if han >= _SURE else 0


def _all_in(pieces: list[bytes], encoding: str) -> bool:
    """Whether nearly all of the pieces are text in an encoding."""
    text = "".join(piece.decode(encoding, "replace") for piece in pieces)
    return len(_HAN.findall(text)) > 20 * text.count(_REPLACEMENT)


def _length(pieces: list[bytes]) -> int:
    return sum(map(len, pieces))
