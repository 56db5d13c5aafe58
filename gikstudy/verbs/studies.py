"""The verbs of a study: start a folder, run the notebooks, pack the result, code the prose by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, overload

if TYPE_CHECKING:
    from gikstudy.engine.code_sheet import Comparison


def study(
    raw: str | Path = "data/raw",
    out: str | Path = "data/processed",
    parameters: Mapping[str, object] | None = None,
    *,
    notebooks: str | Path | None = None,
    config: str | Path | None = None,
    engine: str = "processes",
    workers: int | None = None,
    language: Literal["zh", "en"] | None = None,
    progress: bool = False,
) -> Path:
    """Run the whole study: extract the reports, then run the numbered notebooks by papermill.

    The dataset goes to `out`. The executed notebooks, their HTML pages, the figures and
    `index.html` go to `out/study`. An interrupted run continues when you call it again.

    Args:
        raw: A folder (or file, or archive) of reports.
        out: The folder of the dataset.
        parameters: Values for the notebooks, by name. Each notebook gets the values that its
            parameters cell declares: `years` ("2021-2023"), `regions` ("150000,鄂尔多斯市"),
            `levels` ("county,township"), `scope` ("own"), `bodies` ("鄂托克旗人民政府"), `blanks`
            ("open" or "zero"), `language` ("zh" or "en"), `covariates` ("covariates.csv").
        notebooks: A folder with numbered notebooks of your own (see `init`), instead of those that
            come with gikstudy.
        config: A TOML file with parameters; `parameters` go before it.
        engine: What extracts the reports: `serial`, `processes` or `dask`. With `serial`, one
            notebook runs at a time.
        workers: The number of worker processes, and of notebooks that run at the same time (at
            most four); by default one per processor.
        language: The language of notebooks and figures; short for the parameter `language`.
        progress: Show progress bars if standard error is a terminal.

    Returns:
        The path of `index.html`.

    Raises:
        CallError: No notebook declares this parameter, its value is not legal, or no report fits.
        NotebookError: A notebook stopped; the message names it, the cell and the error.
        NotFoundError: The folder has no numbered notebooks, or a file does not exist.
        OSError: `raw` does not exist, or `out` cannot be written.

    Examples:
        >>> import gikstudy as gik
        >>> gik.study(language="en", parameters={"years": "2021-2023"})  # doctest: +SKIP
    """
    from gikstudy.analysis.pipeline import run_study
    from gikstudy.errors import CallError

    given = dict(parameters or {})
    if language is not None and given.setdefault("language", language) != language:
        raise CallError(f"language {language!r}: parameters say {given['language']!r}")
    return run_study(
        raw,
        out,
        given,
        notebooks=notebooks,
        engine=engine,
        workers=workers,
        config=config,
        progress=progress,
    )


def init(folder: str | Path) -> Path:
    """Start a folder for a study of your own: notebooks to change, parameters, a README.

    Reports go into `data/raw` of the folder. Its README says how to run the notebooks, all of them
    or one.

    Args:
        folder: A new or empty folder.

    Returns:
        The folder.

    Raises:
        OutputExistsError: The folder is not empty.
        OSError: The folder cannot be written.

    Examples:
        >>> import gikstudy as gik
        >>> gik.init("my_study")  # doctest: +SKIP
    """
    from gikstudy.analysis.own_folder import start_folder

    return start_folder(folder)


def package(out: str | Path, to: str | Path) -> Path:
    """Write a replication package of a finished study: one ZIP file.

    It has a statement on the availability of the data, the list of inputs with their hashes, the
    versions of the software, the run time, which notebook draws which figure, the dataset, the
    study, and the notebooks and parameters to run it again. It does not hold the raw files.

    Args:
        out: The folder of the dataset that `study` wrote, with the study in it.
        to: The ZIP file to write.

    Returns:
        The path of the ZIP file.

    Raises:
        NotFoundError: The folder holds no finished study.
        CallError: The dataset has changed since the study was run.
        OutputExistsError: The ZIP file exists already.

    Examples:
        >>> import gikstudy as gik
        >>> gik.package("data/processed", "replication.zip")  # doctest: +SKIP
    """
    from gikstudy.analysis.replication import write_package

    return write_package(out, to)


@overload
def code_sheet(dataset: str | Path, *, out: str | Path) -> int: ...


@overload
def code_sheet(dataset: str | Path, *, coded: Sequence[str | Path]) -> list[Comparison]: ...


def code_sheet(
    dataset: str | Path,
    *,
    out: str | Path | None = None,
    coded: Sequence[str | Path] | None = None,
) -> int | list[Comparison]:
    """Write a sheet to code section five by hand, or compare sheets that people have coded.

    The sheet does not show the codes that the rules give, because a coder who sees them tends
    to agree with them. Give exactly one of `out` and `coded`.

    Args:
        dataset: A folder that `extract` or `study` wrote.
        out: The CSV file to write: one row per point of section five, with a column to fill in.
        coded: Sheets that people have filled in. Each is compared with the rules, then each
            with each other.

    Returns:
        With `out`, the number of points on the sheet. With `coded`, the comparisons: per code
        the number of points and Cohen's kappa.

    Raises:
        CallError: Both or neither of `out` and `coded` are given.
        NotFoundError: The folder holds no complete dataset.
        SheetError: A coded sheet cannot be read, or has a code that the codebook does not have.
        OSError: `out` cannot be written.

    Examples:
        >>> import gikstudy as gik
        >>> gik.code_sheet("data/processed", out="sheet.csv")  # doctest: +SKIP
        >>> print(*gik.code_sheet("data/processed", coded=["a.csv"]))  # doctest: +SKIP
    """
    from gikstudy.engine.code_sheet import compare_sheets, write_code_sheet
    from gikstudy.errors import CallError

    if (out is None) == (coded is None):
        raise CallError("code_sheet: give either out= (to write a sheet) or coded= (to compare)")
    if out is not None:
        return write_code_sheet(dataset, out)
    return list(compare_sheets(dataset, coded or ()))
