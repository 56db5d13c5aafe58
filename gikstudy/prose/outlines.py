"""The parts of older outlines: what a section is called on its own, beside its name on the form.

Before 2019 nobody prescribed the sections. Fees, consultations, staff and training had sections of
their own, which the form of 2019 dropped or merged. `section` bridges each of them to one of the six
sections of the form; `part` keeps what it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from gikstudy.model import SECTION_NAMES, Section, SectionName
from gikstudy.packaged import packaged_rows
from gikstudy.text import clean

_NUMBERED: Final = re.compile(r"[一二三四五六七八九十]{1,3}\s*[、.,]\s*(?P<words>[^。;]{2,30})")


@dataclass(frozen=True, slots=True)
class OutlinePart:
    """A part of an older outline: the section of the form that it is bridged to, and its words."""

    part: str
    section: SectionName
    pattern: re.Pattern[str]
    zh: str
    en: str


@cache
def outline_parts() -> tuple[OutlinePart, ...]:
    """The parts that the form of 2019 does not have."""
    sections: dict[str, SectionName] = {name: name for name in SECTION_NAMES}
    return tuple(
        OutlinePart(r["part"], sections[r["section"]], re.compile(r["pattern"]), r["zh"], r["en"])
        for r in packaged_rows("gikstudy.prose", "outlines.csv")
    )


def part_of(section: str, heading: str) -> str:
    """The part of an older outline that a section is; the name of the section for all others.

    Args:
        section: the section of the form that the heading is bridged to.
        heading: the heading as printed.

    Examples:
        >>> part_of("requests", "四、收费及减免情况"), part_of("requests", "三、依申请公开情况")
        ('fees', 'requests')
    """
    words = clean(heading)
    found = (p.part for p in outline_parts() if p.section == section and p.pattern.search(words))
    return next(found, section)


def cut_outline(sections: Sequence[Section]) -> tuple[Section, ...]:
    """The sections of an older report, with the parts of its outline cut from each other.

    Only a numbered heading on a line of its own opens a part: the words occur in sentences too.
    """
    cut: list[Section] = []
    for section in sections:
        own = replace(section, lines=())
        for line in section.lines:
            part = _part_opened(line.text)
            if part is not None:
                cut.append(own)
                own = Section(part.section, line.text, 0, ())
            else:
                own = replace(own, lines=(*own.lines, line))
        cut.append(own)
    return tuple(replace(section, order=order) for order, section in enumerate(cut))


def _part_opened(text: str) -> OutlinePart | None:
    heading = _NUMBERED.fullmatch(text.strip())
    if heading is None:
        return None
    return next((p for p in outline_parts() if p.pattern.search(heading["words"])), None)
