"""Everything around the tables: titles, metadata, headings, prose, page furniture."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from gikstudy.forms import request_rows
from gikstudy.model import SECTION_NAMES, SectionName
from gikstudy.packaged import packaged_rows
from gikstudy.synthesis.bodies import MadeBody, division_rows
from gikstudy.synthesis.layout import FormTable
from gikstudy.synthesis.markup import Part
from gikstudy.synthesis.numbers import Numbers

LAW: Final = "《中华人民共和国政府信息公开条例》"
NUMERALS: Final = "一二三四五六七八"
TITLES: Final = (
    "{agency}{year}年政府信息公开工作年度报告",
    "{agency}{year}年政府信息公开工作年度报告",
    "{year}年{agency}政府信息公开工作年度报告",
    "{agency}{year}年度政府信息公开工作年度报告",
    "{agency}{year}年度 政府信息公开年报",
    "{agency}{year}年政府信息公开年度报告",
)
TOP: Final = (
    "首页 > 政府信息公开 > 政府信息公开年报",
    "您当前的位置：首页 > 公开 > 年报",
    "登录 | 注册 无障碍 长者版 繁體版 ENGLISH",
    "字号：[ 大 中 小 ] 打印 关闭",
    "浏览次数：1284 次",
    "[   ]",
)
BOTTOM: Final = (
    "扫一扫在手机打开当前页",
    "上一篇：关于召开新闻发布会的公告",
    "网站地图 | 联系我们 | 网站声明",
    "建议使用1920×1080分辨率浏览本站",
    "打印本页 关闭窗口",
    "访问量：482217",
)


@dataclass(frozen=True, slots=True)
class Story:
    """The data that the prose of one report uses.

    `problems` and `staffing` are what planted effects make it say; empty without any.
    """

    body: MadeBody
    year: int
    index_no: str
    numbers: Numbers
    rng: random.Random
    problems: tuple[str, ...] = ()
    staffing: str = ""


def _facts(story: Story) -> dict[str, str | int]:
    """The blanks of the phrases, filled from the tables if a table has the number."""
    rng, numbers = story.rng, story.numbers
    facts: dict[str, str | int] = {
        "law": LAW, "agency": story.body.name, "pronoun": story.body.pronoun,
        "year": story.year, "next_year": story.year + 1, "phone": f"0{rng.randint(310, 999)}-{rng.randint(2000000, 8999999)}",
        "web": rng.randint(20, 3000), "media": rng.randint(10, 900), "training": rng.randint(1, 9),
    }  # fmt: skip
    total = {row: n for (row, column), n in numbers.requests.items() if column == "total"}
    suits = sum(numbers.disputes[c, "total"] for c in ("suit_direct", "suit_after_review"))
    facts |= {
        "new": total["received_new"], "carried": total["carried_in"],
        "handled": total["handled_total"], "open": total["carried_out"],
        "granted": total["granted"], "partial": total["partial"],
        "refused": sum(total.get(row.key, 0) for row in request_rows() if row.group == "refused"),
        "secret": total["refused_state_secret"],
        "review": numbers.disputes["review", "total"], "suits": suits,
    }  # fmt: skip
    for item in ("licensing", "penalty", "compulsion"):
        facts[item] = int(numbers.proactive[item, "decisions"])
    made = {"made", "issued"}  # as on the form of 2019, and on that of 2021
    facts["normative"] = sum(
        int(n)
        for (item, m), n in numbers.proactive.items()
        if item == "normative_docs" and m in made
    )
    return facts


def _say(part: str, facts: Mapping[str, str | int], rng: random.Random) -> str:
    choices = [
        row["text"]
        for row in packaged_rows("gikstudy.synthesis", "phrases.csv")
        if row["part"] == part
    ]
    return rng.choice(choices).format_map(facts)


def _heading(section: SectionName, rng: random.Random) -> str:
    rows = [
        row
        for row in packaged_rows("gikstudy.synthesis", "headings.csv")
        if row["section"] == section
    ]
    return rng.choices([r["heading"] for r in rows], [int(r["weight"]) for r in rows])[0]


def draw_title(story: Story) -> str:
    """The title; the name of a government sometimes lacks 人民政府, as on most township pages."""
    agency = story.body.name
    if story.rng.random() < 0.4:
        agency = agency.removesuffix("人民政府").removesuffix("办事处")
    return story.rng.choice(TITLES).format(agency=agency, year=story.year)


def metadata(story: Story, title: str) -> list[str]:
    """The block of keys and values above the text, in one of its usual layouts."""
    rng = story.rng
    published = f"{story.year + 1}-{rng.randint(1, 3):02d}-{rng.randint(1, 28):02d}"
    pairs = [
        ("索引号", story.index_no), ("发布机构", story.body.name), ("发布日期", published),
        ("名称", title), ("主题分类", "政务公开"),
    ]  # fmt: skip
    layout = rng.choice(("colon", "colon", "bars", "two_lines", "index_only"))
    if layout == "index_only":
        return [f"索 引 号：{story.index_no}"]
    if layout == "bars":
        return [" | ".join(f"{k} | {v}" for k, v in pairs[:2]) + " |", f"发布日期 | {published} |"]
    if layout == "two_lines":
        return [line for pair in pairs for line in (f"{pair[0]}：", pair[1])]
    return [f"{key}：{value}" for key, value in pairs]


def furniture(rng: random.Random, story: Story, *, noisy: bool) -> tuple[list[str], list[str]]:
    """What is on the page above and below the report; a hijacked page has much more of it."""
    top = rng.sample(TOP, rng.randint(0, 3))
    bottom = rng.sample(BOTTOM, rng.randint(0, 3))
    code = story.body.region_code
    bottom.append(f"主办：{story.body.name} 网站标识码：{code}{rng.randint(1, 99):04d}")
    if noisy:
        names = [row["name"] for row in rng.sample(list(division_rows().values()), 12)]
        bottom.append("| ".join(names) + "|")
        top.insert(0, "注册送彩金 真人游戏 官方下载 在线客服24小时 888")
    return top, bottom


def compose(
    story: Story, tables: Mapping[str, FormTable], title: str, *, first_number: int = 0
) -> list[Part]:
    """The report proper: title, opening, six parts with the tables in their places.

    Args:
        story: the body, the year and the numbers that the prose states.
        tables: `proactive`, `requests`, `disputes`; if one is left out, its heading remains.
        title: printed first, unless empty.
        first_number: the shift of the numbering of the parts (some reports begin at 二).
    """
    rng, facts = story.rng, _facts(story)
    some = "some" if facts.get("new") else "none"
    cases = "some" if facts.get("review") or facts.get("suits") else "none"
    sub = rng.choice(("（{}）{}", "({}){}", "{}、{}"))
    about = (
        ("主动公开", _say("overview", facts, rng)), ("依申请公开", _say(f"requests_{some}", facts, rng)),
        ("政府信息管理", _say("management", facts, rng)), ("平台建设", _say("platform", facts, rng)),
        ("监督保障", _say("supervision", facts, rng)),
    )  # fmt: skip
    prose: dict[str, list[str]] = {"overview": []}
    for number, (name, text) in zip(NUMERALS, about, strict=False):
        prose["overview"] += (
            [sub.format(number, name), text] if sub != "{}、{}" else [f"{name}。{text}"]
        )
    if story.staffing:
        prose["overview"].append(story.staffing)
    prose["problems"] = list(story.problems) or [
        _say("problem", facts, rng), _say("improvement", facts, rng)
    ]  # fmt: skip
    prose["other"] = [_say("other", facts, rng)]
    parts: list[Part] = [title] if title else []
    parts.append(_say("opening", facts, rng))
    headed = (name for name in SECTION_NAMES if name != "preamble")
    for i, section in enumerate(headed):
        parts.append(f"{NUMERALS[i + first_number]}、{_heading(section, rng)}")
        if section in tables:
            if rng.random() < 0.1:
                parts.append(_say("instruction", facts, rng))
            parts.append(tables[section])
            if section == "disputes" and rng.random() < 0.3:
                parts += [_say("note", facts, rng), _say(f"disputes_{cases}", facts, rng)]
        parts += prose.get(section, [])
    if rng.random() < 0.5:
        parts += [story.body.name, f"{story.year + 1}年1月{rng.randint(5, 30)}日"]
    return parts


def look_alike(kind: str, story: Story) -> tuple[str, list[Part]]:
    """The title and the lines of a page that has all keywords of a report but is not one."""
    facts = _facts(story)
    rows = [
        row for row in packaged_rows("gikstudy.synthesis", "not_reports.csv") if row["kind"] == kind
    ]
    title = rows[0]["title"].format_map(facts)
    return title, [title, *(row["text"].format_map(facts) for row in rows)]


def look_alikes() -> tuple[str, ...]:
    """The kinds of pages that are not reports."""
    return tuple(
        dict.fromkeys(row["kind"] for row in packaged_rows("gikstudy.synthesis", "not_reports.csv"))
    )
