"""One report, read and shown on the terminal."""

from __future__ import annotations

from pathlib import Path

from gikstudy.engine.single import report_of
from gikstudy.reading import read_document
from gikstudy.show import show_report


def explain(source: str | Path, cell: str = "") -> None:
    """Print what one report was read as: what it is, its tables with states, its failed checks.

    Args:
        source: the path of a file.
        cell: a cell key such as `requests/granted/total`; then that cell alone is shown, with
            the source lines around the place it was read at.

    Raises:
        OSError: where there is no such file, or it may not be read.
        ValueError: if the report has no such cell.
    """
    path = Path(source)
    document = read_document(path.read_bytes(), path.name)
    show_report(document, report_of(document), cell=cell)
