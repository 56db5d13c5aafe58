"""A form is data: one that the package never saw is printed and read from its files alone."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from form_of_2027 import declared_form

import gikstudy
from gikstudy.extraction import extract_report
from gikstudy.forms import first_years, form_names, get_form, statistics_form
from gikstudy.reading import read_document
from gikstudy.synthesis import FAMILIES, make_report
from gikstudy.synthesis.plan import KINDS

PACKAGE = Path(gikstudy.__file__).parent
PRINTED = [family for family in FAMILIES if family not in KINDS and family != "DEDUP"]
# Numbers that happen to be the first year of a form and mean something else.
OTHER_YEARS = {("synthesis/numbers.py", "PENALTIES_OF_TOWNSHIPS")}


def silent(cell, found):
    """Whether a cell was read as something that is not printed, and says so for sure."""
    if found.state in ("blank", "nil_mark"):
        return cell.value is not None
    return found.value is not None and found.value != (cell.value or 0)


@pytest.fixture(scope="module")
def form(tmp_path_factory):
    with declared_form(tmp_path_factory.mktemp("forms") / "forms") as name:
        yield get_form(name)
    assert name not in form_names()


def test_the_made_up_form_differs_in_a_row_a_column_and_a_label(form):
    last = get_form(form_names()[-2])
    assert len(form.requests) == len(last.requests) + 1
    assert len(form.measures("rules")) == len(last.measures("rules")) + 1
    pairs = zip(last.outcomes, form.outcomes, strict=True)
    assert [new.label for old, new in pairs if old != new] == ["尚未办结"]


@pytest.mark.parametrize("family", PRINTED)
def test_the_made_up_form_is_read_as_printed_in_every_layout(form, family):
    for number in (3, 26, 74):
        made = make_report(
            27, number, family=family, form=form.name, clean=True, script="simplified"
        )
        report = extract_report(read_document(made.data, made.path))
        assert (report.form, report.status) == (form.name, "ok"), number
        read = {(cell.table, cell.row, cell.column): cell for cell in report.cells}
        assert set(read) == {(cell.table, cell.row, cell.column) for cell in made.cells}
        for cell in made.cells:
            found = read[cell.table, cell.row, cell.column]
            if cell.determined or found.value is not None:
                assert (found.value, found.state) == (cell.value, cell.state), (number, found)


@pytest.mark.parametrize("family", PRINTED)
def test_no_cell_of_the_damaged_form_is_silently_wrong(form, family):
    for number in range(6):
        made = make_report(2027, number * 11, family=family, form=form.name)
        report = extract_report(read_document(made.data, made.path))
        read = {(cell.table, cell.row, cell.column): cell for cell in report.cells}
        for cell in made.cells:
            found = read.get((cell.table, cell.row, cell.column))
            if found is not None:
                assert not silent(cell, found), (number, made.damage, cell, found)


@pytest.mark.parametrize("name", ["2019", "2021"])
def test_the_older_forms_are_still_told_beside_the_new_one(form, name):
    for family in ("CPL_BLANK", "ROW_PAD", "HTML", "MARKDOWN"):
        made = make_report(21, 15, family=family, form=name, clean=True, script="simplified")
        report = extract_report(read_document(made.data, made.path))
        assert report.form == name
        read = {(c.table, c.row, c.column): c.value for c in report.cells}
        assert read == {(c.table, c.row, c.column): c.value for c in made.cells}


def test_no_code_outside_the_forms_knows_one_by_its_name_or_year():
    names = {*form_names(), statistics_form()}
    told: list[str] = []
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.parent.name == "forms":
            continue
        room = path.relative_to(PACKAGE).as_posix()
        tree = ast.parse(path.read_text("utf-8"))
        other = {
            node
            for statement in ast.walk(tree)
            if isinstance(statement, ast.AnnAssign)
            and (room, ast.unparse(statement.target)) in OTHER_YEARS
            for node in ast.walk(statement)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and node not in other:
                text = isinstance(node.value, str) and node.value.rpartition("_")[2] in names
                year = type(node.value) is int and node.value in first_years()
                if text or year:
                    told.append(f"{room}:{node.lineno}: {node.value!r}")
    assert not told, "\n".join(told)
