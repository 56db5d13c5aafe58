"""`read_report`: one file or its bytes become a report that shows itself in Jupyter."""

from __future__ import annotations

from pathlib import Path

from gikstudy.engine.checked_report import report_of
from gikstudy.reading import read_document
from gikstudy.show import ShownReport, shown


def read_report(source: str | Path | bytes) -> ShownReport:
    """Does what `gikstudy.read_report` says, which also explains the arguments and errors."""
    if isinstance(source, bytes):
        return shown(report_of(read_document(source)))
    path = Path(source)
    return shown(report_of(read_document(path.read_bytes(), path.name)))
