"""Checks across years: the figures of a body this year against those of the year before.

Works on the tables of the dataset and needs pandas; the other modules of `checks` do not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, NamedTuple

import pandas as pd

from gikstudy.checks.intervals import RowColumn, TableValues, add, judge, less, side_of
from gikstudy.checks.rules import Rule, catalogue
from gikstudy.checks.tables import items_with
from gikstudy.forms import applicant_keys
from gikstudy.model import Check
from gikstudy.places.bodies import body_key

COLUMNS = (
    "report_id",
    *("check", "scope", "left", "right", "difference", "result", "severity", "message"),
)
KEYS = {
    "requests": ("row", "applicant"),
    "proactive": ("item", "measure"),
    "disputes": ("channel", "outcome"),
}
CARRIED = ("carried_in", "carried_out")
# Figures that mean the same on both forms, or are compared on one form only.
JUMPS: tuple[tuple[str, RowColumn], ...] = (
    ("requests", ("received_new", "total")),
    ("requests", ("handled_total", "total")),
    ("proactive", ("licensing", "decisions")),
    ("proactive", ("penalty", "decisions")),
    ("proactive", ("compulsion", "decisions")),
    ("proactive", ("admin_fees", "amount")),
)
JUMP_RATIO = 5
JUMP_BASE = 30


@dataclass(frozen=True, slots=True)
class BodyYear:
    """One report of a body as the panel checks need it.

    `fingerprint` stands for every figure of the three tables, `nonzero` counts those above zero;
    `tables` holds table 2 and the rows of table 3 that these checks compare.
    """

    form: str
    tables: dict[str, TableValues]
    fingerprint: int = 0
    nonzero: int = 0


PanelChecker = Callable[[Rule, BodyYear, BodyYear], Iterator[Check]]


def check_panel(
    reports: pd.DataFrame,
    requests: pd.DataFrame,
    proactive: pd.DataFrame,
    disputes: pd.DataFrame,
) -> pd.DataFrame:
    """X-CARRY, X-ITEMS, X-STOCK, X-PUBSTOCK, X-DUP and X-JUMP for every pair of consecutive years.

    A pair is two reports of one body (region, level and function, not the name) for years Y-1 and
    Y, with the same scope if both state it. If a body has several reports for a year, duplicates
    are left out and the report with the same name is used. If that does not decide, the pair is
    left out: two merged bodies have no common predecessor.

    Args:
        reports: table `reports`, one row per report; a column `duplicate_of` is used if present.
        requests: table `requests`, one row a cell.
        proactive: table `proactive`, one row a cell.
        disputes: table `disputes`, one row a cell.

    Returns:
        Rows of table `checks`, assigned to the report of year Y, in the order of `reports`.
    """
    cells = _ComparedCells(
        reports, {"requests": requests, "proactive": proactive, "disputes": disputes}
    )
    told = attrgetter(*COLUMNS[1:])
    rows = [
        (now, *told(check))
        for before, now in _pairs(reports)
        for check in check_pair(cells.year(before), cells.year(now))
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def check_pair(before: BodyYear, now: BodyYear) -> Iterator[Check]:
    """The panel checks of two reports of one body, the earlier first."""
    for name, checker in CHECKERS.items():
        rule = catalogue()[name]
        if now.form in rule.forms and before.form in rule.forms:
            yield from checker(rule, before, now)


class _ReportRow(NamedTuple):
    """The columns of `reports` that identify the body; unknown values are empty strings."""

    report_id: str
    agency: str
    level: str
    region_code: str
    scope: str
    year: int


def _pairs(reports: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """(report of year Y-1, report of year Y), in the order of the later report."""
    by_body: dict[tuple[str, int], list[_ReportRow]] = {}
    rows: list[tuple[str, _ReportRow]] = []
    for row in _rows(reports):
        body = body_key(row.agency, row.level, row.region_code, row.year)
        if body:
            by_body.setdefault((body, row.year), []).append(row)
            rows.append((body, row))
    for body, row in rows:
        peers = by_body[body, row.year]
        before = _predecessor(row, peers, by_body.get((body, row.year - 1), []))
        if before is not None:
            yield before.report_id, row.report_id


def _predecessor(
    row: _ReportRow, peers: list[_ReportRow], before: list[_ReportRow]
) -> _ReportRow | None:
    """The one report of last year that this one continues, if there is exactly one."""
    same_name = [r for r in before if r.agency == row.agency]
    found = same_name or (before if len(peers) == 1 else [])
    twice = sum(peer.agency == row.agency for peer in peers) > 1
    if twice or len(found) != 1 or len({found[0].scope, row.scope} - {"unknown", ""}) > 1:
        return None
    return found[0]


def _rows(reports: pd.DataFrame) -> Iterator[_ReportRow]:
    """The reports that can represent their body: with a year, and not a duplicate of another."""
    known = reports["year"].notna()
    if "duplicate_of" in reports.columns:
        known &= reports["duplicate_of"].fillna("") == ""
    kept = reports.loc[known]
    texts = [kept[c].astype("string").fillna("").tolist() for c in _ReportRow._fields[:-1]]
    for values in zip(*texts, kept["year"].astype("int64").tolist(), strict=True):
        yield _ReportRow._make(values)


class _ComparedCells:
    """The cells that the checks compare, as columns; a `BodyYear` is cut from them on demand."""

    def __init__(self, reports: pd.DataFrame, frames: dict[str, pd.DataFrame]) -> None:
        self._forms = dict(zip(reports["report_id"], reports["form"], strict=True))
        sums = pd.concat([_fingerprints(f, KEYS[name]) for name, f in frames.items()])
        by_report = sums.groupby("report_id").sum()
        self._fingerprints = dict(
            zip(by_report.index, by_report.itertuples(index=False), strict=True)
        )
        requests = frames["requests"]
        compared = requests["row"].isin(CARRIED) | requests["applicant"].eq("total")
        self._columns = {
            "requests": _columns(requests[compared], KEYS["requests"]),
            "proactive": _columns(frames["proactive"], KEYS["proactive"]),
        }

    def year(self, report_id: str) -> BodyYear:
        tables = {
            name: _table(columns, index.get(report_id, ()))
            for name, (columns, index) in self._columns.items()
        }
        print_, nonzero = self._fingerprints.get(report_id, (0, 0))
        return BodyYear(self._forms[report_id], tables, int(print_), int(nonzero))


def _fingerprints(frame: pd.DataFrame, keys: tuple[str, str]) -> pd.DataFrame:
    """For each cell a hash of its name and content, to be summed by report."""
    value = frame["value"].astype("float64")
    hashed = pd.util.hash_pandas_object(frame[[*keys]].assign(value=value), index=False)
    return pd.DataFrame(
        {"report_id": frame["report_id"], "fingerprint": hashed, "nonzero": value.fillna(0) != 0}
    )


ColumnsByReport = tuple[tuple[list[Any], ...], dict[str, Any]]


def _columns(frame: pd.DataFrame, keys: tuple[str, str]) -> ColumnsByReport:
    """Keys, states, values and bounds as lists, and for each report the positions of its cells."""
    figures = [
        frame[c].astype("float64").astype(object).where(frame[c].notna(), None)
        for c in ("value", "lower", "upper")
    ]
    columns = [*(frame[c] for c in (*keys, "state")), *figures]
    return tuple(c.tolist() for c in columns), {
        str(report_id): where for report_id, where in frame.groupby("report_id").indices.items()
    }


def _table(columns: tuple[list[Any], ...], where: Iterable[int]) -> TableValues:
    table = TableValues()
    for i in where:
        row, column, state, value, lower, upper = (values[i] for values in columns)
        table.rows[row] = None
        if value is not None:
            table.numbers[row, column] = int(value) if value == int(value) else value
        else:
            table.others[row, column] = side_of(column, state, None, lower, upper)
    return table


def carried_over(rule: Rule, before: BodyYear, now: BodyYear) -> Iterator[Check]:
    """X-CARRY, by column: the number carried out last year against the number carried in now."""
    for column in applicant_keys():
        left = before.tables["requests"].cell("carried_out", column)
        yield judge(rule, column, left, "=", now.tables["requests"].cell("carried_in", column))


def items_listed(rule: Rule, before: BodyYear, now: BodyYear) -> Iterator[Check]:
    """X-ITEMS, by item: last year's items as stated now against last year's own arithmetic."""
    for item in items_with(now.form, "items_prev", "items_change"):
        told = now.tables["proactive"].cell(item, "items_prev")
        keys = ((item, "items_prev"), (item, "items_change"))
        yield judge(rule, item, told, "=", before.tables["proactive"].total(keys))


def stock_in_force(rule: Rule, before: BodyYear, now: BodyYear) -> Iterator[Check]:
    """X-STOCK, by item: in force now against in force last year, plus issued, minus repealed."""
    table = now.tables["proactive"]
    for item in items_with(now.form, "issued", "repealed", "in_force"):
        grown = add([before.tables["proactive"].cell(item, "in_force"), table.cell(item, "issued")])
        expected = less(grown, table.cell(item, "repealed"))
        yield judge(rule, item, table.cell(item, "in_force"), "=", expected)


def stock_disclosed(rule: Rule, before: BodyYear, now: BodyYear) -> Iterator[Check]:
    """X-PUBSTOCK, by item: total disclosed now against last year's total plus newly disclosed."""
    table = now.tables["proactive"]
    for item in items_with(now.form, "disclosed", "disclosed_total"):
        then = before.tables["proactive"].cell(item, "disclosed_total")
        expected = add([then, table.cell(item, "disclosed")])
        yield judge(rule, item, table.cell(item, "disclosed_total"), "<=", expected)


def same_tables(rule: Rule, before: BodyYear, now: BodyYear) -> Iterator[Check]:
    """X-DUP: figures above zero in both reports; a breach if every figure is the same."""
    copied = now.nonzero > 0 and now.fingerprint == before.fingerprint
    yield Check(
        rule.check,
        "tables",
        now.nonzero,
        before.nonzero,
        now.nonzero - before.nonzero,
        "fail" if copied else "pass",
        rule.severity,
        f"{now.nonzero} figures above zero, {'all' if copied else 'not all'} as the year before",
    )


def jumps(rule: Rule, before: BodyYear, now: BodyYear) -> Iterator[Check]:
    """X-JUMP: main figures that are over five times last year's, or less than a fifth of it."""
    for name, key in JUMPS:
        new, old = now.tables[name].cell(*key), before.tables[name].cell(*key)
        if new.low == new.high and old.low == old.high >= JUMP_BASE:
            within = old.low <= new.low * JUMP_RATIO and new.low <= old.low * JUMP_RATIO
            scope = "/".join((name, *key))
            note = f"{new.low} after {old.low}"
            yield Check(
                rule.check,
                scope,
                new.low,
                old.low,
                new.low - old.low,
                "pass" if within else "fail",
                rule.severity,
                note,
            )


CHECKERS: dict[str, PanelChecker] = {
    "X-CARRY": carried_over,
    "X-ITEMS": items_listed,
    "X-STOCK": stock_in_force,
    "X-PUBSTOCK": stock_disclosed,
    "X-DUP": same_tables,
    "X-JUMP": jumps,
}
