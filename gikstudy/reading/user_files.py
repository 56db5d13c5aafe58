"""Files of the user that serve a run: corrections, origins, departments, a description.

They count at the top of a folder or of a ZIP archive that is given. In any other place they get a
row that says so, because a correction that nobody applies is a silent error.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import BinaryIO, Final

from gikstudy.reading.addresses import is_remote, open_address, read_beside
from gikstudy.reading.archives.names import USER_FILES
from gikstudy.reading.archives.record import Record, lost, no_report
from gikstudy.reading.archives.zips import zip_member
from gikstudy.reading.signature import zip_kind

_ZIP: Final = b"PK\x03\x04"
_COLUMNS: Final = {
    "corrections.csv": {"report", "cell", "action"},
    "frame_departments.csv": {"level", "function", "name"},
    "sources.csv": {"source", "url", "retrieved_on"},
}
_SERVES: Final = "it serves the run and is not a report"
_NOT_APPLIED: Final = (
    "not applied: it counts only at the top of a folder or of a ZIP archive that is given"
)


def read_user_file(place: str, name: str) -> bytes | None:
    """The bytes of a file at the top of a folder or ZIP archive; None if it does not exist.

    Raises:
        OSError: It exists but cannot be read.
    """
    if not archive_of(place):
        return read_beside(place, name)
    with open_address(place) as stream:
        return zip_member(stream, name)


def archive_of(place: str) -> str:
    """The name of a ZIP archive of files; empty for a folder or a document."""
    if not is_remote(place) and not Path(place).is_file():
        return ""
    try:
        with open_address(place) as stream:
            return place.replace("\\", "/").rpartition("/")[2] if _is_zip(stream) else ""
    except OSError:
        return ""


def in_archive(source: str, archive: str) -> str:
    """The name of a source that a file of the user in this archive names without the archive.

    Examples:
        >>> in_archive("2020/a.html", "a.zip"), in_archive("a.zip#2020/a.html", "a.zip")
        ('a.zip#2020/a.html', 'a.zip#2020/a.html')
        >>> in_archive("2020/a.html", "")
        '2020/a.html'
    """
    told = not archive or source == archive or source.startswith(f"{archive}#")
    return source if told else f"{archive}#{source}"


def _is_zip(stream: BinaryIO) -> bool:
    if stream.read(len(_ZIP)) != _ZIP:
        return False
    stream.seek(0)
    return zip_kind(stream) == "zip"


def set_apart(record: Record, *, served: bool) -> Record:
    """A record of an archive; if it is a file of the user, what became of it instead.

    Args:
        record: Its data are in memory.
        served: Whether the files at the top of its archive were applied.
    """
    _, hash_sign, inner = record.name.rpartition("#")
    name = inner.rpartition("/")[2]
    if not hash_sign or name not in USER_FILES or not _is_users(record.data, name, inner):
        return record
    if served and inner == name:
        return no_report(record.name, _SERVES)
    return lost(record.name, _NOT_APPLIED)


def _is_users(data: bytes, name: str, inner: str) -> bool:
    if name not in _COLUMNS:
        return name == inner
    first = data.split(b"\n", 1)[0].decode("utf-8-sig", "replace")
    return {field.strip() for row in csv.reader([first]) for field in row} >= _COLUMNS[name]
