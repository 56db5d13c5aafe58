"""Validation by reading again: numbers from the printed text, checks from cells and prose.

A dataset that fits its own schema may still contradict its sources. So each printed number is
derived again from `raw`, each check within a report from the tables, and each id from the bytes or
the body that it identifies.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from math import isclose
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

from gikstudy.checks import check_report
from gikstudy.dataset.declarations import CELL_TABLES, get_table
from gikstudy.dataset.load import iter_table
from gikstudy.dataset.reread_years import ACROSS
from gikstudy.dataset.rows import as_float
from gikstudy.model import About, Cell, Check, Line, Mention, Report, Section
from gikstudy.places.bodies import body_key, id_of
from gikstudy.tables.values import parse_value, without_notes
from gikstudy.text import clean, to_simplified

RereadRow = dict[str, Any]
Deviation = tuple[str, str, str, str, str]
"""Table, kind of problem, details; the report and the key of the cell, empty for a whole report."""
_READ: Final = ("sections", "mentions", "checks", *CELL_TABLES)
# The factors by which a column or its header may scale a printed amount.
_SCALES: Final = (1, 100, 1_000, 10_000, 1_000_000, 100_000_000)
# Units in which a statistical table gives an amount that prints its unit in its own cell.
_UNITS: Final = {"千元": 1_000, "万元": 10_000, "亿元": 100_000_000}
_CHECK: Final = ("check", "scope", "left", "right", "difference", "result", "severity")


def reread(folder: Path) -> Iterator[Deviation]:
    """Everything that does not follow from the dataset itself, report by report.

    Args:
        folder: a dataset whose tables have the declared columns and order.
    """
    tables = {name: _Groups(folder, name) for name in _READ}
    bodies = set(_column(folder, "bodies", "body_id"))
    for row in _rows(folder, "reports"):
        own = {name: groups.of(row["report_id"]) for name, groups in tables.items()}
        yield from _identity(row, bodies)
        for name in CELL_TABLES:
            for cell in own[name]:
                yield from _cell(name, cell)
        yield from _checks(row, own)


class _Groups:
    """The rows of a table by report, read only forwards."""

    def __init__(self, folder: Path, name: str) -> None:
        self._groups = groupby(_rows(folder, name), key=itemgetter("report_id"))
        self._next = next(self._groups, None)

    def of(self, report_id: str) -> list[RereadRow]:
        """The rows of a report; reports must be requested in order."""
        if self._next is None or self._next[0] != report_id:
            return []
        rows = list(self._next[1])
        self._next = next(self._groups, None)
        return rows


def _rows(folder: Path, name: str) -> Iterator[RereadRow]:
    for batch in iter_table(folder, name):
        for start in range(0, batch.num_rows, 4096):
            yield from batch.slice(start, 4096).to_pylist()


def _column(folder: Path, name: str, column: str) -> Iterator[str]:
    for batch in iter_table(folder, name, [column]):
        yield from batch[column].to_pylist()


def _identity(row: RereadRow, bodies: set[str]) -> Iterator[Deviation]:
    report_id = row["report_id"]
    if row["sha256"][:16] != report_id:
        told = f"{report_id}: the SHA-256 begins with {row['sha256'][:16]}"
        yield "reports", "id", told, report_id, ""
    wanted = id_of(body_key(row["agency"], row["level"], row["region_code"], row["year"]))
    if row["body_id"] != wanted:
        told = f"{report_id}: body_id {row['body_id']}, and {wanted} follows"
        yield "reports", "body", told, report_id, ""
    is_told = row["status"] in ("ok", "partial", "no_tables") and row["year"] is not None
    if bodies and is_told and wanted and not row["duplicate_of"] and wanted not in bodies:
        yield "reports", "body", f"{report_id}: body_id {wanted} is not in bodies", report_id, ""


def _cell(table: str, cell: RereadRow) -> Iterator[Deviation]:
    name = "/".join(cell[key] for key in get_table(table).key)
    key = "/".join((table, *(cell[key] for key in get_table(table).key[1:])))
    for kind, told in _doubts(table, cell):
        yield table, kind, f"{name}: {told}", cell["report_id"], key


def _doubts(table: str, cell: RereadRow) -> Iterator[tuple[str, str]]:
    """What about a cell does not follow from what is printed in it."""
    value, lower, upper = cell["value"], cell["lower"], cell["upper"]
    if value is not None and (
        (lower is not None and value < lower) or (upper is not None and value > upper)
    ):
        yield "bounds", f"{value} is not within {lower} to {upper}"
    # In table 2 nothing is solved: two noughts for three cells leave each of them 0 or empty.
    solvable = table != "proactive"
    if solvable and cell["state"] == "ambiguous" and lower is not None and lower == upper:
        yield "bounds", f"ambiguous, and only {lower} is possible"
    if cell["state"] == "blank" and cell["raw"].strip():
        yield "raw", f"blank, and {cell['raw']!r} is printed"
    if cell["state"] in ("reported", "proven") and not _prints(
        cell["raw"], value, cell.get("unit", "")
    ):
        yield "raw", f"{value} does not follow from {cell['raw']!r}"


def _prints(raw: str, value: float, unit: str) -> bool:
    """Whether a text prints a number; for an amount, the header may give the scale."""
    found = parse_value(to_simplified(clean(raw)).strip())
    if found is None:
        return False
    number = without_notes(found, raw).number
    if number is None:
        return False
    scales = _SCALES if unit == "yuan" else (1, 1 / _UNITS.get(unit, 1))
    return any(isclose(number * scale, value, rel_tol=1e-9) for scale in scales)


def _checks(row: RereadRow, own: dict[str, list[RereadRow]]) -> Iterator[Deviation]:
    stored = [check for check in own["checks"] if not check["check"].startswith(ACROSS)]
    made = list(map(_told, check_report(_report(row, own))))
    given = [tuple(check[name] for name in _CHECK) for check in stored]
    if made == given:
        return
    for told in sorted(set(given) ^ set(made), key=repr):
        which = "stored and does not follow" if told in given else "follows and is not stored"
        sides = f"{told[2]} against {told[3]}: {told[5]}"
        report_id = row["report_id"]
        detail = f"{report_id}/{told[0]}/{told[1]}: {sides}; {which}"
        yield "checks", "recomputed", detail, report_id, ""


def _told(check: Check) -> tuple[object, ...]:
    sides = (as_float(side) for side in (check.left, check.right, check.difference))
    return check.check, check.scope, *sides, check.result, check.severity


def _report(row: RereadRow, own: dict[str, list[RereadRow]]) -> Report:
    """The report with everything that the checks use."""
    about = {name: row[name] for name in About.__slots__ if name in row}
    day = row["published_on"]
    return Report(
        **{name: row[name] for name in Report.__slots__ if name in row},
        about=About(**about | {"published_on": day.isoformat() if day else ""}),
        cells=tuple(_model_cell(name, cell) for name in CELL_TABLES for cell in own[name]),
        sections=tuple(
            Section(s["section"], s["heading"], s["order"], _lines(s["text"]))
            for s in own["sections"]
        ),
        mentions=tuple(_mention(mention) for mention in own["mentions"]),
    )


def _model_cell(table: str, cell: RereadRow) -> Cell:
    row, column = (cell[key] for key in get_table(table).key[1:])
    rest = {name: cell[name] for name in ("state", "value", "lower", "upper", "raw", "locus")}
    return Cell(table, row, column, **rest, unit=cell.get("unit", ""))


def _lines(text: str) -> tuple[Line, ...]:
    return tuple(Line(line, "") for line in text.split("\n")) if text else ()


def _mention(row: RereadRow) -> Mention:
    part_of = row["part_of"]
    told = {name: row[name] for name in Mention._fields if name in row}
    return Mention(**told | {"part_of": None if part_of is None else part_of - 1})
