"""The figure of the series from 2008, and what it finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd
from matplotlib.axes import Axes

from gikstudy.analysis.figures.axes import beside, from_zero, percent
from gikstudy.analysis.figures.canvas import DASHES, INKS, MARKERS, MINIMUM, canvas
from gikstudy.analysis.figures.plate import REPORT_COLUMNS, FigureNote, Sheet, drawn, too_small
from gikstudy.analysis.findings import Fact, census
from gikstudy.analysis.labels import Language, say
from gikstudy.panels.series import long_series as series_of

if TYPE_CHECKING:
    from gikstudy.dataset.load import Dataset

_MEASURES: Final = ("received", "granted", "refused", "not_held", "reviews", "suits")
_SOURCES: Final = ("table", "prose", "open")


@drawn
def long_series(data: Dataset, language: Language = "zh") -> Sheet | FigureNote:
    """The median body on each form, and where the numbers of requests come from."""
    series = series_of(data)
    known = series.dropna(subset="value")
    if len(known) < MINIMUM:
        return too_small(language, have=len(known), need=MINIMUM, what="reports")
    years = sorted(series["year"].unique())
    figure, (median, source) = canvas(2, height=3.8)
    for i, measure in enumerate(_MEASURES):
        label = say(f"series.{measure}", language)
        for n, form in enumerate(dict.fromkeys(known["form"])):
            own = known.loc[known["measure"].eq(measure) & known["form"].eq(form)]
            if len(own):
                # One line for each form, with gaps: a line over a break would say that both compare.
                own.groupby("year")["value"].median().reindex(years).plot(
                    ax=median,
                    color=INKS[i % len(INKS)],
                    ls=DASHES[i % len(DASHES)],
                    marker=MARKERS[n % len(MARKERS)],
                    ms=3,
                    lw=1.2,
                    label=label,
                )
                label = "_"  # the legend has each measure once
    _stack_sources(source, series, language)
    counts = known.loc[known["measure"].eq("received")].groupby("year").size().reindex(years)
    ticks = [f"{y}\n{n:.0f}" for y, n in counts.fillna(0).items()]
    for axes in (median, source):
        axes.set_xticks(years, ticks, fontsize=5.5)
        axes.set_xlabel("")
    from_zero(median)
    median.set_title(say("panel.series.median", language), pad=8)
    source.set_title(say("panel.series.source", language), pad=8)
    beside(figure, median, "below", 3)
    medians = known.groupby(["measure", "form", "year"])["value"].median().reset_index()
    return Sheet(figure, medians, _behind(series), _fact(series))


def _fact(series: pd.DataFrame) -> Fact | None:
    """How many bodies have a series over more than one form."""
    told = finding(series)
    if not told["bodies"]:
        return None
    out = int(series.loc[series["measure"].eq("received"), "value"].isna().sum())
    return census(told["across"], told["bodies"], out, breaks=str(told["breaks"]))


def _behind(series: pd.DataFrame) -> pd.DataFrame:
    """The reports behind the median of each measure, used or left out."""
    known = series["value"].notna()
    table = pd.DataFrame(
        {
            "report_id": series["report_id"],
            "panel": series["form"],
            "mark": series["measure"],
            "group": series["year"],
            "used": known,
            "why": known.map({True: "", False: "open"}),
        }
    )
    return table.loc[series["measure"].isin(_MEASURES), list(REPORT_COLUMNS)]


def _stack_sources(axes: Axes, series: pd.DataFrame, language: Language) -> None:
    received = series.loc[series["measure"].eq("received")]
    kinds = received["source"].where(received["value"].notna(), "open")
    shares = pd.crosstab(received["year"], kinds, normalize="index")
    shares = shares.reindex(columns=list(_SOURCES), fill_value=0.0)
    shares.columns = [say(f"series.{name}", language) for name in _SOURCES]
    shares.plot.area(ax=axes, color=INKS[: len(_SOURCES)], lw=0, legend=False)
    percent(axes, top=1)
    axes.legend(loc="lower left", frameon=True, facecolor="white", framealpha=1, fontsize=7.5)


def finding(series: pd.DataFrame) -> dict[str, int]:
    """What the series holds: bodies with a number, those that cross a form, breaks on the way.

    Args:
        series: what `gikstudy.series` gives.
    """
    received = series.loc[series["measure"].eq("received")].dropna(subset="value")
    spans = received.groupby("body_id")["cells"].nunique()
    return {
        "bodies": len(spans),
        "across": int(spans.gt(1).sum()),
        "breaks": int(received["breaks"].ne("").sum()),
    }
