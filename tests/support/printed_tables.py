"""Pages made by hand for the tests of layouts: each table printed in several ways, and what was read.

The cells that a test does not name are zero and printed so.
"""

from gikstudy.extraction import extract_report
from gikstudy.forms import applicant_keys, get_form
from gikstudy.reading import read_document

COLUMNS = applicant_keys()


HEAD = "某某镇2022年政府信息公开工作年度报告\n一、总体情况\n今年公开了信息。\n"


DISPUTE_HEADS = (
    "行政复议\n行政诉讼\n"
    "结果维持\n结果纠正\n其他结果\n尚未审结\n总计\n未经复议直接起诉\n复议后起诉\n"
    + 2
    * "结果维持\n结果纠正\n其他结果\n尚未审结\n总计\n"
)


def read(text):
    return extract_report(read_document(text.encode(), "page.txt"))


def cells(report, row, table="requests"):
    """{column: (state, value)} of one row."""
    return {c.column: (c.state, c.value) for c in report.cells if (c.table, c.row) == (table, row)}


def states(report, row, table="requests"):
    return [state for state, _ in cells(report, row, table).values()]


def values(report, row, table="requests"):
    return [value for _, value in cells(report, row, table).values()]


def table_3(line, rows=None, form="2021"):
    """Table 3 with `line(label, values)` for each row; rows not given are seven zeros."""
    given = rows or {}
    return "三、收到和处理政府信息公开申请情况\n" + "".join(
        line(row.label, given.get(row.key, ["0"] * 7)) for row in get_form(form).requests
    )


def bar(label, cells):
    return f"{label} | {' | '.join(cells)} | ||\n"


def cell_a_line(label, cells):
    return f"{label}\n\n" + "".join(f"{cell}\n\n" for cell in cells)


def cell_and_bar(label, cells):
    return f"{label} |\n" + "".join(f"{cell} |\n" if cell else "|\n" for cell in cells) + "||\n"


def bar_of_its_own(label, cells):
    return f"{label}\n|\n" + "".join(f"{cell}\n|\n" if cell else "|\n" for cell in cells)


def with_tabs(label, cells):
    return "\t".join([label, *cells]) + "\n"


def pdf(label, cells):
    return f"{label} {' '.join(cells)}\n"


def drawn(label, cells):
    return f"│ {label} │ {' │ '.join(cells)} │\n├────┼────┼────┤\n"


FIVE = ["5", "1", "0", "0", "0", "2", "8"]


LAYOUTS = [bar, cell_a_line, cell_and_bar, bar_of_its_own, with_tabs, pdf, drawn]


TABLE_2 = """二、主动公开政府信息情况
第二十条第（一）项
信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
规章 | 0 | 0 | 0 |
行政规范性文件 | 22（其中修订16件） | 1 | 40 |
其他主动公开文件 | 9 | 9 | 9 |
第二十条第（五）项
信息内容 | 本年处理决定数量 |
行政许可 | 310 |
第二十条第（六）项
信息内容 | 本年处理决定数量 |
行政处罚 | / |
行政强制 | 见附件3 |
第二十条第（八）项
信息内容 | 本年收费金额（单位：万元） |
行政事业性收费 | 72701.2578 |
"""


TABLE_2_2019 = """第二十条第（五）项
信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |
行政许可 | 144 | 增27 | 171 |
其他对外管理服务事项 | {services}
第二十条第（六）项
信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |
行政处罚 | 5 | 0 | 2 |
行政强制 | 减2 | 1 | |
第二十条第（九）项
信息内容 | 采购项目数量 | {money} |
政府集中采购 | 3 | {amount} |
"""


def disputes(values):
    return (
        "四、政府信息公开行政复议、行政诉讼情况\n"
        + DISPUTE_HEADS
        + "".join(f"{v}\n" for v in values)
    )
