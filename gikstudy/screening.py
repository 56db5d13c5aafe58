"""What kind of page it is, decided before any number is read from it.

Notices, interpretations, templates and index pages share every keyword with the reports, and
some copies of reports have lost their tables. No number is read from any of those.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, zip_longest
from typing import Final

from gikstudy.forms import statistics_form, statistics_years
from gikstudy.model import Section, Status, UnreadPages
from gikstudy.packaged import packaged_rows
from gikstudy.page import Page
from gikstudy.tables.labels import squash
from gikstudy.tables.reading import DISPUTES, PROACTIVE, REQUESTS, Tables
from gikstudy.tables.statistics import STATISTICS
from gikstudy.text import is_page_number

_REPORT: Final = re.compile(r"(?:信息公开|政务公开).{0,12}(?:报告|年报)|年度?报告?.{0,8}信息公开")
_HEADLINE: Final = re.compile(
    r"(?:信息公开|政务公开|年度报告).*(?:报告|年报|[^列]表|通知|公告|解读|数据|办法|制度|[答批]复|通报)\W*(?:试行|暂行)?\W*$"
)
_NO_TITLE: Final = re.compile(r">|。|；|^\W*[(（]?[一二三四五六七八九十]+[)）]")
"""What a line of a menu, a sentence or a point of a list has and no title."""
_TITLE: Final = re.compile(r"年度?.{0,24}(?:报告|年报)$|年报$")
_ENTRY: Final = re.compile(r"20\d\d年?.{0,30}信息公开.{0,10}(?:报告|年报)")
_PLACEHOLDER: Final = re.compile(
    r"[×XxＸ_*○]{2,}|20[×XxＸ_ ]{2}|\(填|\(单位名称|样式|样表|填写|填报|报告格式\W*$"
)
_ARTICLE: Final = (re.compile(r"\W*(?:内容)?摘\s*要\W"), re.compile(r"\W*关\s*键\s*词\W"))
# Several model texts, and the marks for names that are to be filled in.
_MODEL: Final = re.compile(
    r"\W*(?:第?[一二三四五六七八九十\d]{1,3}篇|(?:范文|篇|例文)[一二三四五六七八九十\d]{1,3})\W"
)
_TO_NAME: Final = re.compile(r"[×XxＸ*○]{2,}(?:省|市|县|区|镇|乡|街道|局|委|办|单位|部门)")
# A notice that sends out a report, and not the form or the duty to write one.
_SENT_OUT: Final = re.compile(
    r"(?:印发|转发|公布|发布).{0,60}20\d\d.{0,40}(?:报告|年报)(?!格式|编制|工作的)\W{0,3}的?(?:通知|公告|函)"
)
_SENT_ON: Final = re.compile("印发|转发|公布")
_SENDS: Final = re.compile(r"关于(?:印发|转发|公布|发布)\W*$")  # a title that goes on below
_NEWS: Final = re.compile(
    r"(?<!关于)(?<![特现])(?<![特现]向社会)(?:发布|公布|晒出|印发)了?.{0,12}20\d\d.{0,24}(?:报告|年报)\W*$|(?:报告|年报)(?:出炉|亮相|正式发布)"
)
_GUIDE: Final = re.compile(r"(?:公开|申请|办事|填报)指南\W*$")
_FEW: Final = 3  # model texts, or names to be filled in, that make a page a template
# Kinds of pages that count only if nothing on the page says that it is a report.
_OTHER: Final = ("other_report", "assessment")
# What the form asks for in its first section; a page that is cut off after it has no other heading.
_FIRST_SECTION: Final = re.compile(r"^\W*[一二三四五六七八九\d]+\W*(?:政府信息)?总体情况")
_PART_OF_IT: Final = re.compile(
    r"^\W*[一二三四五六七八九\d]+\s*[)、.]\s*[^\s,。;:、\d]{0,8}?(主动公开|依申请公开|信息管理|公开平台|平台建设|监督保障)"
)
_ATTACHMENT: Final = re.compile(r"^附件\s*\d{0,2}\s*[:.]?")
# Bars, tabs, or a label and numbers: several cells on one line, so repeats are not needed.
_SEVERAL: Final = re.compile(r"[|\t]|[^\s\d]\s+\d+\s*$|\d\s+\d")
_PLAIN_TABLE: Final = 20  # least number of lines of a whole table with one cell per line
_NAMES: Final = {PROACTIVE: "table 2", REQUESTS: "table 3", DISPUTES: "table 4"}
_SHORT_TEXT: Final = 400
"""Characters of prose up to which a page only introduces a report."""
_FILE: Final = re.compile(
    r"[^\s/\\|<>:：]{0,60}?(?:年度报告|年报|信息公开)[^\s/\\|<>:：]{0,30}?"
    r"\.(?:pdf|docx?|wps|ofd|xlsx?|rtf|odt|zip|rar|7z)\b",
    re.IGNORECASE,
)
"""The name of a file that is or holds a report."""


@dataclass(frozen=True, slots=True)
class Kind:
    """The status of a page, the reason if it is not `ok`, and whether its numbers count."""

    status: Status
    reason: str = ""
    readable: bool = True


@cache
def _patterns() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    rows = packaged_rows("gikstudy", "screening.csv")
    return tuple((row["kind"], row["reason"], re.compile(row["title_pattern"])) for row in rows)


def kind_of(page: Page, tables: Tables, sections: tuple[Section, ...], title: str) -> Kind:
    """What the page is: a report with its tables, one without, or something else.

    Args:
        title: the title on the page; it tells a report from pages about reports.
    """
    headed = _whole_line(page, title) or _first_title(page)
    if (no_report := _no_report(page, tables, sections, title, headed)) is not None:
        return no_report
    if (statistics := _of_statistics(tables)) is not None:
        return statistics
    if not tables.found:
        return _without_tables(page, sections, headed)
    if _repeats_removed(page, tables):
        reason = "every repeated line was removed from the text, so cells cannot be told apart"
        return Kind("no_tables", reason, readable=False)
    other = _attached(page, tables, headed)
    if other:
        return Kind("no_tables", f"the tables belong to an attachment: {other}", readable=False)
    if tables.several:
        return Kind("partial", f"several reports on one page: {tables.several}")
    return _completeness(tables)


def _no_report(
    page: Page, tables: Tables, sections: tuple[Section, ...], title: str, headed: str
) -> Kind | None:
    """A notice, an interpretation, a template or another page about reports."""
    if (other := _other_subject(page, tables, sections, title)) is not None:
        return other
    printed = any(cell.raw for cell in tables.cells)
    for kind, reason, pattern in _patterns():
        notice = _in_full(page, headed) if kind == "notice" else ""
        below = notice and _forwarded(notice, tables, sections, printed=printed)
        if kind not in _OTHER and pattern.search(headed) and not below:
            return Kind("not_a_report", f"{reason}: {headed[:60]}", readable=False)
    if tables.found and not printed and any(map(_PLACEHOLDER.search, _opening(page))):
        return Kind("not_a_report", "a blank template: no number and placeholders", readable=False)
    return _model_text(page, tables, title)


def with_unread(kind: Kind, unread: UnreadPages, title: str) -> Kind:
    """The kind of a report some pages of which could not be read.

    Such a report is never complete. If the title is not on the pages that were read, nobody can
    tell what the document is: then it failed, as a document of pictures alone does.
    """
    if kind.status == "not_a_report" and not title:
        return Kind("failed", str(unread), readable=False)
    if kind.status == "ok":
        return Kind("partial", str(unread), readable=kind.readable)
    return Kind(kind.status, f"{kind.reason}; {unread}", readable=kind.readable)


def _forwarded(title: str, tables: Tables, sections: tuple[Section, ...], *, printed: bool) -> bool:
    """Whether the report itself follows the notice that sends it out (关于印发《…报告》的通知)."""
    named = {s.section for s in sections} - {"preamble"}
    if _SENT_OUT.search(title) is None or len(named) < _FEW:
        return False
    whole = not tables.found and len(named) > _FEW and _SENT_ON.search(title) is not None
    return printed or whole


def _other_subject(
    page: Page, tables: Tables, sections: tuple[Section, ...], title: str
) -> Kind | None:
    """A report on something else (法治政府建设年度报告), or a circular on how offices did.

    Such a page has a few sections of the same names. One with a title, the tables or most of the
    sections of an annual report is the report, whatever its menu names.
    """
    named = {s.section for s in sections} - {"preamble"}
    if title or tables.found or len(named) > _FEW:
        return None
    for kind, reason, pattern in _patterns():
        if kind in _OTHER and (line := next(filter(pattern.search, _opening(page)), "")):
            return Kind("not_a_report", f"{reason}: {line}", readable=False)
    return None


def _model_text(page: Page, tables: Tables, title: str) -> Kind | None:
    """A guide, a collection of model texts, or a model text with names still to be filled in."""
    if tables.found:
        return None
    lines = [text for line in page.clean if (text := line.strip())]
    if lines and not title and _GUIDE.search(lines[0]):
        return Kind("not_a_report", f"a guide to disclosure: {lines[0][:60]}", readable=False)
    if sum(1 for line in lines if _MODEL.match(f"{line} ")) >= _FEW - 1:
        return Kind("not_a_report", "a collection of model texts", readable=False)
    unnamed = _TO_NAME.match(title) is not None
    if unnamed or sum(len(_TO_NAME.findall(line)) for line in lines) >= _FEW:
        return Kind("not_a_report", "a model text: names are to be filled in", readable=False)
    return None


def _opening(page: Page) -> list[str]:
    """The first short lines of a page, where a template says what it is."""
    lines = (line.strip() for line in page.clean if line.strip())
    return [line for line, _ in zip(lines, range(15), strict=False) if len(line) <= 60]


def _whole_line(page: Page, title: str) -> str:
    """The line of the title, with the words after it (解读, 的通知)."""
    if not title:
        return ""
    lines = (line.strip() for line in page.clean if title in line)
    return next((line for line in lines if len(line) <= len(title) + 24), title)


def _first_title(page: Page) -> str:
    lines = (line.strip() for line in page.clean if line.strip())
    first = [line for line, _ in zip(lines, range(40), strict=False) if 6 <= len(line) <= 70]
    for line, below in zip_longest(first, first[1:], fillvalue=""):
        whole = line if _HEADLINE.search(line) or _HEADLINE.search(below) else line + below
        if _HEADLINE.search(whole) and not _NO_TITLE.search(whole):  # a title may take two lines
            return whole
    return ""


def _in_full(page: Page, headed: str) -> str:
    """The title of a notice with the line above that it goes on from (…关于公布 / 某市2009年…的通知)."""
    lines = [text for line in page.clean if (text := line.strip())]
    above = (a for a, line in pairwise(lines) if line == headed and _SENDS.search(a))
    return next(above, "") + headed


def _is_title(line: str) -> bool:
    return 6 <= len(line) <= 60 and _REPORT.search(line) is not None


def _without_tables(page: Page, sections: tuple[Section, ...], title: str) -> Kind:
    entries = sum(1 for line in page.clean if len(line) < 80 and _ENTRY.search(line))
    named = {s.section for s in sections} - {"preamble"}
    text = sum(len(section.text) for section in sections)
    if all(any(map(sign.match, _opening(page))) for sign in _ARTICLE):
        return Kind("not_a_report", "an article about reports and not a report", readable=False)
    if len(named) < 3 and _NEWS.search(title):
        return Kind("not_a_report", f"news of a report: {title[:60]}", readable=False)
    if entries >= 5 and text < 60 * entries:
        return Kind("not_a_report", "an index of reports", readable=False)
    file = _attached_file(page)
    if file and not named and text <= _SHORT_TEXT:
        return Kind("not_a_report", f"the report is an attachment: {file}", readable=False)
    if len(named) >= 3:
        where = f"an attachment: {file}" if file else "images or attachments"
        return Kind("no_tables", f"the headings are there and no table is: {where}")
    told = title and (named or text > _SHORT_TEXT)
    if told or len(named) >= 2 or _begins_as_report(page):
        return Kind("no_tables", "a report in prose, or one whose tables are not on the page")
    return Kind("not_a_report", "no title, sections or tables of an annual report", readable=False)


def _begins_as_report(page: Page) -> bool:
    """Whether a page has the first section of the form with two of the parts that belong to it."""
    lines = [line.strip() for line in page.clean]
    parts = {match[1] for line in lines if (match := _PART_OF_IT.match(line))}
    return len(parts) > 1 and any(map(_FIRST_SECTION.match, lines))


def _attached_file(page: Page) -> str:
    """The name of the file that the page offers instead of a report, if it shows one."""
    found = (_FILE.search(line) for line in page.clean)
    return next((match[0] for match in found if match), "")


def _repeats_removed(page: Page, tables: Tables) -> bool:
    """Whether a table with one cell per line has no repeated line.

    A whole table repeats its headers and nearly always a number. Some crawlers keep only the first
    of equal lines; the remainder looks exactly like a table full of blanks.
    """
    seen: set[str] = set()
    for at in tables.lines:
        line = page.clean[at]
        if page.rows[at] is not None or not line.strip() or is_page_number(line):
            continue
        if page.raw[at] in seen or _SEVERAL.search(line):
            return False
        seen.add(page.raw[at])
    return len(seen) >= _PLAIN_TABLE and (len(seen) > 3 * _PLAIN_TABLE or _full_rows(tables) < 3)


def _full_rows(tables: Tables) -> int:
    """Rows of table 3 with a value printed in every cell."""
    states: dict[str, set[str]] = {}
    for cell in tables.cells:
        if cell.table == REQUESTS:
            states.setdefault(cell.row, set()).add(cell.state)
    return sum(1 for row in states.values() if row <= {"reported", "nil_mark"})


def _attached(page: Page, tables: Tables, title: str) -> str:
    """The title of the attachment that contains the tables, if it names another report."""
    lines = [text for line in page.clean[: min(tables.lines)] if (text := line.strip())]
    for line, following in pairwise(lines):
        if not line.startswith("附件"):
            continue
        for text in (_ATTACHMENT.sub("", line).strip(), following):
            if _is_title(text) and _TITLE.search(text) and squash(text) not in squash(title):
                return text[:60]
    return ""


def _of_statistics(tables: Tables) -> Kind | None:
    """A report with a statistical table is complete if the table has all of its lines."""
    if STATISTICS not in tables.found:
        reason = f"the rows of the statistical table of {statistics_years()} could not be read"
        return Kind("no_tables", reason) if tables.form == statistics_form() else None
    absent = sorted(_absent(tables))
    if tables.several:
        return Kind("partial", f"several reports on one page: {tables.several}")
    if len(absent) > _FEW:
        return Kind("partial", f"{len(absent)} lines of the statistical table are not on the page")
    if absent:
        return Kind("partial", f"lines not found on the page: {', '.join(absent)}")
    return Kind("ok")


def _completeness(tables: Tables) -> Kind:
    lost = [name for key, name in _NAMES.items() if key not in tables.found]
    if lost:
        return Kind("partial", f"not found on the page: {', '.join(lost)}")
    absent = sorted(_absent(tables))
    if absent:
        return Kind("partial", f"rows not found on the page: {', '.join(absent)}")
    return Kind("ok")


def _absent(tables: Tables) -> Iterable[str]:
    """The rows without a single cell on the page."""
    missing = {(c.table, c.row) for c in tables.cells if c.state == "missing"}
    if missing:
        missing -= {(c.table, c.row) for c in tables.cells if c.state != "missing"}
    return (f"{table}/{row}" for table, row in missing)
