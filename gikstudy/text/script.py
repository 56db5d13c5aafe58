"""Traditional to Simplified with the dictionaries of opencc-python-reimplemented.

The library's own converter walks a tree of substrings; this module applies the same two
dictionaries (phrases longest first and leftmost, then characters) by table and gives the same text,
except for 著, which the dictionaries keep where mainland text has 着.

Words are converted with `str.translate`; pages are converted as arrays of code points, ten times as
fast. Numpy is loaded only for the first Traditional page.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from itertools import compress
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BASIC: Final = "\uffff"
_AFTER_HAN: Final = 0xA000
# 著 is 着 as a particle (本著, 沿著) and in 着力, 着重 …, but stays in 显著, 著名, 编著 …
_PARTICLE: Final = re.compile(
    r"(?<=[本沿随接朝向有味跟顺带伴在挥执沉绕看])著(?![名作称书录述者])|著(?=[力重眼手实急想])"
)
_QIAN: Final = re.compile("乾(?=[安縣县隆坤])")
_WORDING: Final = (
    ("规范性档案", "规范性文件"),
    ("资讯公开", "信息公开"),
    ("政府资讯", "政府信息"),
    ("释出", "发布"),
    ("专案", "项目"),
)
_KEPT: Final = "\ufdd0"  # a code point that no text contains
_MIN_TRADITIONAL: Final = 3  # distinct characters; fewer are names or a language switch
_PAGE: Final = 1000  # length from which arrays are faster than strings


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
    # Each character without an entry would raise an exception; with entries it takes two thirds of
    # the time.
    return {**{code: code for code in range(_AFTER_HAN)}, **_characters()}


@cache
def _phrases() -> tuple[str, ...]:
    return tuple(sorted(_dictionary("TSPhrases.txt"), key=len, reverse=True))


@cache
def _any_phrase() -> re.Pattern[str]:
    """Whether a text has a phrase at all: hardly any has. Looks by first character, to be fast."""
    heads: dict[str, list[str]] = {}
    for phrase in _phrases():
        heads.setdefault(phrase[0], []).append(re.escape(phrase[1:]))
    return re.compile("|".join(f"{head}(?:{'|'.join(rest)})" for head, rest in heads.items()))


@cache
def _phrase_values() -> dict[str, str]:
    return {key: values[0] for key, values in _dictionary("TSPhrases.txt").items()}


@cache
def _only_traditional() -> frozenset[str]:
    table = _characters()
    simplified = set(table.values())
    return _basic(
        chr(key) for key, value in table.items() if value != chr(key) and chr(key) not in simplified
    )


@cache
def _only_simplified() -> frozenset[str]:
    # 后 制 采 征 里 云 … are Traditional characters too, and mirrors keep them.
    return _basic(
        key
        for key, values in _dictionary("STCharacters.txt").items()
        if key not in values and ord(key) not in _characters()
    )


def _basic(characters: Iterable[str]) -> frozenset[str]:
    """The phrases of the basic plane; reports have no others, which would need slower searches."""
    return frozenset(c for c in characters if c <= _BASIC)


@cache
def _any_traditional() -> re.Pattern[str]:
    return re.compile(f"[{''.join(sorted(_only_traditional()))}]")


def script_of(text: str) -> str:
    """`simplified`, `traditional` or `mixed`, by the distinct characters that only one script has.

    Mirrors convert character by character and keep 于 or 后; such characters belong to both scripts
    and do not count.
    """
    seen = set()
    for match in _any_traditional().finditer(text):
        seen.add(match[0])
        if len(seen) == _MIN_TRADITIONAL:
            break
    else:
        return "simplified"
    present = _present(text)
    traditional, simplified = (int(present[codes].sum()) for codes in _codes_of_scripts())
    if simplified * 4 <= traditional:
        return "traditional"
    return "simplified" if traditional * 50 <= simplified else "mixed"


def _convert(text: str) -> str:
    """Exactly what `opencc.OpenCC("t2s").convert` returns."""
    found = _phrases_in(text)
    if not found:
        return _by_character(text)
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
    return "".join(values[p] if done else _by_character(p) for p, done in pieces)


def _phrases_in(text: str) -> list[str]:
    """The phrases that the text contains, longest first."""
    candidates: Iterable[str] = _phrases()
    if len(text) >= _PAGE:
        candidates = compress(candidates, _present(text)[_codes_of_phrases()].all(axis=1))
    elif not _any_phrase().search(text):
        return []
    return [phrase for phrase in candidates if phrase in text]


def _by_character(text: str) -> str:
    if len(text) < _PAGE:
        return text.translate(_table())
    return str(_code_table()[_codes(text, 32)].tobytes(), "utf-32-le", "surrogatepass")


def _codes(text: str, bits: int) -> NDArray[Any]:
    """The text as 32-bit numbers, or as 16-bit ones, two for a character off the basic plane."""
    import numpy as np

    return np.frombuffer(text.encode(f"utf-{bits}-le", "surrogatepass"), f"<u{bits // 8}")


def _present(text: str) -> NDArray[Any]:
    """The distinct 16-bit numbers in the text."""
    import numpy as np

    present = np.zeros(1 << 16, bool)
    present[_codes(text, 16)] = True
    return present


@cache
def _code_table() -> NDArray[Any]:
    import numpy as np

    table = np.arange(sys.maxunicode + 1, dtype="<u4")
    for key, value in _characters().items():
        table[key] = ord(value)
    return table


@cache
def _codes_of_scripts() -> tuple[NDArray[Any], NDArray[Any]]:
    traditional, simplified = "".join(_only_traditional()), "".join(_only_simplified())
    return _codes(traditional, 16).astype(int), _codes(simplified, 16).astype(int)


@cache
def _codes_of_phrases() -> NDArray[Any]:
    """One row per phrase, padded with its first number."""
    import numpy as np

    rows = [_codes(phrase, 16).tolist() for phrase in _phrases()]
    width = max(map(len, rows))
    return np.array([row + row[:1] * (width - len(row)) for row in rows])


def to_simplified(text: str) -> str:
    """Traditional text in Simplified, with mainland 着 and 规范性文件.

    Args:
        text: any text; Simplified passages come through unchanged.

    Returns:
        Text with the same number of lines, identical to the t2s conversion of
        opencc-python-reimplemented except for 著 as a particle, 乾 in place names, and the Taiwan
        terms that converters put in place of the words of the forms (規範性檔案, 資訊公開, 釋出日期).

    Examples:
        >>> to_simplified("本著關于臺帳,顯著")
        '本着关于台帐,显著'
    """
    if "乾" in text:  # 乾安, 乾县, 乾隆 keep the character that 乾燥 loses
        text = _QIAN.sub(_KEPT, text)
    text = _convert(text).replace(_KEPT, "乾")
    if "著" in text:
        text = _PARTICLE.sub("着", text)
    for taiwan, mainland in _WORDING:
        text = text.replace(taiwan, mainland)
    return text
