"""Report(s) -> check rows: within a report, prose against tables, across years.

Checks across years are in `gikstudy.checks.panel`, which needs pandas and is imported on its own.
"""

from gikstudy.checks.report import check_report
from gikstudy.checks.rules import Rule, catalogue

__all__ = ["Rule", "catalogue", "check_report"]
