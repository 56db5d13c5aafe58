"""The tables of the form as a page shows them: named rows and columns, a cell in each place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gikstudy.evidence import anchor_of
from gikstudy.forms import (
    CHANNELS,
    OUTCOMES,
    Identity,
    applicant_keys,
    dispute_identities,
    form_names,
    get_form,
    request_identities,
)
from gikstudy.model import Cell
from gikstudy.reviewing.bilingual import Words, name_of
from gikstudy.show.grids import TITLES, cell_text

OPEN = frozenset(("ambiguous", "unreadable"))
"""States of cells that print something, or may, and have no number."""
_TITLES_EN = {name: en.partition(": ")[2].capitalize() for name, (_, en) in TITLES.items()}


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell of the form in its place: what it shows, and everything known about it."""

    cell: Cell
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class TableView:
    """A table, or a block of table 2, with named rows and columns."""

    table: str
    title: Words
    columns: tuple[Words, ...]
    rows: tuple[tuple[Words, tuple[CellView | None, ...]], ...]


@dataclass(frozen=True, slots=True)
class IdentityView:
    """An identity of the form with its terms: each term is a cell, or None if it has no row."""

    check: str
    scope: Words
    left: tuple[CellView, ...]
    right: tuple[CellView, ...]


def table_views(form: str, cells: Sequence[Cell]) -> tuple[TableView, ...]:
    """The tables of a report in form order; empty if it has no cells."""
    views = {(c.table, c.row, c.column): _view(c) for c in cells}
    found = [*_proactive(form, views)] if form in form_names() else []
    rows = tuple(dict.fromkeys(c.row for c in cells if c.table == "requests"))
    found.append(_table("requests", rows, applicant_keys(), ("row", "applicant"), views))
    found.append(_table("disputes", CHANNELS, OUTCOMES, ("channel", "outcome"), views))
    return tuple(table for table in found if any(any(cells) for _, cells in table.rows))


def identity_views(cells: Sequence[Cell]) -> dict[tuple[str, str], IdentityView]:
    """The identities that the form prints, by check and scope, with the cells on both sides."""
    views = {(c.table, c.row, c.column): _view(c) for c in cells}
    rows = tuple(dict.fromkeys(c.row for c in cells if c.table == "requests"))
    found = {}
    for table, identities in (
        ("requests", request_identities(rows) if rows else ()),
        ("disputes", dispute_identities()),
    ):
        for identity in identities:
            left, right = (_terms(table, side, views) for side in (identity.left, identity.right))
            if left and right:
                scope = scope_name(table, identity)
                found[identity.check, identity.scope] = IdentityView(
                    identity.check, scope, left, right
                )
    return found


def scope_name(table: str, identity: Identity) -> Words:
    """The column, row or channel of an identity in words."""
    lists = ("applicant", "row") if table == "requests" else ("channel",)
    for values in lists:
        name = name_of(values, identity.scope)
        if name[0] != identity.scope:
            return name
    return identity.scope, identity.scope


def cell_name(cell: Cell) -> Words:
    """A cell in words: its row and its column."""
    lists = {
        "requests": ("row", "applicant"),
        "proactive": ("item", "measure"),
        "disputes": ("channel", "outcome"),
    }[cell.table]
    names = [name_of(lists[0], cell.row), name_of(lists[1], cell.column)]
    return " · ".join(zh for zh, _ in names), " · ".join(en for _, en in names)


def _view(cell: Cell) -> CellView:
    return CellView(cell, anchor_of(cell.key), cell_text(cell))


Views = dict[tuple[str, str, str], CellView]


def _terms(table: str, side: Iterable[tuple[str, str]], views: Views) -> tuple[CellView, ...]:
    return tuple(views[table, *key] for key in side if (table, *key) in views)


def _table(
    table: str,
    rows: Iterable[str],
    columns: Sequence[str],
    lists: tuple[str, str],
    views: Views,
) -> TableView:
    return TableView(
        table,
        (TITLES[table][0], _TITLES_EN[table]),
        tuple(name_of(lists[1], column) for column in columns),
        tuple(
            (name_of(lists[0], row), tuple(views.get((table, row, column)) for column in columns))
            for row in rows
        ),
    )


def _proactive(form: str, views: Views) -> list[TableView]:
    """Table 2 block by block, because each block has its own columns."""
    blocks: dict[tuple[str, ...], list[str]] = {}
    known = get_form(form)
    for item in known.items:
        blocks.setdefault(tuple(m.measure for m in known.measures(item)), []).append(item)
    return [
        _table("proactive", items, measures, ("item", "measure"), views)
        for measures, items in blocks.items()
    ]
