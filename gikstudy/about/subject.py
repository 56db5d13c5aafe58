"""The body as the subject of its own sentences, for pages where no title names it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from gikstudy.about.margins import PageMargins
from gikstudy.about.names import as_subject, clean_name, verbs

_OPENING: Final = 1200  # the body introduces itself in these first characters
_LEAD_LINES: Final = 12  # lines of running text above the first section
_CLAUSE: Final = re.compile(r"[^,。;:!?\n|]+")
# 2021年, 2021年度以来, 二〇二一年里, 一年来, (一)主动公开, 一、总体情况, 1.
_LEAD_IN: Final = re.compile(
    r"[\s•·]*(?:(?:[(]?[一二三四五六七八九十\d]{1,2}[)、.]\s*)?(?:(?:截至|截止|在|自|过去的|刚刚过去的|回顾)(?=[\s\d二]))?"
    r"(?:(?:20\d\d|二[〇○0零Oo一二三四五六七八九]{3})\s*年(?:度|底|末|初)?(?:以来|里|来|中|间|期间|,)?|一年来|今年以来|本年度|近年来|过去一年)?)?\s*"
)
# 会昌县林业局2020年认真…
_WHEN: Final = re.compile(r"在?(?:20\d\d年度?|全年|一年来|过去一年|本年度)(?:以来|里|来|中|间)?$")
_ASKS: Final = re.compile(r"\s*(?:请|敬请|欢迎|如[有对需]|公众|电话|地址|联系)")
_SELF: Final = ("我", "本局", "本镇", "本乡", "本委", "本机关", "本单位", "本街道")
_NAME: Final = re.compile(r"[\u4e00-\u9fff()]{2,32}")
_LONGEST: Final = 36
# 会同县坪村镇党委、政府 act together; the report is the government's.
_WITH_PARTY: Final = re.compile(
    r"党(?:工)?委[、和与及]?(?:[镇乡区]?(?:人民)?政府|办事处|管委会|街道办事处)?$"
)
# 现将葛店镇2022年度政府信息公开工作情况报告如下, 现公布2022年葛店镇政府信息公开年度报告,
# 汇总2022年度葛店镇的政府信息公开年度报告, 全文包括葛店镇政府信息公开总体情况
_REPORTED: Final = re.compile(
    r"(?:现将|现就|现对|现把|现公布|现向社会公布)([\u4e00-\u9fff()]{2,30}?)(?:20\d\d|二[〇○0零Oo一二三四五六七八九]{3})\s*年"
    r"|(?:现将|现公布|现发布|特公布|现予公布|现向社会公布)20\d\d年度?的?([\u4e00-\u9fff()]{2,30}?)(?:政府信息|政务|信息)公开"
    r"|20\d\d年度?([\u4e00-\u9fff()]{2,30}?)的(?:政府|政务)?(?:信息|政务)公开(?:工作)?(?:年度)?(?:工作)?(?:报告|年报)"
    r"|全文(?:包括|包含)([\u4e00-\u9fff()]{2,30}?)(?:政府信息|政务|信息)公开(?:工作)?(?:总体)?情况"
)
# 本报告由会同县林业局负责编制; 依照…规定,会同县林业局编写了这份报告 (or 编制了2022年…报告)
_WRITER: Final = re.compile(
    r"(?:报告|年报|,|^)(?:是|系)?由([\u4e00-\u9fff()、]{2,40}?)(?:负责|组织|牵头|根据[^,。]{0,20}|依据[^,。]{0,20}|按照[^,。]{0,20})?(?:编制|编写|制作|撰写|起草)"
    r"|[,。]([\u4e00-\u9fff()]{2,40}?)(?:组织)?(?:编制|编写|制作|撰写)了?(?:形成)?(?:本|这份|《|20\d\d年)",
    re.MULTILINE,
)


def opening_clauses(lines: PageMargins) -> Iterator[tuple[str, int]]:
    """The clauses at the start of the report, each with its position; running text only."""
    text, start = lines.text, 0
    shown = 0
    for line in text[: lines.head_end + _OPENING].split("\n"):
        if ("," in line or "。" in line) and line.count("|") < 3 and ">" not in line:
            shown += start < lines.head_end
            if shown <= _LEAD_LINES:
                for clause in _CLAUSE.finditer(line):
                    yield clause[0], start + clause.start()
        start += len(line) + 1


def find_subjects(lines: PageMargins, year: int | None) -> Iterator[tuple[str, int]]:
    """The bodies that are subjects of the first clauses, each with its position, in order.

    Once the report has said 我局, a bureau without a place (市财政局) is a different one.
    """
    spoken = False
    for clause, offset in opening_clauses(lines):
        if _ASKS.match(clause):
            continue
        lead = _LEAD_IN.match(clause)
        at = lead.end() if lead else 0
        rest = clause[at:]
        spoken = spoken or rest.startswith(_SELF)
        for verb in islice(verbs().finditer(rest, 2, _LONGEST), 2):
            before = _WHEN.sub("", rest[: verb.start()].strip())
            name = clean_name(_WITH_PARTY.sub("", before))
            body = as_subject(name, year) if _NAME.fullmatch(name) else None
            if body and (body.divisions or not spoken):
                yield name, offset + at
                break


def find_reported(lines: PageMargins, year: int | None) -> tuple[str, int] | None:
    """The body of 现将X 2022年…情况报告如下."""
    match = _REPORTED.search(lines.text, 0, lines.head_end + _OPENING)
    if match is None:
        return None
    group = match.lastindex or 0
    name = clean_name(match[group])
    name += "政府" if name.endswith("人民") else ""
    return (name, match.start(group)) if as_subject(name, year) else None


def find_writer(lines: PageMargins) -> tuple[str, int] | None:
    """The body that says that it wrote the report."""
    match = _WRITER.search(lines.text, 0, lines.head_end + _OPENING // 4)
    if not match:
        return None
    if match[1]:
        first = match[1].partition("、")[0]
        named = first == match[1] or as_subject(first, None)  # two bodies, and no list of contents
        return (match[1], match.start(1)) if named else None
    named = as_subject(clean_name(match[2]), None)
    return (match[2], match.start(2)) if named else None
