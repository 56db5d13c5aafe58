"""Chinese government information disclosure reports as a tidy dataset and a study.

`import gikstudy as gik` costs next to nothing: each name below is fetched when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from gikstudy.analysis import indicators
    from gikstudy.analysis.pipeline import run_study as study
    from gikstudy.dataset.load import load_dataset
    from gikstudy.engine import extract, read_report

__all__ = ["extract", "indicators", "load_dataset", "read_report", "study"]

_PLACES: Final = {
    "extract": ("gikstudy.engine", "extract"),
    "indicators": ("gikstudy.analysis.indicators", ""),
    "load_dataset": ("gikstudy.dataset.load", "load_dataset"),
    "read_report": ("gikstudy.engine", "read_report"),
    "study": ("gikstudy.analysis.pipeline", "run_study"),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 (whatever the name stands for)
    if name not in _PLACES:
        raise AttributeError(f"gikstudy has no {name!r}; it has {', '.join(__all__)}")
    module, attribute = _PLACES[name]
    found = import_module(module)
    return getattr(found, attribute) if attribute else found


def __dir__() -> list[str]:
    return __all__
