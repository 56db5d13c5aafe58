"""Coding sheets for section five of the reports of a dataset, and how coded sheets compare."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from gikstudy.dataset.load import load_dataset
from gikstudy.prose.coding import Agreement, agreement, code_by_rule, read_sheet, write_sheet


@dataclass(frozen=True, slots=True)
class Comparison:
    """How far two codings agree; `first` and `second` are file names, or `rules`."""

    first: str
    second: str
    rows: Sequence[Agreement]

    def __str__(self) -> str:
        lines = [f"{self.first} and {self.second}", f"{'code':<6}{'points':>8}{'kappa':>8}"]
        for row in self.rows:
            kappa = "-" if row.kappa is None else f"{row.kappa:.2f}"
            lines.append(f"{row.code:<6}{row.points:>8}{kappa:>8}")
        return "\n".join(lines)


def write_code_sheet(dataset: str | Path, out: str | Path) -> int:
    """Does what `gikstudy.code_sheet` says about `out`."""
    return write_sheet(_problems(dataset), Path(out))


def compare_sheets(dataset: str | Path, sheets: Sequence[str | Path]) -> Iterator[Comparison]:
    """Does what `gikstudy.code_sheet` says about `coded`."""
    coded = {str(sheet): read_sheet(Path(sheet)) for sheet in sheets}
    rules = code_by_rule(_problems(dataset))
    for name, coding in coded.items():
        yield Comparison(name, "rules", agreement(coding, rules))
    for (one, first), (other, second) in combinations(coded.items(), 2):
        yield Comparison(one, other, agreement(first, second))


def _problems(dataset: str | Path) -> list[tuple[str, str]]:
    columns = {"sections": ["report_id", "section", "text"]}
    sections = load_dataset(dataset, columns=columns).sections
    wanted = sections[sections["section"] == "problems"]
    return list(zip(wanted["report_id"], wanted["text"], strict=True))
