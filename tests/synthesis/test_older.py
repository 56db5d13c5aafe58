"""Made-up reports for the years before the forms: the same seed, the truth of every cell, no leak."""

from __future__ import annotations

import pytest

from gikstudy.engine.checked_report import report_of
from gikstudy.errors import CallError
from gikstudy.forms.statistics import statistics_table
from gikstudy.reading import read_document
from gikstudy.synthesis import FAMILIES, make_report, span_of_years, write_corpus
from gikstudy.synthesis.statistics import draw_statistics

YEARS = (2008, 2018)


def test_the_years_of_a_body_follow_each_other():
    made = [make_report(4, number, years=(2008, 2025)) for number in range(18)]
    assert [m.year for m in made] == [*range(2008, 2026)]
    assert len({m.body for m in made[:11]}) == 1
    assert {m.form for m in made if 2014 <= m.year <= 2018} <= {"2014", "none"}


def test_the_usual_years_do_not_depend_on_the_others():
    for number in range(7):
        usual, named = make_report(4, number), make_report(4, number, years=(2019, 2025))
        assert usual == named


@pytest.mark.parametrize("form", ["2014", "shanghai", "dingxi"])
def test_the_numbers_of_a_table_add_up(form):
    table = statistics_table(form)
    numbers = draw_statistics("a body", "county", 2012, table)
    for rule in table.sums:
        for column in table.numbers:
            left = sum(numbers[key, column] for key in rule.left)
            right = sum(numbers[key, column] for key in rule.right)
            assert left == pytest.approx(right) if rule.relation == "=" else left <= 2 * right


@pytest.mark.parametrize("family", [f for f in FAMILIES if f not in ("LOOK_ALIKE", "OLD_FORM")])
def test_no_number_of_an_older_report_is_silently_wrong(family):
    for number in range(2):
        made = make_report(6, number * 3, family=family, years=YEARS)
        report = report_of(read_document(made.data, made.path))
        found = {(c.table, c.row, c.column): c for c in report.cells}
        assert report.about.year == made.year
        for truth in made.cells:
            cell = found.pop((truth.table, truth.row, truth.column), None)
            if cell is None or cell.value is None:
                assert (
                    truth.value is None or cell is None or cell.state not in ("blank", "nil_mark")
                )
            else:
                assert cell.value == (truth.actual if truth.value is None else truth.value), truth
        assert not [cell for cell in found.values() if cell.value is not None]


def test_clean_reports_of_two_layouts_say_the_same():
    cells = []
    for family in ("HTML", "ROW_BARE", "CPL_BLANK", "TAB"):
        made = make_report(6, 8, family=family, clean=True, script="simplified", years=YEARS)
        report = report_of(read_document(made.data, made.path))
        cells.append([(c.row, c.column, c.state, c.value) for c in report.cells])
    assert cells[0]
    assert all(one == cells[0] for one in cells)


@pytest.mark.parametrize(
    ("years", "message"),
    [((2007, 2010), "years 2007-2010: legal"), ((2018, 2012), "years 2018-2012")],
)
def test_years_that_no_body_has_are_refused(tmp_path, years, message):
    with pytest.raises(CallError, match=message):
        write_corpus(1, tmp_path / "out", years=years)
    assert not (tmp_path / "out").exists()


def test_years_are_written_with_a_dash():
    assert span_of_years("2008-2025") == (2008, 2025)
    with pytest.raises(CallError, match="years '2008': write"):
        span_of_years("2008")
