"""Which reports a selection keeps, and why each of the others is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gikstudy.analysis.selection import conditions_of, countable

if TYPE_CHECKING:
    from gikstudy.analysis.criteria import Criteria
    from gikstudy.dataset.load import Dataset

KEPT: Final = "kept"
_OUTCOMES: Final = ("failed", "not_a_report", "duplicate")


def account_for(data: Dataset, chosen: Criteria) -> dict[str, int]:
    """The number of inputs for each reason to leave them out, and the number kept.

    Each input counts once, under the first reason that fits, so the numbers add up to the rows of
    table `sources`. The reasons are `failed`, `not_a_report`, `duplicate` (the same bytes again),
    `no_tables`, `older_table` (only a statistical table from before tables 2 to 4), `copy` (the same
    report in other bytes), `no_year`, then the parameters that leave a report out: `years`, `regions`, `levels`, `scope`, `bodies`.

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
    for reason, fits in (*countable(data.reports), *conditions_of(chosen, data)):
        fit = rest.loc[fits.reindex(rest.index)]
        counts[reason] = len(rest) - len(fit)
        rest = fit
    return {reason: n for reason, n in counts.items() if n} | {KEPT: len(rest)}
