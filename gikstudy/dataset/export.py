"""The dataset in the formats of other programs, each with its labels."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from gikstudy.dataset.declarations import DatasetColumn, tables
from gikstudy.dataset.export_stata import write_stata
from gikstudy.dataset.export_xlsx import write_xlsx
from gikstudy.dataset.fetched import local_dataset
from gikstudy.dataset.labels import label_tables, short_label
from gikstudy.dataset.load import iter_table
from gikstudy.dataset.package import CODEBOOK, PACKAGE
from gikstudy.dataset.text_files import write_csv
from gikstudy.errors import (
    CallError,
    MissingPackageError,
    NotFoundError,
    OutputExistsError,
    naming,
)

_DUCKDB_TYPES: Final = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "date": "DATE",
    "boolean": "BOOLEAN",
}


def export(folder: str | Path, to: str, out: str | Path | None = None) -> Path:
    """Does what `gikstudy.export` says, which also explains the arguments and errors."""
    if "://" in str(folder) and out is None:
        raise CallError(f"{folder}: nothing can be written beside an address; give --out")
    source = local_dataset(folder)
    if to not in _WRITERS:
        raise CallError(f"format {to!r}: legal are {', '.join(_WRITERS)}")
    if to in _LIBRARIES and find_spec(_LIBRARIES[to]) is None:
        raise MissingPackageError(
            f"format {to}: needs {_LIBRARIES[to]}; pip install 'gikstudy[export]'"
        )
    if not (source / PACKAGE).is_file():
        raise NotFoundError(f"{source}: holds no dataset (no {PACKAGE})")
    for table in tables():
        if not (place := source / f"{table.name}.parquet").exists():
            raise NotFoundError(f"{place}: the dataset has no such file")
    target = _beside(source, to) if out is None else Path(out)
    if target.exists():
        raise OutputExistsError(f"{target}: exists already; remove it or choose another target")
    beside = target.with_name(f"{target.name}.writing")
    _remove(beside)
    beside.parent.mkdir(parents=True, exist_ok=True)
    try:
        with naming(target):
            _WRITERS[to](source, beside)
            beside.rename(target)
    finally:
        _remove(beside)
    return target


def _beside(source: Path, to: str) -> Path:
    """Where an export is written by default: `data/processed.xlsx` beside `data/processed`."""
    folder = source.resolve()
    return folder.with_name(f"{folder.name}{_SUFFIXES.get(to, f'-{to}')}")


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _write_csv_folder(source: Path, out: Path) -> None:
    out.mkdir()
    for table in tables():
        write_csv(out / f"{table.name}.csv", table.names, iter_table(source, table.name))
    for name, labels in label_tables().items():
        write_csv(out / f"{name}.csv", labels.column_names, [labels])
    shutil.copyfile(source / CODEBOOK, out / CODEBOOK)


def _write_duckdb(source: Path, out: Path) -> None:
    import duckdb

    with duckdb.connect(str(out)) as database:
        for table in tables():
            columns = ", ".join(map(_duckdb_column, table.columns))
            database.execute(f'CREATE TABLE "{table.name}" ({columns})')
            # Not with read_parquet, to which `[`, `*` and `?` in a path are a pattern.
            for part in iter_table(source, table.name):
                database.register("part", part)
                database.execute(f'INSERT INTO "{table.name}" SELECT * FROM part')
                database.unregister("part")
            title = _quoted(f"{table.zh} / {table.en}: {table.definition_en}")
            database.execute(f'COMMENT ON TABLE "{table.name}" IS {title}')
            for c in table.columns:
                text = _quoted(f"{short_label(c)}: {c.definition_en} {c.caveat_en}".strip())
                database.execute(f'COMMENT ON COLUMN "{table.name}"."{c.name}" IS {text}')
        for name, labels in label_tables().items():
            database.register("labels", labels)
            database.execute(f'CREATE TABLE "{name}" AS SELECT * FROM labels')
            database.unregister("labels")


def _duckdb_column(column: DatasetColumn) -> str:
    null = " NOT NULL" if column.required or column.type == "string" else ""
    return f'"{column.name}" {_DUCKDB_TYPES[column.type]}{null}'


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


_WRITERS: Final[dict[str, Callable[[Path, Path], None]]] = {
    "duckdb": _write_duckdb,
    "xlsx": write_xlsx,
    "stata": write_stata,
    "csv": _write_csv_folder,
}
_SUFFIXES: Final = {"duckdb": ".duckdb", "xlsx": ".xlsx"}
_LIBRARIES: Final = {"duckdb": "duckdb"}
