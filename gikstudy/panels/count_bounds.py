"""Counts that may be open: a lower and an upper bound for each report.

A blank cell is not a zero, and a number that lost its cell is known only within bounds. Such values
go through every sum as intervals, so that a rate made of open cells is an interval too, never a
guess.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, Protocol

import numpy as np
import pandas as pd

from gikstudy.errors import CallError
from gikstudy.forms import OUTCOME_GROUPS, applicant_keys, request_rows
from gikstudy.panels.remembered import remembered

Blanks = Literal["open", "zero"]
BLANKS: Final = ("open", "zero")
PRINTED_EMPTY: Final = ("blank", "nil_mark")


class CellTables(Protocol):
    """Anything with the three tables of cells: a `Dataset`, or a part of one."""

    @property
    def requests(self) -> pd.DataFrame:
        """One row a cell of table 3."""

    @property
    def proactive(self) -> pd.DataFrame:
        """One row a cell of table 2."""

    @property
    def disputes(self) -> pd.DataFrame:
        """One row a cell of table 4."""


@dataclass(frozen=True)
class CountBounds:
    """Bounds of one count: two float Series over the same report ids; `inf` if unknown."""

    lower: pd.Series
    upper: pd.Series

    def __add__(self, other: CountBounds) -> CountBounds:
        """The sum, for the reports that have both terms."""
        index = self.lower.index.intersection(other.lower.index, sort=False)
        return CountBounds(
            self.lower.loc[index] + other.lower.loc[index],
            self.upper.loc[index] + other.upper.loc[index],
        )

    def over(self, reports: pd.Index) -> CountBounds:
        """The same bounds for these reports: NaN for a report that has no such cell."""
        return CountBounds(self.lower.reindex(reports), self.upper.reindex(reports))


def exactly(values: pd.Series) -> CountBounds:
    """A known count: both bounds are the value."""
    return CountBounds(values.astype(float), values.astype(float))


def cell_bounds(cells: pd.DataFrame, blanks: Blanks) -> pd.DataFrame:
    """The bounds of each cell of a table.

    Args:
        cells: rows of `requests`, `proactive` or `disputes`.
        blanks: `open` leaves a blank or a nil mark between 0 and its known bound; `zero` reads it
            as 0. A cell that is missing or unreadable stays open in both cases.

    Returns:
        Columns `lower` and `upper` (float, `inf` for no bound) on the index of `cells`.

    Raises:
        CallError: for another `blanks`.
    """
    if blanks not in BLANKS:
        raise CallError(f"blanks {blanks!r}: legal are {', '.join(BLANKS)}")
    value = cells["value"].astype("Float64").to_numpy(float, na_value=np.nan)
    lower = cells["lower"].astype("Float64").to_numpy(float, na_value=0.0)
    upper = cells["upper"].astype("Float64").to_numpy(float, na_value=np.inf)
    lower = np.where(np.isnan(value), lower, value)
    upper = np.where(np.isnan(value), upper, value)
    if blanks == "zero":
        empty = cells["state"].isin(PRINTED_EMPTY).to_numpy()
        lower, upper = np.where(empty, 0.0, lower), np.where(empty, 0.0, upper)
    return pd.DataFrame({"lower": lower, "upper": upper}, index=cells.index)


def total_of(
    cells: pd.DataFrame,
    rows: tuple[str, Iterable[str]],
    columns: tuple[str, Iterable[str]],
    blanks: Blanks,
) -> CountBounds:
    """The sum of some cells of a table, by report.

    Args:
        cells: table `requests`, `proactive` or `disputes`.
        rows: name of the first key and the values to add up, such as `("row", ("granted",))`;
            rows that a form does not have add nothing.
        columns: the same for the second key.
        blanks: see `cell_bounds`.

    Returns:
        A span over the reports that have at least one of these cells.
    """
    wanted = cells[rows[0]].isin(list(rows[1])) & cells[columns[0]].isin(list(columns[1]))
    picked = cells[["report_id", "value", "state", "lower", "upper"]].loc[wanted]
    bounds = cell_bounds(picked, blanks).groupby(picked["report_id"], sort=False).sum()
    return CountBounds(bounds["lower"], bounds["upper"])


def requests_of(
    data: CellTables, rows: Iterable[str], blanks: Blanks, applicants: Iterable[str] = ("total",)
) -> CountBounds:
    """The sum of some rows of table 3 for some kinds of applicants."""
    return _once(data, "requests", ("row", tuple(rows)), ("applicant", tuple(applicants)), blanks)


def disputes_of(
    data: CellTables, channels: Iterable[str], outcome: str, blanks: Blanks
) -> CountBounds:
    """The sum of one outcome over some channels of table 4."""
    return _once(data, "disputes", ("channel", tuple(channels)), ("outcome", (outcome,)), blanks)


def proactive_of(data: CellTables, item: str, measure: str, blanks: Blanks) -> CountBounds:
    """One cell of table 2."""
    return _once(data, "proactive", ("item", (item,)), ("measure", (measure,)), blanks)


def _once(
    data: CellTables,
    table: str,
    rows: tuple[str, tuple[str, ...]],
    columns: tuple[str, tuple[str, ...]],
    blanks: Blanks,
) -> CountBounds:
    def make() -> CountBounds:
        return total_of(getattr(data, table), rows, columns, blanks)

    return remembered(data, (table,), (rows, columns, blanks), make)


def outcome_rows(*groups: str) -> tuple[str, ...]:
    """The rows of table 3 in these outcome groups (`refused`, …), in form order."""
    return tuple(row.key for row in request_rows() if row.group in groups)


def handled(data: CellTables, blanks: Blanks) -> CountBounds:
    """Requests handled in the year: row （七）总计, column 总计, or its bounds from the outcomes.

    If a report leaves its total blank, the outcomes above it still determine it.
    """
    printed = requests_of(data, ("handled_total",), blanks)
    summed = requests_of(data, outcome_rows(*OUTCOME_GROUPS), blanks).over(printed.lower.index)
    open_ = printed.lower.ne(printed.upper)
    lower = printed.lower.where(~open_, np.maximum(printed.lower, summed.lower.fillna(0.0)))
    upper = printed.upper.where(~open_, np.minimum(printed.upper, summed.upper.fillna(np.inf)))
    return _unless_contradicted(CountBounds(lower, upper), printed)


def outcomes(data: CellTables, rows: Iterable[str], blanks: Blanks) -> CountBounds:
    """The sum of some outcome rows, bounded by the total minus the other outcomes.

    The form adds the outcomes up to （七）总计 (identity T3-SUM): if all other rows and the total are
    printed, a blank row is no longer open.
    """
    wanted = tuple(rows)
    rest = [row for row in outcome_rows(*OUTCOME_GROUPS) if row not in wanted]
    own, others = requests_of(data, wanted, blanks), requests_of(data, rest, blanks)
    return _within(own, others, handled(data, blanks))


def received_from(data: CellTables, applicant: str, blanks: Blanks) -> CountBounds:
    """New requests of one kind of applicant, bounded by the total minus the others.

    The last column of table 3 sums the six before it (identity T3-ROW).
    """
    rest = [key for key in applicant_keys()[:-1] if key != applicant]
    row = ("received_new",)
    own, others = (requests_of(data, row, blanks, keys) for keys in ((applicant,), rest))
    return _within(own, others, requests_of(data, row, blanks))


def _within(own: CountBounds, others: CountBounds, total: CountBounds) -> CountBounds:
    """The bounds of `own`, given that it and `others` add up to `total`."""
    others, total = others.over(own.lower.index), total.over(own.lower.index)
    lower = (total.lower - others.upper.fillna(0.0)).fillna(-np.inf)
    upper = (total.upper - others.lower.fillna(0.0)).fillna(np.inf)
    tighter = CountBounds(
        own.lower.where(own.lower >= lower, lower), own.upper.where(own.upper <= upper, upper)
    )
    return _unless_contradicted(tighter, own)


def _unless_contradicted(span: CountBounds, printed: CountBounds) -> CountBounds:
    """`span`, or `printed` if the printed numbers break the identity: nothing follows then."""
    sound = span.lower.le(span.upper)
    return CountBounds(
        span.lower.where(sound, printed.lower), span.upper.where(sound, printed.upper)
    )
