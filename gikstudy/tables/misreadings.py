"""All sets of cells of a table that may have been misread together without breaking a sum."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Final

from gikstudy.forms import Identity
from gikstudy.tables.shown_numbers import Move, ShownNumber, number_in

PLAUSIBLE: Final = 6.0
"""Readings of a table that are less likely than the first one by more powers of ten do not count."""
_SYSTEMATIC: Final = 3.0
"""The doubt up to which one figure may be another one throughout a table."""
_STEPS: Final = 60_000

Key = tuple[str, str]
CellNumbers = Mapping[Key, int]


def difference(rule: Identity, numbers: CellNumbers) -> int | None:
    """The left side of an identity minus its right side; None if a number is unknown."""
    if any(key not in numbers for key in rule.cells):
        return None
    return sum(numbers[k] for k in rule.left) - sum(numbers[k] for k in rule.right)


def systematic(
    shown: Mapping[Key, ShownNumber], numbers: CellNumbers, holding: Sequence[Identity]
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
        if all(difference(rule, other) == 0 for rule in holding):
            found |= changed.keys()
    return found


class Misreadings:
    """All sets of cells that may have been misread together without breaking a sum.

    Cells are changed one after another: a change breaks sums, and the next change is in one of
    these. The first change of a set is its least doubtful one, so a set is found from there.
    """

    def __init__(
        self,
        shown: Mapping[Key, ShownNumber],
        numbers: Mapping[Key, int],
        rules: Sequence[Identity],
        through: Mapping[Key, list[int]],
    ) -> None:
        self._shown = shown
        self._numbers = numbers
        self._rules = rules
        self._through = through
        self._sides = [
            {**dict.fromkeys(rule.left, 1), **dict.fromkeys(rule.right, -1)} for rule in rules
        ]
        self._steps = 0
        self._found: set[Key] = set()
        self._least = 0.0

    def doubtful(self) -> set[Key] | None:
        """The cells of these sets; None if there are too many to try."""
        for key, cell in self._shown.items():
            for number, doubt in self._moves(key, cell):
                if 2 * doubt >= PLAUSIBLE:
                    break
                self._least = doubt
                self._change(key, number - self._numbers[key], doubt, {}, {})
                if self._steps > _STEPS:
                    return None
        return self._found | {key for key in self._through if self._is_loose(key)}

    def _is_loose(self, key: Key) -> bool:
        """Whether unknown cells alone can make up for any change of a cell."""
        free = [k for k, cell in self._shown.items() if cell.number is None and k in self._numbers]
        if key in free or not free:
            return False
        off = {n: self._sides[n][key] for n in self._through[key]}
        return self._made_up(off, frozenset(free))

    def _made_up(self, off: Mapping[int, int], free: frozenset[Key]) -> bool:
        if not off:
            return True
        broken = min(off)
        for key in sorted(free & self._sides[broken].keys()):
            delta = -off[broken] * self._sides[broken][key]
            if self._made_up(self._after(key, delta, off), free - {key}):
                return True
        return False

    def _moves(self, key: Key, cell: ShownNumber) -> Sequence[Move]:
        """Other numbers of a cell; of an unknown one, none: its number follows from the others."""
        return cell.others if key in self._numbers and self._through.get(key) else ()

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
        broken = min(off, key=lambda n: (len(self._sides[n]), n))
        for other, side in self._sides[broken].items():
            if other not in changed and other in self._numbers:
                for more, step in self._mending(other, -off[broken] * side, PLAUSIBLE - doubt):
                    self._change(other, step, doubt + more, changed, off)

    def _after(self, key: Key, delta: int, off: Mapping[int, int]) -> dict[int, int]:
        """By how much each sum is off after one more change; none that holds is among them."""
        left = dict(off)
        for n in self._through[key]:
            left[n] = left.get(n, 0) + self._sides[n][key] * delta
        return {n: by for n, by in left.items() if by}

    def _mending(self, key: Key, step: int, room: float) -> list[tuple[float, int]]:
        """The changes of a cell that leave room in the doubt, and the one that mends the sum."""
        cell, number = self._shown[key], self._numbers[key]
        if cell.number is None:
            return [(0.0, step)] if number + step >= 0 else []
        found = [
            (more, other - number) for other, more in cell.others if self._least <= more < room
        ]
        any_other = cell.anything < room and number + step >= 0
        if any_other and step not in [known for _, known in found]:
            found.append((cell.anything, step))
        return found
