r"""The page that a script, a form field or a JSON answer holds as a quoted text.

{"data": {"content": "<table>…"}}                an answer of a portal
callback({"content": "&lt;table&gt;…"})          the same, for a script
window.state = {"content": "\u003ctable…"}       a page that a script builds
document.write(unescape("%3Ctable%u8868…"))
<textarea>&lt;table&gt;…</textarea>              a page that a script will show
"""

from __future__ import annotations

import base64
import binascii
import html
import json
import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser

from gikstudy.reading import limits
from gikstudy.reading.encoding import decode
from gikstudy.reading.repairs import refuse_repairs
from gikstudy.reading.script_escapes import unescaped

_TAG: Final = re.compile(r"<(?:td|th|tr|p|div|br|h\d|span)\b", re.IGNORECASE)
_ESCAPED_TAG: Final = re.compile(r"&(?:lt|#60|#x3c);/?(?:td|tr|p|div|table)\b", re.IGNORECASE)
_ENOUGH: Final = 8
"""Tags from which on a text is a page; the message of a form has fewer."""
_MANY_CELLS: Final = 60
"""Cells from which on a page shows tables of its own; the form has about 200."""
_LONG: Final = 200
"""Characters from which on a text is more than a title."""
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_ANSWER: Final = re.compile(r"\s*+(?:[\w.$]++\s*\(\s*+)?(?=[\[{\"])")
# As in a browser, one that nobody closes goes on to the end; so no text is searched twice for its end.
_SCRIPT: Final = re.compile(r"<script\b[^>]*>(.*?)(?:</script\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_HOLDERS: Final = re.compile(
    r"<(script|textarea|template)\b[^>]*>.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL
)
_TEMPLATE: Final = re.compile(
    r"<template\b[^>]*>(.*?)(?:</template\s*>|\Z)", re.IGNORECASE | re.DOTALL
)
_LONG_ATTRIBUTE: Final = re.compile(r"""\sdata-[\w-]{1,40}=(?:"([^"]{200,})"|'([^']{200,})')""")
_LITERAL: Final = re.compile(
    r'"((?:[^"\\\n]|\\.)*+)"|' + r"'((?:[^'\\\n]|\\.)*+)'|" + r"`((?:[^`\\]|\\.)*+)`", re.DOTALL
)
_PERCENT: Final = re.compile(r"%u([0-9a-fA-F]{4})")
_BASE64: Final = re.compile(r"[A-Za-z0-9+/\s]{400,}={0,2}\s*")
_DEEPEST: Final = 5
_ATTRIBUTES: Final = ("value", "srcdoc")


def quoted_page(text: str) -> str | None:
    """The markup of a page whose contents are quoted in it, or None if it shows them itself.

    Args:
        text: Decoded HTML, or an answer in JSON, perhaps as the argument of a function.

    Raises:
        UnreadableError: The page cannot be meant for people; see `refuse_repairs`.
    """
    start = _ANSWER.match(text)
    if start is not None:
        answer = _json(text[start.end() :])
        if answer is not None:
            pieces = list(_pieces(answer))
            return "\n".join(pieces) if any(map(_is_page, pieces)) else None
    if (
        ("<" not in text and "&" not in text)
        or len(text) > limits.MARKUP_CHARACTERS
        or _shows_tables(text)
    ):
        return None
    page = _from_page(text)
    if page is None and len(_ESCAPED_TAG.findall(text)) > _ENOUGH + _weight(text):
        return next(_pages(html.unescape(text)), None)
    return page


def _shows_tables(markup: str) -> bool:
    """Whether the page has many cells, and the first of them is in plain sight."""
    first = markup.find("<td")
    return markup.count("<td", first) > _MANY_CELLS and not any(
        markup.rfind(f"<{tag}", 0, first) > markup.rfind(f"</{tag}", 0, first)
        for tag in ("script", "textarea", "template")
    )


def _from_page(markup: str) -> str | None:
    refuse_repairs(markup)
    shown = _HOLDERS.sub("", markup)
    weight = _weight(shown)
    pages = [page for held in _held(markup) for page in _pages(held) if _is_page(page)]
    if not pages or max(map(_weight, pages)) <= weight:
        return None
    return "\n".join([shown, *dict.fromkeys(pages)])


def _weight(markup: str) -> int:
    return len(_TAG.findall(markup))


def _is_page(text: str) -> bool:
    return _weight(text) >= _ENOUGH and _HAN.search(text) is not None


def _held(markup: str) -> Iterator[str]:
    """The texts that the page holds and does not show."""
    for script in _SCRIPT.findall(markup):
        if script.lstrip().startswith("<") and _is_page(script):
            yield script  # a template
        if (whole := _json(script)) is not None:
            yield from _strings(whole)
            continue
        for literal in _LITERAL.finditer(script):
            quoted = next(filter(None, literal.groups()), "")
            if len(quoted) >= _LONG:
                yield unescaped(quoted)
    yield from _TEMPLATE.findall(markup)
    tree = LexborHTMLParser(markup)
    for node in tree.css("textarea, input[value], iframe[srcdoc]"):
        if node.tag == "textarea":
            yield node.text()
        yield from (value for name in _ATTRIBUTES if (value := node.attributes.get(name)))
    for double, single in _LONG_ATTRIBUTE.findall(markup):
        yield html.unescape(double or single)


def _pages(text: str, depth: int = 0) -> Iterator[str]:
    """The markup that a text stands for, in whatever way it is escaped."""
    if len(text) < _LONG or depth > _DEEPEST:
        return
    if text.lstrip()[:1] in ("{", "[", '"') and (value := _json(text)) is not None:
        for string in _strings(value):
            yield from _pages(string, depth + 1)
    elif _weight(text) >= _ENOUGH:
        yield text
    elif _ESCAPED_TAG.search(text):
        yield from _pages(html.unescape(text), depth + 1)
    elif text.count("%") * 12 > len(text):
        yield from _pages(unquote(_PERCENT.sub(_character, text)), depth + 1)
    elif _BASE64.fullmatch(text):
        try:
            yield from _pages(decode(base64.b64decode(text))[0], depth + 1)
        except binascii.Error:
            return


def _pieces(answer: Any, depth: int = 0) -> Iterator[str]:  # noqa: ANN401 (whatever JSON holds)
    """The texts of an answer in their order: pages as they are, other texts as lines."""
    for string in _strings(answer):
        pages = list(_pages(string))
        if pages:
            yield from pages
        elif depth < _DEEPEST and (inner := _json(string)) is not None and string[:1] in "{[":
            yield from _pieces(inner, depth + 1)
        elif _HAN.search(string):
            yield f"<pre>{html.escape(string)}</pre>"


def _strings(value: Any, depth: int = 0) -> Iterator[str]:  # noqa: ANN401 (whatever JSON holds)
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list) and depth < 20:
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one, depth + 1)


def _json(text: str) -> Any:  # noqa: ANN401 (whatever JSON holds)
    """The value at the beginning of a text; None if it is not JSON, or only a number or a word."""
    try:
        value, _ = json.JSONDecoder(strict=False).raw_decode(text.lstrip())
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, str | dict | list) else None


def _character(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))
