"""Indicators of tables 4 and 2: disputes, and the work behind proactive disclosure.

Cases of table 4 must never be subtracted from one year to the next: the form does not say
whether last year's pending cases are counted again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from gikstudy.analysis.estimates import EstimateOptions, plan, ratio, share
from gikstudy.analysis.indicators.contradictions import of_cases
from gikstudy.panels.count_bounds import disputes_of, handled, proactive_of

if TYPE_CHECKING:
    from typing import Unpack

    from gikstudy.dataset.load import Dataset
    from gikstudy.panels.count_bounds import Blanks, CountBounds

SUITS: Final = ("suit_direct", "suit_after_review")


def _decided(data: Dataset, channels: tuple[str, ...], blanks: Blanks) -> CountBounds:
    upheld, corrected, other = (
        disputes_of(data, channels, outcome, blanks) for outcome in ("upheld", "corrected", "other")
    )
    return upheld + corrected + other


def dispute_rate(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """争议率: disputes begun for each handled request.

    Formula: (review total + direct suit total) / handled_total.
    Caveat: suits after reconsideration are left out, being the same dispute again; a
    reconsideration may concern an answer of an earlier year, so this is not a share.
    Source: Regulation 2019, art. 51; table 4.
    """
    options = plan(how, share=False)
    disputes = disputes_of(data, ("review", "suit_direct"), "total", options.blanks)
    return ratio(data, disputes, handled(data, options.blanks), options)


def review_correction_rate(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """复议纠错率: of the reconsiderations decided, the share that corrected the body.

    Formula: corrected / (upheld + corrected + other), channel review.
    Caveat: pending cases are not in the denominator; with them the rate is lower, see
    `review_correction_rate_all`.
    Source: Administrative Reconsideration Law 2023, arts. 63-69.
    """
    options = plan(how, share=True)
    corrected = disputes_of(data, ("review",), "corrected", options.blanks)
    decided = _decided(data, ("review",), options.blanks)
    return share(data, corrected, decided, options, of_cases(data, ("review",)))


def review_correction_rate_all(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """复议纠错率（含未审结）: of all reconsiderations, the share that corrected the body.

    Formula: corrected / total, channel review.
    Caveat: pending cases count as not corrected.
    Source: as for `review_correction_rate`; some published figures use this denominator.
    """
    options = plan(how, share=True)
    corrected = disputes_of(data, ("review",), "corrected", options.blanks)
    total = disputes_of(data, ("review",), "total", options.blanks)
    return share(data, corrected, total, options, of_cases(data, ("review",)))


def suit_loss_rate(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """诉讼纠正率: of the suits decided, the share that corrected the body.

    Formula: corrected / (upheld + corrected + other), both kinds of suit together.
    Caveat: pending suits are left out; the form does not say whether first and second instance
        count once or twice.
    Source: table 4.
    """
    options = plan(how, share=True)
    corrected = disputes_of(data, SUITS, "corrected", options.blanks)
    decided = _decided(data, SUITS, options.blanks)
    return share(data, corrected, decided, options, of_cases(data, SUITS))


def suit_after_review_ratio(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """复议后起诉率: suits after reconsideration for each reconsideration.

    Formula: suit_after_review total / review total.
    Caveat: a suit may follow a reconsideration of the year before, so this is not a share.
    Source: table 4.
    """
    options = plan(how, share=False)
    suits = disputes_of(data, ("suit_after_review",), "total", options.blanks)
    return ratio(data, suits, disputes_of(data, ("review",), "total", options.blanks), options)


def review_first_share(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """复议在争议中占比: share of new disputes that went to reconsideration rather than court.

    Formula: review total / (review total + direct suit total).
    Caveat: since 2024 a refusal to disclose must go to reconsideration first, so a rise in 2024
    is law, not behaviour.
    Source: Administrative Reconsideration Law 2023, art. 23(1)(4).
    """
    options = plan(how, share=True)
    reviews = disputes_of(data, ("review",), "total", options.blanks)
    direct = disputes_of(data, ("suit_direct",), "total", options.blanks)
    doubt = of_cases(data, ("review", "suit_direct"))
    return share(data, reviews, reviews + direct, options, doubt)


def penalty_per_license(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """处罚许可比: penalty decisions for each licensing decision.

    Formula: penalty decisions / licensing decisions.
    Caveat: a measure of workload, not of openness: decisions count whether published or not.
    Source: Regulation 2019, art. 20(5)-(6); comparable across both forms.
    """
    options = plan(how, share=False)
    penalties = proactive_of(data, "penalty", "decisions", options.blanks)
    return ratio(
        data, penalties, proactive_of(data, "licensing", "decisions", options.blanks), options
    )


def compulsion_per_penalty(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """强制处罚比: compulsory measures for each penalty decision.

    Formula: compulsion decisions / penalty decisions.
    Caveat: as for `penalty_per_license`.
    Source: Regulation 2019, art. 20(6).
    """
    options = plan(how, share=False)
    measures = proactive_of(data, "compulsion", "decisions", options.blanks)
    return ratio(
        data, measures, proactive_of(data, "penalty", "decisions", options.blanks), options
    )
