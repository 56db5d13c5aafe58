"""No family of faults, and no damage to a real report, makes the reader say something false.

`python -m tests.faults.score -v --share 1` shows every family in full.
"""

import random
from functools import cache
from itertools import islice

import pytest
from lost_digits import NOTHING, lost

from gikstudy.model import Cell
from tests.faults import damage
from tests.faults.families import FAMILIES, texts_of
from tests.faults.judge import findings, judge
from tests.faults.score import sample

SIZE = 6
FEWER = 3  # of those, whose tables are read once more to account for each digit


def silent(texts):
    """What is false of these texts, readable in a failure."""
    return [
        f"{text.name}: {'/'.join(f.key)}: {f.expect} is due, {f.got}"
        for text in texts
        for f in findings(text)
        if f.verdict == "silent"
    ]


made_up = cache(texts_of)


def few(texts):
    return sample(texts, SIZE / max(1, len(texts)))


@pytest.mark.parametrize("name", FAMILIES)
def test_nothing_false_of_made_up_tables(name):
    assert silent(few(made_up(name)))[:3] == []


@pytest.mark.parametrize("name", damage.KINDS)
def test_nothing_false_of_damaged_reports(name):
    if name not in damage.kinds():
        pytest.skip("set GIKSTUDY_REPORTS to the folder of the five real reports to damage them")
    assert silent(few(damage.texts_of(name)))[:3] == []


def unaccounted(text):
    """What a text prints in its tables and is neither a cell nor told otherwise."""
    data = text.text if isinstance(text.text, bytes) else text.text.encode()
    return lost(data, f"a.{text.extension}")


@pytest.mark.parametrize("name", FAMILIES)
def test_nothing_of_made_up_tables_is_lost(name):
    for text in few(made_up(name))[:FEWER]:
        assert unaccounted(text) == NOTHING, text.name


@pytest.mark.parametrize("name", damage.KINDS)
def test_nothing_of_damaged_reports_is_lost(name):
    if name not in damage.kinds():
        pytest.skip("set GIKSTUDY_REPORTS to the folder of the five real reports to damage them")
    for text in few(damage.texts_of(name))[:FEWER]:
        assert unaccounted(text) == NOTHING, text.name


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_says_the_same_every_time(name):
    texts = made_up(name)
    again = FAMILIES[name](random.Random(name))
    assert list(islice(again, 5)) == texts[:5]
    assert len({text.text for text in texts}) > 0.9 * len(texts)


def cell(state, value=None, lower=None, upper=None, table="requests"):
    return Cell(table, "granted", "total", state, value, lower, upper)


@pytest.mark.parametrize(
    ("expect", "said", "verdict"),
    [
        ("7", cell("reported", 7), "right"),
        ("7", cell("reported", 8), "silent"),
        ("7", cell("ambiguous", lower=0, upper=9), "open"),
        ("7", cell("ambiguous", lower=0, upper=6), "silent"),
        ("7", cell("blank"), "silent"),
        ("7", None, "missed"),
        ("maybe 7", None, "right"),
        ("maybe 7", cell("reported", 8), "silent"),
        ("blank", cell("blank"), "right"),
        ("blank", cell("solved", 0), "right"),
        ("blank", cell("solved", 3), "silent"),
        ("blank 3", cell("solved", 3), "right"),
        ("blank", cell("solved", 0, table="proactive"), "silent"),
        ("blank", cell("unreadable"), "open"),
        ("mark", cell("blank"), "silent"),
        ("mark", cell("nil_mark"), "right"),
        ("nil", cell("nil_mark"), "right"),
        ("open", cell("reported", 7), "silent"),
        ("open 7", cell("ambiguous", lower=8), "silent"),
        ("open 7", cell("unreadable"), "right"),
        ("none", cell("missing"), "right"),
        ("none", cell("blank"), "silent"),
        ("none 7", cell("solved", 7), "right"),
        ("none 7", cell("reported", 7), "silent"),
    ],
)
def test_what_may_be_said_of_a_cell(expect, said, verdict):
    assert judge(expect, said) == verdict
