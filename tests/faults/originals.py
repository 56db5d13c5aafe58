"""The five real reports, row by row and cell by cell, with their truth.

The folder is named by GIKSTUDY_REPORTS, or lies beside the project; the project keeps no copy.
"""

import csv
import re
import unicodedata
from dataclasses import dataclass, field, replace
from functools import cache

from tests.faults import labels as words
from tests.faults.figures import make_figures, print_number
from tests.faults.labels import FORMS, TABLES, keys_of
from tests.support.project_paths import REPORTS, TRUTH

NAMES = ("000", "001", "002", "003", "004")
COLUMNS = {"proactive": "measure", "requests": None, "disputes": None}
ROWS = {"proactive": "item", "requests": "row", "disputes": "channel"}
HEADINGS = "主动公开政府信息情况|公开政府信息工作情况", "收到和处理", "行政复议、行政诉讼", "存在"
TRADITIONAL = str.maketrans("動開況處復議訴訟訊", "动开况处复议诉讼讯")


@dataclass(frozen=True)
class Row:
    """Where a row of the report stands: its lines, and the label within them.

    `start` and `stop` are its lines with the cells of its group; `own` is the line of its own
    label, `label` the place of the label in that line.
    """

    table: str
    name: str
    start: int
    stop: int
    own: int
    label: tuple


@dataclass(frozen=True)
class Original:
    """A real report. `places` says where each value stands: (line, start, end)."""

    name: str
    form: str
    layout: str
    lines: tuple
    rows: tuple
    places: dict
    truth: dict = field(hash=False)

    def text(self, lines=None):
        return "\n".join(self.lines if lines is None else lines) + "\n"

    def region(self):
        """The lines from the first row of table 2 to the last value of table 4."""
        last = max(line for line, _, _ in self.places.values())
        return range(self.rows[0].start, last + 1)


def folder():
    """The folder of the reports, or None where there is none."""
    return REPORTS if REPORTS.is_dir() else None


def _expect(notation):
    if notation == "_":
        return "blank"
    return "open" if ".." in notation else notation


@cache
def _truths():
    found = {}
    for table in TABLES:
        with (TRUTH / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            for r in csv.DictReader(file):
                report, row = r["report"], r[ROWS[table]]
                cells = found.setdefault(report, {})
                if table == "proactive":
                    cells[table, row, r["measure"]] = _expect(r["expected"])
                    continue
                names = words.APPLICANTS if table == "requests" else words.OUTCOMES
                cells |= {(table, row, name): _expect(r[name]) for name in names}
    return found


def _plain(text):
    return unicodedata.normalize("NFKC", text).translate(TRADITIONAL)


def _layout(lines):
    if sum(line.count("|") > 3 and bool(re.search(r"\w \| ", line)) for line in lines) > 20:
        return "rows"
    return "cells" if any(line.startswith("| ") for line in lines) else "plain"


def _headings(lines):
    """The lines of the headings of tables 2, 3, 4 and of what follows."""
    found = []
    for at, line in enumerate(lines):
        if (
            len(found) < len(HEADINGS)
            and re.match(r"\s*[一二三四五六]、", line)
            and re.search(HEADINGS[len(found)], _plain(line))
        ):
            found.append(at)
    assert len(found) == len(HEADINGS), found
    return found


def _counts(form, table):
    """(row, how many values) in the order of the form."""
    rows = {}
    for key in keys_of(form, table):
        rows[key[1]] = rows.get(key[1], 0) + 1
    return [("all", 15)] if table == "disputes" else list(rows.items())


HEADER = re.compile(r"第二十[条條]|信息[内內]容")


def _of_rows(lines, table, first, last, counts):
    """A row a line."""
    skip = {"proactive": 0, "requests": 3, "disputes": 3}[table]
    at = [
        n for n in range(first + 1 + skip, last) if lines[n].strip() and not HEADER.match(lines[n])
    ]
    for line, (name, size) in zip(at, counts, strict=False):
        cells = [(m.start(), m.end()) for m in re.finditer(r"[^|]+", lines[line])]
        cells = [_tight(lines[line], *c) for c in cells]
        cells = [c for c in cells if c[0] < c[1]]
        named = (
            0
            if table == "disputes"
            else sum(
                bool(
                    re.search(
                        r"[\u4e00-\u9fff]{2}",
                        lines[line][slice(*c)].replace("萬元", "").replace("万元", ""),
                    )
                )
                for c in cells
            )
        )
        label = cells[named - 1] if named else (0, 0)
        yield (
            Row(table, name, line, line + 1, line, label),
            [(line, *c) for c in cells[named:]],
            size,
        )


def _tight(line, start, end):
    """A span without the white space around it."""
    text = line[start:end]
    return start + len(text) - len(text.lstrip()), start + len(text.rstrip())


def _is_value(text):
    return not re.search(r"[\u4e00-\u9fff]", re.sub(r"[增减]?[\d.]+[万亿]?元?", "", text))


def _of_lines(lines, table, first, last, counts):
    """A cell a line, with bars or without: a row is a label before as many values as it wants."""
    taken = [
        n
        for n in range(first + 1, last)
        if lines[n] and lines[n].strip("|") and not re.fullmatch(r"\|+", lines[n])
    ]
    runs, at = [], 0
    while at < len(taken):
        size = 0
        while at + size < len(taken) and _is_value(lines[taken[at + size]]):
            size += 1
        if size:
            runs.append((at, size))
        at += size or 1
    wanted = iter(counts)
    name, size = next(wanted)
    for at, found in runs:
        if found < size:
            continue
        values = taken[at : at + size]
        own = taken[at - 1]
        start = own if table == "disputes" else _first_of(lines, taken, at - 1)
        stop = values[-1] + 1
        while stop < last and re.fullmatch(r"\|*", lines[stop]) and lines[stop]:
            stop += 1
        spans = [_tight(lines[n].replace("|", " "), 0, len(lines[n])) for n in values]
        label = _tight(lines[own].replace("|", " "), 0, len(lines[own]))
        yield (
            Row(table, name, start, stop, own, label),
            [(n, *s) for n, s in zip(values, spans, strict=True)],
            size,
        )
        name, size = next(wanted, ("", 0))


def _first_of(lines, taken, at):
    """The line that opens a row: in layouts with bars the one that begins with a bar."""
    if lines[taken[at]].startswith("|") or not any(lines[n].startswith("|") for n in taken):
        return taken[at]
    while at and not lines[taken[at]].startswith("|"):
        at -= 1
    return taken[at]


def _parse(name, text):
    lines = tuple(text.split("\n"))
    truth = _truths()[name]
    form = next(f for f in FORMS if all(k in truth for k in keys_of(f, "proactive")))
    layout, heads = _layout(lines), _headings(lines)
    rows, places = [], {}
    for table, first, last in zip(TABLES, heads, heads[1:], strict=False):
        counts = _counts(form, table)
        find = _of_rows if layout == "rows" else _of_lines
        found = list(find(lines, table, first, last, counts))
        assert len(found) == len(counts), (name, table, [r.name for r, _, _ in found])
        for row, spans, size in found:
            keys = [k for k in keys_of(form, table) if row.name in ("all", k[1])]
            rows.append(row)
            if len(spans) == size:
                places |= dict(zip(keys, spans, strict=True))
    return Original(name, form, layout, lines, tuple(rows), places, truth)


@cache
def original(name):
    """One of the five, or None where the folder is absent."""
    place = folder()
    if place is None:
        return None
    return _parse(name, (place / f"report_{name}.txt").read_bytes().decode())


@cache
def renumbered(name, *, sparse=False):
    """The report with other figures, which differ from one another; blanks stay blank."""
    source = original(name)
    if source is None or "open" in source.truth.values():
        return None
    blank = {k for k, e in source.truth.items() if e == "blank"}
    rows = {k[:2] for k in blank if k[2] == "total"}
    empty = blank | {k for k in source.truth if k[:2] in rows}
    figures = make_figures(source.form, f"original {name}", sparse=sparse, empty=empty)
    lines, truth = list(source.lines), dict(source.truth)
    for key, (line, start, end) in sorted(source.places.items(), key=lambda x: x[1], reverse=True):
        if key in blank:
            continue
        lines[line] = (
            lines[line][:start] + print_number(key, figures[key], source.form) + lines[line][end:]
        )
        truth[key] = f"{figures[key]:.10g}"
    text = "\n".join(lines)
    parsed = _parse(name, text)
    return replace(parsed, name=f"{name}{'s' if sparse else 'f'}", truth=truth)


def sources():
    """The five reports, and those that can be given other figures, with them."""
    real = [original(name) for name in NAMES]
    made = [renumbered(name, sparse=sparse) for name in NAMES for sparse in (False, True)]
    return [source for source in (*real, *made) if source is not None]
