r"""The escapes of JavaScript and JSON: `<\/td>`, `\x3ctd>`, `\u003ctd>`, `\u{3c}td>`."""

from __future__ import annotations

import re
from typing import Final

_ESCAPE: Final = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL
)
_CHARACTERS: Final = {"n": "\n", "t": "\t", "r": "", "b": "", "f": "", "\n": ""}
_PAIR: Final = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def unescaped(text: str) -> str:
    r"""A quoted text as a script reads it.

    Examples:
        >>> unescaped(r"\u003ctd\x3e1<\/td>")
        '<td>1</td>'
    """
    if "\\" not in text:
        return text
    plain = _ESCAPE.sub(_plain_character, text)
    return _PAIR.sub(lambda m: m[0].encode("utf-16", "surrogatepass").decode("utf-16"), plain)


def _plain_character(match: re.Match[str]) -> str:
    long, code, byte, character = match.groups()
    if character is None:
        return chr(min(int(long or code or byte, 16), 0x10FFFF))
    return _CHARACTERS.get(character, character)
