"""Part files: the rows of one batch of inputs in one file, written completely or not at all."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from gikstudy.dataset.declarations import get_table, table_names
from gikstudy.dataset.schemas import arrow_schema

_NAME: Final = re.compile(r"part-(\d{6,})\.zip")
_EPOCH: Final = (
    1980,
    1,
    1,
    0,
    0,
    0,
)  # a fixed time stamp, so that the same rows give the same bytes


def to_arrow(name: str, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Rows as an Arrow table of the declared schema.

    A page with broken bytes can leave half a surrogate pair in a text, which no file format
    accepts. Such a character is replaced, so that the batch is not lost.
    """
    schema = arrow_schema(name)
    columns = list(zip(*map(itemgetter(*schema.names), rows), strict=True))
    if not columns:
        return schema.empty_table()
    try:
        return _table(columns, schema)
    except UnicodeEncodeError:
        whole = [
            [t.encode("utf-8", "replace").decode() for t in column]
            if pa.types.is_string(field.type)
            else column
            for field, column in zip(schema, columns, strict=True)
        ]
        return _table(whole, schema)


def _table(columns: Iterable[Sequence[Any]], schema: pa.Schema) -> pa.Table:
    arrays = [pa.array(c, field.type) for c, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def write_part(rows: Mapping[str, Sequence[Mapping[str, Any]]], folder: Path, number: int) -> Path:
    """Writes the rows of batch `number` as one file of `folder`.

    The file is written under another name and then renamed, so an interrupted write leaves nothing
    that looks like a part.

    Args:
        rows: Rows by table name; tables without rows may be left out.
        folder: Folder of the parts of a run; created if missing.
        number: Number of the batch; batches are in the order of the sources.

    Returns:
        The path of the part.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"part-{number:06d}.zip"
    beside = folder / f"{path.name}.writing"
    beside.write_bytes(pack_part(rows))
    beside.replace(path)
    return path


def pack_part(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> bytes:
    """The bytes of a part file, for a worker that does not share a disk with the run."""
    packed = BytesIO()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, of_table in rows.items():
            if not of_table:
                continue
            table = to_arrow(get_table(name).name, of_table)
            sink = BytesIO()
            with pa.ipc.new_file(sink, table.schema, options=options) as writer:
                writer.write_table(table)
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), sink.getvalue())
    return packed.getvalue()


def list_parts(folder: Path) -> list[Path]:
    """The parts of a folder in the order of their numbers, without files that are being written."""
    found = [(int(m[1]), path) for path in folder.iterdir() if (m := _NAME.fullmatch(path.name))]
    return [path for _, path in sorted(found, key=lambda pair: pair[0])]


def part_is_whole(path: Path) -> bool:
    """Whether a part file is undamaged, so that a resumed run may use it."""
    try:
        with path.open("rb") as stream, zipfile.ZipFile(stream) as archive:
            return archive.testzip() is None and set(archive.namelist()) <= set(table_names())
    except (OSError, zipfile.BadZipFile):
        return False


def read_part(path: Path, table: str, columns: Sequence[str] | None = None) -> pa.Table:
    """One table of one part; empty if the part has no rows of it.

    Args:
        path: A file written by `write_part`.
        table: Name of the table.
        columns: The columns wanted; all of them if None.
    """
    names = list(columns) if columns is not None else list(get_table(table).names)
    with path.open("rb") as stream, zipfile.ZipFile(stream) as archive:
        if table not in archive.namelist():
            return arrow_schema(table).empty_table().select(names)
        data = archive.read(table)
    fields = [get_table(table).names.index(name) for name in names]  # the rest stays compressed
    options = pa.ipc.IpcReadOptions(included_fields=fields)
    with pa.ipc.open_file(pa.BufferReader(data), options=options) as reader:
        return reader.read_all().select(names)
