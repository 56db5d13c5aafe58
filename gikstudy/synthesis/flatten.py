"""Tables as running text: the layout families of crawled pages (layouts A1-A9).

Each family is a few lines: a table in, lines out. `TextStyle` holds the differences between reports
of one family.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from gikstudy.synthesis.layout import FormTable, Slot

NBSP: Final = "\u00a0"
WIDE_SPACE: Final = "\u3000"
TABLE_3: Final = 10  # columns: three of labels, seven of values


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How one report is flattened.

    Attributes:
        blanks: `shown` if an empty cell leaves a trace at its position, `packed` if blanks move
            into the pad at the end of the row, `vanished` if they leave no trace.
        padding: the space around values: none, a space, a no-break space, a wide space.
        pads: `exact`, `ragged`, `none` or `absurd` rows of bars at the end of a row.
        indent: what text lines begin with.
        page_number: the format of page numbers between rows; empty if there are none.
        wrapped: where a PDF puts the values of a wrapped label: `between` its halves or `after`.
        centred: whether a PDF puts a label of several rows beside the middle one.
        repeated: whether the headers of table 3 are repeated at the top of a page.
        broken: whether some rows of bars are broken over several lines.
        empty: the text between the bars of an empty cell.
        bar: the character of the bars.
    """

    rng: random.Random
    blanks: str = "shown"
    padding: str = ""
    pads: str = "exact"
    indent: str = ""
    page_number: str = ""
    wrapped: str = "between"
    centred: bool = False
    repeated: bool = False
    broken: bool = False
    empty: str = ""
    bar: str = "|"


BARE_NUMBER: Final = "{}"  # looks exactly like a value
PAGE_NUMBERS: Final = (
    "- {} -", "— {} —", "P. {}", "Page {} - 2020年报", "第 {} 页 共 12 页", "－{}－", "-{}-", "第{}页",
    "{}/12", "{} / 12", "· {} ·", BARE_NUMBER,
)  # fmt: skip
PAGED: Final = ("CPL_DENSE", "PDF_LINE")


def draw_text_style(family: str, rng: random.Random) -> TextStyle:
    """The differences within a family, drawn once per report."""
    choices = {
        "CPL_BLANK": ("shown", "vanished"), "CPL_DENSE": ("vanished",), "PDF_LINE": ("vanished",),
        "ONE_LINE": ("vanished",),
        "ROW_PAD": ("packed", "shown"), "CELL_PIPE": ("packed", "shown"),
        "CELL_PIPE_LEAD": ("packed", "shown"),
    }  # fmt: skip
    return TextStyle(
        rng=rng,
        blanks=rng.choice(choices.get(family, ("shown",))),
        padding=rng.choice(("", "", " ", NBSP, WIDE_SPACE)),
        pads=rng.choices(("exact", "ragged", "none", "absurd"), (70, 15, 10, 5))[0],
        indent=rng.choice(("", "  ", WIDE_SPACE * 2)),
        page_number=rng.choice(PAGE_NUMBERS) if family in PAGED and rng.random() < 0.5 else "",
        wrapped=rng.choice(("between", "between", "after")),
        centred=family == "PDF_LINE" and rng.random() < 0.3,
        repeated=family in PAGED and rng.random() < 0.15,
        broken=family == "ROW_PAD" and rng.random() < 0.08,
        empty=rng.choice(("", "", "", NBSP, WIDE_SPACE, "&nbsp;")),
        bar=rng.choices(("|", "｜", "│"), (96, 2, 2))[0],
    )


def _paged(table: FormTable, page: TextStyle) -> FormTable:
    """Table 3 with its headers a second time, as at the top of a new page."""
    head = tuple(row for row in table.rows if not any(slot.key for slot in row))
    if not page.repeated or table.columns != TABLE_3:
        return table
    at = page.rng.randint(len(head) + 3, len(table.rows) - 2)
    return FormTable(table.columns, (*table.rows[:at], *head, *table.rows[at:]))


def _page_number(page: TextStyle) -> list[str]:
    """Now and then a page number."""
    if not page.page_number or page.rng.random() >= 0.08:
        return []
    return [page.page_number.format(page.rng.randint(2, 9))]


def _cells(row: Iterable[Slot], page: TextStyle) -> list[str]:
    """The texts of a row, one per line; blanks are dropped unless the page shows them."""
    return [
        page.empty if slot.empty else slot.text.replace("\n", " ")
        for slot in row
        if page.blanks == "shown" or not slot.empty
    ]


def _pad(row: tuple[Slot, ...], columns: int, page: TextStyle) -> int:
    """The number of bars after a row: one per column without a printed cell."""
    exact = columns - len(_cells(row, page))
    if page.pads == "exact" or (page.blanks == "packed" and any(s.empty for s in row)):
        return exact
    if page.pads == "ragged":
        return max(0, exact - page.rng.choice((0, 0, 1)))
    return 0 if page.pads == "none" else exact + page.rng.choice((0, 6))


def _padded(text: str, page: TextStyle) -> str:
    """A value with the white space of its cell; a blank cell is only white space."""
    if page.padding == "":
        return text
    return page.padding + text if page.rng.random() < 0.5 else text + page.padding


def cpl_blank(table: FormTable, page: TextStyle) -> list[str]:
    """One cell per line, with an empty line between; a blank is a line of white space, or nothing."""
    lines: list[str] = []
    for row in table.rows:
        for slot in row:
            if slot.empty:
                lines.extend(("  ", "") if page.blanks == "shown" else ())
            elif slot.key:
                lines.extend((_padded(slot.text, page), ""))
            else:
                halves = slot.text.split("\n")
                lines.extend(x for half in halves for x in (page.indent + half, ""))
    return lines


def cpl_dense(table: FormTable, page: TextStyle) -> list[str]:
    """One cell per line without empty lines, as PyMuPDF reads a PDF; long labels wrap."""
    lines: list[str] = []
    for row in _paged(table, page).rows:
        lines += _page_number(page)
        for slot in row:
            if slot.key:
                lines.extend([] if slot.empty else [slot.text])
            elif slot.text.startswith("三、") and page.rng.random() < 0.5:
                lines.extend(slot.text)
            else:
                lines.extend(x for half in slot.text.split("\n") for x in _wrap(half, 17))
    return lines


def _wrap(text: str, width: int) -> list[str]:
    return [text[i : i + width] for i in range(0, len(text), width)] or [""]


def row_pad(table: FormTable, page: TextStyle) -> list[str]:
    """`a | b | c | |||`: one row per line, with bars for the columns without a cell."""
    lines = []
    for row in table.rows:
        texts = _cells(row, page)
        line = " | ".join(texts) + " | " + "|" * _pad(row, table.columns, page)
        if page.broken and len(texts) > 2 and page.rng.random() < 0.2:
            line = line.replace(" | ", "\n| ")
        lines.append(line)
    return [line.rstrip(" ") if line.endswith("| ") else line for line in lines]


def row_bare(table: FormTable, page: TextStyle) -> list[str]:
    """`a | b | c |`: one row per line, with one bar at the end."""
    return [" | ".join(_cells(row, page)) + " |" for row in table.rows]


def row_lead(table: FormTable, page: TextStyle) -> list[str]:
    """`| a | b | c | `: a bar before the row as well."""
    return ["| " + " | ".join(_cells(row, page)) + " | " for row in table.rows]


def _cell_lines(table: FormTable, page: TextStyle, opening: str) -> list[str]:
    lines: list[str] = []
    for row in table.rows:
        texts = [f"{_padded(text, page)} |" if text.strip() else "|" for text in _cells(row, page)]
        if opening == "own":
            lines.append("|")
        elif opening and texts:
            texts[0] = opening + texts[0]
        pad = _pad(row, table.columns, page)
        lines.extend(texts)
        if pad and row is not table.rows[-1]:
            lines.append("|" * pad)
    return lines


def cell_pipe(table: FormTable, page: TextStyle) -> list[str]:
    """`a |` on each line; the pads of a row on a separate line, or missing."""
    return _cell_lines(table, page, "")


def cell_pipe_lead(table: FormTable, page: TextStyle) -> list[str]:
    """Like `cell_pipe`, but each row begins with a bar: a reliable row mark."""
    return _cell_lines(table, page, "| " if page.indent else "own")


def pipe_own_line(table: FormTable, page: TextStyle) -> list[str]:
    """A cell on one line, its bar on the next; nothing marks the end of a row."""
    lines: list[str] = []
    for row in table.rows:
        for text in _cells(row, page):
            lines.extend((_padded(text, page), "|") if text.strip() else ("|",))
    return lines


def tabbed(table: FormTable, page: TextStyle) -> list[str]:
    """Cells separated by tabs, as copied from a browser."""
    return ["\t".join(_cells(row, page)) for row in table.rows]


def pdf_line(table: FormTable, page: TextStyle) -> list[str]:
    """Labels and values separated by spaces; values are between the halves of a wrapped label."""
    lines: list[str] = []
    beside: list[
        tuple[int, str]
    ] = []  # labels of several rows, and how many rows come before theirs
    for row in _paged(table, page).rows:
        values = " ".join(s.text for s in row if s.key and not s.empty)
        labels = [s.text.replace("\n", "") for s in row if not s.key]
        if not any(s.key for s in row):
            lines.extend(_spread_header(labels, page))
            continue
        lines += _page_number(page)
        label = labels[-1] if labels else ""
        if page.centred:
            lines.extend(s.text for s in row if not s.key and s.rowspan == 1 and s.text != label)
            beside += [(s.rowspan // 2, s.text) for s in row if s.rowspan > 1]
            due = [text for rows, text in beside if rows == 0]
            beside = [(rows - 1, text) for rows, text in beside if rows]
            if due:
                lines.append(" ".join([*due, label, values]).strip())
                continue
        else:
            lines.extend(labels[:-1])
        lines.extend(_wrapped(label, values, page))
    return lines


def _wrapped(label: str, values: str, page: TextStyle) -> list[str]:
    if len(label) <= 14 or page.rng.random() < 0.3:
        return [f"{label} {values}".strip()]
    halves = label[:14], label[14:]
    order = (halves[0], values, halves[1]) if page.wrapped == "between" else (*halves, values)
    return [line for line in order if line]


def one_line(table: FormTable, page: TextStyle) -> list[str]:
    """The whole table on one line, as when a crawler folds all white space."""
    texts = (s.text.replace("\n", " ") for row in table.rows for s in row if not s.empty)
    return [" ".join(texts)]


def _spread_header(labels: list[str], page: TextStyle) -> list[str]:
    """Header words: side by side, or written vertically, one character per line."""
    if len(labels) < 5 or page.rng.random() < 0.6:
        return [page.rng.choice((" ", " ", " ", "")).join(labels)]
    height = max(map(len, labels))
    return [" ".join(label[i] for label in labels if i < len(label)) for i in range(height)]


FLATTENERS: Final[dict[str, Callable[[FormTable, TextStyle], list[str]]]] = {
    "CPL_BLANK": cpl_blank,
    "CPL_DENSE": cpl_dense,
    "ROW_PAD": row_pad,
    "ROW_BARE": row_bare,
    "ROW_LEAD": row_lead,
    "CELL_PIPE": cell_pipe,
    "CELL_PIPE_LEAD": cell_pipe_lead,
    "PIPE_OWN_LINE": pipe_own_line,
    "TAB": tabbed,
    "PDF_LINE": pdf_line,
    "ONE_LINE": one_line,
}
