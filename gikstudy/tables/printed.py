"""The rows of a table as printed, before any of their values is given a column."""

from __future__ import annotations

from dataclasses import dataclass, field

from gikstudy.tables.tokens import VALUE, Token


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One row as printed: its key, its label, and what stands in its slots, in order.

    Attributes:
        items: values, words in the place of values, empty cells, spacing and pads.
        doubts: unknown texts that stand among the items and may be a cell, a note or the label
            of a row that nobody can read.
        closed: whether the row stands on lines of its own, so that no other line continues it.
        divided: whether rows of the body's own making follow (行政检查, 行政确认).
        cut: whether the page ends in the row.
        alike: the values of a second row with the same label, where they differ.
        unsure: whether its values may be those of a neighbour that holds too many.
    """

    key: str
    order: int
    label: Token
    items: tuple[Token, ...]
    doubts: tuple[Token, ...] = ()
    closed: bool = False
    divided: bool = False
    cut: bool = False
    alike: tuple[Token, ...] = ()
    unsure: bool = False
    values: tuple[Token, ...] = field(init=False, repr=False, compare=False)
    """The printed values and words, in order; made once, since every step asks for them."""

    def __post_init__(self) -> None:
        values = tuple([token for token in self.items if token.kind == VALUE])
        object.__setattr__(self, "values", values)


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """The rows of a table in page order, the rows of the form that nobody can tell, the strays.

    `open_keys` are rows without a readable label, to which the strays may belong. `first` and
    `end` are the token numbers that the table spans.
    """

    rows: tuple[PrintedRow, ...]
    open_keys: frozenset[str]
    strays: tuple[Token, ...]
    first: int
    end: int
