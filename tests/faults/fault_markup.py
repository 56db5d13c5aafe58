"""Families of HTML: note marks, struck out, hidden, pictures."""

from tests.faults.fault_cells import counted, nonzero
from tests.faults.labels import FORMS, TABLES
from tests.faults.layouts import hypertext, tag
from tests.faults.pages import Turns, emit, family
from tests.faults.sheets import Slot, make, tables

RAISED = (
    "{}<sup>{}</sup>", "{}<sub>{}</sub>", "{}<small>{}</small>",
    '{}<span style="vertical-align:super">{}</span>', '{}<span style="vertical-align: 4pt">{}</span>',
    '{}<span style="vertical-align:sub;font-size:8px">{}</span>', '{}<sup><a href="#n">[{}]</a></sup>',
    '{}<span class="up">{}</span>', '{}<font style="VERTICAL-ALIGN: super">{}</font>',
    '{}<span style="position:relative;top:-4px;font-size:60%">{}</span>', "{}<a href='#f'><sup>{}</sup></a>",
)  # fmt: skip
STRUCK = (
    "<s>{1}</s>{0}", "<del>{1}</del>{0}", "<strike>{1}</strike> {0}", "{0}<s>{1}</s>",
    '<span style="text-decoration:line-through">{1}</span>{0}',
    '<span style="text-decoration: underline line-through red">{1}</span>{0}',
    '<span class="gone">{1}</span>{0}', "<del><b>{1}</b></del><ins>{0}</ins>",
    '<font style="TEXT-DECORATION: line-through">{1}</font>{0}',
)  # fmt: skip
UNSEEN = (
    "<span hidden>{1}</span>{0}", '{0}<i style="display:none">{1}</i>',
    '<b style="DISPLAY: NONE !important">{1}</b>{0}', '<span class="off">{1}</span>{0}',
    '{0}<span style="visibility:hidden">{1}</span>', '<span style="font-size:0">{1}</span>{0}',
    '<span style="font-size: 0px">{1}</span>{0}', "<template>{1}</template>{0}",
    '<input type="hidden" value="{1}">{0}', "{0}<!-- {1} -->", "<script>var a={1}</script>{0}",
    '<span hidden="">{1}</span>{0}', '<em class="x off y">{1}</em>{0}', '<span id="none">{1}</span>{0}',
    '{0}<span style="visibility: collapse">{1}</span>',
)  # fmt: skip
STYLE = (
    ".off{display:none}#none{display:none}.gone{text-decoration:line-through}"
    ".up{vertical-align:super;font-size:70%}.n1:before{content:'7'}"
)
PICTURES = (
    "<img src='a.png'>", "<img src='data:image/png;base64,AAAA' alt=''>", "<svg><text y='9'>{}</text></svg>",
    "<canvas width='20'></canvas>", "<object data='n.svg'></object>", "<picture><img src='b.jpg'></picture>",
    "&#xe001;&#xe004;", "<i class='icon'>&#xe00{}</i>", "<span class='n1'></span>",
    "<embed src='n.swf'>", "<iframe src='n.html'></iframe>", "<p><img src='c.gif'/></p>",
)  # fmt: skip


def _shapes(rng, shapes, times=2, accept=nonzero):
    turns = Turns(rng, ("html",))
    for shape in shapes:
        for table in TABLES:
            for _ in range(times):
                made = turns.report(sparse=False)
                key = turns.cell(made, table, accept)
                other = str(rng.choice((1, 2, 9, 31, 218)))
                markup = shape.format(made.texts[key], other)
                made.html[key] = markup
                yield emit(f"{markup} in {'/'.join(key)}", made, "html", style=STYLE)


@family
def html_note_marks(rng):
    """A small raised or lowered digit is a note mark."""
    yield from _shapes(rng, RAISED)


@family
def html_struck_out(rng):
    """What is struck out was corrected: the other number counts."""
    yield from _shapes(rng, STRUCK)


@family
def html_hidden(rng):
    """What no reader of the page sees is not printed."""
    yield from _shapes(rng, UNSEEN)


@family
def html_pictures(rng):
    """A picture fills its cell, and nobody can read it."""
    turns = Turns(rng, ("html",))
    for shape in PICTURES:
        for table in TABLES:
            for _ in range(2):
                made = turns.report()
                key = turns.cell(made, table, counted)
                number = made.figures[key]
                made.put(key, "?", f"open {number}", shape.format(str(number)[:1]))
                yield emit(f"{made.html[key]} in {'/'.join(key)}", made, "html", style=STYLE)


@family
def html_split_numbers(rng):
    """One number in several elements."""
    shapes = (
        "<span>{}</span><span>{}</span>",
        "<font>{}</font><b>{}</b>",
        "{}<span>{}</span>",
        "{}<wbr>{}",
    )
    turns = Turns(rng, ("html",))
    for shape in shapes:
        for table in TABLES * 3:
            made = turns.report(sparse=False)
            key = turns.cell(made, table, lambda k, n: counted(k, n) and n > 9)
            made.html[key] = shape.format(made.texts[key][:1], made.texts[key][1:])
            yield emit(f"{made.html[key]} in {'/'.join(key)}", made, "html")


@family
def html_two_numbers(rng):
    """Two numbers stand in one cell and nothing tells which counts."""
    shapes = ("<p>{}</p><p>{}</p>", "{}<br>{}", "{} {}", "{}/{}", "{}、{}", "{};{}")
    turns = Turns(rng, ("html",))
    for shape in shapes:
        for table in TABLES * 3:
            made = turns.report(sparse=False)
            key = turns.cell(made, table, nonzero)
            made.put(key, "?", "open", shape.format(made.texts[key], rng.randint(3, 99)))
            yield emit(f"{made.html[key]} in {'/'.join(key)}", made, "html")


def _other_row(row, other):
    """The row with the numbers of another report."""
    return [
        Slot(other.texts[s.key], None, s.span, s.rows) if s.key else Slot(s.text, span=s.span)
        for s in row
    ]


@family
def html_hidden_rows(rng):
    """A row of last year, hidden, before or behind the row that is shown."""
    hides = ("hidden", 'style="display:none"', 'class="off"', 'style="visibility:collapse"')
    for at, hide in enumerate(hides * 12):
        table = TABLES[at % 3]
        form = FORMS[at // 3 % 2]
        made, other = make(form, rng.random()), make(form, rng.random())
        sheets = tables(made)
        rows = [
            r for r in sheets[table] if any(s.key for s in r) and not any(s.rows > 1 for s in r)
        ]
        row = rng.choice(rows)
        marked = _other_row(row, other)
        lines = _lines(sheets[table], row, marked, hide, after=at % 2)
        yield emit(
            f"{hide} row of {table} {at}", made, "html", {**sheets, table: lines}, style=STYLE
        )


def _lines(sheet, row, marked, hide, *, after):
    lines = ['<table border="1">']
    for each in sheet:
        shown = "<tr>" + "".join(map(tag, each)) + "</tr>"
        if each is row:
            unseen = f"<tr {hide}>" + "".join(map(tag, marked)) + "</tr>"
            lines += [shown, unseen] if after else [unseen, shown]
        else:
            lines.append(shown)
    return [*lines, "</table>"]


@family
def html_extra_cells(rng):
    """An empty or hidden cell more in the rows of a table, at their end or before the values."""
    extra = ("<td></td>", "<td>&nbsp;</td>", '<td style="display:none">9</td>', "<td hidden>9</td>")
    turns = Turns(rng, ("html",))
    for cell in extra:
        for table in TABLES * 4:
            made = turns.report()
            lines = _with_cell(tables(made)[table], cell)
            if turns.count % 2:
                key = turns.cell(made, table, counted)
                made.put(key, "无权制定", f"open {made.figures[key]}")
                lines = _with_cell(tables(made)[table], cell)
            sheets = {**tables(made), table: lines}
            yield emit(f"{cell} in rows of {table}", made, "html", sheets, style=STYLE)


def _with_cell(sheet, cell):
    return [line.replace("</tr>", f"{cell}</tr>") for line in hypertext(sheet)]


def _divisions(lines):
    """Rows and cells as divisions and spans."""
    swaps = {
        '<table border="1">': "<div>",
        "</table>": "</div>",
        "<tr>": "<div>",
        "</tr>": "</div>",
    }
    for old, new in swaps.items():
        lines = [line.replace(old, new) for line in lines]
    return [line.replace("<td", "<span").replace("</td>", "</span> ") for line in lines]


DRESSES = {
    "headers": lambda lines: [line.replace("td", "th") if n < 3 else line for n, line in enumerate(lines)],
    "capitals": lambda lines: [line.replace("<td", "<TD").replace("</td>", "</TD>").replace("tr>", "TR>") for line in lines],
    "unclosed": lambda lines: [line.replace("</td>", "").replace("</tr>", "") for line in lines],
    "nested": lambda lines: ["<table><tr><td>", *lines, "</td></tr></table>"],
    "paragraphs": lambda lines: [line.replace("</td>", "</p></td>").replace("td>", "td><p>", 1) for line in lines],
    "divisions": _divisions,
    "escaped": lambda lines: ["<script>var t=\"" + "".join(lines).replace('"', '\\"').replace("</", "<\\/") + '";document.write(t)</script>'],
    "encoded": lambda lines: [line.replace("<", "&lt;").replace(">", "&gt;") for line in lines],
    "spaced": lambda lines: [line.replace("<td>", "<td>\n  &nbsp;").replace("</td>", " \n</td>\n") for line in lines],
    "comments": lambda lines: [line.replace("</td>", "<!-- 99 --></td>") for line in lines],
    "apart": lambda lines: [lines[0], *(x for line in lines[1:-1] for x in (line, "</table>", lines[0]))][:-1],
    "body": lambda lines: [lines[0], "<tbody>", *lines[1:4], "</tbody><tbody>", *lines[4:-1], "</tbody>", lines[-1]],
}  # fmt: skip


@family
def html_dress(rng):
    """The same tables in other clothes."""
    turns = Turns(rng, ("html",))
    for name, dress in DRESSES.items():
        for _ in range(4):
            made = turns.report(sparse=rng.random() < 0.3)
            sheets = {table: dress(hypertext(sheet)) for table, sheet in tables(made).items()}
            yield emit(name, made, "html", sheets)
