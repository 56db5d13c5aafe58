"""The verb `review`: pages on which people see each number beside its place, and mend it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from gikstudy.dataset.load import Dataset
    from gikstudy.reviewing import DecisionAgreement, ReviewSite


@overload
def review(
    dataset: str | Path | Dataset,
    *,
    raw: str | Path | Sequence[str | Path] = ...,
    out: str | Path,
) -> ReviewSite: ...


@overload
def review(
    dataset: str | Path | Dataset, *, compare: Sequence[str | Path]
) -> list[DecisionAgreement]: ...


def review(
    dataset: str | Path | Dataset,
    *,
    raw: str | Path | Sequence[str | Path] = (),
    out: str | Path | None = None,
    compare: Sequence[str | Path] | None = None,
) -> ReviewSite | list[DecisionAgreement]:
    """Write pages that show each number beside its place in the source, to check and to mend.

    The pages need no server and no network. `index.html` lists the reports, what most needs a look
    first. The page of a report has its source on the left and its tables on the right; a form on it
    makes the rows of `corrections.csv`, which `extract` applies. Give exactly one of `out` and
    `compare`.

    Args:
        dataset: A folder that `extract` or `study` wrote, or a `Dataset`, whose filters on
            `reports` then choose the reports.
        raw: The raw folders that were read. Without them the pages show no sources.
        out: The folder of the pages. A folder that an earlier `review` wrote is replaced.
        compare: The corrections files of two reviewers or more. They are compared with each other,
            cell by cell, and no pages are written.

    Returns:
        With `out`, the path of the first page and the number of reports. With `compare`, for each
        pair of reviewers how many cells they decided alike, and Cohen's kappa.

    Raises:
        CallError: Both or neither of `out` and `compare` are given, or a raw folder does not exist.
        NotFoundError: The folder holds no complete dataset.
        CorrectionError: A corrections file cannot be read, or names a report that is not in the
            dataset.
        OutputExistsError: `out` holds other files.

    Examples:
        >>> import gikstudy as gik
        >>> gik.review("data/processed", raw="data/raw", out="review")  # doctest: +SKIP
        >>> print(*gik.review("data/processed", compare=["a.csv", "b.csv"]))  # doctest: +SKIP
    """
    from gikstudy.errors import CallError
    from gikstudy.reviewing import compare_decisions, write_review

    if (out is None) == (compare is None):
        raise CallError("review: give either out= (to write pages) or compare= (to compare files)")
    if out is not None:
        return write_review(dataset, [raw] if isinstance(raw, str | Path) else raw, out)
    return compare_decisions(dataset, compare or ())
