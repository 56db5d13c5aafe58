"""The made-up figures of the zoo: every printed figure differs from every other of its report.

The identities of tables 3 and 4 hold: totals are sums of their row, the results add up to their
total, and what came in equals what was answered and what goes on.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FORMS = ROOT / "gikstudy" / "forms"
# Small numbers, without those that stand in the prose.
NUMBERS = sorted({*range(2, 440)} - {4, 12, 31, 37})
DECISIONS = range(1000, 60000)
YEARS = {str(year) for year in range(2007, 2030)}
FLOW = ("received_new", "carried_in", "handled_total", "carried_out")
# What the report with gaps does not fill in: all cells of a row, or some of them.
EMPTY_ROWS = {
    "refused_state_secret": "",
    "refused_enforcement_file": "",
    "not_processed_publication": "/",
    "other_fee_unpaid": "—",
}
GAPS_IN_ROW = {
    "carried_in": ("/", "/"),
    "partial": ("", ""),
    "refused_third_party": ("/", "—"),
    "unable_must_create": ("", "", ""),
    "unable_unclear": ("",),
    "not_processed_repeat": ("—", "—", "", ""),
    "other_not_supplemented": ("/",),
    "carried_out": ("", "", ""),
}

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Kind:
    """What a report of the zoo is about."""

    name: str
    form: str
    body: str
    we: str
    year: int
    seed: int
    gaps: bool = False


@dataclass(frozen=True)
class Report:
    """A made-up report: what is printed in each cell, and what is to be read there."""

    kind: Kind
    printed: dict[Key, str]
    expect: dict[Key, str]


KINDS = {
    "form_2019": Kind("form_2019", "2019", "临溪市水务局", "我局", 2020, 19),
    "form_2021": Kind("form_2021", "2021", "临溪市交通运输局", "我局", 2023, 21),
    "gaps": Kind("gaps", "2021", "青湖县云台镇人民政府", "我镇", 2022, 22, gaps=True),
}


def form_rows(table: str, form: str) -> list[dict[str, str]]:
    """The rows of a table of the form, in the order of the form."""
    with (FORMS / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if table == "proactive":
        return [row for row in rows if row["form"] == form]
    if table == "requests":
        here = [row for row in rows if row[f"form_{form}"]]
        return sorted(here, key=lambda row: int(row[f"form_{form}"]))
    return rows


def applicants() -> list[str]:
    return [row["key"] for row in form_rows("applicants", "")]


def make_report(kind: Kind) -> Report:
    """Draws until all figures differ; the same seed gives the same report."""
    rng = random.Random(kind.seed)
    while True:
        pool = rng.sample(NUMBERS, k=len(NUMBERS))
        printed = _proactive(kind, rng, pool) | _requests(kind, rng, pool)
        printed |= _disputes(kind, pool)
        figures = [bare(text) for text in printed.values() if text not in ("", "/", "—")]
        if len(figures) == len(set(figures)) and not YEARS & set(figures):
            return Report(kind, printed, {key: _expect(key, text) for key, text in printed.items()})


def bare(text: str) -> str:
    """The figure without sign and unit."""
    return text.lstrip("+-").removesuffix("元")


def _expect(key: Key, text: str) -> str:
    if text in ("/", "—"):
        return "nil"
    if not text:
        return "blank"
    if key[2] == "amount":
        return str(round(float(bare(text)) * (1 if text.endswith("元") else 10_000)))
    return str(int(text))


def _requests(kind: Kind, rng: random.Random, pool: list[int]) -> dict[Key, str]:
    keys = [row["key"] for row in form_rows("requests", kind.form)]
    *people, total = applicants()
    table: dict[str, dict[str, int | str]] = {}
    for row in keys:
        if row not in ("received_new", "handled_total"):
            table[row] = {person: pool.pop() for person in people}
    if kind.gaps:
        _leave_out(table, rng)
    results = [row for row in table if row not in FLOW]
    table["handled_total"] = {p: sum(_count(table[r][p]) for r in results) for p in people}
    table["received_new"] = {
        p: _count(table["handled_total"][p])
        + _count(table["carried_out"][p])
        - _count(table["carried_in"][p])
        for p in people
    }
    for row, cells in table.items():
        filled = any(isinstance(cell, int) for cell in cells.values())
        cells[total] = sum(map(_count, cells.values())) if filled else EMPTY_ROWS[row]
    return {("requests", row, c): str(table[row][c]) for row in keys for c in (*people, total)}


def _leave_out(table: dict[str, dict[str, int | str]], rng: random.Random) -> None:
    for row, mark in EMPTY_ROWS.items():
        table[row] = dict.fromkeys(table[row], mark)
    for row, marks in GAPS_IN_ROW.items():
        for person, mark in zip(rng.sample(list(table[row]), len(marks)), marks, strict=True):
            table[row][person] = mark


def _count(cell: int | str) -> int:
    return cell if isinstance(cell, int) else 0


def _disputes(kind: Kind, pool: list[int]) -> dict[Key, str]:
    rows = form_rows("disputes", kind.form)
    channels = [row["key"] for row in rows if row["axis"] == "channel"]
    *outcomes, total = [row["key"] for row in rows if row["axis"] == "outcome"]
    printed: dict[Key, str] = {}
    for channel in channels:
        numbers = [pool.pop() for _ in outcomes]
        cells = dict(zip(outcomes, map(str, numbers), strict=True)) | {total: str(sum(numbers))}
        if kind.gaps and channel == "review":
            cells |= {"corrected": "", total: str(sum(numbers) - numbers[1])}
        if kind.gaps and channel == "suit_direct":
            cells = dict.fromkeys(cells, "/")
        printed |= {("disputes", channel, outcome): text for outcome, text in cells.items()}
    return printed


def _proactive(kind: Kind, rng: random.Random, pool: list[int]) -> dict[Key, str]:
    printed: dict[Key, str] = {}
    for row in form_rows("proactive", kind.form):
        number = rng.choice(DECISIONS) if row["measure"] == "decisions" else pool.pop()
        text = str(number)
        if row["measure"] == "items_change":
            text = rng.choice("+-") + text
        if row["measure"] == "amount":
            hundredths = rng.randrange(1, 100)
            text = f"{number}.{hundredths:02}" if kind.form == "2021" else f"{number}{number:04}元"
        if kind.gaps and row["item"] == "rules":
            text = "/"
        if kind.gaps and (row["item"], row["measure"]) == ("normative_docs", "repealed"):
            text = ""
        if kind.gaps and row["item"] == "compulsion":
            text = "—"
        printed["proactive", row["item"], row["measure"]] = text
    return printed


def write_truth(report: Report, target: Path) -> None:
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["table", "row", "column", "expect"])
        writer.writerows([*key, expect] for key, expect in report.expect.items())
