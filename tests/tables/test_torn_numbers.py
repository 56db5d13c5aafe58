"""Numbers that go on in the line below or above, or that ran together with another or with a year."""

from __future__ import annotations

from unicodedata import east_asian_width

import pytest
from differing_figures import COLUMNS, LABELS, figures, read_requests, read_right, silently_wrong
from printed_tables import HEAD, TABLE_2, cells, read, states

from gikstudy.tables.text_lines import plain_line
from gikstudy.tables.values import ODD, parse_value

SMALL = figures()
LARGE = figures(7, 1003)
FULL = {ord(str(digit)): 0xFF10 + digit for digit in range(10)}


def wrapped(text: str, width: int) -> list[str]:
    parts, part = [], ""
    for character in text:
        columns = sum(1 + (east_asian_width(c) in "WF") for c in part + character)
        if columns > width:
            parts.append(part)
            part = ""
        part += character
    return [*parts, part]


def padded(text: str, width: int) -> str:
    return text + " " * (width - sum(1 + (east_asian_width(c) in "WF") for c in text))


def in_columns(rows: dict[str, list[int]], width: int, at: str, bar: str, *, full: bool) -> str:
    """Table 3 in columns of some width; what does not fit goes on below, at the top, middle or bottom."""
    lines = []
    for key, row in rows.items():
        numbers = [str(n).translate(FULL) if full else str(n) for n in row]
        texts = [wrapped(LABELS[key], 30), *(wrapped(number, width) for number in numbers)]
        tall = max(map(len, texts))
        lead = {"top": 0, "middle": 1, "bottom": 2}[at]
        blocks = [[""] * ((tall - len(parts)) * lead // 2) + parts for parts in texts]
        for n in range(tall):
            line = [block[n] if n < len(block) else "" for block in blocks]
            widths = [30, *[width] * 7]
            lines.append(bar.join(padded(t, w) for t, w in zip(line, widths, strict=True)).rstrip())
    return "\n".join(lines)


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("bar", [" ", "|", "\t"])
@pytest.mark.parametrize("at", ["top", "middle", "bottom"])
@pytest.mark.parametrize("width", [3, 4, 6])
@pytest.mark.parametrize("rows", [SMALL, LARGE], ids=["small", "large"])
def test_a_number_that_goes_on_in_another_line_is_not_read_in_part(
    rows: dict[str, list[int]],
    width: int,
    at: str,
    bar: str,
    full: bool,  # noqa: FBT001
) -> None:
    report = read_requests(in_columns(rows, width, at, bar, full=full))
    assert silently_wrong(report, rows) == []


@pytest.mark.parametrize("below", ["收费   ４", "           ４"])
def test_a_number_of_table_2_that_goes_on_below_is_open(below: str) -> None:
    text = (
        "二、主动公开政府信息情况\n第二十条第（五）项\n信息内容 上一年项目数量 本年增/减 处理决定数量\n"
        "行政许可 12 +3 57\n其他对外管理服务事项 13 -2 58\n第二十条第（八）项\n"
        f"信息内容 上一年项目数量 本年增/减\n行政事业性 １０２ +３７２\n{below}\n"
        "第二十条第（九）项\n信息内容 采购项目数量 采购总金额\n政府集中采购 3 4800元\n"
    )
    report = read(f"{HEAD}{text}")
    assert {value for _, value in cells(report, "admin_fees", "proactive").values()} == {None}
    assert cells(report, "licensing", "proactive")["decisions"] == ("reported", 57)


def test_a_row_that_is_misprinted_among_whole_ones_is_read() -> None:
    rows = {key: list(row) for key, row in SMALL.items()}
    rows["granted"][0] += 1  # the sum is no longer right, and nothing is beside the row
    lines = "\n".join(f"{LABELS[key]} {' '.join(map(str, row))}" for key, row in rows.items())
    assert read_right(read_requests(lines), rows) == 7 * len(rows)


@pytest.mark.parametrize("separator", [" | ", "\t", ","])
@pytest.mark.parametrize("glued", [[0], [5], [0, 3], [1, 2]])
@pytest.mark.parametrize("several", [False, True])
def test_numbers_that_ran_together_place_nothing(
    separator: str,
    glued: list[int],
    several: bool,  # noqa: FBT001
) -> None:
    lines = []
    for n, (key, row) in enumerate(SMALL.items()):
        numbers = list(map(str, row))
        for at in sorted(glued, reverse=True) if n == 5 or (several and n % 4 == 1) else ():
            numbers[at : at + 2] = ["".join(numbers[at : at + 2])]
        lines.append(separator.join([LABELS[key], *numbers]))
    report = read_requests("\n".join(lines))
    assert silently_wrong(report, SMALL) == []
    assert read_right(report, SMALL) > 100


@pytest.mark.parametrize("between", ["", "\n"])
def test_glued_thousands_are_not_cut_at_their_commas(between: str) -> None:
    lines = "\n".join(
        LABELS[key] + between + "".join(f"{n:,}" for n in row) for key, row in LARGE.items()
    )
    assert silently_wrong(read_requests(lines), LARGE) == []


@pytest.mark.parametrize("line", ["1,2343,4564,567", "4531,4683,2731,116", "3,5083,10164,040"])
def test_a_line_of_glued_thousands_is_one_text(line: str) -> None:
    (token,) = plain_line(0, line, line)
    assert token.value in (None, ODD)


@pytest.mark.parametrize(
    "line", ["12,1034,5,345", "128,26,254,566", ",".join(["1234"] * 14 + ["567"])]
)
def test_a_line_of_a_sheet_is_cut_at_its_commas(line: str) -> None:
    read_values = [token.value.number for token in plain_line(0, line, line) if token.value]
    assert read_values == [int(number) for number in line.split(",")]


def test_rows_of_a_sheet_are_cut_at_their_commas() -> None:
    lines = "\n".join(f"{LABELS[key]},{','.join(map(str, row))}" for key, row in LARGE.items())
    assert read_right(read_requests(lines), LARGE) == 7 * len(LARGE)


@pytest.mark.parametrize("text", ["000", "012", "0724", "022元", "0,123"])
def test_a_number_does_not_begin_with_a_nought_among_three_digits(text: str) -> None:
    assert parse_value(text) is ODD


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("05", 5), ("0.5", 0.5), ("100", 100)])
def test_other_noughts_belong_to_their_number(text: str, number: float) -> None:
    value = parse_value(text)
    assert value is not None
    assert value.number == number


@pytest.mark.parametrize("separator", [" | ", "\t", " "])
@pytest.mark.parametrize(("first", "last"), [("2022", ""), ("", "2022"), ("2022", "2022")])
def test_a_year_that_ran_into_a_number_of_a_row_shows_in_its_sum(
    separator: str, first: str, last: str
) -> None:
    lines = [
        separator.join([LABELS[key], f"{first}{row[0]}", *map(str, row[1:-1]), f"{row[-1]}{last}"])
        for key, row in SMALL.items()
    ]
    report = read_requests("\n".join(lines))
    assert silently_wrong(report, SMALL) == []
    assert read_right(report, SMALL) >= 5 * len(SMALL)


def test_a_year_that_ran_into_a_number_of_table_4() -> None:
    heads = "结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计"
    text = (
        "四、政府信息公开行政复议、行政诉讼情况\n行政复议 | 行政诉讼\n"
        f"{heads} | 未经复议直接起诉 | 复议后起诉\n{heads} | {heads}\n"
        "20223 | 1 | 5 | 2 | 11 | 4 | 6 | 7 | 8 | 25 | 9 | 1 | 0 | 3 | 13\n"
    )
    report = read(f"{HEAD}{TABLE_2}{text}")
    assert states(report, "review", "disputes") == ["unreadable", *["reported"] * 4]
    assert set(states(report, "suit_direct", "disputes")) == {"reported"}


def test_an_unreadable_value_opens_a_table_4_whose_sums_fail() -> None:
    heads = "结果维持,结果纠正,其他结果,尚未审结,总计"
    text = (
        "四、政府信息公开行政复议、行政诉讼情况\n行政复议,行政诉讼\n"
        f"{heads},未经复议直接起诉,复议后起诉\n{heads},{heads}\n"
        "118,262,254,66,700\n331,404,358,414,1,507,156,361,374\n235,1,126\n"
    )
    report = read(f"{HEAD}{TABLE_2}{text}")
    known = {
        c.column: c.value for c in report.cells if (c.table, c.row) == ("disputes", "suit_direct")
    }
    assert known["total"] is None
    assert not any(
        c.value == 507
        for c in report.cells
        if (c.table, c.row) == ("disputes", "suit_after_review")
    )


def test_a_bar_that_ends_a_line_is_before_an_empty_cell_where_lines_end_without_one() -> None:
    rows = {key: [str(n) for n in row] for key, row in SMALL.items()}
    rows["granted"] = ["28", "", "30", "31", "", "33", "122"]
    lines = [f"| |{LABELS[key]} | |{' |'.join(cells)}\n" for key, cells in rows.items()]
    lines[2] = lines[2].replace("|30", "\n|30")
    found = cells(read_requests("\n".join(lines)), "granted")
    assert found[COLUMNS[0]] in (("reported", 28), ("solved", 28), ("ambiguous", None))
    assert found[COLUMNS[1]] in (("blank", None), ("ambiguous", None))


def test_a_block_that_begins_on_the_line_of_a_row_fills_none_of_its_cells() -> None:
    text = (
        "二、主动公开政府信息情况\n第二十条第（一）项 信息内容本年制发件数本年废止件数现行有效件数 规章///\n"
        "行政规范性文件1716 2876 第二十条第（五）项 信息内容本年处理决定数量\n行政许可28896\n"
        "第二十条第（六）项 信息内容本年处理决定数量\n行政处罚 31\n行政强制 32\n"
    )
    found = cells(
        read(f"某某镇2022年政府信息公开工作年度报告\n{text}"), "normative_docs", "proactive"
    )
    assert {value for _, value in found.values()} == {None}
