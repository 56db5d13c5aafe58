"""The sources of the reports of a dataset, found again in the raw folders by their bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from gikstudy.corrections import CORRECTIONS_FILE, Correction, parse_corrections
from gikstudy.model import Document
from gikstudy.reading import list_sources, read_document
from gikstudy.reading.addresses import read_beside, split_address


@dataclass(frozen=True, slots=True)
class RawRecord:
    """The bytes of one report, the document in them, and the number of its raw folder."""

    report_id: str
    data: bytes
    document: Document
    root: int


@dataclass(frozen=True, slots=True)
class RawFolder:
    """A raw folder, and the corrections that it holds."""

    name: str
    corrections: tuple[Correction, ...]


def raw_folders(raw: Sequence[str | Path]) -> tuple[RawFolder, ...]:
    """The raw folders in the order given, each with its corrections.

    Raises:
        CorrectionError: a corrections file cannot be read; the message names the line.
    """
    found = []
    for path in raw:
        data = read_beside(split_address(path)[0], CORRECTIONS_FILE)
        known = parse_corrections(data, CORRECTIONS_FILE, str(path)) if data is not None else ()
        found.append(RawFolder(str(path), known))
    return tuple(found)


def raw_records(folders: Sequence[RawFolder], wanted: set[str]) -> Iterator[RawRecord]:
    """The sources of the wanted reports, each once, in the order of the folders.

    Args:
        folders: where to look.
        wanted: report ids; those found are removed.
    """
    for number, folder in enumerate(folders):
        for source in list_sources([folder.name]):
            for record in source.records():
                report_id = hashlib.sha256(record.data).hexdigest()[:16]
                if report_id in wanted and not record.problem:
                    wanted.discard(report_id)
                    document = read_document(
                        record.data, record.name, record.declared, record.url, "",
                        record.retrieved_on,
                    )  # fmt: skip
                    yield RawRecord(report_id, record.data, document, number)
            if not wanted:
                return


def correction_for(
    corrections: Sequence[Correction], source: str, report_id: str, key: str, locus: str
) -> Correction | None:
    """The correction of one cell, named by its key or its locus."""
    with suppress(StopIteration):
        return next(
            c for c in corrections if c.report in (source, report_id) and c.cell in (key, locus)
        )
    return None
