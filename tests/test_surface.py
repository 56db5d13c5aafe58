"""What `import gikstudy as gik` offers: the verbs as functions, a few values, and nothing else."""

from __future__ import annotations

import ast
import doctest
import importlib
import inspect
import pkgutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from project_paths import SAMPLE

import gikstudy as gik
from gikstudy.arguments import parser_of
from gikstudy.cli import VERBS

VALUES = {"Dataset", "GikstudyError", "Report", "__version__", "indicators"}
FUNCTIONS = sorted(set(gik.__all__) - VALUES)
REPORT = SAMPLE / "report_000.txt"


@pytest.fixture(scope="module")
def dataset(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("surface") / "set"
    gik.extract(SAMPLE, out=out)
    return out


# --- names ----------------------------------------------------------------------------------


def test_each_verb_of_the_command_is_a_function_of_that_name():
    verbs = {verb.replace("-", "_") for verb in VERBS}
    assert set(FUNCTIONS) == verbs | {"read_report", "load_dataset", "panel", "series"}
    for name in FUNCTIONS:
        assert inspect.isfunction(getattr(gik, name))


def test_dir_shows_what_is_public_and_nothing_else():
    assert dir(gik) == sorted(gik.__all__)
    assert dir(gik.indicators) == sorted(gik.indicators.__all__)
    with pytest.raises(AttributeError, match=r"no 'read_reports'; it has .*read_report"):
        gik.read_reports  # noqa: B018


def test_the_values_are_what_they_are_called(dataset):
    assert gik.indicators.__name__ == "gikstudy.analysis.indicators"
    assert isinstance(gik.read_report(REPORT), gik.Report)
    assert isinstance(gik.load_dataset(dataset), gik.Dataset)
    assert issubclass(gik.GikstudyError, Exception)
    assert gik.__version__[0].isdigit()


def test_no_module_has_the_name_of_a_verb_or_value():
    modules = {module.name for module in pkgutil.iter_modules(gik.__path__)}
    assert not modules & set(gik.__all__)


def test_no_module_hides_a_public_name():
    before = {name: getattr(gik, name) for name in gik.__all__}
    for module in pkgutil.walk_packages(gik.__path__, "gikstudy."):
        if module.name != "gikstudy.__main__":
            importlib.import_module(module.name)
    assert {name: getattr(gik, name) for name in gik.__all__} == before


def test_calling_a_light_verb_loads_no_plotting_library():
    code = (
        "import sys, gikstudy as gik; dir(gik); gik.Report;"
        f"gik.read_report({str(REPORT)!r});"
        "assert not {'matplotlib', 'papermill'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


# --- powers ---------------------------------------------------------------------------------

ELSEWHERE = {
    # The command asks the result of `evaluate` whether it passes, and prints it.
    "evaluate": {"floor", "wrong"},
    # The command asks the result of `extract` what was lost, and says it with its exit status.
    "extract": {"strict"},
}
ONLY_HERE = {
    # The command always shows the bar (without -q), and -p sets every parameter.
    "extract": {"progress"},
    "study": {"progress", "language"},
}
SAME = {"file": "source", "count": "n"}


@pytest.mark.parametrize("verb", VERBS)
def test_a_function_takes_what_its_command_takes(verb):
    name = verb.replace("-", "_")
    (chosen,) = [a for a in parser_of(VERBS)._actions if a.dest == "verb"]
    options = {a.dest for a in chosen.choices[verb]._actions} - {"help", "verbose", "quiet"}
    options = {SAME.get(option, option) for option in options} - ELSEWHERE.get(name, set())
    assert set(inspect.signature(getattr(gik, name)).parameters) == options | ONLY_HERE.get(
        name, set()
    )


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_is_typed_and_explains_itself(name):
    function = getattr(gik, name)
    signature = inspect.signature(function)
    assert signature.return_annotation is not signature.empty
    text = inspect.getdoc(function)
    for parameter in signature.parameters.values():
        assert parameter.annotation is not parameter.empty, parameter
        assert f"    {parameter.name}: " in text
    assert "Args:\n" in text
    assert "Raises:\n" in text
    assert ("Returns:\n" in text) == (signature.return_annotation != "None")
    calls = [e.source for e in doctest.DocTestParser().get_examples(text)]
    call = next(call for call in calls if f"gik.{name}(" in call)
    for node in ast.walk(ast.parse(call)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == f"gik.{name}":
            signature.bind(*node.args, **{k.arg: k.value for k in node.keywords})


def test_a_code_sheet_is_written_and_compared(dataset, tmp_path):
    sheet = tmp_path / "sheet.csv"
    points = gik.code_sheet(dataset, out=sheet)
    assert points == len(pd.read_csv(sheet)) > 5
    (comparison,) = gik.code_sheet(dataset, coded=[sheet])
    assert (comparison.first, comparison.second) == (str(sheet), "rules")
    for wrong in ({}, {"out": sheet, "coded": [sheet]}):
        with pytest.raises(gik.GikstudyError, match="either out= "):
            gik.code_sheet(dataset, **wrong)


def test_an_export_goes_beside_the_dataset_if_not_told_otherwise(dataset, tmp_path):
    assert gik.export(dataset, "csv") == dataset.with_name("set-csv")
    assert gik.export(dataset, "csv", tmp_path / "here") == tmp_path / "here"


def test_made_up_reports_are_evaluated(tmp_path):
    made = gik.synth(3, tmp_path / "made", seed=1, family="CELL_PIPE")
    assert made.reports == 3
    gik.extract(tmp_path / "made" / "reports", out=tmp_path / "set")
    assert gik.evaluate(tmp_path / "set", tmp_path / "made" / "truth.parquet").overall.wrong == 0
    assert gik.validate(tmp_path / "set") == []


def test_explain_prints_a_report(capsys):
    assert gik.explain(REPORT, cell="requests/received_new/total") is None
    assert capsys.readouterr().out.startswith("requests/received_new/total")


def test_a_language_can_only_be_said_once(tmp_path):
    with pytest.raises(gik.GikstudyError, match="language 'en': parameters say 'zh'"):
        gik.study(SAMPLE, tmp_path / "out", {"language": "zh"}, language="en")


# --- how values show themselves -------------------------------------------------------------


def test_a_report_is_one_line():
    report = gik.read_report(REPORT)
    assert repr(report) == "<Report report_000.txt: 鄂托克旗人民政府, 2020, form 2019, ok>"
    assert "\n" not in repr(replace(report, source="two\nlines"))
    assert repr(gik.read_report(b"")).endswith("failed>")


def test_a_dataset_tells_its_tables_with_rows_and_years(dataset):
    data = gik.load_dataset(dataset)
    line = repr(data)
    assert line.startswith(f"<Dataset {dataset}: 2019–2024; reports 5, requests ")
    assert "\n" not in line
    page = data._repr_html_()
    assert "2019–2024" in page
    for name in ("reports", "requests", "sources"):
        assert f"<code>{name}</code></td><td>{len(getattr(data, name)):,}</td>" in page


def test_a_dataset_tells_what_its_filters_leave(dataset):
    year = {"reports": [("year", "==", 2020)], "requests": [("row", "==", "granted")]}
    data = gik.load_dataset(dataset, filters=year)
    assert f": 2020; reports {len(data.reports)}, requests {len(data.requests)}," in repr(data)
    none = gik.load_dataset(dataset, filters=[("year", "==", 1900)])
    assert ": no years; reports 0, requests 0," in repr(none)


def test_the_name_of_a_folder_is_text_in_jupyter(dataset):
    page = replace(gik.load_dataset(dataset), folder=Path("<script>"))._repr_html_()
    assert "<script>" not in page


def test_a_dataset_that_is_gone_or_damaged_still_has_a_line(dataset, tmp_path):
    gone = replace(gik.load_dataset(dataset), folder=tmp_path / "gone")
    assert repr(gone) == f"<Dataset {tmp_path / 'gone'}: no years; no tables>"
    (tmp_path / "reports.parquet").write_bytes(b"PAR1 but not really")
    assert repr(replace(gone, folder=tmp_path)).endswith("no tables>")
