"""What follows from several reports: which are copies, checks across years, likeness of prose."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

from gikstudy.dataset.parts import write_part
from gikstudy.dataset.rows import TableRow
from gikstudy.engine.copies import find_copies
from gikstudy.engine.likeness import SECTIONS, likeness_rows, sort_prose
from gikstudy.engine.panel import bucket_number, panel_rows, sort_by_region
from gikstudy.engine.pool import Pool
from gikstudy.engine.pools import hand_out
from gikstudy.engine.report_parts import ReportParts

_PART_ROWS: Final = 10_000
_RANGE: Final = 100_000


@dataclass(frozen=True, slots=True)
class CrossReportRows:
    """`rows` is a folder of part files; `duplicate_of` leads from a copy to its original."""

    rows: Path
    duplicate_of: Mapping[str, str]


def across_reports(parts: Path, scratch: Path, pool: Pool) -> CrossReportRows:
    """The rows that need several reports: copies, checks across years, similar prose.

    Args:
        parts: Folder of the part files of a run.
        scratch: An empty folder for the rows and for intermediate files.
        pool: Where the comparisons run, if its workers can see these folders.
    """
    reports = ReportParts(parts)
    duplicate_of = find_copies(reports.paths)
    number = bucket_number(reports)
    hand_out(
        (
            partial(sort_prose, reports, duplicate_of, scratch / "prose"),
            partial(sort_by_region, reports, number, scratch / "regions"),
        ),
        pool,
    )
    folder = scratch / "rows"
    folder.mkdir()
    compared: list[tuple[str, Callable[[], Iterator[TableRow]]]] = [
        *(("similarity", partial(likeness_rows, scratch / "prose", name)) for name in SECTIONS),
        *(
            ("checks", partial(panel_rows, scratch / "regions", bucket, duplicate_of))
            for bucket in range(number)
        ),
    ]
    # Each errand numbers its parts in a range of its own; the order of the numbers is of no
    # consequence, the rows are sorted when they meet those of their report.
    hand_out(
        (
            partial(_compare, table, rows, folder, n * _RANGE)
            for n, (table, rows) in enumerate(compared)
        ),
        pool,
    )
    return CrossReportRows(folder, duplicate_of)


def _compare(
    table: str, compare: Callable[[], Iterator[TableRow]], folder: Path, first: int
) -> None:
    rows = compare()
    number = first
    while some := list(islice(rows, _PART_ROWS)):
        write_part({table: some}, folder, number)
        number += 1
