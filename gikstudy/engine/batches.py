"""Inputs in batches that stay the same when a neighbour comes, goes or changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from zlib import crc32

from gikstudy.reading import Source

_USUAL: Final = 64  # inputs a batch, on average
_MOST: Final = 256


def in_batches(sources: Iterable[Source]) -> Iterator[tuple[Source, ...]]:
    """The sources in their order, a hundred or so at a time.

    A batch ends where the name of a source says so, not after a fixed number: a file that is
    added shifts the borders of its own batch only, and the others need not be read again.
    """
    batch: list[Source] = []
    held = 0
    for source in sources:
        batch.append(source)
        held += source.count
        if held >= _MOST or crc32(source.name.encode("utf-8", "surrogatepass")) % _USUAL == 0:
            yield tuple(batch)
            batch.clear()
            held = 0
    if batch:
        yield tuple(batch)
