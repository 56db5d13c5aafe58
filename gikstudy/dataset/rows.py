"""Turns reports into rows of plain values, without pandas."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from gikstudy.dataset.declarations import get_table, table_names
from gikstudy.forms import row_group
from gikstudy.forms.statistics import evidence_of
from gikstudy.model import Cell, Number, Report
from gikstudy.places.bodies import body_key, full_name, id_of
from gikstudy.places.divisions import UnitsAbove, units_above
from gikstudy.prose.outlines import part_of

TableRow = dict[str, Any]
RowsByTable = dict[str, list[TableRow]]

_INT64: Final = 2**63
_DECIMAL: Final = ("proactive", "statistics")  # tables with amounts of money
SYNTHETIC_MARK: Final = "SYNTH"
"""How the index number of a made-up report begins: see `gikstudy synth`."""
_SOURCE_OUTCOMES: Final = {"not_a_report": "not_a_report", "failed": "failed"}


def rows_of(report: Report, extractor_version: str) -> RowsByTable:
    """The rows of one report in every table, as plain dicts in the order of the columns.

    An input that is not a report, or that failed, still has its row in `reports` and in `sources`:
    nothing is dropped without a row.

    Args:
        report: The result of reading one document.
        extractor_version: Version of the reader, kept in `reports`.

    Returns:
        Table name to rows; `similarity`, which needs several reports, has none.
    """
    rows: RowsByTable = {name: [] for name in table_names()}
    rows["reports"].append(_report_row(report, extractor_version))
    for cell in report.cells:
        rows[cell.table].append(_cell_row(report, cell))
    rows["checks"] = [
        {
            "report_id": report.report_id,
            "check": check.check,
            "scope": check.scope,
            "left": as_float(check.left),
            "right": as_float(check.right),
            "difference": as_float(check.difference),
            "result": check.result,
            "severity": check.severity,
            "message": check.message,
        }
        for check in report.checks
    ]
    rows["sections"] = [
        {
            "report_id": report.report_id,
            "section": section.section,
            "part": part_of(section.section, section.heading),
            "heading": section.heading,
            "order": section.order,
            "text": section.text,
            "n_chars": len("".join(section.text.split())),
        }
        for section in report.sections
    ]
    rows["mentions"] = _numbered(report.report_id, "mentions", report.mentions)
    for row in rows["mentions"]:
        # A mention refers to its whole by position, from 0; the rows are numbered from 1.
        row["part_of"] = None if row["part_of"] is None else row["part_of"] + 1
    rows["codes"] = _numbered(report.report_id, "codes", report.codes)
    rows["cues"] = _numbered(report.report_id, "cues", report.about.cues)
    rows["sources"].append(
        {
            "source": report.source,
            "sha256": report.sha256,
            "n_bytes": report.n_bytes,
            "outcome": _SOURCE_OUTCOMES.get(report.status, "report"),
            "report_id": report.report_id,
            "reason": report.reason if report.status in _SOURCE_OUTCOMES else "",
        }
    )
    return rows


def _report_row(report: Report, extractor_version: str) -> TableRow:
    about = report.about
    units = units_above(about.region_code, about.year)
    special = {
        "body_id": id_of(body_key(about.agency, about.level, about.region_code, about.year)),
        "body_name": full_name(about.agency, about.region_code, about.year),
        **{name: getattr(units, name) for name in UnitsAbove.__slots__},
        "published_on": _date(about.published_on),
        "retrieved_on": _date(report.retrieved_on),
        "made_up": about.index_no.startswith(SYNTHETIC_MARK),
        "n_strays": len(report.strays),
        "duplicate_of": "",
        "extractor_version": extractor_version,
    }
    return {
        name: special[name]
        if name in special
        else getattr(report if hasattr(report, name) else about, name)
        for name in get_table("reports").names
    }


def _cell_row(report: Report, cell: Cell) -> TableRow:
    value, state = cell.value, cell.state
    if value is not None and not _fits(value, cell.table):
        value, state = None, "unreadable"
    number = as_float if cell.table in _DECIMAL else _int
    rest: TableRow = {
        "value": number(value),
        "state": state,
        "lower": number(cell.lower),
        "upper": number(cell.upper),
        "raw": cell.raw,
        "locus": cell.locus,
    }
    if cell.table == "requests":
        group = row_group(cell.row)
        keys = {"row": cell.row, "row_group": group, "applicant": cell.column}
    elif cell.table == "proactive":
        keys = {"item": cell.row, "measure": cell.column, "unit": cell.unit}
    elif cell.table == "statistics":
        keys = {"row": cell.row, "column": cell.column, "form": report.form}
        keys |= {"evidence": evidence_of(report.form)[cell.row], "unit": cell.unit}
    else:
        keys = {"channel": cell.row, "outcome": cell.column}
    return {"report_id": report.report_id, **keys, **rest}


def _fits(value: Number, table: str) -> bool:
    """Whether the column can hold it: a stray account number or a broken count does not fit.

    The printed text stays in `raw`, so nothing is lost.
    """
    return abs(value) < _INT64 and (table in _DECIMAL or value == int(value))


def _numbered(report_id: str, table: str, things: Iterable[object]) -> list[TableRow]:
    names = get_table(table).names[2:]
    return [
        {"report_id": report_id, "order": order, **{n: getattr(thing, n) for n in names}}
        for order, thing in enumerate(things, start=1)
    ]


def _int(value: Number | None) -> int | None:
    return None if value is None or abs(value) >= _INT64 else int(value)


def as_float(value: Number | None) -> float | None:
    """The number as a column of floats holds it; None if it is too large."""
    try:
        return None if value is None else float(value)
    except OverflowError:
        return None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
