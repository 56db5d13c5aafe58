"""The files in zip and tar archives."""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, Final, cast

from gikstudy.reading.archives.record import Record, RecordReader, bounded_record

_UTF8_NAME: Final = 0x800  # flag of a zip member whose name is UTF-8
_ENCRYPTED: Final = 0x1


def is_hidden(path: str) -> bool:
    """Whether a path is not an input: hidden, or a system file beside the user's files.

    `README.md` holds notes on a folder of reports; `~$…` is Word's mark of an open
    file, `__MACOSX` the shadow that macOS puts into archives.
    """
    parts = path.rstrip("/").split("/")
    return (
        any(part.startswith((".", "~$")) and part not in (".", "..") for part in parts)
        or "__MACOSX" in parts
        or parts[-1] in ("README.md", "Thumbs.db", "desktop.ini")
    )


def zip_count(stream: BinaryIO) -> int:
    """How many inputs a zip archive holds."""
    with zipfile.ZipFile(stream) as archive:
        return len(_inputs(archive))


def zip_records(stream: BinaryIO, name: str, start: int, count: int) -> Iterator[Record]:
    """Members `start` to `start + count` of a zip archive, in the order of its directory."""
    with zipfile.ZipFile(stream) as archive:
        for info in _inputs(archive)[start : start + count]:
            yield _member(archive, info, f"{name}#{_name(info)}")


def _inputs(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [i for i in archive.infolist() if not i.is_dir() and not is_hidden(i.filename)]


def _name(info: zipfile.ZipInfo) -> str:
    """Chinese Windows writes names in its own code page and does not say so."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> Record:
    if info.flag_bits & _ENCRYPTED:
        return Record(b"", name, problem="encrypted; unpack the archive with its password")
    try:
        with archive.open(info) as stream:
            return bounded_record(cast("BinaryIO", stream), name)
    except Exception as error:  # zlib, lzma, CRC, an unknown method: only this member is lost
        return Record(b"", name, problem=f"damaged in the archive: {error}")


def tar_steps(stream: BinaryIO, name: str) -> Iterator[RecordReader]:
    """The files of a tar archive from where the stream stands, in their order."""
    base = stream.tell()
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for info in archive:
            if info.isfile() and not is_hidden(info.name):
                yield base + info.offset, partial(_tar_member, archive, info, name)


def _tar_member(archive: tarfile.TarFile, info: tarfile.TarInfo, name: str) -> Record:
    stream = archive.extractfile(info)
    return bounded_record(cast("BinaryIO", stream), f"{name}#{info.name}")
