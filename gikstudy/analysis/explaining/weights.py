"""Weights for missing reports: a report counts for those like it that are missing.

It is known who must report (tables `panel` and `missing`). A logit says how likely a report of a
level, a province and a year is to be there; the weight of a report is the inverse of that. This mends
what level, province, year and the given columns explain, and nothing else.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from gikstudy.analysis.explaining.models import WEIGHT, TooLittle

if TYPE_CHECKING:
    from gikstudy.dataset.load import Dataset

# No report counts for more than twenty: beyond, single reports would decide the result.
LEAST_CHANCE: Final = 0.05
IN_FRAME: Final = ("government", "department")
_ABOUT: Final = ("year", "level", "province")


@dataclass(frozen=True)
class MissingWeights:
    """The weights of the reports, and what they rest on.

    Attributes:
        of_report: the weight of each report by id, with a mean of 1.
        expected: reports that are expected in these years, levels and provinces.
        reported: those that the dataset has.
        outside: observations of bodies that nobody counts on, such as townships; they have no weight.
        capped: reports whose chance was below the least one, and was set to it.
        effective: the number of reports that, unweighted, would say as much (Kish).
    """

    of_report: pd.Series
    expected: int
    reported: int
    outside: int
    capped: int
    effective: float

    def on(self, observations: pd.DataFrame) -> pd.DataFrame:
        """The observations with a column `weight`, NaN for reports outside the frame."""
        return observations.assign(**{WEIGHT: observations["report_id"].map(self.of_report)})


def missing_weights(data: Dataset, observations: pd.DataFrame) -> MissingWeights | TooLittle:
    """The weights of the observations of a dataset.

    Args:
        data: the dataset, with its tables `panel` and `missing`.
        observations: as `observations.observe` makes them.

    Returns:
        The weights; or that there are none, if no report is missing or none is expected.
    """
    frame = expected(data, observations)
    there = frame["there"].to_numpy(float)
    if not len(frame) or there.all() or not there.any():
        return TooLittle("no_weights", int(there.sum()), int(frame["body_id"].nunique()))
    chance = _chances(frame, there)
    reported = frame.loc[there == 1, "report_id"]
    own = chance[there == 1]
    weight = 1 / np.maximum(own, LEAST_CHANCE)
    weight /= weight.mean()
    return MissingWeights(
        of_report=pd.Series(weight, index=pd.Index(reported)),
        expected=len(frame),
        reported=len(reported),
        outside=int((~observations["report_id"].isin(set(reported))).sum()),
        capped=int((own < LEAST_CHANCE).sum()),
        effective=float(weight.sum() ** 2 / (weight**2).sum()),
    )


def expected(data: Dataset, observations: pd.DataFrame) -> pd.DataFrame:
    """The reports that are expected where the observations are, and whether they exist.

    Returns:
        Columns `body_id`, `report_id` (empty if missing), `year`, `level`, `province`, `there`.
    """
    panel, missing = data.panel, data.missing
    there = panel.loc[
        panel["report_id"].isin(observations["report_id"]) & panel["in_frame"].astype(bool)
    ]
    gone = missing.loc[missing["basis"].isin(IN_FRAME)]
    columns = ["body_id", "report_id", "year", "level", "region_code", "there"]
    parts = [
        there.assign(there=1.0)[columns],
        gone.assign(there=0.0, report_id="")[columns],
    ]
    frame = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    frame = frame.assign(province=frame["region_code"].astype(str).str[:2])
    # The selection narrows the reports; the missing ones are narrowed to the same stretch.
    for name in _ABOUT:
        frame = frame.loc[
            frame[name].isin(
                set(there.assign(province=there["region_code"].astype(str).str[:2])[name])
            )
        ]
    return frame.reset_index(drop=True)


def _chances(frame: pd.DataFrame, there: np.ndarray) -> np.ndarray:
    """The chance of each expected report, by a logit on level, province and year."""
    from statsmodels.api import GLM, families

    about = list(_ABOUT)
    cells = frame.assign(there=there).groupby(about, sort=True)["there"].agg(["sum", "size"])
    kinds = cells.index.to_frame(index=False).astype(str)
    dummies = [pd.get_dummies(kinds[name], drop_first=True, dtype=float) for name in about]
    design = np.column_stack([np.ones(len(kinds)), *dummies])
    counts = np.column_stack([cells["sum"], cells["size"] - cells["sum"]])
    with warnings.catch_warnings():
        # A province of which every report is there has a chance of 1. That is right.
        warnings.simplefilter("ignore")
        made = GLM(counts, design, family=families.Binomial()).fit()
    of_cell = pd.Series(made.predict(design), index=cells.index)
    return of_cell.reindex(pd.MultiIndex.from_frame(frame[about])).to_numpy(float)
