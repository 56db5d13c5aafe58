"""Which reports are copies of which: originals and their mirrors."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from gikstudy.about.same_report import CellValues, find_duplicates
from gikstudy.dataset.declarations import CELL_TABLES, get_table
from gikstudy.dataset.parts import read_part
from gikstudy.engine.report_parts import marks_of
from gikstudy.engine.work import ReportTraits


def find_copies(parts: Iterable[Path]) -> dict[str, str]:
    """The id of each copy with the id of its original.

    Only reports that share a year and a body, or a year and all figures, can be copies. They are
    few, and only their tables are read.

    Args:
        parts: The part files of a run, in order.
    """
    paths = list(parts)
    several = _told_twice(mark for path in paths for mark in marks_of(path).values())
    part_of: dict[str, Path] = {}
    candidates: list[dict[str, Any]] = []
    for path in paths:
        for report_id, mark in marks_of(path).items():
            if report_id not in part_of and not several.isdisjoint(_hashes(mark)):
                part_of[report_id] = path
                candidates.append({"report_id": report_id, **mark._asdict()})

    def values(report_id: str) -> CellValues:
        return _values(part_of[report_id])[report_id]

    return find_duplicates(candidates, values)


def _told_twice(marks: Iterable[ReportTraits]) -> frozenset[int]:
    hashes = np.fromiter((h for mark in marks for h in _hashes(mark)), np.int64)
    values, counts = np.unique(hashes, return_counts=True)
    return frozenset(values[counts > 1].tolist())


def _hashes(mark: ReportTraits) -> list[int]:
    return [hash((mark.year, text)) for text in (mark.body, mark.mark) if text]


@lru_cache(maxsize=8)
def _values(part: Path) -> dict[str, dict[str, float]]:
    ids = read_part(part, "reports", ["report_id"])["report_id"].to_pylist()
    found: dict[str, dict[str, float]] = {report_id: {} for report_id in ids}
    for name in CELL_TABLES:
        keys = get_table(name).key
        cells = read_part(part, name, [*keys, "value"])
        for report_id, row, column, value in zip(*cells.to_pydict().values(), strict=True):
            if value is not None:
                found[report_id][f"{name}/{row}/{column}"] = value
    return found
