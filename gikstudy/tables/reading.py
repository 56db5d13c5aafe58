"""Find tables 2, 3 and 4 of a page, read them by the form that they print, and infer cells."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import Final, NamedTuple

from gikstudy.forms import (
    applicant_keys,
    dispute_identities,
    form_names,
    get_form,
    request_identities,
    statistics_form,
    statistics_labels,
    width_tells,
)
from gikstudy.model import Cell, PictureReading, Stray
from gikstudy.page import Page
from gikstudy.tables.candidates import PagePart, agreed, own_part, parts_of, rivals
from gikstudy.tables.cells import locus_of
from gikstudy.tables.chains import (
    Anchor,
    breaks_in,
    find_chains,
    proactive_anchors,
    request_anchors,
    texts_in,
)
from gikstudy.tables.disputes import (
    DisputeTable,
    find_disputes,
    missing_disputes,
    read_disputes,
)
from gikstudy.tables.inference import infer
from gikstudy.tables.labels import squash
from gikstudy.tables.lines import tokenise
from gikstudy.tables.printed import PrintedRow
from gikstudy.tables.proactive import ProactiveTable, print_proactive, read_proactive
from gikstudy.tables.proving import proven_cells
from gikstudy.tables.requests import RequestTable, print_requests, read_requests
from gikstudy.tables.rows import span
from gikstudy.tables.solving import Pins
from gikstudy.tables.statistics import (
    STATISTICS,
    missing_statistics,
    read_statistics,
)
from gikstudy.tables.statistics_unknown import unknown_table
from gikstudy.tables.statistics_words import FoundStatistics, find_statistics
from gikstudy.tables.tokens import VALUE, Token
from gikstudy.tables.unheld import place_of, unheld

PROACTIVE: Final = "proactive"
REQUESTS: Final = "requests"
DISPUTES: Final = "disputes"


@dataclass(frozen=True, slots=True)
class Tables:
    """What a page says in its three tables.

    Attributes:
        form: the name of a form, by the labels printed, or `none`.
        cells: every cell of the form in form order, in the state in which it was read.
        lines: the page lines that belong to a table.
        found: which of the three tables are on the page.
        rows: the rows of table 3 that the report uses.
        strays: the texts inside the tables that do not surely belong to a cell.
        several: the titles of the reports on the page, if it is not clear which one is meant.
        again: the lines of `lines` on which a table is printed again.
        requests: table 3 as printed, once for each time; empty if `several` are on the page.
    """

    form: str
    cells: tuple[Cell, ...]
    lines: frozenset[int]
    found: frozenset[str]
    rows: tuple[str, ...] = ()
    strays: tuple[Stray, ...] = ()
    several: str = ""
    again: frozenset[int] = frozenset()
    requests: tuple[RequestTable, ...] = ()


NO_TABLES: Final = Tables("none", (), frozenset(), frozenset())
_MIN_CHAIN: Final = 3  # this many labels are more than a list in the prose
_MIN_STATISTICS: Final = 4  # labels of the statistical table; prose has one or two
_FEW_ROWS: Final = 8  # of tables 2 and 3; a statistical table may look like that many


class PageLabels(NamedTuple):
    """A stretch of a page: the labels of each table 2 and 3 in it, and its tables 4."""

    tokens: Sequence[Token]
    proactive: list[list[Anchor]]
    requests: list[list[Anchor]]
    disputes: list[DisputeTable]
    statistics: list[FoundStatistics]


def _find(tokens: Sequence[Token]) -> PageLabels:
    texts = texts_in(tokens)
    breaks = breaks_in(tokens, texts)
    proactive = find_chains(proactive_anchors(tokens, texts), breaks)
    requests = find_chains(request_anchors(tokens, texts), breaks)
    if max(map(len, (*proactive, *requests)), default=0) < _FEW_ROWS:
        statistics = find_statistics(tokens)
        if statistics:
            return PageLabels(tokens, [], [], [], statistics)
    return PageLabels(tokens, proactive, requests, find_disputes(tokens), [])


def read_tables(page: Page) -> Tables:
    """Find and read the tables of a page; no inference yet (see `infer_tables`)."""
    tokens = tokenise(page)
    found = _find(tokens)
    parts = parts_of(page, _beginnings(found))
    if len(parts) < 2:
        return _read_part(page, found)
    own = own_part(parts, page.title)
    if own is not None:
        return _read_part(page, _find(_between(tokens, own)))
    read = [_read_part(page, _find(_between(tokens, part))) for part in parts]
    rest = [
        token
        for part, tables in zip(parts[1:], read[1:], strict=True)
        for token in _between(tokens, part)
        if token.kind == VALUE and token.line in tables.lines
    ]  # the cells are those of the first report, but open
    cells = [
        cell._replace(state="ambiguous", value=None, lower=None, upper=None)
        for cell in read[0].cells
    ]
    return replace(
        read[0],
        cells=tuple(cells),
        lines=frozenset(line for tables in read for line in tables.lines),
        strays=(*read[0].strays, *_strays(page, rest)),
        requests=(),
        several="; ".join(dict.fromkeys(part.title or "without a title" for part in parts)),
    )


def _beginnings(found: PageLabels) -> list[int]:
    """The page lines on which tables begin, in page order."""
    chains = (chain for chain in (*found.requests, *found.proactive) if len(chain) >= _MIN_CHAIN)
    firsts = [found.tokens[chain[0].at].line for chain in chains]
    firsts += [table.first for table in found.disputes]
    return sorted([*firsts, *(table.first for table in found.statistics)])


def _between(tokens: Sequence[Token], part: PagePart) -> list[Token]:
    return [token for token in tokens if part.start <= token.line < part.end]


def _read_part(page: Page, found: PageLabels) -> Tables:
    """The tables of one report: what its text has of each, and what they say together."""
    if found.statistics:
        return _statistics(page, found.statistics)
    requests, others = _requests(page, found)
    proactive = _proactive(found, to_page_end=not requests)
    disputes = found.disputes
    if not requests and not proactive:
        if _prints_statistics(page):
            return _unread_statistics()
        unknown = unknown_table(found.tokens)  # and no prose, whose figures would count
        lines = frozenset(token.line for token in unknown)
        return replace(NO_TABLES, lines=lines, strays=_strays(page, unknown))
    form = _form(proactive, requests)
    habits = requests[0].habits if requests else None
    read2 = [read_proactive(page, table, form, habits) for table in proactive]
    read3 = [read_requests(page, table) for table in requests]
    read4 = [read_disputes(page, table, habits) for table in disputes]
    cells = [
        *_agreed(read2, _missing_proactive(form)),
        *_agreed(read3, _missing_requests(form)),
        *_agreed(read4, missing_disputes()),
    ]
    present = {PROACTIVE: proactive, REQUESTS: requests, DISPUTES: disputes}
    lines = _lines(proactive, requests, disputes)
    strays = [
        *(token for table in proactive for token in table.printed.strays),
        *(token for table in requests for token in table.printed.strays),
        *(token for table in disputes for token in table.strays),
        *(token for table in others for row in table.printed.rows for token in row.values),
    ]
    rows = [
        *_with_cells([table.printed.rows for table in proactive], read2),
        *_with_cells([table.printed.rows for table in requests], read3),
        *_with_cells([[table.row] for table in disputes], read4),
    ]
    over = unheld(found.tokens, lines, rows, strays)
    strays += over
    open_rows = requests[0].beside({token.line for token in over}) if requests and over else ()
    return Tables(
        form,
        tuple(_with_open_rows(cells, open_rows)),
        lines,
        frozenset(name for name, table in present.items() if table),
        requests[0].keys if requests else _form_rows(form),
        _strays(page, strays),
        again=_lines(proactive[1:], requests[1:], disputes[1:]),
        requests=tuple(requests),
    )


def _with_open_rows(cells: Iterable[Cell], rows: Collection[str]) -> Iterable[Cell]:
    """The cells; rows of table 3 are open if they are missing beside unassigned numbers."""
    for cell in cells:
        lost = cell.state == "missing" and cell.table == REQUESTS and cell.row in rows
        yield cell._replace(state="ambiguous") if lost else cell


def _strays(page: Page, tokens: Iterable[Token]) -> tuple[Stray, ...]:
    """Tokens that do not surely belong to a cell, each once, in page order."""
    each = {place_of(token): token for token in tokens}
    ordered = [each[place] for place in sorted(each)]
    return tuple(Stray(token.raw.strip() or token.text, locus_of(page, token)) for token in ordered)


def _requests(page: Page, found: PageLabels) -> tuple[list[RequestTable], list[RequestTable]]:
    """The tables 3 with the same rows as the first one, and those with other rows."""
    printed = (print_requests(page, found.tokens, chain) for chain in found.requests)
    tables = [table for table in printed if table is not None]
    same = [table for table in tables if table.keys == tables[0].keys]
    return same, [table for table in tables if table.keys != tables[0].keys]


def _proactive(found: PageLabels, *, to_page_end: bool) -> list[ProactiveTable]:
    """The tables that name items of table 2; blocks that were torn apart become one table again."""
    joined: list[ProactiveTable] = []
    for chain in found.proactive:
        table = print_proactive(found.tokens, chain, to_page_end=to_page_end)
        if table is None:
            continue
        fits = [n for n, other in enumerate(joined) if not other.items & table.items]
        if fits:
            joined[fits[0]] = joined[fits[0]].joined(table)
        else:
            joined.append(table)
    return joined


def read_agreed_requests(page: Page, requests: Sequence[RequestTable], pins: Pins) -> list[Cell]:
    """The cells of table 3 from its printed rows; rows with slid blanks fit the pinned numbers."""
    return agreed([read_requests(page, table, pins) for table in requests], _complete)


def _with_cells(
    tables: Sequence[Sequence[PrintedRow]], readings: Sequence[list[Cell]]
) -> Iterable[tuple[PrintedRow, list[Cell]]]:
    """Each row with the cells made from it, in the tables that count."""
    counted = rivals(readings, _complete) if readings else []
    for rows, cells in zip(tables, readings, strict=True):
        if not any(cells is reading for reading in counted):
            continue
        by_row: dict[str, list[Cell]] = {}
        for cell in cells:
            by_row.setdefault(DISPUTES if cell.table == DISPUTES else cell.row, []).append(cell)
        yield from ((row, by_row.get(row.key, [])) for row in rows)


def _agreed(readings: Sequence[list[Cell]], missing: Sequence[Cell]) -> Sequence[Cell]:
    return agreed(readings, _complete) if readings else missing


def _complete(cells: Sequence[Cell]) -> int:
    return sum(cell.state != "missing" for cell in cells)


def proven_tables(tables: Tables, readings: Sequence[PictureReading]) -> Tables:
    """The same tables, the numbers that come from pictures proven by the identities, or unreadable."""
    rules = {REQUESTS: request_identities(tables.rows), DISPUTES: dispute_identities()}
    by_locus = {reading.locus: reading for reading in readings}
    return replace(tables, cells=proven_cells(tables.cells, by_locus, rules))


def infer_tables(tables: Tables) -> Tables:
    """The same tables, with what the identities imply for cells that are not on the page."""
    rules = {REQUESTS: request_identities(tables.rows), DISPUTES: dispute_identities()}
    cells: list[Cell] = []
    for name, group in groupby(tables.cells, attrgetter("table")):
        read = tuple(group)
        cells += infer(read, rules[name]) if name in tables.found and name in rules else read
    return replace(tables, cells=tuple(cells))


def _statistics(page: Page, found: Sequence[FoundStatistics]) -> Tables:
    """The statistical table of a report from before the first form."""
    read = read_statistics(page, found)
    return Tables(
        read.form,
        read.cells,
        read.lines,
        frozenset([STATISTICS]),
        strays=_strays(page, read.strays),
        again=read.again,
    )


def _unread_statistics() -> Tables:
    """The national statistical table, printed in a way that shows no row of it."""
    return Tables(
        statistics_form(), missing_statistics(statistics_form()), frozenset(), frozenset()
    )


def _prints_statistics(page: Page) -> bool:
    text = squash("".join(page.clean))
    return sum(label in text for label in statistics_labels()) >= _MIN_STATISTICS


def without_numbers(tables: Tables) -> Tables:
    """The cells of the form, all `missing`: the page prints the form, but no number counts."""
    cells = [Cell(c.table, c.row, c.column, "missing", unit=c.unit) for c in tables.cells]
    return replace(tables, cells=tuple(cells), found=frozenset())


def _form(proactive: Sequence[ProactiveTable], requests: Sequence[RequestTable]) -> str:
    """The form whose labels are printed.

    Words of table 2 count most, then the number of values of its items, then the rows of table 3.
    If nothing distinguishes several forms, it is the oldest one.
    """
    names = list(form_names())
    if proactive:
        names = _most(names, proactive[0].votes)
        widths = [(row.key, len(row.values)) for row in proactive[0].printed.rows]
        fits = {n: sum(width_tells(item, width, n) for item, width in widths) for n in names}
        names = _most(names, fits)
    if requests:
        names = [n for n in names if _form_rows(n) == requests[0].keys] or names
    return names[0]


def _most(names: Sequence[str], counts: Mapping[str, int]) -> list[str]:
    most = max(counts[name] for name in names)
    return [name for name in names if counts[name] == most]


def _form_rows(form: str) -> tuple[str, ...]:
    return tuple(row.key for row in get_form(form).requests)


@cache
def _missing_proactive(form: str) -> tuple[Cell, ...]:
    return tuple(
        Cell(PROACTIVE, m.item, m.measure, "missing", unit=m.unit) for m in get_form(form).proactive
    )


@cache
def _missing_requests(form: str) -> tuple[Cell, ...]:
    return tuple(
        Cell(REQUESTS, row, column, "missing")
        for row in _form_rows(form)
        for column in applicant_keys()
    )


def _lines(
    proactive: Sequence[ProactiveTable],
    requests: Sequence[RequestTable],
    disputes: Sequence[DisputeTable],
) -> frozenset[int]:
    lines: set[int] = set()
    printed_tables = [piece for table in proactive for piece in table.pieces]
    for printed in [*printed_tables, *(table.printed for table in requests)]:
        first, last = span(printed)
        lines |= set(range(first, last + 1))
    for found in disputes:
        lines |= set(range(found.first, found.last + 1))
    return frozenset(lines)
