"""Two labels in one cell: nobody knows whose numbers stand beside them, so nothing is said of either."""

import re
from itertools import pairwise

import pytest

from gikstudy import read_report
from gikstudy.forms import newest_form
from gikstudy.tables.label_pairs import names_two_rows

FORM = newest_form()
ROWS = [row.key for row in FORM.requests]
COUNTS = dict.fromkeys(ROWS, 0) | {"granted": 5, "partial": 2, "refused_third_party": 3}
COUNTS |= {"received_new": 10, "handled_total": 10}
HEAD = "申请人情况|自然人|商业企业|科研机构|社会公益组织|法律服务机构|其他|总计"


def line(label, key):
    return "|".join([label, str(COUNTS[key]), *"00000", str(COUNTS[key])])


def bare(label):
    return re.sub(r"^(?:（.）|..)|(?<=\w)（.*", "", label)


CUTS = {
    "whole": str,
    "without brackets": lambda label: re.sub(r"(?<=\w)（.*", "", label),
    "without numbers": bare,
    "cut": lambda label: label[: max(6, len(label) - 3)],
    "last misread": lambda label: bare(label)[:-1] + "某",
    "first misread": lambda label: "某" + bare(label)[1:],
}


def page(first, second, *, below, cut=str):
    lines = []
    for row in FORM.requests:
        if row.key == first.key:
            lines.append(line(cut(first.label) + cut(second.label), first.key))
        elif row.key == second.key:
            lines += [line("", second.key)] * below
        else:
            lines.append(line(row.label, row.key))
    title = "某县2023年政府信息公开工作年度报告"
    return "\n".join([title, "三、收到和处理政府信息公开申请情况", HEAD, *lines])


@pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS)
@pytest.mark.parametrize("below", [False, True])
@pytest.mark.parametrize(("first", "second"), [*pairwise(FORM.requests)], ids=lambda row: row.key)
def test_rows_whose_labels_share_a_cell_say_nothing_false(first, second, below, cut):
    report = read_report(page(first, second, below=below, cut=cut).encode())
    wrong = {
        cell.key: cell.value
        for cell in report.cells
        if cell.table == "requests" and cell.value is not None
        if cell.value != (COUNTS[cell.row] if cell.column in ("natural_person", "total") else 0)
    }
    assert not wrong


def test_one_label_is_not_taken_for_two():
    labels = [cut(row.label) for row in FORM.requests for cut in CUTS.values()]
    assert not [label for label in labels if names_two_rows(label)]
