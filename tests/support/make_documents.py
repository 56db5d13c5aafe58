"""Makes the documents in `tests/support/documents` with real programs; run by hand, not by the tests.

    python tests/support/make_documents.py

Made-up reports with known truth are written as web pages, and LibreOffice and Chromium turn them
into Word, PDF and scanned files. Both programs must be installed; the made files are committed
with their truth, so that the tests need neither.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import tempfile
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
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    if done.returncode:
        sys.exit(f"{command[0]}: {done.stderr}")


def write_truth(made: Made, target: Path) -> None:
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["table", "row", "column", "state", "value"])
        for cell in made.cells:
            writer.writerow([cell.table, cell.row, cell.column, cell.state, cell.value])


if __name__ == "__main__":
    main()
