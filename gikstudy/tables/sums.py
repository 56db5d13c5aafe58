"""Sums of known numbers: what the identities of a table say when some of its cells are unknown.

An unknown cell may hold any number, so a sum through it says nothing by itself. Two sums through it
say something together: their difference no longer holds the unknown cell.

Worked example: a + u = b and c + u = d, of which u is unknown, say a − c = b − d and no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import gcd
from typing import NamedTuple

from gikstudy.forms import Identity

Key = tuple[str, str]
CellNumbers = Mapping[Key, int]


class KnownSum(NamedTuple):
    """Numbers of cells, each times a factor, that add up to zero, and the checks that say so."""

    checks: tuple[str, ...]
    factors: Mapping[Key, int]

    def off(self, numbers: CellNumbers) -> int:
        """By how much the sum is off."""
        return sum(factor * numbers[key] for key, factor in self.factors.items())


def known_sums(identities: Sequence[Identity], unknown: Iterable[Key]) -> list[KnownSum]:
    """All that the identities say of the cells that are not unknown.

    Returns:
        The identities without an unknown cell, and combinations of the others in which no unknown
        cell is left. A combination that follows from shorter sums is left out.
    """
    sums = [_as_sum(identity) for identity in identities]
    combined: list[KnownSum] = [s for s in sums if not s.factors.keys().isdisjoint(unknown)]
    plain = [s for s in sums if s.factors.keys().isdisjoint(unknown)]
    for key in sorted(unknown):
        through = [s for s in combined if key in s.factors]
        if through:
            shortest = min(through, key=lambda s: len(s.factors))
            rest = [s for s in combined if s is not shortest]
            combined = [_cleared(s, shortest, key) if key in s.factors else s for s in rest]
    told = _Told(plain)
    by_length = sorted(combined, key=lambda s: len(s.factors))
    return plain + [s for s in by_length if told.adds(s)]


def _as_sum(identity: Identity) -> KnownSum:
    factors = {**dict.fromkeys(identity.left, 1), **dict.fromkeys(identity.right, -1)}
    return KnownSum((identity.check,), factors)


def _cleared(one: KnownSum, other: KnownSum, key: Key) -> KnownSum:
    """Both sums together, each times a factor with which one cell falls out."""
    checks = tuple(dict.fromkeys((*one.checks, *other.checks)))
    return KnownSum(checks, _fallen_out(one.factors, other.factors, key))


def _fallen_out(one: Mapping[Key, int], other: Mapping[Key, int], key: Key) -> Mapping[Key, int]:
    times, less = other[key], one[key]
    both = {k: times * one.get(k, 0) - less * other.get(k, 0) for k in {**one, **other}}
    common = gcd(*both.values()) or 1
    return {k: factor // common for k, factor in both.items() if factor}


class _Told:
    """What some sums say together."""

    def __init__(self, sums: Iterable[KnownSum]) -> None:
        self._by_first: dict[Key, Mapping[Key, int]] = {}
        for each in sums:
            self.adds(each)

    def adds(self, one: KnownSum) -> bool:
        """Whether a sum says more than those before it; if so, it is one of them from now on."""
        factors = one.factors
        while factors:
            first = min(factors)
            if first not in self._by_first:
                self._by_first[first] = factors
                return True
            factors = _fallen_out(factors, self._by_first[first], first)
        return False
