"""Tables `bodies`, `panel` and `missing`, from the reports of a stretch of the country."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from gikstudy.panels.frame import Basis, Department, Expected, due_on, expected_reports
from gikstudy.panels.totals import MEASURES, Cells, measures
from gikstudy.places.bodies import GOVERNMENT, OFFICE, lineage_of, own_part
from gikstudy.places.divisions import division_in, units_above

BodyRow = dict[str, Any]
TOLD: Final = ("ok", "partial", "no_tables")  # the statuses of a report
_LEVELS: Final = ("central", "province", "prefecture", "county", "department", "vertical")
_FOLLOWED: Final = (
    *("report_id", "body_id", "body_name", "agency", "level", "parent_level", "region_code"),
    *("province_code", "prefecture_code", "year", "scope", "form", "status", "published_on"),
)


@dataclass(frozen=True, slots=True)
class Study:
    """What is the same for all stretches: the years, and the expected departments."""

    years: tuple[int, ...]
    departments: tuple[Department, ...]


@dataclass(slots=True)
class _Body:
    """A body: for each year the report that represents it, and its number of reports."""

    body_id: str
    years: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)

    @property
    def newest(self) -> Mapping[str, Any]:
        return self.years[max(self.years)]

    def name_in(self, year: int) -> str:
        """The name in a year, as fully as any of its reports writes it (吉林省人民政府)."""
        short = str(self.years[year]["body_name"])
        names = {str(row["body_name"]) for row in self.years.values()}
        return max((name for name in names if name.startswith(short)), key=len)

    @property
    def name(self) -> str:
        return self.name_in(max(self.years))

    @property
    def function(self) -> str:
        newest = self.newest
        return own_part(newest["agency"], newest["level"], newest["year"])

    @property
    def lineage(self) -> str:
        newest = self.newest
        return lineage_of(newest["agency"], newest["level"], newest["region_code"])


def told_reports(reports: pd.DataFrame) -> pd.DataFrame:
    """The reports that can represent a body in a year: read, dated, located, and not copies."""
    kept = reports["status"].isin(TOLD) & reports["year"].notna()
    return reports.loc[kept & reports["body_id"].ne("") & reports["duplicate_of"].eq("")]


def body_tables(
    reports: pd.DataFrame, cells: Cells, span: tuple[str, str], study: Study
) -> Iterator[tuple[str, BodyRow]]:
    """The rows of three tables for the bodies of a stretch, each with the name of its table.

    Args:
        reports: table `reports`, with `duplicate_of`, in the order of the sources.
        cells: the cells of these reports.
        span: the lineages of the stretch: the first, and the one after the last.
        study: the years, and the expected departments.
    """
    told = told_reports(reports)
    open_cells = _open_cells(cells)
    bodies = _bodies(told, open_cells)
    expected = list(
        expected_reports(study.years, span, _with_departments(bodies), study.departments)
    )
    missing = _missing(bodies, expected, study.years)
    absent: dict[str, list[int]] = {}
    for one in missing:
        absent.setdefault(one.body_id, []).append(one.year)
    yield from (("bodies", _body_row(body, absent.get(body.body_id, []))) for body in bodies)
    years = set(study.years)
    yield from (("panel", row) for row in _panel(bodies, cells, open_cells, expected, years))
    yield from (("missing", _missing_row(one)) for one in missing)


def _open_cells(cells: Cells) -> dict[str, int]:
    """For each report with tables, the number of its cells without a number."""
    frames = [f[["report_id", "value"]] for f in (cells.requests, cells.proactive, cells.disputes)]
    empty = pd.concat([f.assign(value=f["value"].isna()) for f in frames])
    counts = empty.groupby("report_id")["value"].sum().astype(int)
    return {str(report_id): int(n) for report_id, n in counts.items()}


def _bodies(told: pd.DataFrame, open_cells: Mapping[str, int]) -> list[_Body]:
    """The bodies in the order of place, level and id.

    If a body has several reports for a year, the one that could be read best represents it.
    """
    found: dict[str, _Body] = {}
    names = list(_FOLLOWED)
    told = told.assign(year=told["year"].astype("int64"))
    columns = (told[name].tolist() for name in names)
    rows = [dict(zip(names, told_of, strict=True)) for told_of in zip(*columns, strict=True)]
    rows.sort(key=lambda row: (TOLD.index(row["status"]), open_cells.get(row["report_id"], 0)))
    for row in rows:
        body = found.setdefault(row["body_id"], _Body(row["body_id"]))
        body.years.setdefault(row["year"], row)
        body.counts[row["year"]] = body.counts.get(row["year"], 0) + 1
    return sorted(
        found.values(), key=lambda body: _order(body.lineage, body.newest["level"], body.body_id)
    )


def _order(lineage: str, level: str, body_id: str) -> tuple[str, int, str, str]:
    rank = _LEVELS.index(level) if level in _LEVELS else len(_LEVELS)
    return lineage, rank, level, body_id


def _with_departments(bodies: Sequence[_Body]) -> frozenset[str]:
    return frozenset(body.lineage for body in bodies if body.newest["level"] == "department")


def _body_row(body: _Body, missing: Sequence[int]) -> BodyRow:
    newest = body.newest
    return {
        "body_id": body.body_id,
        "body_name": body.name,
        "names": _names(body),
        "level": newest["level"],
        "parent_level": newest["parent_level"],
        "function": body.function,
        "region_code": newest["region_code"],
        "province_code": newest["province_code"],
        "prefecture_code": newest["prefecture_code"],
        "first_year": min(body.years),
        "last_year": max(body.years),
        "n_reports": sum(body.counts.values()),
        "missing_years": ";".join(map(str, sorted(missing))),
    }


def _names(body: _Body) -> str:
    """`2019:会同县国土资源局;2020:会同县自然资源局`: each name with its first year."""
    parts: list[str] = []
    last = ""
    for year in sorted(body.years):
        name = body.name_in(year)
        if name != last:
            parts.append(f"{year}:{name}")
        last = name
    return ";".join(parts)


def _panel(
    bodies: Sequence[_Body],
    cells: Cells,
    open_cells: Mapping[str, int],
    expected: Sequence[Expected],
    years: set[int],
) -> Iterator[BodyRow]:
    chosen = [(body, year) for body in bodies for year in sorted(body.years)]
    ids = [str(body.years[year]["report_id"]) for body, year in chosen]
    numbers = _as_rows(measures(cells, ids))
    in_frame = {(one.body_id, one.year) for one in expected}
    governments = {(o.lineage, o.level, o.year) for o in expected if o.basis == "government"}
    governing = {
        (body.lineage, body.newest["level"], year)
        for body in bodies
        if body.function == GOVERNMENT
        for year in body.years
    }
    for (body, year), figures in zip(chosen, numbers, strict=True):
        row = body.years[year]
        around = (body.years.get(year - 1), body.years.get(year + 1))
        previous, following = (near["report_id"] if near else "" for near in around)
        place = (body.lineage, row["level"], year)
        stands_in = body.function == OFFICE and place in governments and place not in governing
        yield {
            "body_id": body.body_id,
            "year": year,
            "body_name": body.name,
            **{name: row[name] for name in ("report_id", "level", "parent_level", "region_code")},
            **{name: row[name] for name in ("province_code", "prefecture_code")},
            **{name: row[name] for name in ("scope", "form", "status", "published_on")},
            "due_on": due_on(row["level"], year),
            "in_frame": (body.body_id, year) in in_frame or stands_in,
            "balanced": years <= body.years.keys(),
            "previous_id": previous,
            "next_id": following,
            "n_reports": body.counts[year],
            "n_open": open_cells.get(row["report_id"]),
            **figures,
        }


def _as_rows(frame: pd.DataFrame) -> Iterator[BodyRow]:
    """Rows with whole numbers for counts and None for what is not known."""
    whole = {f"{name}{end}" for name in MEASURES for end in ("", "_lower", "_upper")}
    whole -= {name for name in whole if "amount" in name or "rate" in name or "share" in name}
    columns = {
        name: [None if v != v else int(v) if name in whole else v for v in frame[name].tolist()]
        for name in frame
    }
    for values in zip(*columns.values(), strict=True):
        yield dict(zip(map(str, columns), values, strict=True))


def _missing(
    bodies: Sequence[_Body], expected: Sequence[Expected], years: Sequence[int]
) -> list[Expected]:
    """The expected reports that are missing, in the order of place, level, id and year."""
    known = {body.body_id: body for body in bodies}
    governed = {
        (body.lineage, body.newest["level"], year)
        for body in bodies
        if body.function in (GOVERNMENT, OFFICE)
        for year in body.years
    }
    found = {
        (one.body_id, one.year): one
        for one in expected
        if (
            (one.lineage, one.level, one.year) not in governed
            if one.basis == "government"
            else one.year not in known[one.body_id].years
            if one.body_id in known
            else True
        )
    }
    in_frame = {(one.body_id, one.year) for one in expected}
    for body in bodies:
        for one in _gaps(body, bodies, years):
            if (one.body_id, one.year) not in in_frame:
                found[one.body_id, one.year] = one
    return sorted(
        found.values(), key=lambda one: (*_order(one.lineage, one.level, one.body_id), one.year)
    )


def _gaps(body: _Body, bodies: Sequence[_Body], years: Sequence[int]) -> Iterator[Expected]:
    """The years without a report of a body that reported in other years."""
    if body.function == OFFICE and not _beside_government(body, bodies):
        return
    newest = body.newest
    for year in years:
        division = division_in(body.lineage, year)
        if year in body.years or (newest["region_code"] and division is None):
            continue
        basis: Basis = (
            "begun" if year < min(body.years) else "ended" if year > max(body.years) else "gap"
        )
        yield Expected(
            body.body_id,
            year,
            body.name,
            newest["level"],
            newest["parent_level"],
            body.function,
            body.lineage,
            division.code if division else "",
            basis,
        )


def _beside_government(body: _Body, bodies: Sequence[_Body]) -> bool:
    """Whether an office reports besides its government, not in its name in other years."""
    return any(
        other.function == GOVERNMENT
        and other.lineage == body.lineage
        and other.newest["level"] == body.newest["level"]
        and not other.years.keys().isdisjoint(body.years)
        for other in bodies
    )


def _missing_row(one: Expected) -> BodyRow:
    units = units_above(one.region_code, one.year)
    return {
        "body_id": one.body_id,
        "year": one.year,
        "body_name": one.body_name,
        "level": one.level,
        "parent_level": one.parent_level,
        "function": one.function,
        "region_code": one.region_code,
        "province_code": units.province_code,
        "province_name": units.province_name,
        "prefecture_code": units.prefecture_code,
        "due_on": due_on(one.level, one.year),
        "basis": one.basis,
    }
