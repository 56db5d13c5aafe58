"""The house: imports point one way, and every module can be imported under a name."""

import ast
import importlib
import pkgutil
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from package_owners import package_owners

import gikstudy
from gikstudy.engine.reader import DOWNSTREAM, PACKAGES

PACKAGE = Path(gikstudy.__file__).parent
MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(gikstudy.__path__, "gikstudy.")
    if module.name != "gikstudy.__main__"
)


def path_of(module: str) -> Path:
    place = PACKAGE.joinpath(*module.split(".")[1:])
    return place / "__init__.py" if place.is_dir() else place.with_suffix(".py")


def imports_of(module: str) -> set[str]:
    """The modules of the package that a module names, those inside functions included."""
    known = {"gikstudy", *MODULES}
    found: set[str] = set()
    for node in ast.walk(ast.parse(path_of(module).read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {name if name in known else node.module for name in names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return (found & known) - {module}


GRAPH = {module: imports_of(module) for module in MODULES}


def room_of(module: str) -> str:
    return module.split(".")[1] if "." in module else "gikstudy"


def test_no_module_imports_itself_by_way_of_others():
    TopologicalSorter(GRAPH).prepare()  # raises CycleError with the circle


def test_no_room_imports_itself_by_way_of_others():
    rooms: dict[str, set[str]] = {}
    for module, imported in GRAPH.items():
        rooms.setdefault(room_of(module), set()).update(map(room_of, imported))
    for room, imported in rooms.items():
        imported -= {room, "gikstudy"}
    TopologicalSorter(rooms).prepare()


@pytest.mark.parametrize("module", MODULES)
def test_a_module_can_be_imported_under_another_name(module):
    namespace: dict[str, object] = {}
    exec(f"import {module} as room", namespace)
    assert namespace["room"] is importlib.import_module(module)


def test_made_up_reports_are_not_made_with_what_reads_them():
    # Or the reader would judge itself.
    for module in MODULES:
        if room_of(module) == "synthesis":
            assert {room_of(name) for name in GRAPH[module]} <= {
                "errors",
                "forms",
                "gikstudy",
                "model",
                "packaged",
                "synthesis",
            }, module


@pytest.mark.parametrize("module", MODULES)
def test_a_module_is_short(module):
    lines = path_of(module).read_text("utf-8").splitlines()
    assert len(lines) <= 400, f"{module} has {len(lines)} lines"


def what_a_worker_imports() -> set[str]:
    waiting, reached = ["gikstudy.engine.work"], set()
    while waiting:
        module = waiting.pop()
        if module not in reached:
            reached.add(module)
            waiting += [name for name in GRAPH[module] if name != "gikstudy"]
    return reached


def packages_in(module: str) -> set[str]:
    """The packages of others that a module imports, by the names of their distributions."""
    owners = package_owners()
    names: set[str] = set()
    for node in ast.walk(ast.parse(path_of(module).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return {owners[name][0].lower() for name in names - sys.stdlib_module_names - {"gikstudy"}}


def test_the_packages_that_a_worker_imports_decide_whether_old_rows_are_kept():
    assert set().union(*map(packages_in, what_a_worker_imports())) <= set(PACKAGES)


def test_what_a_worker_imports_decides_whether_old_rows_are_kept():
    for module in what_a_worker_imports():
        name = path_of(module).relative_to(PACKAGE).parts[0]
        assert name not in DOWNSTREAM, f"{module} decides rows and is left out of the fingerprint"


def test_what_is_left_out_of_the_fingerprint_exists():
    rooms = {path.name for path in PACKAGE.iterdir()} | {"notebooks"}
    assert rooms >= DOWNSTREAM
