"""Parts of the figure right before them, as the words between the two say."""

from __future__ import annotations

from itertools import pairwise

from gikstudy.prose.clauses import FoundFigure
from gikstudy.prose.cues import pattern
from gikstudy.prose.roles import CASES

_CONFERENCES = "press_conferences"


def link_told_parts(text: str, found: list[FoundFigure]) -> None:
    """Links cases on disclosure to all cases, and conferences that leaders attended to all held.

    Offices that keep the books of all cases give both numbers (行政复议80件,涉及政府信息公开的9件).
    """
    for whole, part in pairwise(found):
        if whole.metric in CASES and not part.metric:
            words = pattern("own_cases")
        elif whole.metric == _CONFERENCES == part.metric and not (whole.whole or part.whole):
            words = pattern("attended_by")
        else:
            continue
        same = part.figure.unit == whole.figure.unit and part.figure.value <= whole.figure.value
        if same and words.fullmatch(text, whole.figure.end, part.figure.start):
            part.metric, part.whole, part.blocked = whole.metric, whole, False
