"""What a study was asked to use, checked before any work: years, regions, levels, scopes, bodies.

Nothing is reinterpreted. A range that runs backwards, an ambiguous name of a place and an unknown
key are refused, each with what would be legal. What only the dataset can answer (is there a report
of that year?) is asked in `gikstudy.analysis.selection`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from gikstudy.dataset.keys import legal_values
from gikstudy.errors import CallError
from gikstudy.model import SCOPES
from gikstudy.panels.count_bounds import BLANKS
from gikstudy.places.divisions import (
    Division,
    by_code,
    by_lineage,
    by_name,
    by_short_name,
    identity_of,
    stem,
    units_above,
)

FIRST_YEAR: Final = 2008  # the first year on which bodies had to report
LAST_YEAR: Final = 2099
_CANDIDATES: Final = 6


@dataclass(frozen=True, slots=True)
class ChosenPlace:
    """A province, prefecture or county; `stems` begin the codes of everything within it.

    There are several stems where a division changed its code over the years.
    """

    asked: str
    code: str
    name: str
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YearRange:
    """One year, or a range of years as it was asked for."""

    asked: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Criteria:
    """A selection of reports; an empty criterion keeps all of them."""

    years: tuple[YearRange, ...] = ()
    places: tuple[ChosenPlace, ...] = ()
    levels: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    blanks: str = "open"


def criteria_of(
    *,
    years: object = "",
    regions: object = "",
    levels: object = "",
    scope: object = "",
    bodies: object = "",
    blanks: object = "open",
) -> Criteria:
    """The criteria in the values of parameters, each as one text, a number or a list.

    Raises:
        CallError: for a value that cannot mean anything; the message says what would be legal.
    """
    if blanks not in BLANKS:
        raise CallError(f"blanks {blanks!r}: legal are {', '.join(BLANKS)}")
    return Criteria(
        tuple(map(_years, parse_list(years))),
        tuple(map(find_place, parse_list(regions))),
        _keys("level", parse_list(levels), legal_values("level")),
        _keys("scope", parse_list(scope), SCOPES),
        tuple(parse_list(bodies)),
        str(blanks),
    )


def parse_list(values: object) -> list[str]:
    """The items of a parameter, given as a list, a number or comma-separated text."""
    if isinstance(values, str):
        parts = (part.strip() for part in values.replace("，", ",").replace("、", ",").split(","))
        return [part for part in parts if part]
    if isinstance(values, Iterable):
        return [part for value in values for part in parse_list(value)]
    return [] if values is None else [str(values)]


def parse_years(years: object) -> list[int]:
    """The years in `2021`, `"2019-2021"`, `"2019,2021"` or a list of these; empty for none.

    Raises:
        CallError: for anything else, and for a range that runs backwards.

    Examples:
        >>> parse_years("2019-2021,2024")
        [2019, 2020, 2021, 2024]
    """
    asked = [_years(part) for part in parse_list(years)]
    return [year for one in asked for year in range(one.first, one.last + 1)]


def _years(part: str) -> YearRange:
    first, dash, last = part.replace("–", "-").partition("-")
    try:
        ends = int(first), int(last if dash else first)
    except ValueError:
        raise CallError(f"years {part!r}: legal are 2021, 2019-2021, 2019,2021") from None
    if ends[0] > ends[1]:
        raise CallError(f"years {part!r}: runs backwards; write {ends[1]}-{ends[0]}")
    for year in ends:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise CallError(
                f"years {part!r}: {year} is not a year of a report; the first is {FIRST_YEAR}"
            )
    return YearRange(part, *ends)


def _keys(what: str, asked: Sequence[str], legal: Sequence[str]) -> tuple[str, ...]:
    for key in asked:
        if key not in legal:
            raise CallError(f"{what} {key!r}: legal are {', '.join(legal)}")
    return tuple(dict.fromkeys(asked))


def find_place(asked: str) -> ChosenPlace:
    """The division that a code or a name means.

    The name of a province means the province. A name may begin with the units above it:
    `长春朝阳区`.

    Raises:
        CallError: for an unknown code or name, and for a name that several divisions have; the
            message lists them.

    Examples:
        >>> find_place("海南").code, find_place("海南区").code, find_place("内蒙古").code
        ('460000', '150303', '150000')
    """
    found = _with_code(asked) if asked.isdigit() else _named(asked)
    lineages = dict.fromkeys(identity_of(division.code) for division in found)
    if not lineages:
        raise CallError(f"region {asked!r}: no division of China has this {_unknown(asked)}")
    if len(lineages) > 1:
        listed = [_described(lineage) for lineage in lineages]
        more = f" and {len(listed) - _CANDIDATES} more" if len(listed) > _CANDIDATES else ""
        raise CallError(
            f"region {asked!r}: may be {', '.join(listed[:_CANDIDATES])}{more}; give the code"
        )
    (lineage,) = lineages
    family = by_lineage()[lineage]
    newest = max(family, key=lambda division: (division.last_year, division.code))
    stems = tuple(dict.fromkeys(stem(d.code) for d in (*found, *family)))
    return ChosenPlace(asked, newest.code, newest.name, stems)


def _with_code(asked: str) -> tuple[Division, ...]:
    """15 and 1506 are short for 150000 and 150600."""
    return by_code().get(asked.ljust(6, "0") if len(asked) in (2, 4) else asked, ())


def _named(asked: str, within: str = "") -> tuple[Division, ...]:
    full, short = (
        [d for d in index().get(asked, ()) if d.code.startswith(within) and stem(d.code) != within]
        for index in (by_name, by_short_name)
    )
    provinces = [d for d in (*full, *short) if d.depth == 2]
    if provinces or full or short:
        return tuple(provinces or full or short)
    return tuple(
        division
        for cut in range(2, len(asked) - 1)
        for above in _named(asked[:cut], within)
        if above.depth < 6
        for division in _named(asked[cut:], stem(above.code))
    )


def _unknown(asked: str) -> str:
    if asked.isdigit():
        return "code; legal are codes of GB/T 2260 such as 150000, 150600, 150624"
    near = get_close_matches(asked, list(by_name()), n=3, cutoff=0.5)
    return (
        f"name; similar are {', '.join(near)}"
        if near
        else "name; legal are names and codes of GB/T 2260"
    )


def _described(lineage: str) -> str:
    newest = max(by_lineage()[lineage], key=lambda division: division.last_year)
    above = units_above(newest.code, min(newest.last_year, LAST_YEAR))
    names = (above.province_name, above.prefecture_name)
    place = "".join(name for name in names if name != newest.name)
    return f"{newest.name} {newest.code}" + (f" ({place})" if place else "")
