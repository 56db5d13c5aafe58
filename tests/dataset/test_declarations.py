"""One declaration of every table, column and key: whole, used, and what the code really emits."""

from __future__ import annotations

import csv
import re
from datetime import date
from typing import get_args

import pytest
from dataset_reports import make_failed, make_report

from gikstudy import forms, model
from gikstudy.about.mirror import SIGNS
from gikstudy.checks.rules import catalogue
from gikstudy.dataset.codebook import codebook
from gikstudy.dataset.declarations import (
    CELL_TABLES,
    DatasetColumn,
    expected_cells,
    get_table,
    legal_cells,
    table_names,
    tables,
)
from gikstudy.dataset.keys import keys_of, legal_values
from gikstudy.dataset.rows import rows_of
from gikstudy.model import STATES
from gikstudy.packaged import packaged_rows

COLUMNS = [pytest.param(c, id=f"{t.name}.{c.name}") for t in tables() for c in t.columns]


def test_the_tables_of_the_contract_are_there() -> None:
    assert set(table_names()) >= {
        *("reports", "requests", "proactive", "disputes", "checks", "sections"),
        *("mentions", "codes", "similarity", "sources"),
    }


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_is_described_in_both_languages(column: DatasetColumn) -> None:
    texts = (column.zh, column.en, column.definition_zh, column.definition_en)
    assert all(texts)
    assert re.search("[\u4e00-\u9fff]|SHA", column.zh)
    assert (
        not re.search("[\u4e00-\u9fff]", column.definition_en.replace("万", "").replace("亿", ""))
        or column.name == "qualifier"
    )
    assert bool(column.caveat_zh) == bool(column.caveat_en)


@pytest.mark.parametrize("column", COLUMNS)
def test_the_example_of_a_column_is_legal_there(column: DatasetColumn) -> None:
    example = column.example
    assert example
    if column.keys:
        assert example in legal_values(column.keys)
    if column.pattern:
        assert re.search(column.pattern, example)
    if column.type == "date":
        date.fromisoformat(example)
    if column.type in ("integer", "number"):
        float(example)


def test_keys_and_references_are_columns_of_their_tables() -> None:
    for table in tables():
        assert set(table.key) <= set(table.names)
        for column in table.columns:
            if column.refers_to:
                name, _, field = column.refers_to.partition(".")
                assert get_table(name).key == (field,)


def test_every_list_of_values_is_used_and_has_no_value_twice() -> None:
    used = {c.keys for t in tables() for c in t.columns if c.keys}
    assert {r["list"] for r in packaged_rows("gikstudy.dataset", "values.csv")} <= used
    for name in used:
        values = legal_values(name)
        assert len(values) == len(set(values))
        assert all(key.zh and key.en for key in keys_of(name))
        for key in keys_of(name):
            assert bool(key.definition_zh) == bool(key.definition_en), key
    for name in ("item", "measure", "metric", "code"):
        assert all(key.definition_zh and key.definition_en for key in keys_of(name))


def test_states_are_those_of_the_model() -> None:
    assert legal_values("state") == STATES


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("level", model.Level),
        ("scope", model.Scope),
        ("section", model.SectionName),
        ("mention_scope", model.MentionScope),
        ("confidence", model.Confidence),
        ("status", model.Status),
        ("result", model.Result),
        ("severity", model.Severity),
    ],
)
def test_the_types_of_the_code_have_the_values_that_the_dataset_declares(name, type_):
    # So that mypy sees a misspelled level, section or scope.
    assert {value for value in get_args(type_) if value} == set(legal_values(name))


@pytest.mark.parametrize(
    "report", [make_report("a.txt"), make_report("b", "2021"), make_failed("c")]
)
def test_rows_have_exactly_the_declared_columns(report) -> None:
    for name, rows in rows_of(report, "1.0").items():
        assert all(tuple(row) == get_table(name).names for row in rows), name


def test_a_form_has_the_cells_that_the_law_gives_it() -> None:
    sizes = {f: [len(expected_cells(f, t)) for t in CELL_TABLES] for f in forms.form_names()}
    assert sizes == {"2019": [161, 22, 15, 0], "2021": [175, 10, 15, 0]}
    assert (
        len(expected_cells("2014", "statistics")),
        len(expected_cells("2021", "statistics")),
    ) == (58, 0)
    assert expected_cells("2014", "requests") == ()
    undivided = [cells for cells in legal_cells("2021", "requests") if len(cells) == 161]
    assert ("other_undivided", "total") in undivided[0]


def test_the_crosswalk_places_every_cell_of_table_2_once() -> None:
    for form, side in (("2019", "cells_2019"), ("2021", "cells_2021")):
        placed = [
            c
            for r in packaged_rows("gikstudy.dataset", "crosswalk.csv")
            for c in r[side].split("|")
        ]
        named = [c for c in placed if c.startswith("proactive/")]
        cells = {
            f"proactive/{item}/{measure}" for item, measure in expected_cells(form, "proactive")
        }
        assert set(named) == cells
        assert len(named) == len(cells)
        rows = {c.removeprefix("requests/") for c in placed if c.startswith("requests/")} - {"*"}
        assert rows <= {row for row, _ in expected_cells(form, "requests")}


def test_the_codebook_names_every_table_column_key_and_check() -> None:
    text = codebook()
    named = set(re.findall(r"`([^`\n]+)`", text))
    assert set(table_names()) <= named
    for table in tables():
        assert set(table.names) <= named
        for column in table.columns:
            if column.keys:
                assert set(legal_values(column.keys)) <= named, column.name
    assert set(catalogue()) <= named
    for row in forms.request_rows():
        assert row.label in text
        assert row.article in text
    assert "TODO" not in text


def test_the_codebook_answers_what_a_stranger_asks() -> None:
    text = codebook()
    for question in ("空白不是零", "A blank is not a zero", "2024年1月1日", "1 January 2024"):
        assert question in text
    for indicator in packaged_rows("gikstudy.dataset", "indicators.csv"):
        assert all(indicator.values())
        start = f"| `{indicator['key']}`"  # some are columns of table panel as well
        lines = [line for line in text.splitlines() if line.startswith(start)]
        (line,) = (line for line in lines if indicator["formula"] in line)
        assert indicator["denominator_en"] in line


def test_the_tables_of_the_codebook_are_rectangular() -> None:
    block: list[int] = []
    for line in [*codebook().splitlines(), ""]:
        if line.startswith("|"):
            block.append(len(re.findall(r"(?<!\\)\|", line)))
        else:
            assert len(set(block)) <= 1, line
            block = []


def test_an_unknown_table_is_refused_with_the_legal_names() -> None:
    with pytest.raises(KeyError, match="legal are reports, requests"):
        get_table("table3")


def test_data_files_have_a_field_for_every_head() -> None:
    from importlib.resources import files

    for name in ("tables.csv", "columns.csv", "values.csv", "crosswalk.csv"):
        text = files("gikstudy.dataset").joinpath(name).read_text("utf-8")
        widths = {len(row) for row in csv.reader(text.splitlines())}
        assert len(widths) == 1, name


def test_every_sign_of_a_mirror_is_a_declared_cue() -> None:
    declared = {value for value in legal_values("cue") if value.startswith("mirror_")}
    assert declared == {f"mirror_{sign}" for sign in SIGNS}
