"""The smallest excerpts of table 4 that its layouts need, and the damage seen in them."""

import pytest
from printed_tables import (
    DISPUTE_HEADS,
    HEAD,
    bar,
    cell_and_bar,
    disputes,
    pdf,
    read,
    states,
    table_3,
    values,
)


def test_table_4_cell_by_cell():
    numbers = [10, 1, 0, 0, 11, 2, 0, 0, 0, 2, 0, 1, 0, 0, 1]
    report = read(
        HEAD + table_3(bar) + disputes(numbers) + "五、存在的主要问题及改进情况\n没有。\n"
    )
    found = [c.value for c in report.cells if c.table == "disputes"]
    assert found == numbers


@pytest.mark.parametrize(
    "head",
    [
        "结\n果\n结 结 其 尚\n果 果 他 未\n维 纠 结 审\n持 正 果 结\n",
        "结果\n维持\n结果\n纠正\n其他\n结果\n尚未\n审结\n",
        "行政复议 行政诉讼\n结果维持 结果纠正 其他结果 尚未审结 总计 未经复议直接起诉 复议后起诉\n",
    ],
)
def test_table_4_under_a_torn_header(head):
    text = f"四、政府信息公开行政复议、行政诉讼情况\n{head}1 0 0 0 1 0 0 0 0 0 0 0 0 0 0\n"
    report = read(HEAD + table_3(pdf) + text + "五、存在的主要问题及改进情况\n没有。\n")
    assert values(report, "review", "disputes") == [1, 0, 0, 0, 1]
    assert values(report, "suit_after_review", "disputes") == [0] * 5


def test_table_4_with_lone_bars_for_its_blanks():
    rows = ["1 |", "|", "|", "|", "1 |", *["|"] * 10]
    text = "四、政府信息公开行政复议、行政诉讼情况\n" + DISPUTE_HEADS.replace("\n", " |\n")
    report = read(HEAD + table_3(cell_and_bar) + text + "\n".join(rows) + "\n五、存在的主要问题\n")
    assert values(report, "review", "disputes") == [1, None, None, None, 1]
    assert states(report, "suit_direct", "disputes") == ["blank"] * 5


def test_a_note_under_table_4_is_no_value():
    text = disputes([0] * 15) + "注：数量含上年度结转2件。\n2022年共收到申请12件\n"
    report = read(HEAD + table_3(bar) + text)
    assert [c.value for c in report.cells if c.table == "disputes"] == [0] * 15
