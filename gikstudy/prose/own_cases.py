"""Reconsiderations and suits on disclosure among those of every kind.

Offices that keep the books of all cases give both numbers (行政复议案件80件,涉及政府信息公开的9件).
"""

from __future__ import annotations

from itertools import pairwise

from gikstudy.prose.clauses import FoundFigure
from gikstudy.prose.cues import pattern
from gikstudy.prose.roles import CASES


def link_own_cases(text: str, found: list[FoundFigure]) -> None:
    """Makes the number of cases on disclosure a part of all cases, counted right before it."""
    for whole, part in pairwise(found):
        if whole.metric not in CASES or part.metric or part.figure.unit != whole.figure.unit:
            continue
        if part.figure.value <= whole.figure.value and pattern("own_cases").fullmatch(
            text, whole.figure.end, part.figure.start
        ):
            part.metric, part.whole, part.blocked = whole.metric, whole, False
