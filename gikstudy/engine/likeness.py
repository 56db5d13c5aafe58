"""Prose that repeats last year's report or that of a peer, one section and one year at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pyarrow as pa

from gikstudy.dataset.parts import read_part
from gikstudy.dataset.rows import TableRow
from gikstudy.dataset.spill import open_spill, spilled_rows
from gikstudy.engine.report_parts import ReportParts, marks_of
from gikstudy.model import SectionName
from gikstudy.prose.nlp_libraries import installed
from gikstudy.prose.similarity import SectionProse, as_rows, find_similar

SECTIONS: Final[tuple[SectionName, ...]] = ("overview", "problems", "other")
"""The kinds of section that are compared."""

_PEERS: Final = 5
_NAMED: Final = ("report_id", "agency", "region_name")


def sort_prose(parts: ReportParts, duplicate_of: Mapping[str, str], scratch: Path) -> None:
    """Writes the prose of all reports to disk, one file for each section and year.

    Args:
        parts: All reports of the run.
        duplicate_of: From a copy to its original; a mirror is not a peer of its original.
        scratch: The folder to create.
    """
    with open_spill(scratch) as spill:
        for path, reports in parts.reports(_NAMED):
            together: dict[str, list[TableRow]] = {}
            for row in _prose(path, reports, duplicate_of):
                together.setdefault(f"{row['section']}-{row['year']:06d}", []).append(row)
            for key, rows in together.items():
                spill.put(key, pa.Table.from_pylist(rows))


def likeness_rows(folder: Path, section: SectionName) -> Iterator[TableRow]:
    """Rows of table `similarity` for one kind of section.

    Without the extra `nlp`, reports are only compared with those of the year before.

    Args:
        folder: Where `sort_prose` wrote the prose.
        section: One of `SECTIONS`.
    """
    yield from map(dict, as_rows(find_similar(_sorted(folder, section), peers=_peers())))


def _peers() -> int:
    return _PEERS if installed("rensa") else 0


def _prose(path: Path, reports: pa.Table, duplicate_of: Mapping[str, str]) -> Iterator[TableRow]:
    marks = marks_of(path)
    names = {
        row["report_id"]: row
        for row in reports.to_pylist()
        if row["report_id"] in marks and row["report_id"] not in duplicate_of
    }
    for row in read_part(path, "sections", ["report_id", "section", "text"]).to_pylist():
        name = names.get(row["report_id"])
        if name is not None and row["section"] in SECTIONS:
            mark = marks[row["report_id"]]
            yield row | name | {"body": mark.body, "year": mark.year}


def _sorted(folder: Path, section: SectionName) -> Iterator[SectionProse]:
    for path in sorted(folder.glob(f"{section}-*")):
        for rows in spilled_rows(path):
            for row in rows.to_pylist():
                names = (row.pop("agency"), row.pop("region_name"))
                yield SectionProse(**row, names=names)
