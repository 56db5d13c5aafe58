"""The bodies that report: governments, departments and townships in the real tree of divisions.

Counties and above are real divisions; departments and townships are composed of common names. The
index number always begins with `SYNTH`, so that no made-up report can be mistaken for that of a
real office.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from gikstudy.model import LEVELS, Level
from gikstudy.packaged import packaged_rows

DEPARTMENTS: Final = (
    "财政局", "教育局", "自然资源局", "卫生健康局", "发展和改革局", "公安局", "民政局",
    "住房和城乡建设局", "交通运输局", "生态环境局", "农业农村局", "市场监督管理局",
)  # fmt: skip
TOWNSHIPS: Final = (
    "青山镇", "河东镇", "石桥镇", "柳树乡", "新民街道", "太平乡", "红旗街道", "双河镇",
    "白水乡", "龙泉街道",
)  # fmt: skip
_LEVEL: Final[dict[str, Level]] = {level: level for level in LEVELS}
# Townships and departments make up most of any crawl (layouts G).
WEIGHTS: Final = {
    "province": 3.0, "prefecture": 1.5, "county": 1.0, "department": 0.16, "township": 0.4,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MadeBody:
    """A body that reports every year: its name, level and six-digit region code."""

    name: str
    level: Level
    parent_level: Level
    region_code: str
    region_name: str
    pronoun: str


@cache
def division_rows() -> dict[str, dict[str, str]]:
    """The divisions that made-up bodies are taken from, by six-digit code."""
    return {row["code"]: row for row in packaged_rows("gikstudy.synthesis", "divisions.csv")}


def bodies_of(
    code: str, name: str, level: Level, departments: Iterable[str], townships: Iterable[str]
) -> Iterator[MadeBody]:
    """The bodies of a division: its government, its departments, and a county's townships."""
    yield MadeBody(f"{name}人民政府", level, "", code, name, {"county": "我县"}.get(level, "我市"))
    for department in departments:
        office = department.replace("局", "厅") if level == "province" else department
        yield MadeBody(f"{name}{office}", "department", level, code, name, "我局")
    if level == "county":
        for township in townships:
            pronoun = "我街道" if township.endswith("街道") else f"我{township[-1]}"
            office = "办事处" if township.endswith("街道") else "人民政府"
            yield MadeBody(f"{name}{township}{office}", "township", "", code, name, pronoun)


def _all_bodies() -> Iterator[MadeBody]:
    for code, division in division_rows().items():
        yield from bodies_of(
            code, division["name"], _LEVEL[division["level"]], DEPARTMENTS, TOWNSHIPS
        )


@lru_cache(maxsize=8)
def draw_bodies(seed: int) -> tuple[MadeBody, ...]:
    """All bodies, each once, in the order in which a corpus with this seed uses them.

    This is a weighted draw without replacement: the key u ** (1 / w) puts heavy levels first.
    """
    rng = random.Random(f"{seed}/bodies")
    keyed = [(rng.random() ** (1 / WEIGHTS[body.level]), body) for body in _all_bodies()]
    keyed.sort(key=lambda pair: -pair[0])
    return tuple(body for _, body in keyed)
