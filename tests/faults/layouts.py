"""Printers: a table in, lines of text out, as crawled pages and common tools print them."""

import csv
import html
import io
import unicodedata

from tests.faults.sheets import expand, width


def _texts(row, *, vanish=False):
    return [slot.text for slot in row if slot.text.strip() or not vanish]


def cpl_blank(sheet):
    """One cell a line, an empty line between; a blank cell is a line of white space."""
    return [x for row in sheet for text in _texts(row) for x in (text or "  ", "")]


def cpl_dense(sheet):
    """One cell a line and nothing between."""
    return [text or " " for row in sheet for text in _texts(row)]


def row_pad(sheet):
    """A row a line between bars, closed by a bar for each column that no cell opens."""
    columns = width(sheet)
    return [" | ".join(_texts(row)) + " |" + "|" * (columns - len(row)) for row in sheet]


def row_packed(sheet):
    """The same where blanks have slid into the bars at the end."""
    columns = width(sheet)
    return [
        " | ".join(_texts(row, vanish=True))
        + " | "
        + "|" * (columns - len(_texts(row, vanish=True)))
        for row in sheet
    ]


def row_bare(sheet):
    """A row a line, one bar at its end."""
    return [" | ".join(_texts(row)) + " |" for row in sheet]


def row_lead(sheet):
    """A row a line, a bar before it too."""
    return ["| " + " | ".join(_texts(row)) + " |" for row in sheet]


def _pads(row, columns):
    free = columns - len(row)
    return ["|" * free] if free > 1 else []


def cell_pipe(sheet):
    """A cell and its bar a line; the bars of a row's end on a line of their own."""
    columns = width(sheet)
    lines = []
    for row in sheet:
        lines += [f"{text} |".strip() for text in _texts(row)]
        lines += _pads(row, columns)
    return lines


def cell_pipe_lead(sheet):
    """The same, each row opened by a bar."""
    columns = width(sheet)
    lines = []
    for row in sheet:
        first, *rest = [f"{text} |".strip() for text in _texts(row)]
        lines += [f"| {first}", *rest, *_pads(row, columns)]
    return lines


def pipe_own_line(sheet):
    """A cell a line, its bar on the next."""
    return [x for row in sheet for text in _texts(row) for x in ((text, "|") if text else ("|",))]


def tabs(sheet):
    """Cells between tabs, spans as empty cells."""
    return ["\t".join(row).rstrip("\t") for row in expand(sheet)]


def comma(sheet):
    """Comma-separated values with quotes where they are needed."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(expand(sheet))
    return out.getvalue().removesuffix("\n").split("\n")


def bars(grid):
    """Rows of Markdown without its rule."""
    return ["| " + " | ".join(row) + " |" for row in grid]


def markdown(sheet):
    """A Markdown table whose first row is its header."""
    head, *rest = bars(expand(sheet))
    return ["", head, "|" + "---|" * width(sheet), *rest, ""]


def spaces(sheet):
    """A row a line, spaces between cells; blanks leave nothing."""
    return [" ".join(_texts(row, vanish=True)) for row in sheet]


def tag(slot):
    """One `<td>`."""
    attributes = slot.attributes
    attributes += f' colspan="{slot.span}"' if slot.span > 1 else ""
    attributes += f' rowspan="{slot.rows}"' if slot.rows > 1 else ""
    inner = html.escape(slot.text, quote=False) if slot.html is None else slot.html
    return f"<td{' ' if attributes else ''}{attributes.strip()}>{inner}</td>"


def hypertext(sheet):
    """A real table of HTML."""
    rows = ["<tr>" + "".join(map(tag, row)) + "</tr>" for row in sheet]
    return ['<table border="1">', *rows, "</table>"]


def columns_wide(text):
    """How many columns of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def pad(text, size):
    return text + " " * (size - columns_wide(text))


def _sizes(grid):
    return [max(columns_wide(text) for text in column) for column in zip(*grid, strict=True)]


def simple(sheet):
    """pandoc's plain tables: rules of dashes above and below, an empty line between rows."""
    grid = expand(sheet)
    sizes = [max(4, size) for size in _sizes(grid)]
    rule = "  " + "-" * (sum(sizes) + len(sizes) - 1)
    dashes = "  " + " ".join("-" * size for size in sizes)
    lines = ["  " + " ".join(map(pad, row, sizes)).rstrip() for row in grid]
    spaced = [x for line in lines[1:] for x in (line, "")]
    return [rule, lines[0], dashes, *spaced[:-1], rule, ""]


def grid_table(sheet):
    """A grid table of reStructuredText, as pandas and tabulate print it."""
    grid = expand(sheet)
    sizes = _sizes(grid)
    rule = "+" + "+".join("-" * (size + 2) for size in sizes) + "+"
    lines = ["| " + " | ".join(map(pad, row, sizes)) + " |" for row in grid]
    return [rule, *(x for line in lines for x in (line, rule))]


TEXT = {
    "cpl_blank": cpl_blank,
    "cpl_dense": cpl_dense,
    "row_pad": row_pad,
    "row_bare": row_bare,
    "row_lead": row_lead,
    "cell_pipe": cell_pipe,
    "cell_pipe_lead": cell_pipe_lead,
    "pipe_own_line": pipe_own_line,
    "tabs": tabs,
    "comma": comma,
    "markdown": markdown,
    "spaces": spaces,
}
HTML = {"html": hypertext}
TOOLS = {"simple": simple, "grid_table": grid_table}
ALL = TEXT | HTML
ROWS = ("row_pad", "row_bare", "row_lead", "tabs", "comma", "markdown", "html")
LINES = ("cpl_blank", "cpl_dense", "cell_pipe", "cell_pipe_lead", "pipe_own_line")
EXTENSIONS = {"html": "html", "markdown": "md", "comma": "csv"}
# Where a blank cell leaves no trace.
VANISHING = ("spaces",)
