"""`read_report`: one file or its bytes become a report that shows itself in Jupyter."""

from __future__ import annotations

from pathlib import Path

from gikstudy.engine.single import report_of
from gikstudy.reading import read_document
from gikstudy.show import ShownReport, shown


def read_report(source: str | Path | bytes) -> ShownReport:
    """Everything that one report says: its tables cell by cell, its figures, its failed checks.

    Reports disagree with themselves often enough that reading one means checking it too: the
    identities that its form prints are part of what is returned.

    Args:
        source: The path of a file, or the bytes of one.

    Returns:
        The report. What cannot be read has the status `failed` and a reason.

    Raises:
        OSError: where there is no such file, or it may not be read.
    """
    if isinstance(source, bytes):
        return shown(report_of(read_document(source)))
    path = Path(source)
    return shown(report_of(read_document(path.read_bytes(), path.name)))
