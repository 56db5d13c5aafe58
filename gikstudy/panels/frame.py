"""Which reports are expected: one of every government, and of the departments that a file names.

Article 49 of the Regulation binds governments of county level and above and their departments.
Which departments a government has differs; `frame_departments.csv` names those that nearly all
have; a file of that name at the top of a raw folder replaces it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Final, Literal, NamedTuple

from gikstudy.checks.rules import limits
from gikstudy.errors import CallError
from gikstudy.model import Level
from gikstudy.packaged import packaged_rows
from gikstudy.places.bodies import GOVERNMENT, frame_key, id_of
from gikstudy.places.divisions import by_lineage, division_in
from gikstudy.places.levels import LEVEL_OF_DEPTH

FRAME_FILE: Final = "frame_departments.csv"
FIELDS: Final = ("level", "function", "name", "first_year", "last_year")
_ELSEWHERE: Final = ("71", "81", "82")  # Taiwan, Hong Kong and Macao have laws of their own
_FIRST: Final = 2008  # the Regulation came into force on 1 May 2008
_OPEN: Final = 9999

Basis = Literal["government", "department", "gap", "begun", "ended"]


class Department(NamedTuple):
    """A department that every government of a level has, in the years from first to last."""

    level: Level
    function: str
    name: str
    first_year: int
    last_year: int


@dataclass(frozen=True, slots=True)
class Expected:
    """An expected report."""

    body_id: str
    year: int
    body_name: str
    level: Level
    parent_level: Level
    function: str
    lineage: str
    region_code: str
    basis: Basis


def read_departments(data: bytes, path: str) -> tuple[Department, ...]:
    """The departments that a user's file names.

    Args:
        data: a CSV file (UTF-8) with the columns `level` (of the government: province, prefecture,
            county), `function` (as in column `function` of table `bodies`), `name`, `first_year`
            and `last_year`; an empty year means no limit.
        path: where it stands; for the messages.

    Raises:
        CallError: with the file, the line and the legal values.
    """
    try:
        reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        if absent := [name for name in FIELDS if name not in (reader.fieldnames or ())]:
            raise CallError(f"{path}: no column {absent[0]}; needed: {', '.join(FIELDS)}")
        return tuple(_department(row, f"{path} line {reader.line_num}") for row in reader)
    except (UnicodeDecodeError, csv.Error) as error:
        raise CallError(f"{path}: not a CSV file in UTF-8: {error}") from error


@cache
def usual_departments() -> tuple[Department, ...]:
    """The departments of the packaged file."""
    rows = packaged_rows("gikstudy.panels", FRAME_FILE)
    return tuple(_department(row, FRAME_FILE) for row in rows)


def _department(row: dict[str, str], where: str) -> Department:
    told = {name: (row[name] or "").strip() for name in FIELDS}
    legal_levels: dict[str, Level] = {level: level for level in LEVEL_OF_DEPTH.values()}
    level = legal_levels.get(told["level"])
    if level is None:
        legal = ", ".join(legal_levels)
        raise CallError(f"{where}: level {told['level']!r}; legal are {legal}")
    for name in ("function", "name"):
        if not told[name]:
            raise CallError(f"{where}: {name} is empty")
    for name in FIELDS[3:]:
        if told[name] and not (told[name].isdecimal() and len(told[name]) == 4):
            raise CallError(f"{where}: {name} {told[name]!r}; write a year such as 2019")
    first, last = told["first_year"] or _FIRST, told["last_year"] or _OPEN
    return Department(level, told["function"], told["name"], int(first), int(last))


@lru_cache(maxsize=64)
def governments(year: int) -> tuple[Expected, ...]:
    """The governments that existed in a year, county level and above, in the order of codes."""
    found = []
    for lineage in by_lineage():
        division = division_in(lineage, year)
        if division is None or year < _FIRST or lineage[:2] in _ELSEWHERE:
            continue
        level = LEVEL_OF_DEPTH[division.depth]
        found.append(
            Expected(
                id_of(frame_key(division.code, level, GOVERNMENT)),
                year,
                f"{division.name}人民政府",
                level,
                "",
                GOVERNMENT,
                lineage,
                division.code,
                "government",
            )
        )
    return tuple(found)


def expected_reports(
    years: Iterable[int],
    span: tuple[str, str],
    with_departments: Collection[str],
    departments: Sequence[Department],
) -> Iterator[Expected]:
    """The expected reports in a stretch of the country.

    Args:
        years: the years of the study.
        span: the lineages (`identity_of`) of the stretch: the first, and the one after the last.
        with_departments: the lineages whose departments are expected as well. A dataset of
            governments alone does not lack a hundred thousand departments.
        departments: the departments of a government.
    """
    for year in years:
        for government in governments(year):
            if not span[0] <= government.lineage < span[1]:
                continue
            yield government
            if government.lineage in with_departments:
                yield from _departments_of(government, departments)


def _departments_of(of: Expected, departments: Sequence[Department]) -> Iterator[Expected]:
    division = of.body_name.removesuffix("人民政府")
    for department in departments:
        if department.level == of.level and (
            department.first_year <= of.year <= department.last_year
        ):
            yield Expected(
                id_of(frame_key(of.region_code, "department", department.function)),
                of.year,
                division + department.name,
                "department",
                of.level,
                department.function,
                of.lineage,
                of.region_code,
                "department",
            )


def due_on(level: str, year: int) -> date | None:
    """The last day that article 49 allows for the report of a year; None if it sets no date.

    Examples:
        >>> due_on("department", 2020), due_on("township", 2020)
        (datetime.date(2021, 1, 31), None)
    """
    limit = limits().get(level)
    if limit is None or not limit.deadline:
        return None
    month, day = limit.deadline.split("-")
    return date(year + 1, int(month), int(day))
