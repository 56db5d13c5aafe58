"""In a real table the header says which cell is whose, whatever else stands in the rows."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from gikstudy import read_report
from tests.zoo.figures import KINDS, make_report
from tests.zoo.judge import counted, judge
from tests.zoo.pages import Box, parts

REPORTS = {name: make_report(kind) for name, kind in KINDS.items()}
Rows = list[list[Box]]
HEADS = 3  # rows of the header


def _behind(rows: Rows, head: str, cells: list[str]) -> Rows:
    """A column more at the end."""
    return [
        [
            *row,
            *([Box(head, tall=HEADS)] if n == 0 else [Box(cells[n % len(cells)])] * (n >= HEADS)),
        ]
        for n, row in enumerate(rows)
    ]


def _in_front(rows: Rows, head: str, cells: list[str]) -> Rows:
    """A column more between the labels and the first applicant."""
    made: Rows = []
    for n, row in enumerate(rows):
        labels = [box for box in row if not box.number]
        if n == 0:
            made.append([row[0], Box(head, tall=HEADS), *row[1:]])
        elif n < HEADS:
            made.append(row)
        else:
            made.append([*labels, Box(cells[n % len(cells)]), *row[len(labels) :]])
    return made


def last_year(rows: Rows) -> Rows:
    return _behind(rows, "上年总数", ["917", "0", "", "1204"])


def last_year_in_front(rows: Rows) -> Rows:
    return _in_front(rows, "上年数", ["917", "0", "", "1204"])


def change(rows: Rows) -> Rows:
    return _behind(_behind(rows, "去年同期", ["917", "1204"]), "同比", ["-3%", "+41", "—"])


def shares(rows: Rows) -> Rows:
    return _behind(rows, "占比", ["7%", "", "0.4%"])


def notes(rows: Rows) -> Rows:
    return _behind(rows, "备注", ["", "含撤回1件", "", "见附件2"])


def units(rows: Rows) -> Rows:
    return _in_front(rows, "单位", ["件"])


def empty_columns(rows: Rows) -> Rows:
    return [
        [
            cell
            for box in row
            for cell in (replace(box, wide=2 * box.wide - 1), Box("", tall=box.tall))
        ]
        for row in rows
    ]


def a_cell_too_many(rows: Rows) -> Rows:
    """Each row below the header has one more empty cell behind it, so a lost cell is not missed."""
    return [
        [*row, Box("")] if any("、" in b.text[:3] or "." in b.text[:2] for b in row) else list(row)
        for row in rows
    ]


SHAPES = [last_year, last_year_in_front, change, shares, notes, units, empty_columns]


def page(name: str, shape: Callable[[Rows], Rows], *, lost: str = "") -> bytes:
    """The page with table 3 in some shape; `lost` is a text whose cell has lost its spans."""
    made: list[str] = []
    for part in parts(REPORTS[name]):
        if part.kind != "table":
            made.append(f"<p>{html.escape(part.text)}</p>")
            continue
        rows = [list(row) for row in part.table]
        rows = shape(rows) if part.name == "requests" else rows
        made.append(f"<table>{''.join(map(_row, _without_spans(rows, lost)))}</table>")
    return f"<html><body>{''.join(made)}</body></html>".encode()


def _without_spans(rows: Rows, lost: str) -> Rows:
    return [
        [replace(b, wide=1, tall=1) if lost and b.text.startswith(lost) else b for b in row]
        for row in rows
    ]


def _row(row: list[Box]) -> str:
    cells = (
        f'<td colspan="{box.wide}" rowspan="{box.tall}">{html.escape(box.text)}</td>' for box in row
    )
    return f"<tr>{''.join(cells)}</tr>"


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_column_that_no_form_has_moves_no_number_of_table_3(name, shape):
    verdicts = [v for v in judge(read_report(page(name, shape)), name) if "requests" in v.key]
    assert counted(verdicts) == {"right": len(verdicts)}


@pytest.mark.parametrize(
    "lost", ["（本列", "自然人", "法人", "申请人", "总计", "三、", "（三）", "（五）", "一、"]
)
@pytest.mark.parametrize("shape", [*SHAPES, a_cell_too_many])
def test_where_a_span_is_lost_the_header_puts_no_number_elsewhere(lost, shape):
    verdicts = judge(read_report(page("gaps", shape, lost=lost)), "gaps")
    assert [v for v in verdicts if v.verdict == "silent"] == []


def test_what_stands_in_a_further_column_is_kept_as_a_stray():
    report = read_report(page("form_2021", last_year))
    assert "917" in {stray.text for stray in report.strays}


def test_rows_that_all_lack_a_cell_of_a_wider_header_are_open():
    """Each row has as many cells as the form, and the first of them is one of last year."""
    made = page("form_2021", last_year_in_front).decode()
    start = made.index("一、本年新收")
    rows = made[start:].split("</tr>")
    cut = [re.sub(r"<td[^>]*>[^<]*</td>$", "", row) for row in rows]
    report = read_report((made[:start] + "</tr>".join(cut)).encode())
    verdicts = [v for v in judge(report, "form_2021") if "requests" in v.key]
    assert len(verdicts) > 100
    assert [v for v in verdicts if v.verdict == "silent"] == []


def test_an_empty_cell_that_only_the_header_has_at_its_end_opens_no_row():
    """Spreadsheets save such a cell for the height of a row; here the totals are blank, too."""
    made = page("form_2021", lambda rows: [[*row, Box("")] for row in rows]).decode()
    start = made.index("一、本年新收")
    rows = made[start:].split("</tr>")
    blank = [re.sub(r"<td[^>]*>[^<]*</td><td[^>]*></td>$", "<td></td>", row) for row in rows]
    report = read_report((made[:start] + "</tr>".join(blank)).encode())
    verdicts = [v for v in judge(report, "form_2021") if v.key.startswith("requests/")]
    verdicts = [v for v in verdicts if not v.key.endswith("/total")]
    assert len(verdicts) > 100
    assert {v.verdict for v in verdicts} == {"right"}


def test_a_row_that_does_not_fit_a_wider_header_is_open():
    text = page("form_2021", last_year).decode()
    row = text.index("2.重复申请")
    first = text.index("<td", row)
    cut = text[:first] + text[text.index("<td", first + 1) :]  # the row lacks one of its cells
    cells = [c for c in read_report(cut.encode()).cells if c.row == "not_processed_repeat"]
    assert {cell.state for cell in cells} == {"ambiguous"}


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("item", ["行政许可", "行政处罚", "行政强制", "行政事业性收费"])
def test_a_blank_of_table_2_is_not_filled_from_the_same_table_of_another_year(item, first):
    made: list[str] = []
    for part in parts(REPORTS["form_2021"]):
        rows = [list(row) for row in part.table]
        blank = [
            [replace(b, text="") if b.number and row[0].text == item else b for b in row]
            for row in rows
        ]
        if part.name == "proactive":
            both = (blank, rows) if first else (rows, blank)
            years = zip(("2023年", "2022年"), both, strict=True)
            made += [
                f"<p>{year}</p><table>{''.join(map(_row, table))}</table>" for year, table in years
            ]
        else:
            made.append(
                f"<table>{''.join(map(_row, rows))}</table>" if rows else f"<p>{part.text}</p>"
            )
    report = read_report(f"<html><body>{''.join(made)}</body></html>".encode())
    row = {
        "行政许可": "licensing",
        "行政处罚": "penalty",
        "行政强制": "compulsion",
        "行政事业性收费": "admin_fees",
    }[item]
    assert [c.state for c in report.cells if c.row == row] == ["ambiguous"]
