"""A report for people: grids with the states marked, failed checks, source lines."""

from gikstudy.show.grids import TableGrid, grids_of
from gikstudy.show.html import report_html
from gikstudy.show.shown_report import ShownReport, shown
from gikstudy.show.source import source_around
from gikstudy.show.terminal import print_report, show_report

__all__ = [
    "ShownReport",
    "TableGrid",
    "grids_of",
    "print_report",
    "report_html",
    "show_report",
    "shown",
    "source_around",
]
