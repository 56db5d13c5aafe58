"""XML whose tables and headings have other names than in HTML: TEI, DocBook, JATS.

Crawlers write TEI (`<row><cell>`), converters write DocBook (`<row><entry>`) and JATS (headings are
`<title>`). With the names of HTML, the reader of pages reads them.
"""

from __future__ import annotations

import re
from typing import Final

_ROWS: Final = re.compile(r"<row\b[^<>]*>\s*<(?:cell|entry)\b")
_TITLES: Final = re.compile(r"<(?:sec|section|sect\d|article|chapter)\b[^<>]*>\s*<title\b")
_HTML: Final = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_NAMES: Final = {
    "row": "tr",
    "cell": "td",
    "entry": "td",
    "informaltable": "table",
    "title": "h2",
    "para": "p",
    "simpara": "p",
}
_TAG: Final = re.compile(rf"<(/?)({'|'.join(_NAMES)})\b([^<>]*)>")
_SPANS: Final = (  # what the attributes of each language mean in HTML
    (re.compile(r"\bcols="), "colspan="),
    (re.compile(r"\brows="), "rowspan="),
    (re.compile(r"\bmorerows=[\"'](\d{1,3})[\"']"), lambda m: f'rowspan="{int(m[1]) + 1}"'),
    (
        re.compile(r"\bnamest=[\"']\D*(\d{1,3})[\"']\s+nameend=[\"']\D*(\d{1,3})[\"']"),
        lambda m: f'colspan="{max(int(m[2]) - int(m[1]) + 1, 1)}"',
    ),
)


def is_row_markup(text: str) -> bool:
    """Whether a text is XML of that kind: rows of cells, or sections whose headings are titles."""
    if "<row" in text and _ROWS.search(text):
        return True
    # Nearly every page of HTML has a title, and says at its start that it is HTML.
    return "<title" in text and not _HTML.search(text) and _TITLES.search(text) is not None


def as_html(text: str) -> str:
    """The XML with the names and spans of HTML."""
    return _TAG.sub(_renamed, text)


def _renamed(tag: re.Match[str]) -> str:
    closing, name, attributes = tag.groups()
    for pattern, spans in _SPANS:
        attributes = pattern.sub(spans, attributes)
    return f"<{closing}{_NAMES[name]}{attributes}>"
