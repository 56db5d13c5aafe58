"""Chinese government information disclosure reports as a tidy dataset and a study.

Each command of `gikstudy` is a function here: `gikstudy extract` is `gikstudy.extract`. Importing
the package is quick, because each function imports what it needs when it is called.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from gikstudy.errors import GikstudyError
from gikstudy.verbs.datasets import diff, export, extract, load_dataset, panel, series, validate
from gikstudy.verbs.made_up import evaluate, synth
from gikstudy.verbs.reports import explain, read_report
from gikstudy.verbs.reviews import review
from gikstudy.verbs.studies import code_sheet, init, package, study

if TYPE_CHECKING:
    from gikstudy.analysis import indicators
    from gikstudy.dataset.load import Dataset
    from gikstudy.model import Report

    __version__: str

__all__ = [
    "Dataset",
    "GikstudyError",
    "Report",
    "__version__",
    "code_sheet",
    "diff",
    "evaluate",
    "explain",
    "export",
    "extract",
    "indicators",
    "init",
    "load_dataset",
    "package",
    "panel",
    "read_report",
    "review",
    "series",
    "study",
    "synth",
    "validate",
]

# A library does not print: unless the user adds a handler, log messages go nowhere.
logging.getLogger(__name__).addHandler(logging.NullHandler())


def __getattr__(name: str) -> object:
    """The public values that need heavy imports; Python calls this when one is used."""
    if name == "Dataset":
        from gikstudy.dataset.load import Dataset

        return Dataset
    if name == "Report":
        from gikstudy.model import Report

        return Report
    if name == "indicators":
        from gikstudy.analysis import indicators

        return indicators
    if name == "__version__":
        from importlib.metadata import version

        return version("gikstudy")
    raise AttributeError(f"gikstudy has no {name!r}; it has {', '.join(__all__)}")


def __dir__() -> list[str]:
    return __all__
