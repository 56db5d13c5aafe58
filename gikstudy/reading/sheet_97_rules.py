"""Rules of an Excel 97 sheet that change the look of cells. The library that reads the cells skips them.

They are records of the stream of the workbook: one with the areas (CONDFMT), then one for each
condition and its look (CF).
"""

from __future__ import annotations

import io
import struct
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from gikstudy.reading.sheet_conditions import HOLDS
from gikstudy.reading.sheet_grid import Place

_BEGINS, _SHEET, _AREAS, _CONDITION = 0x0809, 0x0085, 0x01B0, 0x01B1
_OLE: Final = b"\xd0\xcf\x11\xe0"
_OPERATORS: Final = (
    "", "between", "notBetween", "equal", "notEqual", "greaterThan", "lessThan",
    "greaterThanOrEqual", "lessThanOrEqual",
)  # fmt: skip
_BLOCKS: Final = ((0x02000000, 2), (0x04000000, 118), (0x08000000, 8), (0x10000000, 8))
"""What stands before the pattern of a look, if its flags say so: format, font, place, border."""
_FONT, _PATTERN = 0x04000000, 0x20000000
_HEAD: Final = 12
_COLOURS: Final = 64
_STRUCK: Final = 0x80
_INTEGER, _NUMBER = 0x1E, 0x1F


class Rule97(NamedTuple):
    """A condition, its areas, and what it changes; the colours are numbers, None for as it is."""

    areas: list[tuple[Place, Place]]
    operator: str
    bounds: list[Decimal] | None
    struck: bool
    ink: int | None
    ground: int | None

    def may_hold(self, place: Place, value: float | None) -> bool:
        """Whether the rule is asked for a cell and holds for its number, or may hold."""
        inside = any(
            first[0] <= place[0] <= last[0] and first[1] <= place[1] <= last[1]
            for first, last in self.areas
        )
        holds = HOLDS.get(self.operator)
        if not inside or holds is None or value is None or not self.bounds:
            return inside
        return holds(Decimal(repr(value)), self.bounds[0], self.bounds[-1])


def rules_of_sheets(data: bytes) -> dict[int, list[Rule97]]:
    """The rules of each sheet, by its number from 0."""
    stream = _stream(data)
    if struct.pack("<H", _CONDITION) not in stream:
        return {}
    found: dict[int, list[Rule97]] = defaultdict(list)
    places: list[int] = []
    areas: list[tuple[Place, Place]] = []
    sheet = -1
    for at, kind, body in _records(stream):
        if kind == _SHEET:
            places += struct.unpack_from("<I", body)
        elif kind == _BEGINS:
            sheet = places.index(at) if at in places else -1
        elif kind == _AREAS:
            areas = list(_areas(body))
        elif kind == _CONDITION and sheet >= 0:
            found[sheet].append(_rule(body, areas))
    return found


def _stream(data: bytes) -> bytes:
    if not data.startswith(_OLE):
        return data
    from xlrd.compdoc import CompDoc

    file = CompDoc(data, logfile=io.StringIO())  # what it says about odd files is not printed
    for name in ("Workbook", "Book"):
        stream, start, length = file.locate_named_stream(name)
        if stream:
            return bytes(stream[start : start + length])
    return b""


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _areas(body: bytes) -> Iterator[tuple[Place, Place]]:
    (count,) = struct.unpack_from("<H", body, _HEAD)
    for number in range(min(count, (len(body) - _HEAD - 2) // 8)):
        top, foot, left, right = struct.unpack_from("<4H", body, _HEAD + 2 + 8 * number)
        yield (top + 1, left + 1), (foot + 1, right + 1)


def _rule(body: bytes, areas: list[tuple[Place, Place]]) -> Rule97:
    kind, operator, first, second, flags = struct.unpack_from("<BBHHI", body)
    at, struck, ink, ground = _HEAD, False, None, None
    for flag, size in _BLOCKS:
        if flags & flag and flag == _FONT:
            options, colour, kept = (
                struct.unpack_from("<I", body, at + n)[0] for n in (68, 80, 88)
            )
            struck = bool(options & _STRUCK & ~kept)
            ink = colour if colour < _COLOURS else None
        at += size if flags & flag else 0
    if flags & _PATTERN:
        _, colours = struct.unpack_from("<HH", body, at)
        shades = [one for one in (colours >> 7 & 0x7F, colours & 0x7F) if one < _COLOURS]
        ground = shades[0] if shades else None
    formulas = [body[len(body) - first - second : len(body) - second], body[len(body) - second :]]
    bounds = [_constant(one) for one in formulas if one]
    known = [one for one in bounds if one is not None]
    compares = kind == 1 and operator < len(_OPERATORS)
    return Rule97(
        areas,
        _OPERATORS[operator] if compares else "",
        known if len(known) == len(bounds) else None,
        struck,
        ink,
        ground,
    )


def _constant(formula: bytes) -> Decimal | None:
    """The number that a formula consists of."""
    if formula[0] == _INTEGER and len(formula) == 3:
        return Decimal(struct.unpack_from("<H", formula, 1)[0])
    if formula[0] == _NUMBER and len(formula) == 9:
        return Decimal(repr(struct.unpack_from("<d", formula, 1)[0]))
    return None
