"""A local statistical table takes files alone: read, checked, validated, made up, documented."""

from __future__ import annotations

import pytest
from table_of_a_city import NAME, ROWS, declared_table

from gikstudy.checks import check_report
from gikstudy.dataset import declarations, keys
from gikstudy.dataset.codebook import codebook
from gikstudy.engine.checked_report import report_of
from gikstudy.forms.statistics import statistics_table
from gikstudy.reading import read_document
from gikstudy.synthesis import FAMILIES, make_report, older

PAGE = "某市某局2011年政府信息公开工作年度报告\n一、概述\n本局认真做好公开工作。\n"
SEPARATORS = (" | ", "\t", "\n", " ", ",")


@pytest.fixture
def table(tmp_path):
    with declared_table(tmp_path / "forms"):
        yield NAME


@pytest.mark.parametrize("between", SEPARATORS, ids=repr)
def test_it_is_read_in_every_layout_and_its_sum_is_checked(table, between):
    numbers = [str(17 * n + 40) for n, _ in enumerate(ROWS)]
    lines = [
        ("项目", "单位", "数量"),
        *((r[2], r[3], n) for r, n in zip(ROWS, numbers, strict=True)),
    ]
    text = PAGE + "\n".join(between.join(line) for line in lines) + "\n"
    report = report_of(read_document(text.encode(), "a.txt"))
    assert (report.form, report.status) == (NAME, "ok")
    assert {c.row: c.value for c in report.cells} == {
        row[0]: int(number) for row, number in zip(ROWS, numbers, strict=True)
    }
    assert [(c.check, c.scope, c.result) for c in check_report(report) if c.check == "ST-SUM"] == [
        ("ST-SUM", "received", "fail")
    ]


def test_the_dataset_knows_it(table):
    assert declarations.expected_cells(NAME, "statistics")[0] == ("published", "year")
    assert NAME in keys.legal_values("form")
    assert {row[0] for row in ROWS} <= set(keys.legal_values("statistic"))
    assert "`archive_costs`" in codebook()


def test_made_up_reports_print_it_and_no_number_is_silently_wrong(table, monkeypatch):
    monkeypatch.setattr(older, "table_of", lambda *_: statistics_table(NAME))
    families = [name for name in FAMILIES if name not in ("LOOK_ALIKE", "OLD_FORM")]
    for number, family in enumerate(families):
        made = make_report(3, number, family=family, years=(2009, 2012))
        report = report_of(read_document(made.data, made.path))
        found = {(c.table, c.row, c.column): c.value for c in report.cells}
        for cell in made.cells:
            value = found.get((cell.table, cell.row, cell.column))
            assert value is None or value == (cell.actual if cell.value is None else cell.value)
