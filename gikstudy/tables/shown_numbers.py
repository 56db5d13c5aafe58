"""What the picture of a cell may show as a number, and how doubtful each number is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple

from gikstudy.model import PictureReading
from gikstudy.packaged import packaged_rows
from gikstudy.tables.values import parse_value
from gikstudy.text import normalise

CONFUSION: Final = 3.0
ANYTHING: Final = 4.5

Move = tuple[int, float]
"""Another number of a cell, and the doubt that it costs."""


class ShownNumber(NamedTuple):
    """What a cell enters the sums with.

    `others` are other numbers with their doubts, the least first; `anything` is the doubt of a
    number that is not among them. A cell without a `number` shows something unknown, and so does
    one that is not `clear`: a stamp or a speck may hide what it is.
    """

    number: int | None
    others: tuple[Move, ...] = ()
    anything: float = ANYTHING
    text: str = ""
    swaps: Mapping[tuple[str, str], float] = {}
    """How doubtful it is that a figure of the text is another one, for each pair."""
    clear: bool = True


@cache
def _confusions() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in packaged_rows("gikstudy.tables", "confusions.csv"):
        found[row["figure"]].add(row["other"])
        found[row["other"]].add(row["figure"])
    return {figure: frozenset(others) for figure, others in found.items()}


def shown_by(reading: PictureReading) -> ShownNumber:
    """The numbers that the picture of one cell may show."""
    texts = [(normalise(text).strip(), doubt) for text, doubt in reading.texts]
    if not texts:
        return ShownNumber(None)
    first = texts[0][0]
    number = number_in(first)
    if number is None:
        return ShownNumber(None)
    doubts: dict[int, float] = {}
    for text, doubt in texts[1:]:
        _least(doubts, number_in(text), doubt)
    for text in _alike(first):
        _least(doubts, number_in(text), CONFUSION)
    doubts.pop(number, None)
    others = sorted(doubts.items(), key=lambda move: (move[1], move[0]))
    return ShownNumber(number, tuple(others), text=first, swaps=_swaps(texts), clear=reading.clear)


def number_in(text: str) -> int | None:
    """The count that a text is: a mark for nothing and an empty cell count as zero."""
    if not text:
        return 0
    value = parse_value(text)
    if value is None or value.kind == "odd":
        return None
    number = value.number or 0
    return number if isinstance(number, int) and number >= 0 else None


def _least(doubts: dict[int, float], number: int | None, doubt: float) -> None:
    if number is not None:
        doubts[number] = min(doubt, doubts.get(number, doubt))


def _alike(text: str) -> Iterable[str]:
    """Texts that differ in one figure that looks alike, is lost or is doubled."""
    for n, c in enumerate(text):
        if c.isdigit():
            for other in sorted(_confusions().get(c, ())):
                yield text[:n] + other + text[n + 1 :]
            yield text[:n] + text[n + 1 :]
            yield text[:n] + c + text[n:]


def _swaps(texts: Sequence[tuple[str, float]]) -> dict[tuple[str, str], float]:
    """For each figure and each other one, the doubt with which it replaces the first such figure."""
    first = texts[0][0]
    found: dict[tuple[str, str], float] = {}
    for text, doubt in texts[1:]:
        if len(text) != len(first):
            continue
        pairs = {(a, b) for a, b in zip(first, text, strict=True) if a != b}
        if len(pairs) == 1:
            pair = pairs.pop()
            found[pair] = min(doubt, found.get(pair, doubt))
    return found
