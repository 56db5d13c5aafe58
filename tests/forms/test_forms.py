"""The two forms as data: whole, without contradictions, and with identities that fit their cells."""

from __future__ import annotations

import pytest

from gikstudy.forms import (
    CHANNELS,
    OUTCOME_GROUPS,
    OUTCOMES,
    applicant_keys,
    dispute_identities,
    form_names,
    get_form,
    request_identities,
    request_rows,
    row_group,
)


@pytest.mark.parametrize("name", form_names())
def test_no_cell_of_a_form_is_declared_twice(name):
    form = get_form(name)
    rows = [row.key for row in form.requests]
    cells = [(m.item, m.measure) for m in form.proactive]
    assert len(set(rows)) == len(rows)
    assert len(set(cells)) == len(cells)
    assert [m for item in form.items for m in form.measures(item)] == list(form.proactive)


@pytest.mark.parametrize("name", form_names())
def test_each_label_of_a_form_has_words_in_both_languages(name):
    form = get_form(name)
    for part in (*form.requests, *form.applicants, *form.proactive, *form.channels, *form.outcomes):
        assert part.label
        assert part.zh
        assert part.en


def test_the_axes_have_the_keys_that_the_package_names():
    form = get_form("2021")
    assert tuple(c.key for c in form.channels) == CHANNELS
    assert tuple(c.key for c in form.outcomes) == OUTCOMES
    assert applicant_keys()[-1] == "total"
    assert len(applicant_keys()) == 7


def test_a_form_that_is_none_is_named_with_those_that_are():
    with pytest.raises(KeyError, match="2019, 2021"):
        get_form("2017")


@pytest.mark.parametrize("name", form_names())
def test_identities_add_up_cells_of_the_form_and_each_outcome_once(name):
    rows = tuple(row.key for row in get_form(name).requests)
    legal = {(row, column) for row in rows for column in applicant_keys()}
    identities = request_identities(rows)
    assert {i.check for i in identities} == {"T3-FLOW", "T3-SUM", "T3-ROW"}
    for identity in identities:
        assert {*identity.left, *identity.right} <= legal
        assert len(set(identity.left)) == len(identity.left)
    (total,) = [i for i in identities if (i.check, i.scope) == ("T3-SUM", "total")]
    outcomes = {row for row in rows if row_group(row) in OUTCOME_GROUPS}
    assert {row for row, _ in total.left} == outcomes


def test_every_row_of_either_form_is_known_once():
    keys = [row.key for row in request_rows()]
    assert len(set(keys)) == len(keys)
    assert set(keys) == {row.key for name in form_names() for row in get_form(name).requests}


def test_the_outcomes_of_a_channel_add_up_to_its_total():
    for identity, channel in zip(dispute_identities(), CHANNELS, strict=True):
        assert identity.scope == channel
        assert identity.right == ((channel, "total"),)
        assert [outcome for _, outcome in identity.left] == list(OUTCOMES[:-1])
