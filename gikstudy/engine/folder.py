"""The output folder during a run: locked, and incomplete only in hidden folders.

`.partial` holds the rows read so far and is removed when the dataset is written. `.parts` keeps the
part files of the last complete run, so that the next run reads only what has changed.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from gikstudy.engine.work import ReportTraits
from gikstudy.errors import CallError

PARTIAL: Final = ".partial"
KEPT: Final = ".parts"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PartNote:
    """What a part file was made from, stored beside it; without this note a part is ignored.

    `reader` is the fingerprint of the reader; `names`, `fingerprints` and `counts` go source by
    source, in order, and a count says how many inputs the source held, since an archive holds many.
    `repeats` are the positions of sources whose bytes came before in the same part, which has their
    rows once. `marks` are by report id. `again` are the positions of sources that failed for an
    outside reason, such as time or memory; the next run reads them again.
    """

    reader: str
    names: tuple[str, ...]
    fingerprints: tuple[str, ...]
    counts: tuple[int, ...]
    repeats: tuple[int, ...]
    marks: Mapping[str, ReportTraits]
    again: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Folder:
    """The folders of a run below its output folder; `parts` holds its part files."""

    out: Path
    parts: Path

    @property
    def scratch(self) -> Path:
        """Folder for temporary files of the run."""
        return self.parts.parent

    def workspace(self) -> Path:
        """An empty folder for intermediate files of the last step."""
        folder = self.scratch / "across"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return folder

    def former_parts(self) -> Iterator[Path]:
        """The part files of earlier runs, finished or interrupted."""
        for folder in (self.out / KEPT, *self.scratch.glob("run-*")):
            if folder != self.parts and folder.is_dir():
                yield from sorted(folder.glob("part-*.zip"))

    def part_path(self, number: int) -> Path:
        """The path of part `number`."""
        return self.parts / f"part-{number:06d}.zip"

    def write(self, number: int, packed: bytes, note: PartNote) -> None:
        """Writes a part, then its note."""
        part = self.part_path(number)
        _write(part, packed)
        text = json.dumps({name: getattr(note, name) for name in PartNote.__slots__})
        _write(part.with_suffix(".json"), text.encode())

    def take_over(self, number: int, former: Path) -> None:
        """Reuses a part of an earlier run as part `number` of this one."""
        part = self.part_path(number)
        for suffix in (".zip", ".json"):
            source, target = former.with_suffix(suffix), part.with_suffix(suffix)
            try:
                target.hardlink_to(source)
            except OSError:  # some file systems have no hard links
                shutil.copyfile(source, target)

    def settle(self) -> None:
        """Ends the run: keeps its parts for the next one and removes all other temporary files."""
        with suppress(FileNotFoundError):
            (self.out / KEPT).rename(self.scratch / f"run-before-{self.parts.name}")
        self.parts.rename(self.out / KEPT)
        shutil.rmtree(self.scratch)

    def discard(self) -> None:
        """Ends a run that cannot continue: removes what it has so far."""
        shutil.rmtree(self.scratch, ignore_errors=True)


def read_note(part: Path) -> PartNote | None:
    """The note of a part; None if there is none or it cannot be read."""
    try:
        raw: dict[str, Any] = json.loads(part.with_suffix(".json").read_bytes())
        marks = {report_id: ReportTraits(*mark) for report_id, mark in raw.pop("marks").items()}
        return PartNote(**{name: _frozen(value) for name, value in raw.items()}, marks=marks)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _frozen(value: Any) -> Any:  # noqa: ANN401 (whatever JSON holds)
    return tuple(value) if isinstance(value, list) else value


def _write(path: Path, content: bytes) -> None:
    beside = path.with_name(f"{path.name}.writing")
    beside.write_bytes(content)
    beside.replace(path)


@contextmanager
def open_folder(out: Path, *, resume: bool) -> Iterator[Folder]:
    """The output folder, locked against other runs while this one is running.

    Args:
        out: The folder; created if necessary.
        resume: Continue an interrupted run; without it the folder of such a run is refused.

    Raises:
        CallError: if another run is writing to the folder, or one was interrupted there.
        OSError: if the folder cannot be created or written.
    """
    out.mkdir(parents=True, exist_ok=True)
    with only_one(out, "run"):
        scratch = out / PARTIAL
        stopped = scratch.exists()
        if stopped and not resume:
            raise CallError(
                f"{out}: a run was interrupted here; continue it with --resume, or remove {scratch}"
            )
        if stopped:
            _log.info("continuing the interrupted run in %s", out)
        parts = scratch / f"run-{len(list(scratch.glob('run-*'))):03d}"
        parts.mkdir(parents=True)
        try:
            yield Folder(out.absolute(), parts.absolute())  # workers may run elsewhere
        except BaseException:
            if not any(scratch.glob("run-*/part-*.json")):  # nothing to continue
                shutil.rmtree(scratch, ignore_errors=True)
            raise


@contextmanager
def only_one(out: Path, what: str) -> Iterator[None]:
    """Refuses a second run or study in a folder while one is on.

    The file of the lock stays: Windows deletes no file that is open, and who deleted it would
    take the lock from under others.

    Raises:
        CallError: where one is on.
    """
    with (out / f".{what}.lock").open("ab") as lock:
        if not _lock(lock):
            raise CallError(f"{out}: another {what} is writing here; wait for it or choose another")
        yield


def _lock(stream: IO[bytes]) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
