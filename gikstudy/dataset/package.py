"""`datapackage.json`: the files of the dataset with types, keys and hashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from gikstudy.dataset.declarations import DatasetTable, tables
from gikstudy.dataset.schemas import frictionless_schema

PACKAGE: Final = "datapackage.json"
CODEBOOK: Final = "CODEBOOK.md"
_BLOCK: Final = 1 << 20


def package_text(
    folder: Path, extractor_version: str, description: Mapping[str, Any] | None = None
) -> str:
    """The data package of the tables in `folder`, as JSON text.

    A table is described by its CSV file if there is one, else by its Parquet file or folder. Each
    Parquet file also has its own entry with a hash, because validators of data packages only hash
    text files.

    Args:
        folder: Holds `NAME.parquet` for every declared table.
        extractor_version: Becomes the version of the package.
        description: What the user states about the dataset (`read_description`); it overrides what
            the project states.
    """
    package = json.loads(files(__package__).joinpath("package.json").read_text("utf-8"))
    if extractor_version:
        package["version"] = extractor_version
    package |= description or {}
    package["resources"] = [r for table in tables() for r in _resources(folder, table)]
    package["resources"].append(
        {"name": "codebook", "type": "file", **_location(folder, folder / CODEBOOK)}
        | {"format": "md", "mediatype": "text/markdown"}
    )
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def parquet_files(table: Path) -> list[Path]:
    """The Parquet files of a table: the file itself, or those of its folder in order."""
    return sorted(table.glob("*.parquet")) if table.is_dir() else [table]


def _resources(folder: Path, table: DatasetTable) -> Iterator[dict[str, Any]]:
    about = {
        "type": "table",
        "title": f"{table.zh} / {table.en}",
        "description": f"{table.definition_zh} {table.definition_en}",
    }
    text, parquet = folder / f"{table.name}.csv", folder / f"{table.name}.parquet"
    where: dict[str, Any] = {"path": parquet.name, "format": "parquet"}
    if text.exists():
        where = _location(folder, text) | {
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
        }
    yield {"name": table.name, **about, **where, "schema": frictionless_schema(table)}
    for number, path in enumerate(parquet_files(parquet)):
        suffix = f"-{number:05d}" if parquet.is_dir() else ""
        yield {
            "name": f"{table.name}-parquet{suffix}",
            "type": "file",
            **_location(folder, path),
        } | {
            "format": "parquet",
            "mediatype": "application/vnd.apache.parquet",
        }


def _location(folder: Path, path: Path) -> dict[str, Any]:
    return {
        "path": path.relative_to(folder).as_posix(),
        "bytes": path.stat().st_size,
        "hash": f"sha256:{file_hash(path)}",
    }


def file_hash(path: Path) -> str:
    """The SHA-256 of a file, read block by block."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
