"""Reports whose printed numbers cannot all be right, by the identity that they break.

Such a report leaves the rates that the identity is about: which of its numbers is wrong, nobody can
tell from the report alone. Blanks that the caller reads as 0 are open here, because only what is
printed can contradict itself; but a report whose parts exceed a total that was read as 0 leaves too.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import wraps
from typing import TYPE_CHECKING, Final

import pandas as pd

from gikstudy.analysis.estimates import Doubt
from gikstudy.forms import OUTCOME_GROUPS, OUTCOMES, applicant_keys
from gikstudy.panels.count_bounds import (
    PRINTED_EMPTY,
    CountBounds,
    outcome_rows,
    requests_of,
    total_of,
)
from gikstudy.panels.remembered import remembered

if TYPE_CHECKING:
    from gikstudy.dataset.load import Dataset
    from gikstudy.panels.count_bounds import Blanks

_TOTAL: Final = ("applicant", ("total",))
Doubting = Callable[..., Doubt]


def _once(table: str) -> Callable[[Doubting], Doubting]:
    """Worked out once for each table: every share of a figure asks the same."""

    def decorated(of: Doubting) -> Doubting:
        @wraps(of)
        def kept(data: Dataset, *how: Hashable) -> Doubt:
            return remembered(data, (table,), (of.__name__, *how), lambda: of(data, *how))

        return kept

    return decorated


@_once("requests")
def of_outcomes(data: Dataset, blanks: Blanks = "open") -> Doubt:
    """Reports whose outcomes cannot add up to their total (T3-SUM).

    Of the three ways to the total (as printed, outcomes added up, received minus carried out), one
    is right if only one number of the report is wrong; `largest` is the largest of them.
    """
    cells = _printed(data.requests, ("applicant", "total"))
    printed, summed = _rows(cells, ("handled_total",)), _rows(cells, _outcome_keys())
    received, left = _rows(cells, ("received_new", "carried_in")), _rows(cells, ("carried_out",))
    ways = [printed.upper, summed.upper, received.upper - left.lower]
    read, parts = (
        requests_of(data, rows, blanks) for rows in (("handled_total",), _outcome_keys())
    )
    broken = _apart(summed, printed) | _too_large(parts, read)
    return Doubt(broken, pd.concat(ways, axis=1).max(axis=1, skipna=False))


@_once("requests")
def of_flow(data: Dataset, blanks: Blanks = "open") -> Doubt:
    """Reports in which the requests that came in cannot be those that went out (T3-FLOW)."""
    cells = _printed(data.requests, ("applicant", "total"))
    came = _rows(cells, ("received_new", "carried_in"))
    went = _rows(cells, ("handled_total", "carried_out"))
    read, parts = (
        requests_of(data, rows, blanks)
        for rows in (("received_new", "carried_in"), ("handled_total", "carried_out"))
    )
    broken = _apart(came, went) | _too_large(parts, read)
    return Doubt(broken, pd.concat([came.upper, went.upper], axis=1).max(axis=1))


@_once("requests")
def of_applicants(data: Dataset, blanks: Blanks = "open") -> Doubt:
    """Reports whose kinds of applicants cannot add up to their new requests (T3-ROW)."""
    cells = _printed(data.requests, ("row", "received_new"))
    row = ("row", ("received_new",))
    kinds = total_of(cells, row, ("applicant", applicant_keys()[:-1]), "open")
    total = total_of(cells, row, _TOTAL, "open")
    read = requests_of(data, ("received_new",), blanks)
    parts = requests_of(data, ("received_new",), blanks, applicant_keys()[:-1])
    broken = _apart(kinds, total) | _too_large(parts, read)
    return Doubt(broken, pd.concat([kinds.upper, total.upper], axis=1).max(axis=1))


@_once("disputes")
def of_cases(data: Dataset, channels: tuple[str, ...]) -> Doubt:
    """Reports whose cases cannot add up to their total in one of the channels (T4-SUM)."""
    broken: set[str] = set()
    for channel in channels:
        cells = _printed(data.disputes, ("channel", channel))
        row = ("channel", (channel,))
        parts = total_of(cells, row, ("outcome", OUTCOMES[:-1]), "open")
        broken |= _apart(parts, total_of(cells, row, ("outcome", OUTCOMES[-1:]), "open"))
    return Doubt(frozenset(broken))


def _outcome_keys() -> tuple[str, ...]:
    return outcome_rows(*OUTCOME_GROUPS)


def _rows(cells: pd.DataFrame, rows: Iterable[str]) -> CountBounds:
    return total_of(cells, ("row", rows), _TOTAL, "open")


def _printed(cells: pd.DataFrame, only: tuple[str, str]) -> pd.DataFrame:
    """The cells of one row or column as printed: a blank that was read as 0 is open again."""
    picked = cells.loc[cells[only[0]].eq(only[1])]
    return picked.assign(value=picked["value"].mask(picked["state"].isin(PRINTED_EMPTY)))


def _apart(one: CountBounds, other: CountBounds) -> frozenset[str]:
    """The reports for which no number lies within both bounds."""
    other = other.over(one.lower.index)
    apart = one.lower.gt(other.upper) | one.upper.lt(other.lower)
    return frozenset(one.lower.index[apart])


def _too_large(parts: CountBounds, whole: CountBounds) -> frozenset[str]:
    """The reports whose parts certainly exceed the whole."""
    large = parts.lower.gt(whole.over(parts.lower.index).upper)
    return frozenset(parts.lower.index[large])
