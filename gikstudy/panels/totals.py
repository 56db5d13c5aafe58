"""The totals and rates of one report as columns of table `panel`, each with its bounds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Final

import numpy as np
import pandas as pd

from gikstudy.panels.count_bounds import (
    CountBounds,
    handled,
    outcome_rows,
    outcomes,
    received_from,
    requests_of,
    total_of,
)

_DECIDED: Final = ("upheld", "corrected", "other")
_SUITS: Final = ("suit_direct", "suit_after_review")
REQUESTS: Final = (
    *("received_new", "carried_in", "granted", "partial", "refused", "unable", "not_processed"),
    *("other", "handled_total", "carried_out"),
)
# The figures of table 2 that both forms have, and the money that one of them has.
PROACTIVE: Final = {
    "rules_issued": ("rules", ("made", "issued")),
    "normative_docs_issued": ("normative_docs", ("made", "issued")),
    "licensing_decisions": ("licensing", ("decisions",)),
    "penalty_decisions": ("penalty", ("decisions",)),
    "compulsion_decisions": ("compulsion", ("decisions",)),
    "admin_fees_amount": ("admin_fees", ("amount",)),
    "procurement_amount": ("procurement", ("amount",)),
}
DISPUTES: Final = {
    "review_total": ("review", "total"),
    "review_corrected": ("review", "corrected"),
    "suit_direct_total": ("suit_direct", "total"),
    "suit_direct_corrected": ("suit_direct", "corrected"),
    "suit_after_total": ("suit_after_review", "total"),
    "suit_after_corrected": ("suit_after_review", "corrected"),
}
RATES: Final = (
    *("disclosure_rate", "refusal_rate", "unable_rate", "not_processed_rate", "other_rate"),
    *("completion_rate", "backlog_rate", "natural_person_share"),
    *("review_correction_rate", "suit_loss_rate"),
)
MEASURES: Final = (*REQUESTS, *PROACTIVE, *DISPUTES, *RATES)


@dataclass(frozen=True)
class Cells:
    """The cells of some reports."""

    requests: pd.DataFrame
    proactive: pd.DataFrame
    disputes: pd.DataFrame


def measures(cells: Cells, report_ids: list[str]) -> pd.DataFrame:
    """The totals and rates of some reports.

    Args:
        cells: the rows of these reports in the tables of cells.
        report_ids: the reports wanted, in this order.

    Returns:
        For each of `MEASURES` three float columns: the number, NaN unless it is certain; and
            `_lower` and `_upper`, NaN if the report says nothing or there is no bound.
    """
    requests = cells.requests
    total = requests["applicant"].eq("total") | requests["row"].eq("received_new")
    small = Cells(requests.loc[total], cells.proactive, cells.disputes)
    index = pd.Index(report_ids, dtype="str")
    bounds = {**_requests(small), **_proactive(small), **_disputes(small)}
    found = {name: _three(of.over(index)) for name, of in bounds.items()}
    found |= {name: _rate(top.over(index), of.over(index)) for name, (top, of) in _rates(small)}
    columns = {
        f"{name}{ending}": values
        for name in MEASURES
        for ending, values in zip(("", "_lower", "_upper"), found[name], strict=True)
    }
    return pd.DataFrame(columns, index=index)


def _requests(cells: Cells) -> dict[str, CountBounds]:
    found = {
        name: requests_of(cells, (name,), "open")
        for name in ("received_new", "carried_in", "carried_out")
    }
    rows: dict[str, tuple[str, ...]] = {"granted": ("granted",), "partial": ("partial",)}
    rows |= {group: outcome_rows(group) for group in REQUESTS[4:8]}
    found |= {name: outcomes(cells, of, "open") for name, of in rows.items()}
    return found | {"handled_total": handled(cells, "open")}


def _proactive(cells: Cells) -> dict[str, CountBounds]:
    return {
        name: total_of(cells.proactive, ("item", (item,)), ("measure", measures), "open")
        for name, (item, measures) in PROACTIVE.items()
    }


def _disputes(cells: Cells) -> dict[str, CountBounds]:
    return {name: _channels(cells, (row,), column) for name, (row, column) in DISPUTES.items()}


def _channels(cells: Cells, channels: tuple[str, ...], outcome: str) -> CountBounds:
    return total_of(cells.disputes, ("channel", channels), ("outcome", (outcome,)), "open")


def _rates(cells: Cells) -> list[tuple[str, tuple[CountBounds, CountBounds]]]:
    """Each rate with its numerator and denominator; the numerator is part of the denominator."""
    all_ = handled(cells, "open")
    desk = requests_of(cells, ("received_new", "carried_in"), "open")
    groups = {
        "disclosure_rate": ("granted", "partial"),
        "refusal_rate": outcome_rows("refused"),
        "unable_rate": outcome_rows("unable"),
        "not_processed_rate": outcome_rows("not_processed"),
        "other_rate": outcome_rows("other"),
    }
    corrected = {
        "review_correction_rate": ("review",),
        "suit_loss_rate": _SUITS,
    }
    return [
        *((name, (outcomes(cells, rows, "open"), all_)) for name, rows in groups.items()),
        ("completion_rate", (all_, desk)),
        ("backlog_rate", (requests_of(cells, ("carried_out",), "open"), desk)),
        (
            "natural_person_share",
            (
                received_from(cells, "natural_person", "open"),
                requests_of(cells, ("received_new",), "open"),
            ),
        ),
        *(
            (
                name,
                (
                    _channels(cells, channels, "corrected"),
                    reduce(add, (_channels(cells, channels, o) for o in _DECIDED)),
                ),
            )
            for name, channels in corrected.items()
        ),
    ]


def _three(of: CountBounds) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    lower, upper = of.lower.to_numpy(float), of.upper.to_numpy(float)
    return _with_value(np.where(np.isinf(lower), np.nan, lower), upper)


def _with_value(lower: np.ndarray, upper: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    upper = np.where(np.isinf(upper), np.nan, upper)
    return np.where(lower == upper, lower, np.nan), lower, upper


def _rate(top: CountBounds, bottom: CountBounds) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Bounds of top/bottom, at most 1; no bounds if the bottom can only be zero."""
    with np.errstate(divide="ignore", invalid="ignore"):
        low = top.lower.to_numpy(float) / bottom.upper.to_numpy(float)
        high = top.upper.to_numpy(float) / bottom.lower.to_numpy(float)
    # A part larger than its whole is a contradiction, so no rate follows.
    known = (bottom.upper.to_numpy(float) > 0) & ~(low > 1)
    high = np.where(np.isnan(high) & known, 1.0, np.minimum(high, 1.0))
    nothing = ~known | np.isnan(low)
    return _with_value(np.where(nothing, np.nan, low), np.where(nothing, np.nan, high))
