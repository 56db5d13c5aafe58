"""What figures draw on their axes: years and their marks, counts, shares, legends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from gikstudy.analysis.figures.canvas import DASHES, HATCHES, INKS, MARKERS, MINIMUM, OPEN_INK
from gikstudy.analysis.labels import Language, say
from gikstudy.packaged import packaged_rows


def mark_years(
    axes: Axes, years: Iterable[int], language: Language, *, marks: str = "requests"
) -> None:
    """Mark changes other than behaviour: the trial year, the epidemic, the new form, the new law.

    Args:
        axes: axes with the years on x, as numbers.
        years: the years drawn; marks outside are left out.
        language: zh or en.
        marks: `requests`, `disputes` or `proactive`: selects the changes that concern the figure.
    """
    shown = list(years)
    for mark in packaged_rows("gikstudy.analysis.figures", "marks.csv"):
        at = float(mark["at"])
        if marks not in mark["concerns"].split("|") or not min(shown) - 0.6 < at < max(shown) + 0.6:
            continue
        between = at != int(at)
        if between and not min(shown) < at < max(shown):
            continue
        axes.axvline(
            at,
            color="0.45" if between else "0.8",
            lw=1 if between else 6,
            ls=(0, (4, 2)) if between else "-",
            alpha=1 if between else 0.35,
            zorder=0,
        )
        axes.annotate(
            mark[language], (at, 1), (0, 2 if between else 10), xycoords=("data", "axes fraction"),
            textcoords="offset points", ha="center", va="bottom", fontsize=6.5, color="0.35",
        )  # fmt: skip


def year_ticks(
    axes: Axes, years: Iterable[int], counts: Iterable[int] | None = None, *, size: float = 7.5
) -> None:
    """Years on x, each with its n below."""
    shown = list(years)
    labels = [str(y) for y in shown]
    if counts is not None:
        labels = [f"{y}\nn={n:,.0f}" for y, n in zip(shown, counts, strict=True)]
    axes.set_xticks(shown, labels, fontsize=size)
    axes.set_xlim(min(shown) - 0.6, max(shown) + 0.6)


def from_zero(axes: Axes, *, log: bool = False) -> None:
    """A count axis from 0 with room above the highest point; `log` makes it logarithmic above 1."""
    heights = [np.asarray(x.get_ydata(), dtype=float) for x in axes.get_lines()]
    top = max((float(np.nanmax(y, initial=1)) for y in heights), default=1)
    if log:
        axes.set_yscale("symlog", linthresh=1)
    else:
        axes.yaxis.set_major_locator(mpl.ticker.MaxNLocator(integer=True))
    axes.set_ylim(0, top * (2 if log else 1.08))
    axes.yaxis.set_major_formatter("{x:,.0f}")


def beside(figure: Figure, axes: Axes, where: Literal["right", "below"], columns: int = 1) -> None:
    """The legend of `axes` for the whole figure, to the right of all axes or below them."""
    handles, labels = axes.get_legend_handles_labels()
    if where == "right":
        figure.legend(handles, labels, loc="outside right center", reverse=True)
        return
    foot = {"bbox_to_anchor": (0.5, 0.0), "bbox_transform": figure.transFigure}
    figure.legend(handles, labels, loc="upper center", ncols=columns, **foot)


def nothing(axes: Axes, language: Language) -> None:
    """Say on empty axes why they are empty."""
    words = say("note.nothing", language, minimum=MINIMUM)
    axes.text(0.5, 0.5, words, transform=axes.transAxes, ha="center", color="0.4", fontsize=8)


def under(axes: Axes, columns: int) -> None:
    """The legend, centred below the axes."""
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.14), ncols=columns, fontsize=7.5)


def stack(axes: Axes, shares: pd.DataFrame, names: Sequence[str], *, open_name: str = "") -> None:
    """A 100 % stack: one bar per row of `shares` (index: years), one colour and hatch per column.

    Args:
        axes: where to draw.
        shares: the certain shares, one column per part.
        names: names of the columns for the legend.
        open_name: the name of the rest up to 1, which open cells leave undecided; if there is no
            rest, nothing is drawn for it.
    """
    start = np.zeros(len(shares))
    years = shares.index.astype(int)
    for i, (name, part) in enumerate(zip(names, shares.to_numpy(float).T, strict=True)):
        part = np.nan_to_num(part)
        axes.bar(
            years,
            part,
            bottom=start,
            width=0.72,
            color=INKS[i],
            hatch=HATCHES[i],
            edgecolor="white",
            lw=0.4,
            label=name,
        )
        start += part
    rest = np.where(start > 0, 1 - start, 0)
    if open_name and rest.max(initial=0) > 0.0005:
        axes.bar(years, rest, bottom=start, width=0.72, label=open_name, lw=0.4, **OPEN_INK)
    percent(axes, top=1)


def line(axes: Axes, table: pd.DataFrame, order: int, name: str) -> None:
    """A rate by year: own marker and dash, a bar for the interval, a thick bar for open cells."""
    years = table["year"].astype(float) + 0.06 * (order - 1)
    middle = table["value"].fillna((table["lower"] + table["upper"]) / 2)
    ink = INKS[order % len(INKS)]
    axes.plot(
        years,
        table["value"],
        color=ink,
        ls=DASHES[order],
        marker=MARKERS[order],
        label=name,
        lw=1.5,
    )
    axes.vlines(years, table["ci_low"], table["ci_high"], color=ink, lw=0.9, alpha=0.8)
    open_ = table["value"].isna() & middle.notna()
    axes.vlines(
        years[open_], table["lower"][open_], table["upper"][open_], color=ink, lw=4, alpha=0.45
    )


def percent(axes: Axes, *, which: str = "y", top: float | None = None) -> None:
    """A percentage axis from 0."""
    axis = axes.yaxis if which == "y" else axes.xaxis
    axis.set_major_formatter(mpl.ticker.PercentFormatter(xmax=1, decimals=0))
    (axes.set_ylim if which == "y" else axes.set_xlim)(0, top)
