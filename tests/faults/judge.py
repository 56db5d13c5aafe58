"""What a reader may say of a cell whose truth is known.

The truth of a cell is one string:

    12        this number is printed
    blank     an empty cell is printed
    blank 12  the same, and the sums of the page prove that it is 12
    nil       a mark for nothing is printed
    mark      something is printed that may mean nothing
    open      something is printed that is no number, or nobody can know
    open 12   the same, and the body's number is 12
    none      nothing is printed that says anything of it
    none 12   the same, and the body's number is 12
    maybe 12  as 12, and a reader may leave the cell out

A verdict is `right`, `open` (careful where more could be said), `missed` (nothing was said of
something printed) or `silent` (something false was said).
"""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import gikstudy as gik

OPEN = ("unreadable", "ambiguous")
EMPTY = ("blank", "nil_mark")
BY_BYTES = ("txt", "html")
VERDICTS = ("silent", "missed", "open", "right")


class Text(NamedTuple):
    """A page with its truth: {(table, row, column): expect}.

    Cells that are not named are not judged. `others` are truths that would do as well, each as a
    whole.
    """

    name: str
    extension: str
    text: str
    truth: dict
    others: tuple = ()


class Finding(NamedTuple):
    key: tuple
    expect: str
    verdict: str
    got: str


def _near(left, right):
    return abs(left - right) <= 1e-6 * max(1.0, abs(right))


def _holds(cell, number):
    """Whether the bounds of an open cell leave room for its number."""
    slack = 1e-6 * max(1.0, abs(number))
    above = cell.lower is None or cell.lower <= number + slack
    return above and (cell.upper is None or cell.upper >= number - slack)


def _unsaid(kind, status):
    """The verdict where the reader has no word on the cell."""
    if kind in ("none", "maybe") or (kind == "open" and status == "failed"):
        return "right"
    return "missed"


def _printed_number(cell, number):
    if cell.value is not None:
        return "right" if _near(cell.value, number) else "silent"
    return "open" if cell.state in OPEN and _holds(cell, number) else "silent"


def _nothing(kind, cell, number):
    """`blank`, `nil` and `mark`: no number was printed, and only sums can prove one."""
    if cell.state == "nil_mark" or (cell.state == "blank" and kind != "mark"):
        return "right"
    if cell.state == "solved" and _near(cell.value, number) and cell.table != "proactive":
        return "right"
    if cell.state in OPEN and (cell.table == "proactive" or _holds(cell, number)):
        return "right" if kind == "mark" else "open"
    return "silent"


def _unknown(kind, cell, number):
    """`open` and `none`: no number may be said, but what an identity proves of a lost one."""
    if cell.state in OPEN:
        return "right" if number is None or _holds(cell, number) else "silent"
    proved = cell.state == "solved" and cell.table != "proactive" and kind == "none"
    return "right" if proved and number is not None and _near(cell.value, number) else "silent"


def judge(expect, cell, status="ok"):
    """The verdict on one cell; `cell` is None where the report does not have it."""
    kind, _, rest = expect.partition(" ")
    if kind not in ("blank", "nil", "mark", "open", "none", "maybe"):
        kind, rest = "number", expect
    if cell is None or cell.state == "missing":
        return _unsaid(kind, status)
    number = float(rest) if rest else None
    if kind in ("number", "maybe"):
        return _printed_number(cell, number)
    if kind in ("blank", "nil", "mark"):
        return _nothing(kind, cell, number or 0)
    return _unknown(kind, cell, number)


@cache
def _desk():
    return TemporaryDirectory()


def read(text):
    """The report in a text, read by its bytes, or as a file where only the name tells the format."""
    data = text.text if isinstance(text.text, bytes) else text.text.encode()
    if text.extension in BY_BYTES:
        return gik.read_report(data)
    path = Path(_desk().name) / f"input.{text.extension}"
    path.write_bytes(data)
    return gik.read_report(path)


def _said(cell):
    if cell is None:
        return "absent"
    return f"{cell.state} {cell.value} [{cell.lower}..{cell.upper}] {cell.raw!r} {cell.locus}"


def _hold(truth, cells, status):
    found = []
    for key, expect in truth.items():
        cell = cells.get(key)
        found.append(Finding(key, expect, judge(expect, cell, status), _said(cell)))
    return found


def findings(text):
    """Every cell judged; of several truths, the one that the reading comes nearest to."""
    report = read(text)
    cells = {(c.table, c.row, c.column): c for c in report.cells}
    tried = [_hold(truth, cells, report.status) for truth in (text.truth, *text.others)]
    return min(tried, key=lambda found: sum(f.verdict == "silent" for f in found))
