"""What follows from several reports: copies, checks across years, bodies, similar prose."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Final

from gikstudy.dataset.parts import write_part
from gikstudy.dataset.rows import TableRow
from gikstudy.engine.copies import find_copies
from gikstudy.engine.likeness import SECTIONS, likeness_rows, sort_prose
from gikstudy.engine.panel import cut_country, panel_rows, sort_by_stretch
from gikstudy.engine.pool import Pool
from gikstudy.engine.pools import hand_out
from gikstudy.engine.report_parts import ReportParts
from gikstudy.model import SectionName
from gikstudy.panels.frame import Department

_PART_ROWS: Final = 10_000
_RANGE: Final = 100_000


@dataclass(frozen=True, slots=True)
class CrossReportRows:
    """`rows` is a folder of part files; `duplicate_of` maps a copy to its original."""

    rows: Path
    duplicate_of: Mapping[str, str]


def across_reports(
    parts: Path, scratch: Path, pool: Pool, departments: Sequence[Department]
) -> CrossReportRows:
    """The rows that need several reports: copies, checks across years, bodies, similar prose.

    Args:
        parts: Folder of the part files of a run.
        scratch: An empty folder for the rows and for intermediate files.
        pool: Where the comparisons run, if its workers can see these folders.
        departments: The departments whose reports are expected from every government of their
            level.
    """
    reports = ReportParts(parts)
    # By workers too: this process ought to stay as small as its pool lets it.
    (duplicate_of,) = hand_out([partial(find_copies, reports.paths)], pool)
    (stretches,) = hand_out([partial(cut_country, reports)], pool)
    hand_out(
        (
            partial(sort_prose, reports, duplicate_of, scratch / "prose"),
            partial(sort_by_stretch, reports, stretches, scratch / "places"),
        ),
        pool,
    )
    folder = scratch / "rows"
    folder.mkdir()
    compared: list[Callable[[], Iterator[tuple[str, TableRow]]]] = [
        *(partial(_likeness, scratch / "prose", name) for name in SECTIONS),
        *(
            partial(panel_rows, scratch / "places", stretches, n, duplicate_of, departments)
            for n in range(len(stretches.starts))
        ),
    ]
    # Each task numbers its parts in its own range. Rows of a report are sorted when they are merged
    # with the report; rows of bodies keep the order of the numbers.
    hand_out((partial(_compare, rows, folder, n * _RANGE) for n, rows in enumerate(compared)), pool)
    return CrossReportRows(folder, duplicate_of)


def _likeness(prose: Path, section: SectionName) -> Iterator[tuple[str, TableRow]]:
    return (("similarity", row) for row in likeness_rows(prose, section))


def _compare(
    compare: Callable[[], Iterator[tuple[str, TableRow]]], folder: Path, first: int
) -> None:
    number = first
    for table, rows in groupby(compare(), key=itemgetter(0)):
        while some := [row for _, row in islice(rows, _PART_ROWS)]:
            write_part({table: some}, folder, number)
            number += 1
