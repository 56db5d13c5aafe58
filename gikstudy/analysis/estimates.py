"""Rates over groups of reports, with the bounds of open cells and a confidence interval.

Three kinds of uncertainty are kept apart. `lower` and `upper` bound what the open cells of the
counted reports allow. `ci_low` and `ci_high` give the confidence interval. `outer_low` and
`outer_high` also allow any value for the reports that are left out. A report is left out if it does
not contain the number, which is never a zero, or if it contradicts itself on it: both are counted
in `left_out`, the second also in `contradictory`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, TypedDict

import numpy as np
import numpy.typing as npt
import pandas as pd

from gikstudy.analysis.selection import counted, in_scope
from gikstudy.errors import CallError
from gikstudy.model import Scope
from gikstudy.panels.count_bounds import Blanks, CountBounds, exactly
from gikstudy.panels.remembered import remembered

if TYPE_CHECKING:
    from gikstudy.dataset.load import Dataset

IntervalMethod = Literal["clustered", "wilson", "bootstrap", "none"]
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
    "value", "lower", "upper", "ci_low", "ci_high", "outer_low", "outer_high",
    "n", "reports", "bodies", "open", "left_out", "contradictory",
)  # fmt: skip
RATES: Final = COLUMNS[:7]


class EstimateOptions(TypedDict, total=False):
    """The options that every indicator takes.

    Attributes:
        by: What to group by; legal are the names in `GROUPINGS`. Default `("year",)`.
        blanks: `open` (default) keeps a blank as unknown; `zero` reads it as 0.
        scope: The scope to count, or several that may be added up. None (default) refuses a mix,
            unless `by` keeps the scopes apart.
        each: `request` (default) adds up before dividing, so large bodies weigh more. `body`
            divides first and takes the mean over the reports of the bodies.
        interval: the requests and years of one body are alike, so a body counts as one draw.
            `clustered` (shares added up over requests, their default) widens the Wilson interval
            by that; `bootstrap` (the default of everything else) draws whole bodies; `wilson`
            takes each request as a draw of its own and is too narrow; `none` leaves it out.
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
        interval=how.get("interval", "clustered" if share and each == "request" else "bootstrap"),
        minimum=how.get("minimum", 0),
    )
    legal_intervals = (
        ("clustered", "wilson", "bootstrap", "none")
        if share and each == "request"
        else ("bootstrap", "none")
    )
    for name, value, legal in (
        *(("by", name, GROUPINGS) for name in made.by),
        ("each", made.each, ("request", "body")),
        ("interval", made.interval, legal_intervals),
    ):
        if value not in legal:
            raise CallError(f"{name} {value!r}: legal are {', '.join(legal)}")
    return made


@dataclass(frozen=True)
class Doubt:
    """What is known about reports that contradict themselves.

    Attributes:
        reports: ids of reports whose printed numbers cannot all be right; they leave the rate.
        largest: by report id, the largest denominator that they may have; unknown if absent.
    """

    reports: frozenset[str] = frozenset()
    largest: pd.Series | None = None


NO_DOUBT: Final = Doubt()


def share(
    data: Dataset,
    part: CountBounds,
    whole: CountBounds,
    options: ResolvedOptions,
    doubt: Doubt = NO_DOUBT,
) -> pd.DataFrame:
    """The share of `whole` that is `part`, by group; always between 0 and 1.

    A report whose part is certainly larger than its whole contradicts itself and is left out, and
    so are those that `doubt` names.

    Returns:
        One row per group, in the order of the groups, with the columns `COLUMNS`. `value` is null
        unless the bounds are equal; `n` is the sum of the denominators that are certain.
    """
    return _estimate(data, part, whole, options, subset=True, doubt=doubt)


def ratio(
    data: Dataset,
    top: CountBounds,
    bottom: CountBounds,
    options: ResolvedOptions,
    doubt: Doubt = NO_DOUBT,
) -> pd.DataFrame:
    """The quotient of two counts, neither of which contains the other; columns as in `share`."""
    return _estimate(data, top, bottom, options, subset=False, doubt=doubt)


def share_of_reports(data: Dataset, holds: CountBounds, options: ResolvedOptions) -> pd.DataFrame:
    """The share of reports for which something is true (bounds 0 and 1 if that is open)."""
    whole = exactly(holds.lower * 0 + 1)
    return _estimate(data, holds, whole, options, subset=True, doubt=_one_each(data.reports))


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
    whole = exactly(holds.lower * 0 + 1)
    return _by_group(expected, holds, whole, options, subset=True, doubt=_one_each(expected))


def _one_each(reports: pd.DataFrame) -> Doubt:
    """Where reports are counted, one that is left out counts for one at most."""
    return Doubt(largest=pd.Series(1.0, index=reports["report_id"].to_numpy()))


def _estimate(
    data: Dataset,
    top: CountBounds,
    bottom: CountBounds,
    options: ResolvedOptions,
    *,
    subset: bool,
    doubt: Doubt,
) -> pd.DataFrame:
    reports = remembered(data, ("reports",), "counted", lambda: counted(data.reports))
    if options.scope is not None or not {"scope", "report_id"} & set(options.by):
        reports = in_scope(reports, options.scope)
    frame = reports.set_index("report_id", drop=False)
    return _by_group(frame, top, bottom, options, subset=subset, doubt=doubt)


def _by_group(
    frame: pd.DataFrame,
    top: CountBounds,
    bottom: CountBounds,
    options: ResolvedOptions,
    *,
    subset: bool,
    doubt: Doubt,
) -> pd.DataFrame:
    """The estimate of each group of a frame whose index is that of the bounds."""
    frame = frame[list(dict.fromkeys([*options.by, "body", "report_id"]))]
    if "year" in options.by:
        frame = frame.astype({"year": int})  # else a row of the result turns NaN into NA
    top, bottom = top.over(frame.index), bottom.over(frame.index)
    ends = {"tl": top.lower, "tu": top.upper, "bl": bottom.lower, "bu": bottom.upper}
    frame = frame.assign(**{k: v.to_numpy(float) for k, v in ends.items()}).rename_axis(None)
    frame = _judged(frame, options, subset=subset, doubt=doubt)
    if options.each == "body":
        frame = _as_rates(frame)
    if frame.empty:
        return pd.DataFrame(columns=[*options.by, *COLUMNS])
    keys: list[Any] = [*options.by] or [np.zeros(len(frame), int)]
    groups = frame.groupby(keys, sort=True, dropna=False)
    table = _rates(_sums(frame, groups), options, subset=subset)
    if options.interval != "none":
        intervals = [
            _confidence(group.loc[group["known"]], row, options)
            for (_, group), (_, row) in zip(groups, table.iterrows(), strict=True)
        ]
        table[["ci_low", "ci_high"]] = np.array(intervals, float).reshape(len(table), 2)
    made = table.reset_index() if options.by else table.reset_index(drop=True)
    return made[[*options.by, *COLUMNS]]


def _judged(
    frame: pd.DataFrame, options: ResolvedOptions, *, subset: bool, doubt: Doubt
) -> pd.DataFrame:
    """With columns `bad` (contradicts itself), `known` (is counted) and `room`.

    `room` is the denominator that a report which is left out may have, at most; `bs` is the one with
    which the share is largest: a part cannot grow beyond its whole, so the whole grows with it.
    """
    bad = frame["tl"].gt(frame["tu"]) | frame["bl"].gt(frame["bu"])
    bad |= frame.index.isin(list(doubt.reports))
    if subset:
        bad |= frame["tl"].gt(frame["bu"])
        frame = frame.assign(tu=frame["tu"].clip(upper=frame["bu"]))
    least = np.maximum(frame["bl"], frame["tu"]) if subset else frame["bl"]
    frame = frame.assign(bs=least)
    # A report without the table has no bounds for the denominator; it says nothing about the rate.
    known = np.isfinite(frame["bu"]) & np.isfinite(frame["tu"]) & ~bad
    room = pd.Series(np.inf, index=frame.index)
    if doubt.largest is not None:
        room = doubt.largest.reindex(frame.index).astype(float).fillna(np.inf)
    if options.each == "body":
        least = max(options.minimum, 1)
        known &= frame["bl"].ge(least)
        room = frame["bu"].lt(least).mask(bad, other=False).map({True: 0.0, False: 1.0})
    return frame.assign(bad=bad, known=known, room=room.where(~known, 0.0))


def _as_rates(frame: pd.DataFrame) -> pd.DataFrame:
    low, high = _bounds(*(frame[c].to_numpy(float) for c in ("tl", "tu", "bs", "bu")))
    return frame.assign(tl=low, tu=high, bl=1.0, bs=1.0, bu=1.0)


def _bounds(tl: Floats, tu: Floats, bs: Floats, bu: Floats) -> tuple[Floats, Floats]:
    """Bounds of top/bottom."""
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = tl / bu, tu / bs
    return low, np.where(np.isinf(high), np.nan, high)


def _sums(frame: pd.DataFrame, groups: Any) -> pd.DataFrame:  # noqa: ANN401 - grouped by pandas
    """One row per group: sums over the counted reports, and counts of all."""
    ends = ["tl", "tu", "bl", "bs", "bu"]
    open_ = frame["tl"].ne(frame["tu"]) | frame["bl"].ne(frame["bu"])
    flat = frame[ends].where(frame["known"], 0.0).assign(
        room=frame["room"], reports=frame["known"], open=frame["known"] & open_,
        left_out=~frame["known"], contradictory=frame["bad"],
    )  # fmt: skip
    number = groups.ngroup().to_numpy()
    sums = flat.groupby(number, sort=True).sum()
    bodies = frame["body"].where(frame["known"]).groupby(number, sort=True).nunique()
    sums = sums.assign(bodies=bodies)
    sums.index = groups.size().index
    whole = ["reports", "open", "left_out", "contradictory", "bodies"]
    return sums.astype(dict.fromkeys(whole, int))


def _rates(sums: pd.DataFrame, options: ResolvedOptions, *, subset: bool) -> pd.DataFrame:
    """The columns `COLUMNS`, still without confidence intervals."""
    names = ("tl", "tu", "bl", "bs", "bu")
    tl, tu, bl, bs, bu = (sums[name].to_numpy(float) for name in names)
    low, high = _bounds(tl, tu, bs, bu)
    room = sums["room"].to_numpy(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        outer_low = np.where(np.isinf(room), 0.0, tl / (bu + room))
        outer_high = np.where(np.isinf(room), 1.0, (tu + room) / (bs + room))
    if not subset:
        outer_low, outer_high = (np.where(room > 0, np.nan, x) for x in (low, high))
    table = sums.assign(
        value=np.where(low == high, low, np.nan), lower=low, upper=high, ci_low=np.nan,
        ci_high=np.nan, outer_low=outer_low, outer_high=outer_high, n=bl.astype(int),
    )  # fmt: skip
    needed = max(options.minimum if options.each == "request" else 1, 1)
    table.loc[table["n"].lt(needed), list(RATES)] = np.nan
    return table


def _confidence(
    used: pd.DataFrame, row: pd.Series, options: ResolvedOptions
) -> tuple[float, float]:
    """The outer ends of the intervals around both bounds, for every value of the open cells."""
    if np.isnan(row["lower"]):
        return np.nan, np.nan
    n = int(row["n"])
    if options.interval == "wilson":
        return wilson(row["lower"] * n, n)[0], wilson(row["upper"] * n, n)[1]
    method = clustered_wilson if options.interval == "clustered" else clustered
    bodies = used.groupby("body", sort=True)[["tl", "tu", "bs", "bu"]].sum().to_numpy(float)
    first = method(bodies[:, 0], bodies[:, 3])
    same = row["lower"] == row["upper"]
    last = first if same else method(bodies[:, 1], bodies[:, 2])
    return first[0], last[1]


def wilson(count: float, n: float) -> tuple[float, float]:
    """The 95 % Wilson score interval of a share; reliable near 0 and 1.

    Written out, because statsmodels, which has it, takes longer to load than a figure to draw.
    """
    from scipy.special import ndtri

    z2, p = float(ndtri(1 - (1 - LEVEL) / 2)) ** 2, count / n
    middle = p + z2 / (2 * n)
    reach = math.sqrt(max(0.0, z2 * (p * (1 - p) / n + z2 / (4 * n**2))))
    low, high = (middle - reach) / (1 + z2 / n), (middle + reach) / (1 + z2 / n)
    return (0.0 if count <= 0 else low), (1.0 if count >= n else high)


def clustered_wilson(parts: Floats, wholes: Floats) -> tuple[float, float]:
    """The 95 % Wilson interval of sum(parts)/sum(wholes) if whole bodies are the draws.

    The requests of one body are answered alike, so n requests of few bodies tell less than n
    requests of n bodies. The interval is that of the number of independent requests that would
    vary as much as the bodies do (Korn and Graubard 1998), with Student's t for few bodies.

    Args:
        parts: one sum per body. wholes: one sum per body.

    Returns:
        The interval; NaN twice for fewer than two bodies, which say nothing about the spread.
    """
    parts, wholes = parts[wholes > 0], wholes[wholes > 0]
    bodies, total = len(wholes), float(wholes.sum())
    if bodies < 2:
        return np.nan, np.nan
    from scipy.special import ndtri, stdtrit

    share = float(parts.sum()) / total
    spread = bodies / (bodies - 1) * float(((parts - share * wholes) ** 2).sum()) / total**2
    # Where every body says 0 or every body says 1, the bodies are all that was drawn.
    alone = share * (1 - share) / spread if spread > 0 else float(bodies)
    tail = 1 - (1 - LEVEL) / 2
    n = min(alone, total) * float(ndtri(tail) / stdtrit(bodies - 1, tail)) ** 2
    return wilson(share * n, n)


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
