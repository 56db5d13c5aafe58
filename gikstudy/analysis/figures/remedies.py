"""Figures of table 4, disputes about disclosure, and of table 2, the documents and decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from gikstudy.analysis import indicators
from gikstudy.analysis.estimates import plan, ratio, share_of_reports
from gikstudy.analysis.figures.axes import (
    breaks_of,
    from_zero,
    mark_years,
    marks_legend,
    percent,
    series,
    year_ticks,
)
from gikstudy.analysis.figures.plate import FigureNote, Sheet, drawn_from_totals
from gikstudy.analysis.figures.strata import (
    KEYS,
    behind,
    fallen_out,
    numbers_of,
    only,
    trend,
    trend_panels,
)
from gikstudy.analysis.findings import Both, Fact, change, span
from gikstudy.analysis.labels import Language, say
from gikstudy.panels.count_bounds import CountBounds, exactly, proactive_of

if TYPE_CHECKING:
    from typing import Unpack

    from gikstudy.analysis.estimates import EstimateOptions
    from gikstudy.dataset.load import Dataset

REPORTS_NEEDED: Final = 5  # of a level in a year, for a mean to mean something
LAW_BREAK: Final = (2023, 2024)  # the last year of the old law and the first of the new one
PENALTY_BREAK: Final = (2020, 2022)  # whole years before and after townships got the power


@drawn_from_totals
def disputes(data: Dataset, language: Language = "zh") -> Sheet | FigureNote:
    """Figure 12: which share of the new disputes went to reconsideration rather than to court."""
    marks = (("review_first_share", indicators.review_first_share),)
    table = trend(data, marks)
    laid = trend_panels(data, table, language, sharey=True)
    if isinstance(laid, FigureNote):
        return laid
    strata, years, figure, axes = laid
    for ax, stratum in zip(axes, strata, strict=True):
        rows = stratum.of(table)
        series(ax, rows, breaks=breaks_of("disputes"))
        year_ticks(ax, years, [rows], language)
        mark_years(ax, years, language, marks="disputes")
        percent(ax, top=1)
        ax.set_title(stratum.name(language), pad=18)
    marks_legend(figure, (say("indicator.review_first_share", language),), language)
    corrected = indicators.review_correction_rate(data, by=KEYS, minimum=30)
    told = [
        say(
            "remark.corrected", language, stratum=s.name(language), n=f"{int(row['n']):,}",
            rate=span(row)[0 if language == "zh" else 1],
        )
        for s in strata
        for _, row in s.of(corrected).dropna(subset="lower").iterrows()
    ]  # fmt: skip
    remark = f"{' '.join(told)} {fallen_out(data, strata, years, language)}"
    fact = _before_after(table, strata, LAW_BREAK)
    return Sheet(figure, numbers_of(table, strata), behind(data, marks, table, strata), fact, remark)  # fmt: skip


def _before_after(table: pd.DataFrame, strata: list[Any], years: tuple[int, int]) -> Fact | None:
    """The change between two years in the level and scope with the largest n in both."""
    pairs = []
    for stratum in strata:
        rows = stratum.of(table).loc[lambda t: t["drawn"]].set_index("year")
        if all(year in rows.index for year in years):
            first, last = (rows.loc[[year]].iloc[0] for year in years)
            pairs.append((int(first["n"] + last["n"]), stratum, first, last))
    if not pairs:
        return None
    _, stratum, first, last = max(pairs, key=lambda p: p[0])
    return change(first, last, **told(stratum.both(), years))


def told(stratum: Both, years: tuple[int, int]) -> dict[str, Both | str]:
    """The words of a change between two years."""
    return {"stratum": stratum, "first": str(years[0]), "last": str(years[1])}


def documents_per_report(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """Normative documents issued (2019 form: made) per report that prints the number."""
    options = plan(how, share=False)
    parts = [proactive_of(data, "normative_docs", m, options.blanks) for m in ("made", "issued")]
    issued = CountBounds(
        pd.concat([p.lower for p in parts]).groupby(level=0, sort=False).sum(),
        pd.concat([p.upper for p in parts]).groupby(level=0, sort=False).sum(),
    )
    return ratio(data, issued, exactly(issued.lower * 0 + 1), options)


def with_penalties(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """The share of reports with at least one decision on a penalty; unknown if it is not printed."""
    options = plan(how, share=True)
    count = proactive_of(data, "penalty", "decisions", options.blanks)
    some = CountBounds(count.lower.gt(0).astype(float), count.upper.gt(0).astype(float))
    return share_of_reports(data, some, options)


@drawn_from_totals
def proactive(data: Dataset, language: Language = "zh") -> Sheet | FigureNote:
    """Figure 13: normative documents per report; no line crosses a change of the form."""
    marks = (("documents", documents_per_report),)
    how: dict[str, Any] = {"minimum": REPORTS_NEEDED}
    table = trend(data, marks, **how)
    laid = trend_panels(data, table, language)
    if isinstance(laid, FigureNote):
        return laid
    strata, years, figure, axes = laid
    for ax, stratum in zip(axes, strata, strict=True):
        rows = stratum.of(table)
        series(ax, rows, breaks=breaks_of("documents"))
        from_zero(ax)
        year_ticks(ax, years, [rows], language)
        mark_years(ax, years, language, marks="proactive")
        ax.set_title(stratum.name(language), pad=18)
    marks_legend(figure, (say("mark.documents", language),), language, outer=False)
    return Sheet(
        figure, numbers_of(table, strata), behind(data, marks, table, strata, **how),
        _penalties(data), fallen_out(data, strata, years, language),
    )  # fmt: skip


def _penalties(data: Dataset) -> Fact | None:
    """Whether more townships report penalties since they may impose them."""
    part = only(data, data.reports["level"].eq("township"))
    rows = with_penalties(part, by=("scope", "year"), minimum=REPORTS_NEEDED)
    rows = rows.loc[rows["lower"].notna()].sort_values("n", ascending=False, kind="stable")
    for scope in rows["scope"].unique():
        of = rows.loc[rows["scope"].eq(scope)].set_index("year")
        if all(year in of.index for year in PENALTY_BREAK):
            first, last = (of.loc[[year]].iloc[0] for year in PENALTY_BREAK)
            return change(first, last, **told(("", ""), PENALTY_BREAK))
    return None
