"""Output on another machine: written to a local folder first, then uploaded."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from platformdirs import user_cache_path

from gikstudy.errors import CallError, MissingPackageError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_LAST: Final = "datapackage.json"  # sent last; a dataset without it is incomplete

_log = logging.getLogger(__name__)


@contextmanager
def open_output(out: str | Path) -> Iterator[Path]:
    """The local folder to write to; if `out` is an address, the files are uploaded at the end.

    An object store can neither rename nor lock files, and a run that may be killed at any moment
    needs both. So the run works in a folder in the user's cache, where it can also be resumed; the
    address only receives finished files.

    Raises:
        MissingPackageError: if the package for this kind of address is not installed.
        CallError: if the scheme of the address is unknown.
    """
    address = str(out)
    if "://" not in address:
        yield Path(out)
        return
    system, root = _system(address)
    cache = user_cache_path("gikstudy", appauthor=False)
    folder = cache / hashlib.sha256(address.encode()).hexdigest()[:16]
    yield folder
    _send(folder, system, root.rstrip("/"))


def _system(address: str) -> tuple[AbstractFileSystem, str]:
    try:
        from fsspec.core import url_to_fs

        system, root = url_to_fs(address)
    except ImportError as problem:
        raise MissingPackageError(f"{address}: {problem}; pip install 'gikstudy[dask]'") from None
    except ValueError as problem:
        raise CallError(f"{address}: {problem}") from None
    return system, root


def _send(folder: Path, system: AbstractFileSystem, root: str) -> None:
    done = [path for path in folder.rglob("*") if path.is_file() and _visible(path, folder)]
    _log.info("sending %d files to %s", len(done), root)
    for path in sorted(done, key=lambda path: (path.name == _LAST, path)):
        target = f"{root}/{path.relative_to(folder).as_posix()}"
        system.makedirs(target.rpartition("/")[0], exist_ok=True)
        system.put_file(str(path), target)


def _visible(path: Path, folder: Path) -> bool:
    return not any(name.startswith(".") for name in path.relative_to(folder).parts)
