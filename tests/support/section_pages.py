"""Pages of prose made by hand, and the sections that are read from them."""

from __future__ import annotations

import csv
from importlib.resources import files

from gikstudy.model import Document, Line, Section
from gikstudy.page import Page, make_page
from gikstudy.prose.sections import find_sections

HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)


PROSE = tuple(f"这里写着第{n}部分的工作。" for n in "一二三四五六")


def page_of(*lines: str) -> Page:
    blocks = tuple(Line(text, f"L{number}") for number, text in enumerate(lines, 1))
    return make_page(Document("made-up", "", 0, "txt", "utf-8", blocks))


def read(*lines: str, tables: tuple[int, ...] = ()) -> dict[str, Section]:
    sections = find_sections(page_of(*lines), frozenset(tables))
    assert len({s.section for s in sections}) == len(sections)
    return {s.section: s for s in sections}


def rows_of(name: str) -> list[dict[str, str]]:
    text = files("gikstudy.prose").joinpath(name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
