"""A comparison fails only where no true figures could make it hold."""

from hypothesis import given
from hypothesis import strategies as st

from gikstudy.checks.intervals import add, compare, point, side_of

# A cell as the dataset holds it, and one number that might truly stand in it.
NUMBER = st.integers(0, 20)
OPEN = st.tuples(NUMBER, NUMBER, NUMBER).map(sorted)
CELL = st.one_of(
    NUMBER.map(lambda n: (point(n), n)),
    NUMBER.map(lambda n: (side_of("total", "blank", None, None, None), n)),
    OPEN.map(lambda b: (side_of("total", "ambiguous", None, b[0], b[2]), b[1])),
)
CELLS = st.lists(CELL, min_size=1, max_size=4)
HOLDS = {"=": int.__eq__, "<=": int.__le__, ">=": int.__ge__}


@given(CELLS, CELLS, st.sampled_from(["=", "<=", ">="]))
def test_what_fails_holds_for_no_true_figures(left, right, relation):
    sums = [add([side for side, _ in cells]) for cells in (left, right)]
    truth = [sum(n for _, n in cells) for cells in (left, right)]
    if HOLDS[relation](*truth):
        assert compare(sums[0], relation, sums[1]) != "fail"


@given(CELLS, CELLS, st.sampled_from(["=", "<=", ">="]))
def test_printed_figures_are_always_decided(left, right, relation):
    truth = [sum(n for _, n in cells) for cells in (left, right)]
    result = compare(point(truth[0]), relation, point(truth[1]))
    assert result == ("pass" if HOLDS[relation](*truth) else "fail")
