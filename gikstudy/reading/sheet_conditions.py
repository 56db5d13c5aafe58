"""Cells of a spreadsheet whose text a rule of the sheet hides: white, struck out, or not printed.

A rule compares the number of a cell with a number, or it computes something. What it computes is
not known here: then each cell of its area is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final
from xml.etree.ElementTree import Element

from gikstudy.reading.marks import PICTURE
from gikstudy.reading.sheet_cells import all_of, child, is_as_cell, is_set, name_of
from gikstudy.reading.sheet_format import shown_number
from gikstudy.reading.sheet_grid import Place

_HOLDS: Final[Mapping[str, Callable[[Decimal, Decimal, Decimal], bool]]] = {
    "equal": lambda number, one, _: number == one,
    "notEqual": lambda number, one, _: number != one,
    "lessThan": lambda number, one, _: number < one,
    "lessThanOrEqual": lambda number, one, _: number <= one,
    "greaterThan": lambda number, one, _: number > one,
    "greaterThanOrEqual": lambda number, one, _: number >= one,
    "between": lambda number, one, other: one <= number <= other,
    "notBetween": lambda number, one, other: not one <= number <= other,
}


def read_conditional(styles: Element) -> list[bool]:
    """For each look that a rule may give a cell, whether it hides the number of the cell."""
    return [_hides(look) for look in all_of(styles, "dxfs")]


def _hides(look: Element) -> bool:
    font, shown = child(look, "font"), child(look, "numFmt")
    if shown is not None and shown_number("0", shown.get("formatCode", "General")) == PICTURE:
        return True
    if font is None:
        return False
    return is_set(child(font, "strike")) or is_as_cell(font, child(look, "fill"))


def hidden_by_rules(
    sheet: Element,
    texts: Mapping[Place, str],
    looks: Sequence[bool],
    span: Callable[[str], tuple[Place, Place]],
) -> Iterator[Place]:
    """The cells whose text a rule hides, or may hide.

    Args:
        sheet: The sheet with its rules.
        texts: What its cells show without them.
        looks: Of each look, whether it hides the text of a cell.
        span: The first and last cell of an area such as `B2:C9`.
    """
    if not any(looks):
        return
    for area in sheet:
        if name_of(area) != "conditionalFormatting":
            continue
        rules = [rule for rule in area if _look_of(rule) < len(looks) and looks[_look_of(rule)]]
        spans = [span(one) for one in area.get("sqref", "").split()] if rules else []
        for place, text in texts.items():
            inside = any(
                top <= place[0] <= foot and left <= place[1] <= right
                for (top, left), (foot, right) in spans
            )
            if inside and text and any(_may_hold(rule, text) for rule in rules):
                yield place


def _look_of(rule: Element) -> int:
    number = rule.get("dxfId", "")
    return int(number) if number.isdecimal() else 1_000_000


def _may_hold(rule: Element, text: str) -> bool:
    formulas = [one.text or "" for one in rule if name_of(one) == "formula"]
    holds = _HOLDS.get(rule.get("operator", "")) if rule.get("type") == "cellIs" else None
    if holds is None:
        return any(map(str.isdigit, text))  # labels stay
    try:
        bounds = [Decimal(formula) for formula in formulas]
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return any(map(str.isdigit, text)) and not any(map(str.isalpha, text))
    return bool(bounds) and holds(number, bounds[0], bounds[-1])
