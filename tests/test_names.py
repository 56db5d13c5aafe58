"""One name, one meaning: classes and aliases of the package, and the names of its modules."""

import ast
from collections import defaultdict
from pathlib import Path

import gikstudy

PACKAGE = Path(gikstudy.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))
IN_REBUILDING: set[str] = set()  # rooms whose names change while they are rebuilt
TELL_NOTHING = frozenset(
    [
        "many",
        "one",
        "across",
        "former",
        "stock",
        "pieces",
        "place",
        "looking",
        "within",
        "sides",
        "kinds",
        "extra",
        "columns",
        "single",
        "extracting",
        "utils",
        "helpers",
        "common",
        "misc",
        "base",
        "core",
        "stuff",
        "things",
    ]
)


def names_of(path: Path) -> set[str]:
    """The classes of a module at any depth, and its aliases of types."""
    tree = ast.parse(path.read_text("utf-8"))
    found = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript | ast.BinOp):
            found |= {
                target.id
                for target in node.targets
                if isinstance(target, ast.Name) and target.id[:2].istitle()
            }
    return {name.lstrip("_") for name in found}


def test_no_two_classes_or_types_share_a_name():
    modules: defaultdict[str, list[str]] = defaultdict(list)
    for path in FILES:
        where = path.relative_to(PACKAGE)
        if where.parts[0] not in IN_REBUILDING:
            for name in names_of(path):
                modules[name].append(where.as_posix())
    assert {name: where for name, where in modules.items() if len(where) > 1} == {}


def test_the_name_of_each_module_tells_what_it_holds():
    assert [path.name for path in FILES if path.stem in TELL_NOTHING] == []
    assert [path.name for path in FILES if path.parent.name in TELL_NOTHING] == []
