"""Items published, added up: a sum told after its parts, and a sum whose parts have several metrics.

Without their whole, such parts would be counted once more in the sum of their metric.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from gikstudy.model import Number
from gikstudy.prose.clauses import ALL, ONLINE, FoundFigure

_TOTAL: Final = re.compile("[,;、]?\n?(?:合计|共计|总计|总共|累计|共)+(?:发布|公开|推送|更新)?")
_LEAST: Final = 2  # a sum has two parts or more


def link_sums(text: str, found: list[FoundFigure]) -> None:
    """Links items published to the sum told after them, or to the one before that they add up to."""
    for place, total in enumerate(found):
        if total.metric not in ONLINE | {ALL} or total.whole:
            continue
        if _TOTAL.fullmatch(text, found[place - 1].figure.end, total.figure.start):
            parts = _before(found, place)
        else:
            parts = _behind(text, found, place)
        for part in parts:
            part.whole = total


def _before(found: list[FoundFigure], place: int) -> list[FoundFigure]:
    """The figures right before a sum, of its metric, that add up to it (动态9条,公告8条,合计17条)."""
    total = found[place]
    parts: list[FoundFigure] = []
    rest: Number = total.figure.value
    for part in reversed(found[:place]):
        if rest <= 0 or not _alike(part, total) or part.metric != total.metric or part.whole:
            break
        parts.append(part)
        rest -= part.figure.value
    return parts if rest == 0 and len(parts) >= _LEAST else []


def _behind(text: str, found: list[FoundFigure], place: int) -> list[FoundFigure]:
    """The parts of its metric among the figures behind a sum that add up to it with others.

    Only if each follows the one before at once (公开9条,政务信息8条、预决算1条).
    """
    total = found[place]
    run: list[FoundFigure] = []
    rest: Number = total.figure.value
    for last, part in pairwise(found[place:]):
        joined = text[last.figure.end : last.figure.end + 1] in (",", "、", ";", ":")
        if rest <= 0 or not joined or not _alike(part, total) or part.blocked:
            break
        if not part.metric or part.whole not in (None, total):
            break
        run.append(part)
        rest -= part.figure.value
    if rest or len(run) < _LEAST:
        return []
    return [part for part in run if part.metric == total.metric]


def _alike(part: FoundFigure, total: FoundFigure) -> bool:
    return part.sentence == total.sentence and part.figure.unit == total.figure.unit
