"""Cleaning: widths, pinyin notes, scripts. Every step keeps the lines."""

import random
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from opencc import OpenCC

from gikstudy.text import clean, is_page_number, normalise, script_of, strip_pinyin, to_simplified
from gikstudy.text.characters import _ANY_NOTE, _TABLE
from gikstudy.text.script import (
    _PAGE,
    _by_character,
    _characters,
    _convert,
    _only_simplified,
    _only_traditional,
    _phrases,
    _phrases_in,
)


@pytest.mark.parametrize(
    ("printed", "cleaned"),
    [
        ("（二）部分公开", "(二)部分公开"),  # full-width brackets
        ("２０２０\u3000年", "2020 年"),  # full-width digits, ideographic space
        ("\xa0\xa063\u200b", "  63"),  # no-break spaces stay spaces, joiners vanish
        ("行政许可&nbsp;&lt;16&gt;", "行政许可 <16>"),  # entities left in a text dump
        ("⼀、总体情况", "一、总体情况"),  # a radical that PDF files print for a character
        ("關于復議后起訴和臺帳", "关于复议后起诉和台帐"),  # a mirror, character by character
        ("數(shù)據(jù)開(kāi)放，規(guī)章", "数据开放,规章"),  # pinyin notes
        ("規範性檔案", "规范性文件"),  # Taiwan wording
        ("政府資訊公開 釋出日期", "政府信息公开 发布日期"),
        ("本著精神，顯著提升，著力推進", "本着精神,显著提升,着力推进"),
    ],
)
def test_clean(printed, cleaned):
    assert clean(printed + "據數復") == cleaned + "据数复"


def test_pinyin_only_behind_a_character_and_only_syllables():
    assert strip_pinyin("网址(www) 平台(app) 12(jiǔ) 據(jù)") == "网址(www) 平台(app) 12(jiǔ) 據"


@given(st.text(alphabet="行政許可復後0１ \xa0\u3000\n\r\x0b\x85\u2028&;#10(jù)（）", max_size=60))
@example("據(jù\n)")
def test_no_step_changes_the_number_of_lines(text):
    for step in (normalise, strip_pinyin, to_simplified, clean):
        assert step(text).count("\n") == text.count("\n")


@given(st.text() | st.text(alphabet="行é（e\u0301ｶ\uff9e각\u1100\u1161⼀豈\u200b\x0b", max_size=12))
def test_folding_characters_one_by_one_is_folding_the_text(text):
    text = _ANY_NOTE.sub("", text)
    folded = unicodedata.normalize("NFKC", text.replace("&", "")).translate(_TABLE)
    assert normalise(text.replace("&", "")) == folded


@pytest.mark.parametrize(
    ("printed", "cleaned"),
    [
        *(
            ("128①", "128[1]"),
            ("128 ⑩", "128[10]"),
            ("1386⑫", "1386[12]"),
            ("36.5万元²", "36.5万元[2]"),
        ),
        *(("128㉑|3", "128[21]|3"), ("规章①\n", "规章[1]\n"), ("①", "[1]"), ("| ③ |", "| [3] |")),
        *(
            ("①加强学习", "1加强学习"),
            ("一是甲；②乙", "一是甲;2乙"),
            ("5m²", "5m2"),
            ("２❶", "2[❶]"),
        ),
    ],
)
def test_the_mark_of_a_note_is_no_digit(printed, cleaned):
    assert normalise(printed) == cleaned


@pytest.mark.parametrize("seen", ["\ufffc", "\ue001\ue00f", "\uf8ff", "\U000f0001", "\U00100001"])
def test_what_is_printed_and_is_no_text_stays(seen):
    assert clean(f"规章 | {seen} | 3") == f"规章 | {seen} | 3"


@given(st.text(alphabet="行政许可复议后0１ (jù)，：", max_size=40))
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)


def test_conversion_equals_the_library_bit_for_bit():
    library, draw = OpenCC("t2s"), random.Random(20)
    phrases = list(_phrases())
    characters = [chr(code) for code in _characters()]
    pieces = [
        *phrases,
        *(p[0] for p in phrases),
        *(p[-1] for p in phrases),
        *characters,
        "的",
        "，",
    ]
    for _ in range(1500):
        text = "".join(draw.choice(pieces) for _ in range(draw.randint(1, 12)))
        assert _convert(text) == library.convert(text)


def test_conversion_of_a_page_equals_the_library_too():
    library, draw = OpenCC("t2s"), random.Random(21)
    pieces = [*_phrases(), *map(chr, _characters()), *"本年新收政府信息公开申请數量，答\n" * 200]
    for _ in range(20):
        text = "".join(draw.choice(pieces) for _ in range(_PAGE))
        assert _convert(text) == library.convert(text)


PAGES = st.lists(
    st.text(alphabet=st.characters(exclude_categories=()))  # lone surrogates included
    | st.sampled_from([*_phrases(), *map(chr, _characters()), "政府信息公開，\n"]),
    max_size=60,
).flatmap(lambda pieces: st.sampled_from(["".join(pieces), "".join(pieces) * 40]))


@given(PAGES)
def test_arrays_convert_as_strings_do(text):
    assert _by_character(text) == text.translate(_characters())
    assert _phrases_in(text) == [phrase for phrase in _phrases() if phrase in text]


@given(PAGES)
def test_the_script_is_told_by_its_distinct_characters(text):
    traditional = len(_only_traditional().intersection(text))
    simplified = len(_only_simplified().intersection(text))
    if traditional < 3 or (simplified * 4 > traditional and traditional * 50 <= simplified):
        expected = "simplified"
    else:
        expected = "traditional" if simplified * 4 <= traditional else "mixed"
    assert script_of(text) == expected


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("本年新收政府信息公开申请数量", "simplified"),
        ("本年新收政府信息公開申請數量", "traditional"),
        ("繁體版 本年新收政府信息公开申请数量", "simplified"),  # a language switch is no script
        ("总体情况说明办结数据 總體情況說明辦結數據", "mixed"),
        ("", "simplified"),
    ],
)
def test_script(text, script):
    assert script_of(text) == script


@pytest.mark.parametrize(
    "line", ["- 4 -", "— 12 —", "P. 9", "Page 9 - 年报", "第3页", "第 3 页 共 8 页", "3/8"]
)
def test_page_numbers(line):
    assert is_page_number(line)


@pytest.mark.parametrize("line", ["4", "-4", "—", "- -", "2020-2021", "第三页的表", "减2"])
def test_values_are_no_page_numbers(line):
    assert not is_page_number(line)
