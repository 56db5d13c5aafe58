"""Figures of the requests: how many, from whom, to whom, and how many remain open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from gikstudy.analysis import indicators
from gikstudy.analysis.figures.axes import (
    beside,
    from_zero,
    line,
    mark_years,
    percent,
    stack,
    year_ticks,
)
from gikstudy.analysis.figures.canvas import (
    DASHES,
    INKS,
    MARKERS,
    MINIMUM,
    FigureNote,
    canvas,
    drawn,
    too_small,
)
from gikstudy.analysis.labels import Language, name_of, say
from gikstudy.analysis.selection import counted
from gikstudy.dataset.keys import legal_values
from gikstudy.panels.count_bounds import CountBounds, requests_of

if TYPE_CHECKING:
    from gikstudy.dataset.load import Dataset

YEARS_NEEDED: Final = 2
BODIES_NEEDED: Final = 10
TOP: Final = 0.1  # the tenth of the bodies whose share of all requests is stated


def by_report(data: Dataset, span: CountBounds) -> pd.DataFrame:
    """Counted reports with the exact values of a span in column `count`; open ones are left out."""
    reports = counted(data.reports)
    bounds = span.over(pd.Index(reports["report_id"]))
    exact = bounds.lower.where(bounds.lower.eq(bounds.upper)).to_numpy(float)
    return reports.assign(count=exact).dropna(subset="count")


def few_years(reports: pd.DataFrame, language: Language) -> FigureNote | None:
    """The note for a trend over fewer than two years or a handful of bodies."""
    years, bodies = reports["year"].nunique(), reports["body"].nunique()
    if bodies < BODIES_NEEDED:
        return too_small(language, have=bodies, need=BODIES_NEEDED, what="bodies")
    if years < YEARS_NEEDED:
        return too_small(language, have=years, need=YEARS_NEEDED, what="years")
    return None


@drawn()
def requests_received(data: Dataset, language: Language = "zh") -> Figure | FigureNote:
    """Figure 4: new requests in total and in the median body, and bodies that received none."""
    reports = by_report(data, requests_of(data, ("received_new",), "open"))
    if note := few_years(reports, language):
        return note
    figure, (total, median, none) = canvas(3, height=3.8)
    years = sorted(reports["year"].unique())
    zero = indicators.zero_request_share(data, by=("year", "level"))
    for i, level in enumerate(x for x in legal_values("level") if x in set(reports["level"])):
        of_level = reports.loc[reports["level"].eq(level)].groupby("year")["count"]
        look: dict[str, Any] = {
            "color": INKS[i % len(INKS)],
            "marker": MARKERS[i],
            "ls": DASHES[i],
            "lw": 1.4,
        }
        total.plot(of_level.sum(), label=name_of("level", level, language), **look)
        median.plot(of_level.median(), **look)
        line(none, zero.loc[zero["level"].eq(level)], i, "")
    counts = reports.groupby("year").size().reindex(years)
    for ax, panel in ((total, "total"), (median, "median"), (none, "zero")):
        year_ticks(ax, years, counts, size=6.5)
        ax.set_title(say(f"panel.received.{panel}", language), pad=22)
    for ax in (total, median):
        from_zero(ax, log=True)
    percent(none, top=1)
    for ax in (total, median, none):
        mark_years(ax, years, language)
    beside(figure, total, "below", 5)
    return figure


@drawn()
def applicant_mix(data: Dataset, language: Language = "zh") -> Figure | FigureNote:
    """Figure 5: who asks, by year, from the reports that print every column."""
    new = data.requests.loc[data.requests["row"].eq("received_new")]
    wide = new.pivot_table(
        index="report_id", columns="applicant", values="value", aggfunc="sum", min_count=1
    )
    wide = wide.reindex(columns=legal_values("applicant")).dropna().astype(float)
    reports = counted(data.reports).merge(wide, left_on="report_id", right_index=True)
    if note := few_years(reports, language):
        return note
    kinds = list(legal_values("applicant")[:-1])
    sums = reports.groupby("year")[[*kinds, "total"]].sum()
    sums = sums.loc[sums["total"].ge(MINIMUM)]
    if len(sums) < YEARS_NEEDED:
        return too_small(language, have=len(sums), need=YEARS_NEEDED, what="years")
    figure, (ax,) = canvas()
    stack(
        ax,
        sums[kinds].div(sums[kinds].sum(axis=1), axis=0),
        [name_of("applicant", k, language) for k in kinds],
    )
    year_ticks(ax, sums.index, sums["total"].astype(int))
    mark_years(ax, sums.index, language)
    ax.set_ylabel(say("axis.share_of_new", language))
    beside(figure, ax, "right")
    return figure


@drawn()
def concentration(data: Dataset, language: Language = "zh") -> Figure | FigureNote:
    """Figure 10: how few bodies receive most of the requests (Lorenz curves by year)."""
    reports = by_report(data, requests_of(data, ("received_new",), "open"))
    counts = reports.groupby("year")["count"].agg(["size", "sum"])
    years = counts.index[counts["size"].ge(BODIES_NEEDED) & counts["sum"].ge(MINIMUM)]
    if len(years) == 0:
        return too_small(
            language,
            have=int(counts["size"].max() if len(counts) else 0),
            need=BODIES_NEEDED,
            what="bodies",
        )
    figure, (ax,) = canvas(height=4.6)
    for i, year in enumerate(years[-4:]):
        values = np.sort(reports.loc[reports["year"].eq(year), "count"].to_numpy(float))[::-1]
        held = np.concatenate(([0.0], values.cumsum() / values.sum()))
        share = np.linspace(0, 1, len(held))
        top = float(np.interp(TOP, share, held))
        label = say(
            "legend.concentration", language, year=year, top=f"{top:.0%}", n=f"{len(values):,}"
        )
        ax.plot(share, held, color=INKS[i], ls=DASHES[i], lw=1.7, label=label)
    ax.plot([0, 1], [0, 1], color="0.6", lw=0.8)
    ax.axvline(TOP, color="0.6", lw=0.8, ls=":")
    ax.set(
        xlabel=say("axis.share_of_bodies", language), ylabel=say("axis.share_of_requests", language)
    )
    percent(ax, top=1.01)
    percent(ax, which="x", top=1)
    ax.legend(loc="lower right")
    return figure


@drawn()
def backlog(data: Dataset, language: Language = "zh") -> Figure | FigureNote:
    """Figure 11: what remains open at the end of a year, and if the next report carries it in."""
    left = indicators.backlog_rate(data, minimum=MINIMUM)
    if note := few_years(by_report(data, requests_of(data, ("carried_out",), "open")), language):
        return note
    figure, (rate, pairs_ax) = canvas(2, height=4.1)
    line(rate, left, 0, name_of_indicator("backlog_rate", language))
    line(
        rate,
        indicators.completion_rate(data, minimum=MINIMUM),
        1,
        name_of_indicator("completion_rate", language),
    )
    year_ticks(rate, left["year"], left["n"])
    mark_years(rate, left["year"], language)
    percent(rate, top=1.02)
    rate.set_title(say("panel.backlog.rate", language), pad=22)
    rate.legend(loc="center left")
    pairs = carried(data)
    pairs_ax.scatter(
        pairs["out"] + 0.5,
        pairs["in"] + 0.5,
        s=12,
        facecolor="none",
        edgecolor=INKS[0],
        alpha=0.6,
        lw=0.7,
    )
    top = float(max(pairs[["out", "in"]].max().max() if len(pairs) else 1, 1)) * 1.6 + 0.5
    pairs_ax.plot([0.4, top], [0.4, top], color="0.5", lw=0.8)
    ticks = [t for t in (0, 1, 3, 10, 30, 100, 300, 1000, 3000, 10000) if t < top]
    pairs_ax.set(xscale="log", yscale="log", xlim=(0.4, top), ylim=(0.4, top), aspect="equal")
    for axis in (pairs_ax.xaxis, pairs_ax.yaxis):
        axis.set_ticks([t + 0.5 for t in ticks], [f"{t:,}" for t in ticks])
        axis.set_ticks([], minor=True)
    same = int(pairs["out"].eq(pairs["in"]).sum())
    pairs_ax.set(
        title=say("panel.backlog.carry", language, same=f"{same:,}", n=f"{len(pairs):,}"),
        xlabel=say("axis.carried_out", language),
        ylabel=say("axis.carried_in", language),
    )
    return figure


def carried(data: Dataset) -> pd.DataFrame:
    """Pairs of reports of a body for consecutive years: `out` of the first, `in` of the second.

    The next report must carry in what the first one carries out (check X-CARRY).
    """
    out = by_report(data, requests_of(data, ("carried_out",), "open"))
    in_ = by_report(data, requests_of(data, ("carried_in",), "open"))
    return (
        out.assign(year=out["year"] + 1)[["body", "year", "count"]]
        .merge(in_[["body", "year", "count"]], on=["body", "year"])
        .rename(columns={"count_x": "out", "count_y": "in"})
    )


def name_of_indicator(key: str, language: Language) -> str:
    """The name of an indicator in one language."""
    return say(f"indicator.{key}", language)
