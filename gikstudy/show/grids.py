"""The three tables as grids of cells, ready for a terminal or a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from gikstudy.forms import (
    CHANNELS,
    OUTCOMES,
    applicant_keys,
    form_names,
    get_form,
    newest_form,
    request_rows,
)
from gikstudy.forms.statistics import statistics_names, statistics_table
from gikstudy.model import Cell, Number, Report
from gikstudy.packaged import packaged_rows

TITLES: Final = {
    "proactive": ("二、主动公开政府信息情况", "Table 2: proactive disclosure"),
    "requests": ("三、收到和处理政府信息公开申请情况", "Table 3: requests"),
    "disputes": (
        "四、政府信息公开行政复议、行政诉讼情况",
        "Table 4: reconsideration and litigation",
    ),
}


@dataclass(frozen=True, slots=True)
class StateMark:
    """How a state is marked: a sign, a terminal style, a colour, and what it means."""

    state: str
    sign: str
    style: str
    colour: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class TableGrid:
    """One table of a report: headed columns, labelled rows, a cell or None in each position."""

    table: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell | None, ...]], ...]


@cache
def marks() -> dict[str, StateMark]:
    """The mark of each state."""
    return {
        r["state"]: StateMark(r["state"], r["mark"], r["style"], r["colour"], r["zh"], r["en"])
        for r in packaged_rows("gikstudy.show", "marks.csv")
    }


def cell_text(cell: Cell | None) -> str:
    """A cell in a few characters: the number, or the mark of its state with its bounds."""
    if cell is None:
        return ""
    sign = marks()[cell.state].sign
    if cell.value is not None:
        return f"{sign}{number_text(cell.value)}"
    if cell.lower is None and cell.upper is None:
        return sign
    upper = "∞" if cell.upper is None else number_text(cell.upper)
    return f"{sign}{number_text(cell.lower or 0)}…{upper}"


def number_text(number: Number) -> str:
    """A number with thousands separators and without trailing zeros."""
    return f"{int(number):,}" if number == int(number) else f"{number:,}"


def grids_of(report: Report) -> tuple[TableGrid, ...]:
    """The tables of a report as grids, in form order; empty if it has no cells."""
    by_key = {(c.table, c.row, c.column): c for c in report.cells}
    grids = []
    form = get_form(report.form) if report.form in form_names() else newest_form()
    if report.form in form_names():
        grids += _proactive(report.form, by_key)
    labels = {row.key: row.zh for row in request_rows()}
    used = dict.fromkeys(c.row for c in report.cells if c.table == "requests")
    grids.append(
        _grid("requests", [c.label for c in form.applicants], used, applicant_keys(),
              by_key, labels)
    )  # fmt: skip
    channels = {c.key: c.label for c in form.channels}
    outcomes = [c.label for c in form.outcomes]
    grids.append(_grid("disputes", outcomes, CHANNELS, OUTCOMES, by_key, channels))
    if report.form in statistics_names():
        grids.append(_statistics(report))
    return tuple(grid for grid in grids if any(any(cells) for _, cells in grid.rows))


CellsByKey = dict[tuple[str, str, str], Cell]


def _grid(
    table: str,
    heads: Sequence[str],
    rows: Iterable[str],
    columns: Sequence[str],
    cells: CellsByKey,
    labels: dict[str, str],
) -> TableGrid:
    return TableGrid(
        table,
        TITLES[table][0],
        tuple(heads),
        tuple(
            (labels[row], tuple(cells.get((table, row, column)) for column in columns))
            for row in rows
        ),
    )


def _statistics(report: Report) -> TableGrid:
    table = statistics_table(report.form)
    cells = {(c.row, c.column): c for c in report.cells if c.table == "statistics"}
    columns = tuple(dict.fromkeys(column for _, column in cells))
    rows = [row for row in table.rows if row.unit]
    return TableGrid(
        "statistics",
        table.zh,
        columns,
        tuple((row.label, tuple(cells.get((row.key, c)) for c in columns)) for row in rows),
    )


def _proactive(form: str, cells: CellsByKey) -> list[TableGrid]:
    """Table 2 block by block, because each block has its own columns."""
    blocks: dict[tuple[str, ...], list[tuple[str, tuple[Cell | None, ...]]]] = {}
    for item in get_form(form).items:
        measures = get_form(form).measures(item)
        row = tuple(cells.get(("proactive", item, m.measure)) for m in measures)
        heads = tuple(m.label for m in measures)
        blocks.setdefault(heads, []).append((measures[0].item_label, row))
    return [
        TableGrid("proactive", TITLES["proactive"][0], heads, tuple(rows))
        for heads, rows in blocks.items()
    ]
