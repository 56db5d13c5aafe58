"""What follows from several years of a body: checks across years, bodies, panel, missing reports.

The country is divided into stretches, each small enough for the memory of a few thousand reports.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gikstudy.dataset.declarations import FORM_TABLES
from gikstudy.dataset.parts import read_part
from gikstudy.dataset.rows import TableRow
from gikstudy.dataset.schemas import arrow_schema
from gikstudy.dataset.spill import open_spill, spilled_rows
from gikstudy.engine.report_parts import ReportParts
from gikstudy.forms.statistics import statistics_names
from gikstudy.panels.frame import Department
from gikstudy.places.bodies import lineage_of

_REPORTS: Final = 2000  # of a stretch, unless a single division has more
_STRETCHES: Final = 128  # each has one open file per table; systems allow about a thousand
# A statistical table has no total of the panel, and no check across years.
_TABLES: Final = ("reports", *FORM_TABLES)
_RARE: Final = (
    0.05  # a year with a smaller share of the reports of the fullest year is not in the study
)
_PLACED: Final = (
    "report_id",
    "body_id",
    "agency",
    "level",
    "region_code",
    "year",
    "status",
    "form",
)
_END: Final = "~"  # sorts after every code


@dataclass(frozen=True, slots=True)
class Stretches:
    """How the country is divided, by `lineage_of`: each stretch begins with a code of `starts`."""

    starts: tuple[str, ...]
    years: tuple[int, ...]

    def of(self, lineage: str) -> int:
        """The stretch that a division belongs to."""
        return bisect_right(self.starts, lineage) - 1

    def span(self, number: int) -> tuple[str, str]:
        """The codes of a stretch: the first, and the one after the last."""
        return self.starts[number], [*self.starts, _END][number + 1]


def cut_country(parts: ReportParts) -> Stretches:
    """Stretches with about the same number of reports, and the years of the study.

    A year is one of the study if it has at least a twentieth of the reports of the fullest year;
    all years between the first and the last such year belong to it too.
    """
    places: Counter[str] = Counter()
    years: Counter[int] = Counter()
    for _, reports in parts.reports(_PLACED):
        places.update(_lineages(reports.filter(pc.not_equal(reports["body_id"], ""))))
        told = zip(*(reports[name].to_pylist() for name in ("year", "status", "form")), strict=True)
        years.update(
            year
            for year, status, form in told
            if year and status in ("ok", "partial") and form not in statistics_names()
        )
    most = max(_REPORTS, places.total() // _STRETCHES)
    starts, held = [""], 0
    for place in sorted(places):
        if held and held + places[place] > most and len(starts) < _STRETCHES:
            starts.append(place)
            held = 0
        held += places[place]
    usual = [year for year, n in years.items() if n >= _RARE * max(years.values())]
    span = tuple(range(min(usual), max(usual) + 1)) if usual else ()
    return Stretches(tuple(starts), span)


def _lineages(reports: pa.Table) -> list[str]:
    columns = (reports[name].to_pylist() for name in ("agency", "level", "region_code"))
    return [lineage_of(*told) for told in zip(*columns, strict=True)]


def sort_by_stretch(parts: ReportParts, stretches: Stretches, scratch: Path) -> None:
    """Sorts the reports of known bodies into stretches; a body is in one stretch only.

    Args:
        parts: All reports of the run.
        stretches: How the country is divided.
        scratch: The folder to create.
    """
    with open_spill(scratch) as spill:
        for path, all_reports in parts.reports():
            reports = all_reports.filter(pc.not_equal(all_reports["body_id"], ""))
            numbers = [stretches.of(lineage) for lineage in _lineages(reports)]
            number_of = dict(zip(reports["report_id"].to_pylist(), numbers, strict=True))
            for name in _TABLES:
                rows = reports if name == "reports" else read_part(path, name)
                own = np.array([number_of.get(i, -1) for i in rows["report_id"].to_pylist()])
                for number in np.unique(own[own >= 0]):
                    spill.put(f"{number:06d}-{name}", rows.filter(pa.array(own == number)))


def panel_rows(
    folder: Path,
    stretches: Stretches,
    number: int,
    duplicate_of: Mapping[str, str],
    departments: Sequence[Department],
) -> Iterator[tuple[str, TableRow]]:
    """Rows of `checks`, `bodies`, `panel` and `missing`, each with the name of its table.

    Args:
        folder: Where `sort_by_stretch` wrote the reports.
        stretches: How the country is divided.
        number: Which stretch.
        duplicate_of: From a copy to its original; copies are left out.
        departments: Those that every government ought to have.
    """
    from gikstudy.checks.panel import check_panel
    from gikstudy.panels.bodies import Study, body_tables
    from gikstudy.panels.totals import Cells

    frames = {name: _table(folder / f"{number:06d}-{name}", name).to_pandas() for name in _TABLES}
    reports = frames.pop("reports")
    reports["duplicate_of"] = [duplicate_of.get(i, "") for i in reports["report_id"]]
    if reports["year"].nunique() > 1:
        for row in check_panel(reports, **frames).to_dict("records"):
            yield "checks", {str(name): value for name, value in row.items()}
    study = Study(stretches.years, tuple(departments))
    yield from body_tables(reports, Cells(**frames), stretches.span(number), study)


def _table(path: Path, name: str) -> pa.Table:
    empty = arrow_schema(name).empty_table()
    return pa.concat_tables([empty, *spilled_rows(path)]) if path.exists() else empty
