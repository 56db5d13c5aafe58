"""Inputs in batches that stay the same when another input is added, removed or changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from zlib import crc32

from gikstudy.reading import Source

_USUAL: Final = 64  # inputs per batch, on average
_MOST: Final = 256


def in_batches(sources: Iterable[Source]) -> Iterator[tuple[Source, ...]]:
    """The sources in their order, about a hundred at a time.

    A hash of the name of a source decides where a batch ends, not a fixed number: an added file
    changes only its own batch, and the other batches need not be read again.
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
