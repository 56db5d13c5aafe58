"""The verbs that make, read, check and convert datasets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    from distributed import Client

    from gikstudy.dataset.diff import DatasetDiff
    from gikstudy.dataset.load import Dataset, Filter
    from gikstudy.dataset.validate import SchemaProblem
    from gikstudy.engine import Extraction


def extract(
    sources: str | Path | Iterable[str | Path],
    *,
    out: str | Path,
    engine: str = "serial",
    workers: int | None = None,
    scheduler: str | Path | Client | None = None,
    resume: bool = False,
    progress: bool = False,
    text_column: str = "",
) -> Extraction:
    """Read every report in files, folders and archives, and write the dataset.

    Every input gets a row in the table `sources`, whatever its outcome. All engines write the same
    bytes, also after an interrupted run. A second run into the same folder reads only the inputs
    that have changed.

    Args:
        sources: One path or several: files, folders (read recursively) and archives, or addresses
            such as `s3://bucket/folder` and `crawl.zip#member`. At the top of a folder
            or ZIP archive, `corrections.csv` is applied to its reports, `sources.csv` (source,
            url, retrieved_on) says where its files come from, `frame_departments.csv` names the
            departments whose reports are expected (table `missing`), and `dataset.json` states
            title, licence and contributors of the dataset.
        out: The folder of the dataset, or such an address.
        engine: `serial` (this process), `processes` (this machine) or `dask` (a cluster).
        workers: The number of worker processes; by default one per processor.
        scheduler: A running Dask scheduler: its address (`tcp://…`, `tls://…`), the file in
            which it wrote its address, or a `distributed.Client`. Without it, the engine `dask`
            starts a cluster on this machine. Workers with other code or packages are refused.
        resume: Continue an interrupted run in `out`.
        progress: Show a progress bar if standard error is a terminal.
        text_column: The column (or key) that holds the reports in CSV, Excel, JSON and Parquet
            files, for tables in which it is unclear.

    Returns:
        The number of inputs by outcome (`outcomes`), how many were read before (`kept`), and
        how many failed, by reason (`losses`).

    Raises:
        CallError: An argument has no meaning, a source does not exist, another run is writing to
            `out`, or a run was interrupted there and `resume` is not set.
        CorrectionError: A correction does not fit the report it names.
        MissingPackageError: The call needs an optional package; the message names it.
        OSError: `out` cannot be written, no scheduler answers, it has no workers, or they have
            another version of gikstudy or its packages.

    Examples:
        >>> import gikstudy as gik
        >>> done = gik.extract("data/raw", out="data/processed")  # doctest: +SKIP
    """
    from gikstudy.engine import Workforce
    from gikstudy.engine import extract as run

    return run(
        sources,
        out=out,
        workforce=Workforce(engine, workers, scheduler),
        resume=resume,
        progress=progress,
        text_column=text_column,
    )


def load_dataset(
    dataset: str | Path,
    columns: Mapping[str, Sequence[str]] | Sequence[str] | None = None,
    filters: Mapping[str, Sequence[Filter]] | Sequence[Filter] | None = None,
) -> Dataset:
    """Open a dataset; a table is read from disk when you first ask for it.

    A filter on `reports` also holds for the other tables: `("level", "==", "township")` leaves
    only the cells, checks and prose of those reports.

    Args:
        dataset: A folder that `extract` or `study` wrote.
        columns: The columns to read, by table. Or one list for all tables: each table gives the
            columns it has, or all of its columns if it has none of the list.
        filters: Conditions `(column, operator, value)` by table; all must hold. The operators
            are those of `pandas.read_parquet`: `==`, `!=`, `<`, `<=`, `>`, `>=`, `in`, `not in`.
            Or one list for all tables: each condition counts for the tables with its column.

    Returns:
        The dataset: one attribute per table, each a `pandas.DataFrame`. Counts are `Int64`,
        amounts `float64`, text `str` (never null), dates `datetime.date`.

    Raises:
        NotFoundError: The folder holds no complete dataset.
        CallError: No table, or no column of the table, has this name; the message lists the
            names that are legal.

    Examples:
        >>> import gikstudy as gik
        >>> data = gik.load_dataset("data/processed")  # doctest: +SKIP
        >>> data.requests.groupby("row")["value"].sum()  # doctest: +SKIP
    """
    from gikstudy.dataset.load import load_dataset as load

    return load(dataset, columns, filters)


def panel(dataset: str | Path | Dataset, *, balanced: bool = False) -> pd.DataFrame:
    """The panel of a dataset: one row for each body and year, to start a regression from.

    The columns are the totals of the three tables and the main rates. Each has two companions, with
    the endings `_lower` and `_upper`: if cells are open, the column itself is null and these two
    bound it. The codebook lists all columns.

    Args:
        dataset: A folder that `extract` or `study` wrote, or a `Dataset`, whose filters on
            `reports` then hold here too.
        balanced: Keep only the bodies that have a report for every year of the study.

    Returns:
        Table `panel` in the order of place, level and body, then of years.

    Raises:
        NotFoundError: The folder holds no complete dataset.

    Examples:
        >>> import gikstudy as gik
        >>> panel = gik.panel("data/processed", balanced=True)  # doctest: +SKIP
        >>> panel[["received_new_lower", "received_new_upper"]].describe()  # doctest: +SKIP
    """
    data = load_dataset(dataset) if isinstance(dataset, str | Path) else dataset
    rows = data.panel
    return rows.loc[rows["balanced"]].reset_index(drop=True) if balanced else rows


def series(dataset: str | Path | Dataset) -> pd.DataFrame:
    """Eight measures of each body over all its years, from 2008 on, with the breaks marked.

    Forms changed in 2014, 2019 and 2021, and before 2014 most reports had only prose. Each number
    is the sum of the cells that count the measure on the form of its report, or the figure that the
    prose states if the report has no table. The page on the series lists the cells of each form.

    Args:
        dataset: A folder that `extract` or `study` wrote, or a `Dataset`.

    Returns:
        One row for each body, measure and year with a report: `value` (null if it is open),
        `lower` and `upper`, `source` (`table`, `prose`, or empty if the report has no such number),
        `form`, `scope`, `report_id` and `cells` (where it comes from), `comparable` with the present
        forms (`yes`, `approximately`), and `breaks`: what changed since the number before it
        (`form`, `source`, `scope`, `law`).

    Raises:
        NotFoundError: The folder holds no complete dataset.

    Examples:
        >>> import gikstudy as gik
        >>> series = gik.series("data/processed")  # doctest: +SKIP
        >>> series.query("measure == 'received' and breaks == ''")  # doctest: +SKIP
    """
    from gikstudy.panels.series import long_series

    data = load_dataset(dataset) if isinstance(dataset, str | Path) else dataset
    return long_series(data)


def validate(dataset: str | Path) -> list[SchemaProblem]:
    """Validate a dataset: types, values, keys, order, complete forms, hashes of files.

    If these are in order, the dataset is read again: each printed number must follow from `raw`,
    values must lie within their bounds, each check within a report must give the stored result, and
    the ids must match the bytes and the bodies.

    Args:
        dataset: A folder that `extract` or `study` wrote.

    Returns:
        The problems in the order of the tables, at most twenty of each kind per table. An empty
        list means that the dataset is valid.

    Raises:
        NotFoundError: The folder holds no complete dataset.

    Examples:
        >>> import gikstudy as gik
        >>> gik.validate("data/processed")  # doctest: +SKIP
        []
    """
    from gikstudy.dataset.validate import validate as problems_of

    return problems_of(dataset)


def export(dataset: str | Path, to: str, out: str | Path | None = None) -> Path:
    """Write a dataset in the format of another program, with the labels of the codebook.

    Args:
        dataset: A folder that `extract` or `study` wrote.
        to: `duckdb` (one database with comments on tables and columns), `xlsx` (one workbook),
            `stata` (a folder of .dta files with variable and value labels) or `csv` (a folder).
            DuckDB, Excel and CSV also hold the tables `codebook` and `keys`.
        out: The file or folder to write. By default it lies beside the dataset and has its name:
            `processed.duckdb`, `processed.xlsx`, `processed-stata`, `processed-csv`.

    Returns:
        The path written.

    Raises:
        NotFoundError: The folder holds no complete dataset.
        OutputExistsError: `out` exists already.
        CallError: The format is unknown, or a table is too long for Excel.
        MissingPackageError: The format needs a package of the extra `export`.

    Examples:
        >>> import gikstudy as gik
        >>> gik.export("data/processed", "stata", "gik-stata")  # doctest: +SKIP
    """
    from gikstudy.dataset.export import export as write

    return write(dataset, to, out)


def diff(old: str | Path, new: str | Path) -> DatasetDiff:
    """Compare two datasets, report by report and cell by cell, and say why they differ.

    Reports of the two datasets are matched by their bytes, else by source, by address, or by body
    and year. The causes are `source changed`, `reader changed`, `correction came`, `correction
    went`, `correction changed`, `report came` and `report went`.

    Args:
        old: The folder or address of the earlier dataset.
        new: The folder or address of the later dataset.

    Returns:
        The changes as a `pandas.DataFrame` (`changes`), and the sources that changed while address
        and date of publication did not (`silent`). `str()` of it is a summary.

    Raises:
        NotFoundError: A folder holds no complete dataset.

    Examples:
        >>> import gikstudy as gik
        >>> print(gik.diff("data/2024", "data/2025"))  # doctest: +SKIP
    """
    from gikstudy.dataset.diff import diff as compare

    return compare(old, new)
