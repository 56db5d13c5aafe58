"""A report as HTML for Jupyter; all text from the report is escaped."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from gikstudy.model import Cell, Document, Report
from gikstudy.show.grids import TableGrid, cell_text, grids_of, marks
from gikstudy.show.source import is_at, source_around

_PART: Final = re.compile(r"[:C](\d+)$")
_MOST: Final = 20
"""Rows with open cells that are shown with their places."""
_TABLE = "border-collapse:collapse;margin:.4em 0 1em;font-size:90%"
_CELL = "border:1px solid #bbb;padding:.15em .5em"


def report_html(report: Report, document: Document | None = None) -> str:
    """The head of the report, its tables with the states marked, its strays and failed checks.

    With its source, the rows with open cells follow, each with the lines in which it was read.
    """
    parts = [_head(report), *(_table(grid) for grid in grids_of(report)), _legend(report)]
    parts += [_strays(report), _checks(report)]
    parts += [_open_rows(report, document)] if document else []
    return f'<div class="gikstudy-report">{"".join(parts)}</div>'


def cell_html(cell: Cell, document: Document) -> str:
    """One cell: its state, its bounds, what is printed, and the lines of the source around it."""
    mark = marks()[cell.state]
    facts = [f"{cell.key}: <b>{escape(cell_text(cell)) or '0'}</b>", f"{mark.zh} / {mark.en}"]
    facts += [f"printed <code>{escape(cell.raw)}</code>"] if cell.raw else []
    facts += [f"at <code>{escape(cell.locus)}</code>"] if cell.locus else []
    return f'<div class="gikstudy-cell"><p>{" · ".join(facts)}</p>{_excerpt(cell, document)}</div>'


def _excerpt(cell: Cell, document: Document) -> str:
    """The lines around a cell; the line is marked, and in it the first text that the cell prints."""
    if not cell.locus:
        return ""
    lines = []
    for locus, text in source_around(document, cell.locus):
        here = is_at(cell.locus, locus)
        style = "background:#fff7dc;color:#000" if here else ""
        shown = _with_mark(text, cell) if here else escape(text)
        sign = "&gt;" if here else "&nbsp;"
        lines.append(
            f'<tr style="{style}"><td>{sign}</td><td style="text-align:right"><code>'
            f'{escape(locus)}</code></td><td style="text-align:left">{shown}</td></tr>'
        )
    return f"<table>{''.join(lines)}</table>"


def _with_mark(text: str, cell: Cell) -> str:
    """A line with what the cell prints marked: in the part that its locus names, else wherever."""
    printed = {part.strip() for part in cell.raw.split(" | ")} - {""}
    parts = text.split("|")
    named = _PART.search(cell.locus)
    at = int(named[1]) - 1 if named else -1
    own = {at} if 0 <= at < len(parts) and parts[at].strip() == cell.raw.strip() else None
    return "|".join(
        escape(part).replace(escape(part.strip()), f"<mark>{escape(part.strip())}</mark>", 1)
        if part.strip() in printed and (own is None or number in own)
        else escape(part)
        for number, part in enumerate(parts)
    )


def _open_rows(report: Report, document: Document) -> str:
    """The first open cell of each row that has one, with its place."""
    first: dict[tuple[str, str], Cell] = {}
    for cell in report.cells:
        if cell.state in ("ambiguous", "unreadable") and cell.locus:
            first.setdefault((cell.table, cell.row), cell)
    if not first:
        return ""
    rows = "".join(cell_html(cell, document) for cell in [*first.values()][:_MOST])
    more = f"<p>and {len(first) - _MOST} more rows</p>" if len(first) > _MOST else ""
    head = f"Rows with open cells, in the source: {len(first)}"
    return f"<details><summary>{head}</summary>{rows}{more}</details>"


def _head(report: Report) -> str:
    about = report.about
    facts = [
        about.agency,
        f"{about.year}" if about.year else "",
        f"form {report.form}",
        about.level,
        f"{about.region_name} {about.region_code}".strip(),
        f"status {report.status}",
        report.reason,
    ]
    line = " · ".join(escape(fact) for fact in facts if fact)
    return f"<p><b>{escape(about.title or report.source)}</b><br>{line}</p>"


def _table(grid: TableGrid) -> str:
    heads = "".join(f'<th style="{_CELL}">{escape(head)}</th>' for head in ("", *grid.columns))
    rows = "".join(
        f'<tr><th style="{_CELL};text-align:left;font-weight:normal">{escape(label)}</th>'
        f"{''.join(_cell(cell) for cell in cells)}</tr>"
        for label, cells in grid.rows
    )
    caption = f"<caption style='text-align:left'>{escape(grid.title)}</caption>"
    return f'<table style="{_TABLE}">{caption}<tr>{heads}</tr>{rows}</table>'


def _cell(cell: Cell | None) -> str:
    if cell is None:
        return f'<td style="{_CELL}"></td>'
    mark = marks()[cell.state]
    title = escape(f"{cell.key} · {mark.en} · {cell.locus} · {cell.raw!r}", quote=True)
    style = f"{_CELL};text-align:right;background:{mark.colour};color:#000"
    return f'<td title="{title}" style="{style}">{escape(cell_text(cell))}</td>'


def _legend(report: Report) -> str:
    used = {cell.state for cell in report.cells}
    items = [
        f"<span style='background:{mark.colour};color:#000;padding:0 .4em'>{mark.sign or '0'}"
        f"</span> {escape(mark.zh)} / {escape(mark.en)}"
        for state, mark in marks().items()
        if state in used
    ]
    return f"<p style='font-size:85%'>{' &nbsp; '.join(items)}</p>"


def _strays(report: Report) -> str:
    if not report.strays:
        return ""
    rows = "".join(
        f"<li><code>{escape(stray.locus)}</code> {escape(' '.join(stray.text.split()))}</li>"
        for stray in report.strays
    )
    return f"<p>Strays, printed in the tables but not assigned to a cell:</p><ul>{rows}</ul>"


def _checks(report: Report) -> str:
    failed = [check for check in report.checks if check.result == "fail"]
    if not failed:
        return ""
    rows = "".join(
        f"<li><code>{escape(check.check)}[{escape(check.scope)}]</code> ({check.severity}): "
        f"{escape(check.message)}</li>"
        for check in failed
    )
    return f"<p>Failed checks:</p><ul>{rows}</ul>"
