"""Makes the documents in `tests/support/documents` with real programs; run by hand, not by the tests.

    python tests/support/make_documents.py

Made-up reports with known truth are written as web pages, and LibreOffice and Chromium turn them
into Word, PDF and scanned files. LibreOffice, Pandoc and AbiWord save one report in the other
formats that offices keep. All of them must be installed; the made files are committed with their
truth, so that the tests need none.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import pypdfium2
import zhplot
from project_paths import DOCUMENTS

from gikstudy.reading import read_document
from gikstudy.synthesis import Made, make_report

OUT = DOCUMENTS
SEED = 7
# Number of the made-up report, and what it is turned into.
WANTED = {
    "writer": (147, ("docx", "doc", "pdf")),
    "browser": (62, ("pdf",)),
}
# The report that is saved in many formats, and how LibreOffice is told to make each of them.
SAVED = 31
TEXT, SHEET = "HTML (StarWriter)", "HTML (StarCalc)"
FILTERS = {
    "writer.rtf": (TEXT, "rtf:Rich Text Format"),
    "writer.odt": (TEXT, "odt:writer8"),
    "writer.fodt": (TEXT, "fodt:OpenDocument Text Flat XML"),
    "calc.ods": (SHEET, "ods:calc8"),
    "calc.fods": (SHEET, "fods:OpenDocument Spreadsheet Flat XML"),
    "calc.xls": (SHEET, "xls:MS Excel 97"),
    "calc.xml": (SHEET, "xml:MS Excel 2003 XML"),
}
STYLE = """<meta charset="utf-8"><style>
@font-face {{ font-family: zh; src: url("{font}"); }}
body {{ font-family: zh; font-size: 10pt; }}
table {{ border-collapse: collapse; width: 100%; }}
td, th {{ border: 1px solid black; font-size: 8pt; }}
table:has(table) > tbody > tr > td {{ border: none; font-size: 10pt; }}
</style>"""


def main(out: Path = OUT, wanted: dict[str, tuple[int, tuple[str, ...]]] = WANTED) -> None:
    out.mkdir(exist_ok=True)
    for name, (number, formats) in wanted.items():
        made = make_report(SEED, number, family="HTML", script="simplified")
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / f"{name}.html"
            page.write_text(STYLE.format(font=_font().as_uri()) + _page(made), "utf-8")
            for extension in formats:
                convert = (
                    print_page if name.startswith("browser") and extension == "pdf" else office
                )
                convert(page, out / f"{name}.{extension}")
        write_truth(made, out / f"{name}.csv")
    scan(out / "browser.pdf", out / "scanned.pdf")
    save_in_many_formats(out)


def save_in_many_formats(out: Path = OUT) -> None:
    """One report as LibreOffice, Pandoc and AbiWord save it, in one archive."""
    made = make_report(SEED, SAVED, family="HTML", script="simplified")
    write_truth(made, out / "saved.csv")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(STYLE.format(font=_font().as_uri()) + _page(made), "utf-8")
        for name, (reader, writer) in FILTERS.items():
            convert(page, Path(folder) / name, reader, writer)
        for name in ("pandoc.rtf", "pandoc.epub", "pandoc.docx"):
            run(["pandoc", str(page), "-s", "-o", f"{folder}/{name}"], dict(os.environ))
        # LibreOffice writes XML of Word 2003 only of documents that have no web page's margins.
        convert(
            Path(folder) / "pandoc.docx", Path(folder) / "writer.xml", "", "xml:MS Word 2003 XML"
        )
        rich = ["abiword", "--to=rtf", "-o", f"{folder}/abiword.rtf", f"{folder}/writer.odt"]
        run(rich, dict(os.environ))
        with zipfile.ZipFile(out / "saved.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for name in (*FILTERS, "pandoc.rtf", "pandoc.epub", "writer.xml", "abiword.rtf"):
                archive.write(Path(folder) / name, name)


def convert(page: Path, target: Path, reader: str, writer: str) -> None:
    """Saved by LibreOffice, read and written by the filters of these names."""
    made = page.with_suffix(target.suffix)
    told = [f"--infilter={reader}"] if reader else []
    command = ["soffice", "--headless", *told, "--convert-to", writer, "--outdir"]
    run([*command, str(page.parent), str(page)], os.environ | {"HOME": str(page.parent)})
    if made != target:
        shutil.move(made, target)


def _font() -> Path:
    return next(Path(zhplot.__file__).parent.rglob("*.ttf"))


def _page(made: Made) -> str:
    """The page in UTF-8, whatever encoding the made-up report is in."""
    return made.data.decode(read_document(made.data).encoding)


def office(page: Path, target: Path) -> None:
    """Saved by LibreOffice Writer."""
    environment = os.environ | {"HOME": str(page.parent)}
    fonts = page.parent / ".fonts"
    fonts.mkdir(exist_ok=True)
    shutil.copy(_font(), fonts)
    filters = {
        "docx": "docx:MS Word 2007 XML",
        "doc": "doc:MS Word 97",
        "pdf": "pdf:writer_web_pdf_Export",
    }
    command = ["soffice", "--headless", "--convert-to", filters[target.suffix[1:]]]
    if target.suffix == ".pdf":
        office(page, page.with_suffix(".docx"))
        command[-1] = "pdf"
        page = page.with_suffix(".docx")
    else:
        command.insert(2, "--infilter=HTML (StarWriter)")
    run([*command, "--outdir", str(page.parent), str(page)], environment)
    made = page.with_suffix(target.suffix)
    if made != target:
        shutil.copy(made, target)


def print_page(page: Path, target: Path) -> None:
    """Printed to PDF by Chromium."""
    flags = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-pdf-header-footer",
        "--allow-file-access-from-files",
    ]
    run(["chromium", *flags, f"--print-to-pdf={target}", page.as_uri()], dict(os.environ))


def scan(document: Path, target: Path) -> None:
    """The first page as a picture, which is what a scanner makes of it."""
    page = pypdfium2.PdfDocument(document)[0]
    page.render(scale=0.5, grayscale=True).to_pil().save(target, "PDF", quality=30)


def run(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, env=environment, capture_output=True, timeout=120)
    if done.returncode:
        sys.exit(f"{command[0]}: {done.stderr.decode(errors='replace')}")


def write_truth(made: Made, target: Path) -> None:
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["table", "row", "column", "state", "value"])
        for cell in made.cells:
            writer.writerow([cell.table, cell.row, cell.column, cell.state, cell.value])


if __name__ == "__main__":
    main()
