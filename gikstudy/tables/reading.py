"""Tables 2, 3 and 4 of a page: found, read against the form they print, and inferred from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from gikstudy.forms import (
    CHANNELS,
    OUTCOMES,
    applicant_keys,
    dispute_identities,
    get_form,
    request_identities,
)
from gikstudy.model import Cell
from gikstudy.packaged import packaged_rows
from gikstudy.page import Page
from gikstudy.tables.alignment import span
from gikstudy.tables.disputes import DisputeTable, find_disputes, read_disputes
from gikstudy.tables.inference import infer
from gikstudy.tables.labels import squash
from gikstudy.tables.proactive import ProactiveTable, find_proactive, read_proactive
from gikstudy.tables.requests import RequestTable, find_requests, read_requests
from gikstudy.tables.solving import Pins
from gikstudy.tables.tokens import Token, tokenise

PROACTIVE: Final = "proactive"
REQUESTS: Final = "requests"
DISPUTES: Final = "disputes"


@dataclass(frozen=True, slots=True)
class Tables:
    """What a page says in its three tables.

    Attributes:
        form: `2019`, `2021` or `none`, by the labels printed.
        cells: every cell of the form in form order, in the state it was read in.
        lines: the page lines that belong to a table.
        found: which of the three tables are on the page.
    """

    form: str
    cells: tuple[Cell, ...]
    lines: frozenset[int]
    found: frozenset[str]
    rows: tuple[str, ...] = ()


NO_TABLES: Final = Tables("none", (), frozenset(), frozenset())
# The statistical table of the reports for 2014 to 2018 is recognised; its cells are not read.
STATISTICS: Final = Tables("2014", (), frozenset(), frozenset())
_MIN_STATISTICS: Final = 4  # labels of that table; prose repeats one or two


def read_tables(page: Page, pins: Pins | None = None) -> Tables:
    """Find and read the tables of a page; no inference yet (see `infer_tables`).

    Args:
        page: the page.
        pins: numbers of table 3 that corrections give; slid rows are placed around them.
    """
    tokens = tokenise(page)
    requests = find_requests(tokens)
    first, end = _extent(tokens, requests)
    proactive = find_proactive(tokens[:first], to_page_end=first == len(tokens)) or find_proactive(
        tokens[end:], to_page_end=True
    )
    disputes = find_disputes(tokens, end) or find_disputes(tokens, 0)
    if requests is None and proactive is None:
        return STATISTICS if _prints_statistics(page) else NO_TABLES
    form = _form(proactive, requests)
    habits = requests.habits if requests else None
    cells = [
        *(read_proactive(page, proactive, form, habits) if proactive else _missing_proactive(form)),
        *(read_requests(page, requests, pins) if requests else _missing_requests(form)),
        *(read_disputes(page, disputes, habits) if disputes else _missing_disputes()),
    ]
    present = {PROACTIVE: proactive, REQUESTS: requests, DISPUTES: disputes}
    return Tables(
        form,
        tuple(cells),
        _lines(proactive, requests, disputes),
        frozenset(name for name, table in present.items() if table is not None),
        requests.rows if requests else _form_rows(form),
    )


def infer_tables(tables: Tables) -> Tables:
    """The same tables with what the identities say about cells that are not on the page."""
    by_table: dict[str, list[Cell]] = {PROACTIVE: [], REQUESTS: [], DISPUTES: []}
    for cell in tables.cells:
        by_table[cell.table].append(cell)
    cells = list(by_table[PROACTIVE])
    rules = {REQUESTS: request_identities(tables.rows), DISPUTES: dispute_identities()}
    for name in (REQUESTS, DISPUTES):
        read = by_table[name]
        cells += infer(read, rules[name]) if name in tables.found else read
    return Tables(tables.form, tuple(cells), tables.lines, tables.found, tables.rows)


def _prints_statistics(page: Page) -> bool:
    text = squash("".join(page.clean))
    return sum(row["label"] in text for row in _statistics()) >= _MIN_STATISTICS


@cache
def _statistics() -> tuple[dict[str, str], ...]:
    return packaged_rows("gikstudy.forms", "statistics_2014.csv")


def without_numbers(tables: Tables) -> Tables:
    """The cells of the form, all `missing`: the page prints the form and no number counts."""
    cells = [Cell(c.table, c.row, c.column, "missing", unit=c.unit) for c in tables.cells]
    return Tables(tables.form, tuple(cells), tables.lines, frozenset(), tables.rows)


def _extent(tokens: Sequence[Token], table: RequestTable | None) -> tuple[int, int]:
    """Token numbers of the first label of table 3 and of what follows its last value."""
    if table is None:
        return len(tokens), 0
    first = tokens.index(table.segments[0].label)
    last = table.segments[-1]
    end = tokens.index(last.items[-1] if last.items else last.label, first)
    return first, end + 1


def _form(proactive: ProactiveTable | None, requests: RequestTable | None) -> str:
    """The form whose labels are printed; table 2 differs most, table 3 only in 其他处理."""
    votes = proactive.votes if proactive else {"2019": 0, "2021": 0}
    if votes["2019"] != votes["2021"]:
        return max(votes, key=lambda name: votes[name])
    if proactive:
        decided = [s for s in proactive.segments if s.key in ("licensing", "penalty", "compulsion")]
        ones = sum(len(segment.values) == 1 for segment in decided)
        threes = sum(len(segment.values) == 3 for segment in decided)
        if ones != threes:
            return "2021" if ones > threes else "2019"
    divided = requests is not None and "other_misc" in requests.rows
    return "2021" if divided else "2019"


def _form_rows(form: str) -> tuple[str, ...]:
    return tuple(row.key for row in get_form(form).requests)


def _missing_proactive(form: str) -> list[Cell]:
    return [
        Cell(PROACTIVE, m.item, m.measure, "missing", unit=m.unit) for m in get_form(form).proactive
    ]


def _missing_requests(form: str) -> list[Cell]:
    return [
        Cell(REQUESTS, row, column, "missing")
        for row in _form_rows(form)
        for column in applicant_keys()
    ]


def _missing_disputes() -> list[Cell]:
    return [Cell(DISPUTES, ch, outcome, "missing") for ch in CHANNELS for outcome in OUTCOMES]


def _lines(
    proactive: ProactiveTable | None,
    requests: RequestTable | None,
    disputes: DisputeTable | None,
) -> frozenset[int]:
    lines: set[int] = set()
    for table in (proactive, requests):
        if table is not None:
            first, last = span(table.segments)
            lines |= set(range(first, last + 1))
    if disputes is not None:
        lines |= set(range(disputes.label.line, disputes.last + 1))
    return frozenset(lines)
