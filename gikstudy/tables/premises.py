"""Numbers of table 2 in pictures: proven where the prose names the same thing with the same number.

Table 2 has no identity, but a report may say in words what one of its cells counts. That is a second
picture of the number. Only wordings that name one measure count (`premises.csv`): 规范性文件12件 alone
may be those issued or those in force.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from gikstudy.model import Cell, Cue, Mention, PictureReading, Section
from gikstudy.packaged import packaged_rows
from gikstudy.tables.shown_numbers import shown_by

_SURE: Final = 2.0
"""The least doubt of other readings of the cell."""
_ENDS: Final = re.compile("[,，。;；]")
_RECOGNISED: Final = ("", "ocr")
"""Qualifiers of a figure that is not hedged."""


def proven_by_prose(
    cells: Sequence[Cell],
    mentions: Iterable[Mention],
    sections: Iterable[Section],
    readings: Iterable[PictureReading],
) -> tuple[tuple[Cell, ...], tuple[Cue, ...]]:
    """The cells, those of table 2 proven that the prose confirms, and a cue for each of these.

    Args:
        cells: the cells of a report, after `proven_tables`.
        mentions: the figures of its prose.
        sections: the prose.
        readings: the readings of its pictures.
    """
    by_locus = {reading.locus: reading for reading in readings}
    lines = {line.locus: line.text for section in sections for line in section.lines}
    told = [
        m._replace(raw=_clause(lines.get(m.locus, ""), m.raw))
        for m in mentions
        if m.qualifier in _RECOGNISED and m.part_of is None
    ]
    judged: list[Cell] = []
    cues: list[Cue] = []
    for cell in cells:
        if cell.table == "proactive" and cell.state == "unreadable":
            premise = _premise(cell, told, by_locus)
            if premise is not None:
                raw = by_locus[cell.locus].texts[0][0].strip()
                cell = cell._replace(state="proven", value=premise.value, raw=raw)
                number = f"{premise.value:g}"
                cues.append(Cue("proof", number, cell.key, 1.0, premise.raw, premise.locus))
        judged.append(cell)
    return tuple(judged), tuple(cues)


def _clause(line: str, raw: str) -> str:
    """The clause of a line in which a figure stands; the figure itself if the line lacks it."""
    return next((clause for clause in _ENDS.split(line) if raw in clause), raw)


def _premise(
    cell: Cell, mentions: Sequence[Mention], readings: Mapping[str, PictureReading]
) -> Mention | None:
    """The figure of the prose that confirms a cell; None if figures of that wording disagree."""
    reading = readings.get(cell.locus)
    if reading is None or not reading.clear:
        return None
    shown = shown_by(reading)
    torn = any(doubt < _SURE for _, doubt in reading.texts[1:])
    naming = [m for m in mentions if _names(m, cell)]
    values = {m.value for m in naming}
    return naming[0] if not torn and values and values == {shown.number} else None


def _names(mention: Mention, cell: Cell) -> bool:
    return any(
        (r["item"], r["measure"], r["metric"]) == (cell.row, cell.column, mention.metric)
        and r["word"] in mention.raw
        for r in packaged_rows("gikstudy.tables", "premises.csv")
    )
