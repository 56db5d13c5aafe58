"""Pages that are pictures and cannot be read are named: what is missing never looks complete."""

from __future__ import annotations

import io
import sys

import pytest
from ofd_pages import NAMES, START, packed
from project_paths import DOCUMENTS

from gikstudy.engine.checked_report import report_of
from gikstudy.model import Document, UnreadPages
from gikstudy.reading import read_document
from gikstudy.screening import Kind, with_unread

pdfium = pytest.importorskip("pypdfium2", reason="needs pip install 'gikstudy[pdf]'")
REMEDY = "pip install 'gikstudy[ocr]'"


@pytest.fixture
def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)


def mixed(*pages: tuple[str, int]) -> Document:
    """A PDF with pages of several files."""
    made = pdfium.PdfDocument.new()
    for name, index in pages:
        made.import_pages(pdfium.PdfDocument((DOCUMENTS / name).read_bytes()), [index])
    written = io.BytesIO()
    made.save(written)
    return read_document(written.getvalue(), "mixed.pdf")


def whole() -> list[tuple[str, int]]:
    """All pages of a printed report."""
    count = len(pdfium.PdfDocument((DOCUMENTS / "writer.pdf").read_bytes()))
    return [("writer.pdf", n) for n in range(count)]


@pytest.mark.usefixtures("without_ocr")
def test_a_scanned_page_among_printed_ones_is_named() -> None:
    printed = report_of(mixed(*whole()))
    assert (printed.status, printed.about.cues[-1].cue) != ("partial", "unread")
    document = mixed(*whole(), ("scanned.pdf", 0))
    report = report_of(document)
    number = len(whole()) + 1
    assert document.unread == UnreadPages((number,), f"to read it: {REMEDY}")
    assert report.status == "partial"
    assert f"page {number} is a picture" in report.reason
    assert REMEDY in report.reason
    cue = report.about.cues[-1]
    assert (cue.cue, cue.value, cue.locus) == ("unread", str(number), f"P{number}")
    assert [c.state for c in report.cells] == [c.state for c in printed.cells]


@pytest.mark.usefixtures("without_ocr")
def test_cells_of_a_page_that_was_not_read_are_missing() -> None:
    """Whichever page is a picture, no number of it appears, as a blank or otherwise."""
    pages = whole()
    printed = report_of(mixed(*pages))
    assert len(pages) > 1
    for n in range(len(pages)):
        lacking = [("scanned.pdf", 0) if at == n else page for at, page in enumerate(pages)]
        report = report_of(mixed(*lacking))
        assert report.status in ("partial", "no_tables", "failed")
        assert f"page {n + 1} is a picture" in report.reason
        known = {c.key: c for c in printed.cells}
        for cell in report.cells:
            true = known[cell.key]
            if cell.state in ("missing", "unreadable"):
                continue
            if true.locus.startswith(f"P{n + 1}R"):  # nothing of it was seen, but a sum says it
                assert (cell.state, cell.value) == ("solved", true.value or 0)
            else:
                assert (cell.state, cell.value) == (true.state, true.value)


def test_a_document_of_which_the_title_may_be_on_a_picture_failed() -> None:
    """It may be a report: that it is none is not known."""
    unread = UnreadPages((1, 3), f"to read them: {REMEDY}")
    none = Kind("not_a_report", "no title", readable=False)
    assert with_unread(none, unread, "").status == "failed"
    assert with_unread(none, unread, "某局通知").status == "not_a_report"
    assert with_unread(Kind("ok"), unread, "某局年报") == Kind(
        "partial", f"pages 1, 3 are pictures and not read; to read them: {REMEDY}"
    )
    assert with_unread(Kind("partial", "no table 4"), unread, "").reason.startswith(
        "no table 4; pages 1, 3"
    )


def test_a_page_of_an_ofd_file_that_is_a_picture_is_named() -> None:
    """Text, then a picture: the second page is named, with what can be done."""
    root = (
        f"<ofd:Document {NAMES}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
        "</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>"
        '<ofd:Page ID="1" BaseLoc="1.xml"/><ofd:Page ID="2" BaseLoc="2.xml"/></ofd:Pages></ofd:Document>'
    )
    page = "<ofd:Page {}><ofd:Content><ofd:Layer>{}</ofd:Layer></ofd:Content></ofd:Page>"
    text = (
        '<ofd:TextObject Boundary="20 20 60 6" Size="4">'
        '<ofd:TextCode X="0" Y="4">政府信息公开</ofd:TextCode></ofd:TextObject>'
    )
    picture = '<ofd:ImageObject Boundary="0 0 210 297"/>'
    parts = {
        "OFD.xml": START,
        "Doc_0/Document.xml": root,
        "Doc_0/1.xml": page.format(NAMES, text),
        "Doc_0/2.xml": page.format(NAMES, picture),
    }
    document = read_document(packed(parts))
    assert (document.problem, [block.text for block in document.blocks]) == ("", ["政府信息公开"])
    assert document.unread == UnreadPages((2,), "put it through OCR first")
