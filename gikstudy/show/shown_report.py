"""A report that shows itself in Jupyter: the same values, and how to draw them."""

from __future__ import annotations

from dataclasses import fields

from gikstudy.model import Report
from gikstudy.show.html import report_html


class ShownReport(Report):
    """A `Report` that Jupyter draws as its three tables with the states marked.

    `Report` itself knows nothing about display, so that a worker that reads a million reports does
    not load the code for it.
    """

    __slots__ = ()

    def _repr_html_(self) -> str:
        return report_html(self)


def shown(report: Report) -> ShownReport:
    """The same report, able to show itself."""
    return ShownReport(**{field.name: getattr(report, field.name) for field in fields(report)})
