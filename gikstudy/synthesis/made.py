"""The frozen values of a made-up report: what it prints, and the truth about it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal, NamedTuple

from gikstudy.model import Level, Number, State

CellKey = tuple[str, str, str]  # table, row, column
FileKind = Literal["report", "old_form", "no_tables", "not_a_report"]


@dataclass(frozen=True, slots=True)
class Printed:
    """The content of one cell of a made-up report.

    Attributes:
        text: the characters printed; empty for a blank cell.
        state: `reported`, `blank`, `nil_mark`, `unreadable` or `missing`, as a perfect reader would
            report it.
        value: the number printed, money in yuan; None if no number is printed.
        actual: the number that the body has in this cell, printed or not; the bounds of an open
            cell must contain it.
        determined: False if the page does not say what the number means, for example an amount
            without any unit.
    """

    text: str
    state: State
    value: Number | None
    actual: Number | None
    determined: bool = True


class PrintedPlace(NamedTuple):
    """Where a text prints a cell: the line, from 1, and the characters of the line before it."""

    line: int
    before: int


@dataclass(frozen=True, slots=True)
class TruthCell:
    """One cell of the form, as printed.

    `determined` is False if the layout lost the position of the number or blank, or if the page
    lost the unit of an amount. A careful reader may then leave the cell open. `place` is where the
    text prints it; None if it prints nothing, or in HTML.
    """

    table: str
    row: str
    column: str
    state: State
    value: Number | None
    actual: Number | None
    determined: bool = True
    place: PrintedPlace | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A made-up report with the whole truth about it.

    Attributes:
        number: its position in the corpus, from 0.
        data: the file as it would be downloaded.
        extension: `txt`, `html` or `md`.
        family: the layout of its tables, as in `gikstudy.synthesis.report.FAMILIES`.
        form: the name of the form that it prints, or `none`.
        script: `simplified` or `traditional`.
        kind: `report`, `old_form` (with the 统计表 of 2014), `no_tables` (headings without tables)
            or `not_a_report`.
        damage: the names of its kinds of damage, sorted.
        cells: the truth, in form order; empty if the file holds no tables of a report.
        agency, level, region_code, year, index_no: the truth about it.
        body: the name of the body in the truth, the same for all its names and codes.
    """

    number: int
    data: bytes
    extension: str
    family: str
    form: str
    script: str
    kind: FileKind
    damage: tuple[str, ...]
    cells: tuple[TruthCell, ...]
    agency: str
    level: Level
    region_code: str
    year: int
    index_no: str
    body: str

    @property
    def report_id(self) -> str:
        """The id of this file in every dataset."""
        return hashlib.sha256(self.data).hexdigest()[:16]

    @property
    def path(self) -> str:
        """Its path in the corpus, which has a thousand files per folder."""
        return f"{self.number // 1000:04d}/{self.number:07d}.{self.extension}"
