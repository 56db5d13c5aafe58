"""`covariates.csv`: numbers about places and years from elsewhere, and how they meet the reports.

The file has the columns `region_code` (six digits) and `year`, and any number of columns of numbers,
in any unit, which is kept. A place may have another code in the file than in the report, because
codes change. Such a row is used and named; no row is used for another place or year.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

import pandas as pd

from gikstudy.analysis.explaining.observations import FACTS
from gikstudy.errors import CallError, NotFoundError
from gikstudy.places.divisions import by_code, identity_of

KEYS: Final = ("region_code", "year")
_FORM: Final = "needed: region_code, year and at least one column of numbers"
_CODE: Final = re.compile(r"\d{6}", re.ASCII)
_YEAR: Final = re.compile(r"(?:19|20)\d\d", re.ASCII)
_LISTED: Final = 12  # names of codes and files in a sentence are for reading
T = TypeVar("T", str, tuple[str, str])


@dataclass(frozen=True)
class CovariateRow:
    """A row of the file: where it is, whose it is, and its numbers (NaN for an empty field)."""

    line: int
    code: str
    year: int
    numbers: tuple[float, ...]

    @property
    def lineage(self) -> str:
        """The division behind the code, the same through all its codes."""
        return identity_of(self.code)


@dataclass(frozen=True)
class Covariates:
    """A file of covariates: its path, the names of its columns of numbers, its rows."""

    path: str
    names: tuple[str, ...]
    rows: tuple[CovariateRow, ...]


@dataclass(frozen=True)
class Audit:
    """How the rows of the file met the reports.

    Attributes:
        file_rows, reports: how many there are.
        matched: reports with a row of their own code and year.
        mapped: reports whose place has another code in the file: (code in the file, code in the
            report) and how many.
        unmatched: reports without a row, by their code (empty if the report has none).
        unused: rows of the file without a report, by their code.
        unknown: codes in the file that no division has ever had.
        empty: for each column, the reports with a row whose field is empty.
    """

    file_rows: int
    reports: int
    matched: int
    mapped: Mapping[tuple[str, str], int]
    unmatched: Mapping[str, int]
    unused: Mapping[str, int]
    unknown: tuple[str, ...]
    empty: Mapping[str, int]

    @property
    def n_mapped(self) -> int:
        """Reports whose place has another code in the file."""
        return sum(self.mapped.values())

    @property
    def n_unmatched(self) -> int:
        """Reports without a row."""
        return sum(self.unmatched.values())

    @property
    def n_unused(self) -> int:
        """Rows without a report."""
        return sum(self.unused.values())


def read_covariates(path: str | Path) -> Covariates:
    """Reads a file of covariates.

    Args:
        path: a CSV file in UTF-8 with the columns `region_code` and `year`; every other column
            holds numbers, and an empty field means that the number is not known.

    Raises:
        NotFoundError: there is no such file.
        CallError: for anything else that the file may not hold; the message names file and line.
    """
    try:
        data = Path(path).read_bytes()
    except (FileNotFoundError, IsADirectoryError) as error:
        raise NotFoundError(f"{path}: no such file of covariates; {_FORM}") from error
    try:
        reader = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        lines = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise CallError(f"{path}: not a CSV file in UTF-8: {error}") from error
    lines = [(number, row) for number, row in lines if any(row)]
    header = lines[0][1] if lines else []
    names = _names(header, str(path))
    rows = tuple(_row(row, header, names, f"{path} line {line}", line) for line, row in lines[1:])
    if not rows:
        raise CallError(f"{path}: no rows; {_FORM}")
    _refuse_duplicates(rows, str(path))
    return Covariates(str(path), names, rows)


def _names(header: Sequence[str], path: str) -> tuple[str, ...]:
    for key in KEYS:
        if key not in header:
            raise CallError(f"{path}: no column {key}; {_FORM}")
    for name in header:
        if header.count(name) > 1 or not name:
            said = f"two columns are called {name!r}" if name else "a column has no name"
            raise CallError(f"{path}: {said}; each needs a name of its own")
    names = tuple(name for name in header if name not in KEYS)
    if not names:
        raise CallError(f"{path}: no column of numbers; {_FORM}")
    if taken := [name for name in names if name in FACTS]:
        raise CallError(
            f"{path}: column {taken[0]!r} has the name of a column of the reports; give it another"
        )
    return names


def _row(
    row: Sequence[str], header: Sequence[str], names: Sequence[str], where: str, line: int
) -> CovariateRow:
    if len(row) != len(header):
        raise CallError(f"{where}: {len(row)} fields under {len(header)} columns")
    told = dict(zip(header, row, strict=True))
    code, year = told["region_code"], told["year"]
    if not _CODE.fullmatch(code):
        raise CallError(f"{where}: region_code {code!r}; write six digits such as 150624")
    if not _YEAR.fullmatch(year):
        raise CallError(f"{where}: year {year!r}; write a year such as 2019")
    return CovariateRow(line, code, int(year), tuple(_number(told[n], n, where) for n in names))


def _number(text: str, name: str, where: str) -> float:
    if not text:
        return math.nan
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or "_" in text:
        raise CallError(
            f"{where}: {name} {text!r} is not a number; write digits with a point, such as 1234.5, "
            "or leave the field empty"
        )
    return value


def _refuse_duplicates(rows: Sequence[CovariateRow], path: str) -> None:
    """Refuses two rows for one place and year, be it under two codes: nothing says which counts."""
    seen: dict[tuple[str, int], CovariateRow] = {}
    for row in rows:
        earlier = seen.setdefault((row.lineage, row.year), row)
        if earlier is not row:
            codes = dict.fromkeys((earlier.code, row.code))
            raise CallError(
                f"{path} lines {earlier.line} and {row.line}: two rows for {' = '.join(codes)} in "
                f"{row.year}; one place and year may have one row"
            )


def merge(observations: pd.DataFrame, covariates: Covariates) -> tuple[pd.DataFrame, Audit]:
    """The observations with the columns of the file, and how the two met.

    Args:
        observations: as `observations.observe` makes them.
        covariates: a file of covariates.

    Returns:
        The same rows in the same order with one more column for each name of the file, NaN where
            there is no number; and the audit.
    """
    exact = {(row.code, row.year): row for row in covariates.rows}
    by_lineage = {(row.lineage, row.year): row for row in covariates.rows}
    pairs = list(zip(observations["region_code"], observations["year"].astype(int), strict=True))
    met = [
        exact.get((code, year)) or (by_lineage.get((identity_of(code), year)) if code else None)
        for code, year in pairs
    ]
    columns = {
        name: [row.numbers[i] if row else math.nan for row in met]
        for i, name in enumerate(covariates.names)
    }
    return observations.assign(**columns), _audit(pairs, met, covariates)


def _audit(
    pairs: Sequence[tuple[str, int]],
    met: Sequence[CovariateRow | None],
    covariates: Covariates,
) -> Audit:
    used = {row.line for row in met if row}
    return Audit(
        file_rows=len(covariates.rows),
        reports=len(pairs),
        matched=sum(
            row is not None and row.code == code for (code, _), row in zip(pairs, met, strict=True)
        ),
        mapped=_counts(
            (row.code, code)
            for (code, _), row in zip(pairs, met, strict=True)
            if row and row.code != code
        ),
        unmatched=_counts(code for (code, _), row in zip(pairs, met, strict=True) if row is None),
        unused=_counts(row.code for row in covariates.rows if row.line not in used),
        unknown=tuple(sorted({row.code for row in covariates.rows} - by_code().keys())),
        empty={
            name: sum(row is not None and math.isnan(row.numbers[i]) for row in met)
            for i, name in enumerate(covariates.names)
        },
    )


def _counts(things: Iterator[T]) -> dict[T, int]:
    found: dict[T, int] = {}
    for thing in things:
        found[thing] = found.get(thing, 0) + 1
    return dict(sorted(found.items()))


def listed(names: Sequence[str]) -> str:
    """Names for a sentence: the first few, and how many more there are."""
    more = len(names) - _LISTED
    return ", ".join(names[:_LISTED]) + (f", … (+{more})" if more > 0 else "")
