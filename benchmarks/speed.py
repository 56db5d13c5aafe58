"""How fast: every reader on the same inputs in one run, stages, engines, and scale.

    python benchmarks/speed.py            the tables of README and docs/scale.md; an hour
    python benchmarks/speed.py --quick    what continuous integration runs; a minute

All inputs are made up (`gikstudy.synthesis`), brought to the length of a usual report; the PDF and
the Word file were made by LibreOffice (`tests/support/documents`). Times of readers are medians of
processor time in one process, after one turn to warm up; times of engines are by the clock.
Compare figures of one run only: machines differ, and so do their days.
"""

from __future__ import annotations

import argparse
import io
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psutil

from gikstudy import read_report
from gikstudy.checks import check_report
from gikstudy.extraction import extract_report, find_about, find_sections, make_page
from gikstudy.forms import Form, get_form
from gikstudy.prose.codes import find_codes
from gikstudy.prose.mentions import find_mentions
from gikstudy.reading import read_document
from gikstudy.synthesis import make_report, write_corpus
from gikstudy.synthesis.naive import read_labels
from gikstudy.tables.reading import read_tables

ROOT: Final = Path(__file__).resolve().parents[1]
DOCUMENTS: Final = ROOT / "tests" / "support" / "documents"
TEXT_BYTES: Final = 12_000
PAGE_BYTES: Final = 104_000
TEXT_FAMILIES: Final = ("CPL_BLANK", "ROW_PAD", "CELL_PIPE")
PARAGRAPH: Final = (
    "本机关围绕群众关心的事项更新栏目，全年发布信息1286条，并请承办科室对公开内容逐条核对，"
    "做到及时、准确、便民。对新出台的文件同步起草解读材料，用图表和问答说明办事的条件与步骤。"
    "定期检查栏目，清理过时的内容，听取各方意见，把群众关心的问题写进下一年的安排。\n"
)


@dataclass(frozen=True, slots=True)
class Input:
    """Documents of one kind and what each competitor does with one of them."""

    name: str
    documents: tuple[bytes, ...]
    rivals: dict[str, Callable[[bytes], object]]


def inputs() -> Iterator[Input]:
    """Text, Traditional text, HTML, PDF and Word, with the readers that can be set beside ours."""
    text = tuple(_texts("simplified"))
    yield Input("text, 12 KB", text, {"naive reader": _naive})
    traditional = tuple(_texts("traditional"))
    yield Input("Traditional text, 12 KB", traditional, {"opencc-python-reimplemented": _opencc})
    pages = tuple(_pages())
    yield Input(
        "HTML, 104 KB", pages, {"pandas.read_html": _read_html, "trafilatura": _trafilatura}
    )
    pdf = ((DOCUMENTS / "writer.pdf").read_bytes(),)
    yield Input("PDF, 3 pages", pdf, {"pdfplumber": _pdfplumber})
    yield Input("DOCX", ((DOCUMENTS / "writer.docx").read_bytes(),), {})


def _texts(script: str) -> Iterator[bytes]:
    for number in range(12):
        family = TEXT_FAMILIES[number % len(TEXT_FAMILIES)]
        made = make_report(5, number * 11, family=family, script=script, clean=True)
        text = made.data.decode()
        missing = TEXT_BYTES - len(made.data)
        prose = PARAGRAPH * max(1, missing // len(PARAGRAPH.encode()))
        yield re.sub(r"^(?=二、)", prose, text, count=1, flags=re.MULTILINE).encode()


def _pages() -> Iterator[bytes]:
    """Pages as Word exports them: a style on every cell, menus, scripts."""
    style = "width:52.2pt;border:solid windowtext 1.0pt;padding:0cm 5.4pt 0cm 5.4pt;height:20.1pt"
    for number in range(4):
        page = make_report(
            5, number * 11, family="HTML", script="simplified", clean=True
        ).data.decode()
        page = page.replace("<td", f'<td valign=top style="{style}"')
        missing = PAGE_BYTES - len(page.encode())
        menu = '<li><a href="/zwgk/index.html" target="_blank">信息公开</a></li>' * 60
        filling = ".news li{float:left;line-height:24px}" * max(
            0, (missing - len(menu.encode())) // 37
        )
        yield f"<style>{filling}</style><ul>{menu}</ul>{page}".encode()


def _form_of(data: bytes) -> Form:
    return get_form("2021" if "制发件数" in data.decode() else "2019")


def _naive(data: bytes) -> object:
    return read_labels(data.decode(), _form_of(data), str)


def _opencc(data: bytes) -> object:
    return _converter().convert(data.decode())


def _converter(made: list[Any] = []) -> Any:  # noqa: ANN401, B006 (no types; made once)
    if not made:
        from opencc import OpenCC

        made.append(OpenCC("t2s"))
    return made[0]


def _read_html(data: bytes) -> object:
    import pandas as pd

    return pd.read_html(io.StringIO(data.decode()), flavor="lxml")


def _trafilatura(data: bytes) -> object:
    import trafilatura

    return trafilatura.extract(data.decode(), include_tables=True)


def _pdfplumber(data: bytes) -> object:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        return [page.extract_tables() for page in document.pages]


def milliseconds(
    function: Callable[[bytes], object], documents: Sequence[bytes], turns: int
) -> float:
    """The median time of one call over all documents and turns."""
    times = []
    for turn in range(turns + 1):
        for document in documents:
            started = time.process_time()
            function(document)
            if turn:
                times.append(1000 * (time.process_time() - started))
    return statistics.median(times)


def per_report(turns: int) -> Iterator[tuple[str, ...]]:
    """Rows: input, reader, milliseconds a report, ratio to ours."""
    for given in inputs():
        ours = milliseconds(read_report, given.documents, turns)
        yield (
            given.name,
            "**gikstudy**, read and checked",
            f"{ours:.2f}",
            "1",
            f"{1000 / ours:,.0f}",
        )
        for name, function in given.rivals.items():
            theirs = milliseconds(function, given.documents, max(1, turns // 3))
            ratio = f"{theirs / ours:.2f}"
            yield given.name, name, f"{theirs:.2f}", ratio, f"{1000 / theirs:,.0f}"


def stages(turns: int) -> Iterator[tuple[str, ...]]:
    """Rows: input, then milliseconds of each stage; the stages that overlap are named as such."""
    for given in inputs():
        spent = [milliseconds(stage, given.documents, turns) for stage in _stages().values()]
        yield given.name, *(f"{time_:.2f}" for time_ in spent)


def _stages() -> dict[str, Callable[[bytes], object]]:
    """What each stage does with the bytes; what comes before it is prepared and not timed."""
    kept: dict[bytes, dict[str, Any]] = {}

    def prepared(data: bytes) -> dict[str, Any]:
        if data not in kept:
            document = read_document(data)
            report = extract_report(document)
            page = make_page(document)
            tables = read_tables(page)
            sections = find_sections(page, tables.lines)
            kept[data] = {
                "document": document, "report": report, "page": page, "tables": tables,
                "sections": sections,
            }  # fmt: skip
        return kept[data]

    def about(data: bytes) -> object:
        made = prepared(data)
        return find_about(made["document"], made["page"], made["sections"])

    def sections(data: bytes) -> object:
        made = prepared(data)
        return find_sections(made["page"], made["tables"].lines)

    return {
        "decode and lay out": read_document,
        "clean": lambda data: make_page(prepared(data)["document"]),
        "tables": lambda data: read_tables(prepared(data)["page"]),
        "sections": sections,
        "who, where, when": about,
        "figures in prose": lambda data: find_mentions(prepared(data)["sections"]),
        "codes": lambda data: find_codes(prepared(data)["sections"]),
        "checks": lambda data: check_report(prepared(data)["report"]),
    }


def engines(corpus: Path, count: int, names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Rows: engine, seconds, reports a second, ratio to serial, peak memory of two kinds.

    The last row has the readings alone, without a dataset: what a serial run adds to them.
    """
    serial = 0.0
    for name in names:
        seconds, *peaks = extraction(corpus, name)
        serial = serial or seconds
        rate, ratio = f"{count / seconds:,.0f}", f"{serial / seconds:.2f}"
        yield name, f"{seconds:.1f}", rate, ratio, *(f"{peak:,.0f}" for peak in peaks)
    seconds = readings(corpus)
    yield (
        "readings alone",
        f"{seconds:.1f}",
        f"{count / seconds:,.0f}",
        f"{serial / seconds:.2f}",
        "",
        "",
    )


def readings(corpus: Path) -> float:
    """Seconds by the clock in which this process reads and checks every report of a corpus."""
    paths = sorted(path for path in (corpus / "reports").rglob("*") if path.is_file())
    started = time.perf_counter()
    for path in paths:
        read_report(path)
    return time.perf_counter() - started


def scale(folder: Path, sizes: Sequence[int]) -> Iterator[tuple[str, ...]]:
    """Rows: reports, seconds, milliseconds a report, peak memory, size of the dataset and parts."""
    for count in sizes:
        corpus = folder / f"corpus-{count}"
        write_corpus(count, corpus, seed=1)
        seconds, *peaks = extraction(corpus, "processes")
        files = [f for f in (folder / "dataset").rglob("*") if f.is_file()]
        kept = sum(f.stat().st_size for f in files if ".parts" in f.parts)
        dataset = sum(f.stat().st_size for f in files) - kept
        spent = f"{1000 * seconds / count:.2f}"
        sizes_mb = (f"{size / 1e6:,.1f}" for size in (dataset, kept))
        memory = (f"{peak:,.0f}" for peak in peaks)
        yield f"{count:,}", f"{seconds:,.1f}", spent, *memory, *sizes_mb
        shutil.rmtree(corpus)


def extraction(corpus: Path, engine: str) -> tuple[float, float, float]:
    """One `gikstudy extract`: seconds by the clock, and the most memory, MB.

    That of its main process, then that of the largest of the processes that it started.
    """
    out = corpus.parent / "dataset"
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "gikstudy", "extract", str(corpus / "reports")]
    started = time.perf_counter()
    command += ["--out", str(out), "--engine", engine]
    peaks: dict[int, float] = {}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        main = psutil.Process(process.pid)
        while process.poll() is None:
            # (What the system keeps of a process that has ended counts our own memory too.)
            with suppress(psutil.Error):
                for one in (main, *main.children(recursive=True)):
                    peaks[one.pid] = max(peaks.get(one.pid, 0.0), one.memory_info().rss / 2**20)
            time.sleep(0.05)
    seconds = time.perf_counter() - started
    if process.returncode:
        sys.exit(f"{' '.join(command)}: status {process.returncode}")
    return seconds, peaks.pop(process.pid), max(peaks.values(), default=0.0)


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Prints one table in Markdown, row by row as it is measured."""
    print(f"\n### {title}\n\n| {' | '.join(head)} |\n|{'---|' * len(head)}")
    for row in rows:
        print(f"| {' | '.join(row)} |", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer turns, small corpora, no dask")
    parser.add_argument("--only", choices=("reports", "stages", "engines", "scale"))
    asked = parser.parse_args(arguments)
    turns = 3 if asked.quick else 30

    def wanted(part: str) -> bool:
        return asked.only in (None, part)

    if wanted("reports"):
        head = ("input", "reader", "ms a report", "times ours", "a second")
        table("Readers side by side", head, per_report(turns))
    if wanted("stages"):
        table("Where our time goes, ms a report", ("input", *_stages()), stages(turns))
    with tempfile.TemporaryDirectory() as folder:
        if wanted("engines"):
            count = 200 if asked.quick else 4000
            write_corpus(count, Path(folder) / "corpus", seed=1)
            names = ("serial", "processes") if asked.quick else ("serial", "processes", "dask")
            head = ("engine", "s", "reports a second", "times serial", "peak MB", "of a worker")
            table(
                f"Engines, {count:,} reports", head, engines(Path(folder) / "corpus", count, names)
            )
        if wanted("scale"):
            sizes = (100, 400) if asked.quick else (1000, 10_000, 100_000)
            head = (
                "reports",
                "s",
                "ms a report",
                "peak MB",
                "of a worker",
                "dataset MB",
                "parts MB",
            )
            table("Scale, 2 processes", head, scale(Path(folder), sizes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
