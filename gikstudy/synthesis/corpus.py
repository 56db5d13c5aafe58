"""A corpus on disk: made-up reports in folders of a thousand, and two files with all the truth."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gikstudy.errors import CallError, OutputExistsError
from gikstudy.synthesis.effects import read_effects
from gikstudy.synthesis.effects_truth import EffectTruth
from gikstudy.synthesis.made import Made
from gikstudy.synthesis.plan import USUAL_YEARS, Years, refuse_other_years, refuse_unknown
from gikstudy.synthesis.report import make_report
from gikstudy.synthesis.truth_of_bodies import BodyTruth, body_schema

if TYPE_CHECKING:
    import pyarrow as pa

BATCH: Final = 500
TEXT_COLUMNS: Final = (
    "report_id", "source", "family", "form", "script", "kind", "damage", "agency", "level",
    "region_code", "index_no", "body", "table", "row", "column", "state",
)  # fmt: skip
NUMBER_COLUMNS: Final = ("value", "actual")


@dataclass(frozen=True, slots=True)
class Corpus:
    """What was written: how many reports, where, and the hash of all their bytes in order."""

    out: Path
    reports: int
    cells: int
    sha256: str

    def __str__(self) -> str:
        return (
            f"{self.reports} made-up reports in {self.out / 'reports'}, "
            f"truth of {self.cells} cells in {self.out / 'truth.parquet'}, "
            f"sha256 {self.sha256[:16]}"
        )


def write_corpus(
    n: int,
    out: Path | str,
    *,
    seed: int = 0,
    family: str | None = None,
    effects: Path | str | None = None,
    years: Years = USUAL_YEARS,
) -> Corpus:
    """Does what `gikstudy.synth` says, which also explains the arguments and errors.

    Only one batch of reports is in memory, so only the disk limits `n`.
    """
    out = Path(out)
    if n < 0:
        raise CallError(f"number of reports {n}: must be 0 or more")
    refuse_unknown(family)
    planted = read_effects(effects) if effects else None
    refuse_other_years(years)
    if out.exists() and any(out.iterdir()):
        raise OutputExistsError(f"{out}: folder is not empty; choose a new or an empty one")
    out.mkdir(parents=True, exist_ok=True)
    import pyarrow.parquet as pq

    unfinished, digest, cells = out / "truth.parquet.part", hashlib.sha256(), 0
    truth = EffectTruth(seed, planted) if planted else None
    bodies = BodyTruth(seed, n, planted, years)
    with (
        pq.ParquetWriter(unfinished, _schema(), compression="zstd") as writer,
        pq.ParquetWriter(out / "truth_bodies.parquet", body_schema(), compression="zstd") as beside,
    ):
        for start in range(0, n, BATCH):
            numbers = range(start, min(start + BATCH, n))
            made = [
                make_report(seed, number, family=family, effects=planted, years=years)
                for number in numbers
            ]
            for report in made:
                digest.update(report.data)
                cells += len(report.cells)
                path = out / "reports" / report.path
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(report.data)
            writer.write_table(truth_table(made))
            beside.write_table(bodies.rows_of(made))
            if truth:
                truth.add(made)
    if truth:
        truth.write(out)
    unfinished.rename(out / "truth.parquet")
    return Corpus(out, n, cells, digest.hexdigest())


def truth_rows(made: Made) -> Iterator[dict[str, Any]]:
    """One row per cell, with the truth about its report; a report without cells has one row."""
    about = {
        "report_id": made.report_id,
        "source": made.path,
        "family": made.family,
        "form": made.form,
        "script": made.script,
        "kind": made.kind,
        "damage": ";".join(made.damage),
        "agency": made.agency,
        "level": made.level,
        "region_code": made.region_code,
        "year": made.year,
        "index_no": made.index_no,
        "body": made.body,
    }
    for cell in made.cells:
        yield about | {
            "table": cell.table,
            "row": cell.row,
            "column": cell.column,
            "state": cell.state,
            "value": cell.value,
            "actual": cell.actual,
            "determined": cell.determined,
            "line": cell.place.line if cell.place else None,
        }
    if not made.cells:
        yield about


def truth_table(made: Iterable[Made]) -> pa.Table:
    """The truth of some reports as an Arrow table, one row per cell."""
    import pyarrow as pa

    rows = [row for report in made for row in truth_rows(report)]
    return pa.Table.from_pylist(rows, schema=_schema())


def _schema() -> pa.Schema:
    import pyarrow as pa

    texts = [(name, pa.string()) for name in TEXT_COLUMNS]
    numbers = [(name, pa.float64()) for name in NUMBER_COLUMNS]
    rest = [("determined", pa.bool_()), ("line", pa.int64())]
    return pa.schema([*texts, ("year", pa.int64()), *numbers, *rest])
