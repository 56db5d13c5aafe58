"""What a cell of a table prints: a number, a mark for nothing, or something else."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal, NamedTuple
from unicodedata import category, decomposition

from gikstudy.text import normalise

ValueKind = Literal["number", "nil", "odd"]


class Value(NamedTuple):
    """A printed value. `kind` is `number`, `nil` or `odd` (printed, but not a number).

    `number` is as printed, scaled by a multiplier or a money unit (then in yuan, and `unit` is
    `yuan`). A bracketed note after the number (22（其中修订16件）) is not part of it.
    """

    kind: ValueKind
    number: int | float | None = None
    unit: str = ""


NIL: Final = Value("nil")
ODD: Final = Value("odd")

_INTEGER: Final = re.compile(r"\d{1,15}")
_NIL_MARKS: Final = frozenset(
    [
        "/",
        "//",
        "\\",
        "-",
        "--",
        "---",
        "—",
        "——",
        "―",
        "–",
        "−",
        "_",
        "*",
        "×",
        "无",
        "暂无",
        "不适用",
        "不涉及",
        "N/A",
        "n/a",
        "NA",
        "空",
        "无数据",
        "无此项",
        "······",
        *("─", "━", "‐", "‑", "‒", "·", "•", "…", "……", "～", "~", "x", "X", "+-", "●", "○", "○○"),
        *("NaN", "nan", "None", "null", "<NA>", "NULL"),  # texts that programs print for nothing
    ]
)
_ZERO_LETTERS: Final = frozenset("OoO〇零")
_SIGNS: Final = {
    "": 1,
    "+": 1,
    "增": 1,
    "增加": 1,
    "新增": 1,
    "↑": 1,
    "-": -1,
    "−": -1,
    "–": -1,
    "—": -1,
    "减": -1,
    "减少": -1,
    "↓": -1,
}
_SCALE: Final = {
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
    "": 1,
}
# sign word, digits (with or without thousands separators), decimals, multiplier, unit, note
_NUMBER: Final = re.compile(
    r"(?P<sign>[+\-−–—↑↓]|新增|增加?|减少?)?\s*+"
    r"(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<decimals>\.\d+)?\s*+"
    r"(?P<scale>百万|千万|[百千万亿])?\s*+"
    r"(?P<unit>元|圆|人民币|[件条项个起宗次份部篇人例种户家场批案大小]{1,2})?(?:整)?\s*+"
    r"(?P<note>[(\[].*[)\]])?[。;]?"
)
# 36万5200元: the digits after the multiplier are units
_SPLIT: Final = re.compile(r"(\d{1,6})万(\d{4})元?")
# 约120件, 300余条: words that make a number unfit to count with
_VAGUE: Final = re.compile(
    r"(?:大?约|近|超过?|逾|共计?|合计|不足|至少|±).{0,2}\d[\d,.]*.{0,4}"
    r"|\d[\d,.]*[万亿][零又]?\d[\d,.]*元?"
    r"|\d[\d,.]*(?:[百千万亿])?(?:余|多|左右|以[上下内]).{0,4}"
)
_YUAN: Final = frozenset(["元", "圆", "人民币"])
_DIGITS: Final = re.compile(r"\d")
_ENUMERATOR: Final = re.compile(r"\(?\d{1,2}[.、)](?!\d)")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")


@lru_cache(maxsize=8192)
def parse_value(text: str) -> Value | None:
    """The value that a cleaned cell prints, or None if the cell is a text.

    Args:
        text: one cell after `gikstudy.text.clean`, without spaces around it.

    Returns:
        None for an empty cell, for enumerators (`1.`) and for words; `ODD` for a text in the place
        of a number that is not one (`5-7`, `33%`).

    Examples:
        >>> parse_value("减2"), parse_value("22(其中修订16件)").number, parse_value("1.83亿").number
        (Value(kind='number', number=-2, unit=''), 22, 183000000)
        >>> parse_value("199.19561万元")
        Value(kind='number', number=1991956.1, unit='yuan')
    """
    if _INTEGER.fullmatch(text):
        return ODD if _begins_with_nothing(text) else Value("number", int(text))
    if not text:
        return None
    if text in _NIL_MARKS:
        return NIL
    if text in _ZERO_LETTERS:
        return Value("number", 0)
    match = _NUMBER.fullmatch(text)
    if match:
        return ODD if _begins_with_nothing(match["digits"]) else _scaled(match)
    split = _SPLIT.fullmatch(text)
    if split:
        return Value("number", int(split[1]) * 10_000 + int(split[2]), "yuan")
    if text == "±0":
        return Value("number", 0)
    if _VAGUE.fullmatch(text) or text[0] == "." or "\ufffc" in text:
        return ODD
    if len(text) <= 12 and _DIGITS.search(text) and len(_HAN.findall(text)) <= 1:
        return None if _ENUMERATOR.match(text) else ODD
    return None


def _begins_with_nothing(digits: str) -> bool:
    """Whether digits are several cells that lost what separated them (000, 012), or the end of one."""
    return digits[0] == "0" and len(digits) > 2


def without_notes(value: Value, raw: str) -> Value:
    """The value without footnote marks (223①), which cleaning turns into digits of the number."""
    kept = "".join(c for c in raw if category(c) != "No")
    if kept != raw and kept.strip() in ("+", "-"):
        return ODD  # the number behind the sign is raised or lowered: -₂₅
    if any(decomposition(c).startswith("<fraction>") for c in raw):
        return ODD  # 12½ is neither 12 nor 12.5 cases
    return value if kept == raw else parse_value(normalise(kept).strip()) or ODD


def _scaled(match: re.Match[str]) -> Value:
    digits = match["digits"].replace(",", "") + (match["decimals"] or "")
    exact = Decimal(digits) * _SCALE[match["scale"] or ""] * _SIGNS[match["sign"] or ""]
    number: int | float = int(exact) if exact == exact.to_integral_value() else float(exact)
    # 1.83亿 in a money column is yuan; 万 and 亿 alone never count documents in these tables.
    money = match["unit"] in _YUAN or (match["unit"] is None and match["scale"] is not None)
    return Value("number", number, "yuan" if money else "")
