"""The words in the data files: each does on its example what it is there for."""

import re

import pytest

from gikstudy.about.elsewhere import says_where
from gikstudy.about.names import is_generic, is_paper, verbs, without_desk
from gikstudy.packaged import packaged_rows
from gikstudy.places.divisions import by_name

NAMES = packaged_rows("gikstudy.about", "name_words.csv")
DESKS = packaged_rows("gikstudy.about", "desks.csv")
ELSEWHERE = packaged_rows("gikstudy.about", "elsewhere.csv")
COMMON = packaged_rows("gikstudy.places", "common_names.csv")


def rows(kind):
    found = [row for row in NAMES if row["kind"] == kind]
    assert found
    return pytest.mark.parametrize("row", found, ids=lambda row: row["word"])


@rows("paper")
def test_a_newspaper_or_a_channel_is_no_body(row):
    assert is_paper(row["example"].split(":")[1])
    assert row["word"] in row["example"]


@rows("generic")
def test_a_name_that_fits_any_body_names_none(row):
    assert is_generic(row["example"])
    assert row["example"].startswith(row["word"])


@rows("verb")
def test_a_verb_follows_its_subject(row):
    match = verbs().search(row["example"], 2)
    assert match
    assert match.start() == 3
    assert re.match(row["word"], match[0])


@pytest.mark.parametrize("row", DESKS, ids=lambda row: row["example"])
def test_a_desk_is_no_part_of_the_name(row):
    assert re.search(f"(?:{row['pattern']})$", row["example"])
    assert without_desk(row["example"]) == row["body"]


@pytest.mark.parametrize("row", ELSEWHERE, ids=lambda row: row["example"])
def test_a_neighbour_says_nothing_of_where_a_body_is(row):
    assert re.search(row["pattern"], row["example"])
    assert not says_where(row["example"], "会同县", row["example"].index("会同县"))


@pytest.mark.parametrize("row", COMMON, ids=lambda row: row["name"])
def test_a_common_word_is_a_division_only_behind_the_one_above_it(row):
    name = row["name"]
    assert row["meaning"]
    assert not says_where(f"更新{name}公开栏", name, 2)
    above = next(d for d in by_name()[name])
    prefecture = next(
        other
        for names in by_name().values()
        for other in names
        if other.code == above.code[:4] + "00"
    ).name
    text = f"{prefecture}{name}公开栏"
    assert says_where(text, name, len(prefecture))
