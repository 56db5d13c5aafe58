"""A report as HTML for Jupyter; all text from the report is escaped."""

from __future__ import annotations

from html import escape

from gikstudy.model import Cell, Report
from gikstudy.show.grids import TableGrid, cell_text, grids_of, marks

_TABLE = "border-collapse:collapse;margin:.4em 0 1em;font-size:90%"
_CELL = "border:1px solid #bbb;padding:.15em .5em"


def report_html(report: Report) -> str:
    """The head of the report, its tables with the states marked, its strays and failed checks."""
    parts = [_head(report), *(_table(grid) for grid in grids_of(report)), _legend(report)]
    parts += [_strays(report), _checks(report)]
    return f'<div class="gikstudy-report">{"".join(parts)}</div>'


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
