"""All figures of the study by name, in the order in which the notebooks show them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gikstudy.analysis.figures.copying import prose_checks, similarity, words
from gikstudy.analysis.figures.corpus import coverage, data_quality, publication_timing
from gikstudy.analysis.figures.explaining import event_study, specifications
from gikstudy.analysis.figures.few import (
    cell_states,
    checks_by_report,
    prose_figures,
    request_flow,
)
from gikstudy.analysis.figures.outcomes import (
    disclosure_rates,
    outcome_composition,
    procedural_outcomes,
    refusal_reasons,
)
from gikstudy.analysis.figures.places import body_profile, province_tiles
from gikstudy.analysis.figures.plate import Drawing, Plate
from gikstudy.analysis.figures.prose import core_share, problems, problems_by_level, promises
from gikstudy.analysis.figures.remedies import disputes, proactive
from gikstudy.analysis.figures.requests import (
    applicant_mix,
    backlog,
    concentration,
    requests_received,
)
from gikstudy.analysis.figures.series import long_series
from gikstudy.errors import CallError

if TYPE_CHECKING:
    from gikstudy.analysis.labels import Language
    from gikstudy.dataset.load import Dataset

FIGURES: Final[dict[str, Drawing]] = {
    draw.__name__: draw
    for draw in (
        *(coverage, publication_timing, data_quality, requests_received, applicant_mix),
        *(outcome_composition, disclosure_rates, refusal_reasons, procedural_outcomes),
        *(concentration, backlog, disputes, proactive, problems, similarity, problems_by_level),
        *(core_share, promises, prose_checks, words, province_tiles, body_profile),
        *(request_flow, cell_states, checks_by_report, prose_figures, event_study, specifications),
        long_series,
    )
}


@dataclass(frozen=True)
class Album:
    """Draws figures in one language and saves each in a folder, numbered."""

    folder: str | Path
    language: Language = "zh"

    def draw(self, name: str, data: Dataset, **options: str) -> Plate:
        """Draw one figure and save it; if the corpus is too small, a note says so.

        Beside the drawing (`NN_NAME.png`, `.svg`) lie its numbers (`.csv`), the reports behind them
        (`_reports.csv`) and its title, finding and description (`.json`).

        Args:
            name: one of `FIGURES`.
            data: the dataset.
            **options: of the figure, such as `body` for `body_profile`.

        Returns:
            The plate: in Jupyter it shows the finding, the drawing, the expectation and the verdict.

        Raises:
            CallError: for an unknown name; the message lists the legal ones.
        """
        if name not in FIGURES:
            raise CallError(f"figure {name!r}: legal are {', '.join(FIGURES)}")
        stem = f"{list(FIGURES).index(name) + 1:02d}_{name}"
        plate = FIGURES[name](data, self.language, **options)
        plate = replace(plate, stem=stem, folder=Path(self.folder).name, picture=plate.png())
        plate.save(self.folder, stem)
        return plate
