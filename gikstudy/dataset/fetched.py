"""A dataset at an address such as `s3://bucket/dataset`, fetched into the user's cache."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any, Final

from platformdirs import user_cache_path

from gikstudy.errors import CallError, MissingPackageError, NotFoundError

_PACKAGE: Final = "datapackage.json"


def local_dataset(folder: str | Path) -> Path:
    """The folder of a dataset; a dataset at an address is fetched first, if it has changed.

    Raises:
        NotFoundError: No dataset is at the address.
        CallError: The scheme of the address is unknown, or its store does not answer.
        MissingPackageError: The package for this kind of address is not installed.
    """
    address = str(folder)
    if "://" not in address:
        return Path(folder)
    try:
        from fsspec.core import url_to_fs

        system, root = url_to_fs(address)
    except ImportError as error:
        raise MissingPackageError(f"{address}: {error}") from None
    except ValueError as error:
        raise CallError(f"{address}: {error}") from None
    root = root.rstrip("/")
    package = _fetched(system, f"{root}/{_PACKAGE}", address)
    cache = user_cache_path("gikstudy", appauthor=False) / "fetched"
    place = cache / hashlib.sha256(address.encode() + b"\0" + package).hexdigest()[:16]
    if not (place / _PACKAGE).is_file():
        beside = place.with_name(f"{place.name}.writing")
        shutil.rmtree(beside, ignore_errors=True)
        for path in system.find(root):
            name = path.removeprefix(root).strip("/")
            if not name.startswith("study/"):
                target = beside / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(_fetched(system, path, address))
        shutil.rmtree(place, ignore_errors=True)
        beside.rename(place)
    return place


def _fetched(system: Any, path: str, address: str) -> bytes:  # noqa: ANN401 (fsspec has no types)
    try:
        system.invalidate_cache()
        return bytes(system.cat_file(path))
    except FileNotFoundError:
        raise NotFoundError(f"{address}: holds no dataset (no {_PACKAGE})") from None
    except Exception as error:  # each kind of store raises its own exceptions
        text = " ".join((str(error) or type(error).__name__).split())
        raise CallError(f"{address}: {text}") from error
