"""Indicators of the expected reports: how many exist, and how many came out in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from gikstudy.analysis.estimates import EstimateOptions, plan, share_of_expected
from gikstudy.errors import CallError
from gikstudy.panels.count_bounds import CountBounds, exactly

if TYPE_CHECKING:
    from typing import Unpack

    from gikstudy.dataset.load import Dataset

GROUPINGS: Final = ("year", "level", "parent_level", "province", "region_code", "body")
_FRAME: Final = ("government", "department")
_TOLD: Final = (
    *("body_id", "year", "level", "parent_level", "region_code", "due_on", "published_on"),
)


def coverage(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """应报覆盖率: share of the expected reports that the dataset has.

    Formula: reports in the frame / (reports in the frame + reports of the frame that are missing).
    Caveat: a report that is missing here may exist elsewhere. Departments are expected only where
    the dataset has a department of the same division.
    Source: Regulation 2019, art. 49; tables `panel` and `missing`.

    Raises:
        CallError: for a grouping or a scope that a missing report does not have.
    """
    frame = _expected(data, how)
    return share_of_expected(frame, exactly(frame["there"]), plan(how, share=True))


def timely_of_due(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """应报按时率: share of the expected reports that came out by the statutory date.

    Formula: reports of the frame with published_on <= due_on / all reports of the frame.
    Caveat: a report that the dataset does not have counts as not published in time, so read it
    beside `coverage`. A report without a date may have been early or late: it widens the bounds.
    Source: Regulation 2019, art. 49.

    Raises:
        CallError: for a grouping or a scope that a missing report does not have.
    """
    frame = _expected(data, how)
    frame = frame.loc[frame["due_on"].notna()]
    dated = frame["published_on"].notna()
    due, published = (
        pd.to_datetime(frame[name].where(frame[name].notna(), None), errors="coerce")
        for name in ("due_on", "published_on")
    )
    early = (published <= due).astype(float)
    open_ = frame["there"].where(~dated, early)
    return share_of_expected(frame, CountBounds(early, open_), plan(how, share=True))


def _expected(data: Dataset, how: EstimateOptions) -> pd.DataFrame:
    """One row per expected report, and `there`: 1 if it exists."""
    if how.get("scope") is not None:
        raise CallError("scope: a missing report has none; leave it out")
    for name in how.get("by", ()):
        if name not in GROUPINGS:
            raise CallError(f"by {name!r}: legal are {', '.join(GROUPINGS)}")
    there = data.panel.loc[data.panel["in_frame"].astype(bool), list(_TOLD)].assign(there=1.0)
    gone = data.missing.loc[data.missing["basis"].isin(_FRAME)]
    gone = gone.assign(published_on=None)[list(_TOLD)].assign(there=0.0)
    frame = pd.concat([part for part in (there, gone) if len(part)] or [there], ignore_index=True)
    frame = frame.assign(province=frame["region_code"].astype("str").str[:2], body=frame["body_id"])
    names = frame["body_id"].astype("str") + "/" + frame["year"].astype("str")
    return frame.assign(report_id=names).set_index("report_id", drop=False)
