"""The words of this room in both languages, and how its numbers are written."""

from __future__ import annotations

import math
from functools import cache

from gikstudy.analysis.explaining.models import FEWEST_BODIES, Estimate, TooLittle
from gikstudy.analysis.labels import LANGUAGES, Language
from gikstudy.errors import CallError
from gikstudy.packaged import packaged_rows

_ROOM = "gikstudy.analysis.explaining"


@cache
def _words() -> dict[str, dict[str, str]]:
    words = {row["key"]: row for row in packaged_rows(_ROOM, "words.csv")}
    for name, kind in (("outcomes.csv", "outcome"), ("expectations.csv", "expectation")):
        words |= {f"{kind}.{row['key']}": row for row in packaged_rows(_ROOM, name)}
    return words


def word(key: str, language: Language, **values: object) -> str:
    """The words for `key`, with `{names}` filled in.

    Raises:
        CallError: for a language that is neither zh nor en.
    """
    if language not in LANGUAGES:
        raise CallError(f"language {language!r}: legal are {', '.join(LANGUAGES)}")
    return _words()[key][language].format(**values)


def percent(log_change: float) -> str:
    """The change of a count, from the change of its log, with its sign.

    Examples:
        >>> percent(-0.69), percent(0.0), percent(0.41)
        ('-49.8 %', '+0.0 %', '+50.7 %')
        >>> percent(700.0)
        '>+10,000 %'
    """
    if math.isnan(log_change):
        return "?"
    change = 100 * math.expm1(min(log_change, 50.0))
    return ">+10,000 %" if change > 10_000 else f"{change:+,.1f} %"


def interval(of: Estimate) -> str:
    """The interval of a change as text."""
    return f"{percent(of.low)} … {percent(of.high)}"


def p_value(p: float) -> str:
    """A p as text: two digits, or that it is below 0.001.

    Examples:
        >>> p_value(0.0321), p_value(1e-9)
        ('0.032', '<0.001')
    """
    return "<0.001" if p < 0.001 else f"{p:.2g}"


def why_not(reason: TooLittle, language: Language) -> str:
    """Why there is no estimate."""
    return word(f"why.{reason.why}", language, need=FEWEST_BODIES, bodies=reason.bodies)
