"""What effects do to one body in one year: its wealth, its numbers, its prose, whether it reports.

Each draw has its own seeded stream, so that nothing has to be stored between reports, and the truth
can be written by asking again.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from gikstudy.packaged import packaged_rows
from gikstudy.synthesis.bodies import MadeBody, division_rows, draw_bodies
from gikstudy.synthesis.effects import Effects
from gikstudy.synthesis.numbers import FIRST_YEAR, LAST_YEAR, Shift

USUAL_WEALTH: Final = 5.0  # thousands of yuan a head would do as well: the unit is made up too
COPYING: Final = (
    8  # one turn in this many is of the copying county, until all its bodies had theirs
)
BAD_BLANKS: Final = ("zeros", "zeros", "zeros_and_totals", "all")


@lru_cache(maxsize=65536)
def wealth(seed: int, division: str, year: int) -> float:
    """The made-up wealth of a division in a year: it differs, grows, and varies from year to year.

    Args:
        seed: identifies the corpus.
        division: the latest code of the division.
        year: any year.
    """
    usual = random.Random(f"{seed}/{division}/wealth").gauss(math.log(USUAL_WEALTH), 0.5)
    varied = random.Random(f"{seed}/{division}/{year}/wealth").gauss(0, 0.15)
    return round(math.exp(usual + 0.03 * (year - FIRST_YEAR) + varied), 3)


def shifts(seed: int, body: MadeBody, effects: Effects) -> Callable[[int], Shift]:
    """How the numbers of a body are shifted, by year.

    Args:
        seed: identifies the corpus.
        body: the body under its latest code.
        effects: what is planted.
    """

    def of_year(year: int) -> Shift:
        since, own = year - FIRST_YEAR, wealth(seed, body.region_code, year) - USUAL_WEALTH
        changed = year >= effects["break.year"]
        return Shift(
            requests=effects["trend.requests"] * since + effects["wealth.requests"] * own,
            disclosure=effects["trend.disclosure"] * since + effects["wealth.disclosure"] * own,
            review=effects["break.review"] * changed,
            suit_direct=effects["break.suit_direct"] * changed,
            suit_after_review=effects["break.suit_after_review"] * changed,
        )

    return of_year


@lru_cache(maxsize=8)
def copying_bodies(seed: int, effects: Effects) -> tuple[MadeBody, ...]:
    """The bodies of one county that copy from each other."""
    n = int(effects["copying.bodies"])
    counties = [code for code, row in division_rows().items() if row["level"] == "county"]
    county = random.Random(f"{seed}/copying").choice(counties)
    return tuple(body for body in draw_bodies(seed) if body.region_code == county)[:n]


@lru_cache(maxsize=8)
def other_bodies(seed: int, effects: Effects) -> tuple[MadeBody, ...]:
    """The bodies of a corpus without those that copy."""
    copying = frozenset(copying_bodies(seed, effects))
    return tuple(body for body in draw_bodies(seed) if body not in copying)


def copier(seed: int, turn: int, effects: Effects) -> MadeBody | None:
    """The copying body of a turn, if the turn is one of theirs."""
    bodies = copying_bodies(seed, effects)
    nth, rest = divmod(turn, COPYING)
    return bodies[nth] if rest == 0 and nth < len(bodies) else None


def silent_since(seed: int, turn: int, body: MadeBody, effects: Effects) -> int:
    """The first year in which a body no longer reports; 0 if it goes on."""
    share = float(effects["silence.share"])
    if share <= 0:
        return 0
    rng = random.Random(f"{seed}/{turn}/stops")
    first = int(effects["silence.first_year"])
    own = wealth(seed, body.region_code, first - 1) - USUAL_WEALTH
    odds = share / (1 - share) * math.exp(effects["wealth.silence"] * own)
    stops, year = rng.random() < odds / (1 + odds), rng.randint(first, LAST_YEAR)
    return year if stops else 0


def bad_blanks(seed: int, number: int, year: int, effects: Effects) -> str:
    """The habit of leaving cells blank that a report gets in the year of bad blanks; else empty."""
    rng = random.Random(f"{seed}/{number}/bad blanks")
    hit = year == effects["blanks.year"] and rng.random() < effects["blanks.share"]
    return rng.choice(BAD_BLANKS) if hit else ""


@dataclass(frozen=True, slots=True)
class Prose:
    """What a report says about problems and staff, and the codes and counts behind it."""

    codes: tuple[str, ...]
    full_time: int
    part_time: int
    problems: tuple[str, ...]
    staffing: str


def prose(voice: str, year: int, body: MadeBody, effects: Effects) -> Prose:
    """The prose of a body in a year.

    Args:
        voice: identifies who writes; the bodies of the copying county share one, over all years.
        year: the year; for a copying body always the same.
        body: the body that speaks.
        effects: what is planted.
    """
    codes = _problem_codes(voice, year, effects)
    rng = random.Random(f"{voice}/{year}/words")
    said = [rng.choice(_phrases("problem", code)) for code in codes]
    remedies = [rng.choice(_phrases("improvement", code)) for code in codes]
    numbered = "；".join(f"{n}是{text}" for n, text in zip("一二三四五六", said, strict=False))
    usual = random.Random(f"{voice}/staff").expovariate(1 / effects["staff.mean"])
    full, part = (int(usual * random.Random(f"{voice}/{year}/{kind}").uniform(0.8, 1.2) + 0.5)
                  for kind in ("full", "part"))  # fmt: skip
    (staffing,) = _phrases("staff", "")
    return Prose(
        codes=codes,
        full_time=full,
        part_time=part,
        problems=(f"{numbered}。", "；".join(remedies) + "。"),
        staffing=staffing.format(pronoun=body.pronoun, full=full, part=part),
    )


def _problem_codes(voice: str, year: int, effects: Effects) -> tuple[str, ...]:
    """The problems of a year, in the order of the codebook; some are those of every year."""
    rng = random.Random(f"{voice}/{year}/problems")
    known = list(dict.fromkeys(row["code"] for row in _rows() if row["kind"] == "problem"))
    usual = random.Random(f"{voice}/problems").sample(known, int(effects["problems.most"]))
    kept = usual[: rng.randint(1, len(usual))]
    named = {
        code if rng.random() < effects["problems.persistence"] else rng.choice(known)
        for code in kept
    }
    return tuple(code for code in known if code in named)


def _phrases(kind: str, code: str) -> list[str]:
    return [row["text"] for row in _rows() if row["kind"] == kind and row["code"] == code]


def _rows() -> tuple[dict[str, str], ...]:
    return packaged_rows("gikstudy.synthesis", "effects_phrases.csv")
