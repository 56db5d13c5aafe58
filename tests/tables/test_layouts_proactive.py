"""The smallest excerpts of table 2 that its layouts need, and the damage seen in them."""

import pytest
from printed_tables import HEAD, TABLE_2, TABLE_2_2019, bar, cells, read, states, table_3, values


def test_table_2_of_2021():
    report = read(HEAD + TABLE_2 + table_3(bar))
    assert values(report, "normative_docs", "proactive") == [22, 1, 40]
    assert cells(report, "penalty", "proactive") == {"decisions": ("nil_mark", None)}
    assert values(report, "licensing", "proactive") == [310]
    fee = next(c for c in report.cells if c.row == "admin_fees")
    assert (fee.value, fee.unit, fee.raw) == (727012578.0, "yuan", "72701.2578")


def test_an_added_row_of_table_2_keeps_its_numbers_to_itself():
    text = TABLE_2.replace(
        "行政规范性文件 | 22（其中修订16件） | 1 | 40 |\n", "行政规范性文件 | |||\n"
    )
    report = read(HEAD + text + table_3(bar))
    assert set(states(report, "normative_docs", "proactive")) == {"blank"}


@pytest.mark.parametrize(
    ("money", "amount", "value", "unit"),
    [
        ("采购总金额", "1.83亿", 183_000_000.0, "yuan"),
        ("采购总金额（万元）", "477.35", 4_773_500.0, "yuan"),
        ("采购总金额（元）", "70487", 70_487.0, "yuan"),
        ("采购总金额（万元）", "251000元", 251_000.0, "yuan"),  # the cell's own unit counts
        ("采购总金额", "0", 0.0, "yuan"),
    ],
)
def test_amounts_with_their_unit_in_cell_or_header(money, amount, value, unit):
    text = TABLE_2_2019.format(services="0 | 0 | 0 |", money=money, amount=amount)
    report = read(HEAD.replace("2022", "2020") + text + table_3(bar, form="2019"))
    cell = next(c for c in report.cells if c.column == "amount")
    assert (cell.state, cell.value, cell.unit) == ("reported", value, unit)
    assert report.form == "2019"


def test_an_amount_without_any_unit_is_open_between_yuan_and_wan():
    text = TABLE_2_2019.format(services="0 | 0 | 0 |", money="采购总金额", amount="8040")
    report = read(HEAD + text + table_3(bar, form="2019"))
    cell = next(c for c in report.cells if c.column == "amount")
    assert (cell.state, cell.value, cell.lower, cell.upper) == ("ambiguous", None, 8040, 80_400_000)
    assert cell.unit == "unstated"


def test_labels_with_long_explanations():
    label = "行政规范性文件（由本机关或者本机关办公室制定并公开发布的，涉及公民、法人和其他组织权利义务的文件）"
    report = read(HEAD + TABLE_2.replace("行政规范性文件", label) + table_3(bar))
    assert values(report, "normative_docs", "proactive") == [22, 1, 40]


def test_a_sign_names_its_column():
    text = TABLE_2_2019.format(services="0 | 0 | 0 |", money="采购总金额", amount="0")
    report = read(HEAD + text + table_3(bar, form="2019"))
    row = cells(report, "compulsion", "proactive")
    assert row["items_prev"] == ("ambiguous", None)
    change = next(c for c in report.cells if c.key == "proactive/compulsion/items_change")
    assert (change.state, change.lower, change.upper) == ("ambiguous", -2, 0)


def test_sub_rows_are_not_the_item_they_divide():
    services = "行政检查 | 3 | 0 | 5 |\n行政确认 | 2 | 0 | 1 |"
    text = TABLE_2_2019.format(services=services, money="采购总金额", amount="0")
    report = read(HEAD + text + table_3(bar, form="2019"))
    assert values(report, "other_services", "proactive") == [None] * 3
    assert values(report, "penalty", "proactive") == [5, 0, 2]
