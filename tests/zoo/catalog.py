"""What is printed with what, and of which report.

A way of printing starts from a report (`source` is empty) or from what another way has made. The
last word names the reports: A is `form_2019`, B is `form_2021`, G is `gaps`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tests.zoo import extractors as ex
from tests.zoo import files, pages
from tests.zoo import printers as pr
from tests.zoo import typesetters as ts
from tests.zoo.texts import TEXTS

REPORTS = {"A": "form_2019", "B": "form_2021", "G": "gaps"}


@dataclass(frozen=True)
class Way:
    """One way of printing a report."""

    name: str
    extension: str
    program: str
    mode: str
    source: str
    do: Callable[[Any, Path], None]
    reports: str = ""


def ways() -> dict[str, Way]:
    """All of them by name; the name of a way also names the files that it makes."""
    made = [*_sources(), *_from_pages(), *_office(), *_reworked(), *_texts()]
    assert len(made) == len({way.name for way in made})
    return {way.name: way for way in made}


def _sources() -> list[Way]:
    page = [
        Way(f"page_{name}", "html", "own", name, "", partial(_page, style=style))
        for name, style in pr.STYLES.items()
        if name != "plain"
    ]
    return [
        Way("page", "html", "own", "a page with plain tables", "", _page, "ABG"),
        *page,
        Way("python_docx", "docx", "python-docx", "joined cells", "", files.word, "ABG"),
        Way("openpyxl", "xlsx", "openpyxl", "one sheet", "", files.book, "AG"),
        Way("openpyxl_sheets", "xlsx", "openpyxl", "a sheet a table", "", _sheets, "B"),
        Way("reportlab", "pdf", "reportlab", "ruled", "", files.drawn, "AG"),
        Way("reportlab_unruled", "pdf", "reportlab", "no rules", "", _unruled, "B"),
        Way("fpdf2_unruled", "pdf", "fpdf2", "no rules", "", ts.fpdf2, "AG"),
        Way("typst", "pdf", "typst", "ruled", "", ts.typst, "BG"),
        Way("typst_unruled", "pdf", "typst", "no rules", "", _typst_unruled, "G"),
        Way("xhtml2pdf_unruled", "pdf", "xhtml2pdf", "no rules", "", ts.xhtml2pdf, "B"),
    ]


def _page(report: Any, target: Path, *, style: str = pr.PLAIN) -> None:
    target.write_text(pages.as_html(report, style), "utf-8")


_sheets = partial(files.book, sheets=True)
_unruled = partial(files.drawn, ruled=False)
_typst_unruled = partial(ts.typst, stroke="none")
# Which report each look is printed of.
LOOKS = dict(
    zip(
        (name for name in pr.STYLES if name != "plain"),
        "ABABGABGABAB",
        strict=True,
    )
)


def _from_pages() -> list[Way]:
    bare = partial(_chromium, flags=("--no-pdf-header-footer",))
    slim = partial(_chromium, flags=("--no-pdf-header-footer", "--disable-pdf-tagging"))
    looks = [
        Way(f"chromium_{name}", "pdf", "chromium", f"style {name}", f"page_{name}", slim, reports)
        for name, reports in LOOKS.items()
    ]
    return [
        Way("chromium", "pdf", "chromium", "print to PDF", "page", slim, "ABG"),
        Way("chromium_tagged", "pdf", "chromium", "tagged", "page", bare, "A"),
        Way(
            "chromium_lines", "pdf", "chromium", "header and footer", "page", pr.chromium_lines, "B"
        ),
        Way(
            "chromium_a5_lines", "pdf", "chromium", "A5, footer", "page_a5", pr.chromium_lines, "G"
        ),
        *looks,
        Way(
            "chromium_copy", "txt", "chromium", "marked and copied", "page", pr.chromium_copy, "ABG"
        ),
        Way("wkhtmltopdf", "pdf", "wkhtmltopdf", "default", "page", pr.wkhtmltopdf, "AB"),
        Way("wkhtmltopdf_a5", "pdf", "wkhtmltopdf", "A5", "page", _wkhtml_a5, "G"),
        Way("weasyprint", "pdf", "weasyprint", "default", "page", pr.weasyprint, "G"),
        Way(
            "weasyprint_tall",
            "pdf",
            "weasyprint",
            "tall rows",
            "page_tall_rows",
            pr.weasyprint,
            "A",
        ),
    ]


def _chromium(source: Path, target: Path, *, flags: tuple[str, ...]) -> None:
    pr.chromium(source, target, *flags)


def _wkhtml_a5(source: Path, target: Path) -> None:
    pr.wkhtmltopdf(source, target, "--page-size", "A5")


def _office() -> list[Way]:
    def lo(name: str, extension: str, source: str, reports: str, how: str = "") -> Way:
        mode = f"{source} to {extension}"
        do = partial(pr.office, how=how)
        return Way(name, extension, "libreoffice", mode, source, do, reports)

    comma, semicolon = (f"Text - txt - csv (StarCalc):{n},34,76,1" for n in (44, 59))
    return [
        lo("writer", "pdf", "python_docx", "ABG"),
        lo("writer_doc", "doc", "python_docx", "BG", "MS Word 97"),
        lo("writer_odt", "odt", "python_docx", "A"),
        lo("writer_rtf", "rtf", "python_docx", "B"),
        lo("writer_html", "html", "python_docx", "AG"),
        lo("writer_txt", "txt", "python_docx", "BG", "Text (encoded):UTF8"),
        lo("writer_epub", "epub", "python_docx", "A"),
        lo("writer_web", "pdf", "page", "A", "writer_web_pdf_Export"),
        lo("writer_web_docx", "docx", "page", "BG", "MS Word 2007 XML"),
        lo("calc", "pdf", "openpyxl", "AG"),
        lo("calc_csv", "csv", "openpyxl", "BG", comma),
        lo("calc_semicolon", "csv", "openpyxl", "A", semicolon),
        lo("calc_html", "html", "openpyxl", "B"),
        lo("calc_xls", "xls", "openpyxl", "B"),
        lo("calc_ods", "ods", "openpyxl", "A"),
        Way("abiword_txt", "txt", "abiword", "doc to txt", "writer_doc", pr.abiword, "B"),
        Way("abiword_html", "html", "abiword", "docx to html", "python_docx", pr.abiword, "A"),
        Way("abiword", "pdf", "abiword", "docx to pdf", "python_docx", pr.abiword, "A"),
        Way("gnumeric", "pdf", "gnumeric", "xlsx to pdf", "openpyxl", pr.ssconvert, "B"),
        Way("pandoc_docx", "docx", "pandoc", "html to docx", "page", pr.pandoc, "A"),
        Way("pandoc_odt", "odt", "pandoc", "html to odt", "page", pr.pandoc, "B"),
        Way("pdf2docx", "docx", "pdf2docx", "pdf to docx", "chromium", pr.pdf2docx, "BG"),
    ]


def _reworked() -> list[Way]:
    def pike(name: str, mode: str, source: str, reports: str, do: Any) -> Way:
        return Way(f"pikepdf_{name}", "pdf", "pikepdf", mode, source, do, reports)

    over = partial(pr.stamped, text="2022-11-30 08:15", behind=False)
    under = partial(pr.stamped, text="No. 2024 / 17", behind=True)
    flat = partial(pr.ghostscript, device="txtwrite")
    return [
        pike("overlay", "page in a form", "chromium", "A", partial(pr.wrapped, how="overlay")),
        pike("scaled", "page in a small form", "writer", "B", partial(pr.wrapped, how="scaled")),
        pike("two_up", "two pages on one", "chromium", "AG", partial(pr.wrapped, how="two_up")),
        pike("turned", "turned by 90", "chromium", "B", partial(pr.turned, angle=90)),
        pike("turned_back", "turned by 270", "writer", "A", partial(pr.turned, angle=270)),
        pike("turned_form", "turned page in a form", "chromium", "B", pr.turned_form),
        pike("stamp_over", "slanted date over the page", "chromium", "A", over),
        pike("stamp_under", "slanted number under the page", "writer", "G", under),
        Way(
            "ps2pdf", "pdf", "ghostscript", "pdftops, ps2pdf", "writer", pr.through_postscript, "B"
        ),
        Way("ghostscript", "pdf", "ghostscript", "pdfwrite", "chromium", pr.ghostscript, "A"),
        Way("pdftocairo", "pdf", "poppler", "pdftocairo -pdf", "chromium", pr.cairo, "B"),
        Way("qpdf", "pdf", "qpdf", "linearized", "wkhtmltopdf", pr.qpdf, "A"),
        Way("ghostscript_txt", "txt", "ghostscript", "txtwrite", "chromium", flat, "AG"),
        Way("mutool_txt", "txt", "mupdf-tools", "convert to text", "chromium", pr.mutool, "B"),
        Way("mutool_html", "html", "mupdf-tools", "convert to html", "writer", pr.mutool, "A"),
    ]


def _texts() -> list[Way]:
    made = []
    for program, mode, extension, extract, sources in TEXTS:
        for item in sources.split():
            source, reports = item.split(":")
            stem = f"{source}_{program}" + (f"_{mode}" if mode else "")
            name = stem.replace("-", "_").replace(".", "_").replace(" ", "_")
            do = partial(_write, extract=extract)
            made.append(Way(name, extension, program, mode or "default", source, do, reports))
    return made


def _write(source: Path, target: Path, *, extract: ex.Extract) -> None:
    target.write_text(extract(source), "utf-8", newline="")
