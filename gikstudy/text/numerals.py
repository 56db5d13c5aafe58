"""Numbers written in Chinese characters: 十二, 一百零六, 两千零五, 二〇二一."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_SPELLINGS: Final = str.maketrans({"〇": "零", "○": "零", "两": "二", "廿": "二十", "卅": "三十"})
_YEAR: Final = str.maketrans("零〇○Oo一二三四五六七八九", "00000123456789")
_FORMAL: Final = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_DIGITS: Final = {character: number for number, character in enumerate("零一二三四五六七八九")}
# Each unit with the exclusive upper limit of its count (九十 but not 十十, 九千万).
_UNITS: Final = (
    ("亿", 10**8, 10**8),
    ("万", 10**4, 10**4),
    ("千", 1000, 10),
    ("百", 100, 10),
    ("十", 10, 10),
)


def plain_numeral(text: str) -> str:
    """A numeral as accounts write it, in the usual characters and as long (贰佰 is 二百)."""
    return text.translate(_FORMAL)


@lru_cache(maxsize=4096)
def read_numeral(text: str) -> int | None:
    """The number that a Chinese numeral stands for.

    Args:
        text: the numeral alone, Simplified, without spaces.

    Returns:
        None if the whole text is not a numeral, or if it does not give a single number: ranges
        (三四十) and shortened numbers (一百二, which is 120 to some and 102 to others).

    Examples:
        >>> [read_numeral(text) for text in ("十二", "廿三", "一百二十", "两千零五", "一万二千")]
        [12, 23, 120, 2005, 12000]
        >>> [read_numeral(text) for text in ("零", "二〇二一", "三四十", "一百二", "三件")]
        [0, 2021, None, None, None]
    """
    text = text.translate(_SPELLINGS)
    if "零" in text[1:] and _DIGITS.keys() >= set(text):  # digit by digit, as in a year
        return int("".join(str(_DIGITS[character]) for character in text))
    return _number(text)


def read_year(text: str) -> int:
    """A year printed digit by digit; letters may stand for zeros.

    Args:
        text: digits, Western or Chinese, and nothing else.

    Examples:
        >>> read_year("二O二〇"), read_year("2O21")
        (2020, 2021)
    """
    return int(text.translate(_YEAR))


def _number(text: str) -> int | None:
    if text in _DIGITS:
        return _DIGITS[text]
    for sign, unit, limit in _UNITS:
        head, found, tail = text.partition(sign)
        if not found:
            continue
        count = _number(head) if head or sign != "十" else 1
        if not count or count >= limit:
            return None
        rest = _rest(tail, unit)
        return None if rest is None else count * unit + rest
    return None


def _rest(text: str, unit: int) -> int | None:
    """The number after a unit; if it skips a unit, it needs 零 in front (一百零二)."""
    if not text:
        return 0
    number = _number(text.removeprefix("零"))
    if not number or number >= unit or (number * 10 < unit and not text.startswith("零")):
        return None
    return number
