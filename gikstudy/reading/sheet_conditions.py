"""Cells of a spreadsheet whose text a rule of the sheet hides: white, struck out, or not printed.

A rule compares the number of a cell with a number, or it computes something. What it computes is
not known here: then each cell of its area is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from gikstudy.reading import limits
from gikstudy.reading.content import UnreadableError
from gikstudy.reading.sheet_cells import CellStyle, RuleLook, all_of, child, name_of, rule_look
from gikstudy.reading.sheet_grid import Place

HOLDS: Final[Mapping[str, Callable[[Decimal, Decimal, Decimal], bool]]] = {
    "equal": lambda number, one, _: number == one,
    "notEqual": lambda number, one, _: number != one,
    "lessThan": lambda number, one, _: number < one,
    "lessThanOrEqual": lambda number, one, _: number <= one,
    "greaterThan": lambda number, one, _: number > one,
    "greaterThanOrEqual": lambda number, one, _: number >= one,
    "between": lambda number, one, other: one <= number <= other,
    "notBetween": lambda number, one, other: not one <= number <= other,
}
"""When each comparison of a number with one or two others holds."""


def read_conditional(styles: Element) -> list[RuleLook]:
    """The looks that a rule may give a cell."""
    return [rule_look(look) for look in all_of(styles, "dxfs")]


class HidingRule(NamedTuple):
    """A rule that may hide the text of cells, its look, and the areas for which it holds."""

    rule: Element
    look: RuleLook
    areas: list[tuple[Place, Place]]


def hiding_rules(
    sheet: Element, looks: Sequence[RuleLook], span: Callable[[str], tuple[Place, Place]]
) -> list[HidingRule]:
    """The rules of a sheet that change what is seen of texts.

    Args:
        sheet: The sheet with its rules; those of newer programs are among its extensions.
        looks: What rules give to cells, in the order in which they refer to it.
        span: The first and last cell of an area such as `B2:C9`.
    """
    found: list[HidingRule] = []
    for part in sheet:
        if name_of(part) not in ("conditionalFormatting", "extLst"):
            continue
        for area in part.iter():
            if name_of(area) == "conditionalFormatting":
                named = child(area, "sqref")
                told = area.get("sqref") or (named.text if named is not None else "") or ""
                areas = [_area(one, span) for one in told.split()]
                found += [HidingRule(one, look, areas) for one, look in _looks_of(area, looks)]
    return found


def _area(told: str, span: Callable[[str], tuple[Place, Place]]) -> tuple[Place, Place]:
    """An area by its corners; the whole sheet for one of columns or rows alone (`B:B`)."""
    try:
        return span(told)
    except UnreadableError:
        return (1, 1), (limits.SHEET_ROWS, limits.SHEET_COLUMNS)


def _looks_of(area: Element, looks: Sequence[RuleLook]) -> Iterator[tuple[Element, RuleLook]]:
    for rule in area:
        number, own = rule.get("dxfId", ""), child(rule, "dxf")
        if any(one.get("showValue", "1") in ("0", "false") for one in rule):
            yield rule, RuleLook(hides=True)  # a bar or a sign in place of the number
        elif own is not None:
            yield rule, rule_look(own)
        elif number.isdecimal() and int(number) < len(looks):
            yield rule, looks[int(number)]


def hidden_by_rules(
    rules: Sequence[HidingRule], texts: Mapping[Place, str], styles: Mapping[Place, CellStyle]
) -> Iterator[Place]:
    """The cells whose text a rule hides, or may hide.

    Args:
        rules: The rules of the sheet.
        texts: What its cells show without them.
        styles: How these cells look without them.
    """
    for place, text in texts.items():
        for rule, look, areas in rules if text else ():
            inside = any(
                top <= place[0] <= foot and left <= place[1] <= right
                for (top, left), (foot, right) in areas
            )
            if inside and look.hides_in(styles[place]) and _may_hold(rule, text):
                yield place
                break


def _may_hold(rule: Element, text: str) -> bool:
    formulas = [one.text or "" for one in rule if name_of(one) in ("formula", "f")]
    holds = HOLDS.get(rule.get("operator", "")) if rule.get("type") == "cellIs" else None
    if holds is None:
        return any(map(str.isdigit, text))  # labels stay
    try:
        bounds = [Decimal(formula) for formula in formulas]
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return any(map(str.isdigit, text)) and not any(map(str.isalpha, text))
    return bool(bounds) and holds(number, bounds[0], bounds[-1])
