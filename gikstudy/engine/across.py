"""What follows from several reports: which are copies, checks across years, likeness of prose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from gikstudy.dataset.parts import write_part
from gikstudy.dataset.rows import Row
from gikstudy.engine.copies import find_copies
from gikstudy.engine.likeness import likeness_rows
from gikstudy.engine.panel import panel_rows
from gikstudy.engine.stock import Stock

_PART_ROWS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Across:
    """`rows` is a folder of part files; `duplicate_of` leads from a copy to its original."""

    rows: Path
    duplicate_of: Mapping[str, str]


def across_reports(parts: Path, scratch: Path) -> Across:
    """The rows that no report gives alone.

    Args:
        parts: Folder of the part files of a run.
        scratch: An empty folder for the rows and for what is needed on the way to them.
    """
    stock = Stock(parts)
    duplicate_of = find_copies(stock.paths)
    place = scratch / "rows"
    written = _write("checks", panel_rows(stock, duplicate_of, scratch / "places"), place, 0)
    likeness = likeness_rows(stock, duplicate_of, scratch / "prose")
    _write("similarity", likeness, place, written)
    return Across(place, duplicate_of)


def _write(table: str, rows: Iterator[Row], place: Path, number: int) -> int:
    place.mkdir(exist_ok=True)
    while some := list(islice(rows, _PART_ROWS)):
        write_part({table: some}, place, number)
        number += 1
    return number
