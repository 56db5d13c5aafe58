"""Contradictions on a page: they stay in the cues and lower the confidence."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from gikstudy.about.agency import AgencyName
from gikstudy.about.margins import PageMargins
from gikstudy.about.region_vote import Region
from gikstudy.about.voice import Voice
from gikstudy.model import Cue
from gikstudy.places.divisions import depth_of
from gikstudy.places.levels import LEVEL_OF_DEPTH, BodyName

_AUTONOMOUS: Final = "自治区"
_OWN_NAMES: Final = (
    "title",
    "title_field",
    "page_title",
    "sentence",
    "contact",
    "issuer",
    "signature",
)


def agreed(body: BodyName, region: Region, chosen: AgencyName | None, word: str) -> BodyName:
    """The level of an unnamed body (我区, 我市), once its division is known."""
    if chosen is None and word.endswith("区") and region.name.endswith(_AUTONOMOUS):
        return replace(body, level="province")
    if chosen is None and word.endswith("市"):  # it may be a city of any level
        city = region.name.endswith("市")
        return replace(body, level=LEVEL_OF_DEPTH[depth_of(region.code)] if city else "")
    return body


def contradictions(
    body: BodyName,
    region: Region,
    chosen: AgencyName | None,
    voice: Voice,
    votes: list[Cue],
    lines: PageMargins,
) -> list[Cue]:
    """The disagreements: level against code, name against the report's wording, name against name.

    Args:
        body: the level that will be reported.
        region: the division found.
        chosen: the name that will be reported.
        voice: how the report refers to its body.
        votes: the cues that point to divisions.
        lines: the page.
    """
    found = []
    depth = LEVEL_OF_DEPTH[depth_of(region.code)] if region.code else ""
    if depth and body.level in LEVEL_OF_DEPTH.values() and body.level != depth:
        found.append(_doubt(f"{body.level}, {region.name}", "", ""))
    if chosen and body.level and not voice.fits(body, sure=True):
        found.append(_doubt(f"{chosen.name}, {voice.word}", *lines.printed(voice.offset)))
    if region.code and (other := _other_place(region.code, votes)):
        found.append(_doubt(other.value, other.raw, other.locus))
    return found


def _doubt(value: str, raw: str, locus: str) -> Cue:
    return Cue("contradiction", value[:80], "", 0.0, raw[:160], locus)


def _other_place(code: str, votes: list[Cue]) -> Cue | None:
    """A name of the body that lies in a different province from the division found."""
    for vote in votes:
        codes = vote.points_to.split(";") if vote.points_to else []
        if vote.cue in _OWN_NAMES and codes and all(c[:2] != code[:2] for c in codes):
            return vote
    return None
