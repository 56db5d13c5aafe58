"""All reports of a run, part by part, each once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import pyarrow as pa

from gikstudy.dataset.extras import Positions, as_numbers
from gikstudy.dataset.parts import list_parts, read_part
from gikstudy.engine.folder import read_note
from gikstudy.engine.work import ReportTraits


class ReportParts:
    """The part files of a run.

    The same bytes may come twice among the inputs; a part does not know what came before
    it, so a report that an earlier part has is left out here.
    """

    def __init__(self, folder: Path) -> None:
        self.paths = list_parts(folder)
        self._positions = Positions(self.paths)

    def __len__(self) -> int:
        return self._positions.range_of(len(self.paths) - 1)[1] if self.paths else 0

    def reports(self) -> Iterator[tuple[Path, pa.Table]]:
        """Each part with its rows of table `reports`."""
        for number, path in enumerate(self.paths):
            rows = read_part(path, "reports")
            first, _ = self._positions.range_of(number)
            new = self._positions.of(as_numbers(rows["report_id"])) >= first
            yield path, rows.filter(pa.array(new))


def marks_of(part: Path) -> Mapping[str, ReportTraits]:
    """What the note of a part tells of each report in it."""
    note = read_note(part)
    return note.marks if note is not None else {}


class Sorter:
    """Rows put aside on disk under a key each, to be had back key by key: see `sorter`."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder
        self._stack = stack
        self._writer = cache(self._open)

    def put(self, key: str, rows: pa.Table) -> None:
        """Puts rows of one schema behind those that lie under the key already."""
        self._writer(key, rows.schema).write_table(rows)

    def _open(self, key: str, schema: pa.Schema) -> pa.RecordBatchStreamWriter:
        sink = self._stack.enter_context((self._folder / key).open("wb"))
        return self._stack.enter_context(pa.ipc.new_stream(sink, schema))


@contextmanager
def sorter(folder: Path) -> Iterator[Sorter]:
    """A sorter that writes below `folder`; what it took can be read when it is closed."""
    shutil.rmtree(folder, ignore_errors=True)  # of a worker that died over it
    folder.mkdir()
    with ExitStack() as stack:
        yield Sorter(folder, stack)


def sorted_rows(path: Path) -> Iterator[pa.Table]:
    """The rows under one key of a sorter, in the order they came, a little at a time."""
    with path.open("rb") as stream, pa.ipc.open_stream(stream) as reader:
        for batch in reader:
            yield pa.Table.from_batches([batch])
