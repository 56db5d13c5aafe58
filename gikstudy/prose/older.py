"""What the sentences of reports before 2019 count otherwise, under the Regulation of 2007.

Information that does not exist, or is not of the body, was an outcome of its own; since 2019 it is one
of three kinds of 无法提供. The old Regulation asked for fees and staff; later reports name staff only
in passing. A page without a year is read as a later one.
"""

from __future__ import annotations

from typing import Final

from gikstudy.forms import form_in_force
from gikstudy.prose.clauses import FoundFigure
from gikstudy.prose.cues import pattern

NOT_HELD: Final = "requests_not_held"
STAFF: Final = "staff"
ABSENT: Final = "absent"  # kinds of cues for the two reasons, and for both in one word
ELSEWHERE: Final = "elsewhere"
UNHELD: Final = "unheld"
_UNABLE: Final = "requests_unable"


def reasons_not_held(text: str) -> frozenset[str]:
    """Why information is not held, as far as a text says so.

    Examples:
        >>> sorted(reasons_not_held("信息不存在3件")), sorted(reasons_not_held("无法提供3件"))
        (['absent'], [])
    """
    return frozenset(kind for kind in (ABSENT, ELSEWHERE, UNHELD) if pattern(kind).search(text))


def of_its_time(text: str, found: list[FoundFigure], year: int | None) -> list[FoundFigure]:
    """The figures of a text with the metrics that a report for this year has."""
    if year is None or form_in_force(year):
        return [figure for figure in found if figure.metric != STAFF]
    for figure in found:
        if figure.metric == _UNABLE and reasons_not_held(text[figure.start : figure.end]):
            figure.metric = NOT_HELD
    return found
