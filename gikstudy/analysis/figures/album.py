"""All figures of the study by name, in the order in which the notebooks show them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gikstudy.analysis.figures.canvas import Drawing, FigureNote, save
from gikstudy.analysis.figures.corpus import coverage, data_quality, publication_timing
from gikstudy.analysis.figures.outcomes import (
    disclosure_rates,
    disputes,
    outcome_composition,
    proactive,
    procedural_outcomes,
    refusal_reasons,
)
from gikstudy.analysis.figures.prose import (
    core_share,
    problems,
    problems_by_level,
    promises,
    prose_checks,
    similarity,
)
from gikstudy.analysis.figures.requests import (
    applicant_mix,
    backlog,
    concentration,
    requests_received,
)
from gikstudy.analysis.figures.series import long_series
from gikstudy.analysis.figures.words import words
from gikstudy.errors import CallError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from gikstudy.analysis.labels import Language
    from gikstudy.dataset.load import Dataset

FIGURES: Final[dict[str, Drawing]] = {
    "coverage": coverage,
    "publication_timing": publication_timing,
    "data_quality": data_quality,
    "requests_received": requests_received,
    "applicant_mix": applicant_mix,
    "outcome_composition": outcome_composition,
    "disclosure_rates": disclosure_rates,
    "refusal_reasons": refusal_reasons,
    "procedural_outcomes": procedural_outcomes,
    "concentration": concentration,
    "backlog": backlog,
    "disputes": disputes,
    "proactive": proactive,
    "problems": problems,
    "similarity": similarity,
    "problems_by_level": problems_by_level,
    "core_share": core_share,
    "promises": promises,
    "prose_checks": prose_checks,
    "words": words,
    "long_series": long_series,
}


@dataclass(frozen=True)
class Album:
    """Draws figures in one language and saves each as PNG and SVG in a folder, numbered."""

    folder: str | Path
    language: Language = "zh"

    def draw(self, name: str, data: Dataset) -> Figure | FigureNote:
        """Draw one figure and save it; if the corpus is too small, a note says so.

        Raises:
            CallError: for an unknown name; the message lists the legal ones.
        """
        if name not in FIGURES:
            raise CallError(f"figure {name!r}: legal are {', '.join(FIGURES)}")
        number = list(FIGURES).index(name) + 1
        return save(FIGURES[name](data, self.language), self.folder, f"{number:02d}_{name}")
