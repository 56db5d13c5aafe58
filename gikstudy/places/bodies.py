"""One key for a body over the years and through changes of its name."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from gikstudy.packaged import packaged_rows
from gikstudy.places.divisions import identity_of
from gikstudy.places.levels import LEVEL_OF_DEPTH, read_body

_OF_PLACE: Final = re.compile(r"^(?:省|自治区|市|县|区|旗|州|盟)(?=..)")
_OFFICE: Final = re.compile(r"(?:政府|行署|公署|[市县区旗州盟省]|^)(?:委)?(?:府)?办(?:公[厅室])?$")
_KIND: Final = re.compile(
    r"(?:局|厅|委员会|委|办公室|办|中心|处|总队|支队|大队|分局|所)(?:[\u4e00-\u9fff]{2,8}分局)?$"
)
_COMMITTEE: Final = re.compile(r"(?:党工委)?(?:管理委员会|管委会|办公室|人民政府|政府)+$")


@cache
def _functions() -> dict[str, str]:
    return {
        row["name"]: row["function"] for row in packaged_rows("gikstudy.places", "functions.csv")
    }


def function_of(rest: str) -> str:
    """The function of a department as one word that survives renamings and mergers.

    Args:
        rest: a department's name without the divisions in front of it.

    Examples:
        >>> function_of("国土资源局"), function_of("自然资源和规划局"), function_of("市自然资源局")
        ('自然资源', '自然资源', '自然资源')
    """
    name = re.sub(r"\([^()]*\)", "", rest)
    names = (name, _OF_PLACE.sub("", name))  # 市 of 市场监督管理局 is not a division
    stems = [_KIND.sub("", name) or name for name in names]
    for stem in stems:
        for candidate in (stem, stem.removesuffix("管理"), stem.removesuffix("工作")):
            if candidate in _functions():
                return _functions()[candidate]
    return stems[-1].removesuffix("管理")


def body_key(agency: str, level: str, region_code: str, year: int | None = None) -> str:
    """The key by which reports of one body are matched over the years.

    Bodies are renamed (国土资源局, then 自然资源局), counties become districts and change their
    code; so a body is its division, followed through renamings, with its level and its function.
    An office that reports for itself (人民政府办公室) is another body than its government.

    Args:
        agency: the name as reported.
        level: its level.
        region_code: the division it was located in; empty if unknown.
        year: the reporting year.

    Returns:
        `110118/department/自然资源`; empty where the division is unknown, for then nothing
        can be matched safely.
    """
    if not region_code or not level:
        return ""
    rest = read_body(agency, year).rest
    return f"{identity_of(region_code)}/{level}/{_function(rest, level)}"


def _function(rest: str, level: str) -> str:
    if level in LEVEL_OF_DEPTH.values():
        return "办公室" if rest and _OFFICE.search(rest) else "政府"
    if level in ("department", "vertical"):
        return function_of(rest)
    return _COMMITTEE.sub("", rest) or rest
