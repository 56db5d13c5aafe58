"""Findings: sentences made from the numbers, each beside what the law would lead one to expect."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Final, Literal

from gikstudy.analysis.explaining.event_study import EventStudy, LawExpectation, expectations
from gikstudy.analysis.explaining.models import Estimate, TooLittle
from gikstudy.analysis.explaining.wording import p_value, percent, why_not, word
from gikstudy.analysis.labels import Language

# A wide interval around 0 does not say that nothing changed; one within a quarter up or down does.
STILL: Final = 0.223
LawVerdict = Literal["agree", "disagree", "cannot_tell", ""]


@dataclass(frozen=True)
class ModelFinding:
    """A sentence and the numbers behind it.

    Attributes:
        text: the sentence.
        n: the reports that it rests on.
        estimate, interval: the change of the log or of the log odds; None if there is too little.
        expectation: what the law would lead one to expect; empty if nothing.
        verdict: whether the data agree with that; empty without an expectation.
        shown_verdict: the same in words.
    """

    text: str
    n: int
    estimate: float | None
    interval: tuple[float, float] | None
    expectation: str = ""
    verdict: LawVerdict = ""
    shown_verdict: str = ""

    def __str__(self) -> str:
        return "\n".join(filter(None, (self.text, self.expectation, self.shown_verdict)))

    def _repr_html_(self) -> str:
        """In Jupyter: the sentence, and below it the expectation with the verdict."""
        below = " ".join(filter(None, (self.expectation, self.shown_verdict)))
        return f"<p><b>{html.escape(self.text)}</b></p>" + (
            f"<p style='color:#444'>{html.escape(below)}</p>" if below else ""
        )


def verdict_on(study: EventStudy, expected: LawExpectation) -> LawVerdict:
    """Whether an event study agrees with what the law leads one to expect.

    If the years before already moved, or a law that was never made "worked" as well, no change can
    be put down to the law, and the data cannot tell.
    """
    found = study.effect
    direction = "up" if found.low > 0 else "down" if found.high < 0 else "none"
    if expected.direction == "none":
        within = max(-found.low, found.high) < STILL
        return "disagree" if direction != "none" else "agree" if within else "cannot_tell"
    if study.moved_before or study.false_alarms or direction == "none":
        return "cannot_tell"
    return "agree" if direction == expected.direction else "disagree"


def law_finding(study: EventStudy | TooLittle, outcome: str, language: Language) -> ModelFinding:
    """What became of an outcome since the law."""
    expected = expectations()[outcome]
    name = word(f"outcome.{outcome}", language)
    said = word(f"expectation.{expected.key}", language)
    beside = word("finding.expected", language, text=said)
    if isinstance(study, TooLittle):
        text = word(
            "law.few", language, outcome=name, year=expected.year, why=why_not(study, language)
        )
        return _with_verdict(
            ModelFinding(text, study.n, None, None, beside), "cannot_tell", language
        )
    verdict = verdict_on(study, expected)
    text = _sentence("law", study.effect, language, year=study.law, outcome=name)
    joint = "" if language == "zh" else " "
    text = joint.join((text, _before(study, language), _placebo(study, language)))
    made = _of(study.effect, text, beside)
    return _with_verdict(made, verdict, language)


def _before(study: EventStudy, language: Language) -> str:
    if study.pre_trends != study.pre_trends:
        return word("before.untested", language, year=study.law)
    key = "before.moved" if study.moved_before else "before.still"
    return word(key, language, year=study.law, p=p_value(study.pre_trends))


def _placebo(study: EventStudy, language: Language) -> str:
    if not study.placebos:
        return word("placebo.untested", language)
    years = study.false_alarms or tuple(study.placebos)
    key = "placebo.alarm" if study.false_alarms else "placebo.none"
    between = "、" if language == "zh" else ", "
    return word(key, language, years=between.join(map(str, years)))


def covariate_finding(
    answer: Estimate | TooLittle,
    outcome: str,
    column: str,
    *,
    spread: float,
    odds: bool,
    language: Language,
) -> ModelFinding:
    """How an outcome goes with a covariate.

    Args:
        answer: the coefficient per unit of the covariate.
        outcome: the key of the outcome.
        column: the name of the covariate.
        spread: the standard deviation of the covariate over the reports, in its own unit.
        odds: whether the coefficient is one of log odds.
        language: zh or en.
    """
    name = word(f"outcome.{outcome}", language)
    if isinstance(answer, TooLittle):
        text = word(
            "covariate.few", language, column=column, outcome=name, why=why_not(answer, language)
        )
        return ModelFinding(text, answer.n, None, None)
    of_one = answer.times(spread)
    measured = name + (word("odds", language) if odds and language == "zh" else "")
    measured += f" {word('odds', language)}" if odds and language == "en" else ""
    text = _sentence(
        "covariate", of_one, language, column=column, outcome=measured, sd=f"{spread:.4g}"
    )
    return _of(of_one, text, "")


def _sentence(kind: str, found: Estimate, language: Language, **values: object) -> str:
    direction = "up" if found.low > 0 else "down" if found.high < 0 else "unclear"
    basis = word(
        "finding.n", language, n=f"{found.n:,}", bodies=f"{found.bodies:,}",
        low=percent(found.low), high=percent(found.high),
    )  # fmt: skip
    signed = percent(found.value)
    size = signed.replace("+", "").replace("-", "")
    return word(f"{kind}.{direction}", language, size=size, signed=signed, basis=basis, **values)


def _of(found: Estimate, text: str, expectation: str) -> ModelFinding:
    return ModelFinding(text, found.n, found.value, (found.low, found.high), expectation)


def _with_verdict(made: ModelFinding, verdict: LawVerdict, language: Language) -> ModelFinding:
    shown = word(f"verdict.{verdict}", language)
    return ModelFinding(
        made.text, made.n, made.estimate, made.interval, made.expectation, verdict, shown
    )
