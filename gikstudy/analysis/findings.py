"""Findings: sentences made from the numbers, beside what law or literature would lead one to expect.

A sentence says what was counted, with n and interval, so that it is true whatever the data hold.
Templates and expectations are in `findings.csv` and `expectations.csv`, in both languages.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

import pandas as pd

from gikstudy.analysis.labels import Language
from gikstudy.packaged import packaged_rows

Verdict = Literal["agree", "disagree", "cannot_tell"]
Unit = Literal["share", "points", "number", "percent"]
Both = tuple[str, str]
"""The same words in Chinese and in English."""
_ROOM: Final = "gikstudy.analysis"


@dataclass(frozen=True)
class Fact:
    """The numbers of a finding.

    Attributes:
        n: what the estimate is divided by, or the number of things counted.
        estimate: null if open cells leave it open.
        lower: what the open cells allow at least; `upper`: at most.
        ci_low: lower end of the 95 % interval; `ci_high`: upper end; null if there is none.
        left_out: reports that say nothing about the estimate or contradict themselves on it.
        census: everything there is was counted, so that there is no interval to give.
        unit: how to write the estimate: a share, or a change in percentage points, in number or in
            per cent.
        words: further words of the template.
    """

    n: int
    estimate: float
    lower: float
    upper: float
    ci_low: float = math.nan
    ci_high: float = math.nan
    left_out: int = 0
    census: bool = False
    unit: Unit = "share"
    words: Mapping[str, Both | str] = field(default_factory=dict)

    @property
    def ends(self) -> tuple[float, float]:
        """The widest range that open cells and sampling allow; NaN if sampling is unknown."""
        if self.census:
            return self.lower, self.upper
        if math.isnan(self.ci_low + self.ci_high):
            return math.nan, math.nan
        return min(self.lower, self.ci_low), max(self.upper, self.ci_high)


@dataclass(frozen=True)
class Finding:
    """One sentence of a study, and how it stands to an expectation.

    Attributes:
        text: the sentence, or that there is too little to say.
        n: what it counts; 0 if there is too little.
        estimate: null if there is none, or if open cells leave it open.
        interval: the 95 % interval, if there is one.
        expectation: what law or literature would lead one to expect.
        source: where the expectation comes from.
        verdict: whether these data agree.
    """

    text: str
    n: int
    estimate: float | None
    interval: tuple[float, float] | None
    expectation: str
    source: str
    verdict: Verdict


def fact_of(row: pd.Series, **words: Both | str) -> Fact:
    """The fact in one row of an indicator."""
    return Fact(
        n=int(row["n"]),
        estimate=float(row["value"]),
        lower=float(row["lower"]),
        upper=float(row["upper"]),
        ci_low=float(row["ci_low"]),
        ci_high=float(row["ci_high"]),
        left_out=int(row["left_out"]),
        words=words,
    )


def census(hits: int, n: int, left_out: int = 0, *, open_: int = 0, **words: Both | str) -> Fact:
    """A share of things that were all counted; `open_` of them could be hits."""
    low, high = hits / n, (hits + open_) / n
    value = low if not open_ else math.nan
    told = {"hits": f"{hits:,}", **words}
    return Fact(n, value, low, high, left_out=left_out, census=True, words=told)


def change(
    first: pd.Series, last: pd.Series, unit: Unit = "points", /, **words: Both | str
) -> Fact:
    """The difference between two rows of an indicator, `last` minus `first`.

    The interval combines those of the two (method of Zou and Donner 2008). The years of one body
    are alike, which makes it too wide rather than too narrow.
    """
    value = float(last["value"]) - float(first["value"])
    lower, upper = last["lower"] - first["upper"], last["upper"] - first["lower"]
    down = math.hypot(last["lower"] - last["ci_low"], first["ci_high"] - first["upper"])
    up = math.hypot(last["ci_high"] - last["upper"], first["lower"] - first["ci_low"])
    told = {"before": span(first), "after": span(last), **words}
    return Fact(
        int(first["n"]) + int(last["n"]), value, float(lower), float(upper), float(lower - down),
        float(upper + up), int(first["left_out"]) + int(last["left_out"]), unit=unit, words=told,
    )  # fmt: skip


def find(figure: str, fact: Fact | None, language: Language) -> Finding:
    """The finding of a figure.

    Args:
        figure: its name.
        fact: its numbers; None if there are too few.
        language: zh or en.
    """
    expected = _expectations()[figure]
    if fact is None or fact.n == 0:
        text = _template("too_little")[language]
        return Finding(text, 0, None, None, expected[language], expected["source"], "cannot_tell")
    verdict = judge(fact, expected["test"], float(expected["threshold"] or "nan"))
    known = not math.isnan(fact.ci_low + fact.ci_high) and not fact.census
    return Finding(
        text=_sentence(figure, fact, language),
        n=fact.n,
        estimate=None if math.isnan(fact.estimate) else fact.estimate,
        interval=(fact.ci_low, fact.ci_high) if known else None,
        expectation=expected[language],
        source=expected["source"],
        verdict=verdict,
    )


def judge(fact: Fact, test: str, threshold: float) -> Verdict:
    """Whether a fact agrees with an expectation, whatever the open cells hold.

    Args:
        fact: the numbers.
        test: `above`, `below`: the estimate is on that side of the threshold; `rise`, `fall`: a
            difference is on that side of 0; `near`: its distance from 0 is at most the threshold;
            `reach`: as `above`, but less proves nothing.
        threshold: see `test`.
    """
    low, high = fact.ends
    if math.isnan(low + high):
        return "cannot_tell"
    sides: dict[str, tuple[bool, bool]] = {
        "above": (low >= threshold, high < threshold),
        "below": (high <= threshold, low > threshold),
        "rise": (low > 0, high < 0),
        "fall": (high < 0, low > 0),
        "reach": (low >= threshold, False),
        "near": (max(-low, high) <= threshold, low > threshold or high < -threshold),
    }
    agrees, disagrees = sides[test]
    return "agree" if agrees else "disagree" if disagrees else "cannot_tell"


def verdict_of(finding: Finding, language: Language) -> str:
    """The verdict in words."""
    return verdict_in_words(finding.verdict, language)


def verdict_in_words(verdict: str, language: Language) -> str:
    """A verdict in words, by its key."""
    return _template(f"verdict.{verdict}")[language]


def direction(fact: Fact) -> str:
    """`rose`, `fell` or `unclear`, as far as interval and open cells allow to say."""
    low, high = fact.ends
    return "rose" if low > 0 else "fell" if high < 0 else "unclear"


def span(row: pd.Series) -> Both:
    """An estimate in words: one figure, or the two between which open cells leave it."""
    return tuple(_span(row["lower"], row["upper"], "share", x) for x in ("zh", "en"))  # type: ignore[return-value]


def _sentence(figure: str, fact: Fact, language: Language) -> str:
    key = f"{figure}.{direction(fact)}" if f"{figure}.rose" in _templates() else figure
    at = 0 if language == "zh" else 1
    words = {k: v if isinstance(v, str) else v[at] for k, v in fact.words.items()}
    said = _template(key)[language].format(
        span=_span(fact.lower, fact.upper, fact.unit, language), n=f"{fact.n:,}", **words
    )
    if fact.census:
        tail = "tail.census"
    elif math.isnan(fact.ci_low + fact.ci_high):
        tail = "tail.none"
    else:
        tail = "tail.interval" if fact.unit == "share" else "tail.change"
    out = _template("tail.out")[language].format(out=f"{fact.left_out:,}") if fact.left_out else ""
    low, high = (_figure(x, fact.unit, language) for x in (fact.ci_low, fact.ci_high))
    ending = _template(tail)[language].format(low=low, high=high, n=f"{fact.n:,}", out=out)
    return said + ending


def _span(low: float, high: float, unit: Unit, language: Language) -> str:
    low_, high_ = _figure(low, unit, language), _figure(high, unit, language)
    key = "span.exact" if low_ == high_ else "span.open"
    return _template(key)[language].format(low=low_, high=high_)


def _figure(value: float, unit: Unit, language: Language) -> str:
    if math.isnan(value):
        return "–"
    if unit == "number":
        return f"{value:+,.1f}".removesuffix(".0").replace("-", "−")
    if unit == "points":
        return _template("points")[language].format(value=f"{value * 100:+.1f}".replace("-", "−"))
    if unit == "percent":
        return f"{value:+.1%}".replace(".0%", "%").replace("-", "−")
    return f"{value:.1%}".replace(".0%", "%")


def _templates() -> dict[str, dict[str, str]]:
    return {row["key"]: row for row in packaged_rows(_ROOM, "findings.csv")}


def _template(key: str) -> dict[str, str]:
    return _templates()[key]


def _expectations() -> dict[str, dict[str, str]]:
    return {row["figure"]: row for row in packaged_rows(_ROOM, "expectations.csv")}
