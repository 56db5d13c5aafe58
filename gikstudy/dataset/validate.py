"""Validates a dataset: types, values, keys, complete forms, hashes, and derived values.

The tables are read piece by piece, so that a dataset of any length can be validated. This relies on
the rows of a report being together, in the order of `reports`; that is validated too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from gikstudy.dataset.declarations import (
    CELL_TABLES,
    DatasetTable,
    expected_cells,
    get_table,
    legal_cells,
    statistics_cells,
    tables,
)
from gikstudy.dataset.fetched import local_dataset
from gikstudy.dataset.load import iter_table, parquet_of
from gikstudy.dataset.package import PACKAGE, file_hash, parquet_files
from gikstudy.dataset.reread import reread
from gikstudy.dataset.reread_years import reread_years
from gikstudy.dataset.schemas import arrow_schema, pandera_schema
from gikstudy.errors import DamagedFileError, NotFoundError
from gikstudy.evidence import link_in

if TYPE_CHECKING:
    import pandas as pd

_WITH_VALUE: Final = ("reported", "solved", "proven", "corrected")
# If nothing else is wrong, every report can be put together again.
_OF_VALUES: Final = frozenset(["hash", "state"])
_SHOWN: Final = 20  # problems of one kind in one table that are listed


@dataclass(frozen=True, slots=True)
class SchemaProblem:
    """One problem: the table or file, the kind, and the details.

    `page` is the review page of the report or cell, relative to the dataset, if there is one.
    """

    where: str
    reason: str
    detail: str
    page: str = ""

    def __str__(self) -> str:
        see = f"; see {self.page}" if self.page else ""
        return f"{self.where}: {self.reason}: {self.detail}{see}"


def validate(folder: str | Path) -> list[SchemaProblem]:
    """Does what `gikstudy.validate` says, which also explains the arguments and errors."""
    folder = local_dataset(folder)
    if not (folder / PACKAGE).is_file():
        raise NotFoundError(f"{folder}: holds no dataset (no {PACKAGE})")
    found = list(_file_problems(folder))
    whole = [table for table in tables() if not _layout_problems(folder, table)]
    for table in tables():
        found += _layout_problems(folder, table)
    if "reports" not in (table.name for table in whole):
        return found
    try:
        reports = _KnownReports(folder)
        for table in whole:
            found += _first_of_each(_table_problems(folder, table, reports))
        if {problem.reason for problem in found} <= _OF_VALUES:
            deviations = chain(reread(folder), reread_years(folder))
            found += _first_of_each(_with_page(folder, *one) for one in deviations)
    except DamagedFileError as error:  # the schema is intact, the rows after it are not
        found.append(SchemaProblem("tables", "file", str(error)))
    return found


def _with_page(
    folder: Path, table: str, reason: str, detail: str, report_id: str, cell: str
) -> SchemaProblem:
    return SchemaProblem(table, reason, detail, link_in(folder, report_id, cell))


class _KnownReports:
    """The ids (in order) and forms of `reports`, with which the other tables are compared."""

    def __init__(self, folder: Path) -> None:
        import pandas as pd

        folder = folder / "reports.parquet"
        with parquet_of(folder):
            stored = pq.read_table(folder, columns=["report_id", "form"])
        ids = pd.Index(stored["report_id"].to_pandas())
        first = ~ids.duplicated()
        self.ids = ids[first]
        self.forms = stored["form"].to_pandas().to_numpy()[first]

    def positions(self, ids: pd.Series[str]) -> pd.Series[int]:
        """The position of each report; -1 for an id that `reports` does not have."""
        import pandas as pd

        return pd.Series(self.ids.get_indexer(ids), index=ids.index)


def _file_problems(folder: Path) -> Iterator[SchemaProblem]:
    try:
        package = json.loads((folder / PACKAGE).read_text("utf-8"))
        resources = [(resource["path"], resource) for resource in package["resources"]]
    except (ValueError, KeyError, TypeError) as error:
        yield SchemaProblem(PACKAGE, "file", f"not a data package: {type(error).__name__}: {error}")
        return
    for name, resource in resources:
        path = folder / name
        if not path.exists():
            yield SchemaProblem(name, "file", "listed in the data package but missing")
        elif "hash" in resource and resource["hash"] != f"sha256:{file_hash(path)}":
            yield SchemaProblem(name, "hash", "the hash differs from that in the data package")


def _layout_problems(folder: Path, table: DatasetTable) -> list[SchemaProblem]:
    """Columns and types, which must be right before values can be checked."""
    declared, parquet = arrow_schema(table.name), folder / f"{table.name}.parquet"
    if not parquet.exists():
        return [SchemaProblem(table.name, "file", "no Parquet file")]
    problems = []
    for path in parquet_files(parquet):
        try:
            stored = pq.read_schema(path)
        except (OSError, pa.ArrowInvalid) as error:
            problems.append(SchemaProblem(path.name, "file", f"no Parquet: {error}"))
            continue
        if stored.names != declared.names:
            different = set(stored.names) ^ set(declared.names) or {"their order"}
            problems.append(SchemaProblem(table.name, "columns", ", ".join(sorted(different))))
            continue
        problems += [
            SchemaProblem(table.name, "type", f"{mine.name} is {theirs.type}, declared {mine.type}")
            for mine, theirs in zip(declared, stored, strict=True)
            if mine.type != theirs.type
        ]
    return problems


def _first_of_each(problems: Iterator[SchemaProblem]) -> Iterator[SchemaProblem]:
    counts: dict[str, int] = {}
    for problem in problems:
        counts[problem.reason] = counts.get(problem.reason, 0) + 1
        if counts[problem.reason] <= _SHOWN:
            yield problem


def _table_problems(
    folder: Path, table: DatasetTable, reports: _KnownReports
) -> Iterator[SchemaProblem]:
    keys: set[Any] = set()
    last, cells = -1, 0
    for frame in _stretches(folder, table.name):
        yield from _value_problems(table, frame)
        if not table.by_report:  # one row per input or body
            yield from _key_problems(table, frame, keys)
            yield from _reference_problems(table, frame, reports)
            continue
        at = reports.positions(frame["report_id"])
        yield from _reference_problems(table, frame, reports)
        yield from _order_problems(table, frame, at, last)
        yield from _key_problems(table, frame, keys if table.name == "reports" else set())
        if table.name in CELL_TABLES:
            yield from _state_problems(table, frame)
            yield from _form_problems(table, frame, at, reports)
            cells += at.nunique()
        last = int(at.iloc[-1]) if len(at) else last
    if table.name in CELL_TABLES:
        wanted = sum(bool(expected_cells(form, table.name)) for form in reports.forms)
        if cells < wanted:
            yield SchemaProblem(
                table.name, "form", f"{wanted - cells} reports have no cells at all"
            )


def _stretches(folder: Path, name: str) -> Iterator[pd.DataFrame]:
    """The rows of a table, cut only between reports."""
    kept: pa.DatasetTable | None = None
    for rows in iter_table(folder, name):
        stretch = rows.replace_schema_metadata(arrow_schema(name).metadata)
        if kept is not None:
            stretch = pa.concat_tables([kept, stretch])
        whole = _whole_reports(stretch) if get_table(name).by_report else stretch.num_rows
        kept = stretch.slice(whole)
        yield stretch.slice(0, whole).to_pandas()
    if kept is not None and kept.num_rows:
        yield kept.to_pandas()


def _whole_reports(rows: pa.DatasetTable) -> int:
    """The number of rows before the last report, which may continue in the next piece."""
    ids = rows["report_id"].to_pylist()
    whole = len(ids)
    while whole and ids[whole - 1] == ids[-1]:
        whole -= 1
    return whole


def _value_problems(table: DatasetTable, frame: pd.DataFrame) -> Iterator[SchemaProblem]:
    """Types, legal values, patterns and limits, as pandera finds them."""
    from pandera.errors import SchemaErrors

    try:
        pandera_schema(table.name).validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases: list[dict[str, Any]] = errors.failure_cases.to_dict("records")
        for case in cases:
            row = "" if case["index"] is None else f" in {_name_row(table, frame, case['index'])}"
            detail = f"{case['failure_case']!r}{row} breaks {case['check']}"
            yield SchemaProblem(table.name, f"value of {case['column']}", detail)


def _name_row(table: DatasetTable, frame: pd.DataFrame, index: int) -> str:
    return "/".join(str(frame[name].iloc[index]) for name in table.key)


def _state_problems(table: DatasetTable, frame: pd.DataFrame) -> Iterator[SchemaProblem]:
    """Numbers in cells whose state has none, and cells without the number of their state."""
    given, state = frame["value"].notna(), frame["state"]
    wrong = (given & ~state.isin(_WITH_VALUE)) | (
        ~given & state.isin(["reported", "solved", "proven"])
    )
    wrong |= (frame["lower"] > frame["upper"]).fillna(value=False)
    for index in frame.index[wrong]:
        row = frame.loc[index]
        detail = f"{row['state']} with {row['value']} ({row['lower']} to {row['upper']})"
        yield SchemaProblem(table.name, "state", f"{_name_row(table, frame, index)}: {detail}")


def _key_problems(
    table: DatasetTable, frame: pd.DataFrame, seen: set[Any]
) -> Iterator[SchemaProblem]:
    """Rows with the key of an earlier row; `seen` holds the keys of earlier pieces."""
    repeated = frame.duplicated(list(table.key))
    if len(table.key) == 1:
        repeated |= frame[table.key[0]].isin(seen)
        seen.update(frame[table.key[0]])
    for index in frame.index[repeated]:
        yield SchemaProblem(table.name, "key", f"{_name_row(table, frame, index)} comes twice")


def _reference_problems(
    table: DatasetTable, frame: pd.DataFrame, reports: _KnownReports
) -> Iterator[SchemaProblem]:
    for column in table.columns:
        if not column.refers_to:
            continue
        named = frame.loc[frame[column.name] != "", column.name]
        for value in named[reports.positions(named) < 0].unique():
            yield SchemaProblem(table.name, "reference", f"{column.name} {value} is not in reports")


def _order_problems(
    table: DatasetTable, frame: pd.DataFrame, at: pd.Series[int], last: int
) -> Iterator[SchemaProblem]:
    previous = at.shift(fill_value=last)
    for index in at.index[(at >= 0) & (at < previous)]:
        yield SchemaProblem(
            table.name, "order", f"{_name_row(table, frame, index)} is out of order"
        )


def _form_problems(
    table: DatasetTable, frame: pd.DataFrame, at: pd.Series[int], reports: _KnownReports
) -> Iterator[SchemaProblem]:
    """Reports that do not have each cell of their form exactly once, in form order."""
    pairs = list(zip(frame[table.key[1]], frame[table.key[2]], strict=True))
    for position, rows in at.groupby(at, sort=False):
        if position < 0:
            continue
        numbers = frame.index.get_indexer(rows.index)
        form = str(reports.forms[position])
        own = tuple(pairs[n] for n in numbers)
        if table.name == "statistics":  # a report may print other columns of numbers
            legal = own == statistics_cells(form, tuple(dict.fromkeys(c for _, c in own)))
        else:
            legal = own in legal_cells(form, table.name)
        if not legal:
            yield SchemaProblem(
                table.name,
                "form",
                f"{reports.ids[position]}: {len(rows)} cells, which are not those of form {form}",
            )
