"""Whether the series of made-up bodies over 18 years equals their truth wherever it claims a number.

    python benchmarks/series.py                 60 bodies, 2008 to 2025
    python benchmarks/series.py --bodies 6 --seed 3

Prints, by measure and source, how many numbers the series claims and how many it leaves open. Exit
status 1 says that a number differs from the truth, or that bounds exclude it.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isclose
from pathlib import Path
from typing import Any, Final

import pandas as pd

from gikstudy import extract, series
from gikstudy.panels.series import PROSE, series_measures, series_rules
from gikstudy.synthesis import make_report, write_corpus
from gikstudy.synthesis.made import Made

YEARS: Final = (2008, 2025)
# The lines that a body without a table counts for its sentences, and the one that a sentence on
# refusals states alone (不予公开).
_BEHIND_PROSE: Final = "shanghai"
_STATED: Final = {"refused": ("statistics/refused/year",)}


@dataclass
class Tally:
    """What the series says of one measure from one source: numbers, open values, and mistakes."""

    numbers: int = 0
    open: int = 0
    wrong: int = 0
    outside: int = 0
    unknown: int = 0  # the truth of later prose is written nowhere


def judge(rows: pd.DataFrame, made: Mapping[str, Made]) -> Iterator[tuple[dict[str, Any], str]]:
    """Each row of a series that has a source, with `right`, `wrong`, `open`, `outside` or `unknown`."""
    rules = {(rule.measure, rule.form): rule.cells for rule in series_rules()}
    for row in rows.loc[rows["source"].ne("")].to_dict("records"):
        one = made[str(row["report_id"])]
        cells = {f"{c.table}/{c.row}/{c.column}": c for c in one.cells}
        if not cells:
            yield row, "unknown"
            continue
        names = rules.get((row["measure"], _BEHIND_PROSE if one.form == "none" else one.form), ())
        if row["source"] == PROSE:
            names = _STATED.get(row["measure"], names)
        there = [cells[name] for name in names if name in cells]
        truth = float(sum(c.actual if c.value is None else c.value for c in there))
        yield row, _verdict(row, truth)


def _verdict(row: Mapping[str, Any], truth: float) -> str:
    if not pd.isna(row["value"]):
        return "right" if isclose(row["value"], truth, abs_tol=1e-9) else "wrong"
    low, high = row["lower"], row["upper"]
    inside = (pd.isna(low) or low <= truth + 1e-9) and (pd.isna(high) or truth <= high + 1e-9)
    return "open" if inside else "outside"


def tallies(rows: pd.DataFrame, made: Mapping[str, Made]) -> dict[tuple[str, str], Tally]:
    """The tally of each measure and source."""
    found: dict[tuple[str, str], Tally] = defaultdict(Tally)
    for row, verdict in judge(rows, made):
        tally = found[row["measure"], row["source"]]
        tally.unknown += verdict == "unknown"
        tally.wrong += verdict == "wrong"
        tally.outside += verdict == "outside"
        tally.numbers += verdict in ("right", "wrong")
        tally.open += verdict in ("open", "outside")
    return found


def main(arguments: list[str] | None = None) -> int:
    """Make the bodies, read them, compare their series."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--bodies", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(arguments)
    reports = options.bodies * (YEARS[1] - YEARS[0] + 1)
    with tempfile.TemporaryDirectory() as folder:
        corpus = write_corpus(reports, Path(folder) / "made", seed=options.seed, years=YEARS)
        dataset = Path(folder) / "dataset"
        extract([corpus.out / "reports"], out=dataset, workers=options.workers, progress=False)
        rows = series(dataset)
    made = (make_report(options.seed, number, years=YEARS) for number in range(reports))
    found = tallies(rows, {one.report_id: one for one in made})
    print(f"{options.bodies} made-up bodies, {YEARS[0]} to {YEARS[1]}\n")
    print("| measure | source | numbers | wrong | open | bounds that miss | not judged |")
    print("|---|---|---:|---:|---:|---:|---:|")
    for measure in series_measures():
        for source in ("table", PROSE):
            t = found.get((measure, source), Tally())
            counts = (t.numbers, t.wrong, t.open, t.outside, t.unknown)
            print(f"| {measure} | {source} | " + " | ".join(f"{n:,}" for n in counts) + " |")
    return int(any(tally.wrong or tally.outside for tally in found.values()))


if __name__ == "__main__":
    raise SystemExit(main())
