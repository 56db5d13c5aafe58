"""Writes the pages of a PDF as an OFD file, by the standard GB/T 33190-2016.

No program that can be had here writes OFD with the lines of tables. So the characters and the lines
of a PDF that LibreOffice or Chromium printed are put down as an OFD writer puts them.
"""

from __future__ import annotations

import ctypes
import io
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from xml.sax.saxutils import escape

import pypdfium2
import pypdfium2.raw as raw

MM = 25.4 / 72
NAMES = 'xmlns:ofd="http://www.ofdspec.org/2016"'
START = f"""<?xml version="1.0" encoding="UTF-8"?><ofd:OFD {NAMES} Version="1.0" DocType="OFD">
<ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID></ofd:DocInfo>
<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"""


def ofd_of(document: bytes, *, one_by_one: bool = False) -> bytes:
    """The same pages as an OFD file; `one_by_one` gives each character an object of its own."""
    pdf = pypdfium2.PdfDocument(document)
    pages = [_content(page, one_by_one=one_by_one) for page in pdf]
    width, height = pdf[0].get_size()
    listed = "".join(
        f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages))
    )
    area = f"<ofd:PhysicalBox>0 0 {width * MM:.3f} {height * MM:.3f}</ofd:PhysicalBox>"
    root = (
        f"<ofd:Document {NAMES}><ofd:CommonData><ofd:PageArea>{area}</ofd:PageArea>"
        f"</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    )
    parts = {"OFD.xml": START, "Doc_0/Document.xml": root}
    parts |= {f"Doc_0/Pages/Page_{n}/Content.xml": page for n, page in enumerate(pages)}
    return packed(parts)


def packed(parts: dict[str, str | bytes]) -> bytes:
    """The parts as a file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def _content(page: pypdfium2.PdfPage, *, one_by_one: bool) -> str:
    height = page.get_height()
    objects = [*_paths(page, height), *_texts(page, height, one_by_one=one_by_one)]
    layer = f'<ofd:Layer ID="1">{"".join(objects)}</ofd:Layer>'
    return f"<ofd:Page {NAMES}><ofd:Content>{layer}</ofd:Content></ofd:Page>"


def _paths(page: pypdfium2.PdfPage, height: float) -> Iterator[str]:
    for drawn in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        a, b, c, d, e, f = drawn.get_matrix().get()
        steps = []
        for number in range(raw.FPDFPath_CountSegments(drawn)):
            segment = raw.FPDFPath_GetPathSegment(drawn, number)
            x, y = ctypes.c_float(), ctypes.c_float()
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            right, up = a * x.value + c * y.value + e, b * x.value + d * y.value + f
            kind = "M" if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO else "L"
            steps.append(f"{kind} {right * MM:.3f} {(height - up) * MM:.3f}")
            steps += ["C"] * bool(raw.FPDFPathSegment_GetClose(segment))
        mode, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(drawn, mode, stroke)
        colour = [ctypes.c_uint() for _ in range(4)]
        raw.FPDFPageObj_GetFillColor(drawn, *colour)
        filled = f'Fill="{"true" if mode.value else "false"}"'
        drawn_lines = f'Stroke="{"true" if stroke.value else "false"}"'
        value = " ".join(str(one.value) for one in colour[:3])
        yield (
            f'<ofd:PathObject ID="2" Boundary="0 0 500 500" {filled} {drawn_lines}>'
            f'<ofd:FillColor Value="{value}"/>'
            f"<ofd:AbbreviatedData>{' '.join(steps)}</ofd:AbbreviatedData></ofd:PathObject>"
        )


def _texts(page: pypdfium2.PdfPage, height: float, *, one_by_one: bool) -> Iterator[str]:
    text = page.get_textpage()
    run: list[tuple[str, float, float, float]] = []
    for number in range(text.count_chars()):
        character = chr(raw.FPDFText_GetUnicode(text, number))
        size = raw.FPDFText_GetFontSize(text, number) or 1.0
        x, y = ctypes.c_double(), ctypes.c_double()
        placed = raw.FPDFText_GetCharOrigin(text, number, x, y)
        here = (character, x.value * MM, (height - y.value) * MM, size * MM)
        goes_on = run and run[-1][2:] == here[2:] and 0 < here[1] - run[-1][1] < 2 * here[3]
        if run and (one_by_one or not goes_on or not placed):
            yield _object(run)
            run = []
        if placed and not character.isspace() and character.isprintable():
            run.append(here)
    if run:
        yield _object(run)


def _object(run: list[tuple[str, float, float, float]]) -> str:
    _, x, y, size = run[0]
    top = y - size
    steps = " ".join(f"{b[1] - a[1]:.3f}" for a, b in pairwise(run))
    told = f' DeltaX="{steps}"' if steps else ""
    characters = escape("".join(character for character, *_ in run))
    return (
        f'<ofd:TextObject ID="3" Boundary="{x:.3f} {top:.3f} 100 {size:.3f}" Font="4" '
        f'Size="{size:.3f}"><ofd:TextCode X="0" Y="{size:.3f}"{told}>{characters}</ofd:TextCode>'
        "</ofd:TextObject>"
    )
