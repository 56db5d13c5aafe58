"""The short calls of the notebook: tables, figures' numbers and findings of one selection."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Protocol

import pandas as pd

from gikstudy.analysis.explaining.covariates import Covariates, listed, merge, read_covariates
from gikstudy.analysis.explaining.event_study import (
    EventStudy,
    event_study,
    expectations,
)
from gikstudy.analysis.explaining.findings import ShownFinding, covariate_finding, law_finding
from gikstudy.analysis.explaining.models import Estimate, FittedModel, TooLittle
from gikstudy.analysis.explaining.observations import get_outcome, observe
from gikstudy.analysis.explaining.specifications import (
    LAW,
    MAIN,
    Choice,
    Material,
    Specification,
    specifications,
    specify,
)
from gikstudy.analysis.explaining.wording import interval, percent, why_not, word
from gikstudy.analysis.figures.plate import FigureNote
from gikstudy.analysis.findings import Finding
from gikstudy.analysis.labels import Language

if TYPE_CHECKING:
    from great_tables import GT

    from gikstudy.dataset.load import Dataset

# The questions to which a covariate may be an answer.
EXPLAINED: Final = ("received", "disclosure", "disputes")
COMPARED: Final = {"within": MAIN, "between": Choice(effects="place_year")}


class Displayed(Protocol):
    """Anything that displays itself in Jupyter."""

    def _repr_html_(self) -> str:
        """Itself as HTML."""


@dataclass(frozen=True)
class Several:
    """Several things, one below the other."""

    parts: tuple[Displayed, ...]

    def __str__(self) -> str:
        return "\n\n".join(map(str, self.parts))

    def _repr_html_(self) -> str:
        return "\n".join(part._repr_html_() for part in self.parts)


@dataclass(frozen=True)
class Explanation:
    """What explains the differences between the reports of one selection.

    Attributes:
        data: the selection.
        covariates: the file of covariates, or None.
        language: zh or en.
    """

    data: Dataset
    covariates: Covariates | None
    language: Language

    @cached_property
    def material(self) -> Material:
        """The observations that all models share."""
        return Material(self.data, self.covariates)

    def audit(self) -> GT | FigureNote:
        """How the file of covariates met the reports, or that there is none."""
        if self.covariates is None:
            return FigureNote(word("audit.none", self.language))
        _, audit = merge(observe(self.data), self.covariates)
        mapped = [f"{file} → {report}" for file, report in audit.mapped]
        rows = [
            ("audit.file_rows", audit.file_rows, ""),
            ("audit.reports", audit.reports, ""),
            ("audit.matched", audit.matched, ""),
            ("audit.mapped", audit.n_mapped, listed(mapped)),
            (
                "audit.unmatched",
                audit.n_unmatched,
                listed([code or "?" for code in audit.unmatched]),
            ),
            ("audit.unused", audit.n_unused, listed(list(audit.unused))),
            ("audit.unknown", len(audit.unknown), listed(audit.unknown)),
        ]
        told = [(word(key, self.language), n, codes) for key, n, codes in rows]
        told += [
            (word("audit.empty", self.language, column=name), n, "")
            for name, n in audit.empty.items()
        ]
        frame = pd.DataFrame(told, columns=["item", "count", "codes"])
        return self._table(frame, word("audit.title", self.language))

    def weights(self) -> GT | FigureNote:
        """What the weights for missing reports rest on."""
        found = self.material.weights
        if isinstance(found, TooLittle):
            return FigureNote(word("weights.none", self.language))
        numbers = {
            "expected": found.expected, "reported": found.reported, "outside": found.outside,
            "capped": found.capped, "effective": round(found.effective, 1),
        }  # fmt: skip
        rows = [(word(f"weights.{key}", self.language), n) for key, n in numbers.items()]
        frame = pd.DataFrame(rows, columns=["item", "count"])
        return self._table(frame, word("weights.title", self.language))

    @cached_property
    def studies(self) -> dict[str, EventStudy | TooLittle]:
        """The event study of each outcome of which the law lets one expect something."""
        return {key: event_study(self.material.observations, key) for key in expectations()}

    def law_findings(self) -> list[Finding]:
        """A finding for each outcome of which the law lets one expect something."""
        return [law_finding(study, key, self.language) for key, study in self.studies.items()]

    def show_law_findings(self) -> Several:
        """The findings on the law, one below the other."""
        return Several(self._shown(self.law_findings()))

    def show_covariate_findings(self) -> Several:
        """The findings on the covariates, or that there are none, and how to read them."""
        if self.covariates is None:
            return Several((FigureNote(word("audit.none", self.language)),))
        compared = word("compare.within", self.language)
        how = FigureNote(word("covariate.how", self.language, what=compared))
        return Several((*self._shown(self.covariate_findings()), how))

    def _shown(self, findings: list[Finding]) -> tuple[ShownFinding, ...]:
        return tuple(ShownFinding(one, self.language) for one in findings)

    def show_specifications(self) -> Several:
        """The specifications of the main questions: the law, then each covariate."""
        names = self.covariates.names if self.covariates else ()
        asked = [(key, LAW) for key, of in expectations().items() if of.direction != "none"]
        asked += [(outcome, name) for outcome in EXPLAINED[:2] for name in names]
        return Several(tuple(self.specifications(*question) for question in asked))

    def covariate_findings(self) -> list[Finding]:
        """A finding for each outcome and covariate, by the comparison of bodies with themselves."""
        names = self.covariates.names if self.covariates else ()
        return [self._covariate(outcome, name) for outcome in EXPLAINED for name in names]

    def _covariate(self, outcome: str, name: str) -> Finding:
        answer = self._answer(outcome, name, MAIN)[0]
        return covariate_finding(
            answer, outcome, name, spread=self._spread(name),
            odds=get_outcome(outcome).kind == "share", language=self.language,
        )  # fmt: skip

    def gradients(self) -> GT | FigureNote:
        """Each outcome and covariate, compared within bodies and between them."""
        if self.covariates is None:
            return FigureNote(word("audit.none", self.language))
        rows = []
        for outcome in EXPLAINED:
            for name in self.covariates.names:
                for how, choice in COMPARED.items():
                    answer, out = self._answer(outcome, name, choice)
                    rows.append(
                        (
                            word(f"outcome.{outcome}", self.language),
                            name,
                            word(f"compare.{how}", self.language),
                            *self._numbers(answer, self._spread(name)),
                            out,
                        )
                    )
        columns = [
            "outcome",
            "column",
            "compared",
            "estimate",
            "interval",
            "n",
            "bodies",
            "left_out",
        ]
        return self._table(
            pd.DataFrame(rows, columns=columns), word("table.gradients", self.language)
        )

    def specifications(self, outcome: str, term: str = LAW) -> GT:
        """One question under all choices.

        Args:
            outcome: the key of an outcome.
            term: `law`, or a column of the covariates.
        """
        units = 1.0 if term == LAW else self._spread(term)
        found = specifications(self.material, outcome, term)
        rows = [self._row(one, units) for one in found]
        columns = ["specification", "estimate", "interval", "n", "bodies", "left_out"]
        name = word(f"outcome.{outcome}", self.language)
        question = (
            word("question.law", self.language, outcome=name, year=expectations()[outcome].year)
            if term == LAW
            else word("question.covariate", self.language, outcome=name, column=term)
        )
        title = word("table.specifications", self.language, question=question)
        return self._table(pd.DataFrame(rows, columns=columns), title)

    def _row(self, one: Specification, units: float) -> tuple[object, ...]:
        label = word(f"spec.{one.key}", self.language)
        return (label, *self._numbers(one.answer, units), one.left_out)

    def _numbers(self, answer: Estimate | TooLittle, units: float) -> tuple[object, ...]:
        if isinstance(answer, TooLittle):
            return (why_not(answer, self.language), "", answer.n, answer.bodies)
        shown = answer.times(units)
        return (percent(shown.value), interval(shown), shown.n, shown.bodies)

    def _answer(self, outcome: str, name: str, choice: Choice) -> tuple[Estimate | TooLittle, int]:
        made = specify(self.material, outcome, name, choice)
        if isinstance(made, FittedModel):
            return made.of(name), made.left_out
        return made, len(self.material.observations) - made.n

    def _spread(self, name: str) -> float:
        """The standard deviation of a covariate over the reports, in its own unit."""
        return float(self.material.observations[name].std())

    def _table(self, frame: pd.DataFrame, title: str) -> GT:
        from great_tables import GT

        labels = {name: word(f"column.{name}", self.language) for name in frame.columns}
        return GT(frame, id="t").tab_header(title).cols_label(cases=dict(labels))


def explain_differences(
    data: Dataset, covariates: str = "", language: Language = "zh"
) -> Explanation:
    """The explanation of a selection, with or without covariates.

    Args:
        data: the selection, as `selection.select` makes it.
        covariates: the path of a file as `covariates.read_covariates` reads it; empty for none.
        language: zh or en.

    Raises:
        CallError: for a file that cannot be used.
    """
    return Explanation(data, read_covariates(covariates) if covariates else None, language)
