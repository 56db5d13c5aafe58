"""Made-up reports: what their truth promises, the file shows."""

import re
from collections import Counter
from itertools import pairwise

import pytest

from gikstudy import read_report
from gikstudy.forms import dispute_identities, get_form, request_identities
from gikstudy.places.divisions import divisions
from gikstudy.synthesis import FAMILIES, make_report
from gikstudy.synthesis.bodies import division_rows
from gikstudy.synthesis.numbers import FIRST_YEAR, LAST_YEAR

TABLE_FAMILIES = [f for f in FAMILIES if f not in ("DEDUP", "TABLE_GONE", "OLD_FORM", "LOOK_ALIKE")]


def text_of(made):
    encoding = "gb18030" if "gb18030" in made.damage else "utf-8-sig"
    return made.data.decode(encoding)


def values_of(made, table):
    return {(c.row, c.column): c.actual for c in made.cells if c.table == table}


@pytest.mark.parametrize("family", FAMILIES)
def test_the_same_seed_and_number_give_the_same_report(family):
    assert make_report(5, 77, family=family) == make_report(5, 77, family=family)
    assert make_report(5, 77, family=family).data != make_report(6, 77, family=family).data


@pytest.mark.parametrize("number", range(0, 140, 9))
def test_the_numbers_of_a_clean_report_satisfy_every_identity_of_the_form(number):
    made = make_report(3, number, family="HTML", clean=True)
    rows = tuple(dict.fromkeys(c.row for c in made.cells if c.table == "requests"))
    for table, rules in (
        ("requests", request_identities(rows)),
        ("disputes", dispute_identities()),
    ):
        values = values_of(made, table)
        for rule in rules:
            assert sum(values[k] for k in rule.left) == sum(values[k] for k in rule.right)


def test_what_a_body_carries_out_is_what_it_carries_in_the_year_after():
    for first in range(0, 280, 7):
        years = [make_report(2, n, family="TAB", clean=True) for n in range(first, first + 7)]
        assert [made.year for made in years] == list(range(2019, 2026))
        own = [made for made in years if made.body == f"{first // 7}"]
        assert len(own) >= 4  # in the other years it publishes nothing
        for before, after in pairwise(own):
            if after.year > before.year + 1:
                continue
            out = values_of(before, "requests")["carried_out", "total"]
            assert values_of(after, "requests")["carried_in", "total"] == out


def test_the_stock_of_normative_documents_follows_from_the_year_before():
    for first in range(2, 210, 7):  # 2021 to 2025 all print the stock in force
        made = [make_report(4, n, family="TAB", clean=True) for n in range(first, first + 5)]
        for before, after in pairwise(made):
            consecutive = (before.body, before.year + 1) == (after.body, after.year)
            if consecutive and before.form == after.form == "2021":
                old, new = values_of(before, "proactive"), values_of(after, "proactive")
                stock = old["normative_docs", "in_force"] + new["normative_docs", "issued"]
                stock -= new["normative_docs", "repealed"]
                assert new["normative_docs", "in_force"] == stock


@pytest.mark.parametrize("family", TABLE_FAMILIES)
def test_every_number_of_the_truth_is_printed_in_the_file(family):
    made = make_report(8, 21, family=family, clean=True, script="simplified")
    text = re.sub(r"<[^>]+>", " ", text_of(made))
    printed = set(re.findall(r"[+-]?\d+", text))
    for cell in made.cells:
        if cell.table != "proactive":
            assert str(cell.value) in printed


def test_only_rows_that_mix_numbers_and_blanks_lose_the_place_of_their_cells():
    for number in range(400):
        made = make_report(9, number, family="ROW_PAD")
        for row in {(c.table, c.row) for c in made.cells if not c.determined}:
            states = {c.state for c in made.cells if (c.table, c.row) == row}
            # the channels of disputes stand in one printed row; an amount may lack its unit
            if row[0] != "disputes" and row[1] != "procurement":
                assert "blank" in states
                assert states - {"blank"}


def test_the_forms_lay_down_which_cells_a_report_has():
    for number in range(60):
        made = make_report(10, number, family="ROW_BARE")
        form = get_form(made.form)
        items = {(c.row, c.column) for c in made.cells if c.table == "proactive"}
        assert items == {(m.item, m.measure) for m in form.proactive}
        width = len(form.requests) if "hybrid" not in made.damage else 23
        assert sum(c.table == "requests" for c in made.cells) == 7 * width
        assert sum(c.table == "disputes" for c in made.cells) == 15


@pytest.mark.parametrize("family", ["TABLE_GONE", "LOOK_ALIKE"])
def test_a_page_without_tables_has_no_cells_in_its_truth(family):
    for number in range(20):
        made = make_report(11, number, family=family)
        assert made.cells == ()
        assert made.form == "none"


def test_a_mirror_keeps_the_characters_that_mirrors_keep():
    made = make_report(12, 3, family="ROW_PAD", clean=True, script="traditional")
    text = text_of(made)
    assert "復議后起訴" in text
    assert "結轉下年度繼續辦理" in text
    assert "复议" not in text


def test_every_made_up_report_says_so_in_its_index_number():
    for family in FAMILIES:
        assert make_report(1, 5, family=family).index_no.startswith("SYNTH")
    assert make_report(1, 5, family="CPL_BLANK").index_no in text_of(
        make_report(1, 5, family="CPL_BLANK")
    )


def test_an_unknown_family_is_named_with_the_legal_ones():
    with pytest.raises(ValueError, match=r"'ROW_PADS'.*ROW_PAD"):
        make_report(1, 1, family="ROW_PADS")


def test_the_lists_of_a_body_follow_from_year_to_year():
    followed = 0
    for first in range(0, 210, 7):
        before, after = (make_report(4, n, family="TAB", clean=True) for n in (first, first + 1))
        old, new = values_of(before, "proactive"), values_of(after, "proactive")
        if before.form == after.form == "2019":
            for item in ("licensing", "other_services", "penalty", "compulsion", "admin_fees"):
                listed = old[item, "items_prev"] + old[item, "items_change"]
                assert new[item, "items_prev"] == listed
                followed += listed > 0
    assert followed > 80


def test_a_clean_report_contradicts_neither_itself_nor_what_bodies_may_do():
    found = Counter()
    for number in range(210):
        report = read_report(make_report(3, number, family="ROW_BARE", clean=True).data)
        found.update((check.check, check.result) for check in report.checks)
    failed = {check for check, result in found if result == "fail"}
    # Late reports, forms of the wrong year and suits of the kind that ended are met in the wild.
    assert failed <= {"TX-YEAR", "TX-FORM", "T4-2024", "T4-LOGIC"}
    for check in ("TX-NORM", "TX-OUT", "TX-NEW", "T2-TWP", "T2b-UNIT", "T2a-STOCK"):
        assert found[check, "pass"] > 10


def test_every_division_keeps_its_name_and_code_over_the_years_of_a_corpus():
    lasting = {
        (d.code, d.name)
        for d in divisions()
        if d.first_year <= FIRST_YEAR and d.last_year >= LAST_YEAR
    }
    assert {(row["code"], row["name"]) for row in division_rows().values()} <= lasting
