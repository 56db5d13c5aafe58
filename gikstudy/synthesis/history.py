"""The bodies of a corpus over the years: renamed, merged, split, recoded, and silent.

A turn is seven consecutive numbers of a corpus: the seven years of one body. In a year in which
this body publishes nothing, another body takes its place, so that every number is a report.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final

from gikstudy.packaged import packaged_rows
from gikstudy.synthesis.bodies import DEPARTMENTS, TOWNSHIPS, MadeBody, bodies_of, draw_bodies
from gikstudy.synthesis.effects import Effects
from gikstudy.synthesis.effects_draw import copier, other_bodies, silent_since
from gikstudy.synthesis.numbers import FIRST_YEAR, LAST_YEAR

SILENT: Final = 0.15  # of the bodies publish nothing in one or two years
CHANGED: Final = 0.3  # of the departments that may change do change
RECODED: Final = 25  # one turn in this many is of a recoded division


@dataclass(frozen=True, slots=True)
class Member:
    """A body in the years in which it exists.

    Attributes:
        body: its name in the truth; no other body of the corpus has this name.
        change: `renamed`, `merged`, `split` (what happens to it in `year`), `recoded`, or empty.
        year: the first year with the new name; 0 if it has only one.
        first_year, last_year: when it exists.
        silent: the years without a report.
    """

    body: str
    named: MadeBody
    before: MadeBody
    change: str
    year: int
    first_year: int
    last_year: int
    silent: frozenset[int]

    def in_year(self, year: int) -> MadeBody:
        """The body with its name and code in that year."""
        if self.change == "recoded":
            return _recoded(self.named, year)
        return self.named if year >= self.year else self.before


@lru_cache(maxsize=64)
def members(seed: int, turn: int, effects: Effects | None = None) -> tuple[Member, ...]:
    """The bodies of a turn; the one with most of its years comes first."""
    copying = copier(seed, turn, effects) if effects else None
    if copying:
        return (_member(f"{turn}", copying, "", FIRST_YEAR, LAST_YEAR, frozenset()),)
    rng = random.Random(f"{seed}/{turn}/history")
    recoded = _recoded_bodies(seed)
    bodies = other_bodies(seed, effects) if effects else draw_bodies(seed)
    is_recoded = turn % RECODED == 7 and turn // RECODED < len(recoded)
    body = recoded[turn // RECODED] if is_recoded else bodies[turn % len(bodies)]
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    silent = frozenset(rng.sample(years, rng.choice((1, 1, 2)))) if rng.random() < SILENT else None
    row = _changes().get(body.name.removeprefix(body.region_name))
    changes = row is not None and body.parent_level != "province" and rng.random() < CHANGED
    since = rng.randint(FIRST_YEAR + 1, LAST_YEAR)
    found: list[Member] = []
    if row is not None and changes and not is_recoded:
        now, then = (replace(body, name=body.region_name + row[n]) for n in ("after", "before"))
        span = (FIRST_YEAR, since - 1) if row["change"] == "merged" else (since, LAST_YEAR)
        if row["partner"]:
            beside = rng.choice(range(span[0], span[1] + 1))
            silent = (silent or frozenset()) | {beside}
            partner = replace(body, name=body.region_name + row["partner"])
            others = frozenset(years) - {beside}
            found.append(_member(f"{turn}/partner", partner, row["change"], *span, others))
        first = Member(
            f"{turn}", now, then, row["change"], since, FIRST_YEAR, LAST_YEAR, silent or frozenset()
        )
    else:
        change = "recoded" if is_recoded else ""
        stop = silent_since(seed, turn, body, effects) if effects and not is_recoded else 0
        if stop:
            silent = (silent or frozenset()) | frozenset(range(stop, LAST_YEAR + 1))
        first = _member(f"{turn}", body, change, FIRST_YEAR, LAST_YEAR, silent or frozenset())
    taken = {year for one in found for year in years if year not in one.silent}
    if first.silent - taken:
        # The last of all bodies; a corpus of this many turns never reaches it.
        other = bodies[-1 - turn % len(bodies)]
        others = frozenset(years) - (first.silent - taken)
        found.append(_member(f"{turn}/other", other, "", FIRST_YEAR, LAST_YEAR, others))
    return (first, *found)


def _member(
    name: str, body: MadeBody, change: str, first: int, last: int, silent: frozenset[int]
) -> Member:
    return Member(name, body, body, change, 0, first, last, silent)


def member_of(seed: int, turn: int, year: int, effects: Effects | None = None) -> Member:
    """The body of a turn that reports for a year."""
    return next(one for one in members(seed, turn, effects) if year not in one.silent)


@cache
def _changes() -> dict[str, dict[str, str]]:
    rows = packaged_rows("gikstudy.synthesis", "body_changes.csv")
    return {row["body"]: row for row in rows}


@cache
def _codes() -> dict[str, tuple[dict[str, str], ...]]:
    """Codes and names of a division that got another code, by its latest code."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in packaged_rows("gikstudy.synthesis", "changed_divisions.csv"):
        found.setdefault(row["division"], []).append(row)
    return {division: tuple(rows) for division, rows in found.items()}


@lru_cache(maxsize=8)
def _recoded_bodies(seed: int) -> tuple[MadeBody, ...]:
    """Bodies of divisions that got another code since 2019, each once, in their present form."""
    found: list[MadeBody] = []
    for division, rows in _codes().items():
        name = max(rows, key=lambda row: row["first_year"])["name"]
        found += bodies_of(division, name, "county", DEPARTMENTS, TOWNSHIPS)
    random.Random(f"{seed}/recoded").shuffle(found)
    return tuple(found)


def _recoded(body: MadeBody, year: int) -> MadeBody:
    """The body under the code and the name that its division had in a year."""
    rows = _codes()[body.region_code]
    row = next(r for r in rows if int(r["first_year"]) <= year <= int(r["last_year"] or 9999))
    own = body.name.removeprefix(body.region_name)
    return replace(body, name=row["name"] + own, region_code=row["code"], region_name=row["name"])
