"""Where blanks have slid: the placements that the identities of the whole table allow.

Worked example. A report prints seven requests in a table whose blanks slid to the right:

    一、本年新收  | 7 | 7 |||||||      seven from one kind of applicant, seven in all
    (一)予以公开  | 3 | 3 |||||||
    4.保护第三方  | 3 | 3 |||||||
    2.重复申请    | 1 | 1 |||||||
    (七)总计      | 7 | 7 |||||||

Each row alone leaves six placements. T3-SUM ties the outcomes to the total in each column, and
T3-FLOW ties the total to the requests received, so the first number of all five rows is in the same
column: of 7,776 placements of the whole table, six remain. The last number of each row is its
total. Which applicant asked stays open, between 0 and 7. Of several, none is chosen.

Only two habits of the bodies are assumed. In a row with numbers, a blank counts as zero. A row
with numbers prints its total, unless some row of the same table cannot add up that way; then both
readings stay open for every loose row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise, product
from typing import Final

from gikstudy.forms import OUTCOME_GROUPS, applicant_keys, row_group

Placement = tuple[int, ...]  # the column of each printed value, in order
Pins = Mapping[str, Mapping[int, int]]  # row, column: the number that a correction gives
Vector = tuple[int, ...]  # the row's numbers; a blank counts as zero
# For each column, which of the row's printed values may belong there (None: a blank).
Options = tuple[frozenset[int | None], ...]

COLUMNS: Final = len(applicant_keys())
TOTAL: Final = COLUMNS - 1
_MAX_STEPS: Final = 30_000  # sums tried in each layer; beyond this only the columns decide
_FLOW: Final = ("received_new", "carried_in", "carried_out")


@dataclass(frozen=True, slots=True)
class Solution:
    """The options of each loose row; `totals`: whether every loose row prints its total."""

    options: Mapping[str, Options]
    totals: bool


@cache
def placements(n: int, columns: int) -> tuple[Placement, ...]:
    """All ways to put `n` values into `columns` columns without changing their order."""
    return tuple(combinations(range(columns), n))


def options_of(found: Iterable[Placement], columns: int) -> Options:
    """For each column, what the placements put there."""
    seen: list[set[int | None]] = [set() for _ in range(columns)]
    for placement in found:
        index = dict(zip(placement, range(len(placement)), strict=True))
        for column in range(columns):
            seen[column].add(index.get(column))
    return tuple(frozenset(options) for options in seen)


def by_order(n: int, columns: int) -> Options:
    """What the order of the printed values alone allows; also if there are too many."""
    if n > columns:
        spare = n - columns
        return tuple(frozenset(range(c, c + spare + 1)) for c in range(columns))
    return options_of(placements(n, columns), columns)


def solve_requests(
    known: Mapping[str, Vector],
    blank_totals: frozenset[str],
    loose: Mapping[str, tuple[int, ...]],
    unknown: frozenset[str],
    pins: Pins | None = None,
    *,
    totals_printed: bool = True,
) -> Solution:
    """Place the loose rows of table 3 by T3-ROW, T3-SUM and T3-FLOW together.

    Args:
        known: rows whose seven cells are certain, blanks as zero.
        blank_totals: known rows that print numbers but no total.
        loose: rows with fewer values than columns, the values in order.
        unknown: rows of the form that are missing or cannot be read.
        pins: the numbers that people saw in some columns of the loose rows.
        totals_printed: false if rows that are not among these seem to lack their totals.

    Returns:
        Every placement that satisfies all identities contributes to the options. If there is none,
        the printed numbers contradict each other, and nothing is known about any row.
    """
    pinned = pins or {}
    add_up = {key: _adding_up(values) for key, values in loose.items()}
    habit = all(add_up.values()) and totals_printed
    habit = habit and not any(sum(known[key][:TOTAL]) for key in blank_totals)
    width = COLUMNS if habit else TOTAL
    filled = [key for key, values in loose.items() if any(values)]
    never = len(filled) > 1 and not any(add_up[key] for key in filled)
    never = never and not any(row[TOTAL] for row in known.values())
    choices = {
        key: _by_vector(
            values,
            found if habit else _either_reading(len(values), found, never=never and any(values)),
            width,
            pinned.get(key, {}),
        )
        for (key, values), found in zip(loose.items(), add_up.values(), strict=True)
    }
    rows = {key: row[:width] for key, row in known.items()}
    contradicted = any(
        sum(row[:TOTAL]) != row[TOTAL] for key, row in known.items() if key not in blank_totals
    )
    # A row without the numbers that people saw there counts as unread.
    unknown |= {key for key, found in choices.items() if not found}
    vectors = {key: tuple(found) for key, found in choices.items() if found}
    allowed = None if contradicted else _consistent(rows, vectors, unknown, width)
    if allowed is None:
        return Solution({}, totals=False)
    return Solution(
        {
            key: options_of((p for vector in allowed[key] for p in choices[key][vector]), COLUMNS)
            for key in vectors
        },
        habit,
    )


def _vector(values: Sequence[int], placement: Placement) -> Vector:
    row = [0] * COLUMNS
    for column, value in zip(placement, values, strict=True):
        row[column] = value
    return tuple(row)


def _adding_up(values: tuple[int, ...]) -> list[Placement]:
    """The placements whose last value is the total and the sum of the others."""
    if sum(values[:-1]) != values[-1]:
        return []
    return [p for p in placements(len(values), COLUMNS) if p[-1] == TOTAL]


def _either_reading(n: int, adding_up: list[Placement], *, never: bool) -> list[Placement]:
    """The total printed, or the total blank.

    A row that does not add up keeps every placement, because its sum may be a mistake. If none of
    several rows adds up, and no other row has a total (`never`), the totals are blank throughout
    and a mistake is unlikely.
    """
    without = [p for p in placements(n, COLUMNS) if p[-1] != TOTAL]
    return adding_up + without if adding_up or (never and without) else list(placements(n, COLUMNS))


def _by_vector(
    values: tuple[int, ...], found: Iterable[Placement], width: int, pins: Mapping[int, int]
) -> dict[Vector, list[Placement]]:
    """The placements, by the numbers they give the row, without those that contradict a pin."""
    grouped: dict[Vector, list[Placement]] = {}
    for placement in found:
        row = _vector(values, placement)
        if all(row[column] == number for column, number in pins.items()):
            grouped.setdefault(row[:width], []).append(placement)
    return grouped


def _consistent(
    known: Mapping[str, Vector],
    choices: Mapping[str, tuple[Vector, ...]],
    unknown: frozenset[str],
    width: int,
) -> dict[str, set[Vector]] | None:
    """The vectors of each loose row that are part of a solution; None without a solution."""
    every = {key: set(vectors) for key, vectors in choices.items()}
    if "handled_total" in unknown:
        return every
    leaves = [k for k in choices if row_group(k) in OUTCOME_GROUPS]
    leaves.sort(key=lambda key: -sum(choices[key][0]))  # large rows first: sums branch less
    base = _add(*(row for k, row in known.items() if row_group(k) in OUTCOME_GROUPS), width=width)
    slack = any(row_group(key) in OUTCOME_GROUPS for key in unknown)
    flow_known = not any(key in unknown for key in _FLOW)
    allowed: dict[str, set[Vector]] = {key: set() for key in choices}
    for handled in choices.get("handled_total", (known.get("handled_total", (0,) * width),)):
        target = tuple(h - b for h, b in zip(handled, base, strict=True))
        if min(target) < 0:
            continue
        used = _summing([choices[key] for key in leaves], target, slack=slack)
        flows = _flowing(known, choices, handled) if flow_known else None
        if used is None or (flow_known and not flows):
            continue
        for key, vectors in zip(leaves, used, strict=True):
            allowed[key] |= vectors
        if "handled_total" in allowed:
            allowed["handled_total"].add(handled)
        for number, key in enumerate(_FLOW):
            if key in choices:
                allowed[key] |= {f[number] for f in flows} if flows else every[key]
    return allowed if all(allowed.values()) else None


def _plus(a: Vector, b: Vector) -> Vector:
    return tuple(map(int.__add__, a, b))


def _add(*rows: Vector, width: int) -> Vector:
    return tuple(map(sum, zip(*rows, strict=True))) if rows else (0,) * width


def _flowing(
    known: Mapping[str, Vector], choices: Mapping[str, tuple[Vector, ...]], handled: Vector
) -> list[tuple[Vector, ...]]:
    """(new, carried in, carried out) with new + carried in = handled + carried out."""
    received, before, after = (choices.get(key) or (known[key],) for key in _FLOW)
    last = set(after)
    found: list[tuple[Vector, ...]] = []
    for new, carried in product(received, before):
        left = _plus(new, carried)
        rest = tuple(map(int.__sub__, left, handled))
        if rest in last:
            found.append((new, carried, rest))
    return found


def _summing(
    layers: Sequence[Sequence[Vector]], target: Vector, *, slack: bool
) -> list[set[Vector]] | None:
    """The vectors in each layer that belong to a choice, one per layer, that sums to the target.

    The columns alone rule out most vectors first. Then sums are built up layer by layer, within
    what the columns can still give and take, and followed back from the target. If the work
    exceeds its limit, the vectors that the columns allow are returned: these are more than the
    vectors of the solutions, never fewer.

    Args:
        layers: the possible vectors of each loose row.
        target: the required sum, column by column.
        slack: whether rows are unknown, so that the sum may stay below the target.
    """
    if not layers:
        return [] if slack or not any(target) else None
    layers = _prune(layers, target, slack=slack)
    if not all(layers):
        return None
    zero = (0,) * len(target)
    # The most that the layers from each one on can still add, column by column.
    still = [zero]
    for layer in reversed(layers):
        still.append(_plus(still[-1], tuple(map(max, *layer)) if len(layer) > 1 else layer[0]))
    still.reverse()
    reached: list[set[Vector]] = [{zero}]
    for layer, rest in zip(layers, still[1:], strict=True):
        need = zero if slack else tuple(map(int.__sub__, target, rest))
        if len(reached[-1]) * len(layer) > _MAX_STEPS:
            return [set(layer) for layer in layers]
        states = {
            state
            for before in reached[-1]
            for vector in layer
            if all(map(int.__le__, state := _plus(before, vector), target))
            and all(map(int.__ge__, state, need))
        }
        reached.append(states)
    goal = reached[-1] if slack else reached[-1] & {target}
    if not goal:
        return None
    used: list[set[Vector]] = []
    for layer, before_layer in zip(reversed(layers), reversed(reached[:-1]), strict=True):
        steps = [
            (state, vector)
            for state in before_layer
            for vector in layer
            if _plus(state, vector) in goal
        ]
        used.append({vector for _, vector in steps})
        goal = {state for state, _ in steps}
    return used[::-1]


def _prune(
    layers: Sequence[Sequence[Vector]], target: Vector, *, slack: bool
) -> list[list[Vector]]:
    """The layers without vectors that make a column too large or too small in every case."""
    kept = [list(layer) for layer in layers]
    while all(kept):
        low = [tuple(map(min, zip(*layer, strict=True))) for layer in kept]
        high = [tuple(map(max, zip(*layer, strict=True))) for layer in kept]
        room = tuple(t - sum(c) for t, c in zip(target, zip(*low, strict=True), strict=True))
        lack = tuple(t - sum(c) for t, c in zip(target, zip(*high, strict=True), strict=True))
        smaller = [
            [
                vector
                for vector in layer
                if all(v - lo <= r for v, lo, r in zip(vector, low[n], room, strict=True))
                and (
                    slack
                    or all(v - hi >= k for v, hi, k in zip(vector, high[n], lack, strict=True))
                )
            ]
            for n, layer in enumerate(kept)
        ]
        if smaller == kept:
            break
        kept = smaller
    return kept


def solve_disputes(values: tuple[int, ...], channels: int = 3, outcomes: int = 5) -> Options:
    """Place the values of the only row of table 4 by T4-SUM, channel by channel.

    Args:
        values: fewer than channels × outcomes, in order.

    Returns:
        What may be in each of the 15 cells; () if no placement adds up.

    Examples:
        >>> sum(None in options for options in solve_disputes((1, 1)))
        15
    """
    n = len(values)
    seen: list[set[int | None]] = [set() for _ in range(channels * outcomes)]
    for cut in combinations(range(n + channels - 1), channels - 1):
        starts = [0, *(c - i for i, c in enumerate(cut)), n]
        groups = [_channel(values, first, last, outcomes) for first, last in pairwise(starts)]
        if not all(groups):
            continue
        for channel, group in enumerate(groups):
            for column, options in enumerate(group):
                seen[channel * outcomes + column] |= options
    if not all(seen):
        return ()
    return tuple(frozenset(options) for options in seen)


def _channel(
    values: tuple[int, ...], first: int, last: int, outcomes: int
) -> list[set[int | None]]:
    """What values[first:last] may be in one channel; empty if they cannot add up."""
    n = last - first
    if n == 0:
        return [{None} for _ in range(outcomes)]
    if n > outcomes or sum(values[first : last - 1]) != values[last - 1]:
        return []
    found = [p for p in placements(n, outcomes) if p[-1] == outcomes - 1]
    shifted = options_of(found, outcomes)
    return [{None if i is None else first + i for i in options} for options in shifted]
