"""Families: reading directions, turned tables, blocks and rows in another order."""

from tests.faults import labels as words
from tests.faults.labels import APPLICANTS, BLOCKS, CHANNELS, OUTCOMES, TABLES
from tests.faults.layouts import ROWS, cpl_blank, cpl_dense, spaces
from tests.faults.pages import Turns, emit, family
from tests.faults.sheets import Slot, disputes, proactive, requests, requests_head, tables


def _parts(row):
    return [s.text for s in row if not s.key], [s.text for s in row if s.key and s.text]


def _lines(sheet, show, chosen=lambda _: True):
    """Rows as lines of text; `show` prints the labels and values of those that are chosen."""
    lines = []
    for at, row in enumerate(sheet):
        names, values = _parts(row)
        if values and names and chosen(at):
            lines += show(" ".join(names), values)
        else:
            lines += spaces([row])
    return lines


ABOVE = {
    "spaces": lambda label, values: [" ".join(values), label],
    "dense": lambda label, values: [*values, label],
    "blank": lambda label, values: [x for v in (*values, label) for x in (v, "")],
    "bars": lambda label, values: [" | ".join(values) + " |", f"{label} |"],
}
BELOW = {
    "spaces": lambda label, values: [label, " ".join(values)],
    "bars": lambda label, values: [f"{label} |", " | ".join(values) + " |"],
    "tabs": lambda label, values: [label, "\t".join(values)],
    "indented": lambda label, values: [label, "    " + "   ".join(values)],
}
BEFORE = {
    "spaces": lambda label, values: [" ".join([*values, label])],
    "bars": lambda label, values: ["| " + " | ".join([*values, label]) + " |"],
    "tabs": lambda label, values: ["\t".join([*values, label])],
}


def _directed(rng, shows, name, chosen):
    turns = Turns(rng)
    for kind, show in shows.items():
        for table in TABLES[:2] * 4:
            made = turns.report(sparse=rng.random() < 0.3)
            sheet = tables(made)[table]
            picked = chosen(sheet)
            lines = _lines(sheet, show, picked)
            layout = "cpl_blank" if kind == "blank" else kind
            sheets = {t: s if t == table else spaces(s) for t, s in tables(made).items()}
            sheets[table] = lines
            yield emit(f"{name} {table} {kind}", made, layout, sheets, printer=spaces)


@family
def values_above_labels(rng):
    """Every row of values stands above its label."""
    yield from _directed(rng, ABOVE, "above", lambda _: lambda at: True)


@family
def values_above_some_labels(rng):
    """Some rows of values stand above their label, the others beside it."""

    def some(sheet):
        rows = [at for at, row in enumerate(sheet) if any(s.key for s in row)]
        start = rng.choice(rows[1:])
        few = (
            {start, start + 1} if rng.random() < 0.5 else set(rng.sample(rows, len(rows) // 3 or 1))
        )
        return lambda at: at in few

    yield from _directed(rng, ABOVE, "some above", some)


@family
def values_below_labels(rng):
    """A label on a line, its whole row on the next."""
    yield from _directed(rng, BELOW, "below", lambda _: lambda at: True)


@family
def values_before_labels(rng):
    """The label is the last cell of its row."""
    yield from _directed(rng, BEFORE, "before", lambda _: lambda at: True)
    turns = Turns(rng, ROWS)
    for layout, made in turns.each(2):
        sheets = tables(made)
        for table in TABLES[:2]:
            sheets[table] = [
                [*(s for s in row if s.key), *(Slot(s.text, span=s.span) for s in row if not s.key)]
                if any(s.key for s in row)
                else row
                for row in sheets[table]
            ]
        yield emit("label last", made, layout, sheets)


@family
def table_three_turned(rng):
    """Applicants as rows, the rows of the form as columns."""
    turns = Turns(rng)
    for layout, _ in turns.each(3):
        made = turns.report(sparse=rng.random() < 0.3)
        rows = words.request_rows(made.form)
        head = [
            Slot(rng.choice(("申请人", "申请人情况", ""))),
            *(Slot(words.ROWS[row]) for row in rows),
        ]
        order = list(APPLICANTS)
        if turns.count % 2:
            order = ["total", *order[:-1]]
        body = [
            [Slot(APPLICANTS[a]), *(made.slot(("requests", row, a)) for row in rows)] for a in order
        ]
        yield emit("table 3 turned", made, layout, {**tables(made), "requests": [head, *body]})


@family
def table_two_turned(rng):
    """Blocks of table 2 with items as columns and measures as rows."""
    turns = Turns(rng)
    for layout, made in turns.each(2):
        sheet = []
        for article, measures, items in BLOCKS[made.form]:
            sheet.append([Slot(f"第二十条第（{article}）项", span=4)])
            sheet.append([Slot("信息内容"), *map(Slot, items.values())])
            for m, name in measures.items():
                sheet.append([Slot(name), *(made.slot(("proactive", item, m)) for item in items)])
        yield emit("table 2 turned", made, layout, {**tables(made), "proactive": sheet})


@family
def table_two_as_list(rng):
    """One long row of table 2: every measure with its item in one label."""
    turns = Turns(rng)
    for layout, made in turns.each(2):
        sheet = []
        for _, measures, items in BLOCKS[made.form]:
            for item, label in items.items():
                for m, name in measures.items():
                    sheet.append(
                        [
                            Slot(f"{label}{rng.choice(('', '：', ' '))}{name}"),
                            made.slot(("proactive", item, m)),
                        ]
                    )
        yield emit("table 2 as a list", made, layout, {**tables(made), "proactive": sheet})


@family
def channels_as_rows(rng):
    """Table 4 with channels as rows, in any order, and its outcomes in any order."""
    turns = Turns(rng)
    for layout, _ in turns.each(4):
        made = turns.report(sparse=rng.random() < 0.3)
        channels, outcomes = list(CHANNELS), list(OUTCOMES)
        rng.shuffle(channels)
        if turns.count % 2:
            rng.shuffle(outcomes)
        head = [Slot(rng.choice(("", "类别", "项目"))), *(Slot(OUTCOMES[o]) for o in outcomes)]
        prefix = rng.choice(("", "行政诉讼 "))
        names = {c: CHANNELS[c] if c == "review" else prefix + CHANNELS[c] for c in channels}
        body = [
            [Slot(names[c]), *(made.slot(("disputes", c, o)) for o in outcomes)] for c in channels
        ]
        yield emit(
            f"channels {channels}", made, layout, {**tables(made), "disputes": [head, *body]}
        )


@family
def outcomes_as_rows(rng):
    """Table 4 turned: outcomes as rows, channels as columns, in any order."""
    turns = Turns(rng)
    for layout, _ in turns.each(3):
        made = turns.report(sparse=False)
        channels, outcomes = list(CHANNELS), list(OUTCOMES)
        if turns.count % 2:
            rng.shuffle(channels)
            rng.shuffle(outcomes)
        head = [Slot("结果"), *(Slot(CHANNELS[c]) for c in channels)]
        body = [
            [Slot(OUTCOMES[o]), *(made.slot(("disputes", c, o)) for c in channels)]
            for o in outcomes
        ]
        yield emit("table 4 turned", made, layout, {**tables(made), "disputes": [head, *body]})


@family
def channels_as_tables(rng):
    """Table 4 in three tables, one a channel; or one number a line under its name."""
    turns = Turns(rng)
    for layout, _ in turns.each(3):
        made = turns.report(sparse=False)
        channels = list(CHANNELS)
        rng.shuffle(channels)
        rows = []
        for c in channels:
            rows.append([Slot(CHANNELS[c], span=5)])
            if turns.count % 2:
                rows.append([Slot(name) for name in OUTCOMES.values()])
                rows.append([made.slot(("disputes", c, o)) for o in OUTCOMES])
            else:
                rows += [
                    [Slot(name), made.slot(("disputes", c, o))] for o, name in OUTCOMES.items()
                ]
        yield emit("channels one by one", made, layout, {**tables(made), "disputes": rows})


@family
def table_four_by_columns(rng):
    """Table 4 poured out column by column, header words between its numbers."""
    turns = Turns(rng)
    for at in range(40):
        made = turns.report(sparse=False)
        lines = ["行政复议", "行政诉讼", CHANNELS["suit_direct"], CHANNELS["suit_after_review"]]
        pieces = []
        for c in CHANNELS:
            names = list(OUTCOMES.items())
            if at % 2:
                pieces += [[name, made.texts["disputes", c, o]] for o, name in names]
            else:
                values = [made.texts["disputes", c, o] for o, _ in names]
                pieces.append([*(x for _, n in names[:-1] for x in (n[:2], n[2:])), *values[:-1]])
                pieces.append(["总计", values[-1]])
        if at % 4 > 1:
            rng.shuffle(pieces)
        lines += [x for piece in pieces for x in piece]
        if at % 3 == 0:
            lines = [x for line in lines for x in (line, "")]
        sheets = {**{t: spaces(s) for t, s in tables(made).items()}, "disputes": lines}
        yield emit("table 4 by columns", made, "spaces", sheets)


@family
def table_three_by_columns(rng):
    """Labels of several rows, then their values row by row, or column by column."""
    turns = Turns(rng)
    for at in range(36):
        made = turns.report(sparse=at % 4 == 0)
        rows = words.request_rows(made.form)
        size = rng.choice((2, 3, len(rows)))
        lines = [s.text for row in requests_head() for s in row]
        for start in range(0, len(rows), size):
            few = rows[start : start + size]
            values = [[made.texts["requests", row, a] for a in APPLICANTS] for row in few]
            if at % 2:
                values = list(zip(*values, strict=True))
            lines += [words.ROWS[row] for row in few] + [
                " ".join(v) if at % 3 else "\n".join(v) for v in values
            ]
        sheets = {t: spaces(s) for t, s in tables(made).items()}
        yield emit(f"labels of {size} rows", made, "spaces", {**sheets, "requests": lines})


@family
def blocks_in_another_order(rng):
    """The blocks of table 2 in another order, each under its own headers."""
    turns = Turns(rng)
    for layout, made in turns.each(4):
        blocks = list(BLOCKS[made.form])
        rng.shuffle(blocks)
        sheet = proactive(made, blocks)
        if turns.count % 3 == 0:
            sheet = [row for row in sheet if not row[0].text.startswith("第二十条")]
        yield emit("blocks in another order", made, layout, {**tables(made), "proactive": sheet})


@family
def rows_in_another_order(rng):
    """Rows of table 3 in another order within their groups."""
    turns = Turns(rng)
    for layout, _ in turns.each(3):
        made = turns.report(sparse=False)
        rows = words.request_rows(made.form)
        group = rng.choice(("refused", "unable", "not_processed"))
        mates = [row for row in rows if words.group_of(row) == group]
        at = rows.index(mates[0])
        rows = [row for row in rows if row not in mates]
        rng.shuffle(mates)
        rows[at:at] = mates
        yield emit(
            f"{group} in another order",
            made,
            layout,
            {**tables(made), "requests": requests(made, rows)},
        )


@family
def halves_side_by_side(rng):
    """Table 3 in two halves, the second beside the first."""
    turns = Turns(rng, (*ROWS, "spaces"))
    for layout, _ in turns.each(3):
        made = turns.report(sparse=False)
        rows = words.request_rows(made.form)
        half = (len(rows) + 1) // 2
        names = [Slot(name) for name in APPLICANTS.values()]
        sheet = [[Slot("项目"), *names, Slot("项目"), *names]]
        for left, right in zip(rows[:half], [*rows[half:], ""], strict=False):
            sheet.append([s for row in (left, right) if row for s in _plain(made, row)])
        yield emit("halves side by side", made, layout, {**tables(made), "requests": sheet})
        two = [[*left, *right] for left, right in _blocks_beside(made)]
        yield emit("blocks side by side", made, layout, {**tables(made), "proactive": two})


def _plain(made, row):
    return [Slot(words.ROWS[row]), *(made.slot(("requests", row, a)) for a in APPLICANTS)]


def _blocks_beside(made):
    """The two item rows of block one beside each other, the other blocks as they are."""
    sheet = proactive(made)
    head, names, first, second = sheet[:4]
    yield head, []
    yield names, names
    yield first, second
    for row in sheet[4:]:
        yield row, []


@family
def tables_in_another_order(rng):
    """Table 4 above table 3, and table 2 last; each under its own heading."""
    turns = Turns(rng)
    for layout, made in turns.each(2):
        lines = {"cpl_blank": cpl_blank, "cpl_dense": cpl_dense}
        text = emit("tables in another order", made, layout)
        if layout in lines or turns.count % 2:
            order = ["disputes", "requests"]
            whole = emit(
                "",
                made,
                layout,
                {**tables(made), "requests": disputes(made), "disputes": requests(made)},
            )
            swapped = whole.text.replace("三、收到和处理政府信息公开申请情况", "\x00")
            swapped = swapped.replace(
                "四、政府信息公开行政复议、行政诉讼情况", "四、收到和处理政府信息公开申请情况"
            )
            swapped = swapped.replace("\x00", "三、政府信息公开行政复议、行政诉讼情况")
            yield text._replace(text=swapped, name=f"{order} {made.form} {layout}")
