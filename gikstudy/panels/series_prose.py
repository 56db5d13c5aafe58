"""The measures of a series that the sentences of a report tell.

Only exact figures count, and none is chosen: figures that differ bound a measure. Outcomes that add up
to the requests that they list are told in full, so that several of one kind are added up:

    答复20件,其中已主动公开5件,同意公开9件,信息不存在6件: granted 14, not held 6
    同意公开9件,信息不存在6件: granted 9; at least 6 not held, because a report may leave out others
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np
import pandas as pd

from gikstudy.prose.older import ABSENT, ELSEWHERE, NOT_HELD, UNHELD, reasons_not_held

Bounds = tuple[float, float]
_METRICS: Final = {
    "received": "requests_received",
    "granted": "requests_granted",
    "partial": "requests_partial",
    "refused": "requests_refused",
    "reviews": "reviews",
    "suits": "suits",
}
_HELD: Final = "not_held"
_UNABLE: Final = "requests_unable"
_OUTCOMES: Final = ("granted", "partial", "refused", _HELD)
_ENDS: Final = (
    *("requests_granted", "requests_partial", "requests_refused", _UNABLE, NOT_HELD),
    *("requests_not_processed", "requests_other"),
)
_CLOSED: Final = "requests_closed"
_BASES: Final = ("requests_received", _CLOSED)
_ALL: Final = frozenset((*_METRICS.values(), *_ENDS, *_BASES))
_REASONS: Final = frozenset((ABSENT, ELSEWHERE))


def told_in_prose(mentions: pd.DataFrame, wanted: set[str]) -> Iterator[tuple[str, str, Bounds]]:
    """Report, measure and bounds of each measure that the prose of a report tells.

    If the outcomes come to more than the requests, the sentences speak of several things, and none of
    these figures counts.
    """
    mine = mentions.loc[mentions["report_id"].isin(wanted) & mentions["metric"].isin(_ALL)]
    for report_id, rows in mine.groupby("report_id", sort=False):
        found = dict(_measures(rows))
        parts = sum(found[name][0] for name in _OUTCOMES if name in found)
        sound = "received" not in found or parts <= found["received"][1]
        for measure, bounds in found.items():
            if sound or measure not in ("received", *_OUTCOMES):
                yield str(report_id), measure, bounds


def _measures(rows: pd.DataFrame) -> Iterator[tuple[str, Bounds]]:
    """The bounds of each measure in one report."""
    own = rows.loc[rows["qualifier"].eq("") & rows["unit"].ne("%")]
    alone = own["part_of"].isna()
    for measure in ("received", "reviews", "suits"):
        figures = own.loc[alone & own["metric"].eq(_METRICS[measure])]
        if len(figures):
            yield measure, _spread(_tellings(figures))
    outcomes = own.loc[own["metric"].isin(_ENDS) & ~_part_of_itself(own, rows)]
    whole = _whole_lists(outcomes, own, _BASES)
    # Answers to some of the requests that came in may by chance be as many as these.
    answered = _whole_lists(outcomes, own, (_CLOSED,))
    for measure in _OUTCOMES:
        counted = outcomes.loc[_counts(outcomes, measure)]
        if len(counted):
            yield measure, _outcome(counted, answered if measure == _HELD else whole, measure)


def _tellings(rows: pd.DataFrame) -> set[Bounds]:
    """Each telling of a figure; several on one line may be the same thing or parts of it."""
    lines = rows.assign(value=rows["value"].astype(float)).groupby("locus")["value"]
    return {
        (low, total if n > 1 else low)
        for low, total, n in lines.agg(["min", "sum", "count"]).itertuples(index=False)
    }


def _spread(tellings: set[Bounds]) -> Bounds:
    """The one telling, or what lies between the smallest and the sum of all."""
    if len(tellings) == 1:
        return next(iter(tellings))
    return min(low for low, _ in tellings), sum(high for _, high in tellings)


def _counts(rows: pd.DataFrame, measure: str) -> pd.Series:
    """The rows that count a measure; later reports count what is not held among the unable."""
    if measure != _HELD:
        return rows["metric"].eq(_METRICS[measure])
    reasons = [bool(reasons_not_held(str(raw))) for raw in rows["raw"]]
    return rows["metric"].isin((NOT_HELD, _UNABLE)) & pd.Series(reasons, rows.index, dtype=bool)


def _part_of_itself(rows: pd.DataFrame, every: pd.DataFrame) -> pd.Series:
    """The rows that divide another figure of the same metric (不予公开3件,其中国家秘密1件)."""
    metrics = every.set_index("order")["metric"]
    return rows["part_of"].map(metrics).eq(rows["metric"])


def _whole_lists(
    outcomes: pd.DataFrame, own: pd.DataFrame, metrics: tuple[str, ...]
) -> Mapping[int, float]:
    """The lists of outcomes that add up to the requests that they divide, each with this number."""
    bases = own.loc[own["metric"].isin(metrics)].set_index("order")["value"].astype(float)
    sums = outcomes.groupby("part_of")["value"].sum()
    totals = zip(sums.index.astype(int).tolist(), sums.astype(float).tolist(), strict=True)
    return {order: total for order, total in totals if bases.get(order) == total}


def _outcome(rows: pd.DataFrame, whole: Mapping[int, float], measure: str) -> Bounds:
    """An outcome: what its whole lists add up to, and the figures outside of them."""
    in_whole = rows["part_of"].isin(whole.keys())
    sums = rows.loc[in_whole].groupby("part_of")["value"].sum()
    told = {(float(total), float(total)) for total in sums}
    apart = rows.loc[~in_whole]
    if not len(apart):
        return _spread(told)
    if measure != _HELD:
        return _spread(told | _tellings(apart))
    low, high = _not_held(apart)
    known = [total for total, _ in told]
    return min([low, *known]), max([high, *known])


def _not_held(rows: pd.DataFrame) -> Bounds:
    """What is not held: both reasons together, or one word for both; one reason bounds it below."""
    reasons = [reasons_not_held(str(raw)) for raw in rows["raw"]]
    both = [UNHELD in told or told >= _REASONS for told in reasons]
    if all(both):
        return _spread(_tellings(rows))
    if any(both):
        return float(rows["value"].min()), np.inf
    spreads = [
        _spread(_tellings(rows.loc[[reason in told for told in reasons]]))
        for reason in (ABSENT, ELSEWHERE)
        if any(reason in told for told in reasons)
    ]
    low, high = sum(low for low, _ in spreads), sum(high for _, high in spreads)
    return low, high if len(spreads) == len(_REASONS) else np.inf
