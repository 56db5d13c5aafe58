"""The words of the prose, and the words that mark a year, a level or any other group."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from gikstudy.packaged import packaged_rows
from gikstudy.prose.nlp_libraries import load

_WORD: Final = re.compile(r"[\u3400-\u9fff]{2,}")
_FREQUENCY: Final = 20000  # of the field's own terms, higher than that of their parts


@dataclass(frozen=True, slots=True)
class Keyness:
    """How strongly a word marks one group against all others.

    `log_odds` is positive if the group uses the word more. `z` is `log_odds` over its standard
    error (weighted log-odds with an informative Dirichlet prior: Monroe, Colaresi and Quinn
    2008). `g2` is the log-likelihood of Dunning (1993). Shares are of all words.
    """

    group: str
    word: str
    count: int
    share: float
    share_elsewhere: float
    log_odds: float
    z: float
    g2: float


@cache
def _segmenter() -> Any:  # noqa: ANN401 (an optional library without types)
    jieba = load("rjieba", "Cutting Chinese text into words").Jieba()
    for row in packaged_rows("gikstudy.prose", "user_words.csv"):
        jieba.add_word(row["word"], _FREQUENCY, None)
    return jieba


def words_of(text: str) -> list[str]:
    """The words of a text with two characters or more, in order; the field's terms stay whole.

    Raises:
        MissingPackageError: rjieba is not installed.
    """
    return [word for word in _segmenter().cut(text) if _WORD.fullmatch(word)]


def count_words(texts: Iterable[str]) -> Counter[str]:
    """How often each word occurs in the texts."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(words_of(text))
    return counts


def keyness(groups: Mapping[str, Counter[str]], *, top: int = 20, least: int = 5) -> list[Keyness]:
    """The words that mark each group against all the others together.

    Annual reports share most of their words, so a plain count of a year's words lists the form.
    The prior (all groups together) keeps rare words from standing out by chance.

    Args:
        groups: words and their counts by group, as from `count_words`.
        top: the number of words for each group.
        least: words with fewer occurrences in total are left out.

    Returns:
        Rows by group, the most distinctive word first (by z; ties by the word).
    """
    total: Counter[str] = Counter()
    for counts in groups.values():
        total.update(counts)
    size = sum(total.values())
    rows: list[Keyness] = []
    for group, counts in groups.items():
        own = sum(counts.values())
        if not own or own == size:
            continue
        scored = [
            _score(group, word, (counts[word], own), (n - counts[word], size - own), n / size)
            for word, n in total.items()
            if n >= least and counts[word]
        ]
        rows += sorted(scored, key=lambda row: (-row.z, row.word))[:top]
    return rows


def _score(
    group: str, word: str, own: tuple[int, int], rest: tuple[int, int], prior: float
) -> Keyness:
    strength = math.sqrt(own[1] + rest[1])  # the weight of the prior, in words
    odds = []
    variance = 0.0
    for count, size in (own, rest):
        smooth = count + prior * strength
        odds.append(math.log(smooth / (size + strength - smooth)))
        variance += 1 / smooth
    difference = odds[0] - odds[1]
    shares = own[0] / own[1], rest[0] / rest[1]
    return Keyness(
        group, word, own[0], *shares, difference, difference / math.sqrt(variance), _g2(own, rest)
    )


def _g2(own: tuple[int, int], rest: tuple[int, int]) -> float:
    share = (own[0] + rest[0]) / (own[1] + rest[1])
    pairs = ((own[0], own[1] * share), (rest[0], rest[1] * share))
    return 2 * sum(seen * math.log(seen / expected) for seen, expected in pairs if seen)
