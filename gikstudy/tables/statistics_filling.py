"""One row of a statistical table: its label, what is printed for it, and which column holds what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from gikstudy.tables.statistics_columns import COUNT, PrintedColumn, PrintedColumns, is_unit
from gikstudy.tables.statistics_labels import Named
from gikstudy.tables.tokens import SLOT, TEXT, VALUE, Token

Fit = Literal["full", "blank", "short", "over", "open"]
SOLID: Final = frozenset([VALUE, SLOT, TEXT])


@dataclass(slots=True)
class LabelledRow:
    """One label with what is printed for it.

    Attributes:
        key: the line of the table; empty if the page leaves it open.
        code: the code of that line, which may be printed beside it.
        needs: whether the line prints a number.
        named: the label.
        left, right: the things that belong to it, before and after it.
        fit: how many there are: all, all but a blank that was seen, too few, too many.
        unit: the printed unit.
        cells: the number of each column, if they fit; None for a blank.
    """

    key: str
    code: str
    needs: bool
    named: Named
    left: list[Token] = field(default_factory=list)
    right: list[Token] = field(default_factory=list)
    fit: Fit = "short"
    unit: str = ""
    cells: dict[str, Token | None] = field(default_factory=dict)

    @property
    def printed(self) -> list[Token]:
        """Everything printed for it except its unit."""
        return [t for t in (*self.left, *self.right) if t.kind in SOLID and not is_unit(t)]

    @property
    def empty(self) -> bool:
        """Whether nothing is printed for it."""
        return not any(t.kind in SOLID for t in (*self.left, *self.right))


def fill(row: LabelledRow, columns: PrintedColumns) -> None:
    """Puts what is printed for a row into its columns, if it fits them exactly."""
    counted = any(column.kind == COUNT for column in columns.before)
    if row.left and not counted:
        row.fit = "open"
        return
    left = placed_in(row, row.left, columns.before) if counted else {}
    right = placed_in(row, row.right, columns.after)
    if left is None or right is None:
        return
    row.fit = "full"
    row.cells = left | right


def placed_in(
    row: LabelledRow, tokens: Sequence[Token], columns: Sequence[PrintedColumn]
) -> dict[str, Token | None] | None:
    """The numbers of the columns of counts, or None; then `fit` says what is wrong."""
    solid = _cut_to([token for token in tokens if token.kind in SOLID], len(columns))
    wide = _cut_to(spread(tokens), len(columns))
    row.unit = next((token.text for token in solid if is_unit(token)), row.unit)
    if len(wide) == len(columns) and wide != solid:
        if len(solid) == len(columns):  # a wide empty cell is one column, or several
            row.fit = "open"
            return None
        solid = wide
    wanted = _wanted(row, solid, columns)
    if wanted is None:
        row.fit = "open"
        return None
    if len(solid) != len(wanted):
        row.fit = "over" if len(solid) > len(wanted) else "short"
        return None
    cells: dict[str, Token | None] = {}
    for column, token in zip(wanted, solid, strict=True):
        if not _may_hold(row, column, token):
            row.fit = "open"
            return None
        if column.kind == COUNT:
            cells[column.name] = token
        elif column.kind == "unit" and is_unit(token):
            row.unit = token.text
    return cells


def _wanted(
    row: LabelledRow, solid: list[Token], columns: Sequence[PrintedColumn]
) -> list[PrintedColumn] | None:
    """The columns that a row prints: one without a unit lacks that column.

    A unit or a code that no header announces is taken out of `solid`. None if an empty cell may
    as well be the unit as a number.
    """
    wanted = list(columns)
    kinds = [column.kind for column in wanted]
    if "unit" not in kinds and solid and is_unit(solid[0]):
        row.unit = solid.pop(0).text
    if "unit" in kinds and len(solid) < len(wanted) and not any(map(is_unit, solid)):
        wanted.pop(kinds.index("unit"))
        if any(token.kind == SLOT for token in solid):
            return None
    if "code" not in kinds and row.code and len(solid) == len(wanted) + 1:
        at = next((n for n, token in enumerate(solid[:2]) if _is_code(token, row.code)), None)
        if at is not None:
            solid.pop(at)
    return wanted


def _cut_to(tokens: list[Token], width: int) -> list[Token]:
    """The things of a row without the empty cells behind its last column."""
    while len(tokens) > width and tokens[-1].kind == SLOT:
        tokens.pop()
    return tokens


def spread(tokens: Iterable[Token]) -> list[Token]:
    """The things that fill cells; an empty cell of a real table may be several columns wide."""
    return [
        token
        for token in tokens
        if token.kind in SOLID
        for _ in range(token.width if token.kind == SLOT and token.width > 1 else 1)
    ]


def _is_code(token: Token, code: str) -> bool:
    return token.text.rstrip("* ").lstrip("0") == code.lstrip("0")


def _may_hold(row: LabelledRow, column: PrintedColumn, token: Token) -> bool:
    """Whether a printed thing can be in a column of this kind."""
    if column.kind == COUNT:
        return not is_unit(token)
    if column.kind == "code":
        return _is_code(token, row.code) if row.code else True
    nil = token.value is not None and token.value.kind == "nil"
    if column.kind == "unit":
        return is_unit(token) or nil or token.kind == SLOT
    if column.kind == "note":
        return token.kind != VALUE or nil
    return True
