"""One key and one id for a body over the years and through changes of its name."""

from __future__ import annotations

import hashlib
import re
from functools import cache, lru_cache
from typing import Final

from gikstudy.packaged import packaged_rows
from gikstudy.places.divisions import identity_of, name_of
from gikstudy.places.levels import LEVEL_OF_DEPTH, corps_of, read_body

GOVERNMENT: Final = "政府"
OFFICE: Final = "办公室"
_CORPS_SEAT: Final = "650000"
_OF_PLACE: Final = re.compile(r"^(?:省|自治区|市|县|区|旗|州|盟)(?=..)")
_OFFICE: Final = re.compile(r"(?:政府|行署|公署|[市县区旗州盟省]|^)(?:委)?(?:府)?办(?:公[厅室])?$")
_KIND: Final = re.compile(
    r"(?:局|厅|委员会|委|办公室|办|中心|处|总队|支队|大队|分局|所)(?:[\u4e00-\u9fff]{2,8}分局)?$"
)
_COMMITTEE: Final = re.compile(r"(?:党工委)?(?:管理委员会|管委会|办公室|人民政府|政府)+$")
# Reports call a zone by its full or its short name, often both in one year.
_ZONES: Final = (
    ("高新技术产业开发区", "高新区"),
    ("高新技术开发区", "高新区"),
    ("经济技术开发区", "经开区"),
    ("经济开发区", "经开区"),
)


@cache
def _functions() -> dict[str, str]:
    return {
        row["name"]: row["function"] for row in packaged_rows("gikstudy.places", "functions.csv")
    }


@cache
def functions() -> frozenset[str]:
    """The department functions that have their own word."""
    return frozenset(_functions().values())


def function_of(rest: str) -> str:
    """The function of a department as one word, stable through renamings and mergers.

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


def is_known_function(rest: str) -> bool:
    """Whether many places have a department with this name (given without its divisions).

    Examples:
        >>> is_known_function("市自然资源局"), is_known_function("综合治理中心")
        (True, False)
    """
    return function_of(rest) in _functions().values()


def body_key(agency: str, level: str, region_code: str, year: int | None = None) -> str:
    """The key that matches the reports of one body over the years.

    Bodies are renamed (国土资源局, then 自然资源局). Counties become districts and change their
    code. So the key names the division, followed through renamings, with the level and the
    function. An office that reports for itself (人民政府办公室) is a different body from its
    government. A town and the subdistrict that replaces it are different bodies, because both
    kinds often exist side by side under one name.

    Args:
        agency: the name as reported.
        level: its level.
        region_code: the division it was located in; empty if unknown.
        year: the reporting year.

    Returns:
        `110118/department/自然资源`; empty if the division is unknown, because then no match
        would be safe.
    """
    if level == "central" and agency:
        return f"/central/{read_body(agency, year).rest}"
    if not region_code or not level:
        return ""
    own = own_part(agency, level, year)
    return f"{lineage_of(agency, level, region_code)}/{level}/{own}" if own else ""


def lineage_of(agency: str, level: str, region_code: str) -> str:
    """The division of a body, followed through renamings: the first part of its key.

    Cities of the Corps were founded one by one; the number of the division identifies its bodies.
    """
    if level == "central":
        return ""
    return identity_of(_CORPS_SEAT if corps_of(agency) else region_code)


def frame_key(region_code: str, level: str, own: str) -> str:
    """The key of the body with this level and function (`own_part`) in a division."""
    return f"{identity_of(region_code)}/{level}/{own}"


@lru_cache(maxsize=16384)
def own_part(agency: str, level: str, year: int | None = None) -> str:
    """The part that sets a body apart within its division and level: function, town or zone.

    Examples:
        >>> own_part("密云县环境保护局", "department", 2014), own_part("密云区政府", "county", 2020)
        ('生态环境', '政府')
    """
    rest = read_body(agency, year).rest
    own = _function(rest, level)
    corps = corps_of(agency)
    return f"{corps}/{own}" if corps else own


def id_of(key: str) -> str:
    """The id of the body with this key: a digest, the same in every dataset; empty for ""."""
    return hashlib.sha256(key.encode()).hexdigest()[:16] if key else ""


def full_name(agency: str, region_code: str, year: int | None) -> str:
    """The name of a body with its division in front, which a name like 市自然资源局 leaves out.

    Examples:
        >>> full_name("市自然资源局", "150600", 2020), full_name("密云区政府", "110118", 2020)
        ('鄂尔多斯市自然资源局', '密云区政府')
    """
    division = name_of(region_code, year) if region_code else ""
    if not agency or not division or read_body(agency, year).divisions or corps_of(agency):
        return agency
    return division + _OF_PLACE.sub("", agency)


def _function(rest: str, level: str) -> str:
    if level in LEVEL_OF_DEPTH.values():
        return OFFICE if rest and _OFFICE.search(rest) else GOVERNMENT
    if level in ("department", "vertical"):
        return function_of(rest)
    own = _COMMITTEE.sub("", rest) or rest
    if level == "devzone":
        for name, short in _ZONES:
            own = own.replace(name, short)
    return own
