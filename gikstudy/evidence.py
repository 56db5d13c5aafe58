"""Addresses of evidence: which review page shows a report, and which place on it shows a cell.

The room `reviewing` writes these pages. Other rooms only name them, so that a line of `explain`,
`validate` or `diff` and a figure of a study lead to the same place.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

INDEX: Final = "index.html"
REVIEW: Final = "review"
"""The usual name of a folder of review pages, in a study and beside a dataset."""
PAGES: Final = "reports"
_ABOVE: Final = 4
"""How many folders above a source are searched for its page."""


def page_of(report_id: str, cell: str = "") -> str:
    """The page of a report, or of one of its cells, relative to the folder of review pages.

    Args:
        report_id: as in table `reports`.
        cell: a cell key; empty for the report as a whole.

    Examples:
        >>> page_of("4b648804a411a35e")
        'reports/4b648804a411a35e.html'
        >>> page_of("4b648804a411a35e", "requests/granted/total")
        'reports/4b648804a411a35e.html#requests:granted:total'
    """
    return f"{PAGES}/{report_id}.html" + (f"#{anchor_of(cell)}" if cell else "")


def anchor_of(cell: str) -> str:
    """The name of a cell within its page.

    Examples:
        >>> anchor_of("requests/granted/total")
        'requests:granted:total'
    """
    return cell.replace("/", ":")


def review_of(dataset: Path) -> Path | None:
    """The folder of review pages that belongs to a dataset; None if there is none.

    A study writes it to `DATASET/study/review`; otherwise it is `DATASET/review`.

    Args:
        dataset: the folder of the dataset.
    """
    for folder in (dataset / REVIEW, dataset / "study" / REVIEW):
        if (folder / INDEX).is_file():
            return folder
    return None


def link_in(dataset: Path, report_id: str, cell: str = "") -> str:
    """The page of a report or cell, relative to the dataset; empty if no such page is there.

    Args:
        dataset: the folder of the dataset.
        report_id: as in table `reports`.
        cell: a cell key.
    """
    folder = review_of(dataset)
    if folder is None or not (folder / page_of(report_id)).is_file():
        return ""
    return f"{folder.relative_to(dataset).as_posix()}/{page_of(report_id, cell)}"


def page_beside(source: Path, report_id: str) -> Path | None:
    """The review page of a report that lies near its source; None if there is none.

    It looks in the folders above the source for the pages of a study and of `review`: as
    `data/processed/study/review` is for `data/raw/2020/report.txt`.

    Args:
        source: the file of the report, or of the archive that holds it.
        report_id: as in table `reports`.
    """
    for parent in source.absolute().parents[:_ABOVE]:
        for folder in (parent, parent / "processed"):
            found = review_of(folder)
            if found is not None and (found / page_of(report_id)).is_file():
                return found / page_of(report_id)
    return None
