"""The numbers of a body, year after year: tables that add up, before anything is printed.

Each number is drawn from its own seeded stream. So the report of one year knows what the year
before carried over, and nothing has to be stored between reports.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from gikstudy.forms import (
    CHANNELS,
    OUTCOME_GROUPS,
    OUTCOMES,
    Form,
    Row,
    applicant_keys,
    form_names,
    get_form,
)
from gikstudy.model import Level, Number

FIRST_YEAR: Final = get_form(form_names()[0]).first_year
LAST_YEAR: Final = 2025
PENALTIES_OF_TOWNSHIPS: Final = 2021  # the first year with any
# Most towns and bureaus receive nothing in a year; the median of requests in years with some.
ZERO_SHARE: Final = {
    "province": 0.02, "prefecture": 0.08, "county": 0.25, "department": 0.5, "township": 0.7,
}  # fmt: skip
MEDIAN: Final = {
    "province": 600, "prefecture": 120, "county": 25, "department": 6, "township": 2,
}  # fmt: skip
QUIET: Final = 30  # requests per year; bodies that usually receive fewer have years without any
BY_YEAR: Final = 0.25  # variation between the years of one body: the sigma of a lognormal factor
APPLICANTS: Final = (0.74, 0.15, 0.01, 0.02, 0.05, 0.03)
GROUP_WEIGHT: Final = {
    "granted": 40.0, "partial": 10.0, "refused": 2.0, "unable": 6.0, "not_processed": 2.0,
    "other": 3.0,
}  # fmt: skip
# The same by group instead of row, for planted effects, and the most requests with them.
PLANTED_WEIGHT: Final = {
    "granted": 40.0, "partial": 10.0, "refused": 16.0, "unable": 18.0, "not_processed": 10.0,
    "other": 9.0,
}  # fmt: skip
DISCLOSED: Final = ("granted", "partial")
MOST_PLANTED: Final = 20_000
DISPUTED: Final = dict(zip(CHANNELS, (0.08, 0.03, 0.02), strict=True))


@dataclass(frozen=True, slots=True)
class Shift:
    """How planted effects shift the numbers of a body in one year.

    Attributes:
        requests: the log of the requests received; it replaces the usual rise and the dip of 2020.
        disclosure: the log odds that a request ends in disclosure.
        review, suit_direct, suit_after_review: the logs of the shares that end in a dispute.
    """

    requests: float
    disclosure: float
    review: float
    suit_direct: float
    suit_after_review: float


Shifts = Callable[[int], Shift]


@dataclass(frozen=True, slots=True)
class Numbers:
    """The true numbers of one body in one year, by (row, column) of each table; money in yuan."""

    requests: dict[tuple[str, str], int]
    proactive: dict[tuple[str, str], Number]
    disputes: dict[tuple[str, str], int]


def _spread(rng: random.Random, total: int, weights: Sequence[float]) -> list[int]:
    """`total` cases assigned one by one to bins with these weights."""
    hits = Counter(rng.choices(range(len(weights)), weights, k=total)) if total else Counter()
    return [hits[i] for i in range(len(weights))]


def _received(seed: str, level: Level, year: int, shifts: Shifts | None) -> list[int]:
    """Requests newly received in a year by applicant; a slow rise with a dip in 2020.

    Bodies differ from each other much more than the years of one body. Only small bodies have years
    without requests.
    """
    rng = random.Random(f"{seed}/{year}/new")
    usual = MEDIAN[level] * random.Random(f"{seed}/new").lognormvariate(0, 0.8)
    if usual < QUIET and rng.random() < ZERO_SHARE[level]:
        return [0] * len(APPLICANTS)
    if shifts is not None:
        expected = usual * math.exp(shifts(year).requests) * rng.lognormvariate(0, BY_YEAR)
        # Rounded by chance, so that the mean is exactly what was planted.
        return _spread(rng, min(int(expected + rng.random()), MOST_PLANTED), APPLICANTS)
    trend = 1.08 ** (year - FIRST_YEAR) * (0.85 if year == 2020 else 1.0)
    total = max(1, int(usual * trend * rng.lognormvariate(0, BY_YEAR)))
    return _spread(rng, min(total, 4000), APPLICANTS)


def _carried(seed: str, level: Level, year: int, shifts: Shifts | None) -> list[int]:
    """Requests still open at the end of a year: a part of those received in it."""
    rng = random.Random(f"{seed}/{year}/open")
    share = rng.choice((0.0, 0.0, 0.05, 0.15))
    return [
        sum(rng.random() < share for _ in range(n)) for n in _received(seed, level, year, shifts)
    ]


def _weights(
    seed: str, year: int, leaves: Sequence[Row], rng: random.Random, shifts: Shifts | None
) -> list[float]:
    """How likely each outcome is. With planted effects it varies between bodies, not years."""
    if shifts is None:
        return [GROUP_WEIGHT[row.group] * rng.choice((0.2, 1.0, 1.0, 2.0)) for row in leaves]
    body, odds = random.Random(f"{seed}/outcomes"), math.exp(shifts(year).disclosure)
    of_group = {
        group: weight * (odds if group in DISCLOSED else 1.0) * body.uniform(0.5, 1.5)
        for group, weight in PLANTED_WEIGHT.items()
    }
    # A form that divides a group does not make it larger.
    rows_of = Counter(row.group for row in leaves)
    return [of_group[row.group] / rows_of[row.group] for row in leaves]


def _requests(
    seed: str, level: Level, year: int, rows: Sequence[Row], shifts: Shifts | None
) -> dict[tuple[str, str], int]:
    rng = random.Random(f"{seed}/{year}/outcome")
    leaves = [row for row in rows if row.group in OUTCOME_GROUPS]
    weights = _weights(seed, year, leaves, rng, shifts)
    new, carried_out = (draw(seed, level, year, shifts) for draw in (_received, _carried))
    carried_in = _carried(seed, level, year - 1, shifts)
    table: dict[tuple[str, str], int] = {}
    for i, column in enumerate(applicant_keys()[:-1]):
        handled = new[i] + carried_in[i] - carried_out[i]
        table["received_new", column] = new[i]
        table["carried_in", column] = carried_in[i]
        for row, n in zip(leaves, _spread(rng, handled, weights), strict=True):
            table[row.key, column] = n
        table["handled_total", column] = handled
        table["carried_out", column] = carried_out[i]
    for row in rows:
        table[row.key, "total"] = sum(table[row.key, c] for c in applicant_keys()[:-1])
    return table


def _disputes(
    seed: str, year: int, received: int, shifts: Shifts | None
) -> dict[tuple[str, str], int]:
    rng = random.Random(f"{seed}/{year}/disputes")
    table: dict[tuple[str, str], int] = {}
    for channel, share in DISPUTED.items():
        if shifts is not None:
            share = min(1.0, share * math.exp(getattr(shifts(year), channel)))
        cases = sum(rng.random() < share for _ in range(received))
        outcomes = _spread(rng, cases, (5, 1, 2, 2))
        for outcome, n in zip(OUTCOMES, [*outcomes, cases], strict=True):
            table[channel, outcome] = n
    return table


def _stock(seed: str, level: Level, year: int) -> tuple[int, int, int, int]:
    """Documents issued, repealed, in force and ever disclosed; stocks follow from earlier years."""
    in_force = disclosed = random.Random(f"{seed}/stock").choice((0, 0, 3, 12, 40))
    issued = repealed = 0
    for past in range(FIRST_YEAR, year + 1):
        rng = random.Random(f"{seed}/{past}/stock")
        issued = rng.choice((0, 0, 1, 2, 6)) if level != "township" else rng.choice((0, 0, 0, 1))
        repealed = min(rng.choice((0, 0, 0, 1, 3)), in_force + issued)
        in_force += issued - repealed
        disclosed += issued
    return issued, repealed, in_force, disclosed


def _decisions(seed: str, level: Level, year: int, item: str) -> int:
    """Decisions of a year: none in a quarter of bodies, a handful to tens of thousands.

    Townships could not impose penalties before 2021 (Administrative Penalty Law 2021, art. 24).
    """
    if level == "township" and item == "penalty" and year < PENALTIES_OF_TOWNSHIPS:
        return 0
    body = random.Random(f"{seed}/{item}")
    usual = {"township": 30, "department": 900}.get(level, 9000) * body.random() ** 3
    if body.random() < 0.25:
        return 0
    return int(usual * random.Random(f"{seed}/{item}/{year}").lognormvariate(0, BY_YEAR))


def _items(seed: str, year: int, item: str) -> tuple[int, int]:
    """Entries of a list at the end of the year before, and the change since; years agree."""
    listed = int(400 * random.Random(f"{seed}/{item}/items").random() ** 2)
    change = 0
    for past in range(FIRST_YEAR, year + 1):
        listed += change
        rng = random.Random(f"{seed}/{item}/items/{past}")
        change = max(rng.choice((0, 0, 0, 1, -1, 2, -3, 27, -294)), -listed)
    return listed, change


def _proactive(seed: str, level: Level, year: int, form: Form) -> dict[tuple[str, str], Number]:
    issued, repealed, in_force, disclosed = _stock(seed, level, year)
    rules = random.Random(f"{seed}/rules").random() < 0.5
    may_make_rules = level in ("province", "prefecture") and rules
    table: dict[tuple[str, str], Number] = {}
    for measure in form.proactive:
        if measure.item in ("rules", "normative_docs"):
            makes = measure.item == "normative_docs" or may_make_rules
            drawn: dict[str, Number] = {
                "made": issued, "disclosed": issued, "disclosed_total": disclosed,
                "issued": issued, "repealed": repealed, "in_force": in_force,
            }  # fmt: skip
            other = random.Random(f"{seed}/{year}/{measure.measure}").choice((0, 1, 4))
            value = drawn.get(measure.measure, other) if makes else 0
        elif measure.unit == "yuan":
            charges = random.Random(f"{seed}/{measure.item}/charges").random() > 0.3
            spent = table.get((measure.item, "projects"), charges)
            value = _amount(seed, level, year, measure.item) if spent else 0
        elif measure.measure in ("items_prev", "items_change"):
            value = _items(seed, year, measure.item)[measure.measure == "items_change"]
        else:
            value = _decisions(seed, level, year, measure.item)
        table[measure.item, measure.measure] = value
    return table


def _amount(seed: str, level: Level, year: int, item: str) -> Number:
    """Money in yuan, from a few thousand to hundreds of millions, with up to four decimals of 万."""
    top = {"township": 7.0, "department": 8.0}.get(level, 8.6)
    usual = 10 ** random.Random(f"{seed}/{item}/yuan").uniform(3.5, top)
    return int(usual * random.Random(f"{seed}/{item}/yuan/{year}").lognormvariate(0, BY_YEAR))


def draw_numbers(
    seed: str,
    level: Level,
    year: int,
    form: Form,
    rows: Sequence[Row],
    shifts: Shifts | None = None,
) -> Numbers:
    """The numbers of one body in one year; every identity of the form holds.

    Args:
        seed: identifies the body within its corpus.
        level: sets the usual number of requests.
        year: the year reported on; it carries in what the year before carried out.
        form: the form whose table 2 is filled in.
        rows: the rows of table 3; a hybrid takes them from the other form.
        shifts: what planted effects do in each year; None without any.

    Returns:
        All three tables.
    """
    requests = _requests(seed, level, year, rows, shifts)
    return Numbers(
        requests=requests,
        proactive=_proactive(seed, level, year, form),
        disputes=_disputes(seed, year, requests["received_new", "total"], shifts),
    )
