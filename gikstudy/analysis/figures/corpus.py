"""Figures of the corpus itself: which reports it has, when they came out, whether they add up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from gikstudy.analysis import indicators
from gikstudy.analysis.estimates import plan, share
from gikstudy.analysis.figures.axes import beside, percent
from gikstudy.analysis.figures.canvas import DASHES, INKS, canvas, columns_of
from gikstudy.analysis.figures.plate import REPORT_COLUMNS, FigureNote, Sheet, drawn, too_small
from gikstudy.analysis.figures.strata import only, span_of
from gikstudy.analysis.findings import Fact, fact_of
from gikstudy.analysis.labels import Language, name_of, say
from gikstudy.analysis.selection import counted
from gikstudy.checks.rules import limits
from gikstudy.dataset.keys import legal_values
from gikstudy.forms import first_years
from gikstudy.model import SCOPES
from gikstudy.panels.count_bounds import CountBounds, exactly

if TYPE_CHECKING:
    from gikstudy.dataset.load import Dataset

SHOWN_CHECKS: Final = 16
DATES_NEEDED: Final = 10
_LONG_NAME: Final = 42  # half-width columns that fit left of the bars
RESULTS: Final = ("pass", "undecided", "fail")
# Bodies with the deadline 31 January or 31 March in art. 49, and bodies without one.
DATED: Final = {
    "departments": ("central", "department", "vertical"),
    "governments": ("province", "prefecture", "county"),
    "others": ("township", "devzone", "public_institution", ""),
}


@drawn
def coverage(data: Dataset, language: Language = "zh") -> Sheet | FigureNote:
    """Figure 1: reports by year and level, and the gap years of bodies."""
    reports = counted(data.reports)
    if reports.empty:
        return too_small(language, have=0, need=1)
    years = list(range(int(reports["year"].min()), int(reports["year"].max()) + 1))
    levels = [x for x in legal_values("level") if x in set(reports["level"])]
    levels += [""] if reports["level"].eq("").any() else []
    tables = {
        "reports": pd.crosstab(reports["level"], reports["year"]),
        "gaps": _gaps(reports),
    }
    tables = {
        k: t.reindex(index=levels, columns=years, fill_value=0).astype(int)
        for k, t in tables.items()
    }
    figure, axes = canvas(2, height=1.7 + 0.34 * len(levels), sharey=True)
    names = [name_of("level", x, language) or say("level.none", language) for x in levels]
    for ax, (key, table) in zip(axes, tables.items(), strict=True):
        _map(ax, table, names, years)
        ax.set_title(say(f"panel.coverage.{key}", language))
    numbers = pd.concat(
        [t.melt(ignore_index=False, var_name="year", value_name="n").rename_axis("level").reset_index().assign(mark=k) for k, t in tables.items()]
    )  # fmt: skip
    rows = reports.assign(panel="reports", mark=reports["level"], group=reports["year"], used=True, why="")  # fmt: skip
    out = len(data.reports) - len(reports)
    left = data.reports.loc[~data.reports["report_id"].isin(reports["report_id"])]
    why = np.where(left["duplicate_of"].ne(""), "duplicate", "not_read")
    rest = left.assign(panel="reports", mark=left["level"], group=left["year"], used=False, why=why)
    behind = pd.concat([rows, rest])[list(REPORT_COLUMNS)].sort_values(["mark", "report_id"])
    expected = indicators.coverage(data, by=())
    fact = None
    if len(expected) and expected["n"].iloc[0] > 0:
        fact = fact_of(expected.iloc[0], years=span_of(years))
    remark = say("remark.not_counted", language, out=f"{out:,}") if out else ""
    return Sheet(figure, numbers.sort_values(["mark", "level", "year"]), behind, fact, remark)


def _map(ax: Axes, table: pd.DataFrame, names: list[str], years: list[int]) -> None:
    import seaborn as sns  # it loads scipy.stats, which most notebooks do not need

    # Zero is left white: the empty cells are what a coverage map is about.
    small = len(years) > 8
    sns.heatmap(
        table.mask(table.eq(0)), ax=ax, cmap="Blues", vmin=0, vmax=max(int(table.max().max()), 1),
        annot=table.map("{:,}".format), fmt="", cbar=False, linewidths=0.6, linecolor="0.85",
        annot_kws={"fontsize": 6.5 if small else 8},
    )  # fmt: skip
    ax.set(xlabel="", ylabel="")
    shown = [f"{y % 100:02d}" if small else str(y) for y in years]
    ax.set_xticks([i + 0.5 for i in range(len(years))], shown, rotation=0, fontsize=8)
    ax.set_yticks([i + 0.5 for i in range(len(names))], names, rotation=0)
    ax.tick_params(length=0)
    ax.grid(visible=False)
    for first in first_years():
        if years[0] < first <= years[-1]:
            ax.axvline(first - years[0], color="0.2", lw=1.6, ls="--")


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


@drawn
def publication_timing(data: Dataset, language: Language = "zh") -> Sheet | FigureNote:
    """Figure 2: by which day the reports are out, by the deadline in the Regulation."""
    reports = counted(data.reports)
    published = pd.to_datetime(reports["published_on"], errors="coerce")
    start = pd.to_datetime((reports["year"] + 1).astype("str") + "-01-01", errors="coerce")
    reports = reports.assign(day=(published - start).dt.days.to_numpy(float))
    dated = reports["day"].notna()
    if dated.sum() < DATES_NEEDED:
        return too_small(language, have=int(dated.sum()), need=DATES_NEEDED, what="dates")
    figure, (ax,) = canvas()
    kind_of = {level: kind for kind, levels in DATED.items() for level in levels}
    reports = reports.assign(kind=reports["level"].map(kind_of))
    curves = []
    for i, kind in enumerate(DATED):
        of = reports.loc[reports["kind"].eq(kind)]
        days = np.sort(of["day"].dropna().to_numpy(float))
        if not len(days):
            continue
        out = len(of) - len(days)
        name = say(f"dated.{kind}", language)
        label = say("label.dated", language, name=name, n=f"{len(days):,}", out=f"{out:,}")
        share_out = np.arange(1, len(days) + 1) / len(days)
        at = np.concatenate(([-10], days.clip(-10, 240), [240]))
        ax.step(at, np.concatenate(([0], share_out, [1])), where="post", color=INKS[i * 2], ls=DASHES[i], lw=1.8, label=label)  # fmt: skip
        curves.append(pd.DataFrame({"mark": kind, "day": days, "share": share_out}))
    for day, key in ((30, "deadline.january"), (89, "deadline.march")):
        ax.axvline(day, color="0.45", lw=1)
        ax.annotate(say(key, language), (day, 1), (2, 2), textcoords="offset points", fontsize=8, color="0.3")  # fmt: skip
    ax.set(xlim=(-10, 240), xlabel=say("axis.days", language), ylabel=say("axis.share_of_reports", language))  # fmt: skip
    percent(ax, top=1)
    ax.legend(loc="lower right")
    rows = reports.assign(panel="", mark=reports["kind"], group=reports["year"], used=dated, why=np.where(dated, "", "not_printed"))  # fmt: skip
    return Sheet(
        figure, pd.concat(curves, ignore_index=True),
        rows.sort_values("report_id")[list(REPORT_COLUMNS)], _in_time(data),
    )  # fmt: skip


def _in_time(data: Dataset) -> Fact | None:
    """Of the reports that have a deadline and a date: the share that came out in time."""
    bound = [level for level, limit in limits().items() if limit.deadline]
    due = only(data, data.reports["level"].isin(bound))
    made = indicators.timely(due, by=(), scope=SCOPES)
    return fact_of(made.iloc[0]) if len(made) else None


@drawn
def data_quality(data: Dataset, language: Language = "zh") -> Sheet | FigureNote:
    """Figure 3: how often each identity and rule holds; what is only information is left out."""
    reports = counted(data.reports)
    checks = data.checks.loc[data.checks["report_id"].isin(reports["report_id"])]
    judged = checks.loc[checks["severity"].isin(["error", "warning"])]
    if judged.empty:
        return too_small(language, have=0, need=1, what="checked")
    shares, n = checks_by_result(judged)
    order = shares.sort_values(["fail", "undecided"], kind="stable").tail(SHOWN_CHECKS)
    figure, (ax,) = canvas(height=1.4 + 0.27 * len(order))
    names = [f"{name_of('check', c, language)} ({c})  n={n[c]:,}" for c in order.index]
    bars_by_result(ax, order, names, language)
    beside(figure, ax, "below", 3)
    info = checks.loc[checks["severity"].eq("info") & checks["result"].eq("fail")]
    remark = say("remark.checks", language, shown=len(order), of=len(shares))
    if len(info):
        remark += say("remark.checks_of_information", language, info=f"{len(info):,}")
    return Sheet(
        figure, order.assign(n=n).rename_axis("check").reset_index(), behind_checks(judged),
        share_of_checks(data, checks.loc[checks["severity"].eq("error")]), remark,
    )  # fmt: skip


def behind_checks(checks: pd.DataFrame) -> pd.DataFrame:
    """The reports behind each bar: one row per report, check and result."""
    rows = checks.assign(panel="", mark=checks["check"], group=checks["result"], used=True, why="")
    columns = list(REPORT_COLUMNS)
    return rows[columns].drop_duplicates().sort_values(["mark", "group", "report_id"])


def share_of_checks(data: Dataset, checks: pd.DataFrame, **words: str) -> Fact | None:
    """The share of checks that pass, undecided ones as bounds, with an interval over bodies."""
    if checks.empty:
        return None
    counts = pd.crosstab(checks["report_id"], checks["result"])
    counts = counts.reindex(columns=list(RESULTS), fill_value=0).astype(float)
    passed = CountBounds(counts["pass"], counts["pass"] + counts["undecided"])
    everywhere = plan({"by": (), "scope": SCOPES}, share=True)
    made = share(data, passed, exactly(counts.sum(axis=1)), everywhere)
    return fact_of(made.iloc[0], **words)


def checks_by_result(checks: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """The shares of pass, undecided and fail for each check, and how often it applies."""
    counts = pd.crosstab(checks["check"], checks["result"])
    counts = counts.reindex(columns=list(RESULTS), fill_value=0)
    n = counts.sum(axis=1)
    return counts.div(n, axis=0), n


def bars_by_result(axes: Axes, shares: pd.DataFrame, names: list[str], language: Language) -> None:
    """One bar per check: passed, undecided, failed."""
    start = pd.Series(0.0, index=shares.index)
    looks = {"pass": (INKS[2], ""), "undecided": ("white", "////"), "fail": (INKS[0], "")}
    at = np.arange(len(shares))
    for result, (ink, hatch) in looks.items():
        axes.barh(
            at, shares[result], left=start, color=ink, hatch=hatch, edgecolor="0.45",
            lw=0.5, label=name_of("result", result, language),
        )  # fmt: skip
        start += shares[result]
    for y, share_ in zip(at, shares["fail"], strict=True):
        said = f"{share_:.1%}" if share_ else "0"
        axes.annotate(said, (1, y), (4, 0), textcoords="offset points", va="center", fontsize=7.5)
    axes.set_yticks(at, [_in_two_lines(name) for name in names], fontsize=7.5)
    axes.set_ylim(-0.6, len(shares) - 0.4)
    axes.grid(visible=False)
    percent(axes, which="x", top=1)


def _in_two_lines(name: str) -> str:
    """A long name of a check with its code and number below, so that it stays inside the figure."""
    words, _, code = name.rpartition(" (")
    return f"{words}\n({code}" if columns_of(words) > _LONG_NAME else name
