"""Rates over groups of reports, with the bounds of open cells and a confidence interval.

Two kinds of uncertainty are kept apart. `lower` and `upper` bound what the open cells allow;
`ci_low` and `ci_high` give the confidence interval. A report that does not contain a number is left
out and counted in `left_out`; it is never a zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypedDict

import numpy as np
import numpy.typing as npt
import pandas as pd

from gikstudy.analysis.selection import counted, in_scope
from gikstudy.errors import CallError
from gikstudy.model import Scope
from gikstudy.panels.count_bounds import Blanks, CountBounds, exactly

if TYPE_CHECKING:
    from gikstudy.dataset.load import Dataset

IntervalMethod = Literal["wilson", "bootstrap", "none"]
Floats = npt.NDArray[np.float64]
LEVEL: Final = 0.95
RESAMPLES: Final = 999
SEED: Final = (
    20190515  # the day on which the revised Regulation came into force; any fixed number would do
)
GROUPINGS: Final = (
    "year", "level", "parent_level", "province", "region_code", "form", "scope", "body", "report_id",
)  # fmt: skip
COLUMNS: Final = (
    "value", "lower", "upper", "ci_low", "ci_high", "n", "reports", "bodies", "open", "left_out",
)  # fmt: skip


class EstimateOptions(TypedDict, total=False):
    """The options that every indicator takes.

    Attributes:
        by: What to group by; legal are the names in `GROUPINGS`. Default `("year",)`.
        blanks: `open` (default) keeps a blank as unknown; `zero` reads it as 0.
        scope: The scope to count, or several that may be added up. None (default) refuses a mix.
        each: `request` (default) adds up before dividing, so large bodies weigh more. `body`
            divides first and takes the mean over the reports of the bodies.
        interval: `wilson` (shares only), `bootstrap` or `none`. The bootstrap draws whole bodies,
            because the years and requests of one body are alike. The default is `wilson` for
            shares added up over requests and `bootstrap` for everything else.
        minimum: Groups with a smaller n have no rate. Default 0.
    """

    by: Sequence[str]
    blanks: Blanks
    scope: Scope | Sequence[Scope] | None
    each: Literal["request", "body"]
    interval: IntervalMethod
    minimum: int


@dataclass(frozen=True)
class ResolvedOptions:
    """`EstimateOptions` with its defaults filled in and its values checked."""

    by: tuple[str, ...]
    blanks: Blanks
    scope: Scope | Sequence[Scope] | None
    each: str
    interval: str
    minimum: int


def plan(how: EstimateOptions, *, share: bool) -> ResolvedOptions:
    """The options with defaults.

    Raises:
        CallError: for an illegal value; the message names the legal ones.
    """
    each = how.get("each", "request")
    made = ResolvedOptions(
        by=tuple(how.get("by", ("year",))),
        blanks=how.get("blanks", "open"),
        scope=how.get("scope"),
        each=each,
        interval=how.get("interval", "wilson" if share and each == "request" else "bootstrap"),
        minimum=how.get("minimum", 0),
    )
    legal_intervals = (
        ("wilson", "bootstrap", "none") if share and each == "request" else ("bootstrap", "none")
    )
    for name, value, legal in (
        *(("by", name, GROUPINGS) for name in made.by),
        ("each", made.each, ("request", "body")),
        ("interval", made.interval, legal_intervals),
    ):
        if value not in legal:
            raise CallError(f"{name} {value!r}: legal are {', '.join(legal)}")
    return made


def share(
    data: Dataset, part: CountBounds, whole: CountBounds, options: ResolvedOptions
) -> pd.DataFrame:
    """The share of `whole` that is `part`, by group; always between 0 and 1.

    Returns:
        One row per group, in the order of the groups, with the columns `COLUMNS`. `value` is null
        unless the bounds are equal; `n` is the sum of the denominators that are certain.
    """
    return _estimate(data, part, whole, options, subset=True)


def ratio(
    data: Dataset, top: CountBounds, bottom: CountBounds, options: ResolvedOptions
) -> pd.DataFrame:
    """The quotient of two counts, neither of which contains the other; columns as in `share`."""
    return _estimate(data, top, bottom, options, subset=False)


def share_of_reports(data: Dataset, holds: CountBounds, options: ResolvedOptions) -> pd.DataFrame:
    """The share of reports for which something is true (bounds 0 and 1 if that is open)."""
    return _estimate(data, holds, exactly(holds.lower * 0 + 1), options, subset=True)


def share_of_expected(
    expected: pd.DataFrame, holds: CountBounds, options: ResolvedOptions
) -> pd.DataFrame:
    """The share of the expected reports for which something is true.

    Args:
        expected: one row per report, present or missing, with the index `report_id`, the columns to
            group by and `body`.
        holds: bounds 0 or 1 for each report.
        options: `scope` and `blanks` are ignored.
    """
    return _by_group(expected, holds, exactly(holds.lower * 0 + 1), options, subset=True)


def _estimate(
    data: Dataset, top: CountBounds, bottom: CountBounds, options: ResolvedOptions, *, subset: bool
) -> pd.DataFrame:
    reports = in_scope(counted(data.reports), options.scope)
    frame = reports.set_index("report_id", drop=False)
    return _by_group(frame, top, bottom, options, subset=subset)


def _by_group(
    frame: pd.DataFrame,
    top: CountBounds,
    bottom: CountBounds,
    options: ResolvedOptions,
    *,
    subset: bool,
) -> pd.DataFrame:
    """The estimate of each group of a frame whose index is that of the bounds."""
    frame = frame[list(dict.fromkeys([*options.by, "body", "report_id"]))]
    top, bottom = top.over(frame.index), bottom.over(frame.index)
    frame = frame.assign(tl=top.lower, tu=top.upper, bl=bottom.lower, bu=bottom.upper)
    if subset:
        frame["tu"] = frame["tu"].clip(upper=frame["bu"])
    # A report without the table has no bounds for the denominator; it says nothing about the rate.
    known = np.isfinite(frame["bu"]) & np.isfinite(frame["tu"])
    if options.each == "body":
        known &= frame["bl"].ge(max(options.minimum, 1))
        frame = _as_rates(frame, subset=subset)
    rows = [
        {
            **dict(zip(options.by, key, strict=True)),
            **_row(group, known.loc[group.index], options, subset=subset),
        }
        for key, group in _groups(frame, options.by)
    ]
    return pd.DataFrame(rows, columns=[*options.by, *COLUMNS])


def _groups(
    frame: pd.DataFrame, by: tuple[str, ...]
) -> list[tuple[tuple[object, ...], pd.DataFrame]]:
    if not by:
        return [((), frame)] if len(frame) else []
    return [(key, group) for key, group in frame.groupby(list(by), sort=True, dropna=False)]


def _as_rates(frame: pd.DataFrame, *, subset: bool) -> pd.DataFrame:
    low, high = _bounds(
        *(frame[c].to_numpy(float) for c in ("tl", "tu", "bl", "bu")), subset=subset
    )
    return frame.assign(tl=low, tu=high, bl=1.0, bu=1.0)


def _bounds(
    tl: Floats, tu: Floats, bl: Floats, bu: Floats, *, subset: bool
) -> tuple[Floats, Floats]:
    """Bounds of top/bottom; at most 1 if the top is part of the bottom."""
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = tl / bu, tu / bl
        if subset:
            high = np.minimum(high, 1.0)
    return low, np.where(np.isinf(high), np.nan, high)


def _row(
    group: pd.DataFrame, known: pd.Series, options: ResolvedOptions, *, subset: bool
) -> dict[str, object]:
    used = group.loc[known]
    sums = used[["tl", "tu", "bl", "bu"]].sum()
    n = int(sums["bl"])
    head: dict[str, object] = {
        "n": n,
        "reports": len(used),
        "bodies": used["body"].nunique(),
        "open": int((used["tl"].ne(used["tu"]) | used["bl"].ne(used["bu"])).sum()),
        "left_out": int((~known).sum()),
    }
    needed = options.minimum if options.each == "request" else 1
    if n < max(needed, 1):
        return {**dict.fromkeys(COLUMNS[:5], np.nan), **head}
    lows, highs = _bounds(*sums.to_numpy(float).reshape(4, 1), subset=subset)
    low, high = float(lows[0]), float(highs[0])
    value = low if low == high else np.nan
    rates = (value, low, high, *_confidence(used, low, high, n, options))
    return {**dict(zip(COLUMNS, rates, strict=False)), **head}


def _confidence(
    used: pd.DataFrame, low: float, high: float, n: int, options: ResolvedOptions
) -> tuple[float, float]:
    """The outer ends of the intervals around both bounds, for every value of the open cells."""
    if options.interval == "none":
        return np.nan, np.nan
    if options.interval == "wilson":
        return wilson(low * n, n)[0], wilson(high * n, n)[1]
    bodies = used.groupby("body", sort=True)[["tl", "tu", "bl", "bu"]].sum().to_numpy(float)
    first = clustered(bodies[:, 0], bodies[:, 3])
    last = first if low == high else clustered(bodies[:, 1], bodies[:, 2])
    return first[0], last[1]


def wilson(count: float, n: float) -> tuple[float, float]:
    """The 95 % Wilson score interval of a share (statsmodels); reliable near 0 and 1."""
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(count, n, alpha=1 - LEVEL, method="wilson")
    return float(low), float(high)


def clustered(tops: Floats, bottoms: Floats) -> tuple[float, float]:
    """The 95 % percentile bootstrap of sum(tops)/sum(bottoms), drawing whole bodies (scipy).

    Args:
        tops: one sum per body. bottoms: one sum per body.

    Returns:
        The interval; NaN twice for fewer than two bodies, which say nothing about the spread.
    """
    if len(tops) < 2:
        return np.nan, np.nan
    from scipy.stats import bootstrap

    with np.errstate(divide="ignore", invalid="ignore"):
        found = bootstrap(
            (tops, bottoms),
            lambda t, b, axis: t.sum(axis) / b.sum(axis),
            paired=True,
            vectorized=True,
            n_resamples=RESAMPLES,
            batch=max(1, 4_000_000 // len(tops)),
            confidence_level=LEVEL,
            method="percentile",
            rng=np.random.default_rng(SEED),
        ).confidence_interval
    return float(found.low), float(found.high)
