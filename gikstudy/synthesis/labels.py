"""How printed labels vary: variants, cuts, spaces, brands, wrapped lines."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from gikstudy.packaged import packaged_rows

# Brands as hijacked mirrors paste them over words (layouts D); made up.
BRANDS: Final = ("星彩投注平台", "好运来体育官网", "金沙滩娱乐", "乐游棋牌下载", "某某博彩")
# Every kind of damage to labels, with its frequency (per hundred reports).
DAMAGE: Final = {
    "variants": 14, "clipped": 5, "spaced": 6, "split": 14, "brand_in_label": 3, "comma_number": 6,
    "other_number": 5, "no_number": 2, "full_width": 35, "commas": 5, "no_groups": 3,
    "header_cut": 8, "total_first": 2, "no_note": 4, "no_head": 2,
}  # fmt: skip
HEADERS: Final = {
    "本年新制作数量": "本年新\n制作数量", "本年新公开数量": "本年新\n公开数量",
    "商业企业": "商业\n企业", "科研机构": "科研\n机构", "结果维持": "结果\n维持",
    "结果纠正": "结果\n纠正", "其他结果": "其他\n结果", "尚未审结": "尚未\n审结",
    "（三）不予公开": "（三）\n不予公开", "社会公益组织": "社会公益\n组织",
}  # fmt: skip
NUMBER: Final = re.compile(r"^(\d)\.")
CIRCLED: Final = "⓪①②③④⑤⑥⑦⑧⑨"


@cache
def _variants() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in packaged_rows("gikstudy.synthesis", "variants.csv"):
        found.setdefault(row["label"], []).append(row["variant"])
    return found


def _narrow(text: str) -> str:
    """Half-width brackets, commas and colons, as most crawled text has them."""
    return text.translate(str.maketrans("（），：", "(),:"))


def _clip(text: str, rng: random.Random) -> str:
    """A label that lost its tail or one character in the middle but is still distinct."""
    body = len(text)
    if body < 9 or text.endswith("元）"):  # without its unit an amount would mean something else
        return text
    if rng.random() < 0.5:
        return text[: body - rng.randint(1, 2)]
    at = rng.randint(body - 3, body - 2)
    return text[:at] + text[at + 1 :]


def _space(text: str) -> str:
    return text.replace(".", ". ", 1) if "." in text else " ".join(text) if len(text) < 5 else text


def _brand(text: str, rng: random.Random) -> str:
    at = rng.randint(max(2, len(text) // 2), len(text))
    return text[:at] + rng.choice(BRANDS) + text[at:]


def _renumber(text: str, style: int) -> str:
    match = NUMBER.match(text)
    if not match:
        return text
    digit = int(match.group(1))
    return (f"（{digit}）", CIRCLED[digit], f"{digit}．")[style] + text[2:]


@dataclass
class LabelPrinter:
    """The labels of one report, as this report prints them.

    `damage` holds the kinds that apply, `done` those that really changed a label. A line break in a
    label marks where the page wraps it.
    """

    damage: frozenset[str]
    rng: random.Random
    done: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._style = self.rng.randrange(3)

    def __call__(self, text: str) -> str:
        """The label as printed."""
        if not text:
            return text
        for name, share, change in self._changes():
            if name in self.damage and self.rng.random() < share:
                changed = change(text)
                if changed != text:
                    self.done.add(name)
                text = changed
        return text if "full_width" in self.damage else _narrow(text)

    def has(self, name: str) -> bool:
        """Whether this damage applies; if so, it is noted as done."""
        if name in self.damage:
            self.done.add(name)
        return name in self.damage

    def _changes(self) -> tuple[tuple[str, float, Callable[[str], str]], ...]:
        rng, variants = self.rng, _variants()
        return (
            ("split", 1.0, lambda t: HEADERS.get(t, t)),
            ("variants", 0.5, lambda t: rng.choice(variants.get(t, [t]))),
            ("clipped", 0.12, lambda t: _clip(t, rng)),
            ("comma_number", 1.0, lambda t: NUMBER.sub(r"\1、", t)),
            ("other_number", 1.0, lambda t: _renumber(t, self._style)),
            ("no_number", 1.0, lambda t: NUMBER.sub("", t)),
            ("commas", 1.0, lambda t: t.replace("、行政机关", "，行政机关")),
            ("spaced", 0.5, _space),
            ("brand_in_label", 0.06, lambda t: _brand(t, rng) if len(t) > 6 else t),
        )


def draw_damage(rng: random.Random) -> frozenset[str]:
    """The kinds of damage to labels that one report suffers; none in about a third."""
    return frozenset(name for name, share in DAMAGE.items() if rng.random() * 100 < share)
