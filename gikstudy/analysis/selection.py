"""Which reports a figure or an indicator may count, and for which body.

Three facts about the reports decide it. A mirror of a report is the same report and counts once. A
report of a government may cover its office, all its departments or its whole territory, and adding
these up counts some requests twice. And one body writes its name in several ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

import pandas as pd

from gikstudy.dataset.declarations import table_names
from gikstudy.errors import CallError
from gikstudy.forms.statistics import statistics_names
from gikstudy.model import SCOPES
from gikstudy.panels.count_bounds import BLANKS, PRINTED_EMPTY
from gikstudy.places.bodies import body_key

if TYPE_CHECKING:
    from gikstudy.dataset.load import Dataset

READ: Final = ("ok", "partial")  # the statuses of a report from which numbers were taken


def counted(reports: pd.DataFrame) -> pd.DataFrame:
    """The reports that an indicator may count: read, dated, and each once.

    The same report is often on several sites, converted or reworded; `duplicate_of` names the row
    that is kept.

    Args:
        reports: table `reports`.

    Returns:
        The rows with status ok or partial and a year that are not duplicates, with two more
            columns: `body` (see `bodies`) and `province` (first two digits of the region code).
    """
    keep = reports["status"].isin(READ) & reports["year"].notna()
    keep &= ~reports["form"].isin(statistics_names())  # they have none of tables 2 to 4
    keep &= reports["duplicate_of"].eq("")
    rows = reports.loc[keep]
    return rows.assign(body=bodies(rows), province=rows["region_code"].str[:2])


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
    blanks: str = "open",
) -> Dataset:
    """The part of a dataset that a study uses.

    Args:
        data: a dataset as `gikstudy.load_dataset` gives it.
        years: `2021`, `"2019-2021"`, `"2019,2021"` or a list; empty for all.
        regions: six-digit codes (that of a province or prefecture includes everything below it) or
            names.
        levels: keys of `level`, such as `county`.
        scope: scopes to keep.
        blanks: `open` leaves blanks and nil marks as they are; `zero` reads them as 0, for users
            who know that these bodies leave out zeros.

    Returns:
        A dataset with the chosen reports and the rows of the other tables that belong to them;
        table `sources` stays complete.

    Raises:
        CallError: for years that cannot be understood, and for levels and regions that the dataset
            lacks; the message says what is legal.
    """
    reports = data.reports
    keep = pd.Series(data=True, index=reports.index)
    if wanted := parse_years(years):
        keep &= reports["year"].isin(wanted)
    if wanted_levels := parse_list(levels):
        legal = sorted(set(reports["level"]) - {""})
        if legal and (wrong := sorted(set(wanted_levels) - set(legal))):
            raise CallError(f"level {wrong[0]!r}: the dataset has {', '.join(legal)}")
        keep &= reports["level"].isin(wanted_levels)
    if named := parse_list(regions):
        keep &= _in_regions(reports, named)
    chosen = reports.loc[keep]
    if scopes := parse_list(scope):
        chosen = in_scope(chosen, scopes)
    if blanks not in BLANKS:
        raise CallError(f"blanks {blanks!r}: legal are {', '.join(BLANKS)}")
    part = _narrow(data, chosen)
    return read_as_zero(part) if blanks == "zero" else part


def _in_regions(reports: pd.DataFrame, regions: Iterable[str]) -> pd.Series:
    code, name = reports["region_code"], reports["region_name"]
    keep = pd.Series(data=False, index=reports.index)
    for region in regions:
        if region.isdigit():
            # 150600 stands for all of 1506, 150000 for all of 15.
            stem = (
                region[:2]
                if region[2:] in ("", "0000")
                else region[:4]
                if region[4:] in ("", "00")
                else region
            )
            found = code.str.startswith(stem)
        else:
            found = name.str.contains(region, regex=False)
        if len(reports) and not found.any():
            raise CallError(
                f"region {region!r}: no report is from there; legal are six-digit codes and names "
                f"such as {', '.join(sorted(set(name) - {''})[:3])}"
            )
        keep |= found
    return keep


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


def parse_years(years: object) -> list[int]:
    """The years in `2021`, `"2019-2021"`, `"2019,2021"` or a list of these; empty for none.

    Raises:
        CallError: for anything else.
    """
    found: list[int] = []
    for part in parse_list(years):
        first, dash, last = part.partition("-")
        try:
            found += range(int(first), int(last if dash else first) + 1)
        except ValueError:
            raise CallError(f"years {part!r}: legal are 2021, 2019-2021, 2019,2021") from None
    return found


def parse_list(values: object) -> list[str]:
    """The items of a parameter, given as a list, a number or comma-separated text."""
    if isinstance(values, str):
        return [part.strip() for part in values.split(",") if part.strip()]
    if isinstance(values, Iterable):
        return [part for value in values for part in parse_list(value)]
    return [] if values is None else [str(values)]
