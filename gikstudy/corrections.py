"""Corrections as data: what a person saw in a report that the reader read wrongly.

A correction names the cell, what was printed there when the person looked (`expect`), and why. The
guard matters because reports change and readers improve: a correction that no longer finds what it
expects must be reviewed and not silently applied.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal, cast, get_args

from gikstudy.errors import GikstudyError
from gikstudy.model import Cell, Number

Action = Literal["set", "clear", "accept"]
CORRECTIONS_FILE: Final = "corrections.csv"
FIELDS: Final = ("report", "cell", "action", "value", "expect", "reason", "who", "date")
_NUMBER: Final = re.compile(r"-?\d{1,18}(?:\.\d+)?")
_FILLED: Final = ("report", "cell", "reason", "who")


class CorrectionError(GikstudyError, ValueError):
    """A correction that cannot be applied; the message names the file and the line."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One row of the corrections file.

    `set` gives the cell a number, `clear` empties it, and `accept` says that a person looked and
    leaves the cell as it was read. `report` is a source or a report id, `cell` a cell key (`requests/granted/total`) or a locus
    (`L123:2`). `origin` names file and line for messages, `root` the input whose file it is in.
    """

    origin: str
    report: str
    cell: str
    action: Action
    value: Number | None
    expect: str
    reason: str
    who: str
    date: date
    root: str = ""


def parse_corrections(data: bytes, name: str, root: str = "") -> tuple[Correction, ...]:
    """The corrections in the bytes of a file, in its order.

    Args:
        data: A CSV file (UTF-8, with or without BOM) with the columns `report`, `cell`, `action`
            (`set` a value, `clear` a text that is not a value of this cell, or `accept` the cell as
            it was read), `value`, `expect` (the text that the cell was read with, also with the
            `'` that keeps a spreadsheet from taking `+40` for a formula), `reason`, `who` and
            `date` (ISO).
        name: Its name, for messages.
        root: The input that it belongs to.

    Raises:
        CorrectionError: naming the file, the line and what is legal there.
    """
    try:
        lines = io.StringIO(data.decode("utf-8-sig"), newline="")
        found = tuple(
            replace(c, root=root) for c in _read(csv.DictReader(lines, strict=True), name)
        )
    except UnicodeDecodeError as error:
        raise CorrectionError(f"{name}: not UTF-8 (byte {error.start})") from error
    except csv.Error as error:
        raise CorrectionError(f"{name}: not a CSV file: {error}") from error
    _refuse_twice(found)
    return found


def _read(reader: csv.DictReader[str], name: str) -> Iterator[Correction]:
    missing = [field for field in FIELDS if field not in (reader.fieldnames or ())]
    if missing:
        raise CorrectionError(f"{name}: no column {missing[0]}; needed: {', '.join(FIELDS)}")
    for row in reader:
        yield _correction(f"{name} line {reader.line_num}", row)


def _correction(origin: str, row: dict[str, str | None]) -> Correction:
    fields = {name: (row[name] or "").strip() for name in FIELDS}
    for name in _FILLED:
        if not fields[name]:
            raise CorrectionError(f"{origin}: {name} is empty")
    action = cast(Action, fields["action"])
    if action not in get_args(Action):
        legal = ", ".join(get_args(Action))
        raise CorrectionError(f"{origin}: action {action!r}; legal are {legal}")
    if action == "set" and not _NUMBER.fullmatch(fields["value"]):
        raise CorrectionError(f"{origin}: value {fields['value']!r}; set needs a number such as 12")
    if action != "set" and fields["value"]:
        raise CorrectionError(f"{origin}: value {fields['value']!r}; {action} takes no value")
    try:
        day = date.fromisoformat(fields["date"])
    except ValueError as error:
        raise CorrectionError(f"{origin}: date {fields['date']!r}; write 2024-01-31") from error
    return Correction(
        origin=origin,
        report=fields["report"],
        cell=fields["cell"],
        action=action,
        value=_number(fields["value"]) if action == "set" else None,
        expect=fields["expect"],
        reason=fields["reason"],
        who=fields["who"],
        date=day,
    )


def _number(text: str) -> Number:
    return float(text) if "." in text else int(text)


def _refuse_twice(corrections: Iterable[Correction]) -> None:
    first: dict[tuple[str, str], Correction] = {}
    for correction in corrections:
        other = first.setdefault((correction.report, correction.cell), correction)
        if other is not correction:
            raise CorrectionError(
                f"{correction.origin}: {correction.cell} of {correction.report} is corrected "
                f"already in {other.origin}"
            )


def corrections_of(
    corrections: Iterable[Correction], source: str, report_id: str, root: str = ""
) -> tuple[Correction, ...]:
    """The corrections of one report, which they name by its source or by its id.

    A source of this name below another input (`root`) is another report.
    """
    return tuple(c for c in corrections if c.root == root and c.report in (source, report_id))


def apply_corrections(cells: Sequence[Cell], corrections: Iterable[Correction]) -> tuple[Cell, ...]:
    """The cells as corrected: state `corrected`, the printed text kept in `raw`.

    A cell that a person accepted stays as it is; only its `expect` must still be found.

    Comes between reading and inferring, so that what follows from a corrected number is worked
    out from it.

    Args:
        cells: What was read in one report.
        corrections: Those of this report alone.

    Raises:
        CorrectionError: if a cell is not there, is named by a locus that several cells share, is
            corrected twice, was read with another text than the correction expects, or counts
            what the correction gives a fraction of.
    """
    changed = list(cells)
    done: dict[int, str] = {}
    for correction in corrections:
        at = _find(cells, correction)
        if at in done:
            raise CorrectionError(f"{correction.origin}: same cell as {done[at]}")
        done[at] = correction.origin
        printed = cells[at].raw.strip()
        if printed not in (correction.expect, correction.expect.removeprefix("'")):
            raise CorrectionError(
                f"{correction.origin}: {correction.cell} of {correction.report} was expected to "
                f"read {correction.expect!r} and reads {printed!r}"
            )
        if cells[at].table not in ("proactive", "statistics") and isinstance(
            correction.value, float
        ):
            raise CorrectionError(
                f"{correction.origin}: value {correction.value}; {cells[at].key} is a whole number"
            )
        if correction.action != "accept":
            changed[at] = cells[at]._replace(
                state="corrected", value=correction.value, lower=None, upper=None
            )
    return tuple(changed)


def _find(cells: Sequence[Cell], correction: Correction) -> int:
    found = [n for n, cell in enumerate(cells) if correction.cell in (cell.key, cell.locus)]
    if len(found) == 1:
        return found[0]
    what = "no such cell" if not found else f"{len(found)} cells are there, use a cell key"
    raise CorrectionError(f"{correction.origin}: {correction.cell} of {correction.report}: {what}")


def unused_corrections(corrections: Iterable[Correction], seen: Iterable[str]) -> list[str]:
    """One line for each correction whose report was not among the inputs.

    Args:
        corrections: All corrections of a run.
        seen: Source and report id of every row of `reports`.
    """
    known = set(seen)
    return [
        f"{c.origin}: {c.report}: no such report among the inputs"
        for c in corrections
        if c.report not in known
    ]
