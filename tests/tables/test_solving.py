"""Placing slid blanks by the identities, held against plain enumeration of the whole table."""

from itertools import product

import pytest
from example_counts import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from gikstudy.forms import get_form, request_identities
from gikstudy.tables import solving as solve
from gikstudy.tables.solving import (
    COLUMNS,
    by_order,
    options_of,
    placements,
    solve_disputes,
    solve_requests,
)

ROWS = tuple(row.key for row in get_form("2019").requests)
ZERO = (0,) * COLUMNS


def solved(loose, known=None, unknown=()):
    rows = {key: ZERO for key in ROWS if key not in loose and key not in unknown} | (known or {})
    return solve_requests(rows, frozenset(), loose, frozenset(unknown))


def test_seven_requests_in_one_unknown_column():
    loose = {
        "received_new": (7, 7),
        "granted": (3, 3),
        "refused_third_party": (3, 3),
        "not_processed_repeat": (1, 1),
        "handled_total": (7, 7),
    }
    solution = solved(loose)
    assert solution.totals
    for key in loose:
        *types, total = solution.options[key]
        assert types == [frozenset({0, None})] * 6
        assert total == {1}


def test_a_certain_row_settles_the_others():
    solution = solved(
        {"granted": (2, 2), "handled_total": (2, 2)},
        known={"received_new": (0, 2, 0, 0, 0, 0, 2)},
    )
    for key in ("granted", "handled_total"):
        assert solution.options[key] == options_of([(1, 6)], COLUMNS)


def test_a_pin_that_the_row_does_not_print_leaves_the_row_open_and_the_others_solved():
    loose = {"granted": (2, 2), "refused_third_party": (3, 3), "handled_total": (5, 5)}
    known = {"received_new": (0, 5, 0, 0, 0, 0, 5)}
    rows = {key: ZERO for key in ROWS if key not in loose} | known
    pins = {"granted": {1: 4}}  # 4 is not among the numbers of the row
    solution = solve_requests(rows, frozenset(), loose, frozenset(), pins)
    assert "granted" not in solution.options
    assert solution.options["handled_total"] == options_of([(1, 6)], COLUMNS)
    assert solution.options["refused_third_party"] == options_of([(1, 6)], COLUMNS)


def test_totals_left_blank_throughout():
    """Six values of seven in every row, and no row adds up: the totals were not printed."""
    loose = {"received_new": (3, 1, 0, 0, 0, 0), "handled_total": (3, 1, 0, 0, 0, 0)}
    loose["granted"] = (3, 1, 0, 0, 0, 0)
    solution = solved(loose)
    assert not solution.totals
    assert solution.options["granted"] == options_of([(0, 1, 2, 3, 4, 5)], COLUMNS)


def test_one_row_that_does_not_add_up_is_not_forced():
    solution = solved({"received_new": (5, 3), "granted": (2, 2), "handled_total": (2, 2)})
    assert solution.options == {}


def test_a_table_that_contradicts_itself_gets_no_inference():
    loose = {"granted": (2, 2), "handled_total": (3, 3)}
    solution = solved(loose, known={"received_new": (3, 0, 0, 0, 0, 0, 3)})
    assert solution.options == {}
    assert not solution.totals


def test_an_unknown_row_leaves_room():
    solution = solved({"granted": (2, 2)}, {"handled_total": (3, 1, 0, 0, 0, 0, 4),
                      "received_new": (3, 1, 0, 0, 0, 0, 4)}, unknown=["partial"])  # fmt: skip
    assert solution.options["granted"] == options_of([(0, 6)], COLUMNS)


def vector(values, placement):
    row = [0] * COLUMNS
    for column, value in zip(placement, values, strict=True):
        row[column] = value
    return row


def brute_force(loose, known):
    """Every placement of every loose row that satisfies all identities, total printed."""
    keys = list(loose)
    choices = [[p for p in placements(len(loose[k]), COLUMNS) if p[-1] == 6] for k in keys]
    identities = request_identities(ROWS)
    kept = {key: set() for key in keys}
    columns = [c.key for c in get_form("2019").applicants]
    for chosen in product(*choices):
        table = {k: list(v) for k, v in known.items()}
        table |= {k: vector(loose[k], p) for k, p in zip(keys, chosen, strict=True)}
        cell = {(r, c): table[r][n] for r in ROWS for n, c in enumerate(columns)}
        if all(sum(cell[k] for k in i.left) == sum(cell[k] for k in i.right) for i in identities):
            for key, placement in zip(keys, chosen, strict=True):
                kept[key].add(placement)
    return kept


@settings(max_examples=examples(40))
@given(
    st.lists(st.tuples(*[st.integers(0, 2)] * 6), min_size=2, max_size=2),
    st.sets(st.sampled_from(["granted", "unable_not_held", "handled_total"]), min_size=1),
)
def test_equals_enumeration_of_the_whole_table(outcomes, slid):
    """The dynamic programme finds the placements that brute force finds, no more and no fewer."""
    granted, held = ((*row, sum(row)) for row in outcomes)
    total = tuple(a + b for a, b in zip(granted, held, strict=True))
    table = dict.fromkeys(ROWS, ZERO)
    table |= {"granted": granted, "unable_not_held": held, "handled_total": total}
    table["received_new"] = total
    loose = {key: tuple(n for n in table[key] if n) for key in slid if any(table[key])}
    known = {key: row for key, row in table.items() if key not in loose}
    if not loose:
        return
    expected = brute_force(loose, known)
    solution = solve_requests(known, frozenset(), loose, frozenset())
    for key in loose:
        assert solution.options[key] == options_of(expected[key], COLUMNS)


def test_past_the_work_bound_nothing_is_lost(monkeypatch):
    """With the bound at one state the options only widen: the truth stays among them."""
    loose = {"granted": (3, 1, 4), "partial": (2, 2), "handled_total": (5, 1, 6)}
    known = {"received_new": (5, 1, 0, 0, 0, 0, 6)}
    exact = solved(loose, known).options
    monkeypatch.setattr(solve, "_MAX_STEPS", 1)
    wide = solved(loose, known).options
    for key in loose:
        assert all(a <= b for a, b in zip(exact[key], wide[key], strict=True))


def test_one_dispute_and_its_total():
    options = solve_disputes((1, 1))
    assert all(None in cell for cell in options)
    assert [column for column, cell in enumerate(options) if 1 in cell] == [4, 9, 14]


def test_disputes_that_add_up_in_one_way_only():
    # 2 and 3 make 5 in reconsideration; 4 and its total can then only be a later channel
    options = solve_disputes((2, 3, 0, 0, 5, 0, 4, 0, 0, 4, 0, 0, 0, 0))
    assert [min(cell) for cell in options[:5]] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("n", [16, 20])
def test_too_many_values_are_bounded_by_order(n):
    options = by_order(n, 15)
    assert options[0] == frozenset(range(n - 14))
    assert options[14] == frozenset(range(14, n))
