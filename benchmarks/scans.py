"""How much of a scan is proven, how much of that is wrong, and how long a page takes.

    python benchmarks/scans.py                     1,000 pages; several hours on one core
    python benchmarks/scans.py --pages 200         as many whole reports as have 200 pages

Two processes may share the work, each with its own range of reports:

    python benchmarks/scans.py --pages 500 --stop 9000 --save a.json
    python benchmarks/scans.py --pages 500 --start 9000 --save b.json
    python benchmarks/scans.py --merge a.json b.json

With `--turned`, the same pages lie on their side or upside down.

Made-up reports with known truth are printed by LibreOffice and Chromium, turned into pictures, and
damaged as scanners, copiers and offices damage them. A seed decides everything, so two runs with the
same programs and fonts read the same pictures. Both programs must be installed, with Chinese fonts.
A web page that is wider than the sheet is left out: part of its tables is not on the paper.

    raw        share of the numbers of tables 3 and 4 that the recogniser alone reads right
    misread    numbers that it reads wrong
    proven     share that is `proven`
    wrong      cells that are `proven`, `blank` or `nil_mark` and print something else
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from typing import Final

import numpy as np
import pypdfium2
from scan_damage import DAMAGE, Damage, Picture

from gikstudy.extraction import extract_report, make_page
from gikstudy.model import Cell
from gikstudy.reading import read_document
from gikstudy.synthesis import Made, TruthCell, make_report
from gikstudy.tables.reading import read_tables

SEED: Final = 20_260
FONTS: Final = ("WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Droid Sans Fallback")
FIGURES: Final = ("Nimbus Roman", "DejaVu Sans", "Nimbus Sans", "inherit", "DejaVu Serif")
STYLE: Final = """<meta charset="utf-8"><style>
@page {{ size: A4; margin: 18mm; }}
body, td, th {{ font-family: {figures}, "{font}"; font-size: {size}pt; }}
table {{ border-collapse: collapse; width: 100%; }}
td, th {{ border: {line}pt solid black; font-size: {small}pt; text-align: center; }}
table:has(table) > tbody > tr > td {{ border: none; }}
</style>"""
TABLES: Final = ("requests", "disputes")
_FEWEST: Final = 10
_EDGE: Final = 0.02
"""Share of the width of a page at each side that the margins leave empty."""
SAID: Final = ("proven", "reported", "solved", "blank", "nil_mark")

_SPANNING: Final = re.compile(rb"""<td colspan="\d+">(?:<[^>]*>)*\d+\D{0,6}(?:<[^>]*>)*</td>""")

_CHARSET: Final = re.compile(r"<meta[^>]*charset[^>]*>", re.IGNORECASE)


@dataclass
class Score:
    """What became of the pages with one kind of damage."""

    pages: int = 0
    reports: int = 0
    seconds: float = 0.0
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, other: Score) -> None:
        """Counts the pages of another score too."""
        self.pages += other.pages
        self.reports += other.reports
        self.seconds += other.seconds
        self.counts += other.counts

    def row(self, name: str) -> str:
        """The line of the table."""
        n = max(1, self.counts["printed"])
        return (
            f"| {name} | {self.reports} | {self.pages} | {self.counts['printed']:,} "
            f"| {self.counts['raw'] / n:.1%} | {self.counts['misread']} "
            f"| {self.counts['proven'] / n:.1%} | {self.counts['wrong']} "
            f"| {self.seconds / max(1, self.pages):.1f} |"
        )


# --- the pages


def printed_pages(made: Made, rng: random.Random, folder: Path) -> bytes:
    """The report as a PDF, printed by LibreOffice or by Chromium."""
    style = STYLE.format(
        figures=rng.choice(FIGURES),
        font=rng.choice(FONTS),
        size=rng.choice([10, 11, 12]),
        small=rng.choice([8, 9, 10]),
        line=rng.choice([0.5, 0.75, 1]),
    )
    page = folder / "page.html"
    text = _CHARSET.sub("", made.data.decode(read_document(made.data).encoding))
    page.write_text(style + text, "utf-8")
    (_by_office if rng.random() < 0.5 else _by_browser)(page)
    return (folder / "page.pdf").read_bytes()


def _by_office(page: Path) -> None:
    docx = page.with_suffix(".docx")
    environment = os.environ | {"HOME": str(page.parent)}
    common = ["soffice", "--headless"]
    out = ["--outdir", str(page.parent)]
    word = [*common, "--infilter=HTML (StarWriter)", "--convert-to", "docx:MS Word 2007 XML"]
    _run([*word, *out, str(page)], environment)
    _run([*common, "--convert-to", "pdf", *out, str(docx)], environment)


def _by_browser(page: Path) -> None:
    program = shutil.which("chromium") or shutil.which("google-chrome") or "chromium"
    told = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    target = f"--print-to-pdf={page.with_suffix('.pdf')}"
    _run(
        [program, *told, f"--user-data-dir={page.parent}/profile", target, page.as_uri()],
        dict(os.environ),
    )


def _run(command: list[str], environment: dict[str, str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=180, env=environment)


def drawn(pdf: bytes, dpi: int) -> list[Picture]:
    """The pages as pictures."""
    document = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]


def is_cut(pages: list[Picture]) -> bool:
    """Whether something is printed at the side of a page, so that more was wider than the sheet."""
    for page in pages:
        grey = np.asarray(page.convert("L"))
        edge = round(_EDGE * page.width)
        if min(grey[:, :edge].min(), grey[:, -edge:].min()) < 200:
            return True
    return False


def scanned(
    pages: list[Picture], dpi: int, damage: Damage, rng: random.Random, *, turn: bool = False
) -> bytes:
    """The damaged pages as pictures in a new PDF; turned by quarters if so wanted."""
    damaged = [damage(page, rng) for page in pages]
    if turn:  # drawn after the damage, which is the same for pages that stand upright
        damaged = [page.rotate(90 * rng.randint(1, 3), expand=True) for page in damaged]
    first, *others = damaged
    written = io.BytesIO()
    first.save(written, "PDF", save_all=True, append_images=others, resolution=dpi, quality=90)
    return written.getvalue()


# --- the judgement


def reports(start: int, stop: int | None = None) -> Iterator[Made]:
    """Reports with ruled tables and at least ten numbers in tables 3 and 4, one after another.

    Pages whose numbers span columns at random are left out: web pages have them, and no print.
    """
    for number in count(start, 3):
        if stop is not None and number >= stop:
            return
        made = make_report(SEED, number, family="HTML", script="simplified")
        printed = sum(c.state == "reported" and c.table in TABLES for c in made.cells)
        if made.kind == "report" and printed >= _FEWEST and not _SPANNING.search(made.data):
            yield made


def judge(made: Made, data: bytes, score: Score, say: Callable[[str], None]) -> None:
    """Adds what became of one report."""
    started = time.process_time()
    document = read_document(data, f"{made.number}.pdf")
    report = extract_report(document)
    score.seconds += time.process_time() - started
    read = {cell.key: cell for cell in read_tables(make_page(document)).cells}
    given = {cell.key: cell for cell in report.cells}
    for true in made.cells:
        if true.table not in TABLES:
            continue
        key = f"{true.table}/{true.row}/{true.column}"
        _count(
            true,
            read.get(key),
            given.get(key),
            score.counts,
            lambda text, key=key: say(f"{made.number} {key}: {text}"),
        )


def _count(
    true: TruthCell,
    raw: Cell | None,
    cell: Cell | None,
    counts: Counter[str],
    say: Callable[[str], None],
) -> None:
    printed = true.state == "reported"
    counts["printed"] += printed
    if printed and raw is not None and raw.state == "reported":
        counts["raw" if raw.value == true.value else "misread"] += 1
    if cell is None or cell.state not in SAID:
        return
    right = cell.value == true.value if printed else cell.value is None
    empty = cell.state in ("blank", "nil_mark") and true.state in ("blank", "nil_mark", "missing")
    if cell.state == "solved":
        right = cell.value == true.actual
    if not (empty or (right and (printed or cell.state == "solved"))):
        counts["wrong"] += 1
        say(
            f"is {true.state} {true.value}, said {cell.state} {cell.value} {cell.raw!r} {cell.locus}"
        )
    elif printed and cell.state == "proven":
        counts["proven"] += 1


# --- the table


@dataclass
class Run:
    """The scores of one process, and the numbers of the reports that it read."""

    scores: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    numbers: list[int] = field(default_factory=list)

    def save(self, path: Path) -> None:
        """Writes the counts."""
        scores = {name: vars(score) for name, score in self.scores.items()}
        path.write_text(json.dumps({"numbers": self.numbers, "scores": scores}), "utf-8")

    def table(self) -> str:
        """The table for people."""
        whole = Score()
        lines = [
            "| pages | reports | pages | numbers | raw | misread | proven | wrong | CPU s a page |",
            "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
        ]
        for name in DAMAGE:
            if self.scores[name].pages:
                lines.append(self.scores[name].row(name))
                whole.add(self.scores[name])
        return "\n".join([*lines, whole.row("all")])


def merged(paths: list[Path]) -> Run:
    """The runs that were saved, as one.

    Raises:
        SystemExit: if a report was read in two of them.
    """
    whole = Run()
    for path in paths:
        saved = json.loads(path.read_text("utf-8"))
        if twice := set(saved["numbers"]) & set(whole.numbers):
            sys.exit(f"{path}: report {min(twice)} was read in another run too; see --stop")
        whole.numbers += saved["numbers"]
        for name, score in saved["scores"].items():
            whole.scores[name].add(Score(**score | {"counts": Counter(score["counts"])}))
    return whole


def main() -> None:
    """Reads the pages and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--start", type=int, default=0, help="number of the first report")
    parser.add_argument("--stop", type=int, help="number after the last report")
    parser.add_argument("--only", default="", help="a part of the name of one kind of damage")
    parser.add_argument("--turned", action="store_true", help="turn each page by a quarter or more")
    parser.add_argument("--save", type=Path, help="file for the counts, written after each report")
    parser.add_argument("--merge", type=Path, nargs="+", help="files of counts to print together")
    options = parser.parse_args()
    run = merged(options.merge) if options.merge else read(options)
    print(run.table())


def read(options: argparse.Namespace) -> Run:
    """Reads reports until there are enough pages."""
    run = Run()
    total = 0
    kinds = [name for name in DAMAGE if options.only in name]
    for made in reports(options.start, options.stop):
        if total >= options.pages:
            break
        name = kinds[made.number // 3 % len(kinds)]
        pages = _read_one(made, name, run.scores[name], turn=options.turned)
        if not pages:
            continue
        total += pages
        run.numbers.append(made.number)
        print(f"{total} pages; {made.number}; {run.scores[name].row(name)}", file=sys.stderr)
        if options.save:
            run.save(options.save)
    if options.save:
        run.save(options.save)
    return run


def _read_one(made: Made, name: str, score: Score, *, turn: bool) -> int:
    """Prints, damages, reads and judges one report; how many pages it has, 0 if they are cut."""
    dpi, damage = DAMAGE[name]
    rng = random.Random(f"{SEED} {made.number}")
    with tempfile.TemporaryDirectory() as folder:
        pages = drawn(printed_pages(made, rng, Path(folder)), dpi)
    if is_cut(pages):
        print(f"{made.number} is wider than the sheet", file=sys.stderr)
        return 0
    score.pages += len(pages)
    score.reports += 1
    say = partial(print, "wrong:", name, file=sys.stderr)
    judge(made, scanned(pages, dpi, damage, rng, turn=turn), score, say)
    return len(pages)


if __name__ == "__main__":
    main()
