"""Reads many inputs into part files: sends out references, collects rows, keeps their order."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, replace
from pathlib import Path

from gikstudy.corrections import Correction
from gikstudy.engine.batches import in_batches
from gikstudy.engine.earlier_runs import EarlierRuns, PartPosition
from gikstudy.engine.folder import Folder, PartNote, read_note
from gikstudy.engine.merged_batches import assemble
from gikstudy.engine.pool import Pool, WorkerLostError
from gikstudy.engine.work import Done, Task, do, given_up
from gikstudy.errors import RunError
from gikstudy.reading import Source

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Batch:
    """A batch in progress; `known` locates the rows of sources that an earlier run read."""

    number: int
    sources: tuple[Source, ...]
    known: Mapping[int, PartPosition]
    lost_before: bool = False

    @property
    def new(self) -> tuple[Source, ...]:
        return tuple(s for position, s in enumerate(self.sources) if position not in self.known)


class Run:
    """One run over all inputs; the rows go to the folder and are not kept in memory.

    Args:
        folder: Where the parts go.
        pool: The pool that reads.
        corrections: The corrections of all inputs.
        reader: Fingerprint of code and packages; rows of earlier runs are kept if it is the same.
    """

    def __init__(
        self, folder: Folder, pool: Pool, corrections: Sequence[Correction], reader: str
    ) -> None:
        self._folder = folder
        self._pool = pool
        self._corrections = tuple(corrections)
        self._reader = reader
        self._former = EarlierRuns(folder.former_parts(), reader)
        self._on_the_way: dict[Future[Done], _Batch] = {}
        self.kept = 0

    def over(self, sources: Iterable[Source]) -> Iterator[int]:
        """Writes a part file for each batch of sources and yields the number of its sources.

        Batches are yielded as they finish; the part numbers follow the order of the sources.

        Raises:
            CorrectionError: if a correction does not fit the report that it names.
            OSError: if a part cannot be written, or the connection to the cluster is lost.
        """
        for number, batch in enumerate(in_batches(sources)):
            if self._take_over(number, batch):
                yield len(batch)
                continue
            ready = _Batch(number, batch, self._known(batch))  # while all workers are busy
            while len(self._on_the_way) >= self._pool.size:
                yield from self._receive()
            self._send(ready)
        while self._on_the_way:
            yield from self._receive()

    def _take_over(self, number: int, batch: Sequence[Source]) -> bool:
        former = self._former.whole([s.name for s in batch], [s.fingerprint for s in batch])
        if former is None:
            return False
        self._folder.take_over(number, former)
        self.kept += len(batch)
        _log.info("batch %d: 0 inputs read, %d unchanged", number, len(batch))
        return True

    def _known(self, batch: Sequence[Source]) -> dict[int, PartPosition]:
        found = {n: self._former.find(s.name, s.fingerprint) for n, s in enumerate(batch)}
        return {position: where for position, where in found.items() if where is not None}

    def _send(self, batch: _Batch) -> None:
        _log.debug("batch %d: %d inputs go to a worker", batch.number, len(batch.new))
        self._on_the_way[self._submit(batch.new)] = batch

    def _submit(self, sources: tuple[Source, ...]) -> Future[Done]:
        pool = self._pool
        task = Task(sources, self._corrections, pool.may_die, pool.read, pool.records)
        return pool.submit(do, task)

    def _receive(self) -> Iterator[int]:
        arrived, _ = wait(self._on_the_way, return_when=FIRST_COMPLETED)
        for future in arrived:
            batch = self._on_the_way.pop(future)
            try:
                pieces = [future.result()]
            except WorkerLostError:
                again = "one by one" if batch.lost_before else "once more"
                _log.warning("batch %d: its worker died; reading it %s", batch.number, again)
                if not batch.lost_before:
                    self._send(replace(batch, lost_before=True))
                    continue
                pieces = (
                    [self._given_up(batch.new[0])]  # it was read alone both times
                    if len(batch.new) == 1
                    else [self._alone(source) for source in batch.new]
                )
            self._write(batch, pieces)
            self.kept += len(batch.known)
            _report(batch, pieces)
            yield len(batch.sources)

    def _alone(self, source: Source) -> Done:
        """The rows of one source of a batch during which two workers died.

        One of its sources is the cause; the others must not be lost with it.
        """
        for _ in range(2):
            try:
                done: Done = self._submit((source,)).result()
            except WorkerLostError:
                _log.warning("%s: the worker that read it died", source.name)
                continue
            return done
        return self._given_up(source)

    def _given_up(self, source: Source) -> Done:
        _log.warning("%s: given up", source.name)
        reason = "the process that read it died, and so did the next one: out of memory or time"
        return given_up(source, reason)

    def _write(self, batch: _Batch, pieces: Sequence[Done]) -> None:
        done = pieces[0] if len(pieces) == 1 and not batch.known else self._join(batch, pieces)
        names = tuple(source.name for source in batch.sources)
        fingerprints = tuple(source.fingerprint for source in batch.sources)
        note = PartNote(
            self._reader, names, fingerprints, done.counts, done.repeats, done.marks, done.again
        )
        self._folder.write(batch.number, done.packed, note)

    def _join(self, batch: _Batch, pieces: Sequence[Done]) -> Done:
        notes = {found.part: _note(found.part) for found in batch.known.values()}
        counts = {part: note.counts for part, note in notes.items()}
        marks = {k: mark for note in notes.values() for k, mark in note.marks.items()}
        new: list[PartPosition] = []
        again: set[PartPosition] = set()
        written = [self._folder.scratch / f"piece-{n:03d}.zip" for n in range(len(pieces))]
        for path, piece in zip(written, pieces, strict=True):
            path.write_bytes(piece.packed)
            counts[path] = piece.counts
            marks |= piece.marks
            new.extend(PartPosition(path, position) for position in range(len(piece.counts)))
            again |= {PartPosition(path, position) for position in piece.again}
        rest = iter(new)
        order = [batch.known.get(n) or next(rest) for n in range(len(batch.sources))]
        done = replace(
            assemble(order, counts, marks),
            again=tuple(n for n, where in enumerate(order) if where in again),
        )
        for path in written:
            path.unlink()
        return done


def _report(batch: _Batch, pieces: Sequence[Done]) -> None:
    read, kept = len(batch.new), len(batch.known)
    _log.info("batch %d: %d inputs read, %d unchanged", batch.number, read, kept)
    for line in (line for piece in pieces for line in piece.failed):
        _log.info("not read: %s", line)


def _note(part: Path) -> PartNote:
    note = read_note(part)
    if note is None:
        raise RunError(f"{part}: its note disappeared during the run")
    return note
