"""The same real tables set otherwise: no number may change its cell, and none turn into a blank.

Each way is one that content systems, office programs, browsers and crawlers have with tables: it
keeps what a reader of the page would see, or takes it away for all to see. What is read for sure
must be what was read before; cells may be left open.
"""

import re
from functools import cache
from html import escape, unescape
from itertools import groupby, product
from typing import NamedTuple

import pytest
from silent_mistakes import silent_mistakes

from gikstudy import read_report
from gikstudy.synthesis import make_report

TABLE = re.compile(r'<table border="1".*?</table>', re.DOTALL)
ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
CELL = re.compile(r"<t[dh]([^>]*)>(.*?)</t[dh]>", re.DOTALL)
SECTIONS = ("二、主动公开政府信息情况", "三、收到和处理申请情况", "四、行政复议、行政诉讼情况")
REPORTS = (  # (number, with damage and blanks)
    (7, False), (14, False), (21, False), (25, False), (3, True), (12, True), (33, True),
)  # fmt: skip


class Printed(NamedTuple):
    text: str
    rowspan: int = 1
    colspan: int = 1

    @property
    def number(self):
        return re.fullmatch(r"-?\d+(\.\d+)?", self.text) is not None


def parse(table):
    def span(attributes, name):
        found = re.search(rf'{name}="(\d+)"', attributes)
        return int(found[1]) if found else 1

    def text(inner):
        return unescape(re.sub(r"<[^>]+>", "", re.sub(r"<br ?/?>", "", inner))).strip(" \xa0\n")

    return [
        [Printed(text(c[2]), span(c[1], "rowspan"), span(c[1], "colspan")) for c in CELL.finditer(row)]
        for row in ROW.findall(table)
    ]  # fmt: skip


def td(cell, inner=None, tag="td"):
    spans = "".join(
        f' {name}="{getattr(cell, name)}"'
        for name in ("rowspan", "colspan")
        if getattr(cell, name) > 1
    )
    return f"<{tag}{spans}>{escape(cell.text) if inner is None else inner}</{tag}>"


def tr(row):
    return f"<tr>{''.join(map(td, row))}</tr>\n"


def wrap(rows):
    return f"<table border=1>\n{''.join(rows)}</table>\n"


def table(rows):
    return wrap(map(tr, rows))


def heads(rows):
    return next((n for n, row in enumerate(rows) if any(cell.number for cell in row)), 1)


def each_table(change):
    return lambda tables: [change(rows) for rows in tables]


def each_row(change):
    return each_table(lambda rows: wrap(change(n, row) for n, row in enumerate(rows)))


def each_cell(change):
    return each_row(lambda _, row: f"<tr>{''.join(map(change, row))}</tr>")


def numbers(change):
    return each_cell(lambda cell: td(cell, change(cell.text)) if cell.number else td(cell))


def labels(change):
    return each_cell(lambda cell: td(cell) if cell.number else td(cell, change(cell.text)))


def spans(change):
    return each_table(
        lambda rows: table([[Printed(c.text, *change(c)) for c in row] for row in rows])
    )


def flat(fill):
    """Every cell of the grid, those under a span empty or with the text of the span again."""

    def change(rows):
        width = max(sum(cell.colspan for cell in row) for row in rows)
        grid = [[None] * width for _ in rows]
        for n, row in enumerate(rows):
            at = 0
            for cell in row:
                while at < width and grid[n][at] is not None:
                    at += 1
                below = product(range(n, n + cell.rowspan), range(at, at + cell.colspan))
                for line, column in below:
                    if line < len(rows) and column < width:
                        again = fill and not cell.number
                        text = cell.text if (line, column) == (n, at) or again else ""
                        grid[line][column] = Printed(text)
                at += cell.colspan
        return table([[cell or Printed("") for cell in row] for row in grid])

    return each_table(change)


def cut(after, between="<p></p>", *, again=False):
    """Two tables of one, with its header once more or without."""

    def change(rows):
        head = heads(rows)
        at = min(head + after, len(rows) - 1)
        return table(rows[:at]) + between + table((rows[:head] if again else []) + rows[at:])

    return each_table(change)


def by_channel(tables):
    """Table 4 with the outcomes as rows."""
    *others, last = tables
    numbers = last[-1]
    rows = [
        [Printed(name), *numbers[n::5]]
        for n, name in enumerate(("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"))
    ]
    head = ["", "行政复议", "未经复议直接起诉", "复议后起诉"]
    return [*map(table, others), table([list(map(Printed, head)), *rows])]


def zeros_merged(rows):
    """Rows of nothing but zeros with one cell for all of them."""
    merged = []
    for row in rows:
        count = sum(cell.number for cell in row)
        zero = count > 1 and all(cell.text == "0" for cell in row[-count:])
        merged.append([*row[:-count], Printed("0", 1, count)] if zero else row)
    return table(merged)


def columns_joined(rows):
    """Rows joined, each cell with its whole column, as in files without rules between rows."""
    joined = []
    for count, found in groupby(rows, lambda row: sum(cell.number for cell in row)):
        group = list(found)
        if not count or len(group) < 2:
            joined += map(tr, group)
            continue
        names = "<br>".join("".join(c.text for c in row if not c.number) for row in group)
        columns = zip(*([c.text for c in row if c.number] for row in group), strict=True)
        cells = "".join(f"<td>{text}</td>" for text in (names, *map("<br>".join, columns)))
        joined.append(f"<tr>{cells}</tr>")
    return wrap(joined)


def thousands(mark):
    return lambda text: f"{int(text):,}".replace(",", mark) if text.isdecimal() else text


def hidden(kind):
    """Every row once more with other numbers, not shown."""

    def change(_, row):
        return tr(row) + re.sub(r">[\d.]+<", ">77<", tr(row)).replace("<tr", f"<tr {kind}")

    return each_row(change)


WAYS = {
    "header cells": each_cell(lambda c: td(c, tag="td" if c.number else "th")),
    "header cells all": each_cell(lambda c: td(c, tag="th")),
    "Word": each_cell(lambda c: td(c, f"<p class=MsoNormal><span>{escape(c.text)}<o:p></o:p></span></p>")),
    "empty paragraphs": each_cell(lambda c: td(c, f"<p>&nbsp;</p><p>{escape(c.text)}</p><p>&nbsp;</p>")),
    "no-break spaces": each_cell(lambda c: td(c, f"&nbsp;{escape(c.text)}&nbsp;")),
    "a span a digit": numbers(lambda t: "".join(f"<span>{digit}</span>" for digit in t)),
    "a line a digit": numbers("<br>".join),
    "a paragraph a digit": numbers(lambda t: "".join(f"<p>{digit}</p>" for digit in t)),
    "a space a digit": numbers("&nbsp;".join),
    "a comma in thousands": numbers(thousands(",")),
    "a space in thousands": numbers(thousands(" ")),
    "a no-break space in thousands": numbers(thousands("&nbsp;")),
    "a wide comma in thousands": numbers(thousands("，")),
    "wide digits": numbers(lambda t: re.sub(r"\d", lambda m: chr(0xFF10 + int(m[0])), t)),
    "with unit": numbers(lambda t: f"{t}件"),
    "unit below": numbers(lambda t: f"{t}<br>件"),
    "in a sentence": numbers(lambda t: f"共{t}件"),
    "decimals": numbers(lambda t: t if "." in t else f"{t}.0"),
    "decimals on a line of their own": each_cell(lambda c: td(c, re.sub(r"(\d\.)(?=\d)", r"\1<br>", c.text))),
    "in brackets": numbers(lambda t: f"（{t}）"),
    "fields": numbers(lambda t: f'<input type="text" value="{t}">'),
    "fields for some": numbers(lambda t: f'<input value="{t}"/>' if len(t) > 1 else t),
    "a raised note": numbers(lambda t: f"{t}<sup>1</sup>"),
    "a raised note in brackets": numbers(lambda t: f"{t}<sup>[1]</sup>"),
    "a ringed note": numbers(lambda t: f"{t}①"),
    "labels with a raised note": labels(lambda t: f"{escape(t)}<sup>2</sup>" if t else ""),
    "labels with a ringed note": labels(lambda t: f"{escape(t)}②" if t else ""),
    "what was deleted": numbers(lambda t: f"<del>9</del>{t}"),
    "a hidden number": numbers(lambda t: f'{t}<span style="display: none">88</span>'),
    "a hidden column": each_row(lambda _, row: tr(row).replace("</tr>", '<td style="display:none">99</td></tr>')),
    "a hidden first column": each_row(lambda _, row: tr(row).replace("<tr>", "<tr><td style='DISPLAY: none'>99</td>")),
    "hidden rows": hidden('style="height:0;display:none"'),
    "labels of five": labels(lambda t: "<br>".join(t[n : n + 5] for n in range(0, len(t), 5))),
    "labels upright": labels("<br>".join),
    "labels in paragraphs": labels(lambda t: "".join(f"<p>{t[n : n + 4]}</p>" for n in range(0, len(t), 4))),
    "labels without enumerators": labels(lambda t: re.sub(r"^(\d\.|（.）|[一二三四]、)", "", t)),
    "spans empty": flat(fill=False),
    "spans repeated": flat(fill=True),
    "no spans": spans(lambda _: (1, 1)),
    "spans too large": spans(lambda c: (c.rowspan * 3 - 2, c.colspan * 2 - 1)),
    "spans too small": spans(lambda c: (max(1, c.rowspan - 1), max(1, c.colspan - 1))),
    "rows span two": spans(lambda c: (2 if c.number else c.rowspan, c.colspan)),
    "spans of nothing": each_table(lambda rows: re.sub(r'span="\d+"', 'span="0"', table(rows))),
    "rows not closed": each_table(lambda rows: table(rows).replace("</tr>", "")),
    "cells not closed": each_table(lambda rows: table(rows).replace("</td>", "")),
    "tables not closed": each_table(lambda rows: table(rows).replace("</table>", "")),
    "nothing closed": each_table(lambda rows: re.sub("</t(d|r|able)>", "", table(rows))),
    "rows not opened": each_table(lambda rows: table(rows).replace("<tr>", "")),
    "a table a row": each_table(lambda rows: "<p></p>".join(wrap([tr(row)]) for row in rows)),
    "a table in a row": each_row(lambda _, row: f"<tr><td>{wrap([tr(row)])}</td></tr>"),
    "a table in a table": each_table(lambda rows: wrap([f"<tr><td>{table(rows)}</td></tr>"])),
    **{f"cut after {n}": cut(n) for n in (1, 2, 5, 13, 20)},
    **{f"cut after {n}, header again": cut(n, again=True) for n in (1, 2, 5, 13, 20)},
    "cut by a page number": cut(7, "<p>3</p>"),
    "cut by a marked page number": cut(9, "<p>- 3 -</p>", again=True),
    "continued": cut(9, "<p>（续表）</p>", again=True),
    "page numbers": each_row(lambda n, row: tr(row) + ("<tr><td>3</td></tr>" if n % 9 == 8 else "")),
    "empty rows": each_row(lambda _, row: tr(row) + f"<tr>{'<td>&nbsp;</td>' * 10}</tr>"),
    "an empty first column": each_row(lambda _, row: tr([Printed(""), *row])),
    "an empty last column": each_row(lambda _, row: tr([*row, Printed("")])),
    "numbered rows": each_row(lambda n, row: tr([Printed(str(n + 1)), *row])),
    "numbered at the end": each_row(lambda n, row: tr([*row, Printed(str(n + 1))])),
    "a column of remarks": each_row(lambda n, row: tr([*row, Printed("无" if n else "备注")])),
    "merged zeros": each_table(zeros_merged),
    "columns in one cell": each_table(columns_joined),
    "outcomes as rows": by_channel,
    "all in one": lambda ts: [wrap(f"<tr><td colspan=9>{h}</td></tr>{''.join(map(tr, t))}" for h, t in zip(SECTIONS, ts, strict=True)), "", ""],
    "a caption": each_table(lambda rows: wrap(["<caption>表1 2022年统计表（单位：件）</caption>", *map(tr, rows)])),
    "signed below": each_table(lambda rows: wrap([*map(tr, rows), "<tr><td>联系电话</td><td>62341234</td></tr>"])),
    "boxes": each_table(lambda rows: re.sub(r"<(/?)t(able|r|d)[^>]*>", r"<\1div>", table(rows))),
}  # fmt: skip
OPEN = {
    "in a sentence", "in brackets", "numbered at the end", "a column of remarks",
    "columns in one cell",
}  # fmt: skip


@cache  # each way is compared with the same reports as they were
def reports():
    made = (
        make_report(41, number, family="HTML", clean=not damaged, script="simplified")
        for number, damaged in REPORTS
    )
    pages = [each.data.decode("utf-8", "replace") for each in made]
    whole = [page for page in pages if len(TABLE.findall(page)) == len(SECTIONS)]
    return [(page, read_report(page.encode())) for page in whole]


@pytest.mark.parametrize("way", WAYS)
def test_a_table_set_otherwise_says_the_same(way):
    read = known = 0
    for page, before in reports():
        tables = iter(WAYS[way]([parse(found) for found in TABLE.findall(page)]))
        after = read_report(TABLE.sub(lambda _, new=tables: next(new), page).encode())
        assert list(silent_mistakes(before, after)) == []
        known += sum(cell.value is not None for cell in before.cells)
        read += sum(cell.value is not None for cell in after.cells)
    assert read > known * (0 if way in OPEN else 0.9)
