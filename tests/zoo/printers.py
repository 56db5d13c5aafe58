"""Whole programs that print: browsers, office suites, and what is done to a finished PDF."""

from __future__ import annotations

import html
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PLAIN = """
body { font-family: "WenQuanYi Zen Hei"; font-size: 10pt; }
h1 { font-size: 15pt; } h2 { font-size: 12pt; }
table { border-collapse: collapse; width: 100%; margin: 6pt 0; }
td { border: 1px solid black; font-size: 8pt; padding: 2px; }
td.n { text-align: center; }
"""
STYLES = {
    "plain": PLAIN,
    "a5": PLAIN + "@page { size: A5; margin: 12mm; } td { font-size: 6pt; padding: 1px; }",
    "landscape": PLAIN + "@page { size: A4 landscape; margin: 15mm; }",
    "narrow": PLAIN + "td { width: 22px; font-size: 9pt; word-break: break-all; }",
    "tall_rows": PLAIN
    + "table.requests td { height: 60pt; } tr { break-inside: auto; } td { line-height: 2; }"
    + "table.requests td:not(.n) { line-height: 3.4; vertical-align: middle; }",
    "unruled": PLAIN + "td { border: none; padding: 3px 5px; }",
    "row_rules": PLAIN + "td { border: none; border-bottom: 1px solid #888; }",
    "shaded": PLAIN + "td { border: none; } tr:nth-child(odd) td { background: #eee; }",
    "top": PLAIN + "td { vertical-align: top; } table.requests td:not(.n) { width: 12%; }",
    "spaced": PLAIN + "td.n { letter-spacing: 2px; } td { letter-spacing: 1px; }",
    "small_page": PLAIN + "@page { size: 150mm 110mm; margin: 10mm; } td { font-size: 7pt; }",
    "two_columns": PLAIN
    + "body { columns: 2; column-gap: 8mm; } @page { size: A3 landscape; margin: 10mm; }"
    + "td { font-size: 6pt; }",
    "turned_heads": PLAIN
    + "table.disputes tr:nth-child(n+2):not(:last-child) td { writing-mode: vertical-rl; }",
}


def run(command: Sequence[str | Path], *, cwd: Path | None = None, out: Path | None = None) -> str:
    """Runs a program of the system; what it prints goes to `out`, as UTF-8."""
    beside = str(Path(sys.executable).parent)
    paths = [p for p in os.environ.get("PATH", os.defpath).split(os.pathsep) if p != beside]
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            list(map(str, command)),
            cwd=cwd,
            env=os.environ
            | {
                "PATH": os.pathsep.join(paths),
                "HOME": home,
                "LC_ALL": "C.UTF-8",
                "LANG": "C.UTF-8",
            },
            capture_output=True,
            timeout=180,
            check=False,
        )
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stderr.decode('utf-8', 'replace')[-500:]}")
    text = done.stdout.decode("utf-8", "replace")
    if out:
        out.write_text(text, "utf-8")
    return text


def chromium(page: Path, target: Path, *flags: str) -> None:
    base = ["--headless", "--no-sandbox", "--disable-gpu", *flags]
    run(["chromium", *base, f"--print-to-pdf={target.absolute()}", page.absolute().as_uri()])


def chromium_lines(page: Path, target: Path) -> None:
    """With the date, title, address and page number of the browser around each page."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "zfxxgk" / "202401"
        place.mkdir(parents=True)
        shutil.copy(page, place / "t20240119_5147.html")
        handler = partial(SimpleHTTPRequestHandler, directory=folder)
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            run(
                [
                    "chromium",
                    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-pdf-tagging"),
                    f"--host-resolver-rules=MAP www.example.com 127.0.0.1:{server.server_port}",
                    f"--print-to-pdf={target.absolute()}",
                    "http://www.example.com/zfxxgk/202401/t20240119_5147.html",
                ]
            )
            server.shutdown()


def chromium_copy(page: Path, target: Path) -> None:
    """What the clipboard holds after all was marked and copied in the browser."""
    script = (
        "<script>addEventListener('load', () => { const t = document.body.innerText;"
        "document.body.textContent = '@' + '@' + t + '@' + '@'; })</script></head>"
    )
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "page.html"
        copy.write_text(page.read_text("utf-8").replace("</head>", script), "utf-8")
        dump = run(["chromium", "--headless", "--no-sandbox", "--dump-dom", copy.as_uri()])
    target.write_text(html.unescape(dump.split("@@")[1]), "utf-8")


def wkhtmltopdf(page: Path, target: Path, *flags: str) -> None:
    run(["wkhtmltopdf", "--quiet", "--encoding", "utf-8", *flags, page, target])


def weasyprint(page: Path, target: Path) -> None:
    run(["weasyprint", page, target])


def office(source: Path, target: Path, how: str = "") -> None:
    """LibreOffice turns one file into another; `how` names its filter."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / f"in{source.suffix}"
        shutil.copy(source, copy)
        inward = ["--infilter=HTML (StarWriter)"] if source.suffix == ".html" else []
        kind = target.suffix[1:] + (f":{how}" if how else "")
        run(["soffice", "--headless", *inward, "--convert-to", kind, "--outdir", folder, copy])
        shutil.copy(copy.with_suffix(target.suffix), target)


def abiword(source: Path, target: Path) -> None:
    run(["abiword", f"--to={target.suffix[1:]}", f"--to-name={target}", source])


def through_postscript(source: Path, target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        middle = Path(folder) / "middle.ps"
        run(["pdftops", source, middle])
        run(["ps2pdf", middle, target])


def ghostscript(source: Path, target: Path, device: str = "pdfwrite") -> None:
    run(
        ["gs", "-q", "-dBATCH", "-dNOPAUSE", f"-sDEVICE={device}", f"-sOutputFile={target}", source]
    )


def cairo(source: Path, target: Path) -> None:
    run(["pdftocairo", "-pdf", source, target])


def mutool(source: Path, target: Path) -> None:
    run(["mutool", "convert", "-F", target.suffix[1:].replace("txt", "text"), "-o", target, source])


def qpdf(source: Path, target: Path) -> None:
    run(["qpdf", "--linearize", "--deterministic-id", source, target])


def wrapped(source: Path, target: Path, *, how: str) -> None:
    """pikepdf: each page becomes a Form XObject on a new page."""
    import pikepdf
    from pikepdf import Rectangle

    with pikepdf.open(source) as old, pikepdf.new() as new:
        wide, tall = map(float, old.pages[0].mediabox[2:])
        size = (tall, wide) if how == "two_up" else (wide, tall)
        places = {
            "overlay": [Rectangle(0, 0, wide, tall)],
            "scaled": [Rectangle(wide * 0.1, tall * 0.15, wide * 0.85, tall * 0.9)],
            "two_up": [Rectangle(0, 0, tall / 2, wide), Rectangle(tall / 2, 0, tall, wide)],
        }[how]
        for start in range(0, len(old.pages), len(places)):
            page = new.add_blank_page(page_size=size)
            for place, part in zip(places, old.pages[start : start + len(places)], strict=False):
                page.add_overlay(part, place)
        new.save(target, deterministic_id=True)


def turned(source: Path, target: Path, *, angle: int) -> None:
    """pikepdf: pages that a viewer shows turned."""
    import pikepdf

    with pikepdf.open(source) as file:
        for page in file.pages:
            page.rotate(angle, relative=True)
        file.save(target, deterministic_id=True)


def turned_form(source: Path, target: Path) -> None:
    """pikepdf: a turned page wrapped once more, so that the turn is in the form's matrix."""
    with tempfile.TemporaryDirectory() as folder:
        middle = Path(folder) / "middle.pdf"
        turned(source, middle, angle=90)
        wrapped(middle, target, how="overlay")


def stamped(source: Path, target: Path, *, text: str, behind: bool) -> None:
    """pikepdf: a slanted mark of reportlab over or under each page."""
    import pikepdf
    from reportlab.pdfgen import canvas

    with tempfile.TemporaryDirectory() as folder:
        mark = Path(folder) / "mark.pdf"
        drawing = canvas.Canvas(str(mark), pagesize=(595, 842), invariant=1)
        drawing.setFillGray(0.8)
        drawing.setFont("Helvetica", 40)
        for y in (150, 380, 610):
            drawing.saveState()
            drawing.translate(120, y)
            drawing.rotate(35)
            drawing.drawString(0, 0, text)
            drawing.restoreState()
        drawing.save()
        with pikepdf.open(source) as file, pikepdf.open(mark) as over:
            for page in file.pages:
                (page.add_underlay if behind else page.add_overlay)(over.pages[0])
            file.save(target, deterministic_id=True)


def ssconvert(source: Path, target: Path) -> None:
    run(["ssconvert", source, target])


def pandoc(source: Path, target: Path) -> None:
    run(["pandoc", source, "-o", target])


def pdf2docx(source: Path, target: Path) -> None:
    from pdf2docx import Converter

    maker = Converter(str(source))
    maker.convert(str(target))
    maker.close()
