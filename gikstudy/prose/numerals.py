"""Counted figures in Chinese running text: 2,502条, 50000余条, 1.2万人次, 二十三件."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from typing import Final, NamedTuple

from gikstudy.model import Number
from gikstudy.text.numerals import read_numeral

_TIMES: Final = {"": 1, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
# A unit ends the figure, except before characters that make it another word (条例, 个月, 处罚).
_UNIT: Final = (
    r"条次|篇次|张(?![贴罗开家])|件次|场次|轮次|批次|批(?=[,。;、(\n]|$)|家(?=[,。;、()\n]|$)|人次|万元|条(?![例线龙款目文规])|篇(?![章幅])|件(?!事)|次(?![数性年日])"
    r"|期(?![限间刊])|场(?![所地馆])|轮|个(?![人月别工体性次])|人(?![民大员均才口事社])|名(?![称单义录字])"
    r"|位(?!于)|份(?![额子])|封(?!闭)|起(?![诉草始到步施])|宗|元(?!素)|部(?![门分署委队级])"
    r"|处(?![理罚置室长级])|项(?!目)|则"
)
# The first character is a group of its own, so that the search can skip to digits and numerals.
_FIGURE: Final = re.compile(
    r"(?P<first>[\d一二两三四五六七八九十]|[百千](?<=[近逾超约][百千])|[百千](?=万?[余多])|万(?=[余多]))"
    # Inside a run of digits, a new match can only begin at its last three digits (1234 567).
    r"(?:(?<=\d)(?:(?<!\d\d)|(?!\d{3}))(?P<digits>\d{0,2}(?:[ ,'’]\d{3})+(?![\d.])|\d*+(?:\.\d++)?)"
    r"|(?<=\D)(?P<han>[零〇一二两三四五六七八九十百千万]{0,9}+))"
    r"(?:\(\d{1,2}\)(?=[条件次篇期个份]))?"  # a footnote mark
    r"\s?(?P<times>[百千万亿])?\s?(?P<more>余|多)?(?P<times2>[万亿])?\s?"
    rf"(?:(?P<unit>{_UNIT})(?P<after>以上|以下|左右)?|(?<=[万亿])(?!元|余|多|亩|吨|户|平|千|公)|(?<=[万亿][余多])(?=[,。;、)\n]|$)"
    r"|(?<=\d)(?=[,。;、)\n]|$))"
)
# A number without a unit counts if the word for what it counts comes before it (粉丝1108).
_BARE: Final = re.compile(
    r"(?:粉丝|用户|人数|人次|[问览击阅客]量|订阅数|关注数|用户数|粉丝数)(?:总?[数量])?"
    r"(?:共计|总计|累计|共|已?达到?|为|约|近|超过?|突破|有|:)*$"
)
_SHORTENED: Final = re.compile(r"(?<=[百千万])[一二三四五六七八九]$")
_APART: Final = dict.fromkeys(map(ord, " ,'’"))  # thousands separators
_TOO_LONG: Final = 18  # more digits than this are a serial number, not a count
_NOT_BEFORE_DIGITS: Final = frozenset("0123456789.第〔-~" + string.ascii_letters)
# Digits after these are the rest of a number or the end of a range (12 88条, 2至3次).
_GOES_ON: Final = frozenset(" \n'’—–至到")
_BROKEN: Final = re.compile(r"[\d一二两三四五六七八九十][.,]?[ \n'’—–至到]+$")
_NOT_BEFORE_HAN: Final = frozenset("第几数每万零〇百千")
_BEFORE: Final = re.compile(r"(?:约|近|超过|超|逾|突破|将近|大约|不足)$")
_BEFORE_ENDS: Final = frozenset("约近过超逾破足")  # the last characters of these words


class Figure(NamedTuple):
    """A number with its unit; `start` is where it begins, `end` is after the unit."""

    start: int
    end: int
    value: Number
    unit: str
    qualifier: str


def find_figures(text: str) -> Iterator[Figure]:
    """Every number that counts something, in the order of the text, with 万 and 亿 multiplied out.

    Ordinals (第3次), document numbers, dates and article numbers (条例) count nothing and are left
    out. A number without a unit is kept only before 万 or 亿 (粉丝3.7万).

    Examples:
        >>> [(f.value, f.unit, f.qualifier) for f in find_figures("推送260余期、1.2万条")]
        [(260, '期', '余'), (12000, '条', '')]
    """
    for match in _FIGURE.finditer(text):
        start = match.start()
        first, digits, han, times, more, times2, unit, after = match.groups()
        barred = _NOT_BEFORE_HAN if digits is None else _NOT_BEFORE_DIGITS
        if (start and text[start - 1] in barred) or len(digits or "") >= _TOO_LONG:
            continue
        if start and text[start - 1] in _GOES_ON and _BROKEN.search(text, max(0, start - 4), start):
            continue
        scale = _TIMES[times or ""] * _TIMES[times2 or ""]
        value: Number | None
        if unit == "万元":
            unit, scale = "元", scale * 10**4
        qualifier = more or after or ""
        if not qualifier and start and text[start - 1] in _BEFORE_ENDS:
            before = _BEFORE.search(text, max(0, start - 3), start)
            qualifier = before[0] if before else ""
        if digits is None:
            number = _numeral(
                ("一" if first in "百千万" else "") + first + han
            )  # None for 三四件, which is not a single number
            value = None if number is None else number * scale
        else:
            value = _scaled(first + digits, scale)
            if isinstance(value, float) and unit not in ("元", "万元"):
                continue  # 1.286条 is 1286 to some and nothing to others
            if not unit and scale == 1 and not _BARE.search(text, max(0, start - 14), start):
                continue
        if value is not None:
            yield Figure(start, match.end(), value, unit or "", qualifier)


def _numeral(text: str) -> int | None:
    """A numeral as counts use it: 一百二 is 120, and 三千五 is 3,500."""
    number = read_numeral(text)
    if number is None and _SHORTENED.search(text):
        return read_numeral(text + {"百": "十", "千": "百", "万": "千"}[text[-2]])
    return number


def _scaled(digits: str, times: int) -> Number:
    plain = digits if digits.isdecimal() else digits.translate(_APART)
    if "." not in plain:
        return int(plain) * times
    value = round(float(plain) * times, 4)
    return int(value) if value == int(value) else value
