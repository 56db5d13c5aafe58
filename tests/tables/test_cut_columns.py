"""Table 3 cut by columns: the left ones first, the others below, as narrow pages print it."""

from __future__ import annotations

import pytest
from differing_figures import LABELS, figures, read_requests, read_right, silently_wrong

from gikstudy.forms import get_form

NAMES = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
SEPARATORS = {"bars": " | ", "tabs": "\t", "spaces": " ", "lines": "\n"}
ROWS = figures()


def cut(at: list[int], separator: str, *, again: bool = False, heads: bool = False) -> str:
    """The table cut before some columns; labels stand before the first block, or before each."""
    blocks = []
    for first, end in zip([0, *at], [*at, 7], strict=True):
        labelled = again or not first
        head = [["申请人情况"][: int(labelled)] + NAMES[first:end]] if heads else []
        body = [
            [*([LABELS[key]] * labelled), *map(str, row[first:end])] for key, row in ROWS.items()
        ]
        blocks.append("\n".join(separator.join(line) for line in [*head, *body]))
    return "\n\n".join(blocks)


@pytest.mark.parametrize("at", [[1], [2], [3], [4], [5], [6], [2, 4], [3, 6]])
@pytest.mark.parametrize("separator", SEPARATORS.values(), ids=SEPARATORS)
@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("heads", [False, True])
def test_the_columns_of_one_block_bound_none_of_another(
    at: list[int],
    separator: str,
    again: bool,  # noqa: FBT001
    heads: bool,  # noqa: FBT001
) -> None:
    report = read_requests(cut(at, separator, again=again, heads=heads))
    assert silently_wrong(report, ROWS) == []


@pytest.mark.parametrize("kept", [1, 3, 5, 6])
@pytest.mark.parametrize("mark", ["/", ""])
def test_so_it_is_where_some_rows_are_marked_or_empty(kept: int, mark: str) -> None:
    empty = ("partial", "other_fee_unpaid")
    lines = [
        "| "
        + " | ".join([LABELS[key], *([mark] * kept if key in empty else map(str, row[:kept]))])
        + " |"
        for key, row in ROWS.items()
    ]
    report = read_requests("\n".join(lines))
    rest = {key: row for key, row in ROWS.items() if key not in empty}
    found = [wrong for wrong in silently_wrong(report, ROWS) if wrong.split("/")[0] in rest]
    assert found == []
    ends = [c for c in report.cells if c.row in empty and c.column == "total"]
    assert kept == 1 or {cell.state for cell in ends} <= {"ambiguous", "unreadable", "missing"}


def test_rows_whose_blanks_slid_behind_their_totals_are_still_placed() -> None:
    rows = {row.key: [0] * 7 for row in get_form("2021").requests}
    for key, number in (("received_new", 7), ("granted", 4), ("partial", 3), ("handled_total", 7)):
        rows[key] = [number, 0, 0, 0, 0, 0, number]
    printed = {key: [str(n) for n in row if n] or ["0"] * 7 for key, row in rows.items()}
    lines = "\n".join(
        f"{LABELS[key]} | {' | '.join(cells)} | {'|' * (7 - len(cells))}"
        for key, cells in printed.items()
    )
    report = read_requests(lines)
    totals = [c.value for c in report.cells if c.table == "requests" and c.column == "total"]
    totals = [value for value in totals if value]
    assert totals == [7, 4, 3, 7]
    assert read_right(report, rows) > 100
