"""The statistical tables before 2019: each label keeps its number, in every layout, or is open."""

from __future__ import annotations

import pytest
from printed_statistics import HEADS, LAYOUTS, bars, lines, numbers, printed, read

from gikstudy.forms.statistics import statistics_names, statistics_rows, statistics_table
from gikstudy.model import GridCell
from gikstudy.tables.statistics_labels import lines_named, resolve
from gikstudy.text import clean


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("form", HEADS)
def test_each_number_is_that_of_its_label(form, layout):
    rows, truth = printed(form)
    tables = read("政府信息公开统计表\n" + LAYOUTS[layout](rows))
    assert tables.form == form
    found = numbers(tables)
    assert found == {key: truth[key] for key in found}
    assert len(found) >= 0.95 * len(truth)


@pytest.mark.parametrize("form", HEADS)
def test_two_halves_side_by_side(form):
    rows, truth = printed(form)
    head, *body = rows
    half = (len(body) + 1) // 2
    pairs = zip(body[:half], [*body[half:], ("",) * len(head)], strict=False)
    tables = read(bars([(*head, *head), *((*one, *other) for one, other in pairs)]))
    assert numbers(tables) == truth


@pytest.mark.parametrize(
    "text",
    [
        lambda rows: "\n".join(
            [*(r[0] for r in rows), *(r[1] for r in rows), *(r[2] for r in rows)]
        ),
        lambda rows: "\n".join("\t".join(r[n] for r in rows) for n in range(3)),
        lambda rows: "\n".join([" ".join(rows[0]), *(f"{r[1]} {r[2]}\n{r[0]}" for r in rows[1:])]),
        lambda rows: "\n".join(f"{r[2]}\n{r[0]}" for r in rows[1:]),
    ],
    ids=["poured by columns", "turned", "values above their label", "numbers first, no header"],
)
def test_an_order_that_nothing_tells_gives_no_number(text):
    tables = read("政府信息公开统计表\n" + text(printed("2014")[0]))
    assert numbers(tables) == {}
    assert {c.state for c in tables.cells} <= {"ambiguous", "missing"}


def test_several_columns_of_numbers_keep_their_names_and_are_never_added_up():
    rows, truth = printed("2014")
    wide = [("统计指标", "单位", "统计数"), ("", "", "区政府", "区直单位", "乡镇街道")]
    wide += [(*row, "7", "9") if row[1] != "——" else row for row in rows[1:]]
    found = numbers(read(bars(wide)))
    assert {column for _, column in found} == {"区政府", "区直单位", "乡镇街道"}
    assert found["received", "区政府"] == truth["received", "year"]
    assert (found["received", "区直单位"], found["received", "乡镇街道"]) == (7, 9)


def test_several_columns_without_a_header_are_open():
    rows, _ = printed("2014")
    wide = [rows[0], *((*row, "7") for row in rows[1:])]
    assert numbers(read(bars(wide))) == {}


HEAD = "统计指标 | 单位 | 统计数 |\n（一）收到申请数 | 件 | 31 |\n1.当面申请数 | 件 | 2 |\n2.传真申请数 | 件 | 3 |\n"


def cell(text, key, column="year"):
    return next(c for c in read(HEAD + text).cells if (c.row, c.column) == (key, column))


@pytest.mark.parametrize(
    ("line", "state", "value", "unit"),
    [
        ("七、依申请公开信息收取的费用 | 万元 | 0.35 |", "reported", 0.35, "万元"),
        ("七、依申请公开信息收取的费用 | 元 | 3500 |", "reported", 3500, "元"),
        ("七、依申请公开信息收取的费用 | 万元 | 3500元 |", "reported", 3500, "元"),
        ("七、依申请公开信息收取的费用（万元） |  | 0.35 |", "reported", 0.35, "万元"),
        ("七、依申请公开信息收取的费用 |  | 12 |", "ambiguous", None, "unstated"),
        ("七、依申请公开信息收取的费用 | 件 | 12 |", "ambiguous", None, "件"),
        ("七、依申请公开信息收取的费用 | 万元 | / |", "nil_mark", None, "万元"),
        ("七、依申请公开信息收取的费用 | 万元 | 见附件 |", "unreadable", None, "万元"),
        ("七、依申请公开信息收取的费用 | 万元 |  |", "blank", None, "万元"),
        ("七、依申请公开信息收取的费用 | 万元 |", "ambiguous", None, "万元"),
    ],
)
def test_amounts_keep_the_unit_of_the_page(line, state, value, unit):
    read_ = cell(line, "fees")
    assert (read_.state, read_.value, read_.unit) == (state, value, unit)


@pytest.mark.parametrize(
    ("text", "state", "value"),
    [
        ("12件", "reported", 12), ("1,234", "reported", 1234), ("12.0", "reported", 12),
        ("12.5", "unreadable", None), ("1.2万", "unreadable", None), ("-3", "unreadable", None),
        ("约12", "unreadable", None), ("无", "nil_mark", None), ("——", "nil_mark", None),
    ],
)  # fmt: skip
def test_counts_are_whole_numbers(text, state, value):
    read_ = cell(f"（二）申请办结数 | 件 | {text} |", "closed")
    assert (read_.state, read_.value) == (state, value)


def test_a_line_that_no_table_has_is_a_stray_with_its_label():
    tables = read(HEAD + "主动公开行政执法信息 | 条 | 44 |\n（二）申请办结数 | 件 | 30 |\n")
    assert [(s.text, s.locus) for s in tables.strays] == [
        ("主动公开行政执法信息", "L5:1"), ("条", "L5:2"), ("44", "L5:3")
    ] or [s.text for s in tables.strays] == ["主动公开行政执法信息", "44"]  # fmt: skip
    assert numbers(tables)["closed", "year"] == 30


def test_a_label_of_two_lines_counts_only_below_its_own_group():
    rows = "四、行政复议数量 | 件 | 7 |\n{}五、行政诉讼数量 | 件 | 9 |\n（一）维持具体行政行为或者驳回原告诉讼请求数 | 件 | 5 |\n（二）被依法纠错数 | 件 | 4 |\n"
    whole = numbers(read(HEAD + rows.format("（二）被依法纠错数 | 件 | 6 |\n")))
    assert (whole["reviews_corrected", "year"], whole["suits_corrected", "year"]) == (6, 4)
    torn = read(HEAD + "（二）被依法纠错数 | 件 | 6 |\n（三）申请答复数 | 件 | 8 |\n")
    states = {c.row: c.state for c in torn.cells}
    assert states["reviews_corrected"] == states["suits_corrected"] == "ambiguous"


def test_a_label_that_is_printed_twice_is_open_within_bounds():
    read_ = cell("（二）申请办结数 | 件 | 30 |\n（二）申请办结数 | 件 | 28 |", "closed")
    assert (read_.state, read_.lower, read_.upper) == ("ambiguous", 28, 30)


def test_lines_whose_repeats_were_removed_give_no_number():
    rows, _ = printed("2014")
    text = "\n".join(dict.fromkeys(lines(rows).split("\n")))
    assert numbers(read(text)) == {}


def test_dropped_cells_never_move_a_number():
    rows, truth = printed("2014")
    cells = [text for row in rows for text in row]
    for at in range(3, len(cells), 14):
        found = numbers(read("\n".join(cells[:at] + cells[at + 1 :])))
        assert found == {key: truth[key] for key in found}, cells[at]


def test_a_wide_empty_cell_is_one_column_or_several():
    cells = [("收到申请数", 1), ("件", 1), ("", 2), ("4", 1), ("", 1)]
    row = tuple(GridCell(text, "", colspan=wide) for text, wide in cells)
    from gikstudy.tables.cell_lines import grid_row
    from gikstudy.tables.statistics_columns import PrintedColumn
    from gikstudy.tables.statistics_filling import LabelledRow, placed_in
    from gikstudy.tables.statistics_labels import Named

    tokens = grid_row(0, row, " | ".join(text for text, _ in cells))[1:]
    label = LabelledRow("received", "", needs=True, named=Named(0, 1, ("received",)))
    columns = [PrintedColumn("unit"), *(PrintedColumn("count", name) for name in "abc")]
    assert placed_in(label, tokens, columns) is None
    assert label.fit == "open"


@pytest.mark.parametrize("form", statistics_names())
def test_every_label_names_its_line_and_no_other(form):
    table = statistics_table(form)
    for row in table.rows:
        for label in (row.label, *row.cues):
            assert row.key in lines_named(form, clean(label))
    found = resolve(table, [lines_named(form, clean(row.label)) for row in table.rows])
    assert found == [row.key for row in table.rows]


@pytest.mark.parametrize("form", statistics_names())
def test_sums_and_groups_name_lines_of_the_table(form):
    table = statistics_table(form)
    keys = [row.key for row in table.rows]
    assert len(set(keys)) == len(keys)
    assert {row.parent for row in table.rows} <= {*keys, ""}
    for rule in table.sums:
        assert {*rule.left, *rule.right} <= set(table.keys)


def test_a_key_of_several_tables_has_one_meaning():
    assert len({row.key for row in statistics_rows()}) == len(statistics_rows())


def test_a_number_whose_label_was_a_repeat_is_nobody_elses():
    rows, truth = printed("2014")
    without = [("统计指标", "统计数"), *((row[0], row[2]) for row in rows[1:])]
    cells = lines(without).split("\n")
    for key in ("suits_upheld", "suits_other"):
        cells.remove(str(truth[key, "year"]))  # as if another cell printed it before
    assert numbers(read("\n".join(dict.fromkeys(cells)))) == {}


def test_headers_of_two_lines_whose_order_is_not_that_of_the_columns():
    rows, truth = printed("2014")
    table = [(" ", " ", "单位", "统计数"), ("编组", "统计指标", " ", " ")]
    table += [("一组", *row) for row in rows[1:]]
    found = numbers(read(bars(table)))
    assert found == {key: truth[key] for key in found}
    reverse = "\n".join(f"{text} |" for row in rows for text in row[::-1])
    assert numbers(read(reverse)) == truth


def test_letters_of_a_heading_printed_apart_fill_no_cell():
    rows = ["（一）收到申请数", "件", "1", "2", "3", "1.当面申请数", "件", "4", "5", "6"]
    rows += ["2.传真申请数", "件", "7", "8", "9", "3.网络申请数", "件", "1"]
    head = ["2018年政府信息公开情况统计表", "统计指标", "单位", "区政府", "区直单位", "乡镇街道"]
    behind = ["三", "、", "（一）同意公开答复数", "件", "4", "5", "6"]
    for heading in (behind, behind[2:]):
        cells = read("\n".join([*head, *rows, *heading])).cells
        found = {c.column: c.state for c in cells if c.row == "received_online"}
        assert set(found.values()) == {"ambiguous"}
