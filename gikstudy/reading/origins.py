"""`sources.csv`: where and when each file of a raw folder was fetched, as the user recorded it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Final, NamedTuple

from gikstudy.errors import DamagedFileError
from gikstudy.reading.archives.record import day_of
from gikstudy.reading.archives.row_files import is_own_table
from gikstudy.reading.encoding import decode
from gikstudy.reading.user_files import in_archive

ORIGINS_FILE: Final = "sources.csv"
FIELDS: Final = ("source", "url", "retrieved_on")


class Origin(NamedTuple):
    """One row: a source (`2020/a.html`, `crawl.zip#a.html`), its address, the day (ISO)."""

    source: str
    url: str
    retrieved_on: str


def read_origins(data: bytes, name: str, archive: str = "") -> Mapping[str, tuple[Origin, ...]]:
    """The rows of a `sources.csv`, by the file they describe.

    Args:
        data: The file, with the columns `source`, `url`, `retrieved_on` and any others.
        name: Its path, for messages.
        archive: The archive that the file lies in; its rows may leave out this name.

    Raises:
        DamagedFileError: A column is missing, a date is not valid, or a source comes twice; the
            message names the line.
    """
    text, _ = decode(data)
    reader = csv.DictReader(io.StringIO(text, newline=""))
    if is_own_table(reader.fieldnames or ()):
        return {}  # this folder is a dataset, whose table has the same name
    missing = [field for field in FIELDS if field not in (reader.fieldnames or ())]
    if missing:
        raise DamagedFileError(f"{name}: no column {missing[0]}; needed: {', '.join(FIELDS)}")
    found: dict[str, tuple[Origin, ...]] = {}
    seen: set[str] = set()
    for row in reader:
        source, url, day = ((row[field] or "").strip() for field in FIELDS)
        place = f"{name} line {reader.line_num}"
        if not source:
            raise DamagedFileError(f"{place}: source is empty")
        source = in_archive(source, archive)
        if source in seen:
            raise DamagedFileError(f"{place}: {source} is listed already")
        if day and not day_of(day):
            raise DamagedFileError(f"{place}: retrieved_on {day!r}; write 2024-01-31")
        seen.add(source)
        file = source.partition("#")[0]
        found[file] = (*found.get(file, ()), Origin(source, url, day_of(day)))
    return found
