"""Which column of a table, or key of an object, holds the reports, their addresses and days."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from gikstudy.reading.archives.record import Record, day_of, lost
from gikstudy.reading.content import UnreadableError

TEXTS: Final = (
    *("html", "text", "content", "body", "fulltext", "full_text", "markdown", "page"),
    *("正文", "全文", "内容", "文本", "网页", "报告内容", "报告全文", "报告正文"),
)
"""Names of columns that hold the document; the first that a record fills is read."""
_URLS: Final = ("url", "link", "source_url", "target_uri", "warc-target-uri", "网址", "链接")
_DAYS: Final = (
    *("retrieved_on", "date", "crawl_date", "fetched_at", "retrieved_at", "warc-date", "timestamp"),
    *("抓取时间", "抓取日期", "采集时间", "采集日期"),
)
_LONG: Final = 200
"""A text with at least this many characters is a document and not a title."""
_OURS: Final = frozenset(
    [
        "state",
        "check",
        "section",
        "metric",
        "code",
        "cue",
        "other_id",
        "sha256",
        "n_open",
        "n_reports",
    ]
)
_MISSING: Final = frozenset(["region_code", "function", "due_on"])
_IDS: Final = frozenset(["report_id", "body_id"])
_SUBJECT: Final = re.compile("公开|申请|公開|申請")
OWN_TABLE: Final = "a file of a dataset that gikstudy wrote, not a report"


def is_own_table(names: Iterable[str]) -> bool:
    """Whether these are the columns of a table that this project wrote."""
    known = set(names)
    return known >= _MISSING or not (known.isdisjoint(_IDS) or known.isdisjoint(_OURS))


def text_column(rows: Sequence[Mapping[str, Any]], wanted: str = "") -> str | None:
    """The column of the documents, found by its name or by its texts.

    Args:
        rows: The first rows of the table.
        wanted: The name that the user gave.

    Returns:
        The name as the table spells it; None if no column holds documents.

    Raises:
        UnreadableError: Several columns hold long texts, and no name shows which one is meant.
    """
    names = list(dict.fromkeys(str(name) for row in rows for name in row))
    by_lower = {name.lower().strip(): name for name in reversed(names)}
    if wanted:
        return by_lower.get(wanted.lower().strip())
    for known in TEXTS:
        if known in by_lower and not any(_is_nested(row, by_lower[known]) for row in rows):
            return by_lower[known]
    long = [name for name in names if _holds_documents(rows, name)]
    if len(long) > 1:
        raise UnreadableError(
            f"several columns hold texts ({', '.join(long)}); name one with --text-column"
        )
    return long[0] if long else None


def _is_nested(row: Mapping[str, Any], name: str) -> bool:
    return isinstance(row.get(name), dict | list)


def read_names(names: Iterable[str], column: str) -> list[str]:
    """The columns of a table that a record is made of."""
    known = {column.lower(), *TEXTS, *_URLS, *_DAYS}
    return [name for name in names if name.lower().strip() in known]


def is_document(value: object) -> bool:
    """Whether a value is a text on the subject that is too long for a title."""
    return isinstance(value, str) and len(value) >= _LONG and bool(_SUBJECT.search(value))


def _holds_documents(rows: Sequence[Mapping[str, Any]], name: str) -> bool:
    values = [row[name] for row in rows if isinstance(row.get(name), str) and row[name].strip()]
    long = sum(map(is_document, values))
    return long > 0 and 2 * long >= len(values)


def record_of(fields: Mapping[str, Any], name: str, column: str = "") -> Record:
    """The document in one row or object, with its address and its day."""
    lower = {str(key).lower().strip(): value for key, value in fields.items()}
    wanted = column.lower().strip()
    order = (wanted,) if wanted and wanted not in TEXTS else (*_before(wanted), *TEXTS)
    document = next((lower[key] for key in order if key and lower.get(key)), None)
    url = next((str(lower[key]).strip() for key in _URLS if lower.get(key)), "")
    day = next((found for key in _DAYS if (found := day_of(str(lower.get(key) or "")))), "")
    if document is None or (isinstance(document, str) and not document.strip()):
        return lost(name, "no text in this record", url)
    if isinstance(document, bytes):
        return Record(document, name, "", url, "", day)
    data = str(document).encode("utf-8", "replace")
    return Record(data, name, "utf-8", url, "", day)


def _before(wanted: str) -> tuple[str, ...]:
    return (wanted,) if wanted else ()
