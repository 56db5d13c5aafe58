"""The truth about planted effects, beside the reports: what was planted, and in which of them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from gikstudy.packaged import packaged_rows
from gikstudy.synthesis.bodies import division_rows
from gikstudy.synthesis.effects import Effects
from gikstudy.synthesis.effects_draw import (
    bad_blanks,
    copier,
    copying_bodies,
    prose,
    shifts,
    silent_since,
    wealth,
)
from gikstudy.synthesis.history import members
from gikstudy.synthesis.made import Made
from gikstudy.synthesis.numbers import FIRST_YEAR, LAST_YEAR
from gikstudy.synthesis.plan import YEARS, voice_of

COLUMNS: Final = (
    *("source", "report_id", "body", "agency", "level", "region_code", "year", "wealth"),
    *("requests", "disclosure", "review", "suit_direct", "suit_after_review"),
    *("copied", "blanks", "problems", "full_time", "part_time"),
)


class EffectTruth:
    """Collects the truth about the reports of a corpus and writes it."""

    def __init__(self, seed: int, effects: Effects) -> None:
        self._seed = seed
        self._effects = effects
        self._rows: list[dict[str, Any]] = []
        self._turns: set[int] = set()

    def add(self, made: Iterable[Made]) -> None:
        """Adds some reports of the corpus."""
        for report in made:
            self._turns.add(report.number // YEARS)
            self._rows.append(self._row(report))

    def write(self, out: Path) -> None:
        """Writes `truth_effects.json`, `truth_effects.csv` and `covariates.csv` to a folder."""
        said = json.dumps(self._planted(), ensure_ascii=False, indent=2)
        (out / "truth_effects.json").write_text(said + "\n", "utf-8")
        rows = ([row[name] for name in COLUMNS] for row in self._rows)
        _write_csv(out / "truth_effects.csv", COLUMNS, rows)
        columns = ("region_code", "year", "wealth")
        _write_csv(out / "covariates.csv", columns, wealth_rows(self._seed))

    def _row(self, made: Made) -> dict[str, Any]:
        seed, effects, turn = self._seed, self._effects, made.number // YEARS
        member = next(m for m in members(seed, turn, effects) if m.body == made.body)
        year = FIRST_YEAR + made.number % YEARS
        shift = shifts(seed, member.named, effects)(year)
        voice, of_year = voice_of(seed, made.number, member, effects)
        said = prose(voice, of_year, member.named, effects)
        return {
            "source": made.path,
            "report_id": made.report_id,
            **{n: getattr(made, n) for n in ("body", "agency", "level", "region_code", "year")},
            "wealth": wealth(seed, member.named.region_code, year),
            **{name: round(getattr(shift, name), 6) + 0.0 for name in COLUMNS[8:13]},
            "copied": int(copier(seed, turn, effects) is not None),
            "blanks": bad_blanks(seed, made.number, year, effects),
            "problems": ";".join(said.codes),
            "full_time": said.full_time,
            "part_time": said.part_time,
        }

    def _planted(self) -> dict[str, Any]:
        copying = copying_bodies(self._seed, self._effects)
        return {
            "effects": self._effects.as_dict(),
            "copying": {
                "region_code": copying[0].region_code if copying else "",
                "agencies": [
                    body.name
                    for turn in sorted(self._turns)
                    if (body := copier(self._seed, turn, self._effects))
                ],
            },
            "stopped": [dict(one) for one in self._stopped()],
        }

    def _stopped(self) -> Iterator[dict[str, Any]]:
        """The bodies that stop reporting, and the first year without a report."""
        for turn in sorted(self._turns):
            first = members(self._seed, turn, self._effects)[0]
            since = silent_since(self._seed, turn, first.named, self._effects)
            if since and not first.change and since in first.silent:
                yield {"body": first.body, "agency": first.named.name, "since": since}


def wealth_rows(seed: int) -> Iterator[tuple[str, int, float]]:
    """The rows of `covariates.csv`: every division that a corpus can hold, by its latest code."""
    changed = (
        row["division"] for row in packaged_rows("gikstudy.synthesis", "changed_divisions.csv")
    )
    for code in sorted({*division_rows(), *changed}):
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            yield code, year, wealth(seed, code, year)


def _write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    path.write_text(text.getvalue(), "utf-8")
