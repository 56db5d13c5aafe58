"""`extract`: files, folders and archives become a dataset in a folder."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
from tqdm import tqdm

from gikstudy.corrections import (
    CORRECTIONS_FILE,
    Correction,
    CorrectionError,
    parse_corrections,
    unused_corrections,
)
from gikstudy.dataset.description import DESCRIPTION, read_description
from gikstudy.dataset.finish import finish, refuse_foreign
from gikstudy.dataset.load import iter_table
from gikstudy.dataset.parts import list_parts, read_part
from gikstudy.engine.cross_report import across_reports
from gikstudy.engine.dispatch import Run
from gikstudy.engine.folder import Folder, open_folder
from gikstudy.engine.pool import Pool
from gikstudy.engine.pools import SERIAL, Workforce, hand_out, open_pool
from gikstudy.engine.reader import reader_fingerprint
from gikstudy.engine.remote_output import open_output
from gikstudy.errors import CallError, naming
from gikstudy.messages import as_line, bar_options
from gikstudy.panels.frame import FRAME_FILE, Department, read_departments, usual_departments
from gikstudy.reading import list_sources
from gikstudy.reading.addresses import read_beside, reason_of, split_address
from gikstudy.reading.user_files import archive_of, in_archive, read_user_file

_REASONS = 5
_ID = re.compile("[0-9a-f]{16}")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Extraction:
    """The result of a run.

    `outcomes` counts the rows of table `sources`; `kept` were read before; `losses` counts the
    inputs that failed, by reason.
    """

    out: str
    outcomes: Mapping[str, int]
    kept: int
    losses: Mapping[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        counts = ", ".join(f"{n:,} {what}" for what, n in self.outcomes.items()) or "none"
        kept = f" ({self.kept:,} unchanged and not read again)" if self.kept else ""
        told = f"{sum(self.outcomes.values()):,} inputs: {counts}{kept}; dataset in {self.out}"
        return "\n".join([told, *self._lost()])

    def _lost(self) -> Iterator[str]:
        """One line for each frequent reason why inputs failed."""
        for reason, number in list(self.losses.items())[:_REASONS]:
            yield f"  {as_line(f'not read: {number:,} because: {reason}')}"
        others = list(self.losses.values())[_REASONS:]
        if others:
            yield f"  not read: {sum(others):,} for {len(others):,} other reasons; see table sources"


def extract(
    sources: str | Path | Iterable[str | Path],
    *,
    out: str | Path,
    workforce: Workforce = SERIAL,
    resume: bool = False,
    progress: bool = False,
    text_column: str = "",
) -> Extraction:
    """Does what `gikstudy.extract` says, which also explains the arguments and errors."""
    given = sorted([sources] if isinstance(sources, str | Path) else sources, key=str)
    _refuse_empty(given, out)
    _refuse_loop(given, out)
    if "://" not in str(out):
        refuse_foreign(Path(out))
    listing = list_sources(given, text_column)
    corrections = _corrections(given)
    departments = _departments(given)
    description = _description(given)
    reader = reader_fingerprint(corrections)
    with (
        naming(out),
        open_output(out) as local,
        open_folder(local, resume=resume) as folder,
        open_pool(*workforce) as pool,
    ):
        run = Run(folder, pool, corrections, reader)
        try:
            _watch(run.over(listing), shown=progress)
            _log.info("all inputs are read; comparing reports and writing the tables")
            outcomes, losses = _finish(folder, corrections, departments, description, pool)
        except CorrectionError:
            folder.discard()  # the file must be mended first, and rows made with it are wrong
            raise
        folder.settle()
    return Extraction(str(out), outcomes, run.kept, losses)


def _refuse_empty(given: Sequence[str | Path], out: str | Path) -> None:
    """Refuses an empty name, such as that of an unset shell variable: it is not this folder."""
    if not str(out):
        raise CallError("out: is empty; name a folder")
    if not all(map(str, given)):
        raise CallError("sources: one is empty; name files, folders or archives")


def _refuse_loop(given: Sequence[str | Path], out: str | Path) -> None:
    """Refuses an output folder inside an input folder, which the next run would read."""
    for path in given:
        inner, outer = Path(out).resolve(), Path(path).resolve()
        if "://" not in f"{path}{out}" and inner.is_relative_to(outer):
            raise CallError(f"{out}: lies in {path}, which is read; choose a folder elsewhere")


def _corrections(given: Sequence[str | Path]) -> tuple[Correction, ...]:
    """The corrections beside the inputs, and in ZIP archives that are inputs."""
    return tuple(
        _named_in_full(correction, path)
        for path, data in _beside(given, CORRECTIONS_FILE)
        for correction in parse_corrections(data, CORRECTIONS_FILE, path)
    )


def _named_in_full(correction: Correction, path: str) -> Correction:
    """A correction in an archive, which may name a report without its archive."""
    if _ID.fullmatch(correction.report):
        return correction
    return replace(correction, report=in_archive(correction.report, archive_of(path)))


def _departments(given: Sequence[str | Path]) -> tuple[Department, ...]:
    """The departments of the user's files; without any file, those of the packaged file."""
    found = list(_beside(given, FRAME_FILE))
    own = [one for path, data in found for one in read_departments(data, f"{path}/{FRAME_FILE}")]
    return tuple(own) if found else usual_departments()


def _description(given: Sequence[str | Path]) -> dict[str, Any]:
    """What the user states about the dataset; if there are several files, in the first one."""
    found = (
        read_description(d, f"{path}/{DESCRIPTION}") for path, d in _beside(given, DESCRIPTION)
    )
    return next(found, {})


def _beside(given: Sequence[str | Path], name: str) -> Iterator[tuple[str, bytes]]:
    """The user's file of this name in each given folder or ZIP archive, also at addresses.

    Raises:
        CallError: if a file exists and cannot be read.
    """
    for path in given:
        file, key = split_address(path)
        try:
            data = read_beside(file, name) if key else read_user_file(file, name)
        except Exception as error:  # each kind of store raises its own exceptions
            kind = CorrectionError if name == CORRECTIONS_FILE else CallError
            raise kind(f"{file}: {name} cannot be read: {reason_of(error)}") from error
        if data is not None:
            yield str(path), data


def _watch(steps: Iterator[int], *, shown: bool) -> None:
    with tqdm(unit=" inputs", **bar_options(shown=shown)) as bar:
        for step in steps:
            bar.update(step)


def _finish(
    folder: Folder,
    corrections: Sequence[Correction],
    departments: Sequence[Department],
    description: Mapping[str, Any],
    pool: Pool,
) -> tuple[dict[str, int], dict[str, int]]:
    if corrections:
        _refuse_unused(folder.parts, corrections)
    across = across_reports(folder.parts, folder.workspace(), pool, departments)
    finish(
        folder.parts,
        folder.out,
        extras=across.rows,
        duplicate_of=across.duplicate_of,
        extractor_version=version("gikstudy"),
        description=description,
        each=partial(hand_out, pool=pool),
    )
    outcomes: Counter[str] = Counter()
    losses: Counter[str] = Counter()
    for rows in iter_table(folder.out, "sources", ["outcome", "reason"]):
        outcomes.update(rows["outcome"].to_pylist())
        failed = rows.filter(pc.equal(rows["outcome"], "failed"))
        losses.update(failed["reason"].to_pylist())
    return dict(sorted(outcomes.items())), dict(losses.most_common())


def _refuse_unused(parts: Path, corrections: Sequence[Correction]) -> None:
    seen: set[str] = set()
    for part in list_parts(parts):
        for column in read_part(part, "reports", ["source", "report_id"]).itercolumns():
            seen.update(column.to_pylist())
    for line in unused_corrections(corrections, seen):
        raise CorrectionError(line)
