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


HEADERS = [
    "申请人情况",
    "自然人",
    "法人或其他组织",
    "总计",
    "商业企业",
    "科研机构",
    "社会公益组织",
    "法律服务机构",
    "其他",
]
FIRST_ROWS = {
    "本年新收政府信息公开申请数量": "3 3",
    "上年结转政府信息公开申请数量": "0 0",
    "予以公开": "2 2",
    "部分公开": "1 1",
    "属于国家秘密": "0",
}


@pytest.mark.parametrize("rows", range(2, 6))
@pytest.mark.parametrize("between", [" |\n", "\n|\n", "\n", "\n\n"])
def test_a_page_that_ends_in_table_3_gives_its_first_rows(rows, between):
    """The header tells such a row from a list in the prose, although no row is whole."""
    printed = [(label, *FIRST_ROWS[label].split()) for label in [*FIRST_ROWS][:rows]]
    title = "某局2021年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n"
    cells = [*HEADERS, *(text for row in printed for text in row), "三、本年度办理结果"]
    report = read_report((title + between.join(cells) + between).encode())
    totals = [c for c in report.cells if c.table == "requests" and c.column == "total"]
    assert [c.value for c in totals if c.value is not None] == [3, 0, 2, 1, 0][:rows]
    numbers = [c.value for c in report.cells if c.column == "natural_person"]
    assert not any(numbers)
