"""Tables to draw with characters, and what is read of them."""

from __future__ import annotations

from unicodedata import east_asian_width

from gikstudy.model import Grid, Line
from gikstudy.reading import read_document

TABLES = (
    [["信息内容", "本年制发件数", "本年废止件数"], ["规章", "101", ""], ["行政规范性文件", "104", "105"]],
    [["申请人情况", "自然人", "总计"], ["一、本年新收政府信息公开申请数量", "111", "223"], ["3.其他", "", "229"]],
    [["结果维持", "结果纠正", "其他结果", "总计"], ["121", "122", "123", "366"]],
)  # fmt: skip


def read(text: str) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row] for row in grid.rows]
        for grid in read_document(text.encode()).blocks
        if isinstance(grid, Grid)
    ]


def lines(text: str) -> list[str]:
    return [block.text for block in read_document(text.encode()).blocks if isinstance(block, Line)]


def wide(text: str) -> int:
    return sum(1 + (east_asian_width(c) in "WF") for c in text)


def padded(row: list[str], widths: list[int], width: object = wide) -> list[str]:
    return [text + " " * (w - width(text)) for text, w in zip(row, widths, strict=True)]  # type: ignore[operator]
