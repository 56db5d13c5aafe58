"""How well a dataset matches a known truth, cell by cell.

The outcome of a cell is one of:

- `right`: the dataset has the printed number, or has none and none is printed.
- `inferred`: no number is printed, and the dataset has the true number of the body (a 0 for a
  blank that means zero, a total that was left out). Not an error; counted separately.
- `flagged`: the dataset has no number, and the state says that the cell is open.
- `missed`: a number is printed, and the dataset says that the report does not contain the cell.
- `wrong`: silently wrong. The dataset has another number than the printed one, calls a number
  blank, calls a number reported where none is printed, or takes a number from a page that is not a
  report or has no tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from gikstudy.errors import DamagedFileError, NotFoundError

VERDICTS: Final = ("right", "inferred", "flagged", "missed", "wrong")
TABLES: Final = {
    "requests": ("row", "applicant"),
    "proactive": ("item", "measure"),
    "disputes": ("channel", "outcome"),
    "statistics": ("row", "column"),
}
KEYS: Final = ["report_id", "table", "row", "column"]
GIVEN: Final = ("reported", "solved", "proven", "corrected")
DIMENSIONS: Final = ("table", "printed", "family", "form", "script", "damage")
CELL: Final = ("state", "value", "lower", "upper")
TRUTH: Final = (
    *KEYS, "state", "value", "actual", "determined", "source", "kind",
    "family", "form", "script", "damage", "year", "level", "region_code",
)  # fmt: skip
ABOUT: Final = ("form", "year", "level", "region_code", "script")


@dataclass(frozen=True, slots=True)
class Score:
    """The outcomes of some cells.

    `determined` counts the cells that the text determines, because their layout keeps their
    position; `determined_right` counts those of them that are right. `open` cells have bounds
    instead of a value; `outside` counts those whose bounds miss the truth.
    """

    cells: int
    right: int
    inferred: int
    flagged: int
    missed: int
    wrong: int
    determined: int
    determined_right: int
    open: int
    outside: int

    @property
    def share(self) -> float:
        """The share of determined cells that are right; 1 if there are none."""
        return self.determined_right / self.determined if self.determined else 1.0


@dataclass(frozen=True, slots=True)
class PlaceScore:
    """How many reported numbers have a known place in the text, and for how many it is right.

    The place is the line on which the number is printed, and not another line that prints the same
    number.
    """

    known: int
    right: int

    @property
    def share(self) -> float:
        """The share of places that are right; 1 if none is known."""
        return self.right / self.known if self.known else 1.0


@dataclass(frozen=True)
class Evaluation:
    """The outcome of a comparison.

    Attributes:
        reports: how many reports the truth has.
        overall: over all cells.
        groups: for each dimension (`table`, `printed`, `family`, `form`, `script`, `damage`) the
            score of each of its values. `printed` tells numbers other than zero, zeros, totals
            and empty cells apart. A report counts under each damage that it has.
        about: for each fact about a report, the share of reports for which the dataset has it
            right.
        errors: the wrong and missed cells, one row each, with the expected and the given value.
        places: how many of the reported numbers are where the dataset says.
        misplaced: the numbers that are not, one row each, with the line and the locus.
    """

    reports: int
    overall: Score
    groups: Mapping[str, Mapping[str, Score]]
    about: Mapping[str, float]
    errors: pd.DataFrame
    places: PlaceScore
    misplaced: pd.DataFrame

    def meets(self, share: float = 0.0, wrong: int | None = None) -> bool:
        """Whether the share of right cells and the number of wrong ones meet the limits."""
        return self.overall.share >= share and (wrong is None or self.overall.wrong <= wrong)

    def __str__(self) -> str:
        return "\n".join(_lines(self))


def evaluate(dataset: Path | str, truth: Path | str) -> Evaluation:
    """Does what `gikstudy.evaluate` says, which also explains the arguments and errors."""
    known = _read_frame(Path(truth), TRUTH, "no such file of truth")
    parts = [_read_table(Path(dataset), table, keys) for table, keys in TABLES.items()]
    reports = _read_frame(Path(dataset) / "reports.parquet", ("report_id",))
    return compare(known, pd.concat(parts, ignore_index=True), reports)


def _read_frame(
    path: Path, columns: Sequence[str], otherwise: str = "no such table of a dataset"
) -> pd.DataFrame:
    if not path.exists():
        raise NotFoundError(f"{path}: {otherwise}")
    try:
        frame = pd.read_parquet(path)
    except (ValueError, OSError) as error:  # pyarrow raises both for a file that is not Parquet
        raise DamagedFileError(f"{path}: cannot be read as Parquet: {error}") from error
    if absent := [name for name in columns if name not in frame]:
        raise DamagedFileError(f"{path}: has no column {', '.join(absent)}")
    return frame


def _read_table(dataset: Path, table: str, keys: tuple[str, str]) -> pd.DataFrame:
    frame = _read_frame(dataset / f"{table}.parquet", ("report_id", *keys, *CELL))
    frame = frame.rename(columns={keys[0]: "row", keys[1]: "column"}).assign(table=table)
    return frame[[*KEYS, *CELL, *(["locus"] if "locus" in frame else [])]]


def compare(truth: pd.DataFrame, given: pd.DataFrame, reports: pd.DataFrame) -> Evaluation:
    """The same as `evaluate`, for frames.

    Args:
        truth: the rows of `truth.parquet`.
        given: columns report_id, table, row, column, state, value, lower, upper; also locus, if
            places are to be compared.
        reports: table `reports` of the dataset; may lack columns.
    """
    about = truth.drop_duplicates("report_id").set_index("report_id")
    given = given[given["report_id"].isin(about.index)]
    for name in ("value", "lower", "upper"):
        given = given.assign(**{name: given[name].astype("float64")})
    columns = [*KEYS, "state", "value", "actual", "determined"]
    columns += ["line"] if "line" in truth else []
    known = truth[truth["table"].notna()][columns]
    cells = known.merge(given, how="outer", on=KEYS, suffixes=("", "_given"), indicator="where")
    cells = cells[(cells["where"] != "right_only") | cells["value_given"].notna()]
    cells = cells.assign(outcome=_outcomes(cells), printed=_printed(cells))
    cells = cells.assign(determined=cells["determined"].eq(other=True))
    for name in ("family", "form", "script", "damage"):
        cells[name] = about.loc[cells["report_id"], name].to_numpy()
    return Evaluation(
        reports=len(about),
        overall=_score(cells),
        groups={name: dict(_by(cells, name)) for name in DIMENSIONS},
        about=_about(about, reports),
        errors=_errors(cells, about),
        **_places(cells, about),
    )


def _places(cells: pd.DataFrame, about: pd.DataFrame) -> dict[str, Any]:
    """The score of the places, and the numbers that are not where the dataset says."""
    if not {"line", "locus"} <= set(cells):
        return {"places": PlaceScore(0, 0), "misplaced": pd.DataFrame(columns=[*KEYS])}
    sure = (cells["outcome"] == "right") & (cells["state_given"] == "reported")
    placed = cells[sure & cells["line"].notna()]
    given = placed["locus"].str.extract(r"^L(\d+)(?::\d+)?$")[0].astype("float64")
    wrong = placed[given.ne(placed["line"])]
    wrong = wrong.assign(source=about.loc[wrong["report_id"], "source"].to_numpy())
    names = ["source", "table", "row", "column", "value", "line", "locus", "family", "damage"]
    return {
        "places": PlaceScore(len(placed), len(placed) - len(wrong)),
        "misplaced": wrong[names].sort_values(names[:4], ignore_index=True),
    }


def _outcomes(cells: pd.DataFrame) -> np.ndarray:
    """The outcome of each cell; the order of the conditions is the rule of precedence."""
    state = cells["state_given"].fillna("missing")
    value, expected, actual = cells["value_given"], cells["value"], cells["actual"]
    printed, silent = expected.notna(), value.isna()
    undone = ~cells["determined"].eq(other=True)
    same = np.isclose(value, np.where(printed, expected, actual), rtol=1e-9, atol=1e-6)
    claimed = (state == "reported") & ~undone
    return np.select(
        [
            printed & same,
            ~printed & ~silent & same & ~claimed,
            ~silent,
            state.isin(["ambiguous", "unreadable"]) & printed,
            printed & state.isin(["blank", "nil_mark"]),
            printed,
            state == "ambiguous",
        ],
        ["right", "inferred", "wrong", "flagged", "wrong", "missed", "flagged"],
        default="right",
    )


def _printed(cells: pd.DataFrame) -> np.ndarray:
    total = (cells["column"] == "total") | (cells["row"] == "handled_total")
    value = cells["value"]
    return np.select(
        [value.isna(), total & (value != 0), value != 0],
        ["nothing", "totals", "other numbers"],
        default="zeros",
    )


def _score(cells: pd.DataFrame) -> Score:
    counts = cells["outcome"].value_counts()
    sure = cells[cells["determined"]]
    bounded = cells[cells["value_given"].isna() & cells["lower"].notna() & cells["actual"].notna()]
    inside = (bounded["lower"] <= bounded["actual"]) & (
        bounded["upper"].isna() | (bounded["actual"] <= bounded["upper"])
    )
    right, inferred, flagged, missed, wrong = (int(counts.get(name, 0)) for name in VERDICTS)
    return Score(
        cells=len(cells),
        right=right,
        inferred=inferred,
        flagged=flagged,
        missed=missed,
        wrong=wrong,
        determined=len(sure),
        determined_right=int(sure["outcome"].isin(["right", "inferred"]).sum()),
        open=len(bounded),
        outside=int((~inside).sum()),
    )


def _by(cells: pd.DataFrame, name: str) -> Iterator[tuple[str, Score]]:
    if name == "damage":
        cells = cells.assign(damage=cells["damage"].replace("", "none").str.split(";"))
        cells = cells.explode("damage")
    for value, group in cells.groupby(name, sort=True, observed=True):
        yield str(value), _score(group)


def _about(truth: pd.DataFrame, reports: pd.DataFrame) -> dict[str, float]:
    """The share of genuine reports for which each fact is right."""
    real = truth[truth["kind"].isin(["report", "old_form"])]
    given = reports.set_index("report_id").reindex(real.index)
    shares = {
        name: float((given[name].astype("string") == real[name].astype("string")).mean())
        for name in ABOUT
        if name in given and len(real)
    }
    if "body_id" in reports and "body" in real and len(real):
        shares["body"] = share_of_bodies(real["body"], given["body_id"])
    if "status" in reports:
        status = reports.set_index("report_id").reindex(truth.index)["status"]
        expected = {
            "report": ("ok", "partial"),
            "old_form": ("ok", "partial", "no_tables"),
            "no_tables": ("no_tables",),
        }
        right = [
            found in expected.get(kind, ("not_a_report",))
            for found, kind in zip(status, truth["kind"], strict=True)
        ]
        shares["status"] = sum(right) / max(1, len(right))
    return shares


def share_of_bodies(truth: pd.Series, given: pd.Series) -> float:
    """The share of reports whose body the dataset distinguishes from all others over the years.

    A report is right if it has the id that most reports of its body have, and no other body has
    most of its reports under this id.

    Args:
        truth: the true body of each report.
        given: the `body_id` of each report in the dataset, in the same order.
    """
    ids = given.fillna("").astype(str).to_numpy()
    frame = pd.DataFrame({"body": truth.astype(str).to_numpy(), "id": ids})
    usual = frame.groupby("body")["id"].agg(lambda found: found.mode().iloc[0])
    shared = usual[usual.duplicated(keep=False)]
    right = frame["id"].eq(frame["body"].map(usual)) & frame["id"].ne("")
    return float((right & ~frame["body"].isin(shared.index)).mean())


def _errors(cells: pd.DataFrame, about: pd.DataFrame) -> pd.DataFrame:
    bad = cells[cells["outcome"].isin(["wrong", "missed"])]
    bad = bad.assign(source=about.loc[bad["report_id"], "source"].to_numpy())
    names = ["source", "table", "row", "column", "outcome", "state", "value", "state_given"]
    names += ["value_given", "actual", "family", "form", "script", "damage", "determined"]
    return bad[names].sort_values(names[:4], ignore_index=True)


SHOWN: Final = (*("cells", *VERDICTS), "determined", "open", "outside")


def _lines(result: Evaluation) -> Iterator[str]:
    """The evaluation as text of at most 120 columns."""
    yield f"{result.reports:,} reports; share: of the determined cells, those that are right"
    yield f"{'':24}" + "".join(f"{name:>11}" for name in SHOWN) + f"{'share':>9}"
    yield _line("all cells", result.overall)
    for dimension, scores in result.groups.items():
        yield f"by {dimension}"
        yield from (_line(f"  {name}", score) for name, score in scores.items())
    if result.places.known:
        yield (
            f"{result.places.known:,} reported numbers with a known line; share with the right "
            f"place {result.places.share:.5f}"
        )
    facts = ", ".join(f"{name} {share:.4f}" for name, share in result.about.items())
    yield f"share of reports with the right {facts}"


def _line(name: str, score: Score) -> str:
    counts = "".join(f"{getattr(score, field):>11,}" for field in SHOWN)
    return f"{name:24}{counts}{score.share:>9.5f}"
