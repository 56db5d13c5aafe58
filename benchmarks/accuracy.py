"""How right the numbers are: made-up reports in, a dataset out, every cell against its truth.

    python benchmarks/accuracy.py                      10,000 reports, prints the tables of README
    python benchmarks/accuracy.py --reports 3000       what continuous integration runs
    python benchmarks/accuracy.py --reports 3000 --raise-floors
    python benchmarks/accuracy.py --reports 540 --years 2008-2025      with the reports before 2019

The floors in `accuracy_floors.json` (with `--years` in `accuracy_floors_from_2008.json`) can be raised by a run that is better and are lowered by
nobody without `--allow-lower`; they hold for one corpus, whose hash stands beside them. Exit
status 1 says that a floor does not hold.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Final

import pandas as pd

from gikstudy import extract
from gikstudy.forms import form_names, get_form
from gikstudy.synthesis import Evaluation, evaluate, make_report, write_corpus
from gikstudy.synthesis.corpus import truth_rows
from gikstudy.synthesis.evaluation import Score, compare
from gikstudy.synthesis.made import Made
from gikstudy.synthesis.naive import read_html_tables, read_labels
from gikstudy.synthesis.plan import USUAL_YEARS, span_of_years
from gikstudy.text import to_simplified

FLOORS: Final = Path(__file__).with_name("accuracy_floors.json")
OLDER: Final = FLOORS.with_name("accuracy_floors_from_2008.json")
BATCH: Final = 250
RIVALS: Final = ("label + next seven integers", "pandas.read_html")


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the tables, hold the floors."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory() as folder:
        corpus = write_corpus(
            options.reports, Path(folder) / "corpus", seed=options.seed, years=_years(options)
        )
        dataset = Path(folder) / "dataset"
        extract([corpus.out / "reports"], out=dataset, workers=options.workers, progress=False)
        result = evaluate(dataset, corpus.out / "truth.parquet")
    if options.errors:
        result.errors.to_csv(options.errors, index=False)
    rivals = {} if options.years else _rivals(options.seed, options.reports, options.workers)
    print("\n".join(_readme(result, rivals)))
    measured = _floors(result, options, corpus.sha256)
    floors = OLDER if options.years else FLOORS
    return _hold(floors, measured, raise_=options.raise_floors, lower=options.allow_lower)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--years", help="the years of each body, such as 2008-2025")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--errors", type=Path, help="write the wrong and missed cells to this CSV")
    parser.add_argument("--raise-floors", action="store_true")
    parser.add_argument("--allow-lower", action="store_true", help="let --raise-floors lower too")
    return parser.parse_args(arguments)


def _years(options: argparse.Namespace) -> tuple[int, int]:
    return span_of_years(options.years) if options.years else USUAL_YEARS


def _naive_rows(made: Made, *, html: bool) -> Iterator[dict[str, Any]]:
    """What a naive reader makes of one report; it is told the form and the encoding."""
    text = made.data.decode("gb18030" if "gb18030" in made.damage else "utf-8-sig")
    form = get_form(made.form if made.form in form_names() else "2021")
    read = read_html_tables if html else read_labels
    report_id = next(truth_rows(made))["report_id"]
    for (table, row, column), value in read(text, form, to_simplified).items():
        yield {
            "report_id": report_id, "table": table, "row": row, "column": column,
            "state": "reported", "value": value, "lower": None, "upper": None,
        }  # fmt: skip


Pair = tuple[pd.DataFrame, pd.DataFrame]
"""The truth of table 3 in some reports, and what a reader makes of them."""


def _naive_batch(seed: int, numbers: range) -> list[Pair]:
    """What both readers make of some reports, in the order of `RIVALS`; one reads HTML only."""
    made = [make_report(seed, number) for number in numbers]
    pages = [m for m in made if m.family == "HTML"]
    return [_read_naively(made, html=False), _read_naively(pages, html=True)]


def _read_naively(made: list[Made], *, html: bool) -> Pair:
    truth = pd.DataFrame([row for m in made for row in truth_rows(m)])
    given = pd.DataFrame([row for m in made for row in _naive_rows(m, html=html)])
    return truth[truth["table"].isin(["requests"]) | truth["table"].isna()], given


def _rivals(seed: int, reports: int, workers: int) -> dict[str, Score]:
    """The scores on table 3 of the two readers that anybody writes first."""
    batches = [range(i, min(i + BATCH, reports)) for i in range(0, reports, BATCH)]
    with ProcessPoolExecutor(workers) as pool:
        read = list(pool.map(partial(_naive_batch, seed), batches))
    scores = {}
    for name, pairs in zip(RIVALS, zip(*read, strict=True), strict=True):
        truth, given = (pd.concat(part, ignore_index=True) for part in zip(*pairs, strict=True))
        scores[name] = compare(truth, given, truth[["report_id"]].drop_duplicates()).overall
    return scores


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.3f} %" if whole else "–"


def _row(name: str, score: Score) -> str:
    cells = score.cells
    shares = (score.right + score.inferred, score.flagged, score.missed, score.wrong)
    return f"| {name} | {cells:,} | " + " | ".join(_percent(n, cells) for n in shares) + " |"


def _readme(result: Evaluation, rivals: dict[str, Score]) -> Iterator[str]:
    """The tables of the README."""
    head = "| cells | right | flagged as open | missed | silently wrong |\n|---|---:|---:|---:|---:|---:|"
    yield f"{result.reports:,} made-up reports, table 3\n"
    yield f"| reader {head}"
    yield _row("gikstudy", result.groups["table"]["requests"])
    for name, score in rivals.items():
        yield _row(f"{name}{' (HTML only)' if 'html' in name else ''}", score)
    for dimension in ("table", "printed", "family", "form", "script", "damage"):
        yield f"\ngikstudy, by {dimension}\n\n| {dimension} {head}"
        yield from (_row(name, score) for name, score in result.groups[dimension].items())
    score = result.overall
    yield (
        f"\nOf {score.determined:,} cells that the text determines {score.determined_right:,} "
        f"({_percent(score.determined_right, score.determined)}) are right; "
        f"{score.open:,} open cells have bounds, {score.outside} of them miss the truth."
    )
    places = result.places
    yield (
        f"Of {places.known:,} reported numbers whose line is known {places.right:,} "
        f"({_percent(places.right, places.known)}) are on the line that the dataset names."
    )
    facts = ", ".join(f"{name} {100 * share:.2f} %" for name, share in result.about.items())
    yield f"Facts about a report that are right: {facts}."


def _floors(result: Evaluation, options: argparse.Namespace, sha256: str) -> dict[str, Any]:
    families = {name: score.share for name, score in result.groups["family"].items()}
    return {
        "corpus": {"seed": options.seed, "reports": options.reports, "sha256": sha256},
        "at_most": {"wrong": result.overall.wrong, "outside": result.overall.outside},
        "at_least": {"all": result.overall.share, "places": result.places.share} | families,
    }


def _hold(path: Path, measured: dict[str, Any], *, raise_: bool, lower: bool) -> int:
    """Compare with the floors on file; write them anew where asked to and allowed to."""
    floors = json.loads(path.read_text("utf-8")) if path.exists() else None
    broken = list(_broken(measured, floors)) if floors else []
    for line in broken:
        print(f"accuracy: {line}", file=sys.stderr)
    if raise_ and (lower or not broken):
        path.write_text(json.dumps(measured, indent=2, sort_keys=True) + "\n", "utf-8")
        return 0
    return 1 if broken else 0


def _broken(measured: dict[str, Any], floors: dict[str, Any]) -> Iterator[str]:
    corpus, expected = measured["corpus"], floors["corpus"]
    if (corpus["seed"], corpus["reports"]) != (expected["seed"], expected["reports"]):
        return  # another corpus than the one the floors were measured on
    if corpus["sha256"] != expected["sha256"]:
        yield "the corpus has changed since its floors were set: set them anew, --allow-lower"
    for name, most in floors["at_most"].items():
        if measured["at_most"][name] > most:
            yield f"{name}: {measured['at_most'][name]} cells, allowed are {most}"
    for name, least in floors["at_least"].items():
        share = measured["at_least"].get(name, 0.0)
        if share < least - 1e-9:
            yield f"{name}: a share of {share:.6f} is right, the floor is {least:.6f}"


if __name__ == "__main__":
    raise SystemExit(main())
