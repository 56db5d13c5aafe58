"""One series for each body over all years, from whatever each of its reports prints.

Reports printed four kinds of statistical tables, two forms, or only prose. `series.csv` says which
cells of each make up a measure; where a form has no such cells, the measure has no number. Nothing
is estimated: a number is the sum of printed cells, a figure of the prose, or open within bounds.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any, Final, Protocol

import numpy as np
import pandas as pd

from gikstudy.packaged import packaged_rows
from gikstudy.panels.bodies import TOLD, told_reports
from gikstudy.panels.count_bounds import CellTables, cell_bounds
from gikstudy.panels.series_prose import Bounds, told_in_prose

PROSE: Final = "prose"
COLUMNS: Final = (
    *("body_id", "body_name", "year", "measure", "value", "lower", "upper"),
    *("source", "form", "scope", "report_id", "cells", "comparable", "breaks"),
)
_FACTS: Final = ("body_id", "body_name", "year", "form", "scope", "report_id")
_KEYS: Final = {
    "requests": ("row", "applicant"),
    "disputes": ("channel", "outcome"),
    "statistics": ("row", "column"),
}
_NEW_LAW: Final = {"reviews": 2024, "suits": 2024}  # Administrative Reconsideration Law, art. 23


class SeriesTables(CellTables, Protocol):
    """Anything with the tables that a series is made of: a `Dataset`, or a part of one."""

    @property
    def reports(self) -> pd.DataFrame:
        """One row a report."""

    @property
    def statistics(self) -> pd.DataFrame:
        """One row a cell of a statistical table."""

    @property
    def mentions(self) -> pd.DataFrame:
        """One row a figure in the prose."""


@dataclass(frozen=True, slots=True)
class SeriesRule:
    """How a measure is made from one form: cells to add up, and how far they compare."""

    measure: str
    form: str
    cells: tuple[str, ...]
    comparable: str
    zh: str
    en: str


@cache
def series_rules() -> tuple[SeriesRule, ...]:
    """All rules, by measure and form."""
    return tuple(
        SeriesRule(
            r["measure"], r["form"], tuple(r["cells"].split("|")), r["comparable"], r["zh"], r["en"]
        )
        for r in packaged_rows("gikstudy.panels", "series.csv")
    )


@cache
def series_measures() -> tuple[str, ...]:
    """The measures of the series, in order.

    Examples:
        >>> series_measures()
        ('received', 'granted', 'partial', 'refused', 'not_held', 'other', 'reviews', 'suits')
    """
    return tuple(dict.fromkeys(rule.measure for rule in series_rules()))


def long_series(data: SeriesTables) -> pd.DataFrame:
    """Does what `gikstudy.series` says, which also explains the columns."""
    told = told_reports(data.reports).reset_index(drop=True)
    told = told.assign(rank=told["status"].map(TOLD.index), year=told["year"].astype("int64"))
    told = told.sort_values(["body_id", "year", "rank"], kind="stable")
    bounds = dict(_bounds(data, set(told["report_id"])))
    # Plain rows: a frame of one report costs more than all that is asked of it.
    plain = told[[*_FACTS, "rank"]].to_dict("records")
    rows = [
        row
        for _, reports in groupby(plain, key=lambda r: (r["body_id"], r["year"]))
        for row in _rows_of(list(reports), bounds)
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS[:-1]))
    frame = frame.sort_values(["body_id", "measure", "year"], key=_ordered, kind="stable")
    frame["breaks"] = list(_breaks(frame))
    numbers = {"value": "float64", "lower": "float64", "upper": "float64"}
    return frame.astype(numbers)[list(COLUMNS)].reset_index(drop=True)


def _ordered(column: pd.Series) -> pd.Series:
    return column.map(series_measures().index) if column.name == "measure" else column


def _bounds(data: SeriesTables, wanted: set[str]) -> Iterator[tuple[tuple[str, str, str], Bounds]]:
    """The bounds of each measure of each report, from the cells of each form and from prose."""
    cells = pd.concat([_named(getattr(data, table), table, keys) for table, keys in _KEYS.items()])
    cells = cells.loc[cells["report_id"].isin(wanted)]
    for rule in series_rules():
        if rule.form == PROSE:
            continue
        picked = cells.loc[cells["cell"].isin(rule.cells)]
        summed = picked.groupby("report_id", sort=False)[["lower", "upper"]].sum()
        for report_id, low, high in summed.itertuples():
            yield (str(report_id), rule.measure, rule.form), (low, high)
    bare = wanted - set(cells["report_id"])
    for report_id, measure, bounds in told_in_prose(data.mentions, bare):
        yield (report_id, measure, PROSE), bounds


def _named(frame: pd.DataFrame, table: str, keys: tuple[str, str]) -> pd.DataFrame:
    name = table + "/" + frame[keys[0]].astype(str) + "/" + frame[keys[1]].astype(str)
    return cell_bounds(frame, "open").assign(report_id=frame["report_id"], cell=name)


def _rows_of(
    reports: Sequence[Mapping[Hashable, Any]], bounds: Mapping[tuple[str, str, str], Bounds]
) -> Iterator[dict[str, object]]:
    """The measures of a body in a year, from the best of its reports.

    If another report that was read as well says something else, the measure is open.
    """
    best = reports[0]
    rivals = [row for row in reports if row["rank"] == best["rank"]]
    rules = {(rule.measure, rule.form): rule for rule in series_rules()}
    for measure in series_measures():
        found = [_of_report(row["report_id"], row["form"], measure, bounds) for row in rivals]
        form, (low, high) = found[0]
        if any(other != found[0] for other in found[1:]):
            low, high = min(b[0] for _, b in found), max(b[1] for _, b in found)
        rule = rules.get((measure, form))
        known = low == high
        yield {
            **{name: best[name] for name in _FACTS},
            "measure": measure,
            "value": low if known else np.nan,
            "lower": np.nan if rule is None else low,
            "upper": np.nan if rule is None or np.isinf(high) else high,
            "source": "" if rule is None else (PROSE if form == PROSE else "table"),
            "cells": "|".join(rule.cells) if rule else "",
            "comparable": rule.comparable if rule else "",
        }


def _of_report(
    report_id: str,
    form: str,
    measure: str,
    bounds: Mapping[tuple[str, str, str], Bounds],
) -> tuple[str, Bounds]:
    """The table, or the prose if the report has no table, with the bounds of a measure."""
    for source in (form, PROSE):
        found = bounds.get((report_id, measure, source))
        if found is not None:
            return source, found
        if any(key in bounds for key in _keys(report_id, source)):
            break  # the form does not ask for it
    return "", (0.0, np.inf)


def _keys(report_id: str, form: str) -> Iterable[tuple[str, str, str]]:
    return ((report_id, measure, form) for measure in series_measures())


def _breaks(frame: pd.DataFrame) -> Iterator[str]:
    """What keeps each number from being compared with that of the year before of its body."""
    before: Mapping[Hashable, object] | None = None
    for row in frame.to_dict("records"):
        series = (row["body_id"], row["measure"])
        if not row["source"]:
            yield ""
            continue
        same = before is not None and (before["body_id"], before["measure"]) == series
        yield ";".join(_breaks_between(before, row)) if before is not None and same else ""
        before = row


def _breaks_between(
    before: Mapping[Hashable, object], row: Mapping[Hashable, object]
) -> Iterator[str]:
    law = _NEW_LAW.get(str(row["measure"]))
    if before["cells"] != row["cells"]:
        yield "source" if before["source"] != row["source"] else "form"
    if before["scope"] != row["scope"]:
        yield "scope"
    if law and int(str(before["year"])) < law <= int(str(row["year"])):
        yield "law"
