"""What kind of body a name belongs to, and which divisions the name contains.

The suffix of a name does not give its level: 市 may be a province, a prefecture or a county,
区 a district or a development zone, and 局 belongs to the division before it. So the divisions
are read first, against the table of the year. Only the rest is judged by its words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from gikstudy.model import Level
from gikstudy.packaged import packaged_rows
from gikstudy.places.divisions import (
    Division,
    by_name,
    names_in,
    related,
    starting,
    valid_in,
)

LEVEL_OF_DEPTH: Final[dict[int, Level]] = {2: "province", 4: "prefecture", 6: "county"}
_GOVERNMENT: Final = re.compile(
    r"(?:(?:自治区|自治州|省|市|县|区|旗|州|盟)?(?:人民)?政府(?:办公[厅室]|办)?|行政公署(?:办公[厅室])?|行署(?:办公[厅室])?"
    r"|(?:省|市|县|区|旗|州|盟)?府办公?室)?"
)
_TOWN: Final = re.compile(
    r"([\u4e00-\u9fff]{1,20}?(?:镇|乡|苏木|街道|街(?=办|$)|地区(?=办事处)|农场|林场|牧场))"
    r"(?:(?:人民)?政府|党政(?:综合)?办公室|办公室|(?:街道)?办事处|办){0,3}"
)
# 财政所 of a town; not 城乡建设局, 乡村振兴局 or 乡镇企业局.
_TOWN_OFFICE: Final = re.compile(
    r"([\u4e00-\u9fff]{1,10}?(?:(?<![城和村乡])[镇乡](?![村镇])|苏木|街道))(?!办)[\u4e00-\u9fff]{2,}"
)
_CORPS: Final = re.compile(
    r"(?:新疆生产建设兵团)?第?([一二三四五六七八九十]{1,3})师(?!范)|(?:新疆生产建设)?兵团"
)
_CORPS_SEAT: Final = "650000"  # the corps has no code of its own; its seat is in Xinjiang
_REGIMENT: Final = re.compile(
    r"(?:[\u4e00-\u9fff]{1,5}市)?第?[\d一二三四五六七八九十〇○零百]+团(?:[场镇])?[\u4e00-\u9fff]{0,4}"
)
_BRACKET: Final = re.compile(r"\(([^()]{2,12})\)")
_END_BRACKET: Final = re.compile(r"(?<=.)\([^()]*\)$")  # 委宣传部(县委网信办)
_FRONT: Final = re.compile("^(?:(?:中共|中国共产党)(?!中央)|国家级)")
# An office of a ministry in one part of the country: 财政部江西监管局, 审计署驻武汉特派员办事处.
_OUTPOST: Final = re.compile(
    "(?:监管局|安全监督管理局|办事处|专员办|地区管理局|水利委员会|流域管理局)$"
)
_BRANCH: Final = re.compile("[局院队]([\u4e00-\u9fff]{2,6})分局$")  # 生态环境局玉山分局
_WHOLE_COUNTRY: Final = re.compile("全国(?!人民代表大会|人大|政协)")
_STATE_BODY: Final = re.compile("国家(?!级).*[局委署会]$")
# A district missing from the table was set up by its city: 淄博市文昌湖区.
_UNLISTED: Final = re.compile("[\u4e00-\u9fff]{2,5}(?<!市)区(?:管(?:理委员会|委会)|(?:人民)?政府)?")
# The committee of a zone whose name has no word for zone: 港区管委会, 秦汉新城管委会.
_COMMITTEE: Final = re.compile(
    "[区城港岛湾湖山园谷](?:管(?:理委员会|委会)|执行委员会)$|(?<![灌库矿垦林牧护])区管理局$"
)
_ECONOMIC: Final = "经济"  # such zones bear the name of the district or county that runs them
_GOES_ON: Final = re.compile("市场|区[域划块间]|旗[下帜舰]|州际")
# The level of a name without a division: 自治区人民政府, 县林业局.
_OF_PROVINCE: Final = re.compile(r"^(?:省|自治区)|厅(?:办公室)?$")
_OF_PREFECTURE: Final = re.compile("^(?:自治州|[州盟])")
_OF_COUNTY: Final = re.compile("^[县区旗]")
# A short name does not mean a division inside a longer name: 文昌湖区, 太湖流域, 鄱阳湖, 九江口岸.
_NEW_AREA: Final = re.compile("[\u4e00-\u9fff]{2,4}新区")
_NAMED_ZONE: Final = re.compile("[\u4e00-\u9fff]{2,4}(?:新区|开发区|高新区|经开区)(?!镇|乡|村)")
_LONGER: Final = re.compile("[湖山岛洲湾滩岭溪坪庄寨](?![泊洪林])|流域|源(?!头)")


@dataclass(frozen=True, slots=True)
class BodyName:
    """What the name of a body says about it.

    Attributes:
        level: one of the declared levels, or empty if the name does not say.
        parent_level: for a department or vertical body, the level it belongs to.
        divisions: the deepest divisions named; several if the name is not unique.
        rest: the name without the divisions in front (自然资源局, 宝力根花苏木).
        zone: the development zone in the name, or empty.
    """

    level: Level
    parent_level: Level
    divisions: tuple[Division, ...]
    rest: str
    zone: str = ""


@cache
def words(kind: str) -> tuple[str, ...]:
    """The words of one kind in levels.csv, longest first."""
    found = (
        row["word"] for row in packaged_rows("gikstudy.places", "levels.csv") if row["kind"] == kind
    )
    return tuple(sorted(found, key=len, reverse=True))


@cache
def _any_of(kind: str, after: str = "") -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(map(re.escape, words(kind)))}){after}")


@cache
def _corps_cities() -> dict[str, str]:
    return {row["division"]: row["city"] for row in packaged_rows("gikstudy.places", "corps.csv")}


def corps_of(name: str) -> str:
    """The part of the Production and Construction Corps in a name; empty for other names.

    Examples:
        >>> corps_of("新疆生产建设兵团第八师石河子市人民政府"), corps_of("石河子市人民政府")
        ('兵团八师', '')
    """
    corps = _CORPS.match(name)
    if corps is None:
        return ""
    inner = _CORPS.match(name[corps.end() :])
    division = corps.group(1) or (inner.group(1) if inner else None)
    return f"兵团{division}师" if division else "兵团"


@lru_cache(maxsize=4096)
def read_divisions(name: str, year: int | None) -> tuple[tuple[Division, ...], str]:
    """The divisions at the start of a name, from the highest down, and what follows them.

    Args:
        name: a name without spaces (内蒙古自治区鄂尔多斯市自然资源局).
        year: the reporting year, which decides which divisions existed.

    Returns:
        The deepest divisions reached (several for 鼓楼区 alone) and the rest of the name.
    """
    found: tuple[Division, ...] = ()
    at = 0
    while at < len(name):
        step = _next_place(name, at, found, year)
        area = _NEW_AREA.match(name) if step is None and not found else None
        if area and any(full for _, _, full in starting(name, area.end())):
            at = area.end()  # 雄安新区容城县
            continue
        if step is None:
            break
        at, found = step
    return found, name[at:]


def _next_place(
    name: str, at: int, above: tuple[Division, ...], year: int | None
) -> tuple[int, tuple[Division, ...]] | None:
    for text, divisions, full in starting(name, at):
        below = tuple(d for d in valid_in(divisions, year) if _within(d, above))
        if not below or (full and _GOES_ON.match(name, at + len(text) - 1)):
            continue  # 吉林市场监督管理局 is 吉林 and 市场; 平安区域建设 is not of 平安区
        if full:
            return at + len(text), below
        widest = min(d.depth for d in below)  # 长沙海关 belongs to the city, not to 长沙县
        below = tuple(d for d in below if d.depth == widest)
        if _stands_for_a_place(name[at + len(text) :], below, year, inside=bool(above)):
            return at + len(text), below
    return None


def _within(division: Division, above: tuple[Division, ...]) -> bool:
    return not above or any(
        division.depth > a.depth and related(division.code, a.code) for a in above
    )


def _stands_for_a_place(
    rest: str, divisions: tuple[Division, ...], year: int | None, *, inside: bool
) -> bool:
    """Whether a short name (北京, 昆山) means the division: not in 北京路街道, 长安镇 or 文昌湖区."""
    if not rest or rest[0] in "镇乡村路街":
        return False
    if _any_of("zone").match(rest):
        # 昆山经济开发区 is in 昆山市, 番禺经济技术开发区 in 番禺区, the only place of that name; but
        # 东湖高新区 and 江北新区 are not in 东湖区 and 江北区. Behind its city a name is sure (重庆大足工业园区).
        told = inside or rest.startswith(_ECONOMIC)
        sole = told and len({d.code for d in divisions}) == 1
        return sole or not all(d.depth == 6 and d.name.endswith("区") for d in divisions)
    if divisions[0].depth == 4 and _NAMED_ZONE.match(rest):
        return True  # 成都天府新区华阳街道
    if _TOWN.fullmatch(rest) or (_LONGER.match(rest) and divisions[0].depth == 6):
        return any(
            _within(d, divisions)
            for _, found, full in starting(rest)
            if full
            for d in valid_in(found, year)
        )
    return True


@lru_cache(maxsize=4096)
def read_body(name: str, year: int | None) -> BodyName:
    """The level of a body and the divisions in its name.

    Args:
        name: a name as reported, Simplified (鄂尔多斯市自然资源局).
        year: the reporting year.

    Examples:
        >>> body = read_body("鄂尔多斯市自然资源局", 2020)
        >>> body.level, body.parent_level, body.divisions[0].code, body.rest
        ('department', 'prefecture', '150600', '自然资源局')
    """
    name = _FRONT.sub("", re.sub(r"\s", "", name), count=1)
    if not name:
        return BodyName("", "", (), "")
    if _WHOLE_COUNTRY.match(name) or _any_of("ministry", "$").match(name):  # 公安部: not of 公安县
        return BodyName("central", "", (), name)
    corps = _CORPS.match(name)
    if corps:
        return _read_corps(name, corps, year)
    seat = _any_of("central_seat").match(name) or _any_of("ministry").match(name)
    if seat and not (_any_of("central_seat").match(name) or _OUTPOST.search(name, seat.end())):
        seat = None
    divisions, rest = read_divisions(name[seat.end() :] if seat else name, year)
    if seat and not divisions:
        branch = (_any_of("vertical").search(rest) or _OUTPOST.search(rest)) and "总局" not in rest
        return BodyName(
            "vertical" if branch else "central", "central" if branch else "", (), rest or name
        )
    if not divisions and (_STATE_BODY.match(rest) or _any_of("ministry", "$").match(rest)):
        return BodyName("central", "", (), rest)
    return _read_rest(rest, divisions, year, is_branch=seat is not None)


def _read_rest(
    rest: str, divisions: tuple[Division, ...], year: int | None, *, is_branch: bool
) -> BodyName:
    depth = min((d.depth for d in divisions), default=0)
    own_level = LEVEL_OF_DEPTH.get(depth, "") or _unnamed_level(rest)
    if _GOVERNMENT.fullmatch(rest):
        return BodyName(own_level, "", divisions, rest)
    zone = _any_of("zone").search(rest)
    bracket = _merged_district(rest, divisions, year) if zone else ()
    if zone and bracket:
        return BodyName("county", "", bracket, rest, rest.split("(")[0])
    town = _TOWN.fullmatch(rest)
    if town:
        return BodyName("township", "", divisions, town.group(1), zone.group() if zone else "")
    rest = _END_BRACKET.sub("", rest) if not zone else rest
    if is_branch or (_any_of("vertical").search(rest) and not _any_of("local_tax").search(rest)):
        return BodyName("vertical", "central", _branch(rest, divisions, year), rest)
    if _any_of("institution", r"(?:有限公司|办公室)?$").search(rest):
        return BodyName("public_institution", "", divisions, rest)
    if zone:
        return _read_zone(rest, divisions)
    if _TOWN_OFFICE.fullmatch(rest) and _any_of("department", "$").search(rest):
        return BodyName("department", "township", divisions, rest)
    if _COMMITTEE.search(rest) or (divisions and _UNLISTED.fullmatch(rest)):
        return BodyName("devzone", "", divisions, rest, rest)
    if _any_of("department", "$").search(rest):
        return BodyName("department", own_level, _branch(rest, divisions, year), rest)
    return BodyName("", "", divisions, rest)


def _unnamed_level(rest: str) -> Level:
    """The level of 自治区人民政府 or 县林业局, which name no division; 市 gives no level."""
    if _OF_PROVINCE.search(rest):
        return "province"
    if _OF_PREFECTURE.match(rest):
        return "prefecture"
    return "county" if _OF_COUNTY.match(rest) else ""


def _branch(rest: str, divisions: tuple[Division, ...], year: int | None) -> tuple[Division, ...]:
    """The district of a branch office (自然资源局东胜区分局), or the divisions in front."""
    for name, _ in names_in(rest):
        below = tuple(d for d in valid_in(by_name()[name], year) if _within(d, divisions))
        if below:
            return below
    branch = _BRANCH.search(rest) if divisions else None
    for _, found, _ in starting(branch[1]) if branch else ():
        below = tuple(d for d in valid_in(found, year) if d.depth == 6 and _within(d, divisions))
        if below:
            return below
    return divisions


def _merged_district(
    rest: str, divisions: tuple[Division, ...], year: int | None
) -> tuple[Division, ...]:
    """The district in 高新区(新市区): a zone that governs a whole district is its government."""
    for inner in _BRACKET.findall(rest):
        for _, found, full in starting(inner):
            below = tuple(
                d for d in valid_in(found, year) if d.depth == 6 and _within(d, divisions)
            )
            if below and (full or len(inner) < 4):
                return below
    return ()


def _read_zone(rest: str, divisions: tuple[Division, ...]) -> BodyName:
    committee = re.compile(
        _any_of("zone").pattern
        + r"(?:\([^()]*\))?(?:(?:党工委)?管(?:理委员会|委会|理局|理处)|执行委员会|人民政府|政府|党政办公室|办公[厅室]|综合办公室|办)*$"
    )
    if committee.search(rest) or _COMMITTEE.search(rest):
        return BodyName("devzone", "", divisions, rest, rest)
    if _any_of("department", "$").search(rest):
        return BodyName("department", "devzone", divisions, rest, rest)
    return BodyName("devzone", "", divisions, rest, rest)


def _read_corps(name: str, corps: re.Match[str], year: int | None) -> BodyName:
    """新疆生产建设兵团 and its divisions: the corps reports like a province, a 师 like a prefecture."""
    seat = valid_in(
        [d for d in by_name().get("新疆维吾尔自治区", ()) if d.code == _CORPS_SEAT], year
    )
    rest = name[corps.end() :]
    if not corps.group(1):
        inner = _CORPS.match(rest)
        if inner and inner.group(1):
            return _read_corps(rest, inner, year)
        level: Level = "province" if _GOVERNMENT.fullmatch(rest) else "department"
        return BodyName(level, "province" if level == "department" else "", seat, rest)
    city = _corps_cities().get(corps.group(1), "")
    divisions = valid_in(by_name().get(city, ()), None)
    divisions = tuple(d for d in divisions if year is None or not d.gap(year)) or seat
    rest = rest.removeprefix("(").replace(")", "").removeprefix(city)
    if _REGIMENT.fullmatch(rest) or _TOWN.fullmatch(rest):
        return BodyName("township", "", divisions, rest)
    if _GOVERNMENT.fullmatch(rest):
        return BodyName("prefecture", "", divisions, rest)
    return BodyName("department", "prefecture", divisions, rest)
