"""Where the statistical tables of a page are: its words, and the labels among them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from gikstudy.forms.statistics import (
    StatisticsTable,
    header_words,
    statistics_names,
    statistics_table,
    units,
)
from gikstudy.tables.labels import NO_LABEL
from gikstudy.tables.statistics_columns import header_kind, is_unit
from gikstudy.tables.statistics_labels import Named, label_book, lines_named, name_at, plain
from gikstudy.tables.tokens import MAYBE, PAD, PROSE, SLOT, TEXT, VALUE, Token
from gikstudy.tables.values import parse_value

_FEWEST: Final = 4  # labels that make a table; prose has one or two
_APART: Final = 40  # things between two labels of one table
_SEPARATORS: Final = (",", ";")
_HEADERS: Final = 3  # of a line of headers that are known; the others are names of columns
_CIRCLED: Final = re.compile("[①-⑳]")


@dataclass(frozen=True, slots=True)
class FoundStatistics:
    """Where a table is: its labels among the words of a stretch of a page."""

    table: StatisticsTable
    words: tuple[Token, ...]
    labels: tuple[Named, ...]

    @property
    def first(self) -> int:
        """The page line of the first label."""
        return self.words[self.labels[0].first].line


def find_statistics(tokens: Sequence[Token]) -> list[FoundStatistics]:
    """The statistical tables on a page; all are of the kind that most labels belong to."""
    best: tuple[tuple[int, float], StatisticsTable, list[Token], list[Named]] | None = None
    text = plain("".join(token.text for token in tokens if token.kind in (TEXT, PROSE)))
    for name in statistics_names():
        if sum(label in text for label in label_book(name).names) < _FEWEST:
            continue  # most pages: nothing is cut into words
        table = statistics_table(name)
        words = words_of(name, tokens)
        labels = find_labels(name, words)
        keys = {label.keys for label in labels}
        score = (len(keys), len(keys) / len(table.rows))
        if len(keys) >= _FEWEST and (best is None or score > best[0]):
            best = (score, table, words, labels)
    if best is None:
        return []
    _, table, words, labels = best
    return [
        FoundStatistics(table, tuple(words), tuple(chain))
        for chain in _chains(words, labels)
        if len({label.keys for label in chain}) >= _FEWEST
    ]


def words_of(form: str, tokens: Iterable[Token]) -> list[Token]:
    """The page word by word; a text that is a whole label, header or unit stays together."""
    words: list[Token] = []
    for token in tokens:
        if token.kind in (TEXT, PROSE) and (cells := _between_commas(form, token)):
            words += cells
        elif token.kind not in (TEXT, PROSE) or " " not in token.text:
            words.append(_as_text(form, token))
        elif lines_named(form, token.text) or header_kind(token) or is_unit(token):
            words.append(token._replace(kind=TEXT))
        elif token.kind == PROSE and "。" in token.text:
            words.append(token)
        else:
            words += _split(token)
    return [word for at, word in enumerate(words) if not _numbers_label(form, words, at)]


def _numbers_label(form: str, words: Sequence[Token], at: int) -> bool:
    """Whether a word is only the circled number of the label behind it: ② in a cell of its own."""
    if _CIRCLED.fullmatch(words[at].raw.strip()) is None or at + 1 == len(words):
        return False
    label = words[at + 1]
    same = label.kind == TEXT and label.line == words[at].line
    return same and bool(lines_named(form, label.text))


def _as_text(form: str, token: Token) -> Token:
    if token.kind == PROSE and lines_named(form, token.text):
        return token._replace(kind=TEXT)
    return token


def _between_commas(form: str, token: Token) -> list[Token]:
    """The cells of a line that was saved with commas between them; none for other texts.

    A colon between a label and its number separates as well: `收到申请数:12件`.
    """
    if "。" in token.text or lines_named(form, token.text):
        return []
    before, colon, behind = token.text.rpartition(":")
    if colon and behind and lines_named(form, before):
        return [*_pieces(token, (before.strip(), behind.strip()), ())]
    mark = next((mark for mark in _SEPARATORS if mark in token.text), "")
    if not mark:
        return []
    parts = [part.strip() for part in token.text.split(mark)]
    named = any(lines_named(form, part) for part in parts[:2])
    named = named or any(part in units() for part in parts[1:3])
    if not named and sum(part in header_words() for part in parts) < min(len(parts), _HEADERS):
        return []
    return [
        token._replace(kind=SLOT, text="", raw="", width=1) if not text else cell
        for text, cell in zip(parts, _pieces(token, parts, token.raw.split(mark)), strict=True)
    ]


def _split(token: Token) -> Iterable[Token]:
    return _pieces(token, token.text.split(), token.raw.split())


def _pieces(token: Token, texts: Sequence[str], raws: Sequence[str]) -> Iterable[Token]:
    for text, raw in zip(texts, raws if len(raws) == len(texts) else texts, strict=True):
        value = parse_value(text)
        kind = TEXT if value is None else VALUE
        yield token._replace(kind=kind, text=text, raw=raw, value=value, label=NO_LABEL)


def find_labels(form: str, words: Sequence[Token]) -> list[Named]:
    """The labels of a table among some words, in order."""
    texts = [_text_of(word) for word in words]
    known = frozenset(units())
    found: list[Named] = []
    at = 0
    while at < len(words):
        label = name_at(form, texts, at, known)
        if label is not None:
            found.append(label)
        at = label.end if label is not None and not label.inside else at + 1
    return _apart(found)


def _text_of(word: Token) -> str | None:
    """A text that may be a piece of a label; `计1条)` is one although it has a digit."""
    odd = word.value is not None and word.value.kind == "odd"
    return word.text if word.kind == TEXT or (word.kind == VALUE and odd) else None


def _apart(labels: Iterable[Named]) -> list[Named]:
    """The labels without those inside another one."""
    kept: list[Named] = []
    for label in labels:
        if not kept or label.first >= kept[-1].end:
            kept.append(label)
    return kept


def _chains(words: Sequence[Token], labels: Sequence[Named]) -> list[list[Named]]:
    """The labels of each table: far apart, or with running text between, they are of two."""
    chains: list[list[Named]] = []
    for label in labels:
        if chains:
            between = words[chains[-1][-1].end : label.first]
            solid = [word for word in between if word.kind not in (MAYBE, PAD)]
            if len(solid) <= _APART and not any(word.kind == PROSE for word in solid):
                chains[-1].append(label)
                continue
        chains.append([label])
    return chains
