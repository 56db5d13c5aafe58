"""Which reports a figure or an indicator may count, and for which body.

Three facts about the reports decide it. A mirror of a report is the same report and counts once. A
report of a government may cover its office, all its departments or its whole territory, and adding
these up counts some requests twice. And one body writes its name in several ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Final

import pandas as pd

from gikstudy.analysis.criteria import ChosenPlace, Criteria, YearRange, criteria_of
from gikstudy.dataset.declarations import table_names
from gikstudy.errors import CallError
from gikstudy.forms.statistics import statistics_names
from gikstudy.model import SCOPES
from gikstudy.panels.count_bounds import PRINTED_EMPTY
from gikstudy.places.bodies import body_key

if TYPE_CHECKING:
    from gikstudy.dataset.load import Dataset

_SIMILAR: Final = 5
READ: Final = ("ok", "partial")  # the statuses of a report from which numbers were taken


def counted(reports: pd.DataFrame) -> pd.DataFrame:
    """The reports that an indicator may count: read, dated, and each once.

    The same report is often on several sites, converted or reworded; `duplicate_of` names the row
    that is kept.

    Args:
        reports: table `reports`.

    Returns:
        The rows with status ok or partial, a table 2, 3 or 4 and a year that are not duplicates, with two more
            columns: `body` (see `bodies`) and `province` (first two digits of the region code).
    """
    keep = pd.Series(data=True, index=reports.index)
    for _, fits in countable(reports):
        keep &= fits
    rows = reports.loc[keep]
    return rows.assign(body=bodies(rows), province=rows["region_code"].str[:2])


def countable(reports: pd.DataFrame) -> list[tuple[str, pd.Series]]:
    """What a report needs to be counted: why others are left out, and which reports have it."""
    return [
        ("no_tables", reports["status"].isin(READ)),
        ("older_table", ~reports["form"].isin(statistics_names())),
        ("copy", reports["duplicate_of"].eq("")),
        ("no_year", reports["year"].notna()),
    ]


def bodies(reports: pd.DataFrame) -> pd.Series:
    """The body behind each report, by `gikstudy.places.bodies.body_key`, the same over the years.

    Returns:
        One string per row, such as `150624/county/政府`. If the region is unknown, it is the name of
        the agency, or the id of the report if that is unknown too.
    """
    columns = ["agency", "level", "region_code", "year", "report_id"]
    keys = [_body(*row) for row in reports[columns].itertuples(index=False)]
    return pd.Series(keys, index=reports.index, dtype="str")


@cache
def _body(agency: str, level: str, region_code: str, year: int, report_id: str) -> str:
    return body_key(agency, level, region_code, int(year)) or agency or report_id


def in_scope(reports: pd.DataFrame, scope: str | Sequence[str] | None) -> pd.DataFrame:
    """The reports of one scope; refuses to mix scopes unless told to.

    Args:
        reports: rows of table `reports`.
        scope: one scope, or several that the caller states may be added up, or None.

    Raises:
        CallError: if `scope` is None and the reports have more than one, or if it is not a scope.
    """
    found = reports["scope"]
    if scope is None:
        counts = found.value_counts().sort_index()
        if len(counts) > 1:
            listed = ", ".join(f"{name} ({n})" for name, n in counts.items())
            raise CallError(
                f"reports of several scopes cannot be added up: {listed}; "
                f"choose with scope=, one of {', '.join(SCOPES)}"
            )
        return reports
    wanted = [scope] if isinstance(scope, str) else list(scope)
    unknown = sorted(set(wanted) - set(SCOPES))
    if unknown:
        raise CallError(f"scope {unknown[0]!r}: legal are {', '.join(SCOPES)}")
    return reports.loc[found.isin(wanted)]


def main_scope(data: Dataset) -> str:
    """The most common scope of the counted reports (`unknown` if there are none)."""
    scopes = counted(data.reports)["scope"].value_counts()
    return str(scopes.sort_index().idxmax()) if len(scopes) else "unknown"


def made_up(reports: pd.DataFrame) -> bool:
    """Whether any of these reports was made by `gikstudy synth`."""
    return bool(reports["made_up"].any())


def select(
    data: Dataset,
    *,
    years: object = "",
    regions: object = "",
    levels: object = "",
    scope: object = "",
    bodies: object = "",
    blanks: str = "open",
) -> Dataset:
    """The part of a dataset that a study uses.

    Args:
        data: a dataset as `gikstudy.load_dataset` gives it.
        years: `2021`, `"2019-2021"`, `"2019,2021"` or a list; empty for all.
        regions: six-digit codes or names of GB/T 2260; that of a province or prefecture includes
            everything below it. The name of a province means the province.
        levels: keys of `level`, such as `county`.
        scope: scopes to keep.
        bodies: ids (`body_id`) or full names of bodies.
        blanks: `open` leaves blanks and nil marks as they are; `zero` reads them as 0, for users
            who know that these bodies leave out zeros.

    Returns:
        A dataset with the chosen reports and the rows of the other tables that belong to them;
        table `sources` stays complete.

    Raises:
        CallError: for a value that cannot mean anything, and for one that no report of the dataset
            has; the message says what is legal.
    """
    chosen = criteria_of(
        years=years, regions=regions, levels=levels, scope=scope, bodies=bodies, blanks=blanks
    )
    return apply(chosen, data)


def apply(chosen: Criteria, data: Dataset) -> Dataset:
    """The part of a dataset that fits the criteria; see `select`."""
    kept = data.reports
    for _, fits in conditions_of(chosen, data):
        kept = kept.loc[fits.reindex(kept.index)]
    if kept.empty and len(data.reports):
        asked = "; ".join(_counts(chosen, data))
        raise CallError(f"no report fits all that was asked for: {asked}")
    part = _narrow(data, kept)
    return read_as_zero(part) if chosen.blanks == "zero" else part


def conditions_of(chosen: Criteria, data: Dataset) -> list[tuple[str, pd.Series]]:
    """For each criterion that is set: its parameter, and which reports of the dataset fit it.

    Raises:
        CallError: for a year, region, level, scope or body that the dataset lacks.
    """
    reports = data.reports
    found: list[tuple[str, pd.Series]] = []
    if reports.empty:
        return found
    if chosen.years:
        found.append(("years", _in_years(reports["year"], chosen.years)))
    if chosen.places:
        found.append(("regions", _in_places(reports, chosen.places)))
    for name, column, asked in (
        ("levels", "level", chosen.levels),
        ("scope", "scope", chosen.scopes),
    ):
        if asked:
            _refuse_absent(name, reports[column], asked)
            found.append((name, reports[column].isin(asked)))
    if chosen.bodies:
        ids = [_body_id(data, asked) for asked in chosen.bodies]
        found.append(("bodies", reports["body_id"].isin(ids)))
    return found


def _counts(chosen: Criteria, data: Dataset) -> Iterator[str]:
    for name, fits in conditions_of(chosen, data):
        yield f"{name} ({fits.sum()} of {len(fits)} reports)"


def _in_years(year: pd.Series, asked: Iterable[YearRange]) -> pd.Series:
    keep = pd.Series(data=False, index=year.index)
    for one in asked:
        inside = year.between(one.first, one.last).fillna(value=False).astype(bool)
        if not inside.any():
            there = ", ".join(map(str, sorted(set(year.dropna()))))
            raise CallError(
                f"years {one.asked!r}: no report; the dataset has {there or 'no years'}"
            )
        keep |= inside
    return keep


def _in_places(reports: pd.DataFrame, asked: Iterable[ChosenPlace]) -> pd.Series:
    keep = pd.Series(data=False, index=reports.index)
    for place in asked:
        inside = reports["region_code"].str.startswith(place.stems)
        if not inside.any():
            there = ", ".join(sorted(set(reports["province_name"]) - {""})) or "no known region"
            raise CallError(
                f"region {place.asked!r}: no report is from {place.name} ({place.code}); "
                f"the dataset has reports from {there}"
            )
        keep |= inside
    return keep


def _refuse_absent(name: str, column: pd.Series, asked: Iterable[str]) -> None:
    counts = column.loc[column.ne("")].value_counts().sort_index()
    for key in asked:
        if key not in counts.index:
            there = ", ".join(f"{known} ({n})" for known, n in counts.items())
            raise CallError(f"{name} {key!r}: no report; the dataset has {there}")


def _body_id(data: Dataset, asked: str) -> str:
    """The id of the body with this id or full name."""
    bodies = data.bodies
    if asked in set(bodies["body_id"]):
        return asked
    named = data.reports.loc[data.reports["agency"].eq(asked) & data.reports["body_id"].ne("")]
    ids = sorted({*bodies.loc[bodies["body_name"].eq(asked), "body_id"], *named["body_id"]})
    if len(ids) == 1:
        return str(ids[0])
    if ids:
        places = data.reports.loc[data.reports["body_id"].isin(ids)].drop_duplicates("body_id")
        rows = sorted(
            zip(places["body_id"], places["province_name"], places["region_name"], strict=True)
        )
        listed = ", ".join(f"{one} ({province}{region})" for one, province, region in rows)
        raise CallError(f"body {asked!r}: may be {listed}; give the id")
    names = sorted(set(bodies["body_name"]))
    near = [name for name in names if asked in name] or get_close_matches(asked, names, cutoff=0.5)
    similar = f"; similar are {', '.join(near[:_SIMILAR])}" if near else ""
    raise CallError(f"body {asked!r}: the dataset has no body with this id or full name{similar}")


def _narrow(data: Dataset, reports: pd.DataFrame) -> Dataset:
    """Tables already read are filtered in memory; others are read with the filter when needed."""
    ids = list(reports["report_id"])
    part = replace(data, filters={**data.filters, "reports": [("report_id", "in", ids)]})
    # A cached property stores its value among the attributes of the instance.
    for name in set(vars(data)) & set(table_names()):
        frame = getattr(data, name)
        by_report = "report_id" in frame and name != "sources"
        vars(part)[name] = frame.loc[frame["report_id"].isin(ids)] if by_report else frame
    return part


def read_as_zero(data: Dataset) -> Dataset:
    """The dataset with 0 as the value of every blank and nil mark; the states stay."""
    part = replace(data)
    vars(part).update({k: v for k, v in vars(data).items() if k in table_names()})
    for name in ("requests", "proactive", "disputes"):
        table = getattr(data, name)
        empty = table["state"].isin(PRINTED_EMPTY)
        vars(part)[name] = table.assign(value=table["value"].mask(empty, 0))
    return part


def blanks_read_as_zero(data: Dataset) -> bool:
    """Whether the blanks of this dataset have been read as 0."""
    requests = data.requests
    return bool((requests["state"].isin(PRINTED_EMPTY) & requests["value"].notna()).any())
