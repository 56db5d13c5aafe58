"""Figures of the requests: how many, from whom, to whom, and how many remain open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from gikstudy.analysis import indicators
from gikstudy.analysis.estimates import Floats, plan, ratio
from gikstudy.analysis.figures.axes import (
    beside,
    from_zero,
    mark_years,
    marks_legend,
    percent,
    series,
    stack,
    year_ticks,
)
from gikstudy.analysis.figures.canvas import DASHES, INKS, MARKERS, MINIMUM, canvas
from gikstudy.analysis.figures.plate import (
    REPORT_COLUMNS,
    FigureNote,
    Sheet,
    drawn_from_totals,
    too_small,
)
from gikstudy.analysis.figures.strata import (
    BODIES_NEEDED,
    KEYS,
    behind,
    fallen_out,
    main_row,
    numbers_of,
    trend,
    trend_panels,
)
from gikstudy.analysis.findings import Both, Fact, change, fact_of
from gikstudy.analysis.labels import Language, name_of, say
from gikstudy.analysis.selection import counted
from gikstudy.dataset.keys import legal_values
from gikstudy.forms import form_in_force
from gikstudy.panels.count_bounds import exactly, requests_of

if TYPE_CHECKING:
    from typing import Unpack

    from gikstudy.analysis.estimates import EstimateOptions
    from gikstudy.dataset.load import Dataset

TOP: Final = 0.1  # the tenth of the bodies whose share of all requests is stated


def per_report(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """New requests per report: the sum over the reports that print them, over those reports."""
    options = plan(how, share=False)
    new = requests_of(data, ("received_new",), options.blanks)
    return ratio(data, new, exactly(new.lower * 0 + 1), options)


@drawn_from_totals
def requests_received(data: Dataset, language: Language = "zh") -> Sheet | FigureNote:
    """Figure 4: new requests per report, level by level, and how many reports had none."""
    marks = (("per_report", per_report),)
    how: dict[str, Any] = {"minimum": 2}
    table = trend(data, marks, **how)
    laid = trend_panels(data, table, language)
    if isinstance(laid, FigureNote):
        return laid
    strata, years, figure, axes = laid
    zero = indicators.zero_request_share(data, by=KEYS, interval="none")
    for ax, stratum in zip(axes, strata, strict=True):
        rows = stratum.of(table)
        series(ax, rows, breaks=())
        from_zero(ax)
        year_ticks(ax, years, [rows], language)
        mark_years(ax, years, language, marks="requests")
        row = stratum.of(zero).iloc[0]
        none = f"{row['lower']:.0%}" if row["lower"] == row["upper"] else f"{row['lower']:.0%}–{row['upper']:.0%}"  # fmt: skip
        ax.set_title(
            say("panel.received", language, name=stratum.name(language), none=none), pad=18
        )
    marks_legend(figure, (say("mark.per_report", language),), language, outer=False)
    first = table.loc[table["year"].map(form_in_force).ne("") & table["drawn"]]
    fact = None
    if strata and len(first):
        biggest = max(strata, key=lambda s: int(s.of(first)["reports"].sum()))
        rows = biggest.of(first).sort_values("year")
        if len(rows) > 1:
            fact = _change_of_number(rows.iloc[0], rows.iloc[-1], stratum=biggest.both())
    return Sheet(
        figure, numbers_of(table, strata), behind(data, marks, table, strata, **how), fact,
        fallen_out(data, strata, years, language),
    )  # fmt: skip


def _change_of_number(first: pd.Series, last: pd.Series, **words: Any) -> Fact:  # noqa: ANN401
    def told(row: pd.Series) -> tuple[str, str]:
        low, high = (f"{row[x]:,.1f}".removesuffix(".0") for x in ("lower", "upper"))
        return (low, low) if low == high else (f"{low}至{high}", f"{low} to {high}")

    words |= {"first": str(first["year"]), "last": str(last["year"])}
    fact = change(first, last, "number", **words)
    return Fact(**{**vars(fact), "words": {**fact.words, "before": told(first), "after": told(last)}, "n": int(first["reports"] + last["reports"])})  # fmt: skip


@drawn_from_totals
def applicant_mix(data: Dataset, language: Language = "zh") -> Sheet | FigureNote:
    """Figure 5: who asks, by year; what open columns leave undecided is drawn as open."""
    kinds = list(legal_values("applicant")[:-1])
    marks = [
        (kind, lambda d, kind=kind, **how: indicators.applicant_share(d, kind, **how))
        for kind in kinds
    ]
    table = trend(data, marks, interval="none")
    return stacks(
        data, marks, table, [name_of("applicant", k, language) for k in kinds], language,
        finding=indicators.business_share,
    )  # fmt: skip


def stacks(
    data: Dataset,
    marks: list[tuple[str, Any]],
    table: pd.DataFrame,
    names: list[str],
    language: Language,
    *,
    finding: Any,  # noqa: ANN401 - an indicator
) -> Sheet | FigureNote:
    """A figure of small stacks: the parts of one whole by year, a panel per level and scope."""
    laid = trend_panels(data, table, language)
    if isinstance(laid, FigureNote):
        return laid
    strata, years, figure, axes = laid
    for ax, stratum in zip(axes, strata, strict=True):
        rows = stratum.of(table).loc[lambda t: t["drawn"]]
        wide = rows.pivot_table(index="year", columns="mark", values="lower")
        stack(ax, wide[[key for key, _ in marks]], names, open_name=say("legend.open", language))
        one = stratum.of(table).loc[lambda t: t["mark"].eq(marks[0][0])]
        year_ticks(ax, years, [one], language)
        mark_years(ax, years, language, marks="requests")
        ax.set_title(stratum.name(language), pad=18)
    beside(figure, axes[0], "below", 4)
    found = main_row(data, finding, strata, years)
    # The parts share one whole, so all of them rest on the same reports.
    reports = behind(data, marks[:1], table, strata, interval="none").assign(mark="whole")
    return Sheet(
        figure, numbers_of(table, strata), reports,
        fact_of(found[0], **found[1]) if found else None, fallen_out(data, strata, years, language),
    )  # fmt: skip


@drawn_from_totals
def concentration(data: Dataset, language: Language = "zh") -> Sheet | FigureNote:
    """Figure 10: how few bodies receive most of the requests (Lorenz curves, scopes apart)."""
    reports = _exact(data)
    counts = reports.loc[reports["known"]].groupby(["scope", "year"])["count"].agg(["size", "sum"])
    enough = counts.loc[counts["size"].ge(BODIES_NEEDED) & counts["sum"].ge(MINIMUM)].reset_index()
    if enough.empty:
        most = int(counts["size"].max()) if len(counts) else 0
        return too_small(language, have=most, need=BODIES_NEEDED, what="bodies")
    year = int(enough["year"].max())
    of_year = reports.loc[reports["year"].eq(year)]
    scopes = enough.loc[enough["year"].eq(year)].sort_values("size", ascending=False, kind="stable")
    figure, (ax,) = canvas(height=4.4)
    curves = [
        _lorenz(ax, of_year.loc[of_year["scope"].eq(scope)], order, language)
        for order, scope in enumerate(scopes["scope"])
    ]
    ax.plot([0, 1], [0, 1], color="0.6", lw=0.8)
    ax.annotate(say("label.even", language), (0.7, 0.7), (6, -12), textcoords="offset points", fontsize=8, color="0.4")  # fmt: skip
    ax.set(xlabel=say("axis.share_of_bodies", language), ylabel=say("axis.share_of_requests", language))  # fmt: skip
    ax.set_title(say("panel.concentration", language, year=year))
    percent(ax, top=1.01)
    percent(ax, which="x", top=1)
    ax.legend(loc="lower right")
    shown = of_year["scope"].isin(scopes["scope"])
    why = np.select([~of_year["known"], ~shown], ["not_printed", "no_panel"], default="")
    rows = of_year.assign(panel=of_year["scope"], mark="requests", group=year, why=why, used=why == "")  # fmt: skip
    main = of_year.loc[of_year["scope"].eq(scopes["scope"].iloc[0])]
    top = top_share(main.loc[main["known"], "count"])
    scope = str(scopes["scope"].iloc[0])
    words: dict[str, Both | str] = {
        "year": str(year),
        "scope": (name_of("scope", scope, "zh"), name_of("scope", scope, "en")),
    }
    fact = Fact(
        int(main["known"].sum()), top, top, top, census=True, words=words,
        left_out=int((~main["known"]).sum()),
    )  # fmt: skip
    return Sheet(
        figure, pd.concat(curves, ignore_index=True), rows[list(REPORT_COLUMNS)], fact,
        _other_scopes(of_year.loc[~shown], language),
    )  # fmt: skip


def _exact(data: Dataset) -> pd.DataFrame:
    """Counted reports with their new requests in column `count`, and whether they are `known`."""
    reports = counted(data.reports).sort_values("report_id")
    new = requests_of(data, ("received_new",), "open").over(pd.Index(reports["report_id"]))
    low, high = new.lower.to_numpy(float), new.upper.to_numpy(float)
    known = np.isfinite(high) & (low == high)
    return reports.assign(count=np.where(known, low, 0.0), known=known)


def top_share(counts: pd.Series) -> float:
    """The share of all requests that the busiest tenth of the bodies received."""
    share, held = _curve(counts)
    return float(np.interp(TOP, share, held))


def _curve(counts: pd.Series) -> tuple[Floats, Floats]:
    values = np.sort(counts.to_numpy(float))[::-1]
    held = np.concatenate(([0.0], values.cumsum() / max(values.sum(), 1.0)))
    return np.linspace(0, 1, len(held)), held


def _lorenz(ax: Axes, reports: pd.DataFrame, order: int, language: Language) -> pd.DataFrame:
    known = reports.loc[reports["known"], "count"]
    share, held = _curve(known)
    top, out = top_share(known), len(reports) - len(known)
    scope = str(reports["scope"].iloc[0])
    label = say(
        "legend.concentration", language, scope=name_of("scope", scope, language),
        top=f"{top:.0%}", n=f"{len(known):,}", out=f"{out:,}",
    )  # fmt: skip
    ax.plot(share, held, color=INKS[2 * order], ls=DASHES[order], lw=1.7, label=label)
    ax.plot([TOP, TOP], [0, top], color="0.5", lw=0.9, ls=":")
    ax.plot([TOP], [top], color=INKS[2 * order], marker=MARKERS[order])
    said = (10, -2 if order else 2)
    ax.annotate(f"{top:.0%}", (TOP, top), said, textcoords="offset points", va="top", color=INKS[2 * order])  # fmt: skip
    return pd.DataFrame({"panel": scope, "bodies": share, "requests": held})


def _other_scopes(reports: pd.DataFrame, language: Language) -> str:
    counts = reports.groupby("scope").size()
    if counts.empty:
        return ""
    names = [f"{name_of('scope', s, language)} ({n:,})" for s, n in counts.items()]
    return say("remark.strata", language, names=("、" if language == "zh" else ", ").join(names))


@drawn_from_totals
def backlog(data: Dataset, language: Language = "zh") -> Sheet | FigureNote:
    """Figure 11: which share of the requests remains open at the end of a year."""
    marks = (("backlog_rate", indicators.backlog_rate),)
    table = trend(data, marks)
    laid = trend_panels(data, table, language, sharey=True)
    if isinstance(laid, FigureNote):
        return laid
    strata, years, figure, axes = laid
    top = float(np.nanmax(table.loc[table["drawn"], ["ci_high", "upper"]].max())) * 1.1
    for ax, stratum in zip(axes, strata, strict=True):
        rows = stratum.of(table)
        ax.axhspan(0.08, 0.16, color="0.93", zorder=0)
        series(ax, rows)
        year_ticks(ax, years, [rows], language)
        mark_years(ax, years, language, marks="requests")
        percent(ax, top=min(max(top, 0.2), 1.0))
        ax.set_title(stratum.name(language), pad=18)
    marks_legend(figure, (say("indicator.backlog_rate", language),), language)
    pairs = carried(data)
    same = int(pairs["out"].eq(pairs["in"]).sum())
    remark = say("remark.carry", language, same=f"{same:,}", n=f"{len(pairs):,}")
    found = main_row(data, indicators.backlog_rate, strata, years)
    return Sheet(
        figure, numbers_of(table, strata), behind(data, marks, table, strata),
        fact_of(found[0], **found[1]) if found else None,
        f"{remark} {fallen_out(data, strata, years, language)}",
    )  # fmt: skip


def carried(data: Dataset) -> pd.DataFrame:
    """Pairs of reports of a body for consecutive years: `out` of the first, `in` of the second.

    The next report must carry in what the first one carries out (check X-CARRY).
    """
    reports = counted(data.reports)[["report_id", "body", "year"]]
    ends = []
    for row, shift in (("carried_out", 1), ("carried_in", 0)):
        bounds = requests_of(data, (row,), "open").over(pd.Index(reports["report_id"]))
        exact = bounds.lower.where(bounds.lower.eq(bounds.upper)).to_numpy(float)
        ends.append(reports.assign(count=exact, year=reports["year"] + shift).dropna())
    out, in_ = (e[["body", "year", "count"]] for e in ends)
    pairs = out.merge(in_, on=["body", "year"])
    return pairs.rename(columns={"count_x": "out", "count_y": "in"})
