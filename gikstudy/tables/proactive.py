"""Table 2 (proactive disclosure): items anchored by their labels, the form told by the headers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from gikstudy.forms import FORM_NAMES, Measure, get_form
from gikstudy.model import Cell
from gikstudy.page import Page
from gikstudy.tables.alignment import Segment, best_chain, proactive_candidates, segments
from gikstudy.tables.cells import (
    Key,
    cut_cells,
    in_yuan,
    loose_cells,
    missing_cell,
    read_cell,
    unread_cells,
)
from gikstudy.tables.labels import identify
from gikstudy.tables.placing import (
    CUT,
    EXACT,
    LOOSE,
    MISSING,
    SOFT,
    UNREAD,
    Habits,
    habits_of,
    labels_first,
    place,
)
from gikstudy.tables.solving import Options, by_order, options_of, placements
from gikstudy.tables.tokens import TEXT, Token

_MIN_ITEMS: Final = 3  # fewer count only under a header of the table
_HEAD: Final = 14  # tokens of headings and headers that stand before the first item
_ONLY_2019: Final = frozenset(["other_services", "procurement"])


@dataclass(frozen=True, slots=True)
class ProactiveTable:
    """The items of table 2 as printed; `headers` are the header texts above each item."""

    segments: tuple[Segment, ...]
    headers: dict[str, tuple[str, ...]]
    votes: dict[str, int]


def find_proactive(tokens: Sequence[Token], *, to_page_end: bool) -> ProactiveTable | None:
    """The best chain of item labels in the stream, or None where there is no table 2."""
    chain = best_chain(tokens, proactive_candidates(tokens))
    found = segments(tokens, chain, to_page_end=to_page_end)
    if not found:
        return None
    start = max(0, chain[0].at - _HEAD)
    votes = _votes(tokens, start, chain[-1].at, found)
    if len(found) < _MIN_ITEMS and not (any(votes.values()) and any(s.values for s in found)):
        return None
    headers = {
        segment.key: _headers_above(tokens, candidate.at, start)
        for segment, candidate in zip(
            found,
            (c for n, c in enumerate(chain) if n == 0 or chain[n - 1].order != c.order),
            strict=True,
        )
    }
    return ProactiveTable(tuple(found), headers, votes)


def _headers_above(tokens: Sequence[Token], at: int, start: int) -> tuple[str, ...]:
    """The header texts since the heading of the block (第二十条第…项) that an item stands in."""
    texts: list[str] = []
    for token in reversed(tokens[start:at]):
        if token.kind != TEXT:
            continue
        tags = token.label.tags
        if "block" in tags or "heading" in tags:
            break
        if tags:
            texts.append(token.text)
    return tuple(reversed(texts))


def _votes(
    tokens: Sequence[Token], start: int, end: int, found: Sequence[Segment]
) -> dict[str, int]:
    """How many headers and items of each form the table prints."""
    votes = dict.fromkeys(FORM_NAMES, 0)
    for token in tokens[start:end]:
        if token.kind == TEXT:
            tags = token.label.tags
            for name in FORM_NAMES:
                votes[name] += f"form_{name}" in tags
    for segment in found:
        if segment.key in _ONLY_2019:
            votes["2019"] += 1
    return votes


def read_proactive(
    page: Page, table: ProactiveTable, form: str, below: Habits | None
) -> list[Cell]:
    """All cells of table 2 of the form, as read and placed.

    Args:
        below: what table 3 shows of the layout; it counts where no row of table 2 is complete.
    """
    by_item = {segment.key: segment for segment in table.segments}
    habits = {n: _habits(table.segments, n, below) for n in (1, 2, 3)}
    apart = labels_first(table.segments, lambda item: len(get_form(form).measures(item)) or 3)
    cells: list[Cell] = []
    for item in get_form(form).items:
        measures = get_form(form).measures(item)
        segment = _own(by_item[item]) if item in by_item else None
        if segment is None:
            cells += [missing_cell(("proactive", item, m.measure), m.unit) for m in measures]
        elif item in apart:
            keys = [("proactive", item, m.measure) for m in measures]
            units = {m.measure: m.unit for m in measures}
            cells += [
                cell._replace(unit=units[cell.column])
                for cell in cut_cells(page, keys, apart[item])
            ]
        else:
            header = table.headers[item]
            cells += _item_cells(
                page, segment, measures, _printed(form, item, segment, header), habits, header
            )
    return cells


def _habits(segments: Sequence[Segment], columns: int, below: Habits | None) -> Habits:
    habits = habits_of(segments, columns)
    if below is None or any(len(segment.values) == columns for segment in segments):
        return habits
    return replace(habits, lines=habits.lines or below.lines, bars=below.bars, tail=below.tail)


def _own(segment: Segment) -> Segment:
    """The segment up to a text that is no label: what stands behind is another row's."""
    for at in segment.strangers:
        if any(token.kind == "value" for token in segment.items[:at]):
            return replace(segment, items=segment.items[:at])
    return segment


def _printed(
    form: str, item: str, segment: Segment, headers: tuple[str, ...]
) -> tuple[Measure, ...]:
    """The columns the item prints: those of the form, unless its own headers are the other form's.

    Some bodies mix the forms: the block headed 上一年项目数量 keeps its three columns.
    """
    own = get_form(form).measures(item)
    if len(segment.values) in (0, len(own)):
        return own
    other_name = next(name for name in FORM_NAMES if name != form)
    other = get_form(other_name).measures(item)
    tags = [tag for text in headers for tag in identify(text).tags]
    if len(segment.values) == len(other) and f"form_{other_name}" in tags:
        return other
    return own


def _item_cells(
    page: Page,
    segment: Segment,
    measures: tuple[Measure, ...],
    printed: tuple[Measure, ...],
    habits: dict[int, Habits],
    headers: tuple[str, ...],
) -> list[Cell]:
    keys: list[Key] = [("proactive", m.item, m.measure) for m in printed]
    row = place(segment, len(printed), habits[len(printed)])
    if row.kind == SOFT and not _signs_fit(row.cells, printed):
        row = replace(row, kind=LOOSE, cells=segment.values)
    values = [token for token in row.cells if token is not None and token.kind == "value"]
    tokens: list[Token | None]
    if row.kind == MISSING:
        tokens = [None] * len(printed)
        cells = [missing_cell(key) for key in keys]
    elif row.kind == CUT:
        tokens = [values[0]] * len(printed)
        cells = cut_cells(page, keys, values)
    elif row.kind == UNREAD and row.cells[0] is not None:
        tokens = [None] * len(printed)
        cells = unread_cells(page, keys, row.cells[0])
    elif row.kind in (EXACT, SOFT):
        tokens = list(row.cells)
        cells = [
            read_cell(page, key, token, row.label, "" if m.unit == "yuan" else m.unit)
            for key, token, m in zip(keys, tokens, printed, strict=True)
        ]
    else:
        options = _signed_in_place(values, printed)
        tokens = [values[0]] * len(printed)
        cells = loose_cells(page, keys, values, options, frozenset())
    by_measure = {
        m.measure: _with_unit(cell, token, m, headers)
        for m, cell, token in zip(printed, cells, tokens, strict=True)
    }
    return [
        by_measure.get(m.measure) or missing_cell(("proactive", m.item, m.measure), m.unit)
        for m in measures
    ]


def _signed_in_place(values: Sequence[Token], printed: tuple[Measure, ...]) -> Options:
    """What order allows, and a sign: only the change since last year can carry one."""
    n, columns = len(values), len(printed)
    change = next((i for i, m in enumerate(printed) if m.measure == "items_change"), None)
    signed = [i for i, token in enumerate(values) if not token.text[0].isdigit() and _counts(token)]
    if n > columns or change is None or len(signed) != 1:
        return by_order(n, columns)
    found = [p for p in placements(n, columns) if p[signed[0]] == change]
    return options_of(found, columns) if found else by_order(n, columns)


def _signs_fit(cells: Sequence[Token | None], printed: tuple[Measure, ...]) -> bool:
    """Whether every sign stands in the column of changes."""
    return all(
        token is None
        or not _counts(token)
        or token.text[0].isdigit()
        or measure.measure == "items_change"
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
