"""How Sphinx builds the site: `make docs`. Every part comes from packages; no network is used."""

from __future__ import annotations

import inspect
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

project = "gikstudy"
author = "The gikstudy authors"
version = release = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
    "version"
]
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
html_theme = "furo"
html_title = "gikstudy"
html_show_copyright = False
html_copy_source = False
default_role = "code"  # docstrings write code between single backticks
myst_heading_anchors = 3
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented_params"
autodoc_member_order = "bysource"
napoleon_google_docstring = True
napoleon_numpy_docstring = False
# Values that the verbs return and take; they are public through what returns them.
VALUES = (
    "gikstudy.dataset.load.Dataset",
    "gikstudy.model.Report",
    "gikstudy.model.Cell",
    "gikstudy.model.Check",
)


def public() -> str:
    """A directive for each public name, from `__all__` of the package and of the indicators."""
    import gikstudy

    parts = ["## Verbs and values"]
    modules: list[str] = []
    seen = set()
    for name in gikstudy.__all__:
        found = getattr(gikstudy, name)
        if isinstance(found, ModuleType):
            modules.append(name)
        elif not isinstance(found, str):
            seen.add(f"{found.__module__}.{found.__qualname__}")
            parts.append(directive(f"gikstudy.{name}", found))
    for name in VALUES:
        module, _, attribute = name.rpartition(".")
        if name not in seen:
            __import__(module)
            parts.append(directive(name, getattr(sys.modules[module], attribute)))
    for name in modules:
        module = getattr(gikstudy, name)
        parts.append(f"## gikstudy.{name}")
        parts.append((module.__doc__ or "").split("Examples:")[0].strip())
        parts += [
            directive(f"{module.__name__}.{each}", getattr(module, each)) for each in module.__all__
        ]
    return "\n\n".join(parts) + "\n"


def directive(name: str, found: object) -> str:
    """The autodoc directive for one public object."""
    kind = "autoclass" if inspect.isclass(found) else "autofunction"
    members = "\n   :members:" if kind == "autoclass" else ""
    return f"```{{eval-rst}}\n.. {kind}:: {name}{members}\n```"


def fill(app: Sphinx, page: str, source: list[str]) -> None:
    """Put what is made from the code into the two pages that are made of it."""
    import generate

    if page == "api":
        source[0] += "\n" + public()
    elif page == "commands":
        source[0] += "\n" + generate.commands()


def paragraphs(app: Sphinx, what: str, name: str, obj: object, options: object, lines: list[str]):  # noqa: ANN201
    """Give Formula, Caveat and Source of an indicator a paragraph each."""
    for number in range(len(lines) - 1, 0, -1):
        if lines[number].startswith(("Formula:", "Caveat:", "Source:")):
            head, rest = lines[number].split(":", 1)
            lines[number : number + 1] = ["", f"**{head}.**{rest}"]


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    app.connect("source-read", fill)
    app.connect("autodoc-process-docstring", paragraphs)
