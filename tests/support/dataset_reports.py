"""Reports made by hand for the tests of the dataset: small, whole, with awkward cells."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from gikstudy.checks import check_report
from gikstudy.dataset.declarations import CELL_TABLES, expected_cells, table_names
from gikstudy.dataset.finish import finish
from gikstudy.dataset.parts import write_part
from gikstudy.dataset.rows import RowsByTable, rows_of
from gikstudy.forms import get_form
from gikstudy.model import About, Cell, Check, Code, Cue, Line, Mention, Report, Section


def make_cells(form: str, special: dict[str, dict[str, Any]] | None = None) -> tuple[Cell, ...]:
    """Every cell of `form`, blank, save for those in `special` (cell key to fields)."""
    special = special or {}
    units = {(m.item, m.measure): m.unit for m in get_form(form).proactive}
    cells = (
        Cell(table, row, column, "blank", locus=f"L{number}", unit=units.get((row, column), ""))
        for table in CELL_TABLES
        for number, (row, column) in enumerate(expected_cells(form, table), start=1)
    )
    return tuple(cell._replace(**special.get(cell.key, {})) for cell in cells)


AWKWARD = {
    "requests/received_new/total": {"state": "reported", "value": 7, "raw": "7"},
    "requests/received_new/natural_person": {"state": "ambiguous", "lower": 0, "upper": 7},
    "requests/carried_in/total": {"state": "nil_mark", "raw": "-"},
    "requests/granted/total": {"state": "reported", "value": 2**53 + 1, "raw": "9007199254740993"},
    "requests/partial/total": {"state": "unreadable", "raw": "=HYPERLINK(1)"},
    "proactive/licensing/items_change": {"state": "reported", "value": -2, "raw": "减2"},
    "proactive/penalty/items_change": {"state": "reported", "value": 40, "raw": "+40"},
    "proactive/procurement/amount": {"state": "reported", "value": 183_000_000, "raw": "18300万元"},
    "disputes/review/upheld": {"state": "ambiguous", "lower": 0, "upper": 1},
    "disputes/review/total": {"state": "corrected", "value": 1, "raw": "l"},
}


def make_report(source: str, form: str = "2019", **changes: Any) -> Report:
    """A report of `form` from `source`; the bytes are made up from the source's name."""
    sha256 = hashlib.sha256(changes.pop("content", source).encode()).hexdigest()
    known = {cell.key for cell in make_cells(form)} if form != "none" else set()
    special = {key: fields for key, fields in AWKWARD.items() if key in known}
    report = Report(
        report_id=sha256[:16],
        source=source,
        sha256=sha256,
        n_bytes=1234,
        source_format="txt",
        encoding="utf-8",
        script="simplified",
        about=About(
            title="鄂托克旗人民政府2020年政府信息公开工作年度报告",
            agency="鄂托克旗人民政府",
            level="county",
            region_code="150624",
            region_name="鄂托克旗",
            region_confidence="high",
            year=2020,
            published_on="2021-01-22",
            phone="+86 477 6211002",
            cues=(Cue("site_code", "1506240008", "150624", 3.0, "1506240008", "L7"),),
        ),
        form=form,
        status="ok",
        cells=make_cells(form, special) if form != "none" else (),
        sections=(
            Section(
                "overview", "一、总体情况", 1, (Line("“全年”公开,信息", "L3"), Line("66 条", "L4"))
            ),
            Section("problems", "五、问题", 2, (Line("=不够及时", "L9"),)),
        ),
        checks=(
            Check("T3-FLOW", "total", 7, 7, 0, "pass", "error", "7 + 0 = 7 + 0"),
            Check("T3-SUM", "total", None, 7, None, "undecided", "error", "a term is open"),
        ),
        mentions=(
            Mention("website_items", 66, "条", "", "66 条", "L4", "own"),
            Mention("wechat_items", 6, "条", "余", "6 余条", "L4", "own", 0),
        ),
        codes=(Code(1, "P04", core=True, kind="problem", phrase="不够及时", locus="L9"),),
    )
    return replace(report, **changes)


def make_failed(source: str) -> Report:
    """An input that could not be read: no form, no cells."""
    report = make_report(source, "none", about=About(), status="failed", reason="empty file")
    return replace(report, sections=(), checks=(), mentions=(), codes=(), script="", encoding="")


def rows_of_all(reports: Sequence[Report], extractor_version: str) -> RowsByTable:
    """The rows of a batch, as a worker gives them; a repeated report is only a source."""
    batch: RowsByTable = {name: [] for name in table_names()}
    seen: set[str] = set()
    for report in reports:
        rows = rows_of(report, extractor_version)
        if report.report_id in seen:
            rows = {"sources": [{**rows["sources"][0], "outcome": "duplicate"}]}
        seen.add(report.report_id)
        for name, of_table in rows.items():
            batch[name].extend(of_table)
    return batch


def write_dataset(folder: Path, batches: Sequence[Sequence[Report]], **options: Any) -> Path:
    """The dataset of some batches of reports, finished into `folder`/out."""
    for number, batch in enumerate(batches):
        write_part(rows_of_all(batch, "0.1.0"), folder / "parts", number)
    finish(folder / "parts", folder / "out", extractor_version="0.1.0", **options)
    return folder / "out"


def write_small(folder: Path) -> Path:
    """A dataset of three reports, one of them failed."""
    reports = [checked(make_report("a.txt")), checked(make_report("b.txt", "2021"))]
    return write_dataset(folder, [[*reports, make_failed("c.txt")]])


def checked(report: Report) -> Report:
    """The report with the checks that follow from it, as validation makes them again."""
    return replace(report, checks=check_report(report))
