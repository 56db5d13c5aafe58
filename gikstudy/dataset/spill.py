"""Rows stored on disk by key and read back key by key, to keep memory small."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import pyarrow as pa


class Spill:
    """Writes rows to one file per key; use `open_spill` to make one."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder
        self._stack = stack
        self._writer = cache(self._open)

    def put(self, key: str, rows: pa.Table) -> None:
        """Adds rows to a key; all rows of a key have one schema."""
        self._writer(key, rows.schema).write_table(rows)

    def _open(self, key: str, schema: pa.Schema) -> pa.RecordBatchStreamWriter:
        sink = self._stack.enter_context((self._folder / key).open("wb"))
        return self._stack.enter_context(pa.ipc.new_stream(sink, schema))


@contextmanager
def open_spill(folder: Path) -> Iterator[Spill]:
    """A spill in a new `folder`, with one file `folder/KEY` per key; readable once closed."""
    shutil.rmtree(folder, ignore_errors=True)  # left by a worker that died here
    folder.mkdir(parents=True)
    with ExitStack() as stack:
        yield Spill(folder, stack)


def spilled_rows(path: Path) -> Iterator[pa.Table]:
    """The rows of one key in the order they were written, batch by batch."""
    with path.open("rb") as stream, pa.ipc.open_stream(stream) as reader:
        for batch in reader:
            yield pa.Table.from_batches([batch])
