"""The words that show what a figure counts, read from `mention_cues.csv`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, NamedTuple

from gikstudy.packaged import packaged_rows
from gikstudy.text.alternation import alternatives, by_first

NO_UNIT: Final = "-"
_OWN: Final = "<own>"
_OTHERS: Final = "other_business"
_METRIC_KINDS: Final = ("channel", "offline", "noun", "stop", "topic", "delta")


@dataclass(frozen=True, slots=True)
class MetricCue:
    """A word and what it counts, by unit; a `stop`, `topic` or `delta` only claims its figure."""

    kind: str
    metric: str
    units: frozenset[str]
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None


class CueHit(NamedTuple):
    """A cue found in a text."""

    start: int
    end: int
    text: str


class ZeroRule(NamedTuple):
    """A statement of zero: its metrics, the words of which it has at least one, and its pattern."""

    metrics: tuple[str, ...]
    words: tuple[str, ...]
    pattern: re.Pattern[str]


@cache
def metric_rows() -> tuple[dict[str, str], ...]:
    """The codebook of `mentions`: metric, zh, en, definition_zh, definition_en."""
    return packaged_rows("gikstudy.prose", "metrics.csv")


@cache
def cues(*kinds: str) -> tuple[MetricCue, ...]:
    """The cues of these kinds in the order of the file."""
    return tuple(
        MetricCue(
            row["kind"],
            row["metric"],
            frozenset(row["units"].split("|")),
            re.compile(row["pattern"].replace(_OWN, _own_business())),
            re.compile(row["unless"]) if row["unless"] else None,
        )
        for row in packaged_rows("gikstudy.prose", "mention_cues.csv")
        if row["kind"] in kinds
    )


@cache
def _own_business() -> str:
    """A position where no word for another kind of request begins (低保, 复议).

    The data file writes it as `<own>`.
    """
    row = next(
        r for r in packaged_rows("gikstudy.prose", "mention_cues.csv") if r["kind"] == _OTHERS
    )
    words = row["pattern"].split("|")
    firsts = "".join(dict.fromkeys(word[0] for word in words))
    # No character fits both alternatives: a search that fails would try each of them both ways.
    return f"(?:[^,。;{firsts}]|(?!{by_first(words)})[{firsts}])"


@cache
def pattern(*kinds: str) -> re.Pattern[str]:
    """All words of these kinds in one pattern."""
    return re.compile("|".join(cue.pattern.pattern for cue in cues(*kinds)))


@cache
def _any_noun() -> re.Pattern[str]:
    # Every alternative begins with a plain character, so that the search can skip to that
    # character; a test checks this for the data file.
    patterns = (cue.pattern.pattern for cue in cues(*_METRIC_KINDS))
    return re.compile(by_first(part for p in patterns for part in alternatives(p)))


def find_nouns(text: str) -> list[CueHit]:
    """Every noun that may have a figure, in order."""
    return [CueHit(m.start(), m.end(), m[0]) for m in _any_noun().finditer(text)]


@lru_cache(maxsize=4096)
def cues_for(noun: str) -> tuple[MetricCue, ...]:
    """The cues of a noun; the unit may decide what it counts (培训: 3期 sessions, 80人次 trainees)."""
    return tuple(cue for cue in cues(*_METRIC_KINDS) if cue.pattern.fullmatch(noun))


@cache
def zero_rules() -> tuple[ZeroRule, ...]:
    """The ways in which reports say that there was nothing to count."""
    return tuple(
        ZeroRule(
            tuple(row["metric"].split("|")),
            tuple(row["words"].split("|")),
            re.compile(row["pattern"]),
        )
        for row in packaged_rows("gikstudy.prose", "mention_zeros.csv")
    )


@cache
def denied_words() -> tuple[str, ...]:
    """Every word that a rule for zeros may need."""
    return tuple(dict.fromkeys(word for rule in zero_rules() for word in rule.words))
