"""JSON lines and Parquet with a column of texts or pages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from gikstudy.reading import limits
from gikstudy.reading.archives.record import Record, RecordReader
from gikstudy.reading.content import UnreadableError

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

COLUMNS: Final = ("html", "text", "content")
"""Columns that hold the document; the first that a record fills is read."""
_ADDRESS: Final = "url"


def json_steps(stream: BinaryIO, name: str) -> Iterator[RecordReader]:
    """The lines of a JSON lines file from where the stream stands; keys are byte offsets."""
    position = stream.tell()
    while line := stream.readline(limits.DOCUMENT_BYTES + 1):
        if line.strip():
            yield position, partial(_json_record, line, f"{name}#{position}")
        position += len(line)


def _json_record(line: bytes, name: str) -> Record:
    if len(line) > limits.DOCUMENT_BYTES:
        return Record(b"", name, problem="a line longer than a document may be")
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Record(b"", name, problem=f"no valid JSON: {error}")
    if not isinstance(fields, dict):
        return Record(b"", name, problem="no JSON object on this line")
    return _record(fields, name)


def _record(fields: Mapping[str, Any], name: str) -> Record:
    lower = {str(key).lower(): value for key, value in fields.items()}
    document = next((lower[column] for column in COLUMNS if lower.get(column)), "")
    address = lower.get(_ADDRESS)
    url = address if isinstance(address, str) else ""
    if isinstance(document, bytes):
        return Record(document, name, url=url)
    return Record(str(document).encode("utf-8", "replace"), name, "utf-8", url)


def parquet_runs(stream: BinaryIO, longest: int) -> Iterator[tuple[int, int]]:
    """First row and number of rows of each run; a run lies within one row group."""
    file = _parquet(stream)
    first = 0
    for group in range(file.metadata.num_row_groups):
        rows = file.metadata.row_group(group).num_rows
        for start in range(0, rows, longest):
            yield first + start, min(longest, rows - start)
        first += rows


def parquet_records(
    stream: BinaryIO, name: str, start: int, count: int, longest: int
) -> Iterator[Record]:
    """A run of rows; keys are row numbers, counted from 0."""
    file = _parquet(stream)
    columns = [c for c in file.schema_arrow.names if c.lower() in (*COLUMNS, _ADDRESS)]
    group, first = 0, 0
    while start >= first + file.metadata.row_group(group).num_rows:
        first += file.metadata.row_group(group).num_rows
        group += 1
    batches = file.iter_batches(longest, row_groups=[group], columns=columns)
    skipped = (start - first) // longest
    for batch in islice(batches, skipped, skipped + 1):
        for number, fields in enumerate(batch.to_pylist()[:count], start):
            yield _record(fields, f"{name}#{number}")


def _parquet(stream: BinaryIO) -> ParquetFile:
    from pyarrow.parquet import ParquetFile  # 0.5 s, and few inputs need it

    file = ParquetFile(stream)
    if not any(column.lower() in COLUMNS for column in file.schema_arrow.names):
        columns = ", ".join(COLUMNS)
        raise UnreadableError(f"a Parquet file without any of the columns {columns}")
    return file
