"""The same report twice: an original and its mirrors, or one report published on two sites."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from gikstudy.groups import linked_groups

CellValues = Mapping[str, float]

_DISTINCTIVE: Final = 6  # this many nonzero figures do not agree by chance
_TELLING: Final = 200  # so many characters of prose
_PROSE: Final = re.compile(r"[\u4e00-\u9fff0-9]+")
_SHARED: Final = 0.5  # two readings of one table may place different blanks


def tables_mark(values: CellValues) -> str:
    """A mark that two reports share if all their figures are equal; empty if there are too few.

    Thousands of reports are full of zeros, so a mark needs at least six figures other
    than zero, two of them different.

    Args:
        values: cell key (`requests/granted/total`) -> printed number.
    """
    told = sorted((key, float(value)) for key, value in values.items() if value)
    if len(told) < _DISTINCTIVE or len({value for _, value in told}) < 2:
        return ""
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def prose_mark(lines: Iterable[str]) -> str:
    """A mark that two reports share if their prose is the same; empty if there is too little.

    Only Chinese characters and digits count: sites differ in spaces, marks and menus.
    """
    text = "".join(_PROSE.findall("".join(lines)))
    return hashlib.sha256(text.encode()).hexdigest()[:16] if len(text) >= _TELLING else ""


def same_report(one: CellValues, other: CellValues) -> bool:
    """Whether the tables of two reports of the same body and year are the same.

    Two layouts of one report may be read differently: a number that lost its cell in one layout
    has it in the other. So every cell printed in both must agree, and most cells must be in both.

    Args:
        one: cell key -> printed number.
        other: the same for the other report.
    """
    shared = one.keys() & other.keys()
    if not shared or len(shared) < _SHARED * max(len(one), len(other)):
        return False
    return all(one[key] == other[key] for key in shared)


def find_duplicates(
    reports: Iterable[Mapping[str, Any]], values: Callable[[str], CellValues]
) -> dict[str, str]:
    """Which reports are copies: report_id -> report_id of the original.

    A copy has the same year, body and tables as another report; where no number of a table could
    be read in one of them, the same prose. A mirror may have lost the name; then the same year and
    the same distinctive tables are enough. The original is the report whose host belongs to the
    body; then the one with the fewest mirror signs; and the first one on a tie.

    Args:
        reports: rows with `report_id`, `year`, `body` (see `body_key`), `mirror_signs`, `mark`
            (see `tables_mark`), `prose` (see `prose_mark`) and `host` (the result of HOST-BODY),
            in the order of their sources.
        values: gives the printed numbers of a report by cell key; called only for reports
            that share body and year with another.

    Returns:
        One entry for each copy; originals and single reports have no entry.
    """
    rows = [row for row in reports if row["year"]]
    links = [(group[0], twin) for group in _groups(rows, "mark") for twin in group[1:]]
    prose: dict[str, str] = {row["report_id"]: row["prose"] for row in rows}

    def alike(one: str, other: str) -> bool:
        if not values(one).keys() & values(other).keys():
            return prose[one] == prose[other] != ""
        return same_report(values(one), values(other))

    for group in _groups(rows, "body"):
        kept: list[str] = []
        for report_id in group:
            twin = next((k for k in kept if alike(k, report_id)), None)
            if twin:
                links.append((twin, report_id))
            else:
                kept.append(report_id)
    return _originals(rows, links)


def _groups(rows: list[Mapping[str, Any]], key: str) -> list[list[str]]:
    groups: dict[tuple[int, str], list[str]] = {}
    for row in rows:
        if row[key]:
            groups.setdefault((row["year"], row[key]), []).append(row["report_id"])
    return [group for group in groups.values() if len(group) > 1]


def _originals(rows: list[Mapping[str, Any]], links: Iterable[tuple[str, str]]) -> dict[str, str]:
    distance = {row["report_id"]: _distance(row) for row in rows}
    found: dict[str, str] = {}
    for family in linked_groups(distance, links):
        original = min(family, key=lambda report_id: distance[report_id])
        found.update({copy: original for copy in family if copy != original})
    return found


def _distance(row: Mapping[str, Any]) -> tuple[bool, int]:
    """How far a copy is from the body: on a host of another, and with signs of a mirror."""
    return row["host"] != "pass", len(list(filter(None, row["mirror_signs"].split(";"))))
