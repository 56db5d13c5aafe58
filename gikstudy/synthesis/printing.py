"""How numbers are printed: formats, blanks, nil marks, sums that do not add up."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from gikstudy.forms import Form, Row, applicant_keys
from gikstudy.model import Number
from gikstudy.synthesis.made import CellKey, Printed
from gikstudy.synthesis.numbers import Numbers

# How a report prints cells without cases; `none` prints every 0.
BLANKS: Final = {
    "none": 54, "zeros": 9, "zero_rows": 9, "some_rows": 6, "scattered": 6, "totals": 3, "all": 2,
    "zeros_and_totals": 1, "one_total": 2, "nil_zeros": 6, "nil_all": 2,
}  # fmt: skip
NIL_MARKS: Final = ("/", "/", "-", "—", "--", "无", "\\")
FULL_WIDTH: Final = str.maketrans("0123456789", "０１２３４５６７８９")
SIGNS: Final = {
    "plus": ("+", "-"), "word": ("增", "减"), "more": ("增加", "减少"), "wide": ("＋", "－"),
    "minus": ("", "\u2212"),
}  # fmt: skip
ODD_FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "wide": lambda n: str(n).translate(FULL_WIDTH),
    "piece": lambda n: f"{n}件",
    "spaced_piece": lambda n: f"{n} 件",
    "comma": lambda n: f"{n:,}",
    "spaced": lambda n: f" {n}  ",
    "decimal": lambda n: f"{n}.0",
}
# Rows whose totals are printed even if a report leaves all other totals blank.
CARRYING: Final = ("handled_total", "carried_out")


@dataclass(frozen=True, slots=True)
class PrintingHabits:
    """How one report prints its numbers, chosen once per report."""

    blanks: str
    nil: str
    unit: str  # of money if the form names no unit: 万元, 元, 亿, bare, header
    fee_unit: str  # of money if the header of the form says 万元: header, 万元, 元
    sign: str  # of changes: a key of SIGNS, or plain
    odd: float  # share of counts in an odd format
    odd_format: str
    notes: bool  # counts of normative documents have a note in brackets


def draw_habits(rng: random.Random) -> PrintingHabits:
    """The habits of one report; most reports print plain numbers and every zero."""
    return PrintingHabits(
        blanks=rng.choices(tuple(BLANKS), tuple(BLANKS.values()))[0],
        nil=rng.choice(NIL_MARKS),
        unit=rng.choice(("万元", "万元", "元", "亿", "bare", "header")),
        fee_unit=rng.choice(("header",) * 6 + ("万元", "元")),
        sign=rng.choice(("plain", "plain", *SIGNS)),
        odd=rng.choice((0.0,) * 6 + (0.2, 1.0)),
        odd_format=rng.choice(tuple(ODD_FORMATS)),
        notes=rng.random() < 0.06,
    )


def _count(value: int, habits: PrintingHabits, rng: random.Random) -> str:
    return ODD_FORMATS[habits.odd_format](value) if rng.random() < habits.odd else str(value)


def _change(value: int, habits: PrintingHabits) -> str:
    if value == 0 or habits.sign == "plain":
        return str(value)
    more, less = SIGNS[habits.sign]
    return f"{more if value > 0 else less}{abs(value)}"


def _trim(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _money(value: Number, unit: str) -> tuple[str, Number]:
    """The text, and the value in yuan that the text states."""
    if value == 0:
        return "0", 0
    if unit == "亿" and value >= 10**7:
        text = f"{value / 10**8:.2f}"
        return f"{text}亿", round(float(text) * 10**8, 2)
    if unit in ("元", "bare"):
        return f"{value}{unit if unit == '元' else ''}", value
    return _trim(value / 10_000) + ("" if unit == "header" else "万元"), value


def _proactive(
    numbers: Numbers, form: Form, habits: PrintingHabits, rng: random.Random
) -> dict[CellKey, Printed]:
    cells: dict[CellKey, Printed] = {}
    for measure in form.proactive:
        value, sure = numbers.proactive[measure.item, measure.measure], True
        if measure.unit == "yuan":
            unit = habits.fee_unit if "万元" in measure.label else habits.unit
            text, value = _money(value, unit)
            sure = unit != "bare" or value == 0
        elif measure.measure == "items_change":
            text = _change(int(value), habits)
        else:
            text = _count(int(value), habits, rng)
            if habits.notes and measure.item == "normative_docs" and value > 1:
                text += f"（其中修订{int(value) // 2}件）"
        key = ("proactive", measure.item, measure.measure)
        cells[key] = Printed(text, "reported", value, value, sure)
    return cells


def print_numbers(
    numbers: Numbers, form: Form, rows: Iterable[Row], habits: PrintingHabits, rng: random.Random
) -> dict[CellKey, Printed]:
    """Every cell of the three tables with its number printed, before blanks and contradictions."""
    cells = _proactive(numbers, form, habits, rng)
    for row in rows:
        for applicant in applicant_keys():
            value = numbers.requests[row.key, applicant]
            text = _count(value, habits, rng)
            cells["requests", row.key, applicant] = Printed(text, "reported", value, value)
    for (channel, outcome), value in numbers.disputes.items():
        text = _count(value, habits, rng)
        cells["disputes", channel, outcome] = Printed(text, "reported", value, value)
    return cells


def _emptied(cell: Printed, mark: str = "") -> Printed:
    return replace(cell, text=mark, state="nil_mark" if mark else "blank", value=None)


def leave_blank(
    cells: dict[CellKey, Printed], habits: PrintingHabits, rng: random.Random
) -> dict[CellKey, Printed]:
    """The same cells, with those emptied that this report habitually leaves empty.

    A zero may be left out anywhere. A number other than zero is left out only in ways seen in real
    reports: the column of totals (上海 2019), or a table that is not filled in at all.
    """
    wanted = _habit_of_blanks(cells, habits, rng)
    mark = habits.nil if habits.blanks.startswith("nil") else ""
    return {k: _emptied(c, mark) if k in wanted else c for k, c in cells.items()}


def _habit_of_blanks(
    cells: dict[CellKey, Printed], habits: PrintingHabits, rng: random.Random
) -> set[CellKey]:
    zeros = {key for key, cell in cells.items() if cell.value == 0}
    in_table_3 = {key for key in cells if key[0] == "requests"}
    row_zeros = dict.fromkeys((k[1] for k in cells if k in in_table_3), True)
    for key in in_table_3 - zeros:
        row_zeros[key[1]] = False
    empty_rows = [row for row, zero in row_zeros.items() if zero]
    chosen = set(rng.sample(empty_rows, min(len(empty_rows), rng.randint(1, 4))))
    full_rows = [row for row, zero in row_zeros.items() if not zero and row not in CARRYING]
    lost = set(rng.sample(full_rows, min(len(full_rows), 1)))
    dice = {key: rng.random() for key in cells}
    totals = {k for k in in_table_3 if k[2] == "total" and k[1] not in CARRYING}
    wanted = {
        "none": set[CellKey](),
        "zeros": zeros & in_table_3 if rng.random() < 0.5 else zeros,
        "nil_zeros": zeros,
        "zero_rows": {k for k in in_table_3 if row_zeros[k[1]]},
        "some_rows": {k for k in in_table_3 if k[1] in chosen},
        "scattered": {k for k in zeros if dice[k] < 0.08},
        "totals": totals,
        "zeros_and_totals": totals | (zeros & in_table_3),
        "one_total": {k for k in totals if k[1] in lost},
        "all": in_table_3,
        "nil_all": set(cells),
    }
    return wanted[habits.blanks]


def contradict(cells: dict[CellKey, Printed], rng: random.Random) -> dict[CellKey, Printed]:
    """The same cells, with one printed count of table 3 or 4 that breaks a sum.

    The printed number is the truth, whether or not the sum is right.
    """
    counts = [k for k, c in cells.items() if k[0] != "proactive" and c.state == "reported"]
    if not counts:
        return cells
    key = rng.choice(counts)
    value = int(cells[key].value or 0) + rng.choice((1, 2, 10))
    return {**cells, key: Printed(str(value), "reported", value, value)}
