"""Rules of an OpenDocument sheet that change the look of cells, and when they may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from gikstudy.reading.sheet_conditions import HOLDS
from gikstudy.reading.sheet_grid import Place, column_number

_EXTENDED: Final = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_COMPARED: Final = re.compile(r"(?:cell-content\(\))?\s*(<=|>=|!=|<>|=|<|>)\s*(-?\d+(?:\.\d+)?)")
_BETWEEN: Final = re.compile(
    r"(?:cell-content-is-)?(not-)?between\((-?\d+(?:\.\d+)?),\s*(-?\d+(?:\.\d+)?)\)"
)
_SIGNS: Final = {
    "=": "equal",
    "!=": "notEqual",
    "<>": "notEqual",
    "<": "lessThan",
    "<=": "lessThanOrEqual",
    ">": "greaterThan",
    ">=": "greaterThanOrEqual",
}
_AREA: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)(?::(?:[^\s:]*\.)?\$?([A-Z]{1,3})\$?(\d+))?$")


class SheetRule(NamedTuple):
    """A condition, the style that it gives, and the cells for which it is asked.

    `replaces`: a bar or a sign is shown instead of the number.
    """

    condition: str
    style: str
    areas: list[tuple[Place, Place]]
    replaces: bool

    def holds_at(self, place: Place) -> bool:
        """Whether the rule is asked for a cell."""
        return any(
            first[0] <= place[0] <= last[0] and first[1] <= place[1] <= last[1]
            for first, last in self.areas
        )


def rules_of(table: Element) -> Iterator[SheetRule]:
    """The rules that a sheet tells beside its cells, as LibreOffice writes them."""
    for one in table.findall(f"{_EXTENDED}conditional-formats/{_EXTENDED}conditional-format"):
        areas = list(map(_area, one.get(_EXTENDED + "target-range-address", "").split()))
        for rule in one:
            yield SheetRule(
                rule.get(_EXTENDED + "value", ""),
                rule.get(_EXTENDED + "apply-style-name", ""),
                [area for area in areas if area is not None],
                any(part.get(_EXTENDED + "show-value") == "false" for part in rule.iter()),
            )


def may_hold(condition: str, text: str) -> bool:
    """Whether a condition holds for what a cell shows, or may hold.

    >>> may_hold("cell-content()>0", "128"), may_hold("between(200,300)", "128")
    (True, False)
    """
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return any(map(str.isdigit, text)) and not any(map(str.isalpha, text))
    if match := _COMPARED.fullmatch(condition):
        other = Decimal(match[2])
        return HOLDS[_SIGNS[match[1]]](number, other, other)
    if match := _BETWEEN.fullmatch(condition):
        kind = "notBetween" if match[1] else "between"
        return HOLDS[kind](number, Decimal(match[2]), Decimal(match[3]))
    return True  # what it computes is not known


def _area(address: str) -> tuple[Place, Place] | None:
    match = _AREA.search(address)
    if match is None:
        return None
    first = int(match[2]), column_number(match[1])
    return first, (int(match[4]), column_number(match[3])) if match[3] else first
