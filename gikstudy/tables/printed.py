"""The rows of a table as printed, before any of their values is given a column."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from gikstudy.tables.tokens import VALUE, Token


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One row as printed: its key, its label, and the contents of its cells, in order.

    Attributes:
        items: values, words in the place of values, empty cells, spacing and pads.
        doubts: unknown texts among the items; each may be a cell, a note, or the unreadable label
            of another row.
        closed: whether the row is on lines of its own, so that no other line continues it.
        divided: whether rows that the body added follow (行政检查, 行政确认).
        cut: whether the page ends in the row.
        alike: the values of a second row with the same label, if they differ.
        unsure: whether its values may belong to a neighbour that has too many.
        followed: whether numbers without a label are right below or above: 28030 may be 2803 and,
            in its narrow cell, 0 below it.
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
    followed: bool = False
    values: tuple[Token, ...] = field(init=False, repr=False, compare=False)
    """The printed values and words, in order; made once because every step needs them."""

    def __post_init__(self) -> None:
        values = tuple([token for token in self.items if token.kind == VALUE])
        object.__setattr__(self, "values", values)

    def open_if(self, doubtful: bool) -> PrintedRow:  # noqa: FBT001 (the answer to a question)
        """The row, unsure if it was or if this says so."""
        return replace(self, unsure=True) if doubtful and not self.unsure else self


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """The rows of a table in page order, the unidentified rows of the form, and the strays.

    `open_keys` are rows of the form to which the strays may belong. `first` and
    `end` are the token numbers that the table spans.
    """

    rows: tuple[PrintedRow, ...]
    open_keys: frozenset[str]
    strays: tuple[Token, ...]
    first: int
    end: int
