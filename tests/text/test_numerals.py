"""Numbers written in Chinese characters."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gikstudy.text.numerals import read_numeral, read_year

DIGITS = "零一二三四五六七八九"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("三", 3),
        ("十", 10),
        ("十二", 12),
        ("廿", 20),
        ("廿三", 23),
        ("二百十五", 215),
        ("一百零六", 106),
        ("一百二十", 120),
        ("两千零五", 2005),
        ("一万二千", 12_000),
        ("十万零三", 100_003),
        ("三亿五千万", 350_000_000),
        ("〇", 0),
        ("零", 0),
        ("二〇二一", 2021),
    ],
)
def test_numerals_are_read(text: str, number: int) -> None:
    assert read_numeral(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "件",
        "三件",
        "三四",
        "三四十",
        "十十",
        "十百",
        "百",
        "万",
        "一百二",
        "一千二十",
        "一百零",
        "12",
        "零十",
    ],
)
def test_ranges_shortened_numbers_and_words_are_no_numerals(text: str) -> None:
    assert read_numeral(text) is None


@given(st.integers(1, 9999))
def test_a_numeral_is_read_back(number: int) -> None:
    spelled = "".join(
        DIGITS[int(digit)] + unit if digit != "0" else "零"
        for digit, unit in zip(f"{number:04d}", "千百十 ", strict=True)
    )
    spelled = re.sub("零+", "零", spelled.replace(" ", "")).strip("零")
    assert read_numeral(spelled) == number
    assert read_numeral(spelled + "万") == number * 10_000


@given(st.integers(2000, 2039), st.sampled_from("〇○零0Oo"))
def test_a_year_is_read_whatever_stands_for_its_zeros(year: int, zero: str) -> None:
    assert read_year("".join(DIGITS[int(d)] if d != "0" else zero for d in str(year))) == year
