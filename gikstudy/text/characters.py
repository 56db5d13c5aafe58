"""Widths, spaces, entities, marks of notes and invisible characters."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from typing import Final

_ENTITY: Final = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
# Characters that other programs treat as a line end become a space. Soft hyphens, joiners and marks
# that browsers do not show vanish.
_BREAKS: Final = dict.fromkeys(map(ord, "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\r"), " ")
# The place of a picture (U+FFFC) and private-use glyphs stay: something is printed there.
_UNSEEN: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\x00"), None)
# Vertical rules of tables drawn with characters are bars like any other.
_RULES: Final = dict.fromkeys(map(ord, "│┃┆┇┊┋║¦∣"), "|")
_TABLE: Final[dict[int, str | None]] = {**_BREAKS, **_UNSEEN, **_RULES}
# Circled, raised and lowered digits, which NFKC would turn into digits of the number before them.
_CIRCLED: Final = "①-⑳⓪⓵-⓾⓫-⓿❶-➓㉑-㉟㊱-㊿"
_NOTE_MARKS: Final = f"{_CIRCLED}²³¹⁰⁴-⁹₀-₉"
_NOTE: Final = re.compile(
    # behind a number: 128①, 36.5 ②; but 12 ②信函申请数 is the number of the next label
    rf"(?<=[\d\]])(?![ \u00a0\u3000]+[{_CIRCLED}][\u3400-\u9fff]{{3}})[ \u00a0\u3000]*([{_NOTE_MARKS}]+)"
    rf"|(?:(?<=[\u3400-\u9fff)）%％])|(?<![^\n| \u00a0\u3000]))([{_NOTE_MARKS}]+)(?=[ \u00a0\u3000]*(?:[|\n]|\Z))"
)  # at the end of a cell: 31件①, 规章②, or a mark alone
_ANY_NOTE: Final = re.compile(f"[{_NOTE_MARKS}]")
# Characters that may change: everything except ASCII, Han and Chinese punctuation.
_SPECIAL: Final = re.compile("[^\t\n -~\u3001-\u3029\u3400-\u9fff“”‘’—]")
# Characters that never join with a neighbour, so that NFKC may fold them one at a time. All
# combining marks, Hangul letters and Indic vowel signs lie outside.
_ALONE: Final = re.compile(
    "[\x00-\u02ff\u2000-\u20cf\u2100-\u2bff\u2e80-\u3029\u3030-\u3098\u309b-\u9fff\ue000-\uf8ff]*"
)


def normalise(text: str) -> str:
    r"""Apply NFKC, resolve HTML entities, and remove odd line ends and invisible characters.

    NFKC folds full-width digits and brackets, the no-break space and the radicals that PDF files
    print in place of characters; only `\n` ends a line, before and after. A note mark after a
    number or at the end of a cell is put in brackets, because it is not a digit of the number.

    Examples:
        >>> normalise("１２８①"), normalise("36.5万元²"), normalise("12 ①当面申请")
        ('128[1]', '36.5万元[2]', '12 1当面申请')
    """
    if "&" in text:
        text = _ENTITY.sub(lambda m: html.unescape(m[0]).replace("\n", " "), text)
    if not text.isascii() and _ANY_NOTE.search(text):
        text = _NOTE.sub(_bracketed, text)
    # A page has thousands of characters but only a dozen distinct ones to fold: replacing those one
    # by one takes a tenth of the time of normalising and translating the whole text.
    special = set(_SPECIAL.findall(text))
    if not _ALONE.fullmatch("".join(map(_folded, special))):
        return _fold(text)
    for character in special:
        text = text.replace(character, _folded(character))
    return text


def _bracketed(match: re.Match[str]) -> str:
    marks = match[1] or match[2]
    return f"[{unicodedata.normalize('NFKC', marks)}]"


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_TABLE)


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    return _fold(character)
