"""Levels and scopes side by side: which panels a figure has, and on which reports they rest.

Reports of different scopes must not be added up, and if only the most common scope were drawn,
governments would vanish behind their many departments. So each level and scope has a panel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from gikstudy.analysis.figures.canvas import MINIMUM, panels
from gikstudy.analysis.figures.plate import REPORT_COLUMNS, FigureNote, too_small
from gikstudy.analysis.findings import Both
from gikstudy.analysis.labels import Language, name_of, say
from gikstudy.analysis.selection import counted
from gikstudy.dataset.declarations import table_names
from gikstudy.dataset.keys import legal_values

if TYPE_CHECKING:
    from gikstudy.dataset.load import Dataset

Indicator = Callable[..., pd.DataFrame]
YEARS_NEEDED: Final = 2
BODIES_NEEDED: Final = 10
PANELS: Final = 6
KEYS: Final = ("level", "scope")


@dataclass(frozen=True)
class Stratum:
    """The reports of one level and one scope."""

    level: str
    scope: str

    @property
    def key(self) -> str:
        """Its name in tables."""
        return f"{self.level or 'unknown'}/{self.scope}"

    def name(self, language: Language) -> str:
        """Its name for readers."""
        level = name_of("level", self.level, language) or say("level.none", language)
        return say("stratum", language, level=level, scope=name_of("scope", self.scope, language))

    def both(self) -> Both:
        """How a sentence about it begins, in both languages."""
        return self._opening("zh"), self._opening("en")

    def _opening(self, language: Language) -> str:
        level, scope = (
            name_of(*x, language) for x in (("level", self.level), ("scope", self.scope))
        )
        key = "stratum.sentence" if self.level else "stratum.unknown"
        return say(key, language, level=level, scope=scope)

    def of(self, table: pd.DataFrame) -> pd.DataFrame:
        """The rows of this level and scope."""
        return table.loc[table["level"].eq(self.level) & table["scope"].eq(self.scope)]


def strata_of(table: pd.DataFrame) -> list[Stratum]:
    """The levels and scopes in a table, in the order of the levels."""
    pairs = set(zip(table["level"], table["scope"], strict=True))
    levels, scopes = [*legal_values("level"), ""], [*legal_values("scope"), ""]
    return [Stratum(x, y) for x in levels for y in scopes if (x, y) in pairs]


def trend(
    data: Dataset,
    indicators: Sequence[tuple[str, Indicator]],
    **how: Any,  # noqa: ANN401
) -> pd.DataFrame:
    """Indicators by level, scope and year; column `mark` names the indicator.

    Returns:
        The columns of an indicator with `drawn`: whether there is something to draw.
    """
    parts = [
        made(data, by=(*KEYS, "year"), **{"minimum": MINIMUM, **how}).assign(mark=name)
        for name, made in indicators
    ]
    table = pd.concat(parts, ignore_index=True)
    return table.assign(drawn=table["lower"].notna() & table["upper"].notna())


def drawn_strata(table: pd.DataFrame, needed: int = YEARS_NEEDED) -> list[Stratum]:
    """The strata with enough years to draw; of more than six those with most reports."""
    shown = table.loc[table["drawn"]]
    enough = [s for s in strata_of(shown) if s.of(shown)["year"].nunique() >= needed]
    busiest = sorted(enough, key=lambda s: -int(s.of(shown)["reports"].sum()))[:PANELS]
    return [s for s in enough if s in busiest]


def drawn_years(table: pd.DataFrame, strata: Iterable[Stratum]) -> list[int]:
    """From the first year in which something is drawn to the last, without gaps."""
    shown = pd.concat([s.of(table) for s in strata])
    years = shown.loc[shown["drawn"], "year"]
    return list(range(int(years.min()), int(years.max()) + 1))


class TrendPanels(NamedTuple):
    """The panels of a trend: levels and scopes, the years drawn, the drawing and its axes."""

    strata: list[Stratum]
    years: list[int]
    figure: Figure
    axes: list[Axes]


def trend_panels(
    data: Dataset,
    table: pd.DataFrame,
    language: Language,
    **options: Any,  # noqa: ANN401 - what `panels` takes
) -> TrendPanels | FigureNote:
    """A panel for each level and scope of a trend.

    Returns:
        A note for a trend over fewer than two years, or over a handful of bodies.
    """
    bodies = counted(data.reports)["body"].nunique()
    if bodies < BODIES_NEEDED:
        return too_small(language, have=bodies, need=BODIES_NEEDED, what="bodies")
    strata = drawn_strata(table)
    if not strata:
        shown = table.loc[table["drawn"]]
        most = max((s.of(shown)["year"].nunique() for s in strata_of(shown)), default=0)
        return too_small(language, have=most, need=YEARS_NEEDED, what="years")
    return TrendPanels(strata, drawn_years(table, strata), *panels(len(strata), **options))


def of_marks(table: pd.DataFrame, marks: Iterable[str]) -> list[pd.DataFrame]:
    """The rows of each indicator of a trend."""
    return [table.loc[table["mark"].eq(mark)] for mark in marks]


def fallen_out(
    data: Dataset, strata: Sequence[Stratum], years: Sequence[int], language: Language
) -> str:
    """What no panel shows: levels and scopes, and years, each with its number of reports."""
    reports = counted(data.reports)
    out = [s for s in strata_of(reports) if s not in strata]
    said = [f"{s.name(language)} ({len(s.of(reports)):,})" for s in out]
    inside = pd.concat([s.of(reports) for s in strata]) if strata else reports.iloc[:0]
    counts = inside.loc[~inside["year"].isin(list(years))].groupby("year").size()
    said_years = [f"{year} ({n:,})" for year, n in counts.items()]
    listed = [
        say(key, language, names=("、" if language == "zh" else ", ").join(names))
        for key, names in (("remark.strata", said), ("remark.years", said_years))
        if names
    ]
    return " ".join(listed)


def behind(
    data: Dataset,
    indicators: Sequence[tuple[str, Indicator]],
    table: pd.DataFrame,
    strata: Sequence[Stratum],
    **how: Any,  # noqa: ANN401
) -> pd.DataFrame:
    """The reports behind each mark of a trend, used or left out, and why.

    Args:
        data: the dataset.
        indicators: as given to `trend`.
        table: what `trend` returned.
        strata: those that have a panel.
        **how: as given to `trend`.
    """
    shown = set(
        table.loc[table["drawn"], [*KEYS, "year", "mark"]].itertuples(index=False, name=None)
    )
    with_panel = {(s.level, s.scope) for s in strata}
    parts = []
    options = {"minimum": MINIMUM if how.get("each") == "body" else 0, **how, "interval": "none"}
    for name, made in indicators:
        rows = made(data, by=(*KEYS, "year", "report_id"), **options)
        keys = zip(rows["level"], rows["scope"], rows["year"], strict=True)
        has_mark = np.array([(*key, name) in shown for key in keys], bool)
        has_panel = np.array(
            [pair in with_panel for pair in zip(rows["level"], rows["scope"], strict=True)], bool
        )
        why = np.select(
            [rows["contradictory"].gt(0), rows["reports"].eq(0), ~has_panel, ~has_mark],
            ["contradictory", "not_printed", "no_panel", "too_few"],
            default="",
        )
        parts.append(rows.assign(mark=name, why=why, used=why == "", group=rows["year"]))
    made_ = pd.concat(parts, ignore_index=True)
    made_ = made_.assign(
        panel=[f"{x or 'unknown'}/{y}" for x, y in zip(made_["level"], made_["scope"], strict=True)]
    )
    return made_.sort_values(["mark", "panel", "group", "report_id"])[list(REPORT_COLUMNS)]


def numbers_of(table: pd.DataFrame, strata: Sequence[Stratum]) -> pd.DataFrame:
    """The numbers drawn: the rows of a trend that have a panel, one row per mark."""
    shown = pd.concat([s.of(table).assign(panel=s.key) for s in strata])
    first = ["panel", "mark", "year"]
    rest = [c for c in shown.columns if c not in (*first, *KEYS, "drawn")]
    return shown.loc[shown["drawn"], [*first, *rest]].reset_index(drop=True)


def main_row(
    data: Dataset, indicator: Indicator, strata: Sequence[Stratum], years: Sequence[int]
) -> tuple[pd.Series, dict[str, Both | str]] | None:
    """The row of the level and scope with the largest n over all years drawn, and its words.

    Returns:
        None if no level and scope has enough.
    """
    rows = indicator(within(data, years), by=KEYS, minimum=MINIMUM)
    rows = rows.loc[[Stratum(*k) in strata for k in zip(rows["level"], rows["scope"], strict=True)]]
    rows = rows.loc[rows["lower"].notna()]
    if rows.empty:
        return None
    row = rows.sort_values("n", ascending=False, kind="stable").iloc[0]
    words: dict[str, Both | str] = {"stratum": Stratum(row["level"], row["scope"]).both()}
    return row, words | {"years": span_of(years)}


def within(data: Dataset, years: Sequence[int]) -> Dataset:
    """The dataset with the reports of some years."""
    return only(data, data.reports["year"].isin(list(years)))


def only(data: Dataset, keep: pd.Series) -> Dataset:
    """The dataset with some rows of `reports`; the other tables stay as they are."""
    part = replace(data)
    vars(part).update({k: v for k, v in vars(data).items() if k in table_names()})
    vars(part)["reports"] = data.reports.loc[keep]
    return part


def span_of(years: Sequence[int]) -> str:
    """`2019–2024`, or the only year."""
    return f"{min(years)}" if min(years) == max(years) else f"{min(years)}–{max(years)}"
