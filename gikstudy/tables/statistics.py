"""The statistical table of a report from before 2019: which one it is, and what each line prints.

The tables are data (`gikstudy.forms.statistics`). Nothing here follows from sums: a number is read
with certainty, or its cell is open. Lines that the table does not have are strays with their label.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from gikstudy.forms.statistics import (
    StatisticsRow,
    StatisticsTable,
    statistics_table,
    units,
)
from gikstudy.model import Cell, Number
from gikstudy.page import Page
from gikstudy.tables.candidates import agreed
from gikstudy.tables.cells import locus_of
from gikstudy.tables.statistics_columns import PrintedColumns, columns_above, is_unit
from gikstudy.tables.statistics_filling import LabelledRow
from gikstudy.tables.statistics_labels import (
    Named,
    label_book,
    resolve,
)
from gikstudy.tables.statistics_rows import share_out
from gikstudy.tables.statistics_unknown import end_of_unknown, unknown_above
from gikstudy.tables.statistics_words import FoundStatistics
from gikstudy.tables.tokens import PROSE, SLOT, TEXT, VALUE, Token
from gikstudy.tables.values import parse_value

STATISTICS: Final = "statistics"
_REPEATS: Final = 12  # things on lines of their own among which some text occurs twice
_SCALED: Final = frozenset("百千万亿")


@dataclass(frozen=True, slots=True)
class PrintedStatistics:
    """A table as printed, or several that print the same lines.

    `lines` are the page lines of it, `strays` the things on them that belong to no cell.
    """

    form: str
    cells: tuple[Cell, ...]
    lines: frozenset[int]
    strays: tuple[Token, ...]
    again: frozenset[int] = frozenset()


def read_statistics(page: Page, found: Sequence[FoundStatistics]) -> PrintedStatistics:
    """The cells of the statistical tables of one report.

    If several print the same lines, a cell on which they disagree is open.
    """
    read = [_read(page, one) for one in found]
    names = list(dict.fromkeys(name for one in read for name in one.names))
    every = [_cells(page, one, names) for one in read]
    strays = [token for one in read for token in one.strays]
    lines = frozenset(line for one in read for line in one.lines)
    again = frozenset(line for one in read[1:] for line in one.lines)
    cells = agreed(every, lambda cells: sum(cell.state != "missing" for cell in cells))
    counted = [one for one, cells_ in zip(read, every, strict=True) if cells_]
    form = counted[0].table.form
    return PrintedStatistics(form, tuple(cells), lines, tuple(strays), again)


def missing_statistics(form: str) -> tuple[Cell, ...]:
    """The cells of a table that a report prints in a way that cannot be read."""
    return tuple(
        Cell(STATISTICS, row.key, "year", "missing")
        for row in statistics_table(form).rows
        if row.unit
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    table: StatisticsTable
    rows: tuple[LabelledRow, ...]
    names: tuple[str, ...]
    strays: tuple[Token, ...]
    lines: frozenset[int]


def _read(page: Page, found: FoundStatistics) -> _Reading:
    table, words = found.table, found.words
    by_key = {row.key: row for row in table.rows}
    order = _reading_order(words, found.labels)
    sorted_ = resolve(table, [found.labels[n].keys for n in order])
    chosen = [sorted_[order.index(n)] for n in range(len(order))]
    columns = columns_above(table, words, found.labels[0].first)
    rows = [
        LabelledRow(
            key,
            by_key[key].code if key else "",
            any(by_key[one].unit for one in label.keys),
            label,
            unit=label.unit,
        )
        for key, label in zip(chosen, found.labels, strict=True)
    ]
    end = _end(words, found.labels[-1], columns)
    strays = share_out(words, rows, columns, end)
    tail = end_of_unknown(table.form, words, end, columns)
    strays += unknown_above(words, found.labels[0].first, columns)
    strays += [word for word in words[end:tail] if word.kind in (VALUE, TEXT)]
    if not columns.sure or _repeats_removed(page, table.form, words[columns.first : end], rows):
        for row in rows:
            row.fit = "open"
    for row in rows:
        if not row.key or (not row.needs and row.fit != "full"):
            strays += [t for t in row.printed if t.kind == VALUE and not _is_nil(t)]
        elif not row.needs:
            strays += [t for t in row.cells.values() if t is not None and not _is_nil(t)]
    first = min(words[columns.first].line, found.first)
    lines = frozenset(range(first, words[tail - 1].line + 1))
    return _Reading(table, tuple(rows), columns.names, tuple(strays), lines)


def _reading_order(words: Sequence[Token], labels: Sequence[Named]) -> list[int]:
    """The labels from top to bottom; a table in halves side by side is read half by half."""
    places: list[tuple[int, int]] = []  # how many labels are left of it on its line
    for n, label in enumerate(labels):
        line = words[label.first].line
        left = places[-1][0] + 1 if n and words[labels[n - 1].first].line == line else 0
        apart = left and label.first > labels[n - 1].end
        places.append((left if apart else 0, n))
    halves = sum(left > 0 for left, _ in places) * 5 >= len(labels) * 2
    return [n for _, n in sorted(places)] if halves else [*range(len(labels))]


def _is_nil(token: Token) -> bool:
    return token.kind == SLOT or (token.value is not None and token.value.kind == "nil")


def _end(words: Sequence[Token], last: Named, columns: PrintedColumns) -> int:
    """The word behind the table: what the last row may print, up to a text that is not a part of it."""
    end, solid = last.end, 0
    if last.first and columns.before and not columns.after:
        return end
    while end < len(words):
        word = words[end]
        strange = word.kind == PROSE or (word.kind == TEXT and not is_unit(word))
        same = word.line == words[last.end - 1].line
        odd = word.value is not None and word.value.kind == "odd"
        if (strange or (odd and solid >= len(columns.after))) and not same:
            break
        if not same and solid > len(columns.after):
            break
        solid += word.kind in (VALUE, SLOT, TEXT)
        end += 1
    return end


def _repeats_removed(
    page: Page, form: str, words: Sequence[Token], rows: Sequence[LabelledRow]
) -> bool:
    """Whether a table with one thing a line has no line twice: then equal lines were removed."""
    own = [word for word in words if word.kind in (VALUE, TEXT)]
    lines = [word.line for word in own]
    texts = [page.raw[line] for line in lines]  # a wide １ does not repeat a 1
    alone = len(set(lines)) == len(lines)
    some = any(row.unit or (row.needs and row.fit != "full") for row in rows)
    some = some or _lacks_a_repeat(form, {row.key for row in rows})
    return alone and some and len(own) >= _REPEATS and len(set(texts)) == len(texts)


def _lacks_a_repeat(form: str, printed: set[str]) -> bool:
    """Whether a label that two lines share is printed for one of them only."""
    shared = (set(keys) for keys in label_book(form).names.values() if len(keys) > 1)
    return any(keys & printed and keys - printed for keys in shared)


def _cells(page: Page, read: _Reading, names: Sequence[str]) -> list[Cell]:
    by_key: dict[str, list[LabelledRow]] = {}
    for row in read.rows:
        if row.needs and row.key:
            by_key.setdefault(row.key, []).append(row)
    unsure = {key for row in read.rows if not row.key for key in row.named.keys}
    unsure |= _beside_too_many(read)
    cells: list[Cell] = []
    for line in read.table.rows:
        if not line.unit:
            continue
        printed = by_key.get(line.key, [])
        for name in names:
            found = [_cell(page, line, row, name) for row in printed]
            if not found:
                state = "ambiguous" if line.key in unsure else "missing"
                cells.append(Cell(STATISTICS, line.key, name, state))  # type: ignore[arg-type]
            else:
                cells.append(_one_of(found))
    return cells


def _beside_too_many(read: _Reading) -> set[str]:
    """Lines that lack a label between two rows, the first of which prints too much."""
    order = [row.key for row in read.table.rows]
    printed = [row for row in read.rows if row.key]
    there = {row.key for row in printed}
    found: set[str] = set()
    for row in printed:
        if row.fit != "over":
            continue
        for key in order[order.index(row.key) + 1 :]:
            if key in there:
                break
            found.add(key)
    return found


def _one_of(found: Sequence[Cell]) -> Cell:
    """One cell from a label that is printed several times; if they disagree, it is open."""
    first = found[0]
    if len({(cell.state, cell.value, cell.unit) for cell in found}) == 1:
        return first
    values = [cell.value for cell in found]
    known = [value for value in values if value is not None]
    sure = len(known) == len(values) and len({cell.unit for cell in found}) == 1
    return first._replace(
        state="ambiguous",
        value=None,
        lower=min(known) if sure else None,
        upper=max(known) if sure else None,
        raw=" | ".join(dict.fromkeys(cell.raw for cell in found if cell.raw)),
    )


def _cell(page: Page, line: StatisticsRow, row: LabelledRow, name: str) -> Cell:
    label = _first_piece(row, page)
    if row.fit != "full" or name not in row.cells:
        values = [token for token in row.printed if token.kind in (VALUE, TEXT)]
        raw = " | ".join(token.raw.strip() or token.text for token in values)
        locus = locus_of(page, values[0]) if values else label
        return Cell(STATISTICS, line.key, name, "ambiguous", raw=raw, locus=locus, unit=row.unit)
    token = row.cells[name]
    if token is None or token.kind == SLOT:
        locus = label if token is None else locus_of(page, token)
        return Cell(STATISTICS, line.key, name, "blank", locus=locus, unit=row.unit)
    return _printed(page, line, row, name, token)


def _first_piece(row: LabelledRow, page: Page) -> str:
    near = [*row.left, *row.right]
    return page.loci[near[0].line] if near else ""


def _printed(page: Page, line: StatisticsRow, row: LabelledRow, name: str, token: Token) -> Cell:
    """The cell of a token in the place of a number, with the unit that the page states."""
    raw, locus = token.raw.strip() or token.text, locus_of(page, token)
    cell = Cell(STATISTICS, line.key, name, "unreadable", raw=raw, locus=locus, unit=row.unit)
    if token.value is None or token.value.kind == "odd":
        return cell
    if token.value.kind == "nil":
        return cell._replace(state="nil_mark")
    number, own = token.value.number, token.value.unit
    money = units().get(line.unit) == "money"
    if number is None or number < 0:
        return cell
    if row.unit and (units().get(row.unit) == "money") != money:
        return cell._replace(state="ambiguous")  # the unit of another line
    if not money:
        return _count(cell, token, number)
    if own and "元" in token.text:
        return _with_own_unit(cell, token, number)
    if own or not (row.unit or number == 0):
        return cell._replace(state="ambiguous", unit=row.unit or "unstated")
    return cell._replace(state="reported", value=number, unit=row.unit or line.unit)


def _with_own_unit(cell: Cell, token: Token, yuan: Number) -> Cell:
    """An amount with its unit in its cell: `3.5万元` is 3.5 in 万元, `36万5200元` is in 元."""
    for unit, kind in units().items():
        bare = parse_value(token.text.removesuffix(unit).strip())
        if kind == "money" and token.text.endswith(unit) and bare is not None and not bare.unit:
            return cell._replace(state="reported", value=bare.number, unit=unit)
    return cell._replace(state="reported", value=yuan, unit="元")


def _count(cell: Cell, token: Token, number: Number) -> Cell:
    """A count is a whole number, unless its unit counts in tens of thousands."""
    scaled = not _SCALED.isdisjoint(token.text) or "元" in token.text
    whole = isinstance(number, int) or cell.unit.startswith("万")
    if scaled or not whole:
        return cell
    return cell._replace(state="reported", value=number)
