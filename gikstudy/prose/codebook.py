"""The codebook of section five: `codebook.csv` as matchers, and the words that adjust them.

Researchers write a phrase as plain words, with `…` for up to ten characters of the same clause,
`(不足/短缺)` for a choice, and `{lack}` for any word of lack in `codebook_words.csv`. A topic with
`…{lack}` after it is also found with such a word before it.
Counter-phrases are removed from a point before the phrases of its code are looked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from gikstudy.packaged import packaged_rows

_GAP: Final = "[^。;,!?\n]{0,10}?"
_GAP_AGAINST: Final = "[^。;,、!?\n]{0,14}?"  # in counter-phrases
_NEAR: Final = "[^。;,!?\n]{0,6}?"
_BEFORE: Final = 10  # characters before a topic, searched for a word of lack
BLOT: Final = "□"
_LACKING: Final = "…{lack}"
_SYNTAX: Final = re.compile(r"…|\{lack\}|\(([^)]*)\)")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase; its longest run of plain characters is the `anchor`, which is quick to find.

    `pattern` is empty if the phrase is only its anchor. `topic` says that a word of lack must be
    near the anchor, on either side.
    """

    anchor: str
    pattern: str = ""
    topic: bool = False

    def find(self, text: str) -> tuple[int, int] | None:
        """Where the phrase first occurs in a text: (start, end)."""
        if self.pattern:
            match = _compiled(self.pattern).search(text)
            return match.span() if match else None
        start = text.find(self.anchor)
        while self.topic and start >= 0:
            end = start + len(self.anchor)
            if behind := _wants()[0].match(text, end):
                return start, behind.end()
            if before := _wants()[1].search(text, max(0, start - _BEFORE), start):
                return before.start(), end
            start = text.find(self.anchor, end)
        return None if start < 0 else (start, start + len(self.anchor))

    def strike(self, text: str) -> str:
        """The text with every occurrence of the phrase masked; the length stays the same."""
        if self.pattern:
            return _compiled(self.pattern).sub(lambda m: BLOT * len(m[0]), text)
        return text.replace(self.anchor, BLOT * len(self.anchor))


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One code: its names, its definitions, and the phrases for and against it."""

    code: str
    core: bool
    zh: str
    en: str
    definition_zh: str
    definition_en: str
    phrases: tuple[Phrase, ...]
    counters: tuple[Phrase, ...]
    examples: tuple[str, ...]

    @property
    def is_problem(self) -> bool:
        """Whether the code names a problem (P01 …) or a promise (I01 …)."""
        return self.code.startswith("P")


@cache
def codebook() -> tuple[CodeEntry, ...]:
    """Every code in the order of the file: problems P01 to P99, then improvements I01 to I99."""
    return tuple(
        CodeEntry(
            row["code"],
            row["core"] == "1",
            row["zh"],
            row["en"],
            row["definition_zh"],
            row["definition_en"],
            tuple(read_phrase(p) for p in _split(row["phrases"])),
            tuple(
                read_phrase(p, _GAP_AGAINST)
                for p in sorted(_split(row["counter_phrases"]), key=len, reverse=True)
            ),
            tuple(_split(row["examples"])),
        )
        for row in packaged_rows("gikstudy.prose", "codebook.csv")
    )


def read_phrase(text: str, gap: str = _GAP) -> Phrase:
    """A phrase of the codebook as a matcher.

    Examples:
        >>> read_phrase("更新…(慢/不及时)").find("栏目更新还不及时")
        (2, 8)
    """
    parts: list[str] = []
    plain = [""]
    position = 0
    if text.endswith(_LACKING) and not _SYNTAX.search(text[: -len(_LACKING)]):
        return Phrase(text[: -len(_LACKING)], topic=True)
    if not _SYNTAX.search(text):
        return Phrase(text)
    for match in _SYNTAX.finditer(text):
        literal = text[position : match.start()]
        plain.append(literal)
        parts += [re.escape(literal), _translate(match, gap)]
        position = match.end()
    plain.append(text[position:])
    parts.append(re.escape(text[position:]))
    return Phrase(max(plain, key=len), "".join(parts))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # Most of a thousand phrases never occur on the pages of a run: each is compiled when needed.
    return re.compile(pattern)


@cache
def _wants() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Words of lack after a topic (沟通还不充分) and before it (缺乏有效沟通)."""
    behind, before = ("|".join(map(re.escape, word_list(n))) for n in ("lack", "lack_before"))
    return re.compile(f"{_GAP}(?:{behind})"), re.compile(f"(?:{before}){_NEAR}$")


def _translate(match: re.Match[str], gap: str) -> str:
    if match[0] == "…":
        return gap
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
    return packaged_rows("gikstudy.prose", "codebook_words.csv")


def _split(text: str) -> list[str]:
    return [part for part in text.split("|") if part]
