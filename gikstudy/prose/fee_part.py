"""That nothing was charged, told in the part on fees alone (四、收费及减免情况 / 本年度没有收费。).

Elsewhere such a sentence has to name requests, because offices charge for other things too. Below a
heading on the fees of disclosure it needs no noun.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from gikstudy.prose.clauses import FoundFigure
from gikstudy.prose.cues import pattern
from gikstudy.prose.flow import Flow
from gikstudy.prose.numerals import Figure
from gikstudy.prose.outlines import part_of

_FEE: Final = "fee_collected"
_SENTENCE: Final = re.compile(r"[^。;!?\n]+")
_OF_FEES: Final = ("减免", "复议", "诉讼")  # fees are waived, and have no lawsuit
_FIRST: Final = 2  # sentences; later ones tell of other things


def none_charged(text: str, flow: Flow, found: Iterable[FoundFigure]) -> tuple[FoundFigure, ...]:
    """The zero of a part on fees whose first sentences say that there were none.

    Args:
        text: the plain text of the part.
        flow: the part, with the section it is bridged to and its heading.
        found: the figures already read from it.
    """
    fees = flow.heading and part_of(flow.section, flow.heading) == "fees"
    if not fees or any(f.metric == _FEE for f in found):
        return ()
    for sentence in [*_SENTENCE.finditer(text)][:_FIRST]:
        told = pattern("no_fee").search(text, *sentence.span())
        others = pattern("other_business").finditer(text, *sentence.span())
        if told and all(other[0] in _OF_FEES for other in others):
            figure = Figure(told.start(), told.end(), 0, "元", "")
            return (FoundFigure(figure, _FEE, told.start(), told.end(), sentence.start()),)
    return ()
