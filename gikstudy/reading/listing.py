"""Files below folders and addresses, in the order of their paths, each with its fingerprint."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gikstudy.reading.addresses import file_system, is_remote, reason_of
from gikstudy.reading.archives.names import USER_FILES, decoded_name, is_hidden

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem


class ListedFile(NamedTuple):
    """A file: name below the folder, address, size in bytes, fingerprint, and why it is not read.

    The fingerprint changes with the address, the size and the times of the file. The time of its
    last change in the file system cannot be set, so a file that was replaced by one of the same
    size and date is noticed.
    """

    name: str
    address: str
    size: int = 0
    fingerprint: str = ""
    problem: str = ""


def files_at(address: str) -> Iterator[ListedFile]:
    """The file at an address, or all files below a folder."""
    if is_remote(address):
        return _remote_files(address)
    path = Path(address)
    return _local_files(path) if path.is_dir() else iter([_local_file(path, path.name)])


def _local_file(path: Path, name: str) -> ListedFile:
    address = str(path.absolute())
    try:
        facts = path.stat()
    except OSError as error:
        return ListedFile(_shown(name), address, problem=reason_of(error))
    if not stat.S_ISREG(facts.st_mode):
        reason = "not a regular file but a pipe, a socket or a device"
        return ListedFile(_shown(name), address, problem=reason)
    times = f"{facts.st_mtime_ns}-{facts.st_ctime_ns}"
    return ListedFile(
        _shown(name), address, facts.st_size, f"{facts.st_size}-{times}-{_short_hash(address)}"
    )


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _shown(name: str) -> str:
    """The name as text, even if its bytes are in the code page of Chinese Windows."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return decoded_name(os.fsencode(name))
    return name


def _local_files(top: Path) -> Iterator[ListedFile]:
    """Files below a folder in the order of their full paths; a linked folder is entered once."""
    waiting: list[tuple[str, Path]] = [("", top)]
    entered: set[Path] = set()
    while waiting:
        name, path = waiting.pop()
        if name and not name.endswith("/"):
            yield _local_file(path, name)
            continue
        try:
            real = path.resolve()
            below = [] if real in entered else [_with_slash(child) for child in path.iterdir()]
        except OSError as error:  # a folder that cannot be read loses only its own files
            yield ListedFile(_shown(name) or ".", str(path.absolute()), problem=reason_of(error))
            continue
        entered.add(real)
        waiting.extend(
            (name + child, path / child)
            for child in sorted(below, reverse=True)
            if not is_hidden(child) and (name + child) not in USER_FILES
        )


def _with_slash(child: Path) -> str:
    try:
        return f"{child.name}/" if child.is_dir() else child.name
    except OSError:
        return child.name


def _remote_files(address: str) -> Iterator[ListedFile]:
    system, root = file_system(address)
    for path, facts in sorted(system.find(root, detail=True).items()):
        name = path.removeprefix(root).strip("/") or path.rpartition("/")[2]
        if not is_hidden(name) and name not in USER_FILES:
            size = int(facts.get("size") or 0)
            whole = _whole_address(system, path)
            key = f"{size}-{system.ukey(path)}-{_short_hash(whole)}"
            yield ListedFile(name, whole, size, key)


def _whole_address(system: AbstractFileSystem, path: str) -> str:
    return str(system.unstrip_protocol(path))
