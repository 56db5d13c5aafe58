"""The verbs for a single report: `read_report` and `explain`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gikstudy.model import Report


def read_report(source: str | Path | bytes) -> Report:
    """Read one report: its tables cell by cell, its prose, its checks.

    Jupyter shows the report as its three tables with the state of each cell marked.

    Args:
        source: The path of a file or the address of a document (`a.zip#member`,
            `crawl.warc.gz#offset`, `file.parquet#row`, the same behind `s3://`), or bytes.

    Returns:
        The report. If it cannot be read, its `status` is `failed` and `reason` says why.

    Raises:
        OSError: The file does not exist or cannot be opened.
        CallError: The address names an archive or a folder, without a document in it.

    Examples:
        >>> import gikstudy as gik
        >>> report = gik.read_report("data/raw/sample/report_000.txt")
        >>> report.cell("requests/received_new/total").value
        2
    """
    from gikstudy.engine import read_report as read

    return read(source)


def explain(source: str | Path, *, cell: str = "") -> None:
    """Print one report: what it is, its tables with states, its strays, its failed checks.

    For an archive, it prints the address of each record.

    Args:
        source: The path of a file or the address of a document, as for `read_report`.
        cell: The key of a cell, such as `requests/granted/total`. Then only this cell is
            printed, with the lines of the source around it.

    Raises:
        OSError: The file does not exist or cannot be opened.
        CallError: The report has no such cell.

    Examples:
        >>> import gikstudy as gik
        >>> gik.explain("data/raw/sample/report_000.txt")  # doctest: +SKIP
    """
    from gikstudy.engine.explain import explain as show

    show(source, cell)
