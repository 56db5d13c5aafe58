"""The pieces that a page is cut into: its texts, values, empty cells and pads, each judged once.

A value is a number or a mark for nothing; a text is what labels of the forms it may be. Which of
them it is, and what belongs to it, is found by the modules that read rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

from gikstudy.tables.labels import LONG, NO_LABEL, Label, identify, is_prose
from gikstudy.tables.values import ODD, Value, parse_value, without_notes

TokenKind = Literal["text", "value", "slot", "maybe", "pad", "prose"]
TEXT: Final[TokenKind] = "text"
VALUE: Final[TokenKind] = "value"
SLOT: Final[TokenKind] = "slot"
MAYBE: Final[TokenKind] = "maybe"
PAD: Final[TokenKind] = "pad"
PROSE: Final[TokenKind] = "prose"
CONTENT: Final = frozenset([VALUE, SLOT, MAYBE, PAD])  # what may be a cell of a row
SOLID: Final = frozenset([VALUE, SLOT])  # what is one

new: Final = tuple.__new__  # a NamedTuple of all its fields, in half the time of a call with them

_HEADING_MARK: Final = re.compile(r"^(?:#{1,6}\s*|\*{2}|>\s*)|\*{2}$")
# What programs print for an empty cell.
_EMPTY_WORDS: Final = frozenset(["NaN", "nan", "None", "null", "NULL", "<NA>"])


class Token(NamedTuple):
    """A piece of a page: its kind, cleaned text, where it stands, its value or possible labels.

    `line` is the index of the page line, `cell` the position in that line from 1 (0 where the
    line is one cell), `width` the number of cells a PAD stands for, or of columns that a cell of a
    real table spans. Only a TEXT has a `label`.
    """

    kind: TokenKind
    text: str
    line: int
    cell: int = 0
    value: Value | None = None
    width: int = 0
    raw: str = ""
    locus: str = ""
    label: Label = NO_LABEL


def piece(index: int, cell: int, text: str, raw: str, locus: str = "", width: int = 0) -> Token:
    """A cell or a word of a line: a value, prose, or a text with the labels that it may be."""
    value = parse_value(text)
    if value is not None:
        token = new(Token, (VALUE, text, index, cell, value, width, raw, locus, NO_LABEL))
        return token if text.isdecimal() and raw.isascii() else valued(token)
    if len(text) > LONG and is_prose(text):
        return Token(PROSE, text, index, cell, None, 0, raw, locus)
    return Token(TEXT, text, index, cell, None, 0, raw, locus, identify(text))


def valued(token: Token) -> Token:
    """A value without the marks of notes in it; what programs print for an empty cell is one."""
    if token.text in _EMPTY_WORDS:
        return token._replace(kind=SLOT, value=None, width=token.width or 1)
    if token.value is None or token.raw.isascii():
        return token
    return token._replace(value=without_notes(token.value, token.raw))


def unmarked(text: str) -> str:
    """A text without what Markdown marks headings and quotations with."""
    return _HEADING_MARK.sub("", text).strip() if text[0] in "#*>" and len(text) > 1 else text


def as_word(token: Token) -> Token:
    """A text that stands in the slot of a number: it fills the slot, and no number can be read."""
    return token if token.kind == VALUE else token._replace(kind=VALUE, value=ODD)


def count_solid(tokens: Iterable[Token]) -> int:
    """How many of some tokens are the cell of a row for sure: a value, or an empty cell seen."""
    return len([1 for token in tokens if token.kind in SOLID])
