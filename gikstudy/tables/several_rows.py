"""A line of text that joins several rows: separates labels and values word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gikstudy.tables.labels import WEAK, heads_group
from gikstudy.tables.tokens import VALUE, Token, piece
from gikstudy.tables.values import parse_value

# 二、上年结转… 三、本年度办理结果 (一)予以公开: a word that opens the next label
_ENUMERATED: Final = re.compile(r"[一二三四]、|\([一二三四五六七]\)|\d[.、](?=[\u4e00-\u9fff])")
_NUMBERED: Final = re.compile(r"[一二三四五六七八九]、|\([一二三四五六七八九]\)")


def several_rows(index: int, text: str) -> list[Token]:
    """Labels and values of several rows on one line, if every text on it is on the forms.

    `行政许可 128 第二十条第(六)项` and `4 2.其他法律行政法规禁止公开` have the end of one row and the
    start of another. A label with its values does not, nor does a label cut by a space.
    """
    tokens: list[Token] = []
    for token in word_runs(index, text.split()):
        if token.kind == VALUE or names_row(token):
            tokens.append(token)
            continue
        for word in token.text.split():
            part = piece(index, token.cell, word, word)
            if part.kind != VALUE and not _is_known(part):
                return []  # most lines end here, at a word of their own
            tokens.append(part)
    texts = [token for token in tokens if token.kind != VALUE]
    opens = any(names_row(t) or _opens_part(t) for t in texts)
    if tokens[0].kind == VALUE:
        rest = len(texts) == 1 and len(tokens) > 2  # from a label on the line before
        return _counted(tokens) if opens or rest else []
    if not opens or len(texts) < 2:
        return []
    return _counted(tokens)


def word_runs(index: int, words: list[str]) -> Iterator[Token]:
    """The rows joined on one line: words joined up to labels, values one by one."""
    number, texts = 0, list[str]()
    for word in [*words, ""]:
        value = parse_value(word)
        opens = _ENUMERATED.match(word) and not _is_group(texts)
        if texts and (value is not None or not word or opens):
            number += 1
            text = " ".join(texts)
            yield piece(index, number, text, text)
            texts = []
        if value is not None:
            number += 1
            yield Token(VALUE, word, index, number, value, 0, word)
        elif word:
            texts.append(word)


def _is_group(words: list[str]) -> bool:
    # At most two group heads, each cut once, because each enumerator costs another reading.
    return len(words) < 5 and heads_group(" ".join(words))


def _counted(tokens: list[Token]) -> list[Token]:
    return [token._replace(cell=number) for number, token in enumerate(tokens, 1)]


def _is_known(token: Token) -> bool:
    return bool(token.label.rows or token.label.items or token.label.tags)


def _opens_part(token: Token) -> bool:
    """Whether a text heads a block of table 2, or is a heading with its own number."""
    tags = token.label.tags
    return "block" in tags or ("heading" in tags and _NUMBERED.match(token.text) is not None)


def names_row(token: Token) -> bool:
    """Whether a text is the label of a row or an item, and not just a word from a label."""
    return any(score > WEAK for _, score in (*token.label.rows, *token.label.items))
