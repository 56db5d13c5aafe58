"""The year reported on and the day of publication."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import date
from typing import Final

from gikstudy.about.fields import Field
from gikstudy.about.margins import PageMargins
from gikstudy.text.numerals import read_numeral, read_year

_DATE: Final = re.compile(
    r"(?<!\d)(20[0-3]\d)\s*[年/.-]\s*(0?[1-9]|1[0-2])\s*[月/.-]\s*(0?[1-9]|[12]\d|3[01])(?!\d)\s*日?"
)
_ZH_DATE: Final = re.compile(
    r"(二[〇○0零Oo][〇○0零Oo一二三][〇○0零Oo一二三四五六七八九])年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_SIGNED_DATE: Final = re.compile(
    r"^[^\S\n]*(20[0-3]\d)\s*[年/.-]\s*(0?[1-9]|1[0-2])\s*[月/.-]\s*(0?[1-9]|[12]\d|3[01])\s*日?[^\S\n]*$"
    r"|^[^\S\n]*二[〇○0零Oo一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日[^\S\n]*$",
    re.MULTILINE,
)
# 统计期限自2020年1月1日至2020年12月31日, even with characters lost: 202111日到1231日
_WINDOW: Final = re.compile(
    r"(20[0-3]\d)\s*+[年./-]?\s*+0?1\s*+[月./-]?\s*+0?1\s*+日?\s*+(?:零时)?\s*+(?:起|开始)?\s*+(?:到|至|—|-|–|~)++\s*+(?:(20[0-3]\d)\s*+[年./-]?)?\s*+12\s*+[月./-]?\s*+3[01]"
)
# The pattern opens with the number so that the search can skip to it; then it looks back.
_YEAR_END: Final = re.compile(r"(20[0-3]\d)\s*年\s*12\s*月\s*31\s*日")
_NEAR: Final = 80  # characters before a number, searched for a word about it
_UNTIL: Final = ("至", "至到", "截止", "截止到")
_TOPIC_YEAR: Final = re.compile(r"(20[0-3]\d) ?年度?(?:政府|政务)?信息公开")
_ZH_YEAR: Final = re.compile(
    r"(二[〇○0零Oo][〇○0零Oo一二三][〇○0零Oo一二三四五六七八九])\s*年(?!\s*[一二三四五六七八九十\d]{1,3}\s*月)"
)
_ANY_YEAR: Final = re.compile(r"(?<![\d〔\[(])(20[0-3]\d)\s*年(?!\s*\d{1,2}\s*月|[以前]|底前)")
_LAW_YEARS: Final = frozenset({2007, 2008})  # the Regulation is of 2007 and took force in 2008
_OWN_YEAR: Final = re.compile(r"(20[0-3]\d) ?年度? ?(?:,|以来|,?[我本全])")
# Used only if nothing else gives a year: the year at the start of paragraphs (2025年林城街道…).
_OPENING_YEAR: Final = re.compile(r"^[ \t]{0,8}(20[0-3]\d) ?年(?! ?\d)", re.MULTILINE)
# 2022年01月18日 10:20 来源:…, [2022-01-18], 会同县林业局 2022-01-18: a day on its own or with
# the words that pages print beside it. A sentence does not match.
_BYLINE: Final = re.compile(
    r"[\s\[(【<•·|/-]*(?:字[体号]\s*:[^\d:]{0,16})?(?:[\u4e00-\u9fff]{2,6}:[ \t]*[\u4e00-\u9fffA-Za-z()]{1,24}[ \t|]+){0,3}(?:[\u4e00-\u9fff]{2,6}:\s*|(?:发布|公布|更新)于\s*)?(?:[\u4e00-\u9fff()]{2,24}[ \t|]+)?(?:www\.[a-z0-9.-]{3,40}[ \t|]+)?[\s\[(【]*"
    r"(20[0-3]\d)\s*[年/.-]\s*(0?[1-9]|1[0-2])\s*[月/.-]\s*(0?[1-9]|[12]\d|3[01])(?!\d)\s*日?"
    r"[\s\])】|/]*(?:\d{1,2}:\d\d(?::\d\d)?|\d{1,2}时\d{1,2}分(?:\d{1,2}秒)?)?[\s\])】>|/]*"
    r"(?:(?:发布|公布|印发|公开)[\s\])】]*$)?"
    r"(?:$|(?=[^,。;]{0,60}$)(?:[\[(【|]|20[0-3]\d|来源|[\u4e00-\u9fff]{2,6}:|第?[A-Z]?\d{1,3}版|第 ?[A-Z]?\d{1,3} ?版|浏览|点击|阅读|访问|打印|分享|字[体号]|关闭|作者|编辑"
    r"|[\u4e00-\u9fff]{2,16}(?:局|厅|委|府|办|镇|乡|街道|中心|区|县|市|网|室|处|科|学|院|校|所|站|会|部)(?:\s*$|\s+(?:浏览|点击|阅读|访问|打印))))"
)
_CELLS: Final = re.compile(r"\||】\s*【")
# 20240110, where a key says that it is a day
_COMPACT: Final = re.compile(r"\s*(20[0-3]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\s*")
_BESIDE_DAY: Final = re.compile(
    r"[ \t]+(?:来源|作者|编辑|浏览|点击|阅读|访问|打印|字[体号])[^,。;]{0,60}$"
)
_NOT_THE_DAY: Final = re.compile(
    "截[至止]|期限|自20|有效|失效|废止|修[订改]|更新|生效|施行|统计|出生"
)
_PUBLISHED: Final = re.compile("(?:发布|公布|印发|公开)$")
# 更新于 2020.1.15: when the page was changed, which tells the day of publication as a last resort
_CHANGED: Final = re.compile(rf"(?:最[近后])?更新于[: \t]*{_DATE.pattern}[\d: ]*")
_LONGEST: Final = 120  # characters of a byline
_UPDATE: Final = 4  # the rank of 更新日期 among the fields
_MONTH_OF_REPORTS: Final = 6  # Art. 49 and 50: by 31 January, by 31 March; late ones until midyear


def iso_date(text: str) -> str:
    """The first complete date in a text, ISO; empty for a damaged one such as `202020年12月31日`."""
    match = _DATE.search(text) or _COMPACT.fullmatch(text)
    if match:
        return _iso(*(int(part) for part in match.groups()))
    zh = _ZH_DATE.search(text)
    if zh:
        return _iso(read_year(zh[1]), read_numeral(zh[2]) or 0, read_numeral(zh[3]) or 0)
    return ""


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def byline_date(lines: PageMargins) -> str:
    """The day printed without a label in the lines above the first section."""
    page = lines.page
    found = ""
    for index in lines.head:
        line = _CHANGED.sub(" ", page.clean[index])
        match = _dated_cell(line) if "20" in line and len(line) <= _LONGEST else None
        if match and not _NOT_THE_DAY.search(line):
            found = found or _iso(int(match[1]), int(match[2]), int(match[3]))
        elif _ZH_DATE.fullmatch(_PUBLISHED.sub("", _BESIDE_DAY.sub("", line).strip(" \t()[]"))):
            found = found or iso_date(line)
    return found


def changed_on(lines: PageMargins) -> str:
    """The day in the lines above the first section on which the page was last changed."""
    found = (_CHANGED.search(lines.page.clean[index]) for index in lines.head)
    return next((iso_date(match[0]) for match in found if match), "")


def _dated_cell(line: str) -> re.Match[str] | None:
    """The byline with its day; each cell is one of its own (来源:会同县 | 2023-01-17 | 阅读:)."""
    whole = _BYLINE.match(line)
    cells = _CELLS.split(line)
    if whole or len(cells) == 1:
        return whole
    return next(filter(None, (_BYLINE.match(cell.strip(" \t【】")) for cell in cells)), None)


def published_on(fields: tuple[Field, ...], byline: str, signed: tuple[str, int] | None) -> str:
    """The day of publication: a printed field, else the byline, the signature or the update."""
    dated = sorted(
        (f for f in fields if f.field == "published_on" and iso_date(f.value)), key=lambda f: f.rank
    )
    if dated and dated[0].rank < _UPDATE:
        return iso_date(dated[0].value)
    if byline:
        return byline
    if signed:
        return signed[0]
    return iso_date(dated[0].value) if dated else ""


def signature_date(lines: PageMargins) -> tuple[str, int] | None:
    """The date on a line of its own below the report."""
    found = [*_SIGNED_DATE.finditer(lines.text, lines.tail_start)]
    for match in reversed(found):
        if day := iso_date(match.group()):
            return day, match.start()
    return None


def _first_year(
    cue: str, pattern: re.Pattern[str], weight: float, lines: PageMargins
) -> list[tuple[str, int, float, int]]:
    match = pattern.search(lines.text)
    return [(cue, int(match[1]), weight, match.start())] if match else []


def _window_end(lines: PageMargins) -> list[tuple[str, int, float, int]]:
    """截至2020年12月31日, if no first day is printed."""
    for match in _YEAR_END.finditer(lines.text):
        start = max(0, match.start() - _NEAR)
        before = lines.text[start : match.start()].rstrip()
        if before.endswith(_UNTIL):
            return [("data_window", int(match[1]), 1.5, start + len(before) - 1)]
    return []


def _prose_year(lines: PageMargins) -> list[tuple[str, int, float, int]]:
    """The year that the prose names most, if no other cue gives it; on a tie, the earlier."""
    found = [(int(m[1]), m.start()) for m in _ANY_YEAR.finditer(lines.text)]
    found += [(read_year(m[1]), m.start()) for m in _ZH_YEAR.finditer(lines.text)]
    counts = Counter(year for year, _ in found if year not in _LAW_YEARS)
    if not counts:
        return []
    year = max(counts, key=lambda y: (counts[y], -y))
    return [("body_year", year, 1.0, next(at for y, at in found if y == year))]


def report_year(
    lines: PageMargins, title_years: tuple[int, ...], published: str
) -> tuple[int | None, list[tuple[str, int, float, int]]]:
    """The year reported on, by vote, and the votes as (cue, year, weight, position).

    Titles are copied from the year before, date ranges lose characters, plans name the next
    year, and the page is published a year later. No single cue can be trusted alone.
    """
    votes: list[tuple[str, int, float, int]] = []
    votes += [("title_year", year, 3.0, -1) for year in dict.fromkeys(title_years[:2])]
    window = _WINDOW.search(lines.text)
    if window:
        whole = window[2] in (None, window[1])
        votes.append(("data_window", int(window[1]), 2.5 if whole else 1.5, window.start()))
    else:
        votes += _window_end(lines)
    if not title_years:
        votes += _first_year("topic_year", _TOPIC_YEAR, 1.5, lines)
    own = [*_OWN_YEAR.finditer(lines.text)]
    if not own and not votes:
        own = [*_OPENING_YEAR.finditer(lines.text)]
    if own:
        counts = Counter(match[1] for match in own)
        year = max(counts, key=lambda y: (counts[y], -int(y)))
        first = next(match for match in own if match[1] == year)
        votes.append(("body_year", int(year), 1.0, first.start()))
    if not votes:
        votes += _prose_year(lines)
    if published:
        day = date.fromisoformat(published)
        if day.month <= _MONTH_OF_REPORTS:
            votes.append(("published_year", day.year - 1, 0.75, -1))
    totals: defaultdict[int, float] = defaultdict(float)
    for _, year, weight, _ in votes:
        totals[year] += weight
    if not totals:
        return None, votes
    return max(totals, key=lambda y: (totals[y], -y)), votes
