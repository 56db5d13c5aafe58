"""Whether results still fit their inputs: a digest of the raw files and of what reads them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from gikstudy.corrections import CORRECTIONS_FILE
from gikstudy.dataset.description import DESCRIPTION
from gikstudy.engine.reader import reader_fingerprint
from gikstudy.panels.frame import FRAME_FILE
from gikstudy.reading import Source, list_sources
from gikstudy.reading.addresses import read_beside, split_address
from gikstudy.reading.user_files import read_user_file

_BESIDE: Final = (CORRECTIONS_FILE, DESCRIPTION, FRAME_FILE)


def inputs_digest(raw: str | Path, listing: Sequence[Source] | None = None) -> str:
    """A hash that changes when a raw file, a file of the user beside them, or the reader does.

    The content of the raw files is not read: their names, sizes and times stand for it.

    Args:
        raw: the folder, file or address of the reports.
        listing: its sources, if they are listed already.
    """
    digest = hashlib.sha256(reader_fingerprint(()).encode())
    for source in listing if listing is not None else list_sources([raw]):
        digest.update(f"{source.name}\0{source.fingerprint}\0".encode("utf-8", "surrogatepass"))
    for name in _BESIDE:
        digest.update(name.encode() + b"\0" + _user_file(raw, name))
    return digest.hexdigest()


def _user_file(raw: str | Path, name: str) -> bytes:
    """The file of the user of this name; the extraction says what is wrong with one."""
    file, key = split_address(raw)
    try:
        return (read_beside(file, name) if key else read_user_file(file, name)) or b""
    except Exception:  # each kind of store raises its own exceptions
        return b"cannot be read"


def is_made_from(file: Path, digest: str) -> bool:
    """Whether a file was made from inputs with this digest, and has not been changed since."""
    note = _note(file)
    return file.is_file() and note.is_file() and note.read_text("utf-8") == _told(file, digest)


def note_inputs(file: Path, digest: str) -> None:
    """Notes beside a file what it was made from."""
    _note(file).write_text(_told(file, digest), "utf-8")


def _note(file: Path) -> Path:
    return file.with_name(f".{file.name}.made-from")


def _told(file: Path, digest: str) -> str:
    return f"{digest} {hashlib.sha256(file.read_bytes()).hexdigest()}\n"
