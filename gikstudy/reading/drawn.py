"""Tables drawn with characters: rules of dashes, boxes of `+---+`, quoted values over many lines.

In all of them a cell may take several lines, and a line holds parts of several cells. So they are
put together here, while columns can still be counted. Most programs count a Chinese character as
two columns, some as one; the count that cuts no word is right.

    规章         1      3            +--------+----+        规章,"1
    ----------- ------ ----          | 规章   | 1  |        件",3
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import pairwise
from typing import Final, NamedTuple
from unicodedata import east_asian_width

from gikstudy.model import Grid, GridCell

_RULER: Final = re.compile(r"[ \t]*(?:-{2,}|={2,})(?:[ \t]+(?:-{2,}|={2,}))+[ \t]*")
_RUN: Final = re.compile(r"-+|=+")
_FULL: Final = re.compile(r"[ \t]*-{8,}[ \t]*")
_BOX: Final = re.compile(r"[ \t]*\+(?:[-=:]+\+)+[ \t]*")
# Where a rule begins, ends or meets another. Some programs draw a rule below some cells of a row only.
_CORNER: Final = re.compile(r"^\+|[+|](?=[-=]{3})|(?<=[-=]{3})[+|]|(?<=[-=:])\+(?=[-=:]|$)")
_LEAST: Final = (16, 6)  # dashes of a ruler, in total and in its longest run: `-- --` are nil marks
_HEADER_LINES: Final = 6
_FEW_RULES: Final = 3
_VALUE: Final = re.compile("[\\s\\d.,+/\ufdd4—-]*[\\d/—-][\\s\\d.,+/\ufdd4—-]*")
_OPEN_QUOTE: Final = re.compile(r'(?:^|[,;\t])"[^"\n]*$', re.MULTILINE)
_CELL_LINES: Final = 30
_SENTENCE: Final = 60
_WIDE: Final = "WF"
_FILLING: Final = "\ufdd4"  # the second column of a wide character
# Boxes of box-drawing characters, as if they were drawn with `+---+`; those that open and close one.
_STROKES: Final = {
    **dict.fromkeys(map(ord, "─━═┄┅┈┉╌╍"), "-"),
    **dict.fromkeys(map(ord, "│┃║┆┇┊┋╎╏"), "|"),
    **dict.fromkeys((*range(9484, 9548), *range(9554, 9585)), "+"),
}
_BROAD: Final = re.compile(r"[-|+](?=(-)?)")
_OPENING: Final = tuple("┌┍┎┏╒╓╔╭")
_CLOSING: Final = tuple("└┕┖┗╘╙╚╰")

DrawnCell = tuple[str, int, int]
"""The text of a cell, the rows and the columns that it spans."""


class Drawn(NamedTuple):
    """A table from one line of a text to another; each row has the line on which it begins."""

    first: int
    end: int
    rows: list[tuple[int, list[DrawnCell]]]

    def grid(self) -> Grid:
        """The table with its cells located by the line of their row: `L12:3`."""
        return Grid(
            tuple(
                tuple(
                    GridCell(text, f"L{line + 1}:{number}", rowspan, colspan)
                    for number, (text, rowspan, colspan) in enumerate(cells, 1)
                )
                for line, cells in self.rows
            )
        )


def drawn_tables(text: str, lines: list[str]) -> list[Drawn]:
    """The tables of a text whose rows take several lines, in their order."""
    tables: list[Drawn] = []
    if '"' in text and _OPEN_QUOTE.search(text):
        tables = list(_quoted(lines))
    if not tables and ("---" in text or "===" in text or any(sign in text for sign in _OPENING)):
        at = 0
        while at < len(lines):
            table = None
            if _BOX.fullmatch(lines[at]):
                table = _box(lines, at)
            elif lines[at].lstrip().startswith(_OPENING):
                table = _stroked(lines, at)
            elif _is_ruler(lines[at]):
                table = _ruled(lines, at, tables[-1].end if tables else 0)
            if table is not None:
                tables.append(table)
            at = max(at + 1, table.end if table is not None else 0)
    return tables


def _is_ruler(line: str) -> bool:
    if line[:60].strip(" \t-=") or not _RULER.fullmatch(line):
        return False
    runs = [len(run) for run in _RUN.findall(line)]
    return sum(runs) >= _LEAST[0] and max(runs) >= _LEAST[1]


def _wide(line: str, wide: str = _WIDE) -> str:
    """The line with two characters in place of each one that is two columns wide."""
    if line.isascii():
        return line
    return "".join(c + _FILLING if east_asian_width(c) in wide else c for c in line)


def _wider(line: str) -> str:
    """The same for programs that draw “ and × two columns wide."""
    return _wide(line, "WFA")


def _narrow(line: str) -> str:
    return line


def _joined(parts: list[str], room: int = 0) -> str:
    """The lines of a cell joined; Chinese text continues without a space.

    So does a number in wide digits if there was no room for its next digit in `room` columns. In
    a wider cell they are two numbers.
    """
    text, full = "", False
    for part in filter(None, map(str.strip, parts)):
        shown = part.replace(_FILLING, "")
        apart = text and (text[-1].isascii() or shown[0].isascii())
        apart = apart or (text[-1:].isdecimal() and shown[0].isdecimal() and not full)
        text += f" {shown}" if apart else shown
        full = len(part) + 1 >= room
    return text


# --- rules of dashes


def _ruled(lines: list[str], at: int, floor: int) -> Drawn | None:
    """The table around a ruler: its header above, its rows below."""
    first, framed = _header(lines, at, floor)
    last, end = _end(lines, at, framed=framed or first == at)
    inside = [n for n in range(first, last) if not _is_ruler(lines[n])]
    starts = [run.start() for run in _RUN.finditer(lines[at])]
    for widen in (_wide, _narrow):
        cut = {n: _cut(widen(lines[n]), starts) for n in inside if lines[n].strip()}
        if cut and all(cut.values()):
            break
    else:
        return None
    blank_between = any(not lines[n].strip() for n in inside if n > at)
    rows: list[tuple[int, list[list[str]]]] = []
    before = -1  # the line before, if it belongs to the same row
    for n in inside:
        if n not in cut:
            continue
        if before == n - 1 and (blank_between or n < at):
            rows[-1][1].append(cut[n])
        else:
            rows.append((n, [cut[n]]))
        before = n
    made = [
        (n, [(_joined(list(parts)), 1, 1) for parts in zip(*pieces, strict=True)])
        for n, pieces in rows
    ]
    return Drawn(first - (framed and first > 0), end, made)


def _header(lines: list[str], at: int, floor: int) -> tuple[int, bool]:
    """Where the lines above a ruler begin, and whether a full line of dashes is above them."""
    for n in range(at - 1, max(floor, at - _HEADER_LINES) - 1, -1):
        if _FULL.fullmatch(lines[n]):
            return n + 1, True
        if not lines[n].strip():
            break
    if at > floor and lines[at - 1].strip() and not _FULL.fullmatch(lines[at - 1]):
        return at - 1, False
    return at, False


def _end(lines: list[str], at: int, *, framed: bool) -> tuple[int, int]:
    """The line after the last row, and the line after the table."""
    blank = None
    for n in range(at + 1, len(lines)):
        line = lines[n]
        if not line.strip():
            blank = n if blank is None else blank
            if not framed:
                return n, n
        elif _FULL.fullmatch(line):
            return n, n + 1
        elif _is_ruler(line):
            below = lines[n + 1].strip() if n + 1 < len(lines) else ""
            if not below or "=" not in line:
                return n, n + 1
            framed = False  # the ruler below a header
    end = blank if blank is not None else len(lines)
    return end, end


def _cut(line: str, starts: list[int]) -> list[str]:
    """A line cut into its columns; nothing if a word crosses from one column into the next."""
    for start in starts[1:]:
        if line[start - 1 : start].strip(" \t"):
            return []
    if line[: starts[0]].strip(" \t"):
        return []
    return [line[a:b] for a, b in pairwise([*starts, max(len(line), starts[-1])])]


# --- boxes


def _box(lines: list[str], at: int) -> Drawn | None:
    end = at
    while end < len(lines) and lines[end].lstrip()[:1] in ("+", "|"):
        end += 1
    drawn = [line.strip() for line in lines[at:end]]
    if len(drawn) < 3 or not _BOX.fullmatch(drawn[-1]):
        return None
    wide = _aligned(drawn)
    if _has_rows_of_lines(wide or drawn):
        return None
    return Drawn(at, end, list(_spanning(wide, at) if wide else _split(drawn, at)))


def _stroked(lines: list[str], at: int) -> Drawn | None:
    """The box of box-drawing characters that opens on a line; none if its lines are not aligned."""
    end = at + 1
    while end < len(lines) and lines[end].strip() and not lines[end].lstrip().startswith(_CLOSING):
        end += 1
    if end == len(lines) or not lines[end].strip():
        return None
    drawn = [line.strip() for line in lines[at : end + 1]]
    thin = [line.translate(_STROKES) for line in drawn]
    wide = _aligned(thin) or _aligned([_BROAD.sub(_with_room, line) for line in thin], (_wider,))
    ends = wide[:1] + wide[-1:]
    if not all(_BOX.fullmatch(line.rstrip()) for line in ends) or _has_rows_of_lines(wide):
        return None
    return Drawn(at, end + 1, list(_spanning(wide, at)))


def _has_rows_of_lines(drawn: list[str]) -> bool:
    """Whether rules are only around a box and below its header, so that each line is a row.

    Then one column has values on several lines, or the numbers of a line have no label beside them.
    """
    if not drawn:
        return True
    rules = [n for n, line in enumerate(drawn) if "--" in line or "==" in line]
    if len(rules) < _FEW_RULES:
        return rules[-1] > rules[0] + 2
    cells = [line.strip("|").split("|") for line in drawn[rules[-2] + 1 : rules[-1]]]
    valued = [{n for n, cell in enumerate(line) if _VALUE.fullmatch(cell)} for line in cells]
    several = sum(map(len, valued)) > len(set().union(*valued))
    alone = any(
        len(values) > 1 and not any(cell.strip() for n, cell in enumerate(line) if n not in values)
        for line, values in zip(cells, valued, strict=True)
    )
    return len(rules) == _FEW_RULES and (several or (alone and len(cells) > 1))


def _with_room(stroke: re.Match[str]) -> str:
    """A stroke as Chinese fonts draw it, two columns wide."""
    return stroke[0] + ("-" if stroke[0] == "-" or stroke[1] else " ")


def _aligned(
    drawn: list[str], widths: Sequence[Callable[[str], str]] = (_wide, _narrow, _wider)
) -> list[str]:
    """The lines with as many characters as columns; nothing if their ends are not aligned."""
    for widen in widths:
        wide = [widen(line) for line in drawn]
        if len({len(line) for line in wide}) == 1:
            return wide
    return []


def _split(drawn: list[str], at: int) -> Iterator[tuple[int, list[DrawnCell]]]:
    """The rows of a box whose columns are not aligned."""
    rows: list[list[str]] = []
    for n, line in enumerate(drawn, at):
        if not _BOX.fullmatch(line):
            rows.append(line.strip("|").split("|"))
            continue
        if rows and len({len(row) for row in rows}) == 1:
            cells = [(_joined(list(parts)), 1, 1) for parts in zip(*rows, strict=True)]
            yield n - len(rows), cells
        else:
            for back, row in zip(range(len(rows), 0, -1), rows, strict=True):
                yield n - back, [(text.strip(), 1, 1) for text in row]
        rows = []


def _spanning(wide: list[str], at: int) -> Iterator[tuple[int, list[DrawnCell]]]:
    """The rows of a box in which a cell may span several columns and rows."""
    edges = sorted({corner.start() for line in wide for corner in _CORNER.finditer(line)})
    columns = list(pairwise(edges))
    rules = [n for n, line in enumerate(wide) if any(_is_rule(line, column) for column in columns)]
    bands = [(above, below) for above, below in pairwise(rules) if below > above + 1]
    taken: set[tuple[int, int]] = set()
    room = cache(partial(_room, wide))
    for row, (above, _) in enumerate(bands):
        cells: list[DrawnCell] = []
        column = 0
        while column < len(columns):
            right = column
            while right + 1 < len(columns) and wide[above + 1][columns[right][1]] not in "|+":
                right += 1
            if (row, column) not in taken:
                span = columns[column][0], columns[right][1]
                last = row
                while last + 1 < len(bands) and not _is_rule(wide[bands[last][1]], span):
                    last += 1
                inside = range(above + 1, bands[last][1])
                parts = [wide[n][span[0] + 1 : span[1]] for n in inside]
                text = _joined(parts, room(span) if len(parts) > 1 else 0)
                cells.append((text, last - row + 1, right - column + 1))
                taken.update((r, c) for r in range(row, last + 1) for c in range(column, right + 1))
            column = right + 1
        yield at + above + 1, cells


def _room(wide: list[str], column: tuple[int, int]) -> int:
    """The longest text of a line in a column."""
    left, right = column
    beside = (line[left + 1 : right] for line in wide if {line[left], line[right]} <= {"|", "+"})
    return max((len(text.strip()) for text in beside if text.strip("-=:+ ")), default=0)


def _is_rule(line: str, column: tuple[int, int]) -> bool:
    inside = line[column[0] + 1 : column[1]]
    return bool(inside) and not inside.strip("-=:+") and line[column[0]] in "+|-="


# --- quoted values


def _quoted(lines: list[str]) -> Iterator[Drawn]:
    """The table of values separated by commas, semicolons or tabs; quoted values may span lines."""
    for delimiter in ",;\t":
        records = list(_records(lines, delimiter))
        counts = Counter(len(fields) for _, _, fields in records if any(fields))
        if not counts:
            continue
        width, most = counts.most_common(1)[0]
        several = any(end > first + 1 for first, end, _ in records)
        if width > 1 and several and most >= 0.6 * counts.total():
            break
    else:
        return
    rows: list[tuple[int, list[DrawnCell]]] = []
    first = 0
    for start, end, fields in records:
        printed = [field for field in fields if field.strip()]
        sentence = len(printed) == 1 and (len(printed[0]) > _SENTENCE or "。" in printed[0])
        if len(fields) < 2 or not printed or sentence:
            if rows:
                yield Drawn(first, start, rows)
                rows = []
            if sentence and len(fields) > 1:
                yield Drawn(start, end, [(start, [(_joined(printed[0].split("\n")), 1, 1)])])
            continue
        first = first if rows else start
        rows.append((start, [(_joined(field.split("\n")), 1, 1) for field in fields]))
    if rows:
        yield Drawn(first, len(lines), rows)


def _records(lines: list[str], delimiter: str) -> Iterator[tuple[int, int, list[str]]]:
    """The first line of each record, the line after it, and its fields; none with open quotes."""
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter)
    start = 0
    found = []
    try:
        for fields in reader:
            if reader.line_num - start > _CELL_LINES:
                return
            found.append((start, reader.line_num, fields))
            start = reader.line_num
    except csv.Error:
        return
    yield from found
