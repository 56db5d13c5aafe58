"""One report, read and shown on the terminal."""

from __future__ import annotations

from pathlib import Path

from gikstudy.engine.checked_report import report_of
from gikstudy.reading import read_document
from gikstudy.show import show_report


def explain(source: str | Path, cell: str = "") -> None:
    """Does what `gikstudy.explain` says, which also explains the arguments and errors."""
    path = Path(source)
    document = read_document(path.read_bytes(), path.name)
    show_report(document, report_of(document), cell=cell)
