"""One report on the terminal."""

from __future__ import annotations

from pathlib import Path

from rich import markup
from rich.console import Console
from rich.table import Table
from rich.text import Text

from gikstudy.errors import CallError
from gikstudy.messages import as_line, harmless
from gikstudy.model import Cell, Document, Report
from gikstudy.show.grids import TableGrid, cell_text, grids_of, marks
from gikstudy.show.source import is_at, source_around

_FIELDS = (
    "title", "agency", "level", "parent_level", "region_code", "region_name",
    "region_confidence", "scope", "year", "published_on", "index_no", "document_no", "issuer",
    "phone", "email", "website", "site_code", "mirror_signs",
)  # fmt: skip


def show_report(
    document: Document, report: Report, cell: str = "", console: Console | None = None
) -> None:
    """Print the result of reading a report: its head, its tables with states, its failed checks.

    Args:
        document: the source as read.
        report: the report made from it, checked.
        cell: a cell key such as `requests/granted/total`: print that cell and the source lines
            around its locus instead.
        console: where to print; standard output if None.

    Raises:
        CallError: if no cell has that key; the message names some legal keys.
    """
    console = console or Console(highlight=False)
    if cell:
        _print_cell(console, document, report, cell)
    else:
        print_report(report, console)


def print_report(report: Report, console: Console) -> None:
    """The whole report: head, tables, legend, strays, failed checks."""
    console.print(f"[bold]{escape(report.about.title or report.source or 'untitled')}[/bold]")
    console.print(
        f"status [bold]{report.status}[/bold]  form {report.form}  {report.source_format} "
        f"{report.encoding} {report.script}  id {report.report_id}"
    )
    if report.reason:
        console.print(f"[yellow]{escape(report.reason)}[/yellow]")
    for name in _FIELDS[1:]:
        value = getattr(report.about, name)
        if value:
            console.print(f"  {name:18} {escape(str(value))}")
    for grid in grids_of(report):
        console.print(_table(grid))
    used = {cell.state for cell in report.cells}
    for state, mark in marks().items():
        if state in used and mark.sign:
            console.print(Text(f"  {mark.sign}  {state}: {mark.en} / {mark.zh}", style=mark.style))
    _print_strays(report, console)
    _print_checks(report, console)


def escape(text: str) -> str:
    """A text of a report for a line with markup; it colours and moves nothing."""
    return markup.escape(as_line(text))


def _table(grid: TableGrid) -> Table:
    table = Table(title=grid.title, title_justify="left", show_lines=False)
    table.add_column("", no_wrap=True)
    for head in grid.columns:
        table.add_column(Text(head), justify="right", overflow="fold")
    for label, cells in grid.rows:
        table.add_row(Text(harmless(label)), *(_cell(cell) for cell in cells))
    return table


def _cell(cell: Cell | None) -> Text:
    return Text(harmless(cell_text(cell)), style=marks()[cell.state].style if cell else "")


def _print_strays(report: Report, console: Console) -> None:
    """The strays, each with its locus; nothing if every number has its cell."""
    if not report.strays:
        return
    console.print(f"strays: {len(report.strays)} printed in the tables but not assigned to a cell")
    for stray in report.strays:
        console.print(Text(f"  {stray.locus:>8}  {as_line(stray.text)}"))


def _print_checks(report: Report, console: Console) -> None:
    results = [check.result for check in report.checks]
    counts = ", ".join(f"{results.count(r)} {r}" for r in ("pass", "fail", "undecided"))
    console.print(f"checks: {counts}")
    for check in report.checks:
        if check.result == "fail":
            style = "red" if check.severity == "error" else "yellow"
            console.print(
                f"  [{style}]{check.check}[/{style}] {escape(check.scope)}: {escape(check.message)}"
            )


def _print_cell(console: Console, document: Document, report: Report, key: str) -> None:
    try:
        cell = report.cell(key)
    except KeyError:
        legal = ", ".join(c.key for c in report.cells[:3]) or "none: the report has no cells"
        raise CallError(
            f"{key}: no such cell in {Path(report.source).name}; legal are {legal} …"
        ) from None
    mark = marks()[cell.state]
    console.print(f"[bold]{key}[/bold]  {escape(cell_text(cell)) or '0'}  {cell.state}: {mark.en}")
    console.print(f"  printed {cell.raw!r} at {cell.locus or 'no locus'}", markup=False)
    if cell.locus:
        for locus, text in source_around(document, cell.locus):
            here = is_at(cell.locus, locus)
            console.print(
                Text(
                    f"  {'>' if here else ' '} {locus:>8}  {harmless(text)}",
                    style="bold" if here else "",
                )
            )
