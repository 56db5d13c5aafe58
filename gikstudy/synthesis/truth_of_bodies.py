"""The truth about the bodies of a corpus: each of their years, with or without a report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from gikstudy.synthesis.effects import Effects
from gikstudy.synthesis.history import Member, members
from gikstudy.synthesis.made import Made
from gikstudy.synthesis.numbers import FIRST_YEAR, LAST_YEAR
from gikstudy.synthesis.plan import USUAL_YEARS, Years

if TYPE_CHECKING:
    import pyarrow as pa


class BodyTruth:
    """Collects the rows of `truth_bodies.parquet`, turn by turn.

    A page that is not a report, or holds the report of another year, leaves the year of its number
    without a report.
    """

    def __init__(
        self, seed: int, n: int, effects: Effects | None = None, years: Years = USUAL_YEARS
    ) -> None:
        self._seed = seed
        self._effects = effects
        self._last = n - 1
        self._span = years[1] - years[0] + 1
        self._turn: list[Made] = []

    def rows_of(self, made: Iterable[Made]) -> pa.Table:
        """The rows of the turns that end within the next reports of the corpus."""
        import pyarrow as pa

        rows: list[dict[str, Any]] = []
        for report in made:
            self._turn.append(report)
            if report.number % self._span == self._span - 1 or report.number == self._last:
                rows += self._rows(report.number // self._span)
                self._turn.clear()
        return pa.Table.from_pylist(rows, schema=body_schema())

    def _rows(self, turn: int) -> Iterator[dict[str, Any]]:
        for member in members(self._seed, turn, self._effects):
            own = {m.year: m for m in self._turn if m.body == member.body and _is_report(m)}
            if not own:  # nothing in the corpus mentions it
                continue
            years = {*own, *range(member.first_year, member.last_year + 1)}
            yield from (_row(member, year, own.get(year)) for year in sorted(years))


def _is_report(made: Made) -> bool:
    return made.kind != "not_a_report"


def _row(member: Member, year: int, made: Made | None) -> dict[str, Any]:
    body = member.in_year(year)
    happens = member.change if year == member.year else ""
    if member.change == "recoded" and FIRST_YEAR < year <= LAST_YEAR:
        happens = "recoded" if body != member.in_year(year - 1) else ""
    return {
        "body": member.body,
        "year": year,
        "agency": body.name,
        "level": body.level,
        "parent_level": body.parent_level,
        "region_code": body.region_code,
        "change": happens,
        "missing": made is None,
        "report_id": made.report_id if made else "",
        "source": made.path if made else "",
    }


def body_schema() -> pa.Schema:
    """The columns of `truth_bodies.parquet`."""
    import pyarrow as pa

    texts = ("agency", "level", "parent_level", "region_code", "change")
    return pa.schema(
        [
            ("body", pa.string()),
            ("year", pa.int64()),
            *((name, pa.string()) for name in texts),
            ("missing", pa.bool_()),
            ("report_id", pa.string()),
            ("source", pa.string()),
        ]
    )
