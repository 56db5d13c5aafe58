"""All sets of cells of a table that may have been misread together without breaking a sum."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Final

from gikstudy.tables.shown_numbers import Move, ShownNumber, number_in
from gikstudy.tables.sums import CellNumbers, Key, KnownSum

PLAUSIBLE: Final = 6.0
"""Readings of a table that are less likely than the first one by more powers of ten do not count."""
_SYSTEMATIC: Final = 3.0
"""The doubt up to which one figure may be another one throughout a table."""
_STEPS: Final = 60_000
_REPEATED: Final = 3
"""Cells of a row with the same number from which on they are marks."""


def systematic(
    shown: Mapping[Key, ShownNumber], numbers: CellNumbers, holding: Sequence[KnownSum]
) -> set[Key]:
    """Cells with a figure that may be another one throughout the table without breaking a sum."""
    doubts: dict[tuple[str, str], list[float]] = defaultdict(list)
    for cell in shown.values():
        for a in sorted(set(cell.text) & set("0123456789")):
            for b in "0123456789":
                if a != b:
                    doubts[a, b].append(cell.swaps.get((a, b), PLAUSIBLE))
    found: set[Key] = set()
    for (a, b), each in doubts.items():
        if median(each) >= _SYSTEMATIC:
            continue
        changed = {
            key: swapped
            for key, cell in shown.items()
            if a in cell.text and (swapped := number_in(cell.text.replace(a, b))) is not None
        }
        other = {**numbers, **changed}
        if all(each.off(other) == 0 for each in holding):
            found |= changed.keys()
    return found


def strokes(shown: Mapping[Key, ShownNumber]) -> set[Key]:
    """Cells of rows that show one number other than zero again and again: no such row adds up.

    They are marks for nothing, each of which was read as the same figure.
    """
    rows: dict[str, list[Key]] = defaultdict(list)
    for key in shown:
        rows[key[0]].append(key)
    found: set[Key] = set()
    for keys in rows.values():
        first = shown[keys[0]].number
        if first and len(keys) >= _REPEATED and all(shown[key].number == first for key in keys):
            found.update(keys)
    return found


def scaled(shown: Mapping[Key, ShownNumber], numbers: CellNumbers) -> set[Key]:
    """Cells of a table whose numbers all end in 0: where 1.0 lost its point, 10 adds up as well.

    A plain 0 shows that the table prints no tenths.
    """
    found = {key for key, number in numbers.items() if number}
    tenths = all(numbers[key] % 10 == 0 for key in found)
    return found if tenths and not any(cell.text == "0" for cell in shown.values()) else set()


class Misreadings:
    """All sets of cells that may have been misread together without breaking a sum.

    Cells are changed one after another: a change breaks sums, and the next change is in one of
    these. The first change of a set is its least doubtful one, so a set is found from there.
    """

    def __init__(
        self,
        shown: Mapping[Key, ShownNumber],
        numbers: CellNumbers,
        holding: Sequence[KnownSum],
        through: Mapping[Key, list[int]],
    ) -> None:
        self._shown = shown
        self._numbers = numbers
        self._factors = [each.factors for each in holding]
        self._through = through
        self._steps = 0
        self._found: set[Key] = set()
        self._least = 0.0

    def doubtful(self) -> set[Key] | None:
        """The cells of these sets; None if there are too many to try."""
        for key in self._through:
            for number, doubt in self._moves(key):
                if 2 * doubt >= PLAUSIBLE:
                    break
                self._least = doubt
                self._change(key, number - self._numbers[key], doubt, {}, {})
                if self._steps > _STEPS:
                    return None
        return self._found

    def _moves(self, key: Key) -> Sequence[Move]:
        return self._shown[key].others if self._through[key] else ()

    def _change(
        self, key: Key, delta: int, doubt: float, changed: dict[Key, int], off: dict[int, int]
    ) -> None:
        """Changes one cell more, and mends the sums that this breaks."""
        self._steps += 1
        if self._steps > _STEPS:
            return
        changed = {**changed, key: delta}
        off = self._after(key, delta, off)
        if not off:
            self._found |= changed.keys()
            return
        broken = min(off, key=lambda n: (len(self._factors[n]), n))
        for other, factor in self._factors[broken].items():
            if other not in changed:
                step, rest = divmod(-off[broken], factor)
                mending = None if rest else step
                for more, by in self._changes(other, mending, PLAUSIBLE - doubt):
                    self._change(other, by, doubt + more, changed, off)

    def _after(self, key: Key, delta: int, off: Mapping[int, int]) -> dict[int, int]:
        """By how much each sum is off after one more change; none that holds is among them."""
        left = dict(off)
        for n in self._through[key]:
            left[n] = left.get(n, 0) + self._factors[n][key] * delta
        return {n: by for n, by in left.items() if by}

    def _changes(self, key: Key, mending: int | None, room: float) -> list[tuple[float, int]]:
        """The changes of a cell that leave room in the doubt, and the one that mends the sum."""
        cell, number = self._shown[key], self._numbers[key]
        found = [
            (more, other - number) for other, more in cell.others if self._least <= more < room
        ]
        if mending is None or cell.anything >= room or number + mending < 0:
            return found
        is_known = any(by == mending for _, by in found)
        return found if is_known else [*found, (cell.anything, mending)]
