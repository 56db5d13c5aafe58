"""The rows of the index: what there is to see in each report, what most needs a look first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from gikstudy.evidence import anchor_of
from gikstudy.reviewing.dataset_rows import RowsByReport
from gikstudy.reviewing.table_view import OPEN

_CONFIDENCE: Final = {"low": 0, "medium": 1, "high": 2}
_UNREAD: Final = ("failed", "no_tables", "partial")


@dataclass(frozen=True, slots=True)
class Needs:
    """What a person may have to look at in one report; `first` is the anchor of an open cell."""

    open: int
    errors: int
    warnings: int
    first: str


def needs_of(rows: RowsByReport) -> dict[str, Needs]:
    """For each report, by its id, what there is to look at."""
    return {row["report_id"]: _needs(row["report_id"], rows) for row in rows.reports}


def ranked(rows: RowsByReport, needs: Mapping[str, Needs]) -> list[str]:
    """The ids of all reports, what most needs a look first.

    First come reports that were not read in full, then those with failed checks that no report can
    pass, with strays, with many open cells, with warnings, with an uncertain region. The order of
    the dataset decides the rest.
    """
    ordered = sorted(rows.reports, key=lambda row: _urgency(row, needs[row["report_id"]]))
    return [row["report_id"] for row in ordered]


def index_row(row: Mapping[str, Any], needs: Needs, root: int) -> list[Any]:
    """One report as a row of the index, in the order that `index.js` expects.

    Returns:
        id, body, title, year, level, region, province, status, form, script, open cells, strays,
        failed checks, warnings, confidence, source, raw folder, anchor of the first open cell.
    """
    return [
        row["report_id"], row["body_name"] or row["agency"], row["title"], row["year"],
        row["level"], row["region_name"], row["province_name"], row["status"], row["form"],
        row["script"], needs.open, row["n_strays"], needs.errors, needs.warnings,
        row["region_confidence"], row["source"], root, needs.first,
    ]  # fmt: skip


def _urgency(row: Mapping[str, Any], needs: Needs) -> tuple[int, ...]:
    return (
        0 if row["status"] in _UNREAD else 1,
        -needs.errors,
        -row["n_strays"],
        -needs.open,
        -needs.warnings,
        _CONFIDENCE.get(row["region_confidence"], 0),
    )


def _needs(report_id: str, rows: RowsByReport) -> Needs:
    failed = [c["severity"] for c in rows.of("checks", report_id) if c["result"] == "fail"]
    opened = [anchor_of(cell.key) for cell in rows.cells(report_id) if cell.state in OPEN]
    first = opened[0] if opened else ""
    return Needs(len(opened), failed.count("error"), failed.count("warning"), first)
