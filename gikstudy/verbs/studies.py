"""The verbs of a study: `study` runs the notebooks, `code_sheet` lets people code the prose."""

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
    language: Literal["zh", "en"] | None = None,
    progress: bool = False,
) -> Path:
    """Run the whole study: extract the reports, then run the numbered notebooks in order.

    The dataset goes to `out`. The executed notebooks, their HTML pages, the figures and
    `index.html` go to `out/study`. An interrupted run continues when you call it again.

    Args:
        raw: A folder (or file, or archive) of reports.
        out: The folder of the dataset.
        parameters: Values for the notebooks, by name. Each notebook gets the values that its
            parameters cell declares: `years` ("2021-2023"), `regions` ("150000,鄂尔多斯市"),
            `levels` ("county,township"), `scope` ("own"), `blanks` ("open" or "zero"),
            `language` ("zh" or "en").
        language: The language of notebooks and figures; short for the parameter `language`.
        progress: Show progress bars if standard error is a terminal.

    Returns:
        The path of `index.html`.

    Raises:
        CallError: No notebook declares this parameter, or its value is not legal.
        NotebookError: A notebook stopped; the message names it, the cell and the error.
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
    return run_study(raw, out, given, progress=progress)


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
