"""The key of the sessions on the made-up countries: 4 to 6."""

from __future__ import annotations

import math

import course
import pandas as pd
from right import SHARE, Right

# --- 4. Denominators -------------------------------------------------------------------------


def _north() -> pd.DataFrame:
    table = course.countries("north")
    return table[table["reported"]].assign(disclosed=table["granted"] + table["partial"])


def _total(table: pd.DataFrame, column: str) -> int:
    return sum(int(value) for value in table[column])


def two_rates() -> Right:
    """4.1: disclosure with two denominators."""
    north = _north()
    disclosed = _total(north, "disclosed")
    merits = disclosed + _total(north, "refused")
    rates = {"handled": disclosed / _total(north, "handled_total"), "merits": disclosed / merits}
    return Right(rates, SHARE)


def two_means() -> Right:
    """4.2: the pooled rate and the mean of the bodies, in 2023."""
    rows = _north().query("year == 2023 and handled_total > 0")
    pooled = _total(rows, "disclosed") / _total(rows, "handled_total")
    rates = [int(r.disclosed) / int(r.handled_total) for r in rows.itertuples()]
    return Right({"pooled": pooled, "mean of bodies": math.fsum(rates) / len(rates)}, SHARE)


def sizes() -> Right:
    """4.3: how many requests stand behind rates of 0 and 1, and behind the others."""
    rows = _north().query("handled_total > 0")
    extreme = rows["disclosed"].eq(0) | rows["disclosed"].eq(rows["handled_total"])
    found = {True: [], False: []}  # type: dict[bool, list[int]]
    for handled, is_extreme in zip(rows["handled_total"], extreme, strict=True):
        found[bool(is_extreme)].append(int(handled))
    medians = {key: float(pd.Series(values).median()) for key, values in found.items()}
    return Right({"extreme": medians[True], "others": medians[False]}, 0.5)


def kept() -> Right:
    """4.4: reports with thirty requests or more, and their lowest and highest rate."""
    rows = _north().query("handled_total >= 30")
    rates = sorted(int(r.disclosed) / int(r.handled_total) for r in rows.itertuples())
    return Right((len(rates), rates[0], rates[-1]), SHARE)


def corrected() -> Right:
    """4.5: the correction rate of all reviews and of those decided, in 2025."""
    rows = _north().query("year == 2025")
    part, reviews = _total(rows, "review_corrected"), _total(rows, "review")
    decided = reviews - _total(rows, "review_pending")
    return Right({"of all": part / reviews, "of decided": part / decided}, SHARE)


# --- 5. Who does not report ------------------------------------------------------------------


def coverage() -> Right:
    """5.1: the share of bodies that reported, by year."""
    table = course.countries("north")
    bodies = table["body"].nunique()
    counts = table[table["reported"]]["year"].value_counts()
    return Right({int(year): counts[year] / bodies for year in counts.index}, SHARE)


def _by_body(year: int) -> dict[str, int]:
    rows = course.countries("north").query("reported and year == @year")
    return {str(r.body): int(r.received_new) for r in rows.itertuples()}


def growth() -> Right:
    """5.2: the growth of requests per body, of all that report and of the same bodies."""
    before, after = _by_body(2022), _by_body(2025)
    both = before.keys() & after.keys()
    naive = (sum(after.values()) / len(after)) / (sum(before.values()) / len(before))
    same = sum(after[b] for b in both) / sum(before[b] for b in both)
    return Right({"all that report": naive, "same bodies": same}, SHARE)


def who() -> Right:
    """5.3: the median of requests in 2022 of the bodies that are silent in 2025, and of the others."""
    before, after = _by_body(2022), _by_body(2025)
    silent = pd.Series([n for body, n in before.items() if body not in after])
    others = pd.Series([n for body, n in before.items() if body in after])
    return Right({"silent": float(silent.median()), "others": float(others.median())}, 0.5)


def no_requests() -> Right:
    """5.4: bounds of the share of all bodies without a request in 2025."""
    bodies, after = course.countries("north")["body"].nunique(), _by_body(2025)
    none = sum(n == 0 for n in after.values())
    return Right((none / bodies, (none + bodies - len(after)) / bodies), SHARE)


# --- 6. Did the law of 2024 work? ------------------------------------------------------------


def _sums(name: str, years: tuple[int, ...]) -> dict[str, int]:
    rows = course.countries(name)
    rows = rows[rows["reported"] & rows["year"].isin(years)]
    columns = ("received_new", "review", "suit_direct")
    return {column: _total(rows, column) for column in columns}


COUNTRIES = {"A": "north", "B": "south"}
BEFORE, AFTER = (2022, 2023), (2024, 2025)
EARLIER = (2020, 2021)


def _changes(
    column: str, per: str, before: tuple[int, ...], after: tuple[int, ...]
) -> dict[str, float]:
    found = {}
    for letter, name in COUNTRIES.items():
        old, new = _sums(name, before), _sums(name, after)
        change = new[column] / old[column]
        found[letter] = change / (new[per] / old[per]) if per else change
    return found


def more_reviews() -> Right:
    """6.1: how much the number of reviews changed."""
    return Right(_changes("review", "", BEFORE, AFTER), SHARE)


def review_rate() -> Right:
    """6.2: how much reviews per request changed."""
    return Right(_changes("review", "received_new", BEFORE, AFTER), 2 * SHARE)


def placebo() -> Right:
    """6.3: direct suits per request, over the law and over a year in which nothing happened."""
    real = _changes("suit_direct", "received_new", BEFORE, AFTER)
    fake = _changes("suit_direct", "received_new", EARLIER, BEFORE)
    found = {f"{letter} 2024": real[letter] for letter in COUNTRIES}
    found |= {f"{letter} 2022": fake[letter] for letter in COUNTRIES}
    return Right(found, 2 * SHARE)


def has_law() -> Right:
    """6.4: the country in which the law was planted."""
    (letter,) = [x for x, name in COUNTRIES.items() if course.effects(name)["break.suit_direct"]]
    return Right(letter)


def without_one() -> Right:
    """6.5: the change of direct suits per request in A, with each body left out once."""
    table = course.countries("north").query("reported")
    found = []
    for body in table["body"].unique():
        rest = table[table["body"].ne(body)]
        rates = []
        for years in (BEFORE, AFTER):
            rows = rest[rest["year"].isin(years)]
            rates.append(_total(rows, "suit_direct") / _total(rows, "received_new"))
        found.append(rates[1] / rates[0])
    return Right((min(found), max(found)), 2 * SHARE)
