"""What the sums of table 4 confirm: the order of its columns, and that its values are its own."""

from __future__ import annotations

from collections.abc import Sequence

from gikstudy.forms import CHANNELS, OUTCOMES
from gikstudy.tables.cells import CellPosition, number_of
from gikstudy.tables.dispute_layout import COLUMNS, form_order
from gikstudy.tables.placing import EXACT, Placed
from gikstudy.tables.printed import PrintedRow
from gikstudy.tables.solving import solve_disputes
from gikstudy.tables.tokens import SOLID, VALUE


def adds_up(row: Placed, keys: Sequence[CellPosition]) -> bool:
    """Whether the outcomes of each channel add up to its total; blanks count as zero."""
    numbers = [0 if t is None or t.kind != VALUE else number_of(t) for t in row.cells]
    if None in numbers:
        return False
    known = {key[1:]: n or 0 for key, n in zip(keys, numbers, strict=True)}
    *parts, total = OUTCOMES
    return all(sum(known[ch, part] for part in parts) == known[ch, total] for ch in CHANNELS)


def channel_places(keys: Sequence[CellPosition]) -> list[list[int]]:
    """The places of each channel's outcomes in a row, the total last."""
    places = {key[1:]: at for at, key in enumerate(keys)}
    return [[places[channel, outcome] for outcome in OUTCOMES] for channel in CHANNELS]


def confirmed_keys(printed: PrintedRow, keys: tuple[CellPosition, ...]) -> tuple[CellPosition, ...]:
    """The cells of the numbers: an order that is not the form's counts only if its sums hold.

    A header with torn cells shows an order that the table does not have.
    """
    if keys == form_order():
        return keys
    row = Placed(printed.key, EXACT, tuple(t for t in printed.items if t.kind in SOLID))
    numbers = any(number_of(token) for token in row.values)
    if len(row.cells) != COLUMNS or not numbers or adds_up(row, keys):
        return keys
    return form_order() if adds_up(row, form_order()) else ()


def is_of_text(row: PrintedRow) -> bool:
    """Whether the values are words of a text, so that the number of the row may be one of them."""
    return any(not token.locus for token in row.values)


def is_poured_out(row: PrintedRow) -> bool:
    """Whether text has the values on lines of their own, with anything between them."""
    return len({token.line for token in row.values if not token.locus}) > 1


def holds_foreign(row: Placed, keys: Sequence[CellPosition], *, inside: bool) -> bool:
    """Whether a row that does not add up does so without one of its values, and with a blank.

    Args:
        row: the row as placed.
        keys: the cells of its values.
        inside: whether anything may stand between the values. If not, only a first or a last value
            may be foreign: the number of the row.
    """
    numbers = [number_of(token) for token in row.values]
    if adds_up(row, keys):
        return False
    if None in numbers or len(numbers) < COLUMNS:
        return inside
    ends = {at for at in (0, len(numbers) - 1) if numbers[at]}
    places = range(len(numbers)) if inside else sorted(ends)
    rests = (numbers[:at] + numbers[at + 1 :] for at in places)
    return any(solve_disputes(tuple(n or 0 for n in rest)) for rest in rests)
