"""Lines of a statistical table that its declaration does not have, above the first and behind the last.

They are printed like the others: a label, a unit where the table prints units, and numbers. A report
says that they are there, so that the local table can be declared:

    行政诉讼数 | 件 | 33 | 2        the last line that the table has
    培训次数 | 次 | 34 | 6          a stray: label, unit, code and number
    注：本表由各单位填报            no line of a table

A table of which no line is declared is a stray as a whole, if its headers name labels and units.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile
from typing import Final

from gikstudy.forms.statistics import statistics_names
from gikstudy.tables.statistics_columns import (
    PrintedColumn,
    PrintedColumns,
    header_kind,
    is_unit,
    numbers_columns,
)
from gikstudy.tables.statistics_labels import lines_named
from gikstudy.tables.statistics_words import words_of
from gikstudy.tables.tokens import PROSE, SLOT, TEXT, VALUE, Token

_CODE: Final = re.compile(r"[A-Za-z]{0,2}-?\d{1,3}\*{0,2}")
_UNIT: Final = "unit"
_LABEL: Final = "label"
_FEWEST_HEADERS: Final = 3
_MOST: Final = 8  # columns of a table of which no line is known
_FEWEST_ROWS: Final = 3


def unknown_above(words: Sequence[Token], first: int, columns: PrintedColumns) -> tuple[Token, ...]:
    """What is printed between the headers and the first label, if it holds a number."""
    if not columns.said:
        return ()
    lines = [list(line) for _, line in groupby(words[columns.end : first], lambda w: w.line)]
    held = [word for line in lines if not numbers_columns(line) for word in line]
    held = [word for word in held if word.kind in (VALUE, TEXT)]
    return tuple(held) if any(map(_is_number, held)) else ()


def end_of_unknown(form: str, words: Sequence[Token], end: int, columns: PrintedColumns) -> int:
    """The word behind the lines that follow the last label and are printed like it.

    Args:
        form: the name of the table; a label of it ends them.
        words: the page.
        end: the word behind the last line that the table has.
        columns: the columns that the headers name.
    """
    if columns.before and not columns.after:
        return end  # the numbers come first, and where a line ends is not known
    united = any(column.kind == _UNIT for column in columns.after)
    while at := _end_of_row(form, words, end, united=united, most=len(columns.after)):
        end = at
    return end


def unknown_table(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """What the first table holds of which no line is declared; empty if there is none.

    Its headers name labels, units and at least one column more, and several lines have a unit and a
    number. So do few other tables, and each of these lines may be one of a local table.
    """
    form = statistics_names()[0]
    words = words_of(form, tokens)
    for start, word in enumerate(words):
        if header_kind(word) != _LABEL:
            continue
        heads = list(takewhile(lambda w: w.kind == TEXT and not is_unit(w), words[start:]))[:_MOST]
        kinds = [header_kind(head) for head in heads]
        if _UNIT not in kinds or len(heads) < _FEWEST_HEADERS:
            continue
        for first in range(start + kinds.index(_UNIT) + 1, start + len(heads) + _MOST):
            columns = PrintedColumns((), (PrintedColumn(_UNIT),) * _MOST, start, first)
            end = end_of_unknown(form, words, first, columns)
            if sum(map(is_unit, words[first:end])) >= _FEWEST_ROWS:
                return tuple(w for w in words[start:end] if w.kind in (VALUE, TEXT))
    return ()


def _end_of_row(form: str, words: Sequence[Token], start: int, *, united: bool, most: int) -> int:
    """The word behind a line that begins here; 0 if no line does."""
    label = next(_solid(words, start), None)
    if label is None or words[label].kind != TEXT or is_unit(words[label]):
        return 0
    if header_kind(words[label]) or lines_named(form, words[label].text):
        return 0
    units = numbers = nils = 0
    end = label + 1
    for at in _solid(words, end):
        word = words[at]
        if word.kind == TEXT and not is_unit(word):
            break
        if word.kind == PROSE or units + numbers == most:
            break
        units += is_unit(word)
        numbers += word.kind in (VALUE, SLOT)
        nils += _is_nil(word)
        if word.kind == VALUE and not (_is_number(word) or _is_nil(word) or _is_code(word)):
            return 0  # a date, a telephone number
        end = at + 1
    heading = numbers == nils  # 甲、公开部分 | —— | ——
    return end if numbers and (units or heading or not united) else 0


def _solid(words: Sequence[Token], start: int) -> Iterator[int]:
    return (at for at in range(start, len(words)) if words[at].kind in (TEXT, VALUE, SLOT, PROSE))


def _is_code(word: Token) -> bool:
    return _CODE.fullmatch(word.text) is not None


def _is_number(word: Token) -> bool:
    return word.value is not None and word.value.kind == "number"


def _is_nil(word: Token) -> bool:
    return word.value is not None and word.value.kind == "nil"
