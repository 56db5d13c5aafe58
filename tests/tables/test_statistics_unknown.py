"""Lines that a statistical table does not have are strays with their label; other tables are not mixed in."""

from __future__ import annotations

import pytest
from printed_statistics import HEADS, LAYOUTS, numbers, printed, read

from gikstudy.forms.statistics import statistics_table

IN_ROWS = ("bars", "one cell a line", "tabs", "spaces", "commas", "markdown")
NAMES = ("其中：本地另设事项数", "本地另设事项数")


def unknown(form, name, number):
    table = statistics_table(form)
    return (name, "条", *(["99"] if table.coded else []), *[number] * len(table.numbers))


@pytest.mark.parametrize("layout", IN_ROWS)
@pytest.mark.parametrize("place", ["first", "middle", "last"])
@pytest.mark.parametrize("form", ["2014", "dingxi", "luan"])
def test_an_unknown_line_is_a_stray_with_its_label(form, place, layout):
    for name in NAMES:
        rows, truth = printed(form)
        at = {"first": 1, "middle": len(rows) // 2, "last": len(rows)}[place]
        rows.insert(at, unknown(form, name, "77777"))
        tables = read("政府信息公开统计表\n" + LAYOUTS[layout](rows))
        assert numbers(tables) == truth
        strays = [stray.text for stray in tables.strays]
        assert name.removeprefix("其中：") in "".join(strays)
        assert "77777" in strays


def test_several_lines_behind_the_table_end_at_a_note_or_at_another_table():
    rows, truth = printed("dingxi")
    rows += [unknown("dingxi", "收取费用总数", "77001"), unknown("dingxi", "专职人员数", "77002")]
    rest = "\n注：本表由76个单位填报 | | | |\n单位名称 | 联络员人数\n县财政局 | 13 |\n"
    tables = read("政府信息公开统计表\n" + LAYOUTS["bars"](rows) + rest)
    assert numbers(tables) == truth
    strays = [stray.text for stray in tables.strays]
    assert strays == [
        "收取费用总数",
        "条",
        "99",
        "77001",
        "77001",
        "专职人员数",
        "条",
        "99",
        "77002",
        "77002",
    ]


@pytest.mark.parametrize("form", HEADS)
def test_another_table_above_does_not_name_the_columns(form):
    rows, truth = printed(form)
    above = "项目 | 数量 |\n上年度收到申请数 | 17 |\n网站专栏数 | 19 |\n统计表\n"
    assert numbers(read(above + LAYOUTS["bars"](rows))) == truth


def test_a_column_of_last_year_stands_beside_that_of_the_year():
    rows, truth = printed("2014")
    wide = [(*rows[0], "上年数"), *((*row, "7") for row in rows[1:])]
    found = numbers(read("政府信息公开统计表\n" + LAYOUTS["bars"](wide)))
    assert {key: value for key, value in found.items() if key[1] == "year"} == truth
    assert {value for (_, column), value in found.items() if column == "上年数"} == {7}


def test_a_circled_number_in_a_cell_of_its_own_belongs_to_the_label_behind_it():
    rows, truth = printed("luan")
    marks = "①②③④"
    apart = [
        (row[0][0], row[0][1:], *row[1:]) if row[0][0] in marks else ("", *row) for row in rows
    ]
    assert numbers(read("政府信息公开统计表\n" + LAYOUTS["spaces"](apart))) == truth


@pytest.mark.parametrize("layout", IN_ROWS)
def test_a_table_that_nobody_declared_is_a_stray_as_a_whole_and_no_prose(layout):
    rows = [
        ("指标", "单位", "代码", "本季数", "自年初累计"),
        ("甲、公开部分", "——", "", "——", "——"),
        ("网页挂出信息", "条", "A1", "201", "3001"),
        ("群众来件", "件", "B1", "202", "3002"),
        ("查无此件", "件", "B2", "203", "3003"),
        ("复议起数", "起", "C1", "204", "3004"),
    ]
    text = "某局2011年政府信息公开工作年度报告\n本局认真做好公开工作。\n" + LAYOUTS[layout](rows)
    tables = read(text + "\n注：本表由各单位填报。\n")
    assert (tables.form, tables.cells) == ("none", ())
    strays = {stray.text for stray in tables.strays}
    assert {"网页挂出信息", "群众来件", "复议起数", "204", "3004"} <= strays
    assert not any("本表" in stray for stray in strays)
    assert len(tables.lines) >= len(rows) - 1


@pytest.mark.parametrize("layout", ["bars", "one cell a line"])
def test_the_number_of_the_first_row_is_not_that_of_the_last_header(layout):
    rows, truth = printed("2014")
    wide = [(*rows[0][:2], "区政府", "区直单位", "乡镇街道")]
    wide += [(*row, "7", "9") if row[1] != "——" else (*row, "——", "——") for row in rows[1:]]
    wide = [("序号" if n == 0 else str(n), *row) for n, row in enumerate(wide)]
    found = numbers(read("政府信息公开统计表\n" + LAYOUTS[layout](wide)))
    assert {key[0]: value for key, value in found.items() if key[1] == "区政府"} == {
        key: value for (key, _), value in truth.items()
    }
