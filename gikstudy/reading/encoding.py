"""Bytes to str: the few encodings in which Chinese reports are stored.

Pages declare an encoding wrongly often enough (GB2312 above UTF-8, none above Big5) that the bytes
come first: valid UTF-8 is UTF-8, and of the two legacy families the one that gives more everyday
characters wins. A declaration only breaks a tie.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from gikstudy.reading.encoding_pieces import decode_pieces

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED: Final = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_-]+)""")
_LEGACY: Final = ("gb18030", "big5hkscs")
_WIDE: Final = ("utf-16-le", "utf-16-be")
_SAMPLE: Final = 8192
_REPLACEMENT: Final = "\ufffd"
# The most frequent characters of Chinese prose and of these reports, in both scripts. Bytes decoded
# in the wrong legacy encoding give almost only rare characters.
_EVERYDAY: Final = frozenset(
    "的一是在不有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过"
    "子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两"
    "政府信息公开报告数据本机关处其他申请条例总计县市区镇乡街办事务件无"
    "這為個國時來們對會發動過說產種後學經進著電裡現實開報數據關處請條總計縣區鎮鄉辦務無業機與"
    "，。、：（）《》“”；　"
)


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """The text of `data` and the name of its encoding.

    One stray byte in a long page must not turn it into mojibake, so UTF-8 is accepted with a few
    undecodable bytes (they become U+FFFD), and with a last character that was cut off. A page may
    be put together from pieces of two encodings; each piece is then decoded in its own.

    Args:
        data: The bytes as they arrived.
        declared: An encoding named outside the bytes, by an HTTP header for example.

    Returns:
        The text without byte order mark; one of `utf-8`, `utf-16`, `utf-32`, `gb18030`
        (GB2312 and GBK included) and `big5hkscs` (Big5 included), or two of them, joined by `+`,
        the first for most of the page.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, "replace").lstrip("\ufeff"), name
    loose = data.decode("utf-8", "replace")
    if _REPLACEMENT in loose and b"\0" not in data:
        mixed = decode_pieces(data, loose)
        if mixed is not None:
            return mixed
    text = _utf8(data, loose)
    if text is not None and b"\0" not in data:
        return text, "utf-8"
    if text is not None:  # ASCII with zero bytes in between is UTF-16, unless it is not text at all
        wide = max(_WIDE, key=lambda name: _everyday(data, name))
        if _everyday(data, wide) < 0.5:
            return text, "utf-8"
        return data.decode(wide, "replace"), "utf-16"
    name = _likeliest(data, declared)
    return data.decode(name, "replace"), "utf-16" if name in _WIDE else name


def is_verbatim(data: bytes, text: str) -> bool:
    """Whether `data`, decoded to `text` as UTF-8, are its encoding to the byte.

    That is not so if there was a byte order mark, if bytes were replaced, or if the last character
    was cut off.
    """
    return not (data.startswith(codecs.BOM_UTF8) or data[-1:] >= b"\x80" or _REPLACEMENT in text)


def _utf8(data: bytes, loose: str) -> str | None:
    if _REPLACEMENT not in loose:
        return loose
    try:
        text, used = codecs.utf_8_decode(data, "strict", False)  # noqa: FBT003 (positional only)
    except UnicodeDecodeError:
        text = loose
        bad = text.count(_REPLACEMENT)
        # Legacy Chinese read as UTF-8 is nearly all replacement characters.
        good = len(text.encode("utf-8")) - len(text) - 2 * bad
        return text if good > 20 * bad else None
    if used < len(data) and not text:
        return None
    return text


def _likeliest(data: bytes, declared: str) -> str:
    hint = declared.lower().encode() or _declaration(data)
    first, second = _LEGACY if not hint.startswith(b"big5") else _LEGACY[::-1]
    candidates = (first, second) if len(data) % 2 else (first, second, *_WIDE)
    return max(candidates, key=lambda name: _everyday(data, name))  # the first of equals


def _declaration(data: bytes) -> bytes:
    found = _DECLARED.search(data, 0, _SAMPLE)
    return found.group(1).lower() if found else b""


def _everyday(data: bytes, encoding: str) -> float:
    """Share of everyday characters in the beginning of the text.

    ASCII is not counted, except in UTF-16, where a wrong decoding gives hardly any.
    """
    text = data[:_SAMPLE].decode(encoding, "replace")
    if encoding in _WIDE:
        good = sum(c in _EVERYDAY or " " <= c <= "~" or c in "\r\n\t" for c in text)
        return good / (len(text) or 1)
    sample = [c for c in text if c > "\x7f"]
    return sum(map(_EVERYDAY.__contains__, sample)) / (len(sample) or 1)
