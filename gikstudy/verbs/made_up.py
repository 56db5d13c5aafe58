"""The verbs for reports with known truth: `synth` makes them, `evaluate` measures a dataset."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gikstudy.synthesis.corpus import Corpus
    from gikstudy.synthesis.evaluation import Evaluation


def synth(
    n: int,
    out: str | Path,
    *,
    seed: int = 0,
    family: str | None = None,
    effects: str | Path | None = None,
    years: str | None = None,
) -> Corpus:
    """Write made-up reports with known truth, with the layouts and the damage of real pages.

    A smaller corpus with the same seed consists of the first reports of a larger one.

    Args:
        n: The number of reports.
        out: A new or empty folder. The reports go to `out/reports`, the truth of each cell goes
            to `out/truth.parquet`, and that of each body and year (its name, whether it is
            renamed, merged or split, whether its report is missing) to
            `out/truth_bodies.parquet`.
        seed: The same seed gives the same bytes.
        family: One family of layouts for all reports. By default each report gets one, as often as
            on real pages.
        effects: A TOML file of effects to plant: trends, a break, a gradient with wealth, a county
            that copies, a year of bad blanks, bodies that stop reporting. The truth about them goes
            to `out/truth_effects.json` and `out/truth_effects.csv`, the made-up wealth to
            `out/covariates.csv`. Without it, nothing is planted.
        years: The first and the last year of each body, such as `2008-2025`; by default the years
            of the forms. Reports for earlier years have an older outline and the statistical
            tables of their time.

    Returns:
        The folder, the number of reports and cells, and a hash of all bytes.

    Raises:
        CallError: `n` is negative, the family is unknown, there are no such years, or the file of
            effects has a key or a value that is not legal.
        NotFoundError: The file of effects does not exist.
        OutputExistsError: `out` is not empty.

    Examples:
        >>> import gikstudy as gik
        >>> gik.synth(100, "made-up", seed=7)  # doctest: +SKIP
    """
    from gikstudy.synthesis import span_of_years, write_corpus

    span = {} if years is None else {"years": span_of_years(years)}
    return write_corpus(n, out, seed=seed, family=family, effects=effects, **span)


def evaluate(dataset: str | Path, truth: str | Path) -> Evaluation:
    """Compare a dataset with known truth, cell by cell.

    Args:
        dataset: A folder that `extract` or `study` wrote from the reports of `synth`.
        truth: The `truth.parquet` of these reports.

    Returns:
        Counts of right, inferred, flagged, missed and wrong cells: over all cells (`overall`),
        by table, layout, form, script and damage (`groups`), and the errors one by one
        (`errors`, a `pandas.DataFrame`). `str()` of it is a table for the terminal.

    Raises:
        NotFoundError: The dataset or the truth does not exist.
        DamagedFileError: One of the files lacks the columns that it should have.

    Examples:
        >>> import gikstudy as gik
        >>> result = gik.evaluate("data/processed", "made-up/truth.parquet")  # doctest: +SKIP
        >>> result.overall.wrong  # doctest: +SKIP
        0
    """
    from gikstudy.synthesis.evaluation import evaluate as compare

    return compare(dataset, truth)
