"""What follows from several reports: checks across years, and which reports are copies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import numpy as np
import pyarrow as pa

from gikstudy.dataset.declarations import CELL_TABLES, get_table
from gikstudy.dataset.extras import Positions, as_numbers
from gikstudy.dataset.parts import list_parts, read_part, write_part
from gikstudy.dataset.rows import Row
from gikstudy.dataset.schemas import arrow_schema
from gikstudy.engine.folder import read_note
from gikstudy.engine.work import Mark
from gikstudy.extract.about_same import Values, find_duplicates

_BUCKET: Final = 2000  # reports compared at a time
_TABLES: Final = ("reports", *CELL_TABLES)


@dataclass(frozen=True, slots=True)
class Across:
    """`rows` is a folder of part files; `duplicate_of` leads from a copy to its original."""

    rows: Path
    duplicate_of: Mapping[str, str]


def across_reports(parts: Path, scratch: Path) -> Across:
    """The rows that no report gives alone.

    Reports of one place are compared with one another and with no others, so places are taken a
    bucket at a time and memory stays that of one bucket.

    Args:
        parts: Folder of the part files of a run.
        scratch: Where the rows may be put.
    """
    paths = list_parts(parts)
    duplicate_of = _copies(paths)
    rows = scratch / "across"
    rows.mkdir()
    for number, tables in enumerate(_buckets(paths, scratch / "buckets")):
        write_part({"checks": _checks(tables, duplicate_of)}, rows, number)
    return Across(rows, duplicate_of)


def _copies(paths: Sequence[Path]) -> dict[str, str]:
    """Originals and their mirrors: what shares a body and a year, or a year and all figures."""
    several = _told_twice(mark for path in paths for mark in _marks(path).values())
    part_of: dict[str, Path] = {}
    candidates: list[dict[str, Any]] = []
    for path in paths:
        for report_id, mark in _marks(path).items():
            if report_id not in part_of and not several.isdisjoint(_hashes(mark)):
                part_of[report_id] = path
                candidates.append({"report_id": report_id, **mark._asdict()})

    def values(report_id: str) -> Values:
        return _values(part_of[report_id])[report_id]

    return find_duplicates(candidates, values)


def _told_twice(marks: Iterator[Mark]) -> frozenset[int]:
    hashes = np.fromiter((h for mark in marks for h in _hashes(mark)), np.int64)
    values, counts = np.unique(hashes, return_counts=True)
    return frozenset(values[counts > 1].tolist())


def _hashes(mark: Mark) -> list[int]:
    return [hash((mark.year, text)) for text in (mark.body, mark.mark) if text]


def _marks(part: Path) -> Mapping[str, Mark]:
    note = read_note(part)
    return note.marks if note is not None else {}


@lru_cache(maxsize=8)
def _values(part: Path) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for name in CELL_TABLES:
        keys = get_table(name).key
        cells = read_part(part, name, [*keys, "value"])
        for report_id, row, column, value in zip(*cells.to_pydict().values(), strict=True):
            if value is not None:
                found.setdefault(report_id, {})[f"{name}/{row}/{column}"] = value
    return found


def _buckets(paths: list[Path], folder: Path) -> Iterator[dict[str, pa.Table]]:
    """The reports and cells of all parts, sorted on disk into buckets that share no place."""
    positions = Positions(paths)
    total = positions.range_of(len(paths) - 1)[1] if paths else 0
    number = max(1, -(-total // _BUCKET))
    folder.mkdir()
    with ExitStack() as stack:

        @cache
        def writer(bucket: int, name: str) -> pa.RecordBatchStreamWriter:
            sink = stack.enter_context((folder / f"{bucket:06d}-{name}").open("wb"))
            return stack.enter_context(pa.ipc.new_stream(sink, arrow_schema(name)))

        for part, path in enumerate(paths):
            reports = _first_told(read_part(path, "reports"), positions, part)
            places = [crc32(code.encode()) % number for code in reports["region_code"].to_pylist()]
            bucket_of = dict(zip(reports["report_id"].to_pylist(), places, strict=True))
            for name in _TABLES:
                rows = read_part(path, name)
                own = np.array([bucket_of.get(i, -1) for i in rows["report_id"].to_pylist()])
                for bucket in np.unique(own[own >= 0]):
                    writer(int(bucket), name).write_table(rows.filter(pa.array(own == bucket)))
    for bucket in range(number):
        yield {name: _read(folder / f"{bucket:06d}-{name}", name) for name in _TABLES}


def _first_told(reports: pa.Table, positions: Positions, part: int) -> pa.Table:
    """Reports of a body and a year, without those whose bytes came in an earlier part."""
    ids = as_numbers(reports["report_id"])
    first, _ = positions.range_of(part)
    placed = np.array([bool(code) for code in reports["region_code"].to_pylist()], dtype=bool)
    return reports.filter(pa.array(placed & (positions.of(ids) >= first)))


def _read(path: Path, name: str) -> pa.Table:
    if not path.exists():
        return arrow_schema(name).empty_table()
    with path.open("rb") as stream, pa.ipc.open_stream(stream) as reader:
        return reader.read_all()


def _checks(tables: Mapping[str, pa.Table], duplicate_of: Mapping[str, str]) -> list[Row]:
    from gikstudy.checks.panel import check_panel

    reports = tables["reports"].to_pandas()
    if reports["year"].nunique() < 2:
        return []
    reports["duplicate_of"] = reports["report_id"].map(duplicate_of).fillna("")
    cells = {name: tables[name].to_pandas() for name in CELL_TABLES}
    found = check_panel(reports, cells["requests"], cells["proactive"], cells["disputes"])
    return [{str(name): value for name, value in row.items()} for row in found.to_dict("records")]
