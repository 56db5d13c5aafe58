"""The statistical tables before 2019 printed in many layouts, every number another one."""

from __future__ import annotations

from gikstudy.forms.statistics import statistics_table
from gikstudy.model import Document, Line
from gikstudy.page import make_page
from gikstudy.tables.reading import read_tables

HEADS = {
    "2014": ("统计指标", "单位", "统计数"),
    "shanghai": ("指标", "单位", "代码", "本期", "本年累计"),
    "dingxi": ("指标名称", "计量单位", "代码", "本期实际", "本年累计"),
    "luan": ("指标名称", "计量单位", "数量"),
}


def printed(form):
    """The rows of a table, every number another one, and the number of each cell."""
    table, rows, truth = statistics_table(form), [HEADS[form]], {}
    for n, row in enumerate(table.rows):
        numbers = [str(1001 + 13 * n + 5000 * at) for at in range(len(table.numbers))]
        code = [row.code] if table.coded else []
        rows.append((row.label, row.unit or "——", *code, *(numbers if row.unit else ["——"])))
        if row.unit:
            cells = zip(table.numbers, numbers, strict=True)
            truth |= {(row.key, name): int(text) for name, text in cells}
    return rows, truth


def read(text):
    lines = tuple(Line(line, f"L{n}") for n, line in enumerate(text.split("\n"), 1))
    return read_tables(make_page(Document("x", "0" * 64, 1, "txt", "utf-8", lines)))


def numbers(tables, states=("reported",)):
    return {(c.row, c.column): c.value for c in tables.cells if c.state in states}


def bars(rows):
    return "\n".join(" | ".join(row) + " |" for row in rows)


def lines(rows):
    return "\n".join(cell for row in rows for cell in row)


def wrapped(rows, width=14):
    """Values between the two halves of a long label, as some readers of PDF print them."""
    found = []
    for first, *rest in rows:
        halves = [first[:width], first[width:]] if len(first) > width else [first]
        found += (
            [halves[0], " ".join(rest), *halves[1:]]
            if len(halves) > 1
            else [" ".join((first, *rest))]
        )
    return "\n".join(found)


LAYOUTS = {
    "bars": bars,
    "one cell a line": lines,
    "white lines": lambda rows: lines(rows).replace("\n", "\n\n"),
    "cells with bars": lambda rows: "\n".join(f"{cell} |" for row in rows for cell in row),
    "bars of their own": lambda rows: "\n|\n".join(cell for row in rows for cell in row),
    "tabs": lambda rows: "\n".join("\t".join(row) for row in rows),
    "spaces": lambda rows: "\n".join(" ".join(row) for row in rows),
    "one line": lambda rows: " ".join(cell for row in rows for cell in row),
    "markdown": lambda rows: "\n".join(f"| {' | '.join(row)} |" for row in rows),
    "commas": lambda rows: "\n".join(",".join(row) for row in rows),
    "numbers first": lambda rows: bars([row[::-1] for row in rows]),
    "numbers first, one cell a line": lambda rows: lines([row[::-1] for row in rows]),
    "row numbers": lambda rows: bars(
        [("序号" if n == 0 else str(n), *row) for n, row in enumerate(rows)]
    ),
    "row numbers, one cell a line": lambda rows: lines(
        [("序号" if n == 0 else str(n), *row) for n, row in enumerate(rows)]
    ),
    "wrapped labels": wrapped,
    "page breaks": lambda rows: lines([*rows[:20], ("- 3 -",), rows[0], *rows[20:]]),
}  # fmt: skip
