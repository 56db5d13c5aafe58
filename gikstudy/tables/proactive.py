"""Table 2 (proactive disclosure): items by their labels, measures by the headers of their block."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from gikstudy.forms import Measure, form_names, get_form, telling_cues
from gikstudy.model import Cell
from gikstudy.page import Page
from gikstudy.tables.cells import (
    CellPosition,
    cut_cells,
    in_yuan,
    locus_of,
    loose_cells,
    missing_cell,
    open_cells,
    read_cell,
    row_cells,
    with_open_end,
)
from gikstudy.tables.chains import Anchor
from gikstudy.tables.headers import at_two_heights, measures_of, white_between_headers
from gikstudy.tables.labels import identify
from gikstudy.tables.line_pieces import items_of
from gikstudy.tables.placing import (
    EXACT,
    LOOSE,
    SOFT,
    Habits,
    Placed,
    habits_of,
    place,
)
from gikstudy.tables.printed import PrintedRow, PrintedTable
from gikstudy.tables.rows import print_rows
from gikstudy.tables.solving import Options, by_order, options_of, placements
from gikstudy.tables.tokens import TEXT, VALUE, Token
from gikstudy.tables.unlabelled import unsure_below_empty
from gikstudy.tables.widths import unsure_if_wide, without_added_columns

_MIN_ITEMS: Final = 3  # fewer items count only under a header of the table
_COUNTED: Final = re.compile(r"[数量额率次](?:\(.*\))?$")  # how a header of a column ends
# A column beside those of the form that compares years.
_COMPARED: Final = re.compile(r"20\d\d年度?|(?:上年|去年|同期|同比|环比|较上年|比上年).{0,4}")
_SEPARATORS: Final = re.compile("[ ,;|]+")
_HEADER: Final = 24  # characters of a header
_HEAD: Final = 14  # tokens of headings and headers before the first item

PrintedMeasures = tuple[
    Measure | None, ...
]  # what each printed column measures; None: nothing of the form


@dataclass(frozen=True, slots=True)
class ProactiveTable:
    """The items of table 2 as printed, with the header texts above each item (`headers`).

    `votes` counts the headers and items of each form. `spaced` says that there are white lines
    between headers, where no empty cell can be; so they do not show empty cells elsewhere either.
    """

    printed: PrintedTable
    headers: Mapping[str, tuple[str, ...]]
    votes: Mapping[str, int]
    pieces: tuple[PrintedTable, ...] = ()
    spaced: bool = False

    @property
    def items(self) -> set[str]:
        """The items that the table prints."""
        return {row.key for row in self.printed.rows}

    def joined(self, other: ProactiveTable) -> ProactiveTable:
        """The table with the items of another stretch of the page; no item is in both."""
        printed = PrintedTable(
            (*self.printed.rows, *other.printed.rows),
            self.printed.open_keys | other.printed.open_keys - self.items - other.items,
            (*self.printed.strays, *other.printed.strays),
            self.printed.first,
            self.printed.end,
        )
        votes = {name: self.votes[name] + other.votes[name] for name in self.votes}
        headers = {**other.headers, **self.headers}
        pieces = (*self.pieces, *other.pieces)
        return ProactiveTable(printed, headers, votes, pieces, self.spaced or other.spaced)


def print_proactive(
    tokens: Sequence[Token], chain: Sequence[Anchor], *, to_page_end: bool
) -> ProactiveTable | None:
    """The table that a chain of item labels names, or None if it is a list in the prose."""
    start = max(0, chain[0].at - _HEAD)
    headers = {anchor.key: _headers_above(tokens, anchor.at, start) for anchor in reversed(chain)}
    keys = {anchor.key for anchor in chain}
    votes = {
        name: sum(
            f"form_{name}" in token.label.tags
            for token in tokens[start : chain[-1].at]
            if token.kind == TEXT
        )
        + len(keys & _only(name))
        for name in form_names()
    }
    form = max(form_names(), key=lambda name: (votes[name], -len(telling_cues(name))))
    widths = {
        item: max(len(_distinct(headers.get(item, ()))), len(get_form(form).measures(item))) or 3
        for item in keys
    }
    printed = print_rows(
        tokens,
        chain,
        lambda key: widths.get(key, 3),
        tuple(item for item in get_form(form).items),
        to_page_end=to_page_end,
    )
    few = len(printed.rows) < _MIN_ITEMS
    headed = any(votes.values()) or any(headers.values())
    if few and not (headed and any(row.values for row in printed.rows)):
        return None
    rows = without_added_columns(unsure_below_empty(printed.rows, lambda key: widths.get(key, 3)))
    mixed = {a.key for a in chain if at_two_heights(tokens, a.at, start)}
    rows = tuple(row.open_if(row.key in mixed) for row in rows)
    printed = _with_measures_open(tokens, chain, replace(printed, rows=rows))
    spaced = white_between_headers(tokens[start : printed.end])
    return ProactiveTable(printed, headers, votes, (printed,), spaced)


def _with_measures_open(
    tokens: Sequence[Token], chain: Sequence[Anchor], printed: PrintedTable
) -> PrintedTable:
    """The table with rows of one cell open: 规章 现行有效件数 3 says nothing about the others."""
    named = {(tokens[a.at].line, a.key) for a in chain if _names_measure(tokens, a.at)}
    rows = tuple(row.open_if((row.label.line, row.key) in named) for row in printed.rows)
    return replace(printed, rows=rows) if named else printed


def _names_measure(tokens: Sequence[Token], at: int) -> bool:
    """Whether a label, or a text after it on its line, names one of several measures."""
    line = (t for t in tokens[at : at + 2] if t.line == tokens[at].line and t.kind == TEXT)
    item = next(iter(items_of(tokens[at])), "")
    several = any(len(get_form(name).measures(item)) > 1 for name in form_names())
    return several and any(measures_of(token.text) for token in line)


def _only(form: str) -> set[str]:
    """The items that no other form has."""
    others = {item for name in form_names() if name != form for item in get_form(name).items}
    return set(get_form(form).items) - others


def _headers_above(tokens: Sequence[Token], at: int, start: int) -> tuple[str, ...]:
    """The header texts since the heading (第二十条第…项) of the block of an item."""
    texts: list[str] = []
    for token in reversed(tokens[start:at]):
        of_year = token.kind == VALUE and _COMPARED.fullmatch(token.text) is not None
        if token.kind == VALUE and not of_year and any(map(measures_of, texts)):
            break  # the texts above belong to another block
        if token.kind != TEXT and not of_year:
            continue
        tags = token.label.tags
        if "block" in tags or "heading" in tags:
            break
        if tags or of_year or measures_of(token.text) or 2 < len(token.text) <= _HEADER:
            texts.append(token.text)
    return tuple(reversed(texts))


def _distinct(headers: Sequence[str]) -> list[str]:
    """The measures that the nearest headers name, each once (merged headers repeat)."""
    return list(dict.fromkeys(name for text in headers for name in measures_of(text)))


def read_proactive(
    page: Page, table: ProactiveTable, form: str, below: Habits | None
) -> list[Cell]:
    """All cells of table 2 of the form, as read and placed.

    Args:
        below: what table 3 shows about the layout; it counts if no row of table 2 is complete.
    """
    rows = {row.key: row for row in table.printed.rows}
    columns = {k: _printed(form, k, table.headers.get(k, ()), row) for k, row in rows.items()}
    rows = unsure_if_wide(rows, columns)
    habits = {
        count: _habits(
            [rows[key] for key, of in columns.items() if len(of) == count],
            count,
            below,
            spaced=table.spaced,
        )
        for count in {len(of) for of in columns.values()}
    }
    cells: list[Cell] = []
    for item in get_form(form).items:
        measures = get_form(form).measures(item)
        row = rows.get(item)
        if row is None:
            keys = _keys(measures)
            open_row = item in table.printed.open_keys
            found = open_cells(page, keys, None) if open_row else map(missing_cell, keys)
            cells += [cell._replace(unit=m.unit) for cell, m in zip(found, measures, strict=True)]
            continue
        printed = columns[item]
        header = table.headers.get(item, ())
        found = _item_cells(page, row, measures, printed, habits[len(printed)], header)
        if row.cut and row.items and row.items[-1].kind == VALUE:
            found = with_open_end(found, locus_of(page, row.items[-1]), adds_up=False)
        cells += found
    return cells


def _keys(measures: Sequence[Measure]) -> list[CellPosition]:
    return [("proactive", m.item, m.measure) for m in measures]


def _habits(
    rows: Sequence[PrintedRow], columns: int, below: Habits | None, *, spaced: bool
) -> Habits:
    habits = habits_of(rows, columns)
    if spaced:
        habits = replace(habits, lines=False, spaced=True)
        below = replace(below, lines=False) if below else None
    if below is None or any(len(row.values) == columns for row in rows):
        return habits
    return replace(habits, lines=habits.lines or below.lines, bars=below.bars, tail=below.tail)


def _printed(form: str, item: str, headers: Sequence[str], row: PrintedRow) -> PrintedMeasures:
    """What each printed column of an item measures, by the headers of its block.

    If the headers name all columns, they decide, whatever form they belong to. If they are cut or
    torn, the columns are those of the form, provided that the form has as many as are printed and
    the rest of the headers does not contradict it.
    """
    own = get_form(form).measures(item)
    known = _known_measures(item)
    named = [known.get(name) for text in headers for name in measures_of(text)]
    foreign = _with_foreign(headers, known)
    if len(foreign) == len(own) > len(named):
        return tuple(foreign)
    if len(foreign) > len(own) == len(named) and set(named) == set(own):
        compared = [text for text in _words(headers) if _COMPARED.fullmatch(text)]
        if len(compared) == len(foreign) - len(own):
            return tuple(foreign)  # the form's columns, and those of another year
    merged = [m for at, m in enumerate(named) if m is None or m not in named[:at]]
    doubled = len(named) > len(merged) and len(row.values) == len(named)
    columns: PrintedMeasures = tuple(named if doubled else merged)
    sizes = {len(get_form(name).measures(item)) for name in form_names()}
    torn = len(row.values) == len(own) > len(columns) and set(columns) <= set(own)
    if columns and None not in columns and len(columns) in sizes and not torn:
        return columns
    foreign = [m for m in named if m is not None and m not in own]
    return tuple([None] * len(own)) if foreign else own


@cache
def _known_measures(item: str) -> Mapping[str, Measure]:
    """Every measure that any form has for an item."""
    return {m.measure: m for name in form_names() for m in get_form(name).measures(item)}


def _with_foreign(headers: Sequence[str], known: Mapping[str, Measure]) -> list[Measure | None]:
    """The columns of a block, None for those in no form (本年修订件数), recognised by their words.

    The rest of a torn header is a piece of a header; a line of the page around is not a header.
    """
    columns: list[Measure | None] = []
    for text in _words(headers):
        names = measures_of(text)
        columns += [known.get(name) for name in names]
        label = identify(text)
        tags = {tag for tag in label.tags if not tag.startswith("form_")}
        counted = _COUNTED.search(text) or _COMPARED.fullmatch(text)
        if not names and not tags and not label.items and counted:
            columns.append(None)
    return columns


def _words(headers: Sequence[str]) -> list[str]:
    return _SEPARATORS.split(" ".join(headers))


def _item_cells(
    page: Page,
    row: PrintedRow,
    measures: tuple[Measure, ...],
    printed: PrintedMeasures,
    habits: Habits,
    headers: tuple[str, ...],
) -> list[Cell]:
    placed = place(row, len(printed), habits)
    values = placed.values
    if placed.kind == SOFT and not _signs_fit(placed.cells, printed):
        placed = replace(placed, kind=LOOSE, cells=values)
    by_measure: dict[str, Cell] = {}
    for measure, cell, token in _cells_as_printed(page, placed, printed):
        done = _with_unit(cell, token, measure, headers)
        other = by_measure.get(measure.measure)
        if other is not None and (other.state, other.value) != (done.state, done.value):
            done = done._replace(state="ambiguous", value=None, lower=None, upper=None)
        by_measure[measure.measure] = done
    rest = placed.kind not in (EXACT, SOFT) or None in printed
    return [
        by_measure.get(m.measure) or _unnamed(page, m, row, values, open_row=rest or bool(values))
        for m in measures
    ]


def _unnamed(
    page: Page, measure: Measure, row: PrintedRow, values: Sequence[Token], *, open_row: bool
) -> Cell:
    """A cell of the form that no header names: open if the row prints something else."""
    key = ("proactive", measure.item, measure.measure)
    if not open_row:
        return missing_cell(key, measure.unit)
    cells = cut_cells(page, [key], values) if values else open_cells(page, [key], row.label)
    return cells[0]._replace(unit=measure.unit)


def _cells_as_printed(
    page: Page, row: Placed, printed: PrintedMeasures
) -> list[tuple[Measure, Cell, Token | None]]:
    if row.kind in (EXACT, SOFT):
        return [
            (m, _read(page, m, token, row.label), token)
            for m, token in zip(printed, row.cells, strict=True)
            if m is not None
        ]
    measures = [m for m in printed if m is not None]
    keys = _keys(measures)

    def loose(values: Sequence[Token]) -> list[Cell]:
        if len(measures) < len(printed):
            return cut_cells(page, keys, values)
        options = _signed_in_place(values, measures)
        return [_open(cell) for cell in loose_cells(page, keys, values, options, frozenset())]

    first = row.values[0] if row.values else None
    cells = row_cells(page, keys, row, loose)
    return [(m, cell, first) for m, cell in zip(measures, cells, strict=True)]


def _read(page: Page, measure: Measure, token: Token | None, label: Token | None) -> Cell:
    unit = "" if measure.unit == "yuan" else measure.unit
    cell = read_cell(page, ("proactive", measure.item, measure.measure), token, label, unit)
    negative = cell.value is not None and cell.value < 0
    if negative and measure.measure != "items_change":  # a count is never negative
        return cell._replace(state="unreadable", value=None)
    return cell


def _open(cell: Cell) -> Cell:
    """Table 2 has no identity: a value placed by order alone is not certain to belong there."""
    if cell.state not in ("solved", "blank", "nil_mark"):
        return cell
    number = cell.value
    if number is None:
        return cell._replace(state="ambiguous")
    return cell._replace(state="ambiguous", value=None, lower=min(0, number), upper=max(0, number))


def _signed_in_place(values: Sequence[Token], printed: Sequence[Measure]) -> Options:
    """What order and signs allow: only the change since last year can have a sign."""
    n, columns = len(values), len(printed)
    change = next((i for i, m in enumerate(printed) if m.measure == "items_change"), None)
    signed = [i for i, token in enumerate(values) if not token.text[0].isdigit() and _counts(token)]
    if n > columns or change is None or len(signed) != 1:
        return by_order(n, columns)
    found = [p for p in placements(n, columns) if p[signed[0]] == change]
    return options_of(found, columns) if found else by_order(n, columns)


def _signs_fit(cells: Sequence[Token | None], printed: PrintedMeasures) -> bool:
    """Whether every sign is in the column of changes."""
    return all(
        token is None
        or not _counts(token)
        or token.text[0].isdigit()
        or (measure is not None and measure.measure == "items_change")
        for token, measure in zip(cells, printed, strict=True)
    )


def _counts(token: Token) -> bool:
    return token.value is not None and token.value.kind == "number"


def _with_unit(cell: Cell, token: Token | None, measure: Measure, headers: tuple[str, ...]) -> Cell:
    if measure.unit != "yuan":
        return cell if cell.unit else cell._replace(unit=measure.unit)
    header = " ".join(text for text in headers if any(cue in text for cue in measure.cues))
    header += " ".join(text for text in headers if "元" in text)
    return in_yuan(cell, token, header, "万元" if "万元" in measure.label else "")
