"""Pages whose report is quoted in them: answers of portals, scripts, form fields, templates."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from gikstudy.extraction import extract_report
from gikstudy.reading import list_sources, read_document
from gikstudy.reading.quoted_page import quoted_page
from gikstudy.synthesis import make_report

MADE = make_report(7, 20, family="HTML", script="simplified")
PAGE = re.sub(r"(?is)<script.*?</script>", "", MADE.data.decode(read_document(MADE.data).encoding))
TRUTH = {f"{c.table}/{c.row}/{c.column}": c.value for c in MADE.cells if c.value is not None}
SHELL = "<!DOCTYPE html><html><head><title>x</title></head><body><div id=app></div>{}</body></html>"


def escaped_as_once(page: str) -> str:
    return "".join(
        c
        if c.isascii() and c.isalnum()
        else (f"%{ord(c):02X}" if ord(c) < 256 else f"%u{ord(c):04X}")
        for c in page
    )


def as_literal(page: str) -> str:
    plain = page.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
    return plain.replace("<", "\\x3c").replace(">", "\\x3e")


def hidden(text: str) -> str:
    return text.replace("<", "\\u003c").replace(">", "\\u003e")


def script(code: str) -> str:
    return SHELL.format(f"<script>{code}</script>")


ANSWERS: dict[str, Callable[[str], str]] = {
    "an answer": lambda page: json.dumps({"code": 200, "data": {"content": page}}),
    "an answer with slashes": lambda page: json.dumps({"data": {"content": page}}).replace(
        "/", "\\/"
    ),
    "an answer with entities": lambda page: json.dumps({"data": {"content": html.escape(page)}}),
    "an answer for a script": lambda page: f"back({json.dumps({'data': {'content': page}})});",
    "an answer in an answer": lambda page: json.dumps({"data": json.dumps({"content": page})}),
    "XML with entities": lambda page: f"<?xml version='1.0'?><a><b>{html.escape(page)}</b></a>",
    "XML with CDATA": lambda page: f"<?xml version='1.0'?><a><b><![CDATA[{page}]]></b></a>",
}
PAGES: dict[str, Callable[[str], str]] = {
    "a state": lambda page: script(f"window.s={{'a':{json.dumps(page)}}}"),
    "a state in Han characters": lambda page: script(f"x={json.dumps(page, ensure_ascii=False)}"),
    "a state without tags": lambda page: script(f"var x={hidden(json.dumps(page))}"),
    "a state as JSON": lambda page: SHELL.format(
        '<script type="application/json">' + hidden(json.dumps({"p": {"c": page}})) + "</script>"
    ),
    "a state parsed": lambda page: script(
        f"s=JSON.parse({hidden(json.dumps(json.dumps({'c': page})))})"
    ),
    "a literal": lambda page: script(f"document.write('{as_literal(page)}')"),
    "unescape": lambda page: script(f"document.write(unescape('{escaped_as_once(page)}'))"),
    "decodeURIComponent": lambda page: script(f"f(decodeURIComponent('{quote(page)}'))"),
    "atob": lambda page: script(f"f(atob('{base64.b64encode(page.encode()).decode()}'))"),
    "a script of another type": lambda page: SHELL.format(
        f'<script type="text/html">{page}</script>'
    ),
    "a text area": lambda page: SHELL.format(
        f'<textarea style="display:none">{html.escape(page)}</textarea>'
    ),
    "a text area with tags": lambda page: SHELL.format(f"<textarea>{page}</textarea>"),
    "a hidden field": lambda page: SHELL.format(
        f'<input type="hidden" value="{html.escape(page)}">'
    ),
    "a template": lambda page: SHELL.format(f"<template>{page}</template>"),
    "a frame": lambda page: SHELL.format(f'<iframe srcdoc="{html.escape(page)}"></iframe>'),
    "an attribute": lambda page: SHELL.format(f'<div data-content="{html.escape(page)}"></div>'),
}


def numbers_at(path: Path) -> dict[str, float | int]:
    (source,) = list_sources([path])
    (record,) = source.records()
    report = extract_report(read_document(record.data))
    assert report.about.year == MADE.year
    return {cell.key: cell.value for cell in report.cells if cell.value is not None}


@pytest.mark.parametrize("way", [*ANSWERS, *PAGES])
def test_a_quoted_page_is_read_as_the_page(way: str, tmp_path: Path) -> None:
    path = tmp_path / "page"
    path.write_text({**ANSWERS, **PAGES}[way](PAGE), "utf-8")
    assert numbers_at(path) == TRUTH


def test_a_list_of_answers_is_one_report_each(tmp_path: Path) -> None:
    other = make_report(7, 31, family="HTML", script="simplified")
    pages = [PAGE, other.data.decode(read_document(other.data).encoding)]
    rows = [{"title": "t", "content": page} for page in pages]
    path = tmp_path / "list.json"
    path.write_text(json.dumps({"result": {"page": {"list": rows, "total": 2}}}), "utf-8")
    records = [record for source in list_sources([path]) for record in source.records()]
    years = [extract_report(read_document(record.data)).about.year for record in records]
    assert years == [MADE.year, other.year]


@pytest.mark.parametrize(
    "text",
    [
        PAGE,
        "今年主动公开政府信息128条。\n依申请公开3件。",
        "{not JSON}",
        '{"title": "年度报告"}',
        SHELL.format("<script>var a='" + "x" * 500 + "'</script><p>正文</p>"),
        PAGE.replace("</body>", f"<textarea>{html.escape('<p>a</p>' * 90)}</textarea></body>"),
    ],
)
def test_what_a_page_shows_itself_is_read_as_it_is(text: str) -> None:
    assert quoted_page(text) is None


def test_what_the_page_shows_stands_before_what_it_quotes() -> None:
    title = "<h1>船山区财政局2023年政府信息公开工作年度报告</h1>"
    page = SHELL.format(f"{title}<textarea>{html.escape(PAGE)}</textarea>")
    lines = [block.text for block in read_document(page.encode()).blocks if hasattr(block, "text")]
    assert lines[0] == "船山区财政局2023年政府信息公开工作年度报告"
