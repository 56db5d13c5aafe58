"""All checks within one report."""

from __future__ import annotations

from functools import cache

from gikstudy.checks import hosts, prose, statistics, tables
from gikstudy.checks.intervals import read_tables
from gikstudy.checks.rules import Rule, catalogue
from gikstudy.model import Check, Report


@cache
def _rules(form: str, year: int | None) -> tuple[tuple[Rule, tables.ReportChecker], ...]:
    checkers = tables.CHECKERS | statistics.CHECKERS | prose.CHECKERS | hosts.CHECKERS
    return tuple(
        (rule, checkers[rule.check])
        for rule in catalogue().values()
        if rule.check in checkers and rule.covers(form, year)
    )


def check_report(report: Report) -> tuple[Check, ...]:
    """Checks one report: one result for each check and scope, in the order of the catalogue.

    A check of a table applies if the report has cells of that table, in any state. A check that
    needs the year, the level or a figure of the prose applies if they are known.

    Args:
        report: the report with its cells, sections and mentions; its own `checks` are ignored.

    Returns:
        The results. `left`, `right` and `difference` are None if the report does not determine
        them; the message names blanks that were read as zero.
    """
    found = read_tables(report.cells)
    results: list[Check] = []
    for rule, checker in _rules(report.form, report.about.year):
        table = found.get(rule.table)
        if table is None or table.numbers or table.others:
            results.extend(checker(rule, report, found))
    return tuple(results)
