"""A report on a page and on the terminal, and the lines around a place."""

from __future__ import annotations

import io

import pytest
from project_paths import SAMPLE
from rich.console import Console

from gikstudy import read_report
from gikstudy.extraction import extract_report
from gikstudy.reading import read_document
from gikstudy.show import report_html, show_report, source_around

PATH = SAMPLE / "report_000.txt"


def test_what_a_report_prints_is_escaped_on_its_page():
    text = PATH.read_text("utf-8").replace("鄂托克旗人民政府", "鄂托克旗<b onclick=x>人民政府")
    page = report_html(read_report(text.encode()))
    assert "<b onclick" not in page
    assert page.count("<table") == page.count("</table>") >= 3


def test_a_report_draws_itself_where_a_page_is_asked_for():
    report = read_report(PATH)
    assert report._repr_html_() == report_html(report, report.document)


def test_a_cell_draws_itself_with_its_place_marked_in_the_source():
    report = read_report(SAMPLE / "report_003.txt")
    drawn = report.cell("requests/granted/total")._repr_html_()
    assert drawn.count("<mark>") == 1
    assert '<code>L41</code></td><td style="text-align:left">三、本年度辦理結果' in drawn
    assert "<mark>3</mark>" in drawn
    blank = report.cell("requests/carried_in/total")._repr_html_()
    assert "L40" in blank
    assert "<mark>" not in blank


def test_the_rows_with_open_cells_come_with_their_places():
    report = read_report(SAMPLE / "report_003.txt")
    page = report._repr_html_()
    assert "Rows with open cells, in the source: 8" in page
    assert "<mark>7</mark>" in page


def test_the_source_of_a_cell_is_escaped():
    text = (SAMPLE / "report_003.txt").read_text("utf-8").replace("| 7 |", "| <i>7</i> |", 1)
    drawn = read_report(text.encode()).cell("requests/received_new/business")._repr_html_()
    assert "<i>" not in drawn
    assert "&lt;i&gt;7&lt;/i&gt;" in drawn


def test_the_terminal_shows_who_and_each_table():
    document = read_document(PATH.read_bytes(), PATH.name)
    shown = io.StringIO()
    show_report(document, extract_report(document), console=Console(file=shown, width=200))
    said = shown.getvalue()
    assert "鄂托克旗人民政府" in said
    for head in ("主动公开政府信息情况", "申请情况", "行政复议"):
        assert head in said


def test_the_terminal_shows_the_lines_that_a_cell_was_read_from():
    document = read_document(PATH.read_bytes(), PATH.name)
    report = extract_report(document)
    cell = report.cell("requests/received_new/total")
    shown = io.StringIO()
    show_report(document, report, cell.key, Console(file=shown, width=200))
    assert cell.locus in shown.getvalue()


def said_of(text):
    document = read_document(text.encode(), "a.txt")
    report = extract_report(document)
    shown = io.StringIO()
    show_report(document, report, console=Console(file=shown, width=200))
    return report, shown.getvalue(), report_html(report)


def test_strays_are_listed_with_place_and_text_where_there_are_any():
    text = PATH.read_text("utf-8")
    report, said, page = said_of(text)
    assert not report.strays
    assert "strays" not in said
    assert "Strays" not in page
    text = text.replace("1.属于国家秘密", "人防<工程> | 4711\n  1.属于国家秘密", 1)
    report, said, page = said_of(text)
    label, number = report.strays
    assert (label.text, number.text) == ("人防<工程>", "4711")
    assert f"{number.locus}  4711" in said
    assert f"<code>{number.locus}</code> 4711" in page
    assert f"<code>{label.locus}</code> 人防&lt;工程&gt;" in page


def test_several_reports_on_one_page_are_named_and_none_is_read():
    other = (SAMPLE / "report_003.txt").read_text("utf-8")
    report, said, page = said_of(PATH.read_text("utf-8") + "\n" + other)
    assert report.status == "partial"
    assert report.reason.startswith("several reports on one page: ")
    assert report.reason.count("; ") == 1
    assert not [cell for cell in report.cells if cell.value is not None]
    assert len(report.strays) > 30  # the other report prints no more
    assert "several reports on one page" in said
    assert "several reports on one page" in page


def test_lines_around_a_place_are_those_that_are_not_empty():
    document = read_document("甲\n\n乙\n\n\n丙\n丁\n戊\n".encode(), "a.txt")
    assert source_around(document, "L6", 1) == [("L3", "乙"), ("L6", "丙"), ("L7", "丁")]
    assert source_around(document, "L6:2", 0) == [("L6", "丙")]


def test_around_a_blank_line_stands_what_stands_around_it():
    document = read_document("甲\n\n乙\n".encode(), "a.txt")
    assert ("L1", "甲") in source_around(document, "L2", 1)


def test_a_place_that_is_not_there_is_named():
    document = read_document("甲\n".encode(), "a.txt")
    with pytest.raises(ValueError, match=r"L99: no such locus in a\.txt"):
        source_around(document, "L99")


HOSTILE = "\x1b]0;x\x07\x1b[2J\x9b31m\u202e"


def test_nothing_a_report_prints_moves_the_cursor_or_turns_the_text():
    text = PATH.read_text("utf-8").replace("政府信息公开", f"政府{HOSTILE}信息公开")
    text = text.replace("三、", f"{HOSTILE}三、", 1).replace(" 0 ", f" {HOSTILE}0 ")
    document = read_document(text.encode(), f"{HOSTILE}.txt")
    report = read_report(text.encode())
    shown = io.StringIO()
    console = Console(file=shown, width=200)
    show_report(document, report, console=console)
    for cell in report.cells[::40]:
        show_report(document, report, cell.key, console)
    assert not set(shown.getvalue()) & set(HOSTILE) - set("0123456789;]x[Jm")
