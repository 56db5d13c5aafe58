"""JSON: an object a line, an array of objects, or one object that holds such an array."""

from __future__ import annotations

import base64
import codecs
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any, BinaryIO, Final

from gikstudy.reading import limits
from gikstudy.reading.archives.json_layouts import (
    n_texts,
    nested_rows,
    refuse_several,
    refuse_unknown,
)
from gikstudy.reading.archives.record import Record, RecordReader, lost, no_report
from gikstudy.reading.archives.row_files import (
    OWN_TABLE,
    is_own_table,
    record_of,
    text_column,
)
from gikstudy.reading.archives.salvage import SEPARATOR
from gikstudy.reading.content import UnreadableError
from gikstudy.reading.encoding import decode

_SAMPLE: Final = 20
_GAP: Final = SEPARATOR.strip()
_BLANK: Final = "\ufeff\x1e \t\r\n"
"""What may come before an object; the mark \\x1e begins each one in a JSON sequence."""
_BETWEEN: Final = re.compile(r"[\s,\ufeff]*")
_NEXT: Final = re.compile(r"\}\s*,\s*(?=\{)")
_PIECE: Final = 1 << 20
_DECODER: Final = json.JSONDecoder()


def json_steps(stream: BinaryIO, name: str, column: str = "") -> Iterator[RecordReader]:
    """The lines of a JSON lines file from the current position on; keys are byte offsets."""
    position = stream.tell()
    while line := stream.readline(limits.DOCUMENT_BYTES + 1):
        start, size = position, len(line)
        position += size
        if size > limits.DOCUMENT_BYTES:
            while not line.endswith(b"\n") and (line := stream.readline(limits.MB)):
                position += len(line)
            reason = "a line longer than the limit of a document"
            yield start, partial(lost, f"{name}#{start}", reason)
        elif line.strip() and line.strip() != _GAP:
            yield start, partial(_line, line, f"{name}#{start}", column)


def _line(line: bytes, name: str, column: str) -> Record:
    try:
        fields = json.loads(_text(line))
    except (ValueError, RecursionError) as error:
        return lost(name, f"not valid JSON: {error}")
    if not isinstance(fields, dict):
        return lost(name, "not a JSON object on this line")
    return record_of(fields, name, column)


def _text(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = decode(data)[0]
    return text.lstrip(_BLANK)


def array_steps(stream: BinaryIO, name: str, column: str = "") -> Iterator[RecordReader]:
    """The objects of an array; keys are their numbers, counted from 0."""
    for number, item in enumerate(_items(stream)):
        key = f"{name}#{number}"
        if isinstance(item, dict):
            yield number, partial(record_of, item, key, column)
        elif isinstance(item, str):
            yield number, partial(record_of, {"text": item}, key)
        else:
            reason = str(item) if isinstance(item, UnreadableError) else "not a JSON object"
            yield number, partial(lost, key, reason)


def _items(stream: BinaryIO) -> Iterator[Any]:
    """The elements of an array one after another; an error for each that is damaged."""
    text, at, ended = "", 0, False
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    opened = False
    while True:
        at = _BETWEEN.match(text, at).end()  # type: ignore[union-attr]
        if not opened and text[at : at + 1] == "[":
            at, opened = at + 1, True
            continue
        if text[at : at + 1] == "]":
            return
        try:
            item, at = _DECODER.raw_decode(text, at)
            if isinstance(item, (int, float)) and at == len(text) and not ended:
                raise ValueError
            yield item
            continue
        except (ValueError, RecursionError) as error:
            if not ended and len(text) - at <= limits.DOCUMENT_BYTES:
                more = stream.read(max(_PIECE, len(text) - at))
                ended = not more
                text, at = text[at:] + decoder.decode(more, ended), 0
                continue
            if at >= len(text):
                if opened:
                    yield UnreadableError("damaged: the array is cut off")
                return
            yield UnreadableError(f"not valid JSON: {error}")
        found = _NEXT.search(text, at)
        at = found.end() if found else len(text)
        ended = ended or not found


def objects_kind(text: str, wanted: str, *, whole: bool) -> tuple[str, str] | None:
    """How decoded text holds objects, and the column of their documents; None if it is not JSON.

    Args:
        text: The beginning of the file, or all of it.
        whole: Whether `text` is the whole file.
        wanted: The column that the user named.

    Returns:
        `array`, `jsonl` or `object`, and the name of the column.

    Raises:
        UnreadableError: The file is a table of objects, and the column of the documents is unclear.
    """
    start = text.lstrip(_BLANK)
    if start.startswith("["):
        if start[1:].lstrip()[:1] == "{":
            return "array", _column(_first_of_array(start), wanted)
        return odd_array(start, wanted) if whole else None
    if not start.startswith("{"):
        return None
    lines = _first_lines(start, whole=whole)
    if lines:
        column = text_column(lines, wanted)
        if column is not None:
            return "jsonl", column
        if len(lines) > 1:
            return "jsonl", _column(lines, wanted)
    return _one_object(start, wanted) if whole else None


def odd_array(text: str, wanted: str) -> tuple[str, str] | None:
    """An array that does not begin with an object: of texts, or of rows without names."""
    try:
        items = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if rows := [item for item in items if isinstance(item, dict)]:
        return "array", _column(rows[:_SAMPLE], wanted)
    if items and all(isinstance(item, str) for item in items) and n_texts(items):
        return "array", ""
    refuse_unknown(items)
    return None


def _column(rows: Sequence[Mapping[str, Any]], wanted: str) -> str:
    names = list(dict.fromkeys(str(key) for row in rows for key in row))
    if is_own_table(names):
        raise UnreadableError(OWN_TABLE)
    column = text_column(rows, wanted)
    if column is None:
        raise UnreadableError(
            f"no column of texts among {', '.join(names[:20])}; name it with --text-column"
        )
    return column


def _first_of_array(text: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    at = text.index("[") + 1
    while len(rows) < _SAMPLE:
        at = _BETWEEN.match(text, at).end()  # type: ignore[union-attr]
        try:
            item, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        if isinstance(item, dict):
            rows.append(item)
    return rows


def _first_lines(text: str, *, whole: bool) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    lines = text.split("\n", _SAMPLE)
    for line in lines if whole else lines[:-1]:
        if not line.strip():
            continue
        try:
            item = json.loads(line.lstrip(_BLANK))
        except (ValueError, RecursionError):
            if not rows:
                return []
            continue
        if isinstance(item, dict):
            rows.append(item)
        if len(rows) == _SAMPLE:
            break
    return rows


def _one_object(text: str, wanted: str) -> tuple[str, str] | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        refuse_several(text)
        return None
    rows = list(islice(rows_in(value), _SAMPLE)) if isinstance(value, dict) else []
    if not rows:
        return None
    try:
        return "object", _column(rows, wanted)
    except UnreadableError:
        if len(rows) > 1:
            raise
        refuse_unknown(value)
        return None  # one object may be a document by itself


def rows_in(value: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows in one object: HAR, the other layouts of pandas, or the object itself."""
    log = value.get("log")
    if isinstance(log, dict) and isinstance(log.get("entries"), list):
        yield from map(_har_entry, log["entries"])
    elif isinstance(data := value.get("data"), list) and data:
        columns = value.get("columns")
        for row in data:
            if isinstance(row, dict):
                yield row
            elif isinstance(row, list) and isinstance(columns, list):
                yield dict(zip(map(str, columns), row, strict=False))
    elif rows := nested_rows(value):
        yield from rows
    elif isinstance(data, dict):
        yield data
    elif value and all(isinstance(column, dict) for column in value.values()):
        keys = dict.fromkeys(key for column in value.values() for key in column)
        for key in keys:
            yield {name: column.get(key) for name, column in value.items()}
    else:
        yield dict(value)


def _har_entry(entry: Any) -> dict[str, Any]:  # noqa: ANN401 (whatever JSON holds)
    try:
        content = entry["response"]["content"]
        text: Any = content.get("text", "")
        if content.get("encoding") == "base64":
            text = base64.b64decode(text)
        kind = str(content.get("mimeType", ""))
        if not re.match(r"text/(?!css|javascript)|application/(?!.*script|.*json)", kind):
            text = ""
        return {"text": text, "url": entry["request"]["url"], "date": entry["startedDateTime"]}
    except (KeyError, TypeError, AttributeError, ValueError):
        return {"text": ""}


def object_steps(stream: BinaryIO, name: str, column: str = "") -> Iterator[RecordReader]:
    """The rows in a file that is one object; keys are their numbers, counted from 0."""
    text, _ = decode(stream.read(limits.DOCUMENT_BYTES + 1))
    rows = list(rows_in(json.loads(text)))
    for number, row in enumerate(rows):
        key = name if len(rows) == 1 else f"{name}#{number}"
        if is_own_table(row):
            yield number, partial(no_report, key, OWN_TABLE)
        elif row.get("text") != "" or "date" not in row:
            yield number, partial(record_of, row, key, column)
