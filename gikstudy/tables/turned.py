"""Table 3 transposed: the kinds of applicants are its rows, the outcomes its columns.

Worked example:

    申请人 | 一、本年新收… | 二、上年结转… | (一)予以公开 | …
    自然人 | 128 | 9 | 41 | …
    商业企业 | 15 | 1 | 4 | …

The labels of the rows of the form follow each other without a number; then each applicant has as
many numbers as there are labels.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from gikstudy.forms import applicant_keys
from gikstudy.tables.chains import Anchor
from gikstudy.tables.headers import applicant_of
from gikstudy.tables.printed import PrintedRow, PrintedTable
from gikstudy.tables.tokens import CONTENT, PROSE, SOLID, TEXT, Token, count_solid

_LEAST: Final = 6  # consecutive labels without a number between them


def turned_rows(tokens: Sequence[Token], chain: Sequence[Anchor]) -> PrintedTable | None:
    """The rows of a transposed table, or None if the table is not transposed.

    Args:
        tokens: the stream.
        chain: the labels of the rows, in page order; here they are the header.
    """
    if count_solid(tokens[chain[0].at : chain[-1].at]):
        return None
    anchors = list({anchor.key: anchor for anchor in chain}.values())
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
        )
        for number, anchor in enumerate(anchors)
    )
    return PrintedTable(rows, frozenset(), (), chain[0].at, end)
