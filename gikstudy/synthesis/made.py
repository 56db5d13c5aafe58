"""The frozen values of a made-up report: what was printed, and what was made of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

from gikstudy.model import Number, State

CellKey = tuple[str, str, str]  # table, row, column
FileKind = Literal["report", "old_form", "no_tables", "not_a_report"]


@dataclass(frozen=True, slots=True)
class Printed:
    """The content of one cell of a made-up report.

    Attributes:
        text: the characters printed; empty for a blank cell.
        state: `reported`, `blank`, `nil_mark`, `unreadable` or `missing`, as a faultless reader
            would say it.
        value: the number printed, money in yuan; None where no number is printed.
        actual: the number that the body has in this cell, printed or not: what the bounds of an
            open cell have to contain.
        determined: False where the page does not say what the number means, as with an amount
            that has no unit anywhere.
    """

    text: str
    state: State
    value: Number | None
    actual: Number | None
    determined: bool = True


@dataclass(frozen=True, slots=True)
class TruthCell:
    """One cell of the form, as printed.

    `determined` is False where the layout lost the position of the number or of the blank, or the
    page the unit of an amount, so that a careful reader may leave the cell open.
    """

    table: str
    row: str
    column: str
    state: State
    value: Number | None
    actual: Number | None
    determined: bool = True


@dataclass(frozen=True, slots=True)
class Made:
    """A made-up report with all that is true of it.

    Attributes:
        number: its position in the corpus, from 0.
        data: the file as it would be downloaded.
        extension: `txt`, `html` or `md`.
        family: the layout of its tables, as in `gikstudy.synthesis.report.FAMILIES`.
        form: the name of the form that it prints, or `none`.
        script: `simplified` or `traditional`.
        kind: `report`, `old_form` (with the 统计表 of 2014), `no_tables` (headings without tables)
            or `not_a_report`.
        damage: the names of what was done to it, sorted.
        cells: the truth, in form order; empty where the file holds no tables of a report.
        agency, level, region_code, year, index_no: what is true about it.
        body: what the truth calls the body, whatever its name and code in this year.
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
    level: str
    region_code: str
    year: int
    index_no: str
    body: str

    @property
    def report_id(self) -> str:
        """The id that every dataset gives this file."""
        return hashlib.sha256(self.data).hexdigest()[:16]

    @property
    def path(self) -> str:
        """Where the corpus keeps it: a thousand files a folder."""
        return f"{self.number // 1000:04d}/{self.number:07d}.{self.extension}"
