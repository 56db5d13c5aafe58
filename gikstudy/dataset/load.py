"""Loads a dataset: one attribute for each table, a pandas DataFrame with the declared types."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from gikstudy.dataset.declarations import get_table, table_names
from gikstudy.dataset.fetched import local_dataset
from gikstudy.errors import CallError, DamagedFileError, NotFoundError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.dataset as ds

Filter = tuple[str, str, Any]
T = TypeVar("T")


@dataclass(frozen=True, repr=False)
class Dataset:
    """The tables of a dataset, each read from disk when it is first asked for.

    Counts are `Int64` (a blank is `<NA>`, never 0 or NaN), amounts `float64`, text `str` (never
    null: absent text is empty), days `datetime.date` objects.
    """

    folder: Path
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    filters: Mapping[str, Sequence[Filter]] = field(default_factory=dict)

    def __repr__(self) -> str:
        """One line: the folder, the years, each table with its rows."""
        tables = ", ".join(f"{name} {rows:,}" for name, rows in self._sizes().items())
        return f"<Dataset {self.folder}: {self._years() or 'no years'}; {tables or 'no tables'}>"

    def _repr_html_(self) -> str:
        """In Jupyter: each table with its number of rows and what a row is."""
        rows = "".join(
            f"<tr><td style='text-align:left'><code>{name}</code></td><td>{size:,}</td>"
            f"<td style='text-align:left'>{escape(get_table(name).row_en)}</td></tr>"
            for name, size in self._sizes().items()
        )
        years = self._years() or "no years"
        return (
            f"<div class='gikstudy-dataset'><p><b>Dataset {escape(str(self.folder))}</b>, {years}"
            f"</p><table><tr><th>table</th><th>rows</th><th>one row is</th></tr>{rows}</table></div>"
        )

    def _sizes(self) -> dict[str, int]:
        """The number of rows of each existing table, after the filters."""
        sizes = {}
        for name in table_names():
            stored = self.folder / f"{name}.parquet"
            if stored.exists():
                with suppress(FileNotFoundError, DamagedFileError), parquet_of(stored):
                    sizes[name] = self._stored(name).count_rows(filter=self._wanted(name))
        return sizes

    def _years(self) -> str:
        """The first and the last year of the reports."""
        import pyarrow.compute as pc

        with suppress(FileNotFoundError, DamagedFileError):
            ends = pc.min_max(self._read("reports", ["year"])["year"])
            years = dict.fromkeys(end for end in ends.as_py().values() if end is not None)
            return "–".join(map(str, years))
        return ""

    @cached_property
    def reports(self) -> pd.DataFrame:
        """One row a report."""
        return self._frame("reports")

    @cached_property
    def requests(self) -> pd.DataFrame:
        """One row a cell of table 3."""
        return self._frame("requests")

    @cached_property
    def proactive(self) -> pd.DataFrame:
        """One row a cell of table 2."""
        return self._frame("proactive")

    @cached_property
    def disputes(self) -> pd.DataFrame:
        """One row a cell of table 4."""
        return self._frame("disputes")

    @cached_property
    def statistics(self) -> pd.DataFrame:
        """One row a cell of the statistical table of a report from before 2019."""
        return self._frame("statistics")

    @cached_property
    def checks(self) -> pd.DataFrame:
        """One row a check, for each report that it fits."""
        return self._frame("checks")

    @cached_property
    def sections(self) -> pd.DataFrame:
        """One row a section of the prose."""
        return self._frame("sections")

    @cached_property
    def mentions(self) -> pd.DataFrame:
        """One row a figure in the prose."""
        return self._frame("mentions")

    @cached_property
    def codes(self) -> pd.DataFrame:
        """One row a code of section five."""
        return self._frame("codes")

    @cached_property
    def cues(self) -> pd.DataFrame:
        """One row a cue of who and where."""
        return self._frame("cues")

    @cached_property
    def similarity(self) -> pd.DataFrame:
        """One row a pair of near-identical sections."""
        return self._frame("similarity")

    @cached_property
    def sources(self) -> pd.DataFrame:
        """One row an input."""
        return self._frame("sources")

    @cached_property
    def bodies(self) -> pd.DataFrame:
        """One row a body."""
        return self._frame("bodies")

    @cached_property
    def panel(self) -> pd.DataFrame:
        """One row a body and year."""
        return self._frame("panel")

    @cached_property
    def missing(self) -> pd.DataFrame:
        """One row per report that is expected and missing."""
        return self._frame("missing")

    def arrow_table(self, name: str) -> pa.Table:
        """One table as a `pyarrow.Table`, after the filters, in the order of the dataset."""
        return self._read(name, self.columns.get(name))

    @cached_property
    def _kept_reports(self) -> pa.Array:
        """The ids that pass the filters on `reports`."""
        return self._read("reports", ["report_id"])["report_id"]

    @property
    def _narrowed(self) -> bool:
        """Whether any filter is on `reports`."""
        return bool(self.filters.get("reports"))

    def _frame(self, name: str) -> pd.DataFrame:
        frame: pd.DataFrame = self._read(name, self.columns.get(name)).to_pandas()
        return frame

    def _read(self, name: str, columns: Sequence[str] | None) -> pa.Table:
        wanted = list(columns) if columns else None
        with parquet_of(self.folder / f"{name}.parquet"):
            return self._stored(name).to_table(columns=wanted, filter=self._wanted(name))

    def _stored(self, name: str) -> ds.Dataset:
        import pyarrow.dataset as ds

        from gikstudy.dataset.package import parquet_files

        return ds.dataset(parquet_files(self.folder / f"{name}.parquet"), format="parquet")

    def _wanted(self, name: str) -> pc.Expression | None:
        """The rows that pass the filters, those of the table and those on its reports."""
        import pyarrow.compute as pc

        condition = self._condition(name)
        if "report_id" not in get_table(name).names or name == "reports" or not self._narrowed:
            return condition
        kept = pc.field("report_id").isin(self._kept_reports.combine_chunks())
        return kept if condition is None else condition & kept

    def _condition(self, name: str) -> pc.Expression | None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        from gikstudy.dataset.schemas import arrow_schema

        schema = arrow_schema(name)
        # An empty list has no type, and the filters may leave no report.
        typed = [
            (column, sign, pa.array(value, schema.field(column).type) if "in" in sign else value)
            for column, sign, value in self.filters.get(name, ())
        ]
        return pq.filters_to_expression(typed) if typed else None


@contextmanager
def parquet_of(root: Path) -> Iterator[None]:
    """Turns the errors of pyarrow for a damaged table into one line that names the table.

    Raises:
        DamagedFileError: A file of the table is not Parquet, or is cut off.
        NotFoundError: The table does not exist.
    """
    import pyarrow as pa

    try:
        yield
    except FileNotFoundError as error:
        raise NotFoundError(f"{root}: the dataset has no such file") from error
    except PermissionError:
        raise
    except (pa.ArrowException, OSError) as error:
        raise DamagedFileError(f"{root}: cannot be read as Parquet: {error}") from error


def iter_table(folder: Path, name: str, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
    """One table of a dataset, batch by batch, in the memory of one batch."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from gikstudy.dataset.package import parquet_files

    for path in parquet_files(folder / f"{name}.parquet"):
        with parquet_of(path), pq.ParquetFile(path) as stored:
            for batch in stored.iter_batches(columns=columns and list(columns)):
                yield pa.Table.from_batches([batch])


def load_dataset(
    folder: str | Path,
    columns: Mapping[str, Sequence[str]] | Sequence[str] | None = None,
    filters: Mapping[str, Sequence[Filter]] | Sequence[Filter] | None = None,
) -> Dataset:
    """Does what `gikstudy.load_dataset` says, which also explains the arguments and errors."""
    root = local_dataset(folder)
    if not (root / "datapackage.json").is_file():
        raise NotFoundError(f"{root}: holds no dataset (no datapackage.json)")
    return Dataset(
        root,
        _by_table(columns, lambda name: name, "columns"),
        _by_table(filters, lambda condition: condition[0], "filters"),
    )


def _by_table(
    wanted: Mapping[str, Sequence[T]] | Sequence[T] | None,
    column_of: Callable[[T], str],
    what: str,
) -> dict[str, list[T]]:
    """The columns and filters for each table, checked against the declarations."""
    if not wanted:
        return {}
    if isinstance(wanted, Mapping):
        by_table = {name: list(things) for name, things in wanted.items()}
    else:
        by_table = {
            name: [thing for thing in wanted if column_of(thing) in get_table(name).names]
            for name in table_names()
        }
        known = {column_of(thing) for things in by_table.values() for thing in things}
        for thing in wanted:
            if column_of(thing) not in known:
                raise CallError(f"{what}: no table has a column {column_of(thing)!r}")
    for name, things in by_table.items():
        if name not in table_names():
            raise CallError(f"{what}: no table {name!r}; legal are {', '.join(table_names())}")
        legal = get_table(name).names
        for thing in things:
            if column_of(thing) not in legal:
                raise CallError(
                    f"{what}: {name} has no column {column_of(thing)!r}; it has {', '.join(legal)}"
                )
    return by_table
