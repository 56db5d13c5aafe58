"""Of a PDF what can be seen is read, where it is seen; every page is drawn by a real program."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pypdfium2
import pypdfium2.raw
import pytest
from matplotlib import get_data_path
from pdf_pages import ROWS, SIZE, box, cells, invisible, line, pdf, picture, table, write
from project_paths import DOCUMENTS
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from gikstudy.model import Grid, Line
from gikstudy.reading import read_document
from gikstudy.reading.pdf.document import read_pdf

MARK = "\ufffc"


@pytest.fixture
def without_recogniser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra `ocr`, a page that can only be seen is refused."""
    monkeypatch.setitem(sys.modules, "rapidocr", None)


PALE = "#d0d0d0"


def with_cell(row: int, column: int, text: str) -> list[list[list[str]]]:
    rows = [list(texts) for texts in ROWS]
    rows[row][column] = text
    return [rows]


@pytest.mark.parametrize(
    "mark",
    {
        "slanted": [write("2023 copy", 100, 150, size=40, angle=30)],
        "slanted the other way": [write("2023", 100, 240, size=30, angle=-45)],
        "tiled": [
            write("7 8", x, y, size=12, angle=20) for x in range(40, 390, 60) for y in (170, 200)
        ],
        "large and pale": [write("2023", 60, 170, size=60, colour=PALE)],
        "tiled and pale": [
            write("copy 7", x, y, colour=PALE) for x in (75, 260) for y in (165, 195)
        ],
        "tiled figures": [write("2023   2023   2023", 60, y, colour=PALE) for y in (165, 195, 225)],
        "transparent": [lambda c: c.setFillAlpha(0.2) or c.drawString(160, 170, "2023")],
        "white": [write("99", 160, 170, colour="#ffffff")],
        "nearly white": [write("99", 160, 170, colour="#fafafa")],
        "invisible": [invisible("99", 160, 170)],
        "tiny": [write("99", 160, 170, size=1)],
        "off the page": [write("99", 900, 170), write("99", 160, -50)],
        "black on black": [
            box(155, 162, 60, 20),
            write("99", 160, 170),
            box(155, 162, 60, 20, "#ffffff"),
        ],
    }.items(),
    ids=lambda item: item[0],
)
def test_marks_and_hidden_figures_are_in_no_cell(mark) -> None:
    for page in (pdf(*mark[1], table), pdf(table, *mark[1])):
        if mark[0] == "black on black":
            assert cells(page)[0][2][1] in ("", MARK)
            break
        assert cells(page) == [ROWS]
        assert not [b for b in read_pdf(page).blocks if isinstance(b, Line) and b.text[0].isdigit()]


def test_white_figures_on_a_dark_cell_are_read() -> None:
    page = pdf(box(150, 160, 100, 30, "#003366"), table, write("99", 160, 170, colour="#ffffff"))
    assert cells(page) == with_cell(2, 1, "99")


def test_what_is_cut_off_is_hidden() -> None:
    def cut(canvas) -> None:
        path = canvas.beginPath()
        path.rect(0, 0, 10, 10)
        canvas.clipPath(path, stroke=0)
        canvas.drawString(160, 170, "99")

    assert cells(pdf(table, cut)) == [ROWS]


def test_painted_over_figures_are_not_read() -> None:
    over = box(155, 226, 40, 16, "#ffffff")
    assert cells(pdf(table, over, write("777", 160, 230))) == with_cell(0, 1, "777")
    assert cells(pdf(table, box(155, 226, 40, 16))) == with_cell(0, 1, MARK)


@pytest.mark.parametrize(
    "strokes",
    [
        [line(159, 233.5, 173, 233.5)],
        [line(159, 232, 173, 232), line(159, 235, 173, 235)],
        [box(159, 233, 14, 0.6)],
        [line(159, 228, 173, 240), line(159, 240, 173, 228)],
    ],
    ids=["line", "double", "thin box", "cross"],
)
def test_struck_out_figures_give_way(strokes) -> None:
    assert cells(pdf(table, *strokes)) == with_cell(0, 1, MARK)
    assert cells(pdf(table, *strokes, write("88", 174, 230))) == with_cell(0, 1, "88")


def test_underlined_figures_are_read() -> None:
    assert cells(pdf(table, line(160, 228.5, 172, 228.5))) == [ROWS]


@pytest.mark.parametrize("y", [234.0, 227.5])
def test_a_small_raised_or_lowered_figure_is_a_note(y: float) -> None:
    assert cells(pdf(table, write("1", 171.2, y, size=6))) == with_cell(0, 1, "12[1]")
    assert cells(pdf(table, write("10", 171.2, y, size=6))) == with_cell(0, 1, "12[10]")


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_turned_pages_are_read_upright(turned: int) -> None:
    assert cells(pdf(table, turned=turned)) == [ROWS]

    def content(canvas) -> None:
        canvas.translate(SIZE[1], 0)
        canvas.rotate(90)
        table(canvas)

    assert cells(pdf(content, size=SIZE[::-1], turned=turned)) == [ROWS]


def test_drawings_within_drawings_keep_lines_and_text_together() -> None:
    def nested(canvas) -> None:
        canvas.beginForm("page")
        table(canvas)
        canvas.endForm()
        canvas.beginForm("sheet")
        canvas.scale(0.8, 0.8)
        canvas.translate(3, 4)
        canvas.doForm("page")
        canvas.endForm()
        canvas.translate(30, 20)
        canvas.scale(0.9, 0.9)
        canvas.doForm("sheet")

    assert cells(pdf(nested)) == [ROWS]


def test_several_pages_on_a_sheet_are_so_many_tables() -> None:
    document = pypdfium2.PdfDocument(pdf(table, pages=3))
    raw = pypdfium2.raw.FPDF_ImportNPagesToOne(document, 600.0, 800.0, 2, 2)
    file = io.BytesIO()
    pypdfium2.PdfDocument(raw).save(file)
    assert cells(file.getvalue()) == [ROWS] * 3


def test_a_field_is_read_where_it_stands() -> None:
    def field(canvas) -> None:
        canvas.acroForm.textfield(name="x", value="4711", x=155, y=163, width=80, height=22)

    assert cells(pdf(table, field)) == with_cell(2, 1, "4711")


def test_pictures_and_figures_drawn_as_shapes_are_marked() -> None:
    def shape(canvas) -> None:
        path = canvas.beginPath()
        path.moveTo(170, 170)
        path.curveTo(180, 170, 180, 180, 170, 180)
        path.curveTo(160, 180, 160, 170, 170, 170)
        canvas.drawPath(path, fill=1, stroke=0)

    for drawn in (picture(160, 165, 40, 20), shape):
        assert cells(pdf(table, drawn)) == with_cell(2, 1, MARK)
    assert cells(pdf(table, picture(175, 225, 20, 20))) == with_cell(0, 1, f"12 {MARK}")


def test_a_picture_behind_the_page_or_a_transparent_one_before_it_hides_nothing() -> None:
    whole = (0, 0, *SIZE)
    assert cells(pdf(picture(*whole), table)) == [ROWS]
    assert cells(pdf(table, picture(*whole, mode="RGBA"))) == [ROWS]


@pytest.mark.usefixtures("without_recogniser")
@pytest.mark.parametrize("under", [False, True], ids=["invisible", "under the picture"])
def test_text_guessed_from_a_scan_is_refused(under: bool) -> None:  # noqa: FBT001
    words = " ".join(str(n) for n in range(10, 60))
    scan = picture(0, 0, *SIZE)
    page = pdf(write(words, 5, 100), scan) if under else pdf(scan, invisible(words, 5, 100))
    document = read_document(page)
    assert not document.blocks
    assert "page 1 of the PDF is a scan" in document.problem


def test_lines_of_a_white_area_are_none() -> None:
    ground = box(20, 100, 360, 180, "#ffffff")
    (grid,) = (b for b in read_pdf(pdf(ground, table)).blocks if isinstance(b, Grid))
    assert len(grid.rows) == 3


def test_cells_painted_white_on_a_dark_table_are_cells() -> None:
    ground = [box(50, 160, 300, 90)]
    white = [box(x + 1, y + 1, 98, 28, "#ffffff") for x in (50, 150, 250) for y in (160, 190, 220)]
    texts = [
        write(text, 60 + 100 * column, 230 - 30 * row)
        for row, line_ in enumerate(ROWS)
        for column, text in enumerate(line_)
    ]
    assert cells(pdf(*ground, *white, *texts)) == [ROWS]


@pytest.mark.usefixtures("without_recogniser")
def test_characters_without_a_meaning_are_refused_and_not_guessed() -> None:
    pdfmetrics.registerFont(
        TTFont("dejavu", Path(get_data_path()) / "fonts/ttf/DejaVuSans.ttf", asciiReadable=0)
    )

    def embedded(canvas) -> None:
        for row in range(6):
            canvas.setFont("dejavu", 10)
            canvas.drawString(60, 230 - 12 * row, f"{37 * row + 12} {91 * row + 805}")

    page = pdf(table, embedded)
    assert not read_document(page).problem
    document = read_document(re.sub(rb"/ToUnicode \d+ 0 R", lambda m: b" " * len(m[0]), page))
    assert not document.blocks
    assert "page 1 of the PDF shows characters" in document.problem
    assert "ToUnicode" in document.problem


@pytest.mark.usefixtures("without_recogniser")
def test_text_drawn_as_shapes_is_refused() -> None:
    def shapes(canvas) -> None:
        for n in range(40):
            path = canvas.beginPath()
            path.moveTo(20 + 9 * n, 100)
            path.curveTo(28 + 9 * n, 100, 28 + 9 * n, 110, 20 + 9 * n, 110)
            canvas.drawPath(path, fill=1, stroke=0)

    assert "drawn as shapes" in read_document(pdf(shapes)).problem


def test_what_lies_on_a_layer_that_is_off_is_not_read() -> None:
    lines = " ".join(f"{x} 160 m {x} 250 l S" for x in (50, 150, 250, 350))
    lines += " ".join(f" 50 {y} m 350 {y} l S" for y in (160, 190, 220, 250))
    shown = "BT /F 10 Tf 160 230 Td (12) Tj ET /OC /On BDC BT /F 10 Tf 160 200 Td (34) Tj ET EMC"
    hidden = "/OC /Off BDC BT /F 10 Tf 160 170 Td (99) Tj ET EMC"
    content = f"{lines} {shown} {hidden}"
    objects = [
        "<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[5 0 R 6 0 R]/D<</OFF[6 0 R]>>>>>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        (
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]/Contents 4 0 R/Resources<</Font<</F"
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>/Properties<</On 5 0 R/Off 6 0 R>>>>>>"
        ),
        f"<</Length {len(content)}>>\nstream\n{content}\nendstream",
        "<</Type/OCG/Name(on)>>",
        "<</Type/OCG/Name(off)>>",
    ]
    body = "".join(f"{n} 0 obj\n{text}\nendobj\n" for n, text in enumerate(objects, 1))
    page = f"%PDF-1.6\n{body}trailer\n<</Root 1 0 R/Size 7>>\n%%EOF\n".encode()
    assert [row[1] for row in cells(page)[0]] == ["12", "34", ""]


def running(number: int, rows: list[list[str]], top: int, words: str = ""):
    """A page with a head and a foot as browsers print them, and a table of seven columns."""

    def draw(canvas) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(20, 290, "1/18/24, 9:30 AM a report")
        canvas.drawString(20, 5, f"http://www.example.gov.cn/a/{number}.html {number}/3")
        canvas.drawString(20, top + 8, words)
        for x in range(20, 381, 45):
            canvas.line(x, top, x, top - 25 * len(rows))
        for y in range(len(rows) + 1):
            canvas.line(20, top - 25 * y, 380, top - 25 * y)
        for y, row in enumerate(rows):
            for x, text in enumerate(row):
                canvas.drawString(25 + 45 * x, top - 25 * y - 15, text)

    return draw


def pages(*drawn) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=SIZE)
    for draw in drawn:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def test_a_table_goes_on_past_the_foot_and_the_head_of_pages() -> None:
    head, one, two = list("abcdefgh"), list("12345678"), list("87654321")
    blank = [""] * 8
    (whole,) = cells(
        pages(
            running(1, [head, one], 100),
            running(2, [head, two], 270),
            running(3, [blank], 270),
        )
    )
    assert whole == [head, one, two, blank]
    apart = pages(running(1, [head, one], 100), running(2, [head, two], 260, words="another"))
    assert len(cells(apart)) == 2
    loci = [
        row[0].locus
        for block in read_pdf(pages(running(1, [head, one], 100), running(2, [two], 270))).blocks
        if isinstance(block, Grid)
        for row in block.rows
    ]
    assert [locus[:2] for locus in loci] == ["P1", "P1", "P2"]


@pytest.mark.parametrize("name", ["browser", "writer"])
def test_pages_printed_by_real_programs_hold_when_they_are_made_smaller(name: str) -> None:
    """Some of Chromium's characters are drawings (Type 3), which PDFium misplaces inside others."""

    def texts(data: bytes) -> list[str]:
        grids = [block for block in read_pdf(data).blocks if isinstance(block, Grid)]
        return [cell.text for grid in grids for row in grid.rows for cell in row]

    data = (DOCUMENTS / f"{name}.pdf").read_bytes()
    document = pypdfium2.PdfDocument(data)
    raw = pypdfium2.raw.FPDF_ImportNPagesToOne(document, 400.0, 792.0, 1, 1)
    file = io.BytesIO()
    pypdfium2.PdfDocument(raw).save(file)
    assert texts(file.getvalue()) == texts(data)
