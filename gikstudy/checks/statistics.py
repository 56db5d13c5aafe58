"""Checks of the statistical table of a report from before 2019 against itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gikstudy.checks.intervals import Side, TableValues, judge, settle
from gikstudy.checks.rules import Rule
from gikstudy.checks.tables import ReportChecker, ValuesByTable
from gikstudy.forms.statistics import SumRelation, statistics_names, statistics_table
from gikstudy.model import Check, Report

_TABLE = "statistics"


def sums(rule: Rule, report: Report, tables: ValuesByTable) -> Iterator[Check]:
    """ST-SUM: lines that the table divides, each against the sum of its parts, by column."""
    yield from _judged(rule, report, tables[_TABLE], "=")


def parts(rule: Rule, report: Report, tables: ValuesByTable) -> Iterator[Check]:
    """ST-PART: lines that are a part of another one, by column."""
    yield from _judged(rule, report, tables[_TABLE], "<=")


def _judged(
    rule: Rule, report: Report, table: TableValues, relation: SumRelation
) -> Iterator[Check]:
    if report.form not in statistics_names():
        return
    columns = list(dict.fromkeys(cell.column for cell in report.cells if cell.table == _TABLE))
    units = {(c.row, c.column): c.unit for c in report.cells if c.table == _TABLE and c.unit}
    for rule_of in statistics_table(report.form).sums:
        if rule_of.relation != relation:
            continue
        for column in columns:
            scope = rule_of.scope if len(columns) == 1 else f"{rule_of.scope}/{column}"
            rows = (*rule_of.left, *rule_of.right)
            if len({_money(units[row, column]) for row in rows if (row, column) in units}) > 1:
                yield settle(rule, scope, None, None, "undecided", note="in different units")
                continue
            for left in _sides(table, rule_of.left, column, relation):
                right = table.total([(row, column) for row in rule_of.right])
                yield judge(rule, scope, left, relation, right)


def _money(unit: str) -> str:
    """The unit of an amount; counts are all of one kind."""
    return unit if "元" in unit or unit == "unstated" else ""


def _sides(
    table: TableValues, rows: Sequence[str], column: str, relation: SumRelation
) -> Iterator[Side]:
    """The sum of some lines, or the largest of them if each is bounded on its own."""
    cells = [(row, column) for row in rows]
    yield table.total(cells) if relation == "=" else table.largest(cells)


CHECKERS: dict[str, ReportChecker] = {"ST-SUM": sums, "ST-PART": parts}
