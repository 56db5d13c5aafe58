"""Whose figures a report holds: the body's own, those of its level, or of the whole region."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gikstudy.extract.where_level import Body
from gikstudy.model import Cue, Line, Section

_COMPILED: Final = r"(?:综合|汇总|汇集|根据)[^。,\n]{0,20}各(?:[^。\n]{0,12}?)"
_PATTERNS: Final = (
    # 综合各县(市、区)…编制而成, 汇总全市各级行政机关…: such a report contains its children's
    (
        "region",
        re.compile(
            _COMPILED + r"(?:[县市区旗镇乡]|街道|苏木|级)[^。\n]{0,60}(?:报告|数据|编制|汇总|而成)"
            r"|全[省市县区旗州盟]各级(?:行政机关|人民政府|政府)[^。\n]{0,40}(?:汇总|编制|统计)"
        ),
    ),
    # 根据县政府各部门年度报告编制, 数据包括市本级各部门
    (
        "level",
        re.compile(
            _COMPILED + r"(?:部门|单位|委办局)[^。\n]{0,40}(?:年度报告|数据|编制|汇总|而成)"
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
_OWN_LEVELS: Final = frozenset({"township", "department", "vertical", "public_institution"})
_SPOKEN_IN: Final = frozenset({"preamble", "overview", "other"})


def find_scope(sections: tuple[Section, ...], body: Body) -> tuple[str, tuple[Cue, ...]]:
    """`own`, `level`, `region` or `unknown`, with the words that say so.

    A department or a township reports for itself unless it says that it compiled the reports
    of others. A government may mean three things, and without its word the scope is unknown.

    Args:
        sections: the prose; statements of scope stand before the tables or at the very end.
        body: the level of the reporting body.
    """
    for line in _spoken_lines(sections):
        for scope, pattern in _PATTERNS:
            if match := pattern.search(line.text):
                return scope, (Cue("scope", match.group()[:80], scope, 1.0, line.text, line.locus),)
    if body.level not in _OWN_LEVELS:
        return "unknown", ()
    for section in sections:
        for line in section.lines:
            if match := _SELF.search(line.text):
                return "own", (Cue("scope", match.group(), "own", 0.5, line.text, line.locus),)
    return "own", (Cue("scope", body.level, "own", 0.25, "", ""),)


def _spoken_lines(sections: tuple[Section, ...]) -> Iterator[Line]:
    return (line for section in sections if section.section in _SPOKEN_IN for line in section.lines)
