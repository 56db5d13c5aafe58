"""PDF pages with one small table, drawn with reportlab, and what may be drawn beneath and upon it."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image
from reportlab.lib.colors import HexColor, black
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from gikstudy.model import Grid
from gikstudy.reading.pdf.document import read_pdf

Draw = Callable[[Canvas], object]
SIZE = (400, 300)
XS, YS = [50, 150, 250, 350], [250, 220, 190, 160]
ROWS = [["a", "12", "34"], ["b", "56", "78"], ["c", "", "90"]]


def table(canvas: Canvas, rows: list[list[str]] = ROWS) -> None:
    """Cells of 100 by 30 points; the text of each begins 10 points from its left, 10 above its foot."""
    for x in XS:
        canvas.line(x, YS[-1], x, YS[0])
    for y in YS:
        canvas.line(XS[0], y, XS[-1], y)
    canvas.setFont("Helvetica", 10)
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            canvas.drawString(XS[column] + 10, YS[row] - 20, text)


def pdf(*drawn: Draw, size: tuple[int, int] = SIZE, turned: int = 0, pages: int = 1) -> bytes:
    """What is drawn, in order, on each of some pages."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=size, pageCompression=0)
    for _ in range(pages):
        if turned:
            canvas.setPageRotation(turned)
        for draw in drawn:
            canvas.saveState()
            draw(canvas)
            canvas.restoreState()
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def cells(data: bytes) -> list[list[list[str]]]:
    """The texts of all tables."""
    blocks = read_pdf(data).blocks
    return [[[c.text for c in row] for row in b.rows] for b in blocks if isinstance(b, Grid)]


def write(
    text: str, x: float, y: float, *, size: float = 10, colour: str = "#000000", angle: float = 0
) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(HexColor(colour))
        canvas.translate(x, y)
        canvas.rotate(angle)
        canvas.setFont("Helvetica", size)
        canvas.drawString(0, 0, text)

    return draw


def box(x: float, y: float, width: float, height: float, colour: str = "#000000") -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(HexColor(colour))
        canvas.rect(x, y, width, height, fill=1, stroke=0)
        canvas.setFillColor(black)

    return draw


def line(x1: float, y1: float, x2: float, y2: float) -> Draw:
    return lambda canvas: canvas.line(x1, y1, x2, y2)


def picture(x: float, y: float, width: float, height: float, mode: str = "RGB") -> Draw:
    image = ImageReader(Image.new(mode, (4, 2), (200, 30, 30, 0)[: len(mode)]))
    return lambda canvas: canvas.drawImage(image, x, y, width, height, mask="auto")


def invisible(text: str, x: float, y: float) -> Draw:
    def draw(canvas: Canvas) -> None:
        written = canvas.beginText(x, y)
        written.setTextRenderMode(3)
        written.setFont("Helvetica", 10)
        written.textOut(text)
        canvas.drawText(written)

    return draw
