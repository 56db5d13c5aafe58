"""Report(s) -> check rows: within a report, prose against tables, across years.

Checks across years are in `gikstudy.checks.panel`, which needs pandas and is imported on its own.
"""

from gikstudy.checks.catalogue import Rule, catalogue
from gikstudy.checks.within import check_report

__all__ = ["Rule", "catalogue", "check_report"]
