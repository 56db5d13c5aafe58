"""Figures of the prose: admissions and promises, copied text, agreement with the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from gikstudy.analysis import indicators
from gikstudy.analysis.figures.axes import beside, line, mark_years, percent, year_ticks
from gikstudy.analysis.figures.canvas import (
    DASHES,
    HATCHES,
    INKS,
    MINIMUM,
    FigureNote,
    canvas,
    drawn,
    too_small,
)
from gikstudy.analysis.figures.corpus import bars_by_result, checks_by_result
from gikstudy.analysis.figures.requests import BODIES_NEEDED, name_of_indicator
from gikstudy.analysis.indicators.reporting import NO_PROBLEM
from gikstudy.analysis.labels import Language, name_of, say
from gikstudy.analysis.selection import counted
from gikstudy.dataset.keys import legal_values

if TYPE_CHECKING:
    from gikstudy.dataset.load import Dataset

OTHER_PROBLEM: Final = "P99"
PROSE_CHECKS: Final = "TX-"  # checks that compare the prose with the tables begin like this


def coded(data: Dataset) -> pd.DataFrame:
    """Counted reports that have a section five: the denominator of every prevalence."""
    reports = counted(data.reports)
    with_section = data.sections.loc[data.sections["section"].eq("problems"), "report_id"]
    return reports.loc[reports["report_id"].isin(with_section)]


def admitted(data: Dataset) -> pd.DataFrame:
    """One row per report and problem code admitted in section five, without "no problem"."""
    codes = data.codes.loc[
        data.codes["kind"].eq("problem") & ~data.codes["code"].isin([NO_PROBLEM, OTHER_PROBLEM])
    ]
    once = codes.drop_duplicates(["report_id", "code"])[["report_id", "code", "core"]]
    return once.merge(coded(data)[["report_id", "body", "year", "level"]], on="report_id")


def _prevalence(data: Dataset, column: str) -> tuple[pd.DataFrame, pd.Series]:
    """Share of reports that admit each code, by code and `column`; and the reports in each."""
    n = coded(data).groupby(column).size()
    found = admitted(data)
    table = pd.crosstab(found["code"], found[column]).reindex(columns=n.index, fill_value=0)
    return table.div(n, axis=1), n


def _code_names(codes: pd.Index, data: Dataset, language: Language) -> list[str]:
    core = set(data.codes.loc[data.codes["core"].astype(bool), "code"])
    return [f"{name_of('code', c, language)} {'●' if c in core else '○'}" for c in codes]


def _shares(ax: Axes, table: pd.DataFrame, rows: list[str], columns: list[str]) -> None:
    """A map of shares with the figures written in; colour and figure show the same."""
    sns.heatmap(
        table, ax=ax, cmap="Blues", vmin=0, vmax=max(float(table.max().max()), 0.3), annot=True,
        fmt=".0%", cbar=False, linewidths=0.5, linecolor="white", annot_kws={"fontsize": 7},
    )  # fmt: skip
    ax.set(xlabel="", ylabel="")
    ax.set_yticks(np.arange(len(rows)) + 0.5, rows, rotation=0, fontsize=8)
    ax.set_xticks(np.arange(len(columns)) + 0.5, columns, rotation=0, fontsize=7.5)
    ax.tick_params(length=0)
    ax.grid(visible=False)


def _few(data: Dataset, language: Language) -> FigureNote | None:
    bodies = int(coded(data)["body"].nunique())
    if bodies < BODIES_NEEDED:
        return too_small(language, have=bodies, need=BODIES_NEEDED, what="bodies")
    return None


@drawn(one_scope=False)
def problems(data: Dataset, language: Language = "zh") -> Figure | FigureNote:
    """Figure 14: what section five admits, by year, and what is admitted again a year later."""
    if note := _few(data, language):
        return note
    table, n = _prevalence(data, "year")
    table = table.loc[table.mean(axis=1).sort_values(ascending=False, kind="stable").index]
    figure, (left, right) = canvas(2, height=5.4, width_ratios=(2.2, 1))
    _shares(
        left,
        table,
        _code_names(table.index, data, language),
        [f"{y}\nn={k:,}" for y, k in n.items()],
    )
    left.set_title(say("panel.problems.year", language))
    again, of = _returns(data, table.index)
    at = np.arange(len(again))
    right.barh(at, again, color=INKS[1], height=0.7)
    right.set_yticks(at, [f"n={k:,}" for k in of], fontsize=7)
    right.set_ylim(len(again) - 0.5, -0.5)
    right.set_title(say("panel.problems.again", language))
    right.grid(visible=False, axis="y")
    percent(right, which="x", top=1)
    return figure


def _returns(data: Dataset, codes: pd.Index) -> tuple[pd.Series, pd.Series]:
    """Of the problems of bodies that also reported the next year: the share admitted again."""
    found, reports = admitted(data), coded(data)
    followed = found.merge(
        reports.assign(year=reports["year"] - 1)[["body", "year"]], on=["body", "year"]
    )
    later = found.assign(year=found["year"] - 1, again=1.0)[["body", "year", "code", "again"]]
    pairs = followed.merge(later, on=["body", "year", "code"], how="left").fillna({"again": 0.0})
    of_code = pairs.groupby("code")["again"]
    return of_code.mean().reindex(codes).fillna(0), of_code.size().reindex(codes, fill_value=0)


@drawn(one_scope=False)
def problems_by_level(data: Dataset, language: Language = "zh") -> Figure | FigureNote:
    """What section five admits, by level of the body."""
    if note := _few(data, language):
        return note
    table, n = _prevalence(data, "level")
    levels = [x for x in legal_values("level") if x in n.index]
    table = table.loc[table.mean(axis=1).sort_values(ascending=False, kind="stable").index, levels]
    figure, (ax,) = canvas(height=5.2)
    _shares(
        ax,
        table,
        _code_names(table.index, data, language),
        [f"{name_of('level', x, language)}\nn={n[x]:,}" for x in levels],
    )
    return figure


@drawn(one_scope=False)
def core_share(data: Dataset, language: Language = "zh") -> Figure | FigureNote:
    """Whether reports admit problems with their duties or with their own resources."""
    if note := _few(data, language):
        return note
    scopes = sorted(counted(data.reports)["scope"].unique())
    table = indicators.problem_core_share(
        data, scope=scopes, interval="bootstrap", each="request", minimum=MINIMUM
    )
    if table["value"].notna().sum() < 1:
        return too_small(language, have=0, need=MINIMUM, what="codes")
    figure, (ax,) = canvas(height=3.4)
    line(ax, table, 0, name_of_indicator("problem_core_share", language))
    ax.axhline(0.5, color="0.6", lw=0.8)
    year_ticks(ax, table["year"], table["n"])
    mark_years(ax, table["year"], language)
    percent(ax, top=1)
    return figure


@drawn(one_scope=False)
def promises(data: Dataset, language: Language = "zh") -> Figure | FigureNote:
    """Which problems are answered in the same report, and which promises are made again."""
    if note := _few(data, language):
        return note
    table = promised(data)
    if table.empty:
        return too_small(language, have=0, need=1, what="codes")
    table = table.sort_values("answered", kind="stable")
    figure, (ax,) = canvas(height=1.4 + 0.27 * len(table))
    at = np.arange(len(table))
    for i, (column, of) in enumerate((("answered", "problems"), ("repeated", "promises"))):
        ax.barh(
            at + 0.2 - 0.4 * i,
            table[column],
            height=0.38,
            color=INKS[2 * i],
            hatch=HATCHES[i],
            edgecolor="white",
            lw=0.4,
            label=say(f"legend.{column}", language),
        )
        for y, share, n in zip(at, table[column].fillna(0), table[of], strict=True):
            ax.annotate(
                f"{n:,.0f}",
                (share, y + 0.2 - 0.4 * i),
                (3, 0),
                textcoords="offset points",
                va="center",
                fontsize=6.5,
                color="0.35",
            )
    ax.set_yticks(at, [name_of("code", c, language) for c in table.index], fontsize=8)
    ax.grid(visible=False, axis="y")
    percent(ax, which="x", top=1.05)
    beside(figure, ax, "below", 2)
    return figure


def promised(data: Dataset) -> pd.DataFrame:
    """By axis (named by its problem code): answered and repeated shares, with their n.

    A problem is answered if the same report promises something on its axis (P04 and I04). A promise
    is repeated if the next report of the body makes it again, a sign that it was not kept.
    """
    codes = data.codes.loc[~data.codes["code"].isin([NO_PROBLEM, OTHER_PROBLEM])]
    codes = codes.assign(axis=codes["code"].str[1:]).drop_duplicates(["report_id", "kind", "axis"])
    reports = coded(data)[["report_id", "body", "year"]]
    codes = codes.merge(reports, on="report_id")
    problem, promise = (codes.loc[codes["kind"].eq(k)] for k in ("problem", "improvement"))
    keys = ["report_id", "axis"]
    answered = problem.merge(promise[keys].assign(hit=1.0), on=keys, how="left").fillna(
        {"hit": 0.0}
    )
    followed = promise.merge(
        reports.assign(year=reports["year"] - 1)[["body", "year"]], on=["body", "year"]
    )
    later = promise.assign(year=promise["year"] - 1, hit=1.0)[["body", "year", "axis", "hit"]]
    repeated = followed.merge(later, on=["body", "year", "axis"], how="left").fillna({"hit": 0.0})
    a, r = answered.groupby("axis")["hit"], repeated.groupby("axis")["hit"]
    table = pd.DataFrame(
        {"answered": a.mean(), "problems": a.size(), "repeated": r.mean(), "promises": r.size()}
    )
    table.index = "P" + table.index.astype("str")
    return table.fillna({"problems": 0, "promises": 0})


@drawn(one_scope=False)
def similarity(data: Dataset, language: Language = "zh") -> Figure | FigureNote:
    """Figure 15: how much of the prose is also in last year's report or in that of another body."""
    reports = counted(data.reports)
    rows = data.similarity.merge(reports[["report_id", "year"]], on="report_id")
    best = (
        rows.groupby(["relation", "year", "report_id"])["score"].max().astype(float).reset_index()
    )
    if len(best) < BODIES_NEEDED:
        return too_small(language, have=len(best), need=BODIES_NEEDED, what="pairs")
    figure, (spread, trend) = canvas(2, height=4.0)
    for i, relation in enumerate(legal_values("relation")):
        scores = best.loc[best["relation"].eq(relation)]
        if scores.empty:
            continue
        label = f"{name_of('relation', relation, language)} (n={len(scores):,})"
        sns.ecdfplot(
            x=scores["score"],
            ax=spread,
            complementary=True,
            color=INKS[i * 2],
            ls=DASHES[i],
            lw=1.8,
            label=label,
        )
        by_year = scores.groupby("year")["score"]
        middle, low, high = (by_year.quantile(q) for q in (0.5, 0.25, 0.75))
        at = middle.index.astype(float) + 0.1 * i
        trend.plot(at, middle, color=INKS[i * 2], ls=DASHES[i], marker="os"[i], lw=1.5, label=label)
        trend.vlines(at, low, high, color=INKS[i * 2], lw=1)
    spread.set(
        xlim=(0, 1),
        xlabel=say("axis.score", language),
        ylabel=say("axis.share_of_reports", language),
    )
    spread.set_title(say("panel.similarity.spread", language))
    trend.set_title(say("panel.similarity.trend", language))
    trend.set_ylim(0, 1)
    percent(spread, top=1)
    year_ticks(trend, sorted(best["year"].unique()))
    spread.legend(loc="lower left")
    return figure


@drawn(one_scope=False)
def prose_checks(data: Dataset, language: Language = "zh") -> Figure | FigureNote:
    """How often the figures in the prose agree with the tables, check by check."""
    checks = data.checks.loc[data.checks["check"].str.startswith(PROSE_CHECKS)]
    checks = checks.loc[checks["report_id"].isin(counted(data.reports)["report_id"])]
    if checks.empty:
        return too_small(language, have=0, need=1, what="checked")
    shares, n = checks_by_result(checks)
    shares = shares.sort_values("fail", kind="stable")
    figure, (ax,) = canvas(height=1.5 + 0.26 * len(shares))
    names = [f"{name_of('check', c, language)} ({c})  n={n[c]:,}" for c in shares.index]
    bars_by_result(ax, shares, names, language)
    beside(figure, ax, "below", 3)
    return figure
