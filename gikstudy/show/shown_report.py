"""A report and a cell that show themselves in Jupyter: the same values, and how to draw them."""

from __future__ import annotations

from dataclasses import fields

from gikstudy.model import Cell, Document, Report
from gikstudy.show.html import cell_html, report_html


class ShownCell(Cell):
    """A `Cell` that Jupyter draws with the lines of the source around it."""

    document: Document

    def _repr_html_(self) -> str:
        return cell_html(self, self.document)


class ShownReport(Report):
    """A `Report` that Jupyter draws as its three tables with the states marked.

    Its open cells come with the lines of the source in which they were read, and so does each cell
    that `cell` gives. `Report` itself knows nothing about display, so that a worker that reads a
    million reports does not load the code for it.
    """

    __slots__ = ("document",)

    document: Document

    def cell(self, key: str) -> ShownCell:
        """The cell called `requests/granted/total`; if it does not exist, the error names it."""
        found = ShownCell(*Report.cell(self, key))
        found.document = self.document
        return found

    def _repr_html_(self) -> str:
        return report_html(self, self.document)


def shown(report: Report, document: Document) -> ShownReport:
    """The same report, able to show itself beside its source."""
    made = ShownReport(**{field.name: getattr(report, field.name) for field in fields(report)})
    object.__setattr__(made, "document", document)  # a report is frozen
    return made
