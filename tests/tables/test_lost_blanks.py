"""What stands between the rows of a text does not fill a blank that the text has lost.

A single zero is not among it, and in table 4 no mark for nothing: nobody can tell them from those
that the row prints.
"""

from __future__ import annotations

import random

import pytest

from gikstudy import read_report
from tests.zoo.judge import HERE, judge

PAGES = ("gaps_page_beautifulsoup4_lines.txt", "gaps_writer_txt.txt", "gaps_page_inscriptis.txt")
FURNITURE = ["3", "３", "-1", "+5", "1,234", "123456", "100%", "□", "①", "/", "3\x0c"]
FURNITURE += [
    "第3页",
    "续表",
    "单位：件",
    "返回顶部",
    "12:30",
    "1 2 3 4 5 6 7",
    "1\n2\n3\n4\n5\n6\n7",
]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("text", FURNITURE)
def test_furniture_between_rows_moves_no_number(page, text):
    lines = (HERE / "printed" / page).read_text("utf-8").split("\n")
    first = next(n for n, line in enumerate(lines) if "本年新收" in line)
    last = next(n for n, line in enumerate(lines) if n > first and "结转下年" in line)
    rng = random.Random(f"{page} {text}")
    for _ in range(3):
        printed = list(lines)
        for _ in range(rng.choice([1, 1, 2])):
            printed.insert(rng.randrange(first, last + 6), text)
        verdicts = judge(read_report("\n".join(printed).encode()), "gaps")
        assert [verdict for verdict in verdicts if verdict.verdict == "silent"] == []


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("text", [text for text in FURNITURE if text != "/"])
def test_furniture_in_table_4_moves_no_number(page, text):
    lines = (HERE / "printed" / page).read_text("utf-8").split("\n")
    first = next(n for n, line in enumerate(lines) if line.startswith("四、政府信息公开"))
    last = next(n for n, line in enumerate(lines) if line.startswith("五、存在"))
    rng = random.Random(f"{page} {text}")
    for _ in range(3):
        printed = list(lines)
        printed.insert(rng.randrange(first + 1, last), text)
        verdicts = judge(read_report("\n".join(printed).encode()), "gaps")
        assert [verdict for verdict in verdicts if verdict.verdict == "silent"] == []


def test_the_row_of_column_numbers_is_no_row_of_numbers():
    lines = (HERE / "printed" / PAGES[0]).read_text("utf-8").split("\n")
    label = next(n for n, line in enumerate(lines) if "属于国家秘密" in line)
    printed = [*lines[: label + 1], *"1234567", *lines[label + 1 :]]
    cells = read_report("\n".join(printed).encode()).cells
    states = {cell.state for cell in cells if cell.row == "refused_state_secret"}
    assert states == {"ambiguous"}
