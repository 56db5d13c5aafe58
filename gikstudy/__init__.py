"""Chinese government information disclosure reports as a tidy dataset and a study.

`import gikstudy as gik` costs next to nothing: each name below is fetched when it is first used.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from gikstudy.dataset.load import load_dataset
    from gikstudy.engine import extract, read_report
    from gikstudy.study import indicators
    from gikstudy.study.run import run_study as study

__all__ = ["extract", "indicators", "load_dataset", "read_report", "study"]

_PLACES: Final = {
    "extract": ("gikstudy.engine", "extract"),
    "indicators": ("gikstudy.study.indicators", ""),
    "load_dataset": ("gikstudy.dataset.load", "load_dataset"),
    "read_report": ("gikstudy.engine", "read_report"),
    "study": ("gikstudy.study.run", "run_study"),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 (whatever the name stands for)
    if name not in _PLACES:
        raise AttributeError(f"gikstudy has no {name!r}; it has {', '.join(__all__)}")
    module, attribute = _PLACES[name]
    found = import_module(module)
    return getattr(found, attribute) if attribute else found


def __dir__() -> list[str]:
    return __all__


class _Package(ModuleType):
    """Keeps `gik.extract` and `gik.study` verbs: two rooms of the package bear the same names.

    Importing a submodule makes Python set it as an attribute of its package, which would hide
    the verb; `from gikstudy.extract import …` does not need that attribute.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _PLACES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
