"""Sheets for human coders, and how well coders and rules agree."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gikstudy.errors import GikstudyError
from gikstudy.prose.codebook import codebook
from gikstudy.prose.codes import code_point, says_none
from gikstudy.prose.points import PointKind, split_points

COLUMNS: Final = ("report_id", "item", "kind", "text", "codes", "coder", "note")
PointKey = tuple[str, int, str]


class SheetError(GikstudyError, ValueError):
    """A coding sheet that cannot be read; the message names file, row, value and legal values."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two codings of the same points agree on one code.

    `both`, `only_first`, `only_second` and `neither` count points. `kappa` is Cohen's kappa, or
    None if one of the codings uses the code never or always. `code` is `all` for every code of
    every point taken together.
    """

    code: str
    points: int
    both: int
    only_first: int
    only_second: int
    neither: int
    kappa: float | None


def sheet_rows(problems: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """One row for each point of section five; a person fills in `codes` (`;`-joined).

    The codes from the rules are not shown, because a coder who sees them tends to agree.

    Args:
        problems: (report_id, text of section five).
    """
    return [
        {
            "report_id": report_id,
            "item": str(point.number),
            "kind": point.kind,
            "text": point.text.strip(),
            "codes": "",
            "coder": "",
            "note": "",
        }
        for report_id, text in problems
        for point in split_points(text)
    ]


def write_sheet(problems: Iterable[tuple[str, str]], path: Path) -> int:
    """Writes a coding sheet (CSV that spreadsheets open as UTF-8) and returns the number of rows."""
    rows = sheet_rows(problems)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows({k: _as_text(v) for k, v in row.items()} for row in rows)
    return len(rows)


def read_sheet(path: Path) -> dict[PointKey, frozenset[str]]:
    """A person's codes, by (report_id, item, kind); uncoded points are left out.

    Raises:
        SheetError: the file is not a UTF-8 CSV file, a column is missing, or a row has an invalid
            number, kind or code.
    """
    coded: dict[PointKey, frozenset[str]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            absent = set(COLUMNS[:5]) - set(reader.fieldnames or ())
            if absent:
                raise SheetError(f"{path}: no column {', '.join(sorted(absent))}")
            for number, row in enumerate(reader, 2):
                key, codes = _read_row(f"{path}, row {number}", row)
                if codes:
                    coded[key] = coded.get(key, frozenset()) | codes
    except UnicodeDecodeError as error:
        raise SheetError(f"{path}: not UTF-8 (byte {error.start}); save it as CSV UTF-8") from error
    except csv.Error as error:
        raise SheetError(f"{path}: not a CSV file: {error}") from error
    return coded


def _read_row(row_name: str, row: Mapping[str, str | None]) -> tuple[PointKey, frozenset[str]]:
    report_id, item, kind, _, given = (row[name] or "" for name in COLUMNS[:5])
    if kind not in _KINDS:
        raise SheetError(f"{row_name}: kind {kind!r}; legal are {', '.join(_KINDS)}")
    if not item.isdecimal():
        raise SheetError(f"{row_name}: item {item!r}; it must be the number of a point")
    codes = frozenset(c.strip() for c in given.replace(",", ";").split(";") if c.strip())
    legal = [entry.code for entry in codebook() if entry.is_problem == _KINDS[kind]]
    if wrong := sorted(codes - set(legal)):
        raise SheetError(f"{row_name}: code {wrong[0]!r} of a {kind}; legal are {', '.join(legal)}")
    return (report_id, int(item), kind), codes


def code_by_rule(problems: Iterable[tuple[str, str]]) -> dict[PointKey, frozenset[str]]:
    """The codes that the rules give the same points, to compare with a person's."""
    coded: dict[PointKey, frozenset[str]] = {}
    for report_id, text in problems:
        for point in split_points(text):
            key = (report_id, point.number, point.kind)
            coded[key] = coded.get(key, frozenset()) | rule_codes(point.text, point.kind)
    return {key: _without_rest(codes) for key, codes in coded.items()}


def rule_codes(text: str, kind: PointKind) -> frozenset[str]:
    """The codes that the rules give one point, including P98, P99 and I99."""
    if kind == "problem" and says_none(text):
        return frozenset(("P98",))
    rest = "P99" if kind == "problem" else "I99"
    return frozenset(e.code for e, _, _ in code_point(text, kind)) or frozenset((rest,))


def agreement(
    first: Mapping[PointKey, frozenset[str]], second: Mapping[PointKey, frozenset[str]]
) -> list[Agreement]:
    """Cohen's kappa for each code over the points in both codings, and over all codes.

    Args:
        first: one coding (a person's, or the rules').
        second: the other.

    Returns:
        A row `all`, then one for each code that either used, in codebook order.
    """
    shared = sorted(first.keys() & second.keys())
    rows: list[Agreement] = []
    pairs: list[tuple[bool, bool]] = []
    for entry in codebook():
        own = [
            (entry.code in first[key], entry.code in second[key])
            for key in shared
            if (key[2] == "problem") == entry.is_problem
        ]
        pairs += own
        if any(a or b for a, b in own):
            rows.append(_agreement(entry.code, own))
    return [_agreement("all", pairs), *rows]


_KINDS: Final = {"problem": True, "improvement": False}


def _agreement(code: str, pairs: Sequence[tuple[bool, bool]]) -> Agreement:
    return Agreement(code, len(pairs), *_counts(pairs), kappa_of(pairs))


def _counts(pairs: Sequence[tuple[bool, bool]]) -> tuple[int, int, int, int]:
    """Both, only the first, only the second, neither."""
    sides = ((True, True), (True, False), (False, True), (False, False))
    both, first, second, neither = (pairs.count(pair) for pair in sides)
    return both, first, second, neither


def kappa_of(pairs: Sequence[tuple[bool, bool]]) -> float | None:
    """Cohen's kappa of two people who each said yes or no; None if one always said the same."""
    both, first, second, neither = _counts(pairs)
    if both + first in (0, len(pairs)) or both + second in (0, len(pairs)):
        return None
    from statsmodels.stats.inter_rater import cohens_kappa  # slow to import

    return float(cohens_kappa([[both, first], [second, neither]], return_results=False))


def _without_rest(codes: frozenset[str]) -> frozenset[str]:
    return codes - {"P99", "I99"} if len(codes) > 1 else codes


def _as_text(value: str) -> str:
    """A cell that a spreadsheet does not read as a formula."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@")) else value
