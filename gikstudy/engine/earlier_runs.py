"""Rows that earlier runs have read, found by the name of the input."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from zlib import crc32

import numpy as np

from gikstudy.dataset.parts import part_is_whole
from gikstudy.engine.folder import PartNote, read_note
from gikstudy.errors import RunError


@dataclass(frozen=True, slots=True)
class PartPosition:
    """The part with the rows of a source, and the position of the source in the part."""

    part: Path
    position: int


class EarlierRuns:
    """The part files of earlier runs that were written by the same reader.

    A run may continue with a million inputs. Memory holds four bytes for each name and one
    entry for each part; the rest is read from the notes beside the parts.
    """

    def __init__(self, parts: Iterable[Path], reader: str) -> None:
        self._parts: list[Path] = []
        self._whole: dict[str, Path] = {}
        hashes: list[np.ndarray[tuple[int], np.dtype[np.uint32]]] = []
        for part in parts:
            note = read_note(part)
            if note is None or note.reader != reader or not part_is_whole(part):
                continue
            if not note.again:
                self._whole[_key(note.names, note.fingerprints)] = part
            self._parts.append(part)
            hashes.append(np.fromiter(map(_hash, note.names), np.uint32, len(note.names)))
        owners = np.repeat(np.arange(len(hashes)), [len(h) for h in hashes])
        joined = np.concatenate(hashes) if hashes else np.empty(0, np.uint32)
        order = np.argsort(joined, kind="stable")
        self._hashes, self._owners = joined[order], owners[order]

    def whole(self, names: Sequence[str], fingerprints: Sequence[str]) -> Path | None:
        """The part that was made from exactly these sources."""
        return self._whole.get(_key(names, fingerprints))

    def find(self, name: str, fingerprint: str) -> PartPosition | None:
        """The location of the rows of one unchanged source."""
        low, high = (int(np.searchsorted(self._hashes, _hash(name), s)) for s in ("left", "right"))
        for owner in reversed(self._owners[low:high]):  # the latest run wins
            part = self._parts[int(owner)]
            note, positions = _positions(part)
            position = positions.get((name, fingerprint))
            if position is not None and position not in (*note.repeats, *note.again):
                return PartPosition(part, position)
        return None


@lru_cache(maxsize=8)
def _positions(part: Path) -> tuple[PartNote, dict[tuple[str, str], int]]:
    note = read_note(part)
    if note is None:
        raise RunError(f"{part}: its note disappeared during the run")
    sources = zip(note.names, note.fingerprints, strict=True)
    return note, {source: position for position, source in enumerate(sources)}


def _hash(name: str) -> int:
    return crc32(name.encode("utf-8", "surrogatepass"))


def _key(names: Sequence[str], fingerprints: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for name, fingerprint in zip(names, fingerprints, strict=True):
        digest.update(f"{name}\0{fingerprint}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
