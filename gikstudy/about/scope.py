"""Whose figures a report gives: the body's own, its level's, or the whole region's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gikstudy.about.margins import PageMargins
from gikstudy.model import Cue, Level, Line, Scope, Section, SectionName
from gikstudy.places.levels import BodyName

_COMPILED: Final = r"(?:综合|汇总|汇集|根据)[^。,\n]{0,20}各"
_PATTERNS: Final[tuple[tuple[Scope, re.Pattern[str]], ...]] = (
    # 综合各县(市、区)…编制而成, 汇总全市各级行政机关…: such a report includes those of the bodies below
    (
        "region",
        re.compile(
            _COMPILED
            + r"(?:有关|相关|所属|[部门单位、和及]{2,8}各?)?(?:[县市区旗州](?![直级])|[镇乡盟]|街道|苏木|地区)"
            + r"[^。\n]{0,60}(?:报告|数据|编制|汇总|而成)"
            r"|(?:综合|汇总|汇集)[^。\n]{0,6}全[省市县区旗州盟]各级"
            r"|全[省市县区旗州盟]各级(?:行政机关|人民政府|政府)[^。\n]{0,40}(?:汇总|编制|统计)"
        ),
    ),
    # 根据县政府各部门年度报告编制, 数据包括市本级各部门
    (
        "level",
        re.compile(
            _COMPILED
            + r"(?:有关|相关|所属|[市县区旗州]?[直级])?(?:部门|单位|委办局)[^。\n]{0,40}(?:年度报告|数据|编制|汇总|而成)"
            r"|(?:包含|包括|涵盖)[^。\n]{0,30}(?:本级|[省市县区旗州盟][级直])[^。\n]{0,20}(?:部门|单位)"
        ),
    ),
    (
        "own",
        re.compile(
            r"(?:仅|只)(?:包括|包含|统计|涉及|反映)[^。\n]{0,10}(?:本机关|本单位|办公[厅室])"
        ),
    ),
)
_SELF: Final = re.compile(r"[我本](?:局|厅|委|镇|乡|苏木|街道|中心|机关|单位|办)")
# Every alternative begins with a plain character, so that the search can skip to it.
_REPORT: Final = re.compile(r"本报告|本年报|本年度报告|所列数据|报告中的?数据|统计数据")
_HINT: Final = re.compile(
    "综合|汇总|汇集|根据|全|包含|包括|涵盖|仅|只"
)  # every statement has one of these
_OWN_LEVELS: Final[frozenset[Level]] = frozenset(
    {"township", "department", "vertical", "public_institution"}
)
_SPOKEN_IN: Final[frozenset[SectionName]] = frozenset({"overview", "other"})


def find_scope(
    lines: PageMargins, sections: tuple[Section, ...], body: BodyName
) -> tuple[Scope, tuple[Cue, ...]]:
    """`own`, `level`, `region` or `unknown`, with the words that say so.

    A department or a township reports for itself unless it says that it compiled the reports of
    others. A government's report may mean any of three, so without a statement it is unknown.

    Args:
        lines: the page, for the text above the first section.
        sections: the prose; the first and the last section may also state the scope.
        body: the level of the reporting body.
    """
    spoken = list(_spoken_lines(lines, sections))
    for line in spoken:
        if not _HINT.search(line.text):
            continue
        for scope, pattern in _PATTERNS:
            if match := pattern.search(line.text):
                return scope, (_cue(match, scope, 1.0, line, lines),)
    if body.level not in _OWN_LEVELS:
        return "unknown", ()
    for line in (*spoken, *(line for section in sections for line in section.lines)):
        if match := _SELF.search(line.text):
            return "own", (_cue(match, "own", 0.5, line, lines),)
    return "own", (Cue("scope", body.level, "own", 0.25, "", ""),)


def _spoken_lines(lines: PageMargins, sections: tuple[Section, ...]) -> Iterator[Line]:
    page = lines.page
    yield from (Line(page.clean[index], page.loci[index]) for index in lines.head)
    for section in sections:
        if section.section in _SPOKEN_IN:
            # Bodies also compile other things: 汇总各部门上报的数据 says nothing about the report.
            yield from (line for line in section.lines if _REPORT.search(line.text))


def _cue(match: re.Match[str], scope: Scope, weight: float, line: Line, lines: PageMargins) -> Cue:
    raw = lines.page.raw[lines.page.loci.index(line.locus)].strip()
    return Cue("scope", match.group()[:80], scope, weight, raw[:160], line.locus)
