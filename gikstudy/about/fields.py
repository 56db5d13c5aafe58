"""The fields printed around a report: index number, issuer, dates, contacts, site code.

They come as `key:value`, several on a line; as a row `key | value | key | value`; or with key
and value on two lines. A value therefore ends where the next known key begins. That is why the
list also has keys that are not used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from typing import Final

from gikstudy.about.margins import PageMargins
from gikstudy.packaged import packaged_rows
from gikstudy.text import is_page_number
from gikstudy.text.alternation import by_first

_NIL: Final = frozenset({"", "/", "无", "/无文号", "无文号", "暂无", "-", "—"})
_TRIM: Final = " \t|;;,,。[]【】>•·●■◆▪"
# A wide gap, a bar, or a word before a colon, which is another key.
_GAP: Final = re.compile(r"[ \t]{3,}|\||\t|[】\]][ \t]*[【\[]|[ \t]+(?=[\u4e00-\u9fff]{2,6}:)")
_DAY_BEHIND: Final = re.compile(
    r"[ \t]*(?:20\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}日?[ \t]*)(?:\d{1,2}:\d\d(?::\d\d)?)?$"
)
_MAX_VALUE: Final = 120
_BREAK: Final = r"(?:[ \t]*\n\s*)?"  # also inside an address: half an address is not an address
_EMAIL: Final = re.compile(
    rf"[\w.+-]{{1,40}}{_BREAK}@{_BREAK}[\w-]+(?:{_BREAK}\.{_BREAK}[A-Za-z]{{2,}})+", re.ASCII
)
# The end of the line above an address, or the start of the line below, if it may belong to it.
_CUT_ABOVE: Final = re.compile(
    r"(?<!mai)[a-z@/._-][ \t]*\n\s*(?!www|http|\s)|\d[ \t]*\n\s*(?=\d)", re.IGNORECASE
)
_INDENT: Final = 20  # characters searched for that line end
_CUT_BELOW: Final = re.compile(r"[ \t]*\n\s*(?!www|http)[a-z./]")
PHONE: Final = re.compile(
    r"(?:\(?0\d{2,3}\)?[ \-—–]{0,3})?[2-9]\d{6,7}(?:[-转]\d{1,5})?|1[3-9]\d{9}"
)
_WEBSITE: Final = re.compile(
    r"(?<![@\w.])(?:https?://)?(?:[a-z0-9-]+\.)+(?:gov\.cn|org\.cn|com\.cn|cn|com|net|org)"
    r"(?::\d+)?(?:/[\w./?=&%-]*)?(?![\w@])",
    re.ASCII | re.IGNORECASE,
)
_HOST_END: Final = re.compile(r"\.(?:cn|com|net|org)(?![a-z])")
_DAYS: Final = frozenset({"发布日期", "发布时间", "发文日期", "生成日期", "成文日期", "公开日期"})
_DAY_BEFORE: Final = re.compile(r"\d日$")
_OPENED: Final = re.compile(r"[\[【][ \t]*$")
_SHORT: Final = 2  # a word this short may also open a sentence (发布 公告)
_ALONE: Final = frozenset({"标题", "名称", "题名", "来源", "文号", "日期", "时间"})
_SITE_CODE: Final = re.compile(r"标识码\s*:?\s*((?:bm)?\d{8,14})")


@dataclass(frozen=True, slots=True)
class Field:
    """One printed field: its name in this package, its value and its position in the text."""

    field: str
    rank: int
    label: str
    value: str
    offset: int


@cache
def _labels() -> dict[str, tuple[str, int]]:
    return {
        row["label"]: (row["field"], int(row["rank"]))
        for row in packaged_rows("gikstudy.about", "fields.csv")
    }


@cache
def _pattern() -> re.Pattern[str]:
    """A known key, perhaps spaced out (索 引 号), before a colon, a bar or the end of its line.

    An index number may be glued to its key, because no word continues with digits.

    The pattern opens with the keys themselves, so that the search can skip to their first
    characters; the text before a key is checked afterwards.
    """
    keys = sorted(_labels(), key=len, reverse=True)
    spaced = by_first("[ \t]{0,4}".join(map(re.escape, key)) for key in keys)
    return re.compile(
        rf"({spaced})[ \t]*(:[ \t]*\|?|\|(?:[ \t]*:[ \t]*\|?)?|[\]】]|(?=\n|\Z)|[ \t]+(?=\S)|(?<=号)(?=\d{{9}}))"
    )


def _begins_a_field(text: str, match: re.Match[str]) -> bool:
    """Whether a key is a word of its own: not 电话 in 举报电话, but 邮箱: glued to a number before it.

    A day of publication may be glued to any value: 来源:会同县林业局发布时间:2021-01-22.
    """
    before = text[match.start() - 1] if match.start() else "\n"
    if match[2].isspace():
        return _stands_apart(text, match, before)
    if match[2] and match[2] in "]】":
        return _OPENED.search(text, max(0, match.start() - 4), match.start()) is not None
    if not before.isalnum() or _DAY_BEFORE.search(text, max(0, match.start() - 4), match.start()):
        return True
    return match[2].startswith(":") and (before.isdecimal() or match[1] in _DAYS)


def _stands_apart(text: str, match: re.Match[str], before: str) -> bool:
    """Whether a key without a colon opens its line, or fills a cell between tabs."""
    if before == "\n":
        return len(match[1]) > _SHORT or match[1] in _ALONE
    return before == "\t" and match[2] == "\t"


def read_fields(lines: PageMargins) -> tuple[Field, ...]:
    """All printed fields of the head and the tail, those of the head first."""
    head = _fields_between(lines.text, 0, lines.head_end)
    tail = _fields_between(lines.text, max(lines.tail_start, lines.head_end), len(lines.text))
    return (*head, *tail)


def _fields_between(text: str, start: int, end: int) -> list[Field]:
    matches = [m for m in _pattern().finditer(text, start, end) if _begins_a_field(text, m)]
    found: list[Field] = []
    for match, following in zip_longest(matches, matches[1:]):
        label = "".join(match[1].split())
        field, rank = _labels()[label]
        stop = following.start() if following else end
        value = _value(text, match.end(), stop)
        if field == "issuer":
            value = _DAY_BEHIND.sub("", value)
            value = "" if value.isdecimal() else value
        if field != "none" and value not in _NIL:
            found.append(Field(field, rank, label, value, match.start()))
    return found


def _value(text: str, start: int, stop: int) -> str:
    """The text between a key and the next one: on the same line, else alone on the next line."""
    line, newline, below = text[start:stop].partition("\n")
    value = _GAP.split(line.strip(_TRIM), 1)[0].strip(_TRIM)
    if value or not newline:
        return value[:_MAX_VALUE]
    lower = below.lstrip().split("\n", 1)[0].strip(_TRIM)
    stray = len(lower) >= _MAX_VALUE // 2 or "。" in lower or is_page_number(lower)
    return "" if stray else lower


def best(fields: tuple[Field, ...], name: str) -> Field | None:
    """The field of that name with the clearest label; the first if several are equal."""
    return min((f for f in fields if f.field == name), key=lambda f: f.rank, default=None)


@dataclass(frozen=True, slots=True)
class Contact:
    """A telephone number, address or code, with its position in the text."""

    value: str
    offset: int


NO_CONTACT: Final = Contact("", -1)


def find_email(text: str, start: int, end: int) -> Contact:
    """The first e-mail address in a part of a page; nothing if a line end cuts it."""
    match = _EMAIL.search(text, start, end)
    if match is None or "\n" in match.group() or _is_cut(text, match):
        return NO_CONTACT
    return Contact(match.group(), match.start())


def _is_cut(text: str, match: re.Match[str]) -> bool:
    """Whether an address may continue on the next line, as in the wrapped text of a PDF page."""
    near = max(0, match.start() - _INDENT)
    before = text[near : match.start()].rstrip()
    above = before and _CUT_ABOVE.match(text, near + len(before) - 1)
    return bool(above and above.end() == match.start()) or bool(_CUT_BELOW.match(text, match.end()))


def read_websites(lines: PageMargins) -> tuple[Contact, ...]:
    """All site addresses on the page as printed, government hosts first."""
    text = lines.text
    found: list[Contact] = []
    searched = 0
    for hint in _HOST_END.finditer(text):
        if hint.start() >= searched:
            start = text.rfind("\n", 0, hint.start()) + 1
            searched = text.find("\n", start)
            searched = len(text) if searched < 0 else searched
            found += [
                Contact(m[0], m.start())
                for m in _WEBSITE.finditer(text, start, searched)
                if not _is_cut(text, m)
            ]
    return tuple(sorted(found, key=lambda site: ".gov.cn" not in site.value.lower()))


def read_site_code(lines: PageMargins) -> Contact:
    """The code of the portal (网站标识码): ten digits, or `bm` and eight digits for central bodies."""
    match = _SITE_CODE.search(lines.text) if "标识码" in lines.text else None
    return Contact(match[1], match.start()) if match else NO_CONTACT
