"""An empty cell in front of the values is of a label that spans columns, or a blank: it may be unclear."""

import re

import pytest

from gikstudy import read_report
from tests.zoo.figures import KINDS, make_report
from tests.zoo.judge import counted, judge
from tests.zoo.pages import parts

NAMES = list(KINDS)
NUMBERED = re.compile(r"\d")


def page(name, *, dropped):
    """A report as HTML without the groups of table 3, so that its numbered rows end one cell early.

    Args:
        name: one of the three reports.
        dropped: every row of values whose place divides by this one has no first value.
    """
    for part in parts(make_report(KINDS[name])):
        if part.kind != "table":
            yield f"<p>{part.text}</p>"
            continue
        yield "<table border=1>"
        for n, row in enumerate(part.table):
            cells = [box.text for box in row if box.number]
            if part.name == "requests" and cells:
                label = [box.text for box in row if not box.number][-1]
                if dropped and n % dropped == 0:
                    cells[0] = ""
                yield "<tr>" + "".join(f"<td>{text}</td>" for text in (label, *cells))
                yield ("<td></td>" if NUMBERED.match(label) else "") + "</tr>"
            else:
                spans = (f'<td colspan="{b.wide}" rowspan="{b.tall}">{b.text}</td>' for b in row)
                yield "<tr>" + "".join(spans) + "</tr>"
        yield "</table>"


def silent(verdicts):
    return [f"{v.key}: {v.expect}, read as {v.read}" for v in verdicts if v.verdict == "silent"]


@pytest.mark.parametrize("name", NAMES)
def test_rows_that_end_one_cell_early_are_read(name):
    verdicts = judge(read_report("\n".join(page(name, dropped=0)).encode()), name)
    assert silent(verdicts) == []
    assert counted(verdicts)["right"] > 0.8 * len(verdicts)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("dropped", [2, 3, 5])
def test_a_blank_in_front_and_a_needless_cell_at_the_end_move_no_number(name, dropped):
    report = read_report("\n".join(page(name, dropped=dropped)).encode())
    others = [v for v in judge(report, name) if not v.key.endswith("natural_person")]
    assert silent(others) == []
    assert counted(others)["right"] > 0.5 * len(others)
