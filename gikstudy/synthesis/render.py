"""A drafted page as the bytes of a file: flattened, converted, encoded."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from gikstudy.synthesis.flatten import BARE_NUMBER, FLATTENERS, TABLE_3, TextStyle, draw_text_style
from gikstudy.synthesis.layout import FormTable
from gikstudy.synthesis.made import CellKey, PrintedPlace
from gikstudy.synthesis.markup import Part, draw_markup, html_page, markdown_groups, markdown_table
from gikstudy.synthesis.pages import Draft
from gikstudy.synthesis.plan import ReportPlan
from gikstudy.synthesis.script import (
    annotate_pinyin,
    mirror_traditional,
    paste_brands,
    taiwan_traditional,
)

_FIRST_MARK: Final = 0xF0000
"""The first of the characters for private use that mark cells; no page prints one."""
_MARKS: Final = re.compile("[\U000f0000-\U000fffff]")

# Families in which every cell keeps its position, with or without blanks.
CERTAIN: Final = frozenset(
    {"ROW_BARE", "ROW_LEAD", "PIPE_OWN_LINE", "TAB", "MARKDOWN", "HTML", "HTML_JS"}
)
# Families in which the last row of a table has no pad, so that nothing shows if it is empty.
PADLESS: Final = frozenset({"CELL_PIPE", "CELL_PIPE_LEAD"})


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """The file: `lost` holds the cells whose position the layout does not show.

    `places` has the line on which each cell is printed, counted from 1, and how many characters of
    the line come before it; HTML has none.
    """

    data: bytes
    extension: str
    script: str
    damage: frozenset[str]
    lost: frozenset[CellKey]
    places: Mapping[CellKey, PrintedPlace]


def render(plan: ReportPlan, page: Draft, script: str = "") -> RenderedFile:
    """The file of a drafted page; `script` forces `simplified` or `traditional`."""
    start = plan.rng.getstate()
    text, extension, lost = _render(plan, page.title, page.parts)
    text, script_of_text, mirrored = _rescript(text, plan, script)
    end = plan.rng.getstate()
    plan.rng.setstate(start)  # the same choices again, for the page with marks
    places = _places(plan, page, script, text) if extension != "html" else {}
    plan.rng.setstate(end)
    data, encoded = _encode(text, plan, extension)
    damage = frozenset(mirrored | encoded)
    return RenderedFile(data, extension, script_of_text, damage, frozenset(lost), places)


def _places(plan: ReportPlan, page: Draft, script: str, text: str) -> dict[CellKey, PrintedPlace]:
    """The place of each cell: the page is made once more, with a mark in front of each number.

    Without the marks it must be the same page; otherwise no place is known.
    """
    keys: list[CellKey] = []
    parts = [_marked(part, keys) if isinstance(part, FormTable) else part for part in page.parts]
    again, _, _ = _render(plan, page.title, parts)
    again, _, _ = _rescript(again, plan, script)
    if _MARKS.sub("", again) != text:
        return {}
    places: dict[CellKey, PrintedPlace] = {}
    for number, line in enumerate(again.split("\n"), 1):
        for before, mark in enumerate(_MARKS.finditer(line)):
            key = keys[ord(mark[0]) - _FIRST_MARK]
            places.setdefault(key, PrintedPlace(number, mark.start() - before))
    return places


def _marked(table: FormTable, keys: list[CellKey]) -> FormTable:
    """The table with a mark of its own in front of each printed cell; `keys` says whose it is."""
    rows = []
    for row in table.rows:
        slots = []
        for slot in row:
            printed = slot.text.lstrip()
            if slot.key is not None and printed:
                padding = slot.text[: len(slot.text) - len(printed)]
                mark = chr(_FIRST_MARK + len(keys))
                keys.append(slot.key)
                slots.append(replace(slot, text=f"{padding}{mark}{printed}"))
            else:
                slots.append(slot)
        rows.append(tuple(slots))
    return FormTable(table.columns, tuple(rows))


def _render(plan: ReportPlan, title: str, parts: Sequence[Part]) -> tuple[str, str, set[CellKey]]:
    """The text, its extension, and the cells whose position the layout lost."""
    family, rng = plan.family, plan.rng
    if family in ("LOOK_ALIKE", "OLD_FORM"):
        family = rng.choice(("HTML", "ROW_PAD", "CPL_BLANK"))
    if family in ("HTML", "HTML_JS"):
        markup = draw_markup(rng, escaped=family == "HTML_JS")
        if plan.clean:
            markup = replace(markup, quirks=frozenset())
        return html_page(title, parts, markup, "utf-8"), "html", set()
    if family == "MARKDOWN":
        return _markdown(title, parts, rng), "md", set()
    dense = {"DEDUP": "CPL_DENSE", "TABLE_GONE": "CPL_BLANK"}.get(family, family)
    page = draw_text_style(dense, rng)
    if plan.clean:
        page = replace(
            page, page_number="", padding="", pads="exact", centred=False, repeated=False,
            broken=False, empty="", bar="|",
        )  # fmt: skip
    if page.page_number == BARE_NUMBER and _has_blanks(parts):
        page = replace(page, page_number="- {} -")  # a row that lacks a value would take it in
    lines = _lines(parts, dense, page)
    if family == "DEDUP":
        lines = list(dict.fromkeys(line for line in lines if line.strip()))
    return "\n".join(lines) + "\n", "txt", _slid(parts, page, dense)


def _has_blanks(parts: Sequence[Part]) -> bool:
    tables = [part for part in parts if isinstance(part, FormTable)]
    return any(slot.empty for table in tables for row in table.rows for slot in row)


def _lines(parts: Sequence[Part], family: str, page: TextStyle) -> list[str]:
    lines: list[str] = []
    for part in parts:
        if isinstance(part, FormTable):
            lines.extend(line.replace("|", page.bar) for line in FLATTENERS[family](part, page))
        else:
            lines.append(page.indent + part)
            lines.extend([""] if family == "CPL_BLANK" else [])
    return lines


def _markdown(title: str, parts: Sequence[Part], rng: random.Random) -> str:
    lines = [f"# {title}", ""]
    grouped, separated = rng.random() < 0.4, rng.random() < 0.15
    for part in parts:
        if isinstance(part, FormTable):
            inventive = grouped and part.columns == TABLE_3
            table = (
                markdown_groups(part) if inventive else markdown_table(part, separated=separated)
            )
            lines += table
        else:
            lines += [f"## {part}" if part[1:2] == "、" else part, ""]
    return "\n".join(lines) + "\n"


def _slid(parts: Sequence[Part], page: TextStyle, family: str) -> set[CellKey]:
    """The cells of rows whose blanks leave no trace except a longer pad.

    A row that prints nothing is one of them if nothing shows that it is empty.

    If page numbers are printed among the values and look like values, all cells are.
    """
    numbered = page.page_number == BARE_NUMBER
    if not numbered and (family in CERTAIN or page.blanks == "shown"):
        return set()
    slid: set[CellKey] = set()
    for part in parts:
        rows = part.rows if isinstance(part, FormTable) else ()
        for row in rows:
            slots = [slot for slot in row if slot.key]
            blank = sum(slot.empty for slot in slots)
            unseen = page.blanks == "vanished" and family not in CERTAIN and blank
            unseen = unseen or (
                blank and page.blanks == "packed" and family in PADLESS and row is rows[-1]
            )
            if numbered or unseen or 0 < blank < len(slots):
                slid |= {slot.key for slot in slots if slot.key}
    return slid


def _rescript(text: str, plan: ReportPlan, script: str) -> tuple[str, str, set[str]]:
    rng, noted = plan.rng, set[str]()
    traditional = rng.random() < 0.17
    if script:
        traditional = script == "traditional"
    if not plan.clean and rng.random() < 0.03:
        text, noted = paste_brands(text, rng), {"brands"}
    if not traditional:
        return text, "simplified", noted
    if not plan.clean and rng.random() < 0.5:
        text, noted = annotate_pinyin(text, rng), noted | {"pinyin"}
    if not plan.clean and rng.random() < 0.12:
        return taiwan_traditional(text), "traditional", noted | {"taiwan"}
    return mirror_traditional(text), "traditional", noted


def _encode(text: str, plan: ReportPlan, extension: str) -> tuple[bytes, set[str]]:
    """The bytes, mostly plain UTF-8; now and then GB 18030, a byte order mark, or CRLF."""
    dice = 1.0 if plan.clean else plan.rng.random()
    if dice < 0.05:
        return text.replace('charset="utf-8"', 'charset="gb2312"').encode("gb18030"), {"gb18030"}
    if dice < 0.08:
        return text.encode("utf-8-sig"), {"bom"}
    if dice < 0.12 and extension == "txt":
        return text.replace("\n", "\r\n").encode(), {"crlf"}
    return text.encode(), set()
