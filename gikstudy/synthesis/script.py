"""How mirrors change characters: machine-made Traditional, pinyin after polyphones, brands."""

from __future__ import annotations

import random
from functools import cache
from importlib.resources import files
from typing import Final

from gikstudy.synthesis.labels import BRANDS

# Mirrors keep a character that is also a Traditional one (关于 → 關于, 采购 → 采購), except these.
ALWAYS_MAPPED: Final = frozenset("据准台万录确种术价极药胜适迹厂广毁签当发复历")
PINYIN: Final = {
    "据": "jù", "规": "guī", "数": "shù", "开": "kāi", "号": "hào", "请": "qǐng", "关": "guān",
    "处": "chǔ", "结": "jié", "重": "zhòng", "强": "qiáng",
}  # fmt: skip
WORD_SWAPS: Final = {"规范性文件": "规范性檔案", "关于": "關於", "复议": "複議"}


@cache
def _to_traditional() -> dict[int, str]:
    text = files("opencc").joinpath("dictionary/STCharacters.txt").read_text("utf-8")
    table = {}
    for line in text.splitlines():
        simplified, candidates = line.split("\t")
        options = candidates.split(" ")
        if simplified not in options or simplified in ALWAYS_MAPPED:
            table[ord(simplified)] = options[0]
    return table


def mirror_traditional(text: str) -> str:
    """Character by character, as hijacked mirrors do: 关于复议后起诉 → 關于復議后起訴."""
    return text.translate(_to_traditional())


def taiwan_traditional(text: str) -> str:
    """As wiki copies do: some words become Taiwan terms first (规范性文件 → 規範性檔案)."""
    for word, swap in WORD_SWAPS.items():
        text = text.replace(word, swap)
    return mirror_traditional(text)


def annotate_pinyin(text: str, rng: random.Random) -> str:
    """Pinyin in brackets after some polyphones, as in 數(shù); call before changing the script."""
    chosen = {char for char in PINYIN if rng.random() < 0.4}
    return "".join(
        f"{char}({PINYIN[char]})" if char in chosen and rng.random() < 0.5 else char
        for char in text
    )


def paste_brands(text: str, rng: random.Random) -> str:
    """A gambling brand over 关于 and before some offices, as hijacked hosts insert them."""
    brand = rng.choice(BRANDS)
    return text.replace("关于", brand).replace("主办", f"{brand}主办")
