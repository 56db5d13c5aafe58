"""Families: blank cells, rows without numbers, and rows that contradict themselves."""

from tests.faults.fault_cells import counted, nonzero
from tests.faults.labels import CHANNELS, TABLES, request_rows
from tests.faults.layouts import LINES, cell_pipe, cpl_blank, cpl_dense, row_packed
from tests.faults.pages import Turns, emit, family
from tests.faults.sheets import Slot, disputes, proactive, tables, width

EMPTY_HTML = ("", "&nbsp;", "<br>", "<p></p>", "<span> </span>", "&#12288;")


def blank(made, keys):
    """Empty these cells; what the body has there is nothing, but for table 2."""
    for key in keys:
        made.put(key, "", "blank")
    return made


def noughts(made, table):
    """The cells of a table that are nought, totals apart."""
    return [k for k in made.keys(table) if made.figures[k] == 0 and "total" not in k[2]]


def some(rng, made, table):
    """A few cells that may be blank: any of table 2, noughts of the others."""
    keys = made.keys(table) if table == "proactive" else noughts(made, table)
    return rng.sample(keys, max(1, len(keys) // rng.choice((2, 3, 6)))) if keys else []


@family
def blanks_shown(rng):
    """Blank cells that leave a trace in their place."""
    turns = Turns(rng)
    for table in TABLES:
        for layout, made in turns.each(3):
            made = turns.report(sparse=True)
            keys = some(rng, made, table)
            blank(made, keys)
            for key in keys:
                made.html[key] = rng.choice(EMPTY_HTML)
            yield emit(f"{len(keys)} blanks in {table}", made, layout)


@family
def blanks_table_two(rng):
    """Nothing of table 2 is ever solved: one number left of a row, or none."""
    turns = Turns(rng)
    for layout, made in turns.each(4):
        row = rng.choice([k[1] for k in made.keys("proactive")])
        keys = made.row("proactive", row)
        kept = rng.choice(keys)
        blank(made, [k for k in keys if k != kept or turns.count % 4 == 0])
        yield emit(f"blanks in {row}", made, layout)


@family
def blanks_packed(rng):
    """Blanks have slid to the end of the row; the numbers stand together at its start."""
    turns = Turns(rng)
    for table in TABLES:
        for _ in range(16):
            made = turns.report(sparse=True)
            for each in TABLES[1:] if table != "proactive" else ():
                blank(made, noughts(made, each))
            blank(made, some(rng, made, table))
            yield emit(f"packed blanks in {table}", made, "row_packed", printer=row_packed)


@family
def blanks_packed_by_cells(rng):
    """The same, a cell and its bar a line."""

    def printer(sheet):
        lines = []
        for row in sheet:
            texts = [s.text for s in row if s.text]
            lines += [f"{t} |" for t in texts] + ["|" * (width(sheet) - len(texts))]
        return [line for line in lines if line]

    turns = Turns(rng)
    for table in TABLES * 12:
        made = turns.report(sparse=True)
        blank(made, some(rng, made, table))
        yield emit(f"packed blanks in {table}", made, "cell_packed", printer=printer)


def _gone(made):
    """The truth where blanks left nothing behind."""
    lost = {"proactive": "none", "requests": "none 0", "disputes": "none 0"}
    return {k: lost[k[0]] if e == "blank" else e for k, e in made.truth.items()}


@family
def blanks_vanished(rng):
    """Blank cells left nothing of their own behind, in a layout without rows."""
    turns = Turns(rng)
    for show in (cpl_blank, cpl_dense, cell_pipe):
        for table in TABLES * 6:
            made = turns.report(sparse=True)
            blank(made, some(rng, made, table))

            def printer(sheet, show=show):
                return show([[s for s in row if s.text] for row in sheet])

            layout = show.__name__
            # The bars that fill a row of the last layout up count the blanks that it lost.
            truth = made.truth if show is cell_pipe else _gone(made)
            yield emit(f"vanished blanks in {table}", made, layout, printer=printer, truth=truth)


@family
def all_blank(rng):
    """A table without a single number: blank or open, and its neighbours' numbers not its own."""
    turns = Turns(rng)
    for table in TABLES:
        for layout, made in turns.each(2):
            blank(made, made.keys(table))
            yield emit(f"{table} blank", made, layout)._replace(truth=made.truth)
        for show in (cpl_blank, cpl_dense):
            made = turns.report(sparse=True)
            blank(made, made.keys(table))

            def printer(sheet, show=show):
                return show([[s for s in row if s.text] for row in sheet])

            yield emit(f"{table} without values", made, show.__name__, printer=printer)


@family
def blank_totals(rng):
    """Totals that are not printed: blank, or what the row adds up to."""
    turns = Turns(rng)
    for layout, made in turns.each(4):
        table = rng.choice(TABLES[1:])
        for key in made.keys(table):
            if key[2] == "total":
                made.put(key, "", f"blank {made.figures[key]}")
        if layout not in ("spaces",):
            yield emit(f"blank totals in {table}", made, layout)


@family
def one_number_a_row(rng):
    """One number is left of each row of table 3: it may be anybody's."""
    turns = Turns(rng)
    for _ in range(24):
        made = turns.report(sparse=True)
        for row in request_rows(made.form):
            keys = made.row("requests", row)
            for key in keys[:-1]:
                made.put(key, "", f"open {made.figures[key]}")
            made.truth[keys[-1]] = f"open {made.figures[keys[-1]]}"
        yield emit("one number a row", made, "row_packed", printer=row_packed)


def _misprint(rng, made, table):
    """A total of a row that does not add up, away from every other number."""
    rows = list(CHANNELS) if table == "disputes" else request_rows(made.form)
    key = (table, rng.choice(rows), "total")
    made.put(key, str(made.figures[key] + rng.choice((1, 7, 10))), "")
    made.truth[key] = made.texts[key]
    return key


@family
def misprinted_totals(rng):
    """A total that does not add up is printed as it is."""
    turns = Turns(rng)
    for table in TABLES[1:]:
        for layout, made in turns.each(2):
            key = _misprint(rng, made, table)
            yield emit(f"misprint {'/'.join(key)}", made, layout)


@family
def misprint_and_word(rng):
    """A row does not add up, and a word stands in it or in its column."""
    turns = Turns(rng)
    for table in TABLES[1:]:
        for layout, _ in turns.each(3):
            made = turns.report(sparse=False)
            bad = _misprint(rng, made, table)
            keys = [k for k in made.row(table, bad[1]) if k != bad]
            key = rng.choice(keys)
            made.put(key, rng.choice(("见附件", "#REF!", "三")), f"open {made.figures[key]}")
            yield emit(f"misprint, word {'/'.join(key)}", made, layout)


@family
def misprint_and_blanks(rng):
    """A row does not add up, and blanks of the table have slid."""
    turns = Turns(rng)
    for table in TABLES[1:] * 14:
        made = turns.report(sparse=True)
        _misprint(rng, made, table)
        blank(made, noughts(made, table))
        yield emit(f"misprint, packed {table}", made, "row_packed", printer=row_packed)


@family
def misprint_of_a_part(rng):
    """A detail is misprinted, and the noughts beside it are blank, shown or slid."""
    turns = Turns(rng, ("row_packed", "row_bare", "cpl_blank", "html", "markdown", "cell_pipe"))
    for layout, _ in turns.each(8):
        made = turns.report(sparse=True)
        table = rng.choice(TABLES[1:])
        blank(made, noughts(made, table))
        keys = [k for k in made.keys(table) if nonzero(k, made.figures[k]) and k[2] != "total"]
        key = rng.choice(keys or [(table, "review", "total")])
        if not keys:
            continue
        made.put(key, str(made.figures[key] + 3), str(made.figures[key] + 3))
        printer = row_packed if layout == "row_packed" else None
        yield emit(f"misprint {'/'.join(key)}", made, layout, printer=printer)


@family
def blank_lines_between(rng):
    """White space lines and empty lines between all cells, blanks of table 2 among them."""
    turns = Turns(rng)
    for _ in range(24):
        made = turns.report()
        blank(made, some(rng, made, "proactive"))

        def printer(sheet):
            return [
                x
                for row in sheet
                for s in row
                for x in (s.text, *rng.choice(((" ",), ("",), ("", " ", ""))))
            ]

        truth = dict(made.truth)
        truth.update({k: "none" for k, e in truth.items() if e == "blank"})
        yield emit("white lines", made, "white", printer=printer, truth=truth)


@family
def fewer_values(rng):
    """A row of a layout without rows lacks some values: which, nobody can know."""
    turns = Turns(rng, (*LINES, "spaces"))
    for layout, _ in turns.each(6):
        made = turns.report(sparse=False)
        table = rng.choice(TABLES)
        key = turns.cell(made, table, counted)
        sheets = tables(made)
        made.truth[key] = "none" if table == "proactive" else f"none {made.figures[key]}"
        sheets[table] = [[s for s in row if s.key != key] for row in sheets[table]]
        yield emit(f"lost {'/'.join(key)}", made, layout, sheets)


@family
def header_only_rows(rng):
    """A row of table 2 or 4 is not there at all."""
    turns = Turns(rng)
    for layout, made in turns.each(2):
        gone = rng.choice([k[1] for k in made.keys("proactive")])
        sheet = [r for r in proactive(made) if not any(s.key and s.key[1] == gone for s in r)]
        truth = {k: "none" if k[1] == gone else e for k, e in made.truth.items()}
        yield emit(f"no {gone}", made, layout, {**tables(made), "proactive": sheet}, truth=truth)
        empty = [[Slot(s.text, None, s.span, s.rows) for s in r] for r in disputes(made)[:-1]]
        truth = {k: "none" if k[0] == "disputes" else e for k, e in made.truth.items()}
        sheets = {**tables(made), "disputes": empty}
        yield emit("no row in table 4", made, layout, sheets, truth=truth)
