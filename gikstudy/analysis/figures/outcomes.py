"""Figures of the outcomes of requests: granted, refused, not provided, not processed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from gikstudy.analysis import indicators
from gikstudy.analysis.estimates import plan, share
from gikstudy.analysis.figures.axes import (
    beside,
    mark_years,
    marks_legend,
    percent,
    series,
    year_ticks,
)
from gikstudy.analysis.figures.canvas import HATCHES, INKS, MINIMUM, OPEN_INK, panels
from gikstudy.analysis.figures.plate import FigureNote, Sheet, drawn_from_totals, too_small
from gikstudy.analysis.figures.requests import stacks
from gikstudy.analysis.figures.strata import (
    KEYS,
    Stratum,
    behind,
    drawn_strata,
    fallen_out,
    main_row,
    numbers_of,
    of_marks,
    strata_of,
    trend,
    trend_panels,
)
from gikstudy.analysis.findings import Both, fact_of, span
from gikstudy.analysis.indicators import contradictions
from gikstudy.analysis.indicators.outcomes import EXEMPTIONS, grounds
from gikstudy.analysis.labels import Language, name_of, say
from gikstudy.forms import OUTCOME_GROUPS
from gikstudy.panels.count_bounds import handled, outcome_rows, outcomes

if TYPE_CHECKING:
    from typing import Unpack

    from gikstudy.analysis.estimates import EstimateOptions
    from gikstudy.dataset.load import Dataset

PROCEDURAL: Final = ("unable", "not_processed", "other")


def outcome_share(data: Dataset, group: str, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """The share of handled requests that ended in one of the groups of the form."""
    options = plan(how, share=True)
    part = outcomes(data, outcome_rows(group), options.blanks)
    doubt = contradictions.of_outcomes(data, options.blanks)
    return share(data, part, handled(data, options.blanks), options, doubt)


def unable_of_failed(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """Of the requests refused or not provided, the share that could not be provided."""
    options = plan(how, share=True)
    unable, refused = (
        outcomes(data, outcome_rows(group), options.blanks) for group in ("unable", "refused")
    )
    doubt = contradictions.of_outcomes(data, options.blanks)
    return share(data, unable, unable + refused, options, doubt)


def _of_groups(groups: tuple[str, ...]) -> list[tuple[str, Any]]:
    return [
        (group, lambda d, group=group, **how: outcome_share(d, group, **how)) for group in groups
    ]


@drawn_from_totals
def outcome_composition(data: Dataset, language: Language = "zh") -> Sheet | FigureNote:
    """Figure 6: the outcomes of all requests handled; open cells are drawn as open."""
    marks = _of_groups(OUTCOME_GROUPS)
    table = trend(data, marks, interval="none")
    names = [name_of("row_group", group, language) for group in OUTCOME_GROUPS]
    return stacks(data, marks, table, names, language, finding=indicators.disclosure_rate)


@drawn_from_totals
def disclosure_rates(data: Dataset, language: Language = "zh") -> Sheet | FigureNote:
    """Figure 7: the disclosure rate over two denominators."""
    marks: tuple[tuple[str, Any], ...] = (
        ("disclosure_rate", indicators.disclosure_rate),
        ("disclosure_rate_substantive", indicators.disclosure_rate_substantive),
    )
    table = trend(data, marks)
    laid = trend_panels(data, table, language, height=2.4, sharey=True)
    if isinstance(laid, FigureNote):
        return laid
    strata, years, figure, axes = laid
    for ax, stratum in zip(axes, strata, strict=True):
        rows = of_marks(stratum.of(table), [key for key, _ in marks])
        for order, part in enumerate(rows):
            series(ax, part, order, of=2)
        year_ticks(ax, years, rows, language, size=6)
        mark_years(ax, years, language, marks="requests")
        percent(ax, top=1)
        ax.set_title(stratum.name(language), pad=18)
    marks_legend(figure, [say(f"indicator.{key}", language) for key, _ in marks], language)
    found, merits = (main_row(data, made, strata, years) for _, made in marks)
    fact = fact_of(found[0], **found[1], merits=_merits(merits)) if found else None
    return Sheet(
        figure, numbers_of(table, strata), behind(data, marks, table, strata), fact,
        fallen_out(data, strata, years, language),
    )  # fmt: skip


def _merits(found: tuple[pd.Series, dict[str, Any]] | None) -> tuple[str, str]:
    return span(found[0]) if found else ("–", "–")


@drawn_from_totals
def refusal_reasons(data: Dataset, language: Language = "zh") -> Sheet | FigureNote:
    """Figure 8: the eight grounds of refusal, grouped by their article."""
    rows = list(outcome_rows("refused"))
    table = indicators.refusal_share(data, by=KEYS, minimum=MINIMUM)
    table = table.assign(drawn=table["lower"].notna())
    shown = table.loc[table["drawn"]]
    if shown.empty:
        return too_small(language, have=0, need=1, what="refusals")
    strata = drawn_strata(table.assign(year=0), 1)
    figure, axes = panels(len(strata), height=2.5, sharex=True)
    ends = shown[["ci_high", "upper"]].max(axis=1).max()
    for ax, stratum in zip(axes, strata, strict=True):
        of = stratum.of(shown).set_index("row").reindex(rows)
        for i, (family, members) in enumerate(EXEMPTIONS.items()):
            at = np.array([rows.index(row) for row in members])
            part = of.loc[list(members)]
            ax.barh(
                at, part["lower"], color=INKS[i * 2], hatch=HATCHES[i], edgecolor="white", lw=0.4,
                label=say(f"family.{family}", language),
            )  # fmt: skip
            ax.barh(at, part["upper"] - part["lower"], left=part["lower"], lw=0.4, **OPEN_INK)
        middle = (of["ci_low"] + of["ci_high"]) / 2
        ax.errorbar(
            middle, range(len(rows)), xerr=of["ci_high"] - middle, fmt="none", ecolor="0.2",
            elinewidth=0.8, capsize=2,
        )  # fmt: skip
        row = of.iloc[0]
        told = say("panel.refusals", language, name=stratum.name(language), n=f"{int(row['n']):,}", reports=f"{int(row['reports']):,}", out=f"{int(row['left_out']):,}")  # fmt: skip
        ax.set_title(told, fontsize=8.5)
        ax.set_yticks(range(len(rows)), [name_of("row", x, language) for x in rows], fontsize=7)
        ax.grid(visible=False, axis="y")
        ax.grid(visible=True, axis="x")
        ax.tick_params(labelbottom=True)
        ax.set_ylim(len(rows) - 0.4, -0.6)
        percent(ax, which="x", top=min(float(ends) * 1.05, 1.0))
    beside(figure, axes[0], "below", len(EXEMPTIONS))
    used = table.rename(columns={"row": "mark"})
    mandatory = indicators.mandatory_exempt_share(data, by=KEYS, minimum=MINIMUM)
    first = mandatory.loc[mandatory["group"].eq("art14_15") & mandatory["lower"].notna()]
    first = first.sort_values("n", ascending=False, kind="stable")
    best = first.iloc[0]
    (stratum,) = strata_of(first.head(1))
    years = data.reports["year"].dropna().astype(int)
    words: dict[str, Both | str] = {
        "stratum": stratum.both(),
        "years": f"{years.min()}–{years.max()}",
    }
    return Sheet(
        figure, _flat(used, strata), _behind_refusals(data, used, strata), fact_of(best, **words),
        fallen_out(data, strata, sorted(set(years)), language),
    )  # fmt: skip


def _flat(table: pd.DataFrame, strata: list[Stratum]) -> pd.DataFrame:
    parts = pd.concat([s.of(table).assign(panel=s.key) for s in strata])
    rest = [c for c in parts.columns if c not in ("panel", "mark", *KEYS, "drawn")]
    return parts.loc[parts["drawn"], ["panel", "mark", *rest]].reset_index(drop=True)


def _behind_refusals(data: Dataset, table: pd.DataFrame, strata: list[Stratum]) -> pd.DataFrame:
    """The grounds share one denominator, so all of them rest on the same reports."""
    first = outcome_rows("refused")[0]

    def of_first(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
        return grounds(data, {first: (first,)}, **how)[first]

    once = table.loc[table["mark"].eq(first)].assign(mark="refused")
    years = sorted(set(data.reports["year"].dropna().astype(int)))
    each_year = pd.concat([once.assign(year=year) for year in years], ignore_index=True)
    return behind(data, [("refused", of_first)], each_year, strata)


@drawn_from_totals
def procedural_outcomes(data: Dataset, language: Language = "zh") -> Sheet | FigureNote:
    """Figure 9: what was not provided, not processed, or ended otherwise, over all handled."""
    marks = _of_groups(PROCEDURAL)
    table = trend(data, marks)
    laid = trend_panels(data, table, language, sharey=True)
    if isinstance(laid, FigureNote):
        return laid
    strata, years, figure, axes = laid
    for ax, stratum in zip(axes, strata, strict=True):
        rows = of_marks(stratum.of(table), PROCEDURAL)
        for order, part in enumerate(rows):
            series(ax, part, order, of=len(rows))
        year_ticks(ax, years, rows[:1], language)
        mark_years(ax, years, language, marks="requests")
        percent(ax)
        ax.set_title(stratum.name(language), pad=18)
    marks_legend(figure, [name_of("row_group", key, language) for key in PROCEDURAL], language)
    found = main_row(data, unable_of_failed, strata, years)
    fact = fact_of(found[0], **found[1]) if found else None
    return Sheet(
        figure, numbers_of(table, strata), behind(data, marks, table, strata), fact,
        fallen_out(data, strata, years, language),
    )  # fmt: skip
