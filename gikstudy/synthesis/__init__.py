"""Made-up reports with known truth, and how well a dataset matches that truth.

Everything here is made from the declared forms alone, without the code that reads reports.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gikstudy.synthesis.corpus import write_corpus
from gikstudy.synthesis.made import Made, TruthCell
from gikstudy.synthesis.plan import span_of_years
from gikstudy.synthesis.report import FAMILIES, make_report

if TYPE_CHECKING:
    from gikstudy.synthesis.evaluation import Evaluation, evaluate

__all__ = [
    "FAMILIES",
    "Evaluation",
    "Made",
    "TruthCell",
    "evaluate",
    "make_report",
    "span_of_years",
    "write_corpus",
]


def __getattr__(name: str) -> object:
    if name not in ("Evaluation", "evaluate"):
        raise AttributeError(f"gikstudy.synthesis has no {name!r}; it has {', '.join(__all__)}")
    from gikstudy.synthesis import evaluation  # brings pandas, which making reports does not need

    return getattr(evaluation, name)
