"""Document -> Report: sections, who-when-where, the three tables with their states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gikstudy.about.facts import find_about
from gikstudy.about.recognised import recognised, unread
from gikstudy.corrections import Correction, apply_corrections
from gikstudy.forms import form_names
from gikstudy.model import About, Document, Report, Section
from gikstudy.page import Page, make_page
from gikstudy.prose.outlines import cut_outline
from gikstudy.prose.sections import find_sections
from gikstudy.screening import Kind, kind_of, with_unread
from gikstudy.tables.correcting import with_corrections
from gikstudy.tables.reading import (
    NO_TABLES,
    Tables,
    infer_tables,
    proven_tables,
    read_tables,
    without_numbers,
)

__all__ = ["Page", "extract_report", "make_page"]


def extract_report(document: Document, corrections: Sequence[Correction] = ()) -> Report:
    """What one document says about itself and in its tables, not yet checked.

    The page is read once, to rows and then to cells. Corrections by people come next, inference
    last, so that what is inferred rests on corrected numbers and never on the mistake.

    Args:
        document: the document as read; one with a `problem` becomes a report with status `failed`.
        corrections: the corrections that name this document.

    Returns:
        The report, its cells in form order with their states.

    Raises:
        CorrectionError: for a correction whose `expect` differs from the page.
    """
    if document.problem:
        return _report(document, "", About(), NO_TABLES, Kind("failed", document.problem))
    page = make_page(document)
    tables = read_tables(page)
    sections = find_sections(page, tables.lines)
    if tables.form not in form_names():
        sections = cut_outline(sections)
    about = find_about(document, page, sections)
    if document.readings:
        about = recognised(about, document)
    kind = kind_of(page, tables, sections, about.title)
    if document.unread is not None:
        about = unread(about, document)
        kind = with_unread(kind, document.unread, about.title)
    if not kind.readable:
        tables = without_numbers(tables) if kind.status == "no_tables" else NO_TABLES
    elif tables.found:
        tables = _corrected(page, tables, document, corrections)
        tables = infer_tables(tables)
    sections = () if kind.status in ("not_a_report", "failed") else sections
    return _report(document, page.script, about, tables, kind, sections)


def _corrected(
    page: Page, tables: Tables, document: Document, corrections: Sequence[Correction]
) -> Tables:
    """The tables with what people corrected; numbers from pictures are proven around it."""
    if not document.readings:
        if not corrections:
            return tables
        return with_corrections(page, tables, apply_corrections(tables.cells, corrections))
    proven = proven_tables(tables, document.readings)
    if not corrections:
        return proven
    corrected = apply_corrections(proven.cells, corrections)
    cells = zip(tables.cells, corrected, strict=True)
    known = tuple(new if new.state == "corrected" else read for read, new in cells)
    return proven_tables(replace(tables, cells=known), document.readings)


def _report(
    document: Document,
    script: str,
    about: About,
    tables: Tables,
    kind: Kind,
    sections: tuple[Section, ...] = (),
) -> Report:
    return Report(
        report_id=document.sha256[:16],
        source=document.source,
        sha256=document.sha256,
        n_bytes=document.n_bytes,
        source_format=document.source_format,
        encoding=document.encoding,
        script=script,
        about=about,
        form=tables.form,
        status=kind.status,
        reason=kind.reason,
        cells=tables.cells,
        sections=sections,
        strays=tables.strays,
        url=document.url,
        retrieved_on=document.retrieved_on,
    )
