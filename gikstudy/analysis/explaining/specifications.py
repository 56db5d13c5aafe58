"""One question under several choices: does the answer rest on one of them?

Each specification changes one choice of the main one. None is chosen for its result: all are shown,
in a fixed order, with what each leaves out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import pandas as pd

from gikstudy.analysis.explaining.covariates import Covariates, merge
from gikstudy.analysis.explaining.event_study import FEWEST_YEARS, expectations
from gikstudy.analysis.explaining.models import (
    WEIGHT,
    Compared,
    Errors,
    Estimate,
    FittedModel,
    TooLittle,
    fit,
)
from gikstudy.analysis.explaining.observations import OpenAs, get_outcome, observe, sample
from gikstudy.analysis.explaining.weights import MissingWeights, missing_weights
from gikstudy.errors import CallError
from gikstudy.panels.count_bounds import Blanks

if TYPE_CHECKING:
    from gikstudy.dataset.load import Dataset

GOVERNMENTS: Final = ("province", "prefecture", "county")
LAW: Final = "law"


@dataclass(frozen=True, slots=True)
class Choice:
    """The choices behind one specification; the defaults are those of the main one.

    Attributes:
        main_scope: only the reports of the most common scope.
        blanks: whether a blank is open or zero.
        cells: what replaces open cells.
        errors: the cluster of the errors.
        framed: only reports that are expected, so that the weighted one has its like beside it.
        weighted: weights for missing reports.
        governments: only governments of county level and above.
        effects: what is compared with what; empty for the usual effects of the question.
        trend: a straight trend of all bodies is taken out (law only).
        by_request: a share counts as often as its requests.
    """

    main_scope: bool = False
    blanks: Blanks = "open"
    cells: OpenAs = "closed"
    errors: Errors = "body"
    framed: bool = False
    weighted: bool = False
    governments: bool = False
    effects: Compared | None = None
    trend: bool = False
    by_request: bool = False


MAIN: Final = Choice()
_SHARED: Final = {
    "main": MAIN,
    "main_scope": Choice(main_scope=True),
    "governments": Choice(governments=True),
    "blanks_zero": Choice(blanks="zero"),
    "cells_lower": Choice(cells="lower"),
    "cells_upper": Choice(cells="upper"),
    "not_clustered": Choice(errors="report"),
    "framed": Choice(framed=True),
    "weighted": Choice(framed=True, weighted=True),
}
_OF_LAW: Final = {"trend": Choice(trend=True)}
_OF_COVARIATES: Final = {"between": Choice(effects="place_year")}
_OF_SHARES: Final = {"by_request": Choice(by_request=True)}


@dataclass(frozen=True)
class Specification:
    """The answer under one choice, the reports in its model, and how many it leaves out."""

    key: str
    answer: Estimate | TooLittle
    left_out: int
    used: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Material:
    """What all specifications of a dataset share, each made when it is first needed."""

    data: Dataset
    covariates: Covariates | None = None

    @cached_property
    def observations(self) -> pd.DataFrame:
        """The observations, with the columns of the covariates."""
        return self._observed("open")

    @cached_property
    def blanks_as_zero(self) -> pd.DataFrame:
        """The observations with each blank read as 0."""
        return self._observed("zero")

    @cached_property
    def weights(self) -> MissingWeights | TooLittle:
        """The weights for missing reports."""
        return missing_weights(self.data, self.observations)

    def _observed(self, blanks: Blanks) -> pd.DataFrame:
        rows = observe(self.data, blanks)
        return rows if self.covariates is None else merge(rows, self.covariates)[0]

    def rows(self, choice: Choice) -> pd.DataFrame | None:
        """The observations of a choice; None if it needs weights and there are none."""
        rows = self.blanks_as_zero if choice.blanks == "zero" else self.observations
        if choice.governments:
            rows = rows.loc[rows["level"].isin(GOVERNMENTS)]
        if choice.main_scope and len(rows):
            scopes = rows["scope"].value_counts().sort_index()
            rows = rows.loc[rows["scope"].eq(str(scopes.idxmax()))]
        if choice.framed:
            if isinstance(self.weights, TooLittle):
                return None
            rows = self.weights.on(rows)
            rows = rows.loc[rows[WEIGHT].notna()]
        return rows


def choices(outcome: str, term: str) -> Mapping[str, Choice]:
    """The specifications of a question, in the order in which they are shown."""
    own = _OF_LAW if term == LAW else _OF_COVARIATES
    shares = _OF_SHARES if get_outcome(outcome).kind == "share" else {}
    return {**_SHARED, **own, **shares}


def specify(
    material: Material, outcome: str, term: str, choice: Choice = MAIN
) -> FittedModel | TooLittle:
    """The model of one question under one choice.

    Args:
        material: the dataset and its covariates.
        outcome: the key of an outcome.
        term: `law` for the law that is expected to move this outcome, or a column of the covariates.
        choice: the choices.

    Raises:
        CallError: for a term that is neither.
    """
    of = get_outcome(outcome)
    names = material.covariates.names if material.covariates else ()
    if term != LAW and term not in names:
        raise CallError(f"term {term!r}: legal are {', '.join((LAW, *names))}")
    rows = material.rows(choice)
    if rows is None:
        return TooLittle("no_weights", 0, 0)
    terms, effects = [term], choice.effects or "body_year"
    if term == LAW:
        rows, effects = _with_law(rows, outcome), "body"
        terms = [LAW, "trend"] if choice.trend else [LAW]
        if choice.trend and rows["year"].nunique() < FEWEST_YEARS:
            return TooLittle("no_variation", len(rows), int(rows["body"].nunique()))
    return fit(
        sample(rows, of, choice.cells), of, terms, effects=effects, errors=choice.errors,
        weighted=choice.weighted, by_request=choice.by_request,
    )  # fmt: skip


def _with_law(rows: pd.DataFrame, outcome: str) -> pd.DataFrame:
    if outcome not in expectations():
        legal = ", ".join(expectations())
        raise CallError(f"outcome {outcome!r}: no law is declared for it; legal are {legal}")
    since = rows["year"].ge(expectations()[outcome].year).astype(float)
    return rows.assign(law=since, trend=rows["year"].astype(float))


def specifications(material: Material, outcome: str, term: str) -> tuple[Specification, ...]:
    """The answers of one question under all choices, the main one first."""
    found = []
    for key, choice in choices(outcome, term).items():
        made = specify(material, outcome, term, choice)
        answer = made.of(term) if isinstance(made, FittedModel) else made
        n = made.n if isinstance(made, FittedModel) else 0
        used = frozenset(made.used) if isinstance(made, FittedModel) else frozenset[str]()
        found.append(Specification(key, answer, len(material.observations) - n, used))
    return tuple(found)
