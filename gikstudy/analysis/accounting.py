"""Which reports a selection keeps, and why each of the others is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gikstudy.analysis.selection import READ, conditions_of

if TYPE_CHECKING:
    from gikstudy.analysis.criteria import Criteria
    from gikstudy.dataset.load import Dataset

KEPT: Final = "kept"
_OUTCOMES: Final = ("failed", "not_a_report", "duplicate")


def account_for(data: Dataset, chosen: Criteria) -> dict[str, int]:
    """The number of inputs for each reason to leave them out, and the number kept.

    Each input counts once, under the first reason that fits, so the numbers add up to the rows of
    table `sources`. The reasons are `failed`, `not_a_report`, `duplicate` (the same bytes again),
    `no_tables`, `copy` (the same report in other bytes), `no_year`, then the parameters that leave
    a report out: `years`, `regions`, `levels`, `scope`, `bodies`.

    Args:
        data: the whole dataset.
        chosen: the selection.

    Returns:
        The reasons in this order, without those that leave nothing out; `kept` comes last.
    """
    outcome = data.sources["outcome"]
    counts = {reason: int(outcome.eq(reason).sum()) for reason in _OUTCOMES}
    ids = data.sources.loc[~outcome.isin(_OUTCOMES), "report_id"]
    rest = data.reports.loc[data.reports["report_id"].isin(ids)]
    conditions = [
        ("no_tables", data.reports["status"].isin(READ)),
        ("copy", data.reports["duplicate_of"].eq("")),
        ("no_year", data.reports["year"].notna()),
        *conditions_of(chosen, data),
    ]
    for reason, fits in conditions:
        fit = rest.loc[fits.reindex(rest.index)]
        counts[reason] = len(rest) - len(fit)
        rest = fit
    return {reason: n for reason, n in counts.items() if n} | {KEPT: len(rest)}
