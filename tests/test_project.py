"""What must hold of the project as a whole: its modules and its lists of packages."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
import work_done
import yaml
from package_owners import package_owners
from project_paths import PACKAGE, ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_is_short_and_says_what_it_holds(path):
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 400
    assert path.stem not in {"utils", "helpers", "common", "misc"}
    if path.name != "__init__.py" or text.strip():
        assert ast.get_docstring(ast.parse(text)), path


def test_nothing_is_left_to_be_done():
    left = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX|TB" + r"D)\b")
    for path in [*modules(), *ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        found = left.search(path.read_text("utf-8"))
        assert found is None, f"{path}: {found}"


def test_importing_the_package_loads_no_heavy_library():
    code = "import sys, gikstudy; print([m for m in sys.modules if m.count('.') == 0])"
    loaded = ast.literal_eval(run("-c", code))
    assert not {"pandas", "matplotlib", "pyarrow", "numpy", "papermill"} & set(loaded)


COUNT_HELP = """
import sys
sys.path[:0] = {path}
from work_done import calls_of
def ask_for_help():
    from gikstudy.cli import main
    try:
        main(["--help"])
    except SystemExit:
        print()
before = set(sys.modules)
calls = calls_of(ask_for_help)
print(calls, *(getattr(sys.modules[m], "__file__", None) for m in set(sys.modules) - before), sep="|")
"""


def test_help_takes_little_work_and_no_library():
    support = str(Path(work_done.__file__).parent)
    (*_, said) = run("-c", COUNT_HELP.format(path=[str(ROOT), support])).splitlines()
    calls, *files = said.split("|")
    assert int(calls) < 100_000  # importing pandas alone takes two millions
    assert not [file for file in files if "site-packages" in file and "gikstudy" not in file]
    assert any("gikstudy" in file for file in files)


def run(*arguments: str) -> str:
    done = subprocess.run([sys.executable, *arguments], capture_output=True, check=True, text=True)
    return done.stdout


# --- packages -------------------------------------------------------------------------------


def declared() -> list[str]:
    own = [*PROJECT["dependencies"], *(line for lines in EXTRAS.values() for line in lines)]
    return sorted({line for line in own if not line.startswith("gikstudy[")})


def name_of(requirement: str) -> str:
    found = re.match(r"[\w.-]+", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def test_the_conda_environment_mirrors_the_project():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    (of_pip,) = [part["pip"] for part in environment["dependencies"] if isinstance(part, dict)]
    packages = [line for line in of_pip if not line.startswith("-")]
    assert sorted(packages) == declared()
    assert f"python{PROJECT['requires-python']}" in environment["dependencies"]
    for asked_for in [
        "jupyterlab",
        "pandas",
        "matplotlib",
        "seaborn",
        "opencc-python-reimplemented",
    ]:
        assert asked_for in map(name_of, packages)
    assert {"papermill", "pytest"} <= set(map(name_of, packages))


def test_the_constraints_pin_every_package_and_name_no_address():
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+(?: ; .+)?", pin) for pin in pins)
    assert set(map(name_of, declared())) <= set(map(name_of, pins))


def imported(paths: Iterable[Path]) -> set[str]:
    """The third-party packages that modules import, by their import name."""
    names: set[str] = set()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.partition(".")[0])
    return names - set(sys.stdlib_module_names) - {"gikstudy"}


def loaded_by_name(paths: Iterable[Path]) -> set[str]:
    """The packages whose names are given to a function that imports them."""
    by_name = r"\b(?:load|importorskip|import_module)\(\s*\"([a-z_]\w*)"
    return {name for path in paths for name in re.findall(by_name, path.read_text("utf-8"))}


@pytest.mark.parametrize("name", sorted(imported(modules())))
def test_a_package_that_is_imported_is_declared(name):
    # What is imported must not arrive by the grace of another package.
    ours = [*PROJECT["dependencies"], *(line for x in EXTRAS if x != "dev" for line in EXTRAS[x])]
    owners = {name_of(owner) for owner in package_owners()[name]}
    assert owners & set(map(name_of, ours)), f"{name} is imported and not declared"


# Run by hand, and their docstrings say what to install: what prints the zoo, guided fuzzing.
BY_HAND = (
    "tests/zoo/extractors.py",
    "tests/zoo/printers.py",
    "tests/zoo/typesetters.py",
    "benchmarks/fuzz_atheris.py",
)


SCRIPTS = ("tests", "benchmarks", "docs", "tools", "teaching")


def scripts() -> list[Path]:
    """The modules beside the package: tests, benchmarks, docs and tools."""
    found = [p for d in SCRIPTS for p in (ROOT / d).rglob("*.py")]
    return sorted(path for path in found if path.relative_to(ROOT).as_posix() not in BY_HAND)


def test_what_tests_benchmarks_and_tools_import_is_declared():
    own = {path.stem for path in scripts()} | set(SCRIPTS)
    declared_names = set(map(name_of, declared()))
    owners = package_owners()
    for name in imported(scripts()) - own:
        assert set(map(name_of, owners.get(name, [name]))) & declared_names, name


# What is run as a command, and what another package needs and does not bring.
RUN = {
    *("furo", "jupyterlab", "mypy", "myst-parser", "pytest-cov", "pytest-xdist", "ruff", "sphinx"),
}
NEEDED = {"cryptography", "flask", "flask-cors", "lxml", "lxml-html-clean"}


def test_a_package_that_is_declared_is_used():
    paths = [*modules(), *scripts()]
    owners = package_owners()
    names = imported(paths) | loaded_by_name(paths)
    used = {name_of(owner) for name in names for owner in owners.get(name, [name])} | RUN | NEEDED
    stubs = re.compile("types-.+|.+-stubs")
    assert {name for name in map(name_of, declared()) if not stubs.fullmatch(name)} <= used


def test_all_extras_are_part_of_all():
    (line,) = EXTRAS["all"]
    assert set(line.removeprefix("gikstudy[").removesuffix("]").split(",")) == set(EXTRAS) - {
        "all",
        "dev",
        "docs",
    }


def test_the_wheel_carries_its_notebooks_and_data(tmp_path, monkeypatch):
    from hatchling.builders.wheel import WheelBuilder

    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    unpacked = tmp_path / "unpacked"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(unpacked)
    monkeypatch.setenv("PYTHONPATH", str(unpacked))
    monkeypatch.chdir(tmp_path)
    found = run(
        "-c", "from gikstudy.analysis.pipeline import list_notebooks as l; print(*l(), sep='\\n')"
    )
    places = [Path(line) for line in found.split()]
    assert [p.name for p in places] == [
        p.name for p in sorted((ROOT / "notebooks").glob("*.ipynb"))
    ]
    assert all(place.is_relative_to(unpacked) for place in places)
    kinds = ("*.csv", "*.css", "*.html", "*.js")
    data = {p.relative_to(PACKAGE) for kind in kinds for p in PACKAGE.rglob(kind)}
    carried = {p.relative_to(unpacked / "gikstudy") for k in kinds for p in unpacked.rglob(k)}
    assert data <= carried
