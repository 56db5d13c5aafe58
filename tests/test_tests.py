"""The tests themselves: where they lie, and that they give the same on any machine, any day."""

from __future__ import annotations

import ast
import importlib
import re
import sys
import tomllib
from pathlib import Path

import pytest
from example_counts import USUAL, examples
from hypothesis import settings
from hypothesis.internal.conjecture.providers import HypothesisProvider
from project_paths import PACKAGE, ROOT

TESTS = ROOT / "tests"
SUPPORT = TESTS / "support"
# Folders that are no rooms: what tests share, and whole collections of pages with their truth.
COLLECTIONS = {"support", "docs", "zoo", "faults"}
CLOCKS = {"time", "timeit", "sched"}
READINGS = {"now", "utcnow", "today", "perf_counter", "monotonic", "process_time", "sleep"}


def folders(place: Path) -> set[str]:
    return {path.name for path in place.iterdir() if any(path.glob("*.py"))}


def modules() -> list[Path]:
    return sorted(TESTS.rglob("*.py"))


def trees() -> list[tuple[Path, ast.Module]]:
    return [(path, ast.parse(path.read_text("utf-8"))) for path in modules()]


@pytest.mark.parametrize("room", sorted(folders(PACKAGE)))
def test_every_room_has_a_folder_of_tests(room):
    if room == "verbs":
        return  # each verb is a function that calls into its room: tests/test_cli.py calls them all
    assert list((TESTS / room).glob("test_*.py"))


def test_every_folder_of_tests_is_that_of_a_room():
    assert folders(TESTS) <= folders(PACKAGE) | COLLECTIONS


def test_what_tests_share_has_names_of_its_own():
    # They are imported by their names alone, in front of all that is installed.
    names = {path.stem for path in SUPPORT.glob("*.py")}
    assert not names & (sys.stdlib_module_names | folders(PACKAGE) | {"gikstudy", "tests"})
    assert not [name for name in names if name.startswith("test_")]


def test_a_module_of_tests_is_short():
    long = {path.name for path in modules() if len(path.read_text("utf-8").splitlines()) > 400}
    assert long == set()


def clocks_in(tree: ast.Module) -> set[str]:
    """Names of clocks that a module imports, reads or waits by."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names} & CLOCKS
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or ""} & CLOCKS
        elif isinstance(node, ast.Attribute):
            found |= {node.attr} & (READINGS | {"ITIMER_REAL", "alarm"})
    return found


def test_no_test_asks_a_clock():
    asking = {path for path, tree in trees() if clocks_in(tree)}
    assert asking == {SUPPORT / "guards.py"}


def test_the_search_for_clocks_finds_them():
    assert clocks_in(ast.parse("import time")) == {"time"}
    assert clocks_in(ast.parse("from time import sleep")) == {"time"}
    assert clocks_in(ast.parse("datetime.date.today()")) == {"today"}
    assert clocks_in(ast.parse("signal.setitimer(signal.ITIMER_REAL, 1)")) == {"ITIMER_REAL"}
    assert clocks_in(ast.parse("now = made.time + 1")) == set()


def test_the_same_examples_are_drawn_every_time():
    same = settings.get_profile("same")
    assert same.derandomize
    for profile in (same, settings.get_profile("search")):
        assert profile.deadline is None
        assert profile.database is None
    assert same.max_examples == USUAL


@pytest.mark.skipif(not settings.default.derandomize, reason="a search draws what it likes")
def test_examples_do_not_depend_on_what_else_is_loaded():
    importlib.import_module("gikstudy.prose.sections")
    words = HypothesisProvider(None)._local_constants
    for kind in ("integer", "string", "bytes", "float"):
        assert not words.set_for_type(kind), kind


def test_a_search_draws_more_examples_of_each_test():
    assert settings.get_profile("search").max_examples >= 10 * USUAL
    assert examples(25) == 25 * settings.default.max_examples // USUAL
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and "settings" in ast.unparse(node.func):
                given = {key.arg: ast.unparse(key.value) for key in node.keywords}
                if path != TESTS / "conftest.py":
                    # Or the number would be the same in a search, and a deadline would hold again.
                    assert "deadline" not in given, path
                    assert given.get("max_examples", "examples()").startswith("examples("), path


def test_both_commands_are_in_the_makefile():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    (test,) = re.findall(r"^test:.*\n\t(.*)", makefile, re.MULTILINE)
    assert test == "$(BIN)/python -m pytest -n logical --dist loadfile --no-loadscope-reorder"
    (search,) = re.findall(r"^search:.*\n\t(.*)", makefile, re.MULTILINE)
    assert "--hypothesis-profile=search" in search
    assert "--hypothesis-seed=$(SEED)" in search  # make prints the call: a find can be drawn again


def test_a_test_that_does_not_end_is_ended():
    options = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    pytest_options = options["tool"]["pytest"]["ini_options"]
    assert 600 <= pytest_options["faulthandler_timeout"] <= 1800
    assert pytest_options["faulthandler_exit_on_timeout"]


def test_no_test_forks_this_process():
    # The libraries of other tests have started threads here, and a fork of a process with threads
    # may wait for ever for a lock that one of them held. The pools of the package never fork.
    for path, tree in trees():
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not names & {"ProcessPoolExecutor", "fork"}, path
