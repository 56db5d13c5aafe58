"""How two reviewers agree: their corrections files, compared cell by cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from gikstudy.corrections import Correction, CorrectionError, parse_corrections
from gikstudy.dataset.load import Dataset, load_dataset
from gikstudy.errors import CallError
from gikstudy.model import Number
from gikstudy.prose.coding import kappa_of

CellOf = tuple[str, str]
Outcome = tuple[str, Number | None]


@dataclass(frozen=True, slots=True)
class DecisionAgreement:
    """How the decisions of two reviewers on the same cells agree.

    `both` counts the cells that both decided, `same` those with the same outcome: both accepted the
    cell, both cleared it, or both gave it the same value. `kappa` is Cohen's kappa on whether a cell
    is accepted or changed; None if one reviewer always did the same. `differ` names the cells on
    which they differ.
    """

    first: str
    second: str
    only_first: int
    only_second: int
    both: int
    same: int
    kappa: float | None
    differ: tuple[str, ...]

    def __str__(self) -> str:
        kappa = "-" if self.kappa is None else f"{self.kappa:.2f}"
        same = f"cells decided by both {self.both:,}, with the same outcome {self.same:,}"
        alone = f"decided by one of them only: {self.only_first:,} and {self.only_second:,}"
        lines = [
            f"{self.first} and {self.second}",
            f"{same}; accepted or changed: kappa {kappa}",
            alone,
        ]
        return "\n".join([*lines, *(f"  differ: {cell}" for cell in self.differ)])


def compare_decisions(
    dataset: str | Path | Dataset, files: Sequence[str | Path]
) -> list[DecisionAgreement]:
    """Does what `gikstudy.review` says about `compare`."""
    if len(files) < 2:
        raise CallError("compare: needs the corrections files of two reviewers or more")
    data = dataset if isinstance(dataset, Dataset) else load_dataset(dataset)
    reports = data.reports
    ids = dict(zip(reports["source"], reports["report_id"], strict=True))
    known = set(reports["report_id"])
    read = {str(file): _outcomes(Path(file), ids, known) for file in files}
    return [
        _agreement(one, other, read[one], read[other]) for one, other in combinations(read, 2)
    ]  # fmt: skip


def _outcomes(file: Path, ids: Mapping[str, str], known: set[str]) -> dict[CellOf, Outcome]:
    found = {}
    for correction in parse_corrections(file.read_bytes(), str(file)):
        report_id = ids.get(correction.report, correction.report)
        if report_id not in known:
            raise CorrectionError(f"{correction.origin}: {correction.report}: not in the dataset")
        found[report_id, correction.cell] = _outcome(correction)
    return found


def _outcome(correction: Correction) -> Outcome:
    return correction.action, correction.value


def _agreement(
    first: str, second: str, one: Mapping[CellOf, Outcome], other: Mapping[CellOf, Outcome]
) -> DecisionAgreement:
    shared = sorted(one.keys() & other.keys())
    accepted = [(one[cell][0] == "accept", other[cell][0] == "accept") for cell in shared]
    differ = [cell for cell in shared if one[cell] != other[cell]]
    return DecisionAgreement(
        first,
        second,
        len(one) - len(shared),
        len(other) - len(shared),
        len(shared),
        len(shared) - len(differ),
        kappa_of(accepted),
        tuple("/".join(cell) for cell in differ),
    )
