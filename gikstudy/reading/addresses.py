"""Addresses: a path, `archive.zip#member`, `crawl.warc.gz#offset`, or the same behind `s3://`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from gikstudy.errors import CallError, MissingPackageError, RunError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem


def is_remote(address: str | Path) -> bool:
    """Whether an address has a scheme, such as `s3://`."""
    return "://" in str(address)


def file_system(address: str) -> tuple[AbstractFileSystem, str]:
    """The file system that serves an address with a scheme, and the path in it.

    Raises:
        MissingPackageError: The package for this scheme is not installed.
        CallError: The scheme is unknown.
    """
    scheme = address.partition("://")[0]
    try:
        import fsspec

        system, root = fsspec.core.url_to_fs(address)
    except ImportError as error:
        raise MissingPackageError(f"{address}: {scheme}:// needs a package: {error}") from error
    except ValueError as error:
        raise CallError(f"{address}: {error}") from error
    return system, root


def address_exists(address: str | Path) -> bool:
    """Whether a file or folder exists at an address.

    Raises:
        CallError: The store does not answer.
    """
    text = str(address)
    if not is_remote(text):
        return Path(text).exists()
    system, root = file_system(text)
    try:
        system.invalidate_cache()
        return bool(system.exists(root))
    except Exception as error:  # each kind of store raises its own exceptions
        raise CallError(f"{text}: {reason_of(error)}") from error


def split_address(address: str | Path) -> tuple[str, str]:
    """The file or folder of an address, and the key of a record in it, or "".

    A name may contain `#` itself, so the longest path that exists is taken as the file.

    Raises:
        CallError: No part of the address is a file or folder.
    """
    text = str(address)
    for end in _ends(text):
        if end and address_exists(text[:end]):
            return text[:end], text[end + 1 :]
    raise CallError(f"{text}: no such file or folder")


def _ends(text: str) -> Iterator[int]:
    end = len(text)
    while end > 0:
        yield end
        end = text.rfind("#", 0, end)


def open_address(address: str) -> BinaryIO:
    """The file at an address, opened for reading."""
    if not is_remote(address):
        return Path(address).open("rb")
    import fsspec

    return cast("BinaryIO", fsspec.open(address, "rb").open())


def read_beside(folder: str | Path, name: str) -> bytes | None:
    """The bytes of a file directly in a folder, local or remote; None if it does not exist.

    Raises:
        OSError: The file exists but cannot be read.
    """
    if not is_remote(folder):
        beside = Path(folder) / name
        if beside.is_file():
            return beside.read_bytes()
        if beside.is_symlink() or (beside.exists() and not beside.is_dir()):
            raise RunError("not a regular file, or a link to nowhere")
        return None
    system, root = file_system(str(folder))
    path = f"{root.rstrip('/')}/{name}"
    facts: Any = system.exists(path)
    return bytes(system.cat_file(path)) if facts else None


def reason_of(error: Exception) -> str:
    """What went wrong, in one line, without the class name or the path."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return " ".join((str(error) or type(error).__name__).split())[:300]
