"""Widths, spaces, entities and invisible characters."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

_ENTITY: Final = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
# Characters that other programs take for a line end, and soft hyphens, joiners and marks that
# browsers do not show: the former become a space, the latter vanish.
_BREAKS: Final = dict.fromkeys(map(ord, "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\r"), " ")
_UNSEEN: Final = dict.fromkeys(
    (*map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\ufffc\x00"), *range(0xE000, 0xE010)), None
)
_TABLE: Final[dict[int, str | None]] = {**_BREAKS, **_UNSEEN}


def normalise(text: str) -> str:
    r"""NFKC, HTML entities resolved, odd line ends and invisible characters gone.

    NFKC folds full-width digits and brackets, the no-break space and the radicals that PDF
    files print in place of characters; `\n` alone ends a line before and after.
    """
    if "&" in text:
        text = _ENTITY.sub(lambda m: html.unescape(m[0]).replace("\n", " "), text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return text.translate(_TABLE)
