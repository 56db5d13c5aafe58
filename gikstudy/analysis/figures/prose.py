"""Figures of section five: what bodies admit, and what they promise.

Texts are counted across scopes, which requests never are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from gikstudy.analysis import indicators
from gikstudy.analysis.estimates import plan, share
from gikstudy.analysis.figures.axes import mark_years, marks_legend, percent, series, year_ticks
from gikstudy.analysis.figures.canvas import INKS, MINIMUM, canvas, panels
from gikstudy.analysis.figures.plate import REPORT_COLUMNS, FigureNote, Sheet, drawn, too_small
from gikstudy.analysis.figures.strata import BODIES_NEEDED
from gikstudy.analysis.findings import Both, Fact, change, fact_of
from gikstudy.analysis.indicators.reporting import NO_PROBLEM
from gikstudy.analysis.labels import Language, name_of, say
from gikstudy.analysis.selection import counted
from gikstudy.dataset.keys import legal_values
from gikstudy.model import SCOPES
from gikstudy.panels.count_bounds import exactly

if TYPE_CHECKING:
    from gikstudy.dataset.load import Dataset

OTHER_PROBLEM: Final = "P99"


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
    import seaborn as sns

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
    if admitted(data).empty:
        return too_small(language, have=0, need=1, what="codes")
    return None


def _behind(data: Dataset, group: str) -> pd.DataFrame:
    """Every counted report: used if it has a section five."""
    reports = counted(data.reports)
    used = reports["report_id"].isin(coded(data)["report_id"])
    rows = reports.assign(panel="", mark="section_five", group=reports[group], used=used, why=np.where(used, "", "no_section"))  # fmt: skip
    return rows.sort_values("report_id")[list(REPORT_COLUMNS)]


def _out(data: Dataset, language: Language) -> str:
    out = len(counted(data.reports)) - len(coded(data))
    return say("remark.no_section", language, out=f"{out:,}") if out else ""


@drawn
def problems(data: Dataset, language: Language = "zh") -> Sheet | FigureNote:
    """Figure 14: what section five admits, by year, and what is admitted again a year later."""
    if note := _few(data, language):
        return note
    table, n = _prevalence(data, "year")
    table = table.loc[table.mean(axis=1).sort_values(ascending=False, kind="stable").index]
    figure, (left, right) = canvas(2, height=5.6, width_ratios=(2.6, 1))
    small = len(n) > 8
    years = [
        f"{f'{y % 100:02d}' if small else y}\n{k:,}"
        for y, k in zip(n.index.astype(int), n, strict=True)
    ]
    _shares(left, table, _code_names(table.index, data, language), years)
    left.set_title(say("panel.problems.year", language))
    pairs = returning(data)
    of_code = pairs.groupby("code")["again"]
    again, of = (
        of_code.mean().reindex(table.index),
        of_code.size().reindex(table.index, fill_value=0),
    )
    at = np.arange(len(again))
    right.barh(at, again.fillna(0), color=INKS[1], height=0.7)
    for y, value, k in zip(at, again, of, strict=True):
        text = say("tick.none", language) if k == 0 else f"{value:.0%}"
        right.annotate(text, (0 if k == 0 else value, y), (3, 0), textcoords="offset points", va="center", fontsize=7)  # fmt: skip
    right.set_yticks(at, [f"n={k:,}" if k else "" for k in of], fontsize=7)
    right.set_ylim(len(again) - 0.5, -0.5)
    right.set_title(say("panel.problems.again", language))
    right.grid(visible=False, axis="y")
    percent(right, which="x", top=1)
    numbers = pd.concat(
        [
            table.melt(ignore_index=False, var_name="year", value_name="value").rename_axis("code").reset_index().assign(mark="admitted"),
            pd.DataFrame({"code": again.index, "value": again.to_numpy(), "n": of.to_numpy(), "mark": "again"}),
        ],
        ignore_index=True,
    )  # fmt: skip
    return Sheet(figure, numbers, _behind(data, "year"), _returning(data, pairs), _out(data, language))  # fmt: skip


def returning(data: Dataset) -> pd.DataFrame:
    """The problems of bodies that also reported the next year: `again` is 1 if admitted again."""
    found, reports = admitted(data), coded(data)
    followed = found.merge(
        reports.assign(year=reports["year"] - 1)[["body", "year"]].drop_duplicates(),
        on=["body", "year"],
    )
    later = found.assign(year=found["year"] - 1, again=1.0)[["body", "year", "code", "again"]]
    later = later.drop_duplicates(["body", "year", "code"])
    return followed.merge(later, on=["body", "year", "code"], how="left").fillna({"again": 0.0})


def _returning(data: Dataset, pairs: pd.DataFrame) -> Fact | None:
    return pooled(data, pairs.groupby("report_id")["again"]) if len(pairs) else None


def pooled(data: Dataset, hits: Any) -> Fact | None:  # noqa: ANN401 - pandas' grouped series
    """The share of 1 among values grouped by report, with an interval over bodies."""
    options = plan({"by": (), "scope": SCOPES, "minimum": MINIMUM}, share=True)
    made = share(data, exactly(hits.sum()), exactly(hits.size()), options)
    return fact_of(made.iloc[0]) if len(made) and not np.isnan(made["lower"].iloc[0]) else None


@drawn
def problems_by_level(data: Dataset, language: Language = "zh") -> Sheet | FigureNote:
    """What section five admits, by level of the body."""
    if note := _few(data, language):
        return note
    table, n = _prevalence(data, "level")
    levels = [x for x in legal_values("level") if x in n.index]
    table = table.loc[table.mean(axis=1).sort_values(ascending=False, kind="stable").index, levels]
    figure, (ax,) = canvas(height=5.4)
    columns = [f"{name_of('level', x, language)}\n{n[x]:,}" for x in levels]
    _shares(ax, table, _code_names(table.index, data, language), columns)
    core = indicators.problem_core_share(data, by=("level",), scope=SCOPES, minimum=MINIMUM)
    core = core.loc[core["lower"].notna() & core["level"].ne("")]
    core = core.sort_values("n", ascending=False, kind="stable").head(2)
    fact = None
    if len(core) == 2:
        (_, one), (_, other) = core.iterrows()
        names: list[Both] = [
            (name_of("level", row["level"], "zh"), name_of("level", row["level"], "en"))
            for row in (one, other)
        ]
        fact = change(other, one, one=names[0], other=names[1])
    numbers = table.melt(ignore_index=False, var_name="level", value_name="value")
    numbers = numbers.rename_axis("code").reset_index()
    return Sheet(figure, numbers.assign(n=numbers["level"].map(n)), _behind(data, "level"), fact, _out(data, language))  # fmt: skip


@drawn
def core_share(data: Dataset, language: Language = "zh") -> Sheet | FigureNote:
    """Whether reports admit problems with their duties or with their own resources."""
    if note := _few(data, language):
        return note
    how: dict[str, Any] = {"scope": SCOPES, "minimum": MINIMUM}
    table = indicators.problem_core_share(data, by=("level", "year"), **how)
    table = table.assign(drawn=table["lower"].notna())
    shown = table.loc[table["drawn"]]
    if shown.empty:
        return too_small(language, have=0, need=MINIMUM, what="codes")
    levels = [x for x in legal_values("level") if x in set(shown["level"])]
    years = list(range(int(shown["year"].min()), int(shown["year"].max()) + 1))
    figure, axes = panels(len(levels), height=2.1, sharey=True)
    for ax, level in zip(axes, levels, strict=True):
        rows = table.loc[table["level"].eq(level)]
        ax.axhline(0.5, color="0.6", lw=0.8)
        series(ax, rows)
        year_ticks(ax, years, [rows], language, size=6)
        mark_years(ax, years, language, marks="requests")
        percent(ax, top=1)
        ax.set_title(name_of("level", level, language), pad=18)
    marks_legend(figure, (say("indicator.problem_core_share", language),), language, outer=False)
    all_ = indicators.problem_core_share(data, by=(), **how)
    fact = fact_of(all_.iloc[0]) if not np.isnan(all_["lower"].iloc[0]) else None
    each = indicators.problem_core_share(data, by=("level", "year", "report_id"), scope=SCOPES, interval="none")  # fmt: skip
    marks = set(shown[["level", "year"]].itertuples(index=False, name=None))
    has = np.array([pair in marks for pair in zip(each["level"], each["year"], strict=True)], bool)
    why = np.select([each["reports"].eq(0), ~has], ["no_code", "too_few"], default="")
    rows = each.assign(panel=each["level"], mark="core", group=each["year"], why=why, used=why == "")  # fmt: skip
    return Sheet(figure, shown.drop(columns="drawn"), rows.sort_values("report_id")[list(REPORT_COLUMNS)], fact)  # fmt: skip


@drawn
def promises(data: Dataset, language: Language = "zh") -> Sheet | FigureNote:
    """Which problems are answered by an improvement in the same report."""
    if note := _few(data, language):
        return note
    pairs = answered(data)
    of_axis = pairs.groupby("code")["hit"]
    table = pd.DataFrame({"value": of_axis.mean(), "n": of_axis.size()})
    table = table.sort_values(["value", "n"], kind="stable")
    figure, (ax,) = canvas(height=1.4 + 0.27 * len(table))
    at = np.arange(len(table))
    ax.barh(at, table["value"], height=0.7, color=INKS[1])
    for y, value, n in zip(at, table["value"], table["n"], strict=True):
        ax.annotate(f"{value:.0%}  n={n:,}", (value, y), (4, 0), textcoords="offset points", va="center", fontsize=7, color="0.25")  # fmt: skip
    ax.set_yticks(at, [name_of("code", c, language) for c in table.index], fontsize=8)
    ax.set_ylim(-0.6, len(table) - 0.4)
    ax.grid(visible=False, axis="y")
    percent(ax, which="x", top=1.12)
    ax.set_xticks(np.arange(0, 1.01, 0.2))
    numbers = table.rename_axis("code").reset_index()
    return Sheet(figure, numbers, _behind(data, "year"), pooled(data, pairs.groupby("report_id")["hit"]), _out(data, language))  # fmt: skip


def answered(data: Dataset) -> pd.DataFrame:
    """One row per problem admitted: `hit` is 1 if the report promises something on its axis.

    A problem P04 and a promise I04 share an axis.
    """
    found = admitted(data).assign(axis=lambda t: t["code"].str[1:])
    promised = data.codes.loc[data.codes["kind"].eq("improvement"), ["report_id", "code"]]
    promised = promised.assign(axis=promised["code"].str[1:], hit=1.0)
    promised = promised[["report_id", "axis", "hit"]].drop_duplicates()
    return found.merge(promised, on=["report_id", "axis"], how="left").fillna({"hit": 0.0})
