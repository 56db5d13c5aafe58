"""What goes wrong: one base class, one line on the terminal, and nothing swallowed."""

from __future__ import annotations

import ast
import builtins
import importlib
import inspect
import pkgutil
import shutil
from pathlib import Path

import pytest
from project_paths import SAMPLE

import gikstudy as gik
from gikstudy import errors
from gikstudy.cli import main

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(gik.__path__, "gikstudy.")
    if module.name != "gikstudy.__main__"
)
# What Python's own protocols ask for.
PROTOCOL = {"AttributeError", "SystemExit", "TimeoutError"}


@pytest.fixture(scope="module")
def dataset(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("errors") / "set"
    gik.extract(SAMPLE, out=out)
    return out


def test_every_exception_of_the_package_has_the_base_class():
    found = {
        kind
        for name in MODULES
        for kind in vars(importlib.import_module(name)).values()
        if inspect.isclass(kind)
        and issubclass(kind, Exception)
        and kind.__module__.startswith("gikstudy")
    }
    assert len(found) >= 12
    assert [kind for kind in found if not issubclass(kind, gik.GikstudyError)] == []


@pytest.mark.parametrize("name", MODULES)
def test_no_module_raises_a_bare_built_in(name):
    path = importlib.import_module(name).__file__
    for node in ast.walk(ast.parse(Path(path).read_text("utf-8"))):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            kind = ast.unparse(node.exc.func)
            assert kind in PROTOCOL or not hasattr(builtins, kind), f"line {node.lineno}: {kind}"


@pytest.mark.parametrize(
    ("kind", "built_in"),
    [
        (errors.CallError, ValueError),
        (errors.OutputExistsError, FileExistsError),
        (errors.UnknownNameError, KeyError),
        (errors.NotFoundError, FileNotFoundError),
        (errors.DamagedFileError, ValueError),
        (errors.MissingPackageError, ImportError),
        (errors.RunError, OSError),
    ],
)
def test_an_error_is_also_the_built_in_that_fits_and_prints_its_message(kind, built_in):
    assert issubclass(kind, built_in)
    assert str(kind("thing: what is wrong")) == "thing: what is wrong"


# --- on the command line --------------------------------------------------------------------


def test_an_unexpected_error_shows_where_it_happened(monkeypatch, capsys, tmp_path):
    def broken(*_: object, **__: object) -> None:
        raise ValueError("a bug of ours")

    monkeypatch.setattr("gikstudy.engine.extract", broken)
    assert main(["extract", str(SAMPLE), "--out", str(tmp_path / "out")]) == 70
    said = capsys.readouterr().err
    assert "Traceback" in said
    assert "ValueError: a bug of ours" in said
    assert said.endswith("gikstudy: an unexpected error; please report it with the lines above\n")


def status_and_line(call: list[str], capsys) -> tuple[int, str]:
    status = main(call)
    said = capsys.readouterr()
    assert said.err.count("\n") == (status == 2), said.err
    return status, said.err or said.out


@pytest.fixture
def damaged(dataset, tmp_path) -> Path:
    """A dataset whose table `requests` is no Parquet file any more."""
    copy = tmp_path / "damaged"
    shutil.copytree(dataset, copy)
    (copy / "requests.parquet").write_bytes(b"PAR1 but not really")
    return copy


@pytest.mark.parametrize("to", ["csv", "duckdb", "stata", "xlsx"])
def test_a_damaged_table_is_named_by_export(damaged, to, capsys):
    status, line = status_and_line(["export", str(damaged), "--to", to], capsys)
    assert status == 2
    assert "requests.parquet" in line
    assert not list(damaged.parent.glob("damaged?*"))


def test_a_damaged_table_is_named_by_validate(damaged, capsys):
    status, lines = status_and_line(["validate", str(damaged)], capsys)
    assert status == 1
    assert "requests.parquet: hash" in lines
    assert "requests.parquet: file: no Parquet" in lines


def test_rows_that_are_damaged_behind_a_sound_schema_are_a_problem(dataset, tmp_path, capsys):
    copy = tmp_path / "damaged"
    shutil.copytree(dataset, copy)
    place = copy / "sections.parquet"
    data = bytearray(place.read_bytes())
    data[4:2000] = bytes(1996)
    place.write_bytes(data)
    status, lines = status_and_line(["validate", str(copy)], capsys)
    assert status == 1
    assert "sections.parquet: cannot be read as Parquet" in lines


@pytest.mark.parametrize("text", ["not JSON", "[]", "{}", '{"resources": [{}]}'])
def test_a_damaged_data_package_is_a_problem(dataset, tmp_path, text, capsys):
    copy = tmp_path / "copy"
    shutil.copytree(dataset, copy)
    (copy / "datapackage.json").write_text(text, "utf-8")
    status, lines = status_and_line(["validate", str(copy)], capsys)
    assert status == 1
    assert lines.startswith("datapackage.json: file: not a data package")


def test_evaluate_names_what_is_no_truth(dataset, tmp_path, capsys):
    truth = tmp_path / "truth.parquet"
    truth.write_bytes(b"no Parquet")
    status, line = status_and_line(["evaluate", str(dataset), "--truth", str(truth)], capsys)
    assert (status, "truth.parquet: cannot be read as Parquet" in line) == (2, True)
    other = dataset / "reports.parquet"
    status, line = status_and_line(["evaluate", str(dataset), "--truth", str(other)], capsys)
    assert (status, "reports.parquet: has no column table" in line) == (2, True)


@pytest.mark.parametrize("to", ["csv", "duckdb", "stata", "xlsx"])
def test_a_table_that_is_not_there_is_named_by_export(dataset, tmp_path, to, capsys):
    copy = tmp_path / "copy"
    shutil.copytree(dataset, copy)
    (copy / "mentions.parquet").unlink()
    status, line = status_and_line(["export", str(copy), "--to", to], capsys)
    assert (status, line) == (
        2,
        f"gikstudy: {copy / 'mentions.parquet'}: the dataset has no such file\n",
    )
    with pytest.raises(FileNotFoundError, match=r"mentions\.parquet: the dataset has no such file"):
        _ = gik.load_dataset(copy).mentions


def test_an_empty_name_is_not_the_folder_where_one_stands(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    status, line = status_and_line(["extract", str(SAMPLE), "--out", ""], capsys)
    assert (status, line) == (2, "gikstudy: out: is empty; name a folder\n")
    status, line = status_and_line(["extract", "", "--out", "out"], capsys)
    assert (status, line.startswith("gikstudy: sources: one is empty")) == (2, True)
    assert list(tmp_path.iterdir()) == []


HEAD = "report_id,item,kind,text,codes\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe\x00bad", "not UTF-8"),
        (b"a,b\n1,2\n", "no column codes"),
        (f"{HEAD}x,one,problem,t,P01\n".encode(), "row 2: item 'one'"),
        (f"{HEAD}x,1,worry,t,P01\n".encode(), "row 2: kind 'worry'; legal are"),
        (f"{HEAD}x,1,problem,t,P77\n".encode(), "row 2: code 'P77' of a problem; legal are"),
        (f"{HEAD}x\n".encode(), "row 2: kind ''"),
    ],
)
def test_a_coded_sheet_that_cannot_be_read_is_named(dataset, tmp_path, content, said, capsys):
    sheet = tmp_path / "sheet.csv"
    sheet.write_bytes(content)
    status, line = status_and_line(["code-sheet", str(dataset), "--coded", str(sheet)], capsys)
    assert status == 2
    assert str(sheet) in line
    assert said in line


def test_a_store_that_cannot_be_asked_is_one_line(monkeypatch, tmp_path, capsys):
    def unreachable(*_: object, **__: object) -> bool:
        raise RuntimeError("no route to the store")

    monkeypatch.setattr("fsspec.implementations.memory.MemoryFileSystem.exists", unreachable)
    call = ["extract", "memory://reports", "--out", str(tmp_path / "out"), "--engine", "serial"]
    status, line = status_and_line(call, capsys)
    assert (status, line) == (2, "gikstudy: memory://reports: no route to the store\n")


def test_a_name_that_moves_the_cursor_is_shown_without(capsys):
    status, line = status_and_line(["explain", "no\x1b[2Jfile"], capsys)
    assert status == 2
    assert line.startswith("gikstudy: no�[2Jfile: ")
