"""A table with more or fewer columns than the form, or with other ones, puts no number elsewhere."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest

from gikstudy import read_report
from gikstudy.forms import OUTCOME_GROUPS, applicant_keys, get_form
from tests.zoo.figures import KINDS, applicants, make_report
from tests.zoo.judge import counted, judge
from tests.zoo.pages import CORNER, Box, parts

REPORTS = {name: make_report(kind) for name, kind in KINDS.items()}
NAMES = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
ALL = range(len(NAMES))
Row = tuple[list[str], list[str]]
Columns = Callable[[str, list[Row]], list[list[str]]]


def chosen(*order: int) -> Columns:
    """Table 3 with some of its columns, in some order; tables 2 and 4 as they are."""

    def rows(name: str, table: list[Row]) -> list[list[str]]:
        if name != "requests":
            return [[*labels, *numbers] for labels, numbers in table]
        head = [CORNER, *(NAMES[n] for n in order)]
        return [head, *([*labels, *(numbers[n] for n in order)] for labels, numbers in table[3:])]

    return rows


def numbered(name: str, table: list[Row]) -> list[list[str]]:
    """A column that numbers the rows, between labels and values."""
    return [
        [*labels, str(n), *numbers] if numbers else labels
        for n, (labels, numbers) in enumerate(table, 1)
    ]


def numbered_in_front(name: str, table: list[Row]) -> list[list[str]]:
    return [[str(n), *labels, *numbers] for n, (labels, numbers) in enumerate(table, 1)]


def with_units(name: str, table: list[Row]) -> list[list[str]]:
    return [[*labels, "件", *numbers] if numbers else labels for labels, numbers in table]


def with_subtotal(name: str, table: list[Row]) -> list[list[str]]:
    if name != "requests":
        return [[*labels, *numbers] for labels, numbers in table]
    made = [[CORNER, *NAMES[:-1], "小计", "总计"]]
    for labels, numbers in table[3:]:
        bodies = sum(int(n) for n in numbers[1:6] if n.isdecimal())
        made.append([*labels, *numbers[:6], str(bodies), numbers[6]])
    return made


COLUMNS: dict[str, Columns] = {
    "total only": chosen(6),
    "person and total": chosen(0, 6),
    "no total": chosen(*ALL[:6]),
    "no research": chosen(0, 1, 3, 4, 5, 6),
    "no others": chosen(0, 1, 2, 3, 4, 6),
    "total first": chosen(6, *ALL[:6]),
    "exchanged": chosen(0, 2, 1, 5, 4, 3, 6),
    "numbered rows": numbered,
    "numbers in front": numbered_in_front,
    "units": with_units,
    "subtotal": with_subtotal,
}
LAYOUTS: dict[str, Callable[[list[str]], str]] = {
    "lines": "\n".join,
    "lines without blanks": lambda row: "\n".join(filter(None, row)),
    "bars": lambda row: " | ".join(row) + " |",
    "slid blanks": lambda row: " | ".join(filter(None, row)) + " | " + "|" * row.count(""),
    "spaces": lambda row: " ".join(filter(None, row)),
    "commas": ",".join,
    "markdown": lambda row: f"| {' | '.join(row)} |",
}


def text_of(name: str, columns: Columns, layout: Callable[[list[str]], str]) -> Iterator[str]:
    for part in parts(REPORTS[name]):
        if part.kind == "table":
            yield from map(layout, columns(part.name, [*map(split, part.table)]))
        else:
            yield part.text


def split(row: tuple[Box, ...]) -> Row:
    labels = [box.text for box in row if not box.number]
    return labels, [box.text for box in row if box.number]


@pytest.mark.parametrize("name", ["form_2019", "gaps"])
@pytest.mark.parametrize("columns", COLUMNS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_other_columns_than_the_form_put_no_number_elsewhere(name, columns, layout):
    text = "\n".join(text_of(name, COLUMNS[columns], LAYOUTS[layout]))
    verdicts = judge(read_report(text.encode()), name)
    assert [v for v in verdicts if v.verdict == "silent"] == []


@pytest.mark.parametrize("columns", ["total first", "exchanged"])
@pytest.mark.parametrize("layout", ["lines", "bars", "spaces", "commas", "markdown"])
def test_a_header_beside_the_corner_note_gives_the_order_of_the_columns(columns, layout):
    text = "\n".join(text_of("form_2021", COLUMNS[columns], LAYOUTS[layout]))
    assert counted(judge(read_report(text.encode()), "form_2021"))["right"] == 200


def transposed(name: str, *, merged: bool) -> str:
    """Table 3 with its applicants as rows, and the labels in tiers above the numbers."""
    lines: list[str] = []
    for part in parts(REPORTS[name]):
        if part.kind != "table" or part.name != "requests":
            cells = [[box.text for box in row] for row in part.table] or [[part.text]]
            lines += [" | ".join(row) for row in cells]
            continue
        table = [split(row) for row in part.table[3:]]
        tiers = [[labels[0] for labels, _ in table if len(labels) > 1]] * (not merged)
        lines += [" | ".join(tier) for tier in tiers]
        if merged:
            lines.append(" | ".join([CORNER, *(labels[-1] for labels, _ in table)]))
        else:  # the rows without a group are a tier further up
            lines.append(" | ".join(x[-1] for x, _ in table if len(x) > 1 or x[0][0] in "一二四"))
            lines.append(
                " | ".join(x[-1] for x, _ in table if len(x) < 2 and x[0][0] not in "一二四")
            )
        for n, _ in enumerate(applicants()):
            lines.append(" | ".join([NAMES[n], *(numbers[n] for _, numbers in table)]))
    return "\n".join(lines)


@pytest.mark.parametrize("apart", [" | ", "\n"])
@pytest.mark.parametrize("name", ["form_2019", "form_2021", "gaps"])
def test_a_transposed_table_with_labels_in_tiers_puts_no_number_elsewhere(name, apart):
    text = transposed(name, merged=False).replace(" | ", apart)
    verdicts = judge(read_report(text.encode()), name)
    assert [v for v in verdicts if v.verdict == "silent"] == []


def test_a_transposed_table_whose_labels_are_on_one_line_is_read():
    verdicts = judge(read_report(transposed("form_2021", merged=True).encode()), "form_2021")
    assert counted(verdicts)["right"] == 200


@pytest.mark.parametrize("lost", ["本年新收政府信息公开", "部分公开", "属于四类过程性信息"])
@pytest.mark.parametrize("layout", ["lines without blanks", "spaces"])
def test_numbers_below_an_unknown_label_do_not_go_to_the_next_one(lost, layout):
    """The label behind them prints nothing: it looks as if numbers stood above their labels."""
    as_on_form = chosen(*ALL)
    text = "\n".join(text_of("gaps", as_on_form, LAYOUTS[layout]))
    damaged = "\n".join(
        "某项" if lost in line and layout != "spaces" else line for line in text.split("\n")
    )
    if layout == "spaces":
        damaged = "\n".join(
            " ".join(line.split()[1:]) if lost in line else line for line in text.split("\n")
        )
    verdicts = judge(read_report(damaged.encode()), "gaps")
    assert [v for v in verdicts if v.verdict == "silent"] == []


@pytest.mark.parametrize("name", ["form_2019", "form_2021"])
@pytest.mark.parametrize("digits", [2, 3])
def test_the_rest_of_a_number_on_the_line_below_leaves_its_row_open(name, digits):
    """A narrow cell breaks a long number; the text has its first digits beside the label."""

    def broken(table: str, rows: list[Row]) -> list[list[str]]:
        made: list[list[str]] = []
        for labels, numbers in rows:
            made.append([*labels, *(n[:digits] if n.isdecimal() else n for n in numbers)])
            made.append([n[digits:] for n in numbers if n.isdecimal() and n[digits:]])
        return [row for row in made if row]

    verdicts = judge(read_report("\n".join(text_of(name, broken, " ".join)).encode()), name)
    assert [v for v in verdicts if v.verdict == "silent"] == []


def torn(text: str, rng: random.Random) -> str:
    """A number, perhaps in two pieces, as a separator between the runs of Word prints it."""
    in_two = text.isdecimal() and len(text) > 1 and rng.random() < 0.5
    return f"{text[0]} | {text[1:]}" if in_two else text


def added_up(rng: random.Random) -> dict[str, list[int]]:
    """The rows of table 3 of the form of 2021, with every sum right and about a fourth above zero."""
    form = get_form("2021")
    drawn = {
        row.key: [rng.choice([0, 0, 0, rng.randint(1, 99)]) for _ in NAMES[:-1]]
        for row in form.requests
    }
    leaves = [drawn[row.key] for row in form.requests if row.group in OUTCOME_GROUPS]
    drawn["handled_total"] = [sum(column) for column in zip(*leaves, strict=True)]
    received = zip(drawn["handled_total"], drawn["carried_out"], strict=True)
    drawn["received_new"] = [sum(column) for column in received]
    drawn["carried_in"] = [0] * len(NAMES[:-1])
    return {key: [*numbers, sum(numbers)] for key, numbers in drawn.items()}


@pytest.mark.parametrize("blanks", [False, True])
@pytest.mark.parametrize("seed", range(12))
def test_where_numbers_are_torn_no_piece_fills_a_blank(blanks, seed):
    rng = random.Random(seed)
    table = added_up(rng)
    lines = [
        "某局2022年政府信息公开工作年度报告",
        "三、收到和处理政府信息公开申请情况",
        "|".join(NAMES),
    ]
    for row in get_form("2021").requests:
        texts = [torn(str(n), rng) if n else " " for n in table[row.key]]
        lines.append("|".join([row.label, *(t for t in texts if blanks or t != " ")]) + "|")
    cells = [c for c in read_report("\n".join(lines).encode()).cells if c.table == "requests"]
    true = {
        (row, kind): n
        for row in table
        for kind, n in zip(applicant_keys(), table[row], strict=True)
    }
    given = [c for c in cells if c.value is not None]
    assert [(c.key, c.value) for c in given if c.value != true[c.row, c.column]] == []


SUMS = ["5301", "5302", "5303", "5304", "5305", "5306", "31821"]
GROUPS = ["（三）不予公开", "（四）无法提供", "（五）不予处理", "（六）其他处理"]


def with_sums(layout: Callable[[list[str]], str], group: str) -> str:
    """The page with the sums of a group beside its name, above its parts."""
    lines: list[str] = []
    for part in parts(REPORTS["form_2021"]):
        for labels, numbers in map(split, part.table):
            if part.name == "requests" and group in labels:
                lines.append(layout([group, *SUMS]))
            lines.append(layout([*(label for label in labels if label != group), *numbers]))
        lines += [part.text] * (not part.table)
    return "\n".join(lines)


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("layout", ["bars", "commas", "markdown", "spaces"])
def test_the_sums_of_a_group_are_no_row_of_the_form(group, layout):
    report = read_report(with_sums(LAYOUTS[layout], group).encode())
    assert not [v for v in judge(report, "form_2021") if v.verdict == "silent"]
    assert not [c for c in report.cells if c.value is not None and str(c.value) in SUMS]


@pytest.mark.parametrize("extra", ["6.其他情形", "9.其他"])
def test_a_row_added_below_the_last_group_does_not_make_it_a_heading(extra):
    text = "\n".join(text_of("form_2019", chosen(*ALL), LAYOUTS["bars"]))
    line = next(line for line in text.splitlines() if "（六）其他处理" in line)
    text = text.replace(line, f"{line}\n{extra} | {' | '.join(SUMS)} |")
    cells = {c.key: c for c in read_report(text.encode()).cells}
    assert "requests/other_not_supplemented/total" not in cells
    assert cells["requests/other_undivided/total"].value is not None


@pytest.mark.parametrize("count", range(1, 7))
@pytest.mark.parametrize("apart", ["\n", " "])
def test_the_last_row_takes_no_number_from_behind_the_headers_of_table_4(count, apart):
    table = [line for line in text_of("form_2021", chosen(*ALL), LAYOUTS["spaces"]) if line]
    at = next(n for n, line in enumerate(table) if line.startswith("四、结转"))
    last = table[at].split()[: count + 1]
    head = "四、政府信息公开行政复议、行政诉讼情况 类别 结果维持 结果纠正 其他结果 尚未审结 总计 复议后起诉"
    beyond = [7471, 7472, 7182, 7183, 769, 7571, 7640]
    lines = [
        *table[:at],
        *last,
        head,
        *map(str, beyond[: 8 - count]),
        "五、存在的主要问题及改进情况",
    ]
    cells = [c for c in read_report(apart.join(lines).encode()).cells if c.row == "carried_out"]
    assert not [c for c in cells if c.value in beyond or any(str(n) in c.raw for n in beyond)]


@pytest.mark.parametrize("name", ["gaps", "form_2021"])
@pytest.mark.parametrize("front", [" | ", "| ", "  |"])
def test_a_bar_in_front_of_every_line_is_no_empty_cell(name, front):
    lines: list[str] = []
    for part in parts(REPORTS[name]):
        for row in part.table or [[Box(part.text)]]:
            lines.append(f"{front}{' | '.join(box.text for box in row if box.text)} | ")
    verdicts = judge(read_report("\n".join(lines).encode()), name)
    assert [v for v in verdicts if v.verdict == "silent"] == []


@pytest.mark.parametrize("numbers", [("88", "407"), ("1", "250"), ("999", "100")])
def test_numbers_between_semicolons_have_no_thousands(numbers):
    lines: list[str] = []
    for part in parts(REPORTS["form_2019"]):
        for row in part.table or [[Box(part.text)]]:
            texts = ["规章", *numbers] if row[0].text == "规章" else [box.text for box in row]
            lines.append(f";{';'.join(texts)};")
    cells = [c for c in read_report("\n".join(lines).encode()).cells if c.row == "rules"]
    assert {cell.state for cell in cells} == {"ambiguous"}
