"""A batch with some new and some unchanged sources: new rows are merged with stored ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

from gikstudy.dataset.declarations import table_names
from gikstudy.dataset.parts import read_part
from gikstudy.dataset.rows import RowsByTable
from gikstudy.engine.earlier_runs import PartPosition
from gikstudy.engine.work import Done, ReportTraits, done


def assemble(
    order: Sequence[PartPosition],
    counts: Mapping[Path, Sequence[int]],
    marks: Mapping[str, ReportTraits],
) -> Done:
    """Joins the rows of sources from several parts into one part, as if read together.

    Args:
        order: Where the rows of each source of the batch are stored.
        counts: For each of these parts, the number of inputs in each of its sources.
        marks: The marks of all reports in these parts.
    """
    batch: RowsByTable = {name: [] for name in table_names()}
    held: list[int] = []
    seen: set[str] = set()
    for found in order:
        of_part = counts[found.part]
        start = [0, *accumulate(of_part)][found.position]
        held.append(of_part[found.position])
        _add(batch, _read(found.part), slice(start, start + held[-1]), seen)
    _read.cache_clear()
    return done(batch, held, {k: mark for k, mark in marks.items() if k in seen})


@lru_cache(maxsize=8)
def _read(part: Path) -> RowsByTable:
    return {name: read_part(part, name).to_pylist() for name in table_names()}


def _add(batch: RowsByTable, rows: RowsByTable, inputs: slice, seen: set[str]) -> None:
    wanted: set[str] = set()
    for row in rows["sources"][inputs]:
        repeated = row["report_id"] in seen
        batch["sources"].append(row | {"outcome": "duplicate"} if repeated else row)
        if row["report_id"] and not repeated:
            wanted.add(row["report_id"])
    seen |= wanted
    for name, of_table in rows.items():
        if name != "sources":
            batch[name].extend(row for row in of_table if row["report_id"] in wanted)
