"""The smallest excerpts that each layout needs, and the damage met in them.

Each test prints a table as some page does and says what every cell must be read as. The cells not
named are zero and printed so.
"""

from datetime import date

import pytest

from gikstudy.corrections import Correction
from gikstudy.extraction import extract_report
from gikstudy.forms import applicant_keys, get_form
from gikstudy.reading import read_document
from gikstudy.tables.lines import tokenise

COLUMNS = applicant_keys()
ROWS_2021 = get_form("2021").requests
HEAD = "某某镇2022年政府信息公开工作年度报告\n一、总体情况\n今年公开了信息。\n"
DISPUTE_HEADS = (
    "行政复议\n行政诉讼\n"
    "结果维持\n结果纠正\n其他结果\n尚未审结\n总计\n未经复议直接起诉\n复议后起诉\n"
    + 2
    * "结果维持\n结果纠正\n其他结果\n尚未审结\n总计\n"
)


def read(text):
    return extract_report(read_document(text.encode(), "page.txt"))


def cells(report, row, table="requests"):
    """{column: (state, value)} of one row."""
    return {c.column: (c.state, c.value) for c in report.cells if (c.table, c.row) == (table, row)}


def states(report, row, table="requests"):
    return [state for state, _ in cells(report, row, table).values()]


def values(report, row, table="requests"):
    return [value for _, value in cells(report, row, table).values()]


def table_3(line, rows=None, form="2021"):
    """Table 3 with `line(label, values)` for each row; rows not given are seven zeros."""
    given = rows or {}
    return "三、收到和处理政府信息公开申请情况\n" + "".join(
        line(row.label, given.get(row.key, ["0"] * 7)) for row in get_form(form).requests
    )


def bar(label, cells):
    return f"{label} | {' | '.join(cells)} | ||\n"


def cell_a_line(label, cells):
    return f"{label}\n\n" + "".join(f"{cell}\n\n" for cell in cells)


def cell_and_bar(label, cells):
    return f"{label} |\n" + "".join(f"{cell} |\n" if cell else "|\n" for cell in cells) + "||\n"


def bar_of_its_own(label, cells):
    return f"{label}\n|\n" + "".join(f"{cell}\n|\n" if cell else "|\n" for cell in cells)


def with_tabs(label, cells):
    return "\t".join([label, *cells]) + "\n"


def pdf(label, cells):
    return f"{label} {' '.join(cells)}\n"


def drawn(label, cells):
    return f"│ {label} │ {' │ '.join(cells)} │\n├────┼────┼────┤\n"


FIVE = ["5", "1", "0", "0", "0", "2", "8"]
LAYOUTS = [bar, cell_a_line, cell_and_bar, bar_of_its_own, with_tabs, pdf, drawn]


@pytest.mark.parametrize("line", LAYOUTS)
def test_complete_rows_in_every_layout(line):
    report = read(HEAD + table_3(line, {"received_new": FIVE, "carried_out": FIVE}))
    assert values(report, "received_new") == [5, 1, 0, 0, 0, 2, 8]
    assert values(report, "carried_out") == [5, 1, 0, 0, 0, 2, 8]
    assert {c.state for c in report.cells if c.table == "requests"} == {"reported"}
    assert report.form == "2021"


@pytest.mark.parametrize("line", [cell_and_bar, bar_of_its_own, with_tabs])
def test_blanks_that_keep_their_place(line):
    row = ["5", "", "0", "0", "", "2", "7"]
    report = read(HEAD + table_3(line, {"received_new": row}))
    assert states(report, "received_new") == ["blank" if cell == "" else "reported" for cell in row]
    assert values(report, "received_new") == [int(cell) if cell else None for cell in row]


def test_blanks_shown_as_empty_cells_between_bars():
    text = table_3(bar).replace(
        "（一）予以公开 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | ||",
        "（一）予以公开 | 3 |  | 0 | 0 | 0 | 0 |  | ||",
    )
    report = read(HEAD + text)
    assert values(report, "granted") == [3, None, 0, 0, 0, 0, None]


def test_blanks_as_lines_of_white_space():
    row = ["5", "  ", "0", "0", "  ", "2", "7"]
    report = read(HEAD + table_3(cell_a_line, {"received_new": row}))
    assert values(report, "received_new") == [5, None, 0, 0, None, 2, 7]


def test_white_space_between_all_cells_is_spacing():
    rows = {key: ["4", "4"] for key in ("received_new", "granted", "handled_total")}
    report = read(HEAD + table_3(cell_a_line, rows).replace("\n\n", "\n \n"))
    *types, total = states(report, "received_new")
    assert types == ["ambiguous"] * 6
    assert total == "reported"


def test_labels_that_follow_each_other_say_nothing_of_their_cells():
    text = table_3(cell_a_line, {row.key: [] for row in ROWS_2021}) + disputes([])
    report = read(HEAD + text)
    assert {c.state for c in report.cells if c.table == "requests"} == {"ambiguous"}


def test_blanks_that_slid_to_the_right():
    rows = {key: ["7", "7"] for key in ("received_new", "granted", "handled_total")}
    slid = table_3(bar, rows).replace("| 7 | 7 | ||", "| 7 | 7 | |||||||")
    report = read(HEAD + slid)
    *types, total = [c for c in report.cells if c.row == "received_new"]
    assert {(c.state, c.value, c.lower, c.upper) for c in types} == {("ambiguous", None, 0, 7)}
    assert (total.state, total.value, total.raw) == ("reported", 7, "7")


def test_totals_left_blank_are_no_zeros():
    """Six numbers and no total, in every row that has numbers: nothing says that the sum is 0."""
    six = ["3", "1", "0", "0", "0", "0"]
    rows = dict.fromkeys(("received_new", "granted", "handled_total"), six)
    report = read(HEAD + table_3(lambda label, row: f"{label} | {' | '.join(row)} | |||\n", rows))
    assert values(report, "granted")[:6] == [3, 1, 0, 0, 0, 0]
    assert cells(report, "granted")["total"] == ("ambiguous", None)


def test_a_wrapped_label_with_its_values_between_the_halves():
    text = table_3(pdf).replace(
        "5.要求行政机关确认或重新出具已获取信息 0 0 0 0 0 0 0",
        "5.要求行政机关确认或重新出\n1 0 0 0 0 0 1\n具已获取信息",
    )
    assert values(read(HEAD + text), "not_processed_reconfirm") == [1, 0, 0, 0, 0, 0, 1]


def test_the_last_row_keeps_its_values_behind_a_torn_label():
    text = table_3(pdf).replace(
        "四、结转下年度继续办理 0 0 0 0 0 0 0",
        "四、结转下年度继续办理某某\n体育官网数量\n5 1 0 0 0 2 8",
    )
    report = read(HEAD + text + "四、政府信息公开行政复议、行政诉讼情况\n无。\n")
    assert values(report, "carried_out") == [5, 1, 0, 0, 0, 2, 8]


def test_a_page_number_inside_the_table_is_no_value():
    text = table_3(cell_a_line, {"granted": FIVE}).replace("2\n\n8", "2\n\n- 4 -\n\n8")
    assert values(read(HEAD + text), "granted") == [5, 1, 0, 0, 0, 2, 8]


def test_a_header_repeated_in_mid_table_is_no_row():
    again = "申请人情况\n自然人\n法人或其他组织\n总计\n商业企业\n科研机构\n社会公益组织\n法律服务机构\n其他\n"
    text = table_3(cell_a_line, {"handled_total": FIVE}, form="2019")
    report = read(HEAD + text.replace("（七）总计", f"{again}（七）总计"))
    assert values(report, "handled_total") == [5, 1, 0, 0, 0, 2, 8]
    assert values(report, "other_undivided") == [0] * 7


def test_units_printed_apart_from_their_numbers():
    text = table_3(pdf).replace("（一）予以公开 0 0 0", "（一）予以公开 0 件 3 件 0")
    assert values(read(HEAD + text), "granted") == [0, 3, 0, 0, 0, 0, 0]


def test_raw_is_what_is_printed():
    text = table_3(pdf).replace("（一）予以公开 0 0 0", "（一）予以公开 ０ 3（含上年１件） 0")
    row = [c.raw for c in read(HEAD + text).cells if c.row == "granted"]
    assert row[:2] == ["０", "3（含上年１件）"]


def test_a_row_without_a_readable_label_is_placed_by_order():
    rows = {"refused_third_party": FIVE, "refused_internal_affairs": ["1", *["0"] * 5, "1"]}
    text = table_3(bar, rows).replace("5.属于三类内部事务信息", "5.□□□□□□")
    report = read(HEAD + text)
    assert values(report, "refused_third_party") == [5, 1, 0, 0, 0, 2, 8]
    assert values(report, "refused_internal_affairs") == [1, 0, 0, 0, 0, 0, 1]


def test_values_behind_an_unreadable_label_are_not_given_to_the_row_above():
    """4. prints nothing, and the label of 5. is destroyed: whose the seven numbers are is open."""
    text = table_3(cell_a_line, {"refused_third_party": [], "refused_internal_affairs": FIVE})
    report = read(HEAD + text.replace("5.属于三类内部事务信息", "5.□□□□□□"))
    assert set(states(report, "refused_third_party")) == {"ambiguous"}
    natural = next(
        c for c in report.cells if c.key == "requests/refused_third_party/natural_person"
    )
    assert (natural.lower, natural.upper) == (None, None)


def test_one_row_of_other_handling_on_the_form_of_2021():
    text = "规章 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n" + table_3(bar, form="2019")
    report = read(HEAD + text)
    rows = dict.fromkeys(c.row for c in report.cells if c.table == "requests")
    assert len(rows) == 23
    assert "other_undivided" in rows


TABLE_2 = """二、主动公开政府信息情况
第二十条第（一）项
信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
规章 | 0 | 0 | 0 |
行政规范性文件 | 22（其中修订16件） | 1 | 40 |
其他主动公开文件 | 9 | 9 | 9 |
第二十条第（五）项
信息内容 | 本年处理决定数量 |
行政许可 | 310 |
第二十条第（六）项
信息内容 | 本年处理决定数量 |
行政处罚 | / |
行政强制 | 见附件3 |
第二十条第（八）项
信息内容 | 本年收费金额（单位：万元） |
行政事业性收费 | 72701.2578 |
"""


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


TABLE_2_2019 = """第二十条第（五）项
信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |
行政许可 | 144 | 增27 | 171 |
其他对外管理服务事项 | {services}
第二十条第（六）项
信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |
行政处罚 | 5 | 0 | 2 |
行政强制 | 减2 | 1 | |
第二十条第（九）项
信息内容 | 采购项目数量 | {money} |
政府集中采购 | 3 | {amount} |
"""


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


def test_a_table_cut_short_keeps_the_rows_it_has():
    text = (
        "二、主动公开政府信息情况\n| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n|---|---|---|---|\n"
        "| 规章 | 3 | 0 | 15 |\n| 行政规范性文件 | 61 | 59 | 422 |\n"
        "三、收到和处理政府信息公开申请情况\n"
        "| 一、本年新收政府信息公开申请数量 | 46 | 3 | 0 | 0 | 9 | 2 | 60 |\n"
        "四、政府信息公开行政复议、行政诉讼情况\n行政复议行政诉讼\n"
        "| 11 | 5 | 1 | 4 | 21 | 7 | 0 | 5 | 6 | 18 | 2 | 1 | 7 | 9 | 19 |\n五、存在的主要问题\n无。\n"
    )
    report = read(HEAD + text)
    assert (report.form, report.status) == ("2021", "partial")
    assert values(report, "normative_docs", "proactive") == [61, 59, 422]
    assert values(report, "received_new") == [46, 3, 0, 0, 9, 2, 60]
    assert values(report, "suit_direct", "disputes") == [7, 0, 5, 6, 18]
    assert states(report, "licensing", "proactive") == ["missing"]


def test_labels_with_long_explanations():
    label = "行政规范性文件（由本机关或者本机关办公室制定并公开发布的，涉及公民、法人和其他组织权利义务的文件）"
    report = read(HEAD + TABLE_2.replace("行政规范性文件", label) + table_3(bar))
    assert values(report, "normative_docs", "proactive") == [22, 1, 40]


def test_rows_saved_with_commas():
    text = table_3(lambda label, cells: f"{label},{','.join(cells)}\n", {"granted": FIVE})
    assert values(read(HEAD + text), "granted") == [5, 1, 0, 0, 0, 2, 8]


def test_two_rows_that_fell_on_one_line():
    text = table_3(pdf, {"received_new": FIVE}).replace(" 8\n二、上年", " 8二、上年")
    report = read(HEAD + text)
    assert values(report, "received_new") == [5, 1, 0, 0, 0, 2, 8]
    assert values(report, "carried_in") == [0] * 7


def test_a_page_that_ends_behind_a_label_has_no_blank_row():
    text = table_3(bar).split("3.危及")[0] + "3.危及“三安全一稳定” | "
    report = read(HEAD + text)
    assert set(states(report, "refused_law_prohibited")) == {"reported"}
    assert not set(states(report, "refused_security_stability")) & {"reported", "blank"}


def test_a_row_in_which_the_page_ends_is_open():
    text = table_3(bar).split("3.危及")[0] + "3.危及“三安全一稳定” | 0 | 0 | 2"
    report = read(HEAD + text)
    assert set(states(report, "refused_security_stability")) == {"ambiguous"}
    assert not any(c.state == "solved" for c in report.cells)


def test_numbers_in_a_text_that_cannot_be_read_are_no_blanks():
    text = table_3(bar).replace(
        "（一）予以公开 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | ||",
        "（一）予以公开 | 自然人3件企业4件合计共7件",
    )
    assert set(states(read(HEAD + text), "granted")) == {"unreadable"}


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


def disputes(values):
    return (
        "四、政府信息公开行政复议、行政诉讼情况\n"
        + DISPUTE_HEADS
        + "".join(f"{v}\n" for v in values)
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


LOOK_ALIKES = {
    "interpretation": "某某县2021年政府信息公开工作年度报告解读",
    "notice": "关于做好2021年政府信息公开工作年度报告编制和发布工作的通知",
    "bulletin": "某某区2022年上半年政府信息公开工作统计表",
    "scheme": "政府信息公开统计制度",
}


@pytest.mark.parametrize("title", LOOK_ALIKES.values(), ids=LOOK_ALIKES)
def test_what_is_about_reports_is_no_report(title):
    report = read(f"{title}\n\n现将有关情况公布如下。\n" + table_3(bar, {"granted": FIVE}))
    assert report.status == "not_a_report"
    assert report.reason
    assert report.cells == ()


def test_text_without_its_repeated_lines_gives_no_number():
    lines = (HEAD + TABLE_2.replace(" | ", "\n").replace(" |", "") + table_3(cell_a_line)).split(
        "\n"
    )
    report = read("\n".join(dict.fromkeys(lines)))
    assert report.status == "no_tables"
    assert {c.state for c in report.cells} == {"missing"}


def test_the_statistical_table_of_2014_is_recognised_and_not_read():
    rows = ["主动公开政府信息数 | 条 | 52", "收到申请数 | 件 | 3", "申请办结数 | 件 | 3"]
    rows += ["申请答复数 | 件 | 3", "同意公开答复数 | 件 | 2"]
    report = read(HEAD.replace("2022", "2016") + "\n".join(rows))
    assert (report.form, report.status, report.cells) == ("2014", "no_tables", ())


def test_headings_without_tables():
    text = HEAD + "二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n"
    report = read(
        text + "四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n不够及时。\n"
    )
    assert (report.status, report.cells) == ("no_tables", ())


def test_the_attachment_of_another_body_is_not_this_report():
    text = (
        HEAD
        + "附件1\n另一某局2022年政府信息公开工作年度报告\n"
        + TABLE_2
        + table_3(bar, {"granted": FIVE})
    )
    report = read(text)
    assert report.status == "no_tables"
    assert "另一某局" in report.reason
    assert {c.state for c in report.cells} == {"missing"}


def test_of_two_tables_on_a_page_neither_counts_where_they_disagree():
    first = table_3(bar, {"granted": FIVE})
    report = read(HEAD + first + "\n今年的工作就是这样，下面是另一份报告的内容。\n" + table_3(bar))
    assert values(report, "granted") == [None, None, 0, 0, 0, None, None]


def test_a_correction_places_the_slid_numbers_around_it(monkeypatch):
    times = []
    monkeypatch.setattr(
        "gikstudy.tables.reading.tokenise", lambda page: times.append(page) or tokenise(page)
    )
    rows = {key: ["7", "7"] for key in ("received_new", "granted", "handled_total")}
    text = HEAD + table_3(bar, rows).replace("| 7 | 7 | ||", "| 7 | 7 | |||||||")
    correction = Correction(
        origin="corrections.csv:2",
        report="page.txt",
        cell="requests/received_new/business",
        action="set",
        value=7,
        expect="7 | 7",
        reason="the scanned original shows the column",
        who="a reader",
        date=date(2026, 1, 5),
    )
    report = extract_report(read_document(text.encode(), "page.txt"), [correction])
    assert cells(report, "received_new")["business"] == ("corrected", 7)
    assert cells(report, "received_new")["natural_person"] == ("blank", None)
    assert cells(report, "granted")["business"] == ("solved", 7)
    assert len(times) == 1  # the page is read once, whoever corrects it


def test_a_corrected_number_that_the_slid_row_does_not_print_opens_the_row():
    rows = {key: ["7", "7"] for key in ("received_new", "granted", "handled_total")}
    text = HEAD + table_3(bar, rows).replace("| 7 | 7 | ||", "| 7 | 7 | |||||||")
    correction = Correction(
        origin="corrections.csv:2",
        report="page.txt",
        cell="requests/granted/business",
        action="set",
        value=4,
        expect="7 | 7",
        reason="the scanned original shows another number",
        who="a reader",
        date=date(2026, 1, 5),
    )
    report = extract_report(read_document(text.encode(), "page.txt"), [correction])
    granted = cells(report, "granted")
    assert granted.pop("business") == ("corrected", 4)
    assert {state for state, _ in granted.values()} == {"ambiguous"}


def test_an_empty_table_4_is_not_that_of_an_attachment():
    own = "四、行政复议、行政诉讼情况\n" + DISPUTE_HEADS + "|\n" * 15 + "五、存在的问题\n无。\n"
    text = (
        HEAD
        + table_3(bar)
        + own
        + "附件：某局2022年政府信息公开工作年度报告\n"
        + DISPUTE_HEADS
        + "0\n" * 15
    )
    report = read(text)
    assert {c.state for c in report.cells if c.table == "disputes"} == {"blank"}
