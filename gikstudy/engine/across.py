"""What follows from several reports: which are copies, checks across years, likeness of prose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from gikstudy.dataset.parts import write_part
from gikstudy.engine.copies import find_copies
from gikstudy.engine.likeness import SortedProse, likeness_rows, sort_prose
from gikstudy.engine.panel import Bucket, panel_rows, sort_places
from gikstudy.engine.pools import Pool, WorkerLostError
from gikstudy.engine.stock import Stock

_PART_ROWS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Across:
    """`rows` is a folder of part files; `duplicate_of` leads from a copy to its original."""

    rows: Path
    duplicate_of: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Errand:
    """Reports put aside that are to be compared; the rows go to `place`, parts from `first` on."""

    what: Bucket | SortedProse
    place: Path
    first: int


def across_reports(parts: Path, scratch: Path, pool: Pool) -> Across:
    """The rows that no report gives alone.

    Args:
        parts: Folder of the part files of a run.
        scratch: An empty folder for the rows and for what is needed on the way to them.
        pool: Who compares, if its workers see these folders.
    """
    stock = Stock(parts)
    duplicate_of = find_copies(stock.paths)
    prose = sort_prose(stock, duplicate_of, scratch / "prose")
    buckets = sort_places(stock, duplicate_of, scratch / "places")
    compared: tuple[Bucket | SortedProse, ...] = (prose, *buckets)
    place = scratch / "rows"
    place.mkdir()
    # Each errand numbers its parts in a range of its own; the order of the numbers is of no
    # consequence, the rows are sorted when they meet those of their report.
    errands = [_Errand(what, place, n * 100_000) for n, what in enumerate(compared)]
    if pool.shares_disk:
        _hand_out(errands, pool)
    else:
        for errand in errands:
            _compare(errand)
    return Across(place, duplicate_of)


def _hand_out(errands: Iterable[_Errand], pool: Pool) -> None:
    waiting = iter(errands)
    on_the_way: dict[Future[None], _Errand] = {}
    while True:
        for errand in islice(waiting, pool.size - len(on_the_way)):
            on_the_way[pool.submit(_compare, errand)] = errand
        if not on_the_way:
            return
        for future in wait(on_the_way, return_when=FIRST_COMPLETED).done:
            errand = on_the_way.pop(future)
            try:
                future.result()
            except WorkerLostError:
                _compare(errand)


def _compare(errand: _Errand) -> None:
    if isinstance(errand.what, Bucket):
        table, rows = "checks", panel_rows(errand.what)
    else:
        table, rows = "similarity", likeness_rows(errand.what)
    number = errand.first
    while some := list(islice(rows, _PART_ROWS)):
        write_part({table: some}, errand.place, number)
        number += 1
