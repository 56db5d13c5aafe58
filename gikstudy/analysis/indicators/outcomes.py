"""Indicators of table 3: requests, who made them, and their outcomes.

The denominator of outcome rates is row （七）总计, column 总计, as in the bulletins of local governments.
It also counts requests carried in from the year before. A report whose outcomes cannot add up to
that row leaves every rate over it (see `gikstudy.analysis.indicators.contradictions`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

import pandas as pd

from gikstudy.analysis.estimates import (
    RATES,
    EstimateOptions,
    plan,
    ratio,
    share,
    share_of_reports,
)
from gikstudy.analysis.indicators import contradictions
from gikstudy.errors import CallError
from gikstudy.panels.count_bounds import (
    CountBounds,
    handled,
    outcome_rows,
    outcomes,
    received_from,
    requests_of,
)

if TYPE_CHECKING:
    from typing import Unpack

    from gikstudy.dataset.load import Dataset

DISCLOSED: Final = ("granted", "partial")
# Articles 14 and 15 forbid disclosure, article 16 permits a refusal, article 36(7) points to a
# register with rules of its own.
EXEMPTIONS: Final = {
    "art14_15": (
        "refused_state_secret",
        "refused_law_prohibited",
        "refused_security_stability",
        "refused_third_party",
    ),
    "art16": ("refused_internal_affairs", "refused_process_info", "refused_enforcement_file"),
    "art36_7": ("refused_admin_inquiry",),
}


def _of_handled(data: Dataset, rows: Iterable[str], how: EstimateOptions) -> pd.DataFrame:
    options = plan(how, share=True)
    part, whole = outcomes(data, rows, options.blanks), handled(data, options.blanks)
    return share(data, part, whole, options, contradictions.of_outcomes(data, options.blanks))


def grounds(
    data: Dataset, parts: Mapping[str, Iterable[str]], **how: Unpack[EstimateOptions]
) -> dict[str, pd.DataFrame]:
    """The shares of the refusals that rest on some rows, by the key of each part."""
    options = plan(how, share=True)
    refused = outcomes(data, outcome_rows("refused"), options.blanks)
    doubt = contradictions.of_outcomes(data, options.blanks)
    return {
        key: share(data, outcomes(data, rows, options.blanks), refused, options, doubt)
        for key, rows in parts.items()
    }


def full_disclosure_rate(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """予以公开率: share of handled requests that were granted in full.

    Formula: granted / handled_total (column total).
    Caveat: row （一） also holds answers that the information is already public; the form does
    not separate them.
    Source: Regulation 2019, art. 36(1)-(2).
    """
    return _of_handled(data, ("granted",), how)


def disclosure_rate(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """公开率: share of handled requests that were granted in full or in part.

    Formula: (granted + partial) / handled_total (column total).
    Caveat: self-reported; field audits of requesters find far fewer satisfied requests.
    Source: Regulation 2019, arts. 36(1)-(2), 37; local bulletins give the same quotient.
    """
    return _of_handled(data, DISCLOSED, how)


def disclosure_rate_substantive(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """公开率（可裁量口径）: of the requests decided on their merits, the share disclosed.

    Formula: (granted + partial) / (granted + partial + refused, eight rows).
    Caveat: leaves out what could not be provided or was not processed, and so compares bodies
    with different clienteles better than `disclosure_rate`; a referral under art. 36(7) counts
    as a refusal here.
    Source: the British bulletins' "resolvable" requests, carried over to this form.
    """
    options = plan(how, share=True)
    disclosed = outcomes(data, DISCLOSED, options.blanks)
    refused = outcomes(data, outcome_rows("refused"), options.blanks)
    doubt = contradictions.of_outcomes(data, options.blanks)
    return share(data, disclosed, disclosed + refused, options, doubt)


def refusal_rate(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """不予公开率: share of handled requests that were refused.

    Formula: refused (eight rows) / handled_total (column total).
    Caveat: a request granted in part counts under partial and under no ground of refusal.
    Source: Regulation 2019, arts. 14-16, 36(7).
    """
    return _of_handled(data, outcome_rows("refused"), how)


def refusal_share(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """不予公开理由构成: the mix of the eight grounds of refusal.

    Formula: refused_x / refused (eight rows), for each ground; column `row` names it.
    Caveat: few refusals per body; pool bodies or years.
    Source: Regulation 2019, arts. 14-16, 36(7).
    """
    made = grounds(data, {row: (row,) for row in outcome_rows("refused")}, **how)
    return pd.concat([part.assign(row=row) for row, part in made.items()], ignore_index=True)


def mandatory_exempt_share(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """法定/裁量不予公开构成: refusals that are required, permitted, or referrals elsewhere.

    Formula: the rows of arts. 14-15, of art. 16 and of art. 36(7), each / refused; column
    `group` says which.
    Caveat: the form does not say how the discretion of art. 16 was used, only that it was.
    Source: Regulation 2019, arts. 14, 15 ("must not"), 16 ("may"), 36(7).
    """
    made = grounds(data, EXEMPTIONS, **how)
    return pd.concat([part.assign(group=key) for key, part in made.items()], ignore_index=True)


def unable_rate(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """无法提供率: share of handled requests for information that could not be provided.

    Formula: unable (three rows) / handled_total (column total).
    Caveat: driven by row 不掌握, see `not_held_rate`.
    Source: Regulation 2019, arts. 30, 36(4)-(5), 38.
    """
    return _of_handled(data, outcome_rows("unable"), how)


def not_held_rate(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """不掌握率: share of handled requests for information that the body does not hold.

    Formula: unable_not_held / handled_total (column total).
    Caveat: mixes "does not exist" with "is another body's".
    Source: Regulation 2019, art. 36(4)-(5).
    """
    return _of_handled(data, ("unable_not_held",), how)


def not_processed_rate(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """不予处理率: share of handled requests that were not processed.

    Formula: not_processed (five rows) / handled_total (column total).
    Caveat: row 5 (re-issue) is based on the form alone, not on an article.
    Source: Regulation 2019, arts. 35, 36(6), 39.
    """
    return _of_handled(data, outcome_rows("not_processed"), how)


def abuse_rate(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """滥用申请占比: share of handled requests called repeated or excessive.

    Formula: (not_processed_repeat + not_processed_excessive) / handled_total (column total).
    Caveat: the body's own judgement of the requester.
    Source: Regulation 2019, arts. 35, 36(6).
    """
    return _of_handled(data, ("not_processed_repeat", "not_processed_excessive"), how)


def petition_rate(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """信访类占比: share of handled requests set aside as petitions, reports or complaints.

    Formula: not_processed_petition / handled_total (column total).
    Caveat: the line between a petition and a request is drawn by the body.
    Source: Regulation 2019, art. 39(1).
    """
    return _of_handled(data, ("not_processed_petition",), how)


def other_rate(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """其他处理率: share of handled requests that ended otherwise.

    Formula: other (one row on the 2019 form, three on the 2021 form) / handled_total.
    Caveat: only the sum compares across the forms.
    Source: Regulation 2019, arts. 30, 42; both forms, item （六）.
    """
    return _of_handled(data, outcome_rows("other"), how)


def completion_rate(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """办结率: share of all pending and new requests that were handled within the year.

    Formula: handled_total / (received_new + carried_in), column total.
    Caveat: requests of December may lawfully be open at the end of the year.
    Source: the identity printed on the form; Regulation 2019, art. 33.
    """
    options = plan(how, share=True)
    received = requests_of(data, ("received_new", "carried_in"), options.blanks)
    done = handled(data, options.blanks)
    return share(data, done, received, options, contradictions.of_flow(data, options.blanks))


def backlog_rate(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """结转率: share of all pending and new requests that were carried over to the next year.

    Formula: carried_out / (received_new + carried_in), column total.
    Caveat: with 20 to 40 working days for an answer and an even inflow, up to about 8 to 16 %
    is normal.
    Source: Regulation 2019, art. 33.
    """
    options = plan(how, share=True)
    received = requests_of(data, ("received_new", "carried_in"), options.blanks)
    left = requests_of(data, ("carried_out",), options.blanks)
    return share(data, left, received, options, contradictions.of_flow(data, options.blanks))


def clearance_rate(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """清结率: requests handled for each request received; above 1 the backlog shrinks.

    Formula: handled_total / received_new (column total).
    Caveat: not a share: it may exceed 1.
    Source: "processed / received" in the reports under the American FOIA.
    """
    options = plan(how, share=False)
    received = requests_of(data, ("received_new",), options.blanks)
    return ratio(data, handled(data, options.blanks), received, options)


def applicant_share(data: Dataset, applicant: str, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """申请人构成: share of new requests that came from one kind of applicant.

    Formula: received_new[applicant] / received_new[total].
    Caveat: an unknown column stays open; it is not divided among the others.
    Source: Regulation 2019, art. 27; columns of table 3.
    """
    options = plan(how, share=True)
    part = received_from(data, applicant, options.blanks)
    new = requests_of(data, ("received_new",), options.blanks)
    return share(data, part, new, options, contradictions.of_applicants(data, options.blanks))


def natural_person_share(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """自然人占比: share of new requests from natural persons; see `applicant_share`.

    Formula: received_new[natural_person] / received_new[total].
    """
    return applicant_share(data, "natural_person", **how)


def business_share(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """商业企业占比: share of new requests from commercial enterprises; see `applicant_share`.

    Formula: received_new[business] / received_new[total].
    """
    return applicant_share(data, "business", **how)


def research_share(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """科研机构占比: share of new requests from research institutions; see `applicant_share`.

    Formula: received_new[research] / received_new[total].
    """
    return applicant_share(data, "research", **how)


def public_interest_share(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """社会公益组织占比: share of new requests from public-interest organisations.

    Formula: received_new[public_interest] / received_new[total]; see `applicant_share`.
    """
    return applicant_share(data, "public_interest", **how)


def law_share(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """法律服务机构占比: share of new requests from legal service institutions.

    Formula: received_new[legal_service] / received_new[total].
    Caveat: bodies differ in whether a lawyer's request counts as the lawyer's or the client's.
    """
    return applicant_share(data, "legal_service", **how)


def requests_per_100k(
    data: Dataset, population: pd.DataFrame, **how: Unpack[EstimateOptions]
) -> pd.DataFrame:
    """人均申请: new requests for each 100,000 residents.

    Formula: 100,000 × received_new[total] / resident population.
    Caveat: only for reports that cover a whole territory (scope `region`).

    Args:
        data: the dataset.
        population: columns region_code, year, population (residents).
        **how: see `EstimateOptions`; `scope` is `region` and cannot be another.

    Raises:
        CallError: for another scope.
    """
    if how.get("scope", "region") != "region":
        raise CallError(f"scope {how['scope']!r}: requests_per_100k is defined for region alone")
    options = plan({**how, "scope": "region"}, share=False)
    regions = data.reports[["report_id", "region_code", "year"]].merge(
        population, on=["region_code", "year"], how="left"
    )
    # Where the population is not known, the report says nothing about this rate.
    residents = regions.set_index("report_id")["population"].astype(float).fillna(float("inf"))
    received = requests_of(data, ("received_new",), options.blanks)
    made = ratio(data, received, CountBounds(residents, residents), options)
    return made.assign(**{name: made[name] * 1e5 for name in RATES})


def zero_request_share(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """零申请机关比例: share of reports by bodies that received no request.

    Formula: reports with received_new[total] = 0 / reports.
    Caveat: most townships and bureaus receive none; averages over bodies mean little without it.
    Source: table 3, item 一.
    """
    options = plan(how, share=True)
    received = requests_of(data, ("received_new",), options.blanks)
    none = CountBounds(received.upper.eq(0).astype(float), received.lower.eq(0).astype(float))
    return share_of_reports(data, none, options)
