"""Programs that set a page by themselves, without an office program or a browser behind them.

Without rules, the words of a tall cell are in the middle of its rows. So lines of text are heights
on the page, and a header further up may be further right.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from tests.zoo.figures import Report
from tests.zoo.files import find_font
from tests.zoo.pages import Box, Part, as_html, columns, parts


def fpdf2(report: Report, target: Path) -> None:
    """fpdf2: tables without any rule."""
    from fpdf import FPDF

    page = FPDF()
    page.add_font("zh", fname=str(find_font()))
    page.set_font("zh", size=8)
    page.add_page()
    page.set_creation_date(datetime(2026, 1, 1, tzinfo=UTC))
    for part in parts(report):
        if part.kind != "table":
            page.multi_cell(0, 5, part.text, new_x="LMARGIN", new_y="NEXT")
            continue
        with page.table(first_row_as_headings=False, borders_layout="NONE", line_height=4) as made:
            for boxes in part.table:
                row = made.row()
                for box in boxes:
                    row.cell(box.text, colspan=box.wide, rowspan=box.tall)
    page.output(str(target))


def typst(report: Report, target: Path, *, stroke: str = "0.5pt") -> None:
    """Typst: tables with rules, or without (`none`)."""
    import typst as program

    lines = ['#set text(font: "WenQuanYi Zen Hei", size: 8pt)']
    lines += [_typst_part(part, stroke) for part in parts(report)]
    source = target.with_suffix(".typ")
    source.write_text("\n".join(lines), "utf-8")
    program.compile(str(source), output=str(target))
    source.unlink()


def _typst_part(part: Part, stroke: str) -> str:
    if part.kind != "table":
        return f"#par[#text({_quoted(part.text)})]"
    cells = ", ".join(_typst_cell(box) for boxes in part.table for box in boxes)
    return f"#table(columns: {columns(part.table)}, stroke: {stroke}, {cells})"


def _typst_cell(box: Box) -> str:
    return f"table.cell(colspan: {box.wide}, rowspan: {box.tall})[#text({_quoted(box.text)})]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def xhtml2pdf(report: Report, target: Path) -> None:
    """xhtml2pdf: a page of HTML whose tables have no rules; the reader of the PDF has the font."""
    from xhtml2pdf import pisa

    style = (
        "body { font-family: STSong-Light; font-size: 7pt } td, th { border: none; padding: 2px }"
    )
    with target.open("wb") as file:
        pisa.CreatePDF(as_html(report, style), dest=file)
