"""Figures of the outcomes of requests, of the disputes about them, and of table 2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from gikstudy.analysis import indicators
from gikstudy.analysis.estimates import ResolvedOptions, plan, share
from gikstudy.analysis.figures.axes import (
    beside,
    from_zero,
    line,
    mark_years,
    nothing,
    percent,
    stack,
    under,
    year_ticks,
)
from gikstudy.analysis.figures.canvas import (
    DASHES,
    HATCHES,
    INKS,
    MARKERS,
    MINIMUM,
    FigureNote,
    canvas,
    drawn,
    too_small,
)
from gikstudy.analysis.figures.requests import (
    BODIES_NEEDED,
    YEARS_NEEDED,
    by_report,
    few_years,
    name_of_indicator,
)
from gikstudy.analysis.indicators.outcomes import EXEMPTIONS
from gikstudy.analysis.labels import Language, name_of, say
from gikstudy.forms import CHANNELS, OUTCOME_GROUPS
from gikstudy.panels.count_bounds import (
    disputes_of,
    handled,
    outcome_rows,
    outcomes,
    proactive_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gikstudy.dataset.load import Dataset

RATES: Final = ("disclosure_rate", "disclosure_rate_substantive")
REPORTS_NEEDED: Final = 5  # of a cell in a year, for its median to mean something
DECISIONS: Final = ("licensing", "penalty", "compulsion")
# The cells of 规范性文件 on each form; only the first pair means the same on both.
DOCUMENTS: Final = (("made", "issued"), ("repealed",), ("in_force",), ("disclosed_total",))


def _enough(data: Dataset, language: Language) -> FigureNote | None:
    """The note for a corpus with too few handled requests for rates by year."""
    reports = by_report(data, handled(data, "open"))
    if note := few_years(reports, language):
        return note
    years = int(reports.groupby("year")["count"].sum().ge(MINIMUM).sum())
    return (
        too_small(language, have=years, need=YEARS_NEEDED, what="years")
        if years < YEARS_NEEDED
        else None
    )


def _certain(
    data: Dataset, parts: Mapping[str, Iterable[str]], options: ResolvedOptions
) -> pd.DataFrame:
    """Lower bounds of the shares of handled requests by year, one column per part; and n."""
    whole = handled(data, options.blanks)
    shares = {
        k: share(data, outcomes(data, rows, options.blanks), whole, options).set_index("year")
        for k, rows in parts.items()
    }
    table = pd.DataFrame({key: found["lower"] for key, found in shares.items()})
    sizes = pd.DataFrame({key: found["n"] for key, found in shares.items()}).max(axis=1)
    return table.assign(n=sizes).dropna(how="all", subset=list(parts))


@drawn()
def outcome_composition(data: Dataset, language: Language = "zh") -> Figure | FigureNote:
    """Figure 6: the outcomes of requests, over all requests and in the mean body."""
    if note := _enough(data, language):
        return note
    parts = {group: outcome_rows(group) for group in OUTCOME_GROUPS}
    figure, axes = canvas(2, height=4.2, sharey=True)
    weights: tuple[Literal["request", "body"], ...] = ("request", "body")
    years = pd.Index([])
    for ax, each in zip(axes, weights, strict=True):
        options = plan({"each": each, "interval": "none", "minimum": MINIMUM}, share=True)
        table = _certain(data, parts, options)
        table = table if each == "request" else table.loc[table["n"].ge(BODIES_NEEDED)]
        years = years.union(table.index)
        names = [name_of("row_group", group, language) for group in parts]
        stack(ax, table[list(parts)], names, open_name=say("legend.open", language))
        year_ticks(ax, years, table["n"].reindex(years, fill_value=0))
        mark_years(ax, years, language)
        ax.set_title(say(f"panel.outcomes.{each}", language), pad=22)
        if table.empty:
            words = say("note.few_bodies", language, need=BODIES_NEEDED)
            ax.text(0.5, 0.5, words, transform=ax.transAxes, ha="center", color="0.4", fontsize=8)
    beside(figure, axes[0], "right")
    return figure


@drawn()
def disclosure_rates(data: Dataset, language: Language = "zh") -> Figure | FigureNote:
    """Figure 7: the disclosure rate over two denominators, with intervals clustered by body."""
    if note := _enough(data, language):
        return note
    figure, (ax,) = canvas()
    for i, key in enumerate(RATES):
        table = getattr(indicators, key)(data, interval="bootstrap", minimum=MINIMUM)
        line(ax, table, i, name_of_indicator(key, language))
        for _, row in table.dropna(subset="upper").iterrows():
            ax.annotate(
                f"{row['n']:,.0f}", (row["year"], row["ci_high"]), (0, 4), textcoords="offset points",
                ha="center", fontsize=6.5, color=INKS[i],
            )  # fmt: skip
        year_ticks(ax, table["year"])
    mark_years(ax, table["year"], language)
    percent(ax, top=1)
    ax.legend(loc="lower left", ncols=2)
    return figure


@drawn()
def refusal_reasons(data: Dataset, language: Language = "zh") -> Figure | FigureNote:
    """Figure 8: the eight grounds of refusal by year, grouped by their article."""
    table = indicators.refusal_share(data, minimum=MINIMUM).dropna(subset="upper")
    years = sorted(table["year"].unique())[-6:]
    if not years:
        return too_small(language, have=0, need=1, what="refusals")
    rows = list(outcome_rows("refused"))
    figure, axes = canvas(len(years), height=3.9, sharey=True, sharex=True)
    for ax, year in zip(axes, years, strict=True):
        of_year = table.loc[table["year"].eq(year)].set_index("row").reindex(rows)
        for i, (family, members) in enumerate(EXEMPTIONS.items()):
            at = [rows.index(row) for row in members]
            ax.barh(
                at,
                of_year.loc[list(members), "lower"],
                color=INKS[i * 2],
                hatch=HATCHES[i],
                edgecolor="white",
                lw=0.4,
                label=say(f"family.{family}", language),
            )
        ax.hlines(range(len(rows)), of_year["ci_low"], of_year["ci_high"], color="0.2", lw=0.8)
        ax.set_title(f"{year}\nn={int(of_year['n'].iloc[0]):,}", fontsize=8.5)
        ax.set_yticks(range(len(rows)), [name_of("row", row, language) for row in rows], fontsize=8)
        ax.grid(visible=False, axis="y")
        ax.grid(visible=True, axis="x")
        percent(ax, which="x")
    axes[0].invert_yaxis()
    beside(figure, axes[0], "below", len(EXEMPTIONS))
    return figure


@drawn()
def procedural_outcomes(data: Dataset, language: Language = "zh") -> Figure | FigureNote:
    """Figure 9: what was not provided, not processed, or ended otherwise, row by row."""
    if note := _enough(data, language):
        return note
    figure, axes = canvas(3, height=4.4)
    options = plan({"interval": "none", "minimum": MINIMUM}, share=True)
    for ax, group in zip(axes, ("unable", "not_processed", "other"), strict=True):
        rows = outcome_rows(group)
        table = _certain(data, {row: (row,) for row in rows}, options)
        stack(ax, table[list(rows)], [name_of("row", row, language) for row in rows])
        ax.set_ylim(0, max(float(table[list(rows)].sum(axis=1).max()) * 1.15, 0.01))
        year_ticks(ax, table.index, table["n"], size=6)
        mark_years(ax, table.index, language)
        ax.set_title(name_of("row_group", group, language), pad=22)
        under(ax, 1)
    return figure


@drawn()
def disputes(data: Dataset, language: Language = "zh") -> Figure | FigureNote:
    """Figure 12: reconsiderations and suits by year, and how often they corrected the body."""
    totals = {c: by_report(data, disputes_of(data, (c,), "total", "open")) for c in CHANNELS}
    if note := few_years(totals["review"], language):
        return note
    figure, (counts, rates) = canvas(2, height=4.1)
    for i, (channel, reports) in enumerate(totals.items()):
        by_year = reports.groupby("year")["count"].sum()
        counts.plot(
            by_year,
            color=INKS[i],
            marker=MARKERS[i],
            ls=DASHES[i],
            lw=1.5,
            label=name_of("channel", channel, language),
        )
    years = sorted(totals["review"]["year"].unique())
    year_ticks(counts, years, totals["review"].groupby("year").size().reindex(years))
    from_zero(counts)
    for i, key in enumerate(("review_correction_rate", "suit_loss_rate")):
        table = getattr(indicators, key)(data, minimum=MINIMUM)
        line(rates, table, i, name_of_indicator(key, language))
        for _, row in table.dropna(subset="upper").iterrows():
            # The n of one line is above its bar and that of the other below, because they are often
            # close.
            end, side = ("ci_low", "top") if i else ("ci_high", "bottom")
            rates.annotate(
                f"{row['n']:,.0f}", (row["year"] + 0.06 * (i - 1), row[end]), (0, -3 if i else 3),
                textcoords="offset points", ha="center", va=side, fontsize=6.5, color=INKS[i],
            )  # fmt: skip
    year_ticks(rates, years)
    percent(rates, top=1)
    if not any(
        np.isfinite(np.asarray(x.get_ydata(), dtype=float)).any() for x in rates.get_lines()
    ):
        nothing(rates, language)
    for ax, panel in ((counts, "counts"), (rates, "rates")):
        mark_years(ax, years, language, marks="disputes")
        ax.set_title(say(f"panel.disputes.{panel}", language), pad=22)
        under(ax, 1)
    return figure


@drawn()
def proactive(data: Dataset, language: Language = "zh") -> Figure | FigureNote:
    """Figure 13: normative documents and decisions of table 2, only in years that ask for them."""
    known = by_report(data, proactive_of(data, "licensing", "decisions", "open"))
    if note := few_years(known, language):
        return note
    figure, (documents, decisions) = canvas(2, height=4.2)
    for i, measures in enumerate(DOCUMENTS):
        parts = [by_report(data, proactive_of(data, "normative_docs", m, "open")) for m in measures]
        by_year = pd.concat(parts).groupby("year")["count"]
        sums = by_year.median().loc[by_year.size().ge(REPORTS_NEEDED)]
        documents.plot(
            sums,
            color=INKS[i],
            marker=MARKERS[i],
            ls=DASHES[i],
            lw=1.5,
            label=say(f"documents.{measures[-1]}", language),
        )
    for i, item in enumerate(DECISIONS):
        reports = by_report(data, proactive_of(data, item, "decisions", "open"))
        decisions.plot(
            reports.groupby("year")["count"].sum(),
            color=INKS[i],
            marker=MARKERS[i],
            ls=DASHES[i],
            lw=1.5,
            label=name_of("item", item, language),
        )
    years = sorted(known["year"].unique())
    from_zero(decisions, log=True)
    from_zero(documents)
    for ax, panel in ((documents, "documents"), (decisions, "decisions")):
        year_ticks(ax, years, known.groupby("year").size().reindex(years))
        mark_years(ax, years, language, marks="proactive")
        ax.set_title(say(f"panel.proactive.{panel}", language), pad=22)
        under(ax, 2)
    return figure
