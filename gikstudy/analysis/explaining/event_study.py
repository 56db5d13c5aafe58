"""An event study: the years before and after a law, against the last year before it.

The law binds every body from the same day, so there is no group without it. What the study can show
is whether the years before already moved (leads), whether the years after differ (lags), whether a
law that was never made would have "worked" in earlier years (placebo years), and whether something
moved that the law cannot move (placebo outcome).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

import numpy as np
import pandas as pd

from gikstudy.analysis.explaining.models import Estimate, FittedModel, TooLittle, fit
from gikstudy.analysis.explaining.observations import OpenAs, get_outcome, sample
from gikstudy.errors import CallError
from gikstudy.packaged import packaged_rows

Direction = Literal["up", "down", "none"]
FEWEST_YEARS: Final = 4  # a trend and a break cannot be told apart in fewer
DOUBT: Final = 0.05  # a p below it speaks against what a test supposes
# The columns of the table of years. bound_low and bound_high are the ends of the estimates if all
# open cells were at their lower or their upper bound; n counts the reports in the model, the last
# three those left out.
COLUMNS: Final = (
    *("year", "value", "low", "high", "bound_low", "bound_high", "n", "open", "absent", "idle"),
)


@dataclass(frozen=True, slots=True)
class LawExpectation:
    """What the law leads one to expect of an outcome, as `expectations.csv` declares it."""

    key: str
    outcome: str
    year: int
    direction: Direction
    source: str


@cache
def expectations() -> dict[str, LawExpectation]:
    """The expectations by outcome."""
    legal: dict[str, Direction] = {"up": "up", "down": "down", "none": "none"}
    rows = packaged_rows("gikstudy.analysis.explaining", "expectations.csv")
    return {
        r["outcome"]: LawExpectation(
            r["key"], r["outcome"], int(r["year"]), legal[r["direction"]], r["source"]
        )
        for r in rows
    }


@dataclass(frozen=True)
class EventStudy:
    """The event study of one outcome.

    Attributes:
        outcome: the key of the outcome.
        law: the first year of the law.
        base: the year that all others are compared with; its estimate is 0.
        years: one row per year with the columns `COLUMNS`; estimates are logs of ratios.
        effect: the mean of the years of the law against all years before.
        pre_trends: p of the hypothesis that no year before the base differs from it.
        placebos: for each earlier year, the effect of a law made up for that year, measured on the
            years before the real one.
        used: the ids of the reports in the model of the years.
    """

    outcome: str
    law: int
    base: int
    years: pd.DataFrame
    effect: Estimate
    pre_trends: float
    placebos: dict[int, Estimate]
    used: frozenset[str]

    @property
    def moved_before(self) -> bool:
        """Whether the years before the law already differ from each other."""
        return self.pre_trends < DOUBT

    @property
    def false_alarms(self) -> tuple[int, ...]:
        """The years in which a law that was never made would have had an effect.

        There are several tests, so each must pass a stricter one (Bonferroni).
        """
        strict = DOUBT / max(1, len(self.placebos))
        return tuple(year for year, found in self.placebos.items() if found.p < strict)


def event_study(
    observations: pd.DataFrame, outcome: str, *, law: int = 0
) -> EventStudy | TooLittle:
    """The event study of one outcome.

    Args:
        observations: as `observations.observe` makes them.
        outcome: the key of a count among the outcomes.
        law: the first year of the law; 0 for the year of the expectation of this outcome.

    Returns:
        The study, or why there is none: it needs years on both sides of the law.

    Raises:
        CallError: for an outcome that is not a count, or that has no year.
    """
    of = get_outcome(outcome)
    if of.kind != "count":
        raise CallError(f"outcome {outcome!r}: an event study takes a count")
    if not law and outcome not in expectations():
        raise CallError(f"outcome {outcome!r}: no law is declared for it; give its year")
    law = law or expectations()[outcome].year
    usable = sample(observations, of).rows["year"].unique()
    before = sorted(int(year) for year in usable if year < law)
    after = [year for year in usable if year >= law]
    if not before or not after:
        return TooLittle("no_variation", len(observations), observations["body"].nunique())
    base = before[-1]
    closed = _by_year(observations, outcome, base)
    effect = law_effect(observations, outcome, law)
    for made in (closed, effect):
        if isinstance(made, TooLittle):
            return made
    assert isinstance(closed, FittedModel)
    assert isinstance(effect, Estimate)
    assumed: tuple[OpenAs, ...] = ("lower", "upper") if sample(observations, of).open else ()
    bounds = [_by_year(observations, outcome, base, cells) for cells in assumed]
    leads = [_term(year) for year in before[:-1]]
    return EventStudy(
        outcome=outcome,
        law=law,
        base=base,
        years=_table(
            observations, outcome, closed, [b for b in bounds if isinstance(b, FittedModel)], base
        ),
        effect=effect,
        pre_trends=closed.all_zero(leads),
        placebos=_placebos(observations, outcome, law),
        used=frozenset(closed.used),
    )


def law_effect(
    observations: pd.DataFrame,
    outcome: str,
    law: int,
    *,
    cells: OpenAs = "closed",
    trend: bool = False,
) -> Estimate | TooLittle:
    """The mean of the years from the law on against all years before, within bodies.

    Args:
        observations: as `observations.observe` makes them.
        outcome: the key of a count.
        law: the first year of the law.
        cells: what replaces open cells.
        trend: whether a straight trend of all bodies is taken out.
    """
    since = observations["year"].ge(law).astype(float)
    rows = observations.assign(law=since, trend=observations["year"].astype(float))
    of = get_outcome(outcome)
    terms = ["law", "trend"] if trend else ["law"]
    if trend and rows["year"].nunique() < FEWEST_YEARS:
        return TooLittle("no_variation", len(rows), int(rows["body"].nunique()))
    made = fit(sample(rows, of, cells), of, terms, effects="body")
    return made.of("law") if isinstance(made, FittedModel) else made


def _placebos(observations: pd.DataFrame, outcome: str, law: int) -> dict[int, Estimate]:
    """The effects of laws that were never made, for each year before with a year on both sides."""
    before = observations.loc[observations["year"].lt(law)]
    usable = sample(before, get_outcome(outcome)).rows["year"].unique()
    years = sorted(int(year) for year in usable)
    found = {year: law_effect(before, outcome, year) for year in years[1:]}
    return {year: one for year, one in found.items() if isinstance(one, Estimate)}


def _by_year(
    observations: pd.DataFrame, outcome: str, base: int, cells: OpenAs = "closed"
) -> FittedModel | TooLittle:
    """The model with a term for each year but the base."""
    usable = sample(observations, get_outcome(outcome), cells).rows["year"].unique()
    years = sorted(int(year) for year in usable if year != base)
    terms = {_term(year): observations["year"].eq(year).astype(float) for year in years}
    of = get_outcome(outcome)
    return fit(sample(observations.assign(**terms), of, cells), of, list(terms), effects="body")


def _term(year: int) -> str:
    return f"year_{year}"


def _table(
    observations: pd.DataFrame,
    outcome: str,
    closed: FittedModel,
    bounds: list[FittedModel],
    base: int,
) -> pd.DataFrame:
    """The estimates year by year; the interval is of the reports without open cells."""
    rows = []
    for year in sorted(int(year) for year in observations["year"].unique()):
        of_year = observations.loc[observations["year"].eq(year)]
        taken = sample(of_year, get_outcome(outcome))
        n = int(of_year["report_id"].isin(closed.used).sum())
        estimate, *ends = (_value(made, year, base) for made in (closed, *bounds))
        rows.append(
            (
                *(year, *estimate),
                *(min((end[0] for end in ends), default=np.nan),),
                *(max((end[0] for end in ends), default=np.nan),),
                *(n, taken.open, taken.absent, len(of_year) - n - taken.open - taken.absent),
            )
        )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _value(made: FittedModel, year: int, base: int) -> tuple[float, float, float]:
    if year == base:
        return 0.0, 0.0, 0.0
    found = made.of(_term(year))
    if isinstance(found, TooLittle):
        return np.nan, np.nan, np.nan
    return found.value, found.low, found.high
