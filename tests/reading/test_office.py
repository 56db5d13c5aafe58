"""PDF, Word and Excel files, made by real programs from made-up reports whose truth is known."""

from __future__ import annotations

import csv
import io
import shutil
import sys
import zipfile
from pathlib import Path

import pytest
from project_paths import DOCUMENTS

from gikstudy.extraction import extract_report
from gikstudy.model import Document, Grid, GridCell, Line
from gikstudy.reading import limits, read_document

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(name: str) -> Document:
    return read_document((DOCUMENTS / name).read_bytes(), name)


def rows_of(document: Document) -> list[tuple[GridCell, ...]]:
    return [row for block in document.blocks if isinstance(block, Grid) for row in block.rows]


def truth(name: str) -> dict[str, tuple[str, float | None]]:
    with (DOCUMENTS / f"{Path(name).stem}.csv").open(encoding="utf-8") as file:
        return {
            "/".join((row["table"], row["row"], row["column"])): (
                row["state"],
                float(row["value"]) if row["value"] else None,
            )
            for row in csv.DictReader(file)
        }


@pytest.mark.parametrize("name", ["writer.pdf", "writer.docx", "writer.doc", "browser.pdf"])
def test_every_number_of_a_real_file_is_read(name: str) -> None:
    if name.endswith(".pdf"):
        pytest.importorskip("pypdfium2")
    if name.endswith(".doc") and not (shutil.which("soffice") or shutil.which("libreoffice")):
        pytest.skip("needs LibreOffice to read Word 97 files")
    document = read(name)
    assert document.problem == ""
    report = extract_report(document)
    expected = truth(name)
    assert {cell.key for cell in report.cells} == set(expected)
    for cell in report.cells:
        state, value = expected[cell.key]
        if cell.state == "solved":
            assert state == "blank", cell
        else:
            assert (cell.state, cell.value) == (state, value), cell


def test_loci_of_a_pdf_name_page_row_and_cell() -> None:
    pytest.importorskip("pypdfium2")
    blocks = read("writer.pdf").blocks
    assert isinstance(blocks[0], Line)
    assert blocks[0].locus == "P1R1"
    loci = [cell.locus for b in blocks if isinstance(b, Grid) for row in b.rows for cell in row]
    assert len(set(loci)) == len(loci)
    assert all(locus[0] == "P" and "R" in locus and "C" in locus for locus in loci)
    assert {locus[:2] for locus in loci} >= {"P1", "P2"}


def test_a_table_over_a_page_break_is_one_grid() -> None:
    pytest.importorskip("pypdfium2")
    grids = [block for block in read("writer.pdf").blocks if isinstance(block, Grid)]
    pages = [{cell.locus[:2] for row in grid.rows for cell in row} for grid in grids]
    assert any(len(on) > 1 for on in pages)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(turn: int) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    straight = read("writer.pdf")
    file = pdfium.PdfDocument(DOCUMENTS / "writer.pdf")
    for page in file:
        width, height = page.get_size()
        shape = {
            90: (0, 1, -1, 0, height, 0),
            180: (-1, 0, 0, -1, width, height),
            270: (0, -1, 1, 0, 0, width),
        }
        for drawn in page.get_objects(max_depth=1):
            drawn.transform(pdfium.PdfMatrix(*shape[turn]))
        if turn != 180:
            page.set_mediabox(0, 0, height, width)
            page.set_cropbox(0, 0, height, width)
        page.set_rotation(turn)
        page.gen_content()
    buffer = io.BytesIO()
    file.save(buffer)
    turned = read_document(buffer.getvalue())
    # PDFium garbles a few Chinese characters of the fonts when it writes the page anew.
    cells = [
        [["字" if max(c.text, default="") > "z" else c.text for c in row] for row in rows]
        for rows in map(rows_of, (straight, turned))
    ]
    assert cells[0] == cells[1]


def test_a_scanned_pdf_needs_a_recogniser(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pypdfium2")
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    document = read("scanned.pdf")
    assert (document.source_format, document.blocks) == ("pdf", ())
    assert "scanned" in document.problem


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    assert "pip install 'gikstudy[pdf]'" in read_document(b"%PDF-1.7\n").problem


def test_a_missing_word_program_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert "libreoffice-writer-nogui" in read("writer.doc").problem


def zip_of(members: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def docx_of(body: str) -> bytes:
    return zip_of(
        {"word/document.xml": f"<w:document {NAMESPACE}><w:body>{body}</w:body></w:document>"}
    )


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_word_tables_keep_merged_cells() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"

    rows = [
        cell("三、本年度", "<w:vMerge w:val='restart'/>")
        + cell("予以公开", "<w:gridSpan w:val='2'/>")
        + cell("1"),
        cell("", "<w:vMerge/>")
        + cell("不予公开", "<w:vMerge w:val='restart'/>")
        + cell("国家秘密")
        + cell(""),
        cell("", "<w:vMerge/>") + cell("", "<w:vMerge/>") + cell("其他") + cell("2"),
    ]
    table = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    (line, grid) = read_document(docx_of(paragraph("二、公开") + table)).blocks
    assert line == Line("二、公开", "L1")
    assert isinstance(grid, Grid)
    assert [[(c.text, c.locus, c.rowspan, c.colspan) for c in row] for row in grid.rows] == [
        [("三、本年度", "T1R1C1", 3, 1), ("予以公开", "T1R1C2", 1, 2), ("1", "T1R1C3", 1, 1)],
        [("不予公开", "T1R2C1", 2, 1), ("国家秘密", "T1R2C2", 1, 1), ("", "T1R2C3", 1, 1)],
        [("其他", "T1R3C1", 1, 1), ("2", "T1R3C2", 1, 1)],
    ]


def test_word_text_is_what_is_shown() -> None:
    body = (
        "<w:p><w:r><w:t>收到</w:t></w:r><w:del><w:r><w:delText>8</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>7</w:t></w:r></w:ins><w:hyperlink><w:r><w:t>件</w:t></w:r></w:hyperlink></w:p>"
        f"<w:sdt><w:sdtContent>{paragraph('一')}</w:sdtContent></w:sdt>"
        "<w:p><w:r><w:t>上</w:t><w:br/><w:t>下</w:t></w:r></w:p>"
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>0</w:t></w:r>"
        "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>1</w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>9</w:t></w:r></w:p>"
    )
    blocks = read_document(docx_of(body)).blocks
    assert [line.text for line in blocks if isinstance(line, Line)] == [
        "收到7件", "一", "上", "下", "0[1]",
    ]  # fmt: skip
    assert [line.locus for line in blocks if isinstance(line, Line)][-2:] == ["L4", "L5"]


def test_entities_in_word_files_are_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w:document/>'
    problem = read_document(zip_of({"word/document.xml": bomb})).problem
    assert "declares entities" in problem


def test_a_swollen_word_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "DOCUMENT_BYTES", 100_000)
    problem = read_document(docx_of(paragraph("x" * 200_000))).problem
    assert "unpacks to more than the limit of a document" in problem


def test_deep_word_files_are_read_or_refused() -> None:
    document = read_document(docx_of("<w:sdt>" * 5000 + paragraph("x") + "</w:sdt>" * 5000))
    assert document.problem or document.blocks


def test_spreadsheets_keep_their_own_rows_and_columns() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [
        [None, "申请人情况", None, "总计"],
        ["一、新收", 7, 0.5, 1372.0],
        [None] * 4,
        ["注"],
    ]:
        sheet.append(row)
    sheet.merge_cells("B1:C1")
    buffer = io.BytesIO()
    book.save(buffer)
    (grid,) = read_document(buffer.getvalue()).blocks
    assert isinstance(grid, Grid)
    assert [[(c.text, c.locus, c.colspan) for c in row] for row in grid.rows[:2]] == [
        [("", "T1R1C1", 1), ("申请人情况", "T1R1C2", 2), ("总计", "T1R1C4", 1)],
        [
            ("一、新收", "T1R2C1", 1),
            ("7", "T1R2C2", 1),
            ("0.5", "T1R2C3", 1),
            ("1372", "T1R2C4", 1),
        ],
    ]


@pytest.mark.parametrize("name", ["writer.pdf", "writer.docx", "browser.pdf"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_a_cut_file_says_so(name: str, share: float) -> None:
    data = (DOCUMENTS / name).read_bytes()
    document = read_document(data[: int(len(data) * share)])
    assert bool(document.blocks) != bool(document.problem)
    assert "\n" not in document.problem


def test_a_protected_pdf_says_so() -> None:
    pytest.importorskip("pypdfium2")
    data = (DOCUMENTS / "writer.pdf").read_bytes()
    encrypt = (
        b"/Encrypt<</Filter/Standard/V 1/R 2/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">/P -4>>"
    )
    document = read_document(data.replace(b"trailer\n<<", b"trailer\n<<" + encrypt))
    assert document.problem
