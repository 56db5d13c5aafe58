"""Word and Excel files and simple PDFs, written by libraries straight from a report."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from tests.zoo.figures import Report
from tests.zoo.pages import Part, columns, parts, placed


def find_font() -> Path:
    """A font with Chinese characters, as fontconfig knows it."""
    found = subprocess.run(
        ["fc-match", "-f", "%{file}", "WenQuanYi Zen Hei"],
        capture_output=True,
        text=True,
        check=True,
    )
    return Path(found.stdout)


def word(report: Report, target: Path) -> None:
    """python-docx: tables with joined cells, numbers in the middle."""
    import docx
    from docx.shared import Pt

    made = docx.Document()
    made.styles["Normal"].font.size = Pt(9)
    for part in parts(report):
        if part.kind == "table":
            _word_table(made, part)
        elif part.kind == "text":
            made.add_paragraph(part.text)
        else:
            made.add_heading(part.text, level=1 if part.kind == "title" else 2)
    made.save(str(target))


def _word_table(made: Any, part: Part) -> None:
    width = columns(part.table)
    table = made.add_table(rows=len(part.table), cols=width, style="Table Grid")
    for y, x, box in placed(part.table):
        cell = table.cell(y, x)
        if box.wide > 1 or box.tall > 1:
            cell = cell.merge(table.cell(y + box.tall - 1, x + box.wide - 1))
        cell.text = box.text
        if box.number:
            cell.paragraphs[0].alignment = 1


def book(report: Report, target: Path, *, sheets: bool = False) -> None:
    """openpyxl: all on one sheet, or each table on a sheet of its own."""
    import openpyxl

    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "年度报告"
    y = 1
    for part in parts(report):
        if part.kind == "table":
            if sheets:
                sheet, y = made.create_sheet(f"表{len(made.worksheets) + 1}"), 1
            y = _sheet_table(sheet, part, y)
        else:
            sheet.cell(y, 1, part.text)
            y += 1
    made.save(target)


def _sheet_table(sheet: Any, part: Part, top: int) -> int:
    from openpyxl.styles import Alignment, Border, Side

    line = Side(style="thin")
    for y, x, box in placed(part.table):
        cell = sheet.cell(top + y, x + 1, _typed(box.text) if box.number else box.text)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        cell.border = Border(line, line, line, line)
        if box.wide > 1 or box.tall > 1:
            sheet.merge_cells(
                start_row=top + y,
                end_row=top + y + box.tall - 1,
                start_column=x + 1,
                end_column=x + box.wide,
            )
    return top + len(part.table)


def _typed(text: str) -> int | float | str | None:
    """What a clerk's keyboard leaves in the cell."""
    if not text:
        return None
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def drawn(report: Report, target: Path, *, ruled: bool = True) -> None:
    """reportlab: tables with or without rules, flowing over the pages."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    pdfmetrics.registerFont(TTFont("zh", str(find_font()), subfontIndex=0))
    normal = ParagraphStyle("normal", fontName="zh", fontSize=9, leading=13, wordWrap="CJK")
    small = ParagraphStyle("small", normal, fontSize=7, leading=9)
    large = ParagraphStyle("large", normal, fontSize=12, leading=20)
    story: list[Any] = []
    for part in parts(report):
        if part.kind == "table":
            story.append(_drawn_table(part, small, ruled=ruled))
        else:
            story.append(Paragraph(part.text, normal if part.kind == "text" else large))
    page = SimpleDocTemplate(str(target), pagesize=A4, leftMargin=40, rightMargin=40, invariant=1)
    page.build(story)


def _drawn_table(part: Part, style: Any, *, ruled: bool) -> Any:
    from reportlab.lib.colors import black
    from reportlab.platypus import Paragraph, Table

    width = columns(part.table)
    rows = [[""] * width for _ in part.table]
    looks: list[tuple[Any, ...]] = [("FONT", (0, 0), (-1, -1), "zh", 7)]
    looks += [("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    if ruled:
        looks.append(("GRID", (0, 0), (-1, -1), 0.5, black))
    for y, x, box in placed(part.table):
        rows[y][x] = box.text if box.number else Paragraph(box.text, style)
        looks.append(("SPAN", (x, y), (x + box.wide - 1, y + box.tall - 1)))
    room = 515
    if part.name == "requests":
        widths = [40, 50, 100, *[(room - 190) / 7] * 7]
    else:
        widths = [room / width] * width
    return Table(rows, colWidths=widths, style=looks)
