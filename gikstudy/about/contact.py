"""Whom to ask about a report: the contact sentence, its telephone number and its address."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from gikstudy.about.fields import NO_CONTACT, PHONE, Contact, Field, find_email
from gikstudy.about.margins import PageMargins

# 如有疑问,请与会同县林业局联系(电话:…)
_CONTACT: Final = re.compile(
    r"(?:请|可|敬请|欢迎)(?:直接|径|及时)?(?:与|向|和|同|联系|拨打|致电):?([\u4e00-\u9fff()]{2,40}?)"
    r"(?:联系|反映|咨询|索取|查询|[(,]?(?:电话|联系电话|地址|联系地址|通讯地址|邮编))"
)
# 联系单位:会同县商务局;联系电话:…, 如有疑问,请联系:会同县商务局。
_DESK: Final = re.compile(
    r"(?:(?:联系|咨询|受理|答疑)(?:单位|部门|机构|机关)|请(?:直接)?联系):\s?([\u4e00-\u9fff()]{2,40})(?=[;,。 \n]|$)"
)
_NOT_NAMED: Final = re.compile("我们|本机关|本单位|热线|[我本][局厅委镇乡县区旗市街办]")
_REACH: Final = 160  # characters after the name, searched for its telephone and address
# The pattern opens with the word so that the search can skip to it; then it looks back.
_CALL: Final = re.compile(r"电话(?<!举报电话)\D{0,6}")


def contact_names(lines: PageMargins) -> list[tuple[str, int]]:
    """The bodies that contact sentences name, each with its position."""
    return [
        (match[1], match.start(1))
        for match in (*_contacts(lines.text), *_DESK.finditer(lines.text))
        if not _NOT_NAMED.search(match[1])
    ]


@lru_cache(maxsize=2)  # names, telephone and e-mail of one page ask for them
def _contacts(text: str) -> tuple[re.Match[str], ...]:
    return tuple(_CONTACT.finditer(text))


def _sentence(lines: PageMargins) -> tuple[int, int]:
    """Where the contact sentence begins and ends; an empty span if there is none."""
    contacts = _contacts(lines.text)
    if not contacts:
        return 0, 0
    match = contacts[0]
    line_end = lines.text.find("\n", match.end())
    end = min(match.end() + _REACH, line_end if line_end >= 0 else len(lines.text))
    return match.start(), end


def read_phone(lines: PageMargins, fields: tuple[Field, ...], title_at: int) -> Contact:
    """The telephone number under which the body can be reached.

    The contact sentence gives the body's own number. A number above the title is the host's, and
    so is one in the imprint. A hotline for complaints (举报电话) is not a number of the body.

    Args:
        lines: the page.
        fields: the printed fields.
        title_at: the position of the title.
    """
    start, end = _sentence(lines)
    if number := PHONE.search(lines.text, start, end):
        return Contact(number[0], number.start())
    for field in sorted(fields, key=lambda f: f.offset < title_at):
        match = PHONE.search(field.value) if field.field == "phone" else None
        if match:
            return Contact(match.group(), field.offset)
    for match in _CALL.finditer(lines.text):
        number = PHONE.match(lines.text, match.end())
        if number:
            return Contact(number.group(), match.start())
    return NO_CONTACT


def read_email(lines: PageMargins, title_at: int) -> Contact:
    """The e-mail address of the body; else the first one below the title; else the first one."""
    if "@" not in lines.text:
        return NO_CONTACT
    start, end = _sentence(lines)
    for begin, stop in ((start, end), (title_at, len(lines.text)), (0, len(lines.text))):
        found = find_email(lines.text, begin, stop) if begin < stop else NO_CONTACT
        if found.value:
            return found
    return NO_CONTACT
