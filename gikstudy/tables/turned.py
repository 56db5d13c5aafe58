"""Table 3 transposed: the kinds of applicants are its rows, the outcomes its columns.

Worked example:

    申请人 | 一、本年新收… | 二、上年结转… | (一)予以公开 | …
    自然人 | 128 | 9 | 41 | …
    商业企业 | 15 | 1 | 4 | …

The labels of the rows of the form follow each other without a number; then each applicant has as
many numbers as there are labels. A header in tiers prints (七)总计 before 1.属于国家秘密: read as text it
does not show the order of the columns, unless one line of it names all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from gikstudy.forms import applicant_keys
from gikstudy.tables.chains import Anchor
from gikstudy.tables.headers import applicant_of
from gikstudy.tables.printed import PrintedRow, PrintedTable
from gikstudy.tables.tokens import CONTENT, PROSE, SOLID, TEXT, VALUE, Token, count_solid

_LEAST: Final = 6  # consecutive labels without a number between them


def turned_rows(tokens: Sequence[Token], chain: Sequence[Anchor]) -> PrintedTable | None:
    """The rows of a transposed table, or None if the table is not transposed.

    Args:
        tokens: the stream.
        chain: the labels of the rows, in page order; here they are the header.
    """
    if count_solid(tokens[chain[0].at : chain[-1].at]):
        return None
    anchors, in_order = _columns(tokens, chain)
    if len(anchors) < _LEAST:
        return None
    lines: dict[int, list[Token]] = {}
    current: list[Token] | None = None
    end = len(tokens)
    for at in range(chain[-1].at + 1, len(tokens)):
        token = tokens[at]
        if token.kind == TEXT and (column := applicant_of(token.text)) is not None:
            current = lines.setdefault(column, [])
        elif token.kind == PROSE or (token.kind == TEXT and "heading" in token.label.tags):
            end = at
            break
        elif token.kind in CONTENT and current is not None:
            current.append(token)
    solid = {c: [t for t in line if t.kind in SOLID] for c, line in lines.items()}
    if len(solid) < 2 or any(len(line) != len(anchors) for line in solid.values()):
        return None
    columns = range(len(applicant_keys()))
    if set(solid) != set(columns):
        return None
    rows = tuple(
        PrintedRow(
            anchor.key,
            anchor.order,
            tokens[anchor.at],
            tuple(solid[column][number] for column in columns),
            closed=True,
            unsure=not in_order,
        )
        for number, anchor in enumerate(anchors)
    )
    return PrintedTable(rows, frozenset(), (), chain[0].at, end)


def _columns(tokens: Sequence[Token], chain: Sequence[Anchor]) -> tuple[list[Anchor], bool]:
    """The labels of the columns from left to right, and whether that order is certain."""
    each = list({anchor.key: anchor for anchor in chain}.values())
    last = tokens[chain[-1].at].line
    line = [anchor for anchor in chain if tokens[anchor.at].line == last]
    alone = not any(token.kind == VALUE and token.line == last for token in tokens[chain[-1].at :])
    if alone and len(line) == len(each) == len({anchor.key for anchor in line}):
        return line, True
    return each, all(a.order < b.order for a, b in pairwise(each))
