"""One document, from bytes to a checked report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from gikstudy.checks import check_report
from gikstudy.extract import extract_report
from gikstudy.extract.corrections import Correction
from gikstudy.model import Document, Report
from gikstudy.prose.codes import find_codes
from gikstudy.prose.mentions import find_mentions
from gikstudy.reading import read_document


def read_report(source: str | Path | bytes) -> Report:
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
        return report_of(read_document(source))
    path = Path(source)
    return report_of(read_document(path.read_bytes(), path.name))


def report_of(document: Document, corrections: Sequence[Correction] = ()) -> Report:
    """The checked report in a document.

    Args:
        document: What was read.
        corrections: What people found wrong in this very document; applied before anything is
            inferred from its numbers.
    """
    report = extract_report(document, corrections)
    report = replace(
        report,
        mentions=find_mentions(report.sections),
        codes=find_codes(report.sections),
    )
    return replace(report, checks=check_report(report))
