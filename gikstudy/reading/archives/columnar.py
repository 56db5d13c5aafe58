"""Parquet with a column of texts or pages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, Final

from gikstudy.reading import limits
from gikstudy.reading.archives.record import Record, lost
from gikstudy.reading.archives.row_files import (
    OWN_TABLE,
    TEXTS,
    is_own_table,
    read_names,
    record_of,
    text_column,
)
from gikstudy.reading.content import UnreadableError

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

_SAMPLE: Final = 20
_SWELL: Final = 1024 * limits.MB
"""Limit on the unpacked size that the pages of one row group declare, in bytes."""


def parquet_column(stream: BinaryIO, wanted: str) -> str:
    """The column of the documents.

    Raises:
        UnreadableError: No column holds texts, or it is unclear which one does.
    """
    file = _parquet(stream)
    names: list[str] = file.schema_arrow.names
    if is_own_table(names):
        raise UnreadableError(OWN_TABLE)
    if not wanted and any(name.lower() in TEXTS for name in names):
        return ""
    if wanted and wanted in names:
        return wanted
    sample = next(file.iter_batches(_SAMPLE), None) if not wanted and _small(file, 0) else None
    column = text_column(sample.to_pylist(), wanted) if sample is not None else None
    if column is None:
        raise UnreadableError(
            f"a Parquet file without a column of texts; it has {', '.join(names[:20])}: "
            "name one with --text-column"
        )
    return column


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
    stream: BinaryIO, name: str, start: int, count: int, longest: int, column: str = ""
) -> Iterator[Record]:
    """A run of rows; keys are row numbers, counted from 0."""
    file = _parquet(stream)
    group, first = 0, 0
    while start >= first + file.metadata.row_group(group).num_rows:
        first += file.metadata.row_group(group).num_rows
        group += 1
    numbers = range(start, start + count)
    if not _small(file, group):
        reason = "its pages unpack to more than a worker may keep in memory"
        yield from (lost(f"{name}#{number}", reason) for number in numbers)
        return
    found = start
    names: list[str] = file.schema_arrow.names
    try:
        batches = file.iter_batches(longest, row_groups=[group], columns=read_names(names, column))
        skipped = (start - first) // longest
        for batch in islice(batches, skipped, skipped + 1):
            for number in numbers[: batch.num_rows]:
                (fields,) = batch.slice(number - start, 1).to_pylist()
                found = number + 1
                yield record_of(fields, f"{name}#{number}", column)
    except (OSError, ValueError) as error:
        reason = f"damaged in the archive: {error}"
        yield from (lost(f"{name}#{number}", reason) for number in numbers if number >= found)


def _small(file: ParquetFile, group: int) -> bool:
    if not file.metadata.num_row_groups:
        return True
    facts = file.metadata.row_group(group)
    columns = [facts.column(number) for number in range(facts.num_columns)]
    size = sum(column.total_uncompressed_size for column in columns)
    packed = sum(column.total_compressed_size for column in columns)
    return bool(size <= min(_SWELL, limits.MB + limits.RATIO * packed))


def _parquet(stream: BinaryIO) -> ParquetFile:
    from pyarrow.parquet import ParquetFile  # 0.5 s, and few inputs need it

    return ParquetFile(stream)
