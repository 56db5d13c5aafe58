"""A page of tables as the recogniser hands it over: every cell read without doubt."""

from __future__ import annotations

from gikstudy.forms import newest_form
from gikstudy.model import Grid, GridCell, Line, PictureReading

TITLE = "某某镇人民政府2023年政府信息公开工作年度报告"


def row_of(texts: list[str], locus: str) -> tuple[GridCell, ...]:
    """A row of cells without spans."""
    return tuple(GridCell(text, f"{locus}C{n}") for n, text in enumerate(texts, 1))


def scanned_blocks(
    numbers: list[str], requests: dict[str, str] | None = None
) -> tuple[Line | Grid, ...]:
    """Title, prose, table 3 and table 4 of a page.

    Args:
        numbers: the fifteen texts of table 4.
        requests: the number of natural persons, by row of table 3; all others are zero.
    """
    form = newest_form()
    given = requests or {}
    rows = [
        row_of([r.label, n, *"00000", n], f"P1R{at}")
        for at, r in enumerate(form.requests, 7)
        for n in [given.get(r.key, "0")]
    ]
    head = row_of(["申请人情况", *(column.label for column in form.applicants)], "P1R6")
    heads = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    disputes = Grid(
        (
            (GridCell("行政复议", "P1R2C1", 1, 5), GridCell("行政诉讼", "P1R2C2", 1, 10)),
            (
                *(GridCell(head, f"P1R3C{n}", 2, 1) for n, head in enumerate(heads, 1)),
                GridCell("未经复议直接起诉", "P1R3C6", 1, 5),
                GridCell("复议后起诉", "P1R3C7", 1, 5),
            ),
            row_of(heads * 2, "P1R4"),
            row_of(numbers, "P1R5"),
        )
    )
    told = (TITLE, "一、总体情况", "本机关依法公开政府信息。", "三、收到和处理申请情况")
    last = Line("四、行政复议、行政诉讼情况", "P1R1")
    return (*(Line(text, "P1R1") for text in told), Grid((head, *rows)), last, disputes)


def readings_of(blocks: tuple[Line | Grid, ...]) -> tuple[PictureReading, ...]:
    """The reading of each cell, without doubt and in a box of its own."""
    cells = [cell for b in blocks if isinstance(b, Grid) for row in b.rows for cell in row]
    return tuple(
        PictureReading(cell.locus, ((cell.text, 0.0),), box=(50.0, 2.0 * n, 90.0, 2.0 * n + 1))
        for n, cell in enumerate(cells)
    )
