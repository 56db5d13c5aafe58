"""Marks that a program draws between the rows of a table, and that look like marks for nothing.

In a text with one cell a line, `--` after each row is a rule and no cell. It would fill the place
of a blank that the text lost. A mark for nothing stands among other cells; a rule stands before
labels only, and right behind totals that are numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from gikstudy.tables.tokens import CONTENT, MAYBE, VALUE, Token

_LEAST: Final = 8  # times that a rule is drawn; a table 2 may leave one column to marks
_BEHIND_NUMBERS: Final = 3
_DOUBLE: Final = 2  # rules around the head of a group


def without_rules(tokens: list[Token]) -> list[Token]:
    """The tokens without the marks that are rules between rows."""
    marks = Counter(token.text for token in tokens if _is_mark(token))
    likely = [text for text, count in marks.items() if count >= _LEAST]
    if not likely:
        return tokens
    printed = [token for token in tokens if token.kind != MAYBE]
    rules = {text for text in likely if _is_rule(printed, text)}
    return [t for t in tokens if not (t.text in rules and _is_mark(t))] if rules else tokens


def _is_mark(token: Token) -> bool:
    """Whether a mark for nothing is alone on a line of plain text."""
    alone = token.kind == VALUE and not token.cell and not token.locus
    return alone and token.value is not None and token.value.kind == "nil"


def _is_rule(printed: Sequence[Token], text: str) -> bool:
    """Whether all marks of one text stand between a row and the label of the next."""
    behind_numbers = run = 0
    for before, token, behind in zip([None, *printed], printed, [*printed[1:], None], strict=False):
        run = run + 1 if token.text == text and _is_mark(token) else 0
        if not run:
            continue
        if run > _DOUBLE or (behind is not None and behind.kind in CONTENT and behind.text != text):
            return False
        behind_numbers += before is not None and _is_number(before)
    return behind_numbers >= _BEHIND_NUMBERS


def _is_number(token: Token) -> bool:
    return token.kind == VALUE and token.value is not None and bool(token.value.number)
