"""Whose figures a report holds: the body's own, those of its level, or of the whole region."""

from __future__ import annotations

import re
from typing import Final

from gikstudy.extract.about_lines import Lines
from gikstudy.extract.where_level import Body
from gikstudy.model import Cue, Section

# 综合各县(市、区)…编制而成, 汇总全市各级行政机关 …; adding such a report to its children counts twice
_REGION: Final = re.compile(
    r"(?:综合|汇总|汇集|根据)[^。\n]{0,40}(?:各(?:县|市|区|旗|镇|乡|街道|苏木|级)|所属各)[^。\n]{0,60}(?:年度报告|数据|编制|汇总|而成)"
    r"|(?:全[省市县区旗州盟])各级(?:行政机关|政府|政府部门)[^。\n]{0,40}(?:汇总|编制|统计)|数据(?:由|为)[^。\n]{0,30}汇总"
)
_LEVEL: Final = re.compile(
    r"(?:包含|包括|涵盖|含|汇总)[^。\n]{0,30}(?:本级|[省市县区旗州盟]级|[市县区旗州盟]直)[^。\n]{0,20}(?:部门|单位)"
    r"|本级(?:人民)?政府(?:及(?:其|所属)?(?:工作)?部门)[^。\n]{0,30}(?:数据|汇总|编制|报告)"
)
_OWN: Final = re.compile(
    r"(?:仅|只)(?:包括|包含|统计)[^。\n]{0,10}(?:本机关|本级|办公[厅室])|[我本](?:局|厅|委|镇|乡|苏木|街道|中心|机关|单位|办)"
)
_GOVERNMENTS: Final = frozenset({"province", "prefecture", "county", "devzone", ""})


def find_scope(
    lines: Lines, sections: tuple[Section, ...], body: Body
) -> tuple[str, tuple[Cue, ...]]:
    """`own`, `level`, `region` or `unknown`, with the words that say so.

    A department or a township reports for itself unless it says that it compiled others'
    reports. A government may mean three things, and without its word the scope stays unknown.

    Args:
        lines: the page.
        sections: the prose; statements of scope stand in its preamble or overview.
        body: the level of the reporting body.
    """
    end = len(lines.text) if not sections else max(lines.head_end + 1200, 2000)
    for scope, pattern in (("region", _REGION), ("level", _LEVEL)):
        match = pattern.search(lines.text, 0, end)
        if match:
            return scope, (
                Cue("scope", match.group()[:80], scope, 1.0, *lines.printed(match.start())),
            )
    match = _OWN.search(lines.text)
    if match and (body.level not in _GOVERNMENTS or match.group().startswith(("仅", "只"))):
        return "own", (Cue("scope", match.group(), "own", 1.0, *lines.printed(match.start())),)
    if body.level in ("township", "department", "vertical", "public_institution"):
        return "own", (Cue("scope", body.level, "own", 0.5, "", ""),)
    return "unknown", ()
