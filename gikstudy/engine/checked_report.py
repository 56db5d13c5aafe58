"""One document becomes one checked report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gikstudy.checks import check_report
from gikstudy.corrections import Correction
from gikstudy.extraction import extract_report
from gikstudy.model import Document, Mention, Report
from gikstudy.prose.codes import find_codes
from gikstudy.prose.mentions import find_mentions
from gikstudy.tables.premises import proven_by_prose


def report_of(document: Document, corrections: Sequence[Correction] = ()) -> Report:
    """The checked report in a document.

    Args:
        document: What was read.
        corrections: The corrections for this document; applied before anything is
            inferred from its numbers.
    """
    report = extract_report(document, corrections)
    report = replace(
        report,
        mentions=_marked(find_mentions(report.sections, report.about.year), document),
        codes=find_codes(report.sections),
    )
    if document.readings:
        cells, cues = proven_by_prose(
            report.cells, report.mentions, report.sections, document.readings
        )
        about = replace(report.about, cues=(*report.about.cues, *cues))
        report = replace(report, cells=cells, about=about)
    return replace(report, checks=check_report(report))


def _marked(mentions: tuple[Mention, ...], document: Document) -> tuple[Mention, ...]:
    """The figures of the prose; one that was recognised in a picture is qualified by `ocr`."""
    pictured = {reading.locus for reading in document.readings}
    return tuple(
        m._replace(qualifier=f"{m.qualifier} ocr".strip()) if m.locus in pictured else m
        for m in mentions
    )
