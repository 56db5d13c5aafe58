"""Checks across years, a bucket of regions at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from zlib import crc32

import numpy as np
import pyarrow as pa

from gikstudy.dataset.declarations import CELL_TABLES
from gikstudy.dataset.parts import read_part
from gikstudy.dataset.rows import TableRow
from gikstudy.dataset.schemas import arrow_schema
from gikstudy.dataset.spill import open_spill, spilled_rows
from gikstudy.engine.report_parts import ReportParts

_REPORTS: Final = 2000  # of a bucket
_BUCKETS: Final = 128  # each has one open file for each table; systems allow about a thousand
_TABLES: Final = ("reports", *CELL_TABLES)


def bucket_number(parts: ReportParts) -> int:
    """The number of buckets, so that each stays small."""
    return min(_BUCKETS, 1 + len(parts) // _REPORTS)


def sort_by_region(parts: ReportParts, number: int, scratch: Path) -> None:
    """Sorts all reports on disk into buckets; a region is in one bucket only.

    Reports are only compared with reports of the same region. So buckets can be processed one by
    one, or in parallel, in the memory of one bucket.

    Args:
        parts: All reports of the run.
        number: How many buckets.
        scratch: The folder to create.
    """
    with open_spill(scratch) as spill:
        for path, reports in parts.reports():
            buckets = [crc32(code.encode()) % number for code in reports["region_code"].to_pylist()]
            bucket_of = dict(zip(reports["report_id"].to_pylist(), buckets, strict=True))
            for name in _TABLES:
                rows = reports if name == "reports" else read_part(path, name)
                own = np.array([bucket_of.get(i, -1) for i in rows["report_id"].to_pylist()])
                for bucket in np.unique(own[own >= 0]):
                    spill.put(f"{bucket:06d}-{name}", rows.filter(pa.array(own == bucket)))


def panel_rows(folder: Path, bucket: int, duplicate_of: Mapping[str, str]) -> Iterator[TableRow]:
    """Rows of table `checks` for every pair of adjoining years of a body.

    Args:
        folder: Where `sort_by_region` wrote the reports.
        bucket: Number of the bucket.
        duplicate_of: From a copy to its original; copies are left out.
    """
    from gikstudy.checks.panel import check_panel

    tables = {name: _table(folder / f"{bucket:06d}-{name}", name) for name in _TABLES}
    reports = tables.pop("reports").to_pandas()
    if reports["year"].nunique() < 2:
        return
    reports["duplicate_of"] = [duplicate_of.get(i, "") for i in reports["report_id"]]
    found = check_panel(reports, **{name: table.to_pandas() for name, table in tables.items()})
    for row in found.to_dict("records"):
        yield {str(name): value for name, value in row.items()}


def _table(path: Path, name: str) -> pa.Table:
    empty = arrow_schema(name).empty_table()
    return pa.concat_tables([empty, *spilled_rows(path)]) if path.exists() else empty
