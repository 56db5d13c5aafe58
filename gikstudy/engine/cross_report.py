"""What follows from several reports: which are copies, checks across years, likeness of prose."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

from gikstudy.dataset.parts import write_part
from gikstudy.dataset.rows import Row
from gikstudy.engine.copies import find_copies
from gikstudy.engine.likeness import SECTIONS, likeness_rows, sort_prose
from gikstudy.engine.panel import bucket_number, panel_rows, sort_places
from gikstudy.engine.pool import Pool
from gikstudy.engine.pools import hand_out
from gikstudy.engine.report_parts import Stock

_PART_ROWS: Final = 10_000
_RANGE: Final = 100_000


@dataclass(frozen=True, slots=True)
class Across:
    """`rows` is a folder of part files; `duplicate_of` leads from a copy to its original."""

    rows: Path
    duplicate_of: Mapping[str, str]


def across_reports(parts: Path, scratch: Path, pool: Pool) -> Across:
    """The rows that no report gives alone.

    Args:
        parts: Folder of the part files of a run.
        scratch: An empty folder for the rows and for what is needed on the way to them.
        pool: Who compares, if its workers see these folders.
    """
    stock = Stock(parts)
    duplicate_of = find_copies(stock.paths)
    number = bucket_number(stock)
    hand_out(
        (
            partial(sort_prose, stock, duplicate_of, scratch / "prose"),
            partial(sort_places, stock, number, scratch / "places"),
        ),
        pool,
    )
    place = scratch / "rows"
    place.mkdir()
    compared: list[tuple[str, Callable[[], Iterator[Row]]]] = [
        *(("similarity", partial(likeness_rows, scratch / "prose", name)) for name in SECTIONS),
        *(
            ("checks", partial(panel_rows, scratch / "places", bucket, duplicate_of))
            for bucket in range(number)
        ),
    ]
    # Each errand numbers its parts in a range of its own; the order of the numbers is of no
    # consequence, the rows are sorted when they meet those of their report.
    hand_out(
        (
            partial(_compare, table, rows, place, n * _RANGE)
            for n, (table, rows) in enumerate(compared)
        ),
        pool,
    )
    return Across(place, duplicate_of)


def _compare(table: str, compare: Callable[[], Iterator[Row]], place: Path, first: int) -> None:
    rows = compare()
    number = first
    while some := list(islice(rows, _PART_ROWS)):
        write_part({table: some}, place, number)
        number += 1
