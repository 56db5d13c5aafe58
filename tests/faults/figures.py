"""Made-up figures that keep the identities of the form and differ from one another."""

import random

from tests.faults.labels import APPLICANTS, CHANNELS, OUTCOMES, OUTSIDE, keys_of, request_rows

PEOPLE = [a for a in APPLICANTS if a != "total"]
KINDS = [o for o in OUTCOMES if o != "total"]


def _requests(form, draw):
    """Table 3: details are drawn, sums follow, what was received balances what was done."""
    details = [row for row in request_rows(form) if row not in OUTSIDE]
    cells = {(row, a): draw(("requests", row, a)) for row in details for a in PEOPLE}
    for a in PEOPLE:
        done = sum(cells[row, a] for row in details)
        left, before = (draw(("requests", row, a)) for row in ("carried_out", "carried_in"))
        received = max(0, done + left - before)
        cells["handled_total", a] = done
        cells["received_new", a] = received
        cells["carried_in", a] = before
        cells["carried_out", a] = received + before - done
    for row in request_rows(form):
        cells[row, "total"] = sum(cells[row, a] for a in PEOPLE)
    return {("requests", *key): cells[key] for key in cells}


def _disputes(draw):
    cells = {}
    for channel in CHANNELS:
        values = [draw(("disputes", channel, kind)) for kind in KINDS]
        cells |= {("disputes", channel, kind): n for kind, n in zip(KINDS, values, strict=True)}
        cells["disputes", channel, "total"] = sum(values)
    return cells


def _proactive(form, rng):
    cells = {}
    pool = rng.sample(range(11, 4999), len(keys_of(form, "proactive")))
    for key, number in zip(keys_of(form, "proactive"), pool, strict=True):
        if key[2] == "items_change":
            cells[key] = rng.choice((-1, 1)) * (number % 97 + 3)
        elif key[2] == "amount":
            cells[key] = number * 10000 + rng.choice((1200, 3450, 5200, 8700))
        else:
            cells[key] = number
    return cells


def _wanted(cells):
    """Whether no two printed numbers are the same, but for small ones in large tables."""
    large = [n for n in cells.values() if n > 9]
    return len(large) - len(set(large)) <= len(large) // 40


def make_figures(form, seed, *, sparse=False, empty=()):
    """{key: number} of all three tables.

    `sparse` leaves most of tables 3 and 4 at nought; `empty` names cells that have to be.
    """
    rng = random.Random(f"{form}/{seed}/{sparse}")
    for _ in range(50):
        pool = rng.sample(range(1, 400), 230)
        share = 0.12 if sparse else 1.0

        def draw(key, pool=pool, share=share):
            return pool.pop() if rng.random() < share and key not in empty else 0

        cells = _proactive(form, rng) | _requests(form, draw) | _disputes(draw)
        if sparse or _wanted({k: n for k, n in cells.items() if k[0] != "proactive"}):
            break
    return cells


def print_number(key, number, form):
    """A number of the body as its cell prints it."""
    if key[2] != "amount":
        return str(number)
    wan = f"{number / 10000:.10g}"
    return wan if form == "2021" else f"{wan}万元"
