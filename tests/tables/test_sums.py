"""What identities say of the known cells of a table is all of it, and true for any unknown ones."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gikstudy.forms import Identity
from gikstudy.tables.sums import Key, known_sums

KEYS: list[Key] = [("r", letter) for letter in "abcdefgh"]
SIDES = st.lists(st.sampled_from(KEYS), min_size=3, max_size=5, unique=True)


@given(st.lists(SIDES, min_size=1, max_size=5), st.sets(st.sampled_from(KEYS)), st.data())
def test_sums_of_known_cells_hold_whatever_the_unknown_ones_are(
    sides: list[list[Key]], unknown: set[Key], data: st.DataObject
) -> None:
    rules = [Identity("T3-ROW", "r", tuple(keys[:-1]), (keys[-1],)) for keys in sides]
    numbers = {key: data.draw(st.integers(-9, 9)) for key in KEYS}
    off = [sum(numbers[k] for k in r.left) - sum(numbers[k] for k in r.right) for r in rules]
    sums = known_sums(rules, unknown)
    assert not any(unknown & each.factors.keys() for each in sums)
    if not any(off):
        assert not any(each.off(numbers) for each in sums)


def test_two_sums_through_an_unknown_cell_say_one_thing_together() -> None:
    """a + u = b and c + u = d say a - c = b - d."""
    a, b, c, d, u = KEYS[:5]
    rules = [Identity("ROW", "r", (a, u), (b,)), Identity("COLUMN", "r", (c, u), (d,))]
    (told,) = known_sums(rules, [u])
    assert set(told.checks) == {"ROW", "COLUMN"}
    sign = told.factors[a]
    assert told.factors == {a: sign, c: -sign, b: -sign, d: sign}
    assert known_sums(rules, [u, a, c]) == []


def test_what_follows_from_shorter_sums_is_not_said_again() -> None:
    """A column and a total that is unknown in both: the other columns say the rest already."""
    a, b, c, u = KEYS[:4]
    plain = Identity("ROW", "r", (a,), (b,))
    first, second = Identity("X", "r", (a, u), (c,)), Identity("Y", "r", (b, u), (c,))
    assert [each.checks for each in known_sums([plain, first, second], [u])] == [("ROW",)]
