"""Prints the zoo anew with real programs; run by hand, not by the tests.

    python -m tests.zoo.make            # all
    python -m tests.zoo.make lynx w3m   # the printings whose name holds one of the words

The programs of README.md must be installed. What a program is missing for is left as it was.
"""

from __future__ import annotations

import contextlib
import csv
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tests.zoo import node
from tests.zoo.catalog import REPORTS, Way, ways
from tests.zoo.figures import KINDS, Report, make_report, write_truth

HERE = Path(__file__).resolve().parent
PRINTED = HERE / "printed"
LISTING = HERE / "printed.csv"
COLUMNS = ["name", "report", "program", "version", "mode", "source"]
# The package of a program that has another name.
PACKAGE = {
    "libreoffice": "libreoffice-writer",
    "pdftotext": "poppler-utils",
    "pdftohtml": "poppler-utils",
    "poppler": "poppler-utils",
    "pdfminer": "pdfminer.six",
    "pymupdf": "PyMuPDF",
    "resiliparse": "Resiliparse",
}


class Shop:
    """Makes each thing once, and what it is made from before it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ways = ways()
        self.reports: dict[str, Report] = {}

    def report(self, name: str) -> Report:
        if name not in self.reports:
            self.reports[name] = make_report(KINDS[name])
        return self.reports[name]

    def make(self, way: Way, report: str) -> Path:
        target = self.folder / report / f"{way.name}.{way.extension}"
        if not target.exists():
            target.parent.mkdir(exist_ok=True)
            if way.source:
                way.do(self.make(self.ways[way.source], report), target)
            else:
                way.do(self.report(report), target)
        return target


def main(words: list[str]) -> int:
    PRINTED.mkdir(exist_ok=True)
    (HERE / "truth").mkdir(exist_ok=True)
    listing = _listing()
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        shop = Shop(Path(folder))
        for name in KINDS:
            write_truth(shop.report(name), HERE / "truth" / f"{name}.csv")
        for way in shop.ways.values():
            for report in (REPORTS[letter] for letter in way.reports):
                name = f"{report}_{way.name}.{way.extension}"
                if words and not any(word in name for word in words):
                    continue
                try:
                    shutil.copy(shop.make(way, report), PRINTED / name)
                except Exception as problem:
                    failures += 1
                    sys.stderr.write(f"{name}: {type(problem).__name__}: {problem}\n")
                    continue
                row = [name, report, way.program, _version(way.program), way.mode, way.source]
                listing[name] = dict(zip(COLUMNS, row, strict=True))
    known = {f"{REPORTS[x]}_{w.name}.{w.extension}" for w in ways().values() for x in w.reports}
    with LISTING.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(listing[name] for name in sorted(set(listing) & known))
    for left in PRINTED.iterdir():
        if left.name not in known:
            left.unlink()
    return failures


def _listing() -> dict[str, dict[str, str]]:
    with contextlib.suppress(FileNotFoundError), LISTING.open(encoding="utf-8", newline="") as file:
        return {row["name"]: row for row in csv.DictReader(file)}
    return {}


def _version(program: str) -> str:
    if program == "own":
        return ""
    if program == "re":
        return ".".join(map(str, sys.version_info[:2]))
    if program in node.PACKAGES:
        return node.version_of(program)
    package = PACKAGE.get(program, program)
    with contextlib.suppress(PackageNotFoundError):
        return version(package)
    ask = ["dpkg-query", "-W", "-f", "${Version}", package]
    return subprocess.run(ask, capture_output=True, text=True, check=False).stdout


if __name__ == "__main__":
    sys.exit(bool(main(sys.argv[1:])))
