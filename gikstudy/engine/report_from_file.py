"""`read_report`: one document at an address, or its bytes, becomes a report."""

from __future__ import annotations

from pathlib import Path

from gikstudy.engine.checked_report import report_of
from gikstudy.model import Document
from gikstudy.reading import Record, read_document
from gikstudy.reading.single_document import record_at_address
from gikstudy.show import ShownReport, shown


def read_report(source: str | Path | bytes) -> ShownReport:
    """Does what `gikstudy.read_report` says, which also explains the arguments and errors."""
    document = read_document(source) if isinstance(source, bytes) else document_at(source)
    return shown(report_of(document), document)


def document_at(address: str | Path) -> Document:
    """The document at an address.

    Raises:
        NotFoundError: Nothing exists there.
        CallError: The address names an archive or a folder, without a document in it.
        OSError: The file cannot be opened.
    """
    return document_in(record_at_address(address))


def document_in(record: Record) -> Document:
    """The document in a record."""
    return read_document(
        record.data, record.name, record.declared, record.url, record.problem, record.retrieved_on
    )
