"""Each check of the catalogue has a report that passes it and one that fails it."""

from dataclasses import replace

import pytest
from hand_made import mention, report

from gikstudy.checks import catalogue, check_report
from gikstudy.checks.hosts import CHECKERS as HOSTS
from gikstudy.checks.panel import CHECKERS as PANEL
from gikstudy.checks.prose import CHECKERS as PROSE
from gikstudy.checks.rules import phrase
from gikstudy.checks.statistics import CHECKERS as STATISTICS
from gikstudy.checks.tables import CHECKERS as TABLES
from gikstudy.model import Cell
from gikstudy.packaged import packaged_rows


def results(made, check, scope=None):
    return [c for c in check_report(made) if c.check == check and scope in (None, c.scope)]


def only(made, check, scope=None):
    (found,) = results(made, check, scope)
    return found


TOWN = {"level": "township", "agency": "某县青山乡人民政府"}

# check, scope, form, changed cells, facts about the body, left, right
BREACHES = [
    ("T2a-PUB", "normative_docs", "2019", {"proactive/normative_docs/disclosed": 6}, {}, 6, 5),
    (
        "T2a-STOCK",
        "normative_docs",
        "2019",
        {"proactive/normative_docs/disclosed_total": 0},
        {},
        5,
        0,
    ),
    ("T2a-ITEMS", "licensing", "2019", {"proactive/licensing/items_change": -101}, {}, -1, 0),
    (
        "T2a-CONFUSED",
        "licensing",
        "2019",
        {"proactive/licensing/decisions": 98, "proactive/penalty/decisions": 310},
        {},
        98,
        98,
    ),
    ("T2a-PROC", "procurement", "2019", {"proactive/procurement/amount": 0}, {}, 1, 0),
    ("T2b-BND", "normative_docs", "2021", {"proactive/normative_docs/in_force": 3}, {}, 5, 4),
    ("T2b-RULE", "rules", "2021", {"proactive/rules/in_force": 6}, {}, 6, 0),
    ("T2b-RULE", "rules", "2019", {"proactive/rules/made": 1}, TOWN, 1, 0),
    (
        "T2b-UNIT",
        "admin_fees",
        "2021",
        {"proactive/admin_fees/amount": 1192535500.0},
        {},
        1192535500,
        1e9,
    ),
    ("T2-TWP", "penalty", "2019", {}, TOWN, 80, 0),
    ("T3-FLOW", "business", "2019", {"requests/received_new/business": 5}, {}, 5, 4),
    ("T3-SUM", "total", "2019", {"requests/granted/total": 7}, {}, 11, 10),
    ("T3-SUM", "total", "2021", {"requests/other_misc/total": 1}, {}, 11, 10),
    ("T3-ROW", "granted", "2019", {"requests/granted/research": 1}, {}, 7, 6),
    ("T3-NN", "table", "2019", {"requests/granted/research": -1}, {}, 1, 0),
    ("T3-BND", "business", "2019", {"requests/refused_third_party/business": 9}, {}, 9, 4),
    ("T3-BND", "carried_out/total", "2019", {"requests/carried_out/total": 12}, {}, 12, 11),
    ("T4-SUM", "review", "2019", {"disputes/review/total": 5}, {}, 4, 5),
    ("T4-NN", "table", "2019", {"disputes/review/other": -1}, {}, 1, 0),
    ("T4-LOGIC", "suit_after_review", "2019", {"disputes/review/total": 1}, {}, 2, 1),
    ("T4-2024", "suit_direct", "2021", {"disputes/suit_direct/total": 3}, {"year": 2024}, 3, 0),
    ("TX-YEAR", "title", "2019", {}, {"title": "某县2019年政府信息公开工作年度报告"}, 2019, 2020),
    ("TX-YEAR", "published", "2019", {}, {"published_on": "2020-03-01"}, 2020, 2021),
    ("TX-YEAR", "deadline", "2019", {}, {"published_on": "2021-04-02"}, 92, 90),
    ("TX-FORM", "form", "2019", {}, {"year": 2022}, 2019, 2021),
]
# Where the base report does not take the check, the facts that make it apply and hold.
KEPT = {
    "T2-TWP": {"changes": {"proactive/penalty/decisions": 0}, "about": TOWN},
    "T4-2024": {"about": {"year": 2024}},
}


@pytest.mark.parametrize(("check", "scope", "form", "changes", "about", "left", "right"), BREACHES)
def test_breach_of_a_table_check(check, scope, form, changes, about, left, right):
    found = only(report(form, changes, about=about), check, scope)
    assert (found.result, found.left, found.right) == ("fail", left, right)
    assert found.difference == left - right
    assert found.severity == catalogue()[check].severity


@pytest.mark.parametrize(("check", "scope", "form"), sorted({b[:3] for b in BREACHES}))
def test_consistent_report_passes(check, scope, form):
    found = only(report(form, **KEPT.get(check, {})), check, scope)
    assert found.result == "pass"


# check, form, figures of the prose that agree with the tables, figures that differ
TOLD = [
    ("TX-NEW", "2019", [mention("requests_received", 10)], [mention("requests_received", 12)]),
    ("TX-DONE", "2019", [mention("requests_closed", 10)], [mention("requests_closed", 9)]),
    ("TX-REV", "2019", [mention("reviews", 4)], [mention("reviews", 3)]),
    ("TX-LIT", "2019", [mention("suits", 2)], [mention("suits", 1)]),
    ("TX-NORM", "2019", [mention("normative_docs", 40)], [mention("normative_docs", 41)]),
    (
        "TX-FEE",
        "2021",
        [mention("fee_collected", 300, "元")],
        [mention("fee_collected", 4e6, "元")],
    ),
    (
        "TX-OUT",
        "2019",
        [mention("requests_received", 10), mention("requests_refused", 2, part_of=0)],
        [mention("requests_received", 10), mention("requests_refused", 3, part_of=0)],
    ),
    ("TX-OUT", "2021", [mention("requests_unable", 2)], [mention("requests_unable", 1)]),
    (
        "TX-SUM",
        "2019",
        [mention("requests_granted", 6), mention("requests_refused", 2)],
        [mention("requests_granted", 9), mention("requests_refused", 2)],
    ),
    ("TX-CARRY", "2019", [mention("requests_carried_in", 1)], [mention("requests_carried_in", 2)]),
    (
        "TX-CARRY",
        "2019",
        [mention("requests_carried_out", 1)],
        [mention("requests_carried_out", 0)],
    ),
    (
        "TX-PART",
        "2019",
        [mention("website_items", 30), mention("website_items", 30, part_of=0)],
        [mention("website_items", 30), *[mention("website_items", 16, part_of=0)] * 2],
    ),
]


@pytest.mark.parametrize(("check", "form", "agreeing", "differing"), TOLD)
def test_figures_of_the_prose_against_the_tables(check, form, agreeing, differing):
    assert only(report(form, mentions=agreeing), check).result == "pass"
    assert only(report(form, mentions=differing), check).result == "fail"
    assert results(report(form), check) == []


def test_period_told_in_the_prose():
    prose = "统计期限为{}年1月1日至12月31日。"
    assert only(report(prose=prose.format(2020)), "TX-YEAR", "period").result == "pass"
    assert only(report(prose=prose.format(2019)), "TX-YEAR", "period").result == "fail"


def test_denial_of_requests():
    none = {"requests/received_new/total": 0}
    denial = [mention("requests_received", 0)]
    assert only(report(changes=none, mentions=denial), "TX-NONE").result == "pass"
    assert only(report(mentions=denial), "TX-NONE").result == "fail"
    # None on paper, ten over the network: nothing was denied.
    assert results(report(mentions=[*denial, mention("requests_received", 10)]), "TX-NONE") == []


def test_split_of_a_hedged_figure_is_not_added_up():
    hedged = [mention("website_items", 30, qualifier="余"), mention("website_items", 31, part_of=0)]
    assert results(report(mentions=hedged), "TX-PART") == []


def test_total_that_closes_a_list_is_no_part_of_what_came_in():
    closing = mention("requests_received", 64, part_of=0)._replace(raw="(七)总计64件")
    listed = [mention("requests_received", 62), closing]
    assert results(report(mentions=listed), "TX-PART") == []


def test_claim_that_all_was_answered():
    prose = "收到的申请已全部按时办结。"
    done = {"requests/carried_out/total": 0}
    assert only(report(changes=done, prose=prose), "TX-ALLDONE").result == "pass"
    assert only(report(prose=prose), "TX-ALLDONE").result == "fail"


HANGZHOU = {
    "agency": "杭州市财政局",
    "level": "department",
    "region_code": "330100",
    "region_name": "杭州市",
}


@pytest.mark.parametrize(
    ("url", "result", "said"),
    [
        ("https://czj.hangzhou.gov.cn/a.html", "pass", "czj.hangzhou.gov.cn can be the site"),
        ("https://www.datong.gov.cn/a.html", "fail", "outside of 杭州市"),
        ("https://www.hzcz.gov.cn/a.html", "undecided", "does not say whose site"),
        ("https://news.example.com/a.html", "undecided", "is not the site of a government"),
    ],
)
def test_the_host_of_the_address_against_the_body(url, result, said):
    found = only(replace(report(about=HANGZHOU), url=url), "HOST-BODY")
    assert (found.result, found.severity, found.left) == (result, "warning", None)
    assert said in found.message


@pytest.mark.parametrize(("url", "about"), [("", HANGZHOU), ("https://www.hangzhou.gov.cn/", {})])
def test_no_check_of_the_host_without_an_address_or_a_place(url, about):
    assert results(replace(report(about={"region_code": ""} | about), url=url), "HOST-BODY") == []


def test_every_check_of_the_catalogue_is_made_and_tested():
    assert set(catalogue()) == {*TABLES, *STATISTICS, *PROSE, *HOSTS, *PANEL}
    assert {*STATISTICS} == {b[0] for b in BREACHES_OF_STATISTICS}
    tested = {b[0] for b in BREACHES} | {t[0] for t in TOLD}
    assert {*TABLES, *PROSE} == tested | {"TX-NONE", "TX-ALLDONE"}


BREACHES_OF_STATISTICS = [
    ("ST-SUM", "received", {"received": 9}, "fail", 9, 8),
    ("ST-SUM", "received", {"received": 8}, "pass", 8, 8),
    ("ST-SUM", "received", {"received_fax": None}, "undecided", 9, None),
    ("ST-PART", "normative_published", {"published": 3}, "fail", 4, 3),
    ("ST-PART", "normative_published", {"published": 4}, "pass", 4, 4),
]


@pytest.mark.parametrize(
    ("check", "scope", "changes", "result", "left", "right"), BREACHES_OF_STATISTICS
)
def test_lines_of_a_statistical_table_add_up(check, scope, changes, result, left, right):
    plain = {"published": 5, "normative_published": 4, "received": 9}
    plain |= {
        "received_in_person": 2,
        "received_fax": 3,
        "received_online": 1,
        "received_letter": 2,
    }
    cells = tuple(
        Cell("statistics", key, "year", "reported" if value is not None else "ambiguous", value)
        for key, value in (plain | changes).items()
    )
    made = replace(report(), form="2014", cells=cells)
    found = only(made, check, scope)
    assert (found.result, found.left, found.right) == (result, left, right)


def test_amounts_in_different_units_are_not_added_up():
    units = {"fees_proactive": "元", "fees_requests": "万元", "fees": "元"}
    cells = tuple(
        Cell("statistics", key, "year", "reported", 2, unit=unit) for key, unit in units.items()
    )
    made = replace(report(), form="shanghai", cells=cells)
    assert only(made, "ST-SUM", "fees").result == "undecided"


def test_results_come_in_the_order_of_the_catalogue():
    order = [c.check for c in check_report(report("2021", about={"year": 2024}))]
    ids = list(catalogue())
    assert order == sorted(order, key=ids.index)


@pytest.mark.parametrize(
    "row", packaged_rows("gikstudy.checks", "phrases.csv"), ids=lambda row: row["phrase"]
)
def test_each_phrase_finds_its_example(row):
    assert phrase(row["phrase"]).search(row["example"])


# --- blanks, open cells, and what they leave undecided


def row_of(state_or_value, row="granted", table="requests"):
    columns = ("natural_person", "business", "research", "public_interest")
    columns += ("legal_service", "other_org", "total")
    return {f"{table}/{row}/{c}": state_or_value for c in columns}


def test_blanks_read_as_zero_pass_and_say_so():
    found = only(report(changes=row_of("blank", "partial")), "T3-SUM", "total")
    assert (found.result, found.left, found.right) == ("pass", 10, 10)
    assert "blanks read as zero" in found.message


def test_row_of_blanks_is_undecided():
    found = only(report(changes=row_of("blank", "partial")), "T3-ROW", "partial")
    assert (found.result, found.left, found.right, found.difference) == (
        "undecided",
        None,
        None,
        None,
    )


def test_blank_that_could_close_the_gap_is_undecided():
    found = only(report(changes={"requests/granted/business": "nil_mark"}), "T3-SUM", "business")
    assert (found.result, found.left, found.right) == ("undecided", None, 4)


def test_blank_cannot_make_up_for_too_much():
    changes = {"requests/granted/business": "blank", "requests/refused_third_party/business": 9}
    assert only(report(changes=changes), "T3-SUM", "business").result == "fail"


def test_bounds_decide_where_they_can():
    near = report(changes={"requests/granted/business": (0, 7)})
    far = report(changes={"requests/granted/business": (5, 7)})
    assert only(near, "T3-SUM", "business").result == "undecided"
    assert only(far, "T3-SUM", "business").result == "fail"
    assert only(far, "T3-SUM", "business").left is None


@pytest.mark.parametrize("state", ["missing", "unreadable"])
def test_cells_not_read_leave_their_sums_undecided(state):
    made = report(changes={"requests/granted/business": state})
    assert only(made, "T3-SUM", "business").result == "undecided"
    assert only(made, "T3-SUM", "natural_person").result == "pass"


def test_blank_change_of_items_may_be_negative():
    made = report(changes={"proactive/licensing/items_change": "blank"})
    assert only(made, "T2a-ITEMS", "licensing").result == "pass"
    gone = {"proactive/licensing/items_prev": "missing", "proactive/licensing/items_change": -5}
    assert only(report(changes=gone), "T2a-ITEMS", "licensing").result == "undecided"


def test_one_coincidence_is_not_a_misread_column():
    made = report(changes={"proactive/licensing/decisions": 98})
    assert {c.result for c in results(made, "T2a-CONFUSED")} == {"pass"}


def test_hedged_figures_and_percentages_are_not_held_against_a_cell():
    hedged = [mention("requests_closed", 9, qualifier="余"), mention("requests_closed", 100, "%")]
    assert results(report(mentions=hedged), "TX-DONE") == []


def test_received_may_include_what_was_carried_in():
    found = only(report(mentions=[mention("requests_received", 11)]), "TX-NEW")
    assert (found.result, found.left, found.right) == ("pass", 11, 11)


RULE_MAKERS = [
    ({"level": "central", "agency": "某部"}, True),
    ({"level": "province", "agency": "某省人民政府"}, True),
    ({"level": "prefecture", "agency": "某市人民政府", "region_name": "某市"}, True),
    ({"level": "prefecture", "agency": "某自治州人民政府", "region_name": "某自治州"}, True),
    ({"level": "prefecture", "agency": "兴安盟行政公署", "region_name": "兴安盟"}, False),
    ({"level": "prefecture", "agency": "某地区行署", "region_name": "某地区"}, False),
    ({"level": "province", "agency": "新疆生产建设兵团", "region_name": ""}, False),
    ({"level": "department", "parent_level": "province", "agency": "某省财政厅"}, False),
    ({"level": "county", "agency": "某区人民政府", "region_name": "某区"}, False),
]


@pytest.mark.parametrize(("about", "allowed"), RULE_MAKERS)
def test_who_may_issue_rules(about, allowed):
    found = results(report("2021", {"proactive/rules/issued": 2}, about=about), "T2b-RULE")
    assert [c.result for c in found] == ([] if allowed else ["fail"])


def test_rules_of_a_body_of_unknown_level_are_undecided():
    made = report("2021", {"proactive/rules/issued": 2}, about={"level": ""})
    assert only(made, "T2b-RULE").result == "undecided"


def test_fee_printed_in_yuan_is_found_by_the_same_figure_in_the_prose():
    made = report(
        "2021",
        {"proactive/admin_fees/amount": 3600000.0},
        mentions=[mention("fee_collected", 360, "元")],
    )
    assert only(made, "T2b-UNIT").result == "fail"


def test_township_has_no_statutory_date():
    scopes = {c.scope for c in results(report(about=TOWN), "TX-YEAR")}
    assert scopes == {"title", "published"}


def test_report_without_tables_still_has_its_prose_checked():
    made = report(mentions=[mention("website_items", 30), mention("website_items", 31, part_of=0)])
    bare = type(made)(
        **{f: getattr(made, f) for f in made.__slots__} | {"cells": (), "form": "none"}
    )
    assert {c.check for c in check_report(bare)} == {"TX-PART", "TX-YEAR"}
