"""The words that mark each year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.figure import Figure

from gikstudy.analysis.figures.canvas import INKS, FigureNote, canvas, drawn, too_small
from gikstudy.analysis.labels import Language, say
from gikstudy.analysis.selection import counted
from gikstudy.prose.nlp_libraries import installed
from gikstudy.prose.words import count_words, keyness

if TYPE_CHECKING:
    from gikstudy.dataset.load import Dataset

SEGMENTER: Final = "rjieba"
REPORTS_NEEDED: Final = 5  # of a year, so that its words are not those of a single office
YEARS_NEEDED: Final = 2
WORDS: Final = 9
PANELS: Final = 6


@drawn(one_scope=False)
def words(data: Dataset, language: Language = "zh") -> Figure | FigureNote:
    """The words that the prose of each year uses more than that of the other years."""
    if not installed(SEGMENTER):
        return FigureNote(say("note.no_segmenter", language))
    reports = counted(data.reports)[["report_id", "year"]]
    sizes = reports.groupby("year").size()
    years = [int(y) for y in sizes.index[sizes.ge(REPORTS_NEEDED)]]
    if len(years) < YEARS_NEEDED:
        return too_small(language, have=len(years), need=YEARS_NEEDED, what="words")
    prose = data.sections.merge(reports, on="report_id")
    counts = {str(y): count_words(prose.loc[prose["year"].eq(y), "text"]) for y in years}
    telling = [row for row in keyness(counts, top=WORDS) if row.z > 0]
    shown = years[-PANELS:]
    figure, axes = canvas(min(3, len(shown)), -(-len(shown) // 3), height=2.3 * -(-len(shown) // 3))
    for ax, year in zip(axes, shown, strict=False):
        rows = [row for row in telling if row.group == str(year)]
        ax.barh(range(len(rows)), [row.z for row in rows], color=INKS[1], height=0.66)
        ax.set_yticks(np.arange(len(rows)), [row.word for row in rows], fontsize=8)
        ax.set_ylim(WORDS - 0.4, -0.6)
        ax.set_title(f"{year}  n={counts[str(year)].total():,}")
        ax.grid(visible=False, axis="y")
        ax.grid(visible=True, axis="x")
        ax.set_xlabel(say("axis.z", language), fontsize=7.5)
    for ax in axes[len(shown) :]:
        ax.set_axis_off()
    return figure
