"""Tables as HTML and Markdown, as content systems and converters change them (A10, A11)."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from gikstudy.synthesis.layout import FormTable, Slot

Part = str | FormTable
QUIRKS: Final = (
    "nested", "split_numbers", "stray_cells", "odd_spans", "nbsp_blanks", "paragraphs", "th",
    "split_table", "layout_table", "one_table",
)  # fmt: skip
OPENED: Final = '<table border="1" cellspacing="0"><tbody>\n'
CLOSED: Final = "\n</tbody></table>"
RARE: Final = frozenset({"th", "split_table", "layout_table", "one_table"})


@dataclass(frozen=True, slots=True)
class Markup:
    """The quirks of one HTML report, and the random numbers to apply them."""

    rng: random.Random
    quirks: frozenset[str]
    escaped: bool = False  # the page is a JavaScript string


def draw_markup(rng: random.Random, *, escaped: bool) -> Markup:
    """The quirks of one HTML report."""
    return Markup(
        rng, frozenset(q for q in QUIRKS if rng.random() < (0.08 if q in RARE else 0.25)), escaped
    )


def _inner(slot: Slot, markup: Markup) -> str:
    """The content of a cell, nested in as many elements as an office program leaves."""
    if slot.empty:
        blank = "&nbsp;" if "nbsp_blanks" in markup.quirks else ""
        return f"<p>{blank}</p>" if "paragraphs" in markup.quirks else blank
    text = escape(slot.text, quote=False).replace("\n", "<br />")
    if slot.key and len(slot.text) > 1 and "split_numbers" in markup.quirks:
        cut = markup.rng.randint(1, len(slot.text) - 1)
        first, second = escape(slot.text[:cut]), escape(slot.text[cut:])
        text = f'<font face="仿宋">{first}</font></span><span lang="EN-US">{second}'
        text = f"<span>{text}</span>"
    elif "nested" in markup.quirks:
        text = f'<font style="font-size: 16px"><span><b>{text}</b></span></font>'
    return f'<p style="text-align: center">{text}</p>' if "paragraphs" in markup.quirks else text


def _cell(slot: Slot, markup: Markup) -> str:
    spans = {"rowspan": slot.rowspan, "colspan": slot.colspan}
    if slot.key and "odd_spans" in markup.quirks and markup.rng.random() < 0.15:
        spans["colspan"] += 1
    attributes = "".join(f' {name}="{n}"' for name, n in spans.items() if n > 1)
    name = "th" if not slot.key and "th" in markup.quirks else "td"
    return f"<{name}{attributes}>{_inner(slot, markup)}</{name}>"


def html_table(table: FormTable, markup: Markup) -> str:
    """One real table."""
    rows = []
    for row in table.rows:
        cells = "".join(_cell(slot, markup) for slot in row)
        if "stray_cells" in markup.quirks and not any(slot.key for slot in row):
            cells += "<td></td>"
        rows.append(f"<tr>{cells}</tr>")
    if "split_table" in markup.quirks and len(rows) > 8:
        rows[len(rows) // 2] += f"{CLOSED}\n<p></p>\n{OPENED}"
    return OPENED + "\n".join(rows) + CLOSED


def _body(parts: Sequence[Part], markup: Markup) -> str:
    """Paragraphs and tables; `one_table` puts all tables into one, headings included."""
    pieces = [
        html_table(part, markup) if isinstance(part, FormTable) else f"<p>{escape(part)}</p>"
        for part in parts
    ]
    tables = [i for i, part in enumerate(parts) if isinstance(part, FormTable)]
    if "one_table" in markup.quirks and "split_table" not in markup.quirks and tables:
        _join(pieces, tables[0], tables[-1])
    body = "\n".join(pieces)
    if "layout_table" in markup.quirks:
        return f'<table width="1000"><tr><td width="20%">栏目导航</td><td>{body}</td></tr></table>'
    return body


def _join(pieces: list[str], first: int, last: int) -> None:
    """Make one table of everything from `first` to `last`; text between tables becomes rows."""
    for i in range(first, last + 1):
        if not pieces[i].startswith(OPENED):
            pieces[i] = f'<tr><td colspan="15">{pieces[i]}</td></tr>'
            continue
        if i < last:
            pieces[i] = pieces[i].removesuffix(CLOSED)
        if i > first:
            pieces[i] = pieces[i].removeprefix(OPENED)


def html_page(title: str, parts: Sequence[Part], markup: Markup, charset: str) -> str:
    """A whole page: furniture, paragraphs, tables; as a JavaScript string if `escaped`."""
    body = _body(parts, markup)
    if markup.escaped:
        body = body.replace('"', '\\"').replace("</", "<\\/").replace("\n", "\\r\\n")
        body = f'<script>var content = "{body}"; document.write(content);</script>'
    else:
        body = f'<div id="zoom" class="article">\n{body}\n</div>'
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="{charset}">'
        f"<title>{escape(title)}</title>\n"
        "<style>td { padding: 2px }</style><script>var hits = 3211;</script></head>\n<body>\n"
        '<div class="nav"><a href="/">首页</a> &gt; <a href="/zfxxgk">政府信息公开</a></div>\n'
        f'{body}\n<div class="footer">网站地图 访问量：20815</div>\n</body></html>\n'
    )


def _markdown_row(texts: Sequence[str]) -> str:
    return "| " + " | ".join(text.replace("\n", " ") for text in texts) + " |"


def _expanded(row: tuple[Slot, ...]) -> list[str]:
    """A row with the texts of spanning labels repeated, as converters write them."""
    return [slot.text for slot in row for _ in range(1 if slot.key else slot.colspan)]


def markdown_table(table: FormTable, *, separated: bool = False) -> list[str]:
    """One table with a separator under its first row, or under every row (`separated`)."""
    lines: list[str] = []
    for i, row in enumerate(table.rows):
        lines.append(_markdown_row(_expanded(row)))
        if i == 0 or separated:
            lines.append("|" + "---|" * table.columns)
    return ["", *lines, ""]


def markdown_groups(table: FormTable) -> list[str]:
    """One small table per group of rows with an invented header, as in OCR by language models."""
    lines: list[str] = []
    width = 0
    for row in table.rows:
        labels = [slot.text.replace("\n", "") for slot in row if not slot.key]
        values = [slot.text for slot in row if slot.key]
        if not values:
            continue
        if len(labels) > 1 or len(values) != width:
            width = len(values)
            lines += [f"\n### {label}\n" for label in labels[:-1]]
            heads = [f"数据{i}" for i in range(1, width)]
            lines += [_markdown_row(["项目", *heads, "总计"]), "|" + "---|" * (width + 1)]
        lines.append(_markdown_row([labels[-1] if labels else "", *values]))
    return [*lines, ""]
