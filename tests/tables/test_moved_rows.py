"""A row of a scan in which a line was missed proves nothing, whatever its numbers add up to."""

from __future__ import annotations

from itertools import product

import pytest

from gikstudy.forms import (
    CHANNELS,
    OUTCOMES,
    applicant_keys,
    dispute_identities,
    request_identities,
    request_row_sets,
)
from gikstudy.model import Cell, PictureReading
from gikstudy.tables.proving import proven_cells

ROWS = request_row_sets()[0]


FAULTS = [
    "figures of two cells",
    "one place for two cells",
    "a cell of several rows",
    "a cell in the row below",
    "a unit without its number",
    "a place as wide as two",
]


@pytest.mark.parametrize("fault", ["none", "a label", *FAULTS])
def test_a_row_in_which_a_line_was_missed_proves_nothing(fault: str) -> None:
    """Its numbers may stand one column further on, and a one among zeros adds up in any."""
    keys = [(channel, outcome) for channel in CHANNELS for outcome in OUTCOMES]
    numbers = {key: int(key[1] in ("corrected", "total")) for key in keys}
    places = {key: f"P1R9C{n}" for n, key in enumerate(keys, 1)}
    if fault == "one place for two cells":
        places["suit_direct", "other"] = places["suit_direct", "pending"]
    if fault == "a cell in the row below":
        places["suit_after_review", "total"] = "P1R10C1"
    texts = {places[key]: str(n) for key, n in numbers.items()}
    if fault == "figures of two cells":
        texts[places["review", "total"]] = "01"
    cells = [
        Cell("disputes", *key, "reported", n, raw=texts[places[key]], locus=places[key])
        for key, n in numbers.items()
    ]
    readings = {
        place: PictureReading(
            place, ((text, 0.0),), clear=len(text) == 1, box=(0.0, 40.0, 30.0, 52.0)
        )
        for place, text in texts.items()
    }
    if fault == "a cell of several rows":
        tall = places["suit_after_review", "total"]
        readings[tall] = readings[tall]._replace(box=(0.0, 20.0, 30.0, 52.0))
    if fault == "a place as wide as two":
        wide, last = places["review", "other"], places["suit_after_review", "other"]
        readings[last] = PictureReading(last, (("", 0.0),), box=readings[last].box)
        cells = [
            c._replace(state="blank", value=None, raw="") if c.locus == last else c for c in cells
        ]
        readings[wide] = readings[wide]._replace(box=(0.0, 40.0, 60.0, 52.0))
    beside = {"a unit without its number": "件", "a label": "合计"}.get(fault)
    if beside:
        readings["P1R9C0"] = PictureReading("P1R9C0", ((beside, 0.0),), box=(0.0, 40.0, 30.0, 52.0))
    judged = proven_cells(cells, readings, {"disputes": dispute_identities()})
    assert {c.state for c in judged} == {"unreadable" if fault in FAULTS else "proven"}


@pytest.mark.parametrize("moved", [False, True])
def test_a_row_whose_cells_are_not_below_those_of_the_others_proves_nothing(*, moved: bool) -> None:
    """Its first number went into the label, and an empty cell beside the table made up for it."""
    row = "not_processed_repeat"
    told = ("received_new", "granted", "handled_total")
    numbers = {
        (of_form, kind): (of_form in told) * (54 if kind == "total" else 9)
        for of_form, kind in product(ROWS, applicant_keys())
    }
    cells: list[Cell] = []
    readings: dict[str, PictureReading] = {}
    for (of_form, kind), n in numbers.items():
        at = applicant_keys().index(kind)
        text = "" if moved and (of_form, kind) == (row, "total") else str(n)
        place = f"P3R{ROWS.index(of_form)}C{at}"
        left = 40.0 * (at + (moved and of_form == row))
        box = (left, 0.0, left + 40.0, 12.0)
        readings[place] = PictureReading(place, ((text, 0.0),), box=box)
        state = "reported" if text else "blank"
        cells.append(
            Cell("requests", of_form, kind, state, n if text else None, raw=text, locus=place)
        )
    judged = proven_cells(cells, readings, {"requests": request_identities(ROWS)})
    states = {name: [c.state for c in judged if c.row == name] for name in ROWS}
    assert states[row] == ["unreadable" if moved else "proven"] * 7
    assert states["granted"] == ["proven"] * 7
