"""Validation across years: the checks of a report against the report of the year before."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from gikstudy.dataset.declarations import FORM_TABLES, get_table
from gikstudy.dataset.load import iter_table
from gikstudy.dataset.schemas import arrow_schema
from gikstudy.dataset.spill import open_spill, spilled_rows

if TYPE_CHECKING:
    import pandas as pd

ACROSS: Final = "X-"
"""The ids of checks that need several reports begin with this."""
_REPORTS: Final = 2000  # that are compared at a time, unless a single body has more
_WHO: Final = ("agency", "level", "region_code", "scope", "year", "form", "duplicate_of")
_CHECK: Final = ("report_id", "check", "scope", "left", "right", "difference", "result", "severity")
_FIGURES: Final = ("state", "value", "lower", "upper")


def reread_years(folder: Path) -> Iterator[tuple[str, str, str, str, str]]:
    """The checks across years that are stored and do not follow, or follow and are not stored.

    The reports are compared in groups of whole bodies, so a dataset may have any length.

    Args:
        folder: a dataset whose tables have the declared columns and order.
    """
    from gikstudy.checks.panel import check_panel

    reports = _read(folder, "reports", ("report_id", "body_id", *_WHO))
    reports["group"] = _groups(reports["body_id"])
    with tempfile.TemporaryDirectory() as scratch:
        spilled = Path(scratch) / "rows"
        _sort(folder, spilled, dict(zip(reports["report_id"], reports["group"], strict=True)))
        for number, own in reports.groupby("group"):
            stored = _told(_spilled(spilled, number, "checks"))
            made = []
            if len(set(own["year"].dropna())) > 1 and own["body_id"].iloc[0]:
                cells = {name: _spilled(spilled, number, name) for name in FORM_TABLES}
                made = _told(check_panel(own, **cells))
            for told in sorted(set(stored) ^ set(made), key=repr):
                which = (
                    "stored and does not follow" if told in stored else "follows and is not stored"
                )
                name = "/".join(map(str, told[:3]))
                yield (
                    "checks",
                    "recomputed",
                    f"{name}: {told[3]} against {told[4]}: {told[6]}; {which}",
                    str(told[0]),
                    "",
                )


def _groups(bodies: pd.Series[str]) -> np.ndarray[Any, Any]:
    """A number for each report, the same for all reports of a body; one group for no body."""
    import pandas as pd

    numbers, names = pd.factorize(bodies)
    sizes = np.bincount(numbers, minlength=len(names)) * (names != "")
    return np.where(bodies == "", -1, ((np.cumsum(sizes) - 1) // _REPORTS)[numbers])


def _read(folder: Path, name: str, columns: tuple[str, ...]) -> pd.DataFrame:
    rows: pd.DataFrame = pa.concat_tables(iter_table(folder, name, columns)).to_pandas()
    return rows


def _columns(name: str) -> tuple[str, ...]:
    return _CHECK if name == "checks" else (*get_table(name).key, *_FIGURES)


def _sort(folder: Path, scratch: Path, group_of: dict[str, int]) -> None:
    """Sorts the checks across years, and the cells of reports with a body, by group."""
    with open_spill(scratch) as spill:
        for name in ("checks", *FORM_TABLES):
            for rows in iter_table(folder, name, _columns(name)):
                own = np.array([group_of[i] for i in rows["report_id"].to_pylist()], dtype=int)
                if name == "checks":
                    across = pa.compute.starts_with(rows["check"], ACROSS)
                    rows, own = rows.filter(across), own[across.to_numpy()]
                for number in np.unique(own if name == "checks" else own[own >= 0]):
                    spill.put(f"{number}-{name}", rows.filter(pa.array(own == number)))


def _spilled(scratch: Path, number: object, name: str) -> pd.DataFrame:
    path, wanted = scratch / f"{number}-{name}", _columns(name)
    empty = pa.schema([arrow_schema(name).field(column) for column in wanted]).empty_table()
    found = [rows.cast(empty.schema) for rows in spilled_rows(path)] if path.exists() else []
    rows: pd.DataFrame = pa.concat_tables([empty, *found]).to_pandas()
    return rows


def _told(checks: pd.DataFrame) -> list[tuple[Any, ...]]:
    """The checks without their messages; numbers as floats, and None where there is none."""
    columns = [
        [None if value is None or value != value else value for value in checks[name].tolist()]
        for name in _CHECK
    ]
    return list(zip(*columns, strict=True))
