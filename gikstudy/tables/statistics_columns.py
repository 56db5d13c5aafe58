"""The columns of a statistical table, as its headers name them.

Worked example:

    指标名称 | 计量单位 | 代码 | 本期实际 | 本年累计     label, unit, code, period, year
    甲 | 乙 | 丙 | 1 | 2                             numbers the columns: no data
    序号 | 统计指标 | 单位 | 区政府 | 乡镇街道        number, label, unit, and two columns by name
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import groupby, takewhile
from typing import Final, NamedTuple

from gikstudy.forms.statistics import YEAR, StatisticsTable, header_words, units
from gikstudy.tables.line_pieces import is_index
from gikstudy.tables.statistics_labels import is_numbered
from gikstudy.tables.tokens import PROSE, TEXT, VALUE, Token

_REACH: Final = 40  # pieces above the first label among which headers are
_LONGEST: Final = 14  # characters of the header of a column
_PIECES: Final = 3  # of a header that a page wraps
_NOT_WORD: Final = re.compile(r"[\W_]")
_NUMBERS: Final = frozenset(["year", "period"])
_ASIDE: Final = frozenset(["index", ""])
_LABEL, _UNIT, _CODE, _ROW_NUMBER, _NOTE, COUNT = "label", "unit", "code", "number", "note", "count"


class PrintedColumn(NamedTuple):
    """A column: its kind, and for one of counts the name under which its numbers are kept."""

    kind: str
    name: str = ""


class PrintedColumns(NamedTuple):
    """The columns left and right of the labels.

    The headers are the tokens from `first` to before `end`.
    `said` is False if no header was printed. `sure` is False if the numbers mean nothing certain.
    """

    before: tuple[PrintedColumn, ...]
    after: tuple[PrintedColumn, ...]
    first: int
    end: int
    said: bool = True
    sure: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns of numbers, from left to right."""
        return tuple(c.name for c in (*self.before, *self.after) if c.kind == COUNT)


def is_unit(token: Token) -> bool:
    """Whether a text is the unit of a row."""
    return token.kind == TEXT and token.text in units()


def header_kind(token: Token) -> str:
    """What a text says that a column holds; empty if it is not a word of a header."""
    return header_words().get(_NOT_WORD.sub("", token.text), "") if token.kind == TEXT else ""


def columns_above(table: StatisticsTable, tokens: Sequence[Token], at: int) -> PrintedColumns:
    """The columns that the headers above the first label name.

    Args:
        table: the table that the labels belong to.
        tokens: the page.
        at: the position of the first label.
    """
    start = max(0, at - _REACH)
    found, lines, first, last = _headers(tokens[start:at])
    kinds = [column.kind for column in found]
    above = [token for token in tokens[start:at] if token.line < tokens[at].line]
    alone = not _values_first(above[last:])
    torn = any(len(column.name) == 1 for column in found)  # 统计 and 数, one above the other
    torn = torn or _label_below(tokens[start + first : start + last])
    if torn or not (_LABEL in kinds or (_UNIT in kinds and COUNT in kinds)):
        behind = above[last:] if torn else above[-1:]
        sure = len(table.numbers) == 1 and not _values_first(behind)
        own = tuple(PrintedColumn(COUNT, name) for name in table.numbers)
        return PrintedColumns((), (PrintedColumn(_UNIT), *own), at, at, said=False, sure=sure)
    columns = _once(_named_apart(found, lines))
    if _LABEL not in [column.kind for column in columns]:
        columns = [PrintedColumn(_LABEL), *columns]
    where = [column.kind for column in columns].index(_LABEL)
    if COUNT not in [column.kind for column in columns]:
        columns.append(PrintedColumn(COUNT, YEAR))
        sure = len(table.numbers) == 1
    else:
        sure = True
    after = tuple(c for c in columns[where + 1 :] if c.kind != _LABEL)
    sure = sure and (alone or where > 0)
    return PrintedColumns(tuple(columns[:where]), after, start + first, start + last, sure=sure)


def _label_below(headers: Sequence[Token]) -> bool:
    """Whether cells of several lines name the columns, and the labels not in the first of them.

    Then the order of the words is not that of the columns.
    """
    lines = [token.line for token in headers if token.cell]
    labels = [token.line for token in headers if header_kind(token) == _LABEL]
    rows = len(set(lines)) < len(lines)  # several cells on a line
    return rows and bool(labels) and min(labels) > min(lines)


def _values_first(tokens: Sequence[Token]) -> bool:
    """Whether the first number of a table is above its first label."""
    lines = [[*line] for _, line in groupby(tokens, lambda token: token.line)]
    held = [token for line in lines if not numbers_columns(line) for token in line]
    # What is behind an unknown label is its own.
    held = list(takewhile(lambda t: t.kind != TEXT or is_unit(t) or header_kind(t), held))
    kinds = [token.value.kind for token in held if token.value is not None]
    return "number" in kinds or "nil" in kinds or any(map(is_unit, held))


class _Headers(NamedTuple):
    """The columns that some texts name, the page line of each, and the first and the last header."""

    columns: list[PrintedColumn]
    lines: list[int]
    first: int
    last: int


def _headers(tokens: Sequence[Token]) -> _Headers:
    columns: list[PrintedColumn] = []
    lines: list[int] = []
    first = last = at = 0
    rows = False  # behind headers: lines that the table does not have, or of another table above
    while at < len(tokens):
        kind, end = _header_at(tokens, at)
        token = tokens[at]
        if rows and kind == _LABEL:
            columns, lines, rows = [], [], False
        numbered = any(column.kind == _ROW_NUMBER for column in columns)
        rows = rows or (bool(columns) and not kind and _is_row(tokens, at, numbered=numbered))
        if rows:
            at += 1
            continue
        if not kind and token.kind == TEXT and (glued := _glued(token.text)):
            columns += [
                PrintedColumn(COUNT, k) if k in _NUMBERS else PrintedColumn(k) for k in glued
            ]
            first, last, at = at, end, end
            lines += [token.line] * len(glued)
            continue
        if kind in _NUMBERS:
            columns.append(PrintedColumn(COUNT, kind))
        elif kind and kind not in _ASIDE:
            columns.append(PrintedColumn(kind))
        elif not kind and columns and token.kind == PROSE:
            columns = []
        elif not kind and columns and _may_be_named(token):
            columns.append(PrintedColumn(COUNT, token.text))
        if len(columns) == 1 and kind not in _ASIDE:
            first = at
        lines = [*lines, *[token.line] * (len(columns) - len(lines))][: len(columns)]
        last = end if kind not in _ASIDE else last
        at = end
    return _Headers(columns, lines, first, last)


def _is_row(tokens: Sequence[Token], at: int, *, numbered: bool) -> bool:
    """Whether a row begins here: a numbered label, or a text with a unit or a number behind it.

    In a table with `numbered` rows, the number behind the last header is that of the first row.
    """
    token = tokens[at]
    if token.kind != TEXT or is_unit(token):
        return False
    if is_numbered(token.text):
        return True
    behind = next((t for t in tokens[at + 1 :] if t.kind in (TEXT, VALUE, PROSE)), None)
    return behind is not None and (is_unit(behind) or (_is_number(behind) and not numbered))


def _is_number(token: Token) -> bool:
    return token.value is not None and token.value.kind == "number"


def _header_at(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """The kind of the header that begins here, in one piece or in several, and its end."""
    for count in range(_PIECES, 0, -1):
        pieces = tokens[at : at + count]
        whole = count > 1 and header_kind(tokens[at]) and header_kind(pieces[-1])
        if whole:  # 指标 and 代码 are two headers, not 指标代码
            continue
        if len(pieces) == count and all(piece.kind == TEXT for piece in pieces):
            word = _NOT_WORD.sub("", "".join(piece.text for piece in pieces))
            if kind := header_words().get(word, ""):
                return kind, at + count
    return "", at + 1


def _glued(text: str) -> list[str]:
    """The kinds of several headers without a space between them; none if a piece is not a header.

    Examples:
        >>> _glued("指标单位代码本期本年累计"), _glued("指标体系")
        (['label', 'unit', 'code', 'period', 'year'], [])
    """
    kinds: list[str] = []
    while text:
        word = next((word for word in _by_length() if text.startswith(word)), "")
        if not word:
            return []
        kinds.append(header_words()[word])
        text = text[len(word) :]
    return kinds if len(kinds) > 1 else []


@cache
def _by_length() -> tuple[str, ...]:
    words = [word for word in header_words() if len(word) > 1]
    return tuple(sorted(words, key=len, reverse=True))


def _may_be_named(token: Token) -> bool:
    """Whether a text in a header is the name of a column: 区政府, 2015年."""
    if token.kind == VALUE:
        return token.value is not None and token.value.kind == "odd" and "年" in token.text
    return token.kind == TEXT and len(token.text) <= _LONGEST and not is_unit(token)


def _named_apart(columns: Sequence[PrintedColumn], lines: Sequence[int]) -> list[PrintedColumn]:
    """The columns without a header that is only above several others.

    统计数 above 区政府 and 乡镇街道 names no column; below it, each has its own name. Beside 上年数,
    on the same line, it names one.
    """
    names = [c.name for c in columns if c.kind == COUNT]
    at = [line for c, line in zip(columns, lines, strict=True) if c.kind == COUNT]
    local = [name for name in names if name not in _NUMBERS]
    alone = names[: len(names) - len(local)] == [YEAR] == [n for n in names if n in _NUMBERS]
    if local and alone and (len(set(at)) > 1 or len(local) > 1):
        return [c for c in columns if c.name != YEAR]
    return list(columns)


def _once(columns: list[PrintedColumn]) -> list[PrintedColumn]:
    """The columns of one half of a table that is printed in halves side by side."""
    for parts in (2, 3):
        size, rest = divmod(len(columns), parts)
        if not rest and size > 1 and columns == columns[:size] * parts:
            return columns[:size]
    return columns


def numbers_columns(line: Sequence[Token]) -> bool:
    """Whether a line only numbers the columns: 甲 乙 丙 1 2, or 0 1 2."""
    return header_kind(line[0]) == "index" or is_index(line)
