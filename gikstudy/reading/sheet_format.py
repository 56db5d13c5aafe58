"""What a cell of a spreadsheet prints: the number in its format, or that this is unknown.

128 as General              128
1386 as #,##0               1,386
0.33 as 0.0%                33.0%
128 as 0"件"                128件
365200 as 0!.0,"万"         the place of a picture: the printed number is rounded
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

from gikstudy.reading.marks import PICTURE

# Formats that a file names by their number only.
BUILT_IN: Final = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "#,##0", 6: "#,##0",
    7: "#,##0.00", 8: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy-mm-dd", 15: "yyyy-mm-dd", 16: "mm-dd", 17: "yyyy-mm", 18: "hh:mm", 19: "hh:mm",
    20: "hh:mm", 21: "hh:mm", 22: "yyyy-mm-dd", 27: "yyyy-mm", 28: "mm-dd", 29: "mm-dd",
    30: "mm-dd", 31: "yyyy-mm-dd", 32: "hh:mm", 33: "hh:mm", 34: "hh:mm", 35: "hh:mm",
    36: "yyyy-mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00",
    41: '#,##0;-#,##0;"-"', 42: '#,##0;-#,##0;"-"', 43: '#,##0.00;-#,##0.00;"-"',
    44: '#,##0.00;-#,##0.00;"-"', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0",
    49: "@", 50: "yyyy-mm", 51: "mm-dd", 52: "yyyy-mm", 53: "mm-dd", 54: "mm-dd", 55: "hh:mm",
    56: "hh:mm", 57: "yyyy-mm", 58: "mm-dd",
}  # fmt: skip

# Literals, spaces as wide as another character, repeated fill, colours and locales.
_PIECE: Final = re.compile(
    r'"([^"]*)"|[\\!](.)|_.|\*.|(\[[^\]]*\])|(General|[0#?,.]+|%|@|[ymdhs]+|[eE][+-]?|[^"\\!]|/)',
    re.IGNORECASE,
)
_DATE: Final = re.compile(r"[ymdhs]", re.IGNORECASE)
_QUOTED: Final = re.compile(r'"[^"]*"|[\\!_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_TOLD: Final = re.compile(r"\[(?:DBNum|[<>=]|white|白色|(?:colou?r|颜色) ?2\])|\*\d", re.IGNORECASE)
"""Other numerals, conditions, white figures, and figures that fill the cell."""
_PATTERN: Final = re.compile(r"([#,?]*0?[0#,?]*?)(\.[0#?]+)?")
_EPOCH: Final = (datetime(1899, 12, 30), datetime(1904, 1, 1))
_SECTIONS: Final = 4  # for positive and negative numbers, for zero, and for texts
_EXACT: Final = Decimal("1e-9")


def shown_number(raw: str, code: str, *, since_1904: bool = False) -> str:
    """A number as its format prints it; PICTURE if that is not the stored number.

    Args:
        raw: the number as the file holds it.
        code: the format (`General`, `0.00`, `#,##0"件"` …).
        since_1904: whether the file counts its days from 1904.

    Examples:
        >>> shown_number("1386", '#,##0"件"'), shown_number("0.1250", "0.0%")
        ('1,386件', '12.5%')
        >>> shown_number("45310", "yyyy-mm-dd"), shown_number("36.52", "0") == PICTURE
        ('2024-01-19', True)
    """
    try:
        number = Decimal(raw)
    except InvalidOperation:
        return raw
    if not number.is_finite():
        return raw
    sections = _sections(code)
    if len(sections) == 1 or number > 0 or (number == 0 and len(sections) < 3):
        section = sections[0]
    else:
        section = sections[1 if number < 0 else 2]
        number = abs(number)  # a section for negative numbers prints its own sign
    if _TOLD.search(code):
        return PICTURE
    if _DATE.search(_QUOTED.sub("", section)) and "General" not in section:
        return _date(number, section, since_1904)
    return _printed(number, section)


@lru_cache(maxsize=1024)
def shown_text(text: str, code: str) -> str:
    """A text as a format prints it; PICTURE if nothing of it is printed, or figures are added.

    Examples:
        >>> shown_text("128", "@"), shown_text("128", '@"万元"'), shown_text("128", ";;;") == PICTURE
        ('128', '128万元', True)
    """
    section = _section_of_text(code)
    if section is None or not text:
        return text
    pieces = [
        text if piece == "@" else literal or escaped or piece
        for literal, escaped, bracket, piece in _PIECE.findall(section)
        if not bracket
    ]
    added = "".join(pieces).replace(text, "", 1)
    shown = "".join(pieces).strip()
    return PICTURE if not shown or any(map(str.isdigit, added)) else shown


def _section_of_text(code: str) -> str | None:
    """The part of a format that prints texts; None if texts are printed as they are."""
    *_, last = sections = _sections(code)
    bare = _QUOTED.sub("", last).strip()
    if bare == "@" == last.strip() or "general" in bare.lower():
        return None
    return last if len(sections) == _SECTIONS or "@" in bare else None


@lru_cache(maxsize=1024)
def _sections(code: str) -> list[str]:
    code = code.replace("G/通用格式", "General")
    sections, start = [], 0
    for match in re.finditer(r'"[^"]*"|[\\!_*].|;', code):
        if match[0] == ";":
            sections.append(code[start : match.start()])
            start = match.end()
    return [*sections, code[start:]]


def is_zero(raw: str) -> bool:
    """Whether a number that a file holds is zero."""
    try:
        return Decimal(raw) == 0
    except InvalidOperation:
        return False


def _date(number: Decimal, section: str, since_1904: bool) -> str:  # noqa: FBT001
    bare = _QUOTED.sub("", section).lower()
    if not 0 <= number < 3_000_000 or "y" not in bare:
        return PICTURE  # a time, or a day without its year
    day = _EPOCH[since_1904] + timedelta(days=int(number))
    return day.strftime("%Y-%m-%d" if "d" in bare else "%Y-%m")


def _printed(number: Decimal, section: str) -> str:
    before, pattern, behind, percent = "", "", "", False
    for literal, escaped, bracket, piece in _PIECE.findall(section):
        text = literal or escaped
        if bracket:
            text = bracket[2:].partition("-")[0] if bracket.startswith("[$") else ""
        elif piece and (piece[0] in "0#?,." or piece.lower() == "general" or piece == "@"):
            if pattern:
                return PICTURE  # digits in two places: 0"-"0
            pattern = piece
            continue
        elif piece == "%":
            percent, text = True, "%"
        elif piece:
            text = piece
        if pattern:
            behind += text
        else:
            before += text
    if not pattern:
        # A section that holds only words prints them: a dash for nothing, or nothing at all.
        words = before.strip()
        return words if number == 0 and words and not any(map(str.isdigit, words)) else PICTURE
    digits = _digits(number * 100 if percent else number, pattern)
    if digits == PICTURE or any(map(str.isdigit, before + behind)):
        return PICTURE
    return f"{before.strip()}{digits}{behind.strip()}"


def _digits(number: Decimal, pattern: str) -> str:
    if pattern.lower() == "general" or pattern == "@":
        return plain(number)
    match = _PATTERN.fullmatch(pattern)
    if not match or pattern.endswith(",") or ",." in pattern:
        return PICTURE  # thousands are left out
    places = len(match[2]) - 1 if match[2] else 0
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if abs(rounded - number) > _EXACT * max(Decimal(1), abs(number)):
        return PICTURE
    if rounded == 0 and "0" not in pattern:
        return PICTURE  # a zero that is not printed
    whole = f"{rounded:,.{places}f}" if "," in match[1] else f"{rounded:.{places}f}"
    whole = whole.replace("-0", "0") if rounded == 0 else whole
    least = match[1].count("0")
    figures = sum(map(str.isdigit, whole.partition(".")[0]))
    if least > max(1, figures):
        return PICTURE  # leading zeros: a number of a list
    return whole


def plain(number: Decimal) -> str:
    """A number without a format: at most fifteen digits, no exponent, no trailing zeros.

    Examples:
        >>> plain(Decimal("0.30000000000000004")), plain(Decimal("1.372E+3"))
        ('0.3', '1372')
    """
    if number == 0:
        return "0"
    exact = number.quantize(Decimal(1).scaleb(number.adjusted() - 14)) if number else number
    text = f"{exact:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
