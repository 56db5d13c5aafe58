"""Findings: sentences made from the numbers, each beside what the law would lead one to expect."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Final

from gikstudy.analysis.explaining.event_study import EventStudy, LawExpectation, expectations
from gikstudy.analysis.explaining.models import Estimate, TooLittle
from gikstudy.analysis.explaining.wording import p_value, percent, why_not, word
from gikstudy.analysis.findings import Finding, Verdict, verdict_of
from gikstudy.analysis.labels import Language, say

# A wide interval around 0 does not say that nothing changed; one within a quarter up or down does.
STILL: Final = 0.223


@dataclass(frozen=True)
class ShownFinding:
    """A finding of a model in one language; shows itself in Jupyter."""

    finding: Finding
    language: Language

    @property
    def below(self) -> str:
        """The expectation with the verdict; empty without an expectation."""
        if not self.finding.expectation:
            return ""
        expected = say("finding.expectation", self.language, words=self.finding.expectation)
        return f"{expected} {verdict_of(self.finding, self.language)}"

    def __str__(self) -> str:
        return "\n".join(filter(None, (self.finding.text, self.below)))

    def _repr_html_(self) -> str:
        text = f"<p><b>{html.escape(self.finding.text)}</b></p>"
        if not self.below:
            return text
        source = f" <small>({html.escape(self.finding.source)})</small>"
        return f"{text}<p style='color:#444'>{html.escape(self.below)}{source}</p>"


def verdict_on(study: EventStudy, expected: LawExpectation) -> Verdict:
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


def law_finding(study: EventStudy | TooLittle, outcome: str, language: Language) -> Finding:
    """What became of an outcome since the law."""
    expected = expectations()[outcome]
    name = word(f"outcome.{outcome}", language)
    said = word(f"expectation.{expected.key}", language)
    if isinstance(study, TooLittle):
        why = why_not(study, language)
        text = word("law.few", language, outcome=name, year=expected.year, why=why)
        return Finding(text, study.n, None, None, said, expected.source, "cannot_tell")
    text = _sentence("law", study.effect, language, year=study.law, outcome=name)
    joint = "" if language == "zh" else " "
    text = joint.join((text, _before(study, language), _placebo(study, language)))
    return _of(study.effect, text, said, expected.source, verdict_on(study, expected))


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
) -> Finding:
    """How an outcome goes with a covariate; nothing is expected of it.

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
        return Finding(text, answer.n, None, None, "", "", "cannot_tell")
    of_one = answer.times(spread)
    measured = name + (word("odds", language) if odds and language == "zh" else "")
    measured += f" {word('odds', language)}" if odds and language == "en" else ""
    text = _sentence(
        "covariate", of_one, language, column=column, outcome=measured, sd=f"{spread:.4g}"
    )
    return _of(of_one, text, "", "", "cannot_tell")


def _sentence(kind: str, found: Estimate, language: Language, **values: object) -> str:
    direction = "up" if found.low > 0 else "down" if found.high < 0 else "unclear"
    basis = word(
        "finding.n", language, n=f"{found.n:,}", bodies=f"{found.bodies:,}",
        low=percent(found.low), high=percent(found.high),
    )  # fmt: skip
    signed = percent(found.value)
    size = signed.replace("+", "").replace("-", "")
    return word(f"{kind}.{direction}", language, size=size, signed=signed, basis=basis, **values)


def _of(found: Estimate, text: str, expectation: str, source: str, verdict: Verdict) -> Finding:
    interval = found.low, found.high
    return Finding(text, found.n, found.value, interval, expectation, source, verdict)
