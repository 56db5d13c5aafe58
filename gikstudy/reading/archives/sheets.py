"""CSV and Excel tables with one report per row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any, BinaryIO, Final, cast

from gikstudy.reading import limits
from gikstudy.reading.archives.record import RecordReader, lost
from gikstudy.reading.archives.row_files import (
    OWN_TABLE,
    TEXTS,
    is_own_table,
    record_of,
    text_column,
)
from gikstudy.reading.content import UnreadableError
from gikstudy.reading.encoding import decode

_SAMPLE: Final = 20
_SIGNS: Final = (",", "\t", ";", "|")
_SIGN_LINE: Final = re.compile('\ufeff?"?sep=[,;|\t]"?\r?\n')
"""The first line that Excel writes and reads to name the sign between fields."""
_LONG: Final = 100
"""Length of text from which the name of a column is enough to call the table one of reports."""
_WHOLE_REPORT: Final = 1_000
_EXCEL_TEXT: Final = 32_767


def csv_kind(text: str, wanted: str, *, whole: bool) -> tuple[str, str] | None:
    """`csv` and the column of the documents, if decoded text is a table of reports.

    A report whose own tables are stored as CSV is a document. Only a first line that names a column
    of texts, above texts, makes a table of reports.

    Raises:
        UnreadableError: This project wrote the table, or its column is unclear.
    """
    hint = _SIGN_LINE.match(text)
    text = text[hint.end() :] if hint else text
    first = text.lstrip("\ufeff").partition("\n")[0]
    sign = max(_SIGNS, key=first.count)
    if not first.count(sign) and not wanted and first.strip().strip('"').lower() not in TEXTS:
        return None
    rows = _first_rows(text.lstrip("\ufeff"), sign, whole=whole)
    names = rows[0] if rows else []
    if is_own_table(names):
        raise UnreadableError(OWN_TABLE)
    if len(rows) < 2 or len(set(names)) < len(names) or not all(name.strip() for name in names[1:]):
        return None
    fields = [dict(zip(names, row, strict=False)) for row in rows[1:]]
    column = text_column(fields, wanted)
    if column is None or (not wanted and all(len(row.get(column, "")) < _LONG for row in fields)):
        return None
    return "csv", column


def names_texts(text: str) -> bool:
    """Whether the first line names a column of texts: its first row may be longer than the head."""
    first = text.lstrip("\ufeff").partition("\n")[0].lower()
    names = {name.strip().strip('"') for name in re.split(r"[,;|\t]", first)}
    return len(names) > 1 and not names.isdisjoint(TEXTS)


def _first_rows(text: str, sign: str, *, whole: bool) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in islice(_reader(io.StringIO(text, newline=""), sign), _SAMPLE):
            rows.append(row)
    except csv.Error:
        pass
    return rows if whole or len(rows) == _SAMPLE or len(rows) < 3 else rows[:-1]


def _reader(lines: io.TextIOBase, sign: str) -> Iterator[list[str]]:
    csv.field_size_limit(limits.DOCUMENT_BYTES)
    return iter(csv.reader(lines, delimiter=sign, strict=True))


def csv_steps(stream: BinaryIO, name: str, column: str = "") -> Iterator[RecordReader]:
    """The rows of a CSV file below its first; keys are their numbers, counted from 0."""
    head = stream.peek(65536) if hasattr(stream, "peek") else b""
    _, encoding = decode(head[: len(head) - len(head) % 2])
    lines = io.TextIOWrapper(
        cast("Any", stream), encoding=_codec(encoding), errors="replace", newline=""
    )
    first = lines.readline()
    if _SIGN_LINE.match(first):
        first = lines.readline()
    sign = max(_SIGNS, key=first.count)
    names = [n.lstrip("\ufeff") for n in next(_reader(io.StringIO(first, newline=""), sign))]
    rows = _reader(lines, sign)
    number = -1
    while True:
        number += 1
        key = f"{name}#{number}"
        try:
            row = next(rows)
        except StopIteration:
            lines.detach()
            return
        except csv.Error as error:
            yield number, partial(lost, key, f"damaged: {error}")
            continue
        if not row:
            number -= 1
        elif len(row) != len(names):
            reason = f"damaged: a row of {len(row)} fields below {len(names)} names"
            yield number, partial(lost, key, reason)
        else:
            fields = dict(zip(names, row, strict=True))
            yield number, partial(record_of, fields, key, column)


def _codec(encoding: str) -> str:
    return "utf-8-sig" if encoding == "utf-8" else encoding


def xlsx_kind(stream: BinaryIO, wanted: str) -> tuple[str, str] | None:
    """`xlsx` and the column of the documents, if the first sheet is a table of reports."""
    found = _first_sheet(stream, wanted)
    if found is None:
        _refuse_texts_elsewhere(stream)
    return found


def _refuse_texts_elsewhere(stream: BinaryIO) -> None:
    """Refuses a workbook with the texts of reports in cells, which would be read as one report.

    Raises:
        UnreadableError: The texts are on another sheet, or below another row than the first.
    """
    stream.seek(0)
    held = sum(
        _is_text(value) and len(value) >= _WHOLE_REPORT and "年度报告" in value
        for row in _xlsx_rows(stream, all_sheets=True)
        for value in row
    )
    if held > 1:
        raise UnreadableError(
            f"{held} cells hold the text of a report: put them on the first sheet, below one row "
            "that names the columns"
        )


def _first_sheet(stream: BinaryIO, wanted: str) -> tuple[str, str] | None:
    rows = list(islice(_xlsx_rows(stream), _SAMPLE))
    stream.seek(0)
    if len(rows) < 2:
        return None
    names = [str(name or "") for name in rows[0]]
    if is_own_table(names):
        raise UnreadableError(OWN_TABLE)
    named = wanted or any(name.lower().strip() in TEXTS for name in names)
    fields = [dict(zip(names, row, strict=False)) for row in rows[1:]]
    long = any(len(value) >= _LONG for row in fields for value in row.values() if _is_text(value))
    if not long or (not named and len(set(names)) < len(names)):
        return None
    column = text_column(fields, wanted)
    if column is None or not any(_is_text(row.get(column)) for row in fields):
        return None
    return "xlsx", column


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _xlsx_rows(stream: BinaryIO, *, all_sheets: bool = False) -> Iterator[Sequence[Any]]:
    from openpyxl import load_workbook  # 0.2 s, and few inputs need it

    try:
        book = load_workbook(stream, read_only=True, data_only=True)
        for sheet in book.worksheets if all_sheets else book.worksheets[:1]:
            sheet.reset_dimensions()
            rows = sheet.iter_rows(values_only=True)
            for row in islice(rows, _SAMPLE) if all_sheets else rows:
                yield row[: limits.SHEET_COLUMNS]
    except Exception:  # not a table that openpyxl reads: the reader of spreadsheets says why
        return


def xlsx_steps(stream: BinaryIO, name: str, column: str = "") -> Iterator[RecordReader]:
    """The rows of the first sheet below its first; keys are their numbers, counted from 0."""
    rows = _xlsx_rows(stream)
    names = [str(name or "") for name in next(rows, ())]
    number = -1
    for row in rows:
        if not any(value not in (None, "") for value in row):
            continue
        number += 1
        key = f"{name}#{number}"
        fields = dict(zip(names, row, strict=False))
        if len(str(fields.get(column) or "")) >= _EXCEL_TEXT:
            reason = f"its text is cut at {_EXCEL_TEXT:,} characters, the limit of a cell in Excel"
            yield number, partial(lost, key, reason)
        else:
            yield number, partial(record_of, fields, key, column)
