"""The codebook of section five: `codebook.csv` as matchers, and the words that steer them.

A phrase is written as a researcher writes it down: plain words, `…` for up to ten characters of
the same clause, `(不足/短缺)` for a choice, `{lack}` for any word of want in `codebook_words.csv`.
A counter-phrase is struck out of a point before the phrases of its code are looked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from gikstudy.prose.cues import read_rows

_GAP: Final = "[^。;,!?\n]{0,10}?"
_SYNTAX: Final = re.compile(r"…|\{lack\}|\(([^)]*)\)")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase with the longest run of plain characters in it, which is quick to look for."""

    anchor: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One code: its names, its definition, and what decides for and against it."""

    code: str
    core: bool
    zh: str
    en: str
    definition: str
    phrases: tuple[Phrase, ...]
    counters: tuple[Phrase, ...]
    examples: tuple[str, ...]

    @property
    def is_problem(self) -> bool:
        """Whether the code names a problem (P01 …) or a promise (I01 …)."""
        return self.code.startswith("P")


@cache
def codebook() -> tuple[Entry, ...]:
    """Every code in the order of the file: problems P01 to P99, then improvements I01 to I99."""
    return tuple(
        Entry(
            row["code"],
            row["core"] == "1",
            row["zh"],
            row["en"],
            row["definition"],
            tuple(read_phrase(p) for p in _split(row["phrases"])),
            tuple(read_phrase(p) for p in _split(row["counter_phrases"])),
            tuple(_split(row["examples"])),
        )
        for row in read_rows("codebook.csv")
    )


def read_phrase(text: str) -> Phrase:
    """A phrase of the codebook as a matcher.

    Examples:
        >>> read_phrase("更新…(慢/不及时)").pattern.search("栏目更新还不及时")[0]
        '更新还不及时'
    """
    parts: list[str] = []
    plain = [""]
    position = 0
    for match in _SYNTAX.finditer(text):
        literal = text[position : match.start()]
        plain.append(literal)
        parts += [re.escape(literal), _translate(match)]
        position = match.end()
    plain.append(text[position:])
    parts.append(re.escape(text[position:]))
    return Phrase(max(plain, key=len), re.compile("".join(parts)))


def _translate(match: re.Match[str]) -> str:
    if match[0] == "…":
        return _GAP
    words = word_list("lack") if match[0] == "{lack}" else tuple(match[1].split("/"))
    return f"(?:{'|'.join(map(re.escape, words))})"


@cache
def word_list(name: str) -> tuple[str, ...]:
    """The words of one list of `codebook_words.csv`."""
    return next(tuple(_split(r["words"])) for r in _words() if r["list"] == name)


@cache
def word_pattern(name: str) -> re.Pattern[str]:
    """Any word of one list."""
    return re.compile("|".join(word_list(name)))


@cache
def lists_of(kind: str) -> tuple[str, ...]:
    """The names of the lists of one kind, in the order of the file."""
    return tuple(row["list"] for row in _words() if row["kind"] == kind)


@cache
def _words() -> tuple[dict[str, str], ...]:
    return tuple(read_rows("codebook_words.csv"))


def _split(text: str) -> list[str]:
    return [part for part in text.split("|") if part]
