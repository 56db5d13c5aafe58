"""Indicators over a dataset: each a function with its formula, denominator, caveat and source.

Every function takes the dataset and the options of `EstimateOptions` (what to group by, how to read
blanks, which scope, which interval) and returns a frame with one row per group: value, bounds from
open cells, confidence interval, n, and the number of reports left out because they do not contain
the number.

Examples:
    `gik.indicators.disclosure_rate(data, by=("year", "level"), blanks="zero", scope="own")`
"""

from __future__ import annotations

import pandas as pd

from gikstudy.analysis.estimates import EstimateOptions
from gikstudy.analysis.indicators.frame_coverage import coverage, timely_of_due
from gikstudy.analysis.indicators.outcomes import (
    abuse_rate,
    applicant_share,
    backlog_rate,
    business_share,
    clearance_rate,
    completion_rate,
    disclosure_rate,
    disclosure_rate_substantive,
    full_disclosure_rate,
    law_share,
    mandatory_exempt_share,
    natural_person_share,
    not_held_rate,
    not_processed_rate,
    other_rate,
    petition_rate,
    public_interest_share,
    refusal_rate,
    refusal_share,
    requests_per_100k,
    research_share,
    unable_rate,
    zero_request_share,
)
from gikstudy.analysis.indicators.remedies import (
    compulsion_per_penalty,
    dispute_rate,
    penalty_per_license,
    review_correction_rate,
    review_correction_rate_all,
    review_first_share,
    suit_after_review_ratio,
    suit_loss_rate,
)
from gikstudy.analysis.indicators.reporting import (
    days_after_deadline,
    form_compliance,
    identity_pass_rate,
    items_per_channel,
    peer_similarity,
    problem_core_share,
    self_similarity,
    timely,
)
from gikstudy.packaged import packaged_rows

__all__ = [
    "EstimateOptions",
    "abuse_rate",
    "applicant_share",
    "backlog_rate",
    "business_share",
    "catalogue",
    "clearance_rate",
    "completion_rate",
    "compulsion_per_penalty",
    "coverage",
    "days_after_deadline",
    "disclosure_rate",
    "disclosure_rate_substantive",
    "dispute_rate",
    "form_compliance",
    "full_disclosure_rate",
    "identity_pass_rate",
    "items_per_channel",
    "law_share",
    "mandatory_exempt_share",
    "natural_person_share",
    "not_held_rate",
    "not_processed_rate",
    "other_rate",
    "peer_similarity",
    "penalty_per_license",
    "petition_rate",
    "problem_core_share",
    "public_interest_share",
    "refusal_rate",
    "refusal_share",
    "requests_per_100k",
    "research_share",
    "review_correction_rate",
    "review_correction_rate_all",
    "review_first_share",
    "self_similarity",
    "suit_after_review_ratio",
    "suit_loss_rate",
    "timely",
    "timely_of_due",
    "unable_rate",
    "zero_request_share",
]


def __dir__() -> list[str]:
    return __all__


def catalogue() -> pd.DataFrame:
    """All indicators: key, names in zh and en, kind (share, ratio, days …), formula, denominator.

    The codebook of every dataset prints the same table.
    """
    return pd.DataFrame(packaged_rows("gikstudy.dataset", "indicators.csv"))
