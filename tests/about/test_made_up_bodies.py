"""Level and division of made-up agencies over all levels, with whatever cues chance gave them."""

from collections import Counter

import pytest
from about_pages import about, made_up

from gikstudy.places.divisions import related

NUMBERS = range(440)
# What tells a name apart from its namesakes in another prefecture.
TELLING = {"body", "host", "site_code"}


def test_they_cover_every_level():
    levels = Counter(made_up(n).level for n in NUMBERS)
    assert set(levels) == {
        *("province", "prefecture", "county", "township", "devzone"),
        *("department", "vertical", "public_institution"),
    }
    assert min(levels.values()) >= 40


@pytest.mark.parametrize("number", NUMBERS)
def test_level_and_division(number):
    agency = made_up(number)
    found = about(agency.text)
    assert (found.agency, found.year) == (agency.name, agency.year)
    assert (found.level, found.parent_level) == (agency.level, agency.parent_level)
    if agency.unique or TELLING & agency.cues:
        assert found.region_code == agency.region
    else:
        assert not found.region_code or related(found.region_code, agency.region)


@pytest.mark.parametrize("number", NUMBERS)
def test_confidence_needs_a_second_cue(number):
    agency = made_up(number)
    found = about(agency.text)
    placed = {cue.cue for cue in found.cues if cue.points_to and cue.weight >= 1 and cue.locus}
    placed &= {"title", "sentence", *("contact", "signature", "body", "site_code", "police")} | {
        "phone",
        "icp",
        "host",
    }
    if placed <= {"title"}:
        assert found.region_confidence == "low"
    if agency.unique and TELLING & agency.cues:
        assert found.region_confidence in ("high", "medium")
