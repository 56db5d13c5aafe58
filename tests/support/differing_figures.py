"""Tables 3 of figures that all differ, add up in their rows, and are printed in text of many kinds."""

from __future__ import annotations

from itertools import count

from gikstudy.extraction import extract_report
from gikstudy.forms import applicant_keys, get_form
from gikstudy.model import Report
from gikstudy.reading import read_document

TITLE = "某某镇2022年政府信息公开工作年度报告"
HEADING = "三、收到和处理政府信息公开申请情况"
END = "五、存在的主要问题及改进情况\n一是目录更新不够及时。"
LABELS = {row.key: row.label for row in get_form("2021").requests}
COLUMNS = applicant_keys()
_SUMMED = ("received_new", "handled_total")  # rows that are sums of others


def figures(step: int = 1, first: int = 11) -> dict[str, list[int]]:
    """The seven numbers of each row of table 3: rows and columns add up, and all differ."""
    numbers = count(first, step)
    rows = {key: [next(numbers) for _ in COLUMNS[:-1]] for key in LABELS if key not in _SUMMED}
    parts = [row for key, row in rows.items() if key not in ("carried_in", "carried_out")]
    rows["handled_total"] = [sum(column) for column in zip(*parts, strict=True)]
    rows["received_new"] = [
        total + left - before
        for total, left, before in zip(
            rows["handled_total"], rows["carried_out"], rows["carried_in"], strict=True
        )
    ]
    return {key: [*rows[key], sum(rows[key])] for key in LABELS}


def read_requests(lines: str) -> Report:
    """What is read of a page that has these lines as its table 3."""
    text = f"{TITLE}\n一、总体情况\n今年公开了信息。\n{HEADING}\n{lines}\n{END}\n"
    return extract_report(read_document(text.encode(), "page.txt"))


def silently_wrong(report: Report, rows: dict[str, list[int]]) -> list[str]:
    """The cells of table 3 that say something else than the figures, and do not say that it is open."""
    wrong = []
    for cell in report.cells:
        if cell.table != "requests":
            continue
        true = rows[cell.row][COLUMNS.index(cell.column)]
        low = cell.lower is not None and cell.lower > true
        high = cell.upper is not None and cell.upper < true
        sure = cell.value is not None and cell.value != true
        if sure or cell.state in ("blank", "nil_mark") or (cell.value is None and (low or high)):
            wrong.append(
                f"{cell.row}/{cell.column}: {true}, {cell.state} {cell.value} {cell.raw!r}"
            )
    return wrong


def read_right(report: Report, rows: dict[str, list[int]]) -> int:
    """How many cells of table 3 have their number."""
    return sum(
        cell.value == rows[cell.row][COLUMNS.index(cell.column)]
        for cell in report.cells
        if cell.table == "requests"
    )
