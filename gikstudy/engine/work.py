"""The task of a worker: takes a batch of references and returns the rows of the batch.

A worker writes no files and keeps no state, so it does not matter where it runs, whether it
dies, or which worker repeats its task.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from typing import Any, Final, NamedTuple

from gikstudy.about.same_report import prose_mark, tables_mark
from gikstudy.corrections import Correction, CorrectionError, corrections_of
from gikstudy.dataset.declarations import table_names
from gikstudy.dataset.parts import pack_part
from gikstudy.dataset.rows import RowsByTable, rows_of
from gikstudy.engine.checked_report import report_of
from gikstudy.engine.deadline import deadline
from gikstudy.engine.memory import MEMORY, memory_limit
from gikstudy.engine.pool import WorkerLostError, taken_out
from gikstudy.model import About, Document, Report
from gikstudy.places.bodies import body_key
from gikstudy.reading import Record, Source, read_document
from gikstudy.reading.addresses import reason_of
from gikstudy.reading.scans.document import is_slow

DEADLINE: Final = 60.0
"""Seconds for reading and checking one document; most take milliseconds."""


SCAN_DEADLINE: Final = 300.0
"""Seconds for a document whose pages are recognised in pictures: 3 to 15 for each page."""


def seconds_for(data: bytes) -> float:
    """How long reading and checking one document may take."""
    return SCAN_DEADLINE if is_slow(data) else DEADLINE


@dataclass(frozen=True, slots=True)
class Task:
    """References to inputs, and the corrections of the whole run.

    `may_die` says that another process watches the one that does the task; `read` is what reads a
    document there, `records` what takes the documents out of a source.
    """

    sources: tuple[Source, ...]
    corrections: tuple[Correction, ...] = ()
    may_die: bool = False
    read: Callable[..., Document] = read_document
    records: Callable[[Source], Iterator[Record]] = taken_out


class ReportTraits(NamedTuple):
    """What identifies copies of a report, or reports of one body, without reading their tables.

    `host` is the result of the check HOST-BODY.
    """

    year: int
    body: str
    mark: str
    mirror_signs: str
    prose: str = ""
    host: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """The rows of a task, packed as a part file.

    `counts` has the number of inputs in each source, since an archive holds many. `repeats` has the
    positions of sources whose content an earlier source of the batch had. `marks` has for each
    report, by its id, what copies of a report have in common. `failed` has a line for each input
    that could not be read. `again` has the positions of sources that failed for an outside reason;
    the next run tries them again.
    """

    packed: bytes
    counts: tuple[int, ...]
    repeats: tuple[int, ...] = ()
    marks: Mapping[str, ReportTraits] = field(default_factory=dict)
    failed: tuple[str, ...] = ()
    again: tuple[int, ...] = ()


def do(task: Task) -> Done:
    """Reads every source of the task; each source gets rows, even if it cannot be read.

    Raises:
        CorrectionError: if a correction does not fit the report that it names.
    """
    rows = _TaskRows()
    again: list[int] = []
    for position, source in enumerate(task.sources):
        before = len(rows.batch["sources"])
        passing = False
        try:
            for record in _in_time(source, task):
                passing |= rows.add(record, source, task)
        except CorrectionError:
            raise
        except (OSError, ValueError, MemoryError, WorkerLostError) as problem:
            rows.batch["sources"].append(_unopened(source.name, _reason(problem)))
            passing |= not isinstance(problem, ValueError)
        rows.counts.append(len(rows.batch["sources"]) - before)
        if passing:
            again.append(position)
    return done(rows.batch, rows.counts, rows.marks, again)


def _in_time(source: Source, task: Task) -> Iterator[Record]:
    """The records of a source, each opened and unpacked within the limits on time and memory."""
    with deadline(DEADLINE, may_die=task.may_die), memory_limit():
        records = task.records(source)
    while True:
        with deadline(DEADLINE, may_die=task.may_die), memory_limit():
            record = next(records, None)
        if record is None:
            return
        yield record


class _TaskRows:
    """The rows of a task as they come."""

    def __init__(self) -> None:
        self.batch: RowsByTable = {name: [] for name in table_names()}
        self.counts: list[int] = []
        self.marks: dict[str, ReportTraits] = {}
        self._seen: set[str] = set()

    def add(self, record: Record, source: Source, task: Task) -> bool:
        """Adds the rows of a record; True if it failed for an outside reason."""
        if record.problem and not record.data:
            row = _unopened(record.name, record.problem, record.outcome)
            self.batch["sources"].append(row)
            return record.passing
        with _collector_at_rest():
            report, passing = _report_in(record, source, task)
            _add(self.batch, report, self._seen)
            if report.about.year is not None:
                self.marks[report.report_id] = _mark(report, report.about.year)
        return passing


def done(
    batch: RowsByTable,
    counts: Sequence[int],
    marks: Mapping[str, ReportTraits],
    again: Sequence[int] = (),
) -> Done:
    """Packs the rows of a batch with what the next run must know about them."""
    outcomes = iter(batch["sources"])
    repeated = ["duplicate" in {next(outcomes)["outcome"] for _ in range(n)} for n in counts]
    repeats = tuple(position for position, is_repeat in enumerate(repeated) if is_repeat)
    failed = tuple(_line(row) for row in batch["sources"] if row["outcome"] == "failed")
    with _collector_at_rest():
        return Done(pack_part(batch), tuple(counts), repeats, marks, failed, tuple(again))


def given_up(source: Source, reason: str) -> Done:
    """The row of a source that cannot be read."""
    row = _unopened(source.name, reason)
    return Done(pack_part({"sources": [row]}), (1,), failed=(_line(row),), again=(0,))


def _report_in(record: Record, source: Source, task: Task) -> tuple[Report, bool]:
    """The report in a record, and whether it failed for an outside reason."""
    sha256 = hashlib.sha256(record.data).hexdigest()
    report_id = sha256[:16]
    corrections = corrections_of(task.corrections, record.name, report_id, source.root)
    passing = False
    try:
        limit = seconds_for(record.data)
        with deadline(limit, may_die=task.may_die), memory_limit():
            document = task.read(
                record.data, record.name, record.declared, record.url, "", record.retrieved_on
            )
            return report_of(document, corrections), False
    except CorrectionError:
        raise
    except (TimeoutError, MemoryError, WorkerLostError) as problem:
        reason, passing = _reason(problem), True
    except Exception as problem:  # must not stop the run: its row gives the reason
        reason = f"the reader failed: {' '.join(f'{type(problem).__name__}: {problem}'.split())}"
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
        reason=reason,
        url=record.url,
        retrieved_on=record.retrieved_on,
    ), passing


def _reason(problem: Exception) -> str:
    if isinstance(problem, WorkerLostError):
        return "the process that read it died: out of memory or time"
    if isinstance(problem, MemoryError):
        return f"reading it takes more than {MEMORY / 2**30:.0f} GB of memory"
    return reason_of(problem)


def _line(row: Mapping[str, Any]) -> str:
    return f"{row['source']}: {row['reason']}"


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
    mark = tables_mark(values)
    prose = "" if mark else prose_mark(section.text for section in report.sections)
    host = next((check.result for check in report.checks if check.check == "HOST-BODY"), "")
    return ReportTraits(year, body, mark, about.mirror_signs, prose, host)


def _unopened(name: str, reason: str, outcome: str = "failed") -> dict[str, Any]:
    return {
        "source": name,
        "sha256": "",
        "n_bytes": 0,
        "outcome": outcome,
        "report_id": "",
        "reason": reason,
    }


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Switches the garbage collector off while a document is read.

    Nearly all objects of a document are freed without the collector. The others become rows of the
    batch, which it would scan again and again.
    """
    works = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if works:
            gc.enable()
