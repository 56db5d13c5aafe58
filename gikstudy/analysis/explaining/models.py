"""Models of counts and shares, with effects of bodies and years and errors clustered by body.

Counts: Poisson by pseudo maximum likelihood, which needs no assumption on the variance. Shares: the
fractional logit of Papke and Wooldridge. It is fitted by the same routine, because a logit with body
and year effects is a Poisson model of two rows per report (the part and the rest of the whole) with
an effect for each report. So neither model needs a column for each body, and both take any number.

The errors are those of a jackknife that leaves out one body at a time (CRV3, one step from the
maximum). A few provinces receive most requests; the usual clustered errors take such bodies at their
word and are too small then.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from gikstudy.analysis.estimates import LEVEL
from gikstudy.analysis.explaining.observations import ModelOutcome, OutcomeKind, Sample
from gikstudy.errors import CallError

if TYPE_CHECKING:
    from pyfixest.estimation.models.fepois_ import Fepois

Compared = Literal["body_year", "body", "place_year"]
# The effects of a model, as columns: body_year compares a body with itself, place_year also bodies
# with each other, among those of one level, one province and one year.
EFFECTS: Final[dict[str, tuple[str, ...]]] = {
    "body_year": ("unit", "year"),
    "body": ("unit",),
    "place_year": ("level", "province", "year"),
}
Errors = Literal["body", "report"]
ERRORS: Final = ("body", "report")
# Errors that are clustered need clusters: with fewer, intervals are too short to be of use.
FEWEST_BODIES: Final = 20
WEIGHT: Final = "weight"  # the column of weights

WhyNot = Literal["few_bodies", "no_variation", "no_fit", "no_weights"]


@dataclass(frozen=True)
class TooLittle:
    """The data cannot answer: why, and how many reports and bodies there are."""

    why: WhyNot
    n: int
    bodies: int


@dataclass(frozen=True)
class Estimate:
    """A coefficient: the change of the log (of a count) or of the log odds (of a share).

    Attributes:
        term: the column that explains.
        value, low, high: the coefficient per unit of that column, with its interval.
        p: of the hypothesis that it is 0.
        n, bodies: reports and bodies in the model.
    """

    term: str
    value: float
    low: float
    high: float
    p: float
    n: int
    bodies: int

    @property
    def error(self) -> float:
        """Half the length of the interval."""
        return (self.high - self.low) / 2

    def times(self, units: float) -> Estimate:
        """The coefficient for a change of several units."""
        low, high = sorted((self.low * units, self.high * units))
        return Estimate(self.term, self.value * units, low, high, self.p, self.n, self.bodies)


@dataclass(frozen=True)
class FittedModel:
    """A fitted model: the coefficients of the terms with their covariance.

    Attributes:
        terms: the terms that could be estimated; the others do not vary within the effects.
        coefficients: one for each term.
        covariance: of the coefficients.
        n, bodies: reports and bodies in the model.
        effective: the number of equal clusters that would say as much; four provinces with most of the
            requests are four clusters, and the hundred towns beside them hardly count.
        idle: reports left out because their body or year has no variation that a model can use.
        unmatched: reports left out because a term or the weight is not known for them.
        used: the ids of the reports in the model.
        sample: the reports that went in, and those that could not.
    """

    terms: tuple[str, ...]
    coefficients: npt.NDArray[np.float64]
    covariance: npt.NDArray[np.float64]
    n: int
    bodies: int
    effective: float
    idle: int
    unmatched: int
    used: pd.Index
    sample: Sample

    @property
    def freedom(self) -> float:
        """The degrees of freedom of an interval."""
        return max(1.0, self.effective - 1)

    @property
    def left_out(self) -> int:
        """All reports that are not in the model."""
        return self.sample.left_out + self.idle + self.unmatched

    def of(self, term: str) -> Estimate | TooLittle:
        """The coefficient of a term."""
        from scipy.stats import t

        if term not in self.terms:
            return TooLittle("no_variation", self.n, self.bodies)
        at = self.terms.index(term)
        value, error = float(self.coefficients[at]), float(np.sqrt(self.covariance[at, at]))
        reach = float(t.ppf((1 + LEVEL) / 2, self.freedom)) * error
        p = float(2 * t.sf(abs(value / error), self.freedom)) if error else float("nan")
        return Estimate(term, value, value - reach, value + reach, p, self.n, self.bodies)

    def all_zero(self, terms: Sequence[str]) -> float:
        """The p of the hypothesis that all these terms are 0; NaN for none.

        Hotelling's test, because the covariance of several terms is itself a guess if it rests on few
        clusters; NaN as well if there are no more clusters that count than terms.
        """
        from scipy.stats import f

        at = [self.terms.index(term) for term in terms if term in self.terms]
        spare = self.effective - len(at)
        if not at or spare < 1:
            return float("nan")
        values, block = self.coefficients[at], self.covariance[np.ix_(at, at)]
        wald = float(values @ np.linalg.pinv(block) @ values)
        return float(f.sf(wald * spare / (len(at) * self.freedom), len(at), spare))


def fit(
    sample: Sample,
    outcome: ModelOutcome,
    terms: Sequence[str],
    *,
    effects: Compared = "body_year",
    errors: Errors = "body",
    weighted: bool = False,
    by_request: bool = False,
) -> FittedModel | TooLittle:
    """Fits a model of one outcome.

    Args:
        sample: the rows, as `observations.sample` makes them, with the terms as columns.
        outcome: what is to be explained.
        terms: the columns that explain.
        effects: what is compared with what; see `EFFECTS`.
        errors: the cluster of the errors: `body`, or `report` for no clusters.
        weighted: whether the column `weight` says how much each report counts.
        by_request: a share counts as often as its whole; else every report counts the same.

    Returns:
        The fit, or why there is none.

    Raises:
        CallError: for effects and errors that do not exist.
    """
    for name, value, legal in (("effects", effects, EFFECTS), ("errors", errors, ERRORS)):
        if value not in legal:
            raise CallError(f"{name} {value!r}: legal are {', '.join(legal)}")
    columns = EFFECTS[effects]
    usable = sample.rows.dropna(subset=[*terms, *([WEIGHT] if weighted else [])])
    rows = _busy(usable, outcome.kind, columns)
    bodies = int(rows["body"].nunique())
    if bodies < FEWEST_BODIES:
        return TooLittle("few_bodies", len(rows), bodies)
    design = _design(rows, outcome, terms, columns, by_request=by_request)
    if design is None:
        return TooLittle("no_variation", len(rows), bodies)
    cluster = "body" if errors == "body" else "report_id"
    made = _poisson(design, cluster, weighted=weighted)
    if made is None:
        return TooLittle("no_fit", len(rows), bodies)
    return _as_fit(made, terms, design.scales, cluster, (sample, len(usable)), outcome.kind)


def _busy(rows: pd.DataFrame, kind: OutcomeKind, columns: Sequence[str]) -> pd.DataFrame:
    """The rows without the groups that fit perfectly, whatever the coefficients are.

    A body without a single case has an effect of minus infinity, and a body with one report has an
    effect for itself. Dropping one group may leave another idle.
    """
    while True:
        keep = pd.Series(data=True, index=rows.index)
        for column in columns:
            by = rows.groupby(column, sort=False)["y"]
            keep &= by.transform("size").gt(1) & by.transform("sum").gt(0)
            if kind == "share":
                keep &= rows["whole"].sub(rows["y"]).groupby(rows[column]).transform("sum").gt(0)
        if keep.all():
            return rows
        rows = rows.loc[keep]


@dataclass(frozen=True)
class _Design:
    """A Poisson model: its rows, its formula, the scale of each term that varies, its offset."""

    rows: pd.DataFrame
    formula: str
    scales: dict[str, float]
    offset: str


def _design(
    rows: pd.DataFrame,
    outcome: ModelOutcome,
    terms: Sequence[str],
    columns: Sequence[str],
    *,
    by_request: bool,
) -> _Design | None:
    """The Poisson model; None if no term varies."""
    # Terms are scaled for the routine alone: yuan in millions and shares are equally well fitted.
    scales = {
        name: float(rows[term].std())
        for name, term in zip(_names(terms), terms, strict=True)
        if rows[term].min() < rows[term].max()
    }
    if not scales:
        return None
    frame = rows.assign(
        **{
            name: (rows[term] - rows[term].mean()) / scales[name]
            for name, term in zip(_names(terms), terms, strict=True)
            if name in scales
        }
    )
    offset = ""
    if outcome.kind == "count":
        offset = "log_whole" if outcome.whole else ""
        long = frame.assign(log_whole=np.log(frame["whole"])) if offset else frame
        effects = list(columns)
    else:
        scale = 1.0 if by_request else frame["whole"]
        part = frame.assign(y=frame["y"] / scale, side=1)
        rest = frame.assign(y=(frame["whole"] - frame["y"]) / scale, side=0)
        long = pd.concat([part, rest], ignore_index=True)
        for name in scales:
            long[name] *= long["side"]
        for column in columns:
            long[f"{column}_side"] = long[column].astype(str) + "/" + long["side"].astype(str)
        effects = ["report_id", *(f"{column}_side" for column in columns)]
    formula = f"y ~ {' + '.join(scales)} | {' + '.join(effects)}"
    kept = {"y", "body", "report_id", *scales, *effects, offset, WEIGHT} & set(long.columns)
    return _Design(long[sorted(kept)], formula, scales, offset)


def _names(terms: Sequence[str]) -> list[str]:
    """Names for a formula: those of a user's columns may hold anything."""
    return [f"term_{i}" for i in range(len(terms))]


def _poisson(design: _Design, cluster: str, *, weighted: bool) -> Fepois | None:
    """The fit by pyfixest; None if it finds no maximum."""
    import pyfixest

    options: dict[str, Any] = {"weights": WEIGHT} if weighted else {}
    if design.offset:
        options["offset"] = design.offset
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what it drops is counted by us, and said in the tables
        try:
            made: Fepois = pyfixest.fepois(
                design.formula, design.rows, vcov={"CRV1": cluster}, copy_data=False,
                separation_check=[], **options,  # `_busy` has dropped what is separated
            )  # fmt: skip
        except (ValueError, RuntimeError, np.linalg.LinAlgError):
            return None
    return made


def _jackknife(made: Fepois, clusters: pd.Series) -> tuple[npt.NDArray[np.float64], float]:
    """The covariance of the coefficients by leaving out one cluster at a time.

    One weighted step is taken from the maximum without each cluster; the effects of years stay.

    Returns:
        The covariance, and the effective number of clusters: one over the sum of the squares of their
            shares in the information.
    """
    x, y = np.asarray(made._X, dtype=float), np.asarray(made._Y, dtype=float).ravel()
    codes, names = pd.factorize(clusters)
    values = made.coef().to_numpy(float)
    errors = y - x @ values
    k, g = x.shape[1], len(names)
    own, pulls = np.zeros((g, k, k)), np.zeros((g, k))
    np.add.at(own, codes, x[:, :, None] * x[:, None, :])
    np.add.at(pulls, codes, x * errors[:, None])
    whole = own.sum(axis=0)
    shares = np.einsum("ij,gji->g", np.linalg.pinv(whole, hermitian=True), own) / k
    without = whole - own
    moves = np.einsum("gij,gj->gi", np.linalg.pinv(without, hermitian=True), pulls)
    effective = 1 / float((shares**2).sum())
    return np.asarray((g - 1) / g * moves.T @ moves, dtype=float), effective


def _as_fit(
    made: Fepois,
    terms: Sequence[str],
    scales: dict[str, float],
    cluster: str,
    given: tuple[Sample, int],
    kind: OutcomeKind,
) -> FittedModel | TooLittle:
    sample, usable = given
    names = list(made.coef().index)
    values = made.coef().to_numpy(float)
    used = made._data
    covariance, effective = _jackknife(made, used[cluster])
    n = len(used) // (2 if kind == "share" else 1)
    bodies = int(used["body"].nunique())
    if not names or not np.isfinite(covariance).all() or bodies < FEWEST_BODIES:
        return TooLittle("no_fit" if bodies >= FEWEST_BODIES else "few_bodies", n, bodies)
    scale = np.array([scales[name] for name in names])
    of_name = dict(zip(_names(terms), terms, strict=True))
    return FittedModel(
        terms=tuple(of_name[name] for name in names),
        coefficients=values / scale,
        covariance=covariance / np.outer(scale, scale),
        n=n,
        bodies=bodies,
        effective=effective,
        idle=usable - n,
        unmatched=len(sample.rows) - usable,
        used=pd.Index(used["report_id"].unique()),
        sample=sample,
    )
