"""Made-up pages for the tests of who, where and when."""

from __future__ import annotations

import random
from dataclasses import dataclass

from gikstudy.about.facts import find_about
from gikstudy.model import About, Document, Grid, GridCell, Line
from gikstudy.page import make_page
from gikstudy.places.divisions import (
    Division,
    ancestors,
    area_codes,
    by_name,
    divisions,
    has_counties,
    name_of,
    province_marks,
    valid_in,
)
from gikstudy.prose.sections import find_sections

BODY = "一、总体情况\n本年度认真做好信息公开工作。\n二、主动公开政府信息情况\n第二十条第(一)项"


def about(text: str, *, url: str = "", page_title: str = "") -> About:
    """What is read off a page of these lines."""
    blocks = tuple(Line(line, f"L{n}") for n, line in enumerate(text.split("\n"), 1))
    document = Document("page.txt", "0" * 64, 1, "txt", "utf-8", blocks, page_title, url)
    page = make_page(document)
    return find_about(document, page, find_sections(page, frozenset()))


def about_grid(rows: list[list[str]], text: str) -> About:
    """The same for a page that opens with a real table."""
    cells = tuple(
        tuple(GridCell(cell, f"T1R{r}C{c}") for c, cell in enumerate(row, 1))
        for r, row in enumerate(rows, 1)
    )
    lines = tuple(Line(line, f"L{n}") for n, line in enumerate(text.split("\n"), 1))
    page = make_page(
        document := Document("page.html", "0" * 64, 1, "html", "utf-8", (Grid(cells), *lines))
    )
    return find_about(document, page, find_sections(page, frozenset()))


@dataclass(frozen=True)
class Agency:
    """A made-up agency, its page, and what is true of it."""

    text: str
    name: str
    year: int
    level: str
    parent_level: str
    region: str
    cues: frozenset[str]
    unique: bool  # its name alone, without other cues, fits one division only


_LEVEL = {2: "province", 4: "prefecture", 6: "county"}
_TOWNS = [
    "红星",
    "大营",
    "柳林",
    "东风",
    "白沙",
    "青山口",
    "石桥",
    "兴隆",
    "马家堡",
    "新安",
    "龙泉",
    "三河口",
]
_TITLES = (
    "{name}{year}年政府信息公开工作年度报告",
    "{year}年{name}政府信息公开工作年度报告",
    "{name}{year}年度政府信息公开工作年度报告",
    "{name}关于{year}年政府信息公开工作年度报告",
    "{name}{year}年政府信息公开年报",
)


def made_up(number: int) -> Agency:
    """The made-up agency of that number; the same number gives the same agency."""
    chance = random.Random(number)
    year = chance.randint(2014, 2024)
    level = _KINDS[number % len(_KINDS)]
    place = chance.choice([d for d in divisions() if not d.gap(year) and _fits(level, d)])
    name, kind, parent = _name(level, place, chance)
    above = [name_of(code, year) for code in ancestors(place.code)[1:]]
    prefix = chance.choice(["", "", *above[:1], "".join(reversed(above))])
    cues = frozenset(c for c in _CUES if chance.random() < 0.5)
    title = chance.choice(_TITLES).format(name=prefix + name, year=year)
    lines = [title, *_head(prefix + name, year, cues), BODY, *_foot(place, cues, year, chance)]
    text = "\n".join(lines)
    alone = len(valid_in(by_name()[place.name], year)) == 1 or bool(prefix)
    return Agency(text, prefix + name, year, kind, parent, place.code, cues, alone)


_KINDS = (
    *("county", "township", "department", "township", "prefecture"),
    *("department", "province", "vertical", "devzone", "public_institution", "branch"),
)
_CUES = ("contact", "signature", "body", "site_code", "police", "phone", "icp", "host")


def _fits(level: str, place: Division) -> bool:
    if place.code[:2] in ("71", "81", "82") or place.name.endswith("新区"):
        return False
    wanted = {
        "county": (6,),
        "township": (6,),
        "prefecture": (4,),
        "province": (2,),
        "devzone": (4,),
        "branch": (6,),
    }
    return place.depth in wanted.get(level, (2, 4, 6)) and (
        level != "prefecture" or has_counties(place.code)
    )


def _name(level: str, place: Division, chance: random.Random) -> tuple[str, str, str]:
    here = _LEVEL[place.depth]
    if level in ("county", "prefecture", "province"):
        seat = "行政公署" if place.name.endswith(("盟", "地区")) else "人民政府"
        office = chance.choice(["", "办公厅" if place.depth == 2 else "办公室"])
        return place.name + seat + office, level, ""
    if level == "township":
        kinds = ["镇人民政府", "乡", "街道办事处", "街道", "镇"]
        kind = "苏木" if place.name.endswith("旗") else chance.choice(kinds)
        return place.name + chance.choice(_TOWNS) + kind, level, ""
    if level == "department":
        what = chance.choice(["自然资源局", "发展和改革委员会", "教育局", "信访局", "财政局"])
        what = "公安厅" if place.depth == 2 else what
        return place.name + what, level, here
    if level == "vertical":
        return f"国家税务总局{place.name}税务局", level, "central"
    if level == "devzone":
        zone = chance.choice(["经济技术开发区", "高新技术产业开发区", "综合保税区"])
        return f"{place.name}{zone}管理委员会", level, ""
    if level == "branch":
        return f"{place.name}气象局", "vertical", "central"
    return place.name + chance.choice(["人民医院", "第一中学"]), level, ""


def _head(name: str, year: int, cues: frozenset[str]) -> list[str]:
    text = f"所列数据的统计期限自{year}年1月1日至{year}年12月31日。"
    return [text + (f"如有疑问,请与{name}联系。" if "contact" in cues else "")]


def _foot(place: Division, cues: frozenset[str], year: int, chance: random.Random) -> list[str]:
    chain = ancestors(place.code)
    area = [a for a, codes in area_codes().items() if set(codes) & set(chain)]
    marks = {code: mark for mark, code in province_marks("icp").items()}
    province = place.code[:2] + "0000"
    number = chance.randint(2000000, 8999999)
    seat = place.code if place.depth == 6 else chain[-1][:4] + "02"
    printed = {
        "body": f"按照{name_of(chain[-1], year)}和{name_of(chain[0], year)}的部署推进工作。",
        "host": f"主办:{name_of(chain[0], year)}人民政府",
        "site_code": f"网站标识码:{place.code}{chance.randint(1, 90):04d}",
        "icp": f"{marks[province]}ICP备{number}号",
        "police": f"公网安备 {seat}02000112号",
        "phone": f"电话:{area[0] if area else '010'}-{number}",
    }
    if not area:
        printed.pop("phone")
    return [line for cue, line in printed.items() if cue in cues]
