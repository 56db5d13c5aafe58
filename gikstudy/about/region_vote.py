"""Combine the votes into one division with a confidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import repeat
from typing import Final, NamedTuple

from gikstudy.model import Confidence, Cue
from gikstudy.places.divisions import (
    ancestors,
    by_code,
    depth_of,
    has_counties,
    name_of,
    related,
    stem,
)
from gikstudy.places.levels import BodyName

_DEPTH: Final = {"province": 2, "prefecture": 4, "county": 6, "township": 6}
_TITLES: Final = frozenset({"title", "title_field", "page_title", "breadcrumb", "sentence"})
_HOST_MARKS: Final = frozenset({"site_code", "host", "police", "icp"})  # marks of the portal
_DISPUTED: Final = 0.75  # a rival with this share of the winner's weight makes it doubtful


@dataclass(frozen=True, slots=True)
class Region:
    """A division and its confidence: `high`, `medium` or `low`."""

    code: str
    name: str
    confidence: Confidence


class _Vote(NamedTuple):
    """A cue that votes: its family, its weight, and its codes, in full and as stems."""

    family: str
    weight: float
    codes: tuple[str, ...]
    stems: tuple[str, ...]

    @classmethod
    def of(cls, cue: Cue) -> _Vote:
        """The vote of a cue; the titles of a page repeat each other, so they form one family."""
        codes = tuple(cue.points_to.split(";"))
        family = "title" if cue.cue in _TITLES else cue.cue
        return cls(family, cue.weight, codes, tuple(map(stem, codes)))

    def supports(self, own: str) -> bool:
        """Whether it points to the division with this stem, inside it, or around it."""
        return own.startswith(self.stems) or self.reaches(own)

    def reaches(self, own: str) -> bool:
        """Whether it points to the division with this stem or to one inside it."""
        return any(map(str.startswith, self.stems, repeat(own)))


def wanted_depth(body: BodyName) -> int:
    """The depth of a body's code: 2 province, 4 prefecture, 6 county; 0 if unknown."""
    depth = _DEPTH.get(body.level) or _DEPTH.get(body.parent_level, 0)
    if depth == 6 and body.level == "township" and body.divisions:
        division = body.divisions[0]
        if division.depth == 4 and not has_counties(division.code):
            return 4
    if body.level in ("department", "vertical", "devzone", "public_institution") and body.divisions:
        return max(division.depth for division in body.divisions)
    return depth


def locate(votes: Iterable[Cue], body: BodyName, year: int | None, *, suspect: bool) -> Region:
    """The division with the most weight, at the depth that fits the level of the body.

    A vote for a prefecture supports all its counties; a vote for a county supports its prefecture.

    Args:
        votes: cues with codes in `points_to`, several if the cue cannot tell them apart.
        body: what the name says.
        year: the reporting year.
        suspect: whether the page shows signs of a mirror, so that the title alone is not enough.
    """
    cast = [_Vote.of(cue) for cue in votes if cue.points_to and cue.weight]
    if not cast or body.level == "central":
        return Region("", "", "low")
    told = {code for vote in cast for code in vote.codes}
    depth = wanted_depth(body) or max(map(depth_of, told))
    named = {division.code for division in body.divisions}
    candidates = {code for code in told if depth_of(code) == depth}
    if depth < 6:
        candidates |= {code for c in told if (code := _cut(c, depth))}
    exact = candidates & named
    score = {c: _score(c, cast) for c in exact or candidates}
    if not score:
        return _shallower(cast, year)
    # Of namesakes, the one in the city that the text names too: 海州区 of 连云港市.
    backing = {c: sum(v.weight for v in cast if v.supports(stem(c))) for c in score}
    ranked = sorted(score, key=lambda c: (-score[c], -backing[c], c))
    best = [c for c in ranked if (score[c], backing[c]) == (score[ranked[0]], backing[ranked[0]])]
    if len(best) > 1:
        return _undecided(ranked, score, cast, year)
    code = ranked[0]
    rival = score[ranked[1]] if len(ranked) > 1 else 0.0
    trust = _confidence(code, cast, suspect=suspect, disputed=rival > _DISPUTED * score[code])
    return Region(code, name_of(code, year), trust)


def _cut(code: str, depth: int) -> str:
    cut = code[:depth].ljust(6, "0")
    return cut if depth_of(code) >= depth and cut in by_code() else ""


def _score(code: str, cast: list[_Vote]) -> float:
    """The weight of the votes that agree; each family of cues counts once, by its strongest."""
    best: dict[str, float] = {}
    own = stem(code)
    for vote in cast:
        if vote.weight > best.get(vote.family, 0.0) and vote.supports(own):
            best[vote.family] = vote.weight
    return sum(best.values())


def _confidence(code: str, cast: list[_Vote], *, suspect: bool, disputed: bool) -> Confidence:
    own, inside = stem(code), code[:2]
    exact, province, against = set(), set(), set()
    for vote in cast:
        here = [c.startswith(inside) for c in vote.codes]
        if vote.reaches(own):
            exact.add(vote.family)
        if all(here):
            province.add(vote.family)
        if not any(here):
            against.add(vote.family)
    if len(province | exact) < 2 or len(against) >= len(province):
        return "low"
    if suspect and len(exact - {"title"}) < 1:
        return "low"
    sure = len(exact) > 1 and exact - _HOST_MARKS and not disputed and not against
    return "high" if sure else "medium"


def _shallower(cast: list[_Vote], year: int | None) -> Region:
    """If no cue is deep enough: the deepest division that they agree on, with low confidence."""
    codes = {chain for vote in cast for code in vote.codes for chain in ancestors(code)}
    if not codes:
        return Region("", "", "low")
    code = max(sorted(codes), key=lambda c: (_score(c, cast), depth_of(c)))
    return Region(code, name_of(code, year), "low")


def _undecided(
    ranked: list[str], score: dict[str, float], cast: list[_Vote], year: int | None
) -> Region:
    """For namesakes that no other cue tells apart: the division they share, or an empty one."""
    tied = [c for c in ranked if score[c] == score[ranked[0]]]
    shared = [a for a in ancestors(tied[0]) if all(related(a, c) for c in tied)]
    return Region(shared[0], name_of(shared[0], year), "low") if shared else Region("", "", "low")
