"""Holds what was read from a printing against the truth of its report.

Each cell of the truth gets one verdict:

- `right`: the number, the mark or the gap was told as it is;
- `open`: the reader says that it does not know, and does not rule the truth out;
- `missed`: the reader does not have the cell at all;
- `silent`: the reader is sure of something that is not so.
"""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import gikstudy
from gikstudy.model import Cell

HERE = Path(__file__).resolve().parent
VERDICTS = ("silent", "missed", "open", "right")
UNSURE = {"unreadable", "ambiguous"}
EMPTY = {"blank", "nil_mark"}


@dataclass(frozen=True)
class Verdict:
    """What one cell of the truth came to."""

    key: str
    expect: str
    verdict: str
    read: str


def listing() -> list[dict[str, str]]:
    """The printings, one row each."""
    with (HERE / "printed.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def judged(name: str, report: str) -> list[Verdict]:
    """Reads one printing and judges each cell of the truth of its report."""
    return judge(gikstudy.read_report(HERE / "printed" / name), report)


def judge(read: gikstudy.Report, report: str) -> list[Verdict]:
    """Judges each cell of the truth of a report that was printed and read."""
    cells = {cell.key: cell for cell in read.cells}
    return [
        _verdict(key, expect, cells.get(key), failed=read.status == "failed")
        for key, expect in _truth(report)
    ]


def counted(verdicts: list[Verdict]) -> Counter[str]:
    return Counter(verdict.verdict for verdict in verdicts)


def _truth(report: str) -> Iterator[tuple[str, str]]:
    with (HERE / "truth" / f"{report}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield f"{row['table']}/{row['row']}/{row['column']}", row["expect"]


def _verdict(key: str, expect: str, cell: Cell | None, *, failed: bool) -> Verdict:
    if cell is None or cell.state == "missing":
        told = "right" if expect == "none" or (expect == "open" and failed) else "missed"
        return Verdict(key, expect, told, "absent" if cell is None else "missing")
    if expect in ("open", "none"):
        told = "right" if cell.state in UNSURE else "silent"
    elif expect in ("blank", "nil"):
        told = _of_nothing(cell)
    else:
        told = _of_number(float(expect), cell)
    bounds = f" [{cell.lower}..{cell.upper}]" if cell.value is None else ""
    return Verdict(key, expect, told, f"{cell.state} {cell.value}{bounds} {cell.raw!r}")


def _of_nothing(cell: Cell) -> str:
    """A zero may be worked out where tables 3 and 4 prove it; table 2 proves nothing."""
    proved = cell.state == "solved" and cell.value == 0 and cell.table != "proactive"
    if cell.state in EMPTY or proved:
        return "right"
    return "open" if cell.state in UNSURE else "silent"


def _of_number(number: float, cell: Cell) -> str:
    if cell.value is not None:
        return "right" if math.isclose(cell.value, number, rel_tol=1e-6) else "silent"
    lower = -math.inf if cell.lower is None else cell.lower
    upper = math.inf if cell.upper is None else cell.upper
    return "open" if cell.state not in EMPTY and lower <= number <= upper else "silent"
