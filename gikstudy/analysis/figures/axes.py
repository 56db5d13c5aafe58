"""What figures draw on their axes: estimates with their bounds and intervals, years, stacks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from gikstudy.analysis.figures.canvas import (
    DASHES,
    GLYPHS,
    HATCHES,
    INKS,
    MARKERS,
    MINIMUM,
    OPEN_INK,
)
from gikstudy.analysis.labels import Language, say
from gikstudy.packaged import packaged_rows


def breaks_of(concerns: str) -> tuple[float, ...]:
    """The points in time at which a series stops being comparable with itself.

    Args:
        concerns: what the series measures, such as `documents`; see the file `marks.csv`.
    """
    rows = packaged_rows("gikstudy.analysis.figures", "marks.csv")
    return tuple(float(r["at"]) for r in rows if concerns in r["breaks"].split("|"))


def mark_years(axes: Axes, years: Iterable[int], language: Language, *, marks: str) -> None:
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
        between = at != int(at)
        first, last = (min(shown), max(shown)) if between else (min(shown) - 1, max(shown) + 1)
        if marks not in mark["concerns"].split("|") or not first < at < last:
            continue
        axes.axvline(
            at, color="0.45" if between else "0.8", lw=0.9 if between else 6,
            ls=(0, (4, 2)) if between else "-", alpha=1 if between else 0.35, zorder=0,
        )  # fmt: skip
        axes.annotate(
            mark[language], (at, 1), (0, 1 if between else 8), xycoords=("data", "axes fraction"),
            textcoords="offset points", ha="center", va="bottom", fontsize=6.5, color="0.35",
        )  # fmt: skip


def series(
    axes: Axes, table: pd.DataFrame, order: int = 0, *, breaks: Sequence[float] = (), of: int = 1
) -> None:
    """Estimates by year: three marks for three kinds of knowing.

    A point is an estimate; a broad pale bar runs between the bounds that open cells leave; a thin
    line with ends is the 95 % interval. A dotted line shows where the estimate could be if reports
    that contradict themselves were counted. Points are joined only from one year to the next, never
    over a year without a point or over a break of the series.

    Args:
        axes: where to draw.
        table: columns year, value, lower, upper, ci_low, ci_high, outer_low, outer_high.
        order: which series this is, for colour and marker.
        breaks: points in time that no line crosses.
        of: how many series there are; they stand side by side.
    """
    ink = INKS[2 * order % len(INKS)] if of < 3 else INKS[order % len(INKS)]
    years = table["year"].to_numpy(float)
    at = years + 0.14 * (order - (of - 1) / 2)
    told = {c: table[c].to_numpy(float) for c in ("value", "lower", "upper", "ci_low", "ci_high")}
    for i in range(len(years) - 1):
        crossed = any(years[i] < b < years[i + 1] for b in breaks)
        pair = told["value"][i : i + 2]
        if years[i + 1] - years[i] == 1 and not crossed and not np.isnan(pair).any():
            axes.plot(at[i : i + 2], pair, color=ink, ls=DASHES[order % 4], lw=1.2)
    if "outer_low" in table:
        low, high = (table[c].to_numpy(float) for c in ("outer_low", "outer_high"))
        wider = ((low < told["lower"]) | (high > told["upper"])) & ((low > 0) | (high < 1))
        axes.vlines(at[wider], low[wider], high[wider], color=ink, lw=1.1, ls=(0, (1, 1.5)))
    known = ~np.isnan(told["ci_low"])
    middle = (told["ci_low"] + told["ci_high"])[known] / 2
    axes.errorbar(
        at[known], middle, yerr=(told["ci_high"][known] - middle), fmt="none", ecolor=ink,
        elinewidth=0.9, capsize=2.2, capthick=0.9,
    )  # fmt: skip
    open_ = np.isnan(told["value"]) & ~np.isnan(told["lower"])
    axes.vlines(at[open_], told["lower"][open_], told["upper"][open_], color=ink, lw=6, alpha=0.4)
    axes.plot(at, told["value"], color=ink, ls="none", marker=MARKERS[order % 4])


def marks_legend(
    figure: Figure, names: Sequence[str], language: Language, *, outer: bool = True
) -> None:
    """Below the axes: the series by their markers, and what the three marks mean."""
    handles: list[Line2D] = []
    for order, name in enumerate(names):
        ink = INKS[2 * order % len(INKS)] if len(names) < 3 else INKS[order]
        handles.append(
            Line2D([], [], color=ink, marker=MARKERS[order % 4], ls=DASHES[order % 4], label=name)
        )
    handles += [
        Line2D([], [], color="0.45", lw=6, alpha=0.45, label=say("mark.bounds", language)),
        Line2D([], [], color="0.45", lw=0.9, marker="_", label=say("mark.interval", language)),
    ]
    if outer:
        handles.append(
            Line2D([], [], color="0.45", lw=1.1, ls=":", label=say("mark.outer", language))
        )
    foot = {"bbox_to_anchor": (0.5, 0.0), "bbox_transform": figure.transFigure}
    columns = 3 if len(handles) > 4 else len(handles)
    figure.legend(handles=handles, loc="upper center", ncols=columns, fontsize=7.5, **foot)


def year_ticks(
    axes: Axes,
    years: Sequence[int],
    tables: Sequence[pd.DataFrame],
    language: Language,
    *,
    size: float = 6.5,
) -> None:
    """Years on x; below each, for each series, the reports counted and those left out.

    Args:
        axes: axes with the years on x.
        years: the years to write.
        tables: one per series: columns year, reports, left_out and drawn (is there a mark?).
        language: zh or en.
        size: of the letters.
    """
    labels = []
    for year in years:
        lines = [str(year)]
        for order, table in enumerate(tables):
            row = table.loc[table["year"].eq(year)]
            glyph = f"{GLYPHS[order]} " if len(tables) > 1 else ""
            lines.append(glyph + counts_in_words(row.iloc[0] if len(row) else None, language))
        labels.append("\n".join(lines))
    axes.set_xticks(list(years), labels, fontsize=size)
    axes.tick_params(axis="x", length=2)
    axes.set_xlim(min(years) - 0.6, max(years) + 0.6)


def counts_in_words(row: pd.Series | None, language: Language) -> str:
    """`312 −4`: reports counted and left out; words where no mark is drawn."""
    if row is None or row["reports"] + row["left_out"] == 0:
        return say("tick.none", language)
    if not row["drawn"]:
        return say("tick.few", language, minimum=MINIMUM)
    out = f" −{int(row['left_out']):,}" if row["left_out"] else ""
    return f"{int(row['reports']):,}{out}"


def from_zero(axes: Axes) -> None:
    """A count axis from 0 in whole steps."""
    axes.yaxis.set_major_locator(mpl.ticker.MaxNLocator(nbins=5, integer=True))
    axes.set_ylim(0, max(axes.get_ylim()[1], 1))
    axes.yaxis.set_major_formatter("{x:,.0f}")


def beside(figure: Figure, axes: Axes, where: Literal["right", "below"], columns: int = 1) -> None:
    """The legend of `axes` for the whole figure, to the right of all axes or below them."""
    handles, labels = axes.get_legend_handles_labels()
    if where == "right":
        figure.legend(handles, labels, loc="outside right center", reverse=True)
        return
    foot = {"bbox_to_anchor": (0.5, 0.0), "bbox_transform": figure.transFigure}
    figure.legend(handles, labels, loc="upper center", ncols=columns, fontsize=7.5, **foot)


def stack(
    axes: Axes, shares: pd.DataFrame, names: Sequence[str], *, open_name: str, labels: bool = True
) -> None:
    """A 100 % stack: one bar per row of `shares` (index: years), one colour and hatch per column.

    Args:
        axes: where to draw.
        shares: the certain shares of one whole, one column per part; they never exceed it.
        names: names of the columns for the legend.
        open_name: the name of the rest up to 1, which open cells leave undecided.
        labels: write the share into each part that has room for it.
    """
    start = np.zeros(len(shares))
    years = shares.index.astype(int)
    for i, (name, part) in enumerate(zip(names, shares.to_numpy(float).T, strict=True)):
        part = np.nan_to_num(part)
        axes.bar(
            years, part, bottom=start, width=0.78, color=INKS[i], hatch=HATCHES[i],
            edgecolor="white", lw=0.4, label=name,
        )  # fmt: skip
        for x, y, size in zip(years, start, part, strict=True):
            if labels and size >= 0.12:
                plain = {"boxstyle": "square,pad=0.1", "fc": "white", "ec": "none", "alpha": 0.85}
                axes.text(x, y + size / 2, f"{size:.0%}", ha="center", va="center", fontsize=6, bbox=plain)  # fmt: skip
        start += part
    rest = np.where(start > 0, 1 - start, 0)
    axes.bar(
        years, np.where(rest > 0.0005, rest, 0), bottom=start, width=0.78, label=open_name, lw=0.4,
        **OPEN_INK,
    )  # fmt: skip
    percent(axes, top=1)


def percent(axes: Axes, *, which: str = "y", top: float | None = None) -> None:
    """A percentage axis from 0."""
    axis = axes.yaxis if which == "y" else axes.xaxis
    axis.set_major_formatter(mpl.ticker.PercentFormatter(xmax=1, decimals=0))
    (axes.set_ylim if which == "y" else axes.set_xlim)(0, top)
