"""The rows of the models: one per body, scope and year, each outcome with its bounds.

A row is a report, and nothing is added up over reports, so that reports of different scopes can be in
one model. A body whose report covers another scope than before is another unit: its numbers do not
compare with those of the year before.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import pandas as pd

from gikstudy.analysis.selection import READ, counted
from gikstudy.errors import CallError
from gikstudy.packaged import packaged_rows
from gikstudy.panels.count_bounds import (
    Blanks,
    CountBounds,
    disputes_of,
    handled,
    outcomes,
    proactive_of,
    requests_of,
)

if TYPE_CHECKING:
    from gikstudy.dataset.load import Dataset

# closed: only reports whose outcome is certain; lower, upper: the bounds in place of what is open.
OpenAs = Literal["closed", "lower", "upper"]
CELLS: Final = ("closed", "lower", "upper")
OutcomeKind = Literal["count", "share"]
FACTS: Final = (
    *("report_id", "body", "unit", "year", "level", "province", "region_code", "scope"),
)


@dataclass(frozen=True, slots=True)
class ModelOutcome:
    """An outcome of a model.

    Attributes:
        key: its name.
        kind: `count`, or `share`: the part `count` of the whole `whole`.
        count: the columns of the observations, with the endings `_lower` and `_upper`.
        whole: the denominator of a share, or what a count is in proportion to; may be empty.
    """

    key: str
    kind: OutcomeKind
    count: str
    whole: str


@cache
def known_outcomes() -> dict[str, ModelOutcome]:
    """The outcomes by name, as `outcomes.csv` declares them."""
    kinds: dict[str, OutcomeKind] = {"count": "count", "share": "share"}
    rows = packaged_rows("gikstudy.analysis.explaining", "outcomes.csv")
    return {
        r["key"]: ModelOutcome(r["key"], kinds[r["kind"]], r["count"], r["whole"]) for r in rows
    }


def get_outcome(key: str) -> ModelOutcome:
    """The outcome of this name.

    Raises:
        CallError: for a name that does not exist; the message lists the legal ones.
    """
    if key not in known_outcomes():
        raise CallError(f"outcome {key!r}: legal are {', '.join(known_outcomes())}")
    return known_outcomes()[key]


def observe(data: Dataset, blanks: Blanks = "open") -> pd.DataFrame:
    """The observations of a dataset.

    Args:
        data: a dataset, or a part of one.
        blanks: `open` leaves a blank between its bounds, `zero` reads it as 0.

    Returns:
        One row per body, scope and year with the columns `FACTS` and, for each count, two floats:
            `_lower` and `_upper` (inf without a bound, NaN if the report has no such cell).
    """
    reports = _one_each(counted(data.reports))
    ids = pd.Index(reports["report_id"])
    bounds = {name: of.over(ids) for name, of in _counts(data, blanks).items()}
    columns = {
        f"{name}{ending}": side.to_numpy(float)
        for name, of in bounds.items()
        for ending, side in (("_lower", of.lower), ("_upper", of.upper))
    }
    return reports[list(FACTS)].reset_index(drop=True).assign(**columns)


def _one_each(reports: pd.DataFrame) -> pd.DataFrame:
    """One report per body, scope and year: the one that was read best, else the first."""
    body = reports["body"]
    if "body_id" in reports:
        body = reports["body_id"].where(reports["body_id"].ne(""), body)
    rows = reports.assign(
        body=body, unit=body + "/" + reports["scope"], year=reports["year"].astype(int)
    )
    order = rows["status"].map({status: i for i, status in enumerate(READ)})
    rows = rows.assign(order=order).sort_values("order", kind="stable")
    return rows.drop_duplicates(["unit", "year"]).sort_values(["unit", "year"])


def _counts(data: Dataset, blanks: Blanks) -> dict[str, CountBounds]:
    return {
        "received": requests_of(data, ("received_new",), blanks),
        "handled": handled(data, blanks),
        "disclosed": outcomes(data, ("granted", "partial"), blanks),
        "review": disputes_of(data, ("review",), "total", blanks),
        "suit_direct": disputes_of(data, ("suit_direct",), "total", blanks),
        "disputes": disputes_of(data, ("review", "suit_direct"), "total", blanks),
        "licensing": proactive_of(data, "licensing", "decisions", blanks),
    }


@dataclass(frozen=True)
class Sample:
    """The rows that a model can use, and what was left out.

    Attributes:
        rows: the observations with `y`, and `whole` if the outcome has one.
        open: reports left out because the outcome or its whole is open.
        absent: reports left out because they have no such cell.
        none: reports left out because the whole is 0: nothing was handled.
    """

    rows: pd.DataFrame
    open: int
    absent: int
    none: int

    @property
    def left_out(self) -> int:
        """All reports that are not in the rows."""
        return self.open + self.absent + self.none


def sample(observations: pd.DataFrame, outcome: ModelOutcome, cells: OpenAs = "closed") -> Sample:
    """The rows of a model of one outcome.

    Args:
        observations: as `observe` makes them.
        outcome: what is to be explained.
        cells: `closed` leaves out the reports whose outcome is open; `lower` and `upper` put the
            bounds of the rate in their place, as far as there are bounds.

    Raises:
        CallError: for another `cells`.
    """
    if cells not in CELLS:
        raise CallError(f"cells {cells!r}: legal are {', '.join(CELLS)}")
    low, high = (observations[f"{outcome.count}{end}"] for end in ("_lower", "_upper"))
    absent, open_ = low.isna() | high.isna(), low.ne(high)
    y = high if cells == "upper" else low
    used = observations.assign(y=y)
    unbounded = np.isinf(y)
    if outcome.whole:
        least, most = (observations[f"{outcome.whole}{end}"] for end in ("_lower", "_upper"))
        absent |= least.isna() | most.isna()
        open_ |= least.ne(most)
        # The lowest rate has the largest denominator.
        whole = least if cells == "upper" else most
        used = used.assign(whole=whole)
        unbounded |= np.isinf(whole)
        nothing = whole.eq(0)
        if outcome.kind == "share":
            # A misprint can put the part above its whole; no rate follows from it.
            open_ |= low.gt(most)
            unbounded |= low.gt(most)
            used["y"] = np.minimum(y, whole)
    else:
        nothing = pd.Series(data=False, index=observations.index)
    not_used = open_ if cells == "closed" else unbounded
    kept = ~(absent | not_used | nothing)
    return Sample(
        used.loc[kept].reset_index(drop=True),
        open=int((not_used & ~absent).sum()),
        absent=int(absent.sum()),
        none=int((nothing & ~absent & ~not_used).sum()),
    )
