"""Rows that need several reports (checks across years, similarity), merged into their tables.

They are made after all reports are read, in any order of the bodies, and there may be as many as
rows of the reports. So they are sorted into buckets on disk, one for each range of parts. Merging
them needs the memory of one bucket.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from gikstudy.dataset.declarations import get_table
from gikstudy.dataset.parts import list_parts, read_part
from gikstudy.dataset.schemas import arrow_schema
from gikstudy.dataset.spill import open_spill, spilled_rows
from gikstudy.errors import DamagedFileError

Ids = npt.NDArray[np.uint64]
_BUCKET_PARTS: Final = 64


def as_numbers(ids: pa.ChunkedArray) -> Ids:
    """Report ids (16 hex digits) as 64-bit numbers: eight bytes per report instead of sixty.

    A report has about two hundred cells, so each id is translated once, not once per row.
    """
    coded = ids.combine_chunks().dictionary_encode()
    texts = coded.dictionary.to_pylist()
    numbers = np.fromiter((int(text, 16) for text in texts), dtype=np.uint64, count=len(texts))
    found: Ids = numbers[np.from_dlpack(coded.indices)]  # `to_numpy` would load pandas
    return found


class Positions:
    """The position of each report by its id; a repeated id has its first position."""

    def __init__(self, parts: list[Path]) -> None:
        found = [as_numbers(read_part(p, "reports", ["report_id"])["report_id"]) for p in parts]
        ids = np.concatenate(found) if found else np.empty(0, dtype=np.uint64)
        self._starts = np.cumsum([0, *(len(of_part) for of_part in found)])
        self._ids, self._first = np.unique(ids, return_index=True)

    def of(self, ids: Ids) -> npt.NDArray[np.int64]:
        """The position of each id.

        Raises:
            DamagedFileError: for an id that no part has.
        """
        at = np.minimum(np.searchsorted(self._ids, ids), max(len(self._ids) - 1, 0))
        unknown = ids[self._ids[at] != ids] if len(self._ids) else ids
        if len(unknown):
            raise DamagedFileError(f"report_id {unknown[0]:016x}: has rows but no report")
        return self._first[at]

    def range_of(self, part: int) -> tuple[int, int]:
        """The positions of the reports of a part: the first, and the one after the last."""
        return int(self._starts[part]), int(self._starts[part + 1])

    def part_of(self, positions: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """The part that holds each position."""
        return np.searchsorted(self._starts, positions, side="right") - 1


class Extras:
    """The extra rows of a run for one table, part by part."""

    def __init__(self, folder: Path | None, name: str, positions: Positions, spill: Path) -> None:
        self._name = name
        self._positions = positions
        self._spill = spill
        self._bucket = cache(self._read_bucket)
        if folder is not None:
            self._sort_into_buckets(folder)

    def _sort_into_buckets(self, folder: Path) -> None:
        with open_spill(self._spill) as spill:
            for path in list_parts(folder):
                for bucket, rows in self._split(path):
                    spill.put(str(bucket), rows)

    def _split(self, path: Path) -> Iterator[tuple[int, pa.Table]]:
        rows = read_part(path, self._name)
        if not rows.num_rows:
            return
        at = self._positions.of(as_numbers(rows["report_id"]))
        buckets = self._positions.part_of(at) // _BUCKET_PARTS
        for bucket in np.unique(buckets):
            yield int(bucket), rows.filter(pa.array(buckets == bucket))

    def _read_bucket(self, bucket: int) -> pa.Table:
        path = self._spill / str(bucket)
        if not path.exists():
            return arrow_schema(self._name).empty_table()
        rows = pa.concat_tables(spilled_rows(path))
        # The order of the rows must not depend on how the bodies were divided among the extra
        # parts.
        return rows.sort_by([(column, "ascending") for column in get_table(self._name).key])

    def add_to(self, rows: pa.Table, part: int) -> pa.Table:
        """The rows of a part, with the extra rows of each report after its own."""
        extra = self._of_part(part)
        if not extra.num_rows:
            return rows
        merged = pa.concat_tables([rows, extra])
        at = self._positions.of(as_numbers(merged["report_id"]))
        return merged.take(pa.array(np.argsort(at, kind="stable")))

    def _of_part(self, part: int) -> pa.Table:
        bucket: pa.Table = self._bucket(part // _BUCKET_PARTS)
        if not bucket.num_rows:
            return bucket
        start, end = self._positions.range_of(part)
        at = self._positions.of(as_numbers(bucket["report_id"]))
        return bucket.filter(pa.array((at >= start) & (at < end)))
