"""The pieces that a page is cut into: its texts, values, empty cells and pads, each judged once.

A value is a number or a mark for nothing. A text may be one or more labels of the forms; the
modules that read rows find which label it is, and what belongs to it.
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
CONTENT: Final = frozenset([VALUE, SLOT, MAYBE, PAD])  # may be a cell of a row
SOLID: Final = frozenset([VALUE, SLOT])  # is a cell of a row

new: Final = tuple.__new__  # makes a NamedTuple from its fields in half the time of a call

_HEADING_MARK: Final = re.compile(r"^(?:#{1,6}\s*|\*{2}|>\s*)|\*{2}$")
# Texts that programs print for an empty cell.
_EMPTY_WORDS: Final = frozenset(["NaN", "nan", "None", "null", "NULL", "<NA>"])


class Token(NamedTuple):
    """A piece of a page: its kind, cleaned text, place, and value or possible labels.

    `line` is the index of the page line, `cell` the position in that line from 1 (0 if the line is
    one cell). `width` is the number of cells in a PAD, or of columns that a cell of a real table
    spans. Only a TEXT has a `label`.
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
    """A value without footnote marks; a program's text for an empty cell becomes an empty cell."""
    if token.text in _EMPTY_WORDS:
        return token._replace(kind=SLOT, value=None, width=token.width or 1)
    if token.value is None or token.raw.isascii():
        return token
    return token._replace(value=without_notes(token.value, token.raw))


def unmarked(text: str) -> str:
    """A text without the marks of headings and quotations in Markdown."""
    return _HEADING_MARK.sub("", text).strip() if text[0] in "#*>" and len(text) > 1 else text


def as_word(token: Token) -> Token:
    """A text in the cell of a number: it fills the cell, and no number can be read."""
    return token if token.kind == VALUE else token._replace(kind=VALUE, value=ODD)


def is_of_text(token: Token) -> bool:
    """Whether a token is on a line of text, and no cell of a real table keeps its pieces together."""
    return not token.locus or token.locus[0] == "L"


def count_solid(tokens: Iterable[Token]) -> int:
    """How many tokens are surely cells of a row: values, and empty cells that were seen."""
    return len([1 for token in tokens if token.kind in SOLID])
