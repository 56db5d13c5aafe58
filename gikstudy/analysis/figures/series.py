"""The figure of the series from 2008, and what it finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from gikstudy.analysis.figures.axes import beside, from_zero, year_ticks
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
from gikstudy.analysis.labels import Language, say
from gikstudy.panels.series import long_series as series_of

if TYPE_CHECKING:
    from gikstudy.dataset.load import Dataset

_MEASURES: Final = ("received", "granted", "refused", "not_held", "reviews", "suits")
_SOURCES: Final = ("table", "prose", "open")


@drawn(one_scope=False)
def long_series(data: Dataset, language: Language = "zh") -> Figure | FigureNote:
    """The median body on each form, and where the numbers of requests come from."""
    series = series_of(data)
    known = series.dropna(subset="value")
    if len(known) < MINIMUM:
        return too_small(language, have=len(known), need=MINIMUM, what="reports")
    years = sorted(series["year"].unique())
    figure, (median, source) = canvas(2, height=3.8)
    for i, measure in enumerate(_MEASURES):
        for n, form in enumerate(dict.fromkeys(known["form"])):
            own = known.loc[known["measure"].eq(measure) & known["form"].eq(form)]
            if len(own):
                # One line for each form: a line over a break would say that both compare.
                own.groupby("year")["value"].median().plot(
                    ax=median,
                    color=INKS[i % len(INKS)],
                    ls=DASHES[i % len(DASHES)],
                    marker=MARKERS[n % len(MARKERS)],
                    ms=3,
                    lw=1.2,
                    label=say(f"series.{measure}", language) if n == 0 else "_",
                )
    _stack_sources(source, series, language)
    counts = known.loc[known["measure"].eq("received")].groupby("year").size().reindex(years)
    for axes in (median, source):
        year_ticks(axes, years, counts.fillna(0), size=5.5)
        axes.set_xlabel("")
    from_zero(median, log=True)
    median.set_title(say("panel.series.median", language), pad=8)
    source.set_title(say("panel.series.source", language, **finding(series)), pad=8)
    beside(figure, median, "below", 3)
    return figure


def _stack_sources(axes: Axes, series: pd.DataFrame, language: Language) -> None:
    received = series.loc[series["measure"].eq("received")]
    kinds = received["source"].where(received["value"].notna(), "open")
    shares = pd.crosstab(received["year"], kinds, normalize="index")
    shares = shares.reindex(columns=list(_SOURCES), fill_value=0.0)
    shares.columns = [say(f"series.{name}", language) for name in _SOURCES]
    shares.plot.area(ax=axes, color=INKS[: len(_SOURCES)], lw=0, ylim=(0, 1))


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
