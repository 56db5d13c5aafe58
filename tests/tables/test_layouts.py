"""The smallest excerpts that each layout of table 3 needs, and the damage seen in them.

Each test prints a table as some page does and says how every cell must be read.
"""

from datetime import date

import pytest
from printed_tables import (
    FIVE,
    HEAD,
    LAYOUTS,
    bar,
    bar_of_its_own,
    cell_a_line,
    cell_and_bar,
    cells,
    disputes,
    pdf,
    read,
    states,
    table_3,
    values,
    with_tabs,
)

from gikstudy.corrections import Correction
from gikstudy.extraction import extract_report
from gikstudy.forms import get_form
from gikstudy.reading import read_document
from gikstudy.tables.lines import tokenise

ROWS_2021 = get_form("2021").requests


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


def corrected(row, value):
    """The report whose rows of 7 | 7 have slid, with a person's number in the column `business`."""
    rows = {key: ["7", "7"] for key in ("received_new", "granted", "handled_total")}
    text = HEAD + table_3(bar, rows).replace("| 7 | 7 | ||", "| 7 | 7 | |||||||")
    correction = Correction(
        origin="corrections.csv:2",
        report="page.txt",
        cell=f"requests/{row}/business",
        action="set",
        value=value,
        expect="7 | 7",
        reason="the scanned original shows it",
        who="a reader",
        date=date(2026, 1, 5),
    )
    return extract_report(read_document(text.encode(), "page.txt"), [correction])


def test_a_correction_places_the_slid_numbers_around_it(monkeypatch):
    times = []
    monkeypatch.setattr(
        "gikstudy.tables.reading.tokenise", lambda page: times.append(page) or tokenise(page)
    )
    report = corrected("received_new", 7)
    assert cells(report, "received_new")["business"] == ("corrected", 7)
    assert cells(report, "received_new")["natural_person"] == ("blank", None)
    assert cells(report, "granted")["business"] == ("solved", 7)
    assert len(times) == 1  # the page is read once, whoever corrects it


def test_a_corrected_number_that_the_slid_row_does_not_print_opens_the_row():
    granted = cells(corrected("granted", 4), "granted")
    assert granted.pop("business") == ("corrected", 4)
    assert {state for state, _ in granted.values()} == {"ambiguous"}
