"""The task of a worker: takes a batch of references and returns the rows of the batch.

A worker writes no files and keeps no state, so it does not matter where it runs, whether it
dies, or which worker repeats its task.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from typing import Any, Final, NamedTuple

from gikstudy.about.same_report import tables_mark
from gikstudy.corrections import Correction, CorrectionError, corrections_of
from gikstudy.dataset.declarations import table_names
from gikstudy.dataset.parts import pack_part
from gikstudy.dataset.rows import RowsByTable, rows_of
from gikstudy.engine.checked_report import report_of
from gikstudy.engine.deadline import deadline
from gikstudy.model import About, Report
from gikstudy.places.bodies import body_key
from gikstudy.reading import Record, Source, read_document

DEADLINE: Final = 60.0
"""Seconds for reading and checking one document; most take milliseconds."""


@dataclass(frozen=True, slots=True)
class Task:
    """References to inputs, and the corrections of the whole run."""

    sources: tuple[Source, ...]
    corrections: tuple[Correction, ...] = ()


class ReportTraits(NamedTuple):
    """What identifies copies of one report, or reports of one body, without reading their tables."""

    year: int
    body: str
    mark: str
    mirror_signs: str


@dataclass(frozen=True, slots=True)
class Done:
    """The rows of a task, packed as a part file.

    `counts` says how many inputs each source held, since an archive holds many; `repeats` are
    the positions of the sources that held what another source of the batch had held before;
    `marks` tell of each report, by its id, what copies of one report have in common; `failed`
    has a line for each input that could not be read.
    """

    packed: bytes
    counts: tuple[int, ...]
    repeats: tuple[int, ...] = ()
    marks: Mapping[str, ReportTraits] = field(default_factory=dict)
    failed: tuple[str, ...] = ()


def do(task: Task) -> Done:
    """Reads every source of the task; each source gets rows, even if it cannot be read.

    Raises:
        CorrectionError: where a correction does not fit the report that it names.
    """
    batch: RowsByTable = {name: [] for name in table_names()}
    counts: list[int] = []
    marks: dict[str, ReportTraits] = {}
    seen: set[str] = set()
    for source in task.sources:
        before = len(batch["sources"])
        try:
            for record in source.records():
                if record.problem and not record.data:
                    batch["sources"].append(_unopened(record.name, record.problem))
                    continue
                with _collector_at_rest():
                    report = _report_in(record, task.corrections)
                    _add(batch, report, seen)
                    if report.about.year is not None:
                        marks[report.report_id] = _mark(report, report.about.year)
        except CorrectionError:
            raise
        except (OSError, ValueError) as problem:
            reason = problem.strerror if isinstance(problem, OSError) else None
            batch["sources"].append(_unopened(source.name, reason or str(problem)))
        counts.append(len(batch["sources"]) - before)
    return done(batch, counts, marks)


def done(batch: RowsByTable, counts: Sequence[int], marks: Mapping[str, ReportTraits]) -> Done:
    """Packs the rows of a batch with what the next run must know about them."""
    outcomes = iter(batch["sources"])
    repeated = ["duplicate" in {next(outcomes)["outcome"] for _ in range(n)} for n in counts]
    repeats = tuple(position for position, is_repeat in enumerate(repeated) if is_repeat)
    failed = tuple(
        f"{row['source']}: {row['reason']}"
        for row in batch["sources"]
        if row["outcome"] == "failed"
    )
    with _collector_at_rest():
        return Done(pack_part(batch), tuple(counts), repeats, marks, failed)


def given_up(source: Source, reason: str) -> Done:
    """The row of a source that cannot be read."""
    return Done(pack_part({"sources": [_unopened(source.name, reason)]}), (1,))


def _report_in(record: Record, corrections: Sequence[Correction]) -> Report:
    sha256 = hashlib.sha256(record.data).hexdigest()
    report_id = sha256[:16]
    try:
        with deadline(DEADLINE):
            document = read_document(*record)
            return report_of(document, corrections_of(corrections, record.name, report_id))
    except CorrectionError:
        raise
    except Exception as problem:  # must not stop the run: its row gives the reason
        return Report(
            report_id=report_id,
            source=record.name,
            sha256=sha256,
            n_bytes=len(record.data),
            source_format="",
            encoding="",
            script="",
            about=About(),
            form="none",
            status="failed",
            reason=" ".join(f"{type(problem).__name__}: {problem}".split()),
        )


def _add(batch: RowsByTable, report: Report, seen: set[str]) -> None:
    rows = rows_of(report, _version())
    if report.sha256 in seen:
        rows = {"sources": [row | {"outcome": "duplicate"} for row in rows["sources"]]}
    seen.add(report.sha256)
    for name, of_table in rows.items():
        batch[name].extend(of_table)


@cache
def _version() -> str:
    return version("gikstudy")  # reads a file


def _mark(report: Report, year: int) -> ReportTraits:
    about = report.about
    values = {cell.key: cell.value for cell in report.cells if cell.value is not None}
    body = body_key(about.agency, about.level, about.region_code, year)
    return ReportTraits(year, body, tables_mark(values), about.mirror_signs)


def _unopened(name: str, reason: str) -> dict[str, Any]:
    return {
        "source": name,
        "sha256": "",
        "n_bytes": 0,
        "outcome": "failed",
        "report_id": "",
        "reason": reason,
    }


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Switches the garbage collector off while a document is read.

    Nearly all objects of a document are freed without the collector, or become rows of the batch
    that it would scan again and again.
    """
    works = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if works:
            gc.enable()
