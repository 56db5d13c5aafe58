"""From placed tokens to the cells of the dataset, with state, raw text and locus."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final

from gikstudy.model import Cell, Number
from gikstudy.page import Page
from gikstudy.tables.placing import CUT, EXACT, MISSING, SOFT, UNREAD, UNSAID, Placed
from gikstudy.tables.solving import Options
from gikstudy.tables.tokens import Token, is_of_text, new
from gikstudy.tables.values import ODD

WAN: Final = 10_000
_DECIMALS: Final = re.compile(r"\.\d{3,}$")
CellPosition = tuple[str, str, str]  # table, row, column


def locus_of(page: Page, token: Token | None) -> str:
    """Where a token is: `L12`, `L12:3`, `T2R5C3`, `P4R7C2`; empty without a token."""
    if token is None:
        return ""
    if token.locus:
        return token.locus
    line = page.loci[token.line]
    if not token.cell:
        return line
    return f"{line}C{token.cell}" if line.startswith("P") else f"{line}:{token.cell}"


def missing_cell(key: CellPosition, unit: str = "") -> Cell:
    """A cell of the form that the report does not contain."""
    return Cell(*key, "missing", unit=unit)


def read_cell(
    page: Page, key: CellPosition, token: Token | None, label: Token | None, unit: str = ""
) -> Cell:
    """A cell whose place is certain: `reported`, `blank`, `nil_mark` or `unreadable`."""
    table, row, column = key
    if token is None or token.value is None:
        locus = locus_of(page, label if token is None else token)
        return Cell(table, row, column, "blank", locus=locus, unit=unit)
    kind, number, _ = token.value
    locus, raw = locus_of(page, token), token.raw.strip()
    if token.text.isdecimal() and isinstance(number, int) and number >= 0:  # most cells
        return new(Cell, (table, row, column, "reported", number, None, None, raw, locus, unit))
    counts = table != "proactive" or unit != ""  # amounts come without their unit
    if kind == "nil":
        return Cell(table, row, column, "nil_mark", raw=raw, locus=locus, unit=unit)
    negative = number is not None and number < 0 and table != "proactive"
    if number is None or negative or (counts and (isinstance(number, float) or "元" in token.text)):
        return Cell(table, row, column, "unreadable", raw=raw, locus=locus, unit=unit)
    return Cell(table, row, column, "reported", number, None, None, raw, locus, unit)


def number_of(token: Token) -> int | None:
    """The whole number of a value token in sums: zero for a nil mark, None without a number."""
    if token.value is None or token.value.kind == "odd":
        return None
    number = token.value.number or 0
    return number if isinstance(number, int) else None


def open_cell(
    page: Page,
    key: CellPosition,
    values: Sequence[Token],
    options: frozenset[int | None],
    state: str,
    *,
    seen: bool = True,
) -> Cell:
    """A cell of a loose row: its possible values, as far as order and identities show.

    Args:
        options: which of `values` may belong here; None for a blank.
        state: `reported` if one value belongs here whatever the other cells contain, `solved`
            if the identities put it here.
        seen: whether the row shows that it has empty cells.
    """
    if options == {None}:
        # An empty cell that left no trace was not seen: its emptiness is inferred.
        where = locus_of(page, values[0])
        return Cell(*key, "blank", locus=where) if seen else Cell(*key, "solved", 0, locus=where)
    printed = sorted(i for i in options if i is not None)
    tokens = [values[i] for i in printed]
    raw = " | ".join(token.raw.strip() for token in (tokens if len(options) == 1 else values))
    locus = locus_of(page, tokens[0])
    if len(options) == 1:
        cell = read_cell(page, key, tokens[0], None)
        is_number = cell.state == "reported"
        return Cell(*key, state, cell.value, raw=raw, locus=locus) if is_number else cell  # type: ignore[arg-type]
    numbers: list[Number | None] = [token.value.number if token.value else None for token in tokens]
    if any(token.value is None or token.value.kind == "odd" for token in tokens):
        return Cell(*key, "ambiguous", raw=raw, locus=locus)
    if all(token.value is not None and token.value.kind == "nil" for token in tokens):
        return Cell(*key, "nil_mark", raw=raw, locus=locus)
    # In a row with numbers, a blank counts as zero.
    possible = [n or 0 for n in numbers] + ([0] if None in options else [])
    low, high = min(possible), max(possible)
    if low == high:
        return Cell(*key, "solved", low, raw=raw, locus=locus)
    return Cell(*key, "ambiguous", lower=low, upper=high, raw=raw, locus=locus)


def row_cells(
    page: Page,
    keys: Sequence[CellPosition],
    row: Placed,
    loose: Callable[[Sequence[Token]], list[Cell]],
) -> list[Cell]:
    """The cells of a row as placed.

    Args:
        keys: the cells of the row, in printed order.
        loose: makes the cells from values that only their order, or the sums, can place.
    """
    if row.kind in (EXACT, SOFT):
        pairs = zip(keys, row.cells, strict=True)
        return [read_cell(page, key, token, row.label) for key, token in pairs]
    if row.kind == MISSING:
        return [missing_cell(key) for key in keys]
    if row.kind == UNREAD and row.cells[0] is not None:
        return unread_cells(page, keys, row.cells[0])
    if row.kind == UNSAID or not row.values:
        return open_cells(page, keys, row.label)
    return cut_cells(page, keys, row.values) if row.kind == CUT else loose(row.values)


def cut_cells(page: Page, keys: Sequence[CellPosition], values: Sequence[Token]) -> list[Cell]:
    """Cells of a row printed only in part: open, because any value may belong to any cell."""
    locus = locus_of(page, values[0])
    raw = " | ".join(token.raw.strip() for token in values)
    return [Cell(*key, "ambiguous", raw=raw, locus=locus) for key in keys]


def unread_cells(page: Page, keys: Sequence[CellPosition], token: Token) -> list[Cell]:
    """Cells of a row whose numbers could not be separated from the text around them."""
    locus = locus_of(page, token)
    return [Cell(*key, "unreadable", raw=token.raw.strip(), locus=locus) for key in keys]


def with_open_end(cells: list[Cell], locus: str, *, adds_up: bool) -> list[Cell]:
    """The cells of a row that ends with the page: its last number may be cut off.

    Args:
        cells: the cells as read.
        locus: the locus of the last token of the page.
        adds_up: whether an identity shows that the last number is complete.
    """
    if adds_up:
        return cells
    return [
        cell._replace(state="ambiguous", value=None, lower=None, upper=None)
        if cell.locus == locus and (cell.value or cell.upper)
        else cell
        for cell in cells
    ]


def open_cells(page: Page, keys: Sequence[CellPosition], label: Token | None) -> list[Cell]:
    """Cells of a row that may print something or not: no empty cell and no number was seen."""
    locus = locus_of(page, label)
    return [Cell(*key, "ambiguous", locus=locus) for key in keys]


def loose_cells(
    page: Page,
    keys: Sequence[CellPosition],
    values: Sequence[Token],
    options: Options,
    fixed: frozenset[int],
    *,
    seen: bool = True,
) -> list[Cell]:
    """The cells of one loose row; columns in `fixed` are certain whatever the others contain.

    If a row prints more values than it has columns, a number was cut in two or a foreign one was
    added. Of its cells, only those between zeros are then known: they are zero. In a line of text,
    several numbers may have run together into a value that cannot be read. Then no cell is known.
    """
    if any(token.value is ODD and is_of_text(token) for token in values):
        return cut_cells(page, keys, values)
    cells = [
        open_cell(
            page, key, values, allowed, "reported" if column in fixed else "solved", seen=seen
        )
        for column, (key, allowed) in enumerate(zip(keys, options, strict=True))
    ]
    if len(values) <= len(keys):
        return cells
    return [
        known if known.value == 0 else unknown
        for known, unknown in zip(cells, cut_cells(page, keys, values), strict=True)
    ]


def in_yuan(cell: Cell, token: Token | None, header: str, default: str) -> Cell:
    """A money cell in yuan. The unit is from the cell, else from its header, else from the form.

    Args:
        header: the cleaned header above the cell.
        default: `万元` if the form itself prescribes it, otherwise empty.

    Returns:
        The cell with its unit: `yuan`, or `unstated` if a number other than zero is printed without
        any unit. The amount is then open: between that many yuan and that many 万元.
    """
    scale = _unit_scale(token, header, default)
    if scale == 1 and default and token is not None and _DECIMALS.search(token.text):
        scale = WAN  # the header lost its 万: amounts in yuan have at most two decimals
    if scale is not None:
        return _scaled(cell, scale, "yuan")
    numbers = [n for n in (cell.value, cell.lower, cell.upper) if n]
    if not numbers:
        return _scaled(cell, 1, "yuan")
    low, high = float(min(0, *numbers)), _times(max(numbers), WAN)
    if cell.state == "reported":
        low = float(min(numbers))
    return cell._replace(state="ambiguous", value=None, lower=low, upper=high, unit="unstated")


def _unit_scale(token: Token | None, header: str, default: str) -> int | None:
    if token is not None and token.value is not None and token.value.unit == "yuan":
        return 1
    if "万元" in header:
        return WAN
    if "亿元" in header:
        return WAN * WAN
    if "元" in header and "万" not in header:  # 采购总金额(万…元): a stray text inside the unit
        return 1
    return WAN if default == "万元" else None


def _times(number: Number, scale: int) -> float:
    """A decimal number times a scale, without binary rounding errors."""
    return float(Decimal(repr(number)) * scale)


def _scaled(cell: Cell, scale: int, unit: str) -> Cell:
    value, lower, upper = (
        None if number is None else _times(number, scale)
        for number in (cell.value, cell.lower, cell.upper)
    )
    return cell._replace(value=value, lower=lower, upper=upper, unit=unit)
