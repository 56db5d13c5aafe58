"""Figures of the corpus itself: which reports it has, when they came out, whether they add up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from gikstudy.analysis.figures.axes import mark_years, percent, stack, under, year_ticks
from gikstudy.analysis.figures.canvas import DASHES, INKS, FigureNote, canvas, drawn, too_small
from gikstudy.analysis.labels import Language, name_of, say
from gikstudy.analysis.selection import counted
from gikstudy.dataset.keys import legal_values
from gikstudy.forms import first_years

if TYPE_CHECKING:
    from gikstudy.dataset.load import Dataset

SHOWN_CHECKS: Final = 14
# Bodies with the deadline 31 January or 31 March in art. 49, and bodies without one.
DATED: Final = {
    "departments": ("central", "department", "vertical"),
    "governments": ("province", "prefecture", "county"),
    "others": ("township", "devzone", "public_institution", ""),
}


@drawn(one_scope=False)
def coverage(data: Dataset, language: Language = "zh") -> Figure | FigureNote:
    """Figure 1: reports by year and level, and the gap years of bodies."""
    reports = counted(data.reports)
    if reports.empty:
        return too_small(language, have=0, need=1)
    years = list(range(int(reports["year"].min()), int(reports["year"].max()) + 1))
    levels = [x for x in legal_values("level") if x in set(reports["level"])]
    levels += [""] if reports["level"].eq("").any() else []
    rows = reports.assign(level=reports["level"])
    counts = pd.crosstab(rows["level"], rows["year"]).reindex(
        index=levels, columns=years, fill_value=0
    )
    gaps = _gaps(rows).reindex(index=levels, columns=years, fill_value=0)
    figure, axes = canvas(2, height=1.9 + 0.34 * len(levels), sharey=True)
    names = [name_of("level", x, language) or say("level.none", language) for x in levels]
    for ax, table, title in zip(axes, (counts, gaps), ("reports", "gaps"), strict=True):
        # Zero is left white: the empty cells are what a coverage map is about.
        sns.heatmap(
            table.mask(table.eq(0)), ax=ax, cmap="Blues", vmin=0,
            vmax=max(int(table.max().max()), 1), annot=table.map("{:,}".format),
            fmt="", cbar=False, linewidths=0.6, linecolor="0.85", annot_kws={"fontsize": 7.5},
        )  # fmt: skip
        ax.set(title=say(f"panel.coverage.{title}", language), xlabel="", ylabel="")
        ax.set_xticks(
            [i + 0.5 for i in range(len(years))], [str(y) for y in years], rotation=0, fontsize=8
        )
        ax.set_yticks([i + 0.5 for i in range(len(levels))], names, rotation=0)
        ax.tick_params(length=0)
        ax.grid(visible=False)
        for first in first_years():
            if years[0] < first <= years[-1]:
                ax.axvline(first - years[0], color="0.2", lw=1.6, ls="--")
    return figure


def _gaps(reports: pd.DataFrame) -> pd.DataFrame:
    """By level and year: bodies with an earlier and a later report, but none for that year."""
    have: dict[tuple[str, str], set[int]] = {}
    for body, level, year in zip(reports["body"], reports["level"], reports["year"], strict=True):
        have.setdefault((body, level), set()).add(int(year))
    missing = [
        (level, year)
        for (_, level), years in have.items()
        for year in sorted(set(range(min(years), max(years) + 1)) - years)
    ]
    table = pd.DataFrame(missing, columns=["level", "year"])
    return pd.crosstab(table["level"], table["year"])


@drawn(one_scope=False)
def publication_timing(data: Dataset, language: Language = "zh") -> Figure | FigureNote:
    """Figure 2: by which day the reports are out, by the deadline in the Regulation."""
    reports = counted(data.reports)
    published = pd.to_datetime(reports["published_on"], errors="coerce")
    start = pd.to_datetime((reports["year"] + 1).astype("str") + "-01-01", errors="coerce")
    reports = reports.assign(day=(published - start).dt.days).dropna(subset="day")
    if len(reports) < 10:
        return too_small(language, have=len(reports), need=10, what="dates")
    figure, (ax,) = canvas()
    for i, (kind, levels) in enumerate(DATED.items()):
        days = reports.loc[reports["level"].isin(levels), "day"]
        if len(days):
            label = f"{say(f'dated.{kind}', language)} (n={len(days):,})"
            sns.ecdfplot(
                x=days.clip(-10, 240), ax=ax, color=INKS[i * 2], ls=DASHES[i], label=label, lw=1.8
            )
    for day, key in ((30, "deadline.january"), (89, "deadline.march")):
        ax.axvline(day, color="0.45", lw=1)
        ax.annotate(
            say(key, language),
            (day, 0.03),
            (3, 0),
            textcoords="offset points",
            fontsize=8,
            color="0.3",
        )
    ax.set(
        xlim=(-10, 240),
        xlabel=say("axis.days", language),
        ylabel=say("axis.share_of_reports", language),
    )
    percent(ax, top=1)
    ax.legend(loc="lower right")
    return figure


@drawn(one_scope=False)
def data_quality(data: Dataset, language: Language = "zh") -> Figure | FigureNote:
    """Figure 3: how often each identity holds, and the states of the cells."""
    reports = counted(data.reports)
    checks = data.checks.loc[data.checks["report_id"].isin(reports["report_id"])]
    if checks.empty:
        return too_small(language, have=len(reports), need=1, what="checked")
    figure, (left, right) = canvas(2, height=4.2)
    shares, n = checks_by_result(checks)
    shares = shares.sort_values(["fail", "undecided"], kind="stable").tail(SHOWN_CHECKS)
    bars_by_result(left, shares, [f"{c}  n={n[c]:,}" for c in shares.index], language)
    left.set(title=say("panel.quality.checks", language))
    under(left, 3)
    cells = data.requests.merge(reports[["report_id", "year"]], on="report_id")
    states = pd.crosstab(cells["year"], cells["state"], normalize="index")
    states = states[[s for s in legal_values("state") if s in states]]
    stack(right, states, [name_of("state", s, language) for s in states])
    sizes = cells.groupby("year").size()
    year_ticks(right, states.index, sizes.reindex(states.index), size=6.5)
    right.set_title(say("panel.quality.states", language), pad=22)
    mark_years(right, states.index, language)
    under(right, 4)
    return figure


def checks_by_result(checks: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """The shares of pass, undecided and fail for each check, and how often it applies."""
    results = ["pass", "undecided", "fail"]
    counts = pd.crosstab(checks["check"], checks["result"]).reindex(columns=results, fill_value=0)
    n = counts.sum(axis=1)
    return counts.div(n, axis=0), n


def bars_by_result(axes: Axes, shares: pd.DataFrame, names: list[str], language: Language) -> None:
    """One bar per check: passed, undecided, failed."""
    start = pd.Series(0.0, index=shares.index)
    looks = {"pass": (INKS[2], ""), "undecided": ("white", "////"), "fail": (INKS[0], "")}
    for result, (ink, hatch) in looks.items():
        axes.barh(
            shares.index, shares[result], left=start, color=ink, hatch=hatch, edgecolor="0.45",
            lw=0.5, label=name_of("result", result, language),
        )  # fmt: skip
        start += shares[result]
    axes.set_yticks(range(len(shares)), names, fontsize=7.5)
    axes.grid(visible=False)
    percent(axes, which="x", top=1)
