"""A report as it is laid out before any program prints it: prose, and tables as on the forms."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from tests.zoo.figures import Report, applicants, form_rows

NUMERAL = {"1": "一", "5": "五", "6": "六", "8": "八", "9": "九"}
GROUPS = {
    "refused": "（三）不予公开",
    "unable": "（四）无法提供",
    "not_processed": "（五）不予处理",
    "other": "（六）其他处理",
}
CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
FIRST = [
    "（一）主动公开。{year}年{we}在门户网站登出信息1846条，写了37篇解读。",
    "（二）依申请公开。{we}理顺了收件、登记、分办、答复的次序，每一步都留有记录。",
    "（三）政府信息管理。新文件在起草时就定下是否公开，旧文件逐份清理。",
    "（四）平台建设。网站栏目作了合并，手机上也能查到全部目录。",
    "（五）监督保障。由一名副职专管此事，年内开过4次讲习。",
]
FIFTH = [
    "一是目录更新不够及时，个别栏目内容偏少。二是基层人员变动多，业务还不熟。",
    "下一步，{we}打算按月查看栏目，并把新来人员的讲习排进日程。",
]
SIXTH = "{year}年没有收取信息处理费，此外没有要报告的事项。"


@dataclass(frozen=True)
class Box:
    """A cell of a table, with the columns and rows that it covers."""

    text: str
    wide: int = 1
    tall: int = 1
    number: bool = False


Table = list[list[Box]]


@dataclass(frozen=True)
class Part:
    """A title, a heading, a paragraph or a table."""

    kind: str
    text: str = ""
    table: tuple[tuple[Box, ...], ...] = ()
    name: str = ""


def parts(report: Report) -> Iterator[Part]:
    kind = report.kind
    words = {"year": kind.year, "we": kind.we}
    yield Part("title", f"{kind.body}{kind.year}年政府信息公开工作年度报告")
    yield Part(
        "text",
        f"{kind.body}按《中华人民共和国政府信息公开条例》写成本报告。"
        f"数字的时间范围是{kind.year}年1月1日至12月31日。",
    )
    yield Part("heading", "一、总体情况")
    yield from (Part("text", line.format(**words)) for line in FIRST)
    yield Part("heading", "二、主动公开政府信息情况")
    yield _table("proactive", proactive(report))
    yield Part("heading", "三、收到和处理政府信息公开申请情况")
    yield _table("requests", requests(report))
    yield Part("heading", "四、政府信息公开行政复议、行政诉讼情况")
    yield _table("disputes", disputes(report))
    yield Part("heading", "五、存在的主要问题及改进情况")
    yield from (Part("text", line.format(**words)) for line in FIFTH)
    yield Part("heading", "六、其他需要报告的事项")
    yield Part("text", SIXTH.format(**words))


def _table(name: str, rows: Table) -> Part:
    return Part("table", name=name, table=tuple(map(tuple, rows)))


def proactive(report: Report) -> Table:
    """Table 2: four columns; a block of few columns has its last one widened."""
    rows: Table = []
    cells = form_rows("proactive", report.kind.form)
    for block, of_block in groupby(cells, key=lambda row: row["block"]):
        rows.append([Box(f"第二十条第（{NUMERAL[block]}）项", wide=4)])
        items = [list(g) for _, g in groupby(of_block, key=lambda row: row["item"])]
        heads = [Box(row["measure_label"]) for row in items[0]]
        rows.append(_widened([Box("信息内容"), *heads], 4))
        for item in items:
            texts = [report.printed["proactive", row["item"], row["measure"]] for row in item]
            boxes = [Box(text, number=True) for text in texts]
            rows.append(_widened([Box(item[0]["item_label"]), *boxes], 4))
    return rows


def _widened(row: list[Box], columns: int) -> list[Box]:
    last = row[-1]
    return [*row[:-1], Box(last.text, columns - len(row) + 1, number=last.number)]


def requests(report: Report) -> Table:
    """Table 3: three columns of labels, seven of numbers."""
    rows: Table = [
        [Box(CORNER, wide=3, tall=3), Box("申请人情况", wide=7)],
        [Box("自然人", tall=2), Box("法人或其他组织", wide=5), Box("总计", tall=2)],
        [Box(t) for t in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")],
    ]
    lines = form_rows("requests", report.kind.form)
    results = [row for row in lines if row["group"] not in ("received", "carried_out")]
    for row in lines:
        numbers = [
            Box(report.printed["requests", row["key"], person], number=True)
            for person in applicants()
        ]
        labels = _labels(row, lines)
        if row is results[0]:
            labels.insert(0, Box("三、本年度办理结果", tall=len(results)))
        rows.append([*labels, *numbers])
    return rows


def _labels(row: dict[str, str], lines: list[dict[str, str]]) -> list[Box]:
    if row["group"] in ("received", "carried_out"):
        return [Box(row["label"], wide=3)]
    if row["group"] not in GROUPS or row["key"] == "other_undivided":
        return [Box(row["label"], wide=2)]
    group = [line for line in lines if line["group"] == row["group"]]
    head = [Box(GROUPS[row["group"]], tall=len(group))] if row is group[0] else []
    return [*head, Box(row["label"])]


def disputes(report: Report) -> Table:
    """Table 4: fifteen columns of numbers in one row."""
    texts = [text for key, text in report.printed.items() if key[0] == "disputes"]
    return [
        [Box("行政复议", wide=5), Box("行政诉讼", wide=10)],
        [
            *(Box(text, tall=2) for text in OUTCOMES),
            Box("未经复议直接起诉", wide=5),
            Box("复议后起诉", wide=5),
        ],
        [Box(text) for text in OUTCOMES * 2],
        [Box(text, number=True) for text in texts],
    ]


def placed(table: tuple[tuple[Box, ...], ...]) -> Iterator[tuple[int, int, Box]]:
    """Row, column and box, with the room of tall boxes kept free."""
    taken: set[tuple[int, int]] = set()
    for y, row in enumerate(table):
        x = 0
        for box in row:
            while (y, x) in taken:
                x += 1
            taken |= {(y + dy, x + dx) for dy in range(box.tall) for dx in range(box.wide)}
            yield y, x, box


def columns(table: tuple[tuple[Box, ...], ...]) -> int:
    return sum(box.wide for box in table[0])


def as_html(report: Report, style: str = "", *, head: str = "") -> str:
    """The page with real tables; `style` is the look, `head` goes into the head."""
    body = []
    for part in parts(report):
        if part.kind == "table":
            body.append(_html_table(part))
        else:
            tag = {"title": "h1", "heading": "h2", "text": "p"}[part.kind]
            body.append(f"<{tag}>{html.escape(part.text)}</{tag}>")
    title = f"{report.kind.body}{report.kind.year}年政府信息公开工作年度报告"
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n<title>{title}'
        f"</title>\n<style>{style}</style>\n{head}</head>\n<body>\n" + "\n".join(body) + "\n</body>"
        "\n</html>\n"
    )


def _html_table(part: Part) -> str:
    lines = [f'<table class="{part.name}" border="1">']
    for row in part.table:
        cells = []
        for box in row:
            spans = f' colspan="{box.wide}"' * (box.wide > 1)
            spans += f' rowspan="{box.tall}"' * (box.tall > 1)
            mark = ' class="n"' * box.number
            cells.append(f"<td{spans}{mark}>{html.escape(box.text)}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return "\n".join([*lines, "</table>"])
