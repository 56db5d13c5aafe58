"""One report, read and shown on the terminal; for an archive, its contents."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from gikstudy.engine.checked_report import report_of
from gikstudy.engine.report_from_file import document_in
from gikstudy.evidence import anchor_of, page_beside
from gikstudy.messages import as_line
from gikstudy.reading import Record
from gikstudy.reading.addresses import is_remote
from gikstudy.reading.scans.picture_pieces import cell_picture
from gikstudy.reading.single_document import record_at_address, records_at_address
from gikstudy.show import show_report


def explain(source: str | Path, cell: str = "") -> None:
    """Does what `gikstudy.explain` says, which also explains the arguments and errors."""
    held = records_at_address(source)
    if held is not None:
        _list(source, held)
        return
    record = record_at_address(source)
    document = document_in(record)
    report = report_of(document)
    show_report(document, report, cell=cell)
    if cell and document.readings:
        locus = report.cell(cell).locus
        for line in cell_picture(record.data, document, locus):
            sys.stdout.write(f"  {line}\n")
    file = Path(str(source).partition("#")[0])
    page = None if is_remote(source) else page_beside(file, report.report_id)
    if page is not None:
        anchor = f"#{anchor_of(cell)}" if cell else ""
        sys.stdout.write(as_line(f"review page: {page}{anchor}") + "\n")


def _list(source: str | Path, held: Iterable[tuple[str, Record]]) -> None:
    """One line for each record: its address, its length or why it is lost, and its origin."""
    number = lost = 0
    for address, record in held:
        number += 1
        lost += bool(record.problem)
        what = record.problem or f"{len(record.data):,} bytes"
        words = (address, what, record.url, record.retrieved_on)
        sys.stdout.write("  ".join(as_line(word) for word in words if word) + "\n")
    told = f"{source}: {number:,} records, {lost:,} of them lost; explain one by its address"
    sys.stdout.write(as_line(told) + "\n")
