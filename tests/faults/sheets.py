"""The tables of a made-up report as rows of cells, before anything prints them."""

from dataclasses import dataclass, field, replace

from tests.faults import labels as words
from tests.faults.figures import make_figures, print_number


@dataclass(slots=True, eq=False)
class Slot:
    """A cell: its text, the cell of the form that it holds, how far it spans.

    `html` replaces the text where tables are printed as HTML; `attributes` are those of its tag.
    """

    text: str
    key: tuple | None = None
    span: int = 1
    rows: int = 1
    html: str | None = None
    attributes: str = ""


@dataclass
class Made:
    """A made-up report: what it has, what it prints, and what may be said of it."""

    form: str
    seed: int
    figures: dict
    texts: dict
    truth: dict
    html: dict = field(default_factory=dict)
    agency: str = "青柳县水利局"

    @property
    def year(self):
        return {"2019": 2020, "2021": 2023}[self.form]

    def put(self, key, text, expect, html=None):
        """Print something else in a cell."""
        self.texts[key], self.truth[key] = text, expect
        if html is not None:
            self.html[key] = html
        return self

    def slot(self, key, span=1):
        return Slot(self.texts[key], key, span, html=self.html.get(key))

    def keys(self, table):
        return words.keys_of(self.form, table)

    def row(self, table, name):
        """The keys of one row of tables 2 and 3, or of one channel of table 4."""
        return [key for key in self.keys(table) if key[1] == name]


def make(form, seed, *, sparse=False):
    """A report that prints everything as the form wants it."""
    figures = make_figures(form, seed, sparse=sparse)
    texts = {key: print_number(key, number, form) for key, number in figures.items()}
    return Made(form, seed, figures, texts, {key: f"{n:.10g}" for key, n in figures.items()})


def stretch(row, columns=4):
    """The last cell spans what is left of the columns."""
    free = columns - sum(slot.span for slot in row)
    return [*row[:-1], replace(row[-1], span=row[-1].span + free)] if free > 0 else row


def block_rows(made, block):
    """One block of table 2: its article, its headers, its items."""
    article, measures, items = block
    yield [Slot(f"第二十条第（{article}）项", span=4)]
    yield stretch([Slot("信息内容"), *map(Slot, measures.values())])
    for item, label in items.items():
        yield stretch([Slot(label), *(made.slot(("proactive", item, m)) for m in measures)])


def proactive(made, blocks=None):
    """Table 2, its blocks in the order of the form or in another."""
    chosen = words.BLOCKS[made.form] if blocks is None else blocks
    return [row for block in chosen for row in block_rows(made, block)]


def requests_head(applicants=None, note=words.NOTE):
    """The three rows of headers of table 3."""
    order = list(applicants or words.APPLICANTS)
    names = words.APPLICANTS
    inner = [a for a in order if a not in ("natural_person", "total")]
    outer = []
    for applicant in order:
        if applicant in inner:
            if applicant == inner[0]:
                outer.append(Slot("法人或其他组织", span=5))
        else:
            outer.append(Slot(names[applicant], rows=2))
    return [
        [Slot(note, span=3, rows=3), Slot("申请人情况", span=7)],
        outer,
        [Slot(names[a]) for a in inner],
    ]


def request_labels(made, row, order):
    """The label cells of a row of table 3: those of its group stand on the first row only."""
    group = words.group_of(row)
    mates = [r for r in order if words.group_of(r) == group]
    if row in ("received_new", "carried_in", "carried_out"):
        return [Slot(words.ROWS[row], span=3)]
    results = [Slot(words.RESULTS, rows=len(order) - 3)] if row == "granted" else []
    if not group:
        return [*results, Slot(words.ROWS[row], span=2)]
    opening = [Slot(words.GROUPS[group], rows=len(mates))] if row == mates[0] else []
    return [*results, *opening, Slot(words.ROWS[row])]


def requests(made, order=None, applicants=None):
    """Table 3; `order` and `applicants` are its rows and columns as printed."""
    rows = list(order or words.request_rows(made.form))
    columns = list(applicants or words.APPLICANTS)
    body = [
        [*request_labels(made, row, rows), *(made.slot(("requests", row, a)) for a in columns)]
        for row in rows
    ]
    return [*requests_head(columns), *body]


def disputes(made, outcomes=None):
    """Table 4: one row of fifteen values below three rows of headers."""
    order = list(outcomes or words.OUTCOMES)
    names = [words.OUTCOMES[o] for o in order]
    review, direct, after = words.CHANNELS.values()
    keys = [("disputes", channel, o) for channel in words.CHANNELS for o in order]
    return [
        [Slot(review, span=5), Slot("行政诉讼", span=10)],
        [*(Slot(n, rows=2) for n in names), Slot(direct, span=5), Slot(after, span=5)],
        [Slot(n) for _ in range(2) for n in names],
        [made.slot(key) for key in keys],
    ]


def tables(made):
    """The three tables as the form wants them."""
    return {"proactive": proactive(made), "requests": requests(made), "disputes": disputes(made)}


WIDTHS = {"proactive": 4, "requests": 10, "disputes": 15}


def width(sheet):
    """How many columns a table has."""
    taken = {}
    widest = 0
    for at, row in enumerate(sheet):
        here = sum(slot.span for slot in row) + taken.get(at, 0)
        for slot in row:
            for below in range(1, slot.rows):
                taken[at + below] = taken.get(at + below, 0) + slot.span
        widest = max(widest, here)
    return widest


def expand(sheet, *, repeat=False):
    """A table as a full grid of texts: what a cell spans is empty, or says the same again."""
    columns = width(sheet)
    grid = [[None] * columns for _ in sheet]
    for at, row in enumerate(sheet):
        column = 0
        for slot in row:
            while column < columns and grid[at][column] is not None:
                column += 1
            for down in range(min(slot.rows, len(sheet) - at)):
                for right in range(min(slot.span, columns - column)):
                    first = not down and not right
                    grid[at + down][column + right] = slot.text if first or repeat else ""
            column += slot.span
    return [["" if text is None else text for text in row] for row in grid]
