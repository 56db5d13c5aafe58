"""Traditional to Simplified with the dictionaries of opencc-python-reimplemented.

The library's own converter walks a tree of substrings; this module applies the same two
dictionaries (phrases longest first and leftmost, then characters) with `str.translate` and
gives the same text, save for 著: the dictionaries leave it where mainland text writes 着.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Final

_BASIC: Final = "\uffff"
_AFTER_HAN: Final = 0xA000
# 著 is 着 as a particle (本著, 沿著) and in 着力, 着重 …, but stays in 显著, 著名, 编著 …
_PARTICLE: Final = re.compile(
    r"(?<=[本沿随接朝向有味跟顺带伴在挥执沉绕看])著(?![名作称书录述者])|著(?=[力重眼手实急想])"
)
_QIAN: Final = re.compile("乾(?=[安縣县隆坤])")
_KEPT: Final = "\ufdd0"  # a code point that no text holds
_MIN_TRADITIONAL: Final = 3  # distinct characters; fewer are names or a language switch


def _dictionary(name: str) -> dict[str, tuple[str, ...]]:
    """Each key with its conversions, the usual one first."""
    text = files("opencc").joinpath("dictionary", name).read_text("utf-8")
    pairs = (line.strip().split("\t") for line in text.splitlines() if line.strip())
    return {key: tuple(value.split(" ")) for key, value in pairs}


@cache
def _characters() -> dict[int, str]:
    return {ord(key): values[0] for key, values in _dictionary("TSCharacters.txt").items()}


@cache
def _table() -> dict[int, str | int]:
    # Characters without an entry would each cost an exception; with one it takes two thirds of the time.
    return {**{code: code for code in range(_AFTER_HAN)}, **_characters()}


@cache
def _phrases() -> tuple[str, ...]:
    return tuple(sorted(_dictionary("TSPhrases.txt"), key=len, reverse=True))


@cache
def _any_phrase() -> re.Pattern[str]:
    """Whether a text has a phrase at all: hardly any has. By first character, to be quick."""
    heads: dict[str, list[str]] = {}
    for phrase in _phrases():
        heads.setdefault(phrase[0], []).append(re.escape(phrase[1:]))
    return re.compile("|".join(f"{head}(?:{'|'.join(rest)})" for head, rest in heads.items()))


@cache
def _phrase_values() -> dict[str, str]:
    return {key: values[0] for key, values in _dictionary("TSPhrases.txt").items()}


@cache
def _only_traditional() -> re.Pattern[str]:
    table = _characters()
    simplified = set(table.values())
    return _any_of(
        chr(key) for key, value in table.items() if value != chr(key) and chr(key) not in simplified
    )


@cache
def _only_simplified() -> re.Pattern[str]:
    # 后 制 采 征 里 云 … are Traditional characters too, and mirrors keep them.
    return _any_of(
        key
        for key, values in _dictionary("STCharacters.txt").items()
        if key not in values and ord(key) not in _characters()
    )


def _any_of(characters: Iterable[str]) -> re.Pattern[str]:
    """Any of the characters. Those beyond the basic plane, which no report holds, are left out.

    With them the class would be a list; without, it is a bit map, and fifty times as fast as
    intersecting the set of all characters of a text.
    """
    return re.compile(f"[{''.join(c for c in characters if c <= _BASIC)}]")


def script_of(text: str) -> str:
    """`simplified`, `traditional` or `mixed`, by the distinct characters that only one script has.

    Mirrors convert character by character and leave 关于's 于 or 后 alone; those belong to both
    scripts and do not count.
    """
    traditional = len(set(_only_traditional().findall(text)))
    if traditional < _MIN_TRADITIONAL:
        return "simplified"
    simplified = len(set(_only_simplified().findall(text)))
    if simplified * 4 <= traditional:
        return "traditional"
    return "simplified" if traditional * 50 <= simplified else "mixed"


def _convert(text: str) -> str:
    """Exactly what `opencc.OpenCC("t2s").convert` gives."""
    table = _table()
    if not _any_phrase().search(text):
        return text.translate(table)
    found = [phrase for phrase in _phrases() if phrase in text]
    values = _phrase_values()
    pieces = [(text, False)]
    for length in sorted({len(phrase) for phrase in found}, reverse=True):
        same = [re.escape(phrase) for phrase in found if len(phrase) == length]
        pattern = re.compile(f"({'|'.join(same)})")
        pieces = [
            (part, done or index % 2 == 1)
            for piece, done in pieces
            for index, part in enumerate([piece] if done else pattern.split(piece))
        ]
    return "".join(values[p] if done else p.translate(table) for p, done in pieces)


def to_simplified(text: str) -> str:
    """Traditional text in Simplified, with mainland 着 and 规范性文件.

    Args:
        text: any text; Simplified passages come through unchanged.

    Returns:
        Text with as many lines; bit for bit the t2s conversion of opencc-python-reimplemented
        but for 著 as a particle, 乾 in place names, and 規範性檔案, the Taiwan wording for
        normative documents.

    Examples:
        >>> to_simplified("本著關于臺帳,顯著")
        '本着关于台帐,显著'
    """
    if "乾" in text:  # 乾安, 乾县, 乾隆 keep the character that 乾燥 loses
        text = _QIAN.sub(_KEPT, text)
    text = _convert(text).replace(_KEPT, "乾")
    if "著" in text:
        text = _PARTICLE.sub("着", text)
    return text.replace("规范性档案", "规范性文件")
