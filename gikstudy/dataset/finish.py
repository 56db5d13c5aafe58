"""Builds the dataset from the part files: table by table, in source order, in constant memory."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from gikstudy.dataset.codebook import codebook
from gikstudy.dataset.crate import CRATE, crate_text
from gikstudy.dataset.declarations import BODY_TABLES, get_table, table_names
from gikstudy.dataset.extras import Extras, Positions, as_numbers
from gikstudy.dataset.load import iter_table
from gikstudy.dataset.package import CODEBOOK, PACKAGE, package_text, parquet_files
from gikstudy.dataset.parts import list_parts, read_part
from gikstudy.dataset.schemas import arrow_schema
from gikstudy.dataset.text_files import write_csv
from gikstudy.errors import OutputExistsError

CSV_ROWS: Final = 100_000
_GROUP_ROWS: Final = 65_536  # rows of a Parquet row group, whatever the size of the batches
_FILE_GROUPS: Final = 16
_STAGE: Final = ".writing"
_RECORD: Final = ".made.json"
Each = Callable[[Iterable[Callable[[], int]]], list[int]]


def one_by_one(errands: Iterable[Callable[[], int]]) -> list[int]:
    """Runs the functions in this process, one by one."""
    return [errand() for errand in errands]


def finish(
    parts: Path,
    out: Path,
    *,
    extras: Path | None = None,
    duplicate_of: Mapping[str, str] | None = None,
    extractor_version: str = "",
    description: Mapping[str, Any] | None = None,
    each: Each = one_by_one,
) -> dict[str, int]:
    """Writes the dataset from its parts, completely or not at all.

    All files are first written to a hidden folder. `datapackage.json` is removed first and put back
    last, so a folder that has it is complete. Inputs with the same bytes give one report: the rows
    of the later ones are dropped, and their rows in `sources` say so.

    Args:
        parts: Folder of `write_part` files; the order of their numbers is that of the sources.
        out: Folder of the dataset; tables in it are replaced, other files stay.
        extras: Folder of further parts, in any order, with rows that need several reports; they
            come after the report's own rows.
        duplicate_of: From the id of a copy with other bytes to the id of its original.
        extractor_version: Becomes the version of the data package.
        description: What the user states about the dataset, above all its licence.
        each: Runs the functions for the tables, possibly in several processes.

    Returns:
        The number of rows of each table.

    Raises:
        ValueError: if extra rows name a report that no part has.
    """
    stage = out / _STAGE
    if stage.exists():
        shutil.rmtree(stage)
    stage.mkdir(parents=True)
    try:
        merge = _Merge(list_parts(parts), extras, duplicate_of or {}, stage / "spill")
        written = each([partial(_write_parquet, stage, name, merge) for name in table_names()])
        counts = dict(zip(table_names(), written, strict=True))
        shutil.rmtree(stage / "spill", ignore_errors=True)
        # The country has more governments than most datasets have reports.
        if max(n for name, n in counts.items() if name != "missing") <= CSV_ROWS:
            each([partial(_write_csv, stage, name) for name in table_names()])
        (stage / CODEBOOK).write_text(codebook(), encoding="utf-8", newline="\n")
        package = package_text(stage, extractor_version, description)
        (stage / CRATE).write_text(crate_text(package), encoding="utf-8", newline="\n")
        (stage / PACKAGE).write_text(package, encoding="utf-8", newline="\n")
        _publish(stage, out)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return counts


def _write_csv(stage: Path, name: str) -> int:
    write_csv(stage / f"{name}.csv", get_table(name).names, iter_table(stage, name))
    return 0


class _Merge:
    """The rows of all parts and extras, table by table, in source order."""

    def __init__(
        self, parts: list[Path], extras: Path | None, duplicate_of: Mapping[str, str], spill: Path
    ) -> None:
        self._parts = parts
        self._positions = Positions(parts)
        self._extras = extras
        self._spill = spill
        self._duplicate_of = duplicate_of

    def stream(self, name: str) -> Iterator[pa.Table]:
        """The rows of one table, part by part."""
        if name in BODY_TABLES:
            yield from self._of_bodies(name)
            return
        names = self._body_names() if name == "reports" else {}
        extras = Extras(self._extras, name, self._positions, self._spill / name)
        for number, path in enumerate(self._parts):
            rows = self._without_repeats(read_part(path, name), name, number)
            if name != "sources":
                rows = extras.add_to(rows, number)
            if name == "reports" and self._duplicate_of:
                rows = self._mark_duplicates(rows)
            if names:
                rows = _with_names(rows, names)
            yield rows

    def _of_bodies(self, name: str, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """The rows of a table of bodies: all are extra rows, in the order of their parts."""
        for path in list_parts(self._extras) if self._extras is not None else ():
            yield read_part(path, name, columns)

    def _body_names(self) -> dict[str, str]:
        """The newest name of each body."""
        parts = self._of_bodies("bodies", ["body_id", "body_name"])
        return {
            body: name
            for rows in parts
            for body, name in zip(*(c.to_pylist() for c in rows.itercolumns()), strict=True)
        }

    def _without_repeats(self, rows: pa.Table, name: str, number: int) -> pa.Table:
        if not rows.num_rows:
            return rows
        first, _ = self._positions.range_of(number)
        named = pc.not_equal(rows["report_id"], "").to_numpy()  # empty for unread sources
        repeated = np.zeros(rows.num_rows, dtype=bool)
        ids = as_numbers(rows["report_id"].filter(pa.array(named)))
        repeated[named] = self._positions.of(ids) < first
        if not repeated.any():
            return rows
        if name != "sources":
            return rows.filter(pa.array(~repeated))
        outcome = pc.if_else(pa.array(repeated), "duplicate", rows["outcome"])
        return _replaced(rows, "outcome", outcome)

    def _mark_duplicates(self, rows: pa.Table) -> pa.Table:
        originals = [self._duplicate_of.get(i, "") for i in rows["report_id"].to_pylist()]
        return _replaced(rows, "duplicate_of", pa.array(originals, pa.string()))


def _with_names(rows: pa.Table, names: Mapping[str, str]) -> pa.Table:
    told = zip(rows["body_id"].to_pylist(), rows["body_name"].to_pylist(), strict=True)
    newest = [names.get(body, name) for body, name in told]
    return _replaced(rows, "body_name", pa.array(newest, pa.string()))


def _replaced(rows: pa.Table, column: str, values: pa.Array) -> pa.Table:
    at = rows.schema.get_field_index(column)
    return rows.set_column(at, rows.schema.field(at), values)


def _write_parquet(stage: Path, name: str, merge: _Merge) -> int:
    """Writes a table as one file, or as a folder of part files if it is long."""
    folder = stage / f"{name}.parquet"
    shutil.rmtree(folder, ignore_errors=True)  # left by a worker that died here
    folder.mkdir()
    groups, total = _regrouped(merge.stream(name), name), 0
    for number, first in enumerate(groups):
        path = folder / f"part-{number:05d}.parquet"
        with pq.ParquetWriter(path, arrow_schema(name), compression="zstd") as writer:
            for group in chain([first], islice(groups, _FILE_GROUPS - 1)):
                writer.write_table(group, row_group_size=_GROUP_ROWS)
                total += group.num_rows
    if total <= CSV_ROWS:
        (only,) = parquet_files(folder)
        single = stage / f"{name}.single"
        only.replace(single)
        folder.rmdir()
        single.replace(folder)
    return total


def _regrouped(tables: Iterable[pa.Table], name: str) -> Iterator[pa.Table]:
    """The same rows in tables of a fixed length; at least one table, which may be empty."""
    waiting, written = arrow_schema(name).empty_table(), False
    for table in tables:
        waiting = pa.concat_tables([waiting, table])
        while waiting.num_rows >= _GROUP_ROWS:
            yield waiting.slice(0, _GROUP_ROWS).combine_chunks()
            waiting, written = waiting.slice(_GROUP_ROWS), True
    if waiting.num_rows or not written:
        yield waiting.combine_chunks()


def refuse_foreign(out: Path) -> None:
    """Refuses a folder with files that a dataset would replace but that gikstudy did not make.

    Raises:
        OutputExistsError: for the first such file.
    """
    made = _made(out)
    names = [
        PACKAGE,
        CODEBOOK,
        *(f"{n}{end}" for n in table_names() for end in (".csv", ".parquet")),
    ]
    for name in names:
        if (out / name).exists() and name not in made:
            raise OutputExistsError(
                f"{out / name}: gikstudy did not make it and will not replace it; "
                "move it or choose another folder"
            )


def _made(out: Path) -> set[str]:
    """What gikstudy made in a folder: its record, or the data package of an older version."""
    made: set[str] = set()
    with suppress(OSError, ValueError):
        made.update(json.loads((out / _RECORD).read_text("utf-8")))
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        package = json.loads((out / PACKAGE).read_text("utf-8"))
        if package["name"] == "gikstudy":
            made |= {PACKAGE, *(r["path"].partition("/")[0] for r in package["resources"])}
    return made


def _publish(stage: Path, out: Path) -> None:
    refuse_foreign(out)
    record = sorted(_made(out) | {path.name for path in stage.iterdir()})
    (out / _RECORD).write_text(json.dumps(record), encoding="utf-8")
    (out / PACKAGE).unlink(missing_ok=True)
    for name in table_names():
        for old in (out / f"{name}.csv", out / f"{name}.parquet"):
            if old.is_dir():
                shutil.rmtree(old)
            else:
                old.unlink(missing_ok=True)
    for new in sorted(stage.iterdir(), key=lambda path: path.name == PACKAGE):
        new.replace(out / new.name)
